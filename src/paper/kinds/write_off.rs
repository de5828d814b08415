//! The write-off: what is gone, why, and who says so.

use super::Kind;
use super::lines::{LOTS, QUANTITY, SHELF, TOTAL};

pub(super) const KIND: Kind = Kind {
    title: |_| "Write-off",
    facts: |document| {
        vec![
            ("Reason", document.reason.clone()),
            ("Date", document.row.date.to_string()),
            ("Out of", document.row.from.clone()),
        ]
    },
    columns: &[QUANTITY, LOTS, SHELF, TOTAL],
    signatures: &["Written off by", "Approved by"],
};
