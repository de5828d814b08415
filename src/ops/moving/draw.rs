//! First in, first out: a line takes the oldest layers, splitting them, and never more than was there on every day from
//! its own on.

use std::collections::BTreeSet;

use super::history::Later;
use super::lines::Line;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{BinId, DocumentId, LotId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::messages::{No, Refused, Shortage};
use crate::ops::{draft, layers, reservations, standing};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, LAYER, LOT, View};

/// Returns what a line of a product without serials takes, oldest first; refused when there is too little.
///
/// A return to the supplier takes only what its posting brought, wherever in the queue that stands.
pub fn draw(view: &View, document: &Document, line: &Line, today: Day) -> Result<Vec<(LayerKey, Layer)>, No> {
    let on = document.date.unwrap_or(today);
    let (warehouse, product) = (document.warehouse, line.line.product);
    let within = document.to == Some(warehouse);
    let mut drawing = Drawing {
        later: Later::read(view, warehouse, product, on, today)?,
        on,
        bin: line.line.bin,
        but: within.then(|| line.line.to_bin.unwrap_or_default()),
        left: line.line.quantity,
        took: Vec::new(),
        offered: Vec::new(),
    };
    match document.of.filter(|_| document.kind == DocumentKind::SupplierReturn) {
        Some(posting) => {
            for (key, layer) in brought_by(view, posting, line, document)? {
                if !drawing.offer(key, layer) {
                    break;
                }
            }
        }
        None => view.prefix(LAYER, &(warehouse, product), Direction::Forward, |key: LayerKey, layer| {
            Ok(key.queued <= on && drawing.offer(key, layer))
        })?,
    }
    // From shelf to shelf nothing leaves: what is held stays as well held as it was.
    let held = if within { Quantity::ZERO } else { reservations::held(view, (warehouse, product), today)? };
    let on_hand = view.get(BALANCE, &(warehouse, product))?.unwrap_or_default().on_hand;
    let available = on_hand.checked_sub(held).unwrap_or(Quantity::ZERO);
    if drawing.left.is_zero() && line.line.quantity <= available {
        return Ok(drawing.took);
    }
    Err(drawing.short(view, document, line, held)?)
}

/// Returns the layers in the document's warehouse whose origin ends in a posting, in the order of the queue.
fn brought_by(
    view: &View,
    posting: DocumentId,
    line: &Line,
    document: &Document,
) -> Result<Vec<(LayerKey, Layer)>, Error> {
    let mut found = Vec::new();
    for (_, came) in draft::lines(view, posting)?.into_iter().filter(|(_, came)| came.product == line.line.product) {
        found.extend(layers::of_lot(view, came.lot, &view.need(LOT, &came.lot)?, document.warehouse)?);
    }
    found.sort_unstable_by_key(|(key, _)| *key);
    Ok(found)
}

/// Tells whether a lot's origin ends in a posting: its own, or that of the lot it was before a conversion.
pub fn ends_in(view: &View, lot: LotId, posting: DocumentId) -> Result<bool, Error> {
    let lot = view.need(LOT, &lot)?;
    let document = standing::first(view, &lot)?.map_or(lot.document, |(_, first)| first.document);
    Ok(document == posting)
}

/// A line that draws on a queue.
struct Drawing {
    later: Later,
    on: Day,
    bin: Option<BinId>,
    /// Shelf it brings to within the same warehouse: what lies there already does not move.
    but: Option<BinId>,
    left: Quantity,
    took: Vec<(LayerKey, Layer)>,
    /// Layers it could draw on, with what they have now; to say what is short.
    offered: Vec<(LayerKey, Quantity)>,
}

impl Drawing {
    /// Takes from a layer what may be taken; tells whether more is wanted.
    fn offer(&mut self, key: LayerKey, layer: Layer) -> bool {
        if key.queued > self.on || self.bin.is_some_and(|bin| bin != key.bin) || self.but == Some(key.bin) {
            return true;
        }
        self.offered.push((key, layer.quantity));
        let free = self.later.least_until(&key, layer.quantity, Day::MAX).min(layer.quantity);
        let (part, _) = layer.take(free.min(self.left));
        if part.quantity > Quantity::ZERO {
            self.left = Quantity::from_thousandths(self.left.thousandths() - part.quantity.thousandths());
            self.took.push((key, part));
        }
        self.left > Quantity::ZERO
    }

    /// Returns what could be drawn if nothing after a day counted, in thousandths.
    fn all(&self, until: Day) -> i64 {
        self.offered.iter().map(|(key, now)| self.later.least_until(key, *now, until).thousandths()).sum()
    }

    /// Says what is short, and from which day on.
    fn short(&self, view: &View, document: &Document, line: &Line, reserved: Quantity) -> Result<No, Error> {
        let wanted = line.line.quantity;
        let free = |day: &Day| self.all(*day) - reserved.thousandths();
        let days: BTreeSet<Day> = std::iter::once(self.on).chain(self.later.days()).collect();
        let day = days.into_iter().find(|day| free(day) < wanted.thousandths()).unwrap_or(self.on);
        let place = match document.of.filter(|_| document.kind == DocumentKind::SupplierReturn) {
            Some(posting) => {
                let number = view.need(crate::store::tables::DOCUMENT, &posting)?.number.unwrap_or_default();
                format!("{} of {number}", line.place(view, document.warehouse)?)
            }
            None => line.place(view, document.warehouse)?,
        };
        Ok(Refused::Short(Box::new(Shortage {
            line: line.number,
            product: line.product.name.clone(),
            unit: line.product.unit.clone(),
            place,
            on_hand: Quantity::from_thousandths(self.all(day)),
            reserved,
            wanted,
            day,
        }))
        .into())
    }
}
