//! ZPL II (Zebra, "ZPL II Programming Guide": ^XA, ^PW, ^LL, ^LH, ^CI, ^FO, ^FT, ^FB, ^A, ^FH, ^FD, ^GF, ^GB, ^XZ).
//!
//! Symbols and letters that the printer has not are graphics (^GF); data is never a command: in a field every byte
//! but letters, digits and the most harmless marks is written by its number (^FH).

use std::io::Write as _;

use crate::label::barcode::Matrix;
use crate::label::dots::Dots;
use crate::label::layout::{Item, Laid, TextRun};
use crate::label::letters::{ASCENT, Letters};
use crate::label::template::Align;

/// Writes a label.
pub(super) fn write(laid: &Laid, letters: &mut Letters) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2048);
    // ^CI28: fields are UTF-8.
    put(&mut bytes, format_args!("^XA^CI28^PW{}^LL{}^LH0,0\n", laid.width, laid.height));
    for item in &laid.items {
        match item {
            Item::Text(run) if is_printers(&run.text, run.align) => text(&mut bytes, run),
            Item::Text(run) => drawn(&mut bytes, run, letters),
            Item::Symbol { matrix, at, module, high } => symbol(&mut bytes, matrix, *at, *module, *high),
            Item::Rule { at, width, height } => {
                let thick = (*width).min(*height);
                put(&mut bytes, format_args!("^FO{},{}^GB{width},{height},{thick}^FS\n", at.0, at.1));
            }
        }
    }
    bytes.extend(b"^PQ1^XZ\n");
    bytes
}

fn put(bytes: &mut Vec<u8>, what: std::fmt::Arguments<'_>) {
    // Writing to memory does not fail.
    let _ = bytes.write_fmt(what);
}

/// Tells whether the printer's own letters may be used: Latin ones, and no backslash where ^FB would read it.
fn is_printers(text: &str, align: Align) -> bool {
    text.chars().all(|letter| u32::from(letter) < 0x100) && (align == Align::Left || !text.contains('\\'))
}

/// Writes a line in the printer's scalable letters, which are narrower than ours: it stays where it is aligned.
fn text(bytes: &mut Vec<u8>, run: &TextRun) {
    let TextRun { x, baseline, size, width, .. } = run;
    match run.align {
        Align::Left => put(bytes, format_args!("^FT{x},{baseline}")),
        Align::Centre | Align::Right => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "letters of some hundred dots")]
            #[expect(clippy::cast_precision_loss, reason = "letters of some hundred dots")]
            let top = baseline.saturating_sub((*size as f64 * ASCENT * 0.85) as usize);
            let side = if run.align == Align::Right { 'R' } else { 'C' };
            put(bytes, format_args!("^FO{x},{top}^FB{width},1,0,{side}"));
        }
    }
    put(bytes, format_args!("^A0N,{size},{size}^FH^FD"));
    for byte in run.text.bytes() {
        if byte.is_ascii_alphanumeric() || b" .,:/-+()#*".contains(&byte) {
            bytes.push(byte);
        } else {
            bytes.extend([b'_', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }
    bytes.extend(b"^FS\n");
}

/// Draws a line in our letters.
fn drawn(bytes: &mut Vec<u8>, run: &TextRun, letters: &mut Letters) {
    let mut dots = Dots::white(run.width + run.size / 4, run.size + run.size / 3);
    letters.draw(&mut dots, &run.text, (0, run.size), run.size, run.bold);
    graphic(bytes, (run.x, run.baseline.saturating_sub(run.size)), &dots, 1);
}

fn symbol(bytes: &mut Vec<u8>, matrix: &Matrix, at: (usize, usize), module: usize, high: usize) {
    let times = if matrix.is_bars() { high } else { module };
    // One row of dots for each row of modules, repeated.
    let mut dots = Dots::white(matrix.width() * module, matrix.height());
    for (y, row) in matrix.rows().enumerate() {
        for (x, length) in crate::label::barcode::matrix::runs(row) {
            dots.fill((x * module, y), length * module, 1);
        }
    }
    graphic(bytes, at, &dots, times);
}

/// Writes a graphic, each of its rows so many times, in the guide's alternative compression of hexadecimal data.
fn graphic(bytes: &mut Vec<u8>, at: (usize, usize), dots: &Dots, times: usize) {
    let total = dots.stride() * dots.height() * times;
    put(bytes, format_args!("^FO{},{}^GFA,{total},{total},{},", at.0, at.1, dots.stride()));
    let mut above: Option<&[u8]> = None;
    for row in dots.rows() {
        // A colon is the row above once more.
        if above == Some(row) {
            bytes.push(b':');
        } else {
            compressed(bytes, row);
        }
        bytes.extend(std::iter::repeat_n(b':', times - 1));
        above = Some(row);
    }
    bytes.extend(b"^FS\n");
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes a row: a count before each digit that stands more than once, and `,` for zeros to the end.
fn compressed(bytes: &mut Vec<u8>, row: &[u8]) {
    let digit = |at: usize| if at.is_multiple_of(2) { row[at / 2] >> 4 } else { row[at / 2] & 15 };
    let count = row.len() * 2;
    let mut at = 0;
    while at < count {
        let same = (at..count).take_while(|next| digit(*next) == digit(at)).count();
        if at + same == count && digit(at) == 0 {
            bytes.push(b',');
            return;
        }
        counted(bytes, same);
        bytes.push(HEX[usize::from(digit(at))]);
        at += same;
    }
}

/// Writes a count above 1: `G` to `Y` are 1 to 19, `g` to `z` 20 to 400 in twenties.
fn counted(bytes: &mut Vec<u8>, mut count: usize) {
    if count == 1 {
        return;
    }
    while count >= 400 {
        bytes.push(b'z');
        count -= 400;
    }
    // Below 20 each, so they fit.
    #[expect(clippy::cast_possible_truncation, reason = "below 20")]
    let letters = ((count / 20) as u8, (count % 20) as u8);
    if letters.0 > 0 {
        bytes.push(b'f' + letters.0);
    }
    if letters.1 > 0 {
        bytes.push(b'F' + letters.1);
    }
}
