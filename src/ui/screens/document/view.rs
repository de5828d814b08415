//! How a document is laid out.

use crate::domain::document::DocumentState;
use crate::messages::DocumentView;
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// Draws the head, and the lines below it.
pub(super) fn draw(page: &mut Page<'_>, view: &DocumentView, walk: &Walk) {
    let head = match page.layout {
        Layout::Wide => {
            let rows = facts(page, view);
            page.rule(rows);
            rows + 1
        }
        Layout::Medium => {
            let rows = few(page, view);
            page.rule(rows);
            rows + 1
        }
        Layout::Gun | Layout::TooSmall => 0,
    };
    page.below(head, 0, |page| lines(page, view, walk));
}

/// Draws what is known of the document, two facts a row, and returns the rows taken.
pub(in crate::ui::screens) fn facts(page: &mut Page<'_>, view: &DocumentView) -> u16 {
    let here = page.here;
    let row = &view.row;
    let plain = |name: &'static str, value: String| (name, value, Role::Text);
    let stamped = |(at, employee, desk): &(_, String, String)| format!("{} {employee}, {desk}", here.stamp(*at));
    let state = (
        "State",
        format!("{}{}", row.state.word(), if row.state == DocumentState::Cancelled { " ✖" } else { "" }),
        super::super::documents::role(row.state),
    );
    let mut facts = vec![
        plain(if row.from.is_empty() { "To" } else { "From → to" }, way(view)),
        state,
        plain("Date", row.date.to_string()),
        plain("Invoice", row.invoice.clone()),
        plain("Quantity", row.quantity.to_string()),
        ("Total", text::money(row.total, &here.currency), Role::Strong),
    ];
    facts.extend(view.reopened_from.as_ref().map(|number| plain("Reopened from", number.clone())));
    // These take a row each.
    let mut long = Vec::new();
    long.extend(view.posted.as_ref().map(|stamp| ("Posted", stamped(stamp))));
    long.extend(view.cancelled.as_ref().map(|stamp| ("Cancelled", stamped(stamp))));
    long.extend((!view.note.is_empty()).then(|| ("Note", view.note.clone())));
    let middle = page.width() / 2;
    let mut y = 0;
    for pair in facts.chunks(2) {
        for ((name, value, role), x) in pair.iter().zip([1, middle]) {
            page.put_within(x, y, 13, name, Role::Heading);
            let room = if x == 1 { middle.saturating_sub(15) } else { page.width() };
            page.put_within(x + 13, y, room, if value.is_empty() { "–" } else { value }, *role);
        }
        y += 1;
    }
    for (name, value) in long {
        page.put(1, y, name, Role::Heading);
        page.put(14, y, &value, Role::Text);
        y += 1;
    }
    y
}

fn way(view: &DocumentView) -> String {
    match (view.row.from.as_str(), view.row.to.as_str()) {
        ("", to) => to.to_owned(),
        (from, to) => format!("{from} → {to}"),
    }
}

/// The same in three rows.
fn few(page: &mut Page<'_>, view: &DocumentView) -> u16 {
    let row = &view.row;
    page.put(1, 0, &way(view), Role::Text);
    let state = page.put(1, 1, row.state.word(), super::super::documents::role(row.state));
    page.put(state + 1, 1, &format!("{} {}", row.date, row.invoice), Role::Text);
    page.put(1, 2, &text::money(row.total, &page.here.currency), Role::Strong);
    3
}

fn lines(page: &mut Page<'_>, view: &DocumentView, walk: &Walk) {
    let columns = [
        Column::fixed("Line", 4).right().drop(4),
        Column::fill("Product", 14),
        Column::fixed("", 2).drop(5),
        Column::fixed("Qty", 8).right(),
        Column::fixed("Left", 7).right().drop(1),
        Column::fixed("Cost", 11).right().drop(2),
        Column::fixed("Warranty", 8).drop(3),
        Column::fixed("Bin", 6).drop(6),
        Column::fixed("Batch", 10).drop(8),
        Column::fixed("Expires", 10).drop(9),
        Column::fixed("Damaged", 7).right().drop(7),
    ];
    Table::new(&columns).empty("It has no lines.").view(page, walk, |at| {
        let Some(line) = view.lines.get(at) else { return Vec::new() };
        let damaged = if line.damaged.is_zero() { String::new() } else { line.damaged.to_string() };
        vec![
            Cell::text(line.line.to_string()),
            Cell::text(line.name.as_str()),
            Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
            Cell::text(text::quantity(line.quantity, &line.unit)),
            Cell::text(line.left.to_string()),
            Cell::text(line.cost.to_string()),
            line.warranty.map_or_else(Cell::none, |months| Cell::text(format!("{months} mo"))),
            line.bin.as_deref().map_or_else(Cell::none, Cell::text),
            Cell::text(line.batch.as_str()),
            line.expiry.map_or_else(Cell::none, |day| Cell::text(day.to_string())),
            Cell::role(damaged, Role::Warn),
        ]
    });
}
