//! What lies on another shelf than the books say is transferred: neither written off here nor posted there.

use std::collections::BTreeMap;

use dockhand::domain::count::{FindingKind, Tally};
use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::id::{BinId, DocumentId, ProductId};
use dockhand::domain::lot::LayerKey;
use dockhand::domain::money::Money;
use dockhand::messages::{
    Answer, Command, Outcome, Query, Settled, Settlement, UnitRef, WantedLine, WholeMove, WholeReservation,
};
use dockhand::store::engine::Direction;
use dockhand::store::tables::LAYER;
use proptest::prelude::*;

use crate::support::{Shop, each_shop};
use crate::{Counting, code, goods_and_phone, of_kind, pieces, set, settlement, strings};

fn on(stocktake: DocumentId, product: ProductId, bin: BinId, tally: Tally) -> Command {
    Command::CountProduct { stocktake, product, bin: Some(bin), tally }
}

fn scanned_on(stocktake: DocumentId, serials: &[&str], bin: BinId) -> Command {
    Command::CountUnits { stocktake, serials: strings(serials), product: None, bin: Some(bin) }
}

/// Layers of a product in the order of its queue: shelf, how many, cost of all of them.
fn layers(shop: &Shop, product: ProductId) -> Vec<(BinId, i64, i64)> {
    let mut there = Vec::new();
    shop.look(|view| {
        there.clear();
        view.prefix(LAYER, &(shop.warehouse, product), Direction::Forward, |key: LayerKey, layer| {
            there.push((key.bin, layer.quantity.thousandths() / 1_000, layer.cost.ten_thousandths()));
            Ok(true)
        })
    });
    there
}

fn kinds(settled: &Settled) -> Vec<DocumentKind> {
    settled.documents.iter().map(|by| by.kind).collect()
}

/// Ten cables on shelf A by two postings, six on shelf B.
fn shelved(shop: &Shop) -> (ProductId, ProductId, [BinId; 2]) {
    let (cable, phone) = goods_and_phone(shop);
    let bins = [shop.bin("A"), shop.bin("B")];
    for (count, bin) in [(4, bins[0]), (6, bins[0]), (6, bins[1])] {
        shop.receive_at(shop.warehouse, &[(cable, count, &[], Some(bin))]);
    }
    (cable, phone, bins)
}

#[test]
fn what_one_shelf_lacks_and_another_has_too_much_of_is_transferred_at_its_own_cost() {
    each_shop(|name, shop| {
        let (cable, _, [a, b]) = shelved(shop);
        let id = shop.stocktake();
        shop.run(on(id, cable, a, set(5)));
        shop.run(on(id, cable, b, set(11)));
        let view = shop.view(id);
        assert_eq!((view.shortages, view.excesses), (Some(1), 1), "{name}");
        let progress = view.progress.unwrap();
        assert_eq!((progress.found, progress.expected), (pieces(16), pieces(16)), "{name}: nothing is missing");
        let settled = shop.settle(id);
        assert_eq!(
            (kinds(&settled), settled.findings, settled.whole),
            (vec![DocumentKind::Transfer], 2, true),
            "{name}"
        );
        let two = 20_000;
        let wanted = [(b, 4, 4 * two), (a, 5, 5 * two), (b, 1, two), (b, 6, 6 * two)];
        assert_eq!(layers(shop, cable), wanted, "{name}: the oldest went, each at its own cost");
        let view = shop.view(id);
        let progress = view.progress.unwrap();
        assert_eq!((view.row.state, view.percent_settled()), (DocumentState::Posted, Some(100)), "{name}");
        assert_eq!((progress.found, progress.expected), (pieces(16), pieces(16)), "{name}");
        assert_eq!(view.links.iter().filter_map(|row| row.number.clone()).collect::<Vec<_>>(), ["T-1"], "{name}");
        assert_eq!(shop.refused(crate::all_of(id)).code(), "wrong_state", "{name}: twice does nothing twice");
        shop.is_whole(name);
    });
}

#[test]
fn only_what_is_on_no_other_shelf_is_lost_and_only_what_is_missing_nowhere_is_new() {
    for (on_a, on_b, documents, on_hand) in [
        (5, 9, vec![DocumentKind::Transfer, DocumentKind::WriteOff], 14),
        (7, 11, vec![DocumentKind::Transfer, DocumentKind::Posting], 18),
        (7, 6, vec![DocumentKind::WriteOff], 13),
        (10, 8, vec![DocumentKind::Posting], 18),
    ] {
        each_shop(|name, shop| {
            let (cable, _, [a, b]) = shelved(shop);
            let id = shop.stocktake();
            shop.run(on(id, cable, a, set(on_a)));
            shop.run(on(id, cable, b, set(on_b)));
            let settled = shop.settle(id);
            assert_eq!((kinds(&settled), settled.whole), (documents.clone(), true), "{name}: {on_a} and {on_b}");
            assert_eq!(shop.on_hand(cable), pieces(on_hand), "{name}");
            shop.is_whole(name);
        });
    }
}

