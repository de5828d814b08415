//! Units: every serial key leads to its holder, and back; no key leads nowhere; each stands where its last movement says.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Walk;
use super::books::{End, Fact};
use super::says;
use crate::domain::document::DocumentState;
use crate::domain::id::{LotId, WarehouseId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::movement::Spot;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Matching, SerialKey};
use crate::domain::unit::{Holder, Moved, Unit, UnitId};
use crate::ops::moving::units::stands_at;
use crate::ops::search::filed_under;
use crate::ops::{claims, layers, lives};
use crate::store::codec::Scope;
use crate::store::engine::Error;
use crate::store::pack::{PACK, first_of};
use crate::store::tables::{DOCUMENT, HELD, LOT_UNIT, MOVED, PICKED, SERIAL, TAIL, TO_INDEX};

/// Walks the rows of units: each is in its slot.
pub(super) fn packs(walk: &mut Walk) -> Result<(), Error> {
    let mut waiting = HashMap::new();
    walk.each(TO_INDEX, |walk, lot, slot| {
        let state = walk.lot(lot)?.map(|lot| lot.state);
        let view = walk.view;
        let posted = state.is_some_and(|state| state != LotState::Draft);
        walk.hold(posted, || format!("{} waits to be found and was not posted", says::lot(&view, lot)));
        waiting.insert(lot, slot);
        Ok(())
    })?;
    walk.each(LOT_UNIT, |walk, (id, warehouse, first), pack| {
        let view = walk.view;
        let name = || format!("row {first} of {}", says::lot(&view, id));
        let slots: Vec<u32> = pack.units.iter().map(|unit| unit.slot).collect();
        let in_order = slots.is_sorted_by(|a, b| a < b) && slots.iter().all(|slot| first_of(*slot) == first);
        let some = !slots.is_empty() && slots.len() <= PACK as usize;
        walk.hold(in_order && some, || format!("{} has the slots {slots:?}", name()));
        walk.hold(warehouse == WarehouseId(0), || format!("{} is kept in warehouse {}", name(), warehouse.0));
        let Some(lot) = walk.lot(id)? else {
            walk.hold(false, || format!("{} is of no lot", name()));
            return Ok(());
        };
        let matching = walk.product(lot.product)?.map_or(Matching::Loose, |(_, matching)| matching);
        let scope = claims::scope(&walk.settings, lot.product).0;
        let indexed = match waiting.get(&id) {
            Some(slot) => u32::try_from(*slot).unwrap_or(u32::MAX).saturating_sub(1),
            None if lot.state == LotState::Draft => 0,
            None => u32::MAX,
        };
        let mut damaged = 0;
        for unit in &pack.units {
            let key = claims::key_of(&unit.serial, matching);
            let bin = unit.bin.map_or(0, |bin| bin.0);
            damaged += i64::from(unit.bin.is_some());
            let serial = Cow::Borrowed(unit.serial.as_str());
            walk.there(&Fact::Unit(scope, Cow::Borrowed(key.as_str()), id, unit.slot, serial, bin), [1, 0]);
            if unit.slot <= indexed {
                walk.due(&Fact::Tail(Cow::Owned(filed_under(&unit.serial)), id, unit.slot), [1, 0]);
            }
        }
        let all = i64::try_from(pack.units.len()).unwrap_or_default();
        walk.there(&Fact::Units(id), [all * 1_000, damaged * 1_000]);
        Ok(())
    })
}

/// Units that open documents name, and where each stood when it was.
type Picked = HashMap<UnitId, Option<Spot>>;

/// Walks the keys: each leads to a unit in its slot, or as a further identifier to a unit that knows of it. A unit that an
/// open document names stands where it was named.
pub(super) fn keys(walk: &mut Walk) -> Result<(), Error> {
    let mut picked = Picked::new();
    walk.each(PICKED, |walk, (document, ..), row| {
        // What has run out names its units still, wherever they are by now.
        let head = walk.get(DOCUMENT, &document)?;
        if head.is_none_or(|head| head.state != DocumentState::Expired) {
            picked.insert(row.unit, row.from);
        }
        Ok(())
    })?;
    walk.each(SERIAL, |walk, (key, scope), holder| match holder {
        Holder::Unit(unit) => own_key(walk, &mut picked, &key, scope, &unit),
        Holder::Alias(own) => {
            let fact = Fact::Identifier(scope.0, Cow::Borrowed(key.as_str()), Cow::Borrowed(own.as_str()));
            walk.there(&fact, [1, 0]);
            Ok(())
        }
    })?;
    let view = walk.view;
    for ((lot, slot), _) in picked {
        walk.hold(false, || {
            format!("the unit in slot {slot} of {} does not stand where a draft named it", says::lot(&view, lot))
        });
    }
    Ok(())
}

