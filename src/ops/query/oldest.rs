//! Units of a product in stock, oldest first: by the queue, then as they were scanned.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::serial::{Matching, SerialKey};
use crate::domain::unit::{Holder, Unit};
use crate::messages::{Cursor, No};
use crate::ops::moving::units::stands_at;
use crate::ops::{claims, layers as layers_at};
use crate::store::codec::{Key, Scope};
use crate::store::engine::Error;
use crate::store::tables::{SERIAL, View};

use super::lot_units::packed_from;
use super::paging::place;
use super::queue::{Entry, Queue};
use super::units::Origin;

/// Whose units, and where.
pub struct InStock<'a> {
    /// Of which product.
    pub product: ProductId,
    /// How its serials match.
    pub matching: Matching,
    /// Among which serials its own are told apart.
    pub scope: Scope,
    /// In these warehouses.
    pub warehouses: &'a [WarehouseId],
}

/// A unit in stock as the queue comes to it.
pub struct Lying<'a> {
    /// Where in the queue it is: what a page that follows begins behind.
    pub place: Vec<u8>,
    /// Its lot.
    pub origin: &'a Origin,
    /// What its serial is compared by.
    pub key: SerialKey,
    /// The life of it that is of this lot.
    pub unit: &'a Unit,
    /// Its serial as the lot keeps it.
    pub serial: String,
}

impl InStock<'_> {
    /// Visits the units that lie in the layers that are wanted, behind a place, until the visitor says stop.
    pub fn visit(
        &self,
        view: &View,
        after: Option<&Cursor>,
        wanted: impl Fn(LayerKey) -> Result<bool, Error>,
        mut visit: impl FnMut(Lying) -> Result<bool, Error>,
    ) -> Result<(), No> {
        let after: Option<(LayerKey, u32)> = place(after)?;
        let entry = after.map_or(Entry::Head, |(layer, _)| Entry::At(layer));
        let mut queue = Queue::enter(*view, self.product, self.warehouses, entry);
        while let Some((key, layer)) = queue.next()? {
            let from = after.filter(|(at, _)| *at == key).map_or(1, |(_, slot)| slot + 1);
            if wanted(key)? && !self.layer(view, key, layer, from, &mut visit)? {
                break;
            }
        }
        Ok(())
    }

    /// Visits the units of its lot that lie in a layer, from a slot on; tells whether the visitor wants more.
    ///
    /// A unit lies in one layer only, so it is met once, however many layers its lot has; and no further row is read
    /// once as many are found as the layer has.
    fn layer(
        &self,
        view: &View,
        layer: LayerKey,
        has: Layer,
        from: u32,
        visit: &mut impl FnMut(Lying) -> Result<bool, Error>,
    ) -> Result<bool, Error> {
        let origin = Origin::read(view, layer.lot)?;
        let mut more = true;
        let mut to_find = if from == 1 { has.quantity.whole().unwrap_or(u32::MAX) } else { u32::MAX };
        packed_from(view, layer.lot, from, |packed| {
            let at = (claims::key_of(&packed.serial, self.matching), self.scope);
            let Some(Holder::Unit(unit)) = view.get(SERIAL, &at)? else { return Ok(true) };
            let Some(unit) = unit.life(layer.lot, packed.slot) else { return Ok(true) };
            if stands_at(&origin.lot, unit) != Some(layers_at::spot(&layer)) {
                return Ok(true);
            }
            let place = (layer, packed.slot).to_key();
            more = visit(Lying { place, origin: &origin, key: at.0, unit, serial: packed.serial })?;
            to_find -= 1;
            Ok(more && to_find > 0)
        })?;
        Ok(more)
    }
}
