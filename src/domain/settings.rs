//! Settings that change meaning: they live in the store and every change is journalled.

use serde::{Deserialize, Serialize};

use super::template::Template;
use super::time::Day;

/// How far a serial is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum SerialScope {
    /// Once per product.
    #[default]
    Product,
    /// Once in the whole company.
    Company,
}

/// Settings of one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Name on the first row of every screen.
    pub store: String,
    /// A store to look around in: the first row says DEMO.
    pub demo: bool,
    /// ISO 4217 code; fixed with the first posting.
    pub currency: String,
    /// IANA name of the zone business days are counted in; fixed with the first posting.
    pub zone: String,
    /// How far a serial is unique; fixed with the first serial.
    pub scope: SerialScope,
    /// Template for products and warehouses that have none.
    pub template: Option<Template>,
    /// No document may be dated on or before this day.
    pub closed_until: Option<Day>,
}

impl Settings {
    /// Returns the time zone of business days; UTC when the name is not known to this build.
    pub fn tz(&self) -> chrono_tz::Tz {
        self.zone.parse().unwrap_or(chrono_tz::UTC)
    }
}
