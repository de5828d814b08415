//! A draft as it stands.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::Stamped;
use super::{day, kind_word, quantity};
use crate::domain::document::{Cost, TrayReason};
use crate::domain::money::Money;
use crate::messages::{DraftView, LineView, TrayView};

/// A draft as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Draft {
    /// What it is asked for by.
    pub draft: u64,
    /// What it will be.
    pub kind: String,
    /// Warehouse it is for.
    pub warehouse: String,
    /// Supplier.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Business day; left out when it is the day it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Free text.
    pub note: String,
    /// When, who, desk: it was begun.
    pub opened: Stamped,
    /// Its lines.
    pub lines: Vec<DraftLine>,
    /// Scans that wait for a decision.
    pub to_decide: Vec<TrayEntry>,
}

/// A line of a draft.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftLine {
    /// Its number.
    pub line: u32,
    /// What comes in.
    pub product: String,
    /// Quantity it will post.
    pub quantity: String,
    /// Scanned or counted so far.
    pub counted: String,
    /// Still missing.
    pub missing: String,
    /// Total cost, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Cost of one, when that is how it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Its serials, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serials: Option<Vec<String>>,
}

/// A scan that waits for a decision.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrayEntry {
    /// Its row.
    pub row: u32,
    /// As scanned.
    pub scanned: String,
    /// Why it waits.
    pub why: String,
}

impl Draft {
    /// Returns a draft with its tray.
    pub fn of(view: DraftView, tray: Vec<TrayView>) -> Draft {
        Draft {
            draft: view.id.0,
            kind: kind_word(view.kind),
            warehouse: view.warehouse_name,
            supplier: view.supplier,
            invoice: view.invoice,
            date: view.date.map(day),
            note: view.note,
            opened: Stamped::from((view.opened, view.employee, view.desk)),
            lines: view.lines.into_iter().map(DraftLine::from).collect(),
            to_decide: tray.into_iter().map(TrayEntry::from).collect(),
        }
    }
}

impl From<LineView> for DraftLine {
    fn from(line: LineView) -> Self {
        let one = line.cost.and_then(|cost| match cost {
            Cost::Unit(one) => Some(one.exact()),
            Cost::Total(_) => None,
        });
        DraftLine {
            line: line.line,
            product: line.name,
            quantity: quantity(line.quantity),
            counted: quantity(line.counted),
            missing: quantity(line.missing),
            total: line.total.map(Money::exact),
            cost: one,
            serials: None,
        }
    }
}

impl From<TrayView> for TrayEntry {
    fn from(row: TrayView) -> Self {
        let why = match row.reason {
            TrayReason::Unknown => "not known".to_owned(),
            TrayReason::TwoReadings(one, other) => format!("{one} or {other}"),
            TrayReason::InStock(why)
            | TrayReason::InDraft(why)
            | TrayReason::Odd(why)
            | TrayReason::LineFull(why)
            | TrayReason::Malformed(why)
            | TrayReason::Elsewhere(why) => why,
        };
        TrayEntry { row: row.row, scanned: row.raw, why }
    }
}
