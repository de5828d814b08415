//! How Home is laid out.

use ratatui::layout::Rect;

use crate::domain::document::{DocumentKind, DocumentState};
use crate::messages::{DocumentRow, HomeView};
use crate::ui::keymap::{self, Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::UNDERSTANDS;

/// Says what to do first in a store where nothing was done yet.
pub(super) fn fresh(page: &mut Page<'_>) {
    let steps = [
        (Action::GoReceive, "receive: scan a carton's barcode, name the product, scan its serials"),
        (Action::GoSettings, "settings: warehouses, bins, templates, this desk"),
        (Action::Help, "help: every key, and what the line understands"),
    ];
    let left = u16::from(page.layout > Layout::Gun);
    let room = usize::from(page.width().saturating_sub(left + 5));
    let gun = page.layout == Layout::Gun;
    page.put(left, 0, if gun { "Nothing here. First:" } else { "Nothing is here yet. First:" }, Role::Strong);
    let mut y = if page.layout == Layout::Wide { 2 } else { 1 };
    for (action, says) in steps {
        let says = if gun { says.split(':').next().unwrap_or(says) } else { says };
        let key = keymap::row(Scope::Home, action)
            .map_or(String::new(), |row| row.key_word(page.theme.twins, page.theme.ascii));
        let after = page.put(left, y, &key, Role::Key) + 1;
        let x = after.max(left + 4);
        for row in text::wrap(says, room.min(usize::from(page.width().saturating_sub(x)))) {
            page.put(x, y, &row, Role::Text);
            y += 1;
        }
    }
    page.set_cursor(left, 0);
}

/// Draws drafts, today and what is low; what the line understands where there is room.
pub(super) fn draw(page: &mut Page<'_>, home: &HomeView, walk: &Walk) {
    if page.layout == Layout::Gun {
        return gun(page, home, walk);
    }
    let helped = page.width() >= 120;
    let width = if helped { page.width() - 60 } else { page.width() };
    let height = page.height();
    page.within(Rect::new(0, 0, width, height), |page| left(page, home, walk));
    if helped {
        page.beside(Rect::new(width, 0, 60, height), understands);
    }
}

fn left(page: &mut Page<'_>, home: &HomeView, walk: &Walk) {
    let height = page.height();
    let help = if page.layout == Layout::Wide && page.width() < 120 { rows_of(UNDERSTANDS.len()) + 2 } else { 0 };
    let low = rows_of(home.below_minimum.len()).min(height / 3);
    let low = if low == 0 { 0 } else { low + 1 };
    let drafts_need = rows_of(home.drafts.len()).max(1) + 1;
    // The drafts have the first right to the room, then what is low, then the help.
    let drafts_room = drafts_need.min(height.saturating_sub(low + 1)).max(2);
    let (of_drafts, of_low) = split(walk, home.drafts.len(), home.below_minimum.len());
    page.within(Rect::new(0, 0, page.width(), drafts_room), |page| drafts(page, home, of_drafts));
    let mut y = drafts_room;
    if page.layout == Layout::Wide && height > drafts_room + low + 2 {
        y += 1;
    }
    arrived(page, y, home);
    y += 1;
    if low > 0 {
        page.within(Rect::new(0, y, page.width(), low), |page| below_minimum(page, home, of_low));
        y += low;
    }
    if help > 0 && height >= y + help {
        page.within(Rect::new(0, y + 1, page.width(), help), understands);
    }
}

fn rows_of(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX / 4)
}

/// Cuts the one walk into that of the drafts and that of what is low; the list that has not the selected row has none.
fn split(walk: &Walk, drafts: usize, low: usize) -> (Option<Walk>, Option<Walk>) {
    let at = walk.selected().unwrap_or(0);
    let make = |count, selected| {
        let mut walk = Walk::default();
        walk.count(count);
        walk.select(selected);
        walk
    };
    if at < drafts { (Some(make(drafts, at)), None) } else { (None, Some(make(low, at - drafts))) }
}

fn drafts(page: &mut Page<'_>, home: &HomeView, walk: Option<Walk>) {
    let columns = [
        Column::fixed("Drafts", if page.layout == Layout::Wide { 22 } else { 16 }),
        Column::fill("From → to", 12),
        Column::fixed("Qty", 6).right(),
        Column::fixed("Decide", 6).right().drop(1),
        Column::fixed("Who", 16).drop(2),
    ];
    if home.drafts.is_empty() {
        page.put(3, 0, "Drafts", Role::Heading);
        page.put(3, 1, "none: F3 begins a posting, Ctrl+N anything else", Role::Dim);
        return;
    }
    rows(page, &columns, home.drafts.len(), walk, |here, at| draft(here, &home.drafts[at]));
}

