//! One document: who, when, its lines, and what of each is still in stock.

use crate::domain::document::{Document, DocumentState, Line};
use crate::domain::id::{DocumentId, LineNo, LotId, WarehouseId};
use crate::domain::lot::Lot;
use crate::domain::money::Money;
use crate::domain::movement::MoveLine;
use crate::domain::place::Warehouse;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::domain::time::Moment;
use crate::messages::{DocumentLine, DocumentRef, DocumentView, No, Took};
use crate::ops::moving::post::told;
use crate::ops::names::{find, folded};
use crate::ops::{draft, layers, standing};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CodeKind, DOCUMENT, LOT, MOVE_LINE, PRODUCT, TAKEN, View};

use super::documents;
use super::named::{self, Called};

/// Returns a document by id or number.
pub fn answer(view: &View, now: Moment, which: &DocumentRef) -> Result<Box<DocumentView>, No> {
    let (id, head) = by(view, which)?;
    let mut called = Called::new(*view, now);
    let warehouses = named::warehouses(view)?;
    let mut lines = Vec::new();
    for (no, line) in draft::lines(view, id)? {
        lines.push(line_of(&mut called, &head, no, line, &warehouses)?);
    }
    let mut moves = Vec::new();
    view.prefix(MOVE_LINE, &id, Direction::Forward, |(_, no), line| {
        moves.push((no, line));
        Ok(true)
    })?;
    for (no, line) in moves {
        lines.push(moved(&mut called, &head, id, no, &line)?);
    }
    let mut links = Vec::with_capacity(head.links.len());
    for link in &head.links {
        links.push(documents::row(&mut called, *link, &view.need(DOCUMENT, link)?)?);
    }
    let mut stamped = |stamp: Option<_>| stamp.map(|stamp| called.stamp(stamp)).transpose();
    Ok(Box::new(DocumentView {
        posted: stamped(head.posted)?,
        cancelled: stamped(head.cancelled)?,
        reserved: stamped(head.reserved)?,
        until: head.until,
        links,
        row: documents::row(&mut called, id, &head)?,
        warehouse: head.warehouse,
        reopened_from: match head.reopened_from {
            Some(from) => view.need(DOCUMENT, &from)?.number,
            None => None,
        },
        of: match head.of {
            Some(of) => view.need(DOCUMENT, &of)?.number,
            None => None,
        },
        supplier: called.supplier(head.supplier)?,
        pallets: head.pallets,
        corrections: super::corrections::of_document(&mut called, id)?,
        reason: head.reason,
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
    let lot = view.get(LOT, &line.lot)?.filter(|_| head.state != DocumentState::Draft);
    let label = format!("{}/{no}", head.number.as_deref().unwrap_or("draft"));
    let (quantity, cost, left, took) = match &lot {
        Some(lot) => {
            let took = Took { lot: line.lot, label: label.clone(), quantity: lot.quantity, cost: lot.cost };
            (lot.quantity, lot.cost, left(&view, line.lot, lot, warehouses)?, vec![took])
        }
        _ => (line.quantity(), line.total().unwrap_or(Money::ZERO), Quantity::ZERO, Vec::new()),
    };
    Ok(DocumentLine {
        line: no,
        product: line.product,
        serialised: product.serialised(),
        name: product.name,
        unit: product.unit,
        warehouse: called.warehouse(lot.as_ref().map_or(head.warehouse, |lot| lot.warehouse))?,
        was: match lot.as_ref().and_then(|lot| lot.origin) {
            Some(origin) => Some(standing::lot_label(&view, &view.need(LOT, &origin)?)?),
            None => None,
        },
        lot: line.lot,
        label,
        quantity,
        cost,
        corrected: lot.and_then(|lot| lot.corrected),
        warranty: line.warranty,
        batch: line.batch,
        expiry: line.expiry,
        bin: called.bin(line.bin)?,
        damaged: line.damaged,
        left,
        to_bin: None,
        price: None,
        took,
        in_transit: Quantity::ZERO,
        missing: Quantity::ZERO,
    })
}

/// Returns a line of a document that moves goods, with what it took.
fn moved(
    called: &mut Called,
    head: &Document,
    id: DocumentId,
    no: LineNo,
    line: &MoveLine,
) -> Result<DocumentLine, Error> {
    let view = called.view();
    let product = view.need(PRODUCT, &line.product)?;
    let taken = view.get(TAKEN, &(id, no))?;
    let missing = if taken.is_none() && product.serialised() { line.missing() } else { Quantity::ZERO };
    let parts = taken.unwrap_or_default().parts;
    let mut in_transit = Quantity::ZERO;
    for part in parts.iter().filter(|_| head.state == DocumentState::InTransit) {
        in_transit = named::plus(in_transit, part.out().quantity);
    }
    let spot = parts.first().and_then(|part| part.from.or(part.to));
    let took = told(&view, &parts)?;
    let lot = took.first().map_or(LotId(0), |first| first.lot);
    let label = match took.as_slice() {
        [] => String::new(),
        [only] => only.label.clone(),
        [first, more @ ..] => format!("{} +{}", first.label, more.len()),
    };
    Ok(DocumentLine {
        line: no,
        product: line.product,
        serialised: product.serialised(),
        name: product.name,
        unit: product.unit,
        warehouse: called.warehouse(spot.map_or(head.warehouse, |spot| spot.warehouse))?,
        was: None,
        lot,
        label,
        quantity: line.quantity,
        cost: line.cost,
        corrected: None,
        warranty: None,
        batch: String::new(),
        expiry: None,
        bin: called.bin(line.bin)?,
        damaged: Quantity::ZERO,
        left: Quantity::ZERO,
        to_bin: called.bin(line.to_bin)?,
        price: line.price,
        took,
        in_transit,
        missing,
    })
}

/// Adds up what is left of a lot in all warehouses, whatever days it queues by.
fn left(view: &View, id: LotId, lot: &Lot, warehouses: &[(WarehouseId, Warehouse)]) -> Result<Quantity, Error> {
    let mut left = Quantity::ZERO;
    for (warehouse, _) in warehouses {
        for (_, layer) in layers::of_lot(view, id, lot, *warehouse)? {
            left = named::plus(left, layer.quantity);
        }
    }
    Ok(left)
}
