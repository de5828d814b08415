//! Documents that moved a product, newest first.

use crate::domain::id::{DocumentId, ProductId};
use crate::messages::{Cursor, DocumentRow, No, Page};
use crate::store::codec::Key;
use crate::store::engine::Direction;
use crate::store::tables::{DOCUMENT, PRODUCT_DOCUMENT, View};

use super::documents;
use super::named::{Called, asked_product};
use super::paging::{Filling, backward, place};
use crate::domain::time::{Day, Moment};

/// Returns documents that moved a product, newest first.
pub fn answer(
    view: &View,
    now: Moment,
    product: ProductId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<DocumentRow>, No> {
    asked_product(view, product)?;
    let before = place::<(ProductId, Day, u64)>(after)?.map(|key| key.to_key());
    let (from, to) = backward(product.to_key(), before);
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    view.range(PRODUCT_DOCUMENT, from, to, Direction::Backward, |key, document| {
        if !filling.room() {
            return Ok(false);
        }
        let document = DocumentId(document);
        let head = view.need(DOCUMENT, &document)?;
        filling.push(key.to_key(), documents::row(&mut called, document, &head)?);
        Ok(true)
    })?;
    Ok(filling.page())
}
