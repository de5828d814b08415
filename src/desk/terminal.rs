//! The terminal of a desk: what it shows, and the fewest bytes that make it show something else.
//!
//! Only differences are sent, in one write a frame, and nothing when nothing changed. The process's own tty is never
//! asked for anything: size and abilities come from the client.

mod glyph;
mod kind;
mod pen;

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use glyph::{Glyph, Looks};
pub use kind::{Kind, theme};
use pen::{Look, Pen};

/// Blanks at the end of a row that are cheaper to erase than to write.
const WORTH_ERASING: u16 = 4;

/// Letters in a row that are cheaper to write again than to step over.
const WORTH_WRITING: u16 = 3;

/// A terminal, and what it shows.
pub struct Terminal {
    out: Box<dyn Write + Send>,
    alternate: bool,
    area: Rect,
    /// What the terminal shows; empty when that is not known.
    shown: Vec<Glyph>,
    looks: Looks,
    pen: Pen,
    bells: Vec<u8>,
}

impl Terminal {
    /// Takes a terminal: its other screen, if it has one, and pastes marked as such. The first frame draws everything.
    pub fn attach(out: Box<dyn Write + Send>, alternate: bool, size: (u16, u16)) -> Terminal {
        let mut pen = Pen::default();
        if alternate {
            pen.put(b"\x1b[?1049h");
        }
        // Terminals that know no marked pastes ignore this.
        pen.put(b"\x1b[?2004h");
        let area = area(size.0, size.1);
        Terminal { out, alternate, area, shown: Vec::new(), looks: Looks::default(), pen, bells: Vec::new() }
    }

    /// Returns where to draw.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Takes another size; everything is drawn with the next frame.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.area = area(columns, rows);
        self.forget();
    }

    /// Forgets what the terminal shows: everything is drawn with the next frame.
    pub fn forget(&mut self) {
        self.shown.clear();
    }

    /// Sounds a bell with the next frame.
    pub fn ring(&mut self, bell: &[u8]) {
        self.bells.extend_from_slice(bell);
    }

    /// Makes the terminal show a buffer of its area, and puts the cursor at a place. `Err` when the terminal is gone.
    pub fn show(&mut self, drawn: &Buffer, cursor: Position) -> std::io::Result<()> {
        let cells = drawn.content.len();
        if self.shown.len() != cells {
            self.pen.clear();
            self.shown.clear();
            self.shown.resize(cells, Glyph::BLANK);
        }
        let width = usize::from(self.area.width);
        let rows = drawn.content.chunks_exact(width).zip(self.shown.chunks_exact_mut(width));
        for (y, (next, shown)) in (0..self.area.height).zip(rows) {
            row(&mut self.pen, &mut self.looks, y, shown, next);
        }
        self.pen.go(cursor.x.min(self.area.width - 1), cursor.y.min(self.area.height - 1));
        let bells = std::mem::take(&mut self.bells);
        self.pen.put(&bells);
        self.send()
    }

    /// Gives the terminal back as it was, with a sentence on it.
    pub fn give_back(&mut self, sentence: &str) {
        self.pen.put(b"\x1b[?2004l\x1b[m");
        self.pen.put(if self.alternate { b"\x1b[?1049l" } else { b"\x1b[H\x1b[2J" });
        if !sentence.is_empty() {
            self.pen.put(sentence.as_bytes());
            self.pen.put(b"\r\n");
        }
        // A terminal that is gone needs nothing back.
        let _ = self.send();
    }

    fn send(&mut self) -> std::io::Result<()> {
        let bytes = self.pen.take();
        if bytes.is_empty() { Ok(()) } else { self.out.write_all(&bytes).and_then(|()| self.out.flush()) }
    }
}

/// Writes the differences of one row, and remembers it as shown.
fn row(pen: &mut Pen, looks: &mut Looks, y: u16, shown: &mut [Glyph], next: &[Cell]) {
    let width = u16::try_from(next.len()).unwrap_or(u16::MAX);
    let wanted: Vec<Glyph> = next.iter().map(|cell| looks.glyph(cell)).collect();
    let differs = |x: u16| shown[usize::from(x)] != wanted[usize::from(x)];
    let Some(last) = (0..width).rev().find(|&x| differs(x)) else { return };
    // A wide letter there, before or after, has another half.
    let last = (last + 2).min(width - 1);
    let columns = |x: u16| wanted[usize::from(x)].columns();
    // Behind this column the row is to be empty.
    let end = (0..width).rev().find(|&x| wanted[usize::from(x)] != Glyph::BLANK).map_or(0, |x| x + columns(x));
    let erases = (last + 1).saturating_sub(end) >= WORTH_ERASING;
    let stop = if erases { end } else { last + 1 };
    let (mut x, mut torn) = (0, false);
    while x < stop {
        let behind = x + columns(x);
        if differs(x) || torn {
            // Half of a wide letter that is written over leaves the other half to be written too.
            torn = (x..behind.min(width)).any(|at| at + shown[usize::from(at)].columns() > behind);
            let cell = &next[usize::from(x)];
            pen.reach(x, y, |from| spoken_for(next, from, x));
            pen.write(cell.symbol(), behind - x, look_of(cell), width);
        }
        x = behind;
    }
    if erases {
        pen.go(end, y);
        pen.erase();
    }
    shown.copy_from_slice(&wanted);
}

/// Returns letters that stand between the pen and a column, when writing them again is cheaper than stepping over, and
/// how they are written; `None` for that when they are blanks, which look the same in many ways.
fn spoken_for(next: &[Cell], from: u16, to: u16) -> Option<(String, Option<Look>)> {
    if to <= from || to - from > WORTH_WRITING {
        return None;
    }
    let between = next[usize::from(from)..usize::from(to)].iter();
    let look = between.clone().find(|cell| !is_blank(cell)).map(look_of);
    let fits = |cell: &Cell| match look {
        Some(look) => look_of(cell) == look || (is_blank(cell) && look.is_flat()),
        None => true,
    };
    let plain = between.clone().all(|cell| cell.symbol().len() == 1 && fits(cell));
    plain.then(|| (between.map(Cell::symbol).collect(), look))
}

fn area(columns: u16, rows: u16) -> Rect {
    Rect::new(0, 0, columns.clamp(1, 1000), rows.clamp(1, 1000))
}

fn look_of(cell: &Cell) -> Look {
    Look { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
}

/// Tells that nothing of a cell is seen, whatever colour its letter would have.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && look_of(cell).is_flat()
}

#[cfg(test)]
mod tests;
