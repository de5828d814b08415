//! The picture: where from and where to, the lines with what each takes, the last units or the lots of the line at hand,
//! and what is still missing.

use ratatui::layout::Rect;

use crate::domain::document::DocumentKind;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::messages::{Blocker, MoveDraftView, MoveLineView, PickedView, Refused, Took};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::Here;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::kinds::{Head, Kind};
use super::{Moving, costs_of, verdicts};

const UNITS: [Column; 4] = [
    Column::fixed("", 6).right(),
    Column::fill("", 12),
    Column::fixed("", 20).right().drop(1),
    Column::fixed("", 8).drop(2),
];

const LOTS: [Column; 3] = [Column::fixed("", 12).right(), Column::fill("", 12), Column::fixed("", 14).right().drop(1)];

/// Columns from which lines and units stand side by side.
const SIDE_BY_SIDE: u16 = 140;

pub(super) fn draw(screen: &Moving, page: &mut Page<'_>) {
    match page.layout {
        Layout::TooSmall | Layout::Gun => gun(screen, page),
        Layout::Medium => stacked(screen, page, false),
        Layout::Wide if page.width() >= SIDE_BY_SIDE => side_by_side(screen, page),
        Layout::Wide => stacked(screen, page, true),
    }
}

fn stacked(screen: &Moving, page: &mut Page<'_>, ruled: bool) {
    head(screen, page);
    let top = 1 + u16::from(ruled);
    if ruled {
        page.rule(1);
    }
    let foot = 1 + u16::from(ruled);
    let middle = page.height().saturating_sub(top + foot);
    // The lines have the room; the last units are a glance, unless they are walked.
    let below = match (&screen.walked, &screen.view) {
        (Some(_), _) => middle.saturating_sub(3),
        // What to scan first has all the room.
        (None, view) if view.as_ref().is_none_or(|view| view.lines.is_empty()) && !ruled => 0,
        (None, Some(view)) if !ruled => {
            let lines = u16::try_from(view.lines.len()).unwrap_or(u16::MAX).saturating_add(1);
            middle.saturating_sub(lines).max(middle / 3)
        }
        _ => middle / 3,
    };
    let between = u16::from(ruled);
    let lines = middle.saturating_sub(below + between);
    page.within(Rect::new(0, top, page.width(), lines), |page| lines_table(screen, page));
    if ruled {
        page.rule(top + lines);
    }
    page.within(Rect::new(0, top + lines + between, page.width(), below), |page| detail(screen, page));
    let last = page.height().saturating_sub(1);
    if ruled {
        page.rule(last.saturating_sub(1));
    }
    standing(screen, page, last);
}

fn side_by_side(screen: &Moving, page: &mut Page<'_>) {
    head(screen, page);
    page.rule(1);
    let left = page.width() * 3 / 5;
    let last = page.height().saturating_sub(1);
    let blockers = screen.view.as_ref().map_or(&[][..], |view| &view.blockers);
    let more = u16::try_from(blockers.len()).unwrap_or(u16::MAX).saturating_sub(1).min(page.height() / 4);
    let middle = page.height().saturating_sub(4 + more);
    page.within(Rect::new(0, 2, left, middle), |page| lines_table(screen, page));
    let right = page.width().saturating_sub(left + 2);
    page.within(Rect::new(left + 2, 2, right, middle), |page| {
        page.put(3, 0, screen.at_hand().map_or("", |line| line.name.as_str()), Role::Heading);
        page.below(1, 0, |page| detail(screen, page));
    });
    page.rule(last.saturating_sub(more + 1));
    standing(screen, page, last.saturating_sub(more));
    for (y, blocker) in (last.saturating_sub(more) + 1..=last).zip(blockers.iter().skip(1)) {
        page.put(1, y, &format!("Not yet: {blocker}"), Role::Warn);
    }
}

