//! Units of a lot in the order they were scanned.

use std::ops::Bound;

use crate::domain::id::{LotId, WarehouseId};
use crate::domain::lot::Packed;
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::domain::unit::Holder;
use crate::messages::{Cursor, No, Page, UnitRow};
use crate::ops::{claims, settings, standing};
use crate::store::codec::{Key, Scope};
use crate::store::engine::{Direction, Error};
use crate::store::pack::first_of;
use crate::store::tables::{LOT, LOT_UNIT, PRODUCT, SERIAL, View, end_of_prefix};

use super::named::{self, Called};
use super::paging::{Filling, place};
use super::units::Origin;

/// Returns the units of a lot in slot order, wherever they are by now.
pub fn answer(view: &View, now: Moment, lot: LotId, after: Option<&Cursor>, limit: usize) -> Result<Page<UnitRow>, No> {
    let after: u32 = place(after)?.unwrap_or(0);
    named::asked(view, LOT, &lot, "lot", lot.0)?;
    let origin = Origin::read(view, lot)?;
    let matching = view.need(PRODUCT, &origin.lot.product)?.matching();
    let scope = claims::scope(&settings(view)?, origin.lot.product);
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    packed_from(view, lot, after + 1, |packed| {
        if !filling.room() {
            return Ok(false);
        }
        let key = claims::key_of(&packed.serial, matching);
        let (slot, serial) = (packed.slot, packed.serial);
        filling.push(slot.to_key(), row(&mut called, &origin, scope, key, serial)?);
        Ok(true)
    })?;
    Ok(filling.page())
}

/// Builds the row of a unit: of the lot it is of now, when it came in again by a later one.
pub fn row(
    called: &mut Called,
    origin: &Origin,
    scope: Scope,
    key: SerialKey,
    serial: String,
) -> Result<UnitRow, Error> {
    let at = (key, scope);
    let Holder::Unit(unit) = called.view().need(SERIAL, &at)? else {
        return Err(Error::Record {
            table: SERIAL.name().to_owned(),
            why: format!("{} stands in a lot and is no unit", at.0),
        });
    };
    if unit.lot == origin.id {
        return origin.row(called, at.0, &unit, serial);
    }
    let unit = standing::in_force(&called.view(), &unit)?;
    Origin::read(&called.view(), unit.lot)?.row(called, at.0, unit, serial)
}

/// Visits the units of a lot from a slot on, until the visitor says stop.
pub fn packed_from(
    view: &View,
    lot: LotId,
    slot: u32,
    mut visit: impl FnMut(Packed) -> Result<bool, Error>,
) -> Result<(), Error> {
    let here = (lot, WarehouseId(0));
    let from = Bound::Included((here, first_of(slot)).to_key());
    view.range(LOT_UNIT, from, end_of_prefix(&here.to_key()), Direction::Forward, |_, pack| {
        for unit in pack.units.into_iter().filter(|unit| unit.slot >= slot) {
            if !visit(unit)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}
