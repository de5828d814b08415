//! What goes in and out beside the desks: `exec`, `demo`.

use std::io::{BufRead, Write};

use crate::messages::Origin;
use crate::stockroom::Stockroom;

pub mod demo;
pub mod exec;

/// How a script came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done,
    /// Something was refused.
    Refused,
    /// Something could not be understood.
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

/// Carries out the requests of a script, one a line, and answers each with a line.
pub fn exec(
    stockroom: &Stockroom,
    origin: Origin,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let _ = (stockroom, origin, input, output);
    anyhow::bail!("this dockhand carries out no requests")
}
