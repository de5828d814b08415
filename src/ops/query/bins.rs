//! Bins of a warehouse by code.

use crate::domain::id::{BinId, WarehouseId};
use crate::domain::place::Bin;
use crate::messages::No;
use crate::ops::names::bin_code;
use crate::store::tables::{BIN, CodeKind, View, WAREHOUSE};

/// Returns the bins of a warehouse by code, archived ones too.
pub fn answer(view: &View, warehouse: WarehouseId) -> Result<Vec<(BinId, Bin)>, No> {
    super::named::asked(view, WAREHOUSE, &warehouse, "warehouse", warehouse.0)?;
    Ok(super::named::by_name(view, CodeKind::BinCode, &bin_code(warehouse, ""), BIN, BinId)?)
}
