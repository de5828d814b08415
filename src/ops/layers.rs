//! Stock itself: layers in the queues, and the balance they sum to.

use crate::domain::id::BinId;
use crate::domain::lot::{Balance, Layer, LayerKey, Lot};
use crate::messages::{No, Refused};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, LAYER, Tables, View, end_of_prefix};

/// Returns where a lot's layer stands in the queue of the warehouse it came in to.
pub fn place(id: crate::domain::id::LotId, lot: &Lot, bin: Option<BinId>) -> LayerKey {
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

/// Returns what is left of a lot where it came in, bin by bin.
pub fn at_home(view: &View, id: crate::domain::id::LotId, lot: &Lot) -> Result<Vec<(LayerKey, Layer)>, Error> {
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

/// Brings goods in: a layer, and the balance with it. Refused when the balance is more than can be kept.
pub fn bring(tx: &mut Tables, key: &LayerKey, layer: Layer) -> Result<(), No> {
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
    tx.put(LAYER, key, &layer)?;
    Ok(())
}

/// Takes a whole layer out, and its part of the balance.
pub fn take_out(tx: &mut Tables, key: &LayerKey, layer: Layer) -> Result<(), Error> {
    let at = (key.warehouse, key.product);
    let mut balance = tx.need(BALANCE, &at)?;
    let short = || Error::Record { table: BALANCE.name().to_owned(), why: format!("{at:?} has less than its layers") };
    balance.on_hand = balance.on_hand.checked_sub(layer.quantity).ok_or_else(short)?;
    balance.value = balance.value.checked_sub(layer.cost).ok_or_else(short)?;
    if balance == Balance::default() {
        tx.delete(BALANCE, &at)?;
    } else {
        tx.put(BALANCE, &at, &balance)?;
    }
    tx.delete(LAYER, key)
}
