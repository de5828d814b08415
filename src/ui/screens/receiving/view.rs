//! The picture: head of the posting, its lines, the last scans of the line at hand, what waits for a decision.

use ratatui::layout::Rect;

use crate::domain::document::Cost;
use crate::messages::{LineView, ScanView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table};

use super::{Receiving, verdicts};

const COLUMNS: [Column; 7] = [
    Column::fixed("Line", 4).right(),
    Column::fill("Product", 10),
    Column::fixed("", 2).drop(1),
    Column::fixed("Qty", 6).right(),
    Column::fixed("Serials", 8).right(),
    Column::fixed("Cost", 11).right().drop(2),
    Column::fixed("Warranty", 8).right().drop(3),
];

const SCANS: [Column; 4] = [
    Column::fixed("", 6).right(),
    Column::fill("", 12),
    Column::fixed("", 20).right().drop(1),
    Column::fixed("", 8).drop(2),
];

/// Columns from which lines and scans stand side by side.
const SIDE_BY_SIDE: u16 = 140;

const NOTHING_YET: &str =
    "Scan a product's barcode, or type part of its name. Ctrl+E sets invoice number and supplier.";

pub(super) fn draw(screen: &Receiving, page: &mut Page<'_>) {
    match page.layout {
        Layout::TooSmall | Layout::Gun => gun(screen, page),
        Layout::Medium => stacked(screen, page, 1, false),
        Layout::Wide if page.width() >= SIDE_BY_SIDE => side_by_side(screen, page),
        Layout::Wide => stacked(screen, page, 2, true),
    }
}

fn stacked(screen: &Receiving, page: &mut Page<'_>, top: u16, ruled: bool) {
    head(screen, page);
    if ruled {
        page.rule(1);
    }
    let foot = 1 + u16::from(ruled);
    let middle = page.height().saturating_sub(top + foot);
    // The lines have the room; the last scans are a glance, unless they are walked.
    let scans = match (&screen.units, &screen.view) {
        (Some(_), _) => middle.saturating_sub(3),
        // Where every row counts, the scans get what the lines leave.
        (None, Some(view)) if !ruled => {
            let lines = u16::try_from(view.lines.len()).unwrap_or(u16::MAX).saturating_add(1);
            middle.saturating_sub(lines).max(middle / 3)
        }
        _ => middle / 3,
    };
    let between = u16::from(ruled);
    let lines = middle.saturating_sub(scans + between);
    page.within(Rect::new(0, top, page.width(), lines), |page| lines_table(screen, page));
    if ruled {
        page.rule(top + lines);
    }
    page.within(Rect::new(0, top + lines + between, page.width(), scans), |page| scans_table(screen, page));
    let last = page.height().saturating_sub(1);
    if ruled {
        page.rule(last.saturating_sub(1));
    }
    to_decide(screen, page, last);
}

fn side_by_side(screen: &Receiving, page: &mut Page<'_>) {
    head(screen, page);
    page.rule(1);
    let left = page.width() * 3 / 5;
    let last = page.height().saturating_sub(1);
    let waits = u16::try_from(screen.tray.len()).unwrap_or(u16::MAX).min(page.height() / 4);
    let foot = 2 + waits;
    let middle = page.height().saturating_sub(2 + foot);
    page.within(Rect::new(0, 2, left, middle), |page| lines_table(screen, page));
    let right = page.width().saturating_sub(left + 2);
    page.within(Rect::new(left + 2, 2, right, middle), |page| {
        let name = screen.shown_line().map_or("", |line| line.name.as_str());
        page.put(3, 0, if screen.scans.is_empty() { "" } else { name }, Role::Heading);
        page.below(1, 0, |page| scans_table(screen, page));
    });
    page.rule(last.saturating_sub(waits + 1));
    to_decide(screen, page, last.saturating_sub(waits));
    for (y, row) in (last.saturating_sub(waits) + 1..=last).zip(screen.tray.iter().rev()) {
        let (word, why) = verdicts::waiting(&row.reason);
        let x = page.pieces(3, y, &[(word, Role::Warn), (" ", Role::Text), (&row.raw, Role::Strong)]);
        page.put(x + 2, y, why, Role::Dim);
    }
}

