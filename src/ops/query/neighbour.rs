//! The next or previous unit of the same lot, across rows of units and slots that are empty.

use std::ops::Bound;

use crate::domain::id::WarehouseId;
use crate::domain::lot::Packed;
use crate::domain::time::Moment;
use crate::messages::{No, PassportView, UnitRef};
use crate::ops::claims;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::pack::first_of;
use crate::store::tables::{LOT_UNIT, View};

use super::lot_units::packed_from;
use super::passport;
use super::units::{self, Known};

/// Returns the passport of the unit beside one in its lot; at the end of the lot, its own.
pub fn answer(view: &View, now: Moment, of: &UnitRef, forward: bool) -> Result<Box<PassportView>, No> {
    let known = passport::find(view, now, of)?;
    let beside = beside(view, &known, forward)?.unwrap_or(known);
    passport::whole(view, now, beside)
}

/// Finds the nearest unit that is still of this lot: one that came in again by a later posting is of that.
fn beside(view: &View, known: &Known, forward: bool) -> Result<Option<Known>, Error> {
    let mut found = None;
    let mut visit = |packed: Packed| {
        let key = claims::key_of(&packed.serial, known.record.matching());
        found = units::of_product(view, known.product, &key)?.filter(|found| found.unit.lot == known.unit.lot);
        Ok(found.is_none())
    };
    if forward {
        packed_from(view, known.unit.lot, known.unit.slot + 1, visit)?;
        return Ok(found);
    }
    let here = (known.unit.lot, WarehouseId(0));
    let from = Bound::Included(here.to_key());
    let to = Bound::Included((here, first_of(known.unit.slot)).to_key());
    view.range(LOT_UNIT, from, to, Direction::Backward, |_, pack| {
        for packed in pack.units.into_iter().rev().filter(|packed| packed.slot < known.unit.slot) {
            if !visit(packed)? {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    Ok(found)
}
