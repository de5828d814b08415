//! What goes back to its supplier, and of which posting.

use super::lines::{QUANTITY, SHELF};
use super::{Kind, party};

pub(super) const KIND: Kind = Kind {
    title: |_| "Supplier return",
    facts: |document| {
        vec![
            ("Supplier", party(&document.row.to)),
            ("Returns", document.of.clone().unwrap_or_default()),
            ("Date", document.row.date.to_string()),
            ("Out of", document.row.from.clone()),
        ]
    },
    columns: &[QUANTITY, SHELF],
    signatures: &["Handed over by", "Received by"],
};
