//! The journal, newest first: who decided what, where and when, in a sentence, with the chain's head after it.
//!
//! What a command names is read off its own fields, whatever command it is: a new one is told without a line here.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::domain::document::Document;
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, EmployeeId, ProductId, WarehouseId};
use crate::domain::serial::Matching;
use crate::domain::time::Moment;
use crate::messages::{Command, CommandId, Cursor, JournalFilter, JournalRow, No, Page, Refused};
use crate::ops::table::allows;
use crate::ops::{claims, row};
use crate::store::engine::{Direction, Error};
use crate::store::journal::{Block, Entry, Head};
use crate::store::tables::{DOCUMENT, EMPLOYEE, JOURNAL, PRODUCT, View, WAREHOUSE};

use super::named::{self, Called};
use super::paging::{Filling, backward, place};
use crate::store::codec::Key;

/// Entries that one page looks at.
const MOST_LOOKED_AT: usize = 2_000;
/// Names and texts that a sentence spells out.
const SPELLED: usize = 4;

/// Returns entries of the journal, newest first; refused to who may not read it.
pub fn answer(
    view: &View,
    now: Moment,
    employee: Option<EmployeeId>,
    filter: &JournalFilter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<JournalRow>, No> {
    if let Some(employee) = employee
        && !allows(view, employee, Permission::ViewJournal)?
    {
        let employee = view.get(EMPLOYEE, &employee)?.map_or_else(String::new, |employee| employee.name);
        return Err(Refused::NotPermitted { employee, what: "read the journal".to_owned() }.into());
    }
    let before: Option<u64> = place(after)?;
    let document = filter.document.map(|id| view.get(DOCUMENT, &id)).transpose()?.flatten();
    let mut list = List { filter, document, called: Called::new(*view, now), filling: Filling::new(limit) };
    let (mut looked_at, mut cut) = (0, None);
    // The block that holds the entry a page ended at begins at or before it.
    let (from, to) = backward(Vec::new(), before.map(|before| before.to_key()));
    view.range(JOURNAL, from, to, Direction::Backward, |first, block: Block| {
        let mut links = Vec::new();
        let unreadable = |why| Error::Record { table: JOURNAL.name().to_owned(), why };
        block.links(first, |link| links.push((link.entry, link.head))).map_err(unreadable)?;
        for (entry, head) in links.into_iter().rev().filter(|(entry, _)| before.is_none_or(|end| entry.sequence < end))
        {
            if looked_at == MOST_LOOKED_AT {
                cut = Some(entry.sequence + 1);
                return Ok(false);
            }
            looked_at += 1;
            if !list.offer(&entry, head)? {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    let mut page = list.filling.page();
    page.next = page.next.or(cut.map(|cut| Cursor(cut.to_key())));
    Ok(page)
}

struct List<'a> {
    filter: &'a JournalFilter,
    document: Option<Document>,
    called: Called<'a>,
    filling: Filling<JournalRow>,
}

impl List<'_> {
    /// Lists an entry if it is wanted; tells whether there was room.
    fn offer(&mut self, entry: &Entry, head: Head) -> Result<bool, Error> {
        let JournalFilter { employee, desk, document, product, serial, text } = self.filter;
        if employee.is_some_and(|employee| employee != entry.origin.employee)
            || desk.is_some_and(|desk| desk != entry.origin.desk)
        {
            return Ok(true);
        }
        let said = Said::of(&entry.command);
        let stamped = |document: &Document| {
            let stamps = [Some(document.opened), document.posted, document.cancelled];
            stamps.into_iter().flatten().any(|stamp| stamp.at == entry.at && stamp.desk == entry.origin.desk)
        };
        if document.is_some_and(|id| !said.documents.contains(&id)) && !self.document.as_ref().is_some_and(stamped) {
            return Ok(true);
        }
        if product.is_some_and(|product| !said.products.contains(&product)) {
            return Ok(true);
        }
        if !serial.trim().is_empty() {
            let wanted = claims::key_of(serial.trim(), Matching::Loose);
            if !said.serials.iter().any(|one| claims::key_of(one, Matching::Loose) == wanted) {
                return Ok(true);
            }
        }
        let what = sentence(&self.called.view(), &entry.command, &said)?;
        if !what.to_lowercase().contains(text.trim().to_lowercase().as_str()) {
            return Ok(true);
        }
        if !self.filling.room() {
            return Ok(false);
        }
        let row = JournalRow {
            sequence: entry.sequence,
            at: entry.at,
            employee: self.called.employee(entry.origin.employee)?,
            desk: self.called.desk(entry.origin.desk)?,
            what,
            id: match &entry.id {
                CommandId::Desk(desk, n) => format!("{n} of {}", self.called.desk(*desk)?),
                CommandId::Given(id) => id.clone(),
            },
            head,
            documents: said.documents,
            serial: said.serials.into_iter().next(),
            products: said.products,
        };
        self.filling.push(entry.sequence.to_key(), row);
        Ok(true)
    }
}

/// Says what was decided, with the names of what it names.
pub fn told(view: &View, command: &Command) -> Result<String, Error> {
    sentence(view, command, &Said::of(command))
}

fn sentence(view: &View, command: &Command, said: &Said) -> Result<String, Error> {
    let mut parts: Vec<String> = said.serials.iter().take(SPELLED).cloned().collect();
    if said.serials.len() > SPELLED {
        parts.push(format!("{} serials in all", said.serials.len()));
    }
    for id in said.documents.iter().take(SPELLED) {
        parts.push(match view.get(DOCUMENT, id)? {
            Some(Document { number: Some(number), .. }) => number,
            Some(document) => {
                format!("draft {} of {}", id.0, document.opened.at.utc().format("%Y-%m-%d %H:%M UTC"))
            }
            None => format!("document {}", id.0),
        });
    }
    for id in said.products.iter().take(SPELLED) {
        parts.extend(view.get(PRODUCT, id)?.map(|product| product.name));
    }
    for id in said.warehouses.iter().take(SPELLED) {
        parts.extend(view.get(WAREHOUSE, id)?.map(|warehouse| warehouse.name));
    }
    for id in said.employees.iter().take(SPELLED) {
        parts.push(named::employee(view, *id)?);
    }
    parts.extend(said.words.iter().take(SPELLED).cloned());
    let name = match command {
        Command::Undo { by, .. } => format!("{} by “{}”", row(command).name, row(by).name),
        command => row(command).name.to_owned(),
    };
    Ok(if parts.is_empty() { name } else { format!("{name}: {}", parts.join(", ")) })
}

/// What a command names.
#[derive(Default)]
struct Said {
    documents: Vec<DocumentId>,
    products: Vec<ProductId>,
    warehouses: BTreeSet<WarehouseId>,
    employees: Vec<EmployeeId>,
    serials: Vec<String>,
    /// Names and free texts.
    words: Vec<String>,
}

impl Said {
    fn of(command: &Command) -> Said {
        let mut said = Said::default();
        // A command that is no JSON names nothing: none is.
        if let Ok(json) = serde_json::to_value(command) {
            said.read("", &json);
        }
        match command {
            Command::EditProduct { id, .. } => said.products.push(*id),
            Command::HandOver { to, .. } => {
                said.warehouses.clear();
                said.employees.push(*to);
            }
            _ => {}
        }
        said
    }

    fn read(&mut self, field: &str, json: &Json) {
        match json {
            Json::Object(fields) => fields.iter().for_each(|(field, json)| self.read(field, json)),
            Json::Array(all) => all.iter().for_each(|json| self.read(field, json)),
            Json::Number(number) => self.number(field, number.as_u64().unwrap_or_default()),
            Json::String(text) if !text.trim().is_empty() => self.text(field, text),
            _ => {}
        }
    }

    fn number(&mut self, field: &str, id: u64) {
        match field {
            "draft" | "document" | "of" | "stocktake" | "transfer" | "CancelDocument"
                if !self.documents.contains(&DocumentId(id)) =>
            {
                self.documents.push(DocumentId(id));
            }
            "employee" | "badge_of" => self.employees.push(EmployeeId(id)),
            "product" if !self.products.contains(&ProductId(id)) => self.products.push(ProductId(id)),
            "warehouse" | "to" => {
                self.warehouses.insert(WarehouseId(id));
            }
            _ => {}
        }
    }

    fn text(&mut self, field: &str, text: &str) {
        match field {
            "serials" | "serial" | "Literal" | "key" | "raw" | "identifier" => self.serials.push(text.to_owned()),
            "name" | "text" | "printer" | "note" | "reason" | "supplier" | "client" | "invoice" | "code"
            | "employee" | "store" => {
                self.words.push(text.to_owned());
            }
            _ => {}
        }
    }
}
