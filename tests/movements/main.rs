//! Random histories of all that comes in, leaves, moves and comes back, beside a ledger that is kept by hand.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod ledger;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use chrono::Days;
use dockhand::domain::count::Tally;
use dockhand::domain::document::{Cost, DocumentKind, DocumentState};
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::SerialKey;
use dockhand::domain::time::Day;
use dockhand::messages::{
    Answer, Command, DocumentRef, MoveHeadEdit, NewSerials, No, Outcome, PostedDocument, Query, Settlement, StockBy,
    WantedLine, WholeLine, WholeMove, WholePosting, WholeReservation,
};
use dockhand::store::engine::{Direction, Durability};
use dockhand::store::tables::{
    BALANCE, CANCELLED_DAY, CORRECTION, DOCUMENT, HELD, LAYER, LINE, MOVE_LINE, REQUEUED, TAKEN,
};
use ledger::{Kind, Ledger, Stage, Took, Wanted};
use proptest::prelude::*;
use support::{Shop, counted, serialised};

/// A line: goods by their number, or units by the numbers of their serials.
#[derive(Debug, Clone)]
enum Line {
    Goods(u8),
    Units(Vec<u8>),
}

/// Something that happens. Documents are meant by numbers that find one among those there are.
#[derive(Debug, Clone)]
enum Step {
    Receive {
        warehouse: u64,
        back: u8,
        lines: Vec<(Line, u16)>,
    },
    Leave {
        kind: Kind,
        warehouse: u64,
        back: u8,
        lines: Vec<Line>,
    },
    Return {
        kind: Kind,
        of: u8,
        warehouse: u64,
        back: u8,
        lines: Vec<Line>,
    },
    Cancel {
        doc: u8,
        reopen: bool,
    },
    Cost {
        lot: u8,
        total: u16,
    },
    /// The unit of a number gets its other serial, or one that another unit may have.
    Serial {
        unit: u8,
        to: Option<u8>,
    },
    Begin {
        kind: Kind,
        of: u8,
        warehouse: u64,
    },
    Pick {
        draft: u8,
        line: Line,
    },
    PutBack {
        draft: u8,
        units: Vec<u8>,
    },
    Post {
        draft: u8,
    },
    Delete {
        draft: u8,
    },
    /// An order, or a transfer to be shipped, is held until so many days from today.
    Hold {
        kind: Kind,
        warehouse: u64,
        days: Option<u8>,
        lines: Vec<Line>,
    },
    Again {
        held: u8,
        days: Option<u8>,
    },
    Release {
        held: u8,
    },
    CallOff {
        held: u8,
    },
    Go {
        held: u8,
        back: u8,
    },
    /// What of a shipment arrives, is sent back or lost; without lines all that is on its way.
    Arrive {
        kind: Kind,
        of: u8,
        back: u8,
        lines: Vec<Line>,
    },
    /// A warehouse is counted and settled: all but one unit is there, one of the other warehouse besides, and so many goods
    /// more or less.
    Settle {
        warehouse: u64,
        missing: u8,
        found: u8,
        goods: i8,
        cost: u16,
    },
    Night,
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        3 => (1..4_u8).prop_map(Line::Goods),
        2 => prop::collection::btree_set(1..7_u8, 1..3).prop_map(|units| Line::Units(units.into_iter().collect())),
    ]
}

