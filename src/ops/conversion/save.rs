//! A conversion's draft is saved: as many serials as units in every warehouse, or each that differs is named.

use std::collections::BTreeMap;

use super::give::{Given, Placed, give};
use super::{Open, converted, make_serialised, may, on_hand, open_day, writable};
use crate::domain::document::{Document, DocumentState, Line};
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::lot::Packed;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Matching, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::unit::Holder;
use crate::messages::{No, Outcome, Refused, Unmatched};
use crate::ops::{Context, claims, draft, in_use, layers, serials};
use crate::store::codec::Scope;
use crate::store::engine::Error;
use crate::store::tables::{
    CONVERTING, DOCUMENT, DRAFT, LINE, LOT, LOT_UNIT, PRODUCT, SERIAL, Tables, View, WAREHOUSE,
};

/// Saves a conversion: all of it or none of it.
pub fn save(tx: &mut Tables, cx: &Context, id: DocumentId) -> Result<Outcome, No> {
    let open = writable(&tx.view(), cx, id)?;
    let (settings, today) = open_day(tx, cx)?;
    let product = tx.need(PRODUCT, &open.product)?;
    may::refuse(&tx.view(), today, open.product, &product)?;
    let lines = lines_by_warehouse(&tx.view(), id)?;
    let has = lines.iter().map(|(warehouse, (_, line))| (*warehouse, line.counted)).collect();
    matched(&tx.view(), open.product, &product.name, &has, |warehouse| Some(open.converting.had(warehouse)))?;
    let serials = take_lines(tx, id, lines)?;
    let (numbered_by, matching) = (open.converting.numbered_by, open.converting.matching);
    let layers = layers::of_product(&tx.view(), open.product)?;
    let name = product.name.clone();
    tx.delete(CONVERTING, &open.product)?;
    tx.delete(DRAFT, &id)?;
    let lines = make_serialised(tx, open.product, product, numbered_by, matching)?;
    let Open { document, product, .. } = open;
    if layers.is_empty() {
        tx.put(DOCUMENT, &id, &Document { state: DocumentState::Deleted, ..document })?;
        return Ok(converted(name, None, layers::NOTHING, lines));
    }
    let given = Given { product, draft: Some((id, document)), today, layers, serials };
    let (written_off, posted, moved) =
        give(tx, cx, given, |tx, placed| lead_on(tx, &settings, product, matching, placed))?;
    Ok(converted(name, Some((written_off, posted)), moved, lines))
}

/// Returns the lines of a conversion by their warehouses.
fn lines_by_warehouse(view: &View, id: DocumentId) -> Result<BTreeMap<WarehouseId, (LineNo, Line)>, Error> {
    let lines = draft::lines(view, id)?.into_iter();
    lines.map(|(number, line)| Ok((view.need(LOT, &line.lot)?.warehouse, (number, line)))).collect()
}

/// Refuses serials that are not as many as the units of each warehouse, naming each.
pub(super) fn matched(
    view: &View,
    id: ProductId,
    product: &str,
    has: &BTreeMap<WarehouseId, Quantity>,
    had: impl Fn(WarehouseId) -> Option<Quantity>,
) -> Result<(), No> {
    let mut there: BTreeMap<WarehouseId, Quantity> = has.keys().map(|warehouse| (*warehouse, Quantity::ZERO)).collect();
    there.extend(on_hand(view, id)?);
    let mut warehouses = Vec::new();
    for (warehouse, on_hand) in there {
        let serials = has.get(&warehouse).copied().unwrap_or_default();
        if serials != on_hand {
            let had = had(warehouse).filter(|had| *had != on_hand);
            warehouses.push(Unmatched { warehouse: view.need(WAREHOUSE, &warehouse)?.name, had, on_hand, serials });
        }
    }
    if warehouses.is_empty() {
        return Ok(());
    }
    Err(Refused::NotMatched { product: product.to_owned(), warehouses }.into())
}

/// Takes the serials of all lines, and the lines away: those of the posting take their place.
fn take_lines(
    tx: &mut Tables,
    id: DocumentId,
    lines: BTreeMap<WarehouseId, (LineNo, Line)>,
) -> Result<BTreeMap<WarehouseId, Vec<Packed>>, Error> {
    let mut serials = BTreeMap::new();
    for (warehouse, (number, line)) in lines {
        let packs = claims::packs(&tx.view(), line.lot)?;
        for (first, _) in &packs {
            tx.delete(LOT_UNIT, &(line.lot, WarehouseId(0), *first))?;
        }
        tx.delete(LINE, &(id, number))?;
        tx.delete(LOT, &line.lot)?;
        serials.insert(warehouse, packs.into_iter().flat_map(|(_, pack)| pack.units).collect());
    }
    Ok(serials)
}

/// Leads the keys on to the units they are now, in the order they are quickest to write.
fn lead_on(
    tx: &mut Tables,
    settings: &Settings,
    product: ProductId,
    matching: Matching,
    placed: &[Placed],
) -> Result<(), No> {
    let scope: Scope = claims::scope(settings, product);
    let mut keys: Vec<(SerialKey, &Placed)> =
        placed.iter().map(|placed| (claims::key_of(&placed.packed.serial, matching), placed)).collect();
    keys.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    for (key, placed) in keys {
        let at = (key, scope);
        let Holder::Unit(mut unit) = tx.need(SERIAL, &at)? else {
            return Err(No::Broken(format!("{} is held and by no claim", at.0)));
        };
        (unit.lot, unit.slot) = (placed.lot, placed.packed.slot);
        tx.put(SERIAL, &at, &Holder::Unit(unit))?;
    }
    Ok(())
}

/// Generates all serials that are missing, warehouse by warehouse, in the order of its lines.
pub fn generate_missing(tx: &mut Tables, cx: &Context, id: DocumentId) -> Result<Outcome, No> {
    let open = writable(&tx.view(), cx, id)?;
    let mut all = (0_u32, Quantity::ZERO, Quantity::ZERO, Vec::new());
    for (number, line) in draft::lines(&tx.view(), id)? {
        let warehouse = tx.need(LOT, &line.lot)?.warehouse;
        let on_hand = in_use::balance(&tx.view(), warehouse, open.product)?.on_hand;
        let missing = on_hand.checked_sub(line.counted).and_then(Quantity::whole).unwrap_or(0);
        let most = u32::try_from(serials::MOST).unwrap_or(u32::MAX).saturating_sub(all.0);
        if missing.min(most) == 0 {
            all.1 = all.1.checked_add(line.counted).unwrap_or(all.1);
            all.2 = all.2.checked_add(Quantity::pieces(missing)).unwrap_or(all.2);
            continue;
        }
        if let Outcome::SerialsReceived { serials, taken, counted, missing, .. } =
            serials::generate(tx, cx, id, number, missing.min(most))?
        {
            all.0 += taken;
            all.1 = all.1.checked_add(counted).unwrap_or(all.1);
            all.2 = all.2.checked_add(missing).unwrap_or(all.2);
            all.3.extend(serials);
        }
    }
    let (taken, counted, missing, serials) = all;
    if taken == 0 {
        return Err(Refused::BadQuantity("0: no serial is missing".to_owned()).into());
    }
    let serials = serials::told(serials);
    Ok(Outcome::SerialsReceived { serials, taken, counted, missing, carton: None, returning: Vec::new(), unlisted: 0 })
}