/// Supplier, invoice and date; those that do not fit are left out from the end.
fn head(screen: &Receiving, page: &mut Page<'_>) {
    let Some(view) = &screen.view else {
        page.put(1, 0, "New posting", Role::Heading);
        return;
    };
    let date = view.date.map_or_else(|| "today".to_owned(), |date| date.to_string());
    if page.layout == Layout::Medium {
        let invoice = if view.invoice.is_empty() { "no invoice number" } else { &view.invoice };
        let mut said = invoice.to_owned();
        if !view.supplier.is_empty() {
            said = format!("{said} · {}", view.supplier);
        }
        page.put(1, 0, &format!("{said} · {date}"), Role::Text);
        return;
    }
    let supplier = text::cut(&view.supplier, 26, page.theme.ascii).into_owned();
    let x = page.labelled(1, 0, "Supplier", &supplier, Role::Text);
    let x = page.labelled(x + 4, 0, "Invoice", &text::cut(&view.invoice, 20, page.theme.ascii), Role::Text);
    let x = page.labelled(x + 4, 0, "Date", &date, Role::Text);
    if page.here.warehouse != Some(view.warehouse) {
        page.labelled(x + 4, 0, "Into", &view.warehouse_name, Role::Warn);
    } else if page.width() >= SIDE_BY_SIDE && !view.note.is_empty() {
        page.labelled(x + 4, 0, "Note", &view.note, Role::Text);
    }
}

fn lines_table(screen: &Receiving, page: &mut Page<'_>) {
    let lines = screen.view.as_ref().map_or(&[][..], |view| &view.lines);
    let empty = match &screen.banner {
        Some(banner) => format!("{banner} {NOTHING_YET}"),
        None => NOTHING_YET.to_owned(),
    };
    Table::new(&COLUMNS)
        .empty(&empty)
        .view(page, &screen.lines, |at| lines.get(at).map(line_cells).unwrap_or_default());
}

fn line_cells(line: &LineView) -> Vec<Cell<'_>> {
    let to_go = if line.missing.is_zero() { Role::Text } else { Role::Warn };
    vec![
        Cell::text(line.line.to_string()),
        Cell::text(line.name.as_str()),
        Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
        Cell::text(line.quantity.to_string()),
        if line.serialised { Cell::role(verdicts::progress(line), to_go) } else { Cell::none() },
        cost(line),
        warranty(line),
    ]
}

fn cost(line: &LineView) -> Cell<'_> {
    let mark = if line.cost_carried { " =" } else { "  " };
    match line.cost {
        None => Cell::role("–  ", Role::Dim),
        Some(Cost::Unit(unit)) => Cell::text(format!("{unit}{mark}")),
        Some(Cost::Total(total)) => Cell::text(format!("all {total}{mark}")),
    }
}

fn warranty(line: &LineView) -> Cell<'_> {
    let mark = if line.warranty_carried { " =" } else { "  " };
    match line.warranty {
        None => Cell::role("–  ", Role::Dim),
        Some(months) => Cell::text(format!("{months} mo{mark}")),
    }
}

fn scans_table(screen: &Receiving, page: &mut Page<'_>) {
    let Some(line) = screen.shown_line().filter(|line| line.serialised) else { return };
    let counted = line.counted.whole().unwrap_or(0);
    let here = page.here;
    let cells = |at: usize, scan: &ScanView| {
        let ordinal = counted.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX));
        let carton = line.carton.filter(|_| at == 0).map(verdicts::carton);
        let mark = match (scan.damaged, scan.generated) {
            (true, _) => "damaged".to_owned(),
            (_, true) => "generated".to_owned(),
            _ if scan.desk != here.desk_name => scan.desk.clone(),
            _ => carton.unwrap_or_default(),
        };
        vec![
            Cell::role(ordinal.to_string(), Role::Dim),
            Cell::serial(scan.serial.clone()),
            Cell::role(mark, if scan.damaged { Role::Warn } else { Role::Dim }),
            Cell::role(here.seconds(scan.at), Role::Dim),
        ]
    };
    if let Some(walk) = &screen.units {
        Table::new(&SCANS)
            .headless()
            .view(page, walk, |at| screen.scans.get(at).map(|scan| cells(at, scan)).unwrap_or_default());
        return;
    }
    // Not a list to walk: the cursor stays with the lines.
    let mut shown = crate::ui::widgets::table::Walk::default();
    shown.count(screen.scans.len().min(usize::from(page.height())));
    Table::new(&SCANS)
        .headless()
        .glance()
        .view(page, &shown, |at| screen.scans.get(at).map(|scan| cells(at, scan)).unwrap_or_default());
}

