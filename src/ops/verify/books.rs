//! Books that are kept double: what records say is entered on one side, what follows from others on the other.
//!
//! A fact is entered on the page its fingerprint names, times what that is: with a plus where a record says it, with a
//! minus where it is due. A page that comes to nothing holds nothing that is broken, and 64 Ki pages are enough for any
//! store. Only when some page does not come to nothing is the store walked once more, and what stands on those pages kept
//! by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::corrections::Made;
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::LayerKey;
use crate::domain::movement::Spot;
use crate::domain::place::Place;
use crate::domain::time::Day;

/// Pages of the books.
const PAGES: usize = 1 << 16;

/// What two tables must agree on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fact<'a> {
    /// A number was given to a record of a kind.
    Given(&'static str, u64),
    /// A name leads to a record.
    Name(u8, Cow<'a, str>, u64),
    /// A product has a minimum.
    Watched(ProductId),
    /// A lot is its product's last.
    LastLot(ProductId, LotId),
    /// A document is in force in a place of the order of posting.
    Place(Day, u64, DocumentId),
    /// A place in the order of posting is taken.
    Sequence(u64),
    /// A number of a series is a document's.
    Number(Cow<'a, str>, u64),
    /// A supplier's invoice is a document's.
    Invoice(Cow<'a, str>, DocumentId),
    /// Goods of a document came on a pallet.
    Pallet(Cow<'a, str>, DocumentId),
    /// A document moved a product.
    Product(ProductId, Day, u64, DocumentId),
    /// The opposite of a document moved a product.
    Cancelled(ProductId, Day, DocumentId),
    /// A document is linked to another, and that one to it.
    Link(DocumentId, DocumentId),
    /// A lot is what its document and line say, in these bytes.
    Lot(LotId, Cow<'a, [u8]>),
    /// Units of a lot, and how many of them have a bin of their own.
    Units(LotId),
    /// A serial's key leads to a unit: scope, key, lot, slot, serial as scanned, bin of its own.
    Unit(u64, Cow<'a, str>, LotId, u32, Cow<'a, str>, u64),
    /// A further identifier leads to a unit's own key: scope, identifier's key, own key.
    Identifier(u64, Cow<'a, str>, Cow<'a, str>),
    /// A unit is found by the end of its serial.
    Tail(Cow<'a, str>, LotId, u32),
    /// A document, or its opposite, moved a unit from one end to another.
    Moved(LotId, u32, DocumentId, bool, End, End),
    /// A row of a unit's movements: lot, slot, n.
    Row(LotId, u32, u32),
    /// A line of an open document, as its nth, holds a unit.
    Held(LotId, u32, DocumentId, LineNo, u32),
    /// Units stand in a layer.
    Stands(LayerKey),
    /// What is left of a lot in a warehouse by the day it queues by: quantity, cost.
    Left(LotId, WarehouseId, Day),
    /// A layer of a lot expires on a day.
    Expires(Day, ProductId, Spot, LotId),
    /// What came back of a part of a document: quantity, cost.
    Back(DocumentId, LineNo, u32),
    /// A line holds so much of a product in a warehouse until a day.
    Reserved(WarehouseId, ProductId, Day, DocumentId, LineNo),
    /// What a document holds runs out after a day.
    RunsOut(Day, DocumentId),
    /// What of a product is on its way to a warehouse.
    OnItsWay(WarehouseId, ProductId),
    /// An answer is kept to a command with an id given by another program, by its fingerprint.
    Answer(Cow<'a, str>, [u8; 8]),
    /// A remark was made on a unit of a product: when, by whom, at which desk, what it says.
    Remark(ProductId, i64, u64, u64, Cow<'a, str>),
    /// A label of a serial of a product was printed: its key, when, by whom, at which desk.
    Print(ProductId, Cow<'a, str>, i64, u64, u64),
    /// Something was corrected.
    Corrected(Made),
    /// A lot passed the difference of a corrected cost on to those it was converted to.
    PassedOn(LotId),
}

/// One end of a unit's movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum End {
    /// In stock.
    In(Spot),
    /// At a supplier.
    Supplier(Option<u64>),
    /// At a client.
    Client(Option<u64>),
    /// Written off.
    Loss,
    /// On its way by a transfer.
    Transit(DocumentId),
}

impl End {
    /// Returns the end that a place is, queueing by a day there when it is in stock.
    pub fn of(place: Place, queued: Day) -> End {
        match place {
            Place::Warehouse(warehouse, bin) => End::In(Spot { warehouse, bin: bin.unwrap_or_default(), queued }),
            Place::Supplier(supplier) => End::Supplier(supplier.map(|supplier| supplier.0)),
            Place::Client(client) => End::Client(client.map(|client| client.0)),
            Place::Loss => End::Loss,
            Place::Transit(transfer) => End::Transit(transfer),
        }
    }
}

impl Fact<'_> {
    fn owned(&self) -> Fact<'static> {
        fn text(text: &str) -> Cow<'static, str> {
            Cow::Owned(text.to_owned())
        }
        match self.clone() {
            Fact::Given(what, n) => Fact::Given(what, n),
            Fact::Name(kind, name, id) => Fact::Name(kind, text(&name), id),
            Fact::Watched(product) => Fact::Watched(product),
            Fact::LastLot(product, lot) => Fact::LastLot(product, lot),
            Fact::Expires(day, product, spot, lot) => Fact::Expires(day, product, spot, lot),
            Fact::Place(day, sequence, id) => Fact::Place(day, sequence, id),
            Fact::Sequence(n) => Fact::Sequence(n),
            Fact::Number(series, n) => Fact::Number(text(&series), n),
            Fact::Invoice(invoice, id) => Fact::Invoice(text(&invoice), id),
            Fact::Pallet(sscc, id) => Fact::Pallet(text(&sscc), id),
            Fact::Product(product, day, sequence, id) => Fact::Product(product, day, sequence, id),
            Fact::Cancelled(product, day, id) => Fact::Cancelled(product, day, id),
            Fact::Link(id, other) => Fact::Link(id, other),
            Fact::Lot(lot, bytes) => Fact::Lot(lot, Cow::Owned(bytes.into_owned())),
            Fact::Units(lot) => Fact::Units(lot),
            Fact::Unit(scope, key, lot, slot, serial, bin) => {
                Fact::Unit(scope, text(&key), lot, slot, text(&serial), bin)
            }
            Fact::Identifier(scope, key, own) => Fact::Identifier(scope, text(&key), text(&own)),
            Fact::Tail(tail, lot, slot) => Fact::Tail(text(&tail), lot, slot),
            Fact::Moved(lot, slot, id, cancels, from, to) => Fact::Moved(lot, slot, id, cancels, from, to),
            Fact::Row(lot, slot, n) => Fact::Row(lot, slot, n),
            Fact::Held(lot, slot, id, line, n) => Fact::Held(lot, slot, id, line, n),
            Fact::Stands(key) => Fact::Stands(key),
            Fact::Left(lot, warehouse, day) => Fact::Left(lot, warehouse, day),
            Fact::Back(id, line, part) => Fact::Back(id, line, part),
            Fact::Reserved(warehouse, product, day, id, line) => Fact::Reserved(warehouse, product, day, id, line),
            Fact::RunsOut(day, id) => Fact::RunsOut(day, id),
            Fact::OnItsWay(warehouse, product) => Fact::OnItsWay(warehouse, product),
            Fact::Answer(id, body) => Fact::Answer(text(&id), body),
            Fact::Corrected(made) => Fact::Corrected(made),
            Fact::PassedOn(lot) => Fact::PassedOn(lot),
            Fact::Remark(product, at, employee, desk, said) => Fact::Remark(product, at, employee, desk, text(&said)),
            Fact::Print(product, key, at, employee, desk) => Fact::Print(product, text(&key), at, employee, desk),
        }
    }

    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// What both sides say of a fact.
type Sides = ([i128; 2], [i128; 2]);

/// The books.
#[derive(Default)]
pub(super) struct Books {
    pages: Vec<[u64; 2]>,
    /// What stands on the pages that did not come to nothing, while they are walked once more.
    named: Option<BTreeMap<Fact<'static>, Sides>>,
}

impl Books {
    /// Enters a fact so many times.
    pub fn enter(&mut self, fact: &Fact, amount: [i64; 2], there: bool) {
        let mark = fact.fingerprint();
        let page = usize::try_from(mark % PAGES as u64).unwrap_or_default();
        if let Some(named) = &mut self.named {
            if self.pages[page] != [0; 2] {
                let sides = named.entry(fact.owned()).or_default();
                let side = if there { &mut sides.0 } else { &mut sides.1 };
                for (sum, amount) in side.iter_mut().zip(amount) {
                    *sum += i128::from(amount);
                }
            }
            return;
        }
        if self.pages.is_empty() {
            self.pages = vec![[0; 2]; PAGES];
        }
        // Odd, so that no amount but zero comes to nothing.
        let mark = mark | 1;
        for (sum, amount) in self.pages[page].iter_mut().zip(amount) {
            let amount = if there { amount } else { amount.wrapping_neg() };
            *sum = sum.wrapping_add(mark.wrapping_mul(amount.cast_unsigned()));
        }
    }

    /// Opens the books once more when a page did not come to nothing; tells whether one did not.
    pub fn open_again(&mut self) -> bool {
        let open = self.pages.iter().any(|page| *page != [0; 2]);
        if open {
            self.named = Some(BTreeMap::new());
        }
        open
    }

    /// Returns all facts of which both sides do not say the same.
    pub fn close(&mut self) -> Vec<(Fact<'static>, [i128; 2], [i128; 2])> {
        let named = self.named.take().unwrap_or_default();
        let all = named.into_iter().map(|(fact, (there, due))| (fact, there, due));
        all.filter(|(_, there, due)| there != due).collect()
    }
}
