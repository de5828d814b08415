//! Documents, newest first: open drafts before all that have a number.

use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::messages::{DocumentRow, No};
use crate::ops::standing::place_name;
use crate::store::engine::Error;
use crate::store::tables::{SETTINGS, View};

use super::{draft, named};

/// Returns the row of a document in a list.
pub fn row(view: &View, zone: chrono_tz::Tz, id: DocumentId, head: &Document) -> Result<DocumentRow, Error> {
    let (quantity, total) = moved(view, id, head)?;
    let (from, to) = ends(head);
    let name = |place: Option<Place>| place.map_or(Ok(String::new()), |place| place_name(view, place));
    Ok(DocumentRow {
        id,
        kind: head.kind,
        state: head.state,
        number: head.number.clone(),
        date: head.date.unwrap_or_else(|| head.opened.at.day(zone)),
        opened: head.opened.at,
        from: name(from)?,
        to: name(to)?,
        invoice: head.invoice.clone(),
        quantity,
        total,
        employee: named::employee(view, head.opened.employee)?,
        desk: named::desk(view, head.opened.desk)?,
        to_decide: head.to_decide,
    })
}

/// Returns the zone business days are counted in.
pub fn zone(view: &View) -> Result<chrono_tz::Tz, No> {
    Ok(view.get(SETTINGS, &0)?.map_or(chrono_tz::UTC, |settings| settings.tz()))
}

/// Returns what a document moved; of a draft, what is counted in it so far and what that costs.
fn moved(view: &View, id: DocumentId, head: &Document) -> Result<(Quantity, Money), Error> {
    if head.state != DocumentState::Draft {
        return Ok((head.quantity, head.total));
    }
    let mut so_far = (Quantity::ZERO, Money::ZERO);
    for (_, line) in draft::lines(view, id)? {
        so_far.0 = named::plus(so_far.0, line.counted);
        so_far.1 = named::sum(so_far.1, line.total().unwrap_or(Money::ZERO));
    }
    Ok(so_far)
}

/// Returns the places a document moves goods between, as far as its head says.
fn ends(head: &Document) -> (Option<Place>, Option<Place>) {
    let here = Some(Place::Warehouse(head.warehouse, None));
    let client = Some(Place::Client(head.client));
    let supplier = Some(Place::Supplier(head.supplier));
    match head.kind {
        DocumentKind::Posting => (supplier, here),
        DocumentKind::WriteOff => (here, Some(Place::Loss)),
        DocumentKind::Sale | DocumentKind::Order => (here, client),
        DocumentKind::ClientReturn => (client, here),
        DocumentKind::SupplierReturn => (here, supplier),
        DocumentKind::Transfer | DocumentKind::Stocktake | DocumentKind::Conversion => (here, None),
    }
}
