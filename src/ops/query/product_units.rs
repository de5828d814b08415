//! Units of a product in stock, oldest first: by the queue, then as they were scanned.

use crate::domain::id::{LotId, ProductId, WarehouseId};
use crate::domain::lot::LayerKey;
use crate::domain::product::Product;
use crate::domain::unit::Holder;
use crate::messages::{Cursor, No, Page, UnitRow};
use crate::ops::{claims, settings};
use crate::store::codec::{Key, Scope};
use crate::store::engine::Error;
use crate::store::tables::{SERIAL, View};

use super::layers;
use super::lot_units::packed_from;
use super::named::{self, Called};
use super::paging::{Filling, place};
use super::queue::{Entry, Queue};
use super::units::{self, Origin};

/// Returns units in stock, in one warehouse or anywhere, oldest first.
pub fn answer(
    view: &View,
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
    let mut list = List { called: Called::new(*view), record, scope, warehouse, filling: Filling::new(limit) };
    let mut last: Option<LotId> = None;
    while let Some((layer, _)) = queue.next()? {
        // A lot lies in several bins and warehouses: its units are listed once.
        if last.replace(layer.lot) == Some(layer.lot) {
            continue;
        }
        let from = after.filter(|(at, _)| at.lot == layer.lot).map_or(1, |(_, slot)| slot + 1);
        if !list.lot(layer, from)? {
            break;
        }
    }
    Ok(list.filling.page())
}

/// A list being made, lot by lot.
struct List<'a> {
    called: Called<'a>,
    record: Product,
    scope: Scope,
    warehouse: Option<WarehouseId>,
    filling: Filling<UnitRow>,
}

impl List<'_> {
    /// Adds the units of a lot from a slot on; tells whether there may be room for more.
    fn lot(&mut self, layer: LayerKey, from: u32) -> Result<bool, Error> {
        let view = self.called.view();
        let origin = Origin::read(&view, layer.lot)?;
        let mut room = true;
        packed_from(&view, layer.lot, from, |packed| {
            let key = claims::key_of(&packed.serial, self.record.matching());
            let at = (key, self.scope);
            let Some(Holder::Unit(unit)) = view.get(SERIAL, &at)? else { return Ok(true) };
            let here = units::stock_place(&origin.lot, &unit);
            let wanted = here.is_some_and(|here| self.warehouse.is_none_or(|wanted| wanted == here));
            if unit.lot != origin.id || !wanted {
                return Ok(true);
            }
            room = self.filling.room();
            if room {
                let place = (layer, packed.slot).to_key();
                self.filling.push(place, origin.row(&mut self.called, at.0, &unit, packed.serial)?);
            }
            Ok(room)
        })?;
        Ok(room)
    }
}
