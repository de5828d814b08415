//! Products: made, changed, archived.

use crate::domain::id::ProductId;
use crate::domain::product::Product;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Makes a product.
pub fn add(tx: &mut Tables, cx: &Context, product: &Product, next: Option<u64>) -> Result<Outcome, No> {
    let _ = (tx, cx, product, next);
    Err(No::Broken(String::new()))
}

/// Changes a product.
pub fn edit(tx: &mut Tables, cx: &Context, id: ProductId, product: &Product) -> Result<Outcome, No> {
    let _ = (tx, cx, id, product);
    Err(No::Broken(String::new()))
}

/// Hides a product, or shows it again.
pub fn archive(tx: &mut Tables, cx: &Context, product: ProductId, archived: bool) -> Result<Outcome, No> {
    let _ = (tx, cx, product, archived);
    Err(No::Broken(String::new()))
}
