//! The process that owns a store: it holds the file, lets clients in, and runs the desks.
//!
//! ```text
//!  accept ──► visit (a thread a connection) ─┬─ desk: terminal ⇄ seat ⇄ session (a thread a desk)
//!                                            └─ command: exec, backup, verify, label
//! ```
//!
//! Started on demand it ends some minutes after its last terminal left; in the foreground it runs until it is told.
//! Either way it finishes what was submitted, and closes the store so that the next start is quick.

pub mod bounds;
pub mod care;
pub mod desks;
pub mod founding;
pub mod hello;
pub mod jobs;
pub mod log;
mod notify;
mod peer;
pub mod place;
pub mod start;
pub mod status;
mod terminal;
mod visit;
pub mod wire;

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tracing::{info, warn};

use self::desks::Desks;
use self::peer::{Peer, Peers};
use self::place::{Lock, Place};
use self::start::Started;
use self::status::{Running, Status};
use crate::clock;
use crate::config::Config;
use crate::printing::PrintRoom;
use crate::stockroom::Stockroom;

/// How long desks and commands have to end when the server does.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// How long the desk that started a server has to connect.
const FIRST: Duration = Duration::from_secs(10);

/// An open store, and who is there.
struct House {
    place: Place,
    config: Config,
    peers: Peers,
    /// Connections there may be at once.
    most: usize,
    began: Instant,
    stockroom: Arc<Stockroom>,
    printing: Arc<PrintRoom>,
    desks: Arc<Desks>,
    doors: Mutex<Doors>,
    moved: Condvar,
}

/// Who is connected, and whether anybody may come.
#[derive(Default)]
struct Doors {
    visitors: HashMap<u64, UnixStream>,
    /// Those that have not greeted yet, the first to come first.
    silent: VecDeque<u64>,
    came: u64,
    /// The signal that asked for the end.
    stop: Option<i32>,
    closed: bool,
}

/// Serves a store until a signal ends it; log and waiting go to standard error.
pub fn in_foreground(place: &Place, config: Config, say: &mut dyn FnMut(&str)) -> Result<()> {
    const WHO: &str = "dockhand serve";
    log::to_terminal(&config.log);
    place.make_folders()?;
    let turn = place.take_turn(WHO, say)?;
    if place.connect()?.is_some() {
        bail!("{} has a server already; stop that one first, or use it", place.store.display());
    }
    let own = place.own(WHO, say)?;
    let (house, listener) = open(place, config)?;
    drop(turn);
    notify::tell(notify::READY);
    run(house, listener, None, own)
}

/// Serves a store for the desk that started this process, and for those that come, until all have left.
pub fn in_background(place: &Place, config: Config) -> Result<()> {
    let started = Started::take_over()?;
    let linger = Duration::from_secs(config.server.linger_minutes.saturating_mul(60));
    match begin(place, config) {
        Ok((house, listener, own)) => {
            started.ready();
            run(house, listener, Some(linger), own)
        }
        Err(why) => {
            started.failed(&why);
            Err(why)
        }
    }
}

fn begin(place: &Place, config: Config) -> Result<(Arc<House>, UnixListener, Lock)> {
    place.make_folders()?;
    log::to_file(&config.log, place)?;
    let own = place.own("dockhand serve", &mut |_| ())?;
    let (house, listener) = open(place, config)?;
    Ok((house, listener, own))
}

/// Opens the store, then the socket.
fn open(place: &Place, config: Config) -> Result<(Arc<House>, UnixListener)> {
    let (peers, most) = (Peers::of(&config.server)?, bounds::most());
    let stockroom = Arc::new(Stockroom::open(&place.store)?);
    let printing = Arc::new(jobs::open_print_room(place, &config)?);
    let desks = Arc::new(Desks::new(Arc::clone(&stockroom), Arc::clone(&printing), config.clone()));
    let listener = place::listen(place, !config.server.desks.trim().is_empty())
        .with_context(|| format!("{}: no socket there", place.socket.display()))?;
    let (doors, moved) = (Mutex::default(), Condvar::new());
    let place = place.clone();
    let house =
        Arc::new(House { place, config, peers, most, began: clock::tick(), stockroom, printing, desks, doors, moved });
    info!("{} is open", house.place.store.display());
    Ok((house, listener))
}

/// Lets clients in until the end, then ends well.
fn run(house: Arc<House>, listener: UnixListener, linger: Option<Duration>, own: Lock) -> Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let told = Arc::downgrade(&house);
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let Some(house) = told.upgrade() else { return };
            if house.doors().stop.replace(signal).is_some() {
                // Asked twice. Everything acknowledged is on disk; only the next start is slower.
                std::process::exit(128 + signal);
            }
            house.moved.notify_all();
        }
    })?;
    let door = Arc::downgrade(&house);
    thread::Builder::new().name("accept".into()).spawn(move || accept(&listener, &door))?;
    house.wait_for_the_end(linger);
    notify::tell(notify::STOPPING);
    house.close();
    if let Some(house) = alone(house) {
        house.drop_store();
    } else {
        warn!("something did not end in time; everything acknowledged is on disk");
    }
    info!("the store is closed");
    drop(own);
    Ok(())
}

