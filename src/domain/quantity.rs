//! Quantities: exact, in thousandths of the product's unit of measure.

use serde::{Deserialize, Serialize};

/// Quantity in thousandths of the unit of measure; three pieces are 3 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Quantity(i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);
    /// One whole piece, metre, kilogram.
    pub const ONE: Quantity = Quantity(1_000);

    /// Makes a quantity from thousandths of the unit of measure.
    pub const fn from_thousandths(amount: i64) -> Quantity {
        Quantity(amount)
    }

    /// Returns the quantity in thousandths of the unit of measure.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Makes a quantity of whole pieces.
    pub const fn pieces(count: u32) -> Quantity {
        Quantity(count as i64 * 1_000)
    }
}
