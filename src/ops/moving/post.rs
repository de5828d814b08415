//! A document that moves goods is posted: its number, what each line takes and brings, its place among all documents.

use std::collections::BTreeMap;

use super::lines::Line;
use super::units::By;
use super::{back, draw, transit, units};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::money::Money;
use crate::domain::movement::{MoveLine, Part, Spot, Taken};
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::unit::UnitId;
use crate::messages::{No, Outcome, PostedDocument, PostedLine, Refused, Took};
use crate::ops::{Context, conversion, draft, layers, series, standing};
use crate::store::engine::Error;
use crate::store::tables::{
    Counter, DOCUMENT, DOCUMENT_DAY, LOT, MOVE_LINE, ON_THE_WAY, PRODUCT_DOCUMENT, TAKEN, Tables, View,
};

/// Posts a document with its lines, or, of one that says it is in transit, ships it; refused is the first line that cannot
/// be, and nothing is changed.
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
    let transfer = document.of.filter(|_| transit::arrives(&document));
    let number = number(tx, id, &document, transfer)?;
    (document.quantity, document.total) = (Quantity::ZERO, Money::ZERO);
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
    if document.state == DocumentState::InTransit {
        tx.put(ON_THE_WAY, &id, &())?;
    } else {
        document.state = DocumentState::Posted;
    }
    document.number = Some(number);
    document.links.extend(transfer);
    document.posted = Some(draft::stamp(cx));
    tx.put(DOCUMENT, &id, &document)?;
    tx.put(DOCUMENT_DAY, &(date, document.sequence), &id.0)?;
    if let Some(transfer) = transfer {
        transit::settle(tx, transfer, Some(id))?;
    }
    Ok(Outcome::Posted(posted))
}

/// Returns a document's number: the one it has, the next of its series, or of what arrives the next of its transfer's.
fn number(tx: &mut Tables, id: DocumentId, document: &Document, transfer: Option<DocumentId>) -> Result<String, No> {
    if let Some(number) = &document.number {
        return Ok(number.clone());
    }
    match transfer.filter(|_| document.kind.is_arrival()) {
        Some(transfer) => {
            let head = tx.need(DOCUMENT, &transfer)?;
            let mut n = 1;
            for link in &head.links {
                n += usize::from(tx.need(DOCUMENT, link)?.kind.is_arrival());
            }
            series::within(tx, id, &head.number.unwrap_or_default(), n)
        }
        None => series::number(tx, id, document.kind, document.warehouse),
    }
}

/// Moves what a line moves, and keeps what it took.
fn moved(tx: &mut Tables, cx: &Context, by: &By, line: Line, (date, today): (Day, Day)) -> Result<PostedLine, No> {
    let (number, name, record) = (line.number, line.product.name.clone(), line.line.clone());
    let parts = match by.document.of.filter(|_| transit::comes_back(by.document)) {
        Some(of) => come_back(tx, cx, by, of, line, date)?,
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
        let chosen = units::choose(&tx.view(), cx.now, by, &line)?;
        units::refuse_promised(&tx.view(), by.document, &line, today)?;
        chosen
    } else {
        let drawn = draw::draw(&tx.view(), by.document, &line, today)?;
        drawn.into_iter().map(|(key, layer)| (key, layer, Vec::new())).collect()
    };
    let parts = take(tx, by.document, &line.line, chosen)?;
    let travels = by.document.state == DocumentState::InTransit;
    let place = if travels { Place::Transit(by.id) } else { destination(by.document, &line.line) };
    units::note(tx, line, by.id, |_, lot, unit| {
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
    let travels = document.state == DocumentState::InTransit;
    if let Some(to) = document.to.filter(|_| travels) {
        transit::travel(tx, (to, line.product), line.quantity.thousandths())?;
    }
    let mut parts = Vec::with_capacity(chosen.len());
    for (key, layer, units) in chosen {
        let to = document.to.filter(|_| !travels);
        let to = to.map(|warehouse| Spot { warehouse, bin: line.to_bin.unwrap_or_default(), queued: key.queued });
        if let Some(spot) = to {
            let lot = tx.need(LOT, &key.lot)?;
            layers::bring_to(tx, key.lot, &lot, spot, layer)?;
        }
        parts.push(Part { units, from: Some(layers::spot(&key)), to, ..part(key.lot, layer) });
    }
    Ok(parts)
}

/// Brings back what a line brings back of a sale, or out of transit what arrives of a transfer.
fn come_back(
    tx: &mut Tables,
    cx: &Context,
    by: &By,
    of: DocumentId,
    mut line: Line,
    date: Day,
) -> Result<Vec<Part>, No> {
    let back = back::bring_back(&tx.view(), cx.now, by, of, &line)?;
    let parts = bring(tx, by.document, of, &line.line, back, date)?;
    let fresh = std::mem::take(&mut line.fresh);
    if !fresh.is_empty() {
        conversion::home::give_at_home(tx, cx, (line.line.product, &line.product), &parts, &fresh)?;
    }
    let mut stand: BTreeMap<UnitId, (Place, Day)> = BTreeMap::new();
    for part in &parts {
        let place = part.to.map_or((Place::Loss, date), |spot| {
            (Place::Warehouse(spot.warehouse, Some(spot.bin).filter(|bin| bin.0 != 0)), spot.queued)
        });
        stand.extend(part.units.iter().map(|slot| ((part.lot, *slot), place)));
    }
    units::note(tx, line, by.id, |lot, _, unit| stand.get(&(lot, unit.slot)).copied().unwrap_or((Place::Loss, date)))?;
    Ok(parts)
}

/// Brings parts of a sale back, which queue by the day of their return, or parts of a transfer on, which keep their place
/// in the queue; and notes there that they are.
pub fn bring(
    tx: &mut Tables,
    document: &Document,
    of: DocumentId,
    line: &MoveLine,
    back: Vec<back::Back>,
    date: Day,
) -> Result<Vec<Part>, No> {
    let returned = Spot { warehouse: document.warehouse, bin: line.to_bin.unwrap_or_default(), queued: date };
    let travelled = if transit::arrives(document) { tx.need(DOCUMENT, &of)?.to } else { None };
    let mut parts = Vec::with_capacity(back.len());
    for back in back {
        let lot = tx.need(LOT, &back.part.lot)?;
        let spot = match travelled {
            None => Some(returned),
            Some(to) => {
                transit::travel(tx, (to, line.product), -back.layer.quantity.thousandths())?;
                let meant = tx.need(MOVE_LINE, &(of, back.of.0))?.to_bin;
                transit::spot(&tx.view(), document, &back.part, line.to_bin, meant)
            }
        };
        if let Some(spot) = spot {
            layers::bring_to(tx, back.part.lot, &lot, spot, back.layer)?;
        }
        back::note(tx, of, back.of, back.layer)?;
        parts.push(Part { units: back.units, to: spot, of: Some(back.of), ..part(back.part.lot, back.layer) });
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
        DocumentKind::Posting
        | DocumentKind::ClientReturn
        | DocumentKind::Stocktake
        | DocumentKind::Receipt
        | DocumentKind::SendBack => Place::Warehouse(document.warehouse, line.to_bin),
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
