//! Documents: as posted, in lists, one in full.

use schemars::JsonSchema;
use serde::Serialize;

use super::{day, empty, kind_word, moment, quantity};
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::money::Money;
use crate::domain::time::Moment;
use crate::messages::{
    CorrectedView, CorrectionRow, DocumentLine, DocumentRow, DocumentView, PostedDocument, PostedLine, Took,
};

/// A document as it was posted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Posted {
    /// Its number.
    pub number: String,
    /// Its lines.
    pub lines: Vec<PostedRow>,
}

/// A line as it was posted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PostedRow {
    /// Its product.
    pub product: String,
    /// How much moved.
    pub quantity: String,
    /// What that costs in total.
    pub cost: String,
    /// The lots it brought or took from.
    pub took: Vec<TookRow>,
    /// All its serials, when some of them were made by its template.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serials: Vec<String>,
}

/// What a line took of a lot, or brought as one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TookRow {
    /// The lot: `P-1/1`.
    pub lot: String,
    /// How much.
    pub quantity: String,
    /// Cost of one.
    pub cost: String,
}

impl From<PostedDocument> for Posted {
    fn from(posted: PostedDocument) -> Self {
        Posted { number: posted.number, lines: posted.lines.into_iter().map(PostedRow::from).collect() }
    }
}

impl From<Took> for TookRow {
    fn from(took: Took) -> Self {
        TookRow {
            lot: took.label,
            quantity: quantity(took.quantity),
            cost: took.cost.per_unit(took.quantity).unwrap_or(took.cost).exact(),
        }
    }
}

impl From<PostedLine> for PostedRow {
    fn from(line: PostedLine) -> Self {
        PostedRow {
            product: line.product,
            quantity: quantity(line.quantity),
            cost: line.cost.exact(),
            took: line.took.into_iter().map(TookRow::from).collect(),
            serials: Vec::new(),
        }
    }
}

/// A document in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentEntry {
    /// Its number; a draft has none, unless it was reserved before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What a draft is asked for by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<u64>,
    /// `posting`, `write_off`, …
    pub kind: String,
    /// `draft`, `reserved`, `expired`, `in_transit`, `posted`, `cancelled` or `deleted`.
    pub state: String,
    /// Business day.
    pub date: String,
    /// Where from: the supplier of a posting.
    pub from: String,
    /// Where to: the warehouse of a posting.
    pub to: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Units and pieces.
    pub quantity: String,
    /// Total cost.
    pub total: String,
    /// Whose draft it is; who began what is posted.
    pub employee: String,
    /// Others may work on this draft too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// Where.
    pub desk: String,
    /// When it was begun.
    pub opened: String,
}

impl From<DocumentRow> for DocumentEntry {
    fn from(row: DocumentRow) -> Self {
        DocumentEntry {
            draft: (row.number.is_none() || row.state == DocumentState::Draft).then_some(row.id.0),
            number: row.number,
            kind: kind_word(row.kind),
            state: row.state.word().replace(' ', "_"),
            date: day(row.date),
            from: row.from,
            to: row.to,
            invoice: row.invoice,
            quantity: quantity(row.quantity),
            total: row.total.exact(),
            employee: row.employee,
            shared: row.shared && row.state == DocumentState::Draft,
            desk: row.desk,
            opened: moment(row.opened),
        }
    }
}

/// One document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document {
    /// What lists say of it.
    #[serde(flatten)]
    pub head: DocumentEntry,
    /// Free text.
    pub note: String,
    /// Number of the document whose goods a return brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Numbers of the documents it belongs together with: the other half of a conversion; of a transfer, what arrived, was
    /// sent back or was lost, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Why goods were written off.
    #[serde(skip_serializing_if = "empty")]
    pub reason: String,
    /// When, who, desk: its goods were reserved last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<Stamped>,
    /// Last day its goods are held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// When, who, desk: it was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<Stamped>,
    /// When, who, desk: it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Stamped>,
    /// Number of the document it was reopened from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened_from: Option<String>,
    /// Its lines.
    pub lines: Vec<DocumentRowLine>,
    /// Numbers (SSCC) of the pallets and parcels its goods came on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pallets: Vec<String>,
    /// What was corrected since it was posted, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionEntry>,
}

/// Something that was corrected in a posting.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionEntry {
    /// When, who, desk.
    #[serde(flatten)]
    pub stamp: Stamped,
    /// Business day it is dated.
    pub date: String,
    /// `supplier`, `invoice`, `warranty`, `serial` or `cost`.
    pub what: &'static str,
    /// Line it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Before; empty for none.
    pub from: String,
    /// From then on; empty for none.
    pub to: String,
    /// Of a cost: by how much what is left is worth more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_hand: Option<String>,
    /// Of a cost: the difference on what has left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
}

