//! A desk to test with: bytes in, a terminal's emulator behind it, and the time in the test's hand.
//!
//! ```ignore
//! let mut desk = Bench::new();
//! desk.press("F3").scan("5901234123457").type_("*10").press("Enter");
//! desk.wait_for("10 to go").shows("carton_begun"); // tests/golden/carton_begun.txt
//! ```
//!
//! Nothing sleeps: what the desk does beside itself is waited for, and pauses are said. `UPDATE_GOLDENS=1` writes the
//! goldens anew.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dockhand::config::{Config, DeskConfig, LabelConfig, ScannerConfig, ThemeName};
use dockhand::desk::{Capabilities, Colours, Input, Opening, Session, SessionEnd};
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{Answer, Origin, Query};
use dockhand::printing::PrintRoom;
use dockhand::ui::keymap::{Code, Key};
use dockhand::ui::theme::{Depth, Name, Theme};

use super::{Shop, golden};

/// A search or a command that is not done by then never will be.
const NEVER: Duration = Duration::from_secs(60);

/// Time between two keys of a hand, and before each thing a test does.
const HAND: u64 = 120;

/// Time between two scans: more than the double-read time.
const NEXT_SCAN: u64 = 1_000;

/// Barcode of the product that [`Bench::receiving`] makes.
pub const BARCODE: &str = "5901234123457";

