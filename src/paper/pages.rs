//! A paper as pages of A4: the same words as the text, in letters of different widths, with its code as a symbol.
//!
//! What does not fit goes on on the next page, below the table's heading; nothing is cut off. Every page says whose it
//! is, which of how many, and the head of the journal's chain.

use super::sheet::{COLUMNS, Fact, GAP, Row, Sheet, Table, plain};
use crate::label::layout::{Item, Laid, TextRun, wrapped};
use crate::label::letters::{ASCENT, LINE, Letters};
use crate::label::output::pdf::{DPI, Page};
use crate::label::template::Align;

/// Width and height of the paper in millimetres.
const A4: (f64, f64) = (210.0, 297.0);
/// Millimetres that stay white at each side.
const MARGIN: f64 = 15.0;
/// Where the text of a page ends, and its foot begins.
const END: f64 = 278.0;
/// Sizes of letters in millimetres: of the heading, of what is read, of the foot.
const TITLE: f64 = 6.0;
const BODY: f64 = 3.1;
const SMALL: f64 = 2.3;
/// The most a code takes of a page's width and height.
const CODE: f64 = 24.0;
/// What a fact's name takes of the width, and a fact of two that stand side by side.
const NAME: usize = 15;
const HALF: usize = COLUMNS / 2;
/// Lines of a row that stay together at the end of a page.
const TOGETHER: usize = 4;

/// Lays a paper out on as many pages as it takes.
pub fn lay(sheet: &Sheet, letters: &Letters) -> Vec<Page> {
    let mut press = Press { sheet, letters, pages: Vec::new(), at: 0 };
    press.first();
    for table in &sheet.tables {
        press.table(table);
    }
    press.signatures();
    press.feet();
    let side = |millimetres| dots(millimetres);
    let laid = |items| Laid { width: side(A4.0), height: side(A4.1), dpi: DPI, items };
    press.pages.into_iter().map(|items| Page { size: A4, laid: vec![((0.0, 0.0), laid(items))] }).collect()
}

/// Turns millimetres into dots.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is some thousand dots")]
fn dots(millimetres: f64) -> usize {
    (millimetres * f64::from(DPI) / 25.4).round() as usize
}

/// Returns where a column begins, in dots from the left edge of the page.
#[expect(clippy::cast_precision_loss, reason = "at most 80 columns")]
fn column(at: usize) -> usize {
    dots(MARGIN + (A4.0 - 2.0 * MARGIN) * at as f64 / COLUMNS as f64)
}

/// How a line of text looks, and where it stands: from one column to another.
#[derive(Clone, Copy)]
struct Look {
    from: usize,
    to: usize,
    size: f64,
    bold: bool,
    right: bool,
}

impl Look {
    const fn body(from: usize, to: usize) -> Look {
        Look { from, to, size: BODY, bold: false, right: false }
    }

    const fn bold(self) -> Look {
        Look { bold: true, ..self }
    }

    fn high(self) -> usize {
        dots(self.size * LINE)
    }
}

/// The pages so far, and how far down the last one is filled.
struct Press<'a> {
    sheet: &'a Sheet,
    letters: &'a Letters,
    pages: Vec<Vec<Item>>,
    at: usize,
}

