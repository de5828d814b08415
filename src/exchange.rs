//! What goes in and out beside the desks: `exec` for scripts, `explain` for scans, `label` for label printers, `print` for papers, `demo` for looking around.

use std::io::{BufRead, Write};

use crate::messages::Origin;
use crate::stockroom::Stockroom;

pub mod demo;
pub mod exec;
pub mod explain;
pub mod label;
mod lines;
pub mod print;

/// How a script came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All was done.
    Done,
    /// Something was refused.
    Refused,
    /// Something could not be understood, or the machine is broken.
    Failed,
}

impl Exit {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Failed => 2,
        }
    }
}

/// Carries out requests, one JSON object a line, and answers each with one line, in order.
///
/// Each answer is written and flushed before the next line is read, so a pipe that stays open is answered as it asks.
/// A line that is refused or not understood stops nothing. Fails only when input or output do.
pub fn exec(
    stockroom: &Stockroom,
    origin: Origin,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> anyhow::Result<Exit> {
    exec::run(stockroom, origin, input, output)
}
