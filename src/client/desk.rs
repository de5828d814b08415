//! A desk's client: bytes of the terminal one way, bytes for it the other, and nothing else.
//!
//! ```text
//!  standard input ──► typing thread ──┐
//!  SIGWINCH, SIGCONT ──► signals ─────┼──► socket ──► server
//!  standard output ◄── this thread ◄──┴─────────────────┘
//! ```

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::connect::{Link, receive};
use super::terminal::{self, Keeper, Terminal};
use super::{Ended, GONE};
use crate::server::wire::Frame;

/// Exit code of a client whose terminal went away, as after SIGHUP.
const HUNG_UP: u8 = 129;

/// How long the terminal may keep this process from ending after a signal.
const LAST_BYTES: Duration = Duration::from_millis(300);

/// What a desk says when its server went without a word.
const SERVER_GONE: &str = "the server is gone: it was killed, or it broke down; everything acknowledged is kept; start \
                           dockhand again";

/// Pipes bytes between the terminal and the server until one of them is gone or the desk is closed; the terminal is
/// as it was before when this returns.
pub fn pipe(link: Link, lines: bool) -> Result<Ended> {
    let Link { stream, mut from } = link;
    let terminal = Terminal::enter(lines)?;
    let line = Arc::new(Line { to: Mutex::new(stream.try_clone()?), stream, cause: AtomicU8::new(0) });
    // Held while something is written to the terminal.
    let (writing, written) = mpsc::channel::<()>();
    watch_signals(terminal.keeper(), Arc::clone(&line), written)?;
    let typing = Arc::clone(&line);
    thread::Builder::new().name("typing".into()).spawn(move || typing.send_typed())?;
    let ended = show(&mut from, &terminal)?;
    drop(terminal);
    drop(writing);
    Ok(ended.unwrap_or_else(|| match line.cause.load(Ordering::Acquire) {
        0 => Ended { code: GONE, words: SERVER_GONE.to_owned() },
        cause => Ended { code: cause, words: String::new() },
    }))
}

/// Writes what the server draws until it says how the desk ended, or the connection does.
fn show(from: &mut impl Read, terminal: &Terminal) -> Result<Option<Ended>> {
    let mut screen = File::from(rustix::io::fcntl_dupfd_cloexec(stdout(), 3)?);
    loop {
        match receive(from) {
            // A terminal that takes nothing more is gone: the desk stays where it is.
            Some(Frame::Output(bytes)) if screen.write_all(&bytes).is_err() => {
                return Ok(Some(Ended { code: HUNG_UP, words: String::new() }));
            }
            Some(Frame::Exit(exit)) => {
                if exit.given_back {
                    terminal.main_screen_is_back();
                }
                return Ok(Some(Ended { code: exit.code, words: exit.words }));
            }
            Some(_) => {}
            None => return Ok(None),
        }
    }
}

/// The connection, shared by threads.
struct Line {
    to: Mutex<UnixStream>,
    stream: UnixStream,
    /// Exit code, once this side has closed it.
    cause: AtomicU8,
}

impl Line {
    fn send(&self, frame: &Frame) -> io::Result<()> {
        frame.send(&mut *self.to.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Closes it from this side; the thread that draws then comes to its end.
    fn close(&self, cause: u8) {
        self.cause.store(cause, Ordering::Release);
        // It may be closed already from the other side.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Sends what is typed and scanned, until there is no more.
    fn send_typed(&self) {
        let mut bytes = vec![0; 16 << 10];
        loop {
            match rustix::io::read(stdin(), &mut bytes) {
                Err(Errno::INTR) => {}
                Ok(0) | Err(_) => return self.close(HUNG_UP),
                // A server that is gone is found out by the thread that draws.
                Ok(count) if self.send(&Frame::Input(bytes[..count].to_vec())).is_err() => return,
                Ok(_) => {}
            }
        }
    }
}

/// Follows the terminal's size, and ends this process as a signal asks, after the terminal was given back.
fn watch_signals(keeper: Keeper, line: Arc<Line>, written: Receiver<()>) -> Result<()> {
    let mut signals = Signals::new([SIGWINCH, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGWINCH => {
                    let (columns, rows) = terminal::size();
                    // A server that is gone is found out by the thread that draws.
                    let _ = line.send(&Frame::Size(columns, rows));
                }
                SIGCONT => {
                    keeper.raw();
                    let _ = line.send(&Frame::Redraw);
                }
                signal => {
                    let code = u8::try_from(128 + signal).unwrap_or(HUNG_UP);
                    line.close(code);
                    if written.recv_timeout(LAST_BYTES) == Err(RecvTimeoutError::Timeout) {
                        keeper.restore();
                        std::process::exit(code.into());
                    }
                }
            }
        }
    })?;
    Ok(())
}