/// Where from and where to; of little room, the way alone.
fn head(screen: &Moving, page: &mut Page<'_>) {
    let Some(view) = &screen.view else {
        page.put(1, 0, &format!("New {}", screen.kind.title.to_lowercase()), Role::Heading);
        return;
    };
    if page.layout == Layout::Medium {
        page.put(1, 0, &way(screen.kind, view), Role::Text);
        return;
    }
    let mut x = 1;
    for (name, value, role) in facts(screen.kind, view, page.here) {
        let value = text::cut(&value, 26, page.theme.ascii).into_owned();
        if x > 1 && usize::from(x) + name.len() + text::width(&value) + 2 > usize::from(page.width()) {
            break;
        }
        x = page.labelled(x, 0, name, &value, role) + 4;
    }
}

/// Returns the way of a document in a few words: `Main → Jane Doe`.
pub(super) fn way(kind: &Kind, view: &MoveDraftView) -> String {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let from = &view.warehouse_name;
    match kind.kind {
        DocumentKind::Sale | DocumentKind::Order => format!("{from} → {}", or(&view.client, "a client")),
        DocumentKind::Receipt => format!("{} → {from}", view.of_number),
        DocumentKind::SendBack => format!("{} → back to {from}", view.of_number),
        DocumentKind::WriteOff if kind.arrives() => {
            format!("{} → loss · {}", view.of_number, or(&view.reason, "no reason yet"))
        }
        DocumentKind::WriteOff => format!("{from} → loss · {}", or(&view.reason, "no reason yet")),
        DocumentKind::Transfer if view.to == Some(view.warehouse) => format!("{from}, shelf → shelf"),
        DocumentKind::Transfer => format!("{from} → {}", or(&view.to_name, "nowhere yet")),
        DocumentKind::ClientReturn => {
            let client = or(&view.client, "a client");
            format!("{client} → {from} · of {}", or(&view.of_number, "no sale yet"))
        }
        DocumentKind::SupplierReturn => {
            let supplier = or(&view.supplier, "the supplier");
            format!("{from} → {supplier} · of {}", or(&view.of_number, "no posting yet"))
        }
        _ => from.clone(),
    }
}

/// A fact of the head: its name, its value, and how it is shown.
type Fact = (&'static str, String, Role);

fn facts(kind: &Kind, view: &MoveDraftView, here: &Here) -> Vec<Fact> {
    let elsewhere = if here.warehouse == Some(view.warehouse) { Role::Text } else { Role::Warn };
    let own = if kind.comes_back() { "Into" } else { "From" };
    let needed = |head: Head, value: &str| {
        let missing = value.is_empty() && kind.needs == Some(head);
        if missing { ("missing".to_owned(), Role::Warn) } else { (value.to_owned(), Role::Text) }
    };
    let mut facts = vec![(own, view.warehouse_name.clone(), elsewhere)];
    if kind.arrives() {
        facts.insert(0, ("Of", view.of_number.clone(), Role::Text));
        // What is lost on its way comes into none.
        facts.truncate(if kind.comes_back() { 2 } else { 1 });
    }
    for head in kind.head {
        let (value, role) = match head {
            Head::Client => needed(*head, &view.client),
            Head::Reason => needed(*head, &view.reason),
            Head::Destination => needed(*head, &view.to_name),
            Head::Of => {
                let other = if kind.comes_back() { &view.client } else { &view.supplier };
                match (view.of_number.as_str(), other.as_str()) {
                    ("", _) => needed(*head, ""),
                    (number, "") => needed(*head, number),
                    (number, other) => needed(*head, &format!("{number} · {other}")),
                }
            }
            Head::Until => (view.until.map_or_else(|| "it is closed".to_owned(), |day| day.to_string()), Role::Text),
            Head::Date => (view.date.map_or_else(|| "today".to_owned(), |date| date.to_string()), Role::Text),
            Head::Note if view.note.is_empty() => continue,
            Head::Note => (view.note.clone(), Role::Text),
            Head::Warehouse => continue,
        };
        facts.push((head.label(), value, role));
    }
    facts
}

fn lines_table(screen: &Moving, page: &mut Page<'_>) {
    let lines = screen.view.as_ref().map_or(&[][..], |view| &view.lines);
    let empty = match &screen.banner {
        Some(banner) => format!("{banner} {}", screen.kind.first),
        None => screen.kind.first.to_owned(),
    };
    let (costs, price) = (costs_of(page.here), screen.kind.price);
    let mut columns = vec![
        Column::fixed("Line", 4).right(),
        Column::fill("Product", 10),
        Column::fixed("", 2).drop(2),
        Column::fixed("Qty", 8).right(),
    ];
    columns.extend(price.then(|| Column::fixed("Price", 10).right().drop(3)));
    columns.extend(costs.then(|| Column::fixed("Cost", 10).right().drop(4)));
    columns.push(Column::fill("Takes", 14).drop(1));
    Table::new(&columns).empty(&empty).view(page, &screen.lines, |at| {
        let Some(line) = lines.get(at) else { return Vec::new() };
        let mut cells = vec![
            Cell::text(line.line.to_string()),
            Cell::text(line.name.as_str()),
            Cell::role(if line.serialised { "SN" } else { "" }, Role::Dim),
            amount(line),
        ];
        cells.extend(price.then(|| money(line.price)));
        cells.extend(costs.then(|| money(line.cost)));
        cells.push(takes(screen.kind, line));
        cells
    });
}

fn amount(line: &MoveLineView) -> Cell<'_> {
    let role = if line.missing.is_zero() && line.refused.is_none() { Role::Text } else { Role::Warn };
    let role = if line.on_its_way == Some(line.quantity) { Role::Good } else { role };
    Cell::role(far(line), role)
}

