//! The picture: the product with its total, its warehouses with serials done and to do, the last serials of the selected
//! one, what is in the way.

use ratatui::layout::Rect;

use crate::domain::employee::Permission;
use crate::domain::product::NumberedBy;
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::{ConversionRow, ConversionView, ScanView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::Conversion;

const ROWS: [Column; 5] = [
    Column::fill("Warehouse", 10),
    Column::fixed("On hand", 8).right(),
    Column::fixed("Serials", 8).right(),
    Column::fixed("To do", 8).right(),
    Column::fixed("", 24).drop(1),
];

const SERIALS: [Column; 4] = [
    Column::fixed("", 6).right(),
    Column::fill("", 12),
    Column::fixed("", 16).right().drop(1),
    Column::fixed("", 8).drop(2),
];

/// Says how the serials of a warehouse differ from what it has.
pub(super) fn differs(row: &ConversionRow) -> String {
    let moved = if row.had == row.on_hand {
        format!("{} has {}", row.name, row.on_hand)
    } else {
        format!("{} had {} and has {} now", row.name, row.had, row.on_hand)
    };
    format!("{moved}, {} serials: {}", row.serials, to_go(row))
}

/// Says how many serials a warehouse lacks, or has too many.
pub(super) fn to_go(row: &ConversionRow) -> String {
    let missing = row.missing();
    if missing.is_zero() {
        return "all are here".to_owned();
    }
    match Quantity::from_thousandths(-missing.thousandths()) {
        over if over > Quantity::ZERO => format!("{over} too many"),
        _ => format!("{missing} to go"),
    }
}

/// Says who numbers the units, and how serials are compared.
fn rules(view: &ConversionView) -> (&'static str, &'static str) {
    let by = match view.numbered_by {
        NumberedBy::Us => "We number them",
        NumberedBy::Maker => "The maker numbers them",
    };
    let how = match view.matching {
        Matching::Loose => "case and blanks do not count",
        Matching::Exact => "case and blanks count",
    };
    (by, how)
}

/// Says by which rules it goes on.
pub(super) fn rules_said(view: &ConversionView) -> Verdict {
    let (by, how) = rules(view);
    Verdict::good("RULES", by, how)
}

pub(super) fn draw(screen: &Conversion, page: &mut Page<'_>) {
    let Some(view) = &screen.seen else { return };
    if let Some(walk) = &screen.walked {
        serials(screen, page, Some(walk));
        return;
    }
    match page.layout {
        Layout::TooSmall | Layout::Gun => gun(screen, view, page),
        Layout::Medium => stacked(screen, view, page, false),
        Layout::Wide => stacked(screen, view, page, true),
    }
}

fn stacked(screen: &Conversion, view: &ConversionView, page: &mut Page<'_>, ruled: bool) {
    head(view, page);
    let top = 1 + u16::from(ruled);
    if ruled {
        page.rule(1);
    }
    let notes = foot(screen, view, page.width());
    let foot = u16::try_from(notes.len()).unwrap_or(1).min(page.height() / 3) + u16::from(ruled);
    let middle = page.height().saturating_sub(top + foot);
    let wanted = u16::try_from(view.rows.len()).unwrap_or(u16::MAX).saturating_add(1);
    let glance = if ruled { middle / 3 } else { middle / 4 };
    let table = wanted.min(middle.saturating_sub(glance + u16::from(ruled))).max(2);
    page.within(Rect::new(0, top, page.width(), table), |page| rows(screen, view, page));
    let mut y = top + table;
    if ruled {
        page.rule(y);
        y += 1;
    }
    let last = page.height().saturating_sub(foot);
    page.within(Rect::new(0, y, page.width(), last.saturating_sub(y)), |page| serials(screen, page, None));
    if ruled {
        page.rule(last);
    }
    for (y, (said, role)) in (last + u16::from(ruled)..page.height()).zip(notes) {
        page.put(1, y, &said, role);
    }
}

/// What there is, what it is worth, and how far its serials have come.
fn head(view: &ConversionView, page: &mut Page<'_>) {
    let far = format!("{} / {}", view.serials, view.on_hand);
    let x = page.labelled(1, 0, "On hand", &text::quantity(view.on_hand, &view.unit), Role::Text);
    let x =
        page.labelled(x + 4, 0, "Serials", &far, if view.serials == view.on_hand { Role::Good } else { Role::Warn });
    if page.layout == Layout::Wide {
        let worth = text::money(view.value, &page.here.currency);
        let shown = page.here.may(Permission::SeeCosts);
        let x = if shown { page.labelled(x + 4, 0, "Worth", &worth, Role::Text) } else { x };
        if let Some((at, employee, desk)) = &view.opened {
            let here = page.here;
            let today = at.day(here.zone) == here.today;
            let at = if today { here.clock(*at) } else { at.day(here.zone).to_string() };
            let begun = format!("{at} {employee}, {desk}");
            page.labelled(x + 4, 0, "Begun", &begun, Role::Dim);
        }
    }
}

fn rows(screen: &Conversion, view: &ConversionView, page: &mut Page<'_>) {
    let empty = "Nothing of it is on hand: F10 gives it serials at once.";
    Table::new(&ROWS).empty(empty).view(page, &screen.rows, |at| view.rows.get(at).map(cells).unwrap_or_default());
}

fn cells(row: &ConversionRow) -> Vec<Cell<'_>> {
    let missing = row.missing();
    let to_do = match Quantity::from_thousandths(-missing.thousandths()) {
        over if over > Quantity::ZERO => Cell::role(format!("{over} over"), Role::Bad),
        _ if missing.is_zero() => Cell::role("done", Role::Good),
        _ => Cell::role(missing.to_string(), Role::Warn),
    };
    let (note, role) = note(row);
    vec![
        Cell::text(row.name.as_str()),
        Cell::text(row.on_hand.to_string()),
        Cell::text(row.serials.to_string()),
        to_do,
        Cell::role(note, role),
    ]
}

