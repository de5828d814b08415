//! Drafts: begun, changed, thrown away.

use super::names::{find, folded, take};
use super::people::unknown;
use super::{
    Context, blockers, claims, conversion, defects, handing, may, moving, not_permitted, pallets, settings, wording,
};
use crate::domain::document::{Document, DocumentKind, DocumentState, Line, Stamp};
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo, SupplierId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::place::{Supplier, Warehouse};
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{HeadEdit, No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    CodeKind, Counter, DOCUMENT, DRAFT, EMPLOYEE, EXPECTED, LINE, LOT, SUPPLIER, TRAY, Tables, View, WAREHOUSE,
};

/// Characters a supplier's name may have.
const LONGEST_NAME: usize = 100;
/// Characters an invoice number may have.
const LONGEST_INVOICE: usize = 60;
/// Characters a note may have.
const LONGEST_NOTE: usize = 1_000;

/// Begins a draft.
pub fn open(tx: &mut Tables, cx: &Context, kind: DocumentKind, warehouse: WarehouseId) -> Result<Outcome, No> {
    if kind != DocumentKind::Posting && !moving::moves(kind) {
        let sentence = format!("{} is not begun as a draft: postings, and what moves goods, are", kind.one());
        return Err(Refused::BadField(sentence).into());
    }
    may_write(&tx.view(), cx, kind)?;
    in_use(&tx.view(), warehouse)?;
    let document = empty(kind, warehouse, cx);
    Ok(Outcome::DraftOpened(begin(tx, &document)?))
}

/// Refuses drafts of a kind that this employee's role does not allow.
pub(super) fn may_write(view: &View, cx: &Context, kind: DocumentKind) -> Result<(), No> {
    let permission = match kind {
        DocumentKind::Posting => Permission::CreatePostings,
        kind => Permission::for_kind(kind).0,
    };
    if may(view, cx, permission)? {
        return Ok(());
    }
    Err(not_permitted(view, cx, &format!("work on {}", kind.one()))?)
}

/// Returns a document as it begins.
pub(super) fn empty(kind: DocumentKind, warehouse: WarehouseId, cx: &Context) -> Document {
    Document {
        kind,
        state: DocumentState::Draft,
        number: None,
        warehouse,
        supplier: None,
        client: None,
        invoice: String::new(),
        date: None,
        note: String::new(),
        opened: stamp(cx),
        posted: None,
        cancelled: None,
        reopened_from: None,
        lines: 0,
        tray_rows: 0,
        to_decide: 0,
        sequence: 0,
        quantity: Quantity::ZERO,
        total: Money::ZERO,
        to: None,
        of: None,
        reason: String::new(),
        until: None,
        shared: false,
        handed_to: None,
        links: Vec::new(),
        reserved: None,
        pallets: Vec::new(),
    }
}

/// Begins a draft that takes over head and line numbers of a document which was cancelled.
pub(super) fn begin_again(tx: &mut Tables, cx: &Context, of: DocumentId, was: &Document) -> Result<DocumentId, Error> {
    let document = Document {
        supplier: was.supplier,
        client: was.client,
        to: was.to,
        of: was.of,
        reason: was.reason.clone(),
        until: was.until,
        invoice: was.invoice.clone(),
        date: was.date,
        note: was.note.clone(),
        reopened_from: Some(of),
        lines: was.lines,
        ..empty(was.kind, was.warehouse, cx)
    };
    let id = begin(tx, &document)?;
    let mut document = document;
    pallets::carry(tx, id, &mut document, was.pallets.clone())?;
    tx.put(DOCUMENT, &id, &document)?;
    Ok(id)
}

/// Keeps a draft as it begins.
pub(super) fn begin(tx: &mut Tables, document: &Document) -> Result<DocumentId, Error> {
    let id = DocumentId(tx.next(Counter::Document)?);
    tx.put(DOCUMENT, &id, document)?;
    tx.put(DRAFT, &id, &())?;
    Ok(id)
}

