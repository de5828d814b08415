//! The goods-received note: what a supplier brought, every serial of it, and who took it in.

use super::Kind;
use super::lines::{COST, QUANTITY, SHELF, TOTAL, WARRANTY};

pub(super) const KIND: Kind = Kind {
    title: |_| "Goods received",
    facts: |document| {
        vec![
            ("Supplier", document.supplier.clone()),
            ("Invoice", document.row.invoice.clone()),
            ("Date", document.row.date.to_string()),
            ("Into", document.row.to.clone()),
            ("Pallets", document.pallets.join(", ")),
        ]
    },
    columns: &[QUANTITY, COST, TOTAL, WARRANTY, SHELF],
    signatures: &["Received by"],
};
