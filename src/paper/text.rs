//! A paper as text of 80 columns, its code drawn in half blocks: for terminals, mails and line printers.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::sheet::{COLUMNS, GAP, Row, Sheet, Table, plain};
use crate::label::layout::wrapped;
use crate::label::preview;

/// Columns of a fact's name.
const NAME: usize = 20;

/// Columns by which what stands below a row is moved in.
const INDENT: usize = 2;

/// Writes a paper, from its heading to its foot; each line ends with a line end.
pub fn write(sheet: &Sheet) -> String {
    let mut lines = beside(head(sheet), sheet);
    for table in &sheet.tables {
        lines.push(String::new());
        draw(table, &mut lines);
    }
    for who in sheet.signatures {
        lines.push(String::new());
        lines.push(String::new());
        lines.push(format!("{who:<NAME$}{}  Date {}", "_".repeat(34), "_".repeat(19)));
    }
    lines.push(String::new());
    lines.push("─".repeat(COLUMNS));
    lines.extend([sheet.foot(), sheet.head.clone()]);
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Returns the lines above the tables, as wide as the code leaves room beside it.
fn head(sheet: &Sheet) -> Vec<String> {
    let code = sheet.symbol().map_or(0, |matrix| preview::symbol(&matrix, 0, false).len());
    let (narrow, mut lines) = (COLUMNS - symbol_width(sheet), Vec::new());
    let mut say = |name: &str, said: &str| {
        let begin = if name.is_empty() { 0 } else { NAME };
        let room = if lines.len() < code { narrow } else { COLUMNS } - begin;
        for (at, line) in wrap(said, room).into_iter().enumerate() {
            lines.push(format!("{:<begin$}{line}", if at == 0 { name } else { "" }));
        }
    };
    sheet.company.iter().for_each(|line| say("", line));
    say("", "");
    say("", &format!("{} {}", sheet.title.to_uppercase(), sheet.name));
    sheet.warning.iter().for_each(|warning| say("", warning));
    say("", "");
    sheet.facts.iter().for_each(|(name, value)| say(name, value));
    lines
}

/// Returns how many columns the code takes, with a blank before it.
fn symbol_width(sheet: &Sheet) -> usize {
    let Some(matrix) = sheet.symbol() else { return 0 };
    preview::symbol(&matrix, 0, false).first().map_or(0, |line| line.chars().count() + GAP).min(COLUMNS / 2)
}

/// Puts the code at the right of the first lines.
fn beside(lines: Vec<String>, sheet: &Sheet) -> Vec<String> {
    let Some(matrix) = sheet.symbol() else { return lines };
    let code = preview::symbol(&matrix, 0, false);
    if symbol_width(sheet) >= COLUMNS / 2 {
        // A serial of unusual length: its code stands by itself.
        return lines.into_iter().chain([String::new()]).chain(code).collect();
    }
    let left = COLUMNS - symbol_width(sheet) + GAP;
    let mut whole = Vec::new();
    for at in 0..lines.len().max(code.len()) {
        let text = lines.get(at).map_or("", String::as_str);
        match code.get(at) {
            Some(code) => whole.push(format!("{}{code}", padded(text, left, false))),
            None => whole.push(text.to_owned()),
        }
    }
    whole
}

fn draw(table: &Table, lines: &mut Vec<String>) {
    if !table.heading.is_empty() {
        lines.push(table.heading.to_uppercase());
    }
    let words = table.columns.iter().map(|column| column.word.to_owned()).collect();
    row(table, &Row { cells: words, ..Row::default() }, lines);
    lines.push("─".repeat(COLUMNS));
    if table.rows.is_empty() {
        lines.push(table.empty.to_owned());
    }
    for one in &table.rows {
        row(table, one, lines);
    }
    if !table.sums.is_empty() {
        lines.push("─".repeat(COLUMNS));
        row(table, &Row { cells: table.sums.clone(), ..Row::default() }, lines);
    }
}

fn row(table: &Table, row: &Row, lines: &mut Vec<String>) {
    let widths = table.widths();
    let cells: Vec<Vec<String>> = row.cells.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
    for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = String::new();
        for ((cell, width), column) in cells.iter().zip(&widths).zip(&table.columns) {
            line += &padded(cell.get(at).map_or("", String::as_str), *width, column.right);
            line += &" ".repeat(GAP);
        }
        lines.push(line);
    }
    if !row.below.is_empty() {
        lines.extend(wrap(&row.below, COLUMNS - INDENT).into_iter().map(|line| format!("  {line}")));
    }
    serials(&row.serials, lines);
}

/// Puts serials side by side, as many as the longest lets.
fn serials(serials: &[String], lines: &mut Vec<String>) {
    let each = serials.iter().map(|serial| serial.width()).max().unwrap_or(0) + INDENT;
    for some in serials.chunks(((COLUMNS - INDENT) / each).max(1)) {
        let line = some.iter().flat_map(|serial| [" ".repeat(INDENT), padded(&plain(serial), each - INDENT, false)]);
        lines.push(line.collect());
    }
}

/// Breaks a text into lines.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    wrapped(&plain(text), |line| line.width() <= columns)
}

/// Fills a text up with blanks.
fn padded(text: &str, columns: usize, right: bool) -> String {
    let taken: usize = text.chars().map(|letter| letter.width().unwrap_or(0)).sum();
    let blank = " ".repeat(columns.saturating_sub(taken));
    if right { blank + text } else { format!("{text}{blank}") }
}
