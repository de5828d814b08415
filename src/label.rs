//! What is printed: symbols that scanners read, as one [`barcode::Matrix`] that every output draws.
//!
//! - [`barcode`]: Code 128, GS1-128, EAN, UPC, QR, Data Matrix.
//! - [`dots`]: a picture as a printer's head burns it; [`png`](mod@png) and [`preview`] write it out.

pub mod barcode;
pub mod dots;
pub mod png;
pub mod preview;
