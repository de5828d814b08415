//! A draft is posted: all of it or none of it.

use crate::domain::id::DocumentId;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Posts a draft.
pub fn post(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<Outcome, No> {
    let _ = (tx, cx, draft);
    Err(No::Broken(String::new()))
}