fn own_key(walk: &mut Walk, picked: &mut Picked, key: &SerialKey, scope: Scope, unit: &Unit) -> Result<(), Error> {
    let mut life = Some(unit);
    let mut came_in_again = false;
    let mut newest = None;
    while let Some(unit) = life {
        let Some(lot) = walk.lot(unit.lot)? else {
            walk.hold(false, || format!("serial {key} is of lot {}, which is not there", unit.lot.0));
            return Ok(());
        };
        let bin = unit.bin.map_or(0, |bin| bin.0);
        let serial = Cow::Borrowed(unit.serial(key));
        walk.due(&Fact::Unit(scope.0, Cow::Borrowed(key.as_str()), unit.lot, unit.slot, serial, bin), [1, 0]);
        let in_scope = scope == claims::scope(&walk.settings, lot.product);
        walk.hold(in_scope, || format!("serial {key} is kept in scope {}", scope.0));
        let draft = lot.state == LotState::Draft && !unit.moved.is_empty();
        walk.hold(!draft, || format!("serial {key} has moved and its posting is a draft"));
        moved(walk, &lot, unit)?;
        let spot = stands_at(&lot, unit);
        if !picked.is_empty() && picked.get(&(unit.lot, unit.slot)) == Some(&spot) {
            picked.remove(&(unit.lot, unit.slot));
        }
        if let Some(spot) = spot {
            walk.there(&Fact::Stands(layers::at(unit.lot, &lot, spot)), [Quantity::ONE.thousandths(), 0]);
        }
        // A life whose posting was cancelled counts no more: the one before it may be in stock again.
        let here = spot.is_some() || (lot.state == LotState::Draft && unit.last().is_none());
        walk.hold(!(here && came_in_again), || format!("serial {key} came in again while it was here"));
        came_in_again |= lot.state != LotState::Cancelled || unit.last().is_some();
        newest.get_or_insert(lot);
        life = unit.earlier.as_deref();
    }
    let Some(lot) = newest else { return Ok(()) };
    let matching = walk.product(lot.product)?.map_or(Matching::Loose, |(_, matching)| matching);
    for identifier in &unit.identifiers {
        let alias = claims::key_of(identifier, matching);
        let fact = Fact::Identifier(scope.0, Cow::Borrowed(alias.as_str()), Cow::Borrowed(key.as_str()));
        walk.due(&fact, [1, 0]);
    }
    Ok(())
}

/// Enters the movements of a unit, each from where the one before it had brought it.
fn moved(walk: &mut Walk, lot: &Lot, unit: &Unit) -> Result<(), Error> {
    let mut at = End::In(Spot {
        warehouse: lot.warehouse,
        bin: unit.bin.or(lot.bin).unwrap_or_default(),
        queued: lot.received.unwrap_or_default(),
    });
    let rows = kept(walk, unit)?;
    for moved in rows.iter().chain(&unit.moved) {
        let to = End::of(moved.to, moved.queued);
        walk.there(&Fact::Moved(unit.lot, unit.slot, moved.document, moved.cancels, at, to), [1, 0]);
        at = to;
    }
    Ok(())
}

/// Returns the movements of a unit that stand in rows of their own.
fn kept(walk: &mut Walk, unit: &Unit) -> Result<Vec<Moved>, Error> {
    let mut moved = Vec::new();
    if unit.moved.len() < lives::ROW {
        return Ok(moved);
    }
    for n in 0.. {
        let Some(row) = walk.get(MOVED, &(unit.lot, unit.slot, n))? else { break };
        walk.due(&Fact::Row(unit.lot, unit.slot, n), [1, 0]);
        moved.extend(row.0);
    }
    let view = walk.view;
    let tells = moved.is_empty() || unit.last().is_some();
    walk.hold(tells, || {
        let lot = says::lot(&view, unit.lot);
        format!("the unit in slot {} of {lot} has movements in rows, and none beside it tells where it is", unit.slot)
    });
    Ok(moved)
}

/// Walks the rows of movements: each is full, and its unit's.
pub(super) fn moves(walk: &mut Walk) -> Result<(), Error> {
    walk.each(MOVED, |walk, (lot, slot, n), row| {
        let view = walk.view;
        walk.hold(row.0.len() == lives::ROW, || {
            format!("row {n} of movements of slot {slot} of {} has {}", says::lot(&view, lot), row.0.len())
        });
        walk.there(&Fact::Row(lot, slot, n), [1, 0]);
        Ok(())
    })
}

/// Walks the units that open documents hold.
pub(super) fn held(walk: &mut Walk) -> Result<(), Error> {
    walk.each(HELD, |walk, (lot, slot), hold| {
        walk.there(&Fact::Held(lot, slot, hold.document, hold.line, hold.n), [1, 0]);
        Ok(())
    })
}

/// Walks the search index: each unit that was filed is found once, by the end of its serial.
pub(super) fn index(walk: &mut Walk) -> Result<(), Error> {
    walk.each(TAIL, |walk, (tail, _), row| {
        for (lot, slot) in row.0 {
            let (lot, slot): (LotId, u32) = (lot, slot);
            walk.there(&Fact::Tail(Cow::Borrowed(&tail), lot, slot), [1, 0]);
        }
        Ok(())
    })
}
