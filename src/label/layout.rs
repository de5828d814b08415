//! A label with everything in its place, in dots: what all outputs draw, and what is refused before it is printed.
//!
//! A symbol that does not fit takes its fallback. One whose modules would be fewer than [`least`] dots wide is
//! refused with the arithmetic: nothing is printed that a scanner cannot read.

mod misfit;
mod text;

pub use misfit::{Misfit, Tried};
pub use text::{TextRun, wrapped};

use super::barcode::{Matrix, Symbol, Symbology};
use super::dots::Dots;
use super::facts::{Facts, Variable};
use super::letters::Letters;
use super::template::{Area, SymbolField, Template};

/// The narrowest module that scanners are sure to read, in millimetres, whatever the printer could do.
const NARROWEST: f64 = 0.165;

/// Something on a label, in dots from the upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// One line of text.
    Text(TextRun),
    /// A symbol, without its quiet zone.
    Symbol {
        /// Its modules.
        matrix: Matrix,
        /// Its upper left corner.
        at: (usize, usize),
        /// Dots of a module.
        module: usize,
        /// Dots that bars are high.
        high: usize,
    },
    /// A black rectangle.
    Rule {
        /// Its upper left corner.
        at: (usize, usize),
        /// Its width.
        width: usize,
        /// Its height.
        height: usize,
    },
}

/// A label with everything in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// Dots from left to right.
    pub width: usize,
    /// Dots from top to bottom.
    pub height: usize,
    /// Dots an inch.
    pub dpi: u32,
    /// What is on it.
    pub items: Vec<Item>,
}

/// Returns how many dots wide a module must be at least: two, and never narrower than a scanner reads.
pub fn least(dpi: u32) -> usize {
    dots(NARROWEST, dpi, f64::ceil).max(2)
}

/// Turns millimetres into dots.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half a metre is some ten thousand dots")]
fn dots(millimetres: f64, dpi: u32, round: fn(f64) -> f64) -> usize {
    round(millimetres * f64::from(dpi) / 25.4).max(0.0) as usize
}

/// A field in dots.
#[derive(Debug, Clone, Copy)]
struct Place {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Place {
    fn of(area: &Area, dpi: u32) -> Place {
        let near = |millimetres| dots(millimetres, dpi, f64::round);
        Place { x: near(area.x), y: near(area.y), width: near(area.width), height: near(area.height) }
    }
}

/// Puts everything in its place.
pub fn lay(template: &Template, facts: &Facts, dpi: u32, letters: &Letters) -> Result<Laid, Misfit> {
    let mut items = Vec::new();
    for rule in &template.rules {
        let Place { x, y, width, height } = Place::of(rule, dpi);
        items.push(Item::Rule { at: (x, y), width: width.max(1), height: height.max(1) });
    }
    for field in &template.symbols {
        symbol(field, facts, dpi, letters, &mut items)?;
    }
    for field in &template.texts {
        let said = field.wording.said(facts);
        let place = Place::of(&field.area, dpi);
        items.extend(text::set(field, &said, place, dpi, letters)?.into_iter().map(Item::Text));
    }
    let side = |millimetres| dots(millimetres, dpi, f64::round);
    Ok(Laid { width: side(template.width), height: side(template.height), dpi, items })
}

/// Puts the first symbol that takes the text and fits into its field, and what people read below it.
fn symbol(
    field: &SymbolField,
    facts: &Facts,
    dpi: u32,
    letters: &Letters,
    items: &mut Vec<Item>,
) -> Result<(), Misfit> {
    let said = field.wording.said(facts);
    if said.is_empty() {
        let missing = field.wording.variables().map(Variable::name).collect::<Vec<_>>();
        return Err(Misfit::Nothing { missing: missing.join(", ") });
    }
    let place = Place::of(&field.area, dpi);
    let size = field.letters.map_or(0, |height| dots(height, dpi, f64::round));
    let below = text::high(1, size);
    let room = (place.width, place.height.saturating_sub(below));
    let mut tried = Vec::new();
    for symbology in &field.symbols {
        let text = if symbology.is_gs1() { field.wording.bracketed(facts) } else { said.clone() };
        match fit(*symbology, &text, room, dpi, field.widest) {
            Ok((symbol, module)) => {
                let high = room.1;
                let (full_width, full_height) = full(&symbol.matrix, module, high);
                let quiet = symbol.matrix.quiet();
                let x = place.x + (place.width - full_width) / 2 + quiet.left * module;
                let y = place.y + (room.1 - full_height) / 2 + quiet.beyond * module;
                if size > 0 {
                    let under = Place { y: place.y + usize::midpoint(room.1, full_height), height: below, ..place };
                    items.extend(text::one(&symbol.text, under, size, letters).map(Item::Text));
                }
                items.push(Item::Symbol { matrix: symbol.matrix, at: (x, y), module, high });
                return Ok(());
            }
            Err(why) => tried.push((*symbology, why)),
        }
    }
    Err(Misfit::Symbol { text: said, dpi, tried })
}

/// Returns what a symbol takes with its quiet zone, in dots.
fn full(matrix: &Matrix, module: usize, high: usize) -> (usize, usize) {
    (matrix.full_width() * module, if matrix.is_bars() { high } else { matrix.full_height() * module })
}

/// Makes a symbol, and finds the widest module with which it fits.
fn fit(
    symbology: Symbology,
    text: &str,
    room: (usize, usize),
    dpi: u32,
    widest: f64,
) -> Result<(Symbol, usize), Tried> {
    let symbol = Symbol::new(symbology, text).map_err(Tried::Flaw)?;
    let matrix = &symbol.matrix;
    let across = room.0 / matrix.full_width();
    let down = if matrix.is_bars() { usize::MAX } else { room.1 / matrix.full_height() };
    let needs = least(dpi);
    if across.min(down) < needs {
        let (modules, dots) =
            if across <= down { (matrix.full_width(), room.0) } else { (matrix.full_height(), room.1) };
        return Err(Tried::Narrow { modules, dots, needs });
    }
    Ok((symbol, across.min(down).min(dots(widest, dpi, f64::round).max(needs))))
}

impl Laid {
    /// Draws it as the dots that a printer burns.
    pub fn draw(&self, letters: &mut Letters) -> Dots {
        let mut picture = Dots::white(self.width, self.height);
        for item in &self.items {
            item.draw(&mut picture, letters);
        }
        picture
    }
}

impl Item {
    /// Draws it where it stands.
    pub fn draw(&self, on: &mut Dots, letters: &mut Letters) {
        match self {
            Item::Text(run) => letters.draw(on, &run.text, (run.x, run.baseline), run.size, run.bold),
            Item::Symbol { matrix, at, module, high } => on.draw_matrix(matrix, *at, *module, *high),
            Item::Rule { at, width, height } => on.fill(*at, *width, *height),
        }
    }
}

#[cfg(test)]
mod tests;
