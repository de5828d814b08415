//! From a serial, or a further identifier, to its unit.

use crate::domain::id::{LotId, ProductId, WarehouseId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::place::Place;
use crate::domain::product::Product;
use crate::domain::serial::{Matching, Serial, SerialKey};
use crate::domain::time::Moment;
use crate::domain::unit::{Holder, Unit};
use crate::messages::{Standing, UnitBrief, UnitRow};
use crate::ops::{held, standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, LOT, PRODUCT, SERIAL, View};

use super::named::Called;

/// A unit, or the claim of a draft, with the records it leads to.
pub struct Known {
    /// Its product.
    pub product: ProductId,
    /// The record of that.
    pub record: Product,
    /// Key it is compared by.
    pub key: SerialKey,
    /// Its life that counts: the newest whose posting was not cancelled.
    pub unit: Unit,
    /// Its newest life, when the posting of that was cancelled and an earlier one counts.
    pub cancelled: Option<Unit>,
    /// Lot of the life that counts.
    pub lot: Lot,
}

/// Returns everything that has this serial or further identifier, of any product.
pub fn answering(view: &View, text: &str) -> Result<Vec<Known>, Error> {
    let mut known = Vec::new();
    for key in keys(text) {
        let mut holders = Vec::new();
        view.prefix(SERIAL, &key, Direction::Forward, |(_, scope), holder| {
            holders.push((scope, holder));
            Ok(true)
        })?;
        for (scope, holder) in holders {
            let found = lead(view, &key, scope, holder)?;
            // `abc` is not the exactly matched `ABC`, though a loosely matched product would take it for that.
            known.extend(found.filter(|found| is_meant(text, found.record.matching(), &key)));
        }
    }
    Ok(known)
}

/// Returns the unit of a product with this key; nothing when there is none.
pub fn of_product(view: &View, product: ProductId, key: &SerialKey) -> Result<Option<Known>, Error> {
    for scope in [Scope(product.0), Scope(0)] {
        if let Some(holder) = view.get(SERIAL, &(key.clone(), scope))? {
            let found = lead(view, key, scope, holder)?;
            if let Some(known) = found.filter(|known| known.product == product) {
                return Ok(Some(known));
            }
        }
    }
    Ok(None)
}

/// Returns the keys a text may stand under: as loosely matched products compare it, and as exactly matched ones do.
pub fn keys(text: &str) -> Vec<SerialKey> {
    let key = |matching| Serial::parse(text, matching).ok().map(|serial| serial.into_parts().1);
    let mut keys: Vec<SerialKey> = [Matching::Loose, Matching::Exact].into_iter().filter_map(key).collect();
    keys.dedup();
    keys
}

/// Tells whether a text, compared as a product compares its serials, is this key.
fn is_meant(text: &str, matching: Matching, key: &SerialKey) -> bool {
    Serial::parse(text, matching).is_ok_and(|serial| serial.key() == key)
}

/// Returns the unit a holder is, or is a further identifier of.
pub fn lead(view: &View, key: &SerialKey, scope: Scope, holder: Holder) -> Result<Option<Known>, Error> {
    let (key, unit) = match holder {
        Holder::Unit(unit) => (key.clone(), unit),
        Holder::Alias(of) => match view.get(SERIAL, &(of.clone(), scope))? {
            Some(Holder::Unit(unit)) => (of, unit),
            _ => return Ok(None),
        },
    };
    let lot = view.need(LOT, &unit.lot)?;
    let record = view.need(PRODUCT, &lot.product)?;
    let mut known = Known { product: lot.product, record, key, unit, cancelled: None, lot };
    if known.lot.state == LotState::Cancelled && known.unit.earlier.is_some() {
        let counts = standing::in_force(view, &known.unit)?.clone();
        known.lot = view.need(LOT, &counts.lot)?;
        known.cancelled = Some(std::mem::replace(&mut known.unit, counts));
    }
    Ok(Some(known))
}

/// A unit's lot with what rows of its units share.
pub struct Origin {
    /// Which lot.
    pub id: LotId,
    /// Its record.
    pub lot: Lot,
    /// The same, with supplier, day and warranty of the lot it was before a conversion.
    supplied: Lot,
    /// `P-118/1`.
    pub label: String,
}

impl Origin {
    /// Reads a lot.
    pub fn read(view: &View, id: LotId) -> Result<Self, Error> {
        let lot = view.need(LOT, &id)?;
        let supplied = standing::as_supplied(view, lot.clone())?;
        Ok(Origin { id, label: standing::lot_label(view, &lot)?, supplied, lot })
    }

    /// Returns the row of one of its units in a list.
    pub fn row(&self, called: &mut Called, key: SerialKey, unit: &Unit, serial: String) -> Result<UnitRow, Error> {
        let (whereabouts, in_stock) = whereabouts(called, self, unit)?;
        let (view, today) = (called.view(), called.today()?);
        Ok(UnitRow {
            product: self.lot.product,
            key,
            serial,
            lot: self.label.clone(),
            whereabouts,
            in_stock,
            cost: self.lot.unit_cost(),
            supplier: called.supplier(self.supplied.supplier)?,
            warranty_until: self.supplied.warranty_until(),
            received: self.supplied.received,
            reserved: match held::live(&view, (self.id, unit.slot), today)? {
                Some(hold) => called.holder(hold.document)?,
                None => String::new(),
            },
        })
    }
}

/// Says in a few words where a unit is, and whether that is in stock: `Main A3`, `sold S-12`.
fn whereabouts(called: &mut Called, origin: &Origin, unit: &Unit) -> Result<(String, bool), Error> {
    let lot = &origin.lot;
    if let Some(last) = unit.last() {
        let how = match last.to {
            Place::Warehouse(..) => return Ok((called.place(last.to)?, true)),
            Place::Client(_) => "sold",
            Place::Supplier(_) => "returned",
            Place::Loss => "written off",
            Place::Transit(_) => "in transit",
        };
        let number = called.view().need(DOCUMENT, &last.document)?.number.unwrap_or_default();
        return Ok((format!("{how} {number}"), false));
    }
    Ok(match lot.state {
        LotState::Draft => ("in a draft".to_owned(), false),
        LotState::Cancelled => ("posting cancelled".to_owned(), false),
        LotState::Posted => (called.place(Place::Warehouse(lot.warehouse, unit.bin.or(lot.bin)))?, true),
    })
}

/// Tells in which warehouse a unit is in stock; `None` when it is not.
pub fn stock_place(lot: &Lot, unit: &Unit) -> Option<WarehouseId> {
    match (unit.last().map(|last| last.to), lot.state) {
        (Some(Place::Warehouse(warehouse, _)), _) => Some(warehouse),
        (None, LotState::Posted) => Some(lot.warehouse),
        _ => None,
    }
}

/// Says what a unit is and where it stands.
pub fn brief(called: &mut Called, now: Moment, known: Known) -> Result<UnitBrief, Error> {
    Ok(UnitBrief {
        product: known.product,
        serial: known.unit.serial(&known.key).to_owned(),
        standing: stands(called, now, &known)?,
        name: known.record.name,
        key: known.key,
    })
}

/// Says where a unit stands. One that never moved since it was posted, as most, needs few records read.
pub fn stands(called: &mut Called, now: Moment, known: &Known) -> Result<Standing, Error> {
    let stands = stands_free(called, now, known)?;
    if matches!(stands, Standing::InStock { .. })
        && let Some(hold) = held::live(&called.view(), (known.unit.lot, known.unit.slot), called.today()?)?
    {
        return held::standing(&called.view(), now, &hold, stands);
    }
    Ok(stands)
}

/// Says where a unit stands, whatever holds it there.
fn stands_free(called: &mut Called, now: Moment, known: &Known) -> Result<Standing, Error> {
    let (unit, lot) = (&known.unit, &known.lot);
    if unit.last().is_some() || lot.state != LotState::Posted || lot.origin.is_some() {
        return standing::of(&called.view(), now, unit);
    }
    let place = Standing::InStock {
        warehouse: called.warehouse(lot.warehouse)?,
        bin: called.bin(unit.bin.or(lot.bin))?,
        document: called.number(lot.document)?,
        date: lot.received.unwrap_or_default(),
    };
    standing::with_hold(&called.view(), now, unit, place)
}

/// Tells whether a unit is in stock or claimed by a draft.
pub fn is_held(known: &Known) -> bool {
    let on_its_way = known.unit.last().is_some_and(|last| matches!(last.to, Place::Transit(_)));
    stock_place(&known.lot, &known.unit).is_some() || known.lot.state == LotState::Draft || on_its_way
}
