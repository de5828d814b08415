//! Codes as pictures: what is printed, or shown on a terminal to be scanned from it.

use std::io::Cursor;

use datamatrix::{DataMatrix, SymbolList};
use image::{GrayImage, ImageFormat, Luma};

/// Cells of white around a Data Matrix (ISO/IEC 16022 asks for one; scanners of screens do better with more).
const QUIET: usize = 3;

/// Pixels a cell has in a picture.
const CELL: u32 = 8;

/// A code as cells, dark or light, its quiet zone with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    width: usize,
    dark: Vec<bool>,
}

impl Code {
    /// Makes the Data Matrix (ECC 200) of some data; refused when it is more than one symbol holds.
    pub fn data_matrix(data: &[u8]) -> Result<Code, String> {
        let symbol = DataMatrix::encode(data, SymbolList::default()).map_err(|wrong| format!("{wrong:?}"))?;
        let bitmap = symbol.bitmap();
        let width = bitmap.width() + 2 * QUIET;
        let height = bitmap.height() + 2 * QUIET;
        let mut dark = vec![false; width * height];
        for (x, y) in bitmap.pixels() {
            dark[(y + QUIET) * width + x + QUIET] = true;
        }
        Ok(Code { width, dark })
    }

    /// Returns its rows of cells.
    fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width)
    }

    /// Returns it as a PNG picture.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let side = |cells: usize| u32::try_from(cells).unwrap_or(0) * CELL;
        let (width, height) = (side(self.width), side(self.rows().count()));
        let picture = GrayImage::from_fn(width, height, |x, y| {
            let at = (y / CELL) as usize * self.width + (x / CELL) as usize;
            Luma([if self.dark.get(at) == Some(&true) { 0 } else { 255 }])
        });
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(|wrong| wrong.to_string())?;
        Ok(bytes)
    }

    /// Returns it as text, two rows of cells a line, dark on light whatever the terminal's colours are.
    pub fn text(&self) -> String {
        let rows: Vec<&[bool]> = self.rows().collect();
        let mut text = String::new();
        for pair in rows.chunks(2) {
            text.push_str("\u{1b}[30;47m");
            for (x, above) in pair[0].iter().enumerate() {
                let below = pair.get(1).is_some_and(|row| row[x]);
                text.push(match (above, below) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            text.push_str("\u{1b}[0m\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_light_around_it_and_is_the_same_as_picture_and_as_text() {
        let code = Code::data_matrix(b"AbC-019]=/\"\x1dend").unwrap();
        let rows: Vec<_> = code.rows().collect();
        assert!(rows[..QUIET].iter().chain(&rows[rows.len() - QUIET..]).all(|row| row.iter().all(|dark| !dark)));
        // Its finder: a dark row below, and a dark column at the left.
        let last = rows[rows.len() - QUIET - 1];
        assert!(last[QUIET..code.width - QUIET].iter().all(|dark| *dark));
        let picture = image::load_from_memory(&code.png().unwrap()).unwrap().into_luma8();
        let cell = |x: usize, y: usize| {
            let middle = |cells: usize| u32::try_from(cells).unwrap() * CELL + CELL / 2;
            picture.get_pixel(middle(x), middle(y)).0[0] == 0
        };
        for (y, row) in rows.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                assert_eq!(cell(x, y), *dark, "{x} {y}");
            }
        }
        assert_eq!(code.text().lines().count(), rows.len().div_ceil(2));
    }
}
