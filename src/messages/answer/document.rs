//! Documents in a list, and one with its lines.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::messages::outcome::Took;

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Which.
    pub id: DocumentId,
    /// What it does.
    pub kind: DocumentKind,
    /// How far it has come.
    pub state: DocumentState,
    /// Its number; a draft has none.
    pub number: Option<String>,
    /// Business day; a draft without one shows the day it was begun.
    pub date: Day,
    /// When it was begun.
    pub opened: Moment,
    /// Where from and where to: `Northwind → Main`.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Units and pieces.
    pub quantity: Quantity,
    /// Total cost.
    pub total: Money,
    /// Whose draft it is; who began what is posted.
    pub employee: String,
    /// Others may work on this draft too.
    pub shared: bool,
    /// Desk it was begun at.
    pub desk: String,
    /// Rows of its tray.
    pub to_decide: u32,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// Its row in lists.
    pub row: DocumentRow,
    /// Warehouse it is for.
    pub warehouse: WarehouseId,
    /// Free text.
    pub note: String,
    /// When, who, desk: it was posted.
    pub posted: Option<(Moment, String, String)>,
    /// When, who, desk: it was cancelled.
    pub cancelled: Option<(Moment, String, String)>,
    /// Number of the document it was reopened from.
    pub reopened_from: Option<String>,
    /// Number of the document whose goods a return brings back.
    pub of: Option<String>,
    /// Why goods were written off; empty when nothing was said.
    pub reason: String,
    /// When, who, desk: its goods were reserved last.
    pub reserved: Option<(Moment, String, String)>,
    /// Last day its goods are held; `None` holds them until it is closed, shipped or cancelled.
    pub until: Option<Day>,
    /// Documents it belongs together with: the other half of a conversion; of a transfer, what arrived, was sent back or was
    /// lost, oldest first.
    pub links: Vec<DocumentRow>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Pallets and parcels its goods came on.
    pub pallets: Vec<String>,
    /// What was corrected in it since it was posted, oldest first.
    pub corrections: Vec<CorrectionRow>,
}

/// Something that was corrected in a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRow {
    /// When.
    pub at: Moment,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// Business day it is dated.
    pub day: Day,
    /// Line it is of; 0 is the head.
    pub line: LineNo,
    /// What was corrected.
    pub what: CorrectedView,
}

/// What was corrected, from and to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectedView {
    /// Supplier's name.
    Supplier(String, String),
    /// Supplier's invoice number.
    Invoice(String, String),
    /// Supplier's warranty of a line, in months.
    Warranty(Option<u16>, Option<u16>),
    /// Serial of a unit.
    Serial(String, String),
    /// Total cost of a line's lot, and where the difference went: to what is left, and to what has left.
    Cost {
        /// Before.
        from: Money,
        /// From then on.
        to: Money,
        /// By how much what is left is worth more.
        on_hand: Money,
        /// The difference on what has left.
        gone: Money,
    },
}

impl std::fmt::Display for CorrectionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = if self.line == 0 { String::new() } else { format!("line {} ", self.line) };
        let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        let months = |months: &Option<u16>| months.map_or_else(|| "none".to_owned(), |months| format!("{months} mo"));
        match &self.what {
            CorrectedView::Supplier(from, to) => write!(f, "supplier {} → {}", or_none(from), or_none(to)),
            CorrectedView::Invoice(from, to) => write!(f, "invoice {} → {}", or_none(from), or_none(to)),
            CorrectedView::Warranty(from, to) => write!(f, "{line}warranty {} → {}", months(from), months(to)),
            CorrectedView::Serial(from, to) => write!(f, "serial {from} → {to}"),
            CorrectedView::Cost { from, to, on_hand, gone } => {
                write!(f, "{line}cost {from} → {to}, on hand {}, gone {}", signed(*on_hand), signed(*gone))
            }
        }
    }
}

/// Returns a difference with its sign.
fn signed(amount: Money) -> String {
    if amount > Money::ZERO { format!("+{amount}") } else { amount.to_string() }
}

/// A line of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// Its number.
    pub line: LineNo,
    /// What moved.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// It has serials.
    pub serialised: bool,
    /// Warehouse it moved in, by name: that of the document, but for a conversion, which is of several.
    pub warehouse: String,
    /// Lot it brought, or the first it took from.
    pub lot: LotId,
    /// `P-118/1`; of several lots, the first and how many more.
    pub label: String,
    /// Lot it was before a conversion: `P-1/1`.
    pub was: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// Total cost.
    pub cost: Money,
    /// Total cost that what a posting brought was corrected to.
    pub corrected: Option<Money>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Bin's code.
    pub bin: Option<String>,
    /// Of the quantity, damaged at the door.
    pub damaged: Quantity,
    /// Of what a posting brought, how much is still in stock.
    pub left: Quantity,
    /// Shelf it was brought to by a transfer or a return.
    pub to_bin: Option<String>,
    /// Price of one, of what was sold.
    pub price: Option<Money>,
    /// The lots it took from, or brought as one.
    pub took: Vec<Took>,
    /// Of what a transfer took, how much is still on its way.
    pub in_transit: Quantity,
    /// Of what is held or wanted, units that were not named yet.
    pub missing: Quantity,
}
