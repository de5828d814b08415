//! The tray of a draft: scans that wait for a decision.

use super::{Context, draft};
use crate::domain::document::{Document, TrayReason, TrayRow};
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{No, Outcome, Refused};
use crate::store::tables::{DOCUMENT, LINE, MOVE_LINE, TRAY, Tables};

/// Characters of a scan that are kept: more than a carton's code that lists all its serials has.
const LONGEST_RAW: usize = 4_096;

/// Keeps a scan that needs a decision; one longer than any code is cut.
pub fn put(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: Option<LineNo>,
    raw: &str,
    reason: &TrayReason,
) -> Result<Outcome, No> {
    let mut document = draft::writable(&tx.view(), cx, draft)?;
    // A line that another desk has removed meanwhile is no reason to lose the scan.
    let line = match line {
        Some(line) => {
            let there = tx.get(LINE, &(draft, line))?.is_some() || tx.get(MOVE_LINE, &(draft, line))?.is_some();
            there.then_some(line)
        }
        None => None,
    };
    document.tray_rows += 1;
    document.to_decide += 1;
    let (row, to_decide) = (document.tray_rows, document.to_decide);
    tx.put(TRAY, &(draft, row), &TrayRow { raw: kept(raw), line, reason: reason.clone(), stamp: draft::stamp(cx) })?;
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(Outcome::InTray { row, to_decide })
}

/// Returns what is kept of a scan.
pub(super) fn kept(raw: &str) -> String {
    raw.chars().take(LONGEST_RAW).collect()
}

/// Drops a row.
pub fn drop_row(tx: &mut Tables, cx: &Context, draft: DocumentId, row: u32) -> Result<Outcome, No> {
    let mut document = draft::writable(&tx.view(), cx, draft)?;
    decide(tx, draft, &mut document, Some(row))?;
    Ok(Outcome::Done)
}

/// Removes the row that an operation decides, in the operation's own transaction.
///
/// Refused when it was decided already, so that of two desks only one decides it.
pub(super) fn decide(tx: &mut Tables, draft: DocumentId, document: &mut Document, row: Option<u32>) -> Result<(), No> {
    let Some(row) = row else { return Ok(()) };
    if tx.get(TRAY, &(draft, row))?.is_none() {
        let sentence = format!("row {row} to decide is gone: it was decided already; nothing was done");
        return Err(Refused::Changed(sentence).into());
    }
    tx.delete(TRAY, &(draft, row))?;
    document.to_decide = document.to_decide.saturating_sub(1);
    tx.put(DOCUMENT, &draft, document)?;
    Ok(())
}
