//! All warehouses by name.

use crate::domain::id::WarehouseId;
use crate::domain::place::Warehouse;
use crate::messages::No;
use crate::store::tables::{CodeKind, View, WAREHOUSE};

/// Returns all warehouses by name, archived ones too.
pub fn answer(view: &View) -> Result<Vec<(WarehouseId, Warehouse)>, No> {
    Ok(super::named::by_name(view, CodeKind::WarehouseName, "", WAREHOUSE, WarehouseId)?)
}
