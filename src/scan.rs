//! From bytes to meaning: what a keyboard-wedge scanner types, told apart from what a person types.
//!
//! ```text
//! raw bytes + times → frame → normalise → classify → what the screen does with it
//!                       └─ what is no text → key parser → keys
//! ```
//!
//! **The terminator frames a scan; timing is only a hint; no character is ever dropped.** Everything here is a pure
//! function of bytes with their times and a [`ScannerConfig`]: no clock, no terminal. It
//! looks nothing up: what a code *is* only the stock can say.
//!
//! - [`frame`]: bytes → typed text, scans, pastes, keys.
//! - [`normalise`]: the characters the scanner meant, through layout, case and spellings of GS.
//! - [`mod@classify`]: every reading of a code that its shape alone allows; all below read a code through it.
//! - [`gs1`]: element strings, brackets, Digital Link, every identifier and rule of GS1.
//! - [`iso15434`]: what makers of components print.
//! - [`mod@explain`]: what a scan is, said in full; [`mod@marking`]: what it says of goods.
//! - [`misread`]: what a scanner that is set wrongly meant.
//! - [`calibrate`]: how a scanner is set, found from one known label.

pub mod calibrate;
pub mod classify;
pub mod explain;
pub mod frame;
pub mod gs1;
pub mod iso15434;
pub mod marking;
pub mod misread;
pub mod normalise;

pub use crate::config::ScannerConfig;
pub use frame::{Decoder, Event, Hand, Scan};
