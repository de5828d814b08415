//! Stocktakes: how far they have come, what they counted and found, what settled them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Posted, filled, kind_word, moment, quantity};
use crate::messages::{self, CountRow, CountedUnit, FindingRow, StocktakeView};

/// A unit as it was counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitCounted {
    serial: String,
    /// Left out of an unknown serial that no product was named for.
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    /// What is wrong with it by the books: `excess`, `elsewhere`, `unknown`; left out when nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'static str>,
    /// Where it is by the books.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands: Option<String>,
}

impl From<CountedUnit> for UnitCounted {
    fn from(unit: CountedUnit) -> Self {
        UnitCounted {
            serial: unit.serial,
            product: filled(unit.product),
            finding: unit.finding.map(crate::domain::count::FindingKind::word),
            stands: filled(unit.stands),
        }
    }
}

/// How far a stocktake has come, and what it found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stocktake {
    /// As it was opened.
    #[serde(rename = "stocktake")]
    id: u64,
    /// Its number, once something of it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    state: &'static str,
    warehouse: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// Units and goods counted.
    counted: String,
    /// Of what is expected, counted; left out for whoever counts blind, as what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<i64>,
    /// Findings that were settled.
    settled: u32,
    /// Of all findings, settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_settled: Option<u32>,
    findings: Vec<Finding>,
    /// Numbers of the documents it was settled by.
    documents: Vec<String>,
}

impl Stocktake {
    /// Returns a stocktake with its findings.
    pub fn of(view: StocktakeView, findings: Vec<FindingRow>) -> Stocktake {
        let percent_settled = view.percent_settled();
        Stocktake {
            id: view.row.id.0,
            number: view.row.number,
            state: view.row.state.word(),
            warehouse: view.row.from,
            bin: view.bin.map(|(_, code)| code),
            category: filled(view.category),
            counted: quantity(view.counted),
            found: view.progress.map(|progress| quantity(progress.found)),
            expected: view.progress.map(|progress| quantity(progress.expected)),
            percent: view.progress.map(messages::Progress::percent),
            settled: view.settled,
            percent_settled,
            findings: findings.into_iter().map(Finding::from).collect(),
            documents: view.links.into_iter().filter_map(|row| row.number).collect(),
        }
    }
}

/// Something that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// `shortage`, `excess`, `elsewhere`, `unknown`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    /// Place it is missing from, or was counted at.
    place: String,
    /// How much is too little or too much.
    quantity: String,
    /// Of goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<String>,
    /// Of goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    /// Where a unit is by the books.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands: Option<String>,
    /// What one would cost that comes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    /// What stands in the way of settling it.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<String>,
}

impl From<FindingRow> for Finding {
    fn from(row: FindingRow) -> Self {
        Finding {
            kind: row.kind.word(),
            product: filled(row.name),
            serial: row.serial,
            place: row.place,
            quantity: quantity(row.quantity),
            counted: row.compared.map(|(counted, _)| quantity(counted)),
            expected: row.compared.map(|(_, expected)| quantity(expected)),
            stands: filled(row.stands),
            cost: row.cost.map(|cost| cost.to_string()),
            held: row.held,
        }
    }
}

/// A count.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bin: Option<String>,
    /// By how much it changed what was counted.
    quantity: String,
    at: String,
    employee: String,
    desk: String,
}

impl From<CountRow> for CountEntry {
    fn from(row: CountRow) -> Self {
        CountEntry {
            serial: row.serial,
            product: filled(row.name),
            bin: row.bin,
            quantity: quantity(row.by),
            at: moment(row.at),
            employee: row.employee,
            desk: row.desk,
        }
    }
}

/// What a settlement did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Settled {
    /// Number of the stocktake.
    number: String,
    /// Findings that were settled.
    findings: u32,
    documents: Vec<SettledBy>,
    /// What could not be settled, and why.
    left: Vec<String>,
    /// Nothing is left: the stocktake is closed.
    closed: bool,
}

/// A document that settled findings.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettledBy {
    /// `transfer`, `posting` or `write_off`.
    kind: String,
    #[serde(flatten)]
    posted: Posted,
}

impl From<messages::Settled> for Settled {
    fn from(settled: messages::Settled) -> Self {
        let by = |by: messages::SettledBy| SettledBy { kind: kind_word(by.kind), posted: Posted::from(by.posted) };
        Settled {
            number: settled.number,
            findings: settled.findings,
            documents: settled.documents.into_iter().map(by).collect(),
            left: settled.left,
            closed: settled.whole,
        }
    }
}
