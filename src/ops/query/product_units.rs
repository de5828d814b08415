//! Units of a product in stock, in one warehouse or anywhere.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::time::Moment;
use crate::messages::{Cursor, No, Page, UnitRow};
use crate::ops::rights::Said;
use crate::ops::{claims, settings};
use crate::store::tables::View;

use super::layers;
use super::named::{self, Called};
use super::oldest::InStock;
use super::paging::Filling;

/// Returns units in stock, in one warehouse or anywhere, oldest first.
pub fn answer(
    view: &View,
    (now, said): (Moment, &Said),
    product: ProductId,
    warehouse: Option<WarehouseId>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<UnitRow>, No> {
    let matching = named::asked_product(view, product)?.matching();
    let scope = claims::scope(&settings(view)?, product);
    let warehouses = layers::lanes(view, said, warehouse)?;
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    let in_stock = InStock { product, matching, scope, warehouses: &warehouses };
    in_stock.visit(
        view,
        after,
        |_| Ok(true),
        |lying| {
            if !filling.room() {
                return Ok(false);
            }
            filling.push(lying.place, lying.origin.row(&mut called, lying.key, lying.unit, lying.serial)?);
            Ok(true)
        },
    )?;
    Ok(filling.page())
}
