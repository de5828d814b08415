//! What came in after a stocktake was opened: it need not be counted.
//!
//! By its date: what is dated before the day of opening was there, however late somebody wrote it down.

use std::ops::Bound;

use super::compare::Count;
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, ProductId};
use crate::domain::lot::Lot;
use crate::domain::movement::Spot;
use crate::domain::unit::Unit;
use crate::ops::{draft, moving};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CANCELLED_DAY, DOCUMENT, LOT, PRODUCT_DOCUMENT, View, WAREHOUSE, end_of_prefix};

impl Count<'_> {
    /// Tells whether a document took effect after this stocktake was opened.
    fn is_later(&self, document: &Document) -> bool {
        let Some(date) = document.date else { return false };
        document.sequence > self.record.after && date >= self.opened
    }

    /// Tells whether a document was cancelled after this stocktake was opened.
    fn cancelled_later(&self, document: &Document) -> bool {
        document.cancelled.is_some_and(|by| by.at >= self.head.opened.at)
    }

    /// Tells whether a unit came to its place after this stocktake was opened.
    pub(super) fn came_later(&self, lot: &Lot, life: &Unit) -> Result<bool, Error> {
        let Some(last) = life.moved.last() else {
            return Ok(lot.sequence > self.record.after && lot.received.is_some_and(|day| day >= self.opened));
        };
        let by = self.view.need(DOCUMENT, &last.document)?;
        Ok(if last.cancels { self.cancelled_later(&by) } else { self.is_later(&by) })
    }

    /// Returns how much of a product came to a shelf, or to the whole warehouse, after this stocktake was opened, in
    /// thousandths.
    pub(super) fn came_in(&self, product: ProductId, bin: Option<BinId>) -> Result<i64, Error> {
        let at = |spot: Spot| spot.warehouse == self.head.warehouse && bin.is_none_or(|bin| bin == spot.bin);
        let from = Bound::Included((product, self.opened).to_key());
        let to = end_of_prefix(&product.to_key());
        let mut came = 0;
        self.view.range(PRODUCT_DOCUMENT, from.clone(), to.clone(), Direction::Forward, |(_, _, sequence), id| {
            let id = DocumentId(id);
            if sequence <= self.record.after {
                return Ok(true);
            }
            let document = self.view.need(DOCUMENT, &id)?;
            if document.state == DocumentState::Cancelled {
                return Ok(true);
            }
            if document.kind == DocumentKind::Posting {
                came += posted(&self.view, id, product, &at)?;
                return Ok(true);
            }
            moving::history::each_part(&self.view, id, product, |part| {
                if part.to.is_some_and(at) && !part.from.is_some_and(at) {
                    came += part.quantity.thousandths();
                }
            })?;
            Ok(true)
        })?;
        self.view.range(CANCELLED_DAY, from, to, Direction::Forward, |(_, _, id), ()| {
            let document = self.view.need(DOCUMENT, &id)?;
            // What came and went since is as if it never was.
            if document.kind != DocumentKind::Posting && self.cancelled_later(&document) && !self.is_later(&document) {
                moving::history::each_part(&self.view, id, product, |part| {
                    if part.from.is_some_and(at) && !part.to.is_some_and(at) {
                        came += part.quantity.thousandths();
                    }
                })?;
            }
            Ok(true)
        })?;
        Ok(came)
    }
}

/// Returns how much of a product a posting brought to places, in thousandths.
fn posted(view: &View, id: DocumentId, product: ProductId, at: &impl Fn(Spot) -> bool) -> Result<i64, Error> {
    let mut came = 0;
    for (_, line) in draft::lines(view, id)?.into_iter().filter(|(_, line)| line.product == product) {
        let lot = view.need(LOT, &line.lot)?;
        let spot = |bin: Option<BinId>| Spot {
            warehouse: lot.warehouse,
            bin: bin.unwrap_or_default(),
            queued: lot.received.unwrap_or_default(),
        };
        // Goods without serials that came in damaged went to the shelf for them.
        let defects = view.need(WAREHOUSE, &lot.warehouse)?.defects;
        let damaged = line.damaged.thousandths();
        came += if at(spot(lot.bin)) { lot.quantity.thousandths() - damaged } else { 0 };
        came += if at(spot(defects)) { damaged } else { 0 };
    }
    Ok(came)
}
