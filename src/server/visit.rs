//! One connection, from its greeting to its end.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use tracing::{info, warn};

use super::House;
use super::hello::{self, Errand};
use super::jobs::{self, Streams, Tools};
use super::terminal::Terminal;
use super::wire::{self, Exit, Frame};

/// How long a greeting may take.
const GREETING: Duration = Duration::from_secs(5);

/// Exit code of a client that is turned away, or whose command could not be done.
const REFUSED: u8 = 1;

/// Serves a connection until it ends. What goes wrong ends this one alone.
pub fn serve(house: &Arc<House>, stream: &UnixStream) {
    if let Err(why) = greeted(house, stream) {
        let words = format!("{why:#}");
        warn!("a connection was ended: {words}");
        // Whoever is there may be gone already.
        let _ = Frame::Exit(Exit { code: REFUSED, given_back: false, words }).send(&mut &*stream);
    }
}

fn greeted(house: &Arc<House>, stream: &UnixStream) -> Result<()> {
    hello::let_in(stream)?;
    stream.set_read_timeout(Some(GREETING))?;
    let mut from = BufReader::new(stream);
    let greeting = match Frame::receive(&mut from)? {
        Some(Frame::Hello(greeting)) => greeting,
        // Somebody looked whether there is a server.
        None => return Ok(()),
        Some(_) => bail!("a connection begins with a greeting"),
    };
    let errand = Errand::parse(&greeting)?;
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
        errand => {
            Frame::Welcome.send(&mut &*stream)?;
            command(house, stream, from, &errand)
        }
    }
}

/// Hands on what a terminal sends, until it is gone.
fn desk(from: &mut impl Read, terminal: &Arc<Terminal>) -> Result<()> {
    loop {
        match Frame::receive(from) {
            Ok(Some(Frame::Input(bytes))) => terminal.typed(bytes),
            Ok(Some(Frame::Size(columns, rows))) => terminal.resize(columns, rows),
            Ok(Some(Frame::Redraw)) => terminal.attach(),
            Ok(Some(_)) => bail!("a frame came that no desk sends"),
            Err(why) if why.kind() == ErrorKind::InvalidData => return Err(why.into()),
            // The client is gone, in whatever way.
            Ok(None) | Err(_) => return Ok(()),
        }
    }
}

/// Runs a command with the streams of its client.
fn command(house: &Arc<House>, stream: &UnixStream, from: BufReader<&UnixStream>, errand: &Errand) -> Result<()> {
    let name = errand.name();
    info!("{name} began");
    let mut output = Out { stream, bytes: Vec::new() };
    let mut progress = |rows| {
        // A client that is gone is found out when the command ends.
        let _ = Frame::Progress(rows).send(&mut &*stream);
    };
    let mut input = In { from, bytes: Vec::new(), read: 0, ended: false };
    let mut streams = Streams { input: &mut input, output: &mut output, progress: &mut progress };
    let tools = Tools { stockroom: &house.stockroom, config: &house.config, spool: &house.spool, alone: false };
    let done = jobs::run(&tools, errand, &mut streams);
    output.flush().ok();
    let code = done?;
    info!(code, "{name} ended");
    Frame::Exit(Exit { code, given_back: false, words: String::new() }).send(&mut &*stream)?;
    Ok(())
}

/// A command's standard input. A client that goes before it ended is a broken pipe, never an end.
struct In<'a> {
    from: BufReader<&'a UnixStream>,
    bytes: Vec<u8>,
    read: usize,
    ended: bool,
}

impl BufRead for In<'_> {
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

impl Read for In<'_> {
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
