//! The one thing a desk talks to: an open store that carries out commands, answers questions and tells what changed.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::domain::id::DeskId;
use crate::domain::time::Moment;
use crate::messages::{Answer, Command, CommandId, No, Origin, Outcome, Query};
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

    /// Carries a command out, once for its id, and returns when it is on disk.
    pub fn run(&self, origin: Origin, id: CommandId, command: Command) -> Result<Outcome, No> {
        let _ = (origin, id, command);
        Err(No::Broken(String::new()))
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

    /// Writes a complete, checked store file of this moment to `to`, which must not exist, while work goes on.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}
