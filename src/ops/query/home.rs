//! Home: what is open, what arrived today, what runs low.

use std::cmp::Reverse;

use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{DeskId, DocumentId, EmployeeId};
use crate::domain::quantity::Quantity;
use crate::domain::right::Right;
use crate::domain::time::{Day, Moment};
use crate::messages::{BelowMinimum, HomeView, No};
use crate::ops::rights::Said;
use crate::ops::settings;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{COUNTER, Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, ON_THE_WAY, PRODUCT, View, WATCHED};

use super::sight::Sight;
use super::{documents, named};

/// Products below their minimum that are named.
const FEW: usize = 5;

/// Returns what Home shows: this desk's drafts first, then this employee's, then the newest; after them what is on its way.
pub fn answer(
    view: &View,
    now: Moment,
    (sight, said): (Sight, &Said),
    employee: EmployeeId,
    desk: DeskId,
) -> Result<Box<HomeView>, No> {
    let zone = settings(view)?.tz();
    let mut open = Vec::new();
    view.prefix(DRAFT, &(), Direction::Forward, |draft, ()| {
        let head = view.need(DOCUMENT, &draft)?;
        if sight.sees(&head) {
            open.push((draft, head));
        }
        Ok(true)
    })?;
    open.sort_by_key(|(id, head)| (head.opened.desk != desk, head.owner() != employee, Reverse(*id)));
    let mut travels = Vec::new();
    view.prefix(ON_THE_WAY, &(), Direction::Backward, |transfer, ()| {
        let head = view.need(DOCUMENT, &transfer)?;
        let sees = |warehouse| said.holds(warehouse, Right::ViewStock);
        if sees(head.warehouse) || head.to.is_some_and(sees) {
            travels.push((transfer, head));
        }
        Ok(true)
    })?;
    open.extend(travels);
    let mut called = named::Called::new(*view, now);
    let (arrived_postings, arrived) = arrived(view, said, now.day(zone))?;
    Ok(Box::new(HomeView {
        drafts: open.iter().map(|(id, head)| documents::row(&mut called, *id, head)).collect::<Result<_, _>>()?,
        arrived_postings,
        arrived,
        below_minimum: below_minimum(view, said)?,
        products: view.get(COUNTER, &(Counter::Product as u8))?.unwrap_or(0),
    }))
}

/// Counts the postings of a day that are in force, and what they brought.
fn arrived(view: &View, said: &Said, today: Day) -> Result<(u64, Quantity), Error> {
    let mut sum = (0, Quantity::ZERO);
    let sees = |head: &Document| said.holds(head.warehouse, Right::ViewStock);
    view.prefix(DOCUMENT_DAY, &today, Direction::Forward, |_, document| {
        let head = view.need(DOCUMENT, &DocumentId(document))?;
        if head.kind == DocumentKind::Posting && head.state == DocumentState::Posted && sees(&head) {
            sum = (sum.0 + 1, named::plus(sum.1, head.quantity));
        }
        Ok(true)
    })?;
    Ok(sum)
}

/// Finds the first few products in use that have less than their minimum; none for whoever does not see all stock.
fn below_minimum(view: &View, said: &Said) -> Result<Vec<BelowMinimum>, Error> {
    let warehouses = named::warehouses(view)?;
    // A sum over some warehouses would be taken for all there is.
    if warehouses.iter().any(|(warehouse, _)| !said.holds(*warehouse, Right::ViewStock)) {
        return Ok(Vec::new());
    }
    let mut below = Vec::new();
    view.prefix(WATCHED, &(), Direction::Forward, |product, ()| {
        let record = view.need(PRODUCT, &product)?;
        let Some(minimum) = record.minimum.filter(|_| !record.archived) else { return Ok(true) };
        let on_hand = named::on_hand(view, product, &warehouses)?;
        if on_hand < minimum {
            below.push(BelowMinimum { product, name: record.name, on_hand, minimum });
        }
        Ok(below.len() < FEW)
    })?;
    Ok(below)
}
