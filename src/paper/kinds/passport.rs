//! The passport of a unit: what it is, where it came from and where it went, with a code that finds it again.

use super::Told;
use crate::messages::{PassportView, Standing};
use crate::paper::sheet::{Column, Fact, Row, Sheet, Table};

/// What is said of a warranty that there is none of.
const NONE: &str = "none";

pub(super) fn sheet(told: &Told, unit: &PassportView, blank: Sheet) -> Sheet {
    Sheet {
        title: "Passport",
        name: unit.serial.clone(),
        code: unit.serial.clone(),
        facts: facts(told, unit),
        tables: vec![movements(told, unit)],
        ..blank
    }
}

fn facts(told: &Told, unit: &PassportView) -> Vec<Fact> {
    let (place, of) = unit.place_in_lot;
    let number = unit.origin.as_ref().map(|origin| &origin.number).or(unit.posting_number.as_ref());
    let received = unit.received.map(|day| format!("{day} ")).unwrap_or_default();
    let mut facts = vec![
        ("Product", unit.name.clone()),
        ("Stands", stands(&unit.standing)),
        ("Further identifiers", unit.identifiers.join(", ")),
        ("Lot", format!("{}, unit {place} of {of}", unit.lot_label)),
        ("Was lot", unit.origin.as_ref().map(|origin| origin.label.clone()).unwrap_or_default()),
        ("Posted", format!("{received}{}", number.map_or("in a draft", String::as_str))),
        ("Supplier", unit.supplier.clone()),
        ("Invoice", unit.invoice.clone()),
    ];
    facts.extend(told.costs.then(|| ("Cost", told.money(unit.cost))));
    facts.extend([
        ("Supplier's warranty", warranty(unit.supplier_warranty, "posting")),
        ("Warranty to client", warranty(unit.client_warranty, "sale")),
        ("Client", unit.client.clone()),
        ("Batch", unit.batch.clone()),
        ("Expires", unit.expiry.map(|day| day.to_string()).unwrap_or_default()),
        ("Label as scanned", unit.scanned.clone().unwrap_or_default()),
    ]);
    facts
}

/// Returns where a unit is, without what a draft is about to do with it: a paper outlives drafts.
fn stands(standing: &Standing) -> String {
    let place = standing.place();
    match (standing, place) {
        (Standing::Reserved { document, .. }, place) => format!("{place}; reserved by {document}"),
        (_, Standing::InDraft { kind, .. }) => format!("in a draft {}", kind.word()),
        (_, Standing::Gone { how, to, document, date, .. }) => {
            let to = to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
            format!("{how} {document}{to} {date}")
        }
        (_, place) => place.to_string(),
    }
}

fn warranty(months: Option<(u16, Option<crate::domain::time::Day>)>, from: &str) -> String {
    match months {
        None | Some((0, _)) => NONE.to_owned(),
        Some((months, Some(until))) => format!("{months} months, until {until}"),
        Some((months, None)) => format!("{months} months from {from}"),
    }
}

fn movements(told: &Told, unit: &PassportView) -> Table {
    let column = |word, width| Column { word, width, right: false };
    let rows = unit.movements.rows.iter().map(|row| {
        let way = if row.from.is_empty() { row.to.clone() } else { format!("{} → {}", row.from, row.to) };
        let who = if row.desk.is_empty() { row.employee.clone() } else { format!("{}, {}", row.employee, row.desk) };
        let cells = vec![told.moment(row.at), row.number.clone(), way, who];
        Row { cells, below: row.note.clone(), serials: Vec::new() }
    });
    Table {
        heading: "Movements",
        columns: vec![column("When", 16), column("Document", 10), column("From → to", 0), column("Who", 18)],
        rows: rows.collect(),
        sums: Vec::new(),
        empty: "It has not moved yet.",
    }
}
