//! Documents, newest first: open drafts before all that have a number.

use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{Cursor, DocumentRow, No, Page};
use crate::ops::draft::lines;
use crate::ops::moving::drafts;
use crate::ops::names::folded;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, DOCUMENT_DAY, DRAFT, PRODUCT, SETTINGS, View};

use super::named;
use super::named::Called;
use super::paging::{Filling, backward, foreign};
use super::sight::Sight;

/// Which documents are listed.
pub struct Filter<'a> {
    /// Of this kind only.
    pub kind: Option<DocumentKind>,
    /// In this state only; deleted drafts only when asked for.
    pub state: Option<DocumentState>,
    /// Part of a number, supplier or invoice; empty for all.
    pub text: &'a str,
    /// Drafts of these only.
    pub sight: Sight,
}

/// The walks a list is made of, one after the other; a cursor begins with its walk's number.
const DRAFTS: u8 = 0;
const NUMBERED: u8 = 1;
const DELETED: u8 = 2;

/// Returns documents, newest first.
pub fn answer(
    view: &View,
    now: Moment,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<DocumentRow>, No> {
    let walks: &[u8] = match filter.state {
        None => &[DRAFTS, NUMBERED],
        Some(DocumentState::Draft | DocumentState::Reserved | DocumentState::Expired) => &[DRAFTS],
        Some(DocumentState::Posted | DocumentState::Cancelled | DocumentState::InTransit) => &[NUMBERED],
        Some(DocumentState::Deleted) => &[DELETED],
    };
    let (begun, mut place) = match after.map(|Cursor(bytes)| bytes.split_first()) {
        None => (walks[0], None),
        Some(Some((walk, key))) if walks.contains(walk) => (*walk, Some(key.to_vec())),
        Some(_) => return Err(foreign().into()),
    };
    let mut list =
        List { filter, text: folded(filter.text), called: Called::new(*view, now), filling: Filling::new(limit) };
    for walk in walks.iter().copied().filter(|walk| *walk >= begun) {
        if !list.walk(walk, place.take())? {
            break;
        }
    }
    Ok(list.filling.page())
}

/// A list being made.
struct List<'a> {
    filter: &'a Filter<'a>,
    text: String,
    called: Called<'a>,
    filling: Filling<DocumentRow>,
}

impl List<'_> {
    /// Goes one walk, from before a key; tells whether there may be room for more.
    fn walk(&mut self, walk: u8, before: Option<Vec<u8>>) -> Result<bool, Error> {
        let view = self.called.view();
        let (from, to) = backward(Vec::new(), before);
        let mut room = true;
        let mut offer = |key: Vec<u8>, id: DocumentId| {
            room = self.offer([&[walk], key.as_slice()].concat(), id)?;
            Ok(room)
        };
        match walk {
            DRAFTS => view.range(DRAFT, from, to, Direction::Backward, |id, ()| offer(id.to_key(), id)),
            NUMBERED => {
                view.range(DOCUMENT_DAY, from, to, Direction::Backward, |day, id| offer(day.to_key(), DocumentId(id)))
            }
            _ => view.range(DOCUMENT, from, to, Direction::Backward, |id, _| offer(id.to_key(), id)),
        }?;
        Ok(room)
    }

    /// Lists a document if it is wanted; tells whether there was room.
    fn offer(&mut self, place: Vec<u8>, id: DocumentId) -> Result<bool, Error> {
        let head = self.called.view().need(DOCUMENT, &id)?;
        if !self.is_wanted(&head)? {
            return Ok(true);
        }
        let room = self.filling.room();
        if room {
            self.filling.push(place, row(&mut self.called, id, &head)?);
        }
        Ok(room)
    }

    fn is_wanted(&mut self, head: &Document) -> Result<bool, Error> {
        let Filter { kind, state, .. } = self.filter;
        let stands = head.stands(self.called.today()?);
        if kind.is_some_and(|kind| kind != head.kind) || state.is_some_and(|state| state != stands) {
            return Ok(false);
        }
        if !self.filter.sight.sees(head) {
            return Ok(false);
        }
        let text = self.text.as_str();
        let has = |field: &str| folded(field).contains(text);
        Ok(text.is_empty()
            || head.number.as_deref().is_some_and(has)
            || has(&head.invoice)
            || has(&self.called.supplier(head.supplier)?)
            || (head.client.is_some() && has(&self.called.place(Place::Client(head.client))?)))
    }
}

/// Returns the row of a document in a list.
pub fn row(called: &mut Called, id: DocumentId, head: &Document) -> Result<DocumentRow, Error> {
    let view = called.view();
    let (zone, state) = (called.zone()?, head.stands(called.today()?));
    let (quantity, total) = moved(&view, id, head)?;
    let (from, to) = ends(head);
    let mut name = |place: Option<Place>| place.map_or(Ok(String::new()), |place| called.place(place));
    let (from, to) = match converts(&view, id, head)? {
        Some(product) => (product, "serials".to_owned()),
        None => (name(from)?, name(to)?),
    };
    Ok(DocumentRow {
        id,
        kind: head.kind,
        state,
        number: head.number.clone(),
        date: head.date.unwrap_or_else(|| head.reserved.unwrap_or(head.opened).at.day(zone)),
        opened: head.opened.at,
        from,
        to,
        invoice: head.invoice.clone(),
        quantity,
        total,
        employee: called.employee(if head.state == DocumentState::Draft {
            head.owner()
        } else {
            head.opened.employee
        })?,
        shared: head.shared,
        desk: called.desk(head.opened.desk)?,
        to_decide: head.to_decide,
    })
}

/// Returns the zone business days are counted in.
pub fn zone(view: &View) -> Result<chrono_tz::Tz, No> {
    Ok(view.get(SETTINGS, &0)?.map_or(chrono_tz::UTC, |settings| settings.tz()))
}

/// Returns the name of the product a draft gives serials.
fn converts(view: &View, id: DocumentId, head: &Document) -> Result<Option<String>, Error> {
    if (head.kind, head.state) != (DocumentKind::Conversion, DocumentState::Draft) {
        return Ok(None);
    }
    let product = crate::ops::conversion::of_draft(view, id)?;
    product.map(|(product, _)| Ok(view.need(PRODUCT, &product)?.name)).transpose()
}

/// Returns what a document moved; of a draft, what is counted in it so far and what that costs.
fn moved(view: &View, id: DocumentId, head: &Document) -> Result<(Quantity, Money), Error> {
    if head.state != DocumentState::Draft {
        return Ok((head.quantity, head.total));
    }
    let mut so_far = (Quantity::ZERO, Money::ZERO);
    for (_, line) in lines(view, id)? {
        so_far.0 = named::plus(so_far.0, line.counted);
        so_far.1 = named::sum(so_far.1, line.total().unwrap_or(Money::ZERO));
    }
    // What it costs is known when it is posted.
    for (_, line) in drafts::lines(view, id)? {
        so_far.0 = named::plus(so_far.0, line.quantity);
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
        DocumentKind::WriteOff => (head.of.map(Place::Transit).or(here), Some(Place::Loss)),
        DocumentKind::Sale | DocumentKind::Order => (here, client),
        DocumentKind::ClientReturn => (client, here),
        DocumentKind::SupplierReturn => (here, supplier),
        DocumentKind::Transfer => (here, head.to.map(|to| Place::Warehouse(to, None))),
        DocumentKind::Stocktake | DocumentKind::Conversion => (here, None),
        DocumentKind::Receipt | DocumentKind::SendBack => (head.of.map(Place::Transit), here),
    }
}
