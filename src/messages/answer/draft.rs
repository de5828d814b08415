//! A draft posting with its lines, scans and tray, and what posting it would do.

use serde::{Deserialize, Serialize};

use super::meaning::Standing;
use crate::domain::document::{Cost, DocumentKind, DocumentState, TrayReason};
use crate::domain::id::{BinId, DocumentId, EmployeeId, LineNo, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::messages::CartonProgress;
use crate::messages::CounterMove;

/// A draft posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Which.
    pub id: DocumentId,
    /// What it will be.
    pub kind: DocumentKind,
    /// How far it has come: a desk may find it posted or deleted by another.
    pub state: DocumentState,
    /// Its number, once posted.
    pub number: Option<String>,
    /// Warehouse it is for.
    pub warehouse: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
    /// Its bins.
    pub bins: Vec<(BinId, String)>,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Business day; `None` is the day it is posted.
    pub date: Option<Day>,
    /// Free text.
    pub note: String,
    /// When it was begun.
    pub opened: Moment,
    /// Whose it is.
    pub employee: String,
    /// Whose it is, by id.
    pub owner: EmployeeId,
    /// Others may work on it too.
    pub shared: bool,
    /// Where.
    pub desk: String,
    /// Pallets and parcels its goods came on.
    pub pallets: Vec<String>,
    /// Its lines in order.
    pub lines: Vec<LineView>,
    /// Rows of its tray.
    pub to_decide: u32,
}

/// A line of a draft.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the line")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// Its number within the document.
    pub line: LineNo,
    /// What comes in.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// Decimals its quantities may have.
    pub decimals: u8,
    /// It has serials.
    pub serialised: bool,
    /// We number its units: serials can be generated.
    pub generates: bool,
    /// Quantity it will post: asked for, or begun cartons in full, or what is there.
    pub quantity: Quantity,
    /// Quantity asked for.
    pub expected: Option<Quantity>,
    /// Scanned or counted so far.
    pub counted: Quantity,
    /// Still missing.
    pub missing: Quantity,
    /// Carton being filled.
    pub carton: Option<CartonProgress>,
    /// Of what is counted, damaged at the door.
    pub damaged: Quantity,
    /// Cost as entered or carried.
    pub cost: Option<Cost>,
    /// The cost was carried (`=`).
    pub cost_carried: bool,
    /// Cost of the line, when known.
    pub total: Option<Money>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
    /// The warranty was carried (`=`).
    pub warranty_carried: bool,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Shelf.
    pub bin: Option<(BinId, String)>,
    /// Serials on its list of expected ones; 0 when there is none.
    pub listed: u32,
    /// When it was last scanned, counted or changed.
    pub used: Moment,
}

/// A serial taken into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanView {
    /// Slot within the lot.
    pub slot: u32,
    /// As scanned.
    pub serial: String,
    /// When.
    pub at: Moment,
    /// Desk's name.
    pub desk: String,
    /// Goes to the bin for defects.
    pub damaged: bool,
    /// Came from a template.
    pub generated: bool,
}

/// Row of a tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayView {
    /// Its number within the draft.
    pub row: u32,
    /// As scanned.
    pub raw: String,
    /// Line that was selected.
    pub line: Option<LineNo>,
    /// Why it waits.
    pub reason: TrayReason,
    /// When it was scanned.
    pub at: Moment,
    /// Desk's name.
    pub desk: String,
    /// Where its serial stands by now, when it is known.
    pub standing: Option<Standing>,
}

/// What a range, a list or a template would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewView {
    /// All serials, in order.
    pub serials: Vec<String>,
    /// How the counter moves when some are generated.
    pub generated: Option<CounterMove>,
    /// Those that cannot be taken, with where they stand; all are listed.
    pub clashes: Vec<(String, String)>,
    /// Those unlike the line's first three, with how.
    pub odd: Vec<(String, String)>,
}

/// What posting a draft would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryView {
    /// The draft.
    pub draft: DraftView,
    /// Units and pieces over all lines.
    pub quantity: Quantity,
    /// Value of all lines whose cost is known.
    pub value: Money,
    /// Lines whose cost is not known: they post at zero.
    pub without_cost: Vec<LineNo>,
    /// What keeps it from being posted; empty when nothing does.
    pub blockers: Vec<Blocker>,
    /// Of each line with a list: how it was met.
    pub lists: Vec<ListView>,
}

/// What keeps a draft from being posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blocker {
    /// It has no lines, or nothing was scanned or counted.
    Empty,
    /// Serials are missing on a line: `set line 1 to 47` mends it.
    Missing {
        /// Which line.
        line: LineNo,
        /// Its product.
        product: String,
        /// How many are there.
        have: Quantity,
        /// How many are missing.
        missing: Quantity,
    },
    /// Nothing was counted on a line.
    Nothing {
        /// Which line.
        line: LineNo,
        /// Its product.
        product: String,
    },
    /// Its tray holds rows.
    ToDecide(u32),
    /// Its date is in the future or a closed period; the sentence says which.
    Date(String),
    /// It is to say why goods are written off.
    NoReason,
    /// It is to say which warehouse goods are brought to.
    NoDestination,
    /// It is to say of which document goods come back.
    NotOf(DocumentKind),
    /// A line of it could not be posted as it is; the sentence says why.
    Line {
        /// Which line.
        line: LineNo,
        /// Why: too little is there, a unit is not where it was.
        why: String,
    },
    /// Its head could not be posted as it is; the sentence says why.
    Head(String),
}

/// How a line's list of expected serials was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    /// Which line.
    pub line: LineNo,
    /// Serials on the list.
    pub listed: u32,
    /// Of these, scanned.
    pub ticked: u32,
    /// Of these, not scanned: at most the first hundred.
    pub missing: Vec<String>,
    /// Scanned, but not on the list: at most the first hundred.
    pub not_listed: Vec<String>,
    /// How many were scanned that are not on the list.
    pub not_listed_count: u32,
}