/// Returns what is shared once nobody else holds it: threads that are at their end still do for a moment. A store that
/// is not dropped is whole too, but its next start is slow.
fn alone<T>(mut shared: Arc<T>) -> Option<T> {
    let until = clock::tick() + LAST_WORDS;
    loop {
        match Arc::try_unwrap(shared) {
            Ok(own) => return Some(own),
            Err(_) if clock::tick() > until => return None,
            Err(still) => shared = still,
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Gives each connection a thread of its own.
fn accept(listener: &UnixListener, house: &Weak<House>) {
    for stream in listener.incoming() {
        let Some(house) = house.upgrade() else { return };
        let stream = match stream {
            Ok(stream) => stream,
            Err(why) => {
                warn!("a connection did not come about: {why}");
                house.wait_for_room();
                continue;
            }
        };
        let came = house.peers.recognise(&stream).and_then(|peer| Ok((peer, house.come(&stream, peer)?)));
        let (peer, visitor) = match came {
            Ok((peer, Some(visitor))) => (peer, visitor),
            Ok((_, None)) => continue,
            Err(why) => {
                visit::turn_away(&stream, &why);
                continue;
            }
        };
        let name = format!("visit {}", visitor.number);
        if let Err(why) = thread::Builder::new().name(name).spawn(move || visit::serve(&visitor, peer, &stream)) {
            warn!("a connection got no thread: {why}");
        }
    }
}

/// A connection that was counted in; it is counted out whatever ends it.
struct Visitor {
    house: Arc<House>,
    number: u64,
}

impl Visitor {
    /// Notes that it greeted: it is no longer one of those that might only take up room.
    fn greeted(&self) {
        self.house.doors().silent.retain(|number| *number != self.number);
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        self.greeted();
        self.house.doors().visitors.remove(&self.number);
        self.house.moved.notify_all();
    }
}

impl House {
    fn doors(&self) -> MutexGuard<'_, Doors> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks how all of it is.
    fn status(&self) -> Status {
        let up = clock::tick().saturating_duration_since(self.began);
        let connections = self.doors().visitors.len();
        let running = Running::look(&self.stockroom, self.printing.spool(), up, self.desks.count(), connections);
        Status::of(&self.place, &self.config.status, Some(running))
    }

    /// Counts a connection in; `None` once the doors are closed. Where there is no room it is told so, or who is silent for
    /// longest goes.
    fn come(self: &Arc<Self>, stream: &UnixStream, peer: Peer) -> Result<Option<Visitor>> {
        let stream = stream.try_clone()?;
        let mut doors = self.doors();
        if doors.closed {
            return Ok(None);
        }
        let room = if peer == Peer::Owner { self.most } else { self.most - bounds::OWN };
        if doors.visitors.len() >= room {
            bail!("{} are here already: leave a desk that nobody needs, and come again", doors.visitors.len());
        }
        if doors.silent.len() >= bounds::SILENT
            && let Some(first) = doors.silent.pop_front()
            && let Some(silent) = doors.visitors.get(&first)
        {
            // Its thread finds out, and counts it out.
            let _ = silent.shutdown(Shutdown::Both);
        }
        doors.came += 1;
        let number = doors.came;
        doors.visitors.insert(number, stream);
        doors.silent.push_back(number);
        self.moved.notify_all();
        Ok(Some(Visitor { house: Arc::clone(self), number }))
    }

    /// Waits until a connection ended, for a while: there may be too many of them.
    fn wait_for_room(&self) {
        let doors = self.doors();
        let came = doors.visitors.len();
        drop(self.moved.wait_timeout_while(doors, Duration::from_secs(1), |doors| doors.visitors.len() >= came));
    }

    /// Waits for a signal, or until nobody was there for `linger`; nobody can come when this returns.
    fn wait_for_the_end(&self, linger: Option<Duration>) {
        let mut doors = self.doors();
        loop {
            if let Some(signal) = doors.stop {
                info!(signal, "asked to end");
                break;
            }
            let came = doors.came;
            let quiet = |doors: &mut Doors| doors.visitors.is_empty() && doors.stop.is_none() && doors.came == came;
            match linger.filter(|_| doors.visitors.is_empty()) {
                Some(linger) => {
                    let linger = if came == 0 { linger.max(FIRST) } else { linger };
                    let waited = self.moved.wait_timeout_while(doors, linger, quiet);
                    let (held, timed_out) = waited.unwrap_or_else(PoisonError::into_inner);
                    doors = held;
                    if timed_out.timed_out() {
                        info!("nobody was here for {} s", linger.as_secs());
                        break;
                    }
                }
                None => doors = self.moved.wait(doors).unwrap_or_else(PoisonError::into_inner),
            }
        }
        doors.closed = true;
        // While nobody can come in: whoever finds no socket starts the next server, and waits for this one to end.
        if let Err(why) = fs::remove_file(&self.place.socket) {
            warn!("{} stays behind: {why}", self.place.socket.display());
        }
    }

    /// Ends desks and commands, and waits for them.
    fn close(&self) {
        if !self.desks.close(LAST_WORDS) {
            warn!("a desk did not end within {} s", LAST_WORDS.as_secs());
        }
        // A command ends after the request it is at; one whose client never reads its answers ends when that cannot be sent.
        for how in [Shutdown::Read, Shutdown::Both] {
            let doors = self.doors();
            for stream in doors.visitors.values() {
                // It may have ended already.
                let _ = stream.shutdown(how);
            }
            drop(self.moved.wait_timeout_while(doors, LAST_WORDS / 2, |doors| !doors.visitors.is_empty()));
        }
    }

    /// Lets go of the store, which finishes what was submitted.
    fn drop_store(self) {
        drop(self.desks);
        if alone(self.stockroom).is_none() {
            warn!("something still holds the store; everything acknowledged is on disk");
        }
    }
}