/// What comes in is more at once than what leaves, or nothing would be there to leave.
fn coming_in() -> impl Strategy<Value = Line> {
    prop_oneof![
        (2..9_u8).prop_map(Line::Goods),
        prop::collection::btree_set(1..7_u8, 1..5).prop_map(|units| Line::Units(units.into_iter().collect())),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let warehouse = || 1..3_u64;
    let back = || prop_oneof![3 => Just(0_u8), 1 => 1..4_u8];
    let lines = || prop_oneof![3 => prop::collection::vec(line(), 1..2), 1 => prop::collection::vec(line(), 2..3)];
    let leaving = prop_oneof![
        Just(Kind::WriteOff),
        Just(Kind::Sale),
        Just(Kind::Sale),
        Just(Kind::Transfer),
        Just(Kind::Transfer)
    ];
    let kind = prop_oneof![
        Just(Kind::WriteOff),
        Just(Kind::Sale),
        Just(Kind::Sale),
        Just(Kind::Transfer),
        Just(Kind::ClientReturn),
        Just(Kind::ClientReturn),
        Just(Kind::SupplierReturn)
    ];
    let coming = prop_oneof![2 => Just(Kind::ClientReturn), 1 => Just(Kind::SupplierReturn)];
    let days = || prop::option::weighted(0.7, 0..3_u8);
    let held_lines = || prop::collection::vec(line(), 1..3);
    let arriving = prop_oneof![2 => Just(Kind::Receipt), 1 => Just(Kind::SendBack), 1 => Just(Kind::Lost)];
    let order = prop_oneof![Just(Kind::Sale), Just(Kind::Shipment)];
    prop_oneof![
        7 => (order, warehouse(), days(), held_lines())
            .prop_map(|(kind, warehouse, days, lines)| Step::Hold { kind, warehouse, days, lines }),
        3 => (any::<u8>(), days()).prop_map(|(held, days)| Step::Again { held, days }),
        2 => any::<u8>().prop_map(|held| Step::Release { held }),
        1 => any::<u8>().prop_map(|held| Step::CallOff { held }),
        7 => (any::<u8>(), back()).prop_map(|(held, back)| Step::Go { held, back }),
        6 => (arriving, any::<u8>(), back(), prop::collection::vec(line(), 0..2))
            .prop_map(|(kind, of, back, lines)| Step::Arrive { kind, of, back, lines }),
        6 => (prop_oneof![3 => Just(1_u64), 1 => Just(2)], prop_oneof![1 => Just(0_u8), 2 => 1..5_u8], prop::collection::vec((coming_in(), any::<u16>()), 1..4))
            .prop_map(|(warehouse, back, lines)| Step::Receive { warehouse, back, lines }),
        10 => (leaving, warehouse(), back(), lines())
            .prop_map(|(kind, warehouse, back, lines)| Step::Leave { kind, warehouse, back, lines }),
        9 => (coming, any::<u8>(), warehouse(), back(), lines())
            .prop_map(|(kind, of, warehouse, back, lines)| Step::Return { kind, of, warehouse, back, lines }),
        4 => (any::<u8>(), any::<u16>()).prop_map(|(lot, total)| Step::Cost { lot, total }),
        2 => (1..7_u8, prop_oneof![2 => Just(None), 1 => (1..7_u8).prop_map(Some)])
            .prop_map(|(unit, to)| Step::Serial { unit, to }),
        5 => any::<(u8, bool)>().prop_map(|(doc, reopen)| Step::Cancel { doc, reopen }),
        4 => (kind, any::<u8>(), warehouse()).prop_map(|(kind, of, warehouse)| Step::Begin { kind, of, warehouse }),
        14 => (any::<u8>(), line()).prop_map(|(draft, line)| Step::Pick { draft, line }),
        3 => (any::<u8>(), prop::collection::btree_set(1..7_u8, 1..3))
            .prop_map(|(draft, units)| Step::PutBack { draft, units: units.into_iter().collect() }),
        6 => any::<u8>().prop_map(|draft| Step::Post { draft }),
        1 => any::<u8>().prop_map(|draft| Step::Delete { draft }),
        3 => (warehouse(), any::<(u8, u8)>(), -2..3_i8, any::<u16>()).prop_map(
            |(warehouse, (missing, found), goods, cost)| Step::Settle { warehouse, missing, found, goods, cost }
        ),
        2 => Just(Step::Night),
    ]
}

/// A shop and the ledger that is kept beside it.
struct Beside {
    shop: Shop,
    goods: ProductId,
    phone: ProductId,
    ledger: Ledger,
    /// Documents of the shop, in the order of the ledger's.
    documents: Vec<(DocumentId, String)>,
    /// Units that have their other serial now; scans still read the first one, which leads to them.
    others: BTreeSet<u8>,
    /// Drafts of the shop, in the order of the ledger's.
    drafts: Vec<DocumentId>,
    /// What is held in the shop, in the order of the ledger's.
    held: Vec<DocumentId>,
}

fn serial(n: u8) -> String {
    format!("A{n}")
}

fn wanted(line: &Line) -> Wanted {
    match line {
        Line::Goods(quantity) => Wanted::Goods(i64::from(*quantity) * 1_000),
        Line::Units(units) => Wanted::Units(units.iter().copied().map(serial).collect()),
    }
}

impl Beside {
    fn new(shop: Shop) -> Beside {
        shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
        let (goods, phone) = (shop.product(counted("Goods")), shop.product(serialised("Phone")));
        Beside {
            shop,
            goods,
            phone,
            ledger: Ledger { today: 100, ..Ledger::default() },
            documents: Vec::new(),
            others: BTreeSet::new(),
            drafts: Vec::new(),
            held: Vec::new(),
        }
    }

    fn day(&self, day: i64) -> Day {
        let (today, away) = (self.shop.now().day(chrono_tz::UTC), Days::new(self.ledger.today.abs_diff(day)));
        if day > self.ledger.today { today + away } else { today - away }
    }

    fn line(&self, line: &Line) -> WantedLine {
        let (product, quantity, serials) = match line {
            Line::Goods(quantity) => (self.goods, Some(Quantity::pieces(u32::from(*quantity))), Vec::new()),
            Line::Units(units) => (self.phone, None, units.iter().copied().map(serial).collect()),
        };
        WantedLine { product, quantity, serials, bin: None, to_bin: None, price: None }
    }

    /// Finds a document of one of these kinds.
    fn doc(&self, choice: u8, kinds: &[Kind]) -> Option<usize> {
        let all: Vec<usize> =
            (0..self.ledger.docs.len()).filter(|doc| kinds.contains(&self.ledger.docs[*doc].kind)).collect();
        (!all.is_empty()).then(|| all[usize::from(choice) % all.len()])
    }

    /// Takes a step in the shop and in the ledger: both say the same.
    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Night => {
                self.shop.minutes(24 * 60);
                self.ledger.today += 1;
            }
            Step::Receive { warehouse, back, lines } => {
                let day = self.ledger.today - i64::from(*back);
                let command = self.receiving(*warehouse, day, lines);
                let lines: Vec<_> = lines.iter().map(|(line, cost)| (wanted(line), i128::from(*cost))).collect();
                let told = self.ledger.receive(*warehouse, day, &lines);
                self.posted(command, told)?;
            }
            Step::Leave { kind, warehouse, back, lines } => {
                let to = (*kind == Kind::Transfer).then_some(3 - warehouse);
                self.moved(*kind, (*warehouse, to), *back, None, lines)?;
            }
            Step::Return { kind, of, warehouse, back, lines } => {
                let wanted = if *kind == Kind::ClientReturn { Kind::Sale } else { Kind::Posting };
                let Some(of) = self.doc(*of, &[wanted]) else { return Ok(()) };
                self.moved(*kind, (*warehouse, None), *back, Some(of), lines)?;
            }
            Step::Cancel { doc, reopen } => self.cancel(*doc, *reopen)?,
            Step::Begin { kind, of, warehouse } => self.begin(*kind, *of, *warehouse)?,
            Step::Pick { draft, .. } | Step::PutBack { draft, .. } | Step::Post { draft } | Step::Delete { draft } => {
                self.draft(*draft, step)?;
            }
            Step::Hold { kind, warehouse, days, lines } => self.hold(*kind, *warehouse, *days, lines)?,
            Step::Again { held, .. } | Step::Release { held } | Step::CallOff { held } | Step::Go { held, .. } => {
                self.held(*held, step)?;
            }
            Step::Arrive { kind, of, back, lines } => {
                let Some(of) = self.doc(*of, &[Kind::Shipment]) else { return Ok(()) };
                let (from, to) = self.ledger.docs[of].ends;
                let ends = if *kind == Kind::Receipt { to.unwrap() } else { from };
                self.moved(*kind, (ends, None), *back, Some(of), lines)?;
            }
            Step::Settle { warehouse, missing, found, goods, cost } => {
                self.settle(*warehouse, (*missing, *found), *goods, *cost)?;
            }
            Step::Cost { lot, total } => self.cost(*lot, *total)?,
            Step::Serial { unit, to } => self.serial(*unit, *to)?,
        }
        self.same()
    }

    fn cost(&mut self, lot: u8, total: u16) -> Result<(), TestCaseError> {
        if self.ledger.lots.is_empty() {
            return Ok(());
        }
        let lot = usize::from(lot) % self.ledger.lots.len();
        let at = (self.documents[self.ledger.lots[lot].doc].0, self.ledger.lots[lot].line);
        let id = self.shop.look(|view| Ok(view.need(LINE, &at)?.lot));
        let cost = Cost::Total(Money::from_ten_thousandths(i64::from(total)));
        let done = self.shop.try_run(Command::CorrectCost { lot: id, cost }).map(|outcome| match outcome {
            Outcome::CostCorrected(told) => {
                let [on_hand, gone] = [told.on_hand, told.gone].map(|money| i128::from(money.ten_thousandths()));
                (on_hand, gone)
            }
            other => panic!("{other:?}"),
        });
        let told = self.ledger.correct(lot, i128::from(total));
        prop_assert_eq!(done.map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    /// Counts a warehouse and settles it: what is of the other one is transferred here, what is too much is posted, what is
    /// missing is written off; what somebody holds is counted as it is.
    fn settle(
        &mut self,
        warehouse: u64,
        (missing, found): (u8, u8),
        goods: i8,
        cost: u16,
    ) -> Result<(), TestCaseError> {
        let at = |warehouse: u64| {
            let stand =
                move |ledger: &Ledger, n: &u8| ledger.stands(&serial(*n)).is_some_and(|spot| spot.0 == warehouse);
            (1..9_u8).filter(|n| stand(&self.ledger, n)).collect::<Vec<_>>()
        };
        let held = |n: &u8| self.ledger.is_held(&serial(*n));
        let (here, there) = (at(warehouse), at(3 - warehouse));
        let lost =
            Some(missing).filter(|_| missing % 3 == 0).and_then(|n| here.get(usize::from(n) % here.len().max(1)));
        let lost = lost.copied().filter(|n| !held(n));
        let came = there.get(usize::from(found) % there.len().max(1)).copied().filter(|n| found % 3 == 0 && !held(n));
        let on_hand = self.ledger.on_hand(warehouse, false);
        let promised = self.ledger.reserved(warehouse, false) > 0 || self.ledger.reserved(warehouse, true) > 0;
        // What units were promised without being named may not be lost either.
        let (lost, by) = if promised { (None, i64::from(goods.max(0))) } else { (lost, i64::from(goods)) };
        let by = (by * 1_000).max(-on_hand);
        let warehouse_id = WarehouseId(warehouse);
        let open = Command::OpenStocktake { warehouse: warehouse_id, bin: None, category: String::new() };
        let Outcome::StocktakeOpened(stocktake) = self.shop.run(open) else { panic!("a stocktake") };
        let scanned: Vec<u8> = here.iter().copied().filter(|n| Some(*n) != lost).chain(came).collect();
        if !scanned.is_empty() {
            let serials = scanned.iter().map(|n| serial(*n)).collect();
            let product = Some(self.phone);
            self.shop.run(Command::CountUnits { stocktake, serials, product, bin: None });
        }
        let tally = Tally::Set(Quantity::from_thousandths(on_hand + by));
        self.shop.run(Command::CountProduct { stocktake, product: self.goods, bin: None, tally });
        let costs = vec![(self.goods, Money::from_ten_thousandths(i64::from(cost)))];
        let settlement = Settlement { stocktake, only: Vec::new(), costs, named: Vec::new(), seen: None };
        let settled = self.shop.run(Command::SettleStocktake(Box::new(settlement)));
        let Outcome::Settled(settled) = settled else { panic!("settled") };
        prop_assert!(settled.whole, "{:?}", settled.left);
        let today = self.ledger.today;
        let mut told = Vec::new();
        if let Some(came) = came {
            let ends = (3 - warehouse, Some(warehouse));
            told.push(self.ledger.leave(Kind::Transfer, ends, today, None, &[Wanted::Units(vec![serial(came)])]));
        }
        if by > 0 {
            let total = i128::from(by) / 1_000 * i128::from(cost);
            told.push(self.ledger.receive(warehouse, today, &[(Wanted::Goods(by), total)]));
        }
        let goods_lost = (by < 0).then(|| Wanted::Goods(-by));
        let lines: Vec<Wanted> =
            goods_lost.into_iter().chain(lost.map(|lost| Wanted::Units(vec![serial(lost)]))).collect();
        if !lines.is_empty() {
            told.push(self.ledger.leave(Kind::WriteOff, (warehouse, None), today, None, &lines));
        }
        prop_assert_eq!(settled.documents.len(), told.len());
        for (by, told) in settled.documents.into_iter().zip(told) {
            self.documents.push((by.posted.document, by.posted.number.clone()));
            let told: Vec<_> = told.map_err(TestCaseError::fail)?.iter().map(|line| self.spelled(line)).collect();
            prop_assert_eq!(took(by.posted), told);
        }
        Ok(())
    }

    fn serial(&mut self, unit: u8, to: Option<u8>) -> Result<(), TestCaseError> {
        if to.is_some_and(|to| to != unit && !self.ledger.ever(&serial(to))) {
            return Ok(());
        }
        let other = to.is_none() && !self.others.contains(&unit);
        let wanted = if other { format!("B{unit}") } else { serial(to.unwrap_or(unit)) };
        let told = match to {
            _ if !self.ledger.ever(&serial(unit)) => Err("unknown"),
            Some(to) if to != unit => Err("serial_taken"),
            _ if wanted == self.named(unit) => Err("bad_field"),
            _ => Ok(()),
        };
        if told.is_ok() && other {
            self.others.insert(unit);
        } else if told.is_ok() {
            self.others.remove(&unit);
        }
        let key = SerialKey::from_stored(serial(unit));
        let command = Command::CorrectSerial { product: self.phone, key, serial: wanted };
        let done = self.shop.try_run(command).map(|_| ()).map_err(code);
        prop_assert_eq!(done, told.map_err(str::to_owned));
        Ok(())
    }

    /// Returns the serial that a unit has now.
    fn named(&self, unit: u8) -> String {
        if self.others.contains(&unit) { format!("B{unit}") } else { serial(unit) }
    }

    fn until(&self, days: Option<u8>) -> Option<i64> {
        days.map(|days| self.ledger.today + i64::from(days))
    }

    fn hold(&mut self, kind: Kind, warehouse: u64, days: Option<u8>, lines: &[Line]) -> Result<(), TestCaseError> {
        let to = (kind == Kind::Shipment).then_some(3 - warehouse);
        let until = self.until(days);
        let whole = WholeMove {
            to: to.map(WarehouseId),
            ..support::whole(
                if kind == Kind::Shipment { DocumentKind::Transfer } else { DocumentKind::Order },
                WarehouseId(warehouse),
                lines.iter().map(|line| self.line(line)).collect(),
            )
        };
        let last = until.map(|until| self.day(until));
        let done = self.shop.try_run(Command::ReserveWhole(Box::new(WholeReservation { whole, until: last })));
        let wanted: Vec<_> = lines.iter().map(wanted).collect();
        let told = self.ledger.reserve(kind, (warehouse, to), until, &wanted);
        if let Ok(Outcome::Reserved(held)) = &done {
            self.held.push(held.document);
        }
        prop_assert_eq!(done.map(|_| ()).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    /// Takes a step with one of the documents that hold, or held, goods.
    fn held(&mut self, choice: u8, step: &Step) -> Result<(), TestCaseError> {
        if self.held.is_empty() {
            return Ok(());
        }
        let at = usize::from(choice) % self.held.len();
        let (document, held) = (self.held[at], self.ledger.held[at].clone());
        let ran_out = held.stage == Stage::Reserved && !self.ledger.is_live(&held);
        let (done, told) = match step {
            Step::Again { days, .. } => {
                let until = self.until(*days);
                let last = until.map(|until| self.day(until));
                (self.shop.try_run(Command::Reserve { document, until: last }), self.ledger.again(at, until))
            }
            // What lost units while nothing held them is a draft that lacks some: other tests have that.
            Step::Release { .. } if ran_out && !self.ledger.has_all(at) => return Ok(()),
            Step::Release { .. } => (self.shop.try_run(Command::Release { document }), self.ledger.release(at)),
            Step::CallOff { .. } if held.stage == Stage::Gone => return Ok(()),
            Step::CallOff { .. } => {
                self.ledger.held[at].stage = Stage::Gone;
                (self.shop.try_run(Command::CancelDocument { document, reopen: false }), Ok(()))
            }
            Step::Go { back, .. } => {
                let day = self.ledger.today - i64::from(*back);
                let (date, picks) = (Some(self.day(day)), Vec::new());
                let told = self.ledger.go(at, day);
                let command = match held.kind {
                    Kind::Shipment => Command::Ship { document, date, picks },
                    _ => Command::CloseOrder { document, date, picks },
                };
                return self.posted(command, told);
            }
            other => panic!("{other:?}"),
        };
        prop_assert_eq!(done.map(|_| ()).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    fn cancel(&mut self, doc: u8, reopen: bool) -> Result<(), TestCaseError> {
        if self.documents.is_empty() {
            return Ok(());
        }
        let doc = usize::from(doc) % self.documents.len();
        let reopen = reopen && self.ledger.docs[doc].kind != Kind::Posting;
        let told = self.ledger.cancel(doc);
        let command = Command::CancelDocument { document: self.documents[doc].0, reopen };
        let done = self.shop.try_run(command);
        if let Ok(Outcome::Cancelled { reopened: Some(again), .. }) = &done {
            self.drafts.push(*again);
            self.ledger.begin_again(doc);
        }
        prop_assert_eq!(done.map(|_| ()).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    fn begin(&mut self, kind: Kind, of: u8, warehouse: u64) -> Result<(), TestCaseError> {
        let of = match kind {
            Kind::ClientReturn => Some(self.doc(of, &[Kind::Sale])),
            Kind::SupplierReturn => Some(self.doc(of, &[Kind::Posting])),
            _ => None,
        };
        if of == Some(None) {
            return Ok(());
        }
        let of = of.flatten();
        let to = (kind == Kind::Transfer).then_some(3 - warehouse);
        let command = Command::OpenDraft { kind: its_kind(kind), warehouse: WarehouseId(warehouse) };
        let Outcome::DraftOpened(draft) = self.shop.run(command) else { panic!("a draft") };
        let head = MoveHeadEdit {
            to: to.map(|to| Some(WarehouseId(to))),
            of: of.map(|of| Some(self.documents[of].0)),
            reason: (kind == Kind::WriteOff).then(|| "damaged".to_owned()),
            ..MoveHeadEdit::default()
        };
        let begun = self.shop.try_run(Command::EditMoveHead { draft, head: Box::new(head) });
        let told = self.ledger.begin(kind, (warehouse, to), of);
        if begun.is_ok() {
            self.drafts.push(draft);
        } else {
            self.shop.run(Command::DeleteDraft { draft });
        }
        prop_assert_eq!(begun.map(|_| ()).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    /// Takes a step in one of the drafts that are open.
    fn draft(&mut self, choice: u8, step: &Step) -> Result<(), TestCaseError> {
        let open: Vec<usize> = (0..self.drafts.len()).filter(|at| self.ledger.drafts[*at].is_some()).collect();
        if open.is_empty() {
            return Ok(());
        }
        let at = open[usize::from(choice) % open.len()];
        let draft = self.drafts[at];
        let serials = |units: &[u8]| units.iter().copied().map(serial).collect::<Vec<_>>();
        let (done, told) = match step {
            Step::Pick { line: Line::Goods(by), .. } => {
                let before = self.ledger.drafts[at].clone().unwrap();
                // A return refuses what its sale never had.
                let sold = |of: usize| self.ledger.docs[of].lines.iter().any(|line| matches!(line, Wanted::Goods(_)));
                let told = match before.of.filter(|_| before.kind != Kind::SupplierReturn) {
                    Some(of) if !sold(of) => Err("not_on_hand"),
                    Some(of) if before.kind.arrives() && self.ledger.lacks(&before, of, i64::from(*by) * 1_000) => {
                        Err("bad_quantity")
                    }
                    _ => {
                        self.ledger.count(at, i64::from(*by) * 1_000);
                        Ok(())
                    }
                };
                let by = Quantity::pieces(u32::from(*by));
                let command = Command::PickGoods { draft, product: self.goods, by, line: None, from_tray: None };
                (self.shop.try_run(command), told)
            }
            Step::Pick { line: Line::Units(units), .. } => {
                let (serials, product) = (serials(units), Some(self.phone));
                let told = self.ledger.pick(at, &serials);
                (self.shop.try_run(Command::PickSerials { draft, serials, product, line: None, from_tray: None }), told)
            }
            Step::PutBack { units, .. } => {
                let serials = serials(units);
                let told = self.ledger.put_back(at, &serials);
                (self.shop.try_run(Command::PutBack { draft, serials }), told)
            }
            Step::Delete { .. } => {
                self.ledger.drafts[at] = None;
                (self.shop.try_run(Command::DeleteDraft { draft }), Ok(()))
            }
            _ => {
                let told = self.ledger.post(at);
                let Answer::MoveDraft(seen) = self.shop.ask(&Query::MoveDraft(draft)) else { panic!("a draft") };
                prop_assert_eq!(seen.blockers.is_empty(), told.is_ok(), "{:?}", seen.blockers);
                return self.posted(Command::PostDraft { draft }, told);
            }
        };
        prop_assert_eq!(done.map(|_| ()).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    fn receiving(&self, warehouse: u64, day: i64, lines: &[(Line, u16)]) -> Command {
        let lines = lines.iter().map(|(line, cost)| {
            let wanted = self.line(line);
            let serials =
                if wanted.serials.is_empty() { Vec::new() } else { vec![NewSerials::Literal(wanted.serials)] };
            WholeLine {
                product: wanted.product,
                quantity: wanted.quantity,
                cost: Some(Cost::Total(Money::from_ten_thousandths(i64::from(*cost)))),
                warranty: None,
                batch: String::new(),
                expiry: None,
                bin: None,
                serials,
            }
        });
        Command::ReceiveWhole(Box::new(WholePosting {
            warehouse: WarehouseId(warehouse),
            supplier: "Northwind".into(),
            invoice: String::new(),
            date: Some(self.day(day)),
            note: String::new(),
            lines: lines.collect(),
        }))
    }

    fn moved(
        &mut self,
        kind: Kind,
        (warehouse, to): (u64, Option<u64>),
        back: u8,
        of: Option<usize>,
        lines: &[Line],
    ) -> Result<(), TestCaseError> {
        let day = self.ledger.today - i64::from(back);
        let whole = WholeMove {
            kind: its_kind(kind),
            warehouse: (!kind.arrives()).then_some(WarehouseId(warehouse)),
            to: to.map(WarehouseId),
            of: of.map(|of| self.documents[of].0),
            client: if kind == Kind::Sale { "Jane".into() } else { String::new() },
            reason: if matches!(kind, Kind::WriteOff | Kind::Lost) { "damaged".into() } else { String::new() },
            date: Some(self.day(day)),
            note: String::new(),
            lines: lines.iter().map(|line| self.line(line)).collect(),
        };
        let lines: Vec<_> = lines.iter().map(wanted).collect();
        let told = self.ledger.leave(kind, (warehouse, to), day, of, &lines);
        self.posted(Command::MoveWhole(Box::new(whole)), told)
    }

    /// Carries a document out, and holds what it took against what the ledger says.
    fn posted(&mut self, command: Command, told: Result<Vec<Took>, ledger::Refused>) -> Result<(), TestCaseError> {
        let posted = self.shop.try_run(command).map(|outcome| match outcome {
            Outcome::Posted(posted) => posted,
            other => panic!("{other:?}"),
        });
        if let Ok(posted) = &posted {
            self.documents.push((posted.document, posted.number.clone()));
        }
        let told = told.map(|lines| lines.iter().map(|line| self.spelled(line)).collect::<Vec<_>>());
        prop_assert_eq!(posted.map(took).map_err(code), told.map_err(str::to_owned));
        Ok(())
    }

    /// Spells what a line took as an answer does: what came of one lot from several layers together.
    fn spelled(&self, line: &Took) -> Vec<(String, i64, i128)> {
        let mut took: Vec<(String, i64, i128)> = Vec::new();
        for (lot, quantity, cost) in line {
            let lot = &self.ledger.lots[*lot];
            let label = format!("{}/{}", self.documents[lot.doc].1, lot.line);
            match took.last_mut().filter(|last| last.0 == label) {
                Some(last) => (last.1, last.2) = (last.1 + quantity, last.2 + cost),
                None => took.push((label, *quantity, *cost)),
            }
        }
        took
    }

    /// Holds the store against the ledger, and the store against itself.
    fn same(&self) -> Result<(), TestCaseError> {
        let mut there = Vec::new();
        self.shop.look(|view| {
            there.clear();
            view.prefix(LAYER, &(), Direction::Forward, |key, layer| {
                let queued = (key.queued - self.day(0)).num_days();
                let cost = i128::from(layer.cost.ten_thousandths());
                there.push((key.warehouse.0, key.product, queued, key.lot, (layer.quantity.thousandths(), cost)));
                Ok(true)
            })
        });
        let mut kept = Vec::new();
        for (product, has_serials) in [(self.goods, false), (self.phone, true)] {
            kept.extend(
                self.ledger.layers(has_serials).into_iter().map(|(_, spot, layer)| (spot.0, product, spot.1, layer)),
            );
        }
        kept.sort_by_key(|(warehouse, product, ..)| (*warehouse, *product));
        let there: Vec<_> = there.into_iter().map(|(wh, product, day, _, layer)| (wh, product, day, layer)).collect();
        prop_assert_eq!(there, kept);
        for warehouse in [1, 2] {
            let query = Query::ProductUnits {
                product: self.phone,
                warehouse: Some(WarehouseId(warehouse)),
                after: None,
                limit: 100,
            };
            let Answer::Units(page) = self.shop.ask(&query) else { panic!("units") };
            let mut units: Vec<String> = page.rows.into_iter().map(|row| row.serial).collect();
            units.sort();
            let stand = |n: &u8| self.ledger.stands(&serial(*n)).is_some_and(|spot| spot.0 == warehouse);
            let mut named: Vec<String> = (1..9).filter(stand).map(|n| self.named(n)).collect();
            named.sort();
            prop_assert_eq!(units, named);
        }
        let mut held = 0;
        self.shop.look(|view| {
            held = 0;
            view.prefix(HELD, &(), Direction::Forward, |_, _| {
                held += 1;
                Ok(true)
            })
        });
        // What ran out holds its units until the next write sweeps it.
        let swept = |document: DocumentId| self.shop.look(|view| Ok(view.need(DOCUMENT, &document)?.state));
        let its = |at: usize| self.ledger.held[at].lines.iter().map(units_of).sum::<usize>();
        let mut holding = 0;
        for (at, document) in self.held.iter().enumerate() {
            let kept = swept(*document);
            holding += match self.ledger.held[at].stage {
                Stage::Reserved if kept == DocumentState::Reserved => its(at),
                Stage::Released => its(at),
                _ => 0,
            };
            let Answer::Document(seen) = self.shop.ask(&Query::Document(DocumentRef::Id(*document))) else {
                panic!("a document")
            };
            let live = self.ledger.is_live(&self.ledger.held[at]);
            let stands = match self.ledger.held[at].stage {
                Stage::Reserved if live => DocumentState::Reserved,
                Stage::Reserved => DocumentState::Expired,
                Stage::Released => DocumentState::Draft,
                Stage::Gone => seen.row.state,
            };
            prop_assert_eq!(seen.row.state, stands);
        }
        let of_drafts = (1..9).filter(|n| self.ledger.holder(&serial(*n)).is_some()).count();
        prop_assert_eq!(held, of_drafts + holding);
        self.figures()?;
        let mut broken = Vec::new();
        self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        prop_assert!(broken.is_empty(), "{:#?}", broken);
        Ok(())
    }

    /// Holds what is on hand, available and on its way against what the ledger says.
    fn figures(&self) -> Result<(), TestCaseError> {
        for (product, serialised) in [(self.goods, false), (self.phone, true)] {
            let query = Query::Stock {
                by: StockBy::Warehouse,
                warehouse: None,
                product: Some(product),
                text: String::new(),
                on: None,
                after: None,
                limit: 100,
            };
            let Answer::Stock(page) = self.shop.ask(&query) else { panic!("stock") };
            for warehouse in [1, 2] {
                let on_hand = self.ledger.on_hand(warehouse, serialised);
                let available = on_hand - self.ledger.reserved(warehouse, serialised);
                let kept = [on_hand, available, self.ledger.travels_to(warehouse, serialised)];
                let row = page.rows.iter().find(|row| row.warehouse == Some(WarehouseId(warehouse)));
                let seen =
                    row.map_or([0; 3], |row| [row.on_hand, row.available, row.in_transit].map(Quantity::thousandths));
                prop_assert_eq!(seen, kept, "{:?} in warehouse {}", product, warehouse);
            }
        }
        Ok(())
    }

    /// Holds the stock of a day, in quantity and in money, against what the ledger had then.
    fn past(&self, day: i64) -> Result<(), TestCaseError> {
        for (product, serialised) in [(self.goods, false), (self.phone, true)] {
            for warehouse in [1, 2] {
                let kept = self.ledger.worth(warehouse, serialised, day);
                for by in [StockBy::Warehouse, StockBy::Bin, StockBy::Category] {
                    let query = Query::Stock {
                        by,
                        warehouse: Some(WarehouseId(warehouse)),
                        product: Some(product),
                        text: String::new(),
                        on: Some(self.day(day)),
                        after: None,
                        limit: 100,
                    };
                    let Answer::Stock(page) = self.shop.ask(&query) else { panic!("stock") };
                    let sum = page.rows.iter().fold((0, 0), |sum, row| {
                        let cost = i128::from(row.value.ten_thousandths());
                        (sum.0 + row.on_hand.thousandths(), sum.1 + cost)
                    });
                    // What has nothing is not listed by shelf or category, nor what rounding left of its worth.
                    let kept = if by != StockBy::Warehouse && kept.0 == 0 { (0, 0) } else { kept };
                    prop_assert_eq!(sum, kept, "{:?} of {:?} on day {}", by, product, day);
                }
            }
        }
        Ok(())
    }
}

fn units_of(wanted: &Wanted) -> usize {
    if let Wanted::Units(units) = wanted { units.len() } else { 0 }
}

const fn its_kind(kind: Kind) -> DocumentKind {
    match kind {
        Kind::Posting => DocumentKind::Posting,
        Kind::WriteOff | Kind::Lost => DocumentKind::WriteOff,
        Kind::Sale => DocumentKind::Sale,
        Kind::Transfer | Kind::Shipment => DocumentKind::Transfer,
        Kind::ClientReturn => DocumentKind::ClientReturn,
        Kind::SupplierReturn => DocumentKind::SupplierReturn,
        Kind::Receipt => DocumentKind::Receipt,
        Kind::SendBack => DocumentKind::SendBack,
    }
}

fn took(posted: PostedDocument) -> Vec<Vec<(String, i64, i128)>> {
    let line = |line: dockhand::messages::PostedLine| {
        let took = line.took.into_iter();
        took.map(|took| (took.label, took.quantity.thousandths(), i128::from(took.cost.ten_thousandths()))).collect()
    };
    posted.lines.into_iter().map(line).collect()
}

fn code(no: No) -> String {
    match no {
        No::Refused(refused) => refused.code().to_owned(),
        No::Broken(sentence) => panic!("{sentence}"),
    }
}

fn history(shop: Shop, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut beside = Beside::new(shop);
    for step in steps {
        beside.take(step)?;
    }
    for back in 0..6 {
        beside.past(beside.ledger.today - back)?;
    }
    beside.shop.replays_equal();
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn a_store_in_memory_and_a_ledger_kept_by_hand_say_the_same(steps in prop::collection::vec(step(), 1..70)) {
        history(Shop::in_memory(), &steps)?;
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn a_store_on_disk_and_a_ledger_kept_by_hand_say_the_same(steps in prop::collection::vec(step(), 1..70)) {
        history(Shop::on_disk(), &steps)?;
    }
}

#[test]
fn a_serial_whose_posting_was_cancelled_may_come_in_on_an_earlier_day_even_when_it_had_left_and_come_back() {
    let mut beside = Beside::new(Shop::in_memory());
    let receive = |back| Step::Receive { warehouse: 1, back, lines: vec![(Line::Units(vec![3]), 0)] };
    for step in [
        receive(0),
        Step::Leave { kind: Kind::WriteOff, warehouse: 1, back: 0, lines: vec![Line::Units(vec![3])] },
        Step::Cancel { doc: 1, reopen: false },
        Step::Cancel { doc: 0, reopen: false },
        receive(1),
    ] {
        beside.take(&step).unwrap();
    }
    assert_eq!(beside.documents.len(), 3);
}

#[test]
fn of_two_desks_that_take_the_last_unit_exactly_one_succeeds() {
    for units in [false, true] {
        let beside = Beside::new(Shop::in_memory());
        let line = if units { Line::Units(vec![1]) } else { Line::Goods(1) };
        for _ in 0..250 {
            beside.shop.run(beside.receiving(1, 100, &[(line.clone(), 100)]));
            let take = |n: u64| {
                let (stockroom, line) = (Arc::clone(&beside.shop.stockroom), beside.line(&line));
                let origin = stockroom.open_desk(&format!("desk {n}")).unwrap();
                let sale = support::whole(DocumentKind::Sale, WarehouseId(1), vec![line]);
                thread::spawn(move || {
                    stockroom.run(origin, stockroom.next_id(origin.desk), Command::MoveWhole(Box::new(sale)))
                })
            };
            let answers = [take(1), take(2)].map(|desk| desk.join().unwrap().map(|_| ()).map_err(code));
            let refused = if units { "not_on_hand" } else { "short" };
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
            assert!(answers.contains(&Err(refused.to_owned())), "{answers:?}");
        }
    }
}

/// A shop in which each kind of document moved goods and units, some of them back again.
fn busy() -> Beside {
    let mut beside = Beside::new(Shop::in_memory());
    let leave = |kind, warehouse, lines| Step::Leave { kind, warehouse, back: 0, lines };
    let back = |kind, warehouse, lines| Step::Return { kind, of: 0, warehouse, back: 0, lines };
    for step in [
        Step::Receive {
            warehouse: 1,
            back: 3,
            lines: vec![(Line::Goods(9), 1_000), (Line::Units(vec![1, 2, 3, 4]), 7)],
        },
        leave(Kind::Sale, 1, vec![Line::Goods(2), Line::Units(vec![1, 2])]),
        leave(Kind::Transfer, 1, vec![Line::Goods(2), Line::Units(vec![3])]),
        back(Kind::ClientReturn, 1, vec![Line::Goods(1), Line::Units(vec![1])]),
        back(Kind::SupplierReturn, 1, vec![Line::Goods(1), Line::Units(vec![4])]),
        leave(Kind::WriteOff, 1, vec![Line::Goods(1)]),
        Step::Cancel { doc: 5, reopen: false },
        Step::Cost { lot: 0, total: 1_300 },
        Step::Cost { lot: 0, total: 900 },
        Step::Serial { unit: 2, to: None },
    ] {
        beside.take(&step).unwrap();
    }
    assert_eq!(beside.documents.len(), 6);
    beside
}

#[test]
fn each_record_of_what_moved_is_missed_when_it_is_gone() {
    let beside = busy();
    let verified = || {
        let mut broken = Vec::new();
        match beside.shop.stockroom.verify(&mut |sentence| broken.push(sentence)) {
            Ok(_) => broken,
            Err(unreadable) => vec![unreadable.to_string()],
        }
    };
    assert_eq!(verified(), Vec::<String>::new());
    let engine = &beside.shop.engine;
    let all = support::rows(&**engine);
    let mut gone = 0;
    for table in [
        MOVE_LINE.name(),
        TAKEN.name(),
        REQUEUED.name(),
        CANCELLED_DAY.name(),
        LAYER.name(),
        BALANCE.name(),
        CORRECTION.name(),
    ] {
        assert!(!all[table].is_empty(), "{table}");
        for (key, value) in &all[table] {
            engine.write(Durability::Plain, &mut |tx| tx.delete(table, key)).unwrap();
            assert!(!verified().is_empty(), "{table} {key:02x?}");
            engine.write(Durability::Plain, &mut |tx| tx.put(table, key, value)).unwrap();
            gone += 1;
        }
    }
    assert!(gone > 20, "{gone}");
    assert_eq!(verified(), Vec::<String>::new());
}
