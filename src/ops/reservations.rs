//! What is held for somebody, summed over what is still live today; what has run out counts no more, swept or not, and the
//! next write sweeps it, whatever it is.
//!
//! ```text
//!  RESERVED  (warehouse, product, last day, document, line) → how much    one short walk sums what is live
//!  RUNS_OUT  (last day, document)                                         what a sweep looks at, nothing else
//! ```
//!
//! The very units are held as a draft holds them ([`held`]); what has run out still names its units, to be
//! reserved again, and holds none. Nothing here is touched by what comes in: a scan into a posting reads and writes none of it.

use std::ops::Bound;

use chrono::NaiveDate;

use super::moving::drafts;
use super::moving::lines::Line;
use super::{Context, held as units};
use crate::domain::document::{Document, DocumentState};
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::movement::MoveLine;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::messages::{No, Refused, Shortage};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BALANCE, CLIENT, DOCUMENT, HELD, PRODUCT, RESERVED, RUNS_OUT, Tables, View, WAREHOUSE, end_of_prefix,
};

/// Last day of what is held until it is closed, shipped or cancelled.
pub const FOREVER: Day = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Place of what a line holds: warehouse, product, last day, document, line.
pub type Place = (WarehouseId, ProductId, Day, DocumentId, LineNo);

/// Returns how much of a product is held in a warehouse on a day.
pub fn held(view: &View, at: (WarehouseId, ProductId), today: Day) -> Result<Quantity, Error> {
    let mut sum = 0_i64;
    each(view, at, today, |_, quantity| {
        sum = sum.saturating_add(quantity.thousandths());
        Ok(true)
    })?;
    Ok(Quantity::from_thousandths(sum))
}

/// Visits what is held of a product in a warehouse on a day, what runs out first first, until the visitor says stop.
pub fn each(
    view: &View,
    (warehouse, product): (WarehouseId, ProductId),
    today: Day,
    visit: impl FnMut(Place, Quantity) -> Result<bool, Error>,
) -> Result<(), Error> {
    let from = Bound::Included((warehouse, product, today).to_key());
    let to = end_of_prefix(&(warehouse, product).to_key());
    view.range(RESERVED, from, to, Direction::Forward, visit)
}

/// Returns what may be taken of a product in a warehouse on a day: on hand less what is held.
pub fn available(view: &View, at: (WarehouseId, ProductId), today: Day) -> Result<Quantity, Error> {
    let on_hand = view.get(BALANCE, &at)?.unwrap_or_default().on_hand;
    Ok(on_hand.checked_sub(held(view, at, today)?).unwrap_or(Quantity::ZERO))
}

/// Refuses what left less on hand than is held: it would have taken what is somebody else's.
pub fn refuse_below(view: &View, at: (WarehouseId, ProductId), today: Day) -> Result<(), No> {
    let on_hand = view.get(BALANCE, &at)?.unwrap_or_default().on_hand;
    let (mut sum, mut last) = (0_i64, None);
    each(view, at, today, |(.., document, _), quantity| {
        sum = sum.saturating_add(quantity.thousandths());
        last = Some(document);
        Ok(sum <= on_hand.thousandths())
    })?;
    let Some(document) = last.filter(|_| sum > on_hand.thousandths()) else { return Ok(()) };
    let product = view.need(PRODUCT, &at.1)?;
    let held = held(view, at, today)?;
    let what = [held.to_string(), product.unit, "of".to_owned(), product.name].join(" ").replace("  ", " ");
    Err(refused(view, document, what)?.into())
}

/// Says that something is held, by what, for whom and until when.
pub fn refused(view: &View, document: DocumentId, what: String) -> Result<Refused, Error> {
    let head = view.need(DOCUMENT, &document)?;
    let (number, whom) = (head.number.clone().unwrap_or_default(), whom(view, &head)?);
    let whom_for = if whom.is_empty() { String::new() } else { format!(" for {whom}") };
    let until = head.until.map_or_else(String::new, |until| format!(" until {until}"));
    let sentence = format!(
        "{what} is reserved: {number}{whom_for}{until}; close or cancel that {}, or take another",
        head.kind.word()
    );
    Ok(Refused::Reserved { what, document: number, client: whom, sentence })
}

/// Says that there is less than a line wants, of what is held for nobody.
pub fn shortage(view: &View, at: (WarehouseId, ProductId), line: &Line, today: Day) -> Result<Shortage, Error> {
    Ok(Shortage {
        line: line.number,
        product: line.product.name.clone(),
        unit: line.product.unit.clone(),
        place: view.need(WAREHOUSE, &at.0)?.name,
        on_hand: view.get(BALANCE, &at)?.unwrap_or_default().on_hand,
        reserved: held(view, at, today)?,
        wanted: line.line.quantity,
        day: today,
    })
}

/// Names whom a document holds its goods for: a client, or the warehouse they will go to; empty when nobody was named.
pub fn whom(view: &View, head: &Document) -> Result<String, Error> {
    Ok(match (head.client, head.to) {
        (Some(client), _) => view.need(CLIENT, &client)?.name,
        (None, Some(to)) => view.need(WAREHOUSE, &to)?.name,
        (None, None) => String::new(),
    })
}

/// Holds so much as a line wants; that it is there and free was seen to.
pub fn hold(
    tx: &mut Tables,
    (document, number): (DocumentId, LineNo),
    warehouse: WarehouseId,
    line: &MoveLine,
    until: Option<Day>,
) -> Result<(), Error> {
    let day = until.unwrap_or(FOREVER);
    tx.put(RESERVED, &(warehouse, line.product, day, document, number), &line.quantity)?;
    match until {
        Some(until) => tx.put(RUNS_OUT, &(until, document), &()),
        None => Ok(()),
    }
}

/// Lets go of the quantities a document holds; the units it names stay held.
pub fn let_go(tx: &mut Tables, id: DocumentId, document: &Document) -> Result<(), Error> {
    let day = document.until.unwrap_or(FOREVER);
    for (number, line) in drafts::lines(&tx.view(), id)? {
        tx.delete(RESERVED, &(document.warehouse, line.product, day, id, number))?;
    }
    tx.delete(RUNS_OUT, &(day, id))
}

/// Lets go of what ran out before today: its documents are expired from then on.
///
/// Whatever is written next does this first, so that the journal's entry of it, carried out once more, does the same.
pub fn sweep(tx: &mut Tables, cx: &Context) -> Result<(), No> {
    let Some(first) = runs_out_first(&tx.view())? else { return Ok(()) };
    let today = cx.today(&super::settings(&tx.view())?);
    if first >= today {
        return Ok(());
    }
    let mut over = Vec::new();
    let before = Bound::Excluded(today.to_key());
    tx.view().range(RUNS_OUT, Bound::Unbounded, before, Direction::Forward, |(_, document), ()| {
        over.push(document);
        Ok(true)
    })?;
    for id in over {
        let mut document = tx.need(DOCUMENT, &id)?;
        let_go(tx, id, &document)?;
        for (number, _) in drafts::lines(&tx.view(), id)? {
            for (_, picked) in units::of_line(&tx.view(), id, number)? {
                tx.delete(HELD, &picked.unit)?;
            }
        }
        document.state = DocumentState::Expired;
        tx.put(DOCUMENT, &id, &document)?;
    }
    Ok(())
}

/// Returns the day on which the next reservation runs out; `None` when none has a last day.
fn runs_out_first(view: &View) -> Result<Option<Day>, Error> {
    let mut first = None;
    view.range(RUNS_OUT, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |(day, _): (Day, DocumentId), ()| {
        first = Some(day);
        Ok(false)
    })?;
    Ok(first)
}
