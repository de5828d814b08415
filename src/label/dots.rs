//! Dots, black or white: a label or a symbol as a printer's head burns it.

use super::barcode::matrix::{Matrix, runs};

/// A picture of one bit a dot, eight dots a byte from the left, each row at a byte of its own; ones are black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    width: usize,
    stride: usize,
    bits: Vec<u8>,
}

impl Dots {
    /// Makes a white picture.
    pub fn white(width: usize, height: usize) -> Dots {
        let stride = width.div_ceil(8);
        Dots { width, stride, bits: vec![0; stride * height] }
    }

    /// Draws a matrix with its quiet zone, each module so many dots wide; bars become `high` dots high.
    pub fn of_matrix(matrix: &Matrix, module: usize, high: usize) -> Dots {
        let quiet = matrix.quiet();
        let tall = if matrix.is_bars() { high } else { matrix.full_height() * module };
        let mut dots = Dots::white(matrix.full_width() * module, tall);
        dots.draw_matrix(matrix, (quiet.left * module, quiet.beyond * module), module, high);
        dots
    }

    /// Draws a matrix without its quiet zone, its upper left corner at `at`.
    pub fn draw_matrix(&mut self, matrix: &Matrix, at: (usize, usize), module: usize, high: usize) {
        let tall = if matrix.is_bars() { high } else { module };
        for (y, row) in matrix.rows().enumerate() {
            for (x, length) in runs(row) {
                self.fill((at.0 + x * module, at.1 + y * tall), length * module, tall);
            }
        }
    }

    /// Returns the dots of a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns the number of rows.
    pub fn height(&self) -> usize {
        self.bits.len().checked_div(self.stride).unwrap_or(0)
    }

    /// Returns the bytes of a row.
    pub const fn stride(&self) -> usize {
        self.stride
    }

    /// Returns its rows, from the top. Bits beyond the width are white.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.bits.chunks(self.stride.max(1))
    }

    /// Tells whether a dot is black; beyond the edge none is.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width && self.bits.get(y * self.stride + x / 8).is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Makes one dot black; what is beyond the edge is not drawn.
    pub fn blacken(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(byte) = self.bits.get_mut(y * self.stride + x / 8)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }

    /// Lays another picture over this one at the left edge, from a row on.
    pub fn put(&mut self, other: &Dots, top: usize) {
        for (y, row) in other.rows().enumerate() {
            let Some(below) = self.bits.get_mut((top + y) * self.stride..) else { return };
            for (byte, black) in below.iter_mut().take(self.stride).zip(row) {
                *byte |= black;
            }
        }
    }

    /// Makes a rectangle black.
    pub fn fill(&mut self, at: (usize, usize), width: usize, height: usize) {
        let right = (at.0 + width).min(self.width);
        let below = (at.1 + height).min(self.height());
        if at.0 >= right {
            return;
        }
        let (first, last) = (at.0 / 8, (right - 1) / 8);
        for y in at.1..below {
            for byte in first..=last {
                let from = if byte == first { 0xff >> (at.0 % 8) } else { 0xff };
                let to = if byte == last { 0xff << (7 - (right - 1) % 8) } else { 0xff };
                self.bits[y * self.stride + byte] |= from & to;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_rectangle_is_black_within_and_white_around_it(
            (x, y, width, height) in (0usize..40, 0usize..12, 0usize..40, 0usize..12)
        ) {
            let mut dots = Dots::white(33, 9);
            dots.fill((x, y), width, height);
            for row in 0..9 {
                for column in 0..33 {
                    let within = (x..x + width).contains(&column) && (y..y + height).contains(&row);
                    prop_assert_eq!(dots.is_black(column, row), within, "{} {}", column, row);
                }
            }
            prop_assert!(dots.rows().all(|row| row[4].trailing_zeros() >= 7), "black beyond the edge");
        }
    }
}
