//! The head of a document that moves goods: which places it moves them between, when and why.

use super::{drafts, units};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::id::{ClientId, DocumentId, WarehouseId};
use crate::domain::place::Client;
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::time::Day;
use crate::messages::{MoveHeadEdit, No, Outcome, Refused, WholeMove};
use crate::ops::names::{find, folded, take};
use crate::ops::people::unknown;
use crate::ops::table::{may, not_permitted};
use crate::ops::{Context, blockers, draft, settings, wording};
use crate::store::tables::{CLIENT, CodeKind, Counter, DOCUMENT, Tables, View, WAREHOUSE};

/// Characters a client's name may have.
const LONGEST_NAME: usize = 100;
/// Characters a reason may have.
const LONGEST_REASON: usize = 200;
/// Characters a note may have.
const LONGEST_NOTE: usize = 1_000;

/// Returns the document as it begins, its places found and its date settled.
pub fn begin(tx: &mut Tables, cx: &Context, settings: &Settings, whole: &WholeMove) -> Result<Document, No> {
    let kind = whole.kind;
    let some = |text: &str| !text.trim().is_empty();
    let given = [whole.to.is_some(), whole.of.is_some(), some(&whole.client), some(&whole.reason), false];
    refuse_foreign(kind, given)?;
    let of = match whole.of {
        Some(of) => Some(tx.get(DOCUMENT, &of)?.ok_or_else(|| unknown("document", of.0))?),
        None if returns(kind) => return Err(of_which(kind).into()),
        None => None,
    };
    let warehouse = whole.warehouse.or(of.map(|of| comes_in_to(kind, &of)));
    let warehouse = warehouse.ok_or_else(|| Refused::BadField(format!("{} has a warehouse", kind.one())))?;
    let mut document = Document { date: whole.date, of: whole.of, ..draft::empty(kind, warehouse, cx) };
    document.note = wording::text("a note", &whole.note, LONGEST_NOTE)?;
    document.reason = wording::line("a reason", &whole.reason, LONGEST_REASON)?;
    document.client = client_named(tx, &whole.client)?;
    document.to = (kind == DocumentKind::Transfer).then(|| whole.to.unwrap_or(warehouse));
    settle(&tx.view(), cx, settings, document)
}

/// Returns a document as it may be posted now: its date settled, its places in use, everything said that it must say.
pub fn settle(view: &View, cx: &Context, settings: &Settings, mut document: Document) -> Result<Document, No> {
    let kind = document.kind;
    let today = cx.today(settings);
    let date = document.date.unwrap_or(today);
    may_have_date(view, cx, settings, date)?;
    if returns(kind) || document.of.is_some() {
        let of = document.of.ok_or_else(|| of_which(kind))?;
        let was = returned(view, kind, of, date)?;
        (document.client, document.supplier) = (was.client, was.supplier);
        let its = comes_in_to(kind, &was);
        if was.kind == DocumentKind::Transfer && its != document.warehouse {
            let name = view.need(WAREHOUSE, &its)?.name;
            let sentence = format!("{} of this transfer is for {name}: leave the warehouse out", kind.one());
            return Err(Refused::BadField(sentence).into());
        }
    }
    draft::in_use(view, document.warehouse)?;
    if kind == DocumentKind::WriteOff && document.reason.trim().is_empty() {
        return Err(Refused::BadField("nothing typed: a write-off has a reason".to_owned()).into());
    }
    if kind == DocumentKind::Transfer {
        let nowhere = || Refused::BadField("no warehouse is named: a transfer brings goods to one".to_owned());
        draft::in_use(view, document.to.ok_or_else(nowhere)?)?;
    }
    document.date = Some(date);
    Ok(document)
}

/// Refuses a date that a document cannot have, or that this employee may not give it.
pub fn may_have_date(view: &View, cx: &Context, settings: &Settings, date: Day) -> Result<(), No> {
    let today = cx.today(settings);
    if let Some(refused) = blockers::date_refused(settings, today, date) {
        return Err(refused.into());
    }
    if date < today && !may(view, cx, Permission::BackDate)? {
        return Err(not_permitted(view, cx, "give a document a date in the past")?);
    }
    Ok(())
}

