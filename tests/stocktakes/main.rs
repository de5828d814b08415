//! Stocktakes: counted at several desks while goods move, compared with the books, settled; in memory and on disk.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod counting;
mod desk;
mod findings;
mod model;
mod settling;
mod shelves;
#[path = "../support/mod.rs"]
mod support;
mod together;

use dockhand::domain::count::{FindingKind, Subject, Tally};
use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{
    Answer, Command, CountedUnit, FindingRow, NewSerials, No, Outcome, PostedDocument, Query, Settled, Settlement,
    StocktakeView, WantedLine, WholeLine, WholeMove, WholePosting,
};
use dockhand::ops::verify::verify;
use support::{Shop, counted, serialised};

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

fn add(count: u32) -> Tally {
    Tally::Add(pieces(count))
}

fn set(count: u32) -> Tally {
    Tally::Set(pieces(count))
}

fn strings(serials: &[&str]) -> Vec<String> {
    serials.iter().map(|&serial| serial.to_owned()).collect()
}

fn code<T: std::fmt::Debug>(no: Result<T, No>) -> &'static str {
    match no {
        Err(No::Refused(refused)) => refused.code(),
        other => panic!("{other:?}"),
    }
}

fn units(stocktake: DocumentId, serials: &[&str]) -> Command {
    Command::CountUnits { stocktake, serials: strings(serials), product: None, bin: None }
}

fn goods(stocktake: DocumentId, product: ProductId, tally: Tally) -> Command {
    Command::CountProduct { stocktake, product, bin: None, tally }
}

/// What tests of stocktakes ask of a shop.
trait Counting {
    fn warehouse_named(&self, name: &str) -> WarehouseId;
    fn bin(&self, code: &str) -> BinId;
    fn receive_at(&self, warehouse: WarehouseId, lines: &[(ProductId, u32, &[&str], Option<BinId>)]) -> PostedDocument;
    fn receive(&self, product: ProductId, quantity: u32, serials: &[&str]) -> PostedDocument;
    fn leaves(&self, kind: DocumentKind, product: ProductId, quantity: u32, serials: &[&str]) -> PostedDocument;
    fn stocktake(&self) -> DocumentId;
    fn scans(&self, stocktake: DocumentId, serial: &str) -> CountedUnit;
    fn found(&self, stocktake: DocumentId) -> Vec<FindingRow>;
    fn told(&self, stocktake: DocumentId) -> Vec<String>;
    fn view(&self, stocktake: DocumentId) -> StocktakeView;
    fn settle(&self, stocktake: DocumentId) -> Settled;
    fn on_hand(&self, product: ProductId) -> Quantity;
    fn is_whole(&self, name: &str);
}

impl Counting for Shop {
    fn warehouse_named(&self, name: &str) -> WarehouseId {
        let made = self.run(Command::AddWarehouse { name: name.into(), code: String::new(), location: None });
        let Outcome::WarehouseMade(id) = made else { panic!("{made:?}") };
        id
    }

    fn bin(&self, code: &str) -> BinId {
        let made = self.run(Command::AddBin { warehouse: self.warehouse, code: code.into(), defects: false });
        let Outcome::BinMade(id) = made else { panic!("{made:?}") };
        id
    }

    fn receive_at(&self, warehouse: WarehouseId, lines: &[(ProductId, u32, &[&str], Option<BinId>)]) -> PostedDocument {
        let lines = lines.iter().map(|(product, quantity, serials, bin)| WholeLine {
            product: *product,
            quantity: Some(pieces(*quantity)).filter(|_| serials.is_empty()),
            cost: Some(Cost::Unit(Money::from_ten_thousandths(20_000))),
            warranty: None,
            batch: String::new(),
            expiry: None,
            bin: *bin,
            serials: if serials.is_empty() { Vec::new() } else { vec![NewSerials::Literal(strings(serials))] },
        });
        let posting = WholePosting {
            warehouse,
            supplier: String::new(),
            invoice: String::new(),
            date: None,
            note: String::new(),
            lines: lines.collect(),
        };
        let outcome = self.run(Command::ReceiveWhole(Box::new(posting)));
        let Outcome::Posted(posted) = outcome else { panic!("{outcome:?}") };
        posted
    }

