//! Where goods go that were damaged at the door.

use super::names::{self, find};
use super::{Context, places};
use crate::domain::id::{BinId, WarehouseId};
use crate::messages::{No, Outcome};
use crate::store::tables::{BIN, CodeKind, Tables, WAREHOUSE};

/// Code of the bin that is made when a warehouse has none for defects.
pub const CODE: &str = "DEFECTS";

/// Returns the bin for defects of a warehouse; the first damaged piece makes one, so that receiving goes on.
///
/// A bin that is there already under [`CODE`] becomes it.
pub fn bin_of(tx: &mut Tables, cx: &Context, warehouse: WarehouseId) -> Result<BinId, No> {
    let mut place = tx.need(WAREHOUSE, &warehouse)?;
    if let Some(bin) = place.defects {
        return Ok(bin);
    }
    let taken = find(&tx.view(), CodeKind::BinCode, &names::bin_code(warehouse, CODE))?;
    let bin = match taken.map(BinId) {
        Some(bin) => {
            let mut shelf = tx.need(BIN, &bin)?;
            shelf.archived = false;
            tx.put(BIN, &bin, &shelf)?;
            bin
        }
        None => match places::add_bin(tx, cx, warehouse, CODE, true)? {
            Outcome::BinMade(bin) => bin,
            other => return Err(No::Broken(format!("a bin was to be made, and this came of it: {other:?}"))),
        },
    };
    place.defects = Some(bin);
    tx.put(WAREHOUSE, &warehouse, &place)?;
    Ok(bin)
}
