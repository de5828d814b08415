//! What a new line carries over from the product's last posting: supplier, cost of one, warranty.

use crate::domain::document::Cost;
use crate::domain::id::{LotId, ProductId, SupplierId};
use crate::domain::lot::{Lot, LotState};
use crate::messages::No;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, LAST_LOT, LINE, LOT, PRODUCT_DOCUMENT, SUPPLIER, Tables, View};

/// What the last posting of a product said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its number.
    pub number: String,
    /// Supplier, unless archived since.
    pub supplier: Option<SupplierId>,
    /// Cost of one, when it was known.
    pub cost: Option<Cost>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
}

/// Returns what a product's last posting said; `None` when it was never posted.
pub fn of(view: &View, product: ProductId) -> Result<Option<Carried>, No> {
    let Some(lot) = view.get(LAST_LOT, &product)?.map(LotId) else { return Ok(None) };
    let lot = view.need(LOT, &lot)?;
    let line = view.need(LINE, &(lot.document, lot.line))?;
    let supplier = match lot.supplier {
        Some(supplier) if !view.need(SUPPLIER, &supplier)?.archived => Some(supplier),
        _ => None,
    };
    Ok(Some(Carried {
        number: view.need(DOCUMENT, &lot.document)?.number.unwrap_or_default(),
        supplier,
        cost: line.cost.and_then(|cost| cost.per_unit(lot.quantity)).map(Cost::Unit),
        warranty: lot.warranty,
    }))
}

/// Notes a posted lot as its product's last, unless one of a later day or place in the queue is.
pub(super) fn note(tx: &mut Tables, id: LotId, lot: &Lot) -> Result<(), Error> {
    if let Some(last) = tx.get(LAST_LOT, &lot.product)? {
        let last = tx.need(LOT, &LotId(last))?;
        if (last.received, last.sequence, last.line) > (lot.received, lot.sequence, lot.line) {
            return Ok(());
        }
    }
    tx.put(LAST_LOT, &lot.product, &id.0)
}

/// Finds a product's last lot anew, after the one that was is cancelled.
pub(super) fn find_anew(tx: &mut Tables, product: ProductId) -> Result<(), Error> {
    match latest(&tx.view(), product)? {
        Some(lot) => tx.put(LAST_LOT, &product, &lot.0),
        None => tx.delete(LAST_LOT, &product),
    }
}

/// Returns the lot in force with the latest day and place among a product's.
pub(super) fn latest(view: &View, product: ProductId) -> Result<Option<LotId>, Error> {
    let mut latest = None;
    view.prefix(PRODUCT_DOCUMENT, &product, Direction::Backward, |_, document| {
        let document = crate::domain::id::DocumentId(document);
        for (_, line) in super::draft::lines(view, document)? {
            // What a conversion posted came in earlier, and its own line says by what.
            let lot = view.need(LOT, &line.lot)?;
            if line.product == product && lot.state == LotState::Posted && lot.origin.is_none() {
                latest = Some(line.lot);
            }
        }
        Ok(latest.is_none())
    })?;
    Ok(latest)
}