    fn receive(&self, product: ProductId, quantity: u32, serials: &[&str]) -> PostedDocument {
        self.receive_at(self.warehouse, &[(product, quantity, serials, None)])
    }

    fn leaves(&self, kind: DocumentKind, product: ProductId, quantity: u32, serials: &[&str]) -> PostedDocument {
        let line = WantedLine {
            product,
            quantity: Some(pieces(quantity)).filter(|_| serials.is_empty()),
            serials: strings(serials),
            bin: None,
            to_bin: None,
            price: None,
        };
        let whole = WholeMove {
            to: (kind == DocumentKind::Transfer).then_some(WarehouseId(2)),
            reason: if kind == DocumentKind::WriteOff { "broken".into() } else { String::new() },
            ..support::whole(kind, self.warehouse, vec![line])
        };
        let outcome = self.run(Command::MoveWhole(Box::new(whole)));
        let Outcome::Posted(posted) = outcome else { panic!("{outcome:?}") };
        posted
    }

    fn stocktake(&self) -> DocumentId {
        let opened = self.run(Command::OpenStocktake { warehouse: self.warehouse, bin: None, category: String::new() });
        let Outcome::StocktakeOpened(id) = opened else { panic!("{opened:?}") };
        id
    }

    fn scans(&self, stocktake: DocumentId, serial: &str) -> CountedUnit {
        let outcome = self.run(units(stocktake, &[serial]));
        let Outcome::UnitsCounted { mut units, counted: 1, .. } = outcome else { panic!("{outcome:?}") };
        units.pop().unwrap()
    }

    fn found(&self, stocktake: DocumentId) -> Vec<FindingRow> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            // Pages of two: a list is the same however it is cut.
            let query = Query::Findings { stocktake, kind: None, after, limit: 2 };
            let Answer::Findings(page) = self.ask(&query) else { panic!("findings") };
            all.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    fn told(&self, stocktake: DocumentId) -> Vec<String> {
        let rows = self.found(stocktake).into_iter();
        rows.map(|row| {
            let what = row.serial.unwrap_or_else(|| format!("{} {}", row.quantity, row.name));
            format!("{} {what} {}", row.kind.word(), row.stands).trim().to_owned()
        })
        .collect()
    }

    fn view(&self, stocktake: DocumentId) -> StocktakeView {
        let Answer::Stocktake(view) = self.ask(&Query::Stocktake(stocktake)) else { panic!("a stocktake") };
        *view
    }

    fn settle(&self, stocktake: DocumentId) -> Settled {
        let outcome = self.run(all_of(stocktake));
        let Outcome::Settled(settled) = outcome else { panic!("{outcome:?}") };
        settled
    }

    fn on_hand(&self, product: ProductId) -> Quantity {
        let query = Query::Product(product);
        let Answer::Product(view) = self.ask(&query) else { panic!("a product") };
        let here = view.balances.iter().find(|(warehouse, ..)| *warehouse == self.warehouse);
        here.map_or(Quantity::ZERO, |(.., balance)| balance.on_hand)
    }

    fn is_whole(&self, name: &str) {
        let mut broken = Vec::new();
        self.look(|view| verify(&view, &mut |sentence| broken.push(sentence)));
        assert_eq!(broken, [""; 0], "{name}");
        self.replays_equal();
    }
}

fn all_of(stocktake: DocumentId) -> Command {
    settlement(stocktake, Vec::new())
}

fn settlement(stocktake: DocumentId, only: Vec<Subject>) -> Command {
    let (costs, named, seen) = (Vec::new(), Vec::new(), None);
    Command::SettleStocktake(Box::new(Settlement { stocktake, only, costs, named, seen }))
}

/// Findings of a kind, as they are chosen to be settled.
fn of_kind(rows: &[FindingRow], kind: FindingKind) -> Vec<Subject> {
    rows.iter().filter(|row| row.kind == kind).map(|row| row.what.clone()).collect()
}

/// A cable and a phone.
fn goods_and_phone(shop: &Shop) -> (ProductId, ProductId) {
    (shop.product(counted("Cable")), shop.product(serialised("Phone")))
}