/// Says how far a line is: units named of those that are to be, or a quantity; of what arrives, how much of what is on its
/// way.
pub(super) fn far(line: &MoveLineView) -> String {
    let counts = line.serialised || line.on_its_way.is_some();
    if counts { verdicts::progress(line) } else { text::quantity(line.quantity, &line.unit) }
}

fn money(money: Option<Money>) -> Cell<'static> {
    money.map_or_else(Cell::none, |money| Cell::text(text::amount(money)))
}

/// Says what a line takes of which lot, from which shelf and to which; or why it cannot.
pub(super) fn takes<'l>(kind: &Kind, line: &'l MoveLineView) -> Cell<'l> {
    if let Some(refused) = &line.refused {
        return Cell::role(short(refused), Role::Bad);
    }
    let mut said = lots(&line.took);
    if line.on_its_way.is_some() && line.quantity.is_zero() {
        "on its way".clone_into(&mut said);
    }
    if let Some((_, bin)) = line.bin.as_ref().filter(|_| kind.from_shelf) {
        said = format!("{bin}: {said}");
    }
    if let Some((_, bin)) = line.to_bin.as_ref().filter(|_| kind.to_shelf) {
        said = format!("{said} → {bin}");
    }
    Cell::role(said, Role::Dim)
}

/// Returns the lots of a line in one text: `P-118/2 150 · P-131/1 50`; of a single one its label alone.
pub(in crate::ui::screens) fn lots(took: &[Took]) -> String {
    match took {
        [only] => only.label.clone(),
        many => many.iter().map(|took| format!("{} {}", took.label, took.quantity)).collect::<Vec<_>>().join(" · "),
    }
}

/// Says in a few words why a line cannot be posted as it is.
pub(super) fn short(refused: &Refused) -> String {
    match refused {
        // What comes back is out, with a client.
        Refused::Short(short) if short.place.starts_with("the way ") => {
            format!("only {} on {}", short.on_hand, short.place)
        }
        Refused::Short(short) if short.place.starts_with("the ") => {
            format!("only {} with {}", short.on_hand, short.place)
        }
        Refused::Short(short) => format!("only {} in {}", short.on_hand, short.place),
        other => other.to_string(),
    }
}

/// The units of the line at hand, newest first; of one without serials the lots it takes.
fn detail(screen: &Moving, page: &mut Page<'_>) {
    let Some(line) = screen.at_hand() else { return };
    if line.serialised { units_table(screen, line, page) } else { lots_table(screen, line, page) }
}

