//! Letters: how wide a text is, and its dots.
//!
//! DejaVu Sans Condensed is in the program, so that a label looks alike on every machine and needs no font of the
//! system. It has Latin, Greek and Cyrillic letters; others are drawn as boxes.

use std::collections::HashMap;

use ab_glyph::{Font as _, FontRef, GlyphId, InvalidFont, PxScale, point};

use super::dots::Dots;

/// Height above the baseline of the letters that reach highest, as a part of their size.
pub const ASCENT: f64 = 0.93;

/// Height of a line as a part of its letters' size.
pub const LINE: f64 = 1.2;

/// The dots of one letter.
struct Stamp {
    /// From where the letter begins, to the right.
    left: i32,
    /// From the baseline, downwards: below zero above it.
    top: i32,
    dots: Dots,
}

/// One face, its letters found once.
pub struct Face {
    bytes: &'static [u8],
    font: FontRef<'static>,
    stamps: HashMap<(char, usize), Option<Stamp>>,
}

/// Both faces, and the dots of the letters drawn so far.
pub struct Letters {
    regular: Face,
    bold: Face,
}

impl Letters {
    /// Opens both faces.
    pub fn new() -> Result<Letters, InvalidFont> {
        Ok(Letters {
            regular: Face::new(dejavu::sans_condensed::regular())?,
            bold: Face::new(dejavu::sans_condensed::bold())?,
        })
    }

    /// Returns one of the faces.
    pub const fn face(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }

    /// Draws a text from where it begins on its baseline, `size` dots high.
    pub fn draw(&mut self, on: &mut Dots, text: &str, at: (usize, usize), size: usize, bold: bool) {
        let face = if bold { &mut self.bold } else { &mut self.regular };
        let mut along = 0.0;
        for letter in text.chars() {
            let advance = face.advance(letter);
            face.stamp(on, letter, whole(f64_of(at.0) + along * f64_of(size)), at.1, size);
            along += advance;
        }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Face, InvalidFont> {
        Ok(Face { bytes, font: FontRef::try_from_slice(bytes)?, stamps: HashMap::new() })
    }

    /// Returns its file.
    pub const fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// Returns the number of a letter's picture in the file.
    pub fn glyph(&self, letter: char) -> u16 {
        self.font.glyph_id(letter).0
    }

    /// Tells whether it has a letter.
    pub fn has(&self, letter: char) -> bool {
        self.glyph(letter) != 0
    }

    /// Returns how far a letter moves on, as a part of its size.
    pub fn advance(&self, letter: char) -> f64 {
        f64::from(self.font.h_advance_unscaled(GlyphId(self.glyph(letter))) / self.em())
    }

    /// Returns how wide a text is, as a part of its size.
    pub fn width(&self, text: &str) -> f64 {
        text.chars().map(|letter| self.advance(letter)).sum()
    }

    fn em(&self) -> f32 {
        self.font.units_per_em().unwrap_or(2048.0)
    }

    /// Puts the dots of a letter where it belongs.
    fn stamp(&mut self, on: &mut Dots, letter: char, x: i32, baseline: usize, size: usize) {
        let Face { font, stamps, .. } = self;
        let stamp = stamps.entry((letter, size)).or_insert_with(|| stamp_of(font, letter, size));
        let Some(Stamp { left, top, dots }) = stamp else { return };
        for row in 0..dots.height() {
            for column in 0..dots.width() {
                if dots.is_black(column, row)
                    && let Some(x) = usize::try_from(x + *left).ok().map(|x| x + column)
                    && let Some(y) = baseline.checked_add_signed(*top as isize).map(|y| y + row)
                {
                    on.blacken(x, y);
                }
            }
        }
    }
}

/// Draws one letter; blanks have no dots.
fn stamp_of(font: &FontRef<'static>, letter: char, size: usize) -> Option<Stamp> {
    // The crate's scale is the height of a line, not of the letters' square.
    let em = font.units_per_em().unwrap_or(2048.0);
    #[expect(clippy::cast_precision_loss, reason = "letters of some hundred dots")]
    let scale = PxScale::from(size as f32 * font.height_unscaled() / em);
    let glyph = font.glyph_id(letter).with_scale_and_position(scale, point(0.0, 0.0));
    let outline = font.outline_glyph(glyph)?;
    let bounds = outline.px_bounds();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers of dots")]
    let (wide, high) = (bounds.width().ceil() as usize, bounds.height().ceil() as usize);
    let mut dots = Dots::white(wide, high);
    outline.draw(|x, y, covered| {
        if covered >= 0.5 {
            dots.blacken(x as usize, y as usize);
        }
    });
    Some(Stamp { left: whole(f64::from(bounds.min.x)), top: whole(f64::from(bounds.min.y)), dots })
}

/// Rounds to whole dots.
#[expect(clippy::cast_possible_truncation, reason = "labels are a few thousand dots wide")]
fn whole(dots: f64) -> i32 {
    dots.round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "labels are a few thousand dots wide")]
const fn f64_of(dots: usize) -> f64 {
    dots as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_dots_where_they_should_and_widths_that_add_up() {
        let mut letters = Letters::new().unwrap();
        let mut dots = Dots::white(60, 40);
        letters.draw(&mut dots, "l—", (4, 30), 30, false);
        // The l stands on its baseline, the dash lies in the middle, nothing below.
        assert!((0..60).any(|x| dots.is_black(x, 29)) && (0..60).all(|x| !dots.is_black(x, 31)));
        let face = letters.face(true);
        assert!((face.width("ab") - face.advance('a') - face.advance('b')).abs() < 1e-9);
        assert!(face.has('ж') && face.has('ő') && face.has('€') && !face.has('漢'));
    }
}