/// Changes the head of a draft. Units that it holds must fit what it says then, or nothing is changed.
pub fn edit(tx: &mut Tables, cx: &Context, draft: DocumentId, head: &MoveHeadEdit) -> Result<Outcome, No> {
    let mut document = drafts::open(&tx.view(), cx, draft)?;
    let settings = settings(&tx.view())?;
    let some = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let (to, of) = (head.to.flatten().is_some(), head.of.flatten().is_some());
    refuse_foreign(document.kind, [to, of, some(&head.client), some(&head.reason), head.until.flatten().is_some()])?;
    if let Some(note) = &head.note {
        document.note = wording::text("a note", note, LONGEST_NOTE)?;
    }
    if let Some(reason) = &head.reason {
        document.reason = wording::line("a reason", reason, LONGEST_REASON)?;
    }
    if let Some(client) = head.client.as_ref().filter(|_| !returns(document.kind)) {
        document.client = client_named(tx, client)?;
    }
    if let Some(until) = head.until {
        document.until = until_when(until, cx.today(&settings))?;
    }
    if let Some(date) = head.date {
        if let Some(date) = date {
            may_have_date(&tx.view(), cx, &settings, date)?;
        }
        document.date = date;
    }
    places(&tx.view(), cx, &settings, &mut document, head)?;
    tx.put(DOCUMENT, &draft, &document)?;
    let shelves = drafts::Shelves {
        from: head.warehouse.is_some(),
        to: head.to.is_some() || (head.warehouse.is_some() && document.kind == DocumentKind::ClientReturn),
    };
    drafts::drop_shelves(tx, draft, shelves)?;
    if head.warehouse.is_some() || head.of.is_some() || head.date.is_some() {
        drafts::still_fit(&tx.view(), cx, &settings, &units::By { id: draft, document: &document })?;
    }
    Ok(Outcome::Done)
}

/// Sets the places a document moves goods between, and what it returns.
fn places(
    view: &View,
    cx: &Context,
    settings: &Settings,
    document: &mut Document,
    head: &MoveHeadEdit,
) -> Result<(), No> {
    if let Some(warehouse) = head.warehouse {
        draft::in_use(view, warehouse)?;
        document.warehouse = warehouse;
    }
    if let Some(to) = head.to {
        if let Some(to) = to {
            draft::in_use(view, to)?;
        }
        document.to = to;
    }
    if let Some(of) = head.of {
        set_of(view, document, of, cx.today(settings))?;
    }
    Ok(())
}

/// Says of which document goods come back, or that it is not known yet.
pub fn set_of(view: &View, document: &mut Document, of: Option<DocumentId>, today: Day) -> Result<(), No> {
    let was = of.map(|of| returned(view, document.kind, of, document.date.unwrap_or(today))).transpose()?;
    document.of = of;
    if let Some(transfer) = was.as_ref().filter(|was| was.kind == DocumentKind::Transfer) {
        document.warehouse = comes_in_to(document.kind, transfer);
    }
    if returns(document.kind) {
        (document.client, document.supplier) = was.map_or((None, None), |was| (was.client, was.supplier));
    }
    Ok(())
}

fn until_when(until: Option<Day>, today: Day) -> Result<Option<Day>, Refused> {
    match until.filter(|until| *until < today) {
        Some(over) => Err(Refused::BadDate(format!("{over} is over: an order is held until today or a day to come"))),
        None => Ok(until),
    }
}

/// Returns the warehouse a document of another is for: a receipt, the one its transfer goes to; else the one it left.
fn comes_in_to(kind: DocumentKind, of: &Document) -> WarehouseId {
    if kind == DocumentKind::Receipt { of.to.unwrap_or(of.warehouse) } else { of.warehouse }
}

/// Tells whether a kind of document brings back, or on, what another moved.
pub const fn returns(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::ClientReturn | DocumentKind::SupplierReturn | DocumentKind::Receipt | DocumentKind::SendBack
    )
}

