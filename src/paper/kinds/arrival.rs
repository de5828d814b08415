//! What of a transfer arrived, or was sent back.

use super::Kind;
use super::lines::{LOTS, QUANTITY, TO_SHELF};
use crate::domain::document::DocumentKind;

pub(super) const KIND: Kind = Kind {
    title: |document| {
        if document.row.kind == DocumentKind::SendBack { "Sent back" } else { "Transfer received" }
    },
    facts: |document| {
        vec![
            ("Transfer", document.of.clone().unwrap_or_default()),
            ("To", document.row.to.clone()),
            ("Date", document.row.date.to_string()),
        ]
    },
    columns: &[QUANTITY, LOTS, TO_SHELF],
    signatures: &["Received by"],
};