/// Changes the head of a draft.
pub fn edit(tx: &mut Tables, cx: &Context, draft: DocumentId, head: &HeadEdit) -> Result<Outcome, No> {
    let mut document = posting(&tx.view(), cx, draft)?;
    if let Some(name) = &head.supplier {
        document.supplier = supplier_named(tx, name)?;
    }
    if let Some(invoice) = &head.invoice {
        document.invoice = invoice_number(invoice)?;
    }
    if let Some(note) = &head.note {
        document.note = wording::text("a note", note, LONGEST_NOTE)?;
    }
    if let Some(date) = head.date {
        let settings = settings(&tx.view())?;
        match date {
            // Who keeps a date that somebody else gave gives none.
            Some(date) if document.date == Some(date) => {
                if let Some(refused) = blockers::date_refused(&settings, cx.today(&settings), date) {
                    return Err(refused.into());
                }
            }
            Some(date) => moving::head::may_have_date(&tx.view(), cx, &settings, date)?,
            None => {}
        }
        document.date = date;
    }
    if let Some(warehouse) = head.warehouse.filter(|warehouse| *warehouse != document.warehouse) {
        document.warehouse = warehouse;
        send_elsewhere(tx, cx, draft, warehouse)?;
    }
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(Outcome::Done)
}

/// Sends a draft's goods to another warehouse: shelves are dropped, damaged goods go to its bin for defects.
fn send_elsewhere(tx: &mut Tables, cx: &Context, draft: DocumentId, warehouse: WarehouseId) -> Result<(), No> {
    in_use(&tx.view(), warehouse)?;
    let settings = settings(&tx.view())?;
    for (number, mut line) in lines(&tx.view(), draft)? {
        if line.damaged > Quantity::ZERO {
            let bin = defects::bin_of(tx, cx, warehouse)?;
            claims::put_damaged_in(tx, &settings, &line, bin)?;
        }
        line.bin = None;
        tx.put(LINE, &(draft, number), &line)?;
        let mut lot = tx.need(LOT, &line.lot)?;
        lot.warehouse = warehouse;
        tx.put(LOT, &line.lot, &lot)?;
    }
    Ok(())
}

/// Throws a draft away; its serials are free again.
pub fn delete(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<Outcome, No> {
    let kind = tx.get(DOCUMENT, &draft)?.map(|document| document.kind);
    let mut document = if kind == Some(DocumentKind::Conversion) {
        conversion::throw_away(tx, cx, draft)?;
        tx.need(DOCUMENT, &draft)?
    } else {
        writable(&tx.view(), cx, draft)?
    };
    if !document.is_everybodys() {
        handing::owned(&tx.view(), cx, draft, "throw away")?;
    }
    if document.number.is_some() {
        return Err(wrong_state(&document, "it has a number, which stays: cancel it instead").into());
    }
    for (number, line) in lines(&tx.view(), draft)? {
        drop_line(tx, draft, number, &line)?;
    }
    for (number, _) in moving::drafts::lines(&tx.view(), draft)? {
        moving::drafts::drop_line(tx, draft, number)?;
    }
    tx.clear(TRAY, &draft)?;
    pallets::carry(tx, draft, &mut document, Vec::new())?;
    document.state = DocumentState::Deleted;
    document.to_decide = 0;
    tx.put(DOCUMENT, &draft, &document)?;
    tx.delete(DRAFT, &draft)?;
    Ok(Outcome::Done)
}

/// Removes a line of a draft with all it holds; its serials are free again.
pub(super) fn drop_line(tx: &mut Tables, draft: DocumentId, number: LineNo, line: &Line) -> Result<(), No> {
    let settings = settings(&tx.view())?;
    claims::free_all(tx, &settings, line)?;
    tx.clear(EXPECTED, &(draft, number))?;
    tx.delete(LOT, &line.lot)?;
    tx.delete(LINE, &(draft, number))?;
    Ok(())
}

/// Returns a draft that this employee may change: their own, one that is shared, one of a kind that belongs to all.
pub fn writable(view: &View, cx: &Context, draft: DocumentId) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &draft)?.ok_or_else(|| unknown("draft", draft.0))?;
    may_write(view, cx, document.kind)?;
    if document.state != DocumentState::Draft {
        let wanted = match document.state {
            DocumentState::Posted => "only a draft can be changed; cancel it and reopen it as a draft",
            _ => "only a draft can be changed; begin another",
        };
        return Err(wrong_state(&document, wanted).into());
    }
    if document.kind == DocumentKind::Stocktake {
        let wanted = "it is counted, settled or thrown away as one".to_owned();
        return Err(Refused::WrongState { document: "this".to_owned(), state: "a stocktake".to_owned(), wanted }.into());
    }
    if document.kind == DocumentKind::Conversion {
        let sentence = "this is a conversion: it takes serials for what is on hand, and nothing else";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    if document.is_open_to(cx.employee) {
        return Ok(document);
    }
    let owner = view.get(EMPLOYEE, &document.owner())?.map_or_else(String::new, |owner| owner.name);
    Err(not_permitted(view, cx, &format!("change the draft of {owner}, which is not shared"))?)
}