/// Says what else is to be known of a warehouse.
fn note(row: &ConversionRow) -> (String, Role) {
    let mut said = Vec::new();
    if row.reserved > Quantity::ZERO {
        said.push(format!("{} reserved", row.reserved));
    }
    if row.in_transit > Quantity::ZERO {
        said.push(format!("{} on the way", row.in_transit));
    }
    let in_the_way = !said.is_empty();
    if row.had != row.on_hand {
        said.push(format!("had {}", row.had));
    }
    (said.join(" · "), if in_the_way { Role::Bad } else { Role::Warn })
}

/// What is in the way, else by which rules serials are taken.
fn foot(screen: &Conversion, view: &ConversionView, width: u16) -> Vec<(String, Role)> {
    let room = usize::from(width.saturating_sub(2).max(1));
    let wrapped = |said: &str, role| text::wrap(said, room).into_iter().map(move |row| (row, role)).collect::<Vec<_>>();
    if !view.blockers.is_empty() {
        return view.blockers.iter().flat_map(|why| wrapped(why, Role::Bad)).collect();
    }
    let does = match (view.rows.is_empty(), screen.missing(), view.serials == view.on_hand) {
        (true, ..) => " · F6 changes",
        (_, 0, true) => " · F10 saves it, for good",
        _ if view.numbered_by == NumberedBy::Us => " · F5 generates, F6 changes",
        _ => " · F6 changes",
    };
    let (by, how) = rules(view);
    wrapped(&format!("{by}, {how}{does}"), Role::Dim)
}

/// The serials of the selected warehouse: a glance at the newest, or a list to walk.
fn serials(screen: &Conversion, page: &mut Page<'_>, walked: Option<&Walk>) {
    let Some(row) = screen.row() else { return };
    let counted = row.serials.whole().unwrap_or(0);
    let here = page.here;
    let cells = |at: usize, scan: &ScanView| {
        let ordinal = counted.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX));
        let mark = match scan.generated {
            true => "generated".to_owned(),
            false if scan.desk != here.desk_name => scan.desk.clone(),
            false => String::new(),
        };
        vec![
            Cell::role(ordinal.to_string(), Role::Dim),
            Cell::serial(scan.serial.clone()),
            Cell::role(mark, Role::Dim),
            Cell::role(here.seconds(scan.at), Role::Dim),
        ]
    };
    let each = |at: usize| screen.scans.get(at).map(|scan| cells(at, scan)).unwrap_or_default();
    if let Some(walk) = walked {
        Table::new(&SERIALS).headless().empty("No serials here any more.").view(page, walk, each);
        return;
    }
    let mut shown = Walk::default();
    shown.count(screen.scans.len().min(usize::from(page.height())));
    Table::new(&SERIALS).headless().glance().view(page, &shown, each);
}

/// One thing at a time: warehouse, how far, last serial, what is in the way.
fn gun(screen: &Conversion, view: &ConversionView, page: &mut Page<'_>) {
    let Some(row) = screen.row() else {
        let rows = text::wrap("Nothing of it is on hand: F10 gives it serials.", usize::from(page.width().max(1)));
        for (y, row) in (0..page.height()).zip(rows) {
            page.put(0, y, &row, Role::Text);
        }
        return;
    };
    let at = screen.rows.selected().map_or(0, |at| at + 1);
    let x = page.put(0, 0, &format!("{at}/{} ", view.rows.len()), Role::Dim);
    page.put(x, 0, &row.name, Role::Selected);
    page.set_cursor(x, 0);
    let x = page.put(0, 1, &format!("{} / {}", row.serials, row.on_hand), Role::Strong);
    page.put(x + 2, 1, &to_go(row), if row.missing().is_zero() { Role::Good } else { Role::Warn });
    if let Some(scan) = screen.scans.first() {
        let serial = text::harmless(&scan.serial).into_owned();
        page.put(0, 2, &text::cut_front(&serial, usize::from(page.width()), page.theme.ascii), Role::Text);
    }
    let (said, role) = match view.blockers.first() {
        Some(why) => (why.clone(), Role::Bad),
        None => (format!("all {} / {}", view.serials, view.on_hand), Role::Dim),
    };
    for (y, row) in (3..page.height()).zip(text::wrap(&said, usize::from(page.width().max(1)))) {
        page.put(0, y, &row, role);
    }
}
