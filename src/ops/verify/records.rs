//! The records people name things by: every number that was given is a record's, every name leads to its own, and what a
//! record names is there.

use std::borrow::Cow;
use std::ops::Bound;

use super::Walk;
use super::books::Fact;
use crate::domain::id::{BinId, DocumentId, LocationId, ProductId, WarehouseId};
use crate::domain::product::Product;
use crate::domain::settings::{SerialScope, Settings};
use crate::domain::template::Template;
use crate::ops::names::{bin_code, folded};
use crate::ops::products::barcode_keys;
use crate::store::codec::{Key, Value};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BADGE, BIN, CLIENT, CODE, COUNTER, CodeKind, Counter, DESK, DESK_OF, DOCUMENT, EMPLOYEE, LOCATION, LOT, PIN,
    PRODUCT, RIGHT, ROLE, SCANNER, SETTINGS, SIGNED, SUPPLIER, TEMPLATE_COUNTER, TRIES, Table, WAREHOUSE, WATCHED,
    Whose,
};

/// Kinds of numbers.
const COUNTERS: usize = Counter::Sequence as usize;

/// The last number given of each kind.
pub(super) struct Counters([u64; COUNTERS + 1]);

impl Counters {
    /// Returns the last number given.
    pub fn last(&self, counter: Counter) -> u64 {
        self.0[counter as usize]
    }

    /// Tells whether a number was ever given; that its record is there is proved of all of them.
    pub fn gave(&self, counter: Counter, id: u64) -> bool {
        (1..=self.last(counter)).contains(&id)
    }
}

/// Returns settings to walk a store by that has none.
pub(super) fn unfounded() -> Settings {
    Settings {
        store: String::new(),
        demo: false,
        currency: String::new(),
        zone: "UTC".to_owned(),
        scope: SerialScope::Product,
        template: None,
        closed_until: None,
    }
}

/// Walks the counters.
pub(super) fn counters(walk: &mut Walk) -> Result<Counters, Error> {
    let mut counters = Counters([0; COUNTERS + 1]);
    walk.each(COUNTER, |walk, key, last| {
        match counters.0.get_mut(usize::from(key)).filter(|_| key > 0) {
            Some(counter) => *counter = last,
            None => walk.hold(false, || format!("counter {key}, at {last}, counts nothing")),
        }
        Ok(())
    })?;
    Ok(counters)
}

/// Walks all that has a name or a number of its own, and the names.
pub(super) fn records(walk: &mut Walk, counters: &Counters, founded: bool) -> Result<(), Error> {
    walk.each(SETTINGS, |walk, key, _| {
        walk.hold(key == 0, || format!("settings {key} are of no store"));
        Ok(())
    })?;
    walk.hold(founded || counters.0 == [0; COUNTERS + 1], || "the store's settings are not there".to_owned());
    walk.each(CODE, |walk, (kind, name), id| {
        walk.there(&Fact::Name(kind, Cow::Borrowed(&name), id), [1, 0]);
        Ok(())
    })?;
    walk.each(WATCHED, |walk, product, ()| {
        walk.there(&Fact::Watched(product), [1, 0]);
        Ok(())
    })?;
    walk.each(TEMPLATE_COUNTER, |walk, template, next| {
        let counts = Template::parse(&template).is_ok() && next <= crate::ops::settings::LARGEST;
        walk.hold(counts, || format!("the template {template} cannot count to {next}"));
        Ok(())
    })?;
    places(walk, counters)?;
    people(walk, counters)?;
    numbered(walk, counters, (SUPPLIER, Counter::Supplier, "supplier"), |walk, id, supplier| {
        name(walk, CodeKind::SupplierName, &folded(&supplier.name), id.0);
    })?;
    numbered(walk, counters, (CLIENT, Counter::Client, "client"), |walk, id, client| {
        name(walk, CodeKind::ClientName, &folded(&client.name), id.0);
    })?;
    numbered(walk, counters, (PRODUCT, Counter::Product, "product"), |walk, id, record| product(walk, id, &record))?;
    given(walk, counters, (DOCUMENT, Counter::Document, "document"))?;
    let lots = last_key(walk, LOT)?;
    let last = counters.last(Counter::Lot);
    walk.hold(lots <= last, || format!("lot {lots} is there, and {last} is the last that was given"));
    Ok(())
}

