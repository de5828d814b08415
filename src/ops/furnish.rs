//! A warehouse is made with its template and bins in one step.

use super::{Context, places};
use crate::messages::{FurnishedWarehouse, No, Outcome};
use crate::store::tables::Tables;

/// Makes a warehouse with all that stands in it: all of it or nothing.
pub fn warehouse(tx: &mut Tables, cx: &Context, furnished: &FurnishedWarehouse) -> Result<Outcome, No> {
    let FurnishedWarehouse { name, code, location, template, bins, defects } = furnished;
    let made = places::add_warehouse(tx, cx, name, code, *location)?;
    let Outcome::WarehouseMade(id) = made else { return Ok(made) };
    if !template.trim().is_empty() {
        let edit = places::WarehouseEdit { name, code, location: *location, template };
        places::edit_warehouse(tx, cx, id, &edit)?;
    }
    for bin in bins {
        places::add_bin(tx, cx, id, bin, false)?;
    }
    if !defects.trim().is_empty() {
        places::add_bin(tx, cx, id, defects, true)?;
    }
    Ok(made)
}