/// Bytes that reached a terminal.
#[derive(Clone, Default)]
pub struct Wire(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    bytes: Vec<u8>,
    writes: usize,
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut written = self.0.lock().unwrap();
        written.bytes.extend_from_slice(bytes);
        written.writes += 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A desk of a shop.
pub struct Bench {
    pub shop: Shop,
    pub session: Session,
    input: Receiver<Input>,
    wake: Sender<Input>,
    wire: Wire,
    emulator: vt100::Parser,
    theme: Theme,
    said: Vec<u8>,
    sent: usize,
    writes: usize,
    begun: Instant,
    millis: u64,
    leaves_waiting: bool,
    capabilities: Capabilities,
    config: DeskConfig,
    scanner: ScannerConfig,
    origin: Origin,
    /// Printers, and how labels look.
    pub room: Arc<PrintRoom>,
}

/// Makes a print room as a configuration says, its spool and files in a folder that may be there or not.
pub fn print_room(folder: &Path, differ: impl FnOnce(&mut LabelConfig)) -> Arc<PrintRoom> {
    let mut labels = Config::merge(&[]).unwrap().labels;
    differ(&mut labels);
    Arc::new(PrintRoom::open(&folder.join("spool"), &folder.join("files"), &labels).unwrap())
}

/// A terminal with all there is, at `/dev/pts/0`.
pub fn xterm() -> Capabilities {
    Capabilities {
        term: "xterm-256color".to_owned(),
        locale: "C.UTF-8".to_owned(),
        colours: Colours::Indexed,
        tty: "/dev/pts/0".to_owned(),
        ..Capabilities::default()
    }
}

/// Returns the theme whose styles a terminal shows.
fn theme_of(found: &Capabilities, config: &DeskConfig) -> Theme {
    let depth = match found.colours {
        _ if found.no_color || config.theme == ThemeName::Mono => Depth::Mono,
        Colours::Sixteen => Depth::Sixteen,
        Colours::Indexed => Depth::Indexed,
        Colours::True => Depth::True,
    };
    let name = match config.theme {
        ThemeName::Dark | ThemeName::Mono => Name::Dark,
        ThemeName::Light => Name::Light,
        ThemeName::Contrast => Name::Contrast,
    };
    Theme::new(name, depth, false, false)
}

impl Bench {
    /// Sits down at an empty shop, at 80×24.
    pub fn new() -> Bench {
        Bench::at(Shop::in_memory(), 80, 24)
    }

    /// Sits down at an empty shop before a terminal of another size.
    pub fn sized(columns: u16, rows: u16) -> Bench {
        Bench::at(Shop::in_memory(), columns, rows)
    }

    /// Sits down at a shop.
    pub fn at(shop: Shop, columns: u16, rows: u16) -> Bench {
        Bench::with(shop, (columns, rows), xterm(), |_| ())
    }

    /// Sits down at a shop before any terminal, with a configuration that differs.
    pub fn with(
        shop: Shop,
        size: (u16, u16),
        capabilities: Capabilities,
        differ: impl FnOnce(&mut DeskConfig),
    ) -> Bench {
        let room = print_room(Path::new("/no/such/folder"), |_| ());
        Bench::printing(shop, size, capabilities, room, differ)
    }

    /// Sits down at a shop with a print room of the test's own.
    pub fn printing(
        shop: Shop,
        size: (u16, u16),
        capabilities: Capabilities,
        room: Arc<PrintRoom>,
        differ: impl FnOnce(&mut DeskConfig),
    ) -> Bench {
        let built_in = Config::merge(&[]).unwrap();
        let (mut config, scanner) = (built_in.desk, built_in.scanner);
        differ(&mut config);
        let (wake, input) = channel();
        let origin = shop.origin;
        let begun = dockhand::clock::tick();
        let session = Session::open(
            Opening {
                wake: wake.clone(),
                stockroom: Arc::clone(&shop.stockroom),
                printing: Arc::clone(&room),
                origin,
                config: config.clone(),
                scanner: scanner.clone(),
            },
            begun,
        );
        let mut bench = Bench {
            shop,
            session,
            input,
            wake,
            wire: Wire::default(),
            emulator: vt100::Parser::new(size.1.max(1), size.0.max(1), 0),
            theme: theme_of(&capabilities, &config),
            said: Vec::new(),
            sent: 0,
            writes: 0,
            begun,
            millis: 0,
            leaves_waiting: false,
            capabilities,
            config,
            scanner,
            origin,
            room,
        };
        bench.attach(size.0, size.1);
        bench
    }

    /// Sits down at a new posting: a product whose serials are its maker's, so many of it on the selected line.
    pub fn receiving(name: &str, wanted: u32) -> Bench {
        Bench::receiving_at(name, wanted, 80, 24)
    }

    /// Like [`Bench::receiving`], before a terminal of a size.
    pub fn receiving_at(name: &str, wanted: u32, columns: u16, rows: u16) -> Bench {
        Bench::receiving_of(Shop::in_memory(), name, wanted, (columns, rows))
    }

    /// Like [`Bench::receiving`], at a shop of the test's own.
    pub fn receiving_of(shop: Shop, name: &str, wanted: u32, size: (u16, u16)) -> Bench {
        let barcode = Barcode { text: BARCODE.to_owned(), pack: Quantity::pieces(1) };
        shop.product(Product { barcodes: vec![barcode], ..super::serialised(name) });
        let mut desk = Bench::at(shop, size.0, size.1);
        desk.scan("DH:RECEIVE").scan(BARCODE).enter(&format!("*{wanted}"));
        desk
    }

    /// Returns the serials taken into the newest draft, the oldest first.
    pub fn units(&self) -> Vec<String> {
        let Answer::Home(home) = self.shop.ask(&Query::Home { employee: self.origin.employee, desk: self.origin.desk })
        else {
            panic!("Home answers otherwise");
        };
        let Some(draft) = home.drafts.first().map(|draft| draft.id) else { return Vec::new() };
        let Answer::Draft(view) = self.shop.ask(&Query::Draft(draft)) else { panic!("a draft answers otherwise") };
        let mut serials = Vec::new();
        for line in &view.lines {
            let query = Query::DraftSerials { draft, line: line.line, before: None, limit: 10_000 };
            let Answer::Scans(scans) = self.shop.ask(&query) else { panic!("serials answer otherwise") };
            serials.extend(scans.into_iter().rev().map(|scan| scan.serial));
        }
        serials
    }

    // ── what a person does ──────────────────────────────────────────────────────────────────────────────────

    /// Scans a code: its characters at once, ended by Enter.
    pub fn scan(&mut self, code: &str) -> &mut Bench {
        self.pause(NEXT_SCAN).bytes(format!("{code}\r").as_bytes())
    }

    /// Scans a code again within the double-read time.
    pub fn scan_again(&mut self, code: &str) -> &mut Bench {
        self.pause(100).bytes(format!("{code}\r").as_bytes())
    }

    /// Types by hand, letter by letter.
    pub fn type_(&mut self, text: &str) -> &mut Bench {
        self.pause(NEXT_SCAN);
        for letter in text.chars() {
            self.pause(HAND).bytes(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self
    }

    /// Types by hand and ends it with Enter.
    pub fn enter(&mut self, text: &str) -> &mut Bench {
        self.type_(text).press("Enter")
    }

    /// Presses keys by their names: `F10`, `Ctrl+P`, `Down Down Enter`.
    pub fn press(&mut self, names: &str) -> &mut Bench {
        for name in names.split_whitespace() {
            let key = Key::named(name).unwrap_or_else(|| panic!("{name} is no key"));
            self.pause(500).bytes(&bytes_of(key)).pause(HAND);
        }
        self
    }

    /// Presses one key.
    pub fn key(&mut self, key: Key) -> &mut Bench {
        self.pause(500).bytes(&bytes_of(key)).pause(HAND)
    }

    /// Pastes a text, marked as terminals mark it.
    pub fn paste(&mut self, text: &str) -> &mut Bench {
        self.pause(500).bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Lets the terminal send bytes, all at one time.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Bench {
        self.take(Input::Bytes(self.now(), bytes.to_vec()))
    }

    /// Lets time pass; what is due then is done in its time.
    pub fn pause(&mut self, millis: u64) -> &mut Bench {
        self.settle();
        let until = self.millis + millis;
        while let Some(due) = self.session.deadline() {
            let due = due.saturating_duration_since(self.begun);
            let due = u64::try_from(due.as_micros().div_ceil(1000)).unwrap();
            if due > until {
                break;
            }
            self.reach(due.max(self.millis));
            self.session.tick(self.now());
            self.settle();
        }
        self.reach(until);
        self
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Bench {
        self.emulator.screen_mut().set_size(rows.max(1), columns.max(1));
        self.take(Input::Resize { columns, rows })
    }

    /// Attaches a new terminal of a size.
    pub fn attach(&mut self, columns: u16, rows: u16) -> &mut Bench {
        self.wire = Wire::default();
        self.sent = 0;
        self.said.clear();
        self.emulator = vt100::Parser::new(rows.max(1), columns.max(1), 0);
        let (out, capabilities) = (Box::new(self.wire.clone()), self.capabilities.clone());
        self.take(Input::Attach { out, capabilities, size: (columns, rows) })
    }

    /// Loses the terminal.
    pub fn detach(&mut self) -> &mut Bench {
        self.take(Input::Detach)
    }

    /// Kills the session and sits down again at the same desk.
    pub fn restart(&mut self) -> &mut Bench {
        let (wake, input) = channel();
        (self.wake, self.input) = (wake.clone(), input);
        let opening = Opening {
            wake,
            stockroom: Arc::clone(&self.shop.stockroom),
            printing: Arc::clone(&self.room),
            origin: self.origin,
            config: self.config.clone(),
            scanner: self.scanner.clone(),
        };
        self.begun = dockhand::clock::tick();
        self.millis = 0;
        self.session = Session::open(opening, self.begun);
        let (rows, columns) = self.emulator.screen().size();
        self.attach(columns, rows)
    }

    /// Goes on while something is under way beside the desk, rather than wait for it.
    pub fn leave_waiting(&mut self, leave: bool) -> &mut Bench {
        self.leaves_waiting = leave;
        self
    }

    /// Gives the session any input.
    pub fn take(&mut self, input: Input) -> &mut Bench {
        self.session.take(input, self.now());
        self.settle();
        self
    }

    // ── what is seen ────────────────────────────────────────────────────────────────────────────────────────

    /// Returns what the terminal shows, row by row.
    pub fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Returns one row.
    pub fn row(&self, row: u16) -> String {
        let columns = self.emulator.screen().size().1;
        self.emulator.screen().contents_between(row, 0, row, columns).trim_end().to_owned()
    }

    /// Returns column and row of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.emulator.screen().cursor_position();
        (column, row)
    }

    /// Returns the emulator.
    pub fn emulator(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Returns the bytes that reached this terminal since they were asked for last.
    pub fn sent(&mut self) -> Vec<u8> {
        let sent = self.said.split_off(self.sent.min(self.said.len()));
        self.said.extend_from_slice(&sent);
        self.sent = self.said.len();
        sent
    }

    /// Returns how often this terminal was written to since it was asked for last.
    pub fn writes(&mut self) -> usize {
        std::mem::take(&mut self.writes)
    }

    /// Returns all that reached this terminal, as text: for desks that speak.
    pub fn spoken(&self) -> String {
        String::from_utf8_lossy(&self.said).into_owned()
    }

    /// Tells why the session is over.
    pub fn ended(&self) -> Option<SessionEnd> {
        self.session.ended_as()
    }

    /// Waits until the terminal shows a text; what is under way beside the desk is waited for already.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Bench {
        assert!(self.screen().contains(text), "`{text}` is not shown:\n{}", self.screen());
        self
    }

    /// Waits until the terminal shows a text that something beside this desk brings: another desk, a printer.
    #[track_caller]
    pub fn comes(&mut self, text: &str) -> &mut Bench {
        while !self.screen().contains(text) {
            let came = self.input.recv_timeout(NEVER);
            let came = came.unwrap_or_else(|_| panic!("`{text}` never comes:\n{}", self.screen()));
            self.take(came);
        }
        self
    }

    /// Waits until the terminal shows a text no more.
    #[track_caller]
    pub fn goes(&mut self, text: &str) -> &mut Bench {
        while self.screen().contains(text) {
            let came = self.input.recv_timeout(NEVER);
            let came = came.unwrap_or_else(|_| panic!("`{text}` never goes:\n{}", self.screen()));
            self.take(came);
        }
        self
    }

    /// Fails when the terminal shows a text.
    #[track_caller]
    pub fn lacks(&mut self, text: &str) -> &mut Bench {
        assert!(!self.screen().contains(text), "`{text}` is shown:\n{}", self.screen());
        self
    }

    /// Compares letters and styles with `tests/golden/NAME.txt`.
    #[track_caller]
    pub fn shows(&mut self, name: &str) -> &mut Bench {
        golden::compare(name, &golden::picture(self.emulator.screen(), &self.theme));
        self
    }

    // ── time ────────────────────────────────────────────────────────────────────────────────────────────────

    fn now(&self) -> Instant {
        self.begun + Duration::from_millis(self.millis)
    }

    fn reach(&mut self, millis: u64) {
        let passed = millis - self.millis;
        self.shop.clock.fetch_add(i64::try_from(passed).unwrap(), Ordering::SeqCst);
        self.millis = millis;
    }

    /// Takes what ends beside the session, until nothing is under way, and draws.
    fn settle(&mut self) {
        loop {
            self.draw();
            let next = if self.session.is_waiting() && !self.leaves_waiting {
                self.input.recv_timeout(NEVER).ok()
            } else {
                self.input.try_recv().ok()
            };
            match next {
                Some(input) => self.session.take(input, self.now()),
                None => break,
            }
        }
    }

    fn draw(&mut self) {
        self.session.draw();
        let mut written = self.wire.0.lock().unwrap();
        let bytes = std::mem::take(&mut written.bytes);
        self.writes += std::mem::take(&mut written.writes);
        drop(written);
        self.emulator.process(&bytes);
        self.said.extend_from_slice(&bytes);
    }
}

/// Returns what a terminal sends for a key.
pub fn bytes_of(key: Key) -> Vec<u8> {
    let plain: &[u8] = match key.code {
        Code::Char(letter) if key.ctrl => return vec![u8::try_from(u32::from(letter)).unwrap() & 0x1f],
        Code::Char(letter) => return letter.to_string().into_bytes(),
        Code::F(1) => b"\x1bOP",
        Code::F(2) => b"\x1bOQ",
        Code::F(3) => b"\x1bOR",
        Code::F(4) => b"\x1bOS",
        Code::F(5) => b"\x1b[15~",
        Code::F(6) => b"\x1b[17~",
        Code::F(7) => b"\x1b[18~",
        Code::F(8) => b"\x1b[19~",
        Code::F(9) => b"\x1b[20~",
        Code::F(10) => b"\x1b[21~",
        Code::F(11) => b"\x1b[23~",
        Code::F(_) => b"\x1b[24~",
        Code::Up => b"\x1b[A",
        Code::Down => b"\x1b[B",
        Code::Right => b"\x1b[C",
        Code::Left => b"\x1b[D",
        Code::Home => b"\x1b[H",
        Code::End => b"\x1b[F",
        Code::PageUp => b"\x1b[5~",
        Code::PageDown => b"\x1b[6~",
        Code::Insert => b"\x1b[2~",
        Code::Delete => b"\x1b[3~",
        Code::Enter => b"\r",
        Code::Esc => b"\x1b",
        Code::Tab => b"\t",
        Code::BackTab => b"\x1b[Z",
        Code::Backspace => b"\x7f",
    };
    plain.to_vec()
}
