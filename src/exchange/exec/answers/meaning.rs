//! What a code stands for.

use schemars::JsonSchema;
use serde::Serialize;

use super::{kind_word, quantity};
use crate::messages::{Meaning, UnitBrief};

/// Something a code stands for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MeaningEntry {
    /// A product.
    Product {
        /// Its name.
        product: String,
        /// Pieces the barcode stands for.
        pack: String,
        /// It has serials.
        serialised: bool,
    },
    /// A unit, or a serial of a draft.
    Unit(UnitStanding),
    /// A document.
    Document {
        /// Its number.
        number: String,
        /// `posting`, `write_off`, …
        kind: String,
    },
    /// A warehouse.
    Warehouse {
        /// Its name.
        warehouse: String,
    },
    /// A bin.
    Bin {
        /// Warehouse and code: `Main A3`.
        bin: String,
    },
}

/// A unit, and where it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitStanding {
    /// Its product.
    pub product: String,
    /// As scanned.
    pub serial: String,
    /// Where it is: `in stock: Main, bin A3, P-118 of 2026-10-02`.
    pub standing: String,
}

impl From<UnitBrief> for UnitStanding {
    fn from(unit: UnitBrief) -> Self {
        UnitStanding { product: unit.name, serial: unit.serial, standing: unit.standing.to_string() }
    }
}

impl From<Meaning> for MeaningEntry {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Product { name, serialised, pack, .. } => {
                MeaningEntry::Product { product: name, pack: quantity(pack), serialised }
            }
            Meaning::Unit(unit) => MeaningEntry::Unit(unit.into()),
            Meaning::Document { number, kind, .. } => MeaningEntry::Document { number, kind: kind_word(kind) },
            Meaning::Warehouse { name, .. } => MeaningEntry::Warehouse { warehouse: name },
            Meaning::Bin { name, .. } => MeaningEntry::Bin { bin: name },
        }
    }
}
