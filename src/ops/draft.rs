//! Drafts: begun, changed, thrown away.

use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, WarehouseId};
use crate::messages::{HeadEdit, No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Begins a draft.
pub fn open(tx: &mut Tables, cx: &Context, kind: DocumentKind, warehouse: WarehouseId) -> Result<Outcome, No> {
    let _ = (tx, cx, kind, warehouse);
    Err(No::Broken(String::new()))
}

/// Changes the head of a draft.
pub fn edit(tx: &mut Tables, cx: &Context, draft: DocumentId, head: &HeadEdit) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, head);
    Err(No::Broken(String::new()))
}

/// Throws a draft away; its serials are free again.
pub fn delete(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<Outcome, No> {
    let _ = (tx, cx, draft);
    Err(No::Broken(String::new()))
}
