//! Products by name, or the best matches of a filter.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::place::Warehouse;
use crate::domain::product::Product;
use crate::messages::{Cursor, No, Page, ProductRow};
use crate::ops::rights::Said;
use crate::store::codec::Key;
use crate::store::engine::Error;
use crate::store::tables::{PRODUCT, View};

use super::named;
use super::paging::{Filling, place};
use super::rank::{self, Rank};

/// Returns products: all by name, or those a filter finds, best first.
pub fn answer(
    view: &View,
    said: &Said,
    text: &str,
    archived: bool,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<ProductRow>, No> {
    let after: Option<Rank> = place(after)?;
    let warehouses = said.seen(view)?;
    let mut filling = Filling::new(limit);
    rank::products(view, text, after.as_ref(), |rank, id| {
        if after.as_ref() == Some(&rank) {
            return Ok(true);
        }
        let product = view.need(PRODUCT, &id)?;
        if product.archived && !archived {
            return Ok(true);
        }
        if !filling.room() {
            return Ok(false);
        }
        filling.push(rank.to_key(), row(view, id, product, &warehouses)?);
        Ok(true)
    })?;
    Ok(filling.page())
}

/// Returns the row of a product in a list.
pub fn row(
    view: &View,
    id: ProductId,
    product: Product,
    warehouses: &[(WarehouseId, Warehouse)],
) -> Result<ProductRow, Error> {
    Ok(ProductRow {
        id,
        serialised: product.serialised(),
        on_hand: named::on_hand(view, id, warehouses)?,
        name: product.name,
        code: product.code,
        category: product.category,
        unit: product.unit,
        minimum: product.minimum,
        archived: product.archived,
    })
}