fn places(walk: &mut Walk, counters: &Counters) -> Result<(), Error> {
    numbered(walk, counters, (LOCATION, Counter::Location, "branch"), |walk, id: LocationId, branch| {
        name(walk, CodeKind::LocationName, &folded(&branch.name), id.0);
        name(walk, CodeKind::LocationCode, &folded(&branch.code), id.0);
    })?;
    numbered(walk, counters, (WAREHOUSE, Counter::Warehouse, "warehouse"), |walk, id: WarehouseId, warehouse| {
        name(walk, CodeKind::WarehouseName, &folded(&warehouse.name), id.0);
        name(walk, CodeKind::WarehouseCode, &folded(&warehouse.code), id.0);
        let stands = warehouse.location.is_none_or(|branch| counters.gave(Counter::Location, branch.0))
            && warehouse.defects.is_none_or(|bin| counters.gave(Counter::Bin, bin.0));
        walk.hold(stands, || format!("warehouse {}: its branch or its bin for defects is not there", warehouse.name));
    })?;
    numbered(walk, counters, (BIN, Counter::Bin, "bin"), |walk, id: BinId, bin| {
        name(walk, CodeKind::BinCode, &bin_code(bin.warehouse, &bin.code), id.0);
        let stands = counters.gave(Counter::Warehouse, bin.warehouse.0);
        walk.hold(stands, || format!("bin {} stands in warehouse {}, which is not there", bin.code, bin.warehouse.0));
    })
}

fn people(walk: &mut Walk, counters: &Counters) -> Result<(), Error> {
    numbered(walk, counters, (ROLE, Counter::Role, "role"), |walk, id, role| {
        name(walk, CodeKind::RoleName, &folded(&role.name), id.0);
    })?;
    numbered(walk, counters, (EMPLOYEE, Counter::Employee, "employee"), |walk, id, employee| {
        name(walk, CodeKind::EmployeeName, &folded(&employee.name), id.0);
        let has = counters.gave(Counter::Role, employee.role.0);
        walk.hold(has, || format!("employee {} has role {}, which is not there", employee.name, employee.role.0));
    })?;
    door(walk, counters)?;
    walk.each(RIGHT, |walk, (employee, warehouse), _| {
        let stands = counters.gave(Counter::Employee, employee.0) && counters.gave(Counter::Warehouse, warehouse.0);
        walk.hold(stands, || {
            let whose = format!("employee {} in warehouse {}", employee.0, warehouse.0);
            format!("rights are kept of {whose}, and one of them is not there")
        });
        Ok(())
    })?;
    numbered(walk, counters, (DESK, Counter::Desk, "desk"), |walk, id, desk| {
        name(walk, CodeKind::DeskName, &folded(&desk.name), id.0);
        let stands = desk.warehouse.is_none_or(|warehouse| counters.gave(Counter::Warehouse, warehouse.0));
        walk.hold(stands, || format!("desk {} is for a warehouse that is not there", desk.name));
    })?;
    walk.each(SCANNER, |walk, id, scanner| {
        walk.hold(counters.gave(Counter::Desk, id.0), || {
            format!("a scanner is set for desk {}, which is not there", id.0)
        });
        if let Some(fault) = scanner.fault() {
            walk.hold(false, || format!("the scanner of desk {} is set to {fault}", id.0));
        }
        Ok(())
    })
}

