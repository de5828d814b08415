//! Names of records, as answers show them.

use crate::domain::document::Stamp;
use crate::domain::id::{BinId, DeskId, DocumentId, EmployeeId, ProductId, SupplierId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::place::Warehouse;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{No, Refused};
use crate::store::codec::{Key, Value};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BALANCE, BIN, CODE, CodeKind, DESK, EMPLOYEE, PRODUCT, SUPPLIER, Table, View, WAREHOUSE, end_of_prefix,
};

/// Returns an employee's name; empty when nobody has the id.
pub fn employee(view: &View, id: EmployeeId) -> Result<String, Error> {
    Ok(view.get(EMPLOYEE, &id)?.map_or_else(String::new, |employee| employee.name))
}

/// Returns a desk's name.
pub fn desk(view: &View, id: DeskId) -> Result<String, Error> {
    Ok(view.get(DESK, &id)?.map_or_else(|| "another program".to_owned(), |desk| desk.name))
}

/// Returns when, who, and where.
pub fn stamp(view: &View, stamp: Stamp) -> Result<(Moment, String, String), Error> {
    Ok((stamp.at, employee(view, stamp.employee)?, desk(view, stamp.desk)?))
}

/// Returns a warehouse's name.
pub fn warehouse(view: &View, id: WarehouseId) -> Result<String, Error> {
    Ok(view.need(WAREHOUSE, &id)?.name)
}

/// Returns a supplier's name; empty when there is none.
pub fn supplier(view: &View, id: Option<SupplierId>) -> Result<String, Error> {
    id.map_or(Ok(String::new()), |id| Ok(view.need(SUPPLIER, &id)?.name))
}

/// Returns a bin's code; nothing for the warehouse at large.
pub fn bin(view: &View, id: Option<BinId>) -> Result<Option<String>, Error> {
    id.filter(|id| id.0 != 0).map(|id| Ok(view.need(BIN, &id)?.code)).transpose()
}

/// Returns a product that somebody asked for.
pub fn asked_product(view: &View, id: ProductId) -> Result<Product, No> {
    asked(view, PRODUCT, &id, "product", id.0)
}

/// Returns a record that somebody asked for by id; refused when there is none.
pub fn asked<K: Key, V: Value>(view: &View, table: Table<K, V>, key: &K, what: &str, number: u64) -> Result<V, No> {
    Ok(view.get(table, key)?.ok_or_else(|| unknown(what, number.to_string()))?)
}

/// Returns a document that somebody asked for by id.
pub fn asked_document(view: &View, id: DocumentId) -> Result<crate::domain::document::Document, No> {
    asked(view, crate::store::tables::DOCUMENT, &id, "document", id.0)
}

/// Returns the refusal for something that is not there.
pub fn unknown(what: &str, value: String) -> Refused {
    Refused::Unknown { what: what.to_owned(), value, hint: String::new() }
}

/// Returns all warehouses by id.
pub fn warehouses(view: &View) -> Result<Vec<(WarehouseId, Warehouse)>, Error> {
    let mut all = Vec::new();
    view.prefix(WAREHOUSE, &(), Direction::Forward, |id, warehouse| {
        all.push((id, warehouse));
        Ok(true)
    })?;
    Ok(all)
}

/// Returns what of a product is on hand in these warehouses together.
pub fn on_hand(view: &View, product: ProductId, warehouses: &[(WarehouseId, Warehouse)]) -> Result<Quantity, Error> {
    let mut sum = Quantity::ZERO;
    for (warehouse, _) in warehouses {
        sum = plus(sum, view.get(BALANCE, &(*warehouse, product))?.unwrap_or_default().on_hand);
    }
    Ok(sum)
}

/// Adds quantities of any products, for showing: stays at the most that can be kept.
pub fn plus(a: Quantity, b: Quantity) -> Quantity {
    Quantity::from_thousandths(a.thousandths().saturating_add(b.thousandths()))
}

/// Adds amounts, for showing: stays at the most that can be kept.
pub fn sum(a: Money, b: Money) -> Money {
    Money::from_ten_thousandths(a.ten_thousandths().saturating_add(b.ten_thousandths()))
}

/// Visits names of one kind that begin with `start`, in order, until the visitor says stop.
pub fn beginning(
    view: &View,
    kind: CodeKind,
    start: &str,
    mut visit: impl FnMut(String, u64) -> Result<bool, Error>,
) -> Result<(), Error> {
    let from = start_of(kind, start);
    let to = end_of_prefix(&from);
    let from = std::ops::Bound::Included(from);
    view.range(CODE, from, to, Direction::Forward, |(_, name), id| visit(name, id))
}

/// Returns the bytes that keys of names of one kind that begin with `start` begin with.
pub fn start_of(kind: CodeKind, start: &str) -> Vec<u8> {
    let mut bytes = vec![kind as u8];
    bytes.extend(start.bytes().filter(|byte| *byte != 0));
    bytes
}

/// Returns the records of all names of one kind that begin with `start`, in the order of their names.
pub fn by_name<K: Key + std::fmt::Debug, V: Value>(
    view: &View,
    kind: CodeKind,
    start: &str,
    table: Table<K, V>,
    id: impl Fn(u64) -> K,
) -> Result<Vec<(K, V)>, Error> {
    let mut all = Vec::new();
    beginning(view, kind, start, |_, number| {
        let record = view.need(table, &id(number))?;
        all.push((id(number), record));
        Ok(true)
    })?;
    Ok(all)
}
