//! Numbers and dates as they are written: a number is read from its own digits and never becomes a float.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::domain::document::Cost;
use crate::domain::money::Money;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::domain::time::Day;
use crate::messages::Refused;

/// A decimal number, as a text (`"12.50"`) or as a JSON number, whose digits are taken as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(String);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str(text).map(Decimal).map_err(serde::de::Error::custom),
            Some(b'-' | b'0'..=b'9') => Ok(Decimal(text.to_owned())),
            _ => Err(serde::de::Error::custom(format!("{} is not a number such as \"12.50\"", shown(text)))),
        }
    }
}

impl JsonSchema for Decimal {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number"],
            "description": "A decimal as a text, or as a number, which is read from its own digits: no exponent."
        })
    }
}

impl Decimal {
    /// Returns it as a quantity of a product: above zero, with no more decimals than it takes.
    pub fn quantity_of(&self, product: &Product) -> Result<Quantity, Refused> {
        product.parse_quantity(&self.0).map_err(|wrong| Refused::BadQuantity(wrong.to_string()))
    }

    /// Returns it as a change of what is counted of a product: below zero takes back.
    pub fn change_of(&self, product: &Product) -> Result<Quantity, Refused> {
        let text = self.0.trim();
        match text.strip_prefix('-') {
            Some(less) => {
                let less = Decimal(less.to_owned()).quantity_of(product)?;
                Ok(Quantity::from_thousandths(-less.thousandths()))
            }
            None => self.quantity_of(product),
        }
    }

    /// Returns it as a quantity that may be zero: a minimum or a maximum.
    pub fn limit(&self) -> Result<Quantity, Refused> {
        Quantity::parse(&self.0, 3).map_err(|wrong| Refused::BadQuantity(wrong.to_string()))
    }

    /// Returns it as a change of a quantity, which may be below zero.
    pub fn change(&self) -> Result<Quantity, Refused> {
        let (sign, text) = self.0.strip_prefix('-').map_or((1, self.0.as_str()), |rest| (-1, rest));
        let change = Quantity::parse(text, 3).map_err(|wrong| Refused::BadQuantity(wrong.to_string()))?;
        Ok(Quantity::from_thousandths(sign * change.thousandths()))
    }

    /// Returns it as a cost of zero or more.
    pub fn cost(&self) -> Result<Money, Refused> {
        Money::parse_cost(&self.0).map_err(|wrong| Refused::BadMoney(wrong.to_string()))
    }

    /// Returns it as a price of zero or more.
    pub fn price(&self) -> Result<Money, Refused> {
        self.cost()
    }
}

/// Returns the cost of a line from its cost of one or its total; refused when both are given.
pub fn cost(one: Option<&Decimal>, total: Option<&Decimal>) -> Result<Option<Cost>, Refused> {
    match (one, total) {
        (Some(_), Some(_)) => Err(Refused::BadMoney("cost and total of one line: give one of the two".to_owned())),
        (Some(one), None) => Ok(Some(Cost::Unit(one.cost()?))),
        (None, Some(total)) => Ok(Some(Cost::Total(total.cost()?))),
        (None, None) => Ok(None),
    }
}

/// Reads a day, written `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<Day, Refused> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    match Day::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) if shaped => Ok(day),
        Err(_) if shaped => Err(Refused::BadDate(format!("{text} is no day of the calendar"))),
        _ => Err(Refused::BadDate(format!("{} is no date; one is written 2026-01-08", shown(text)))),
    }
}
