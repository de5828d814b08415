//! What a lot cost: what is left of it is worth its part of the new cost from then on, wherever it lies, and the
//! difference on what has left is booked by the correction itself.
//!
//! ```text
//!  10 for 100.00, of which 4 left at 40.00 ── now 130.00 ──►  6 left for 78.00   on hand +18.00   gone +12.00
//! ```
//!
//! What left keeps the cost it left with, and comes back at that. A lot that was converted passes its part of the
//! difference on to the lots it became.

use super::{converted_to, is_origin, keep, posting};
use crate::domain::correction::{Corrected, Left, Revaluation, Revalued};
use crate::domain::document::{Cost, Line};
use crate::domain::employee::Permission;
use crate::domain::id::LotId;
use crate::domain::lot::{Layer, LayerKey, Lot};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::messages::{CostCorrection, No, Outcome, Refused};
use crate::ops::people::unknown;
use crate::ops::standing::lot_label;
use crate::ops::{Context, blockers, layers, line, may, not_permitted, settings};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BALANCE, DOCUMENT, LAYER, LINE, LOT, MOVE_LINE, ON_THE_WAY, TAKEN, Tables, View, WAREHOUSE,
};

/// Corrects what a lot cost.
pub fn correct(tx: &mut Tables, cx: &Context, id: LotId, cost: Cost) -> Result<Outcome, No> {
    // Whoever corrects a cost is told what it was.
    if !may(&tx.view(), cx, Permission::SeeCosts)? {
        return Err(not_permitted(&tx.view(), cx, "see what things cost")?);
    }
    let lot = tx.get(LOT, &id)?.ok_or_else(|| unknown("lot", id.0))?;
    posting(&tx.view(), lot.document)?;
    is_origin(&tx.view(), &lot)?;
    let settings = settings(&tx.view())?;
    let today = cx.today(&settings);
    if let Some(refused) = blockers::date_refused(&settings, today, today) {
        return Err(refused.into());
    }
    let (Cost::Unit(amount) | Cost::Total(amount)) = cost;
    amount.non_negative().map_err(|wrong| Refused::BadMoney(wrong.to_string()))?;
    let to = cost.total(lot.quantity).map_err(line::too_much)?;
    let label = lot_label(&tx.view(), &lot)?;
    if to == lot.cost_now() {
        let sentence = format!("{label} costs {} already: nothing is different", to.exact());
        return Err(Refused::BadField(sentence).into());
    }
    let from = lot.cost_now();
    let (on_hand, gone) = revalue(tx, cx, &settings, id, lot, (cost, to))?;
    Ok(Outcome::CostCorrected(CostCorrection { label, from, to, on_hand, gone }))
}

/// Gives a lot another cost in total; returns what its parts on hand and gone are worth more, and those of the lots it
/// was converted to.
fn revalue(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: LotId,
    mut lot: Lot,
    (cost, to): (Cost, Money),
) -> Result<(Money, Money), No> {
    let from = lot.cost_now();
    let mut share = Share { of: lot.quantity, to, so_far: Quantity::ZERO };
    let mut left = Vec::new();
    for (key, layer) in everywhere(&tx.view(), id, &lot)? {
        left.push(worth(tx, &key, layer, share.next(layer.quantity))?);
    }
    for (at, out) in on_the_way(&tx.view(), id)? {
        left.push(travelling(tx, at, minus(share.next(out.quantity), out.cost)?)?);
    }
    let on_hand = left.iter().map(|left| left.by).sum::<Option<Money>>().ok_or_else(too_much)?;
    let (mut passed_on, mut sums) = (Money::ZERO, (on_hand, Money::ZERO));
    for (child, record) in converted_to(&tx.view(), id, &lot)? {
        let cost = share.next(record.quantity);
        passed_on = plus(passed_on, minus(cost, record.cost_now())?)?;
        let (on_hand, gone) = revalue(tx, cx, settings, child, record, (Cost::Total(cost), cost))?;
        sums = (plus(sums.0, on_hand)?, plus(sums.1, gone)?);
    }
    let gone = minus(minus(minus(to, from)?, on_hand)?, passed_on)?;
    left.retain(|left| !left.by.is_zero());
    let place = (lot.document, lot.line, 0);
    lot.corrected = Some(to);
    tx.put(LOT, &id, &lot)?;
    let line = tx.need(LINE, &(lot.document, lot.line))?;
    tx.put(LINE, &(lot.document, lot.line), &Line { cost: Some(cost), cost_carried: false, ..line })?;
    keep(tx, cx, settings, place, Corrected::Cost(Revaluation { from, to, on_hand, passed_on, gone, left }))?;
    Ok((sums.0, plus(sums.1, gone)?))
}