#[test]
fn a_shortage_that_is_chosen_alone_is_written_off() {
    each_shop(|name, shop| {
        let (cable, _, [a, b]) = shelved(shop);
        let id = shop.stocktake();
        shop.run(on(id, cable, a, set(9)));
        shop.run(on(id, cable, b, set(7)));
        let shortage = of_kind(&shop.found(id), FindingKind::Shortage);
        let Outcome::Settled(settled) = shop.run(settlement(id, shortage)) else { panic!("settled") };
        assert_eq!((kinds(&settled), settled.whole), (vec![DocumentKind::WriteOff], false), "{name}");
        assert_eq!(shop.view(id).percent_settled(), Some(50), "{name}");
        assert_eq!(kinds(&shop.settle(id)), [DocumentKind::Posting], "{name}");
        assert_eq!(shop.view(id).percent_settled(), Some(100), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn units_and_goods_on_the_wrong_shelf_go_by_one_transfer_and_units_of_another_warehouse_by_their_own() {
    each_shop(|name, shop| {
        let (cable, phone, [a, b]) = shelved(shop);
        let other = shop.warehouse_named("Shop");
        shop.receive_at(shop.warehouse, &[(phone, 0, &["A1", "A2"], Some(a))]);
        shop.receive_at(other, &[(phone, 0, &["B1"], None)]);
        let id = shop.stocktake();
        shop.run(scanned_on(id, &["A1"], a));
        shop.run(scanned_on(id, &["A2", "B1"], b));
        shop.run(on(id, cable, a, set(9)));
        shop.run(on(id, cable, b, set(7)));
        let settled = shop.settle(id);
        assert_eq!((kinds(&settled), settled.whole), (vec![DocumentKind::Transfer; 2], true), "{name}");
        for (serial, place) in [("A1", "Main, bin A"), ("A2", "Main, bin B"), ("B1", "Main, bin B")] {
            let Answer::Passport(passport) = shop.ask(&Query::Passport(UnitRef::Serial(serial.into(), None))) else {
                panic!("a passport")
            };
            assert!(passport.standing.to_string().contains(place), "{name}: {serial} {}", passport.standing);
        }
        assert_eq!(shop.on_hand(cable), pieces(16), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn what_is_reserved_may_lie_on_another_shelf_and_may_not_be_lost() {
    each_shop(|name, shop| {
        let (cable, _, [a, b]) = shelved(shop);
        let line = WantedLine {
            product: cable,
            quantity: Some(pieces(16)),
            serials: Vec::new(),
            bin: None,
            to_bin: None,
            price: None,
        };
        let whole = WholeMove {
            client: "Jane".into(),
            ..crate::support::whole(DocumentKind::Order, shop.warehouse, vec![line])
        };
        shop.run(Command::ReserveWhole(Box::new(WholeReservation { whole, until: None })));
        let id = shop.stocktake();
        shop.run(on(id, cable, a, set(8)));
        shop.run(on(id, cable, b, set(7)));
        let held: Vec<Option<String>> = shop.found(id).into_iter().map(|row| row.held).collect();
        let why = "1 pc of Cable are missing, Main has 16 and 16 of them are reserved: release them first";
        assert_eq!(held, [Some(why.to_owned()), Some(why.to_owned())], "{name}: neither without the other");
        assert_eq!(code(shop.try_run(crate::all_of(id))), "reserved", "{name}");
        shop.run(on(id, cable, b, set(8)));
        assert_eq!(kinds(&shop.settle(id)), [DocumentKind::Transfer], "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_shelf_that_has_fewer_by_now_than_are_missing_is_to_be_counted_again() {
    each_shop(|name, shop| {
        let (cable, _, [a, b]) = shelved(shop);
        let id = shop.stocktake();
        shop.run(on(id, cable, a, set(4)));
        shop.run(on(id, cable, b, set(12)));
        shop.leaves(DocumentKind::Sale, cable, 8, &[]);
        let held: Vec<Option<String>> = shop.found(id).into_iter().map(|row| row.held).collect();
        let why = "6 pc of Cable are missing at Main A, which has 2 by now: count it again";
        assert_eq!(held, [Some(why.to_owned()), Some(why.to_owned())], "{name}");
        assert_eq!(code(shop.try_run(crate::all_of(id))), "changed", "{name}");
        assert_eq!(shop.on_hand(cable), pieces(8), "{name}");
        shop.run(on(id, cable, a, set(0)));
        shop.run(on(id, cable, b, set(8)));
        assert_eq!(kinds(&shop.settle(id)), [DocumentKind::Transfer], "{name}");
        shop.is_whole(name);
    });
}

/// Shelves of the random shop: the warehouse at large, A and B.
const SHELVES: usize = 3;
const UNITS: u8 = 5;

#[derive(Debug, Clone)]
enum Step {
    Receive {
        shelf: usize,
        count: u32,
        cost: i64,
    },
    Unit {
        unit: u8,
        shelf: usize,
    },
    Sell {
        count: u32,
    },
    SellUnit {
        unit: u8,
    },
    /// What is counted on A and on B, and on which of them units are found; then all is settled.
    Count {
        goods: [Option<u32>; 2],
        units: Vec<Option<usize>>,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..SHELVES, 1..7_u32, 1..9_i64).prop_map(|(shelf, count, cost)| Step::Receive { shelf, count, cost }),
        2 => (0..UNITS, 0..SHELVES).prop_map(|(unit, shelf)| Step::Unit { unit, shelf }),
        1 => (1..5_u32).prop_map(|count| Step::Sell { count }),
        1 => (0..UNITS).prop_map(|unit| Step::SellUnit { unit }),
        4 => (
            [prop::option::weighted(0.9, 0..9_u32), prop::option::weighted(0.9, 0..9_u32)],
            prop::collection::vec(prop::option::weighted(0.8, 1..SHELVES), usize::from(UNITS))
        ).prop_map(|(goods, units)| Step::Count { goods, units }),
    ]
}

/// What somebody keeps by hand: lots in their order, each with what lies where; and where each unit is.
#[derive(Debug, Default)]
struct Kept {
    lots: Vec<[(i64, i64); SHELVES]>,
    units: BTreeMap<u8, Option<usize>>,
}

impl Kept {
    fn on(&self, shelf: usize) -> i64 {
        self.lots.iter().map(|lot| lot[shelf].0).sum()
    }

    /// Takes the oldest off a shelf, or off all of them in the order of each lot's; puts it on another, when one is named.
    fn take(&mut self, from: &[usize], mut wanted: i64, to: Option<usize>) {
        for lot in &mut self.lots {
            for shelf in from {
                let (has, cost) = lot[*shelf];
                let taken = has.min(wanted);
                if taken == 0 {
                    continue;
                }
                let share = if taken == has { cost } else { cost * taken / has };
                lot[*shelf] = (has - taken, cost - share);
                if let Some(to) = to {
                    lot[to] = (lot[to].0 + taken, lot[to].1 + share);
                }
                wanted -= taken;
            }
        }
        assert_eq!(wanted, 0);
    }

    fn bring(&mut self, shelf: usize, count: i64, cost: i64) {
        let mut lot = [(0, 0); SHELVES];
        lot[shelf] = (count, cost);
        self.lots.push(lot);
    }

    /// Settles what was counted; returns the kinds of documents it takes.
    fn settle(&mut self, goods: [Option<u32>; 2], units: &[Option<usize>], cost: i64) -> Vec<DocumentKind> {
        let counted = [None, goods[0], goods[1]];
        let known = goods.iter().any(Option::is_some) || (0..SHELVES).any(|shelf| self.on(shelf) > 0);
        let mut over: Vec<i64> =
            (0..SHELVES).map(|shelf| counted[shelf].map_or(0, i64::from) - self.on(shelf)).collect();
        if !known {
            over = vec![0; SHELVES];
        }
        let (mut moved, mut came, mut lost) = (false, false, false);
        for from in 0..SHELVES {
            for to in 0..SHELVES {
                let both = (-over[from]).min(over[to]);
                if both > 0 {
                    self.take(&[from], both, Some(to));
                    (over[from], over[to], moved) = (over[from] + both, over[to] - both, true);
                }
            }
        }
        for (shelf, new) in over.iter().enumerate().filter(|(_, over)| **over > 0) {
            self.bring(shelf, *new, new * cost);
            came = true;
        }
        for (shelf, gone) in over.iter().enumerate().filter(|(_, over)| **over < 0) {
            self.take(&[shelf], -gone, None);
            lost = true;
        }
        for (unit, stands) in &mut self.units {
            let seen = units[usize::from(*unit)];
            match (*stands, seen) {
                (Some(_), None) => lost = true,
                (Some(stood), Some(lies)) => moved |= stood != lies,
                (None, Some(_)) => came = true,
                (None, None) => {}
            }
            *stands = seen;
        }
        let all = [(moved, DocumentKind::Transfer), (came, DocumentKind::Posting), (lost, DocumentKind::WriteOff)];
        all.into_iter().filter(|(is, _)| *is).map(|(_, kind)| kind).collect()
    }
}

struct Beside {
    shop: Shop,
    cable: ProductId,
    phone: ProductId,
    bins: [BinId; SHELVES],
    kept: Kept,
}

fn serial(unit: u8) -> String {
    format!("A{unit}")
}

impl Beside {
    fn new() -> Beside {
        let shop = Shop::in_memory();
        let (cable, phone) = goods_and_phone(&shop);
        let bins = [BinId(0), shop.bin("A"), shop.bin("B")];
        Beside { shop, cable, phone, bins, kept: Kept::default() }
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.shop.minutes(1);
        let bin = |shelf: usize| Some(self.bins[shelf]).filter(|bin| bin.0 != 0);
        match step {
            Step::Receive { shelf, count, cost } => {
                let posted = self.shop.receive_at(self.shop.warehouse, &[(self.cable, *count, &[], bin(*shelf))]);
                let cost = (*cost * 3_333 * i64::from(*count)).max(1);
                let lot = posted.lines[0].took[0].lot;
                let total = dockhand::domain::document::Cost::Total(Money::from_ten_thousandths(cost));
                self.shop.run(Command::CorrectCost { lot, cost: total });
                self.kept.bring(*shelf, i64::from(*count), cost);
            }
            Step::Unit { unit, shelf } if self.kept.units.get(unit).copied().flatten().is_none() => {
                self.shop.receive_at(self.shop.warehouse, &[(self.phone, 0, &[&serial(*unit)], bin(*shelf))]);
                self.kept.units.insert(*unit, Some(*shelf));
            }
            Step::Sell { count } if (0..SHELVES).map(|shelf| self.kept.on(shelf)).sum::<i64>() >= i64::from(*count) => {
                self.shop.leaves(DocumentKind::Sale, self.cable, *count, &[]);
                self.kept.take(&[0, 1, 2], i64::from(*count), None);
            }
            Step::SellUnit { unit } if self.kept.units.get(unit).copied().flatten().is_some() => {
                self.shop.leaves(DocumentKind::Sale, self.phone, 0, &[&serial(*unit)]);
                self.kept.units.insert(*unit, None);
            }
            Step::Count { goods, units } => self.count(*goods, units)?,
            _ => return Ok(()),
        }
        self.same()
    }

    fn count(&mut self, goods: [Option<u32>; 2], units: &[Option<usize>]) -> Result<(), TestCaseError> {
        let id = self.shop.stocktake();
        for (place, counted) in goods.into_iter().enumerate() {
            if let Some(counted) = counted {
                self.shop.run(on(id, self.cable, self.bins[place + 1], set(counted)));
            }
        }
        for unit in self.kept.units.keys() {
            if let Some(shelf) = units[usize::from(*unit)] {
                self.shop.run(scanned_on(id, &[&serial(*unit)], self.bins[shelf]));
            }
        }
        let cost = 7_000;
        let costs = [self.cable, self.phone].map(|product| (product, Money::from_ten_thousandths(cost))).to_vec();
        let all = Settlement { stocktake: id, only: Vec::new(), costs, named: Vec::new(), seen: None };
        let Outcome::Settled(settled) = self.shop.run(Command::SettleStocktake(Box::new(all))) else {
            panic!("settled")
        };
        prop_assert_eq!(kinds(&settled), self.kept.settle(goods, units, cost));
        prop_assert!(settled.whole, "{:?}", settled.left);
        let again = self.shop.try_run(crate::all_of(id));
        prop_assert_eq!(code(again), "wrong_state");
        Ok(())
    }

    fn same(&self) -> Result<(), TestCaseError> {
        let lots = self.kept.lots.iter();
        let kept: Vec<(BinId, i64, i64)> = lots
            .flat_map(|lot| lot.iter().zip(self.bins).map(|((has, cost), bin)| (bin, *has, *cost)))
            .filter(|(_, has, _)| *has > 0)
            .collect();
        prop_assert_eq!(layers(&self.shop, self.cable), kept);
        let query =
            Query::ProductUnits { product: self.phone, warehouse: Some(self.shop.warehouse), after: None, limit: 100 };
        let Answer::Units(page) = self.shop.ask(&query) else { panic!("units") };
        let mut there: Vec<(String, String)> = page.rows.into_iter().map(|row| (row.serial, row.whereabouts)).collect();
        there.sort();
        let names = ["Main", "Main A", "Main B"];
        let stand =
            self.kept.units.iter().filter_map(|(unit, shelf)| Some((serial(*unit), names[(*shelf)?].to_owned())));
        prop_assert_eq!(there, stand.collect::<Vec<_>>());
        let mut broken = Vec::new();
        self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        prop_assert!(broken.is_empty(), "{:#?}", broken);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_counts_of_shelves_move_lose_and_find_what_a_list_kept_by_hand_says(
        steps in prop::collection::vec(step(), 1..24)
    ) {
        let mut beside = Beside::new();
        for step in &steps {
            beside.take(step)?;
        }
        beside.shop.replays_equal();
    }
}