/// Walks what opens doors: of whom it is, and at which desks.
fn door(walk: &mut Walk, counters: &Counters) -> Result<(), Error> {
    let works = |id: u64| counters.gave(Counter::Employee, id);
    let stands = |id: u64| counters.gave(Counter::Desk, id);
    walk.each(BADGE, |walk, id, badge| {
        let whose = badge.employee.0;
        walk.hold(works(whose), || format!("badge {id} is of employee {whose}, who is not there"));
        Ok(())
    })?;
    walk.each(PIN, |walk, whose, _| {
        walk.hold(works(whose.0), || format!("a PIN is of employee {}, who is not there", whose.0));
        Ok(())
    })?;
    walk.each(SIGNED, |walk, desk, signed| {
        let whose = signed.employee.0;
        walk.hold(works(whose) && stands(desk.0), || {
            format!("employee {whose} is signed in at desk {}, and one of them is not there", desk.0)
        });
        Ok(())
    })?;
    walk.each(DESK_OF, |walk, desk, whose| {
        walk.hold(works(whose) && stands(desk.0), || {
            format!("desk {} is of employee {whose}, and one of them is not there", desk.0)
        });
        Ok(())
    })?;
    walk.each(TRIES, |walk, (kind, id), _| {
        let known = if kind == Whose::Desk as u8 { stands(id) } else { kind == Whose::Employee as u8 && works(id) };
        walk.hold(known, || format!("wrong badges are counted of desk or employee {id}, which is not there"));
        Ok(())
    })
}

fn product(walk: &mut Walk, id: ProductId, product: &Product) {
    for (kind, text) in
        [(CodeKind::ProductName, &product.name), (CodeKind::ProductCode, &product.code), (CodeKind::Sku, &product.sku)]
    {
        name(walk, kind, &folded(text), id.0);
    }
    match barcode_keys(product) {
        Ok(keys) => keys.iter().for_each(|key| name(walk, CodeKind::Barcode, key, id.0)),
        Err(refused) => walk.hold(false, || format!("product {}: {refused}", product.name)),
    }
    if product.minimum.is_some() {
        walk.due(&Fact::Watched(id), [1, 0]);
    }
    let counts = product.decimals <= if product.serialised() { 0 } else { 3 };
    walk.hold(counts, || format!("product {}: {} decimals are not counted", product.name, product.decimals));
}

/// Enters that a name leads to a record; an empty one leads nowhere.
pub(super) fn name(walk: &mut Walk, kind: CodeKind, folded: &str, id: u64) {
    if !folded.is_empty() {
        walk.due(&Fact::Name(kind as u8, Cow::Borrowed(folded), id), [1, 0]);
    }
}

/// Walks a table of records that were each given a number, and are never deleted.
fn numbered<K: Key + Copy + Into<u64>, V: Value>(
    walk: &mut Walk,
    counters: &Counters,
    (table, counter, what): (Table<K, V>, Counter, &'static str),
    mut visit: impl FnMut(&mut Walk, K, V),
) -> Result<(), Error> {
    given(walk, counters, (table, counter, what))?;
    walk.each(table, |walk, id, record| {
        walk.there(&Fact::Given(what, id.into()), [1, 0]);
        visit(walk, id, record);
        Ok(())
    })
}

/// Enters that all numbers of a kind are due, up to the last one that was given.
fn given<K: Key + Into<u64>, V: Value>(
    walk: &mut Walk,
    counters: &Counters,
    (table, counter, what): (Table<K, V>, Counter, &'static str),
) -> Result<(), Error> {
    let there = last_key(walk, table)?;
    let last = counters.last(counter);
    walk.hold(last <= there, || match there + 1 {
        first if first == last => format!("{what} {last} was given and is not there"),
        first => format!("{what} {first} to {last} were given and are not there"),
    });
    for id in 1..=last.min(there) {
        walk.due(&Fact::Given(what, id), [1, 0]);
    }
    Ok(())
}

/// Returns the number of a table's last record; 0 when it has none.
fn last_key<K: Key + Into<u64>, V: Value>(walk: &Walk, table: Table<K, V>) -> Result<u64, Error> {
    let mut last = 0;
    let walked =
        walk.view.range(table.keys(), Bound::Unbounded, Bound::Unbounded, Direction::Backward, |key: K, ()| {
            last = key.into();
            Ok(false)
        });
    match walked {
        // It is named where its table is walked.
        Err(Error::Record { .. }) => Ok(last),
        walked => walked.map(|()| last),
    }
}

/// Enters that a document's record is there.
pub(super) fn document_is_there(walk: &mut Walk, id: DocumentId) {
    walk.there(&Fact::Given("document", id.0), [1, 0]);
}
