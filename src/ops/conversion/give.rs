//! Layers become layers of units: a write-off of what they were and a posting of what they are, layer by layer, with the
//! same cost, queue date, warranty, batch, expiry and shelf.
//!
//! Balances stay as they are, since as much comes in as goes out. Serials go to the layers of their warehouse in the
//! order they were given, the first to the oldest.

use std::collections::BTreeMap;

use crate::domain::conversion::NOTE;
use crate::domain::document::{Cost, Document, DocumentKind, DocumentState, Line};
use crate::domain::id::{BinId, DocumentId, LineNo, LocationId, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey, Lot, LotState, Packed};
use crate::domain::movement::{MoveLine, Part, Taken};
use crate::domain::time::Day;
use crate::messages::{No, PostedHalf, Refused};
use crate::ops::moving::post::part;
use crate::ops::{Context, claims, draft, expiring, layers, line, series};
use crate::store::engine::Error;
use crate::store::tables::{
    Counter, DOCUMENT, DOCUMENT_DAY, LAYER, LINE, LOT, MOVE_LINE, PRODUCT_DOCUMENT, TAKEN, TO_INDEX, Tables, WAREHOUSE,
};

/// What gets serials, when, and as which posting.
#[derive(Debug)]
pub struct Given {
    /// Which product.
    pub product: ProductId,
    /// Draft that becomes the posting; `None` makes one.
    pub draft: Option<(DocumentId, Document)>,
    /// Business day.
    pub today: Day,
    /// All layers that get serials.
    pub layers: Vec<(LayerKey, Layer)>,
    /// Serials of each warehouse, as many as its layers have units.
    pub serials: BTreeMap<WarehouseId, Vec<Packed>>,
}

/// A serial and the unit it is now.
#[derive(Debug)]
pub struct Placed {
    /// Slot it had among the serials that were given.
    pub was: u32,
    /// Lot of the unit.
    pub lot: LotId,
    /// Its slot in that lot, and how it was scanned.
    pub packed: Packed,
}

/// Writes layers off and posts them as units; `hold` claims the serials for the units they are. Returns the numbers of
/// the write-off and of the posting, and what moved.
pub fn give(
    tx: &mut Tables,
    cx: &Context,
    mut given: Given,
    hold: impl FnOnce(&mut Tables, &mut [Placed]) -> Result<(), No>,
) -> Result<(PostedHalf, PostedHalf, Layer), No> {
    let order = |key: &LayerKey| (key.queued, key.sequence, key.line, key.lot, key.warehouse, key.bin);
    given.layers.sort_unstable_by_key(|(key, _)| order(key));
    let moved = sum(&given.layers)?;
    let warehouse = given.layers.first().map(|(key, _)| key.warehouse).unwrap_or_default();
    let branch = branch(tx, &given.layers)?;
    let (written, posting) = (DocumentId(tx.next(Counter::Document)?), given.draft.take());
    let (posting, draft) = match posting {
        Some((id, document)) => (id, document),
        None => (DocumentId(tx.next(Counter::Document)?), draft::empty(DocumentKind::Posting, warehouse, cx)),
    };
    let mut half = |id, kind, other, lines| -> Result<Document, No> {
        Ok(Document {
            kind,
            state: DocumentState::Posted,
            number: Some(series::number_in(tx, id, kind, branch)?),
            warehouse,
            date: Some(given.today),
            note: NOTE.to_owned(),
            opened: draft.opened,
            posted: Some(draft::stamp(cx)),
            sequence: tx.next(Counter::Sequence)?,
            lines,
            quantity: moved.quantity,
            total: moved.cost,
            links: vec![other],
            ..draft::empty(kind, warehouse, cx)
        })
    };
    let lots = LineNo::try_from(given.layers.len()).unwrap_or(LineNo::MAX);
    let mut out = half(written, DocumentKind::WriteOff, posting, 0)?;
    let back = half(posting, DocumentKind::Posting, written, lots)?;
    "became units with serials".clone_into(&mut out.reason);
    out.lines = write_off(tx, written, &given)?;
    let placed = post(tx, cx, (posting, &back), &mut given)?;
    keep(tx, placed, hold)?;
    for (id, document) in [(written, out), (posting, back)] {
        tx.put(DOCUMENT_DAY, &(given.today, document.sequence), &id.0)?;
        tx.put(PRODUCT_DOCUMENT, &(given.product, given.today, document.sequence), &id.0)?;
        tx.put(DOCUMENT, &id, &document)?;
    }
    let half = |document, number: &Option<String>| PostedHalf { document, number: number.clone().unwrap_or_default() };
    let numbers = [written, posting].map(|id| Ok::<_, Error>((id, tx.need(DOCUMENT, &id)?.number)));
    let [written, posting] = numbers;
    let ((written, first), (posting, second)) = (written?, posting?);
    Ok((half(written, &first), half(posting, &second), moved))
}

fn sum(layers: &[(LayerKey, Layer)]) -> Result<Layer, Refused> {
    let quantity = layers.iter().try_fold(layers::NOTHING.quantity, |sum, (_, layer)| sum.checked_add(layer.quantity));
    let cost = layers.iter().map(|(_, layer)| layer.cost).sum::<Option<_>>();
    match (quantity, cost) {
        (Some(quantity), Some(cost)) => Ok(Layer { quantity, cost }),
        _ => Err(Refused::BadQuantity("the sum is more than can be kept".to_owned())),
    }
}

