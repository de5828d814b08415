//! TSPL/TSPL2 (TSC, "TSPL/TSPL2 Programming Language", chapters SIZE, CLS, BITMAP and PRINT).

use crate::label::layout::Laid;
use crate::label::letters::Letters;

/// Writes a label.
///
/// The gap between labels is left as the printer was calibrated: a wrong one would feed for ever.
pub(super) fn write(laid: &Laid, letters: &mut Letters) -> Vec<u8> {
    let dots = laid.draw(letters);
    // Tenths of a millimetre, to the nearest.
    let tenths = |dots: usize| (dots as u64 * 2540 / u64::from(laid.dpi) + 5) / 10;
    let size = |dots| format!("{}.{} mm", tenths(dots) / 10, tenths(dots) % 10);
    let mut bytes = format!("SIZE {},{}\r\nCLS\r\n", size(laid.width), size(laid.height)).into_bytes();
    // BITMAP X, Y, width in bytes, height in dots, mode 0 (overwrite), data: a 0 is a black dot.
    bytes.extend(format!("BITMAP 0,0,{},{},0,", dots.stride(), dots.height()).into_bytes());
    bytes.extend(dots.rows().flatten().map(|byte| !byte));
    bytes.extend(b"\r\nPRINT 1,1\r\n");
    bytes
}
