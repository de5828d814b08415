//! A posted document is cancelled by its opposite, dated today.

use crate::domain::id::DocumentId;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Cancels a posted document; `reopen` makes a new draft of it.
pub fn cancel(tx: &mut Tables, cx: &Context, document: DocumentId, reopen: bool) -> Result<Outcome, No> {
    let _ = (tx, cx, document, reopen);
    Err(No::Broken(String::new()))
}