impl Press<'_> {
    // ── the head ────────────────────────────────────────────────────────────────────────────────────────────────────

    fn first(&mut self) {
        self.pages.push(Vec::new());
        self.at = dots(MARGIN);
        let sheet = self.sheet;
        let beside = self.code();
        for (at, line) in sheet.company.iter().enumerate() {
            let look = Look { bold: at == 0, ..Look::body(0, beside) };
            self.words(line, look);
        }
        self.down(BODY);
        let title = format!("{} {}", sheet.title, sheet.name);
        self.words(&title, Look { size: TITLE, ..Look::body(0, beside).bold() });
        if let Some(warning) = &sheet.warning {
            self.words(warning, Look::body(0, beside).bold());
        }
        self.down(BODY / 2.0);
        self.at = self.at.max(dots(MARGIN + CODE + BODY));
        self.facts();
    }

    /// Draws the code at the right, what it says below it, and returns the column where it begins.
    fn code(&mut self) -> usize {
        let Some(matrix) = self.sheet.symbol() else { return COLUMNS };
        let quiet = matrix.quiet();
        let module = (dots(CODE - SMALL * LINE) / matrix.full_height()).max(2);
        let right = column(COLUMNS);
        let left = right.saturating_sub(matrix.full_width() * module);
        let at = (left + quiet.left * module, dots(MARGIN) + quiet.beyond * module);
        let below = dots(MARGIN) + matrix.full_height() * module;
        self.put(Item::Symbol { matrix, at, module, high: 0 });
        let begins = COLUMNS * 3 / 4;
        let look = Look { size: SMALL, right: true, ..Look::body(begins, COLUMNS) };
        self.line(&plain(&self.sheet.code), look, below);
        begins
    }

    /// Draws facts: two side by side where both are short.
    fn facts(&mut self) {
        let facts = &self.sheet.facts;
        let short = |fact: &Fact| self.broken(&fact.1, Look::body(NAME, HALF - GAP)).len() == 1;
        let mut rows: Vec<&[Fact]> = Vec::new();
        let mut next = 0;
        while next < facts.len() {
            let pair = facts.get(next + 1).is_some_and(short) && short(&facts[next]);
            let count = if pair { 2 } else { 1 };
            rows.push(&facts[next..next + count]);
            next += count;
        }
        for row in rows {
            let end = if row.len() == 2 { HALF - GAP } else { COLUMNS };
            let value = self.broken(&row[0].1, Look::body(NAME, end));
            self.room(dots(BODY * LINE) * value.len().min(TOGETHER));
            let top = self.at;
            for ((name, value), left) in row.iter().zip([0, HALF]) {
                let mut look = Look::body(left, left + NAME);
                self.line(name, look.bold(), top);
                look = Look::body(left + NAME, if row.len() == 2 { left + HALF - GAP } else { COLUMNS });
                self.at = top;
                self.words(value, look);
            }
        }
    }

    // ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

    fn table(&mut self, table: &Table) {
        self.down(BODY);
        self.room(dots(BODY * LINE * 4.0));
        if !table.heading.is_empty() {
            self.words(table.heading, Look::body(0, COLUMNS).bold());
        }
        self.heading(table);
        if table.rows.is_empty() {
            self.words(table.empty, Look::body(0, COLUMNS));
        }
        for row in &table.rows {
            self.row(table, row, false);
        }
        if !table.sums.is_empty() {
            self.rule();
            self.row(table, &Row { cells: table.sums.clone(), ..Row::default() }, true);
        }
    }

    fn heading(&mut self, table: &Table) {
        let top = self.at;
        for (look, column) in looks(table, true).zip(&table.columns) {
            self.line(column.word, look, top);
        }
        self.at += dots(BODY * LINE);
        self.rule();
    }

    fn row(&mut self, table: &Table, row: &Row, bold: bool) {
        let looks: Vec<Look> = looks(table, bold).collect();
        let cells: Vec<Vec<String>> =
            row.cells.iter().zip(&looks).map(|(cell, look)| self.broken(cell, *look)).collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        // A row does not stand alone at the end of a page without what is below it.
        let more = usize::from(!row.below.is_empty()) + usize::from(!row.serials.is_empty());
        self.within(table, (lines + more).min(TOGETHER));
        for at in 0..lines {
            self.within(table, 1);
            let top = self.at;
            for (cell, look) in cells.iter().zip(&looks) {
                if let Some(line) = cell.get(at) {
                    self.line(line, *look, top);
                }
            }
            self.at += dots(BODY * LINE);
        }
        let below = Look::body(2, COLUMNS);
        for line in self.broken(&row.below, below).into_iter().filter(|line| !line.is_empty()) {
            self.within(table, 1);
            let top = self.at;
            self.line(&line, below, top);
            self.at += dots(BODY * LINE);
        }
        self.serials(table, &row.serials);
    }

    /// Draws serials side by side, as many as the longest lets.
    fn serials(&mut self, table: &Table, serials: &[String]) {
        let face = self.letters.face(false);
        let widest = serials.iter().map(|serial| face.width(serial) * BODY).fold(0.0, f64::max);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in columns")]
        #[expect(clippy::cast_precision_loss, reason = "80 columns")]
        let each = (widest * COLUMNS as f64 / (A4.0 - 2.0 * MARGIN)).ceil() as usize + 2;
        for some in serials.chunks(((COLUMNS - 2) / each).max(1)) {
            self.within(table, 1);
            let top = self.at;
            for (at, serial) in some.iter().enumerate() {
                let from = 2 + at * each;
                self.line(&plain(serial), Look::body(from, from + each), top);
            }
            self.at += dots(BODY * LINE);
        }
    }

    /// Makes room for lines of a table: on the next page, below its heading.
    fn within(&mut self, table: &Table, lines: usize) {
        if self.room(dots(BODY * LINE) * lines) {
            self.heading(table);
        }
    }

    // ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    fn signatures(&mut self) {
        for who in self.sheet.signatures {
            self.room(dots(16.0));
            self.down(10.0);
            let top = self.at;
            self.line(who, Look::body(0, 20), top);
            self.line("Date", Look::body(58, 63), top);
            for (from, to) in [(20, 56), (63, COLUMNS)] {
                let at = (column(from), top + dots(BODY * ASCENT));
                self.put(Item::Rule { at, width: column(to) - column(from), height: dots(0.2) });
            }
            self.at += dots(BODY * LINE);
        }
    }

    /// Writes the foot of every page, now that it is known how many there are.
    fn feet(&mut self) {
        let count = self.pages.len();
        let foot = format!("{} {}", self.sheet.foot(), self.sheet.head);
        let top = dots(END + 4.0);
        for page in 0..count {
            self.at = 0;
            let small = |from, to, right| Look { size: SMALL, right, ..Look::body(from, to) };
            let items = vec![
                Item::Rule { at: (column(0), dots(END + 2.5)), width: column(COLUMNS) - column(0), height: dots(0.2) },
                self.run(&foot, small(0, 72, false), top),
                self.run(&format!("Page {} of {count}", page + 1), small(70, COLUMNS, true), top),
            ];
            self.pages[page].extend(items);
        }
    }

    // ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Makes room for so many dots; tells whether that was a page of its own.
    fn room(&mut self, high: usize) -> bool {
        if self.at + high <= dots(END) {
            return false;
        }
        self.pages.push(Vec::new());
        self.at = dots(MARGIN);
        let whose = self.sheet.company.first().map_or("", String::as_str);
        let top = self.at;
        self.line(&format!("{} {}", self.sheet.title, self.sheet.name), Look::body(0, 50).bold(), top);
        self.line(whose, Look { right: true, ..Look::body(50, COLUMNS) }, top);
        self.at += dots(BODY * LINE);
        self.rule();
        self.down(BODY / 2.0);
        true
    }

    /// Writes a text, as many lines as it takes.
    fn words(&mut self, text: &str, look: Look) {
        for line in self.broken(text, look) {
            self.room(look.high());
            let top = self.at;
            self.line(&line, look, top);
            self.at += look.high();
        }
    }

    fn broken(&self, text: &str, look: Look) -> Vec<String> {
        let face = self.letters.face(look.bold);
        #[expect(clippy::cast_precision_loss, reason = "a page is some thousand dots")]
        let room = (column(look.to) - column(look.from)) as f64 / dots(look.size) as f64;
        wrapped(&plain(text), |line| face.width(line) <= room)
    }

    fn line(&mut self, text: &str, look: Look, top: usize) {
        if !text.is_empty() {
            let run = self.run(text, look, top);
            self.put(run);
        }
    }

    fn run(&self, text: &str, look: Look, top: usize) -> Item {
        let size = dots(look.size);
        let part = |of: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is some thousand dots")]
            #[expect(clippy::cast_precision_loss, reason = "letters of some hundred dots")]
            let dots = (size as f64 * of).round() as usize;
            dots
        };
        let width = part(self.letters.face(look.bold).width(text));
        let x = if look.right { column(look.to).saturating_sub(width) } else { column(look.from) };
        let align = if look.right { Align::Right } else { Align::Left };
        Item::Text(TextRun {
            text: text.to_owned(),
            x,
            baseline: top + part(ASCENT),
            size,
            width,
            bold: look.bold,
            align,
        })
    }

    fn rule(&mut self) {
        let at = (column(0), self.at + dots(0.4));
        self.put(Item::Rule { at, width: column(COLUMNS) - column(0), height: dots(0.2) });
        self.down(1.0);
    }

    fn down(&mut self, millimetres: f64) {
        self.at += dots(millimetres);
    }

    fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }
}

/// Returns how the cells of a row look, one after the other.
fn looks(table: &Table, bold: bool) -> impl Iterator<Item = Look> {
    let mut from = 0;
    table.columns.iter().zip(table.widths()).map(move |(column, width)| {
        let look = Look { right: column.right, bold, ..Look::body(from, from + width) };
        from += width + GAP;
        look
    })
}
