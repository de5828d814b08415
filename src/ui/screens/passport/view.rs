//! How a passport is laid out.

use ratatui::layout::Rect;

use crate::messages::{MovementRow, PassportView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::facts::{self, Fact};
use super::window::Window;

/// Draws a passport.
pub(super) fn draw(page: &mut Page<'_>, unit: &PassportView, moves: &Window, (walk, lines): (&Walk, &Walk)) {
    match page.layout {
        _ if super::shares(page.width(), page.height()) => shared(page, unit, moves, lines),
        Layout::Wide => wide(page, unit, moves, walk),
        _ => medium(page, unit, moves, walk),
    }
}

fn wide(page: &mut Page<'_>, unit: &PassportView, moves: &Window, walk: &Walk) {
    let right = page.width() * 6 / 10;
    let (word, role) = facts::standing(&unit.standing);
    page.put_within(1, 0, right.saturating_sub(2), &unit.name, Role::Strong);
    let end = page.put(right, 0, &word, role);
    page.put(end + 2, 0, &facts::place(&unit.standing), Role::Text);
    page.pieces(1, 1, &[("SN ", Role::Heading), (&unit.serial, Role::Strong)]);
    page.put(right, 1, &facts::lot(unit), Role::Text);
    let mut y = 2;
    if !unit.identifiers.is_empty() {
        page.pieces(1, y, &[("also ", Role::Heading), (&unit.identifiers.join(" · "), Role::Text)]);
        y += 1;
    }
    if let Some(scanned) = &unit.scanned {
        page.pieces(1, y, &[("label ", Role::Heading), (&text::harmless(scanned), Role::Text)]);
        y += 1;
    }
    page.rule(y);
    y += 1;
    let middle = (page.width() * 9 / 20).min(60);
    for (left, aside) in facts::pairs(unit, page.here) {
        page.put(1, y, left.0, Role::Heading);
        let value = if left.1.is_empty() { "–" } else { &left.1 };
        page.put_within(13, y, middle.saturating_sub(14), value, left.2);
        page.labelled(middle, y, aside.0, &aside.1, aside.2);
        y += 1;
    }
    for (name, value, role) in facts::warranties(unit, page.here).into_iter().chain(facts::label(unit, page.here)) {
        page.labelled(1, y, name, &value, role);
        y += 1;
    }
    page.rule(y);
    page.below(y + 1, 0, |page| movements(page, moves, walk));
}

/// The most important facts in four rows; the movements below.
fn medium(page: &mut Page<'_>, unit: &PassportView, moves: &Window, walk: &Walk) {
    let (word, role) = facts::standing(&unit.standing);
    page.put(1, 0, &unit.name, Role::Strong);
    page.put(1, 1, &unit.serial, Role::Strong);
    let end = page.put(1, 2, &word, role);
    page.put(end + 1, 2, &facts::place(&unit.standing), Role::Text);
    let pairs = facts::pairs(unit, page.here);
    let mut y = 3;
    // The more rows there are, the more facts, but the movements keep three.
    let spare = page.height().saturating_sub(y + 3);
    let lot = ("", facts::lot(unit), Role::Text);
    let warranties = facts::warranties(unit, page.here);
    let label = facts::label(unit, page.here);
    let told =
        warranties.iter().chain(&label).chain(pairs.iter().flat_map(|(left, right)| [left, right])).chain([&lot]);
    let telling = |fact: &&Fact| !fact.1.is_empty() && fact.1 != "none";
    for (name, value, role) in told.filter(telling).take(usize::from(spare)) {
        let x = if name.is_empty() { 1 } else { page.put(1, y, name, Role::Heading) + 1 };
        page.put(x, y, value, *role);
        y += 1;
    }
    page.rule(y);
    page.below(y + 1, 0, |page| movements(page, moves, walk));
}

/// Facts and movements as one list, below the unit's serial and name.
fn shared(page: &mut Page<'_>, unit: &PassportView, moves: &Window, lines: &Walk) {
    let serial = text::cut_front(&unit.serial, usize::from(page.width()), page.theme.ascii).into_owned();
    page.put(0, 0, &serial, Role::Strong);
    page.put(0, 1, &unit.name, Role::Text);
    let (width, height) = (page.width(), page.height().saturating_sub(2));
    let facts = facts::lines(unit, page.here);
    page.within(Rect::new(0, 2, width, height), |page| {
        let room = usize::from(page.height()).max(1);
        let chosen = lines.selected().unwrap_or(0);
        let top = chosen / room * room;
        for (y, at) in (0..page.height()).zip(top..facts.len() + moves.of()) {
            if at == chosen {
                page.put(0, y, page.theme.marker(), Role::Selected);
                page.set_cursor(0, y);
            }
            match (facts.get(at), at.checked_sub(facts.len()).and_then(|at| moves.row(at))) {
                (Some((name, value, role)), _) => {
                    let x = if name.is_empty() { 1 } else { page.put(1, y, name, Role::Heading) + 1 };
                    page.put(x, y, value, *role);
                }
                (None, Some(movement)) => {
                    let when =
                        if page.width() < 40 { String::new() } else { format!("{} ", movement.at.day(page.here.zone)) };
                    let x = page.pieces(1, y, &[(&when, Role::Text), (&movement.number, Role::Strong)]) + 1;
                    page.put(x, y, &way(movement), Role::Text);
                }
                (None, None) => {
                    page.put(1, y, "…", Role::Dim);
                }
            }
        }
    });
}

/// Tells whether a row moved nothing: it is a remark, or says what was corrected.
fn moved_nothing(movement: &MovementRow) -> bool {
    movement.from.is_empty() && movement.to.is_empty()
}

/// Returns where a movement went, or what a remark says.
fn way(movement: &MovementRow) -> String {
    if moved_nothing(movement) {
        return movement.note.clone();
    }
    format!("{} → {}", movement.from, movement.to)
}

fn movements(page: &mut Page<'_>, moves: &Window, walk: &Walk) {
    let columns = [
        Column::fixed("When", 16).drop(2),
        Column::fixed("Doc", 6),
        Column::fill("From → to", 20),
        Column::fixed("Who", 15).drop(1),
        Column::fill("Note", 9).drop(3),
    ];
    let here = page.here;
    Table::new(&columns).empty("It has not moved yet.").view(page, walk, |at| {
        let Some(movement) = moves.row(at) else { return vec![Cell::role("…", Role::Dim)] };
        let who = match (movement.employee.as_str(), movement.desk.as_str()) {
            (employee, "") => employee.to_owned(),
            (employee, desk) => format!("{employee}, {desk}"),
        };
        let remark = moved_nothing(movement);
        vec![
            Cell::text(here.stamp(movement.at)),
            Cell::text(movement.number.as_str()),
            Cell::text(way(movement)),
            Cell::text(who),
            Cell::text(if remark { "" } else { movement.note.as_str() }),
        ]
    });
}
