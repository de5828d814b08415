//! What documents moved: lot by lot, in quantity and in money, unit by unit, and on every business day.

use super::Walk;
use super::books::{End, Fact};
use super::documents::One;
use super::rows::Rows;
use super::says;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, Lot, LotState};
use crate::domain::money::Money;
use crate::domain::movement::{MoveLine, Part, Spot};
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::ops::layers::{NOTHING, minus, plus};
use crate::ops::moving::history::steps;
use crate::ops::moving::post::destination;
use crate::ops::moving::transit::arrives;
use crate::store::engine::Error;
use crate::store::tables::REQUEUED;

/// Change of a lot in a warehouse on a day, in thousandths: kept small, there is one for each part of each document.
type Change = (u64, u32, Day, i64);

/// What documents moved, as far as it must be put in order of the days first.
#[derive(Default)]
pub(super) struct Moves {
    warehouses: Vec<WarehouseId>,
    changes: Vec<Change>,
    /// Days other than their own that lots queued by.
    requeued: Vec<(LotId, WarehouseId, Day)>,
}

impl Moves {
    /// Enters what a posting brought of a lot. What a conversion brought queues by an earlier day than it came in on.
    pub fn came_in(&mut self, walk: &mut Walk, id: LotId, lot: &Lot, (date, cancelled): (Day, Option<Day>)) {
        let day = lot.received.unwrap_or_default();
        self.change(walk, id, lot.warehouse, date, lot.quantity.thousandths());
        if let Some(cancelled) = cancelled {
            self.change(walk, id, lot.warehouse, cancelled, -lot.quantity.thousandths());
            return;
        }
        let amount = [lot.quantity.thousandths(), lot.cost.ten_thousandths()];
        walk.due(&Fact::Left(id, lot.warehouse, day), amount);
    }

    fn change(&mut self, walk: &Walk, lot: LotId, warehouse: WarehouseId, day: Day, amount: i64) {
        if walk.again {
            return;
        }
        let place = self.warehouses.iter().position(|known| *known == warehouse).unwrap_or_else(|| {
            self.warehouses.push(warehouse);
            self.warehouses.len() - 1
        });
        self.changes.push((lot.0, u32::try_from(place).unwrap_or(u32::MAX), day, amount));
    }

    /// Enters what a document other than a posting moved, and holds its lines against what they took.
    pub fn moved(&mut self, walk: &mut Walk, one: &One) -> Result<(), Error> {
        let One { document, hung, name, .. } = one;
        if !one.moved() {
            walk.hold(hung.taken.is_empty(), || format!("{name} is {} and took something", document.state.word()));
            return Ok(());
        }
        let mut taken = hung.taken.iter().peekable();
        let (mut quantity, mut total) = (Some(Quantity::ZERO), Some(Money::ZERO));
        for (n, line) in &hung.moves {
            quantity = quantity.and_then(|sum| sum.checked_add(line.quantity));
            total = total.and_then(|sum| sum.checked_add(line.cost));
            while let Some((stray, _)) = taken.next_if(|(of, _)| of < n) {
                walk.hold(false, || format!("{name}: line {stray} took something and is not there"));
            }
            match taken.next_if(|(of, _)| of == n) {
                Some((_, taken)) => self.line(walk, one, (*n, line), &taken.parts)?,
                None => walk.hold(false, || format!("{name}: line {n} says nothing of what it took")),
            }
        }
        for (stray, _) in taken {
            walk.hold(false, || format!("{name}: line {stray} took something and is not there"));
        }
        let mut parts = hung.taken.iter().flat_map(|(_, taken)| &taken.parts).filter(|part| travels(one, part));
        let out = parts.any(|part| part.out().quantity > Quantity::ZERO);
        let says = document.state == DocumentState::InTransit;
        walk.hold(says == (out && document.state != DocumentState::Cancelled), || {
            format!(
                "{name} is {} and {} in transit",
                document.state.word(),
                if out { "something is" } else { "nothing is" }
            )
        });
        let sums = (quantity, total) == (Some(document.quantity), Some(document.total));
        walk.hold(sums, || format!("{name} moved {} for {}: its lines differ", document.quantity, document.total));
        Ok(())
    }