/// Shares a cost out over quantities one after another: each gets its part cut at four decimals, and all parts together
/// are the whole.
struct Share {
    of: Quantity,
    to: Money,
    so_far: Quantity,
}

impl Share {
    fn next(&mut self, quantity: Quantity) -> Money {
        let before = self.to.part(self.so_far, self.of);
        self.so_far = Quantity::from_thousandths(self.so_far.thousandths() + quantity.thousandths());
        let after = self.to.part(self.so_far, self.of);
        Money::from_ten_thousandths(after.ten_thousandths() - before.ten_thousandths())
    }
}

/// Returns all layers of a lot, warehouse by warehouse.
fn everywhere(view: &View, id: LotId, lot: &Lot) -> Result<Vec<(LayerKey, Layer)>, Error> {
    let mut warehouses = Vec::new();
    view.prefix(WAREHOUSE, &(), Direction::Forward, |warehouse, _| {
        warehouses.push(warehouse);
        Ok(true)
    })?;
    let mut all = Vec::new();
    for warehouse in warehouses {
        all.extend(layers::of_lot(view, id, lot, warehouse)?);
    }
    Ok(all)
}

/// Lets a layer be worth so much, and its balance with it.
fn worth(tx: &mut Tables, key: &LayerKey, layer: Layer, cost: Money) -> Result<Revalued, No> {
    let by = minus(cost, layer.cost)?;
    tx.put(LAYER, key, &Layer { cost, ..layer })?;
    let at = (key.warehouse, key.product);
    let mut balance = tx.need(BALANCE, &at)?;
    balance.value = plus(balance.value, by)?;
    tx.put(BALANCE, &at, &balance)?;
    Ok(Revalued { at: Left::Layer(layers::spot(key)), by })
}

/// Returns what of a lot is on its way: what is out of each part of a transfer that has left.
fn on_the_way(view: &View, id: LotId) -> Result<Vec<(Left, Layer)>, Error> {
    let mut transfers = Vec::new();
    view.prefix(ON_THE_WAY, &(), Direction::Forward, |transfer, ()| {
        let head = view.need(DOCUMENT, &transfer)?;
        transfers.push((head.date, head.sequence, transfer));
        Ok(true)
    })?;
    transfers.sort_unstable();
    let mut out = Vec::new();
    for (.., transfer) in transfers {
        let mut lines = Vec::new();
        view.prefix(MOVE_LINE, &transfer, Direction::Forward, |(_, line), _| {
            lines.push(line);
            Ok(true)
        })?;
        for line in lines {
            for (part, taken) in (0..).zip(view.need(TAKEN, &(transfer, line))?.parts) {
                if taken.lot == id && taken.out().quantity > Quantity::ZERO {
                    out.push((Left::OnTheWay { transfer, line, part }, taken.out()));
                }
            }
        }
    }
    Ok(out)
}

/// Lets what is on its way be worth more: it will arrive at that.
fn travelling(tx: &mut Tables, at: Left, by: Money) -> Result<Revalued, No> {
    if let Left::OnTheWay { transfer, line, part } = at {
        let mut taken = tx.need(TAKEN, &(transfer, line))?;
        if let Some(part) = taken.parts.get_mut(part as usize) {
            part.back.cost = minus(part.back.cost, by)?;
        }
        tx.put(TAKEN, &(transfer, line), &taken)?;
    }
    Ok(Revalued { at, by })
}

fn plus(a: Money, b: Money) -> Result<Money, Refused> {
    a.checked_add(b).ok_or_else(too_much)
}

fn minus(a: Money, b: Money) -> Result<Money, Refused> {
    a.checked_sub(b).ok_or_else(too_much)
}

fn too_much() -> Refused {
    Refused::BadMoney("the difference is more than can be kept".to_owned())
}
