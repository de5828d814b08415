//! How a document is laid out.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::money::Money;
use crate::messages::{CorrectedView, CorrectionRow, DocumentLine, DocumentView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::Here;
use crate::ui::screens::{documents, moving};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};
use crate::ui::widgets::tabs;

/// Corrections that are shown, the newest first; scripts get all of them.
const MOST_CORRECTIONS: usize = 4;

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
    let posting = row.kind == DocumentKind::Posting;
    let mut facts = vec![
        plain(if row.from.is_empty() { "To" } else { "From → to" }, way(view)),
        ("State", format!("{}{undone}{}", row.state.word(), super::onward::arrived(view)), documents::role(row.state)),
        plain("Date", row.date.to_string()),
    ];
    if matches!(row.state, DocumentState::Reserved | DocumentState::Expired) {
        let until = view.until.map_or_else(|| "it goes on or is released".to_owned(), |day| day.to_string());
        facts.push(plain("Held until", until));
    }
    facts.extend(posting.then(|| plain("Invoice", row.invoice.clone())));
    facts.push(plain("Quantity", row.quantity.to_string()));
    let cost = if posting { "Total" } else { "Cost" };
    facts.extend(here.may(Permission::SeeCosts).then(|| (cost, text::money(row.total, &here.currency), Role::Strong)));
    let now = total_now(view).filter(|_| here.may(Permission::SeeCosts));
    facts.extend(now.map(|sum| ("Corrected to", text::money(sum, &here.currency), Role::Strong)));
    facts.extend(sold_for(view).map(|sum| ("Sold for", text::money(sum, &here.currency), Role::Strong)));
    facts.extend(view.of.as_ref().map(|number| plain("Returns", number.clone())));
    facts.extend((!view.reason.is_empty()).then(|| plain("Reason", view.reason.clone())));
    let links: Vec<&str> = view.links.iter().filter_map(|link| link.number.as_deref()).collect();
    facts.extend((!links.is_empty()).then(|| plain("With", links.join(", "))));
    facts.extend((!view.pallets.is_empty()).then(|| plain("Pallets", view.pallets.join(", "))));
    facts.extend(view.reopened_from.as_ref().map(|number| plain("Reopened from", number.clone())));
    facts
}

/// Returns what all lines were sold for; `None` when none has a price.
fn sold_for(view: &DocumentView) -> Option<Money> {
    let priced = view.lines.iter().filter_map(|line| line.price?.checked_mul(line.quantity));
    priced.reduce(|sum, price| sum.checked_add(price).unwrap_or(sum))
}

/// Returns the facts that take a row each.
fn long(view: &DocumentView, here: &Here) -> Vec<Fact> {
    let stamped = |(at, employee, desk): &(_, String, String)| format!("{} {employee}, {desk}", here.stamp(*at));
    let mut facts = Vec::new();
    facts.extend(view.reserved.as_ref().map(|stamp| ("Reserved", stamped(stamp), Role::Text)));
    facts.extend(view.posted.as_ref().map(|stamp| ("Posted", stamped(stamp), Role::Text)));
    facts.extend(view.cancelled.as_ref().map(|stamp| ("Cancelled", stamped(stamp), Role::Text)));
    facts.extend(
        view.corrections.iter().rev().take(MOST_CORRECTIONS).map(|row| ("Corrected", corrected(row, here), Role::Text)),
    );
    facts.extend((!view.note.is_empty()).then(|| ("Note", view.note.clone(), Role::Text)));
    facts
}

/// Says what was corrected; amounts only to whom costs are shown.
fn corrected(row: &CorrectionRow, here: &Here) -> String {
    match row.what {
        CorrectedView::Cost { .. } if !here.may(Permission::SeeCosts) => {
            format!("{} line {} cost ({})", row.day, row.line, row.employee)
        }
        _ => format!("{} {row} ({})", row.day, row.employee),
    }
}

/// Returns what a posting's lines cost in total as far as is known now; `None` while that is what it says.
fn total_now(view: &DocumentView) -> Option<Money> {
    view.lines.iter().find(|line| line.corrected.is_some())?;
    view.lines.iter().map(|line| line.corrected.unwrap_or(line.cost)).sum()
}

fn way(view: &DocumentView) -> String {
    match (view.row.from.as_str(), view.row.to.as_str()) {
        ("", to) => to.to_owned(),
        (from, to) => format!("{from} → {to}"),
    }
}

