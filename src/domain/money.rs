//! Money: exact, in ten-thousandths of the store's currency. No floating point anywhere near it.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

use super::decimal::{self, Fault};
use super::quantity::Quantity;
use super::text::shown;

/// Amount of money in ten-thousandths of the currency's unit; `12.50` is 125 000.
///
/// Shown with at least two decimals and at most four: `12.50`, `0.125`, `199.00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Money(i64);

/// Why a text is no amount of money. Texts are kept as typed and shown harmlessly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("nothing typed: an amount is a number such as 12.50")]
    Empty,
    /// It is not spelled as a number.
    #[error("{}: an amount is digits with at most 4 decimals after a point, as in 12.50", shown(.0))]
    NotANumber(String),
    /// A comma stands in it. `1,234` is a thousand to one person and a little over one to another, so none is read.
    #[error("{}: commas are not read, decimals stand after a point{}", shown(.0), hint(.0))]
    Comma(String),
    /// It has more than four decimals.
    #[error("{}: money has at most 4 decimals", shown(.0))]
    TooManyDecimals(String),
    /// It is more than can be kept.
    #[error("{}: the largest amount is {}", shown(.0), Money(i64::MAX))]
    TooLarge(String),
    /// It is below zero where a cost is wanted.
    #[error("{}: a cost is never below zero", shown(.0))]
    Negative(String),
}

impl MoneyError {
    /// Returns the code that scripts rely on.
    pub const fn code(&self) -> &'static str {
        "bad_money"
    }
}

/// Words the spelling with a point, where there is only one.
fn hint(text: &str) -> String {
    decimal::with_a_point(text).map(|better| format!(": {}", shown(&better))).unwrap_or_default()
}

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

    /// Reads an amount as typed or sent: digits, at most four after a point, a sign if need be, blanks outside.
    ///
    /// Commas are refused, with the spelling that was likely meant; exponents and blanks inside are refused too.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        decimal::parse(text, 4, 4).map(Money).map_err(|fault| {
            let text = text.trim().to_owned();
            match fault {
                Fault::Empty => MoneyError::Empty,
                Fault::NotANumber => MoneyError::NotANumber(text),
                Fault::Comma => MoneyError::Comma(text),
                Fault::Decimals => MoneyError::TooManyDecimals(text),
                Fault::TooLarge => MoneyError::TooLarge(text),
            }
        })
    }

    /// Reads a cost: an amount that is zero or more.
    pub fn parse_cost(text: &str) -> Result<Money, MoneyError> {
        Money::parse(text)?.non_negative()
    }

    /// Returns the amount unless it is below zero.
    pub fn non_negative(self) -> Result<Money, MoneyError> {
        if self.0 < 0 { Err(MoneyError::Negative(self.to_string())) } else { Ok(self) }
    }

    /// Returns it with its thousands apart: `5,970.00`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut out = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if rest.is_empty() { out } else { format!("{out}.{rest}") }
    }

    /// Tells whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns the exact decimal string that scripts get: `12.50`, at least two decimals.
    pub fn exact(self) -> String {
        self.to_string()
    }

    /// Adds, unless the sum is more than can be kept.
    pub const fn checked_add(self, other: Money) -> Option<Money> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Money(sum)),
            None => None,
        }
    }

    /// Subtracts, unless the difference is more than can be kept. It may be below zero.
    pub const fn checked_sub(self, other: Money) -> Option<Money> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Money(difference)),
            None => None,
        }
    }

    /// Returns what `quantity` costs at this unit cost, half-even at four decimals; `None` when it is too much to keep.
    pub fn checked_mul(self, quantity: Quantity) -> Option<Money> {
        let product = i128::from(self.0) * i128::from(quantity.thousandths());
        i64::try_from(half_even(product, 1_000)).ok().map(Money)
    }

    /// Returns what `taken` costs out of `of`, which costs this in total: total × taken ÷ of, cut at four decimals.
    ///
    /// Taking everything that is left gives everything that is left, so parts taken one after another, each out of
    /// what the one before left, always sum to the whole. Taking nothing costs nothing; more than there is cannot be
    /// taken, and costs no more than there is.
    #[must_use]
    pub fn part(self, taken: Quantity, of: Quantity) -> Money {
        if taken >= of {
            return self;
        }
        if taken <= Quantity::ZERO {
            return Money::ZERO;
        }
        let part = i128::from(self.0) * i128::from(taken.thousandths()) / i128::from(of.thousandths());
        i64::try_from(part).map_or(self, Money)
    }

    /// Returns the cost of one, half-even at four decimals, for showing only: it is derived and never kept.
    ///
    /// `None` when there is no quantity to share it.
    pub fn per_unit(self, quantity: Quantity) -> Option<Money> {
        if quantity <= Quantity::ZERO {
            return None;
        }
        let share = half_even(i128::from(self.0) * 1_000, i128::from(quantity.thousandths()));
        i64::try_from(share).ok().map(Money)
    }
}

