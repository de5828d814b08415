//! Random counts beside a list that somebody keeps by hand: what is there by the books, what was counted, what moved.

use std::collections::{BTreeMap, BTreeSet};

use dockhand::domain::document::DocumentKind;
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::messages::{Command, No, WantedLine, WholeMove};
use proptest::prelude::*;

use crate::support::Shop;
use crate::{Counting, goods, goods_and_phone, pieces, set, units};

/// Where a unit is by the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Main,
    Branch,
    Gone,
}

/// Something that happens; units are meant by the numbers of their serials.
#[derive(Debug, Clone)]
enum Step {
    Receive(u8),
    Sell(u8),
    Transfer(u8),
    Bring(u8),
    Cables(i8),
    Scan(u8),
    Tally(u8),
    TakeBack,
    Settle,
    Open,
}

fn step() -> impl Strategy<Value = Step> {
    let unit = || 0..8_u8;
    prop_oneof![
        4 => unit().prop_map(Step::Receive),
        3 => unit().prop_map(Step::Sell),
        2 => unit().prop_map(Step::Transfer),
        2 => unit().prop_map(Step::Bring),
        3 => (-3..6_i8).prop_map(Step::Cables),
        8 => unit().prop_map(Step::Scan),
        3 => (0..9_u8).prop_map(Step::Tally),
        2 => Just(Step::TakeBack),
        1 => Just(Step::Settle),
        1 => Just(Step::Open),
    ]
}

/// A count kept by hand.
#[derive(Debug, Clone, Default)]
struct Kept {
    /// Units counted, each with whether it moved since; in the order they were counted.
    scans: Vec<(u8, bool)>,
    /// Cables counted, and what the books said then.
    cables: Option<(i64, i64)>,
    /// Cables that came in since it was opened.
    came: i64,
    /// Units that moved since it was opened.
    moved: BTreeSet<u8>,
    /// What was done, in order: `true` is a unit.
    done: Vec<bool>,
}

struct Beside {
    shop: Shop,
    cable: ProductId,
    phone: ProductId,
    books: BTreeMap<u8, At>,
    cables: i64,
    count: Option<(DocumentId, Kept)>,
}

impl Beside {
    fn new() -> Beside {
        let shop = Shop::in_memory();
        shop.warehouse_named("Branch");
        let (cable, phone) = goods_and_phone(&shop);
        Beside { shop, cable, phone, books: BTreeMap::new(), cables: 0, count: None }
    }

    fn is_at(&self, unit: u8, at: At) -> bool {
        self.books.get(&unit) == Some(&at)
    }

    fn put(&mut self, unit: u8, at: At) {
        self.books.insert(unit, at);
        if let Some((_, kept)) = &mut self.count {
            kept.moved.insert(unit);
            kept.scans.iter_mut().filter(|(scanned, _)| *scanned == unit).for_each(|(_, moved)| *moved = true);
        }
    }

    fn moves(&self, from: u64, to: u64, unit: u8) {
        let whole = WholeMove {
            to: Some(WarehouseId(to)),
            ..crate::support::whole(
                DocumentKind::Transfer,
                WarehouseId(from),
                vec![WantedLine {
                    product: self.phone,
                    quantity: None,
                    serials: vec![serial(unit)],
                    bin: None,
                    to_bin: None,
                    price: None,
                }],
            )
        };
        self.shop.run(Command::MoveWhole(Box::new(whole)));
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        // Each step has an instant of its own.
        self.shop.minutes(1);
        match step {
            Step::Receive(unit) if !self.books.get(unit).is_some_and(|at| *at != At::Gone) => {
                self.shop.receive(self.phone, 0, &[&serial(*unit)]);
                self.put(*unit, At::Main);
            }
            Step::Sell(unit) if self.is_at(*unit, At::Main) => {
                self.shop.leaves(DocumentKind::Sale, self.phone, 0, &[&serial(*unit)]);
                self.put(*unit, At::Gone);
            }
            Step::Transfer(unit) if self.is_at(*unit, At::Main) => {
                self.moves(1, 2, *unit);
                self.put(*unit, At::Branch);
            }
            Step::Bring(unit) if self.is_at(*unit, At::Branch) => {
                self.moves(2, 1, *unit);
                self.put(*unit, At::Main);
            }
            Step::Cables(by) if *by != 0 && self.cables + i64::from(*by) >= 0 => self.cables(*by),
            Step::Scan(unit) => self.scan(*unit)?,
            Step::Tally(there) => self.tally(*there),
            Step::TakeBack => self.take_back(),
            Step::Settle => return self.settle(),
            Step::Open if self.count.is_none() => self.count = Some((self.shop.stocktake(), Kept::default())),
            _ => return Ok(()),
        }
        self.same()
    }

    fn cables(&mut self, by: i8) {
        let many = u32::from(by.unsigned_abs());
        if by > 0 {
            self.shop.receive(self.cable, many, &[]);
        } else {
            self.shop.leaves(DocumentKind::Sale, self.cable, many, &[]);
        }
        self.cables += i64::from(by);
        if let Some((_, kept)) = &mut self.count {
            kept.came += i64::from(by.max(0));
        }
    }