    fn line(
        &mut self,
        walk: &mut Walk,
        one: &One,
        (n, line): (LineNo, &MoveLine),
        parts: &[Part],
    ) -> Result<(), Error> {
        let name = &one.name;
        let cancelled = one.cancelled_on(walk);
        let serialised = walk.product(line.product)?.is_some_and(|(serialised, _)| serialised);
        let mut sum = NOTHING;
        for (at, part) in (0_u32..).zip(parts) {
            sum = plus(sum, Layer { quantity: part.quantity, cost: part.cost });
            let units = Quantity::pieces(u32::try_from(part.units.len()).unwrap_or(u32::MAX));
            // What moved before its product got serials moved without.
            let counted = part.units.is_empty() || units == part.quantity;
            walk.hold(counted && (serialised || part.units.is_empty()), || {
                format!("{name}: line {n} took {} and names {units} units", part.quantity)
            });
            walk.hold(part.undone.is_some() == cancelled.is_some(), || format!("{name}: line {n} was undone by half"));
            let from_there = line.bin.is_none_or(|bin| part.from.is_some_and(|spot| spot.bin == bin));
            // What travelled is put on the shelf that was meant when it was sent.
            let meant = arrives(one.document) && line.to_bin.is_none();
            let to_there = meant || part.to.is_none_or(|spot| spot.bin == line.to_bin.unwrap_or_default());
            walk.hold(from_there && to_there, || format!("{name}: line {n} took from, or brought to, another shelf"));
            self.part(walk, one, (n, line, at), part)?;
        }
        let whole = Layer { quantity: line.quantity, cost: line.cost };
        walk.hold(sum == whole, || {
            let (Layer { quantity, cost }, took) = (whole, sum);
            format!("{name}: line {n} moved {quantity} for {cost}, it took {} for {}", took.quantity, took.cost)
        });
        Ok(())
    }

    /// Enters what a part moved, and its opposite when its document was cancelled.
    fn part(
        &mut self,
        walk: &mut Walk,
        one: &One,
        (n, line, at): (LineNo, &MoveLine, u32),
        part: &Part,
    ) -> Result<(), Error> {
        let lot = walk.lot(part.lot)?;
        let its = lot.as_ref().is_some_and(|lot| lot.product == line.product && lot.state != LotState::Draft);
        let name = &one.name;
        walk.hold(its, || format!("{name}: line {n} took of lot {}, which is not of its product", part.lot.0));
        let received = lot.as_ref().and_then(|lot| lot.received);
        let cancelled = one.cancelled_on(walk);
        let moved = Layer { quantity: part.quantity, cost: part.cost };
        // What a cancelled document moves in the end: nothing, but for what a cost was rounded by.
        let net = match part.undone.filter(|_| cancelled.is_some()) {
            Some(undone) => minus(moved, Layer { quantity: part.quantity, cost: undone }),
            None => moved,
        };
        for step in steps(one.document, part, walk.settings.tz()) {
            let amount = step.layer.quantity.thousandths();
            self.change(walk, part.lot, step.spot.warehouse, step.day, if step.comes { amount } else { -amount });
        }
        for (spot, sign) in [(part.from, -1), (part.to, 1)] {
            let Some(Spot { warehouse, queued, .. }) = spot else { continue };
            let amount = [sign * net.quantity.thousandths(), sign * net.cost.ten_thousandths()];
            walk.due(&Fact::Left(part.lot, warehouse, queued), amount);
            if sign > 0 && received != Some(queued) && !walk.again {
                self.requeued.push((part.lot, warehouse, queued));
            }
        }
        walk.there(&Fact::Back(one.id, n, at), [part.back.quantity.thousandths(), part.back.cost.ten_thousandths()]);
        if let (Some(sale), Some((line, at))) = (one.document.of, part.of) {
            let amount = [net.quantity.thousandths(), net.cost.ten_thousandths()];
            walk.due(&Fact::Back(sale, line, at), amount);
        }
        let returns = one.document.kind == DocumentKind::ClientReturn || arrives(one.document);
        walk.hold(part.of.is_some() == returns, || format!("{name}: line {n} does not say of what it came back"));
        if travels(one, part) && cancelled.is_none() {
            let to = one.document.to.unwrap_or_default();
            walk.due(&Fact::OnItsWay(to, line.product), [part.out().quantity.thousandths(), 0]);
        }
        units(walk, one, line, part);
        Ok(())
    }

