//! The order: what is held for a client, to be picked from the shelves; once closed, what was delivered.

use super::lines::{AMOUNT, PRICE, QUANTITY, SHELF, TICK};
use super::{Kind, party};
use crate::domain::document::DocumentState;

pub(super) const KIND: Kind = Kind {
    title: |document| if document.row.state == DocumentState::Posted { "Delivery note" } else { "Picking list" },
    facts: |document| {
        vec![
            ("Client", party(&document.row.to)),
            ("Date", document.row.date.to_string()),
            ("Out of", document.row.from.clone()),
            ("Held until", document.until.map(|day| day.to_string()).unwrap_or_default()),
        ]
    },
    columns: &[QUANTITY, SHELF, PRICE, AMOUNT, TICK],
    signatures: &["Received by"],
};
