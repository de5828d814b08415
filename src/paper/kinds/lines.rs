//! The lines of a document as a table: product, quantity, what its kind adds, and the serials below.

use super::Told;
use crate::domain::money::Money;
use crate::messages::{DocumentLine, DocumentView, UnitRow};
use crate::paper::sheet::{Column, Row, Table};

/// Something that is said of each line.
pub struct LineColumn {
    /// What stands over it.
    word: &'static str,
    /// How much of the width it takes.
    width: usize,
    /// It is a number, and stands at the right.
    number: bool,
    /// It is a cost: only who may see costs is told.
    cost: bool,
    /// What it is.
    cell: fn(&DocumentLine) -> String,
    /// The amount that is summed up below.
    sum: Option<fn(&DocumentLine) -> Money>,
}

const fn plain(word: &'static str, width: usize, cell: fn(&DocumentLine) -> String) -> LineColumn {
    LineColumn { word, width, number: false, cost: false, cell, sum: None }
}

/// How much.
pub const QUANTITY: LineColumn =
    LineColumn { number: true, ..plain("Quantity", 11, |line| format!("{} {}", line.quantity, line.unit)) };
/// What one cost as it came in.
pub const COST: LineColumn =
    LineColumn { number: true, cost: true, ..plain("Cost", 11, |line| each(total(line), line)) };
/// What the whole line costs.
pub const TOTAL: LineColumn =
    LineColumn { number: true, cost: true, sum: Some(total), ..plain("Total", 13, |line| total(line).grouped()) };
/// What one is sold for.
pub const PRICE: LineColumn =
    LineColumn { number: true, ..plain("Price", 11, |line| line.price.map(Money::grouped).unwrap_or_default()) };
/// What the whole line is sold for.
pub const AMOUNT: LineColumn = LineColumn {
    number: true,
    sum: Some(amount),
    ..plain("Amount", 13, |line| line.price.map(|_| amount(line).grouped()).unwrap_or_default())
};
/// The supplier's warranty.
pub const WARRANTY: LineColumn =
    plain("Warranty", 8, |line| line.warranty.map(|months| format!("{months} mo")).unwrap_or_default());
/// The shelf it is put on or taken from.
pub const SHELF: LineColumn = plain("Shelf", 8, |line| line.bin.clone().unwrap_or_default());
/// The shelf it is brought to.
pub const TO_SHELF: LineColumn = plain("To shelf", 8, |line| line.to_bin.clone().unwrap_or_default());
/// The lots it took from.
pub const LOTS: LineColumn =
    plain("Lots", 14, |line| line.took.iter().map(|took| took.label.as_str()).collect::<Vec<_>>().join(", "));
/// What is still on its way.
pub const ON_ITS_WAY: LineColumn = LineColumn {
    number: true,
    ..plain(
        "On its way",
        10,
        |line| {
            if line.in_transit.is_zero() { String::new() } else { line.in_transit.to_string() }
        },
    )
};
/// A place to tick.
pub const TICK: LineColumn = plain("", 3, |_| "[ ]".to_owned());

fn total(line: &DocumentLine) -> Money {
    line.corrected.unwrap_or(line.cost)
}

fn amount(line: &DocumentLine) -> Money {
    line.price.and_then(|price| price.checked_mul(line.quantity)).unwrap_or(Money::ZERO)
}

fn each(total: Money, line: &DocumentLine) -> String {
    total.per_unit(line.quantity).unwrap_or(total).grouped()
}

/// Makes the table. A column in which nothing stands is left out.
pub fn table(told: &Told, document: &DocumentView, units: &[Vec<UnitRow>], columns: &[LineColumn]) -> Table {
    let lines = &document.lines;
    let says = |column: &LineColumn| lines.iter().any(|line| !(column.cell)(line).is_empty());
    let shown: Vec<&LineColumn> =
        columns.iter().filter(|column| (told.costs || !column.cost) && says(column)).collect();
    let mut heads =
        vec![Column { word: "Line", width: 4, right: true }, Column { word: "Product", width: 0, right: false }];
    heads.extend(shown.iter().map(|column| Column { word: column.word, width: column.width, right: column.number }));
    let places = lines.iter().any(|line| line.warehouse != lines[0].warehouse);
    let rows = lines.iter().enumerate().map(|(at, line)| {
        let mut cells = vec![line.line.to_string(), line.name.clone()];
        cells.extend(shown.iter().map(|column| (column.cell)(line)));
        let serials = units.get(at).into_iter().flatten().map(|unit| unit.serial.clone()).collect();
        Row { cells, below: below(line, places), serials }
    });
    let rows = rows.collect();
    Table { heading: "", columns: heads, rows, sums: sums(told, lines, &shown), empty: "It has no lines." }
}

fn sums(told: &Told, lines: &[DocumentLine], shown: &[&LineColumn]) -> Vec<String> {
    if !shown.iter().any(|column| column.sum.is_some()) {
        return Vec::new();
    }
    let sum = |column: &&LineColumn| {
        let total: Option<Money> = column.sum.map(|sum| lines.iter().map(sum).sum())?;
        total.map(Money::grouped)
    };
    let mut sums = vec![String::new(), format!("Total in {}", told.currency)];
    sums.extend(shown.iter().map(|column| sum(column).unwrap_or_default()));
    sums
}

/// Returns what else is known of a line.
fn below(line: &DocumentLine, places: bool) -> String {
    let mut facts = Vec::new();
    facts.extend(places.then(|| line.warehouse.clone()));
    facts.extend(line.was.as_ref().map(|was| format!("was lot {was}")));
    facts.extend((!line.batch.is_empty()).then(|| format!("batch {}", line.batch)));
    facts.extend(line.expiry.map(|day| format!("expires {day}")));
    facts.extend((!line.damaged.is_zero()).then(|| format!("{} of it damaged", line.damaged)));
    facts.extend((!line.missing.is_zero()).then(|| format!("{} not named yet", line.missing)));
    facts.join(" · ")
}