    /// Holds that no lot was below zero in any warehouse on any business day, and that the days are noted by which lots
    /// came back.
    pub fn hold(mut self, walk: &mut Walk) -> Result<(), Error> {
        let view = walk.view;
        self.changes.sort_unstable();
        for lot in self.changes.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let mut had = 0_i64;
            for day in lot.chunk_by(|a, b| a.2 == b.2) {
                had += day.iter().map(|change| change.3).sum::<i64>();
                let (id, warehouse, day, _) = day[0];
                let warehouse = self.warehouses.get(warehouse as usize).copied().unwrap_or_default();
                walk.hold(had >= 0, || {
                    let (lot, warehouse) = (says::lot(&view, LotId(id)), says::warehouse(&view, warehouse));
                    format!("{lot} is at {} in {warehouse} on {day}", Quantity::from_thousandths(had))
                });
            }
        }
        self.requeued.sort_unstable();
        self.requeued.dedup();
        let mut noted = Rows::of(REQUEUED);
        let missing = |walk: &mut Walk, (lot, warehouse, day): (LotId, WarehouseId, Day)| {
            let (lot, warehouse) = (says::lot(&view, lot), says::warehouse(&view, warehouse));
            walk.hold(false, || format!("{lot} came to {warehouse} by {day}, which is not noted"));
        };
        let stray = |walk: &mut Walk, (lot, warehouse, day): (LotId, WarehouseId, Day)| {
            let (lot, warehouse) = (says::lot(&view, lot), says::warehouse(&view, warehouse));
            walk.hold(false, || format!("{lot} is noted to have come to {warehouse} by {day}, and never did"));
        };
        if walk.again {
            return Ok(());
        }
        for due in self.requeued {
            while let Some((key, ())) = noted.next_if(walk, |key| *key < due)? {
                stray(walk, key);
            }
            if noted.next_if(walk, |key| *key == due)?.is_none() {
                missing(walk, due);
            }
        }
        while let Some((key, ())) = noted.next(walk)? {
            stray(walk, key);
        }
        Ok(())
    }
}

/// Tells whether a part of a document was sent on its way, rather than brought at once.
fn travels(one: &One, part: &Part) -> bool {
    one.document.kind == DocumentKind::Transfer && part.to.is_none()
}

/// Enters the movement of each unit of a part.
fn units(walk: &mut Walk, one: &One, line: &MoveLine, part: &Part) {
    if part.units.is_empty() {
        return;
    }
    let nowhere = Day::default();
    let outside = match one.document.of.filter(|_| arrives(one.document)) {
        Some(transfer) => End::Transit(transfer),
        None => End::Client(one.document.client.map(|client| client.0)),
    };
    let from = part.from.map_or(outside, End::In);
    let to = match part.to {
        Some(spot) => End::In(spot),
        None if travels(one, part) => End::Transit(one.id),
        None => End::of(destination(one.document, line), nowhere),
    };
    let cancelled = one.cancelled_on(walk).is_some();
    for slot in &part.units {
        walk.due(&Fact::Moved(part.lot, *slot, one.id, false, from, to), [1, 0]);
        if cancelled {
            walk.due(&Fact::Moved(part.lot, *slot, one.id, true, to, from), [1, 0]);
        }
    }
}

/// Names a product in a warehouse.
pub(super) fn stock_of(walk: &Walk, warehouse: WarehouseId, product: ProductId) -> String {
    format!("{} in {}", says::product(&walk.view, product), says::warehouse(&walk.view, warehouse))
}
