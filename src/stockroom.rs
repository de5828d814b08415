//! The one thing a desk talks to: an open store that carries out commands, answers questions and tells what changed.
//!
//! ```text
//!  desks ──► run, submit ──► committing thread: accept → perform → journal ──► one commit ──► listeners, answers
//!        ──► ask ──────────► a view of what was committed last
//! ```

mod door;
mod pace;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::id::{DeskId, EmployeeId};
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::messages::{Answer, Command, CommandId, No, Origin, Outcome, Query, Refused};
use crate::ops::journal::{Accepted, Submitted, Tip, accept, last_at, last_count};
use crate::ops::verify;
use crate::ops::{people, places, query, search};
use crate::store::commit::{Committer, Hooks, Ticket};
use crate::store::engine::{Engine, Error, Write};
use crate::store::tables::{SETTINGS, Tables, View};
use crate::store::{self, migrate};

pub use door::Door;
pub use pace::Pace;

/// What the proof of a store found.
pub use crate::ops::verify::Found as Proof;

/// Tells the time; a test brings its own.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Says that something was committed: ask again for what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Desk whose command it was.
    pub desk: DeskId,
}

type Listener = Box<dyn Fn(Changed) -> bool + Send + Sync>;

/// An open store. Dropping it finishes what was handed in and closes the file.
pub struct Stockroom {
    committer: Committer,
    engine: Arc<pace::Paced>,
    clock: Clock,
    news: Arc<News>,
    tip: Arc<Mutex<Tip>>,
    /// Last count each desk was given for its commands.
    counts: Mutex<HashMap<DeskId, u64>>,
}

/// What the committing thread tells those who ask and listen.
struct News {
    /// When the last command that is on disk was accepted.
    latest: AtomicI64,
    /// Desks whose commands are in the commit that is being told of.
    desks: Mutex<Vec<DeskId>>,
    listeners: Mutex<Vec<Listener>>,
}

impl News {
    /// Notes a command that is on disk now.
    fn committed(&self, desk: DeskId, at: Moment) {
        self.latest.fetch_max(at.0, Ordering::Relaxed);
        let mut desks = lock(&self.desks);
        if !desks.contains(&desk) {
            desks.push(desk);
        }
    }

    /// Tells all listeners what one commit changed, and forgets those that went away.
    fn tell(&self) {
        let desks = std::mem::take(&mut *lock(&self.desks));
        lock(&self.listeners).retain(|listener| desks.iter().all(|desk| listener(Changed { desk: *desk })));
    }
}

impl Stockroom {
    /// Opens the store file at a path, or makes one where nothing is. It may not be founded yet.
    ///
    /// A file that is no store, is cut short or comes from a newer dockhand is refused with a sentence and stays as it
    /// is, byte for byte.
    pub fn open(path: &Path) -> Result<Stockroom, Error> {
        let engine = store::open(path)?;
        Stockroom::named(engine, &path.display().to_string(), Arc::new(crate::clock::now))
    }

    /// Opens a store over any engine, with a clock.
    pub fn over(engine: Arc<dyn Engine>, clock: Clock) -> Result<Stockroom, Error> {
        Stockroom::named(engine, "the store", clock)
    }

    fn named(engine: Arc<dyn Engine>, name: &str, clock: Clock) -> Result<Stockroom, Error> {
        migrate::run(&*engine, name)?;
        let latest = look(&*engine, |view| last_at(&view))?;
        let news =
            Arc::new(News { latest: AtomicI64::new(latest.0), desks: Mutex::default(), listeners: Mutex::default() });
        let told = Arc::clone(&news);
        let hooks = Hooks {
            committed: Some(Box::new(move |_| told.tell())),
            idle: Some(Box::new(|tx| search::index_slice(&mut Tables::new(tx)))),
        };
        let engine = Arc::new(pace::Paced::over(engine));
        let committer = Committer::start(Arc::<pace::Paced>::clone(&engine), hooks)?;
        Ok(Stockroom { committer, engine, clock, news, tip: Arc::default(), counts: Mutex::default() })
    }