impl From<CorrectionRow> for CorrectionEntry {
    fn from(row: CorrectionRow) -> Self {
        let months = |months: Option<u16>| months.map_or_else(String::new, |months| months.to_string());
        let (what, from, to, on_hand, gone) = match row.what {
            CorrectedView::Supplier(from, to) => ("supplier", from, to, None, None),
            CorrectedView::Invoice(from, to) => ("invoice", from, to, None, None),
            CorrectedView::Warranty(from, to) => ("warranty", months(from), months(to), None, None),
            CorrectedView::Serial(from, to) => ("serial", from, to, None, None),
            CorrectedView::Cost { from, to, on_hand, gone } => {
                ("cost", from.exact(), to.exact(), Some(on_hand.exact()), Some(gone.exact()))
            }
        };
        CorrectionEntry {
            stamp: (row.at, row.employee, row.desk).into(),
            date: day(row.day),
            what,
            line: (row.line > 0).then_some(row.line),
            from,
            to,
            on_hand,
            gone,
        }
    }
}

/// When something was done, by whom and where.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stamped {
    /// When.
    pub at: String,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
}

impl From<(Moment, String, String)> for Stamped {
    fn from((at, employee, desk): (Moment, String, String)) -> Self {
        Stamped { at: moment(at), employee, desk }
    }
}

/// A line of a document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentRowLine {
    /// Its number.
    pub line: u32,
    /// What moved.
    pub product: String,
    /// How much.
    pub quantity: String,
    /// Unit of measure.
    pub unit: String,
    /// Total cost.
    pub cost: String,
    /// Total cost that what a posting brought was corrected to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// Lot it brought; of what moves, the first it took from.
    pub lot: String,
    /// Of what a posting brought, how much is still in stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Of what moves: the lots it took from, or brought back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub took: Vec<TookRow>,
    /// Of what a transfer took, how much is still on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_transit: Option<String>,
    /// Of what is held, units that were not named yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Shelf it was brought to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_bin: Option<String>,
    /// Price of one, of what was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Supplier's warranty in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty: Option<u16>,
    /// Maker's batch.
    #[serde(skip_serializing_if = "empty")]
    pub batch: String,
    /// Expiry day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Bin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Of the quantity, damaged at the door.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub damaged: Option<String>,
    /// Its serials, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serials: Option<Vec<String>>,
}

impl From<DocumentView> for Document {
    fn from(view: DocumentView) -> Self {
        let came_in = view.row.kind == DocumentKind::Posting;
        let mut lines: Vec<_> = view.lines.into_iter().map(DocumentRowLine::from).collect();
        for line in &mut lines {
            // Of a posting's line the one lot it brought says it all; of what moves, nothing is left.
            if came_in { line.took.clear() } else { line.left = None }
        }
        Document {
            head: view.row.into(),
            note: view.note,
            of: view.of,
            links: view.links.into_iter().filter_map(|link| link.number).collect(),
            reason: view.reason,
            reserved: view.reserved.map(Stamped::from),
            until: view.until.map(day),
            posted: view.posted.map(Stamped::from),
            cancelled: view.cancelled.map(Stamped::from),
            reopened_from: view.reopened_from,
            lines,
            pallets: view.pallets,
            corrections: view.corrections.into_iter().map(CorrectionEntry::from).collect(),
        }
    }
}

impl From<DocumentLine> for DocumentRowLine {
    fn from(line: DocumentLine) -> Self {
        DocumentRowLine {
            line: line.line,
            product: line.name,
            quantity: quantity(line.quantity),
            unit: line.unit,
            cost: line.cost.exact(),
            corrected: line.corrected.map(Money::exact),
            lot: line.label,
            left: Some(quantity(line.left)),
            took: line.took.into_iter().map(TookRow::from).collect(),
            in_transit: (!line.in_transit.is_zero()).then(|| quantity(line.in_transit)),
            missing: (!line.missing.is_zero()).then(|| quantity(line.missing)),
            to_bin: line.to_bin,
            price: line.price.map(Money::exact),
            warranty: line.warranty,
            batch: line.batch,
            expiry: line.expiry.map(day),
            bin: line.bin,
            damaged: (!line.damaged.is_zero()).then(|| quantity(line.damaged)),
            serials: None,
        }
    }
}
