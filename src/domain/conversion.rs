//! An existing product that gets serials: by which rules, and what it began with.

use serde::{Deserialize, Serialize};

use super::id::{DocumentId, WarehouseId};
use super::lot::{Lot, LotState};
use super::product::{NumberedBy, Product, Tracking};
use super::quantity::Quantity;
use super::serial::Matching;

/// What both halves of a conversion say of themselves.
pub const NOTE: &str = "Created due to the product transfer to the serial accounting";

/// A conversion that is open: its draft has a line for each warehouse, whose serials are claims like any other's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converting {
    /// Its draft.
    pub draft: DocumentId,
    /// Who will number the units.
    pub numbered_by: NumberedBy,
    /// How serials are compared, already.
    pub matching: Matching,
    /// What each warehouse had when its line was begun.
    pub had: Vec<(WarehouseId, Quantity)>,
}

impl Converting {
    /// Returns a product as it will be.
    pub fn applied(&self, product: Product) -> Product {
        serialised(product, self.numbered_by, self.matching)
    }

    /// Returns what a warehouse had when its line was begun; nothing when it had none.
    pub fn had(&self, warehouse: WarehouseId) -> Quantity {
        let had = self.had.iter().find(|(had, _)| *had == warehouse);
        had.map_or(Quantity::ZERO, |(_, quantity)| *quantity)
    }
}

/// Returns a product as it is once its units are told apart: its unit of measure is the piece.
pub fn serialised(product: Product, numbered_by: NumberedBy, matching: Matching) -> Product {
    Product { tracking: Tracking::Serialised { numbered_by, matching }, unit: "pc".to_owned(), decimals: 0, ..product }
}

/// Tells whether a lot came in before its product had serials.
pub fn is_of_before(product: &Product, lot: &Lot) -> bool {
    product.serialised() && lot.slots == 0 && lot.state != LotState::Draft
}
