//! The search index: units by the end of their serial, filled behind the work, since posting writes nothing per unit.
//!
//! A posted lot waits in `TO_INDEX`; idle work takes it up slice by slice. What still waits is found too, by reading
//! on where the index ends.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::claims;
use crate::domain::id::{LotId, WarehouseId};
use crate::domain::lot::Packed;
use crate::domain::serial::Matching;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::pack::first_of;
use crate::store::rows::TailRow;
use crate::store::tables::{LOT_UNIT, TAIL, TO_INDEX, Tables, View, end_of_prefix};

/// Characters at the end of a serial that it is filed under.
const TAIL_LENGTH: usize = 4;
/// Rows of units that one slice takes up: some hundred units, a few milliseconds.
const SLICE: usize = 16;
/// Units in one row of the index at most.
const ROW: usize = 256;
/// Units that one search looks at in the index at most, where all serials of a store end alike.
const MOST_LOOKED_AT: usize = 20_000;
/// Rows of units that one search reads beyond the index at most.
const MOST_WAITING: usize = 2_000;

/// Files a bounded number of posted units; returns whether more remain.
pub fn index_slice(tx: &mut Tables) -> Result<bool, Error> {
    let Some((lot, slot)) = waiting(&tx.view())? else { return Ok(false) };
    let (units, next) = slice(&tx.view(), lot, slot)?;
    let mut tails: BTreeMap<String, Vec<(LotId, u32)>> = BTreeMap::new();
    for unit in units {
        tails.entry(filed_under(&unit.serial)).or_default().push((lot, unit.slot));
    }
    for (tail, units) in tails {
        file(tx, &tail, units)?;
    }
    match next {
        Some(next) => tx.put(TO_INDEX, &lot, &u64::from(next))?,
        None => tx.delete(TO_INDEX, &lot)?,
    }
    Ok(waiting(&tx.view())?.is_some())
}

/// Returns the first lot that waits, with the slot to go on at.
fn waiting(view: &View) -> Result<Option<(LotId, u32)>, Error> {
    let mut first = None;
    view.prefix(TO_INDEX, &(), Direction::Forward, |lot, slot| {
        first = Some((lot, u32::try_from(slot).unwrap_or(u32::MAX)));
        Ok(false)
    })?;
    Ok(first)
}

/// Reads the next units of a lot, and the slot after them; none when these are the last.
fn slice(view: &View, lot: LotId, slot: u32) -> Result<(Vec<Packed>, Option<u32>), Error> {
    let mut units = Vec::new();
    let mut rows = 0;
    let mut next = None;
    packs(view, lot, slot, |first, row| {
        if rows == SLICE {
            next = Some(first);
            return Ok(false);
        }
        rows += 1;
        units.extend(row.into_iter().filter(|unit| unit.slot >= slot));
        Ok(true)
    })?;
    Ok((units, next))
}

/// Visits the rows of a lot's units from that of a slot on, until the visitor says stop.
fn packs(
    view: &View,
    lot: LotId,
    slot: u32,
    mut visit: impl FnMut(u32, Vec<Packed>) -> Result<bool, Error>,
) -> Result<(), Error> {
    let here = (lot, WarehouseId(0));
    let from = Bound::Included((here, first_of(slot)).to_key());
    view.range(LOT_UNIT, from, end_of_prefix(&here.to_key()), Direction::Forward, |(_, _, first), pack| {
        visit(first, pack.units)
    })
}

/// Adds units to the last row of a tail, and begins further rows when that is full.
fn file(tx: &mut Tables, tail: &str, units: Vec<(LotId, u32)>) -> Result<(), Error> {
    let (mut n, mut filed) = (0, Vec::new());
    tx.view().prefix(TAIL, &tail.to_owned(), Direction::Backward, |(_, last), row| {
        (n, filed) = if row.0.len() < ROW { (last, row.0) } else { (last + 1, Vec::new()) };
        Ok(false)
    })?;
    filed.extend(units);
    for row in filed.chunks(ROW) {
        let mut row = row.to_vec();
        row.sort_unstable();
        tx.put(TAIL, &(tail.to_owned(), n), &TailRow(row))?;
        n += 1;
    }
    Ok(())
}

