//! Corrections: what a posted document said wrongly, and what is said now. Stock stays as it is.

use serde::{Deserialize, Serialize};

use super::document::Stamp;
use super::id::{DocumentId, LineNo, SupplierId};
use super::money::Money;
use super::movement::Spot;
use super::time::Day;

/// One correction, kept beside what it corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Who, where and when.
    pub stamp: Stamp,
    /// Business day it is dated.
    pub day: Day,
    /// What it corrects.
    pub what: Corrected,
}

/// What was corrected, from what it said to what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Corrected {
    /// Supplier of a posting.
    Supplier {
        /// As posted.
        from: Option<SupplierId>,
        /// As it is now.
        to: Option<SupplierId>,
    },
    /// Supplier's invoice number of a posting.
    Invoice {
        /// As posted.
        from: String,
        /// As it is now.
        to: String,
    },
    /// Supplier's warranty of a line, in months.
    Warranty {
        /// As posted.
        from: Option<u16>,
        /// As it is now.
        to: Option<u16>,
    },
    /// Serial of a unit.
    Serial {
        /// As scanned.
        from: String,
        /// As it is now.
        to: String,
    },
    /// Cost of a lot.
    Cost(Revaluation),
}

/// What a lot's cost is corrected to, and where the difference went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revaluation {
    /// Total cost of the lot as it was.
    pub from: Money,
    /// Total cost of the lot from now on.
    pub to: Money,
    /// By how much what is left of it is worth more, in all warehouses and on its way.
    pub on_hand: Money,
    /// By how much lots are worth more that it was converted to.
    pub passed_on: Money,
    /// The difference on what has left, booked by this.
    pub gone: Money,
    /// What is left of it, piece by piece.
    pub left: Vec<Revalued>,
}

/// A piece of what is left of a lot, and by how much it is worth more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revalued {
    /// Where it is.
    pub at: Left,
    /// By how much it is worth more; below zero less.
    pub by: Money,
}

/// Where something is that is left of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Left {
    /// In a queue.
    Layer(Spot),
    /// On its way: what is out of a part of a transfer.
    OnTheWay {
        /// The transfer.
        transfer: DocumentId,
        /// Its line.
        line: LineNo,
        /// Which part of what the line took, from 0.
        part: u32,
    },
}
