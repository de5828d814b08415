//! Serial keys and who holds them: taken by a draft's line, given up again, restored to the life before.
//!
//! A key is claimed by writing it, never by looking first, so of two desks that scan one serial exactly one gets
//! it. A claim is the unit itself, whose lot is a draft's: posting writes nothing to it.

use std::collections::BTreeMap;

use super::{Context, conversion, held, standing};
use crate::domain::document::Line;
use crate::domain::id::{BinId, LotId, ProductId, WarehouseId};
use crate::domain::lot::{LotState, Packed};
use crate::domain::serial::{Matching, Serial, SerialKey};
use crate::domain::settings::{SerialScope, Settings};
use crate::domain::time::Moment;
use crate::domain::unit::{Holder, Unit, raw_beside};
use crate::messages::{No, Refused, Standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::pack::{Pack, first_of};
use crate::store::tables::{DOCUMENT, LOT, LOT_UNIT, PRODUCT, SERIAL, Tables, View};

/// Returns how far a product's serials are unique.
pub const fn scope(settings: &Settings, product: ProductId) -> Scope {
    match settings.scope {
        SerialScope::Product => Scope(product.0),
        SerialScope::Company => Scope(0),
    }
}

/// Returns the unit or claim a key leads to, itself or as a further identifier, with the unit's own key.
pub fn holder(view: &View, scope: Scope, key: SerialKey) -> Result<Option<(SerialKey, Unit)>, Error> {
    match view.get(SERIAL, &(key.clone(), scope))? {
        Some(Holder::Unit(unit)) => Ok(Some((key, unit))),
        Some(Holder::Alias(own)) => match view.need(SERIAL, &(own.clone(), scope))? {
            Holder::Unit(unit) => Ok(Some((own, unit))),
            Holder::Alias(_) => Err(Error::Record {
                table: SERIAL.name().to_owned(),
                why: format!("{key} leads to {own}, which is no unit either"),
            }),
        },
        None => Ok(None),
    }
}

/// The line that claims: its lot, product and how its serials are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claimant {
    pub lot: LotId,
    pub product: ProductId,
    pub scope: Scope,
    pub bin: Option<BinId>,
}

/// A serial that is claimed, as the unit keeps it.
#[derive(Debug)]
pub(super) struct Claimed {
    /// As kept: a unit that comes in again by a further identifier keeps the serial it had.
    pub raw: String,
    /// Document it left by, when it was here before.
    pub left_by: Option<String>,
}

/// Claims a serial for a slot of a line's lot, or says who has it. One of `many` is hoped to be free, which spares a look.
pub(super) fn claim(
    tx: &mut Tables,
    cx: &Context,
    by: &Claimant,
    serial: &Serial,
    slot: u32,
    many: bool,
) -> Result<Result<Claimed, Refused>, No> {
    let unit = Unit {
        lot: by.lot,
        slot,
        raw: raw_beside(serial.raw(), serial.key()),
        bin: by.bin,
        moved: Vec::new(),
        identifiers: Vec::new(),
        earlier: None,
    };
    let (key, claim) = ((serial.key().clone(), by.scope), Holder::Unit(unit));
    let claimed = if many { tx.put_new(SERIAL, &key, &claim)? } else { tx.insert_new(SERIAL, &key, &claim)?.is_none() };
    if claimed {
        return Ok(Ok(Claimed { raw: serial.raw().to_owned(), left_by: None }));
    }
    let Holder::Unit(mut unit) = claim else { return Err(No::Broken(format!("{serial} claims nothing"))) };
    let view = tx.view();
    let Some((own, held)) = holder(&view, by.scope, key.0)? else {
        return Err(No::Broken(format!("{serial} is held and by nobody")));
    };
    if let Some(refused) = refused(&view, cx.now, by, serial, &held)? {
        return Ok(Err(refused));
    }
    let left_by = match standing::of(&view, cx.now, &held)? {
        Standing::Gone { document, .. } => document,
        _ => String::new(),
    };
    let raw = if own == *serial.key() { serial.raw() } else { held.serial(&own) }.to_owned();
    unit.raw = raw_beside(&raw, &own);
    unit.identifiers.clone_from(&held.identifiers);
    unit.earlier = Some(Box::new(held));
    tx.put(SERIAL, &(own, by.scope), &Holder::Unit(unit))?;
    Ok(Ok(Claimed { raw, left_by: Some(left_by) }))
}

/// So many serials at once are not looked for one by one.
const MANY: usize = 32;

/// Claims serials, each for the line and slot that `by` gives its place in the list, in the order of their keys, in
/// which they are quickest to write; the first of the list that is held is refused. Returns them as the list has them.
pub(super) fn claim_all(
    tx: &mut Tables,
    cx: &Context,
    serials: &[Serial],
    order: &[usize],
    by: impl Fn(usize) -> (Claimant, u32),
) -> Result<Vec<Claimed>, No> {
    let mut claimed = Vec::with_capacity(order.len());
    let mut first_refused: Option<(usize, Refused)> = None;
    let many = order.len() >= MANY;
    for place in order.iter().copied() {
        let (claimant, slot) = by(place);
        match claim(tx, cx, &claimant, &serials[place], slot, many)? {
            Ok(claim) => claimed.push((place, claim)),
            Err(refused) if first_refused.as_ref().is_none_or(|(first, _)| place < *first) => {
                first_refused = Some((place, refused));
            }
            Err(_) => {}
        }
    }
    if let Some((_, refused)) = first_refused {
        return Err(refused.into());
    }
    claimed.sort_unstable_by_key(|(place, _)| *place);
    Ok(claimed.into_iter().map(|(_, claim)| claim).collect())
}

