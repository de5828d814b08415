//! A document that moves goods is posted: its number, what each line takes and brings, its place among all documents.

use super::lines::Line;
use super::units::By;
use super::{back, draw, units};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::money::Money;
use crate::domain::movement::{MoveLine, Part, Spot, Taken};
use crate::domain::place::Place;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::messages::{No, Outcome, PostedDocument, PostedLine, Refused, Took};
use crate::ops::{Context, conversion, draft, layers, series, standing};
use crate::store::engine::Error;
use crate::store::tables::{Counter, DOCUMENT, DOCUMENT_DAY, LOT, MOVE_LINE, PRODUCT_DOCUMENT, TAKEN, Tables, View};

/// Posts a document with its lines; refused is the first line that cannot be, and nothing is changed.
pub fn post(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    (id, mut document): (DocumentId, Document),
    lines: Vec<Line>,
) -> Result<Outcome, No> {
    let today = cx.today(settings);
    let date = document.date.unwrap_or(today);
    document.date = Some(date);
    let number = series::number(tx, id, document.kind, document.warehouse)?;
    document.sequence = tx.next(Counter::Sequence)?;
    let mut posted = PostedDocument { document: id, number: number.clone(), lines: Vec::with_capacity(lines.len()) };
    for line in lines {
        document.lines = document.lines.max(line.number);
        let told = moved(tx, cx, &By { id, document: &document }, line, (date, today))?;
        document.quantity = document
            .quantity
            .checked_add(told.quantity)
            .ok_or_else(|| Refused::BadQuantity("the sum is more than can be kept".to_owned()))?;
        document.total = document
            .total
            .checked_add(told.cost)
            .ok_or_else(|| Refused::BadMoney("the total is more than can be kept".to_owned()))?;
        posted.lines.push(told);
    }
    document.state = DocumentState::Posted;
    document.number = Some(number);
    document.posted = Some(draft::stamp(cx));
    tx.put(DOCUMENT, &id, &document)?;
    tx.put(DOCUMENT_DAY, &(date, document.sequence), &id.0)?;
    Ok(Outcome::Posted(posted))
}

/// Moves what a line moves, and keeps what it took.
fn moved(tx: &mut Tables, cx: &Context, by: &By, line: Line, (date, today): (Day, Day)) -> Result<PostedLine, No> {
    let (number, name, record) = (line.number, line.product.name.clone(), line.line.clone());
    let parts = match by.document.of.filter(|_| by.document.kind == DocumentKind::ClientReturn) {
        Some(sale) => come_back(tx, cx, by, sale, line, date)?,
        None => leave(tx, cx, by, line, today)?,
    };
    let (id, sequence) = (by.id, by.document.sequence);
    let cost = parts.iter().map(|part| part.cost).sum::<Option<Money>>();
    let cost = cost.ok_or_else(|| Refused::BadMoney(format!("line {number}: more than can be kept")))?;
    let took = told(&tx.view(), &parts)?;
    tx.put(MOVE_LINE, &(id, number), &MoveLine { cost, picked: 0, ..record.clone() })?;
    tx.put(TAKEN, &(id, number), &Taken { parts })?;
    tx.put(PRODUCT_DOCUMENT, &(record.product, date, sequence), &id.0)?;
    Ok(PostedLine { product: name, quantity: record.quantity, cost, took })
}

/// Takes what a line takes out of its layers, and brings it to the other warehouse or shelf of a transfer.
fn leave(tx: &mut Tables, cx: &Context, by: &By, line: Line, today: Day) -> Result<Vec<Part>, No> {
    let chosen = if line.product.serialised() {
        units::choose(&tx.view(), cx.now, by, &line)?
    } else {
        let drawn = draw::draw(&tx.view(), by.document, &line, today)?;
        drawn.into_iter().map(|(key, layer)| (key, layer, Vec::new())).collect()
    };
    let parts = take(tx, by.document, &line.line, chosen)?;
    let place = destination(by.document, &line.line);
    units::note(tx, line, by.id, |lot, unit| {
        (place, units::stands_at(lot, unit).map_or_else(|| lot.received.unwrap_or_default(), |spot| spot.queued))
    })?;
    Ok(parts)
}

