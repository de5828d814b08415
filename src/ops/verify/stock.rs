//! The sums: layers of each (warehouse, product) are its balance, and each queues as its lot does.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Walk;
use super::books::Fact;
use super::conversions::Conversions;
use super::moves::stock_of;
use super::records::Counters;
use super::rows::Rows;
use super::says;
use crate::domain::id::{LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Balance, Layer, LotState};
use crate::domain::money::Money;
use crate::domain::movement::Spot;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::ops::layers::{self, NOTHING};
use crate::store::codec::Value;
use crate::store::engine::Error;
use crate::store::tables::{BALANCE, Counter, EXPIRING, LAST_LOT, LAYER, LOT};

/// Place of a lot in its product's queue.
type Queued = (Option<Day>, u64, LineNo);

/// Walks the lots: each is what its line says, and each product's last is known.
pub(super) fn lots(walk: &mut Walk, counters: &Counters, conversions: &Conversions) -> Result<(), Error> {
    let mut last: HashMap<ProductId, (Queued, LotId)> = HashMap::new();
    walk.each(LOT, |walk, id, lot| {
        walk.there(&Fact::Lot(id, Cow::Owned(lot.to_bytes())), [1, 0]);
        let view = walk.view;
        let known = counters.gave(Counter::Product, lot.product.0);
        walk.hold(known, || format!("{} is of product {}, which is not there", says::lot(&view, id), lot.product.0));
        conversions.origin(walk, id, &lot)?;
        // What a conversion posted came in earlier, and its own line says by what.
        if lot.state == LotState::Posted && lot.origin.is_none() {
            let place = ((lot.received, lot.sequence, lot.line), id);
            let there = last.entry(lot.product).or_insert(place);
            *there = place.max(*there);
        }
        Ok(())
    })?;
    for (product, (_, lot)) in last {
        walk.due(&Fact::LastLot(product, lot), [1, 0]);
    }
    walk.each(LAST_LOT, |walk, product, lot| {
        walk.there(&Fact::LastLot(product, LotId(lot)), [1, 0]);
        Ok(())
    })
}

/// Walks the layers beside the balances they sum to.
pub(super) fn layers(walk: &mut Walk) -> Result<(), Error> {
    let mut balances = Balances { rows: Rows::of(BALANCE), at: None, sum: Sum::default() };
    walk.each(LAYER, |walk, key, layer| {
        balances.reach(walk, (key.warehouse, key.product))?;
        balances.sum.add(layer);
        let view = walk.view;
        let name =
            || format!("the layer of {} in {}", says::lot(&view, key.lot), says::warehouse(&view, key.warehouse));
        let some = layer.quantity > Quantity::ZERO && layer.cost >= Money::ZERO;
        walk.hold(some, || format!("{} holds {} for {}", name(), layer.quantity, layer.cost));
        let queues = walk.lot(key.lot)?.is_some_and(|lot| {
            (lot.product, lot.sequence, lot.line) == (key.product, key.sequence, key.line)
                && lot.state == LotState::Posted
                && lot.received <= Some(key.queued)
        });
        walk.hold(queues, || format!("{} does not queue as its lot does", name()));
        if let Some(day) = walk.lot(key.lot)?.and_then(|lot| lot.expiry) {
            walk.due(&Fact::Expires(day, key.product, layers::spot(&key), key.lot), [1, 0]);
        }
        let amount = [layer.quantity.thousandths(), layer.cost.ten_thousandths()];
        walk.there(&Fact::Left(key.lot, key.warehouse, key.queued), amount);
        if walk.product(key.product)?.is_some_and(|(serialised, _)| serialised) {
            walk.due(&Fact::Stands(key), [layer.quantity.thousandths(), 0]);
        }
        Ok(())
    })?;
    balances.end(walk)
}

/// Walks the list of what expires: each is a layer of a lot that expires on that day.
pub(super) fn expiring(walk: &mut Walk) -> Result<(), Error> {
    walk.each(EXPIRING, |walk, (warehouse, product, day, lot, (bin, queued)), ()| {
        walk.there(&Fact::Expires(day, product, Spot { warehouse, bin, queued }, lot), [1, 0]);
        Ok(())
    })
}

/// What layers of one (warehouse, product) come to.
#[derive(Default)]
struct Sum(i128, i128);

impl Sum {
    fn add(&mut self, layer: Layer) {
        self.0 += i128::from(layer.quantity.thousandths());
        self.1 += i128::from(layer.cost.ten_thousandths());
    }

    fn is(&self, layer: Layer) -> bool {
        (self.0, self.1) == (layer.quantity.thousandths().into(), layer.cost.ten_thousandths().into())
    }
}

/// The balances, at the (warehouse, product) whose layers are being summed.
struct Balances {
    rows: Rows<(WarehouseId, ProductId), Balance>,
    at: Option<(WarehouseId, ProductId)>,
    sum: Sum,
}

impl Balances {
    /// Goes on to the next (warehouse, product).
    fn reach(&mut self, walk: &mut Walk, at: (WarehouseId, ProductId)) -> Result<(), Error> {
        if self.at == Some(at) {
            return Ok(());
        }
        self.close(walk)?;
        while let Some((key, balance)) = self.rows.next_if(walk, |key| *key < at)? {
            one(walk, key, &balance, &Sum::default());
        }
        self.at = Some(at);
        Ok(())
    }

    /// Holds the balance of what was summed against the sum.
    fn close(&mut self, walk: &mut Walk) -> Result<(), Error> {
        let Some(at) = self.at.take() else { return Ok(()) };
        let sum = std::mem::take(&mut self.sum);
        if let Some((key, balance)) = self.rows.next_if(walk, |key| *key == at)? {
            one(walk, key, &balance, &sum);
            return Ok(());
        }
        let name = stock_of(walk, at.0, at.1);
        walk.hold(false, || format!("{name} has layers and no balance"));
        Ok(())
    }

    fn end(mut self, walk: &mut Walk) -> Result<(), Error> {
        self.close(walk)?;
        while let Some((key, balance)) = self.rows.next(walk)? {
            one(walk, key, &balance, &Sum::default());
        }
        Ok(())
    }
}

fn one(walk: &mut Walk, (warehouse, product): (WarehouseId, ProductId), balance: &Balance, sum: &Sum) {
    let has = Layer { quantity: balance.on_hand, cost: balance.value };
    let view = walk.view;
    let name = || format!("{} in {}", says::product(&view, product), says::warehouse(&view, warehouse));
    walk.hold(sum.is(has), || {
        let layers = says::amounts([sum.0, sum.1]);
        format!("{}: {} for {} are on hand, its layers are {layers}", name(), has.quantity, has.cost)
    });
    walk.hold(*balance != Balance::default() || has != NOTHING, || format!("{} has a balance of nothing", name()));
    walk.there(&Fact::OnItsWay(warehouse, product), [balance.in_transit.thousandths(), 0]);
}
