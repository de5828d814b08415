//! Goods on their way: what a transfer took and has not arrived yet, and the documents by which it does.
//!
//! ```text
//!  Main ── T-5, shipped ──► in transit ──┬─ T-5/1, a receipt ─────► Shop     keeps lots and queue dates
//!                                        ├─ T-5/2, sent back ─────► Main     to where it stood in the queue
//!                                        └─ W-9, written off there ─► loss
//! ```
//!
//! A transfer is posted once nothing of it is in transit. What is on its way is counted in the balance of the warehouse
//! it goes to, and in the parts of the transfer: what it took, less what they say came back of it.

use super::drafts;
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, LotId, ProductId, WarehouseId};
use crate::domain::movement::{MoveLine, Part, Spot};
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::unit::{Holder, Unit, UnitId};
use crate::messages::{Blocker, No, Refused, WantedLine};
use crate::ops::{claims, line, standing};
use crate::store::engine::Error;
use crate::store::tables::{BALANCE, DOCUMENT, ON_THE_WAY, PRODUCT, SERIAL, TAKEN, Tables, View};

/// Tells whether a document takes goods out of transit: a receipt, a sending back, a write-off of a transfer.
pub fn arrives(document: &Document) -> bool {
    match document.kind {
        DocumentKind::Receipt | DocumentKind::SendBack => true,
        DocumentKind::WriteOff => document.of.is_some(),
        _ => false,
    }
}

/// Tells whether a document brings back, or on, what another one took: a client's return does, and what arrives.
pub fn comes_back(document: &Document) -> bool {
    document.kind == DocumentKind::ClientReturn || arrives(document)
}

/// Returns lines that take all out of transit that a transfer has there.
pub fn all(view: &View, settings: &Settings, transfer: DocumentId) -> Result<Vec<WantedLine>, No> {
    let mut wanted = Vec::new();
    for (number, line) in drafts::lines(view, transfer)? {
        let parts = view.need(TAKEN, &(transfer, number))?.parts;
        let quantity: i64 = parts.iter().map(|part| part.out().quantity.thousandths()).sum();
        if quantity == 0 {
            continue;
        }
        let serials = on_their_way(view, settings, transfer, &line, &parts)?;
        let serials = serials.into_iter().map(|(_, serial)| serial).collect();
        let quantity = Some(Quantity::from_thousandths(quantity));
        wanted.push(WantedLine { product: line.product, quantity, serials, bin: None, to_bin: None, price: None });
    }
    if wanted.is_empty() {
        return Err(Refused::NotComplete(vec![Blocker::Empty]).into());
    }
    Ok(wanted)
}

/// Returns the units of a transfer's line that are still on their way, with their serials.
pub fn on_their_way(
    view: &View,
    settings: &Settings,
    transfer: DocumentId,
    line: &MoveLine,
    parts: &[Part],
) -> Result<Vec<(UnitId, String)>, Error> {
    let mut serials = Vec::new();
    if parts.iter().all(|part| part.units.is_empty()) {
        return Ok(serials);
    }
    let (scope, matching) = (claims::scope(settings, line.product), view.need(PRODUCT, &line.product)?.matching());
    for part in parts {
        for slot in &part.units {
            let Some(packed) = standing::packed(view, part.lot, *slot)? else { continue };
            let key = claims::key_of(&packed.serial, matching);
            let Some(Holder::Unit(unit)) = view.get(SERIAL, &(key, scope))? else { continue };
            if is_on_its_way(&unit, (part.lot, *slot), transfer) {
                serials.push(((part.lot, *slot), packed.serial));
            }
        }
    }
    Ok(serials)
}

/// Tells whether a unit is on its way by a transfer, in its life in a slot of a lot.
pub fn is_on_its_way(unit: &Unit, (lot, slot): (LotId, u32), transfer: DocumentId) -> bool {
    let last = unit.life(lot, slot).and_then(Unit::last);
    last.is_some_and(|last| last.to == Place::Transit(transfer))
}

/// Returns the place in the queue a part of a transfer is brought to: its own day, on a shelf that is named, or the one
/// the transfer meant, or the one it came from. `None` is lost.
pub fn spot(view: &View, document: &Document, part: &Part, named: Option<BinId>, meant: Option<BinId>) -> Option<Spot> {
    let from = part.from?;
    let in_use = |bin: BinId| line::shelf(view, document.warehouse, bin).is_ok();
    let usual = match document.kind {
        DocumentKind::Receipt => meant,
        DocumentKind::SendBack => Some(from.bin),
        _ => return None,
    };
    let usual = usual.filter(|bin| bin.0 != 0 && in_use(*bin));
    Some(Spot { warehouse: document.warehouse, bin: named.or(usual).unwrap_or_default(), queued: from.queued })
}

/// Counts goods on their way to a warehouse, or, below zero, no more.
pub fn travel(tx: &mut Tables, at: (WarehouseId, ProductId), by: i64) -> Result<(), No> {
    let mut balance = tx.get(BALANCE, &at)?.unwrap_or_default();
    let sum = balance.in_transit.thousandths().checked_add(by).filter(|sum| *sum >= 0);
    let lost = || Error::Record { table: BALANCE.name().to_owned(), why: format!("{at:?} has less on its way") };
    balance.in_transit = Quantity::from_thousandths(sum.ok_or_else(lost)?);
    if balance == crate::domain::lot::Balance::default() {
        tx.delete(BALANCE, &at)?;
    } else {
        tx.put(BALANCE, &at, &balance)?;
    }
    Ok(())
}

/// Settles how far a transfer has come after something of it arrived, or an arrival was cancelled: it is posted once
/// nothing of it is in transit.
pub fn settle(tx: &mut Tables, transfer: DocumentId, arrival: Option<DocumentId>) -> Result<(), Error> {
    let mut head = tx.need(DOCUMENT, &transfer)?;
    let mut out = false;
    for (number, _) in drafts::lines(&tx.view(), transfer)? {
        let taken = tx.need(TAKEN, &(transfer, number))?;
        out |= taken.parts.iter().any(|part| part.out().quantity > Quantity::ZERO);
    }
    head.state = if out { DocumentState::InTransit } else { DocumentState::Posted };
    if out {
        tx.put(ON_THE_WAY, &transfer, &())?;
    } else {
        tx.delete(ON_THE_WAY, &transfer)?;
    }
    head.links.extend(arrival);
    tx.put(DOCUMENT, &transfer, &head)
}
