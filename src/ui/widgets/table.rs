//! Rows with columns that drop out as room shrinks; on guns each row is a card, and the selected one is opened.
//!
//! Only the rows in view are built. Pages turn whole, so that moving within one sends few bytes.
//!
//! ```
//! use dockhand::ui::theme::Role;
//! use dockhand::ui::widgets::table::{Cell, Column, Table, Walk};
//!
//! let columns = [
//!     Column::fill("Product", 12),               // takes what is left, at least 12
//!     Column::fixed("Qty", 8).right(),           // digits end in one column
//!     Column::fixed("Cost", 10).right().drop(1), // the higher, the sooner it drops out
//! ];
//! let mut walk = Walk::default();
//! walk.count(2);
//! # let _ = |page: &mut dockhand::ui::screen::Page<'_>| {
//! Table::new(&columns).view(page, &walk, |row| {
//!     vec![Cell::text("Phone X"), Cell::text("30"), Cell::role("199.00", Role::Warn)]
//! });
//! # };
//! ```

use std::borrow::Cow;

use crate::ui::keymap::Action;
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event};
use crate::ui::text;
use crate::ui::theme::Role;

/// Which of how many rows is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walk {
    selected: usize,
    count: usize,
}

impl Walk {
    /// Returns the selected row; `None` when there is none.
    pub fn selected(&self) -> Option<usize> {
        (self.count > 0).then_some(self.selected)
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Tells that there are no rows.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Says how many rows there are now; the selection stays where it can.
    pub fn count(&mut self, count: usize) {
        self.count = count;
        self.selected = self.selected.min(count.saturating_sub(1));
    }

    /// Selects a row, or the last one.
    pub fn select(&mut self, row: usize) {
        self.selected = row.min(self.count.saturating_sub(1));
    }

    /// Moves by an action; `page` is how many rows PgUp and PgDn move by. Tells whether it was a move.
    pub fn act(&mut self, action: Action, page: u16) -> bool {
        let page = usize::from(page.max(1));
        let to = match action {
            Action::Up => self.selected.saturating_sub(1),
            Action::Down => self.selected + 1,
            Action::PageUp => self.selected.saturating_sub(page),
            Action::PageDown => self.selected + page,
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => return false,
        };
        self.select(to);
        true
    }

    /// Takes an event that a list has no meaning of its own for: keys move the selection, a scan is for another screen.
    pub fn take(&mut self, event: Event, page: u16) -> Vec<Effect> {
        match event {
            Event::Act(action) => {
                self.act(action, page);
                Vec::new()
            }
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    /// Tells whether the selection is so near the end that a next page of a long list should be asked for.
    pub fn near_end(&self, page: u16) -> bool {
        self.selected + 2 * usize::from(page.max(1)) >= self.count
    }
}

/// Column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    head: &'static str,
    least: u16,
    fills: bool,
    right: bool,
    drop: u8,
}

impl Column {
    /// Makes a column of so many columns.
    pub const fn fixed(head: &'static str, columns: u16) -> Column {
        Column { head, least: columns, fills: false, right: false, drop: 0 }
    }

    /// Makes a column that takes what the others leave, but at least so many columns.
    pub const fn fill(head: &'static str, least: u16) -> Column {
        Column { head, least, fills: true, right: false, drop: 0 }
    }

    /// Puts its text to the right.
    #[must_use]
    pub const fn right(mut self) -> Column {
        self.right = true;
        self
    }

    /// Lets it drop out when room is short: the highest first; 0 never does.
    #[must_use]
    pub const fn drop(mut self, order: u8) -> Column {
        self.drop = order;
        self
    }
}

/// Text of one column of one row.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    text: Cow<'a, str>,
    role: Role,
    keep_end: bool,
}

impl<'a> Cell<'a> {
    /// Ordinary text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell { text: text.into(), role: Role::Text, keep_end: false }
    }

    /// Text in a role.
    pub fn role(text: impl Into<Cow<'a, str>>, role: Role) -> Cell<'a> {
        Cell { text: text.into(), role, keep_end: false }
    }

    /// A serial: when it must be cut, its end stays.
    pub fn serial(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell { text: text.into(), role: Role::Text, keep_end: true }
    }

    /// Gives it another role.
    #[must_use]
    pub fn in_role(mut self, role: Role) -> Cell<'a> {
        self.role = role;
        self
    }

    /// Nothing.
    pub fn none() -> Cell<'a> {
        Cell::role("–", Role::Dim)
    }

    fn says_nothing(&self) -> bool {
        self.text.is_empty() || self.text == "–"
    }

    fn fitted(&self, columns: u16, ascii: bool) -> Cow<'_, str> {
        let harmless = text::harmless(&self.text);
        if self.keep_end {
            Cow::Owned(text::cut_front(&harmless, usize::from(columns), ascii).into_owned())
        } else {
            harmless
        }
    }
}

/// A table over a slice of columns.
pub struct Table<'a> {
    columns: &'a [Column],
    heads: bool,
    glance: bool,
    empty: &'a str,
}