/// Returns the branch whose series numbers the halves: the one all warehouses belong to, else the company.
fn branch(tx: &Tables, layers: &[(LayerKey, Layer)]) -> Result<Option<LocationId>, Error> {
    let mut warehouses: Vec<WarehouseId> = layers.iter().map(|(key, _)| key.warehouse).collect();
    warehouses.sort_unstable();
    warehouses.dedup();
    let mut branches = Vec::with_capacity(warehouses.len());
    for warehouse in warehouses {
        branches.push(tx.need(WAREHOUSE, &warehouse)?.location);
    }
    branches.dedup();
    Ok(if let [only] = branches.as_slice() { *only } else { None })
}

/// Takes all layers out: a line for each warehouse, oldest first. Returns how many lines there are.
fn write_off(tx: &mut Tables, id: DocumentId, given: &Given) -> Result<LineNo, No> {
    let mut by_warehouse: BTreeMap<WarehouseId, (Layer, Vec<Part>)> = BTreeMap::new();
    for (key, layer) in &given.layers {
        let (sum, parts) = by_warehouse.entry(key.warehouse).or_insert((layers::NOTHING, Vec::new()));
        *sum = layers::plus(*sum, *layer);
        parts.push(Part { from: Some(layers::spot(key)), ..part(key.lot, *layer) });
        tx.delete(LAYER, key)?;
    }
    let mut lines = 0;
    for (sum, parts) in by_warehouse.into_values() {
        lines += 1;
        let line = MoveLine {
            product: given.product,
            quantity: sum.quantity,
            cost: sum.cost,
            bin: None,
            to_bin: None,
            price: None,
            picked: 0,
        };
        tx.put(MOVE_LINE, &(id, lines), &line)?;
        tx.put(TAKEN, &(id, lines), &Taken { parts })?;
    }
    Ok(lines)
}

/// Brings each layer in as a lot of its own; returns which serial is which unit.
fn post(
    tx: &mut Tables,
    cx: &Context,
    (id, document): (DocumentId, &Document),
    given: &mut Given,
) -> Result<Vec<Placed>, No> {
    let mut piles: BTreeMap<WarehouseId, _> =
        std::mem::take(&mut given.serials).into_iter().map(|(warehouse, pile)| (warehouse, pile.into_iter())).collect();
    let mut placed = Vec::new();
    for (number, (key, layer)) in (1..).zip(&given.layers) {
        let units =
            layer.quantity.whole().ok_or_else(|| No::Broken(format!("{} is no whole piece", layer.quantity)))?;
        let was = tx.need(LOT, &key.lot)?;
        let lot_id = LotId(tx.next(Counter::Lot)?);
        let bin = Some(key.bin).filter(|bin| *bin != BinId(0));
        let lot = Lot {
            state: LotState::Posted,
            bin,
            quantity: layer.quantity,
            cost: layer.cost,
            warranty: was.warranty,
            batch: was.batch,
            expiry: was.expiry,
            received: Some(key.queued),
            sequence: document.sequence,
            origin: Some(key.lot),
            slots: units,
            ..line::coming_in(id, number, given.product, key.warehouse)
        };
        let pile = piles.get_mut(&key.warehouse).into_iter().flatten().take(units as usize);
        placed.extend((1..).zip(pile).map(|(slot, packed)| Placed {
            was: packed.slot,
            lot: lot_id,
            packed: Packed { slot, ..packed },
        }));
        let place = layers::place(lot_id, &lot, bin);
        tx.put(LAYER, &place, layer)?;
        if lot.expiry.is_some() {
            expiring::forget(tx, key)?;
            expiring::note(tx, &place, lot.expiry)?;
        }
        tx.put(LINE, &(id, number), &line_of(&lot, lot_id, cx))?;
        tx.put(LOT, &lot_id, &lot)?;
        tx.put(TO_INDEX, &lot_id, &1)?;
    }
    Ok(placed)
}

/// Returns the line of a posting that a lot is.
fn line_of(lot: &Lot, id: LotId, cx: &Context) -> Line {
    Line {
        counted: lot.quantity,
        slots: lot.slots,
        cost: Some(Cost::Total(lot.cost)),
        warranty: lot.warranty,
        batch: lot.batch.clone(),
        expiry: lot.expiry,
        bin: lot.bin,
        ..super::empty_line(lot.product, id, cx)
    }
}

/// Claims the serials, and keeps them as the units of their lots.
fn keep(
    tx: &mut Tables,
    mut placed: Vec<Placed>,
    hold: impl FnOnce(&mut Tables, &mut [Placed]) -> Result<(), No>,
) -> Result<(), No> {
    hold(tx, &mut placed)?;
    let mut rest = placed.into_iter().peekable();
    while let Some(first) = rest.next() {
        let lot = first.lot;
        let mut units = vec![first.packed];
        while let Some(next) = rest.next_if(|next| next.lot == lot) {
            units.push(next.packed);
        }
        claims::append(tx, lot, units)?;
    }
    Ok(())
}
