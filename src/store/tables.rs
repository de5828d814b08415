//! Every table of the store, on one page, and typed access to them.
//!
//! The store keeps what happened and derives the rest. Nothing is written per unit when a document is posted: a
//! unit exists from its scan, its state until it first moves is its lot's state, its first movement is its lot's
//! document.

use std::marker::PhantomData;
use std::ops::Bound;

use super::codec::{Key, Scope, Value};
use super::engine::{Direction, Error, Read, TableName, Write};
use super::journal::Block;
use super::pack::Pack;
use super::rows::{Answered, MovedRow, Print, Remark, TailRow};
use crate::domain::badge::{Badge, PinHash, Signed, Tries};
use crate::domain::conversion::Converting;
use crate::domain::correction::Correction;
use crate::domain::count::{CountEntry, Counted, CountedGoods, Stocktake};
use crate::domain::document::{Document, Line, TrayRow};
use crate::domain::employee::{Desk, Employee, Role};
use crate::domain::id::{
    BinId, ClientId, DeskId, DocumentId, EmployeeId, LineNo, LocationId, LotId, ProductId, RoleId, SupplierId,
    WarehouseId,
};
use crate::domain::lot::{Balance, Layer, LayerKey, Lot};
use crate::domain::movement::{Hold, MoveLine, Picked, Taken};
use crate::domain::place::{Bin, Client, Location, Supplier, Warehouse};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::right::Rights;
use crate::domain::scanner::KeptScanner;
use crate::domain::serial::SerialKey;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::unit::{Holder, UnitId};

/// A table: its name, and the types of its keys and values.
pub struct Table<K, V> {
    name: TableName,
    types: PhantomData<fn(K) -> V>,
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Table<K, V> {}

impl<K, V> Table<K, V> {
    const fn new(name: TableName) -> Self {
        Table { name, types: PhantomData }
    }

    /// Returns its name in the file.
    pub const fn name(self) -> TableName {
        self.name
    }

