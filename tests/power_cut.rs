//! The power goes at any moment: what was acknowledged is there, once; what was not is wholly there or not at all.
//!
//! The disk under redb is simulated: writes that were not synced are dropped, reordered or torn at a sector's border.
//! A disk that lies about syncing makes the very same check fail.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[path = "support/disk.rs"]
mod disk;
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use dockhand::domain::document::{DocumentKind, DocumentState, TrayReason};
use dockhand::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::time::Moment;
use dockhand::messages::{Answer, Command, CommandId, DocumentRef, Meaning, No, Origin, Outcome, Query, Standing};
use dockhand::stockroom::Stockroom;
use dockhand::store::redb::{OpenOptions, RedbEngine};

use self::disk::SimDisk;

/// How many times the power goes.
const CUTS: u64 = 2_000;

/// Random numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % bound
    }
}

fn open(disk: &SimDisk) -> Result<Stockroom, String> {
    let under = disk.clone();
    let disks = Box::new(move || Ok(Box::new(under.clone()) as Box<dyn redb::StorageBackend>));
    let engine = RedbEngine::over(disks, OpenOptions { cache_bytes: 1 << 20 }).map_err(|why| why.to_string())?;
    let time = AtomicI64::new(1_780_000_000_000);
    let clock = move || Moment(time.fetch_add(1_000, Ordering::Relaxed));
    Stockroom::over(Arc::new(engine), Arc::new(clock)).map_err(|why| why.to_string())
}

/// A shop before its day: a product with serials, one without, and some units in stock.
struct Morning {
    image: Vec<u8>,
    origin: Origin,
    phone: ProductId,
    cable: ProductId,
}

fn product(name: &str, tracking: Tracking) -> Command {
    let product = Product { name: name.into(), unit: "pc".into(), tracking, ..Product::default() };
    Command::AddProduct { product: Box::new(product), next: None }
}

fn morning() -> Morning {
    let disk = SimDisk::default();
    let stockroom = open(&disk).unwrap();
    let founder = stockroom.found(support::settings(), "Owner", "Main").unwrap();
    let origin = Origin { employee: founder.employee, ..stockroom.open_desk("desk 1").unwrap() };
    let run = |command| stockroom.run(origin, stockroom.next_id(origin.desk), command).unwrap();
    let serialised = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Loose };
    let Outcome::ProductMade(phone) = run(product("Phone", serialised)) else { panic!("no phone") };
    let Outcome::ProductMade(cable) = run(product("Cable", Tracking::Counted)) else { panic!("no cable") };
    let mut day = Day { stockroom: &stockroom, origin, phone, cable, acknowledged: Vec::new(), said: 0 };
    day.receive(0).unwrap();
    drop(stockroom);
    Morning { image: disk.image(), origin, phone, cable }
}

/// What the operator was told is done.
#[derive(Debug, Clone, PartialEq)]
enum Acknowledged {
    Scanned(String),
    Counted(DocumentId, LineNo, i64),
    Waiting(DocumentId, u32),
    Posted(DocumentId, String),
    TakenBack(String),
}

/// A desk at work until the power goes.
struct Day<'a> {
    stockroom: &'a Stockroom,
    origin: Origin,
    phone: ProductId,
    cable: ProductId,
    acknowledged: Vec<Acknowledged>,
    said: u64,
}

