//! Names of records, as answers show them.

use crate::domain::document::{Document, Stamp};
use crate::domain::id::{BinId, DeskId, DocumentId, EmployeeId, ProductId, SupplierId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::place::{Place, Warehouse};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::messages::{No, Refused};
use crate::ops::standing::place_name;
use crate::store::codec::{Key, Value};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BALANCE, BIN, CODE, CodeKind, DESK, DOCUMENT, EMPLOYEE, PRODUCT, SETTINGS, SUPPLIER, Table, View, WAREHOUSE,
    end_of_prefix,
};

/// Returns an employee's name; empty when nobody has the id.
pub fn employee(view: &View, id: EmployeeId) -> Result<String, Error> {
    Ok(view.get(EMPLOYEE, &id)?.map_or_else(String::new, |employee| employee.name))
}

/// Returns a desk's name.
pub fn desk(view: &View, id: DeskId) -> Result<String, Error> {
    Ok(view.get(DESK, &id)?.map_or_else(|| "another program".to_owned(), |desk| desk.name))
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
pub fn asked_document(view: &View, id: DocumentId) -> Result<Document, No> {
    asked(view, DOCUMENT, &id, "document", id.0)
}

/// Returns the refusal for something that is not there.
pub fn unknown(what: &str, value: String) -> Refused {
    Refused::Unknown { what: what.to_owned(), value, hint: String::new() }
}

/// Names that were read once for an answer: rows of a list share most of theirs.
pub struct Called<'a> {
    view: View<'a>,
    now: Moment,
    zone: Option<chrono_tz::Tz>,
    warehouses: Vec<(WarehouseId, String)>,
    bins: Vec<(BinId, String)>,
    suppliers: Vec<(SupplierId, String)>,
    employees: Vec<(EmployeeId, String)>,
    desks: Vec<(DeskId, String)>,
    numbers: Vec<(DocumentId, String)>,
}

impl<'a> Called<'a> {
    /// Begins with none read.
    pub const fn new(view: View<'a>, now: Moment) -> Self {
        Called {
            view,
            now,
            zone: None,
            warehouses: Vec::new(),
            bins: Vec::new(),
            suppliers: Vec::new(),
            employees: Vec::new(),
            desks: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Returns the view it reads.
    pub const fn view(&self) -> View<'a> {
        self.view
    }

    /// Returns the zone business days are counted in.
    pub fn zone(&mut self) -> Result<chrono_tz::Tz, Error> {
        if let Some(zone) = self.zone {
            return Ok(zone);
        }
        let zone = self.view.get(SETTINGS, &0)?.map_or(chrono_tz::UTC, |settings| settings.tz());
        Ok(*self.zone.insert(zone))
    }

    /// Returns today in that zone.
    pub fn today(&mut self) -> Result<Day, Error> {
        Ok(self.now.day(self.zone()?))
    }

    /// Returns a warehouse's name.
    pub fn warehouse(&mut self, id: WarehouseId) -> Result<String, Error> {
        once(&mut self.warehouses, id, || warehouse(&self.view, id))
    }

    /// Returns a bin's code; nothing for the warehouse at large.
    pub fn bin(&mut self, id: Option<BinId>) -> Result<Option<String>, Error> {
        let Some(id) = id.filter(|id| id.0 != 0) else { return Ok(None) };
        once(&mut self.bins, id, || Ok(self.view.need(BIN, &id)?.code)).map(Some)
    }

    /// Returns a supplier's name; empty when there is none.
    pub fn supplier(&mut self, id: Option<SupplierId>) -> Result<String, Error> {
        let Some(named) = id else { return Ok(String::new()) };
        once(&mut self.suppliers, named, || supplier(&self.view, id))
    }

    /// Returns an employee's name.
    pub fn employee(&mut self, id: EmployeeId) -> Result<String, Error> {
        once(&mut self.employees, id, || employee(&self.view, id))
    }

    /// Returns a desk's name.
    pub fn desk(&mut self, id: DeskId) -> Result<String, Error> {
        once(&mut self.desks, id, || desk(&self.view, id))
    }

    /// Returns when, who, and where.
    pub fn stamp(&mut self, stamp: Stamp) -> Result<(Moment, String, String), Error> {
        Ok((stamp.at, self.employee(stamp.employee)?, self.desk(stamp.desk)?))
    }

    /// Returns a document's number; empty for a draft.
    pub fn number(&mut self, id: DocumentId) -> Result<String, Error> {
        once(&mut self.numbers, id, || Ok(self.view.need(DOCUMENT, &id)?.number.unwrap_or_default()))
    }

    /// Names an open document that holds something: by its number, or as a draft of its kind.
    pub fn holder(&mut self, id: DocumentId) -> Result<String, Error> {
        let number = self.number(id)?;
        if number.is_empty() {
            return Ok(format!("draft {}", self.view.need(DOCUMENT, &id)?.kind.word()));
        }
        Ok(number)
    }

    /// Takes all warehouses in at once, since their names will be asked for.
    pub fn take_in(&mut self, warehouses: &[(WarehouseId, Warehouse)]) {
        self.warehouses.extend(warehouses.iter().map(|(id, record)| (*id, record.name.clone())));
    }

    /// Takes the number of a document in that was read for other reasons.
    pub fn take_number(&mut self, id: DocumentId, number: &str) {
        self.numbers.push((id, number.to_owned()));
    }

    /// Returns a place's name, as [`place_name`] has it.
    pub fn place(&mut self, place: Place) -> Result<String, Error> {
        match place {
            Place::Warehouse(warehouse, bin) => {
                let name = self.warehouse(warehouse)?;
                Ok(self.bin(bin)?.map_or_else(|| name.clone(), |bin| format!("{name} {bin}")))
            }
            Place::Supplier(Some(supplier)) => self.supplier(Some(supplier)),
            Place::Supplier(None) | Place::Client(_) | Place::Loss | Place::Transit(_) => place_name(&self.view, place),
        }
    }
}

/// Returns a name that was read before, or reads it.
fn once<K: Eq + Copy>(
    known: &mut Vec<(K, String)>,
    id: K,
    read: impl FnOnce() -> Result<String, Error>,
) -> Result<String, Error> {
    if let Some((_, name)) = known.iter().find(|(known, _)| *known == id) {
        return Ok(name.clone());
    }
    let name = read()?;
    known.push((id, name.clone()));
    Ok(name)
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

/// Returns all products by id.
pub fn products(view: &View) -> Result<Vec<ProductId>, Error> {
    let mut all = Vec::new();
    view.prefix(PRODUCT.keys(), &(), Direction::Forward, |id, ()| {
        all.push(id);
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
