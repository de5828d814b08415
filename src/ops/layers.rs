//! Stock itself: layers in the queues, and the balance they sum to.

use super::{expiring, in_use};
use crate::domain::id::{BinId, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Balance, Layer, LayerKey, Lot};
use crate::domain::money::Money;
use crate::domain::movement::Spot;
use crate::domain::quantity::Quantity;
use crate::messages::{No, Refused};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, LAYER, REQUEUED, Tables, View, end_of_prefix};

/// Returns where a lot's layer stands in the queue of the warehouse it came in to.
pub fn place(id: LotId, lot: &Lot, bin: Option<BinId>) -> LayerKey {
    LayerKey {
        warehouse: lot.warehouse,
        product: lot.product,
        queued: lot.received.unwrap_or_default(),
        sequence: lot.sequence,
        line: lot.line,
        lot: id,
        bin: bin.unwrap_or_default(),
    }
}

/// Returns where a lot's layer stands in the queue of any warehouse it lies in.
pub fn at(id: LotId, lot: &Lot, spot: Spot) -> LayerKey {
    LayerKey { warehouse: spot.warehouse, queued: spot.queued, ..place(id, lot, Some(spot.bin)) }
}

/// Returns the place a layer stands at.
pub const fn spot(key: &LayerKey) -> Spot {
    Spot { warehouse: key.warehouse, bin: key.bin, queued: key.queued }
}

/// Returns all that is left of a lot in one warehouse, in the order of the queue: by its own day, and by the days it came
/// back.
pub fn of_lot(view: &View, id: LotId, lot: &Lot, warehouse: WarehouseId) -> Result<Vec<(LayerKey, Layer)>, Error> {
    let mut days = vec![lot.received.unwrap_or_default()];
    view.prefix(REQUEUED, &(id, warehouse), Direction::Forward, |(_, _, day), ()| {
        days.push(day);
        Ok(true)
    })?;
    let mut layers = Vec::new();
    for queued in days {
        let mut from = at(id, lot, Spot { warehouse, bin: BinId(0), queued }).to_key();
        from.truncate(from.len() - BinId(0).to_key().len());
        let to = end_of_prefix(&from);
        view.range(LAYER, std::ops::Bound::Included(from), to, Direction::Forward, |key, layer| {
            layers.push((key, layer));
            Ok(true)
        })?;
    }
    layers.sort_unstable_by_key(|(key, _)| *key);
    Ok(layers)
}

/// Returns what is left of a lot where it came in, bin by bin.
pub fn at_home(view: &View, id: LotId, lot: &Lot) -> Result<Vec<(LayerKey, Layer)>, Error> {
    let mut from = place(id, lot, None).to_key();
    from.truncate(from.len() - BinId(0).to_key().len());
    let to = end_of_prefix(&from);
    let mut layers = Vec::new();
    view.range(LAYER, std::ops::Bound::Included(from), to, Direction::Forward, |key, layer| {
        layers.push((key, layer));
        Ok(true)
    })?;
    Ok(layers)
}

/// Returns all that is left of a product, warehouse by warehouse, each in the order of its queue.
pub fn of_product(view: &View, product: ProductId) -> Result<Vec<(LayerKey, Layer)>, Error> {
    let mut layers = Vec::new();
    in_use::each_balance(view, product, |warehouse, _| {
        view.prefix(LAYER, &(warehouse, product), Direction::Forward, |key, layer| {
            layers.push((key, layer));
            Ok(true)
        })
    })?;
    Ok(layers)
}

/// Brings goods in: a layer of a lot, and the balance with it. Refused when the balance is more than can be kept.
pub fn bring(tx: &mut Tables, key: &LayerKey, lot: &Lot, layer: Layer) -> Result<(), No> {
    let at = (key.warehouse, key.product);
    let mut balance: Balance = tx.get(BALANCE, &at)?.unwrap_or_default();
    balance.on_hand = balance
        .on_hand
        .checked_add(layer.quantity)
        .ok_or_else(|| Refused::BadQuantity(format!("{}: more on hand than can be kept", layer.quantity)))?;
    balance.value = balance
        .value
        .checked_add(layer.cost)
        .ok_or_else(|| Refused::BadMoney(format!("{}: more value on hand than can be kept", layer.cost)))?;
    tx.put(BALANCE, &at, &balance)?;
    let there = tx.get(LAYER, key)?.unwrap_or(NOTHING);
    tx.put(LAYER, key, &plus(there, layer))?;
    Ok(expiring::note(tx, key, lot.expiry)?)
}

/// Brings a lot to a place: what lies there already of it is one layer with what comes.
pub fn bring_to(tx: &mut Tables, id: LotId, lot: &Lot, spot: Spot, layer: Layer) -> Result<(), No> {
    if Some(spot.queued) != lot.received {
        tx.put(REQUEUED, &(id, spot.warehouse, spot.queued), &())?;
    }
    bring(tx, &at(id, lot, spot), lot, layer)
}

/// Takes parts of layers of one (warehouse, product) out, each with what it costs.
pub fn take(
    tx: &mut Tables,
    (warehouse, product): (WarehouseId, ProductId),
    parts: &[(LayerKey, Layer)],
) -> Result<(), Error> {
    let mut sum = NOTHING;
    let expires = expiring::any(&tx.view(), (warehouse, product))?;
    for (key, part) in parts {
        let left = minus(tx.need(LAYER, key)?, *part);
        if left == NOTHING {
            tx.delete(LAYER, key)?;
            if expires {
                expiring::forget(tx, key)?;
            }
        } else {
            tx.put(LAYER, key, &left)?;
        }
        sum = plus(sum, *part);
    }
    lower(tx, (warehouse, product), sum)
}

/// Nothing at all.
pub const NOTHING: Layer = Layer { quantity: Quantity::ZERO, cost: Money::ZERO };

/// Adds two parts of a lot; both are parts of what could be kept as a whole.
pub const fn plus(a: Layer, b: Layer) -> Layer {
    Layer {
        quantity: Quantity::from_thousandths(a.quantity.thousandths() + b.quantity.thousandths()),
        cost: Money::from_ten_thousandths(a.cost.ten_thousandths() + b.cost.ten_thousandths()),
    }
}

/// Takes a part of a lot away.
pub const fn minus(a: Layer, b: Layer) -> Layer {
    Layer {
        quantity: Quantity::from_thousandths(a.quantity.thousandths() - b.quantity.thousandths()),
        cost: Money::from_ten_thousandths(a.cost.ten_thousandths() - b.cost.ten_thousandths()),
    }
}

/// Takes a whole layer out, and its part of the balance.
pub fn take_out(tx: &mut Tables, key: &LayerKey, layer: Layer) -> Result<(), Error> {
    lower(tx, (key.warehouse, key.product), layer)?;
    tx.delete(LAYER, key)?;
    expiring::forget(tx, key)
}

/// Takes so much out of a balance.
fn lower(tx: &mut Tables, at: (WarehouseId, ProductId), layer: Layer) -> Result<(), Error> {
    let mut balance = tx.need(BALANCE, &at)?;
    let short = || Error::Record { table: BALANCE.name().to_owned(), why: format!("{at:?} has less than its layers") };
    balance.on_hand = balance.on_hand.checked_sub(layer.quantity).ok_or_else(short)?;
    balance.value = balance.value.checked_sub(layer.cost).ok_or_else(short)?;
    if balance == Balance::default() { tx.delete(BALANCE, &at) } else { tx.put(BALANCE, &at, &balance) }
}
