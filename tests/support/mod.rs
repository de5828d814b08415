//! A founded shop to test with, over the engine in memory and over redb, its clock in the test's hand.

#![expect(dead_code, reason = "each test takes what it needs of this")]
#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

pub mod bench;
pub mod golden;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use dockhand::domain::document::DocumentKind;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::settings::{SerialScope, Settings};
use dockhand::domain::time::Moment;
use dockhand::messages::{Answer, Command, No, Origin, Outcome, PostedDocument, Query, Refused, WantedLine, WholeMove};
use dockhand::ops::journal::{Tip, entries, replay};
use dockhand::stockroom::{Clock, Stockroom};
use dockhand::store::engine::{Direction, Durability, Engine, Error};
use dockhand::store::memory::MemoryEngine;
use dockhand::store::redb::{OpenOptions, RedbEngine};
use dockhand::store::tables::{ALL, TAIL, TO_INDEX, Tables, View};
use tempfile::TempDir;

/// When every shop opens: 2026-10-02, 08:00 in UTC.
pub const OPENING: i64 = 1_790_928_000_000;

/// An open, founded stockroom with the warehouse `Main`, and somebody with all rights at `desk 1`.
pub struct Shop {
    pub stockroom: Arc<Stockroom>,
    pub engine: Arc<dyn Engine>,
    pub origin: Origin,
    pub warehouse: WarehouseId,
    clock: Arc<AtomicI64>,
    folder: Option<TempDir>,
}

/// A document in one piece that takes lines out of a warehouse; it says nothing yet of where to, for whom or why.
pub fn whole(kind: DocumentKind, warehouse: WarehouseId, lines: Vec<WantedLine>) -> WholeMove {
    WholeMove {
        kind,
        warehouse: Some(warehouse),
        to: None,
        of: None,
        client: String::new(),
        reason: String::new(),
        date: None,
        note: String::new(),
        lines,
    }
}

/// Runs a check over a shop in memory and over one on disk.
pub fn each_shop(check: impl Fn(&str, &Shop)) {
    check("memory", &Shop::in_memory());
    check("redb", &Shop::on_disk());
}

/// Settings of every shop.
pub fn settings() -> Settings {
    Settings {
        store: "Corner Shop".to_owned(),
        demo: false,
        currency: "EUR".to_owned(),
        zone: "UTC".to_owned(),
        scope: SerialScope::Product,
        template: None,
        closed_until: None,
    }
}

/// A product that is counted in pieces.
pub fn counted(name: &str) -> Product {
    Product { name: name.to_owned(), unit: "pc".to_owned(), ..Product::default() }
}

/// A product its maker numbers.
pub fn serialised(name: &str) -> Product {
    let tracking = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Loose };
    Product { tracking, ..counted(name) }
}

impl Shop {
    pub fn in_memory() -> Shop {
        Shop::over(Arc::new(MemoryEngine::new()), None)
    }