    /// Returns the present moment: what the clock says, or the last commit's, whichever is later.
    pub fn now(&self) -> Moment {
        (self.clock)().max(Moment(self.news.latest.load(Ordering::Relaxed)))
    }

    /// Returns when the last command that is on disk was accepted.
    pub fn last_commit(&self) -> Moment {
        Moment(self.news.latest.load(Ordering::Relaxed))
    }

    /// Carries a command out, once for its id, and returns when it is on disk.
    pub fn run(&self, origin: Origin, id: CommandId, command: Command) -> Result<Outcome, No> {
        self.submit(origin, id, command).wait()
    }

    /// Hands a command in, to be carried out once for its id, and returns at once. Many that wait share a commit.
    pub fn submit(&self, origin: Origin, id: CommandId, command: Command) -> Pending {
        let submitted = Submitted::new(origin, id, command);
        let (clock, tip) = (Arc::clone(&self.clock), Arc::clone(&self.tip));
        let news = Arc::clone(&self.news);
        Pending::coming(self.committer.submit_then(
            move |tx| match accept(&mut Tables::new(tx), &mut lock(&tip), clock(), &submitted) {
                Ok(accepted) => Ok(Ok(told(tx, origin.employee, accepted)?)),
                Err(No::Refused(refused)) => Ok(Err(refused)),
                Err(No::Broken(sentence)) => Err(Error::Io(sentence)),
            },
            move |accepted: &Accepted| {
                if let Some(at) = accepted.at {
                    news.committed(origin.desk, at);
                }
            },
        ))
    }

    /// Answers a question on the newest committed state, for nobody in particular.
    pub fn ask(&self, query: &Query) -> Result<Answer, No> {
        self.answer(None, query)
    }

    /// Answers an employee's question on the newest committed state: drafts of others may be none of their business.
    pub fn ask_as(&self, employee: EmployeeId, query: &Query) -> Result<Answer, No> {
        self.answer(Some(employee), query)
    }

    fn answer(&self, employee: Option<EmployeeId>, query: &Query) -> Result<Answer, No> {
        let now = self.now();
        self.look(|view| Ok(query::answer(&view, now, employee, query)))?
    }

    /// Gives the id of a desk's next command.
    pub fn next_id(&self, desk: DeskId) -> CommandId {
        let mut counts = lock(&self.counts);
        // A store that cannot be read now takes no command either; the time is beyond any count all the same.
        let from_store = || self.look(|view| last_count(&view, desk)).unwrap_or_else(|_| self.now().0.unsigned_abs());
        let count = counts.entry(desk).or_insert_with(from_store);
        *count = count.saturating_add(1);
        CommandId::Desk(desk, *count)
    }

    /// Tells, from now on, each time something was committed. A listener that went away is forgotten.
    pub fn changes(&self) -> Receiver<Changed> {
        let (tell, hear) = channel();
        self.listen(Box::new(move |changed| tell.send(changed).is_ok()));
        hear
    }

    /// Calls a listener after each commit, on the thread that commits: it must be quick and wait for nothing. One that
    /// returns `false` is forgotten.
    pub fn listen(&self, listener: Box<dyn Fn(Changed) -> bool + Send + Sync>) {
        lock(&self.news.listeners).push(listener);
    }