/// What only some kinds of documents say, and which.
const FIELDS: [(&str, &[DocumentKind]); 5] = [
    ("a destination", &[DocumentKind::Transfer]),
    (
        "a document it is of",
        &[
            DocumentKind::ClientReturn,
            DocumentKind::SupplierReturn,
            DocumentKind::Receipt,
            DocumentKind::SendBack,
            DocumentKind::WriteOff,
        ],
    ),
    ("a client", &[DocumentKind::Sale, DocumentKind::Order]),
    ("a reason", &[DocumentKind::WriteOff]),
    ("a last day", &[DocumentKind::Order, DocumentKind::Transfer]),
];

/// Refuses what a kind of document does not have; each of [`FIELDS`] was given or not.
fn refuse_foreign(kind: DocumentKind, given: [bool; 5]) -> Result<(), Refused> {
    for ((what, kinds), given) in FIELDS.iter().zip(given) {
        if given && !kinds.contains(&kind) {
            return Err(Refused::BadField(format!("{what} is given: {} has none; leave it out", kind.one())));
        }
    }
    Ok(())
}

/// Asks of which document goods come back.
fn of_which(kind: DocumentKind) -> Refused {
    let what = match kind {
        DocumentKind::ClientReturn => "sale",
        DocumentKind::SupplierReturn => "posting",
        _ => "transfer",
    };
    Refused::BadField(format!("{} says of which {what}: nothing was named", kind.one()))
}

/// Returns the document whose goods come back or arrive: a closed sale or order, a posting, a transfer of which something
/// is in transit; nothing is dated before it.
pub fn returned(view: &View, kind: DocumentKind, of: DocumentId, date: Day) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &of)?.ok_or_else(|| unknown("document", of.0))?;
    let (wanted, state, how) = match kind {
        DocumentKind::ClientReturn => (DocumentKind::Sale, DocumentState::Posted, "in force"),
        DocumentKind::SupplierReturn => (DocumentKind::Posting, DocumentState::Posted, "in force"),
        _ => (DocumentKind::Transfer, DocumentState::InTransit, "of which something is in transit"),
    };
    let number = document.number.clone().unwrap_or_default();
    let fits = document.kind == wanted || (wanted == DocumentKind::Sale && document.kind == DocumentKind::Order);
    if !fits {
        return Err(Refused::WrongState {
            document: number,
            state: document.kind.one(),
            wanted: format!("{} is of {}", kind.one(), wanted.one()),
        }
        .into());
    }
    if document.state != state {
        let sentence = format!("{} is of {} {how}", kind.one(), wanted.one());
        return Err(draft::wrong_state(&document, &sentence).into());
    }
    if let Some(was) = document.date.filter(|was| date < *was) {
        let sentence = format!("{date} is before {number} of {was}: nothing comes back before it left");
        return Err(Refused::BadDate(sentence).into());
    }
    Ok(document)
}

/// Returns the client of a name, made on first use; none for an empty name.
pub fn client_named(tx: &mut Tables, name: &str) -> Result<Option<ClientId>, No> {
    let name = wording::line("a client's name", name, LONGEST_NAME)?;
    let code = folded(&name);
    if code.is_empty() {
        return Ok(None);
    }
    if let Some(id) = find(&tx.view(), CodeKind::ClientName, &code)? {
        let id = ClientId(id);
        if tx.need(CLIENT, &id)?.archived {
            let sentence = format!("{} is archived: choose another client, or show it again", shown(&name));
            return Err(Refused::BadField(sentence).into());
        }
        return Ok(Some(id));
    }
    let id = ClientId(tx.next(Counter::Client)?);
    take(tx, CodeKind::ClientName, &code, id.0, |_, _| {
        Ok(Refused::Exists { what: "client".to_owned(), value: name.clone(), owner: name.clone() })
    })?;
    tx.put(CLIENT, &id, &Client { name, archived: false })?;
    Ok(Some(id))
}
