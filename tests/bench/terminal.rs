//! What a desk sends to its terminal, and how soon: a session driven by bytes, as its thread drives it.

use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dockhand::config::Config;
use dockhand::desk::{Capabilities, Colours, Input, Opening, Session};
use dockhand::messages::{Answer, Query};
use dockhand::printing::PrintRoom;

use crate::Sizes;
use crate::figures::{Report, Samples, now};
use crate::ours::Pair;

/// Between two scans or keys: a person's pace.
const PACE: Duration = Duration::from_millis(1_200);

/// Measures a desk on the store.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    scans(pair, sizes, report);
    for (columns, rows, must, aim) in [(80, 24, 1.0, 0.15), (200, 60, 2.0, 0.5)] {
        keys(pair, sizes, report, (columns, rows), (must, aim));
    }
}

fn scans(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let (draft, _) = pair.open_draft();
    pair.rest();
    let units = pair.units;
    let mut desk = Desk::sit(pair, 80, 24);
    let (mut beyond, mut whole) = (Samples::default(), Samples::default());
    let mut bytes = Samples::default();
    for number in 0..sizes.samples {
        let scan = format!("SN{:014}\r", pair.dice.throw() % 100_000_000_000_000);
        desk.wait(PACE);
        pair.engine.take();
        let taken = desk.takes(scan.as_bytes());
        let commit = pair.engine.take();
        beyond.add(taken.saturating_sub(commit));
        whole.add(taken);
        if number >= 3 {
            bytes.count(desk.sent.len());
        }
    }
    let Answer::Draft(view) = pair.stockroom.ask(&Query::Draft(draft)).unwrap() else { panic!("no draft") };
    assert_eq!(view.lines[0].counted.whole(), u32::try_from(sizes.samples).ok(), "not every scan was accepted");
    let what = |which: &str| format!("scan to frame, 80×24, {which}, {units} units");
    report.p99(what("beyond the commit"), &beyond, 2.0, 0.3);
    report.told(what("with it"), &whole);
    report.limit(
        format!("bytes for an accepted scan, 80×24, {units} units"),
        bytes.percentile(100.0),
        "B",
        600.0,
        250.0,
    );
}

fn keys(pair: &mut Pair, sizes: &Sizes, report: &mut Report, (columns, rows): (u16, u16), (must, aim): (f64, f64)) {
    pair.rest();
    let mut desk = Desk::sit(pair, columns, rows);
    let (mut all, mut letters, mut nothing) = (Samples::default(), Samples::default(), Samples::default());
    // Letters into the line and out of it, the list under it walked, help opened and closed.
    let round: [&[u8]; 9] = [b"4", b"7", b"\x7f", b"\x7f", b"\x1b[A", b"\x1b[B", b"\x1bOP", b"\x1b[6~", b"\x1b"];
    for _ in 0..(sizes.samples / round.len()).max(20) {
        for key in round {
            desk.wait(PACE);
            // A lone escape acts once nothing followed it for a moment; that moment is none of the frame's.
            let taken = if key == b"\x1b" { desk.takes_late(key) } else { desk.takes(key) };
            all.add(taken);
            if key == b"7" {
                letters.count(desk.sent.len());
            }
        }
        for unknown in [b"\x1b[24~".as_slice(), b"\x1b[I", b"\x1b[5;77X"] {
            desk.wait(PACE);
            desk.takes(unknown);
            nothing.count(desk.sent.len());
        }
    }
    let units = pair.units;
    report.p99(format!("key to frame, {columns}×{rows}, {units} units"), &all, must, aim);
    if (columns, rows) == (80, 24) {
        report.limit(format!("bytes for a typed key, {units} units"), letters.percentile(100.0), "B", 16.0, 4.0);
        report.limit(format!("bytes when nothing changed, {units} units"), nothing.percentile(100.0), "B", 0.0, 0.0);
    }
}

/// A session and its terminal, its time in our hand.
struct Desk {
    session: Session,
    input: Receiver<Input>,
    wire: Wire,
    /// What the last thing taken sent.
    sent: Vec<u8>,
    at: Instant,
}

impl Desk {
    /// Sits down at the desk of the pair, whose newest draft is on the screen then.
    fn sit(pair: &Pair, columns: u16, rows: u16) -> Desk {
        let config = Config::merge(&[]).unwrap();
        let (wake, input) = channel();
        let stockroom = Arc::clone(&pair.stockroom);
        let nowhere = Path::new("/no/such/folder");
        let printing = Arc::new(PrintRoom::open(nowhere, nowhere, &config.labels).unwrap());
        let opening =
            Opening { wake, stockroom, printing, origin: pair.origin, config: config.desk, scanner: config.scanner };
        let at = now();
        let session = Session::open(opening, at);
        let mut desk = Desk { session, input, wire: Wire::default(), sent: Vec::new(), at };
        let capabilities = Capabilities {
            term: "xterm-256color".to_owned(),
            locale: "C.UTF-8".to_owned(),
            colours: Colours::Indexed,
            tty: "/dev/pts/0".to_owned(),
            ..Capabilities::default()
        };
        let out = Box::new(desk.wire.clone());
        desk.take(Input::Attach { out, capabilities, size: (columns, rows) });
        let first = String::from_utf8_lossy(&desk.sent).into_owned();
        assert!(first.contains("Receiving"), "{first:?}");
        desk
    }

    /// Takes bytes of the terminal; returns how long it was to the last byte of the frame that answers them.
    fn takes(&mut self, bytes: &[u8]) -> Duration {
        let input = Input::Bytes(self.at, bytes.to_vec());
        let begun = now();
        self.take(input);
        begun.elapsed()
    }

    /// Takes bytes that act when nothing follows them.
    fn takes_late(&mut self, bytes: &[u8]) -> Duration {
        self.take(Input::Bytes(self.at, bytes.to_vec()));
        self.at = self.session.deadline().unwrap();
        let begun = now();
        self.session.tick(self.at);
        self.settle();
        begun.elapsed()
    }

    fn take(&mut self, input: Input) {
        self.wire.0.lock().unwrap().clear();
        self.session.take(input, self.at);
        self.settle();
        self.sent.clone_from(&self.wire.0.lock().unwrap());
    }

    /// Draws, and takes what ends beside the session, until nothing is under way.
    fn settle(&mut self) {
        loop {
            self.session.draw();
            let next = if self.session.is_waiting() { self.input.recv().ok() } else { self.input.try_recv().ok() };
            match next {
                Some(input) => self.session.take(input, self.at),
                None => break,
            }
        }
    }

    /// Lets time pass, and does what is due then.
    fn wait(&mut self, time: Duration) {
        self.at += time;
        self.session.tick(self.at);
        self.settle();
    }
}

/// Bytes that reached a terminal.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