/// Draws a table of which another may hold the selected row.
fn rows<'r>(
    page: &mut Page<'_>,
    columns: &[Column],
    count: usize,
    walk: Option<Walk>,
    row: impl Fn(&crate::ui::screen::Here, usize) -> Vec<Cell<'r>>,
) {
    let here = page.here;
    let selected = walk.is_some();
    let mut shown = walk.unwrap_or_default();
    shown.count(count);
    let table = Table::new(columns);
    let table = if selected { table } else { table.glance() };
    table.view(page, &shown, |at| row(here, at));
}

fn draft<'r>(here: &crate::ui::screen::Here, row: &'r DocumentRow) -> Vec<Cell<'r>> {
    let began = if row.opened.day(here.zone) == here.today { here.clock(row.opened) } else { row.date.to_string() };
    let who = match (row.employee.as_str(), row.desk.as_str()) {
        (employee, "") => employee.to_owned(),
        (employee, desk) => format!("{employee}, {desk}"),
    };
    let from = match row.kind {
        DocumentKind::Posting if row.from.is_empty() => "no supplier yet",
        _ => &row.from,
    };
    let waits = if row.to_decide == 0 { String::new() } else { format!("{} !", row.to_decide) };
    let what = match &row.number {
        Some(number) if row.state != DocumentState::Draft => format!("{number} {}", row.state.word()),
        _ => format!("{} of {began}", row.kind.word()),
    };
    vec![
        Cell::text(what),
        Cell::text(format!("{from} → {}{}", row.to, if row.shared { " · shared" } else { "" })),
        Cell::text(row.quantity.to_string()),
        Cell::role(waits, Role::Warn),
        Cell::text(who),
    ]
}

fn arrived(page: &mut Page<'_>, y: u16, home: &HomeView) {
    let said = match home.arrived_postings {
        0 => "nothing yet".to_owned(),
        1 => format!("{} in 1 posting", home.arrived),
        postings => format!("{} in {postings} postings", home.arrived),
    };
    page.labelled(3, y, "Arrived today", &said, Role::Text);
}

fn below_minimum(page: &mut Page<'_>, home: &HomeView, walk: Option<Walk>) {
    let columns =
        [Column::fill("Below minimum", 16), Column::fixed("On hand", 10).right(), Column::fixed("Minimum", 10).right()];
    rows(page, &columns, home.below_minimum.len(), walk, |_, at| {
        let low = &home.below_minimum[at];
        vec![
            Cell::text(low.name.as_str()),
            Cell::role(low.on_hand.to_string(), Role::Warn),
            Cell::text(low.minimum.to_string()),
        ]
    });
}

fn understands(page: &mut Page<'_>) {
    page.put(3, 0, "The line understands", Role::Heading);
    let room = page.width().saturating_sub(23);
    let mut y = 1;
    for (what, does) in UNDERSTANDS {
        page.put(3, y, what, Role::Strong);
        let rows = if page.width() < 70 { text::wrap(does, usize::from(room)) } else { vec![(*does).to_owned()] };
        for row in rows {
            page.put(23, y, &row, Role::Dim);
            y += 1;
        }
    }
}

/// One thing a line: the drafts and what is low as a list, today last where there is room.
fn gun(page: &mut Page<'_>, home: &HomeView, walk: &Walk) {
    let here = page.here;
    if walk.is_empty() {
        page.put(0, 0, "No drafts.", Role::Text);
        page.put(0, 1, "Scan a unit, or F3", Role::Dim);
        page.put(0, 2, &format!("today {}", home.arrived), Role::Dim);
        return;
    }
    let room = usize::from(page.height()).max(1);
    let chosen = walk.selected().unwrap_or(0);
    let top = chosen / room * room;
    for (y, at) in (0..page.height()).zip(top..walk.len()) {
        if at == chosen {
            page.put(0, y, page.theme.marker(), Role::Selected);
            page.set_cursor(0, y);
        }
        let (said, role) = match (home.drafts.get(at), home.below_minimum.get(at.wrapping_sub(home.drafts.len()))) {
            (Some(row), _) => {
                let waits = if row.to_decide == 0 { "" } else { "!" };
                // Where goods come in, who sends them says most; else what happens to them.
                let from = match row.kind {
                    DocumentKind::Posting if row.from.is_empty() => "no supplier",
                    DocumentKind::Posting => &row.from,
                    kind => kind.word(),
                };
                let what = match &row.number {
                    Some(number) if row.state != DocumentState::Draft => number.clone(),
                    _ => here.clock(row.opened),
                };
                (format!("{what} {} {from}{waits}", row.quantity), Role::Text)
            }
            (None, Some(low)) => (format!("<{} {} {}", low.minimum, low.on_hand, low.name), Role::Warn),
            (None, None) => continue,
        };
        page.put(1, y, &said, if at == chosen && role == Role::Text { Role::Selected } else { role });
    }
}
