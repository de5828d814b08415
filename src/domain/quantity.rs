//! Quantities: exact, in thousandths of the product's unit of measure.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::decimal::{self, Fault};
use super::text::shown;

/// Quantity in thousandths of the unit of measure; three pieces are 3 000.
///
/// Shown without needless zeros: `3`, `2.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Quantity(i64);

/// Why a text is no quantity of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantityError {
    /// As typed, without outer blanks; shown harmlessly.
    pub text: String,
    /// What is wrong with it.
    pub why: QuantityFault,
    /// Unit of measure it was to be counted in; empty when the reader did not know.
    pub unit: String,
}

/// What is wrong with a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantityFault {
    /// Nothing was typed.
    Empty,
    /// It is not spelled as a number.
    NotANumber,
    /// A comma stands in it, which may mean a decimal or a thousand.
    Comma,
    /// It has more decimals than the unit of measure, which takes so many.
    Decimals(u8),
    /// It is more than can be kept.
    TooLarge,
    /// It is zero or less where something has to move.
    NotAboveZero,
}

impl QuantityError {
    /// Returns the code that scripts rely on.
    pub const fn code(&self) -> &'static str {
        "bad_quantity"
    }

    /// Names the unit of measure, so that the sentence can: `1.25: pc takes whole numbers`.
    #[must_use]
    pub fn in_unit(self, unit: &str) -> QuantityError {
        QuantityError { unit: unit.to_owned(), ..self }
    }
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = shown(&self.text);
        let unit = if self.unit.is_empty() { "a quantity here" } else { &self.unit };
        match self.why {
            QuantityFault::Empty => f.write_str("nothing typed: a quantity is a number such as 3 or 2.5"),
            QuantityFault::NotANumber => {
                write!(f, "{text}: a quantity is digits with at most 3 decimals after a point, as in 3 or 2.5")
            }
            QuantityFault::Comma => {
                write!(f, "{text}: commas are not read, decimals stand after a point")?;
                decimal::with_a_point(&self.text).map_or(Ok(()), |better| write!(f, ": {}", shown(&better)))
            }
            QuantityFault::Decimals(0) => write!(f, "{text}: {unit} takes whole numbers"),
            QuantityFault::Decimals(1) => write!(f, "{text}: {unit} takes at most 1 decimal"),
            QuantityFault::Decimals(most) => write!(f, "{text}: {unit} takes at most {most} decimals"),
            QuantityFault::TooLarge => write!(f, "{text}: the largest quantity is {}", Quantity(i64::MAX)),
            QuantityFault::NotAboveZero => write!(f, "{text}: a quantity is above zero"),
        }
    }
}

impl std::error::Error for QuantityError {}

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

    /// Reads a quantity with at most `decimals` digits after the point; more than 3 count as 3.
    ///
    /// A sign is read too, since a minimum may be compared and a difference shown: see [`Quantity::above_zero`].
    pub fn parse(text: &str, decimals: u8) -> Result<Quantity, QuantityError> {
        let decimals = decimals.min(3);
        decimal::parse(text, 3, u32::from(decimals)).map(Quantity).map_err(|fault| {
            let why = match fault {
                Fault::Empty => QuantityFault::Empty,
                Fault::NotANumber => QuantityFault::NotANumber,
                Fault::Comma => QuantityFault::Comma,
                Fault::Decimals => QuantityFault::Decimals(decimals),
                Fault::TooLarge => QuantityFault::TooLarge,
            };
            QuantityError { text: text.trim().to_owned(), why, unit: String::new() }
        })
    }

    /// Returns the quantity unless it is zero or less.
    pub fn above_zero(self) -> Result<Quantity, QuantityError> {
        if self.0 > 0 {
            return Ok(self);
        }
        Err(QuantityError { text: self.to_string(), why: QuantityFault::NotAboveZero, unit: String::new() })
    }

    /// Returns the quantity unless it has more decimals than its unit of measure takes.
    pub fn within(self, decimals: u8) -> Result<Quantity, QuantityError> {
        let decimals = decimals.min(3);
        if self.0 % 10_i64.pow(3 - u32::from(decimals)) == 0 {
            return Ok(self);
        }
        Err(QuantityError { text: self.to_string(), why: QuantityFault::Decimals(decimals), unit: String::new() })
    }

    /// Tells whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Tells whether it has no decimals.
    pub const fn is_whole(self) -> bool {
        self.0 % 1_000 == 0
    }

    /// Returns the number of pieces; `None` when it is not whole, below zero, or more than 32 bits hold.
    pub fn whole(self) -> Option<u32> {
        if self.is_whole() { u32::try_from(self.0 / 1_000).ok() } else { None }
    }

    /// Adds, unless the sum is more than can be kept.
    pub const fn checked_add(self, other: Quantity) -> Option<Quantity> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Quantity(sum)),
            None => None,
        }
    }

    /// Subtracts, unless the difference is more than can be kept. It may be below zero.
    pub const fn checked_sub(self, other: Quantity) -> Option<Quantity> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Quantity(difference)),
            None => None,
        }
    }

    /// Returns so many times this: ten scans of a carton of ten.
    pub const fn checked_times(self, times: u32) -> Option<Quantity> {
        match self.0.checked_mul(times as i64) {
            Some(product) => Some(Quantity(product)),
            None => None,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal::write(f, self.0, 3, 0)
    }
}
