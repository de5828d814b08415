//! The head of a document that moves goods: which places it moves them between, when and why.

use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::id::{ClientId, DocumentId, WarehouseId};
use crate::domain::place::Client;
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::time::Day;
use crate::messages::{No, Refused, WholeMove};
use crate::ops::names::{find, folded, take};
use crate::ops::people::unknown;
use crate::ops::table::{may, not_permitted};
use crate::ops::{Context, blockers, draft, wording};
use crate::store::tables::{CLIENT, CodeKind, Counter, DOCUMENT, Tables, View};

/// Characters a client's name may have.
const LONGEST_NAME: usize = 100;
/// Characters a reason may have.
const LONGEST_REASON: usize = 200;
/// Characters a note may have.
const LONGEST_NOTE: usize = 1_000;

/// Returns the document as it begins, its places found and its date settled.
pub fn begin(tx: &mut Tables, cx: &Context, settings: &Settings, whole: &WholeMove) -> Result<Document, No> {
    refuse_foreign_fields(whole)?;
    let today = cx.today(settings);
    let date = whole.date.unwrap_or(today);
    if let Some(refused) = blockers::date_refused(settings, today, date) {
        return Err(refused.into());
    }
    if date < today && !may(&tx.view(), cx, Permission::BackDate)? {
        return Err(not_permitted(&tx.view(), cx, "give a document a date in the past")?);
    }
    let returned = whole.of.map(|of| returned(&tx.view(), whole.kind, of, date)).transpose()?;
    let warehouse = whole.warehouse.or(returned.as_ref().map(|(_, returned)| returned.warehouse));
    let warehouse = warehouse.ok_or_else(|| Refused::BadField(format!("a {} has a warehouse", whole.kind.word())))?;
    draft::in_use(&tx.view(), warehouse)?;
    let mut document = Document { date: Some(date), ..draft::empty(whole.kind, warehouse, cx) };
    document.note = wording::text("a note", &whole.note, LONGEST_NOTE)?;
    document.reason = wording::line("a reason", &whole.reason, LONGEST_REASON)?;
    if whole.kind == DocumentKind::WriteOff && document.reason.trim().is_empty() {
        return Err(Refused::BadField("nothing typed: a write-off has a reason".to_owned()).into());
    }
    match returned {
        Some((of, was)) => {
            document.of = Some(of);
            (document.client, document.supplier) = (was.client, was.supplier);
        }
        None => document.client = client_named(tx, &whole.client)?,
    }
    if whole.kind == DocumentKind::Transfer {
        document.to = Some(destination(&tx.view(), warehouse, whole.to)?);
    }
    Ok(document)
}

/// Refuses what a kind of document does not have, and asks for what a return must name.
fn refuse_foreign_fields(whole: &WholeMove) -> Result<(), Refused> {
    let kind = whole.kind;
    let returns = matches!(kind, DocumentKind::ClientReturn | DocumentKind::SupplierReturn);
    let foreign = [
        ("a destination", whole.to.is_some(), kind == DocumentKind::Transfer),
        ("a document it returns", whole.of.is_some(), returns),
        ("a client", !whole.client.trim().is_empty(), kind == DocumentKind::Sale),
        ("a reason", !whole.reason.trim().is_empty(), kind == DocumentKind::WriteOff),
    ];
    for (what, given, has) in foreign {
        if given && !has {
            return Err(Refused::BadField(format!("{what} is given: a {} has none; leave it out", kind.word())));
        }
    }
    if returns && whole.of.is_none() {
        let what = if kind == DocumentKind::ClientReturn { "sale" } else { "posting" };
        return Err(Refused::BadField(format!("a {} says of which {what}: nothing was named", kind.word())));
    }
    Ok(())
}

/// Returns the document whose goods come back: a closed sale, or a posting; a return is never dated before it.
fn returned(view: &View, kind: DocumentKind, of: DocumentId, date: Day) -> Result<(DocumentId, Document), No> {
    let document = view.get(DOCUMENT, &of)?.ok_or_else(|| unknown("document", of.0))?;
    let wanted = if kind == DocumentKind::ClientReturn { DocumentKind::Sale } else { DocumentKind::Posting };
    let number = document.number.clone().unwrap_or_default();
    if document.kind != wanted {
        return Err(Refused::WrongState {
            document: number,
            state: format!("a {}", document.kind.word()),
            wanted: format!("a {} is of a {}", kind.word(), wanted.word()),
        }
        .into());
    }
    if document.state != DocumentState::Posted {
        let sentence = format!("a {} is of a {} in force", kind.word(), wanted.word());
        return Err(draft::wrong_state(&document, &sentence).into());
    }
    if let Some(was) = document.date.filter(|was| date < *was) {
        let sentence = format!("{date} is before {number} of {was}: nothing comes back before it left");
        return Err(Refused::BadDate(sentence).into());
    }
    Ok((of, document))
}

/// Returns the warehouse a transfer brings goods to.
fn destination(view: &View, from: WarehouseId, to: Option<WarehouseId>) -> Result<WarehouseId, No> {
    let to = to.unwrap_or(from);
    draft::in_use(view, to)?;
    Ok(to)
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
