//! The tray of a draft: scans that wait for a decision.

use crate::domain::document::TrayReason;
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Keeps a scan that needs a decision.
pub fn put(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: Option<LineNo>,
    raw: &str,
    reason: &TrayReason,
) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, line, raw, reason);
    Err(No::Broken(String::new()))
}

/// Drops a row.
pub fn drop_row(tx: &mut Tables, cx: &Context, draft: DocumentId, row: u32) -> Result<Outcome, No> {
    let _ = (tx, cx, draft, row);
    Err(No::Broken(String::new()))
}
