//! Lines of a draft: added, changed, counted, removed.

use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::quantity::Quantity;
use crate::messages::{LineEdit, No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Adds a line for a product.
pub fn add(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    product: ProductId,
    count: Quantity,
    from_tray: Option<u32>,
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, product, count, from_tray);
    Err(No::Broken(String::new()))
}

/// Changes a line.
pub fn edit(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo, edit: &LineEdit) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, edit);
    Err(No::Broken(String::new()))
}

/// Removes a line; its serials are free again.
pub fn remove(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line);
    Err(No::Broken(String::new()))
}

/// Counts more, or less, of a product without serials.
pub fn count(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    by: Quantity,
    damaged: bool,
    from_tray: Option<u32>,
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, by, damaged, from_tray);
    Err(No::Broken(String::new()))
}
