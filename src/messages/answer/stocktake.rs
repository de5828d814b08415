//! A stocktake: how far it has come, what it counted, what it found.

use super::document::DocumentRow;
use crate::domain::count::{FindingKind, Subject};
use crate::domain::id::{BinId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;

/// A stocktake as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeView {
    /// Its row in lists.
    pub row: DocumentRow,
    /// Warehouse that is counted.
    pub warehouse: WarehouseId,
    /// The only shelf that is counted, and its code.
    pub bin: Option<(BinId, String)>,
    /// The only category that is counted; empty is all.
    pub category: String,
    /// Counts ever taken.
    pub entries: u32,
    /// How often it was settled.
    pub settlements: u32,
    /// Findings that were settled.
    pub settled: u32,
    /// What was counted, units and goods together.
    pub counted: Quantity,
    /// What should be counted and what of it was; `None` for whoever may not see it yet.
    pub progress: Option<Progress>,
    /// Findings there are now; `None` for whoever may not see them yet.
    pub shortages: Option<u32>,
    /// More than expected, or left by the books.
    pub excesses: u32,
    /// At another place by the books.
    pub elsewhere: u32,
    /// Serials the books do not know.
    pub unknown: u32,
    /// Documents it was settled by: number and kind as one reads them.
    pub links: Vec<DocumentRow>,
}

/// How much of what should be there was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Of what is expected, counted.
    pub found: Quantity,
    /// Expected.
    pub expected: Quantity,
}

impl Progress {
    /// Returns it in percent: 100 only when nothing is missing, and when nothing is expected.
    pub fn percent(self) -> i64 {
        match self.expected.thousandths() {
            0 => 100,
            expected => self.found.thousandths() * 100 / expected,
        }
    }
}

impl StocktakeView {
    /// Returns the findings there are in all, as far as they may be seen.
    pub fn findings(&self) -> u32 {
        self.shortages.unwrap_or(0) + self.excesses + self.elsewhere + self.unknown
    }

    /// Returns how much of what was found is settled, in percent; `None` while nothing was settled.
    pub fn percent_settled(&self) -> Option<u32> {
        let all = self.settled + self.findings();
        (self.settled > 0).then(|| self.settled * 100 / all)
    }
}

/// A finding in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// What was found.
    pub kind: FindingKind,
    /// What it is about.
    pub what: Subject,
    /// Its product; `None` of an unknown serial that nobody named a product for.
    pub product: Option<ProductId>,
    /// Name of that; empty when there is none.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// Serial as it is kept; of an unknown one as scanned.
    pub serial: Option<String>,
    /// Place it is missing from, or was counted at: `Main A3`.
    pub place: String,
    /// How much is too little or too much; one of a unit.
    pub quantity: Quantity,
    /// Of goods: how much was counted, and how much is expected.
    pub compared: Option<(Quantity, Quantity)>,
    /// Where a unit is by the books: `Shop A3`, `sold S-12`.
    pub stands: String,
    /// What one would cost that comes in; `None` when no cost is known, and of what does not come in.
    pub cost: Option<Money>,
    /// What stands in the way of settling it.
    pub held: Option<String>,
}

/// A count in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// Its number within the stocktake.
    pub entry: u32,
    /// Serial of a unit, as scanned.
    pub serial: Option<String>,
    /// Product's name; empty of an unknown serial that nobody named a product for.
    pub name: String,
    /// Product; `None` of an unknown serial that nobody named a product for.
    pub product: Option<ProductId>,
    /// Unit of measure.
    pub unit: String,
    /// Code of the shelf it was counted on.
    pub bin: Option<String>,
    /// By how much it changed what was counted; one of a unit.
    pub by: Quantity,
    /// What was counted there in all; one of a unit.
    pub counted: Quantity,
    /// When.
    pub at: Moment,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
}
