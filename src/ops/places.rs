//! Branches, warehouses and bins.

use crate::domain::id::{BinId, LocationId, WarehouseId};
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// A warehouse as it shall be.
#[derive(Debug, Clone, Copy)]
pub struct WarehouseEdit<'a> {
    /// Unique name.
    pub name: &'a str,
    /// Unique short code.
    pub code: &'a str,
    /// Branch it belongs to.
    pub location: Option<LocationId>,
    /// Template text; empty for none.
    pub template: &'a str,
}

/// Makes a branch.
pub fn add_location(tx: &mut Tables, cx: &Context, name: &str, code: &str) -> Result<Outcome, No> {
    let _ = (tx, cx, name, code);
    Err(No::Broken(String::new()))
}

/// Makes a warehouse.
pub fn add_warehouse(
    tx: &mut Tables,
    cx: &Context,
    name: &str,
    code: &str,
    location: Option<LocationId>,
) -> Result<Outcome, No> {
    let _ = (tx, cx, name, code, location);
    Err(No::Broken(String::new()))
}

/// Changes a warehouse.
pub fn edit_warehouse(
    tx: &mut Tables,
    cx: &Context,
    warehouse: WarehouseId,
    edit: &WarehouseEdit,
) -> Result<Outcome, No> {
    let _ = (tx, cx, warehouse, edit);
    Err(No::Broken(String::new()))
}

/// Hides a warehouse, or shows it again.
pub fn archive_warehouse(tx: &mut Tables, cx: &Context, warehouse: WarehouseId, archived: bool) -> Result<Outcome, No> {
    let _ = (tx, cx, warehouse, archived);
    Err(No::Broken(String::new()))
}

/// Makes a bin.
pub fn add_bin(
    tx: &mut Tables,
    cx: &Context,
    warehouse: WarehouseId,
    code: &str,
    defects: bool,
) -> Result<Outcome, No> {
    let _ = (tx, cx, warehouse, code, defects);
    Err(No::Broken(String::new()))
}

/// Changes a bin.
pub fn edit_bin(tx: &mut Tables, cx: &Context, bin: BinId, code: &str, defects: bool) -> Result<Outcome, No> {
    let _ = (tx, cx, bin, code, defects);
    Err(No::Broken(String::new()))
}

/// Hides a bin, or shows it again.
pub fn archive_bin(tx: &mut Tables, cx: &Context, bin: BinId, archived: bool) -> Result<Outcome, No> {
    let _ = (tx, cx, bin, archived);
    Err(No::Broken(String::new()))
}
