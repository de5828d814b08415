//! The delivery note of a sale: what a client got, and for how much; never what it had cost.

use super::lines::{AMOUNT, PRICE, QUANTITY};
use super::{Kind, party};

pub(super) const KIND: Kind = Kind {
    title: |_| "Delivery note",
    facts: |document| {
        vec![
            ("Client", party(&document.row.to)),
            ("Date", document.row.date.to_string()),
            ("Out of", document.row.from.clone()),
        ]
    },
    columns: &[QUANTITY, PRICE, AMOUNT],
    signatures: &["Received by"],
};
