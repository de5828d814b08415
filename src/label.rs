//! What is printed: labels laid out by templates, their symbols as one [`barcode::Matrix`] that every output draws.
//!
//! ```text
//!  template + facts ── layout ──► Laid (everything in its place, in dots) ─┬─► dots ──► png, preview
//!                        │                                                └─► output ──► spool ──► printer
//!                        └─► Misfit: why it is not printed, with the arithmetic
//! ```
//!
//! - [`barcode`]: Code 128, GS1-128, EAN, UPC, QR, Data Matrix.
//! - [`template`]: sizes, fields and fallbacks, read from files; [`facts`]: what their variables are.
//! - [`layout`]: what fits where; [`letters`]: how wide text is, and its dots.
//! - [`press`]: all of it in one hand.
//! - [`output`]: ZPL, TSPL, EPL, ESC/POS and PDF; [`printer`]: where they are sent; [`spool`]: in order, and nothing lost.
//! - [`dots`]: a picture as a printer's head burns it; [`png`](mod@png) and [`preview`] write it out.

pub mod barcode;
pub mod dots;
pub mod facts;
pub mod layout;
pub mod letters;
pub mod output;
pub mod png;
pub mod press;
pub mod preview;
pub mod printer;
pub mod spool;
pub mod template;
