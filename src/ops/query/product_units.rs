//! Units of a product in stock, oldest first: by the queue, then as they were scanned.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::product::Product;
use crate::domain::time::Moment;
use crate::domain::unit::Holder;
use crate::messages::{Cursor, No, Page, UnitRow};
use crate::ops::moving::units::stands_at;
use crate::ops::{claims, layers as layers_at, settings};
use crate::store::codec::{Key, Scope};
use crate::store::engine::Error;
use crate::store::tables::{SERIAL, View};

use super::layers;
use super::lot_units::packed_from;
use super::named::{self, Called};
use super::paging::{Filling, place};
use super::queue::{Entry, Queue};
use super::units::Origin;

/// Returns units in stock, in one warehouse or anywhere, oldest first.
pub fn answer(
    view: &View,
    now: Moment,
    product: ProductId,
    warehouse: Option<WarehouseId>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<UnitRow>, No> {
    let record = named::asked_product(view, product)?;
    let after: Option<(LayerKey, u32)> = place(after)?;
    let entry = after.map_or(Entry::Head, |(layer, _)| Entry::At(layer));
    let mut queue = Queue::enter(*view, product, &layers::lanes(view, warehouse)?, entry);
    let scope = claims::scope(&settings(view)?, product);
    let mut list = List { called: Called::new(*view, now), record, scope, filling: Filling::new(limit) };
    while let Some((key, layer)) = queue.next()? {
        let from = after.filter(|(at, _)| *at == key).map_or(1, |(_, slot)| slot + 1);
        if !list.layer(key, layer, from)? {
            break;
        }
    }
    Ok(list.filling.page())
}

/// A list being made, layer by layer.
struct List<'a> {
    called: Called<'a>,
    record: Product,
    scope: Scope,
    filling: Filling<UnitRow>,
}

impl List<'_> {
    /// Adds the units of its lot that lie in a layer, from a slot on; tells whether there may be room for more.
    ///
    /// A unit lies in one layer only, so it is listed once, however many layers its lot has; and no further row is read
    /// once as many are found as the layer has.
    fn layer(&mut self, layer: LayerKey, has: Layer, from: u32) -> Result<bool, Error> {
        let view = self.called.view();
        let origin = Origin::read(&view, layer.lot)?;
        let mut room = true;
        let mut to_find = if from == 1 { has.quantity.whole().unwrap_or(u32::MAX) } else { u32::MAX };
        packed_from(&view, layer.lot, from, |packed| {
            let key = claims::key_of(&packed.serial, self.record.matching());
            let at = (key, self.scope);
            let Some(Holder::Unit(unit)) = view.get(SERIAL, &at)? else { return Ok(true) };
            let Some(unit) = unit.life(layer.lot, packed.slot) else { return Ok(true) };
            if stands_at(&origin.lot, unit) != Some(layers_at::spot(&layer)) {
                return Ok(true);
            }
            room = self.filling.room();
            if room {
                let place = (layer, packed.slot).to_key();
                self.filling.push(place, origin.row(&mut self.called, at.0, unit, packed.serial)?);
            }
            to_find -= 1;
            Ok(room && to_find > 0)
        })?;
        Ok(room)
    }
}