    /// Founds the store if it is not founded yet, and gives it a first warehouse if it has none; an empty `warehouse`
    /// makes none. Returns who works here.
    pub fn found(&self, settings: Settings, employee: &str, warehouse: &str) -> Result<Origin, No> {
        let nobody = Origin { employee: EmployeeId(0), desk: DeskId(0) };
        if self.look(|view| view.get(SETTINGS, &0))?.is_none() {
            let command = Command::FoundStore { settings, employee: employee.to_owned() };
            match self.run(nobody, self.next_id(nobody.desk), command) {
                Ok(_) => {}
                // Another desk was quicker: the store is founded, which is what is wanted.
                Err(No::Refused(_)) if self.look(|view| view.get(SETTINGS, &0))?.is_some() => {}
                Err(no) => return Err(no),
            }
        }
        let employee = self.look(|view| people::first(&view))?.ok_or(Refused::NotFounded)?;
        let origin = Origin { employee, desk: DeskId(0) };
        if !warehouse.trim().is_empty() && !self.look(|view| places::any_warehouse(&view))? {
            let command =
                Command::AddWarehouse { name: warehouse.trim().to_owned(), code: String::new(), location: None };
            match self.run(origin, self.next_id(origin.desk), command) {
                Ok(_) | Err(No::Refused(Refused::Exists { .. })) => {}
                Err(no) => return Err(no),
            }
        }
        Ok(origin)
    }

    /// Returns the origin of commands given at the desk of this name, which is made on first use.
    pub fn open_desk(&self, name: &str) -> Result<Origin, No> {
        let (known, employee) = self.look(|view| Ok((people::desk(&view, name)?, people::first(&view)?)))?;
        let employee = employee.ok_or(Refused::NotFounded)?;
        if let Some(desk) = known {
            return Ok(Origin { employee, desk });
        }
        let origin = Origin { employee, desk: DeskId(0) };
        match self.run(origin, self.next_id(origin.desk), Command::OpenDesk { name: name.to_owned() })? {
            Outcome::DeskOpened(desk) => Ok(Origin { employee, desk }),
            other => Err(No::Broken(format!("opening a desk came to {other:?}, which is a fault of dockhand"))),
        }
    }

    /// Returns how long commits took lately.
    pub fn pace(&self) -> Pace {
        self.engine.pace()
    }

    /// Writes a complete, checked store file of this moment to `to`, which must not exist, while work goes on.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }

    /// Proves what is always true of the store, on one view while work goes on: each record that breaks a rule is
    /// reported. Returns how many records were looked at.
    pub fn verify(&self, report: &mut dyn FnMut(String)) -> Result<u64, Error> {
        self.look(|view| verify::verify(&view, report))
    }

    /// Proves the same, tells how far it has come, and seeks a head of the journal's chain by its first bytes.
    pub fn prove(
        &self,
        sought: &[u8],
        report: &mut dyn FnMut(String),
        progress: &mut dyn FnMut(u64),
    ) -> Result<Proof, Error> {
        self.look(|view| verify::prove(&view, sought, report, progress))
    }

    fn look<R>(&self, work: impl FnOnce(View) -> Result<R, Error>) -> Result<R, Error> {
        look(&*self.engine, work)
    }
}

/// Returns what an employee is told of what a command did: costs only when their role lets them see them.
fn told(tx: &mut dyn Write, employee: EmployeeId, accepted: Accepted) -> Result<Accepted, Error> {
    if accepted.outcome.tells_costs() && !query::sees_costs(&Tables::new(tx).view(), employee)? {
        return Ok(Accepted { outcome: accepted.outcome.without_costs(), ..accepted });
    }
    Ok(accepted)
}

/// Reads the newest committed state.
fn look<R>(engine: &dyn Engine, work: impl FnOnce(View) -> Result<R, Error>) -> Result<R, Error> {
    let mut work = Some(work);
    let mut found = None;
    engine.read(&mut |read| {
        found = work.take().map(|work| work(View::new(read))).transpose()?;
        Ok(())
    })?;
    found.ok_or(Error::Closed)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A command on its way to the disk.
pub struct Pending(Way);

enum Way {
    There(Result<Outcome, No>),
    Coming(Ticket<Accepted, Refused>),
}

impl Pending {
    /// Returns an answer that is there already.
    pub fn there(answer: Result<Outcome, No>) -> Pending {
        Pending(Way::There(answer))
    }

    fn coming(ticket: Ticket<Accepted, Refused>) -> Pending {
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
                Ok(answer) => answer.map(|accepted| accepted.outcome).map_err(No::Refused),
                Err(why) => Err(why.into()),
            },
        }
    }
}
