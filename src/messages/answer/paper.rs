//! What a paper says of a unit or a document, read at one moment, so that its parts agree with each other.

use super::document::DocumentView;
use super::passport::PassportView;
use super::stock::{StockRow, UnitRow};
use super::stocktake::{CountRow, FindingRow, StocktakeView};
use crate::domain::settings::Settings;
use crate::domain::time::Moment;

/// Everything that a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperView {
    /// Name, currency and time zone of the store.
    pub settings: Settings,
    /// When it was read.
    pub at: Moment,
    /// Entries of the journal at that moment.
    pub entries: u64,
    /// Head of the journal's chain at that moment: all that the paper says is in the entries up to it.
    pub head: [u8; 32],
    /// Whoever asked may see what things cost; else no cost is told here.
    pub costs: bool,
    /// What it is of.
    pub body: PaperBody,
}

/// What a paper is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperBody {
    /// A unit, with all of its movements.
    Passport(Box<PassportView>),
    /// A document.
    Document {
        /// Its head and lines.
        document: Box<DocumentView>,
        /// The units of each line, in the order of the lines; of goods without serials, none.
        units: Vec<Vec<UnitRow>>,
    },
    /// A stocktake in which nothing was counted yet.
    CountSheet {
        /// What is counted.
        stocktake: Box<StocktakeView>,
        /// What there should be; how much, only where whoever asked may see that.
        goods: Vec<StockRow>,
    },
    /// A stocktake: what it counted, and what it found.
    Stocktake {
        /// How far it has come.
        stocktake: Box<StocktakeView>,
        /// What it found, as far as whoever asked may see it.
        findings: Vec<FindingRow>,
        /// What it counted, oldest first.
        counts: Vec<CountRow>,
    },
}
