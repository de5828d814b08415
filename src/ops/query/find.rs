//! Anything by part of a name, code or serial: products, then units, then documents.

use std::ops::Bound;

use crate::domain::document::DocumentState;
use crate::domain::id::DocumentId;
use crate::domain::lot::Lot;
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::messages::{Found, No, UnitBrief};
use crate::ops::names::folded;
use crate::ops::rights::Said;
use crate::ops::{claims, search};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    CLIENT, CodeKind, DOCUMENT, DRAFT, INVOICE, LOCATION, LOT, PRODUCT, SERIAL, SERIES, View, end_of_prefix,
};

use super::named::{self, Called};
use super::units::{self, Known};
use super::{documents, products};

/// Returns what a text finds, at most so many of each kind, best first.
///
/// Products by any part of name, code, SKU or barcode. Units by the beginning and the end of a serial or further
/// identifier. Documents by the beginning of a number, with or without its series' letters, or of an invoice.
pub fn answer(view: &View, (now, said): (Moment, &Said), text: &str, limit: usize) -> Result<Vec<Found>, No> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Found> =
        products::answer(view, said, text, false, None, limit)?.rows.into_iter().map(Found::Product).collect();
    found.truncate(limit);
    found.extend(units_like(view, now, text, limit)?.into_iter().map(Found::Unit));
    let mut called = Called::new(*view, now);
    for id in documents_like(view, &folded(text), limit)? {
        let head = view.need(DOCUMENT, &id)?;
        found.push(Found::Document(documents::row(&mut called, id, &head)?));
    }
    Ok(found)
}

fn units_like(view: &View, now: Moment, text: &str, limit: usize) -> Result<Vec<UnitBrief>, Error> {
    let mut found: Vec<Known> = Vec::new();
    for key in units::keys(text) {
        beginning(view, &key, limit, &mut found)?;
    }
    if found.len() < limit {
        search::ending(view, text, |lot, packed| {
            let Lot { product, .. } = view.need(LOT, &lot)?;
            let key = claims::key_of(&packed.serial, view.need(PRODUCT, &product)?.matching());
            add(&mut found, units::of_product(view, product, &key)?);
            Ok(found.len() < limit)
        })?;
    }
    let mut called = Called::new(*view, now);
    found.into_iter().map(|known| units::brief(&mut called, now, known)).collect()
}

/// Adds units whose key or further identifier begins so; the one that is it comes first by its order.
fn beginning(view: &View, start: &SerialKey, limit: usize, found: &mut Vec<Known>) -> Result<(), Error> {
    let from = start.as_str().as_bytes().to_vec();
    let to = end_of_prefix(&from);
    view.range(SERIAL, Bound::Included(from), to, Direction::Forward, |(key, scope), holder| {
        if found.len() < limit {
            add(found, units::lead(view, &key, scope, holder)?);
        }
        Ok(found.len() < limit)
    })
}

fn add(found: &mut Vec<Known>, known: Option<Known>) {
    let is_new = |new: &Known| !found.iter().any(|old| old.product == new.product && old.key == new.key);
    if let Some(known) = known.filter(is_new) {
        found.push(known);
    }
}

/// Finds documents by number or invoice: open drafts by any part of the invoice or the client, others by its beginning.
fn documents_like(view: &View, text: &str, limit: usize) -> Result<Vec<DocumentId>, Error> {
    let mut found: Vec<DocumentId> = Vec::new();
    let mut add = |id: DocumentId| {
        if found.len() < limit && !found.contains(&id) {
            found.push(id);
        }
        found.len() < limit
    };
    for start in numbers(view, text)? {
        named::beginning(view, CodeKind::DocumentNumber, &start, |_, id| Ok(add(DocumentId(id))))?;
    }
    let mut drafts = Vec::new();
    view.prefix(DRAFT, &(), Direction::Backward, |id, ()| {
        drafts.push(id);
        Ok(true)
    })?;
    for id in drafts {
        let head = view.need(DOCUMENT, &id)?;
        let client = head.client.map(|client| Ok::<_, Error>(view.need(CLIENT, &client)?.name)).transpose()?;
        let says = [Some(head.invoice), client].into_iter().flatten().any(|said| folded(&said).contains(text));
        if head.state == DocumentState::Draft && says {
            add(id);
        }
    }
    let from = text.as_bytes().to_vec();
    let to = end_of_prefix(&from);
    view.range(INVOICE, Bound::Included(from), to, Direction::Forward, |(_, id), ()| Ok(add(id)))?;
    Ok(found)
}

/// Returns how a number that a text begins may begin: as typed, and, when digits were typed, in each series.
fn numbers(view: &View, text: &str) -> Result<Vec<String>, Error> {
    let mut starts = vec![text.to_owned()];
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        view.prefix(SERIES, &(), Direction::Forward, |(location, letters), _| {
            let code = view.get(LOCATION, &location)?.map_or_else(String::new, |location| location.code);
            let dash = if code.is_empty() { "" } else { "-" };
            starts.push(folded(&format!("{code}{dash}{letters}-{text}")));
            Ok(true)
        })?;
    }
    Ok(starts)
}
