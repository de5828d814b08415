//! A desk's terminal as the server sees it: what is drawn goes out at once or waits in a bounded room.
//!
//! A session never waits for a terminal. What the socket does not take at once waits here while a thread pushes it
//! out; where more than [`ROOM`] waits, the session is told that its terminal is gone, and when the client has read
//! what it was sent, everything is drawn anew.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};

use super::wire::{self, Exit, Frame};
use crate::clock;
use crate::desk::{Capabilities, Input};

/// The most bytes that wait for one terminal.
const ROOM: usize = 256 << 10;

/// The terminal at the other end of a connection.
pub struct Terminal {
    /// Tells connections apart.
    pub number: u64,
    /// What it can do.
    pub capabilities: Capabilities,
    stream: UnixStream,
    session: Sender<Input>,
    state: Mutex<State>,
}

struct State {
    size: (u16, u16),
    waiting: VecDeque<Vec<u8>>,
    bytes: usize,
    /// A thread pushes out what waits.
    pushing: bool,
    /// The pen that draws; what an earlier one still has to say is not for this terminal any more.
    pen: u64,
    hold: Hold,
}

/// Whether a terminal shows its desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// It does.
    Drawn,
    /// Something was left out: all of it must be drawn anew once the client has read the rest.
    Lost,
    /// The session gave it back.
    LetGo,
    /// The client is gone.
    Gone,
}

impl Terminal {
    /// Makes the terminal of a connection and a session.
    pub fn new(
        number: u64,
        stream: UnixStream,
        session: Sender<Input>,
        capabilities: Capabilities,
        size: (u16, u16),
    ) -> Arc<Terminal> {
        let waiting = VecDeque::new();
        let state = State { size, waiting, bytes: 0, pushing: false, pen: 0, hold: Hold::Drawn };
        Arc::new(Terminal { number, capabilities, stream, session, state: Mutex::new(state) })
    }

    /// Tells the session that the terminal is there, or that all must be drawn anew.
    pub fn attach(self: &Arc<Self>) {
        let mut state = self.state();
        state.pen += 1;
        let (size, out) = (state.size, Box::new(Pen { terminal: Arc::clone(self), number: state.pen }));
        drop(state);
        self.tell(Input::Attach { out, capabilities: self.capabilities.clone(), size });
    }

    /// Takes another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.state().size = (columns, rows);
        self.tell(Input::Resize { columns, rows });
    }

    /// Hands bytes of the keyboard or scanner to the session.
    pub fn typed(&self, bytes: Vec<u8>) {
        self.tell(Input::Bytes(clock::tick(), bytes));
    }

    /// Tells the session that the terminal is gone.
    pub fn detach(&self) {
        self.hang_up();
        self.tell(Input::Detach);
    }

    /// Waits until the session took all that was handed to it, or ended.
    pub fn wait_until_taken(&self) {
        let (tell, taken) = mpsc::channel();
        self.tell(Input::Taken(tell));
        let _ = taken.recv();
    }

    /// Tells whether the session gave the terminal back: it is left, or has ended.
    pub fn was_let_go(&self) -> bool {
        self.state().hold == Hold::LetGo
    }

    /// Asks the session whether it goes on, and waits for its answer or its end.
    pub fn session_goes_on(&self) -> bool {
        let (answer, answered) = mpsc::channel();
        self.tell(Input::Ask(answer));
        answered.recv().is_ok()
    }

    /// Ends the client with an exit code and a sentence, or none.
    pub fn exit(self: &Arc<Self>, code: u8, words: &str) {
        let exit = Exit { code, given_back: self.was_let_go(), words: words.to_owned() };
        // A client that reads nothing hears nothing; its socket is closed all the same.
        let _ = self.put(Frame::Exit(exit).to_bytes());
        self.hang_up();
    }

    /// Tells whether the client is gone, even before its connection's thread has found out.
    pub fn is_gone(&self) -> bool {
        let peeked = recv(&self.stream, &mut [0; 1], RecvFlags::PEEK | RecvFlags::DONTWAIT);
        self.state().hold == Hold::Gone || matches!(peeked, Ok((0, _)) | Err(Errno::CONNRESET))
    }

    /// Closes the connection; what was sent can still be read.
    fn hang_up(&self) {
        self.state().hold = Hold::Gone;
        // It may be closed already from the other side.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn tell(&self, input: Input) {
        // A session that has ended hears nothing; its end closes this connection.
        let _ = self.session.send(input);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends bytes at once, or lets them wait where there is room.
    fn put(self: &Arc<Self>, mut bytes: Vec<u8>) -> io::Result<()> {
        let mut state = self.state();
        if matches!(state.hold, Hold::Gone | Hold::Lost) {
            return Err(ErrorKind::BrokenPipe.into());
        }
        if !state.pushing {
            match send_now(&self.stream, &bytes) {
                Ok(sent) if sent == bytes.len() => return Ok(()),
                Ok(sent) => drop(bytes.drain(..sent)),
                Err(why) => {
                    state.hold = Hold::Gone;
                    return Err(why);
                }
            }
            state.pushing = true;
            state.bytes = bytes.len();
            state.waiting.push_back(bytes);
            let this = Arc::clone(self);
            thread::Builder::new().name("push".into()).spawn(move || this.push())?;
            return Ok(());
        }
        if state.bytes + bytes.len() > ROOM {
            state.hold = Hold::Lost;
            state.waiting.clear();
            return Err(ErrorKind::BrokenPipe.into());
        }
        state.bytes += bytes.len();
        state.waiting.push_back(bytes);
        Ok(())
    }

    /// Pushes out what waits, at the pace of the client.
    fn push(self: Arc<Self>) {
        loop {
            let mut state = self.state();
            let Some(bytes) = state.waiting.pop_front() else {
                state.pushing = false;
                state.bytes = 0;
                let draw_anew = state.hold == Hold::Lost;
                if draw_anew {
                    state.hold = Hold::Drawn;
                }
                drop(state);
                if draw_anew {
                    self.attach();
                }
                return;
            };
            drop(state);
            let sent = (&self.stream).write_all(&bytes);
            let mut state = self.state();
            state.bytes = state.bytes.saturating_sub(bytes.len());
            if sent.is_err() {
                state.hold = Hold::Gone;
                state.waiting.clear();
            }
        }
    }
}

