//! What came in, less what went out, plus what came back, is what is left: proved from the movements themselves, lot by
//! lot, in quantity and in money, and on every business day.

use std::collections::BTreeMap;

use super::Walk;
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LineNo, LotId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey, LotState};
use crate::domain::money::Money;
use crate::domain::movement::Part;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::domain::unit::{Holder, Unit};
use crate::ops::layers::{NOTHING, minus, plus};
use crate::ops::{draft, layers, moving};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CANCELLED_DAY, DOCUMENT, LAYER, LOT, MOVE_LINE, PRODUCT, REQUEUED, SERIAL, TAKEN};

/// What the movements come to.
#[derive(Default)]
struct Sums {
    /// Left of each lot in each warehouse, by the day it queues by.
    left: BTreeMap<(LotId, WarehouseId, Day), Layer>,
    /// Changes of each lot in each warehouse by business day, in thousandths.
    days: BTreeMap<(LotId, WarehouseId), BTreeMap<Day, i64>>,
    /// What came back of each part of a sale.
    back: BTreeMap<(DocumentId, LineNo, u32), Layer>,
    /// Documents that moved each unit, and whether they were cancelled.
    units: BTreeMap<(LotId, u32), Vec<(DocumentId, bool)>>,
}

/// Walks all that ever moved, and holds what is left against it.
pub(super) fn movements(walk: &mut Walk) -> Result<(), Error> {
    let mut sums = Sums::default();
    for (id, document) in walk.records(DOCUMENT, &())? {
        match (document.state, document.kind) {
            (DocumentState::Draft | DocumentState::Deleted, _) => {}
            (_, DocumentKind::Posting) => came_in(walk, &mut sums, id, &document)?,
            _ => moved(walk, &mut sums, id, &document)?,
        }
    }
    layers_are_left(walk, &mut sums)?;
    never_below_zero(walk, &sums);
    came_back(walk, sums.back)?;
    units_are_in_one_place(walk, sums.units)
}

/// Returns the day a document's opposite is dated, when it was cancelled.
fn cancelled_on(walk: &Walk, document: &Document) -> Option<Day> {
    document.cancelled.filter(|_| document.state == DocumentState::Cancelled).map(|by| by.at.day(walk.settings.tz()))
}

fn came_in(walk: &mut Walk, sums: &mut Sums, id: DocumentId, document: &Document) -> Result<(), Error> {
    let cancelled = cancelled_on(walk, document);
    for (_, line) in draft::lines(&walk.view, id)? {
        let lot = walk.view.need(LOT, &line.lot)?;
        // What a conversion posted queues by an earlier day than the one it came in on.
        let day = lot.received.unwrap_or_default();
        let days = sums.days.entry((line.lot, lot.warehouse)).or_default();
        *days.entry(document.date.unwrap_or(day)).or_default() += lot.quantity.thousandths();
        if let Some(cancelled) = cancelled {
            *days.entry(cancelled).or_default() -= lot.quantity.thousandths();
        }
        if lot.state == LotState::Posted {
            let left = sums.left.entry((line.lot, lot.warehouse, day)).or_insert(NOTHING);
            *left = plus(*left, Layer { quantity: lot.quantity, cost: lot.cost });
        }
    }
    Ok(())
}

