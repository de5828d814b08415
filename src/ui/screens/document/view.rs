//! How a document is laid out.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::messages::DocumentView;
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::Here;
use crate::ui::screens::documents;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};
use crate::ui::widgets::tabs;

/// A fact: its name, its value, and how it is shown.
type Fact = (&'static str, String, Role);

/// Draws the head, and the lines below it; where there is little room, one of the two.
pub(super) fn draw(page: &mut Page<'_>, view: &DocumentView, walk: &Walk, head: Option<&Walk>) {
    if page.layout == Layout::Wide {
        let rows = facts(page, view);
        page.rule(rows);
        return page.below(rows + 1, 0, |page| lines(page, view, walk));
    }
    tabs::view(page, 0, &["Lines", "Head"], usize::from(head.is_some()));
    page.below(1, 0, |page| match head {
        Some(head) => scrolled(page, view, head),
        None => lines(page, view, walk),
    });
}

/// Draws what is known of the document, two facts a row, and returns the rows taken.
pub(in crate::ui::screens) fn facts(page: &mut Page<'_>, view: &DocumentView) -> u16 {
    let middle = page.width() / 2;
    let mut y = 0;
    for pair in short(view, page.here).chunks(2) {
        for ((name, value, role), x) in pair.iter().zip([1, middle]) {
            page.put_within(x, y, 13, name, Role::Heading);
            let room = if x == 1 { middle.saturating_sub(15) } else { page.width() };
            page.put_within(x + 13, y, room, if value.is_empty() { "–" } else { value }, *role);
        }
        y += 1;
    }
    for (name, value, role) in long(view, page.here) {
        page.put(1, y, name, Role::Heading);
        page.put(14, y, &value, role);
        y += 1;
    }
    y
}

/// Returns how many facts there are to scroll through.
pub(super) fn count(view: &DocumentView, here: &Here) -> usize {
    short(view, here).len() + long(view, here).len()
}

/// Draws the facts one a line, the page of them that holds the walk.
fn scrolled(page: &mut Page<'_>, view: &DocumentView, head: &Walk) {
    let left = u16::from(page.layout > Layout::Gun);
    let room = usize::from(page.height()).max(1);
    let chosen = head.selected().unwrap_or(0);
    let top = chosen / room * room;
    let facts = short(view, page.here).into_iter().chain(long(view, page.here));
    for (y, (name, value, role)) in (0..page.height()).zip(facts.skip(top)) {
        if top + usize::from(y) == chosen {
            page.set_cursor(left, y);
        }
        page.labelled(left, y, name, &value, role);
    }
}

fn short(view: &DocumentView, here: &Here) -> Vec<Fact> {
    let row = &view.row;
    let plain = |name, value: String| (name, value, Role::Text);
    let undone = if row.state == DocumentState::Cancelled { " ✖" } else { "" };
    let mut facts = vec![
        plain(if row.from.is_empty() { "To" } else { "From → to" }, way(view)),
        ("State", format!("{}{undone}", row.state.word()), documents::role(row.state)),
        plain("Date", row.date.to_string()),
        plain("Invoice", row.invoice.clone()),
        plain("Quantity", row.quantity.to_string()),
        ("Total", text::money(row.total, &here.currency), Role::Strong),
    ];
    facts.extend(view.of.as_ref().map(|number| plain("Returns", number.clone())));
    facts.extend((!view.reason.is_empty()).then(|| plain("Reason", view.reason.clone())));
    facts.extend(view.reopened_from.as_ref().map(|number| plain("Reopened from", number.clone())));
    facts
}

/// Returns the facts that take a row each.
fn long(view: &DocumentView, here: &Here) -> Vec<Fact> {
    let stamped = |(at, employee, desk): &(_, String, String)| format!("{} {employee}, {desk}", here.stamp(*at));
    let mut facts = Vec::new();
    facts.extend(view.posted.as_ref().map(|stamp| ("Posted", stamped(stamp), Role::Text)));
    facts.extend(view.cancelled.as_ref().map(|stamp| ("Cancelled", stamped(stamp), Role::Text)));
    facts.extend((!view.note.is_empty()).then(|| ("Note", view.note.clone(), Role::Text)));
    facts
}

fn way(view: &DocumentView) -> String {
    match (view.row.from.as_str(), view.row.to.as_str()) {
        ("", to) => to.to_owned(),
        (from, to) => format!("{from} → {to}"),
    }
}

fn lines(page: &mut Page<'_>, view: &DocumentView, walk: &Walk) {
    let columns = [
        Column::fill("Product", 14),
        Column::fixed("", 2).drop(5),
        Column::fixed("Qty", 8).right(),
        Column::fixed("Left", 7).right().drop(1),
        Column::fixed("Total", 11).right().drop(2),
        Column::fixed("Warranty", 8).drop(3),
        Column::fixed("Bin", 6).drop(6),
        Column::fixed("Batch", 10).drop(8),
        Column::fixed("Expires", 10).drop(9),
        Column::fixed("Damaged", 7).right().drop(7),
    ];
    let of_posting = view.row.kind == DocumentKind::Posting;
    Table::new(&columns).empty("It has no lines.").view(page, walk, |at| {
        let Some(line) = view.lines.get(at) else { return Vec::new() };
        let damaged = if line.damaged.is_zero() { String::new() } else { line.damaged.to_string() };
        vec![
            Cell::text(format!("{} {}", line.line, line.name)),
            Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
            Cell::text(text::quantity(line.quantity, &line.unit)),
            if of_posting { Cell::text(line.left.to_string()) } else { Cell::none() },
            Cell::text(text::amount(line.cost)),
            line.warranty.map_or_else(Cell::none, |months| Cell::text(format!("{months} mo"))),
            line.bin.as_deref().map_or_else(Cell::none, Cell::text),
            Cell::text(line.batch.as_str()),
            line.expiry.map_or_else(Cell::none, |day| Cell::text(day.to_string())),
            Cell::role(damaged, Role::Warn),
        ]
    });
}