fn units_table(screen: &Moving, line: &MoveLineView, page: &mut Page<'_>) {
    let here = page.here;
    let cells = |at: usize, unit: &PickedView| {
        let ordinal = line.picked.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX));
        let from = unit.bin.as_ref().map_or_else(|| unit.lot.clone(), |bin| format!("{} · {bin}", unit.lot));
        let from = if unit.desk == here.desk_name { from } else { format!("{from} · {}", unit.desk) };
        vec![
            Cell::role(ordinal.to_string(), Role::Dim),
            Cell::serial(unit.serial.clone()),
            Cell::role(from, Role::Dim),
            Cell::role(here.seconds(unit.at), Role::Dim),
        ]
    };
    rows(screen, &UNITS, screen.units.len(), page, |at| {
        screen.units.get(at).map(|it| cells(at, it)).unwrap_or_default()
    });
}

fn lots_table(screen: &Moving, line: &MoveLineView, page: &mut Page<'_>) {
    if let Some(refused) = &line.refused {
        let rows = text::wrap(&refused.to_string(), usize::from(page.width().saturating_sub(4).max(1)));
        for (y, row) in (0..page.height()).zip(rows) {
            page.put(3, y, &row, Role::Bad);
        }
        return;
    }
    let costs = costs_of(page.here);
    rows(screen, &LOTS, line.took.len(), page, |at| match line.took.get(at) {
        Some(took) => vec![
            Cell::text(text::quantity(took.quantity, &line.unit)),
            Cell::text(format!("of lot {}", took.label)),
            if costs { Cell::text(text::amount(took.cost)) } else { Cell::none() },
        ],
        None => Vec::new(),
    });
}

/// Draws rows to walk, or at a glance: the cursor stays with the lines then.
fn rows<'r>(
    screen: &Moving,
    columns: &[Column],
    count: usize,
    page: &mut Page<'_>,
    row: impl Fn(usize) -> Vec<Cell<'r>>,
) {
    if let Some(walk) = &screen.walked {
        return Table::new(columns).headless().view(page, walk, row);
    }
    let mut shown = Walk::default();
    shown.count(count.min(usize::from(page.height())));
    Table::new(columns).headless().glance().view(page, &shown, row);
}

/// How much there is, and what keeps it from being posted.
fn standing(screen: &Moving, page: &mut Page<'_>, y: u16) {
    let Some(view) = &screen.view else { return };
    // Of little room, what stays on its way comes before what it costs.
    let brief = on_the_way(view).filter(|_| page.layout == Layout::Medium);
    let sums = brief.map_or_else(|| sums(view, page.here), |all| format!("{} of {all} taken", view.quantity));
    let x = page.put(1, y, &sums, Role::Text);
    if let Some(stays) = stays(view).filter(|_| view.blockers.iter().all(|it| matches!(it, Blocker::Empty))) {
        page.put(x + 2, y, &stays, Role::Dim);
        return;
    }
    match view.blockers.iter().find(|blocker| !matches!(blocker, Blocker::Empty)) {
        Some(blocker) => page.put(x + 2, y, &format!("Not yet: {blocker}"), Role::Warn),
        None => page.put(x + 2, y, if view.lines.is_empty() { "" } else { "F10 posts" }, Role::Dim),
    };
}

/// Returns how much is on its way of what arrives; `None` of what does not.
fn on_the_way(view: &MoveDraftView) -> Option<Quantity> {
    let mut products = std::collections::BTreeMap::new();
    for line in &view.lines {
        products.insert(line.product, line.on_its_way?.thousandths());
    }
    Some(Quantity::from_thousandths(products.values().sum())).filter(|all| !all.is_zero())
}

/// Says what stays on its way; `None` where nothing arrives.
pub(super) fn stays(view: &MoveDraftView) -> Option<String> {
    let rest = on_the_way(view)?.thousandths() - view.quantity.thousandths();
    Some(match rest {
        0 => "that is all of it".to_owned(),
        1_000 => "1 stays on its way".to_owned(),
        rest => format!("{} stay on their way", Quantity::from_thousandths(rest.max(0))),
    })
}