fn to_decide(screen: &Receiving, page: &mut Page<'_>, y: u16) {
    let waits = screen.view.as_ref().map_or(0, |view| view.to_decide);
    let x = if waits == 0 {
        page.put(1, y, "Nothing to decide", Role::Dim)
    } else {
        page.put(1, y, &format!("To decide ({waits})"), Role::Warn)
    };
    if let Some((word, role)) = state(screen) {
        let columns = u16::try_from(text::width(word)).unwrap_or(0);
        page.put_right(page.width().saturating_sub(1), y, columns, word, role);
    } else if let Some(row) = screen.tray.last().filter(|_| waits > 0 && page.layout == Layout::Wide) {
        let (word, _) = verdicts::waiting(&row.reason);
        page.put(x + 2, y, &format!("{word} {}", row.raw), Role::Dim);
    }
}

/// Returns what the next scan will find changed.
fn state(screen: &Receiving) -> Option<(&'static str, Role)> {
    if screen.damaged {
        return Some(("next one: damaged", Role::Warn));
    }
    if screen.held {
        return Some(("choose a line", Role::Warn));
    }
    screen.units.map(|_| ("F7 takes one back", Role::Dim))
}

/// One thing at a time: product, how far, last scan, what waits.
fn gun(screen: &Receiving, page: &mut Page<'_>) {
    let Some(line) = screen.shown_line() else {
        let said = match (&screen.banner, &screen.view) {
            (Some(banner), _) => format!("{banner} Scan the next."),
            (None, Some(view)) if !view.invoice.is_empty() => format!("{}: scan a product.", view.invoice),
            _ => "Scan a product.".to_owned(),
        };
        let rows = text::wrap(&said, usize::from(page.width().max(1)));
        for (y, row) in (0..page.height()).zip(rows) {
            page.put(0, y, &row, Role::Text);
        }
        return;
    };
    let lines = screen.view.as_ref().map_or(0, |view| view.lines.len());
    let x = if lines > 1 { page.put(0, 0, &format!("{}/{lines} ", line.line), Role::Dim) } else { 0 };
    page.put(x, 0, &line.name, Role::Selected);
    let far = if line.serialised { verdicts::progress(line) } else { format!("{} {}", line.counted, line.unit) };
    let x = page.put(0, 1, &far, Role::Strong);
    let more = match (line.carton, line.missing.is_zero()) {
        (Some(carton), _) => format!("c{} {}/{}", carton.number, carton.filled, carton.size),
        (None, false) => format!("{} to go", line.missing),
        (None, true) => String::new(),
    };
    page.put(x + 2, 1, &more, Role::Text);
    let last = screen.units.and_then(|walk| walk.selected()).unwrap_or(0);
    if let Some(scan) = screen.scans.get(last) {
        let serial = text::harmless(&scan.serial).into_owned();
        page.put(0, 2, &text::cut_front(&serial, usize::from(page.width()), page.theme.ascii), Role::Text);
    } else if !line.serialised {
        page.put(0, 2, &format!("cost {}", plain_cost(line)), Role::Text);
    }
    let waits = screen.view.as_ref().map_or(0, |view| view.to_decide);
    match state(screen) {
        Some((word, role)) => page.put(0, 3, word, role),
        None if waits > 0 => page.put(0, 3, &format!("To decide: {waits}"), Role::Warn),
        None => page.put(0, 3, &format!("cost {}", plain_cost(line)), Role::Dim),
    };
    // A taller gun shows the scans before the last one too.
    for (y, scan) in (4..page.height()).zip(screen.scans.iter().skip(last + 1)) {
        page.put(0, y, &scan.serial, Role::Dim);
    }
}

fn plain_cost(line: &LineView) -> String {
    let carried = if line.cost_carried { " =" } else { "" };
    match line.cost {
        None => "–".to_owned(),
        Some(Cost::Unit(unit)) => format!("{unit}{carried}"),
        Some(Cost::Total(total)) => format!("all {total}{carried}"),
    }
}

/// Says the picture in sentences.
pub(super) fn sentences(screen: &Receiving) -> Vec<String> {
    let Some(view) = &screen.view else { return vec![NOTHING_YET.to_owned()] };
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let mut said = vec![format!("Supplier {}, invoice {}.", or_none(&view.supplier), or_none(&view.invoice))];
    for line in &view.lines {
        let mark = if Some(line.line) == screen.selected { "Selected: line" } else { "Line" };
        let far = if line.serialised {
            format!("{} serials", verdicts::progress(line))
        } else {
            format!("{} {}", line.counted, line.unit)
        };
        said.push(format!("{mark} {}, {}: {far}, cost {}.", line.line, line.name, plain_cost(line)));
    }
    said.extend(screen.scans.first().map(|scan| format!("Last scan {}.", scan.serial)));
    if view.to_decide > 0 {
        said.push(format!("{} to decide.", view.to_decide));
    }
    said.extend(state(screen).map(|(word, _)| format!("{word}.")));
    said
}