    /// Returns the same table as rows that only say that their key is there: nothing of their values is read.
    pub const fn keys(self) -> Table<K, ()> {
        Table::new(self.name)
    }
}

/// Settings of the store, under the key 0; absent in a store that was not founded.
pub const SETTINGS: Table<u8, Settings> = Table::new("settings");
/// Last number given, by [`Counter`].
pub const COUNTER: Table<u8, u64> = Table::new("counter");
/// Last document number of a series: (location or 0, kind's letters).
pub const SERIES: Table<(LocationId, String), u64> = Table::new("series");
/// Next value of a template's counter, by the template's text.
pub const TEMPLATE_COUNTER: Table<String, u64> = Table::new("template_counter");
/// What is named: (kind of name, normalised text) → id. Unique by construction.
pub const CODE: Table<(u8, String), u64> = Table::new("code");

/// Branches.
pub const LOCATION: Table<LocationId, Location> = Table::new("location");
/// Warehouses.
pub const WAREHOUSE: Table<WarehouseId, Warehouse> = Table::new("warehouse");
/// Bins.
pub const BIN: Table<BinId, Bin> = Table::new("bin");
/// Suppliers.
pub const SUPPLIER: Table<SupplierId, Supplier> = Table::new("supplier");
/// Clients.
pub const CLIENT: Table<ClientId, Client> = Table::new("client");
/// Employees.
pub const EMPLOYEE: Table<EmployeeId, Employee> = Table::new("employee");
/// Roles.
pub const ROLE: Table<RoleId, Role> = Table::new("role");
/// What warehouses let employees do, where not all of it.
pub const RIGHT: Table<(EmployeeId, WarehouseId), Rights> = Table::new("right");
/// Badges by their id.
pub const BADGE: Table<String, Badge> = Table::new("badge");
/// What is kept of PINs.
pub const PIN: Table<EmployeeId, PinHash> = Table::new("pin");
/// Who is signed in at a desk.
pub const SIGNED: Table<DeskId, Signed> = Table::new("signed");
/// Whose a desk is that is signed in by itself.
pub const DESK_OF: Table<DeskId, u64> = Table::new("desk_of");
/// Wrong badges and PINs in a row: (of a desk or an employee, its id).
pub const TRIES: Table<(u8, u64), Tries> = Table::new("tries");
/// Desks.
pub const DESK: Table<DeskId, Desk> = Table::new("desk");
/// What desks found of their scanners.
pub const SCANNER: Table<DeskId, KeptScanner> = Table::new("scanner");

/// Products.
pub const PRODUCT: Table<ProductId, Product> = Table::new("product");
/// Products that get serials: one open conversion a product.
pub const CONVERTING: Table<ProductId, Converting> = Table::new("converting");
/// Products that have a minimum: the few that may run low.
pub const WATCHED: Table<ProductId, ()> = Table::new("watched");
/// Lot of a product's last posting: what the next one carries over.
pub const LAST_LOT: Table<ProductId, u64> = Table::new("last_lot");

/// Heads of documents.
pub const DOCUMENT: Table<DocumentId, Document> = Table::new("document");
/// Lines of documents.
pub const LINE: Table<(DocumentId, LineNo), Line> = Table::new("line");
/// Rows of drafts' trays.
pub const TRAY: Table<(DocumentId, u32), TrayRow> = Table::new("tray");
/// Serials expected on a line → as listed.
pub const EXPECTED: Table<(DocumentId, LineNo, SerialKey), String> = Table::new("expected");
/// Drafts that are open.
pub const DRAFT: Table<DocumentId, ()> = Table::new("draft");
/// Documents in force or cancelled, by (day, sequence) → document.
pub const DOCUMENT_DAY: Table<(Day, u64), u64> = Table::new("document_day");
/// Posted documents by the supplier's invoice number: (normalised invoice, document).
pub const INVOICE: Table<(String, DocumentId), ()> = Table::new("invoice");
/// Postings by the pallets and parcels their goods came on: (SSCC, document).
pub const PALLET: Table<(String, DocumentId), ()> = Table::new("pallet");
/// Documents that moved a product, by (product, day, sequence) → document.
pub const PRODUCT_DOCUMENT: Table<(ProductId, Day, u64), u64> = Table::new("product_document");
/// Documents whose opposite moved a product on a day: (product, day they were cancelled, document).
pub const CANCELLED_DAY: Table<(ProductId, Day, DocumentId), ()> = Table::new("cancelled_day");
/// Lines of documents other than postings.
pub const MOVE_LINE: Table<(DocumentId, LineNo), MoveLine> = Table::new("move_line");
/// What each of those lines took, by lot.
pub const TAKEN: Table<(DocumentId, LineNo), Taken> = Table::new("taken");
/// What was corrected after it was posted, oldest first: (posting, line or 0 for its head, slot or 0 for the line, n).
pub const CORRECTION: Table<(DocumentId, LineNo, u32, u32), Correction> = Table::new("correction");
/// Units named by lines of open documents, in the order they were scanned: (document, line, n from 1).
pub const PICKED: Table<(DocumentId, LineNo, u32), Picked> = Table::new("picked");
/// Units that an open document holds: a draft that picked them, an order or a transfer they are reserved by. One unit has
/// one holder, taken by writing it; each row has one in [`PICKED`], and the other way round.
pub const HELD: Table<UnitId, Hold> = Table::new("held");

/// How much a line holds: (warehouse, product, last day or [`FOREVER`](crate::ops::reservations::FOREVER), document,
/// line). What is reserved is the sum over those whose last day is not over.
pub const RESERVED: Table<(WarehouseId, ProductId, Day, DocumentId, LineNo), Quantity> = Table::new("reserved");
/// Documents whose reservation runs out, by its last day.
pub const RUNS_OUT: Table<(Day, DocumentId), ()> = Table::new("runs_out");
/// Transfers of which something is in transit.
pub const ON_THE_WAY: Table<DocumentId, ()> = Table::new("on_the_way");

/// What stocktakes count, beside their documents.
pub const STOCKTAKE: Table<DocumentId, Stocktake> = Table::new("stocktake");
/// Counts of a stocktake in the order they were taken: (stocktake, n from 1) → who, where, when and what.
pub const COUNT: Table<(DocumentId, u32), CountEntry> = Table::new("count");
/// Serials counted by a stocktake: each once, taken by writing it; the count it was leads back here.
pub const COUNTED: Table<(DocumentId, SerialKey, Scope), Counted> = Table::new("counted");
/// Goods without serials counted by a stocktake: (stocktake, product, bin or 0 when none was said).
pub const COUNTED_GOODS: Table<(DocumentId, ProductId, BinId), CountedGoods> = Table::new("counted_goods");

/// Lots.
pub const LOT: Table<LotId, Lot> = Table::new("lot");
/// Serials of a lot, a few dozen in one row: (lot, warehouse or 0 for where it came in, first slot). Draft lines,
/// the document's units and the in-stock index in one.
pub const LOT_UNIT: Table<(LotId, WarehouseId, u32), Pack> = Table::new("lot_unit");
/// Serial keys: (key, scope) → unit or claim. One key has one holder.
pub const SERIAL: Table<(SerialKey, Scope), Holder> = Table::new("serial");
/// Movements of units that moved often, but for the last ones, which the unit has beside it: (lot, slot, n) → a row of
/// them, oldest first.
pub const MOVED: Table<(LotId, u32, u32), MovedRow> = Table::new("moved");
/// Remarks on units: (key, product, n).
pub const REMARK: Table<(SerialKey, ProductId, u32), Remark> = Table::new("remark");
/// Labels that were printed of serials: (key, product, n from 1). The serial may be nobody's by now: its label is there.
pub const PRINT: Table<(SerialKey, ProductId, u32), Print> = Table::new("print");
/// What is left of lots, in the order of the queues.
pub const LAYER: Table<LayerKey, Layer> = Table::new("layer");
/// What a (warehouse, product) has.
pub const BALANCE: Table<(WarehouseId, ProductId), Balance> = Table::new("balance");
/// Days other than its own that a lot ever queued by in a warehouse: a client's return queues by its own day.
pub const REQUEUED: Table<(LotId, WarehouseId, Day), ()> = Table::new("requeued");

/// Place of a layer among those of its product that expire: warehouse, product, the day it expires; lot; bin and day it
/// queues by.
pub type Expiring = (WarehouseId, ProductId, Day, LotId, (BinId, Day));
/// Layers of goods that expire, by the day.
pub const EXPIRING: Table<Expiring, ()> = Table::new("expiring");

/// Units by the last four characters of their serial, reversed, in rows of some hundred: (tail, n). Filled behind the
/// work by the search index.
pub const TAIL: Table<(String, u32), TailRow> = Table::new("tail");
/// Posted lots whose units are not in [`TAIL`] yet → first slot to do.
pub const TO_INDEX: Table<LotId, u64> = Table::new("to_index");

/// Blocks of journal entries by the sequence of their first entry.
pub const JOURNAL: Table<u64, Block> = Table::new("journal");
/// Answers to the last commands of each desk, in a ring: (desk, n mod ring).
pub const RECENT: Table<(DeskId, u8), Answered> = Table::new("recent");
/// Answers to commands whose id another program gave, for good.
pub const GIVEN: Table<String, Answered> = Table::new("given");

/// Names of all tables, to walk a whole store.
pub const ALL: &[TableName] = &[
    SETTINGS.name,
    COUNTER.name,
    SERIES.name,
    TEMPLATE_COUNTER.name,
    CODE.name,
    LOCATION.name,
    WAREHOUSE.name,
    BIN.name,
    SUPPLIER.name,
    CLIENT.name,
    EMPLOYEE.name,
    ROLE.name,
    RIGHT.name,
    BADGE.name,
    PIN.name,
    SIGNED.name,
    DESK_OF.name,
    TRIES.name,
    DESK.name,
    SCANNER.name,
    PRODUCT.name,
    CONVERTING.name,
    WATCHED.name,
    LAST_LOT.name,
    DOCUMENT.name,
    LINE.name,
    TRAY.name,
    EXPECTED.name,
    DRAFT.name,
    DOCUMENT_DAY.name,
    INVOICE.name,
    PALLET.name,
    PRODUCT_DOCUMENT.name,
    CANCELLED_DAY.name,
    MOVE_LINE.name,
    TAKEN.name,
    CORRECTION.name,
    PICKED.name,
    HELD.name,
    STOCKTAKE.name,
    COUNT.name,
    COUNTED.name,
    COUNTED_GOODS.name,
    RESERVED.name,
    RUNS_OUT.name,
    ON_THE_WAY.name,
    LOT.name,
    LOT_UNIT.name,
    SERIAL.name,
    MOVED.name,
    REMARK.name,
    PRINT.name,
    LAYER.name,
    BALANCE.name,
    REQUEUED.name,
    EXPIRING.name,
    TAIL.name,
    TO_INDEX.name,
    JOURNAL.name,
    RECENT.name,
    GIVEN.name,
];

/// Numbers that are given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Counter {
    /// [`ProductId`].
    Product = 1,
    /// [`LocationId`].
    Location,
    /// [`WarehouseId`].
    Warehouse,
    /// [`BinId`].
    Bin,
    /// [`SupplierId`].
    Supplier,
    /// [`ClientId`].
    Client,
    /// [`EmployeeId`].
    Employee,
    /// [`RoleId`].
    Role,
    /// [`DeskId`].
    Desk,
    /// [`DocumentId`].
    Document,
    /// [`LotId`].
    Lot,
    /// Position among all posted documents.
    Sequence,
}

