//! Documents: their state, their numbers without a gap, their place among all, their trays.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LocationId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::ops::{draft, names};
use crate::store::engine::Error;
use crate::store::tables::{
    COUNTER, CodeKind, Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, LOCATION, LOT, MOVE_LINE, PRODUCT_DOCUMENT, SERIES, TRAY,
};

/// Walks the documents: drafts are listed as such, others moved what their lots say, each tray holds what waits.
pub(super) fn documents(walk: &mut Walk) -> Result<(), Error> {
    let mut waiting: BTreeMap<DocumentId, u32> = BTreeMap::new();
    for ((document, _), _) in walk.records(TRAY, &())? {
        *waiting.entry(document).or_default() += 1;
    }
    for (id, document) in walk.records(DOCUMENT, &())? {
        let name = format!("document {}", id.0);
        let open = walk.view.get(DRAFT, &id)?.is_some();
        walk.hold(open == (document.state == DocumentState::Draft), || {
            format!("{name} is {} and {} among the drafts", document.state.word(), if open { "is" } else { "is not" })
        });
        let rows = waiting.remove(&id).unwrap_or(0);
        walk.hold(rows == document.to_decide, || format!("{name}: {} wait, {rows} are there", document.to_decide));
        if in_force(&document) {
            moved(walk, &name, id, &document)?;
        } else {
            let bare = document.number.is_none() && document.sequence == 0 && document.posted.is_none();
            walk.hold(bare, || format!("{name} is {} and has a number", document.state.word()));
        }
        if document.state == DocumentState::Deleted {
            walk.hold(draft::lines(&walk.view, id)?.is_empty(), || format!("{name} is deleted and has lines"));
        }
    }
    for (document, ()) in walk.records(DRAFT, &())? {
        let there = walk.view.get(DOCUMENT, &document)?.is_some();
        walk.hold(there, || format!("draft {} is not there", document.0));
    }
    for (document, rows) in waiting {
        walk.hold(false, || format!("{rows} scans wait in document {}, which is not there", document.0));
    }
    Ok(())
}

fn in_force(document: &Document) -> bool {
    matches!(document.state, DocumentState::Posted | DocumentState::Cancelled)
}

fn moved(walk: &mut Walk, name: &str, id: DocumentId, document: &Document) -> Result<(), Error> {
    let number = document.number.clone().unwrap_or_default();
    let found = names::find(&walk.view, CodeKind::DocumentNumber, &names::folded(&number))?;
    walk.hold(found == Some(id.0), || format!("{name}: its number {number} leads elsewhere"));
    let Some(date) = document.date else {
        walk.hold(false, || format!("{name} has no date"));
        return Ok(());
    };
    let day = walk.view.get(DOCUMENT_DAY, &(date, document.sequence))?;
    walk.hold(day == Some(id.0), || format!("{name} is not in its place on {date}"));
    if document.kind != DocumentKind::Posting {
        let sums = super::movements::sum(walk, id)?;
        walk.hold(sums == (Some(document.quantity), Some(document.total)), || {
            format!("{name} moved {} for {}: its lines differ", document.quantity, document.total)
        });
        for (_, line) in walk.records(MOVE_LINE, &id)? {
            let listed = walk.view.get(PRODUCT_DOCUMENT, &(line.product, date, document.sequence))?;
            walk.hold(listed == Some(id.0), || format!("{name} is not among those of product {}", line.product.0));
        }
        return Ok(());
    }
    let (mut quantity, mut total) = (Some(Quantity::ZERO), Some(Money::ZERO));
    for (_, line) in draft::lines(&walk.view, id)? {
        let lot = walk.view.need(LOT, &line.lot)?;
        quantity = quantity.and_then(|sum| sum.checked_add(lot.quantity));
        total = total.and_then(|sum| sum.checked_add(lot.cost));
        let listed = walk.view.get(PRODUCT_DOCUMENT, &(line.product, date, document.sequence))?;
        walk.hold(listed == Some(id.0), || format!("{name} is not among those of product {}", line.product.0));
    }
    let sums = (quantity, total) == (Some(document.quantity), Some(document.total));
    walk.hold(sums, || format!("{name} moved {} for {}: its lots differ", document.quantity, document.total));
    Ok(())
}

/// Walks the series: every number from 1 to the last is a document's, and none beyond.
pub(super) fn series(walk: &mut Walk) -> Result<(), Error> {
    let mut numbers: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for (id, document) in walk.records(DOCUMENT, &())? {
        let Some(number) = document.number else { continue };
        match number.rsplit_once('-').and_then(|(series, n)| Some((series, n.parse().ok()?))) {
            Some((series, n)) => {
                let fresh = numbers.entry(series.to_owned()).or_default().insert(n);
                walk.hold(fresh, || format!("document {}: {number} is another's too", id.0));
            }
            None => walk.hold(false, || format!("document {}: {number} is of no series", id.0)),
        }
    }
    for ((location, letters), last) in walk.records(SERIES, &())? {
        let branch = if location == LocationId(0) { None } else { Some(walk.view.need(LOCATION, &location)?.code) };
        let series = branch.map_or_else(|| letters.clone(), |code| format!("{code}-{letters}"));
        let given = numbers.remove(&series).unwrap_or_default();
        let whole = given.len() as u64 == last && given.last().copied().unwrap_or(0) == last;
        walk.hold(whole, || format!("series {series} was given to {last} and has {} numbers", given.len()));
    }
    for series in numbers.keys() {
        walk.hold(false, || format!("series {series} has numbers and was never begun"));
    }
    Ok(())
}

/// Walks the days: every place in the order of posting is one document's.
pub(super) fn days(walk: &mut Walk) -> Result<(), Error> {
    let mut places = BTreeSet::new();
    for ((day, sequence), id) in walk.records(DOCUMENT_DAY, &())? {
        let document = walk.view.get(DOCUMENT, &DocumentId(id))?;
        let its = document
            .is_some_and(|document| in_force(&document) && (document.date, document.sequence) == (Some(day), sequence));
        walk.hold(its, || format!("{day} lists document {id} as the {sequence}th, which it is not"));
        walk.hold(places.insert(sequence), || format!("two documents are the {sequence}th"));
    }
    let last = walk.view.get(COUNTER, &(Counter::Sequence as u8))?.unwrap_or(0);
    let whole = places.len() as u64 == last && places.last().copied().unwrap_or(0) == last;
    walk.hold(whole, || format!("{last} documents were posted, {} are listed by day", places.len()));
    for ((product, day, sequence), id) in walk.records(PRODUCT_DOCUMENT, &())? {
        let listed = walk.view.get(DOCUMENT_DAY, &(day, sequence))? == Some(id);
        let lines = draft::lines(&walk.view, DocumentId(id))?;
        let mut moved = lines.iter().any(|(_, line)| line.product == product);
        moved |= walk.records(MOVE_LINE, &DocumentId(id))?.iter().any(|(_, line)| line.product == product);
        walk.hold(listed && moved, || format!("product {} lists document {id}, which did not move it", product.0));
    }
    Ok(())
}
