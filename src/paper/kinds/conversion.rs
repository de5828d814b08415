//! The conversion: an existing product that got serials, which, and where.

use super::Kind;
use super::lines::{QUANTITY, SHELF, TOTAL};

pub(super) const KIND: Kind = Kind {
    title: |_| "Conversion to serials",
    facts: |document| vec![("Date", document.row.date.to_string()), ("Warehouse", document.row.to.clone())],
    columns: &[QUANTITY, SHELF, TOTAL],
    signatures: &["Labelled by"],
};