/// Takes what was chosen out of its layers, and brings it to the other warehouse or shelf of a transfer.
pub fn take(
    tx: &mut Tables,
    document: &Document,
    line: &MoveLine,
    chosen: Vec<units::Chosen>,
) -> Result<Vec<Part>, No> {
    let takes: Vec<(LayerKey, Layer)> = chosen.iter().map(|(key, layer, _)| (*key, *layer)).collect();
    layers::take(tx, (document.warehouse, line.product), &takes)?;
    let mut parts = Vec::with_capacity(chosen.len());
    for (key, layer, units) in chosen {
        let to =
            document.to.map(|warehouse| Spot { warehouse, bin: line.to_bin.unwrap_or_default(), queued: key.queued });
        if let Some(spot) = to {
            let lot = tx.need(LOT, &key.lot)?;
            layers::bring_to(tx, key.lot, &lot, spot, layer)?;
        }
        parts.push(Part { units, from: Some(layers::spot(&key)), to, ..part(key.lot, layer) });
    }
    Ok(parts)
}

/// Brings back what a line brings back of a sale: it queues by the day of its return.
fn come_back(
    tx: &mut Tables,
    cx: &Context,
    by: &By,
    sale: DocumentId,
    mut line: Line,
    date: Day,
) -> Result<Vec<Part>, No> {
    let back = back::bring_back(&tx.view(), cx.now, by, sale, &line)?;
    let parts = bring(tx, by.document, sale, &line.line, back, date)?;
    let place = destination(by.document, &line.line);
    let fresh = std::mem::take(&mut line.fresh);
    if !fresh.is_empty() {
        conversion::home::give_at_home(tx, cx, (line.line.product, &line.product), &parts, &fresh)?;
    }
    units::note(tx, line, by.id, |_, _| (place, date))?;
    Ok(parts)
}

/// Brings parts of a sale back, and notes on it that they are.
pub fn bring(
    tx: &mut Tables,
    document: &Document,
    sale: DocumentId,
    line: &MoveLine,
    back: Vec<back::Back>,
    date: Day,
) -> Result<Vec<Part>, No> {
    let bin = line.to_bin.unwrap_or_default();
    let spot = Spot { warehouse: document.warehouse, bin, queued: date };
    let mut parts = Vec::with_capacity(back.len());
    for back in back {
        let lot = tx.need(LOT, &back.part.lot)?;
        layers::bring_to(tx, back.part.lot, &lot, spot, back.layer)?;
        back::note(tx, sale, back.of, back.layer)?;
        parts.push(Part { units: back.units, to: Some(spot), of: Some(back.of), ..part(back.part.lot, back.layer) });
    }
    Ok(parts)
}

/// Returns a part of a lot that went nowhere yet.
pub const fn part(lot: crate::domain::id::LotId, layer: Layer) -> Part {
    Part {
        lot,
        from: None,
        to: None,
        quantity: layer.quantity,
        cost: layer.cost,
        units: Vec::new(),
        of: None,
        back: layers::NOTHING,
        undone: None,
    }
}

/// Returns the place a document's line brings units to.
pub fn destination(document: &Document, line: &MoveLine) -> Place {
    match document.kind {
        DocumentKind::Sale | DocumentKind::Order => Place::Client(document.client),
        DocumentKind::SupplierReturn => Place::Supplier(document.supplier),
        DocumentKind::Transfer => Place::Warehouse(document.to.unwrap_or(document.warehouse), line.to_bin),
        DocumentKind::WriteOff | DocumentKind::Conversion => Place::Loss,
        DocumentKind::Posting | DocumentKind::ClientReturn | DocumentKind::Stocktake => {
            Place::Warehouse(document.warehouse, line.to_bin)
        }
    }
}

/// Tells what was taken of each lot, what came of one lot from several shelves together.
pub fn told(view: &View, parts: &[Part]) -> Result<Vec<Took>, Error> {
    let mut took: Vec<Took> = Vec::new();
    for part in parts {
        let layer = Layer { quantity: part.quantity, cost: part.cost };
        match took.last_mut().filter(|last| last.lot == part.lot) {
            Some(last) => {
                let sum = layers::plus(Layer { quantity: last.quantity, cost: last.cost }, layer);
                (last.quantity, last.cost) = (sum.quantity, sum.cost);
            }
            None => took.push(Took {
                lot: part.lot,
                label: standing::lot_label(view, &view.need(LOT, &part.lot)?)?,
                quantity: layer.quantity,
                cost: layer.cost,
            }),
        }
    }
    Ok(took)
}
