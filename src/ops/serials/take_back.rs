//! Serials taken back out of a line: their keys are free again, their slots are not used again.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, order, told};
use crate::domain::id::{DocumentId, LineNo, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Serial, SerialKey};
use crate::messages::{No, Outcome, Refused};
use crate::ops::{Context, claims};
use crate::store::codec::Scope;
use crate::store::engine::Error;
use crate::store::pack::first_of;
use crate::store::tables::{LOT_UNIT, Tables, View};

/// Takes serials back out of a line: all of them or none. The journal keeps both.
pub fn take_back(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    serials: &[String],
) -> Result<Outcome, No> {
    let mut at = At::find(&tx.view(), cx, draft, line)?;
    let serials = at.parse(serials)?;
    let scope = at.claimant(None).scope;
    let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for place in order(&serials)? {
        let (key, slot) = find(&tx.view(), &at, scope, &serials[place])?;
        rows.entry(first_of(slot)).or_default().push(slot);
        keys.insert(key);
    }
    let matching = at.product.matching();
    for key in &keys {
        claims::free(tx, scope, matching, key)?;
    }
    let (taken, damaged) = remove(tx, &at, &rows)?;
    let less = |from: Quantity, by: u32| from.checked_sub(Quantity::pieces(by)).unwrap_or(Quantity::ZERO);
    at.line.counted = less(at.line.counted, taken);
    at.line.damaged = less(at.line.damaged, damaged);
    at.line.used = cx.now;
    at.keep(tx)?;
    let serials = serials.into_iter().map(|serial| serial.into_parts().0).collect();
    let (counted, missing) = (at.line.counted, at.line.missing());
    Ok(Outcome::TakenBack { serials: told(serials), taken, counted, missing })
}

/// Finds a serial of the line, by itself or a further identifier.
fn find(view: &View, at: &At, scope: Scope, serial: &Serial) -> Result<(SerialKey, u32), No> {
    match claims::holder(view, scope, serial.key().clone())? {
        Some((key, unit)) if unit.lot == at.line.lot => Ok((key, unit.slot)),
        _ => Err(Refused::Unknown {
            what: format!("serial on line {}", at.number),
            value: serial.raw().to_owned(),
            hint: "; it was taken back already, or is another line's".to_owned(),
        }
        .into()),
    }
}

/// Removes units from their rows; returns how many, and how many of them were damaged.
fn remove(tx: &mut Tables, at: &At, rows: &BTreeMap<u32, Vec<u32>>) -> Result<(u32, u32), Error> {
    let (mut taken, mut damaged) = (0, 0);
    for (first, slots) in rows {
        let row = (at.line.lot, WarehouseId(0), *first);
        let mut pack = tx.need(LOT_UNIT, &row)?;
        pack.units.retain(|unit| {
            let goes = slots.contains(&unit.slot);
            taken += u32::from(goes);
            damaged += u32::from(goes && unit.bin.is_some());
            !goes
        });
        if pack.units.is_empty() {
            tx.delete(LOT_UNIT, &row)?;
        } else {
            tx.put(LOT_UNIT, &row, &pack)?;
        }
    }
    Ok((taken, damaged))
}