    fn scan(&mut self, unit: u8) -> Result<(), TestCaseError> {
        let Some((id, kept)) = &mut self.count else { return Ok(()) };
        let answer = self.shop.try_run(units(*id, &[&serial(unit)]));
        if kept.scans.iter().any(|(scanned, _)| *scanned == unit) {
            prop_assert!(matches!(answer, Err(No::Refused(refused)) if refused.code() == "duplicate"));
        } else {
            prop_assert!(answer.is_ok(), "{:?}", answer);
            kept.scans.push((unit, false));
            kept.done.push(true);
        }
        Ok(())
    }

    fn tally(&mut self, there: u8) {
        let Some((id, kept)) = &mut self.count else { return };
        self.shop.run(goods(*id, self.cable, set(u32::from(there))));
        kept.done.push(false);
        kept.cables = Some((i64::from(there), self.cables));
    }

    fn take_back(&mut self) {
        let Some((id, kept)) = &mut self.count else { return };
        // What goods were before is not known to the books of then: only units are taken back here.
        if kept.done.last() != Some(&true) {
            return;
        }
        kept.done.pop();
        kept.scans.pop();
        let query = dockhand::messages::Query::Counts {
            stocktake: *id,
            desk: Some(self.shop.origin.desk),
            after: None,
            limit: 1,
        };
        let dockhand::messages::Answer::Counts(page) = self.shop.ask(&query) else { panic!("counts") };
        self.shop.run(Command::TakeBackCount { stocktake: *id, entry: page.rows[0].entry });
    }

    /// Says what a person would find by hand.
    fn found(&self, kept: &Kept) -> Vec<String> {
        let mut found = Vec::new();
        let short = match kept.cables {
            Some((counted, books)) => books - counted,
            None => (self.cables - kept.came).max(0),
        };
        if short > 0 {
            found.push(format!("shortage {short}"));
        }
        let scanned: BTreeSet<u8> = kept.scans.iter().map(|(unit, _)| *unit).collect();
        for (unit, at) in &self.books {
            if *at == At::Main && !scanned.contains(unit) && !kept.moved.contains(unit) {
                found.push(format!("shortage {}", serial(*unit)));
            }
        }
        if short < 0 {
            found.push(format!("excess {}", -short));
        }
        for (unit, moved) in &kept.scans {
            let kind = match self.books.get(unit) {
                _ if *moved => continue,
                None => "unknown",
                Some(At::Main) => continue,
                Some(At::Branch) => "elsewhere",
                Some(At::Gone) => "excess",
            };
            found.push(format!("{kind} {}", serial(*unit)));
        }
        found.sort();
        found
    }

    fn told(&self, id: DocumentId) -> Vec<String> {
        let rows = self.shop.found(id).into_iter();
        let mut told: Vec<String> = rows
            .map(|row| format!("{} {}", row.kind.word(), row.serial.unwrap_or_else(|| row.quantity.to_string())))
            .collect();
        told.sort();
        told
    }

    fn settle(&mut self) -> Result<(), TestCaseError> {
        let Some((id, kept)) = self.count.clone() else { return Ok(()) };
        let found = self.found(&kept);
        let short = match kept.cables {
            Some((counted, books)) => books - counted,
            None => (self.cables - kept.came).max(0),
        };
        // Of cables that were sold meanwhile too few are left to be written off.
        let too_few = short > self.cables;
        let unknown = found.iter().any(|row| row.starts_with("unknown"));
        let left = usize::from(too_few) + found.iter().filter(|row| row.starts_with("unknown")).count();
        let answer = self.shop.try_run(crate::all_of(id));
        if left == found.len() && left > 0 {
            prop_assert!(answer.is_err(), "{:?}", answer);
            return self.same();
        }
        let Ok(dockhand::messages::Outcome::Settled(settled)) = answer else { panic!("{answer:?}") };
        prop_assert_eq!(settled.findings as usize, found.len() - left);
        prop_assert_eq!(settled.whole, !unknown && !too_few);
        let counted: BTreeSet<u8> = kept.scans.iter().map(|(unit, _)| *unit).collect();
        let missing: Vec<u8> = (0..8).filter(|unit| found.contains(&format!("shortage {}", serial(*unit)))).collect();
        for unit in missing {
            self.put(unit, At::Gone);
        }
        for (unit, moved) in &kept.scans {
            if !moved && self.books.contains_key(unit) && !self.is_at(*unit, At::Main) {
                self.put(*unit, At::Main);
            }
        }
        if !too_few {
            self.cables -= short;
            if let Some((_, kept)) = &mut self.count {
                kept.cables = kept.cables.map(|(counted, _)| (counted, counted));
            }
        }
        prop_assert!(counted.len() <= 8);
        if settled.whole {
            self.count = None;
        }
        self.same()
    }

    /// Holds the shop against the list, and the store against itself.
    fn same(&self) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.shop.on_hand(self.cable), pieces(u32::try_from(self.cables).unwrap()));
        let here = self.books.values().filter(|at| **at == At::Main).count();
        prop_assert_eq!(self.shop.on_hand(self.phone), pieces(u32::try_from(here).unwrap()));
        if let Some((id, kept)) = &self.count {
            prop_assert_eq!(self.told(*id), self.found(kept));
        }
        let mut broken = Vec::new();
        self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        prop_assert!(broken.is_empty(), "{:#?}", broken);
        Ok(())
    }
}

fn serial(unit: u8) -> String {
    format!("A{unit}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_counts_find_and_settle_what_a_list_kept_by_hand_says(steps in prop::collection::vec(step(), 1..40)) {
        let mut beside = Beside::new();
        for step in &steps {
            beside.take(step)?;
        }
        beside.shop.replays_equal();
    }
}