    pub fn on_disk() -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let engine = RedbEngine::create(&folder.path().join("store"), OpenOptions::default()).unwrap();
        Shop::over(Arc::new(engine), Some(folder))
    }

    /// Opens a shop over an engine of the test's own.
    pub fn over(engine: Arc<dyn Engine>, folder: Option<TempDir>) -> Shop {
        let clock = Arc::new(AtomicI64::new(OPENING));
        let stockroom = Arc::new(Stockroom::over(Arc::clone(&engine), reading(&clock)).unwrap());
        stockroom.found(settings(), "Jane", "Main").unwrap();
        let origin = stockroom.open_desk("desk 1").unwrap();
        Shop { stockroom, engine, origin, warehouse: WarehouseId(1), clock, folder }
    }

    /// Returns the same shop as somebody else at another desk has it before them.
    pub fn seen_by(&self, origin: Origin) -> Shop {
        Shop {
            stockroom: Arc::clone(&self.stockroom),
            engine: Arc::clone(&self.engine),
            origin,
            warehouse: self.warehouse,
            clock: Arc::clone(&self.clock),
            folder: None,
        }
    }

    /// Makes somebody whose role allows this, at a desk of their own.
    pub fn hire(&self, name: &str, permissions: &[Permission]) -> Origin {
        let role = Command::AddRole { name: format!("as {name}"), permissions: permissions.to_vec() };
        let Outcome::RoleMade(role) = self.run(role) else { panic!("a role") };
        let Outcome::EmployeeMade(employee) = self.run(Command::AddEmployee { name: name.into(), role }) else {
            panic!("an employee")
        };
        Origin { employee, desk: self.stockroom.open_desk(&format!("desk of {name}")).unwrap().desk }
    }

    /// Lets time pass, or run backwards.
    pub fn minutes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub fn now(&self) -> Moment {
        Moment(self.clock.load(Ordering::SeqCst))
    }

    /// Carries out a command that must be accepted.
    pub fn run(&self, command: Command) -> Outcome {
        let shown = format!("{command:?}");
        self.try_run(command).unwrap_or_else(|no| panic!("{no}: {shown}"))
    }

    /// Returns the refusal of a command that must be refused.
    pub fn refused(&self, command: Command) -> Refused {
        let shown = format!("{command:?}");
        match self.try_run(command) {
            Err(No::Refused(refused)) => refused,
            other => panic!("{other:?}: {shown}"),
        }
    }

    pub fn try_run(&self, command: Command) -> Result<Outcome, No> {
        self.at(self.origin, command)
    }

    /// Carries out a command of another desk or employee.
    pub fn at(&self, origin: Origin, command: Command) -> Result<Outcome, No> {
        self.stockroom.run(origin, self.stockroom.next_id(origin.desk), command)
    }

    pub fn ask(&self, query: &Query) -> Answer {
        self.stockroom.ask(query).unwrap_or_else(|no| panic!("{no}: {query:?}"))
    }

    pub fn product(&self, product: Product) -> ProductId {
        match self.run(Command::AddProduct { product: Box::new(product), next: None }) {
            Outcome::ProductMade(id) => id,
            other => panic!("{other:?}"),
        }
    }

    pub fn draft(&self) -> DocumentId {
        match self.run(Command::OpenDraft { kind: DocumentKind::Posting, warehouse: self.warehouse }) {
            Outcome::DraftOpened(id) => id,
            other => panic!("{other:?}"),
        }
    }

    pub fn line(&self, draft: DocumentId, product: ProductId) -> LineNo {
        match self.run(Command::AddLine { draft, product, count: Quantity::ZERO, from_tray: None }) {
            Outcome::LineAdded { line, .. } => line,
            other => panic!("{other:?}"),
        }
    }

    pub fn count(&self, draft: DocumentId, line: LineNo, by: u32) -> Outcome {
        let by = Quantity::pieces(by);
        self.run(Command::CountGoods { draft, line, by, damaged: false, from_tray: None })
    }

    pub fn scan(&self, draft: DocumentId, line: LineNo, serials: &[&str]) -> Outcome {
        self.run(scanned(draft, line, serials))
    }

    pub fn post(&self, draft: DocumentId) -> PostedDocument {
        match self.run(Command::PostDraft { draft }) {
            Outcome::Posted(posted) => posted,
            other => panic!("{other:?}"),
        }
    }

    /// Looks at the tables themselves.
    pub fn look<R>(&self, mut work: impl FnMut(View) -> Result<R, Error>) -> R {
        look(&*self.engine, &mut work)
    }

    /// Carries the journal out once more in an empty store, which is equal then, but for the search index.
    pub fn replays_equal(&self) {
        let mut journal = Vec::new();
        self.look(|view| {
            journal.clear();
            entries(&view, |entry| {
                journal.push(entry);
                Ok(true)
            })
        });
        let empty = MemoryEngine::new();
        let mut tip = Tip::default();
        for entry in journal {
            empty
                .write(Durability::Plain, &mut |tx| {
                    replay(&mut Tables::new(tx), &mut tip, entry.clone()).unwrap();
                    Ok(())
                })
                .unwrap();
        }
        let (again, once) = (rows(&empty), rows(&*self.engine));
        for (table, rows) in &once {
            assert_eq!(&again[table], rows, "table {table}");
        }
    }
}

/// Looks at the tables of an engine.
pub fn look<R>(engine: &dyn Engine, work: &mut dyn FnMut(View) -> Result<R, Error>) -> R {
    let mut found = None;
    engine
        .read(&mut |read| {
            found = Some(work(View::new(read))?);
            Ok(())
        })
        .unwrap();
    found.unwrap()
}

/// A scan of serials into a line.
pub fn scanned<S: AsRef<str>>(draft: DocumentId, line: LineNo, serials: &[S]) -> Command {
    taken(draft, line, serials, false, false)
}

/// Serials that are taken though they are odd, or the line is full.
pub fn insisted<S: AsRef<str>>(draft: DocumentId, line: LineNo, serials: &[S]) -> Command {
    taken(draft, line, serials, false, true)
}

/// Serials of units that were damaged at the door.
pub fn damaged<S: AsRef<str>>(draft: DocumentId, line: LineNo, serials: &[S]) -> Command {
    taken(draft, line, serials, true, false)
}

fn taken<S: AsRef<str>>(draft: DocumentId, line: LineNo, serials: &[S], damaged: bool, insist: bool) -> Command {
    let serials = serials.iter().map(|serial| serial.as_ref().to_owned()).collect();
    Command::ReceiveSerials { draft, line, serials, damaged, generated: None, from_tray: None, insist, label: None }
}

/// A clock that says what a number says.
pub fn reading(clock: &Arc<AtomicI64>) -> Clock {
    let clock = Arc::clone(clock);
    Arc::new(move || Moment(clock.load(Ordering::SeqCst)))
}

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// Every row of every table but those of the search index, which is filled behind the work.
pub fn rows(engine: &dyn Engine) -> BTreeMap<&'static str, Vec<Row>> {
    let mut all = BTreeMap::new();
    engine
        .read(&mut |read| {
            for table in ALL.iter().copied().filter(|table| ![TAIL.name(), TO_INDEX.name()].contains(table)) {
                let rows: &mut Vec<_> = all.entry(table).or_default();
                read.scan(table, (Bound::Unbounded, Bound::Unbounded), Direction::Forward, &mut |key, value| {
                    rows.push((key.to_vec(), value.to_vec()));
                    Ok(true)
                })?;
            }
            Ok(())
        })
        .unwrap();
    all
}
