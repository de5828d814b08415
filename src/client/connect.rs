//! How a client finds the server of its store, or starts it.

use std::io::{BufReader, Read};
use std::mem::MaybeUninit;
use std::os::unix::net::UnixStream;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use rustix::fs::inotify;

use crate::config::{ServerConfig, Start};
use crate::server::hello::Errand;
use crate::server::place::{Lock, Place};
use crate::server::start;
use crate::server::wire::Frame;

/// How often a server may end while it is greeted before that is told.
const TRIES: u32 = 3;

/// A connection whose greeting was answered.
pub struct Link {
    /// The socket, for writing.
    pub stream: UnixStream,
    /// The socket, for reading.
    pub from: BufReader<UnixStream>,
}

/// What a command finds.
pub enum Way {
    /// A server.
    Through(Link),
    /// None, and the turn to open the store.
    Alone(Lock),
}

/// Connects a desk, starting the server where there is none and this user may.
pub fn desk(
    place: &Place,
    server: &ServerConfig,
    config: Option<&Path>,
    errand: &Errand,
    say: &mut dyn FnMut(&str),
) -> Result<Link> {
    for _ in 0..TRIES {
        let stream = match place.connect()? {
            Some(stream) => stream,
            None => start_or_wait(place, server, config, say)?,
        };
        if let Some(link) = greet(stream, errand)? {
            return Ok(link);
        }
    }
    bail!("the server ends as soon as it is spoken to; its log is beside the store: {}", place.log().display())
}

/// Connects a command, or gives it the turn to do without a server.
pub fn command(place: &Place, errand: &Errand, say: &mut dyn FnMut(&str)) -> Result<Way> {
    for _ in 0..TRIES {
        let stream = if let Some(stream) = place.connect()? {
            stream
        } else {
            place.make_folders()?;
            let turn = place.take_turn(errand.name(), say)?;
            match place.connect()? {
                Some(stream) => stream,
                None => return Ok(Way::Alone(turn)),
            }
        };
        if let Some(link) = greet(stream, errand)? {
            return Ok(Way::Through(link));
        }
    }
    bail!("the server ends as soon as it is spoken to; its log is beside the store: {}", place.log().display())
}

fn start_or_wait(
    place: &Place,
    server: &ServerConfig,
    config: Option<&Path>,
    say: &mut dyn FnMut(&str),
) -> Result<UnixStream> {
    if server.start == Start::Never {
        return wait_for_server(place, say);
    }
    place.may_start()?;
    place.make_folders()?;
    let turn = place.take_turn("dockhand", say)?;
    // Whoever had the turn may have started it.
    if let Some(stream) = place.connect()? {
        return Ok(stream);
    }
    start::in_background(place, config, turn, say)?;
    place.connect()?.context("the server is gone already")
}

/// Waits until somebody starts a server: its socket is moved into its folder, listening.
fn wait_for_server(place: &Place, say: &mut dyn FnMut(&str)) -> Result<UnixStream> {
    let folder = place.socket.parent().unwrap_or(Path::new("/"));
    let events = inotify::init(inotify::CreateFlags::CLOEXEC)?;
    inotify::add_watch(&events, folder, inotify::WatchFlags::MOVED_TO).with_context(|| {
        format!("{} has no server, and server.start is never: start dockhand serve first", place.store.display())
    })?;
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut events = inotify::Reader::new(events, &mut buffer);
    let mut said = false;
    loop {
        if let Some(stream) = place.connect()? {
            return Ok(stream);
        }
        if !std::mem::replace(&mut said, true) {
            say(&format!(
                "waiting: {} has no server, and server.start is never: dockhand serve",
                place.store.display()
            ));
        }
        events.next()?;
    }
}

/// Greets a server; `None` when it was about to end and let nobody in any more.
fn greet(stream: UnixStream, errand: &Errand) -> Result<Option<Link>> {
    let greeting = Frame::Hello(errand.greet()?);
    // Who is turned away at the door is told why before anything was read of them.
    let _ = greeting.send(&mut &stream);
    let mut from = BufReader::with_capacity(64 << 10, stream.try_clone()?);
    match receive(&mut from) {
        Some(Frame::Welcome) => Ok(Some(Link { stream, from })),
        Some(Frame::Exit(exit)) => bail!(exit.words),
        Some(_) => bail!("what answers at the store's socket is no server of dockhand"),
        None => Ok(None),
    }
}

/// Reads the next frame; `None` when the server is gone, in whatever way.
pub fn receive(from: &mut impl Read) -> Option<Frame> {
    Frame::receive(from).ok().flatten()
}
