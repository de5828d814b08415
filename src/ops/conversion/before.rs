//! What cannot be undone any more: both halves of a conversion, and what moved a product before it had serials.

use crate::domain::conversion::{NOTE, is_of_before};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, ProductId};
use crate::messages::Refused;
use crate::ops::draft;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, LOT, MOVE_LINE, PRODUCT, PRODUCT_DOCUMENT, TAKEN, View};

/// Says why a document cannot be cancelled, when a conversion is in the way.
pub fn irreversible(view: &View, id: DocumentId, document: &Document) -> Result<Option<Refused>, Error> {
    let number = document.number.clone().unwrap_or_default();
    if let Some(other) = other_half(view, id, document)? {
        let other = other.number.unwrap_or_default();
        let sentence = format!("{number} gave a product its serials, together with {other}: that cannot be undone");
        return Ok(Some(Refused::Irreversible(sentence)));
    }
    let Some(product) = converted_since(view, id)? else { return Ok(None) };
    let name = view.need(PRODUCT, &product)?.name;
    let by = match halves_of(view, product)? {
        Some((write_off, posting)) => format!(" by {write_off} and {posting}"),
        None => String::new(),
    };
    let sentence = format!("{number} cannot be cancelled: {name} got its serials since{by}, and that cannot be undone");
    Ok(Some(Refused::Irreversible(sentence)))
}

/// Returns the other half of a conversion; `None` when the document is no half of one.
pub fn other_half(view: &View, id: DocumentId, document: &Document) -> Result<Option<Document>, Error> {
    if document.note != NOTE || document.number.is_none() {
        return Ok(None);
    }
    for link in &document.links {
        let other = view.need(DOCUMENT, link)?;
        if other.note == NOTE && other.links.contains(&id) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Returns a product that a document moved while it had no serials, and that has them now.
fn converted_since(view: &View, id: DocumentId) -> Result<Option<ProductId>, Error> {
    for (_, line) in draft::lines(view, id)? {
        if is_of_before(&view.need(PRODUCT, &line.product)?, &view.need(LOT, &line.lot)?) {
            return Ok(Some(line.product));
        }
    }
    let mut moved = Vec::new();
    view.prefix(MOVE_LINE, &id, Direction::Forward, |at, line| {
        moved.push((at, line.product));
        Ok(true)
    })?;
    for (at, product) in moved {
        let counted = || Ok(view.need(TAKEN, &at)?.parts.iter().any(|part| part.units.is_empty()));
        if view.need(PRODUCT, &product)?.serialised() && counted()? {
            return Ok(Some(product));
        }
    }
    Ok(None)
}

/// Returns the numbers of the first conversion of a product that moved anything.
fn halves_of(view: &View, product: ProductId) -> Result<Option<(String, String)>, Error> {
    let mut found = None;
    view.prefix(PRODUCT_DOCUMENT, &product, Direction::Forward, |_, document| {
        let id = DocumentId(document);
        let document = view.need(DOCUMENT, &id)?;
        if document.kind == DocumentKind::WriteOff
            && let Some(posting) = other_half(view, id, &document)?
        {
            found = Some((document.number.unwrap_or_default(), posting.number.unwrap_or_default()));
        }
        Ok(found.is_none())
    })?;
    Ok(found)
}
