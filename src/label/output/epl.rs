//! EPL2 (Zebra, "EPL2 Programmer's Manual", commands N, q, GW and P).

use crate::label::layout::Laid;
use crate::label::letters::Letters;

/// Writes a label.
///
/// The length of the form is left as the printer found it when it was switched on: Q would set the gap as well.
pub(super) fn write(laid: &Laid, letters: &mut Letters) -> Vec<u8> {
    let dots = laid.draw(letters);
    // A line feed first, as the manual asks: it ends what a job that broke off may have left.
    let mut bytes = format!("\nN\nq{}\n", laid.width).into_bytes();
    // GW x, y, width in bytes, height in dots, data: a 0 is a black dot.
    bytes.extend(format!("GW0,0,{},{},", dots.stride(), dots.height()).into_bytes());
    bytes.extend(dots.rows().flatten().map(|byte| !byte));
    bytes.extend(b"\nP1\n");
    bytes
}
