//! Serials of a draft line: received, generated, taken back, expected.

use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{CounterMove, No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Serials to take into a line, and how.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// Literal serials, as scanned.
    pub serials: &'a [String],
    /// They go to the bin for defects.
    pub damaged: bool,
    /// Some of them were generated: moves the template's counter.
    pub generated: Option<&'a CounterMove>,
    /// Tray row this decides.
    pub from_tray: Option<u32>,
    /// Take them though odd, or though the line is full.
    pub insist: bool,
}

/// Takes serials into a line: all of them or none.
pub fn receive(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    received: Received,
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, received);
    Err(No::Broken(String::new()))
}

/// Generates serials from the template that numbers the line.
pub fn generate(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo, count: u32) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, count);
    Err(No::Broken(String::new()))
}

/// Takes serials back out of a line.
pub fn take_back(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    serials: &[String],
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, serials);
    Err(No::Broken(String::new()))
}

/// Sets the list of serials expected on a line.
pub fn expect(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    serials: &[String],
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, serials);
    Err(No::Broken(String::new()))
}