/// Returns a draft of a posting that this employee may change.
pub fn posting(view: &View, cx: &Context, draft: DocumentId) -> Result<Document, No> {
    let document = writable(view, cx, draft)?;
    if document.kind == DocumentKind::Posting {
        return Ok(document);
    }
    let wanted = "goods are received by a posting: pick them into this one".to_owned();
    Err(Refused::WrongState { document: "this draft".to_owned(), state: document.kind.one(), wanted }.into())
}

/// Says that a document is not in the state that is needed.
pub(super) fn wrong_state(document: &Document, wanted: &str) -> Refused {
    Refused::WrongState {
        document: document.number.clone().unwrap_or_else(|| "this draft".to_owned()),
        state: document.state.word().to_owned(),
        wanted: wanted.to_owned(),
    }
}

/// Returns a line of a draft.
pub fn line(view: &View, draft: DocumentId, number: LineNo) -> Result<Line, No> {
    let line = view.get(LINE, &(draft, number))?;
    Ok(line.ok_or_else(|| unknown("line", u64::from(number)))?)
}

/// Returns the lines of a document by their numbers.
pub fn lines(view: &View, document: DocumentId) -> Result<Vec<(LineNo, Line)>, Error> {
    let mut lines = Vec::new();
    view.prefix(LINE, &document, Direction::Forward, |(_, number), line| {
        lines.push((number, line));
        Ok(true)
    })?;
    Ok(lines)
}

/// Returns who does something, where and when, as it is kept.
pub(super) const fn stamp(cx: &Context) -> Stamp {
    Stamp { at: cx.now, employee: cx.employee, desk: cx.desk }
}

/// Returns a warehouse that goods may be brought to.
pub(super) fn in_use(view: &View, warehouse: WarehouseId) -> Result<Warehouse, No> {
    let found = view.get(WAREHOUSE, &warehouse)?.ok_or_else(|| unknown("warehouse", warehouse.0))?;
    if found.archived {
        let sentence = format!("{} is archived: choose another warehouse, or show it again", found.name);
        return Err(Refused::BadField(sentence).into());
    }
    Ok(found)
}

/// Reads a supplier's invoice number.
pub(super) fn invoice_number(text: &str) -> Result<String, Refused> {
    wording::line("an invoice number", text, LONGEST_INVOICE)
}

/// Returns the supplier of a name, made on first use; none for an empty name.
pub(super) fn supplier_named(tx: &mut Tables, name: &str) -> Result<Option<SupplierId>, No> {
    let name = wording::line("a supplier's name", name, LONGEST_NAME)?;
    let code = folded(&name);
    if code.is_empty() {
        return Ok(None);
    }
    if let Some(id) = find(&tx.view(), CodeKind::SupplierName, &code)? {
        let id = SupplierId(id);
        if tx.need(SUPPLIER, &id)?.archived {
            let sentence = format!("{} is archived: choose another supplier, or show it again", shown(&name));
            return Err(Refused::BadField(sentence).into());
        }
        return Ok(Some(id));
    }
    let id = SupplierId(tx.next(Counter::Supplier)?);
    take(tx, CodeKind::SupplierName, &code, id.0, |_, _| {
        Ok(Refused::Exists { what: "supplier".to_owned(), value: name.clone(), owner: name.clone() })
    })?;
    tx.put(SUPPLIER, &id, &Supplier { name, archived: false })?;
    Ok(Some(id))
}
