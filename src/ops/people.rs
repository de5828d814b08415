//! Desks, and the people at them.

use crate::domain::employee::Desk;
use crate::domain::id::DeskId;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Makes a desk on first use of its name.
pub fn open_desk(tx: &mut Tables, cx: &Context, name: &str) -> Result<Outcome, No> {
    let _ = (tx, cx, name);
    Err(No::Broken(String::new()))
}

/// Changes what a desk keeps for itself.
pub fn edit_desk(tx: &mut Tables, cx: &Context, desk: DeskId, kept: &Desk) -> Result<Outcome, No> {
    let _ = (tx, cx, desk, kept);
    Err(No::Broken(String::new()))
}
