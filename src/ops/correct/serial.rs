//! A serial that was scanned wrongly: the unit gets the right one, and the wrong one leads to it from then on.

use super::keep;
use crate::domain::correction::Corrected;
use crate::domain::id::{LotId, ProductId, WarehouseId};
use crate::domain::lot::LotState;
use crate::domain::serial::{Matching, Serial, SerialKey};
use crate::domain::text::shown;
use crate::domain::unit::{Holder, Unit, raw_beside};
use crate::messages::{No, Outcome, Refused};
use crate::ops::{Context, claims, remark, search, settings, standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::pack::first_of;
use crate::store::tables::{LOT, LOT_UNIT, PRODUCT, REMARK, SERIAL, Tables};

/// Gives a unit its right serial, in all its lives: what it was scanned as becomes a further identifier of it.
///
/// Refused when another unit or a draft has the right one, and while the unit is in a draft: it is scanned anew there.
pub fn correct(tx: &mut Tables, cx: &Context, product: ProductId, key: &SerialKey, to: &str) -> Result<Outcome, No> {
    let (scope, own, mut unit) = remark::unit(&tx.view(), product, key)?;
    let record = tx.need(PRODUCT, &product)?;
    let lot = tx.need(LOT, &unit.lot)?;
    let from = unit.serial(&own).to_owned();
    if lot.state == LotState::Draft {
        let sentence = format!("{from} is in a draft: take it back there and scan it anew");
        return Err(Refused::BadField(sentence).into());
    }
    let serial = Serial::parse(to, record.matching())
        .map_err(|wrong| Refused::SerialMalformed { serial: shown(to), sentence: wrong.to_string() })?;
    if serial.raw() == from {
        return Err(Refused::BadField(format!("{from} is its serial already: nothing is different")).into());
    }
    let (raw, new) = serial.into_parts();
    if new != own {
        take_key(tx, cx, scope, &own, &raw, new.clone())?;
        lead_on(tx, scope, record.matching(), &own, &new, &mut unit, &from)?;
        move_remarks(tx, product, &own, &new)?;
    }
    rename(tx, &mut unit, &raw, &new)?;
    let place = (lot.document, lot.line, unit.slot);
    tx.put(SERIAL, &(new, scope), &Holder::Unit(unit))?;
    keep(tx, cx, &settings(&tx.view())?, place, Corrected::Serial { from, to: raw })?;
    Ok(Outcome::Done)
}

/// Refuses a key that leads to something else; one that leads to this very unit as a further identifier is free for it.
fn take_key(tx: &mut Tables, cx: &Context, scope: Scope, own: &SerialKey, raw: &str, new: SerialKey) -> Result<(), No> {
    let placeholder = Holder::Alias(own.clone());
    if tx.insert_new(SERIAL, &(new.clone(), scope), &placeholder)?.is_none_or(|held| held == placeholder) {
        return Ok(());
    }
    let Some((_, other)) = claims::holder(&tx.view(), scope, new)? else { return Ok(()) };
    let product = tx.need(LOT, &other.lot)?.product;
    let product = tx.need(PRODUCT, &product)?.name;
    let standing = Box::new(standing::of(&tx.view(), cx.now, &other)?);
    Err(Refused::SerialTaken { serial: raw.to_owned(), product, standing }.into())
}

/// Lets the old key and all further identifiers lead to the new one.
fn lead_on(
    tx: &mut Tables,
    scope: Scope,
    matching: Matching,
    own: &SerialKey,
    new: &SerialKey,
    unit: &mut Unit,
    from: &str,
) -> Result<(), Error> {
    unit.identifiers.retain(|identifier| claims::key_of(identifier, matching) != *new);
    unit.identifiers.push(from.to_owned());
    tx.delete(SERIAL, &(own.clone(), scope))?;
    for identifier in &unit.identifiers {
        tx.put(SERIAL, &(claims::key_of(identifier, matching), scope), &Holder::Alias(new.clone()))?;
    }
    Ok(())
}

/// Writes the serial where the unit stands in its lots, and has it found by that.
fn rename(tx: &mut Tables, unit: &mut Unit, raw: &str, new: &SerialKey) -> Result<(), No> {
    let mut life = Some(unit);
    while let Some(unit) = life {
        let product = tx.need(LOT, &unit.lot)?.product;
        let record = tx.need(PRODUCT, &product)?;
        if claims::key_of(raw, record.matching()) != *new {
            let sentence = format!("{raw} is another serial for {}, which the unit was once", record.name);
            return Err(Refused::BadField(sentence).into());
        }
        unit.raw = raw_beside(raw, new);
        let was = repack(tx, unit.lot, unit.slot, raw)?;
        search::file_anew(tx, (unit.lot, unit.slot), &was, raw)?;
        life = unit.earlier.as_deref_mut();
    }
    Ok(())
}

/// Writes a serial into its row; returns the one that stood there.
fn repack(tx: &mut Tables, lot: LotId, slot: u32, raw: &str) -> Result<String, Error> {
    let at = (lot, WarehouseId(0), first_of(slot));
    let mut pack = tx.need(LOT_UNIT, &at)?;
    let unit = pack.units.iter_mut().find(|unit| unit.slot == slot).ok_or_else(|| Error::Record {
        table: LOT_UNIT.name().to_owned(),
        why: format!("slot {slot} of lot {} is not there", lot.0),
    })?;
    let was = std::mem::replace(&mut unit.serial, raw.to_owned());
    tx.put(LOT_UNIT, &at, &pack)?;
    Ok(was)
}

/// Keeps what was noted about the unit under its new key, in the same order.
fn move_remarks(tx: &mut Tables, product: ProductId, own: &SerialKey, new: &SerialKey) -> Result<(), Error> {
    let mut remarks = Vec::new();
    tx.view().prefix(REMARK, &(own.clone(), product), Direction::Forward, |(_, _, n), remark| {
        remarks.push((n, remark));
        Ok(true)
    })?;
    let mut last = 0;
    tx.view().prefix(REMARK, &(new.clone(), product), Direction::Backward, |(_, _, n), _| {
        last = n;
        Ok(false)
    })?;
    for (n, remark) in remarks {
        last += 1;
        tx.delete(REMARK, &(own.clone(), product, n))?;
        tx.put(REMARK, &(new.clone(), product, last), &remark)?;
    }
    Ok(())
}
