//! What a client brought back, and of which sale or order.

use super::lines::{QUANTITY, TO_SHELF};
use super::{Kind, party};

pub(super) const KIND: Kind = Kind {
    title: |_| "Client return",
    facts: |document| {
        vec![
            ("Client", party(&document.row.from)),
            ("Returns", document.of.clone().unwrap_or_default()),
            ("Date", document.row.date.to_string()),
            ("Into", document.row.to.clone()),
        ]
    },
    columns: &[QUANTITY, TO_SHELF],
    signatures: &["Brought by", "Received by"],
};