/// Divides, rounding to the nearest and halves to the even neighbour. `divisor` is above zero.
fn half_even(dividend: i128, divisor: i128) -> i128 {
    let below = dividend.div_euclid(divisor);
    let twice = dividend.rem_euclid(divisor) * 2;
    if twice > divisor || (twice == divisor && below % 2 != 0) { below + 1 } else { below }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal::write(f, self.0, 4, 2)
    }
}

/// Sums amounts; `None` when the sum is more than can be kept.
impl Sum<Money> for Option<Money> {
    fn sum<I: Iterator<Item = Money>>(mut amounts: I) -> Option<Money> {
        amounts.try_fold(Money::ZERO, Money::checked_add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::lot::Layer;

    fn money(text: &str) -> Money {
        Money::parse(text).expect("an amount")
    }

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text, 3).expect("a quantity")
    }

    #[test]
    fn a_line_costs_its_unit_cost_times_its_quantity_half_even_at_four_decimals() {
        for (unit, count, total) in [
            ("0.0001", "0.5", "0.00"),
            ("0.0003", "0.5", "0.0002"),
            ("0.0005", "0.5", "0.0002"),
            ("0.3333", "200", "66.66"),
            ("199.99", "47", "9399.53"),
            ("19.99", "0.333", "6.6567"),
        ] {
            assert_eq!(money(unit).checked_mul(quantity(count)), Some(money(total)), "{unit} × {count}");
        }
        assert_eq!(Money::from_ten_thousandths(i64::MAX).checked_mul(quantity("2")), None);
    }

    #[test]
    fn a_unit_figure_is_derived_half_even_and_there_is_none_of_nothing() {
        assert_eq!(money("10").per_unit(quantity("3")), Some(money("3.3333")));
        assert_eq!(money("20").per_unit(quantity("3")), Some(money("6.6667")));
        assert_eq!(money("0.0001").per_unit(quantity("2")), Some(Money::ZERO));
        assert_eq!(money("10").per_unit(Quantity::ZERO), None);
    }

    #[test]
    fn a_part_is_cut_and_never_costs_more_than_there_is() {
        assert_eq!(money("20").part(quantity("1"), quantity("3")), money("6.6666"));
        assert_eq!(money("20").part(quantity("3"), quantity("3")), money("20"));
        assert_eq!(money("20").part(quantity("4"), quantity("3")), money("20"));
        assert_eq!(money("20").part(Quantity::ZERO, quantity("3")), Money::ZERO);
    }

    proptest! {
        #[test]
        fn parts_taken_one_after_another_sum_to_the_whole(
            cost in 0..i64::MAX / 2,
            takes in prop::collection::vec(1_i64..50_000, 1..20),
        ) {
            let whole: i64 = takes.iter().sum();
            let cost = Money::from_ten_thousandths(cost);
            let mut left = Layer { quantity: Quantity::from_thousandths(whole), cost };
            let mut sum = Money::ZERO;
            for take in takes {
                let (taken, rest) = left.take(Quantity::from_thousandths(take));
                prop_assert!(taken.cost >= Money::ZERO && rest.cost >= Money::ZERO);
                sum = sum.checked_add(taken.cost).expect("no more than the whole");
                left = rest;
            }
            prop_assert_eq!((left.quantity, left.cost), (Quantity::ZERO, Money::ZERO));
            prop_assert_eq!(sum, cost);
        }
    }
}
