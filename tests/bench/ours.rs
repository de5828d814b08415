//! A store of ours and the baseline's, holding the same units.

use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use dockhand::domain::document::DocumentKind;
use dockhand::domain::id::{DocumentId, LineNo, LotId, ProductId, WarehouseId};
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::settings::{SerialScope, Settings};
use dockhand::messages::{Command, Origin, Outcome};
use dockhand::stockroom::Stockroom;
use dockhand::store::commit::QUIET;
use dockhand::store::engine::{Direction, Engine};
use dockhand::store::tables::{SERIAL, TO_INDEX, View};

use crate::baseline::Baseline;
use crate::timed::Timed;

/// Serials in one posting while a store is filled.
const CHUNK: u64 = 10_000;

/// Both stores, and the serials they hold.
pub struct Pair {
    pub stockroom: Arc<Stockroom>,
    pub engine: Arc<Timed>,
    pub origin: Origin,
    pub warehouse: WarehouseId,
    pub product: ProductId,
    pub baseline: Baseline,
    /// Units it was filled with.
    pub units: u64,
    /// Their serials, of the first million.
    pub serials: Vec<String>,
    pub dice: Dice,
    folder: tempfile::TempDir,
}

impl Pair {
    /// Makes both, with so many units of random serials, all posted.
    pub fn holding(units: u64) -> Pair {
        // Beside the build, so that it is a disk and not memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let engine = Arc::new(Timed::new(dockhand::store::open(&folder.path().join("store.redb")).unwrap()));
        let stockroom = Stockroom::over(Arc::clone(&engine) as Arc<dyn Engine>, Arc::new(dockhand::clock::now));
        let stockroom = Arc::new(stockroom.unwrap());
        let settings = Settings {
            store: "Bench".into(),
            demo: false,
            currency: "EUR".into(),
            zone: "UTC".into(),
            scope: SerialScope::Product,
            template: None,
            closed_until: None,
        };
        let founder = stockroom.found(settings, "Owner", "Main").unwrap();
        let desk = stockroom.open_desk("desk 1").unwrap();
        let origin = Origin { employee: founder.employee, ..desk };
        let mut pair = Pair {
            baseline: Baseline::open(&folder.path().join("baseline.sqlite")).unwrap(),
            product: ProductId(0),
            warehouse: WarehouseId(1),
            units,
            serials: Vec::new(),
            dice: Dice(0x9E37_79B9_7F4A_7C15),
            stockroom,
            engine,
            origin,
            folder,
        };
        pair.product = pair.add_product("Phone X 128 GB");
        let mut left = units;
        while left > 0 {
            let now = left.min(CHUNK);
            let serials: Vec<String> = (0..now).map(|_| pair.dice.serial()).collect();
            pair.baseline.receive_whole("Phone X 128 GB", &serials, 0).unwrap();
            let (draft, line) = pair.open_draft();
            pair.receive(draft, line, serials.clone());
            pair.run(Command::PostDraft { draft });
            if pair.serials.len() < 1_000_000 {
                pair.serials.extend(serials);
            }
            left -= now;
        }
        pair.baseline.checkpoint().unwrap();
        pair
    }

    /// Carries a command out; a benchmark's are never refused.
    pub fn run(&self, command: Command) -> Outcome {
        run(&self.stockroom, self.origin, command)
    }

    /// Makes a serialised product.
    pub fn add_product(&self, name: &str) -> ProductId {
        let product = Product {
            name: name.into(),
            unit: "pc".into(),
            tracking: Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Loose },
            ..Product::default()
        };
        let Outcome::ProductMade(id) = self.run(Command::AddProduct { product: Box::new(product), next: None }) else {
            panic!("no product was made")
        };
        id
    }

    /// Begins a draft with one line of the product.
    pub fn open_draft(&self) -> (DocumentId, LineNo) {
        open_draft(&self.stockroom, self.origin, self.warehouse, self.product)
    }

    /// Takes serials into a line.
    pub fn receive(&self, draft: DocumentId, line: LineNo, serials: Vec<String>) {
        self.run(received(draft, line, serials));
    }

    /// Waits until nothing is left to be done behind the work: it would be on somebody else's time.
    pub fn rest(&self) {
        while self.has_to_index() {
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(4 * QUIET);
    }

    fn has_to_index(&self) -> bool {
        let mut waits = false;
        let mut look = |_: LotId, _: u64| {
            waits = true;
            Ok(false)
        };
        self.engine.read(&mut |read| View::new(read).prefix(TO_INDEX, &(), Direction::Forward, &mut look)).unwrap();
        waits
    }

    /// Counts the units that are there now, claims of drafts included.
    pub fn count_units(&self) -> u64 {
        let mut count = 0;
        let mut each = |_: &[u8], _: &[u8]| {
            count += 1;
            Ok(true)
        };
        let all = (Bound::Unbounded, Bound::Unbounded);
        self.engine.read(&mut |read| read.scan(SERIAL.name(), all, Direction::Forward, &mut each)).unwrap();
        count
    }

    /// Returns where the baseline's file is.
    pub fn baseline_file(&self) -> PathBuf {
        self.folder.path().join("baseline.sqlite")
    }
}

/// Carries a command out at any desk.
pub fn run(stockroom: &Stockroom, origin: Origin, command: Command) -> Outcome {
    stockroom.run(origin, stockroom.next_id(origin.desk), command).unwrap()
}

/// Begins a draft with one line of a product, at any desk.
pub fn open_draft(
    stockroom: &Stockroom,
    origin: Origin,
    warehouse: WarehouseId,
    product: ProductId,
) -> (DocumentId, LineNo) {
    let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse };
    let Outcome::DraftOpened(draft) = run(stockroom, origin, open) else { panic!("no draft was begun") };
    let add = Command::AddLine { draft, product, count: Quantity::ZERO, from_tray: None };
    let Outcome::LineAdded { line, .. } = run(stockroom, origin, add) else { panic!("no line was added") };
    (draft, line)
}

/// Returns the command that takes serials into a line.
pub fn received(draft: DocumentId, line: LineNo, serials: Vec<String>) -> Command {
    let (damaged, generated, from_tray, insist, label) = (false, None, None, true, None);
    Command::ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist, label }
}

/// Random numbers that are the same in each run.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// Throws once.
    pub fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Throws a number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.throw() % bound as u64).unwrap()
    }

    /// Makes a serial of sixteen characters.
    pub fn serial(&mut self) -> String {
        const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits = (u128::from(self.throw()) << 64) | u128::from(self.throw());
        (0..16)
            .map(|_| {
                let letter = LETTERS[(bits & 31) as usize];
                bits >>= 5;
                char::from(letter)
            })
            .collect()
    }
}
