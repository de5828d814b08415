//! What a stocktake keeps: what it counts, what was counted, by whom, and how the books stood at that moment.
//!
//! Counting fixes nothing, goods move meanwhile. So each count keeps how its unit or product stood in the books when it
//! was counted, and what moved after that is no finding: a unit sold after it was counted is no excess. What came in
//! after the stocktake was opened, and was not counted, is no shortage.

use serde::{Deserialize, Serialize};

use super::document::Stamp;
use super::id::{BinId, ProductId};
use super::lot::LotState;
use super::product::Product;
use super::quantity::Quantity;
use super::serial::SerialKey;
use super::unit::UnitId;

/// What a stocktake counts, and how far it has come. Its warehouse, number and state are its document's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stocktake {
    /// One shelf only; `None` is the whole warehouse.
    pub bin: Option<BinId>,
    /// Products of one category only; empty is all.
    pub category: String,
    /// Place among all posted documents when it was opened: what has a later one came after that.
    pub after: u64,
    /// Counts ever taken: the next one's number less one.
    pub entries: u32,
    /// Findings that were settled.
    pub settled: u32,
    /// How often it was settled.
    pub settlements: u32,
    /// What was written off as missing: it was expected before.
    pub lost: Quantity,
    /// Once it is closed: what was found of what was expected.
    pub found: Option<Quantity>,
}

impl Stocktake {
    /// Tells whether it counts a product.
    pub fn counts(&self, product: &Product) -> bool {
        self.category.is_empty() || self.category == product.category
    }
}

/// A serial that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which count: who, where and when stands there.
    pub entry: u32,
    /// As scanned.
    pub serial: String,
    /// What it is; `None` of an unknown serial that nobody named a product for.
    pub product: Option<ProductId>,
    /// Shelf it was counted on; `None` when none was said.
    pub bin: Option<BinId>,
    /// How the books knew it at that moment; `None` when they did not.
    pub seen: Option<Seen>,
}

/// How a unit stood in the books: when it stands otherwise now, it has moved since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Which unit, and which life of it.
    pub unit: UnitId,
    /// Movements it had.
    pub moved: u32,
    /// What had become of its lot.
    pub state: LotState,
}

/// A product without serials that was counted at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedGoods {
    /// How much was counted.
    pub counted: Quantity,
    /// On hand at that place by the books, when it was last counted.
    pub books: Quantity,
    /// On hand in all that is counted by this stocktake, at the same moment.
    pub all: Quantity,
    /// Stock moved between one count and the next: nobody can tell which pieces were counted.
    pub moved: bool,
    /// Counts that make it up.
    pub entries: u32,
    /// The last of them.
    pub last: u32,
}

/// One count: a scan or a number typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountEntry {
    /// Who, where and when.
    pub stamp: Stamp,
    /// What was counted.
    pub what: Subject,
    /// By how much it changed what was counted; one of a unit.
    pub by: Quantity,
}

/// What a count, or a finding, is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A unit.
    Unit {
        /// Key it is compared by.
        key: SerialKey,
        /// How far that is unique: the product's id, or 0 for the company; 0 too of an unknown serial of no product.
        scope: u64,
    },
    /// Goods without serials at one place.
    Goods {
        /// Which product.
        product: ProductId,
        /// Shelf; 0 when none was said, and all that is counted by the stocktake is one place.
        bin: BinId,
    },
}

/// How goods are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tally {
    /// So many more are there.
    Add(Quantity),
    /// So many are there, whatever was counted before.
    Set(Quantity),
}

/// What is found by comparing a count with the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FindingKind {
    /// Expected, and not counted.
    Shortage,
    /// Counted beyond what is expected: more pieces, or a unit that left by the books.
    Excess,
    /// Counted here, and in stock at another place by the books.
    Elsewhere,
    /// A serial the books do not know.
    Unknown,
}

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 4] =
        [FindingKind::Shortage, FindingKind::Excess, FindingKind::Elsewhere, FindingKind::Unknown];

    /// Returns the word for it, in requests and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            FindingKind::Shortage => "shortage",
            FindingKind::Excess => "excess",
            FindingKind::Elsewhere => "elsewhere",
            FindingKind::Unknown => "unknown",
        }
    }
}