/// Files a unit under another serial; one that waits to be filed still waits.
pub(super) fn file_anew(tx: &mut Tables, unit: (LotId, u32), from: &str, to: &str) -> Result<(), Error> {
    let (from, to) = (tail(&backwards(from)), tail(&backwards(to)));
    let waits = tx.get(TO_INDEX, &unit.0)?.is_some_and(|next| u64::from(unit.1) >= next);
    if from == to || waits {
        return Ok(());
    }
    let mut rows = Vec::new();
    tx.view().prefix(TAIL, &from, Direction::Forward, |at, row| {
        if row.0.contains(&unit) {
            rows.push((at, row));
        }
        Ok(true)
    })?;
    for (at, mut row) in rows {
        row.0.retain(|filed| *filed != unit);
        if row.0.is_empty() {
            tx.delete(TAIL, &at)?;
        } else {
            tx.put(TAIL, &at, &row)?;
        }
    }
    file(tx, &to, vec![unit])
}

/// Visits units whose serial ends so, the newest lots first, until the visitor says stop.
///
/// Case and inner blanks do not count. Units that wait to be filed come first.
pub fn ending(
    view: &View,
    text: &str,
    mut visit: impl FnMut(LotId, Packed) -> Result<bool, Error>,
) -> Result<(), Error> {
    let wanted = backwards(text);
    if wanted.is_empty() {
        return Ok(());
    }
    let mut going = true;
    unfiled(view, &wanted, |lot, unit| {
        going = visit(lot, unit)?;
        Ok(going)
    })?;
    if !going {
        return Ok(());
    }
    let short = wanted.chars().count() < TAIL_LENGTH;
    let from = if short { wanted.clone().into_bytes() } else { tail(&wanted).to_key() };
    let to = end_of_prefix(&from);
    let mut looked_at = 0;
    view.range(TAIL, Bound::Included(from), to, Direction::Backward, |_, row| {
        for (lot, slot) in row.0.into_iter().rev() {
            looked_at += 1;
            let Some(unit) = super::standing::packed(view, lot, slot)? else { continue };
            if backwards(&unit.serial).starts_with(&wanted) && !visit(lot, unit)? {
                return Ok(false);
            }
        }
        Ok(looked_at < MOST_LOOKED_AT)
    })
}

/// Visits units that end so and wait to be filed, as far as a search may read.
fn unfiled(
    view: &View,
    wanted: &str,
    mut visit: impl FnMut(LotId, Packed) -> Result<bool, Error>,
) -> Result<(), Error> {
    let mut rows = 0;
    view.prefix(TO_INDEX, &(), Direction::Backward, |lot, slot| {
        let slot = u32::try_from(slot).unwrap_or(u32::MAX);
        let mut going = true;
        packs(view, lot, slot, |_, row| {
            rows += 1;
            for unit in row.into_iter().filter(|unit| unit.slot >= slot) {
                if backwards(&unit.serial).starts_with(wanted) && !visit(lot, unit)? {
                    going = false;
                    return Ok(false);
                }
            }
            Ok(rows < MOST_WAITING)
        })?;
        Ok(going && rows < MOST_WAITING)
    })
}

/// Returns what a serial is filed under.
pub(super) fn filed_under(serial: &str) -> String {
    tail(&backwards(serial))
}

/// Returns a serial from its end, as loosely matched serials are compared.
fn backwards(serial: &str) -> String {
    claims::key_of(serial.trim(), Matching::Loose).as_str().chars().rev().collect()
}

/// Returns what a serial written from its end is filed under.
fn tail(backwards: &str) -> String {
    backwards.chars().take(TAIL_LENGTH).collect()
}
