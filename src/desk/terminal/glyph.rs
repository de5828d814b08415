//! What stands in one cell of a terminal, small enough to be kept for every cell of every desk.

use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthStr as _;

use super::pen::Look;
use super::{is_blank, look_of};

/// Longest symbol that is kept as it is.
const INLINE: usize = 7;

/// Letter and look of a cell. Two are equal only if a terminal shows the same for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    symbol: u64,
    look: u16,
    columns: u8,
}

impl Glyph {
    /// Nothing to be seen.
    pub const BLANK: Glyph = Glyph { symbol: 0, look: 0, columns: 1 };

    /// Returns its width.
    pub fn columns(self) -> u16 {
        u16::from(self.columns)
    }
}

/// Looks that were used so far, by number; 0 is that of blanks.
#[derive(Debug, Default)]
pub struct Looks(Vec<Look>);

impl Looks {
    /// Returns the glyph of a cell.
    pub fn glyph(&mut self, cell: &Cell) -> Glyph {
        if is_blank(cell) {
            return Glyph::BLANK;
        }
        let symbol = cell.symbol();
        let columns = if symbol.len() == 1 { 1 } else { u8::try_from(symbol.width()).unwrap_or(1).max(1) };
        Glyph { symbol: pack(symbol), look: self.number(look_of(cell)), columns }
    }

    fn number(&mut self, look: Look) -> u16 {
        let at = self.0.iter().position(|known| *known == look).unwrap_or_else(|| {
            self.0.push(look);
            self.0.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(u16::MAX)
    }
}

/// Packs a symbol: its bytes and their number; of a longer one, which few are, a hash.
fn pack(symbol: &str) -> u64 {
    let bytes = symbol.as_bytes();
    if bytes.len() <= INLINE {
        return bytes.iter().fold(bytes.len() as u64, |packed, byte| packed << 8 | u64::from(*byte));
    }
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