/// Says how much moves, what it costs where that may be seen, and what it is sold for.
pub(super) fn sums(view: &MoveDraftView, here: &Here) -> String {
    let mut said = match on_the_way(view) {
        Some(all) => format!("{} of {all} taken", view.quantity),
        None => format!("{} to move", view.quantity),
    };
    if costs_of(here) && !view.quantity.is_zero() {
        said = format!("{said} · cost {}", text::amount(view.cost));
    }
    if let Some(price) = view.price {
        said = format!("{said} · sold for {}", text::amount(price));
    }
    said
}

/// One thing at a time: product, how far, last unit or lots, what is missing.
fn gun(screen: &Moving, page: &mut Page<'_>) {
    let Some(line) = screen.at_hand() else {
        let said = match (&screen.banner, &screen.view) {
            (Some(banner), _) => format!("{banner} Scan the next."),
            (None, Some(view)) => format!("{}. Scan.", way(screen.kind, view)),
            (None, None) => screen.kind.first.to_owned(),
        };
        for (y, row) in (0..page.height()).zip(text::wrap(&said, usize::from(page.width().max(1)))) {
            page.put(0, y, &row, Role::Text);
        }
        return;
    };
    let lines = screen.view.as_ref().map_or(0, |view| view.lines.len());
    let x = if lines > 1 { page.put(0, 0, &format!("{}/{lines} ", line.line), Role::Dim) } else { 0 };
    page.put(x, 0, &line.name, Role::Selected);
    let x = page.put(0, 1, &far(line), Role::Strong);
    let missing = if line.missing.is_zero() { String::new() } else { format!("{} to go", line.missing) };
    page.put(x + 2, 1, &missing, Role::Text);
    let at = screen.walked.and_then(|walk| walk.selected()).unwrap_or(0);
    if let Some(refused) = &line.refused {
        page.put(0, 2, &short(refused), Role::Bad);
    } else if let Some(unit) = screen.units.get(at).filter(|_| line.serialised) {
        let serial = text::harmless(&unit.serial).into_owned();
        page.put(0, 2, &text::cut_front(&serial, usize::from(page.width()), page.theme.ascii), Role::Text);
    } else if let Some(took) = line.took.get(at) {
        page.put(0, 2, &format!("{} of {}", took.quantity, took.label), Role::Text);
    }
    let blockers = screen.view.as_ref().map_or(&[][..], |view| &view.blockers);
    match blockers.first() {
        _ if screen.walked.is_some() => {
            page.put(0, 3, if line.serialised { "F7 takes one back" } else { "" }, Role::Dim)
        }
        Some(blocker) => page.put(0, 3, &blocker.to_string(), Role::Warn),
        None => page.put(0, 3, &screen.view.as_ref().map_or(String::new(), |view| way(screen.kind, view)), Role::Dim),
    };
    // A taller gun shows the units before the last one too.
    for (y, unit) in (4..page.height()).zip(screen.units.iter().skip(at + 1)) {
        page.put(0, y, &unit.serial, Role::Dim);
    }
}

/// Says the picture in sentences.
pub(super) fn sentences(screen: &Moving) -> Vec<String> {
    let Some(view) = &screen.view else { return vec![screen.kind.first.to_owned()] };
    let mut said = vec![format!("{}.", way(screen.kind, view))];
    for line in &view.lines {
        let mark = if Some(line.line) == screen.selected { "Selected: line" } else { "Line" };
        let far = if line.serialised { format!("{} units", verdicts::progress(line)) } else { far(line) };
        let takes = match &line.refused {
            Some(refused) => short(refused),
            None if line.took.is_empty() => "nothing taken".to_owned(),
            None => format!("of {}", lots(&line.took)),
        };
        said.push(format!("{mark} {}, {}: {far}, {takes}.", line.line, line.name));
    }
    said.extend(screen.units.first().map(|unit| format!("Last unit {}.", unit.serial)));
    said.extend(view.blockers.iter().map(|blocker| format!("Not yet: {blocker}.")));
    said
}