fn moved(walk: &mut Walk, sums: &mut Sums, id: DocumentId, document: &Document) -> Result<(), Error> {
    let cancelled = cancelled_on(walk, document);
    for ((_, number), line) in walk.records(MOVE_LINE, &id)? {
        let name = format!("line {number} of document {}", id.0);
        let Some(taken) = walk.view.get(TAKEN, &(id, number))? else {
            walk.hold(false, || format!("{name} says nothing of what it took"));
            continue;
        };
        let mut sum = NOTHING;
        for part in &taken.parts {
            sum = plus(sum, Layer { quantity: part.quantity, cost: part.cost });
            let lot = walk.view.get(LOT, &part.lot)?;
            let its = lot.is_some_and(|lot| lot.product == line.product);
            walk.hold(its, || format!("{name} took of lot {}, which is not of its product", part.lot.0));
            let one = part.units.is_empty()
                || Quantity::pieces(u32::try_from(part.units.len()).unwrap_or(0)) == part.quantity;
            walk.hold(one, || format!("{name} took {} and names {} units", part.quantity, part.units.len()));
            walk.hold(part.undone.is_some() == cancelled.is_some(), || format!("{name} was undone by half"));
            sums.part(id, document, part, cancelled);
        }
        let whole = Layer { quantity: line.quantity, cost: line.cost };
        walk.hold(sum == whole, || {
            format!("{name} moved {} for {}, it took {} for {}", whole.quantity, whole.cost, sum.quantity, sum.cost)
        });
        if let Some(day) = cancelled {
            let noted = walk.view.get(CANCELLED_DAY, &(line.product, day, id))?.is_some();
            walk.hold(noted, || format!("{name} was cancelled on {day}, which is not noted"));
        }
    }
    Ok(())
}

impl Sums {
    /// Adds what a part moved, and its opposite when its document was cancelled.
    fn part(&mut self, id: DocumentId, document: &Document, part: &Part, cancelled: Option<Day>) {
        let moved = Layer { quantity: part.quantity, cost: part.cost };
        // What a cancelled document moves in the end: nothing, but for what a cost was rounded by.
        let net = match part.undone.filter(|_| cancelled.is_some()) {
            Some(undone) => minus(moved, Layer { quantity: part.quantity, cost: undone }),
            None => moved,
        };
        let amount = part.quantity.thousandths();
        for (spot, comes) in [(part.from, false), (part.to, true)] {
            let Some(spot) = spot else { continue };
            let left = self.left.entry((part.lot, spot.warehouse, spot.queued)).or_insert(NOTHING);
            *left = if comes { plus(*left, net) } else { minus(*left, net) };
            let days = self.days.entry((part.lot, spot.warehouse)).or_default();
            let amount = if comes { amount } else { -amount };
            *days.entry(document.date.unwrap_or_default()).or_default() += amount;
            if let Some(day) = cancelled {
                *days.entry(day).or_default() -= amount;
            }
        }
        if let (Some(sale), Some((line, at))) = (document.of, part.of) {
            let back = self.back.entry((sale, line, at)).or_insert(NOTHING);
            *back = plus(*back, net);
        }
        for slot in &part.units {
            self.units.entry((part.lot, *slot)).or_default().push((id, cancelled.is_some()));
        }
    }
}

/// Holds the layers against what is left.
fn layers_are_left(walk: &mut Walk, sums: &mut Sums) -> Result<(), Error> {
    let mut there: BTreeMap<(LotId, WarehouseId, Day), Layer> = BTreeMap::new();
    for (key, layer) in walk.records(LAYER, &())? {
        let sum = there.entry((key.lot, key.warehouse, key.queued)).or_insert(NOTHING);
        *sum = plus(*sum, layer);
        let own = walk.view.get(LOT, &key.lot)?.is_some_and(|lot| lot.received == Some(key.queued));
        let noted = own || walk.view.get(REQUEUED, &(key.lot, key.warehouse, key.queued))?.is_some();
        walk.hold(noted, || format!("lot {} queues by {}, which is not noted", key.lot.0, key.queued));
    }
    sums.left.retain(|_, layer| *layer != NOTHING);
    let places: std::collections::BTreeSet<_> = sums.left.keys().chain(there.keys()).copied().collect();
    for place in places {
        let should = sums.left.get(&place).copied().unwrap_or(NOTHING);
        let has = there.get(&place).copied().unwrap_or(NOTHING);
        let (lot, warehouse, day) = place;
        walk.hold(has == should, || {
            format!(
                "lot {} has layers of {} for {} in warehouse {} by {day} and should have {} for {}",
                lot.0, has.quantity, has.cost, warehouse.0, should.quantity, should.cost
            )
        });
    }
    Ok(())
}

/// Holds that no lot was below zero in any warehouse on any business day.
fn never_below_zero(walk: &mut Walk, sums: &Sums) {
    for ((lot, warehouse), days) in &sums.days {
        let mut had = 0_i64;
        for (day, change) in days {
            had += change;
            walk.hold(had >= 0, || format!("lot {} is below zero in warehouse {} on {day}", lot.0, warehouse.0));
        }
    }
}

