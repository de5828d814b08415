//! An existing product gets serials: what each warehouse needs, what is kept of every layer, and what is refused.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod desk;
mod drafts;
mod histories;
mod saving;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{NumberedBy, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::time::Day;
use dockhand::messages::{
    Answer, Command, ConversionOf, ConversionView, ConvertedProduct, NewSerials, Outcome, PassportView, PostedDocument,
    Query, Refused, UnitRef, WantedLine, WholeConversion, WholeLine, WholeMove, WholePosting,
};
use dockhand::store::engine::Direction;
use dockhand::store::tables::LAYER;
use support::{Shop, counted};

const MAIN: WarehouseId = WarehouseId(1);
const SHOP: WarehouseId = WarehouseId(2);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

/// A line of goods that come in.
fn line(product: ProductId, quantity: &str, total: &str) -> WholeLine {
    WholeLine {
        product,
        quantity: Some(Quantity::parse(quantity, 3).unwrap()),
        cost: Some(Cost::Total(money(total))),
        warranty: None,
        batch: String::new(),
        expiry: None,
        bin: None,
        serials: Vec::new(),
    }
}

/// A document that takes goods out or over, of so much of a product.
fn leaving(kind: DocumentKind, warehouse: WarehouseId, product: ProductId, quantity: u32) -> WholeMove {
    let line = WantedLine {
        product,
        quantity: Some(pieces(quantity)),
        serials: Vec::new(),
        bin: None,
        to_bin: None,
        price: None,
    };
    WholeMove {
        kind,
        warehouse: Some(warehouse),
        to: None,
        of: None,
        client: String::new(),
        reason: if kind == DocumentKind::WriteOff { "damaged".into() } else { String::new() },
        date: None,
        note: String::new(),
        lines: vec![line],
    }
}

/// What these tests ask of a shop beyond what everybody does.
trait Converting {
    fn two_rooms() -> Self;
    fn receive(&self, warehouse: WarehouseId, date: &str, lines: Vec<WholeLine>) -> PostedDocument;
    fn moves(&self, whole: WholeMove) -> PostedDocument;
    fn begin(&self, product: ProductId, numbered_by: NumberedBy) -> DocumentId;
    fn conversion(&self, product: ProductId) -> ConversionView;
    fn line_of(&self, product: ProductId, warehouse: WarehouseId) -> LineNo;
    fn save(&self, draft: DocumentId) -> ConvertedProduct;
    fn convert(&self, whole: WholeConversion) -> ConvertedProduct;
    fn layers(&self, product: ProductId) -> Vec<(u64, String, String, String)>;
    fn passport(&self, serial: &str) -> PassportView;
    fn is_sound(&self);
}

impl Converting for Shop {
    fn two_rooms() -> Shop {
        let shop = Shop::in_memory();
        shop.second_room();
        shop
    }

    fn receive(&self, warehouse: WarehouseId, date: &str, lines: Vec<WholeLine>) -> PostedDocument {
        let posting = WholePosting {
            warehouse,
            supplier: "Northwind".into(),
            invoice: "4711-B".into(),
            date: Some(day(date)),
            note: String::new(),
            lines,
        };
        match self.run(Command::ReceiveWhole(Box::new(posting))) {
            Outcome::Posted(posted) => posted,
            other => panic!("{other:?}"),
        }
    }

    fn moves(&self, whole: WholeMove) -> PostedDocument {
        match self.run(Command::MoveWhole(Box::new(whole))) {
            Outcome::Posted(posted) => posted,
            other => panic!("{other:?}"),
        }
    }

    fn begin(&self, product: ProductId, numbered_by: NumberedBy) -> DocumentId {
        match self.run(Command::BeginConversion { product, numbered_by, matching: Matching::Loose }) {
            Outcome::DraftOpened(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    fn conversion(&self, product: ProductId) -> ConversionView {
        match self.ask(&Query::Conversion(ConversionOf::Product(product))) {
            Answer::Conversion(view) => *view,
            other => panic!("{other:?}"),
        }
    }

    fn line_of(&self, product: ProductId, warehouse: WarehouseId) -> LineNo {
        let view = self.conversion(product);
        view.rows.iter().find(|row| row.warehouse == warehouse).and_then(|row| row.line).unwrap()
    }

    fn save(&self, draft: DocumentId) -> ConvertedProduct {
        match self.run(Command::PostDraft { draft }) {
            Outcome::Converted(converted) => *converted,
            other => panic!("{other:?}"),
        }
    }

    fn convert(&self, whole: WholeConversion) -> ConvertedProduct {
        match self.run(Command::ConvertWhole(Box::new(whole))) {
            Outcome::Converted(converted) => *converted,
            other => panic!("{other:?}"),
        }
    }

    /// Layers of a product: warehouse, day they queue by, quantity, cost.
    fn layers(&self, product: ProductId) -> Vec<(u64, String, String, String)> {
        let mut layers = Vec::new();
        self.look(|view| {
            layers.clear();
            view.prefix(LAYER, &(), Direction::Forward, |key, layer| {
                if key.product == product {
                    let (quantity, cost) = (layer.quantity.to_string(), layer.cost.exact());
                    layers.push((key.warehouse.0, key.queued.to_string(), quantity, cost));
                }
                Ok(true)
            })
        });
        layers
    }

    fn passport(&self, serial: &str) -> PassportView {
        match self.ask(&Query::Passport(UnitRef::Serial(serial.into(), None))) {
            Answer::Passport(passport) => *passport,
            other => panic!("{other:?}"),
        }
    }

    fn is_sound(&self) {
        let mut broken = Vec::new();
        self.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, Vec::<String>::new());
        self.replays_equal();
    }
}

/// What tests build on.
trait Rooms {
    fn second_room(&self);
    fn washers(&self) -> ProductId;
    fn stocked(&self) -> ProductId;
}

impl Rooms for Shop {
    fn second_room(&self) {
        self.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
    }

    fn washers(&self) -> ProductId {
        let template = Some(dockhand::domain::template::Template::parse("WS{C:5}").unwrap());
        self.product(Product { template, ..counted("Washer") })
    }

    /// Three layers in Main and one in Shop: 7 washers for 100, 3 for 10, 2 of the first brought to Shop.
    fn stocked(&self) -> ProductId {
        let washer = self.washers();
        let first = WholeLine { warranty: Some(12), batch: "B7".into(), ..line(washer, "7", "100") };
        self.receive(MAIN, "2026-01-05", vec![first]);
        self.receive(MAIN, "2026-02-05", vec![line(washer, "3", "10")]);
        self.moves(WholeMove { to: Some(SHOP), ..leaving(DocumentKind::Transfer, MAIN, washer, 2) });
        washer
    }
}

fn whole(product: ProductId, serials: &[(WarehouseId, &[&str])]) -> WholeConversion {
    let serials = serials.iter().map(|(warehouse, list)| {
        let list = list.iter().map(|serial| (*serial).to_owned()).collect();
        (*warehouse, vec![NewSerials::Literal(list)])
    });
    WholeConversion { product, numbered_by: NumberedBy::Us, matching: Matching::Loose, serials: serials.collect() }
}

/// Names of the warehouses that differ, with what they had, have now, and the serials there.
fn unmatched(refused: Refused) -> BTreeMap<String, (Option<String>, String, String)> {
    let Refused::NotMatched { warehouses, .. } = refused else { panic!("{refused:?}") };
    let told = warehouses.into_iter().map(|differs| {
        let had = differs.had.map(|had| had.to_string());
        (differs.warehouse, (had, differs.on_hand.to_string(), differs.serials.to_string()))
    });
    told.collect()
}