/// Whose wrong badges and PINs are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Whose {
    /// All that came at one desk.
    Desk = 1,
    /// PINs that were typed with one employee's badge, at whatever desk.
    Employee,
}

/// Kinds of unique names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum CodeKind {
    /// A product's name.
    ProductName = 1,
    /// A product's own code.
    ProductCode,
    /// A product's SKU.
    Sku,
    /// A barcode in its normal form.
    Barcode,
    /// A document's number.
    DocumentNumber,
    /// A warehouse's name.
    WarehouseName,
    /// A warehouse's code.
    WarehouseCode,
    /// A branch's name.
    LocationName,
    /// A branch's code.
    LocationCode,
    /// A bin's code, behind its warehouse's id.
    BinCode,
    /// A supplier's name.
    SupplierName,
    /// A client's name.
    ClientName,
    /// An employee's name.
    EmployeeName,
    /// A desk's name.
    DeskName,
    /// A role's name.
    RoleName,
}

/// Typed reading over a consistent view.
#[derive(Clone, Copy)]
pub struct View<'a> {
    read: &'a dyn Read,
}

impl<'a> View<'a> {
    /// Looks at a view of the engine.
    pub fn new(read: &'a dyn Read) -> Self {
        View { read }
    }

    /// Returns what it looks at, to lay changes over it that are never made.
    pub const fn beneath(&self) -> &'a dyn Read {
        self.read
    }

    /// Returns the record of a key.
    pub fn get<K: Key, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<Option<V>, Error> {
        self.read.get(table.name, &key.to_key())?.map(|bytes| read_value(table, &bytes)).transpose()
    }

    /// Returns the bytes of a record, to compare them unread.
    pub fn bytes<K: Key, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<Option<Vec<u8>>, Error> {
        self.read.get(table.name, &key.to_key())
    }

    /// Returns the record of a key that another record names: it must be there.
    pub fn need<K: Key + std::fmt::Debug, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<V, Error> {
        self.get(table, key)?.ok_or_else(|| Error::Record {
            table: table.name.to_owned(),
            why: format!("{key:?} is named elsewhere and is not there"),
        })
    }

    /// Visits the records whose key begins with `prefix`, in order, until the visitor says stop.
    pub fn prefix<K: Key, V: Value>(
        &self,
        table: Table<K, V>,
        prefix: &impl Key,
        direction: Direction,
        visit: impl FnMut(K, V) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let from = prefix.to_key();
        let to = end_of_prefix(&from);
        self.range(table, Bound::Included(from), to, direction, visit)
    }

    /// Visits the records of a table from a key on, in order, until the visitor says stop: those too that cannot be read,
    /// with why.
    pub fn every<K: Key, V: Value>(
        &self,
        table: Table<K, V>,
        from: Bound<&[u8]>,
        mut visit: impl FnMut(&[u8], Result<(K, V), String>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        self.read.scan(table.name, (from, Bound::Unbounded), Direction::Forward, &mut |bytes, value| {
            let mut rest = bytes;
            let key = K::take(&mut rest).filter(|_| rest.is_empty());
            let record = match key {
                Some(key) => V::read(value).map(|value| (key, value)),
                None => Err("its key is malformed".to_owned()),
            };
            visit(bytes, record)
        })
    }

    /// Visits the records between two keys given as bytes, in order, until the visitor says stop.
    #[expect(clippy::needless_pass_by_value, reason = "both ends are built where it is called")]
    pub fn range<K: Key, V: Value>(
        &self,
        table: Table<K, V>,
        from: Bound<Vec<u8>>,
        to: Bound<Vec<u8>>,
        direction: Direction,
        mut visit: impl FnMut(K, V) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let from = from.as_ref().map(Vec::as_slice);
        let to = to.as_ref().map(Vec::as_slice);
        self.read.scan(table.name, (from, to), direction, &mut |key, value| {
            let mut rest = key;
            let key = K::take(&mut rest).ok_or_else(|| Error::Record {
                table: table.name.to_owned(),
                why: format!("its key {key:02x?} is malformed"),
            })?;
            visit(key, read_value(table, value)?)
        })
    }
}