impl Day<'_> {
    fn run(&mut self, command: Command) -> Result<Outcome, No> {
        self.said += 1;
        self.stockroom.run(self.origin, self.stockroom.next_id(self.origin.desk), command)
    }

    /// Receives two cartons and posts them; all serials bear the round's number.
    fn receive(&mut self, round: u32) -> Result<(), No> {
        let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: WarehouseId(1) };
        let Outcome::DraftOpened(draft) = self.run(open)? else { panic!("no draft") };
        let phone = self.line(draft, self.phone, Quantity::ZERO)?;
        for unit in 0..6 {
            self.scan(draft, phone, format!("R{round}-{unit}"))?;
        }
        let cable = self.line(draft, self.cable, Quantity::pieces(1))?;
        let by = Quantity::pieces(4);
        let Outcome::Counted { after, .. } =
            self.run(Command::CountGoods { draft, line: cable, by, damaged: false, from_tray: None })?
        else {
            panic!("nothing was counted")
        };
        self.acknowledged.push(Acknowledged::Counted(draft, cable, after.thousandths()));
        let tray = Command::PutInTray { draft, line: None, raw: "4006381333931".into(), reason: TrayReason::Unknown };
        let Outcome::InTray { row, .. } = self.run(tray)? else { panic!("nothing is in the tray") };
        self.acknowledged.push(Acknowledged::Waiting(draft, row));
        self.run(Command::DropFromTray { draft, row })?;
        self.acknowledged.retain(|done| *done != Acknowledged::Waiting(draft, row));
        let back = format!("R{round}-5");
        self.run(Command::TakeBack { draft, line: phone, serials: vec![back.clone()] })?;
        self.acknowledged.retain(|done| *done != Acknowledged::Scanned(back.clone()));
        self.acknowledged.push(Acknowledged::TakenBack(back));
        let Outcome::Posted(posted) = self.run(Command::PostDraft { draft })? else { panic!("not posted") };
        self.acknowledged.push(Acknowledged::Posted(draft, posted.number));
        Ok(())
    }

    fn line(&mut self, draft: DocumentId, product: ProductId, count: Quantity) -> Result<LineNo, No> {
        match self.run(Command::AddLine { draft, product, count, from_tray: None })? {
            Outcome::LineAdded { line, .. } => Ok(line),
            other => panic!("no line: {other:?}"),
        }
    }

    fn scan(&mut self, draft: DocumentId, line: LineNo, serial: String) -> Result<(), No> {
        self.run(support::scanned(draft, line, &[&serial]))?;
        self.acknowledged.push(Acknowledged::Scanned(serial));
        Ok(())
    }
}

/// Lets the power go after so many steps of the disk, and says what is wrong afterwards.
fn day_with_a_cut(morning: &Morning, steps: u64, seed: u64, lies: bool) -> Result<(), String> {
    let disk = SimDisk::holding(morning.image.clone());
    if lies {
        disk.lie();
    }
    disk.cut_after(steps);
    let mut acknowledged = Vec::new();
    let mut said = 0;
    if let Ok(stockroom) = open(&disk) {
        let Morning { origin, phone, cable, .. } = *morning;
        let mut day = Day { stockroom: &stockroom, origin, phone, cable, acknowledged: Vec::new(), said: 0 };
        // The power goes in one of these rounds; the steps were chosen so.
        let _ = (1..=3).try_for_each(|round| day.receive(round));
        (acknowledged, said) = (day.acknowledged, day.said);
    }
    let mut dice = Dice(seed | 1);
    let after = SimDisk::holding(disk.after_the_cut(|bound| dice.below(bound)));
    let stockroom = open(&after).map_err(|why| format!("it does not open: {why}"))?;
    let broken = verify(&stockroom)?;
    if !broken.is_empty() {
        return Err(format!("tables disagree: {}", broken.join("; ")));
    }
    acknowledged.iter().try_for_each(|done| still_so(&stockroom, morning, done))?;
    let origin = morning.origin;
    let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: WarehouseId(1) };
    // The desk counts its commands on its own: the next number is free whatever became of the last.
    let next = CommandId::Desk(origin.desk, 1_000 + said);
    stockroom.run(origin, next, open).map_err(|why| format!("work does not go on: {why}"))?;
    Ok(())
}

fn verify(stockroom: &Stockroom) -> Result<Vec<String>, String> {
    let mut broken = Vec::new();
    stockroom.verify(&mut |sentence| broken.push(sentence)).map_err(|why| why.to_string())?;
    Ok(broken)
}

fn still_so(stockroom: &Stockroom, morning: &Morning, done: &Acknowledged) -> Result<(), String> {
    let ask = |query| stockroom.ask(&query).map_err(|why| why.to_string());
    let meanings = |serial: &str| match ask(Query::Resolve { text: serial.into(), product: Some(morning.phone) })? {
        Answer::Meanings(meanings) => Ok(meanings),
        other => Err(format!("{other:?}")),
    };
    let is_so = match done {
        Acknowledged::Scanned(serial) => {
            let found = meanings(serial)?;
            let held = |meaning: &Meaning| {
                matches!(meaning, Meaning::Unit(unit)
                if matches!(unit.standing, Standing::InDraft { .. } | Standing::InStock { .. }))
            };
            found.len() == 1 && found.iter().all(held)
        }
        Acknowledged::TakenBack(serial) => meanings(serial)?.is_empty(),
        Acknowledged::Counted(draft, line, thousandths) => match ask(Query::Draft(*draft))? {
            Answer::Draft(draft) => {
                draft.lines.iter().any(|found| found.line == *line && found.counted.thousandths() == *thousandths)
            }
            _ => false,
        },
        Acknowledged::Waiting(draft, row) => match ask(Query::Tray(*draft))? {
            Answer::Tray(rows) => {
                rows.iter().any(|found| found.row == *row)
                    // Dropping it may have been on its way.
                    || matches!(ask(Query::Draft(*draft))?, Answer::Draft(draft) if draft.to_decide == 0)
            }
            _ => false,
        },
        Acknowledged::Posted(document, number) => match ask(Query::Document(DocumentRef::Id(*document)))? {
            Answer::Document(found) => {
                found.row.state == DocumentState::Posted
                    && found.row.number.as_ref() == Some(number)
                    && found.row.quantity == Quantity::pieces(10)
            }
            _ => false,
        },
    };
    if is_so { Ok(()) } else { Err(format!("{done:?} was acknowledged and is not so")) }
}

