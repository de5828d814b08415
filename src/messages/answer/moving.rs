//! A draft of what leaves, moves or comes back: its lines, what each would take, the units it holds.

use super::draft::Blocker;
use super::stock::UnitRow;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, EmployeeId, LineNo, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::messages::{Refused, Took};

/// A draft of a write-off, sale, order, transfer or return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveDraftView {
    /// Which.
    pub id: DocumentId,
    /// What it will be.
    pub kind: DocumentKind,
    /// How far it has come: a desk may find it posted or deleted by another.
    pub state: DocumentState,
    /// Its number, once it has one.
    pub number: Option<String>,
    /// Warehouse goods are taken from; of a client's return, the one they come back to.
    pub warehouse: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
    /// Its bins.
    pub bins: Vec<(BinId, String)>,
    /// Warehouse a transfer brings them to; `None` is not known yet.
    pub to: Option<WarehouseId>,
    /// Its name; empty when not known yet.
    pub to_name: String,
    /// Bins goods can be put on: of the warehouse they come in to, none where they leave the company.
    pub to_bins: Vec<(BinId, String)>,
    /// Document whose goods a return brings back; `None` is not known yet.
    pub of: Option<DocumentId>,
    /// Its number; empty when not known yet.
    pub of_number: String,
    /// Client's name; empty when none.
    pub client: String,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Why goods are written off.
    pub reason: String,
    /// Business day; `None` is the day it is posted.
    pub date: Option<Day>,
    /// Free text.
    pub note: String,
    /// Last day an order holds its goods.
    pub until: Option<Day>,
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
    /// Its lines in order.
    pub lines: Vec<MoveLineView>,
    /// Rows of its tray.
    pub to_decide: u32,
    /// Units and pieces over all lines.
    pub quantity: Quantity,
    /// What they cost; of a draft, of those lines that could be posted as they are.
    pub cost: Money,
    /// What they are sold for; `None` while no line has a price.
    pub price: Option<Money>,
    /// What keeps it from being posted; empty when nothing does.
    pub blockers: Vec<Blocker>,
}

/// A line of such a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveLineView {
    /// Its number within the document.
    pub line: LineNo,
    /// What moves.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// Decimals its quantities may have.
    pub decimals: u8,
    /// It has serials.
    pub serialised: bool,
    /// How much is to move.
    pub quantity: Quantity,
    /// Units named so far.
    pub picked: u32,
    /// Units still to be named.
    pub missing: Quantity,
    /// How much of its product the transfer has on its way; `None` in what takes nothing off the way.
    pub on_its_way: Option<Quantity>,
    /// Shelf they are taken from; `None` draws over all shelves.
    pub bin: Option<(BinId, String)>,
    /// Shelf they are put on.
    pub to_bin: Option<(BinId, String)>,
    /// Price of one.
    pub price: Option<Money>,
    /// What it takes of which lot, oldest first, after what the lines before it take; of a line that is short, nothing.
    pub took: Vec<Took>,
    /// What that costs; `None` when it could not be posted as it is.
    pub cost: Option<Money>,
    /// Why it could not be posted as it is: too little is there ([`Refused::Short`]), a unit is not where it was.
    pub refused: Option<Refused>,
}

/// What of a product is still on its way, and in no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestRow {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Line of the draft it goes to; `None` when it has none.
    pub line: Option<LineNo>,
    /// Serials of its units.
    pub serials: Vec<String>,
    /// How much there is.
    pub quantity: Quantity,
}

/// A unit picked into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedView {
    /// Which of the line's units: the newest has the highest.
    pub n: u32,
    /// As it is kept.
    pub serial: String,
    /// When it was picked.
    pub at: Moment,
    /// Who.
    pub employee: String,
    /// Desk's name.
    pub desk: String,
    /// Its lot: `P-118/1`.
    pub lot: String,
    /// Code of the bin it lies in.
    pub bin: Option<String>,
}

/// A unit that a draft may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickableRow {
    /// The unit, its lot, its cost, its supplier, the supplier's warranty.
    pub unit: UnitRow,
    /// Number of the posting it came in by.
    pub posting: String,
    /// Code of the bin it lies in.
    pub bin: Option<String>,
    /// Line of this draft that has it.
    pub picked: Option<LineNo>,
    /// What else holds it: `in a draft sale at desk 4 (Ben), 3 min ago`; empty when nothing does.
    pub held: String,
}
