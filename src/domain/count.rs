//! What a stocktake keeps: what it counts, what was counted, by whom, and how the books stood at that moment.
//!
//! Counting fixes nothing, goods move meanwhile. So each count keeps how its unit or product stood in the books when it
//! was counted, and what moved after that is no finding: a unit sold after it was counted is no excess. What came in
//! after the stocktake was opened, and was not counted, is no shortage.
//!
//! What one shelf lacks and another has too much of lies on the wrong shelf: it is neither lost nor new, see [`misplaced`].

use std::collections::BTreeMap;

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

/// Goods that lie on another shelf than the books say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misplaced {
    /// What.
    pub product: ProductId,
    /// Shelf that lacks them; 0 is the warehouse at large.
    pub from: BinId,
    /// Shelf they lie on.
    pub to: BinId,
    /// How much.
    pub quantity: Quantity,
}

/// Returns what, of goods found missing on some shelves and too much on others, lies on the wrong shelf: shelf by shelf,
/// in the order of their ids. What is left of each finding is really missing, or really too much.
pub fn misplaced<'a>(findings: impl Iterator<Item = (&'a Subject, FindingKind, Quantity)>) -> Vec<Misplaced> {
    let mut products: BTreeMap<ProductId, [BTreeMap<BinId, i64>; 2]> = BTreeMap::new();
    for (what, kind, quantity) in findings {
        let Subject::Goods { product, bin } = what else { continue };
        let [lacks, has] = products.entry(*product).or_default();
        let shelves = if kind == FindingKind::Shortage { lacks } else { has };
        shelves.insert(*bin, quantity.thousandths());
    }
    let mut found = Vec::new();
    for (product, [lacks, has]) in products {
        let mut has = has.into_iter().filter(|(_, more)| *more > 0);
        let mut next = has.next();
        for (from, mut missing) in lacks {
            while let Some((to, more)) = next.filter(|_| missing > 0) {
                let quantity = missing.min(more);
                found.push(Misplaced { product, from, to, quantity: Quantity::from_thousandths(quantity) });
                missing -= quantity;
                next = if more > quantity { Some((to, more - quantity)) } else { has.next() };
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &[(u64, u64, i64)]) -> Vec<(u64, u64, u64, i64)> {
        let subjects: Vec<(Subject, FindingKind, Quantity)> = rows
            .iter()
            .map(|(product, bin, more)| {
                let kind = if *more < 0 { FindingKind::Shortage } else { FindingKind::Excess };
                let what = Subject::Goods { product: ProductId(*product), bin: BinId(*bin) };
                (what, kind, Quantity::from_thousandths(more.abs()))
            })
            .collect();
        let found = misplaced(subjects.iter().map(|(what, kind, quantity)| (what, *kind, *quantity)));
        found.iter().map(|one| (one.product.0, one.from.0, one.to.0, one.quantity.thousandths())).collect()
    }

    #[test]
    fn what_one_shelf_lacks_and_another_has_too_much_of_lies_on_the_wrong_shelf() {
        for (rows, wanted) in [
            (vec![(1, 0, -3), (1, 5, 3)], vec![(1, 0, 5, 3)]),
            (vec![(1, 2, -3), (2, 5, 3)], vec![]),
            (vec![(1, 2, -3), (1, 3, -4), (1, 5, 5)], vec![(1, 2, 5, 3), (1, 3, 5, 2)]),
            (vec![(1, 2, -7), (1, 3, 2), (1, 5, 1)], vec![(1, 2, 3, 2), (1, 2, 5, 1)]),
            (vec![(1, 2, -1), (1, 3, -1)], vec![]),
            (vec![(1, 2, 1), (1, 3, 0)], vec![]),
        ] {
            assert_eq!(told(&rows), wanted, "{rows:?}");
        }
    }
}
