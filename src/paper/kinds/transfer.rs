//! The transfer: a packing list until it is shipped, then the note that travels with the goods.

use super::Kind;
use super::lines::{LOTS, ON_ITS_WAY, QUANTITY, SHELF, TO_SHELF};
use crate::domain::document::DocumentState;

pub(super) const KIND: Kind = Kind {
    title: |document| match document.row.state {
        DocumentState::Reserved | DocumentState::Expired => "Packing list",
        _ => "Transfer note",
    },
    facts: |document| {
        vec![
            ("From", document.row.from.clone()),
            ("To", document.row.to.clone()),
            ("Date", document.row.date.to_string()),
            ("State", document.row.state.word().to_owned()),
            ("Held until", document.until.map(|day| day.to_string()).unwrap_or_default()),
        ]
    },
    columns: &[QUANTITY, LOTS, SHELF, TO_SHELF, ON_ITS_WAY],
    signatures: &["Handed over by", "Received by"],
};
