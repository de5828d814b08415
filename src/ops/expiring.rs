//! Which layers expire when: noted as a layer comes to a place, and forgotten with the last of it. Goods without a day leave
//! no row.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::LayerKey;
use crate::domain::time::Day;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{EXPIRING, Expiring, LOT, Tables, View};

/// Returns where a layer stands among those that expire on a day.
pub const fn place(key: &LayerKey, day: Day) -> Expiring {
    (key.warehouse, key.product, day, key.lot, (key.bin, key.queued))
}

/// Notes that a layer expires, if it does.
pub fn note(tx: &mut Tables, key: &LayerKey, expiry: Option<Day>) -> Result<(), Error> {
    match expiry {
        Some(day) => tx.put(EXPIRING, &place(key, day), &()),
        None => Ok(()),
    }
}

/// Forgets a layer of which nothing is left.
pub fn forget(tx: &mut Tables, key: &LayerKey) -> Result<(), Error> {
    match tx.need(LOT, &key.lot)?.expiry {
        Some(day) => tx.delete(EXPIRING, &place(key, day)),
        None => Ok(()),
    }
}

/// Tells whether any of a product expires in a warehouse.
pub fn any(view: &View, at: (WarehouseId, ProductId)) -> Result<bool, Error> {
    let mut any = false;
    each(view, at, |_| {
        any = true;
        Ok(false)
    })?;
    Ok(any)
}

/// Walks what expires of a product in a warehouse, what expires first first, until told to stop.
pub fn each(
    view: &View,
    at: (WarehouseId, ProductId),
    mut visit: impl FnMut(Expiring) -> Result<bool, Error>,
) -> Result<(), Error> {
    view.prefix(EXPIRING, &at, Direction::Forward, |key, ()| visit(key))
}
