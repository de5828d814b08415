//! Who sits where: the desks that run, and the terminals at them.
//!
//! A session lives on when its terminal is gone, and the next terminal that asks for its desk finds it where it was.

use std::collections::BTreeMap;
use std::os::unix::net::UnixStream;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use tracing::{error, info};

use super::founding;
use super::terminal::Terminal;
use super::wire::Frame;
use crate::clock;
use crate::config::Config;
use crate::desk::{self, Capabilities, Input, Opening, SessionEnd};
use crate::printing::PrintRoom;
use crate::stockroom::Stockroom;

/// Exit code of a client whose desk or server ended without its doing.
pub const GONE: u8 = 3;

/// What a desk is told when the server ends.
const STOPPED: &str = "the server was stopped; everything acknowledged is kept; start dockhand again";

/// All desks that run.
pub struct Desks {
    stockroom: Arc<Stockroom>,
    printing: Arc<PrintRoom>,
    config: Config,
    seats: Mutex<Seats>,
    one_less: Condvar,
}

#[derive(Default)]
struct Seats {
    taken: BTreeMap<String, Seat>,
    /// Terminals are numbered as they come.
    came: u64,
    /// No desk begins any more.
    closed: bool,
}

/// A session, and the terminal at it, if there is one.
struct Seat {
    session: Sender<Input>,
    terminal: Option<Arc<Terminal>>,
    /// Name of the terminal that was there last.
    tty: String,
}

impl Desks {
    /// No desk yet.
    pub fn new(stockroom: Arc<Stockroom>, printing: Arc<PrintRoom>, config: Config) -> Desks {
        Desks { stockroom, printing, config, seats: Mutex::default(), one_less: Condvar::new() }
    }

