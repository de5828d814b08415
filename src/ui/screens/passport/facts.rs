//! What a passport says of a unit, as pairs of a name and a value.

use crate::messages::{PassportView, Standing};
use crate::ui::screen::Here;
use crate::ui::text;
use crate::ui::theme::Role;

/// A fact: its name, its value, and how it is shown.
pub(super) type Fact = (&'static str, String, Role);

/// Returns the word and mark of where a unit stands, and their role.
pub(in crate::ui::screens) fn standing(standing: &Standing) -> (String, Role) {
    match standing {
        Standing::InStock { .. } => ("IN STOCK ●".to_owned(), Role::Good),
        Standing::InDraft { .. } | Standing::Picked { .. } => ("IN DRAFT !".to_owned(), Role::Warn),
        Standing::Reserved { .. } => ("RESERVED !".to_owned(), Role::Warn),
        Standing::InTransit { .. } => ("IN TRANSIT →".to_owned(), Role::Warn),
        Standing::Gone { how, .. } => (format!("{} →", how.to_uppercase()), Role::Warn),
    }
}

/// Returns the place in words: `Main · bin A3`, `draft at desk 4 (Ben)`, `S-12 to Jane 2026-10-02`.
pub(super) fn place(standing: &Standing) -> String {
    match standing {
        Standing::InStock { warehouse, bin: Some(bin), .. } => format!("{warehouse} · bin {bin}"),
        Standing::InStock { warehouse, .. } => warehouse.clone(),
        Standing::InDraft { kind, desk, employee, .. } => format!("{} at {desk} ({employee})", kind.word()),
        Standing::Picked { stands, kind, desk, employee, .. } => {
            format!("{} · {} at {desk} ({employee})", place(stands), kind.word())
        }
        Standing::Reserved { stands, document, whom, until } => {
            let whom = if whom.is_empty() { String::new() } else { format!(" for {whom}") };
            let until = until.map_or_else(String::new, |until| format!(" until {until}"));
            format!("{} · {document}{whom}{until}", place(stands))
        }
        Standing::InTransit { document, to, since } => format!("{document} to {to} since {since}"),
        Standing::Gone { to: Some(to), document, date, .. } => format!("{document} to {to} {date}"),
        Standing::Gone { document, date, .. } => format!("{document} of {date}"),
    }
}

/// Returns the lot and the unit's place in it.
pub(super) fn lot(unit: &PassportView) -> String {
    let (place, of) = unit.place_in_lot;
    let was = unit.origin.as_ref().map_or_else(String::new, |origin| format!(" · was {}", origin.label));
    format!("lot {}{was} · unit {place} of {of}", unit.lot_label)
}

/// Returns the facts in pairs that belong side by side.
pub(super) fn pairs(unit: &PassportView, here: &Here) -> Vec<(Fact, Fact)> {
    let number = unit.origin.as_ref().map(|origin| &origin.number).or(unit.posting_number.as_ref());
    let posted = match (number, unit.received) {
        (Some(number), Some(day)) => format!("{day}  {number}"),
        (Some(number), None) => number.clone(),
        (None, _) => "in a draft".to_owned(),
    };
    let supplier = match (unit.supplier.as_str(), unit.invoice.as_str()) {
        (name, "") => name.to_owned(),
        ("", invoice) => format!("invoice {invoice}"),
        (name, invoice) => format!("{name} · invoice {invoice}"),
    };
    let plain = |name, value: String| (name, value, Role::Text);
    let mut pairs = vec![
        (plain("Posted", posted), plain("Supplier", supplier)),
        (plain("Cost", text::money(unit.cost, &here.currency)), supplier_warranty(unit, here.columns >= 100)),
        (plain("Client", unit.client.clone()), plain("Warranty to client", client_warranty(unit))),
    ];
    let expiry = unit.expiry.map_or(String::new(), |day| day.to_string());
    if !unit.batch.is_empty() || !expiry.is_empty() {
        let over = unit.expiry.is_some_and(|day| day < here.today);
        let (expiry, role) = if over { (format!("{expiry}: over"), Role::Warn) } else { (expiry, Role::Text) };
        pairs.push((plain("Batch", unit.batch.clone()), ("Expires", expiry, role)));
    }
    pairs
}

/// Returns the supplier's warranty; the days that are left where there is room for them.
fn supplier_warranty(unit: &PassportView, roomy: bool) -> Fact {
    let name = "Supplier's warranty";
    match (unit.supplier_warranty, unit.supplier_warranty_left) {
        (None | Some((0, _)), _) => (name, "none".to_owned(), Role::Text),
        (Some((months, Some(until))), Some(left)) if left < 0 => {
            (name, format!("{months} mo, over since {until}"), Role::Warn)
        }
        (Some((months, Some(until))), Some(left)) if roomy => {
            (name, format!("{months} mo, until {until} ({left} days)"), Role::Text)
        }
        (Some((months, Some(until))), _) => (name, format!("{months} mo, until {until}"), Role::Text),
        (Some((months, None)), _) => (name, format!("{months} mo"), Role::Text),
    }
}

fn client_warranty(unit: &PassportView) -> String {
    match unit.client_warranty {
        None | Some((0, _)) => "none".to_owned(),
        Some((months, None)) => format!("{months} mo from sale"),
        Some((months, Some(until))) => format!("{months} mo, until {until}"),
    }
}

/// Returns all of it one a line, for guns: the facts that say something.
pub(super) fn lines(unit: &PassportView, here: &Here) -> Vec<Fact> {
    let (word, role) = standing(&unit.standing);
    let mut lines = vec![("", word, role), ("", place(&unit.standing), Role::Text), ("", lot(unit), Role::Text)];
    lines.extend(unit.identifiers.iter().map(|also| ("also", also.clone(), Role::Text)));
    lines.extend(pairs(unit, here).into_iter().flat_map(|(left, right)| [left, right]));
    lines.retain(|(_, value, _)| !value.is_empty() && value != "none");
    lines
}
