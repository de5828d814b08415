//! What a passport says of a unit, as pairs of a name and a value.

use crate::domain::time::{Day, Moment};
use crate::domain::warranty;
use crate::messages::{PassportView, Standing};
use crate::ui::screen::Here;
use crate::ui::text;
use crate::ui::theme::Role;

/// A fact: its name, its value, and how it is shown.
pub(super) type Fact = (&'static str, String, Role);

/// Columns that a warranty's whole sentence takes.
const ROOMY: u16 = 64;

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
        (plain("Cost", here.money(unit.cost)), plain("Client", unit.client.clone())),
    ];
    let expiry = unit.expiry.map_or(String::new(), |day| day.to_string());
    if !unit.batch.is_empty() || !expiry.is_empty() {
        let over = unit.expiry.is_some_and(|day| day < here.today);
        let (expiry, role) = if over { (format!("{expiry}: over"), Role::Warn) } else { (expiry, Role::Text) };
        pairs.push((plain("Batch", unit.batch.clone()), ("Expires", expiry, role)));
    }
    pairs
}

/// Returns the supplier's warranty, which runs from the posting, and the client's, which runs from the sale.
pub(super) fn warranties(unit: &PassportView, here: &Here) -> [Fact; 2] {
    let none = || ("none".to_owned(), Role::Text);
    let (supplier, role) = match unit.supplier_warranty {
        None | Some((0, _)) => none(),
        Some((months, None)) => (format!("{months} mo from posting"), Role::Text),
        Some((_, Some(until))) => runs(until, here),
    };
    let (client, client_role) = match unit.client_warranty {
        None | Some((0, _)) => none(),
        Some((months, None)) if here.columns < ROOMY => (format!("{months} mo from sale"), Role::Text),
        Some((months, None)) => (format!("none until it is sold, then {months} mo"), Role::Text),
        Some((_, Some(until))) => runs(until, here),
    };
    [("Supplier's warranty", supplier, role), ("Warranty to client", client, client_role)]
}

/// Says whether a warranty runs, until when, and how many days are left where there is room for them.
fn runs(until: Day, here: &Here) -> (String, Role) {
    let roomy = here.columns >= ROOMY;
    match warranty::days_left(until, here.today) {
        left if left < 0 && roomy => (format!("warranty ended {until}"), Role::Warn),
        left if left < 0 => (format!("ended {until}"), Role::Warn),
        0 if roomy => (format!("in warranty until {until} (today)"), Role::Warn),
        1 if roomy => (format!("in warranty until {until} (1 day)"), Role::Text),
        left if roomy => (format!("in warranty until {until} ({left} days)"), Role::Text),
        _ => (format!("until {until}"), Role::Text),
    }
}

/// Returns when its label was printed: `printed 10:04 at dock-1, again 11:10`.
pub(super) fn label(unit: &PassportView, here: &Here) -> Option<Fact> {
    let prints = unit.prints.as_ref()?;
    let when = |at: Moment| if at.day(here.zone) == here.today { here.clock(at) } else { here.stamp(at) };
    let (first, desk) = &prints.first;
    let (last, other) = &prints.last;
    let again = match prints.times {
        0 | 1 => String::new(),
        times => {
            let at = if other == desk { String::new() } else { format!(" at {other}") };
            let often = if times > 2 { format!(", {times} times") } else { String::new() };
            format!(", again {}{at}{often}", when(*last))
        }
    };
    Some(("Label", format!("printed {} at {desk}{again}", when(*first)), Role::Text))
}

/// Returns all of it one a line, for guns: the facts that say something.
pub(super) fn lines(unit: &PassportView, here: &Here) -> Vec<Fact> {
    let (word, role) = standing(&unit.standing);
    let mut lines = vec![("", word, role), ("", place(&unit.standing), Role::Text), ("", lot(unit), Role::Text)];
    for (name, value, role) in warranties(unit, here) {
        // Name and value do not fit into the row of a gun.
        let above = (here.columns < 40 && value != "none").then(|| ("", name.to_owned(), Role::Heading));
        let name = if above.is_some() { "" } else { name };
        lines.extend(above.into_iter().chain([(name, value, role)]));
    }
    lines.extend(unit.identifiers.iter().map(|also| ("also", also.clone(), Role::Text)));
    lines.extend(unit.scanned.iter().map(|scanned| ("label", text::harmless(scanned).into_owned(), Role::Text)));
    lines.extend(label(unit, here));
    lines.extend(pairs(unit, here).into_iter().flat_map(|(left, right)| [left, right]));
    lines.retain(|(_, value, _)| !value.is_empty() && value != "none");
    lines
}
