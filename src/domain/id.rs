//! Numbers that name records. They come from counters inside the transaction that makes the record, are never
//! reused, and mean nothing to people: people see names, codes and document numbers.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub struct $name(pub u64);

        impl From<$name> for u64 {
            fn from(id: $name) -> u64 {
                id.0
            }
        }
    )*};
}

ids! {
    /// Names a product.
    ProductId
    /// Names a branch.
    LocationId
    /// Names a warehouse.
    WarehouseId
    /// Names a bin of a warehouse.
    BinId
    /// Names a supplier.
    SupplierId
    /// Names a client.
    ClientId
    /// Names an employee.
    EmployeeId
    /// Names a role: a set of permissions.
    RoleId
    /// Names a desk.
    DeskId
    /// Names a document, also while it is a draft and has no number.
    DocumentId
    /// Names a lot, also while its posting is a draft.
    LotId
}

/// Line of a document, from 1, never reused within it.
pub type LineNo = u32;
