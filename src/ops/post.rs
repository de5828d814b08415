//! A draft is posted: all of it or none of it.
//!
//! Nothing is written for a unit: its lot's state says that it is in stock. So ten thousand units are posted as
//! quickly as one, with a lot, its layers and a balance for each line.

use std::collections::BTreeMap;

use super::names::folded;
use super::{
    Context, blockers, carry, claims, conversion, draft, layers, line, may, moving, not_permitted, series, settings,
};
use crate::domain::document::{Document, DocumentKind, DocumentState, Line};
use crate::domain::employee::Permission;
use crate::domain::id::{BinId, DocumentId, LineNo};
use crate::domain::lot::{Layer, Lot, LotState};
use crate::domain::money::MoneyError;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::messages::{No, Outcome, PostedDocument, PostedLine, Refused, Took};
use crate::store::engine::Error;
use crate::store::tables::{
    Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, INVOICE, LOT, PRODUCT, PRODUCT_DOCUMENT, TO_INDEX, Tables, View, WAREHOUSE,
};

/// Posts a draft.
pub fn post(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<Outcome, No> {
    if tx.get(DOCUMENT, &draft)?.is_some_and(|document| document.kind == DocumentKind::Conversion) {
        return conversion::save(tx, cx, draft);
    }
    let mut document = draft::writable(&tx.view(), cx, draft)?;
    let settings = settings(&tx.view())?;
    if moving::moves(document.kind) {
        return moving::drafts::post(tx, cx, &settings, draft, document);
    }
    if !may(&tx.view(), cx, Permission::for_kind(document.kind).0)? {
        return Err(not_permitted(&tx.view(), cx, &format!("post {}", document.kind.one()))?);
    }
    let today = cx.today(&settings);
    let blockers = blockers::of(&tx.view(), &settings, today, draft, &document)?;
    let date = document.date.unwrap_or(today);
    if !blockers.is_empty() {
        return Err(blockers::refused(blockers, blockers::date_refused(&settings, today, date)).into());
    }
    let number = series::number(tx, draft, document.kind, document.warehouse)?;
    document.sequence = tx.next(Counter::Sequence)?;
    let mut posted = PostedDocument { document: draft, number: number.clone(), lines: Vec::new() };
    for (place, line) in draft::lines(&tx.view(), draft)? {
        let brought = bring_in(tx, &document, date, place, &line)?;
        document.quantity = document
            .quantity
            .checked_add(brought.quantity)
            .ok_or_else(|| Refused::BadQuantity(format!("line {place}: the sum is more than can be kept")))?;
        document.total = document
            .total
            .checked_add(brought.cost)
            .ok_or_else(|| Refused::BadMoney(format!("line {place}: the total is more than can be kept")))?;
        tx.put(PRODUCT_DOCUMENT, &(line.product, date, document.sequence), &draft.0)?;
        posted.lines.push(PostedLine {
            product: tx.need(PRODUCT, &line.product)?.name,
            quantity: brought.quantity,
            cost: brought.cost,
            took: vec![Took {
                lot: line.lot,
                label: format!("{number}/{place}"),
                quantity: brought.quantity,
                cost: brought.cost,
            }],
        });
    }
    document.state = DocumentState::Posted;
    document.number = Some(number);
    document.date = Some(date);
    document.posted = Some(draft::stamp(cx));
    tx.put(DOCUMENT, &draft, &document)?;
    tx.put(DOCUMENT_DAY, &(date, document.sequence), &draft.0)?;
    if !document.invoice.is_empty() {
        tx.put(INVOICE, &(folded(&document.invoice), draft), &())?;
    }
    tx.delete(DRAFT, &draft)?;
    Ok(Outcome::Posted(posted))
}

/// Makes a line's lot stock: the lot, its layers, the balance.
fn bring_in(tx: &mut Tables, document: &Document, date: Day, place: LineNo, line: &Line) -> Result<Layer, No> {
    let of = tx.need(LOT, &line.lot)?.document;
    let lot = as_posted((of, document), date, place, line).map_err(line::too_much)?;
    let whole = Layer { quantity: lot.quantity, cost: lot.cost };
    let units = line.counted.whole().filter(|_| line.slots > 0);
    for (bin, layer) in spread(&tx.view(), line, &lot)? {
        layers::bring(tx, &layers::place(line.lot, &lot, bin), &lot, layer)?;
    }
    tx.put(LOT, &line.lot, &lot)?;
    carry::note(tx, line.lot, &lot)?;
    if units.is_some() {
        tx.put(TO_INDEX, &line.lot, &1)?;
    }
    Ok(whole)
}

/// Returns the lot that a line is in stock by once its document is posted.
pub(super) fn as_posted(
    (id, document): (DocumentId, &Document),
    date: Day,
    place: LineNo,
    line: &Line,
) -> Result<Lot, MoneyError> {
    let units = line.counted.whole().filter(|_| line.slots > 0);
    Ok(Lot {
        state: LotState::Posted,
        bin: line.bin,
        supplier: document.supplier,
        quantity: line.counted,
        cost: line.total()?,
        warranty: line.warranty,
        batch: line.batch.clone(),
        expiry: line.expiry,
        received: Some(date),
        sequence: document.sequence,
        slots: line.slots,
        holes: units.map_or(0, |units| line.slots.saturating_sub(units)),
        ..line::coming_in(id, place, line.product, document.warehouse)
    })
}

/// Returns a lot shelf by shelf as it came in: what was damaged at the door, then the others.
pub(super) fn spread(view: &View, line: &Line, lot: &Lot) -> Result<Vec<(Option<BinId>, Layer)>, Error> {
    let mut shelves = Vec::new();
    let mut left = Layer { quantity: lot.quantity, cost: lot.cost };
    for (bin, quantity) in damaged(view, line, lot)? {
        let (apart, rest) = left.take(quantity);
        left = rest;
        shelves.push((Some(bin), apart));
    }
    if left.quantity > Quantity::ZERO {
        shelves.push((line.bin, left));
    }
    Ok(shelves)
}

/// Returns what of a line goes to other bins than its own, damaged at the door: each bin is a layer of its own.
fn damaged(view: &View, line: &Line, lot: &Lot) -> Result<BTreeMap<BinId, Quantity>, Error> {
    let mut bins = BTreeMap::new();
    if line.damaged.is_zero() {
        return Ok(bins);
    }
    if line.slots == 0 {
        let bin = view.need(WAREHOUSE, &lot.warehouse)?.defects.unwrap_or_default();
        bins.insert(bin, line.damaged);
    }
    for (_, pack) in claims::packs(view, line.lot)? {
        for bin in pack.units.iter().filter_map(|unit| unit.bin) {
            let units: &mut Quantity = bins.entry(bin).or_default();
            *units = units.checked_add(Quantity::ONE).unwrap_or(*units);
        }
    }
    bins.remove(&line.bin.unwrap_or_default());
    Ok(bins)
}