fn lines(page: &mut Page<'_>, view: &DocumentView, walk: &Walk) {
    if view.row.kind != DocumentKind::Posting {
        return moved_lines(page, view, walk);
    }
    // A conversion is of several warehouses; all other documents say on top which they are of.
    let places = view.lines.iter().any(|line| line.warehouse != view.lines[0].warehouse);
    let columns = [
        Column::fill("Product", 14),
        Column::fixed("", 2).drop(5),
        Column::fixed("Qty", 8).right(),
        Column::fixed("Left", 7).right().drop(1),
        Column::fixed("Total", 11).right().drop(2),
        Column::fixed("Warranty", 8).drop(3),
        if places { Column::fixed("Where", 12).drop(4) } else { Column::fixed("Bin", 6).drop(6) },
        Column::fixed("Batch", 10).drop(8),
        Column::fixed("Expires", 10).drop(9),
        Column::fixed("Damaged", 7).right().drop(7),
    ];
    let here = page.here;
    Table::new(&columns).empty("It has no lines.").view(page, walk, |at| {
        let Some(line) = view.lines.get(at) else { return Vec::new() };
        let damaged = if line.damaged.is_zero() { String::new() } else { line.damaged.to_string() };
        vec![
            Cell::text(format!("{} {}", line.line, line.name)),
            Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
            Cell::text(text::quantity(line.quantity, &line.unit)),
            Cell::text(line.left.to_string()),
            Cell::text(here.amount(line.corrected.unwrap_or(line.cost))),
            line.warranty.map_or_else(Cell::none, |months| Cell::text(format!("{months} mo"))),
            match (places, line.bin.as_deref()) {
                (false, bin) => bin.map_or_else(Cell::none, Cell::text),
                (true, None) => Cell::text(line.warehouse.as_str()),
                (true, Some(bin)) => Cell::text(format!("{} {bin}", line.warehouse)),
            },
            Cell::text(line.batch.as_str()),
            line.expiry.map_or_else(Cell::none, |day| Cell::text(day.to_string())),
            Cell::role(damaged, Role::Warn),
        ]
    });
}

/// The lines of what left, moved or came back: what each took of which lot, from which shelf and to which.
fn moved_lines(page: &mut Page<'_>, view: &DocumentView, walk: &Walk) {
    let priced = view.lines.iter().any(|line| line.price.is_some());
    let shelves = view.lines.iter().any(|line| line.bin.is_some() || line.to_bin.is_some());
    let costs = page.here.may(Permission::SeeCosts);
    let places = view.lines.iter().any(|line| line.warehouse != view.lines[0].warehouse);
    let mut columns = vec![Column::fill("Product", 14), Column::fixed("", 2).drop(4), Column::fixed("Qty", 8).right()];
    columns.extend(priced.then(|| Column::fixed("Price", 10).right().drop(3)));
    columns.extend(costs.then(|| Column::fixed("Cost", 11).right().drop(2)));
    columns.extend(shelves.then(|| Column::fixed("Shelf", 10).drop(5)));
    let travels = view.row.state == DocumentState::InTransit;
    columns.extend(travels.then(|| Column::fixed("On its way", 10).right()));
    columns.push(Column::fill("Took", 12).drop(1));
    Table::new(&columns).empty("It has no lines.").view(page, walk, |at| {
        let Some(line) = view.lines.get(at) else { return Vec::new() };
        let place = if places { format!(" · {}", line.warehouse) } else { String::new() };
        let mut cells = vec![
            Cell::text(format!("{} {}{place}", line.line, line.name)),
            Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
            Cell::text(text::quantity(line.quantity, &line.unit)),
        ];
        cells.extend(priced.then(|| line.price.map_or_else(Cell::none, |price| Cell::text(text::amount(price)))));
        cells.extend(costs.then(|| Cell::text(text::amount(line.cost))));
        cells.extend(shelves.then(|| Cell::text(shelf(line))));
        cells.extend(travels.then(|| match line.in_transit {
            nothing if nothing.is_zero() => Cell::none(),
            much => Cell::role(text::quantity(much, &line.unit), Role::Warn),
        }));
        cells.push(Cell::role(moving::lots(&line.took), Role::Dim));
        cells
    });
}

/// Says from which shelf a line was taken and on which it was put: `A3 → B1`.
fn shelf(line: &DocumentLine) -> String {
    match (line.bin.as_deref(), line.to_bin.as_deref()) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (Some(from), None) => format!("{from} →"),
        (None, Some(to)) => format!("→ {to}"),
        (None, None) => String::new(),
    }
}