/// Says why a key that leads to this unit cannot be claimed; `None` when the unit is gone and comes in again.
pub(super) fn refused(
    view: &View,
    now: Moment,
    by: &Claimant,
    serial: &Serial,
    unit: &Unit,
) -> Result<Option<Refused>, Error> {
    let lot = view.need(LOT, &unit.lot)?;
    let serial = serial.raw().to_owned();
    let ours = view.need(LOT, &by.lot)?.document;
    if lot.state == LotState::Draft && lot.document == ours {
        let product = view.need(PRODUCT, &lot.product)?.name;
        return Ok(Some(Refused::AlreadyScanned { serial, line: lot.line, product }));
    }
    // Another product's unit that was sold is another thing; one whose posting was cancelled was never here.
    let life = standing::in_force(view, unit)?;
    let was = view.need(LOT, &life.lot)?;
    let other_thing = was.product != by.product && was.state != LotState::Cancelled;
    let to_move = held::by(view, (life.lot, life.slot))?.is_some();
    if !other_thing && !to_move && !standing::held(view, unit)? {
        return Ok(None);
    }
    let product = view.need(PRODUCT, &by.product)?.name;
    let standing = Box::new(standing::of(view, now, unit)?);
    if let Standing::InTransit { document, .. } = standing.place() {
        let (document, sentence) = (document.clone(), format!("{serial} is {standing}; receive it there"));
        return Ok(Some(Refused::OnTheWay { serial, document, sentence }));
    }
    Ok(Some(Refused::SerialTaken { serial, product, standing }))
}

/// Gives a claim up: the key is free again, or leads to the unit as it was before it came in again.
pub(super) fn free(tx: &mut Tables, scope: Scope, matching: Matching, key: &SerialKey) -> Result<(), Error> {
    let at = (key.clone(), scope);
    let Holder::Unit(unit) = tx.need(SERIAL, &at)? else {
        return Err(Error::Record { table: SERIAL.name().to_owned(), why: format!("{key} is no claim") });
    };
    let before = unit.earlier.as_ref().map_or(0, |earlier| earlier.identifiers.len());
    for identifier in unit.identifiers.iter().skip(before) {
        tx.delete(SERIAL, &(key_of(identifier, matching), scope))?;
    }
    match unit.earlier {
        Some(earlier) => tx.put(SERIAL, &at, &Holder::Unit(*earlier)),
        None => tx.delete(SERIAL, &at),
    }
}

/// Returns the key of a serial that was parsed when it was kept.
pub fn key_of(raw: &str, matching: Matching) -> SerialKey {
    Serial::parse(raw, matching).map_or_else(|_| SerialKey::from_stored(raw.to_owned()), |serial| serial.into_parts().1)
}

/// Returns the rows of a lot's units as it came in, by first slot.
pub fn packs(view: &View, lot: LotId) -> Result<Vec<(u32, Pack)>, Error> {
    let mut packs = Vec::new();
    view.prefix(LOT_UNIT, &(lot, WarehouseId(0)), Direction::Forward, |(_, _, first), pack| {
        packs.push((first, pack));
        Ok(true)
    })?;
    Ok(packs)
}

/// Gives all claims of a line up, and its rows of units with them.
pub(super) fn free_all(tx: &mut Tables, settings: &Settings, line: &Line) -> Result<(), Error> {
    let matching = conversion::as_will_be(&tx.view(), line.product)?.matching();
    let scope = scope(settings, line.product);
    for (first, pack) in packs(&tx.view(), line.lot)? {
        for unit in &pack.units {
            free(tx, scope, matching, &key_of(&unit.serial, matching))?;
        }
        tx.delete(LOT_UNIT, &(line.lot, WarehouseId(0), first))?;
    }
    Ok(())
}

/// Puts the damaged units of a line into a bin.
pub(super) fn put_damaged_in(tx: &mut Tables, settings: &Settings, line: &Line, bin: BinId) -> Result<(), Error> {
    let matching = tx.need(PRODUCT, &line.product)?.matching();
    let scope = scope(settings, line.product);
    for (first, mut pack) in packs(&tx.view(), line.lot)? {
        for unit in pack.units.iter_mut().filter(|unit| unit.bin.is_some()) {
            unit.bin = Some(bin);
            let at = (key_of(&unit.serial, matching), scope);
            if let Holder::Unit(mut claim) = tx.need(SERIAL, &at)? {
                claim.bin = Some(bin);
                tx.put(SERIAL, &at, &Holder::Unit(claim))?;
            }
        }
        tx.put(LOT_UNIT, &(line.lot, WarehouseId(0), first), &pack)?;
    }
    Ok(())
}

/// Appends units to a lot's rows; their slots follow the last one there.
pub(super) fn append(tx: &mut Tables, lot: LotId, units: Vec<Packed>) -> Result<(), Error> {
    let mut rows: BTreeMap<u32, Pack> = BTreeMap::new();
    for unit in units {
        rows.entry(first_of(unit.slot)).or_default().units.push(unit);
    }
    for (first, row) in rows {
        let at = (lot, WarehouseId(0), first);
        let mut pack = tx.get(LOT_UNIT, &at)?.unwrap_or_default();
        pack.units.extend(row.units);
        tx.put(LOT_UNIT, &at, &pack)?;
    }
    Ok(())
}

/// Returns the number of the document that moved a unit on from its own, if one did.
pub(super) fn moved_on_by(view: &View, unit: &Unit) -> Result<Option<String>, Error> {
    let first = unit.last().map(|moved| view.need(DOCUMENT, &moved.document)).transpose()?;
    Ok(first.map(|document| document.number.unwrap_or_default()))
}
