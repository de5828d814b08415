//! ESC/POS (Epson, "ESC/POS Command Reference", commands ESC @, GS v 0 and GS V).

use crate::label::layout::Laid;
use crate::label::letters::Letters;

const ESC: u8 = 0x1b;
const GS: u8 = 0x1d;

/// Rows sent at a time: printers with little memory take no more.
const BAND: usize = 128;

/// Writes a label: initialised, its picture in bands one below the other, fed and cut.
pub(super) fn write(laid: &Laid, letters: &mut Letters) -> Vec<u8> {
    let dots = laid.draw(letters);
    let mut bytes = vec![ESC, b'@'];
    let rows: Vec<&[u8]> = dots.rows().collect();
    for band in rows.chunks(BAND) {
        // GS v 0 m xL xH yL yH: bytes of a row and rows, low byte first; a 1 is a black dot.
        bytes.extend([GS, b'v', b'0', 0]);
        bytes.extend(low_first(dots.stride()));
        bytes.extend(low_first(band.len()));
        bytes.extend(band.iter().copied().flatten());
    }
    // GS V 66 n: feed to the cutter and cut, all but a point.
    bytes.extend([GS, b'V', 66, 0]);
    bytes
}

fn low_first(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes()
}