/// Sends what the socket takes without waiting.
fn send_now(stream: &UnixStream, bytes: &[u8]) -> io::Result<usize> {
    let mut sent = 0;
    while sent < bytes.len() {
        match send(stream, &bytes[sent..], SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
            Ok(more) => sent += more,
            Err(Errno::AGAIN) => break,
            Err(Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
    }
    Ok(sent)
}

/// What a session draws with.
struct Pen {
    terminal: Arc<Terminal>,
    number: u64,
}

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.terminal.state().pen == self.number {
            self.terminal.put(wire::frames(bytes))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A session that drops its pen has let the terminal go, unless it was told that there is none.
impl Drop for Pen {
    fn drop(&mut self) {
        let mut state = self.terminal.state();
        if state.pen == self.number && state.hold == Hold::Drawn {
            state.hold = Hold::LetGo;
            // The thread of the connection comes to its end, and finds out whether the session goes on.
            let _ = self.terminal.stream.shutdown(Shutdown::Read);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn attached() -> (Box<dyn Write + Send>, UnixStream, mpsc::Receiver<Input>) {
        let (server, client) = UnixStream::pair().unwrap();
        let (session, inputs) = mpsc::channel();
        Terminal::new(1, server, session, Capabilities::default(), (80, 24)).attach();
        let Ok(Input::Attach { out, size: (80, 24), .. }) = inputs.recv() else { panic!("not attached") };
        (out, client, inputs)
    }

    #[test]
    fn what_is_drawn_arrives_in_order() {
        let (mut out, mut client, _inputs) = attached();
        out.write_all(b"one").unwrap();
        out.write_all(b"two").unwrap();
        for word in ["one", "two"] {
            assert_eq!(Frame::receive(&mut client).unwrap(), Some(Frame::Output(word.into())));
        }
    }

    #[test]
    fn a_client_that_never_reads_blocks_nobody_and_is_drawn_anew_once_it_does() {
        let (mut out, mut client, inputs) = attached();
        let picture = [b'x'; 4000];
        let mut drawn = 0;
        // Whatever the socket itself holds, there is an end to it.
        while out.write_all(&picture).is_ok() {
            drawn += 1;
            assert!(drawn < 10_000, "what waits for a terminal has no bound");
        }
        assert!(out.write_all(b"more").is_err(), "nothing is taken in between");
        drop(out);
        let reader = thread::spawn(move || {
            while let Ok(Some(Frame::Output(bytes))) = Frame::receive(&mut client) {
                if bytes == b"anew" {
                    return true;
                }
                assert_eq!(bytes, picture, "what arrives is whole");
            }
            false
        });
        let Ok(Input::Attach { mut out, .. }) = inputs.recv() else { panic!("nothing was drawn anew") };
        out.write_all(b"anew").unwrap();
        assert!(reader.join().unwrap());
    }

    #[test]
    fn the_last_word_can_be_read_after_the_connection_is_closed() {
        let (server, mut client) = UnixStream::pair().unwrap();
        let (session, _inputs) = mpsc::channel();
        let terminal = Terminal::new(1, server, session, Capabilities::default(), (80, 24));
        terminal.exit(3, "gone");
        let exit = Exit { code: 3, given_back: false, words: "gone".into() };
        assert_eq!(Frame::receive(&mut client).unwrap(), Some(Frame::Exit(exit)));
        assert_eq!(Frame::receive(&mut client).unwrap(), None);
    }

    #[test]
    fn a_terminal_that_the_session_lets_go_is_told_and_the_session_asked() {
        let (server, client) = UnixStream::pair().unwrap();
        let (session, inputs) = mpsc::channel();
        let terminal = Terminal::new(1, server.try_clone().unwrap(), session, Capabilities::default(), (80, 24));
        terminal.attach();
        terminal.attach();
        let Ok(Input::Attach { out, .. }) = inputs.recv() else { panic!("not attached") };
        drop(out);
        assert!(!terminal.was_let_go(), "that was an earlier pen");
        let Ok(Input::Attach { out, .. }) = inputs.recv() else { panic!("not attached") };
        drop(out);
        assert!(terminal.was_let_go());
        assert_eq!(Frame::receive(&mut &server).unwrap(), None, "the thread that reads comes to its end");
        let answers = thread::spawn(move || {
            let Ok(Input::Ask(answer)) = inputs.recv() else { panic!("not asked") };
            answer.send(()).unwrap();
        });
        assert!(terminal.session_goes_on());
        answers.join().unwrap();
        assert!(!terminal.session_goes_on(), "it ended");
        drop(client);
    }
}