/// Holds what sales say came back against what returns brought.
fn came_back(walk: &mut Walk, mut back: BTreeMap<(DocumentId, LineNo, u32), Layer>) -> Result<(), Error> {
    for ((document, line), taken) in walk.records(TAKEN, &())? {
        let there = walk.view.get(MOVE_LINE, &(document, line))?.is_some();
        walk.hold(there, || format!("line {line} of document {} took something and is not there", document.0));
        for (at, part) in (0_u32..).zip(&taken.parts) {
            let came = back.remove(&(document, line, at)).unwrap_or(NOTHING);
            walk.hold(came == part.back, || {
                let Layer { quantity, cost } = part.back;
                format!("line {line} of document {}: {quantity} for {cost} are back, its returns differ", document.0)
            });
        }
    }
    for ((document, line, _), _) in back {
        walk.hold(false, || format!("something came back of line {line} of document {}, which took none", document.0));
    }
    Ok(())
}

/// Holds that each unit stands where its last movement says, and that the layers have as many as stand there.
fn units_are_in_one_place(
    walk: &mut Walk,
    mut moves: BTreeMap<(LotId, u32), Vec<(DocumentId, bool)>>,
) -> Result<(), Error> {
    let mut stand: BTreeMap<LayerKey, u32> = BTreeMap::new();
    let mut holders = Vec::new();
    walk.view.prefix(SERIAL, &(), Direction::Forward, |(key, _), holder| {
        if let Holder::Unit(unit) = holder {
            holders.push((key, unit));
        }
        Ok(true)
    })?;
    for (key, unit) in &holders {
        let mut life: Option<&Unit> = Some(unit);
        while let Some(unit) = life {
            life = unit.earlier.as_deref();
            let Some(lot) = walk.view.get(LOT, &unit.lot)? else { continue };
            let mut by: Vec<_> = moves.remove(&(unit.lot, unit.slot)).unwrap_or_default();
            let mut said: Vec<_> = unit.moved.iter().map(|moved| (moved.document, moved.cancels)).collect();
            let opposites: Vec<_> = by.iter().filter(|(_, cancelled)| *cancelled).copied().collect();
            for (_, cancelled) in &mut by {
                *cancelled = false;
            }
            by.extend(opposites);
            by.sort_unstable();
            said.sort_unstable();
            walk.hold(by == said, || format!("serial {key}: its passport and its documents differ"));
            if let Some(spot) = moving::units::stands_at(&lot, unit) {
                *stand.entry(layers::at(unit.lot, &lot, spot)).or_default() += 1;
            }
        }
    }
    for (lot, slot) in moves.keys() {
        walk.hold(false, || format!("slot {slot} of lot {} moved and is no unit", lot.0));
    }
    for (key, layer) in walk.records(LAYER, &())? {
        if walk.view.need(PRODUCT, &key.product)?.serialised() {
            let units = Quantity::pieces(stand.remove(&key).unwrap_or(0));
            walk.hold(units == layer.quantity, || {
                let (lot, warehouse) = (key.lot.0, key.warehouse.0);
                format!("lot {lot} has {} in warehouse {warehouse}, and {units} units stand there", layer.quantity)
            });
        }
    }
    for (key, units) in stand {
        walk.hold(false, || format!("{units} units of lot {} stand where it has none", key.lot.0));
    }
    Ok(())
}

/// Returns what the lines of a document that moves goods sum to.
pub(super) fn sum(walk: &mut Walk, id: DocumentId) -> Result<(Option<Quantity>, Option<Money>), Error> {
    let (mut quantity, mut total) = (Some(Quantity::ZERO), Some(Money::ZERO));
    for (_, line) in walk.records(MOVE_LINE, &id)? {
        quantity = quantity.and_then(|sum| sum.checked_add(line.quantity));
        total = total.and_then(|sum| sum.checked_add(line.cost));
    }
    Ok((quantity, total))
}
