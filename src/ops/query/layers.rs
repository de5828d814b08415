//! Layers of a product, oldest first: what the next issue takes.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::time::Moment;
use crate::messages::{Cursor, LayerRow, No, Page};
use crate::ops::rights::Said;
use crate::ops::standing;
use crate::store::codec::Key;
use crate::store::engine::Error;
use crate::store::tables::{LOT, View, WAREHOUSE};

use super::named::{self, Called};
use super::paging::{Filling, place};
use super::queue::{Entry, Queue};

/// Returns layers of a product in one warehouse or in all, oldest first.
pub fn answer(
    view: &View,
    (now, said): (Moment, &Said),
    product: ProductId,
    warehouse: Option<WarehouseId>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<LayerRow>, No> {
    named::asked_product(view, product)?;
    let entry = place(after)?.map_or(Entry::Head, Entry::Behind);
    let mut queue = Queue::enter(*view, product, &lanes(view, said, warehouse)?, entry);
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    while let Some((key, layer)) = queue.next()? {
        if !filling.room() {
            break;
        }
        filling.push(key.to_key(), row(&mut called, &key, &layer)?);
    }
    Ok(filling.page())
}

/// Returns the warehouses whose queues are asked for: one, or all whose stock may be seen.
pub fn lanes(view: &View, said: &Said, warehouse: Option<WarehouseId>) -> Result<Vec<WarehouseId>, No> {
    match warehouse {
        Some(warehouse) => {
            named::asked(view, WAREHOUSE, &warehouse, "warehouse", warehouse.0)?;
            Ok(vec![warehouse])
        }
        None => Ok(said.seen(view)?.into_iter().map(|(id, _)| id).collect()),
    }
}

fn row(called: &mut Called, key: &LayerKey, layer: &Layer) -> Result<LayerRow, Error> {
    let view = called.view();
    let lot = standing::as_supplied(&view, view.need(LOT, &key.lot)?)?;
    Ok(LayerRow {
        lot: key.lot,
        label: standing::lot_label(&view, &lot)?,
        document: lot.document,
        warehouse: called.warehouse(key.warehouse)?,
        bin: called.bin(Some(key.bin))?,
        queued: key.queued,
        received: lot.received.unwrap_or(key.queued),
        quantity: layer.quantity,
        value: layer.cost,
        cost: lot.unit_cost(),
        supplier: called.supplier(lot.supplier)?,
        batch: lot.batch,
        expiry: lot.expiry,
    })
}
