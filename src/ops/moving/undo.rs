//! A document that moved goods is cancelled by the opposite of what its lines took: to the same layers, at the same cost.

use super::{back, history, transit};
use crate::domain::document::Document;
use crate::domain::id::{BinId, DocumentId, LotId, WarehouseId};
use crate::domain::lot::{Layer, Lot, LotState};
use crate::domain::movement::{MoveLine, Part, Spot};
use crate::domain::place::Place;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::domain::unit::{Holder, Moved};
use crate::messages::{No, Refused};
use crate::ops::{Context, claims, draft, held, layers, line, lives, reservations, standing};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, LAYER, LOT, MOVE_LINE, SERIAL, TAKEN, Tables, View};

/// Undoes all lines of a document, the last first; refused, naming the later document, when something has moved on.
///
/// Returns its lines.
pub fn undo(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    document: &Document,
) -> Result<Vec<MoveLine>, No> {
    let mut lines = Vec::new();
    tx.view().prefix(MOVE_LINE, &id, Direction::Backward, |(_, number), line| {
        lines.push((number, line));
        Ok(true)
    })?;
    let transfer = document.of.filter(|_| transit::arrives(document));
    let travelled = transfer.map(|of| tx.need(DOCUMENT, &of)).transpose()?.and_then(|transfer| transfer.to);
    for (number, line) in &lines {
        let mut taken = tx.need(TAKEN, &(id, *number))?;
        let product = line::stocked(&tx.view(), line.product)?;
        let undoing = Undoing { now: cx.now, settings, id, document, travelled, line, product };
        for part in taken.parts.iter_mut().rev() {
            part.undone = Some(undoing.part(tx, part)?);
        }
        tx.put(TAKEN, &(id, *number), &taken)?;
    }
    for (_, line) in &lines {
        for warehouse in [Some(document.warehouse), document.to].into_iter().flatten() {
            reservations::refuse_below(&tx.view(), (warehouse, line.product), cx.today(settings))?;
        }
    }
    if let Some(transfer) = transfer {
        transit::settle(tx, transfer, None)?;
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// A line that is undone.
struct Undoing<'a> {
    now: Moment,
    settings: &'a Settings,
    id: DocumentId,
    document: &'a Document,
    /// Of what arrived of a transfer: the warehouse that was on its way to.
    travelled: Option<WarehouseId>,
    line: &'a MoveLine,
    product: Product,
}

impl Undoing<'_> {
    /// Moves a part back; returns the cost that moved.
    fn part(&self, tx: &mut Tables, part: &Part) -> Result<crate::domain::money::Money, No> {
        if part.back.quantity > Quantity::ZERO {
            return Err(self.moved_on(&tx.view(), part, self.amount(part))?);
        }
        let lot = tx.need(LOT, &part.lot)?;
        for slot in &part.units {
            self.unit(tx, part, &lot, *slot)?;
        }
        let layer = match part.to {
            Some(spot) => self.take_away(tx, part, &lot, spot)?,
            None => part.out(),
        };
        if let Some(spot) = part.from {
            may_come_in(&tx.view(), spot)?;
            layers::bring_to(tx, part.lot, &lot, spot, layer)?;
        }
        let product = lot.product;
        if let Some(to) = self.document.to.filter(|_| part.to.is_none()) {
            transit::travel(tx, (to, product), -layer.quantity.thousandths())?;
        }
        if let Some(to) = self.travelled {
            transit::travel(tx, (to, product), layer.quantity.thousandths())?;
        }
        if let (Some(sale), Some(of)) = (self.document.of, part.of) {
            back::forget(tx, sale, of, layer)?;
        }
        Ok(layer.cost)
    }

    /// Takes what a part brought away again: at the cost it came with, or all that is left with the last of it; of a lot
    /// whose cost was corrected, at its part of what is there.
    fn take_away(&self, tx: &mut Tables, part: &Part, lot: &Lot, spot: Spot) -> Result<Layer, No> {
        let key = layers::at(part.lot, lot, spot);
        let there = tx.get(LAYER, &key)?.unwrap_or(layers::NOTHING);
        if there.quantity < part.quantity {
            return Err(self.moved_on(&tx.view(), part, self.amount(part))?);
        }
        let layer = if there.quantity == part.quantity || lot.corrected.is_some() {
            there.take(part.quantity).0
        } else {
            Layer { quantity: part.quantity, cost: part.cost.min(there.cost) }
        };
        layers::take(tx, (spot.warehouse, lot.product), &[(key, layer)])?;
        Ok(layer)
    }

    /// Takes a unit back to where it was before this document, or says what moved it on.
    fn unit(&self, tx: &mut Tables, part: &Part, lot: &Lot, slot: u32) -> Result<(), No> {
        let packed = standing::packed(&tx.view(), part.lot, slot)?.ok_or_else(|| missing(part.lot, slot))?;
        let key = claims::key_of(&packed.serial, self.product.matching());
        let at = (key, claims::scope(self.settings, self.line.product));
        let Holder::Unit(mut unit) = tx.need(SERIAL, &at)? else { return Err(missing(part.lot, slot).into()) };
        let newest = standing::in_force(&tx.view(), &unit)?;
        if (newest.lot, newest.slot) != (part.lot, slot) {
            // It came in again since.
            let by = tx.need(LOT, &newest.lot)?.document;
            let by = tx.need(DOCUMENT, &by)?.number.unwrap_or_else(|| "a draft".to_owned());
            return Err(self.refused(packed.serial, by).into());
        }
        let last = newest.last().filter(|last| last.document != self.id);
        if let Some(last) = last {
            let by = tx.need(DOCUMENT, &last.document)?.number.unwrap_or_default();
            return Err(self.refused(packed.serial, by).into());
        }
        if let Some(hold) = held::by(&tx.view(), (part.lot, slot))? {
            return Err(held::refused(&tx.view(), self.now, &packed.serial, &hold, &unit)?.into());
        }
        let life = unit.life_mut(part.lot, slot).ok_or_else(|| missing(part.lot, slot))?;
        let transfer = self.document.of.filter(|_| self.travelled.is_some());
        let opposite = match part.from {
            None if transfer.is_some() => {
                let sent = |sent: &Moved| !sent.cancels && Some(sent.document) == transfer;
                let sent = lives::latest(&tx.view(), life, sent)?.ok_or_else(|| missing(part.lot, slot))?;
                (sent.to, sent.queued)
            }
            Some(spot) => {
                let bin = Some(spot.bin).filter(|bin| *bin != BinId(0));
                (Place::Warehouse(spot.warehouse, bin), spot.queued)
            }
            None => (Place::Client(self.document.client), lot.received.unwrap_or_default()),
        };
        let moved = Moved { document: self.id, to: opposite.0, queued: opposite.1, cancels: true };
        lives::note(tx, life, moved)?;
        Ok(tx.put(SERIAL, &at, &Holder::Unit(unit))?)
    }

    fn amount(&self, part: &Part) -> String {
        format!("{} {} of {}", part.quantity, self.product.unit, self.product.name)
    }

    fn refused(&self, what: String, by: String) -> Refused {
        Refused::MovedOn { document: self.document.number.clone().unwrap_or_default(), what, by }
    }

    /// Names the document that moved a part on: a return of it, what took from where it went, or the cancelled posting.
    fn moved_on(&self, view: &View, part: &Part, what: String) -> Result<No, Error> {
        let lot = view.need(LOT, &part.lot)?;
        let by = if lot.state == LotState::Cancelled {
            view.need(DOCUMENT, &lot.document)?.number
        } else {
            history::moved_by(view, self.line.product, self.document.sequence, |document, later| {
                let returns = later.of.is_some() && document.of == Some(self.id);
                later.lot == part.lot && (returns || (part.to.is_some() && later.from == part.to))
            })?
        };
        Ok(self.refused(what, by.unwrap_or_else(|| "a later document".to_owned())).into())
    }
}

/// Refuses to bring goods back to a place that is not in use any more.
fn may_come_in(view: &View, spot: Spot) -> Result<(), No> {
    draft::in_use(view, spot.warehouse)?;
    if spot.bin != BinId(0) {
        line::shelf(view, spot.warehouse, spot.bin)?;
    }
    Ok(())
}

fn missing(lot: LotId, slot: u32) -> Error {
    Error::Record { table: TAKEN.name().to_owned(), why: format!("slot {slot} of lot {} is not there", lot.0) }
}
