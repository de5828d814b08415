//! Which paper is made of what: a file for each kind.
//!
//! A document's paper differs from others by its title, its own facts, its columns and who signs: a [`Kind`]. What all of
//! them say alike (who posted it, what was corrected, that it is void) is said here.

mod arrival;
mod client_return;
mod conversion;
mod count_sheet;
mod lines;
mod order;
mod passport;
mod posting;
mod sale;
mod stocktake;
mod supplier_return;
mod transfer;
mod write_off;

use chrono_tz::Tz;

use self::lines::LineColumn;
use super::sheet::{Fact, Sheet};
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::money::Money;
use crate::domain::text::hex;
use crate::domain::time::Moment;
use crate::messages::{DocumentView, PaperBody, PaperView, UnitRow};

/// How the paper of a kind of document differs from others.
struct Kind {
    /// What stands on top.
    title: fn(&DocumentView) -> &'static str,
    /// What it says of itself that others do not.
    facts: fn(&DocumentView) -> Vec<Fact>,
    /// What is said of each line, beside its product and its serials.
    columns: &'static [LineColumn],
    /// Who is to sign.
    signatures: &'static [&'static str],
}

const fn kind(of: DocumentKind) -> &'static Kind {
    match of {
        DocumentKind::Posting => &posting::KIND,
        DocumentKind::WriteOff => &write_off::KIND,
        DocumentKind::Sale => &sale::KIND,
        DocumentKind::Order => &order::KIND,
        DocumentKind::ClientReturn => &client_return::KIND,
        DocumentKind::SupplierReturn => &supplier_return::KIND,
        DocumentKind::Transfer => &transfer::KIND,
        DocumentKind::Receipt | DocumentKind::SendBack => &arrival::KIND,
        // A stocktake has no lines, and papers of its own.
        DocumentKind::Conversion | DocumentKind::Stocktake => &conversion::KIND,
    }
}

/// Makes the paper of what was asked for; `company` stands on top, else the store's name does.
pub fn of(view: &PaperView, company: &[String]) -> Sheet {
    let told = Told { tz: view.settings.tz(), currency: &view.settings.currency, costs: view.costs };
    let name = || vec![view.settings.store.clone()];
    let company: Vec<String> = company.iter().filter(|line| !line.trim().is_empty()).cloned().collect();
    let blank = Sheet {
        company: if company.is_empty() { name() } else { company },
        title: "",
        name: String::new(),
        code: String::new(),
        warning: None,
        facts: Vec::new(),
        tables: Vec::new(),
        signatures: &[],
        printed: told.moment(view.at),
        entries: view.entries,
        head: hex(&view.head),
    };
    let mut sheet = match &view.body {
        PaperBody::Passport(unit) => passport::sheet(&told, unit, blank),
        PaperBody::Document { document, units } => document_sheet(&told, document, units, blank),
        PaperBody::CountSheet { stocktake, goods } => count_sheet::sheet(&told, stocktake, goods, blank),
        PaperBody::Stocktake { stocktake, findings, counts } => {
            stocktake::sheet(&told, stocktake, findings, counts, blank)
        }
    };
    sheet.facts.retain(|(_, value)| !value.trim().is_empty());
    sheet
}

/// How things are told on a paper: in the store's zone and currency, with costs or without.
struct Told<'a> {
    tz: Tz,
    currency: &'a str,
    costs: bool,
}

impl Told<'_> {
    /// Returns an instant as the store's clocks show it.
    fn moment(&self, at: Moment) -> String {
        at.utc().with_timezone(&self.tz).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns when, who and where.
    fn stamp(&self, stamp: Option<&(Moment, String, String)>) -> String {
        stamp.map_or_else(String::new, |(at, employee, desk)| format!("{} {employee}, {desk}", self.moment(*at)))
    }

    fn money(&self, amount: Money) -> String {
        format!("{} {}", amount.grouped(), self.currency)
    }
}

/// Returns the name of a client or supplier; nothing where nobody was named.
fn party(name: &str) -> String {
    if matches!(name, "client" | "supplier") { String::new() } else { name.to_owned() }
}

/// Returns what a scan finds a document by: its number, or, while it has none, its place among all documents.
fn code(number: Option<&String>, id: DocumentId) -> String {
    number.cloned().unwrap_or_else(|| format!("DRAFT-{}", id.0))
}

fn document_sheet(told: &Told, document: &DocumentView, units: &[Vec<UnitRow>], blank: Sheet) -> Sheet {
    let row = &document.row;
    let kind = kind(row.kind);
    let name = code(row.number.as_ref(), row.id);
    let mut facts = (kind.facts)(document);
    facts.extend(stamps(told, document));
    Sheet {
        title: (kind.title)(document),
        code: name.clone(),
        name,
        warning: warning(told, document),
        facts,
        tables: vec![lines::table(told, document, units, kind.columns)],
        signatures: kind.signatures,
        ..blank
    }
}

/// Returns what is to be said first of a document that is not simply in force.
fn warning(told: &Told, document: &DocumentView) -> Option<String> {
    match document.row.state {
        DocumentState::Cancelled => Some(format!("VOID: cancelled {}", told.stamp(document.cancelled.as_ref()))),
        DocumentState::Expired => {
            document.until.map(|until| format!("EXPIRED: its goods were held until {until} and are not any more"))
        }
        _ => None,
    }
}

/// Returns what all documents say of themselves.
fn stamps(told: &Told, document: &DocumentView) -> Vec<Fact> {
    let numbers = document.links.iter().filter_map(|link| link.number.as_deref());
    let mut facts = vec![
        ("Reserved", told.stamp(document.reserved.as_ref())),
        ("Posted", told.stamp(document.posted.as_ref())),
        ("Together with", numbers.collect::<Vec<_>>().join(", ")),
        ("Reopened from", document.reopened_from.clone().unwrap_or_default()),
        ("Note", document.note.clone()),
    ];
    facts.extend(document.corrections.iter().map(|row| ("Corrected", format!("{} {row} ({})", row.day, row.employee))));
    facts
}
