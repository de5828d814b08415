//! Layers of a product in several warehouses as one queue: oldest first, read a few at a time.

use std::collections::VecDeque;
use std::ops::Bound;

use crate::domain::id::{BinId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::time::Day;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{LAYER, View, end_of_prefix};

/// Layers read of one warehouse at a time.
const CHUNK: usize = 32;

/// Layers of a product, oldest first whatever warehouse they are in.
pub struct Queue<'a> {
    view: View<'a>,
    lanes: Vec<Lane>,
}

/// The queue of one warehouse.
struct Lane {
    next: Bound<Vec<u8>>,
    end: Bound<Vec<u8>>,
    read: VecDeque<(LayerKey, Layer)>,
    whole: bool,
}

/// Where a queue is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// At its head.
    Head,
    /// At this layer.
    At(LayerKey),
    /// Behind this layer.
    Behind(LayerKey),
}

impl<'a> Queue<'a> {
    /// Enters the queues of a product in these warehouses.
    pub fn enter(view: View<'a>, product: ProductId, warehouses: &[WarehouseId], entry: Entry) -> Self {
        let lanes = warehouses
            .iter()
            .map(|warehouse| {
                let lane = (*warehouse, product).to_key();
                Lane {
                    end: end_of_prefix(&lane),
                    next: enter(lane, *warehouse, entry),
                    read: VecDeque::new(),
                    whole: false,
                }
            })
            .collect();
        Queue { view, lanes }
    }

    /// Takes the next layer off.
    pub fn next(&mut self) -> Result<Option<(LayerKey, Layer)>, Error> {
        let mut oldest: Option<(usize, Order)> = None;
        for (at, lane) in self.lanes.iter_mut().enumerate() {
            lane.fill(&self.view)?;
            let Some((key, _)) = lane.read.front() else { continue };
            let order = order(key);
            if oldest.is_none_or(|(_, so_far)| order < so_far) {
                oldest = Some((at, order));
            }
        }
        Ok(oldest.and_then(|(at, _)| self.lanes[at].read.pop_front()))
    }
}

impl Lane {
    /// Reads on when everything read was taken.
    fn fill(&mut self, view: &View) -> Result<(), Error> {
        if self.whole || !self.read.is_empty() {
            return Ok(());
        }
        view.range(LAYER, self.next.clone(), self.end.clone(), Direction::Forward, |key, layer| {
            self.read.push_back((key, layer));
            Ok(self.read.len() < CHUNK)
        })?;
        self.whole = self.read.len() < CHUNK;
        if let Some((last, _)) = self.read.back() {
            self.next = Bound::Excluded(last.to_key());
        }
        Ok(())
    }
}

/// The order over warehouses: that of each queue, then the warehouse.
type Order = (Day, u64, LineNo, LotId, WarehouseId, BinId);

const fn order(key: &LayerKey) -> Order {
    (key.queued, key.sequence, key.line, key.lot, key.warehouse, key.bin)
}

/// Returns where one warehouse's queue is entered, when the whole is entered at or behind a layer of any.
fn enter(lane: Vec<u8>, warehouse: WarehouseId, entry: Entry) -> Bound<Vec<u8>> {
    let (layer, behind) = match entry {
        Entry::Head => return Bound::Included(lane),
        Entry::At(layer) => (layer, false),
        Entry::Behind(layer) => (layer, true),
    };
    if warehouse == layer.warehouse {
        let key = layer.to_key();
        return if behind { Bound::Excluded(key) } else { Bound::Included(key) };
    }
    let mut alike = lane;
    ((layer.queued, layer.sequence), (layer.line, layer.lot)).append(&mut alike);
    if warehouse > layer.warehouse {
        return Bound::Included(alike);
    }
    match end_of_prefix(&alike) {
        Bound::Excluded(end) => Bound::Included(end),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::quantity::Quantity;
    use crate::store::engine::{Durability, Engine};
    use crate::store::memory::MemoryEngine;
    use crate::store::tables::Tables;

    /// One lot in three warehouses and two bins of each, as a transfer leaves it, and another lot behind it.
    fn layers() -> Vec<LayerKey> {
        let mut keys = Vec::new();
        for lot in 1..=2 {
            for (warehouse, bin) in [(1, 0), (1, 7), (2, 0), (2, 7), (3, 0), (3, 7)] {
                keys.push(LayerKey {
                    warehouse: WarehouseId(warehouse),
                    product: ProductId(1),
                    queued: Day::default(),
                    sequence: 1,
                    line: 1,
                    lot: LotId(lot),
                    bin: BinId(bin),
                });
            }
        }
        keys
    }

    #[test]
    fn a_lot_in_several_warehouses_is_entered_at_and_behind_each_of_its_layers() {
        let engine = MemoryEngine::new();
        let all = layers();
        let layer = Layer { quantity: Quantity::ONE, cost: Money::ZERO };
        engine
            .write(Durability::Plain, &mut |tx| all.iter().try_for_each(|key| Tables::new(tx).put(LAYER, key, &layer)))
            .unwrap();
        let walk = |entry| {
            let mut walked = Vec::new();
            engine
                .read(&mut |read| {
                    let lanes = [3, 1, 2].map(WarehouseId);
                    let mut queue = Queue::enter(View::new(read), ProductId(1), &lanes, entry);
                    while let Some((key, _)) = queue.next()? {
                        walked.push(key);
                    }
                    Ok(())
                })
                .unwrap();
            walked
        };
        assert_eq!(walk(Entry::Head), all);
        for (at, key) in all.iter().enumerate() {
            assert_eq!(walk(Entry::At(*key)), all[at..], "at {key:?}");
            assert_eq!(walk(Entry::Behind(*key)), all[at + 1..], "behind {key:?}");
        }
    }
}
