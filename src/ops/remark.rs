//! What is noted about a unit: remarks, further identifiers. Neither moves it.

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::serial::SerialKey;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Adds a dated remark to a unit's passport.
pub fn remark(tx: &mut Tables, cx: &Context, product: ProductId, key: &SerialKey, text: &str) -> Result<Outcome, No> {
    let _ = (tx, cx, product, key, text);
    Err(No::Broken(String::new()))
}

/// Notes a further identifier of a unit.
pub fn identify(
    tx: &mut Tables,
    cx: &Context,
    product: ProductId,
    key: &SerialKey,
    identifier: &str,
    from_tray: Option<(DocumentId, u32)>,
) -> Result<Outcome, No> {
    let _ = (tx, cx, product, key, identifier, from_tray);
    Err(No::Broken(String::new()))
}
