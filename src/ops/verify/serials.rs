//! Every serial key leads to its holder, and back; no key leads nowhere.

use std::collections::BTreeMap;

use super::Walk;
use crate::domain::id::{LotId, WarehouseId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::unit::{Holder, Unit};
use crate::ops::{claims, conversion, standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::pack::{PACK, Pack, first_of};
use crate::store::tables::{LOT, LOT_UNIT, SERIAL};

/// Units in the rows of a lot, and how many of them are in a bin of their own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Units {
    pub all: u32,
    pub damaged: u32,
}

impl Units {
    pub fn quantity(self) -> Quantity {
        Quantity::pieces(self.all)
    }
}

/// Walks the rows of units: each is in its slot and its key leads back to it. Returns how many each lot has.
pub(super) fn packs(walk: &mut Walk) -> Result<BTreeMap<LotId, Units>, Error> {
    let mut units: BTreeMap<LotId, Units> = BTreeMap::new();
    for ((lot, warehouse, first), pack) in walk.records(LOT_UNIT, &())? {
        let name = format!("row {first} of lot {}", lot.0);
        let Some(record) = walk.view.get(LOT, &lot)? else {
            walk.hold(false, || format!("{name} is of no lot"));
            continue;
        };
        let slots: Vec<u32> = pack.units.iter().map(|unit| unit.slot).collect();
        let in_order = slots.is_sorted_by(|a, b| a < b) && slots.iter().all(|slot| first_of(*slot) == first);
        walk.hold(in_order && slots.len() <= PACK as usize, || format!("{name} has the slots {slots:?}"));
        walk.hold(!slots.is_empty(), || format!("{name} is empty"));
        walk.hold(warehouse == WarehouseId(0), || format!("{name} is kept in warehouse {}", warehouse.0));
        let count = units.entry(lot).or_default();
        count.all += u32::try_from(slots.len()).unwrap_or(u32::MAX);
        count.damaged += u32::try_from(pack.units.iter().filter(|unit| unit.bin.is_some()).count()).unwrap_or(u32::MAX);
        lead_back(walk, lot, &record, &pack)?;
    }
    Ok(units)
}

fn lead_back(walk: &mut Walk, lot: LotId, record: &Lot, pack: &Pack) -> Result<(), Error> {
    let matching = conversion::as_will_be(&walk.view, record.product)?.matching();
    let scope = claims::scope(&walk.settings, record.product);
    for packed in &pack.units {
        let key = claims::key_of(&packed.serial, matching);
        let holder = walk.view.get(SERIAL, &(key, scope))?;
        let mut life = match &holder {
            Some(Holder::Unit(unit)) => Some(unit),
            _ => None,
        };
        while let Some(unit) = life.filter(|unit| (unit.lot, unit.slot) != (lot, packed.slot)) {
            life = unit.earlier.as_deref();
        }
        let bin = life.is_some_and(|unit| unit.bin == packed.bin);
        let (serial, slot) = (&packed.serial, packed.slot);
        walk.hold(life.is_some(), || format!("unit {serial}, slot {slot} of lot {}: its key leads elsewhere", lot.0));
        walk.hold(life.is_none() || bin, || format!("unit {serial} of lot {} is in two bins", lot.0));
    }
    Ok(())
}

/// Walks the keys: each leads to a unit in its slot, or as a further identifier to a unit that knows of it.
pub(super) fn keys(walk: &mut Walk) -> Result<(), Error> {
    let mut holders = Vec::new();
    walk.view.prefix(SERIAL, &(), Direction::Forward, |(key, scope), holder| {
        holders.push((key, scope, holder));
        Ok(true)
    })?;
    walk.looked_at += holders.len() as u64;
    for (key, scope, holder) in holders {
        match holder {
            Holder::Unit(unit) => own_key(walk, &key, scope, &unit)?,
            Holder::Alias(own) => alias(walk, &key, scope, &own)?,
        }
    }
    Ok(())
}

fn own_key(walk: &mut Walk, key: &SerialKey, scope: Scope, unit: &Unit) -> Result<(), Error> {
    let mut life = Some(unit);
    let mut came_in_again = false;
    while let Some(unit) = life {
        let Some(lot) = walk.view.get(LOT, &unit.lot)? else {
            walk.hold(false, || format!("serial {key} is of lot {}, which is not there", unit.lot.0));
            return Ok(());
        };
        let matching = conversion::as_will_be(&walk.view, lot.product)?.matching();
        let packed = standing::packed(&walk.view, unit.lot, unit.slot)?;
        let same = packed.is_some_and(|packed| {
            claims::key_of(&packed.serial, matching) == *key && packed.serial == unit.serial(key)
        });
        walk.hold(same, || format!("serial {key} is not in slot {} of lot {}", unit.slot, unit.lot.0));
        let draft = lot.state == LotState::Draft && !unit.moved.is_empty();
        walk.hold(!draft, || format!("serial {key} has moved and its posting is a draft"));
        let in_scope = scope == claims::scope(&walk.settings, lot.product);
        walk.hold(in_scope, || format!("serial {key} is kept in scope {}", scope.0));
        // A life whose posting was cancelled counts no more: the one before it may be in stock again.
        came_in_again |= lot.state != LotState::Cancelled || unit.last().is_some();
        life = unit.earlier.as_deref();
        if let Some(earlier) = life {
            let held = standing::held(&walk.view, earlier)?;
            walk.hold(!held || !came_in_again, || format!("serial {key} came in again while it was here"));
        }
    }
    let matching = matching_of(walk, unit)?;
    for identifier in &unit.identifiers {
        let alias = walk.view.get(SERIAL, &(claims::key_of(identifier, matching), scope))?;
        let leads_back = matches!(alias, Some(Holder::Alias(own)) if own == *key);
        walk.hold(leads_back, || format!("identifier {identifier} of serial {key} does not lead to it"));
    }
    Ok(())
}

fn alias(walk: &mut Walk, key: &SerialKey, scope: Scope, own: &SerialKey) -> Result<(), Error> {
    let known = match walk.view.get(SERIAL, &(own.clone(), scope))? {
        Some(Holder::Unit(unit)) => {
            let matching = matching_of(walk, &unit)?;
            unit.identifiers.iter().any(|identifier| claims::key_of(identifier, matching) == *key)
        }
        _ => false,
    };
    walk.hold(known, || format!("identifier {key} leads to {own}, which does not know of it"));
    Ok(())
}

fn matching_of(walk: &Walk, unit: &Unit) -> Result<crate::domain::serial::Matching, Error> {
    let lot = walk.view.need(LOT, &unit.lot)?;
    Ok(conversion::as_will_be(&walk.view, lot.product)?.matching())
}
