//! All branches by name.

use crate::domain::id::LocationId;
use crate::domain::place::Location;
use crate::messages::No;
use crate::store::tables::{CodeKind, LOCATION, View};

/// Returns all branches by name, archived ones too.
pub fn answer(view: &View) -> Result<Vec<(LocationId, Location)>, No> {
    Ok(super::named::by_name(view, CodeKind::LocationName, "", LOCATION, LocationId)?)
}
