//! One document: who, when, its lines, and what of each is still in stock.

use crate::domain::document::{Document, DocumentState, Line};
use crate::domain::id::{DocumentId, LineNo, WarehouseId};
use crate::domain::lot::Lot;
use crate::domain::money::Money;
use crate::domain::place::Warehouse;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{DocumentLine, DocumentRef, DocumentView, No};
use crate::ops::draft;
use crate::ops::names::{find, folded};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CodeKind, DOCUMENT, LAYER, LOT, PRODUCT, View};

use super::documents;
use super::named::{self, Called};

/// Returns a document by id or number.
pub fn answer(view: &View, which: &DocumentRef) -> Result<Box<DocumentView>, No> {
    let (id, head) = by(view, which)?;
    let zone = documents::zone(view)?;
    let mut called = Called::new(*view);
    let warehouses = named::warehouses(view)?;
    let mut lines = Vec::new();
    for (no, line) in draft::lines(view, id)? {
        lines.push(line_of(&mut called, &head, no, line, &warehouses)?);
    }
    let mut stamped = |stamp: Option<_>| stamp.map(|stamp| called.stamp(stamp)).transpose();
    Ok(Box::new(DocumentView {
        posted: stamped(head.posted)?,
        cancelled: stamped(head.cancelled)?,
        row: documents::row(&mut called, zone, id, &head)?,
        warehouse: head.warehouse,
        reopened_from: match head.reopened_from {
            Some(from) => view.need(DOCUMENT, &from)?.number,
            None => None,
        },
        note: head.note,
        lines,
    }))
}

fn by(view: &View, which: &DocumentRef) -> Result<(DocumentId, Document), No> {
    match which {
        DocumentRef::Id(id) => Ok((*id, named::asked_document(view, *id)?)),
        DocumentRef::Number(number) => match find(view, CodeKind::DocumentNumber, &folded(number))?.map(DocumentId) {
            Some(id) => Ok((id, view.need(DOCUMENT, &id)?)),
            None => Err(named::unknown("document", shown(number)).into()),
        },
    }
}

fn line_of(
    called: &mut Called,
    head: &Document,
    no: LineNo,
    line: Line,
    warehouses: &[(WarehouseId, Warehouse)],
) -> Result<DocumentLine, Error> {
    let view = called.view();
    let product = view.need(PRODUCT, &line.product)?;
    let lot = view.get(LOT, &line.lot)?;
    let (quantity, cost, left) = match &lot {
        Some(lot) if head.state != DocumentState::Draft => (lot.quantity, lot.cost, left(&view, lot, warehouses)?),
        _ => (line.quantity(), line.total().unwrap_or(Money::ZERO), Quantity::ZERO),
    };
    Ok(DocumentLine {
        line: no,
        product: line.product,
        serialised: product.serialised(),
        name: product.name,
        unit: product.unit,
        lot: line.lot,
        label: format!("{}/{no}", head.number.as_deref().unwrap_or("draft")),
        quantity,
        cost,
        warranty: line.warranty,
        batch: line.batch,
        expiry: line.expiry,
        bin: called.bin(line.bin)?,
        damaged: line.damaged,
        left,
    })
}

/// Adds up what is left of a lot in all warehouses: its layers stand where it queues, whatever else is there.
fn left(view: &View, lot: &Lot, warehouses: &[(WarehouseId, Warehouse)]) -> Result<Quantity, Error> {
    let Some(received) = lot.received else { return Ok(Quantity::ZERO) };
    let mut left = Quantity::ZERO;
    for (warehouse, _) in warehouses {
        let place = ((*warehouse, lot.product), (received, lot.sequence, lot.line));
        view.prefix(LAYER, &place, Direction::Forward, |_, layer| {
            left = named::plus(left, layer.quantity);
            Ok(true)
        })?;
    }
    Ok(left)
}
