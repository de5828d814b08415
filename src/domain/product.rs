//! What is stocked.

use serde::{Deserialize, Serialize};

use super::quantity::{Quantity, QuantityError};
use super::serial::Matching;
use super::template::Template;

/// Who numbers the units of a serialised product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum NumberedBy {
    /// The maker: serials are scanned, and none is ever generated.
    #[default]
    Maker,
    /// We: serials come from a template, though scanned ones are taken too.
    Us,
}

/// Whether single units are told apart. Going from `Counted` to `Serialised` is irreversible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Tracking {
    /// Counted, and issued first in, first out.
    #[default]
    Counted,
    /// Each unit has a serial and is issued by it.
    Serialised {
        /// Who numbers the units.
        numbered_by: NumberedBy,
        /// How serials are compared.
        matching: Matching,
    },
}

/// Product: what a barcode on a box stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Product {
    /// Unique name, without case and outer blanks.
    pub name: String,
    /// Our own code; unique when not empty.
    pub code: String,
    /// Stock keeping unit; unique when not empty.
    pub sku: String,
    /// Group it is listed under.
    pub category: String,
    /// Free text.
    pub description: String,
    /// Unit of measure: `pc`, `m`, `kg`.
    pub unit: String,
    /// Decimals a quantity may have, 0 to 3. A serialised product has none.
    pub decimals: u8,
    /// Below this it is listed on Home.
    pub minimum: Option<Quantity>,
    /// Above this it is overstocked.
    pub maximum: Option<Quantity>,
    /// Months of warranty given to a client from the day of sale.
    pub client_warranty: Option<u16>,
    /// Whether single units are told apart.
    pub tracking: Tracking,
    /// Template of its own, before the warehouse's and the store's.
    pub template: Option<Template>,
    /// Shape its serials usually have, as a template-like hint shown to the operator: `35#############`; `#` a digit,
    /// `@` a letter, `*` either. Empty when unknown. A serial of another shape is asked about, never refused.
    pub shape: String,
    /// Barcodes, each with the pack size it stands for.
    pub barcodes: Vec<Barcode>,
    /// Hidden from choice.
    pub archived: bool,
}

impl Product {
    /// Tells whether single units are told apart.
    pub fn serialised(&self) -> bool {
        matches!(self.tracking, Tracking::Serialised { .. })
    }

    /// Reads a quantity of this product: above zero, with no more decimals than its unit of measure takes.
    pub fn parse_quantity(&self, text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse(text, self.decimals_taken())
            .and_then(Quantity::above_zero)
            .map_err(|error| error.in_unit(&self.unit))
    }

    /// Returns the decimals a quantity of it may have: none when single units are told apart.
    pub fn decimals_taken(&self) -> u8 {
        if self.serialised() { 0 } else { self.decimals.min(3) }
    }

    /// Returns how serials of this product are compared.
    pub fn matching(&self) -> Matching {
        match self.tracking {
            Tracking::Serialised { matching, .. } => matching,
            Tracking::Counted => Matching::Loose,
        }
    }
}

/// Returns the decimals a quantity usually has in a unit of measure: 3 for what is measured, none for what is counted.
pub fn usual_decimals(unit: &str) -> u8 {
    const MEASURED: [&str; 28] = [
        "m", "cm", "mm", "km", "dm", "in", "ft", "yd", "m2", "m²", "m3", "m³", "kg", "g", "mg", "t", "lb", "lbs", "oz",
        "l", "dl", "cl", "ml", "hl", "gal", "h", "metre", "litre",
    ];
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    if MEASURED.contains(&unit.as_str()) { 3 } else { 0 }
}

/// Barcode of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcode {
    /// As scanned; GTIN-8, 12, 13 and 14 of one number are one barcode.
    pub text: String,
    /// Pieces it stands for: a carton's GTIN-14 may count 10.
    pub pack: Quantity,
}
