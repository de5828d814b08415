//! A label printer on loopback that does what printers do: it is off, slow, leaves in the middle, or prints.

use std::io::Read as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// After so long a test has failed.
const LIMIT: Duration = Duration::from_secs(20);

/// What the printer does with the next connection.
#[derive(Debug, Clone, Copy)]
pub enum Mood {
    /// Reads the whole label, then closes.
    Prints,
    /// Reads a few bytes and closes: paper is out.
    LeavesEarly,
    /// Takes the connection and reads nothing until it is told what to do with the next.
    Jams,
}

/// A printer that takes one connection at a time.
pub struct FakePrinter {
    pub address: SocketAddr,
    moods: Sender<Mood>,
    labels: Receiver<Vec<u8>>,
    came: Receiver<()>,
}

impl FakePrinter {
    /// Switches it on at a port of its own, or the one that is given.
    pub fn on(port: u16) -> FakePrinter {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let address = listener.local_addr().unwrap();
        let (moods, mood) = channel::<Mood>();
        let (printed, labels) = channel();
        let (comes, came) = channel();
        thread::spawn(move || {
            let mut next = mood.recv();
            while let Ok(now) = next {
                let Ok((mut stream, _)) = listener.accept() else { return };
                // Whoever listens for it may be gone at the end of a test.
                let _ = comes.send(());
                match now {
                    Mood::Prints => {
                        let mut label = Vec::new();
                        if stream.read_to_end(&mut label).is_ok() && !label.is_empty() {
                            let _ = printed.send(label);
                        }
                        next = mood.try_recv().or(Ok(Mood::Prints));
                    }
                    Mood::LeavesEarly => {
                        let mut some = [0; 10];
                        let _ = stream.read(&mut some);
                        drop(stream);
                        next = mood.try_recv().or(Ok(Mood::Prints));
                    }
                    // Held, unread, until somebody sees to it.
                    Mood::Jams => next = mood.recv(),
                }
            }
        });
        FakePrinter { address, moods, labels, came }
    }

    /// Says what it does with the next connection that has not been told yet; afterwards it prints.
    pub fn will(&self, mood: Mood) -> &FakePrinter {
        self.moods.send(mood).unwrap();
        self
    }

    /// Waits for a connection.
    pub fn is_connected(&self) {
        self.came.recv_timeout(LIMIT).unwrap();
    }

    /// Waits for so many labels, and holds that no more come with them.
    pub fn prints(&self, count: usize) -> Vec<String> {
        let labels: Vec<String> = (0..count)
            .map(|_| String::from_utf8_lossy(&self.labels.recv_timeout(LIMIT).unwrap()).into_owned())
            .collect();
        assert!(self.labels.try_recv().is_err(), "a label too many");
        labels
    }
}
