//! What stands on a paper, from top to bottom, and nothing of where: what all outputs draw.

use crate::domain::text::is_graphic;
use crate::label::barcode::{Matrix, Symbol, Symbology};

/// Columns that a paper is wide: those of the text, and as many parts of a page's width.
pub const COLUMNS: usize = 80;

/// A fact: its name and its value.
pub type Fact = (&'static str, String);

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose paper it is: name and address, a line each.
    pub company: Vec<String>,
    /// What it is: `Goods received`.
    pub title: &'static str,
    /// Number of the document, or serial of the unit.
    pub name: String,
    /// What a scanner sends of it.
    pub code: String,
    /// Something that must not be missed: `VOID: cancelled 2026-10-09 …`.
    pub warning: Option<String>,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Who is to sign.
    pub signatures: &'static [&'static str],
    /// When it was printed.
    pub printed: String,
    /// Where the journal stood: how many entries it had.
    pub entries: u64,
    /// Head of the journal's chain in hex digits.
    pub head: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands over it; nothing where there is only one.
    pub heading: &'static str,
    /// Its columns. One of them has no width: it takes what the others leave.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What the columns come to; empty where nothing is summed.
    pub sums: Vec<String>,
    /// What is said where it has no rows.
    pub empty: &'static str,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub word: &'static str,
    /// How much of [`COLUMNS`] it takes; 0 takes what the others leave.
    pub width: usize,
    /// Its cells stand at its right.
    pub right: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<String>,
    /// What more is to be said of it, below its cells.
    pub below: String,
    /// Serials of its units, side by side below it.
    pub serials: Vec<String>,
}

/// Blank columns between two columns of a table.
pub const GAP: usize = 1;

impl Table {
    /// Returns how wide its columns are; those that are named without a width share what the others leave.
    pub fn widths(&self) -> Vec<usize> {
        let taken: usize = self.columns.iter().map(|column| column.width).sum();
        let gaps = GAP * self.columns.len().saturating_sub(1);
        let filling = self.columns.iter().filter(|column| column.width == 0).count().max(1);
        let rest = COLUMNS.saturating_sub(taken + gaps) / filling;
        self.columns.iter().map(|column| if column.width == 0 { rest } else { column.width }).collect()
    }
}

impl Sheet {
    /// Returns the symbol of its code: the smallest that its reader takes for the same text again.
    pub fn symbol(&self) -> Option<Matrix> {
        let symbology = if self.code.is_ascii() { Symbology::DataMatrix } else { Symbology::Qr };
        // What is longer than a symbol holds stands there as text.
        Symbol::new(symbology, &self.code).ok().map(|symbol| symbol.matrix)
    }

    /// Returns the words of its foot.
    pub fn foot(&self) -> String {
        format!("Printed {} · journal entry {}, head", self.printed, self.entries)
    }
}

/// Returns a text with a blank for each character that has no picture: no paper moves a cursor or turns text around.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if is_graphic(letter) { letter } else { ' ' }).collect()
}
