//! Money: exact, in ten-thousandths of the store's currency. No floating point anywhere near it.

use serde::{Deserialize, Serialize};

/// Amount of money in ten-thousandths of the currency's unit; `12.50` is 125 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// Makes an amount from ten-thousandths of the currency's unit.
    pub const fn from_ten_thousandths(amount: i64) -> Money {
        Money(amount)
    }

    /// Returns the amount in ten-thousandths of the currency's unit.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }
}
