//! Orders, and transfers that are ready to ship: reserved, let go, closed or shipped.
//!
//! ```text
//!            reserve              close, ship
//!   draft ─────────────► reserved ───────────► posted, in transit
//!     ▲                   │    │
//!     └──── release ──────┘    └─ its last day is over ─► expired ── reserve again, release, cancel
//! ```
//!
//! What is reserved is a quantity, or the very units; which layers it is drawn from is settled only when it leaves. The
//! document belongs to all who may post its kind, not to its author alone.

use super::moving::lines::{self, Line};
use super::moving::units::By;
use super::moving::{drafts, head, post, units};
use super::people::unknown;
use super::table::{may, not_permitted};
use super::{Context, blockers, draft, held, reservations, series, settings, standing};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::id::DocumentId;
use crate::domain::movement::{Hold, MoveLine, Picked};
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::messages::{Blocker, No, Outcome, Pick, Refused, ReservedDocument, WholeReservation};
use crate::store::tables::{Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, LOT, MOVE_LINE, PICKED, Tables, View};

/// Tells whether documents of a kind can hold goods.
pub const fn holds(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Order | DocumentKind::Transfer)
}

/// Begins an order or a transfer and holds its goods: all of them or nothing.
pub fn reserve_whole(tx: &mut Tables, cx: &Context, wanted: &WholeReservation) -> Result<Outcome, No> {
    let whole = &wanted.whole;
    if !holds(whole.kind) {
        let sentence = format!("{} is not reserved: orders and transfers are", whole.kind.word());
        return Err(Refused::BadField(sentence).into());
    }
    allowed(&tx.view(), cx, whole.kind, "reserve")?;
    if whole.date.is_some() {
        let sentence = "a date is given: it has one when it leaves; say until when it is held";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    let settings = settings(&tx.view())?;
    let mut document = head::begin(tx, cx, &settings, whole)?;
    document.date = None;
    let given: Vec<_> = (1..).zip(whole.lines.iter().cloned()).collect();
    let lines = lines::read_held(&tx.view(), &settings, &document, &given)?;
    let id = DocumentId(tx.next(Counter::Document)?);
    for line in &lines {
        document.lines = line.number;
        keep(tx, cx, (id, &document), line)?;
    }
    tx.put(DRAFT, &id, &())?;
    hold(tx, cx, &settings, id, document, &lines, wanted.until)
}

/// Holds the goods of a draft, of a document that ran out, or until another day.
pub fn reserve(tx: &mut Tables, cx: &Context, id: DocumentId, until: Option<Day>) -> Result<Outcome, No> {
    let settings = settings(&tx.view())?;
    let mut document = open(&tx.view(), cx, id, "reserve")?;
    match document.state {
        DocumentState::Reserved => reservations::let_go(tx, id, &document)?,
        DocumentState::Draft => {}
        DocumentState::Expired => hold_again(tx, cx, id, true)?,
        _ => return Err(draft::wrong_state(&document, "only a draft is reserved, or what has run out").into()),
    }
    document.date = None;
    refuse_blocked(&tx.view(), &settings, id, &document, cx.today(&settings))?;
    let lines = lines::kept(&tx.view(), &settings, id)?;
    hold(tx, cx, &settings, id, document, &lines, until)
}

/// Refuses a draft that lacks something else than units, which may be named later.
fn refuse_blocked(view: &View, settings: &Settings, id: DocumentId, document: &Document, today: Day) -> Result<(), No> {
    let mut blockers = drafts::blocked(view, settings, document, &drafts::lines(view, id)?, today)?;
    blockers.retain(|blocker| !matches!(blocker, Blocker::Missing { .. }));
    if blockers.is_empty() { Ok(()) } else { Err(blockers::refused(blockers, None).into()) }
}

/// Holds the lines of a document, gives it its number, and keeps it as reserved.
fn hold(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    mut document: Document,
    lines: &[Line],
    until: Option<Day>,
) -> Result<Outcome, No> {
    let today = cx.today(settings);
    if let Some(over) = until.filter(|until| *until < today) {
        let sentence = format!("{over} is over: today is {today}; hold it until today or a day after");
        return Err(Refused::BadDate(sentence).into());
    }
    if document.kind == DocumentKind::Transfer && document.to == Some(document.warehouse) {
        let sentence = "from shelf to shelf nothing is shipped: post the transfer, which moves it at once";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    draft::in_use(&tx.view(), document.warehouse)?;
    let mut held = Vec::with_capacity(lines.len());
    let mut sum = Quantity::ZERO;
    for line in lines {
        units::choose(&tx.view(), cx.now, &By { id, document: &document }, line)?;
        units::refuse_promised(&tx.view(), &document, line, today)?;
        reservations::hold(tx, (id, line.number), document.warehouse, &line.line, until)?;
        held.push((line.product.name.clone(), line.line.quantity));
        let more = sum.checked_add(line.line.quantity);
        sum = more.ok_or_else(|| Refused::BadQuantity("the sum is more than can be kept".to_owned()))?;
    }
    let number = match document.number.take() {
        Some(number) => number,
        None => series::number(tx, id, document.kind, document.warehouse)?,
    };
    document.number = Some(number.clone());
    document.state = DocumentState::Reserved;
    document.until = until;
    document.reserved = Some(draft::stamp(cx));
    document.quantity = sum;
    tx.put(DOCUMENT, &id, &document)?;
    Ok(Outcome::Reserved(ReservedDocument { document: id, number, until, lines: held }))
}

/// Keeps a line and holds the units it names, before any of it moves.
fn keep(tx: &mut Tables, cx: &Context, (id, document): (DocumentId, &Document), line: &Line) -> Result<(), No> {
    units::choose(&tx.view(), cx.now, &By { id, document }, line)?;
    let picked = u32::try_from(line.units.len()).unwrap_or(u32::MAX);
    tx.put(MOVE_LINE, &(id, line.number), &MoveLine { picked, ..line.line.clone() })?;
    for (n, named) in (1..).zip(&line.units) {
        let life = standing::in_force(&tx.view(), &named.unit)?;
        let unit = (life.lot, life.slot);
        let from = units::stands_at(&tx.need(LOT, &life.lot)?, life);
        let picked = Picked { unit, from, stamp: draft::stamp(cx) };
        let hold = Hold { document: id, line: line.number, n };
        if let Some(other) = held::take(tx, hold, &picked)? {
            return Err(held::refused(&tx.view(), cx.now, &named.serial, &other, &named.unit)?.into());
        }
    }
    Ok(())
}

/// Holds the units again that a document names whose reservation ran out: all of them, or, as a draft, those that are
/// still there and free.
fn hold_again(tx: &mut Tables, cx: &Context, id: DocumentId, all: bool) -> Result<(), No> {
    let settings = settings(&tx.view())?;
    for mut line in lines::kept(&tx.view(), &settings, id)? {
        let rows = held::of_line(&tx.view(), id, line.number)?;
        for ((n, picked), named) in rows.into_iter().zip(&line.units) {
            let lot = tx.need(LOT, &picked.unit.0)?;
            let stands = named.unit.life(picked.unit.0, picked.unit.1).and_then(|life| units::stands_at(&lot, life));
            let hold = Hold { document: id, line: line.number, n };
            let other = held::by(&tx.view(), picked.unit)?;
            let free = other.is_none() && stands == picked.from;
            if let Some(other) = other.filter(|_| all) {
                return Err(held::refused(&tx.view(), cx.now, &named.serial, &other, &named.unit)?.into());
            }
            if free || all && stands.is_some() {
                held::take(tx, hold, &Picked { from: stands, ..picked })?;
            } else if all {
                let document = tx.need(DOCUMENT, &id)?;
                return Err(units::not_here(&tx.view(), cx.now, &document, &line, named)?);
            } else {
                tx.delete(PICKED, &(id, line.number, n))?;
                line.line.picked = line.line.picked.saturating_sub(1);
            }
        }
        tx.put(MOVE_LINE, &(id, line.number), &line.line)?;
    }
    Ok(())
}

/// Lets go of what a document holds: it is a draft again and keeps its number.
pub fn release(tx: &mut Tables, cx: &Context, id: DocumentId) -> Result<Outcome, No> {
    let mut document = open(&tx.view(), cx, id, "release")?;
    match document.state {
        DocumentState::Reserved => reservations::let_go(tx, id, &document)?,
        DocumentState::Expired => hold_again(tx, cx, id, false)?,
        _ => return Err(draft::wrong_state(&document, "only what is reserved is let go").into()),
    }
    document.state = DocumentState::Draft;
    document.quantity = Quantity::ZERO;
    let number = document.number.clone().unwrap_or_default();
    tx.put(DOCUMENT, &id, &document)?;
    Ok(Outcome::Released { number })
}

/// Closes a reserved order: its goods leave as by a sale, drawn now.
pub fn close(tx: &mut Tables, cx: &Context, id: DocumentId, date: Option<Day>, picks: &[Pick]) -> Result<Outcome, No> {
    leave(tx, cx, id, date, picks, (DocumentKind::Order, DocumentState::Posted))
}

/// Ships a reserved transfer: its goods leave the warehouse, drawn now, and are in transit.
pub fn ship(tx: &mut Tables, cx: &Context, id: DocumentId, date: Option<Day>, picks: &[Pick]) -> Result<Outcome, No> {
    leave(tx, cx, id, date, picks, (DocumentKind::Transfer, DocumentState::InTransit))
}

/// Lets what a document holds leave.
fn leave(
    tx: &mut Tables,
    cx: &Context,
    id: DocumentId,
    date: Option<Day>,
    picks: &[Pick],
    (kind, into): (DocumentKind, DocumentState),
) -> Result<Outcome, No> {
    let settings = settings(&tx.view())?;
    let today = cx.today(&settings);
    let (verb, wanted) = match kind {
        DocumentKind::Order => ("close", "only an order is closed"),
        _ => ("ship", "only a transfer is shipped"),
    };
    let mut document = open(&tx.view(), cx, id, verb)?;
    if document.kind != kind {
        return Err(draft::wrong_state(&document, wanted).into());
    }
    match document.state {
        DocumentState::Reserved => {}
        DocumentState::Expired => return Err(draft::wrong_state(&document, "reserve it again first").into()),
        _ => return Err(draft::wrong_state(&document, "reserve it first").into()),
    }
    let date = date.unwrap_or(today);
    if let Some(refused) = blockers::date_refused(&settings, today, date) {
        return Err(refused.into());
    }
    if date < today && !may(&tx.view(), cx, Permission::BackDate)? {
        return Err(not_permitted(&tx.view(), cx, "give a document a date in the past")?);
    }
    let mut lines = lines::kept(&tx.view(), &settings, id)?;
    lines::pick(&tx.view(), &settings, &mut lines, picks)?;
    reservations::let_go(tx, id, &document)?;
    for line in &lines {
        held::free_line(tx, id, line.number)?;
    }
    document.date = Some(date);
    document.state = into;
    tx.delete(DRAFT, &id)?;
    post::post(tx, cx, &settings, (id, document), lines)
}

/// Cancels what moved nothing yet: it lets go of what it holds; its number stays, and what was wanted.
pub fn call_off(tx: &mut Tables, cx: &Context, settings: &Settings, id: DocumentId) -> Result<Document, No> {
    let mut document = tx.need(DOCUMENT, &id)?;
    let today = cx.today(settings);
    if document.state == DocumentState::Reserved {
        reservations::let_go(tx, id, &document)?;
    }
    let mut wanted = Quantity::ZERO;
    for (number, mut line) in drafts::lines(&tx.view(), id)? {
        held::free_line(tx, id, number)?;
        line.picked = 0;
        tx.put(MOVE_LINE, &(id, number), &line)?;
        wanted = wanted.checked_add(line.quantity).unwrap_or(wanted);
    }
    document.quantity = wanted;
    document.date = Some(today);
    document.sequence = tx.next(Counter::Sequence)?;
    tx.put(DOCUMENT_DAY, &(today, document.sequence), &id.0)?;
    tx.delete(DRAFT, &id)?;
    Ok(document)
}

/// Returns an order or a transfer that has not left, for somebody who may post its kind.
fn open(view: &View, cx: &Context, id: DocumentId, verb: &str) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &id)?.ok_or_else(|| unknown("document", id.0))?;
    if !holds(document.kind) {
        let sentence = format!("only an order or a transfer can hold goods; this is a {}", document.kind.word());
        return Err(draft::wrong_state(&document, &sentence).into());
    }
    allowed(view, cx, document.kind, verb)?;
    if document.kind == DocumentKind::Transfer && document.state == DocumentState::Draft {
        draft::writable(view, cx, id)?;
    }
    Ok(document)
}

fn allowed(view: &View, cx: &Context, kind: DocumentKind, verb: &str) -> Result<(), No> {
    if may(view, cx, Permission::for_kind(kind).0)? {
        return Ok(());
    }
    let article = if kind == DocumentKind::Order { "an" } else { "a" };
    Err(not_permitted(view, cx, &format!("{verb} {article} {}", kind.word()))?)
}