/// Typed reading and writing within one transaction.
pub struct Tables<'a> {
    write: &'a mut dyn Write,
}

impl<'a> Tables<'a> {
    /// Works on a transaction of the engine.
    pub fn new(write: &'a mut dyn Write) -> Self {
        Tables { write }
    }

    /// Returns the same tables for reading only.
    pub fn view(&self) -> View<'_> {
        View { read: &*self.write }
    }

    /// Returns the record of a key.
    pub fn get<K: Key, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<Option<V>, Error> {
        self.view().get(table, key)
    }

    /// Returns the record of a key that another record names: it must be there.
    pub fn need<K: Key + std::fmt::Debug, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<V, Error> {
        self.view().need(table, key)
    }

    /// Sets a record.
    pub fn put<K: Key, V: Value>(&mut self, table: Table<K, V>, key: &K, value: &V) -> Result<(), Error> {
        self.write.put(table.name, &key.to_key(), &value.to_bytes())
    }

    /// Sets a record and returns its bytes.
    pub fn put_bytes<K: Key, V: Value>(&mut self, table: Table<K, V>, key: &K, value: &V) -> Result<Vec<u8>, Error> {
        let bytes = value.to_bytes();
        self.write.put(table.name, &key.to_key(), &bytes)?;
        Ok(bytes)
    }

    /// Removes a record, if it is there.
    pub fn delete<K: Key, V: Value>(&mut self, table: Table<K, V>, key: &K) -> Result<(), Error> {
        self.write.delete(table.name, &key.to_key())
    }

    /// Removes all records whose key begins with `prefix`.
    pub fn clear<K: Key, V: Value>(&mut self, table: Table<K, V>, prefix: &impl Key) -> Result<(), Error> {
        let from = prefix.to_key();
        let to = end_of_prefix(&from);
        let mut keys = Vec::new();
        let range = (Bound::Included(from.as_slice()), to.as_ref().map(Vec::as_slice));
        self.write.scan(table.name, range, Direction::Forward, &mut |key, _| {
            keys.push(key.to_vec());
            Ok(true)
        })?;
        keys.iter().try_for_each(|key| self.write.delete(table.name, key))
    }

    /// Sets a record unless its key is there already; returns the record that is there.
    pub fn insert_new<K: Key, V: Value>(&mut self, table: Table<K, V>, key: &K, value: &V) -> Result<Option<V>, Error> {
        let bytes = key.to_key();
        if let Some(held) = self.write.get(table.name, &bytes)? {
            return read_value(table, &held).map(Some);
        }
        self.write.put(table.name, &bytes, &value.to_bytes())?;
        Ok(None)
    }

    /// Sets a record unless its key is there already; tells whether it was set. Of many records it is quicker than
    /// [`insert_new`](Tables::insert_new), see [`put_new`](Write::put_new).
    pub fn put_new<K: Key, V: Value>(&mut self, table: Table<K, V>, key: &K, value: &V) -> Result<bool, Error> {
        self.write.put_new(table.name, &key.to_key(), &value.to_bytes())
    }

    /// Gives the next number of a counter, from 1; a number is given once.
    pub fn next(&mut self, counter: Counter) -> Result<u64, Error> {
        let key = counter as u8;
        let spent = || Error::Record { table: COUNTER.name.to_owned(), why: "it cannot count any further".to_owned() };
        let number = self.get(COUNTER, &key)?.unwrap_or(0).checked_add(1).ok_or_else(spent)?;
        self.put(COUNTER, &key, &number)?;
        Ok(number)
    }
}

/// Returns the end of all keys that begin with these bytes.
pub fn end_of_prefix(prefix: &[u8]) -> Bound<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Bound::Excluded(end);
        }
    }
    Bound::Unbounded
}

fn read_value<K, V: Value>(table: Table<K, V>, bytes: &[u8]) -> Result<V, Error> {
    V::read(bytes).map_err(|why| Error::Record { table: table.name.to_owned(), why })
}
