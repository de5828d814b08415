//! One physical piece of a serialised product.

use serde::{Deserialize, Serialize};

use super::id::{BinId, DocumentId, LotId};
use super::place::Place;
use super::serial::SerialKey;

/// What a serial key points to.
///
/// While the lot's posting is a draft, this is the claim of a draft line; once it is posted, it is a unit. Its
/// first movement is its lot's document and is not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Lot it belongs to, which gives product, document, cost and supplier's warranty.
    pub lot: LotId,
    /// Slot within the lot, from 1: where its serial stands as scanned.
    pub slot: u32,
    /// Serial as scanned, when it is not its key: most are, and whoever looks a unit up need not read its row.
    pub raw: Option<String>,
    /// Bin other than the lot's, where it came in damaged.
    pub bin: Option<BinId>,
    /// Movements after the lot's own document, oldest first.
    pub moved: Vec<Moved>,
    /// Further identifiers: a second IMEI, the maker's S/N.
    pub identifiers: Vec<String>,
    /// Its life before this lot: it was sold, returned, written off or its posting cancelled, and came in again.
    pub earlier: Option<Box<Unit>>,
}

impl Unit {
    /// Returns the serial as scanned of a unit with this key.
    pub fn serial<'a>(&'a self, key: &'a SerialKey) -> &'a str {
        self.raw.as_deref().unwrap_or(key.as_str())
    }
}

/// Returns a serial as scanned, when it is not its key.
pub fn raw_beside(serial: &str, key: &SerialKey) -> Option<String> {
    (serial != key.as_str()).then(|| serial.to_owned())
}

/// One movement of a unit; who, when and why are its document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Document that moved it.
    pub document: DocumentId,
    /// Where it went.
    pub to: Place,
}

/// What a serial key leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// A unit, or the claim of a draft line.
    Unit(Unit),
    /// Further identifier of the unit with this key.
    Alias(SerialKey),
}
