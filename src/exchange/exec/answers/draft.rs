//! A draft as it stands.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::Stamped;
use super::document::TookRow;
use super::refusal::Refusal;
use super::{day, filled, kind_word, quantity};
use crate::domain::document::{Cost, TrayReason};
use crate::domain::money::Money;
use crate::messages::{Blocker, DraftView, LineView, MoveDraftView, MoveLineView, TrayView};

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

/// A draft of what leaves, moves or comes back, as it stands: what posting it now would take, and what keeps it back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveDraft {
    /// What it is asked for by.
    pub draft: u64,
    /// What it will be.
    pub kind: String,
    /// `draft`, or what became of it.
    pub state: &'static str,
    /// Its number, once it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Warehouse goods are taken from, or come back to.
    pub warehouse: String,
    /// Warehouse a transfer brings them to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Number of the document whose goods come back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// Supplier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Why goods are written off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Business day; left out when it is the day it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Last day an order holds its goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Free text.
    pub note: String,
    /// When, who, desk: it was begun.
    pub opened: Stamped,
    /// Its lines.
    pub lines: Vec<MoveDraftLine>,
    /// Units and pieces over all lines.
    pub quantity: String,
    /// What they cost, as far as they could be posted as they are.
    pub cost: String,
    /// What they are sold for, when a line has a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Scans that wait for a decision.
    pub to_decide: Vec<TrayEntry>,
    /// What keeps it from being posted; empty when nothing does.
    pub blockers: Vec<String>,
}

/// A line of a draft of what leaves, moves or comes back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveDraftLine {
    /// Its number.
    pub line: u32,
    /// What moves.
    pub product: String,
    /// How much.
    pub quantity: String,
    /// Units still to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Shelf they are taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Shelf they are put on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_bin: Option<String>,
    /// Price of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// What it would cost, exactly; left out when it could not be posted as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// What it would take of which lot, oldest first.
    pub took: Vec<TookRow>,
    /// Why it could not be posted as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
    /// Serials of the units it names, in the order they were scanned, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serials: Option<Vec<String>>,
}

/// A draft as it stands: of a posting, or of what leaves, moves or comes back.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum AnyDraft {
    /// Of a posting.
    Posting(Box<Draft>),
    /// Of what leaves, moves or comes back.
    Moving(Box<MoveDraft>),
}

/// A draft was changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RemoveAnswer {
    /// Which.
    pub draft: u64,
}

impl MoveDraft {
    /// Returns a draft with its tray.
    pub fn of(view: MoveDraftView, tray: Vec<TrayView>) -> MoveDraft {
        MoveDraft {
            draft: view.id.0,
            kind: kind_word(view.kind),
            state: view.state.word(),
            number: view.number,
            warehouse: view.warehouse_name,
            to: filled(view.to_name),
            of: filled(view.of_number),
            client: filled(view.client),
            supplier: filled(view.supplier),
            reason: filled(view.reason),
            date: view.date.map(day),
            until: view.until.map(day),
            note: view.note,
            opened: Stamped::from((view.opened, view.employee, view.desk)),
            lines: view.lines.into_iter().map(MoveDraftLine::from).collect(),
            quantity: quantity(view.quantity),
            cost: view.cost.exact(),
            price: view.price.map(Money::exact),
            to_decide: tray.into_iter().map(TrayEntry::from).collect(),
            blockers: view.blockers.iter().map(Blocker::to_string).collect(),
        }
    }
}

impl From<MoveLineView> for MoveDraftLine {
    fn from(line: MoveLineView) -> Self {
        MoveDraftLine {
            line: line.line,
            product: line.name,
            quantity: quantity(line.quantity),
            missing: Some(line.missing).filter(|missing| !missing.is_zero()).map(quantity),
            bin: line.bin.map(|(_, code)| code),
            to_bin: line.to_bin.map(|(_, code)| code),
            price: line.price.map(Money::exact),
            cost: line.cost.map(Money::exact),
            took: line.took.into_iter().map(TookRow::from).collect(),
            refused: line.refused.as_ref().map(Refusal::of),
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
