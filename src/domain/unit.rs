//! One physical piece of a serialised product.

use serde::{Deserialize, Serialize};

use super::id::{BinId, DocumentId, LotId};
use super::place::Place;
use super::serial::SerialKey;
use super::time::Day;

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
    /// Movements after the lot's own document, oldest first; of one that moved often the last ones
    /// ([`crate::store::tables::MOVED`] has the others), which always tell where it is.
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

    /// Returns the last movement in force; `None` when it is where its lot came in.
    ///
    /// A movement and its opposite cancel each other out, the inner ones first, as only what moved last is undone.
    pub fn last(&self) -> Option<Moved> {
        let mut opposites = 0_usize;
        for moved in self.moved.iter().rev() {
            match (moved.cancels, opposites) {
                (true, _) => opposites += 1,
                (false, 0) => return Some(*moved),
                (false, _) => opposites -= 1,
            }
        }
        None
    }

    /// Returns the life of this unit in a slot of a lot, to be changed: its present one, or an earlier one.
    pub fn life_mut(&mut self, lot: LotId, slot: u32) -> Option<&mut Unit> {
        if (self.lot, self.slot) == (lot, slot) {
            return Some(self);
        }
        self.earlier.as_deref_mut()?.life_mut(lot, slot)
    }

    /// Returns the life of this unit in a slot of a lot: its present one, or an earlier one.
    pub fn life(&self, lot: LotId, slot: u32) -> Option<&Unit> {
        if (self.lot, self.slot) == (lot, slot) {
            return Some(self);
        }
        self.earlier.as_deref()?.life(lot, slot)
    }
}

/// What the label on a unit says of it besides its serial.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnitLabel {
    /// All that was scanned.
    pub raw: String,
    /// Further identifiers: a second serial, a mobile device's, an asset's number.
    pub also: Vec<String>,
}

/// Returns a serial as scanned, when it is not its key.
pub fn raw_beside(serial: &str, key: &SerialKey) -> Option<String> {
    (serial != key.as_str()).then(|| serial.to_owned())
}

/// Names a unit for good, whatever its serial is corrected to: its lot, and its slot within that.
pub type UnitId = (LotId, u32);

/// One movement of a unit; who, when and why are its document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Document that moved it.
    pub document: DocumentId,
    /// Where it went.
    pub to: Place,
    /// Day it queues by from then on: the day it came in, or of its last return.
    pub queued: Day,
    /// The document was cancelled: this is its opposite, which takes it back to where it was before.
    pub cancels: bool,
}

/// What a serial key leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// A unit, or the claim of a draft line.
    Unit(Unit),
    /// Further identifier of the unit with this key.
    Alias(SerialKey),
}