/// Returns how many steps the disk takes for a whole day.
fn steps_of_a_day(morning: &Morning) -> u64 {
    let disk = SimDisk::holding(morning.image.clone());
    let stockroom = open(&disk).unwrap();
    let Morning { origin, phone, cable, .. } = *morning;
    let mut day = Day { stockroom: &stockroom, origin, phone, cable, acknowledged: Vec::new(), said: 0 };
    (1..=3).try_for_each(|round| day.receive(round)).unwrap();
    drop(stockroom);
    disk.steps()
}

#[test]
fn a_power_cut_at_any_moment_loses_nothing_that_was_acknowledged() {
    let morning = morning();
    let steps = steps_of_a_day(&morning);
    let wrong = thread::scope(|scope| {
        let halves: Vec<_> = (0..2)
            .map(|half| {
                let morning = &morning;
                scope.spawn(move || {
                    let mut dice = Dice(0x5EED + half);
                    let mut wrong = Vec::new();
                    for cut in (half..CUTS).step_by(2) {
                        // Each moment of the day once, then moments at random.
                        let at = if cut < steps { cut + 1 } else { dice.below(steps) + 1 };
                        let seed = dice.below(u64::MAX);
                        if let Err(why) = day_with_a_cut(morning, at, seed, false) {
                            wrong.push(format!("cut at step {at}, seed {seed}: {why}"));
                        }
                    }
                    wrong
                })
            })
            .collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{} of {CUTS}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_disk_that_lies_about_syncing_is_found_out() {
    let morning = morning();
    let steps = steps_of_a_day(&morning);
    let found = (1..=50).any(|cut| day_with_a_cut(&morning, steps * cut / 51, cut, true).is_err());
    assert!(found, "this test would not notice a lost sync");
}

#[test]
fn a_full_disk_says_so_keeps_the_draft_and_goes_on_when_there_is_room() {
    let morning = morning();
    let disk = SimDisk::holding(morning.image.clone());
    let stockroom = open(&disk).unwrap();
    let Morning { origin, phone, cable, .. } = morning;
    let mut day = Day { stockroom: &stockroom, origin, phone, cable, acknowledged: Vec::new(), said: 0 };
    let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: WarehouseId(1) };
    let Outcome::DraftOpened(draft) = day.run(open).unwrap() else { panic!("no draft") };
    let line = day.line(draft, phone, Quantity::ZERO).unwrap();
    disk.leave_room(Some(0));
    let mut taken = 0_u32;
    let sentence = loop {
        let serials: Vec<_> = (0..200).map(|unit| format!("FULL{taken:04}{unit:04}")).collect();
        match day.run(support::scanned(draft, line, &serials)) {
            Ok(_) => taken += 1,
            Err(why) => break why.to_string(),
        }
        assert!(taken < 10_000, "the disk is never full");
    };
    assert_eq!(sentence, "the disk is full: nothing was changed; make room and do it again");
    let post = day.run(Command::PostDraft { draft });
    disk.leave_room(None);
    let counted = |stockroom: &Stockroom| match stockroom.ask(&Query::Draft(draft)).unwrap() {
        Answer::Draft(draft) => draft.lines[0].counted,
        other => panic!("{other:?}"),
    };
    assert_eq!(counted(&stockroom), Quantity::pieces(taken * 200));
    if post.is_err() {
        day.scan(draft, line, "FULL99990000".into()).unwrap();
        day.run(Command::PostDraft { draft }).unwrap();
    }
    day.receive(9).unwrap();
    assert_eq!(verify(&stockroom).unwrap(), Vec::<String>::new());
}
