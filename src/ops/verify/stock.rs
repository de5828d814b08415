//! The sums: layers of each (warehouse, product) are its balance, and each queues as its lot does.

use std::collections::BTreeMap;

use super::Walk;
use super::serials::Units;
use crate::domain::conversion::is_of_before;
use crate::domain::id::{LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, Lot, LotState};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::ops::carry;
use crate::ops::layers::NOTHING;
use crate::store::engine::Error;
use crate::store::tables::{BALANCE, LAST_LOT, LAYER, LOT, PRODUCT, TO_INDEX};

/// Walks the layers and the lots: each layer queues as its lot does, each lot of units has them.
pub(super) fn lots(walk: &mut Walk, units: &BTreeMap<LotId, Units>) -> Result<(), Error> {
    for (key, layer) in walk.records(LAYER, &())? {
        let name = format!("a layer of lot {} in warehouse {}", key.lot.0, key.warehouse.0);
        let some = layer.quantity > Quantity::ZERO && layer.cost >= Money::ZERO;
        walk.hold(some, || format!("{name} holds {} for {}", layer.quantity, layer.cost));
        let lot = walk.view.get(LOT, &key.lot)?;
        let queues = lot.is_some_and(|lot| {
            (lot.product, lot.sequence, lot.line) == (key.product, key.sequence, key.line)
                && lot.state == LotState::Posted
                && lot.received <= Some(key.queued)
        });
        walk.hold(queues, || format!("{name} does not queue as its lot does"));
    }
    for (id, lot) in walk.records(LOT, &())? {
        has_its_units(walk, id, &lot, units.get(&id))?;
    }
    for (id, _) in walk.records(TO_INDEX, &())? {
        let state = walk.view.get(LOT, &id)?.map(|lot| lot.state);
        let in_force = state.is_some_and(|state| state != LotState::Draft);
        walk.hold(in_force, || format!("lot {} waits to be found and was not posted", id.0));
    }
    Ok(())
}

fn has_its_units(walk: &mut Walk, id: LotId, lot: &Lot, units: Option<&Units>) -> Result<(), Error> {
    let product = walk.view.need(PRODUCT, &lot.product)?;
    if product.serialised() && lot.state != LotState::Draft && !is_of_before(&product, lot) {
        let there = units.copied().unwrap_or_default().quantity();
        walk.hold(lot.quantity == there, || format!("lot {} is of {} and has {there} units", id.0, lot.quantity));
    }
    Ok(())
}

/// Walks the balances: each is the sum of its layers, and what is promised is there. Each product's last lot is.
pub(super) fn balances(walk: &mut Walk) -> Result<(), Error> {
    let mut sums: BTreeMap<(WarehouseId, ProductId), Layer> = BTreeMap::new();
    for (key, layer) in walk.records(LAYER, &())? {
        add(sums.entry((key.warehouse, key.product)).or_insert(NOTHING), layer);
    }
    for ((warehouse, product), balance) in walk.records(BALANCE, &())? {
        let name = format!("product {} in warehouse {}", product.0, warehouse.0);
        let sum = sums.remove(&(warehouse, product)).unwrap_or(NOTHING);
        walk.hold((balance.on_hand, balance.value) == (sum.quantity, sum.cost), || {
            let (on_hand, value, Layer { quantity, cost }) = (balance.on_hand, balance.value, sum);
            format!("{name}: {on_hand} for {value} are on hand, its layers are {quantity} for {cost}")
        });
        walk.hold(balance.reserved <= balance.on_hand, || format!("{name}: more is reserved than is on hand"));
    }
    for ((warehouse, product), _) in sums {
        walk.hold(false, || format!("product {} in warehouse {} has layers and no balance", product.0, warehouse.0));
    }
    for (product, lot) in walk.records(LAST_LOT, &())? {
        let last = carry::latest(&walk.view, product)?;
        walk.hold(last == Some(LotId(lot)), || format!("product {}: lot {lot} is not its last", product.0));
    }
    Ok(())
}

fn add(sum: &mut Layer, layer: Layer) {
    sum.quantity = sum.quantity.checked_add(layer.quantity).unwrap_or(sum.quantity);
    sum.cost = sum.cost.checked_add(layer.cost).unwrap_or(sum.cost);
}
