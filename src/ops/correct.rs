//! What was posted wrongly is corrected: each kind with its own permission, kept beside what it corrects, stock untouched.
//!
//! - [`head`]: supplier, invoice number and supplier's warranty of a posting
//! - [`serial`]: a serial that was scanned wrongly, at any time of the unit's life
//! - [`cost`]: what a lot cost; what is left of it is worth more or less from then on

pub mod cost;
pub mod head;
pub mod serial;

use super::people::unknown;
use super::{Context, draft};
use crate::domain::correction::{Corrected, Correction};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LineNo, LotId};
use crate::domain::lot::Lot;
use crate::domain::settings::Settings;
use crate::messages::{No, Refused};
use crate::ops::standing::lot_label;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CORRECTION, DOCUMENT, LOT, Tables, View};

/// What a correction is of: a posting, a line of it, a slot of that line's lot; line 0 is the head, slot 0 the whole line.
pub type Place = (DocumentId, LineNo, u32);

/// Keeps a correction beside what it corrects.
fn keep(tx: &mut Tables, cx: &Context, settings: &Settings, place: Place, what: Corrected) -> Result<(), Error> {
    let mut last = 0;
    tx.view().prefix(CORRECTION, &place, Direction::Backward, |(.., n), _| {
        last = n;
        Ok(false)
    })?;
    let (document, line, slot) = place;
    let correction = Correction { stamp: draft::stamp(cx), day: cx.today(settings), what };
    tx.put(CORRECTION, &(document, line, slot, last + 1), &correction)
}

/// Returns the corrections of one thing, oldest first.
pub fn of(view: &View, place: Place) -> Result<Vec<Correction>, Error> {
    let mut all = Vec::new();
    view.prefix(CORRECTION, &place, Direction::Forward, |_, correction| {
        all.push(correction);
        Ok(true)
    })?;
    Ok(all)
}

/// Returns a posting in force.
fn posting(view: &View, id: DocumentId) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &id)?.ok_or_else(|| unknown("document", id.0))?;
    if document.kind != DocumentKind::Posting {
        let number = document.number.unwrap_or_default();
        let sentence = format!("{number} is a {}: what a posting says is corrected", document.kind.word());
        return Err(Refused::BadField(sentence).into());
    }
    match document.state {
        DocumentState::Posted => Ok(document),
        DocumentState::Draft => Err(draft::wrong_state(&document, "change the draft instead").into()),
        _ => Err(draft::wrong_state(&document, "only a posting in force is corrected").into()),
    }
}

/// Refuses a lot that another was converted to: what it says comes from there.
fn is_origin(view: &View, lot: &Lot) -> Result<(), No> {
    let mut first = None;
    let mut next = lot.origin;
    while let Some(id) = next {
        let lot = view.need(LOT, &id)?;
        next = lot.origin;
        first = Some(lot);
    }
    let Some(first) = first else { return Ok(()) };
    let (label, first) = (lot_label(view, lot)?, lot_label(view, &first)?);
    Err(Refused::BadField(format!("{label} was converted from {first}: correct that one")).into())
}

/// Returns the lots that a lot was converted to.
pub fn converted_to(view: &View, id: LotId, lot: &Lot) -> Result<Vec<(LotId, Lot)>, Error> {
    let mut found = Vec::new();
    if lot.slots > 0 || !view.need(crate::store::tables::PRODUCT, &lot.product)?.serialised() {
        return Ok(found);
    }
    let mut documents = Vec::new();
    view.prefix(crate::store::tables::PRODUCT_DOCUMENT, &lot.product, Direction::Forward, |_, document| {
        documents.push(DocumentId(document));
        Ok(true)
    })?;
    documents.sort_unstable();
    documents.dedup();
    for document in documents {
        for (_, line) in draft::lines(view, document)? {
            let other = view.need(LOT, &line.lot)?;
            if other.origin == Some(id) {
                found.push((line.lot, other));
            }
        }
    }
    Ok(found)
}
