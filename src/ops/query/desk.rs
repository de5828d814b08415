//! What a desk keeps for itself.

use crate::domain::employee::Desk;
use crate::domain::id::DeskId;
use crate::messages::No;
use crate::store::tables::{DESK, View};

/// Returns what a desk keeps.
pub fn answer(view: &View, desk: DeskId) -> Result<Desk, No> {
    super::named::asked(view, DESK, &desk, "desk", desk.0)
}
