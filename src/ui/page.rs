//! A rectangle to draw in: clipped, harmless, and in ASCII where only that shows.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layout::Layout;
use super::line::Line;
use super::screen::Here;
use super::text;
use super::theme::{Role, Theme};

/// Part of the picture that a screen or widget draws on. Coordinates begin at its own upper left corner, and what
/// does not fit is cut, so drawing at any size is safe.
pub struct Page<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    /// Styles and marks of this terminal.
    pub theme: &'a Theme,
    /// Layout of the whole terminal.
    pub layout: Layout,
    /// Where and when the desk is.
    pub here: &'a Here,
    /// The live line: a form draws it in its field.
    pub line: &'a Line,
    cursor: Option<Position>,
}

impl<'a> Page<'a> {
    /// Makes a page over part of a buffer.
    pub fn new(
        buffer: &'a mut Buffer,
        area: Rect,
        theme: &'a Theme,
        layout: Layout,
        here: &'a Here,
        line: &'a Line,
    ) -> Page<'a> {
        let area = area.intersection(buffer.area);
        Page { buffer, area, theme, layout, here, line, cursor: None }
    }

    /// Returns its columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Returns its rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Returns where the cursor was put, in coordinates of the terminal.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Writes a text at a place and returns the column behind it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        self.put_within(x, y, self.area.width.saturating_sub(x), text, role)
    }

    /// Writes a text in so many columns, cut with `…`, and returns the column behind it.
    pub fn put_within(&mut self, x: u16, y: u16, columns: u16, text: &str, role: Role) -> u16 {
        let room = columns.min(self.area.width.saturating_sub(x));
        if y >= self.area.height || room == 0 {
            return x;
        }
        let harmless = text::harmless(text);
        let plain = if self.theme.ascii { text::ascii(&harmless) } else { harmless };
        let cut = text::cut(&plain, usize::from(room), self.theme.ascii);
        let style = self.theme.style(role);
        let (end, _) = self.buffer.set_stringn(self.area.x + x, self.area.y + y, &cut, usize::from(room), style);
        end - self.area.x
    }

    /// Writes a text that ends before a column.
    pub fn put_right(&mut self, end: u16, y: u16, columns: u16, text: &str, role: Role) {
        let harmless = text::harmless(text);
        let cut = text::cut(&harmless, usize::from(columns), self.theme.ascii);
        let width = u16::try_from(text::width(&cut)).unwrap_or(columns);
        self.put_within(end.saturating_sub(width), y, width, &cut, role);
    }

    /// Writes pieces one behind the other, and returns the column behind them.
    pub fn pieces(&mut self, x: u16, y: u16, pieces: &[(&str, Role)]) -> u16 {
        pieces.iter().fold(x, |x, (text, role)| self.put(x, y, text, *role))
    }

    /// Draws a rule over the whole width; none on guns.
    pub fn rule(&mut self, y: u16) {
        if y < self.area.height && self.layout > Layout::Gun {
            let rule = self.theme.rule().repeat(usize::from(self.area.width));
            self.put(0, y, &rule, Role::Rule);
        }
    }

    /// Writes the name of a thing and its value, `Supplier  Northwind`, and returns the column behind them.
    pub fn labelled(&mut self, x: u16, y: u16, name: &str, value: &str, role: Role) -> u16 {
        let end = self.put(x, y, name, Role::Heading);
        let end = if self.layout == Layout::Wide { end + 2 } else { end + 1 };
        self.put(end, y, if value.is_empty() { "–" } else { value }, role)
    }

    /// Empties a part, so that something can be drawn over what was there.
    pub fn clear(&mut self, part: Rect) {
        let part = self.inside(part);
        for y in part.top()..part.bottom() {
            for x in part.left()..part.right() {
                self.buffer[(x, y)].reset();
            }
        }
        // A wide letter cut in two by the part would shift the row.
        if part.left() > 0 {
            for y in part.top()..part.bottom() {
                let before = &mut self.buffer[(part.left() - 1, y)];
                if text::width(before.symbol()) > 1 {
                    before.reset();
                }
            }
        }
    }

    /// Puts the terminal's cursor at a place: the line being written, or the selected row.
    pub fn set_cursor(&mut self, x: u16, y: u16) {
        if x <= self.area.width && y < self.area.height {
            let x = (self.area.x + x).min(self.buffer.area.right().saturating_sub(1));
            self.cursor = Some(Position::new(x, self.area.y + y));
        }
    }

    /// Draws a detail beside the list that has the cursor: the cursor stays where it is.
    pub fn beside<T>(&mut self, part: Rect, draw: impl FnOnce(&mut Page<'_>) -> T) -> T {
        let cursor = self.cursor;
        let drawn = self.within(part, draw);
        self.cursor = cursor;
        drawn
    }

    /// Draws in a part of this page, with coordinates of its own.
    pub fn within<T>(&mut self, part: Rect, draw: impl FnOnce(&mut Page<'_>) -> T) -> T {
        let area = self.inside(part);
        let mut page = Page {
            buffer: self.buffer,
            area,
            theme: self.theme,
            layout: self.layout,
            here: self.here,
            line: self.line,
            cursor: self.cursor,
        };
        let drawn = draw(&mut page);
        self.cursor = page.cursor;
        drawn
    }

    /// Draws below the first rows, and leaves so many at the end.
    pub fn below<T>(&mut self, rows: u16, leave: u16, draw: impl FnOnce(&mut Page<'_>) -> T) -> T {
        let height = self.height().saturating_sub(rows).saturating_sub(leave);
        self.within(Rect::new(0, rows, self.width(), height), draw)
    }

    fn inside(&self, part: Rect) -> Rect {
        let x = self.area.x.saturating_add(part.x).min(self.area.right());
        let y = self.area.y.saturating_add(part.y).min(self.area.bottom());
        Rect::new(x, y, part.width.min(self.area.right() - x), part.height.min(self.area.bottom() - y))
    }
}