    /// Gives a terminal the desk it asks for, or the first free one, where it finds the session that was left there.
    ///
    /// A desk that another terminal is at is refused.
    pub fn sit(
        self: &Arc<Self>,
        stream: &UnixStream,
        capabilities: Capabilities,
        size: (u16, u16),
    ) -> Result<(String, Arc<Terminal>)> {
        let origin = founding::with_warehouse(&self.stockroom, &self.config.store)?;
        let mut seats = self.seats();
        if seats.closed {
            bail!(STOPPED);
        }
        let name = match capabilities.desk.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => free(&seats, name)?,
            None => seats.first_free(&capabilities.tty),
        };
        let session = match seats.taken.get(&name) {
            Some(seat) => seat.session.clone(),
            None => self.begin(&name, &mut seats).with_context(|| format!("{name} cannot be opened"))?,
        };
        seats.came += 1;
        let tty = capabilities.tty.clone();
        let terminal = Terminal::new(seats.came, stream.try_clone()?, session, capabilities, size);
        if let Some(seat) = seats.taken.get_mut(&name) {
            seat.terminal = Some(Arc::clone(&terminal));
            seat.tty = tty;
        }
        // What is refused is refused before this: the client's terminal is as it was until it is welcome.
        Frame::Welcome.send(&mut &*stream)?;
        // While nobody else can: a session that ends now finds its terminal.
        terminal.attach();
        drop(seats);
        info!(desk = name, tty = terminal.capabilities.tty, employee = origin.employee.0, "a terminal came");
        Ok((name, terminal))
    }

    /// Leaves a desk to itself, if the terminal is still at it.
    pub fn leave(&self, name: &str, terminal: &Terminal) {
        let mut seats = self.seats();
        let Some(seat) = seats.taken.get_mut(name) else { return };
        if seat.terminal.as_ref().is_some_and(|at| at.number == terminal.number) {
            seat.terminal = None;
            terminal.detach();
            info!(desk = name, tty = seat.tty, "a terminal left");
        }
    }

    /// Ends all sessions; returns whether they ended in time.
    pub fn close(&self, time: Duration) -> bool {
        let mut seats = self.seats();
        seats.closed = true;
        for seat in seats.taken.values() {
            // One that has just ended hears nothing.
            let _ = seat.session.send(Input::Stop);
        }
        let waited = self.one_less.wait_timeout_while(seats, time, |seats| !seats.taken.is_empty());
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Returns how many desks are open, and at how many of them there is a terminal.
    pub fn count(&self) -> (usize, usize) {
        let seats = self.seats();
        (seats.taken.len(), seats.taken.values().filter(|seat| !seat.is_free()).count())
    }

    /// Starts the session of a desk that nobody sat at.
    fn begin(self: &Arc<Self>, name: &str, seats: &mut Seats) -> Result<Sender<Input>> {
        let origin = self.stockroom.open_desk(name)?;
        let (session, inputs) = mpsc::channel();
        let opening = Opening {
            wake: session.clone(),
            stockroom: Arc::clone(&self.stockroom),
            origin,
            printing: Arc::clone(&self.printing),
            config: self.config.desk.clone(),
            scanner: self.config.scanner.clone(),
        };
        let (desks, own_name) = (Arc::clone(self), name.to_owned());
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let end = panic::catch_unwind(AssertUnwindSafe(|| desk::run(inputs, opening)));
            desks.end(&own_name, end.unwrap_or(SessionEnd::Failed));
        })?;
        let seat = Seat { session: session.clone(), terminal: None, tty: String::new() };
        seats.taken.insert(name.to_owned(), seat);
        Ok(session)
    }

    /// Takes a session that ended off the list, and tells its terminal how it ended.
    fn end(&self, name: &str, end: SessionEnd) {
        let mut seats = self.seats();
        let terminal = seats.taken.remove(name).and_then(|seat| seat.terminal);
        drop(seats);
        let (code, words) = match end {
            SessionEnd::Quit => (0, String::new()),
            SessionEnd::Stopped => (GONE, STOPPED.to_owned()),
            SessionEnd::Failed => {
                // A session that could still say so did.
                if terminal.as_ref().is_some_and(|terminal| terminal.was_let_go()) {
                    (GONE, String::new())
                } else {
                    let mark = clock::mark();
                    error!(desk = name, mark, "a session stopped by a fault of dockhand");
                    let kept = "everything acknowledged is kept; start dockhand again";
                    (GONE, format!("{name} stopped by a fault of dockhand, {mark} in the server's log; {kept}"))
                }
            }
        };
        if let Some(terminal) = terminal {
            terminal.exit(code, &words);
        }
        info!(desk = name, ?end, "a desk was closed");
        self.one_less.notify_all();
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Tells whether nobody is there, or not any more.
    fn is_free(&self) -> bool {
        self.terminal.as_ref().is_none_or(|terminal| terminal.is_gone())
    }
}

impl Seats {
    /// Returns the desk this terminal was at last, if nobody is there, or else the first that is free.
    fn first_free(&self, tty: &str) -> String {
        let left = |seat: &Seat| seat.is_free() && !tty.is_empty() && seat.tty == tty;
        let own = self.taken.iter().find(|(_, seat)| left(seat)).map(|(name, _)| name.clone());
        let is_free = |name: &String| self.taken.get(name).is_none_or(Seat::is_free);
        own.or_else(|| (1..=u32::MAX).map(|n| format!("desk {n}")).find(is_free)).unwrap_or_default()
    }
}

/// Returns the name of a desk that was asked for, if no terminal is at it.
fn free(seats: &Seats, name: &str) -> Result<String> {
    if name.chars().any(char::is_control) || name.chars().count() > 40 {
        bail!("{:?} is no name for a desk: 40 printable characters at most", crate::domain::text::shown(name));
    }
    match seats.taken.get(name).and_then(|seat| seat.terminal.as_ref()) {
        Some(terminal) if !terminal.is_gone() => {
            let tty = &terminal.capabilities.tty;
            Err(anyhow!("{name} is in use at {tty}: close it there, or name another with --desk"))
        }
        _ => Ok(name.to_owned()),
    }
}
