//! What of a transfer arrives is ticked off as it is scanned: a draft with a line for each product that is on its way.
//!
//! The draft belongs to all who may move goods, and there is one of each kind for a transfer: whoever receives it goes on
//! with what another desk began. A line of which nothing was taken stays on its way when the draft is posted.

use super::{drafts, head, transit};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::movement::MoveLine;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::messages::{No, Outcome, Refused};
use crate::ops::{Context, draft, settings};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, DRAFT, TAKEN, Tables, View};

/// Begins to receive a transfer that is on its way, to send it back or to write it off there; or goes on with it.
pub fn begin(tx: &mut Tables, cx: &Context, transfer: DocumentId, kind: DocumentKind) -> Result<Outcome, No> {
    if !kind.is_arrival() && kind != DocumentKind::WriteOff {
        let sentence = format!("{} takes nothing off the way: it is received, sent back or written off", kind.one());
        return Err(Refused::BadField(sentence).into());
    }
    draft::may_write(&tx.view(), cx, kind)?;
    let today = cx.today(&settings(&tx.view())?);
    let of = head::returned(&tx.view(), kind, transfer, today)?;
    if let Some(begun) = begun(&tx.view(), transfer, kind)? {
        return Ok(Outcome::DraftOpened(begun));
    }
    let mut document = draft::empty(kind, of.warehouse, cx);
    head::set_of(&tx.view(), &mut document, Some(transfer), today)?;
    draft::in_use(&tx.view(), document.warehouse)?;
    let id = draft::begin(tx, &document)?;
    for (product, _) in on_the_way(&tx.view(), transfer)? {
        drafts::add_line(tx, id, &mut document, &drafts::empty_line(product))?;
    }
    Ok(Outcome::DraftOpened(id))
}

/// Returns the open draft of a kind that takes off the way what a transfer has there.
pub fn begun(view: &View, transfer: DocumentId, kind: DocumentKind) -> Result<Option<DocumentId>, Error> {
    let mut begun = None;
    view.prefix(DRAFT, &(), Direction::Forward, |draft, ()| {
        let head = view.need(DOCUMENT, &draft)?;
        begun = Some(draft).filter(|_| head.of == Some(transfer) && head.kind == kind);
        Ok(begun.is_none())
    })?;
    Ok(begun)
}

/// Returns how much of each product a transfer has on its way, in the order of its lines.
pub fn on_the_way(view: &View, transfer: DocumentId) -> Result<Vec<(ProductId, Quantity)>, Error> {
    let mut out: Vec<(ProductId, i64)> = Vec::new();
    for (number, line) in drafts::lines(view, transfer)? {
        let parts = view.need(TAKEN, &(transfer, number))?.parts;
        let more: i64 = parts.iter().map(|part| part.out().quantity.thousandths()).sum();
        match out.iter_mut().find(|(product, _)| *product == line.product) {
            Some((_, sum)) => *sum += more,
            None => out.push((line.product, more)),
        }
    }
    out.retain(|(_, sum)| *sum > 0);
    Ok(out.into_iter().map(|(product, sum)| (product, Quantity::from_thousandths(sum))).collect())
}

/// Takes the lines out of a draft that is posted of which nothing arrived: it stays on its way.
pub fn leave_out(tx: &mut Tables, draft: DocumentId, document: &Document) -> Result<(), Error> {
    if !transit::arrives(document) {
        return Ok(());
    }
    for (number, _) in drafts::lines(&tx.view(), draft)?.into_iter().filter(|(_, line)| line.quantity.is_zero()) {
        drafts::drop_line(tx, draft, number)?;
    }
    Ok(())
}

/// Refuses to take more of a product off the way than is on it.
pub fn refuse_more(
    view: &View,
    (draft, document): (DocumentId, &Document),
    (number, line): (LineNo, &MoveLine),
    product: &Product,
) -> Result<(), No> {
    let Some(transfer) = document.of.filter(|_| transit::arrives(document)) else { return Ok(()) };
    let mut taken = line.quantity.thousandths();
    for (_, other) in drafts::lines(view, draft)?.into_iter().filter(|(other, _)| *other != number) {
        taken = taken.saturating_add(if other.product == line.product { other.quantity.thousandths() } else { 0 });
    }
    let its = on_the_way(view, transfer)?.into_iter().find(|(other, _)| *other == line.product);
    let there = its.map_or(Quantity::ZERO, |(_, there)| there);
    if taken <= there.thousandths() {
        return Ok(());
    }
    let number = view.need(DOCUMENT, &transfer)?.number.unwrap_or_default();
    let (taken, name) = (Quantity::from_thousandths(taken), &product.name);
    Err(Refused::BadQuantity(format!("{taken}: {there} of {name} are on their way by {number}, no more")).into())
}
