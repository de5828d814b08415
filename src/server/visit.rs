//! One connection, from its greeting to its end.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, bail};
use tracing::{info, warn};

use super::bounds::{AHEAD, GREETING, STALLED};
use super::hello::Errand;
use super::jobs::{self, Streams, Tools};
use super::peer::Peer;
use super::terminal::Terminal;
use super::wire::{self, Exit, Frame};
use super::{House, Visitor};
use crate::clock;

/// Exit code of a client that is turned away, or whose command could not be done.
const REFUSED: u8 = 1;

/// Serves a connection until it ends. What goes wrong ends this one alone.
pub fn serve(visitor: &Visitor, peer: Peer, stream: &UnixStream) {
    if let Err(why) = greeted(visitor, peer, stream) {
        turn_away(stream, &why);
    }
}

/// Ends a connection with the reason. It has read all that it was sent, or was sent nothing yet.
pub fn turn_away(stream: &UnixStream, why: &anyhow::Error) {
    let words = format!("{why:#}");
    warn!("a connection was ended: {words}");
    // Whoever is there may be gone already, or read nothing.
    let _ = stream.set_write_timeout(Some(GREETING));
    let _ = Frame::Exit(Exit { code: REFUSED, given_back: false, words }).send(&mut &*stream);
}

fn greeted(visitor: &Visitor, peer: Peer, stream: &UnixStream) -> Result<()> {
    let house = &visitor.house;
    let mut from = BufReader::new(Hasty { stream, until: Some(clock::tick() + GREETING) });
    let greeting = match Frame::receive(&mut from)? {
        Some(Frame::Hello(greeting)) => greeting,
        // Somebody looked whether there is a server.
        None => return Ok(()),
        Some(_) => bail!("a connection begins with a greeting"),
    };
    let errand = Errand::parse(&greeting)?;
    house.peers.may(peer, &errand)?;
    visitor.greeted();
    from.get_mut().until = None;
    stream.set_read_timeout(None)?;
    match errand {
        Errand::Desk { capabilities, size } => {
            let (name, terminal) = house.desks.sit(stream, capabilities, size)?;
            match desk(&mut from, &terminal) {
                Ok(()) if terminal.was_let_go() && !terminal.session_goes_on() => return Ok(()),
                Ok(()) if terminal.was_let_go() => terminal.exit(0, ""),
                Ok(()) => {}
                Err(why) => terminal.exit(REFUSED, &format!("{why:#}")),
            }
            house.desks.leave(&name, &terminal);
            Ok(())
        }
        Errand::Status { json } => {
            Frame::Welcome.send(&mut &*stream)?;
            let status = house.status();
            (&*stream).write_all(&wire::frames(status.written(json)?.as_bytes()))?;
            let exit = Exit { code: status.state.code(), given_back: false, words: String::new() };
            Ok(Frame::Exit(exit).send(&mut &*stream)?)
        }
        errand => {
            Frame::Welcome.send(&mut &*stream)?;
            command(house, stream, from, &errand)
        }
    }
}

/// What a frame weighs beside its bytes, and one that has everything drawn anew.
const FRAME: usize = 64;
const PICTURE: usize = 4096;

/// Hands on what a terminal sends, until it is gone; one that sends faster than its desk works is read no further meanwhile.
fn desk(from: &mut impl Read, terminal: &Arc<Terminal>) -> Result<()> {
    let mut ahead = 0;
    loop {
        if ahead >= AHEAD {
            terminal.wait_until_taken();
            ahead = 0;
        }
        ahead += FRAME;
        match Frame::receive(from) {
            Ok(Some(Frame::Input(bytes))) => {
                ahead += bytes.len();
                terminal.typed(bytes);
            }
            Ok(Some(Frame::Size(columns, rows))) => {
                ahead += PICTURE;
                terminal.resize(columns, rows);
            }
            Ok(Some(Frame::Redraw)) => {
                ahead += PICTURE;
                terminal.attach();
            }
            Ok(Some(_)) => bail!("a frame came that no desk sends"),
            Err(why) if why.kind() == ErrorKind::InvalidData => return Err(why.into()),
            // The client is gone, in whatever way.
            Ok(None) | Err(_) => return Ok(()),
        }
    }
}