impl<'a> Table<'a> {
    /// Makes a table.
    pub fn new(columns: &'a [Column]) -> Table<'a> {
        Table { columns, heads: true, glance: false, empty: "" }
    }

    /// Leaves the row of column names out.
    #[must_use]
    pub fn headless(mut self) -> Table<'a> {
        self.heads = false;
        self
    }

    /// Marks no row and puts the cursor nowhere: something to look at, not to walk.
    #[must_use]
    pub fn glance(mut self) -> Table<'a> {
        self.glance = true;
        self
    }

    /// Says what stands there when there are no rows, and what to do about it.
    #[must_use]
    pub fn empty(mut self, sentence: &'a str) -> Table<'a> {
        self.empty = sentence;
        self
    }

    /// Draws the rows in view; `row` builds one and is called for those alone. The cursor is put at the selected row.
    pub fn view<'r>(&self, page: &mut Page<'_>, walk: &Walk, row: impl Fn(usize) -> Vec<Cell<'r>>) {
        if walk.is_empty() {
            let x = if page.layout == Layout::Gun { 0 } else { 3 };
            let room = usize::from(page.width().saturating_sub(x));
            for (y, line) in (0..page.height()).zip(text::wrap(self.empty, room)) {
                page.put(x, y, &line, Role::Dim);
            }
        } else if page.layout == Layout::Gun {
            self.cards(page, walk, row);
        } else {
            self.rows(page, walk, row);
        }
    }

    fn rows<'r>(&self, page: &mut Page<'_>, walk: &Walk, row: impl Fn(usize) -> Vec<Cell<'r>>) {
        let head = u16::from(self.heads && page.height() > 1);
        let room = usize::from(page.height() - head).max(1);
        let top = walk.selected / room * room;
        let shown: Vec<_> = (top..walk.count).take(room).map(&row).collect();
        let places = self.places_of(page.width(), &shown);
        if head == 1 {
            for &(at, x, columns) in &places {
                self.cell(page, at, (x, 0, columns), &Cell::role(self.columns[at].head, Role::Heading), false);
            }
        }
        for ((y, at), cells) in (head..page.height()).zip(top..).zip(&shown) {
            let selected = at == walk.selected && !self.glance;
            if selected {
                page.put(1, y, page.theme.marker(), Role::Selected);
                page.set_cursor(1, y);
            }
            for &(column, x, columns) in &places {
                if let Some(cell) = cells.get(column) {
                    self.cell(page, column, (x, y, columns), cell, selected);
                }
            }
        }
    }

    fn cell(&self, page: &mut Page<'_>, column: usize, place: (u16, u16, u16), cell: &Cell<'_>, selected: bool) {
        let (x, y, columns) = place;
        let text = cell.fitted(columns, page.theme.ascii);
        let role = if selected && cell.role == Role::Text { Role::Selected } else { cell.role };
        if self.columns[column].right {
            page.put_right(x + columns, y, columns, &text, role);
        } else {
            page.put_within(x, y, columns, &text, role);
        }
    }

    /// One field a line: the selected row with all its fields, the others by their first alone.
    fn cards<'r>(&self, page: &mut Page<'_>, walk: &Walk, row: impl Fn(usize) -> Vec<Cell<'r>>) {
        let height = page.height();
        let chosen = row(walk.selected);
        let told = chosen.iter().skip(1).filter(|cell| !cell.says_nothing()).count();
        // One row before the card, when there is room, shows that there is one.
        let before = usize::from(usize::from(height) > told + 1 && walk.selected > 0);
        let mut y = 0;
        for at in walk.selected - before..walk.count {
            if y >= height {
                break;
            }
            let selected = at == walk.selected;
            let cells = if selected { chosen.clone() } else { row(at) };
            if selected {
                page.put(0, y, page.theme.marker(), Role::Selected);
                page.set_cursor(0, y);
            }
            if let Some(first) = cells.first() {
                let text = first.fitted(page.width().saturating_sub(1), page.theme.ascii);
                page.put(1, y, &text, if selected { Role::Selected } else { Role::Dim });
            }
            y += 1;
            if selected {
                y = self.fields(page, y, &cells);
            }
        }
    }

    fn fields(&self, page: &mut Page<'_>, mut y: u16, cells: &[Cell<'_>]) -> u16 {
        for (column, cell) in self.columns.iter().zip(cells).skip(1) {
            if cell.says_nothing() {
                continue;
            }
            let x = if column.head.is_empty() { 1 } else { page.put(1, y, column.head, Role::Heading) + 1 };
            let text = cell.fitted(page.width().saturating_sub(x), page.theme.ascii);
            page.put(x, y, &text, cell.role);
            y += 1;
        }
        y
    }

    /// Returns the places of the columns for the rows in view: where a name would be cut, the columns that have more
    /// room than these rows need give it up; figures get what they need, since one that is cut is another figure.
    fn places_of(&self, width: u16, shown: &[Vec<Cell<'_>>]) -> Vec<(usize, u16, u16)> {
        let places = self.places(width);
        let widest = |at: usize| {
            let cells = shown.iter().filter_map(|cells| cells.get(at));
            cells.map(|cell| text::width(&text::harmless(&cell.text))).max().unwrap_or(0)
        };
        let cut = |&(at, _, columns): &(usize, u16, u16)| self.columns[at].fills && widest(at) > usize::from(columns);
        let figure =
            |&(at, _, columns): &(usize, u16, u16)| self.columns[at].right && widest(at) > usize::from(columns);
        let squeezed = places.iter().any(cut);
        if !squeezed && !places.iter().any(figure) {
            return places;
        }
        let mut narrow = self.columns.to_vec();
        for place in &places {
            let column = &mut narrow[place.0];
            let needs = u16::try_from(widest(place.0).max(text::width(column.head))).unwrap_or(u16::MAX);
            if figure(place) {
                column.least = needs.min(width / 3);
            } else if squeezed && !cut(place) {
                column.least = needs.min(place.2);
                column.fills = false;
            }
        }
        // Those that had no room before have none now: names matter more.
        for (at, column) in narrow.iter_mut().enumerate() {
            if !places.iter().any(|place| place.0 == at) {
                column.drop = column.drop.max(1);
                column.least = width;
            }
        }
        Table { columns: &narrow, ..*self }.places(width)
    }

    /// Returns (column, x, width) of the columns that have room.
    fn places(&self, width: u16) -> Vec<(usize, u16, u16)> {
        let room = width.saturating_sub(4);
        let mut kept: Vec<usize> = (0..self.columns.len()).collect();
        let needed = |kept: &[usize]| -> u16 {
            let seen = kept.iter().filter(|&&at| self.columns[at].least > 0 || self.columns[at].fills).count();
            let gaps = u16::try_from(seen.saturating_sub(1)).unwrap_or(0) * 2;
            kept.iter().map(|&at| self.columns[at].least).sum::<u16>() + gaps
        };
        while needed(&kept) > room {
            let droppable = kept.iter().filter(|&&at| self.columns[at].drop > 0);
            let Some(&last) = droppable.max_by_key(|&&at| (self.columns[at].drop, at)) else { break };
            kept.retain(|&at| at != last);
        }
        let spare = room.saturating_sub(needed(&kept));
        let fills = u16::try_from(kept.iter().filter(|&&at| self.columns[at].fills).count()).unwrap_or(0);
        let (mut x, mut given) = (3, 0);
        let mut places = Vec::with_capacity(kept.len());
        for at in kept {
            let column = &self.columns[at];
            let more = if column.fills {
                given += 1;
                spare / fills + if given == fills { spare % fills } else { 0 }
            } else {
                0
            };
            if x >= width {
                break;
            }
            let columns = (column.least + more).min(width - x);
            // Nothing stands in it, in any of the rows in view.
            if columns == 0 {
                continue;
            }
            places.push((at, x, columns));
            x += columns + 2;
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_drop_out_in_their_order() {
        let columns = [Column::fill("a", 10), Column::fixed("b", 8).drop(2), Column::fixed("c", 8).drop(1)];
        let kept = |width| Table::new(&columns).places(width).iter().map(|place| place.0).collect::<Vec<_>>();
        assert_eq!(kept(80), [0, 1, 2]);
        assert_eq!(kept(25), [0, 2]);
        assert_eq!(kept(14), [0]);
    }

    #[test]
    fn a_long_name_takes_the_room_that_the_other_columns_do_not_need() {
        let columns = [Column::fill("name", 6), Column::fixed("code", 10), Column::fixed("kind", 8).drop(1)];
        let table = Table::new(&columns);
        let widths = |name: &'static str, width| {
            let row = vec![Cell::text(name), Cell::text("P-1"), Cell::text("posting")];
            table.places_of(width, &[row]).into_iter().map(|(_, _, columns)| columns).collect::<Vec<_>>()
        };
        assert_eq!(widths("Phone", 40), [14, 10, 8]);
        assert_eq!(widths("Phone X 128 GB black", 40), [21, 4, 7]);
        let row = vec![Cell::text("Phone X 128 GB black, unlocked"), Cell::text(""), Cell::text("posting")];
        let columns = [Column::fill("name", 6), Column::fixed("", 2), Column::fixed("kind", 8)];
        let places = Table::new(&columns).places_of(36, &[row]);
        assert_eq!(places, [(0, 3, 23), (2, 28, 7)], "an empty column leaves no gap");
        let row = vec![Cell::text("Phone"), Cell::text("123456789")];
        let columns = [Column::fill("name", 6), Column::fixed("qty", 6).right()];
        assert_eq!(Table::new(&columns).places_of(40, &[row]), [(0, 3, 25), (1, 30, 9)], "no figure is cut");
        assert_eq!(widths("Phone X 128 GB black", 25), [15, 4], "what had dropped out stays out");
    }

    #[test]
    fn walking_stays_within_the_rows() {
        let mut walk = Walk::default();
        assert_eq!(walk.selected(), None);
        walk.count(3);
        for action in [Action::Last, Action::Down, Action::PageDown] {
            walk.act(action, 10);
            assert_eq!(walk.selected(), Some(2));
        }
        walk.count(1);
        assert_eq!(walk.selected(), Some(0));
    }
}