/// Runs a command with the streams of its client.
fn command(house: &House, stream: &UnixStream, from: impl BufRead, errand: &Errand) -> Result<()> {
    let name = errand.name();
    info!("{name} began");
    if !matches!(errand, Errand::Exec) {
        stream.set_write_timeout(Some(STALLED))?;
    }
    let mut output = Out { stream, bytes: Vec::new() };
    let mut heard = true;
    let mut progress = |rows| {
        // A client that is gone, or reads nothing, is found out when the command ends.
        heard = heard && Frame::Progress(rows).send(&mut &*stream).is_ok();
    };
    let mut input = In { from, bytes: Vec::new(), read: 0, ended: false };
    let mut streams = Streams { input: &mut input, output: &mut output, progress: &mut progress };
    let tools = Tools {
        place: &house.place,
        stockroom: &house.stockroom,
        config: &house.config,
        printing: &house.printing,
        alone: false,
    };
    let done = jobs::run(&tools, errand, &mut streams);
    output.flush().ok();
    let code = done?;
    info!(code, "{name} ended");
    Frame::Exit(Exit { code, given_back: false, words: String::new() }).send(&mut &*stream)?;
    Ok(())
}

/// A connection that is read until a moment at the most, however slowly its bytes come.
struct Hasty<'a> {
    stream: &'a UnixStream,
    until: Option<Instant>,
}

impl Read for Hasty<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let late = || io::Error::new(ErrorKind::TimedOut, format!("no greeting came within {} s", GREETING.as_secs()));
        if let Some(until) = self.until {
            let left = until.saturating_duration_since(clock::tick());
            if left.is_zero() {
                return Err(late());
            }
            self.stream.set_read_timeout(Some(left))?;
        }
        let mut stream = self.stream;
        stream.read(buffer).map_err(|why| if why.kind() == ErrorKind::WouldBlock { late() } else { why })
    }
}

/// A command's standard input. A client that goes before it ended is a broken pipe, never an end.
struct In<R> {
    from: R,
    bytes: Vec<u8>,
    read: usize,
    ended: bool,
}

impl<R: Read> BufRead for In<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.read == self.bytes.len() && !self.ended {
            match Frame::receive(&mut self.from)? {
                Some(Frame::Input(bytes)) => (self.bytes, self.read) = (bytes, 0),
                Some(Frame::End) => self.ended = true,
                Some(_) => return Err(io::Error::new(ErrorKind::InvalidData, "a frame came that no command sends")),
                None => return Err(ErrorKind::BrokenPipe.into()),
            }
        }
        Ok(&self.bytes[self.read..])
    }

    fn consume(&mut self, count: usize) {
        self.read += count;
    }
}

impl<R: Read> Read for In<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// A command's standard output.
struct Out<'a> {
    stream: &'a UnixStream,
    bytes: Vec<u8>,
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= 8 << 10 {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stream = self.stream;
        stream.write_all(&wire::frames(&std::mem::take(&mut self.bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads all lines that a client sent before it went.
    fn lines(sent: &[Frame]) -> (Vec<String>, io::Result<()>) {
        let (server, client) = UnixStream::pair().unwrap();
        for frame in sent {
            frame.send(&mut &client).unwrap();
        }
        drop(client);
        let mut input = In { from: BufReader::new(&server), bytes: Vec::new(), read: 0, ended: false };
        let (mut lines, mut line) = (Vec::new(), String::new());
        loop {
            line.clear();
            match input.read_line(&mut line) {
                Ok(0) => return (lines, Ok(())),
                Ok(_) => lines.push(line.clone()),
                Err(why) => return (lines, Err(why)),
            }
        }
    }

    #[test]
    fn requests_arrive_however_they_are_cut() {
        let (lines, end) = lines(&[
            Frame::Input(b"on".into()),
            Frame::Input(b"e\n".into()),
            Frame::Input(b"two\nthree".into()),
            Frame::End,
        ]);
        assert_eq!(lines, ["one\n", "two\n", "three"]);
        assert!(end.is_ok());
    }

    #[test]
    fn half_a_request_of_a_client_that_was_killed_is_none() {
        let (lines, end) = lines(&[Frame::Input(b"one\ntw".into())]);
        assert_eq!(lines, ["one\n"]);
        assert_eq!(end.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }
}
