//! Documents: every one moves stock between two places, is a draft until it is posted, and is never edited after.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::{BinId, ClientId, DeskId, DocumentId, EmployeeId, LotId, ProductId, SupplierId, WarehouseId};
use super::money::{Money, MoneyError};
use super::quantity::Quantity;
use super::time::{Day, Moment};

/// Kind of a document: where it takes stock from and where it brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// Supplier → warehouse.
    Posting,
    /// Warehouse → loss.
    WriteOff,
    /// Warehouse → client.
    Sale,
    /// Warehouse → client, reserved first.
    Order,
    /// Client → warehouse.
    ClientReturn,
    /// Warehouse → supplier.
    SupplierReturn,
    /// Warehouse → warehouse, or bin → bin.
    Transfer,
    /// Counts, and settles through linked documents.
    Stocktake,
    /// A linked write-off and posting that give an existing product serials.
    Conversion,
    /// Transit → warehouse: what of a transfer arrived. `T-5/1`.
    Receipt,
    /// Transit → the warehouse it left: what of a transfer was sent back. `T-5/2`.
    SendBack,
}

impl DocumentKind {
    /// Tells whether it takes what travels out of transit, and is numbered within its transfer: `T-5/1`.
    pub const fn is_arrival(self) -> bool {
        matches!(self, DocumentKind::Receipt | DocumentKind::SendBack)
    }

    /// Returns the letters its numbers begin with: `P-118` is a posting.
    pub const fn letters(self) -> &'static str {
        match self {
            DocumentKind::Posting => "P",
            DocumentKind::WriteOff => "W",
            DocumentKind::Sale => "S",
            DocumentKind::Order => "O",
            DocumentKind::ClientReturn => "CR",
            DocumentKind::SupplierReturn => "SR",
            // A receipt is numbered within its transfer.
            DocumentKind::Transfer | DocumentKind::Receipt | DocumentKind::SendBack => "T",
            DocumentKind::Stocktake => "ST",
            DocumentKind::Conversion => "CV",
        }
    }

    /// Returns the word for it on screen, in lower case.
    pub const fn word(self) -> &'static str {
        match self {
            DocumentKind::Posting => "posting",
            DocumentKind::WriteOff => "write-off",
            DocumentKind::Sale => "sale",
            DocumentKind::Order => "order",
            DocumentKind::ClientReturn => "client return",
            DocumentKind::SupplierReturn => "supplier return",
            DocumentKind::Transfer => "transfer",
            DocumentKind::Stocktake => "stocktake",
            DocumentKind::Conversion => "conversion",
            DocumentKind::Receipt => "receipt",
            DocumentKind::SendBack => "sending back",
        }
    }
}

impl DocumentKind {
    /// Tells whether it moves what is in stock, or brings it back.
    pub const fn moves_goods(self) -> bool {
        matches!(
            self,
            DocumentKind::WriteOff
                | DocumentKind::Sale
                | DocumentKind::Order
                | DocumentKind::Transfer
                | DocumentKind::ClientReturn
                | DocumentKind::SupplierReturn
                | DocumentKind::Receipt
                | DocumentKind::SendBack
        )
    }

    /// Returns the word for one of it: `a sale`, `an order`.
    pub fn one(self) -> String {
        let article = if self == DocumentKind::Order { "an" } else { "a" };
        format!("{article} {}", self.word())
    }
}

/// How far a document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentState {
    /// Being written; moves nothing and has no number.
    Draft,
    /// In force.
    Posted,
    /// Undone by its opposite; its number stays.
    Cancelled,
    /// A draft that was thrown away; its serials are free again.
    Deleted,
    /// Holds goods for somebody: an order until it is closed, a transfer that is ready to ship.
    Reserved,
    /// A transfer that has left and has not wholly arrived.
    InTransit,
    /// An order whose reservation ran out before it was closed.
    Expired,
}

impl DocumentState {
    /// Returns the word for it on screen, in lower case.
    pub const fn word(self) -> &'static str {
        match self {
            DocumentState::Draft => "draft",
            DocumentState::Posted => "posted",
            DocumentState::Cancelled => "cancelled",
            DocumentState::Deleted => "deleted",
            DocumentState::Reserved => "reserved",
            DocumentState::InTransit => "in transit",
            DocumentState::Expired => "expired",
        }
    }
}

/// Who did something, where and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When.
    pub at: Moment,
    /// Who.
    pub employee: EmployeeId,
    /// Where.
    pub desk: DeskId,
}

/// Head of a document; its lines are records of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it does to stock.
    pub kind: DocumentKind,
    /// How far it has come.
    pub state: DocumentState,
    /// Number of its series, given at its first effect on stock.
    pub number: Option<String>,
    /// Warehouse it brings goods to, or takes them from.
    pub warehouse: WarehouseId,
    /// Supplier of a posting or of its return.
    pub supplier: Option<SupplierId>,
    /// Client of a sale or of its return.
    pub client: Option<ClientId>,
    /// Supplier's invoice number; empty when none.
    pub invoice: String,
    /// Business day; `None` in a draft means the day it is posted.
    pub date: Option<Day>,
    /// Free text.
    pub note: String,
    /// Who began it, where and when.
    pub opened: Stamp,
    /// Who posted it.
    pub posted: Option<Stamp>,
    /// Who cancelled it.
    pub cancelled: Option<Stamp>,
    /// Cancelled document that this draft was reopened from.
    pub reopened_from: Option<DocumentId>,
    /// Lines ever begun: the next line's number less one.
    pub lines: u32,
    /// Rows ever put in its tray: the next row's number less one.
    pub tray_rows: u32,
    /// Rows in its tray that wait for a decision.
    pub to_decide: u32,
    /// Position among all posted documents; 0 in a draft. FIFO order is (date, this, line).
    pub sequence: u64,
    /// Units and pieces it moved, summed over lines; zero in a draft.
    pub quantity: Quantity,
    /// Total cost it moved; zero in a draft.
    pub total: Money,
    /// Warehouse a transfer brings goods to.
    pub to: Option<WarehouseId>,
    /// Document whose goods a return brings back.
    pub of: Option<DocumentId>,
    /// Why goods were written off; empty when nothing was said.
    pub reason: String,
    /// Last day on which an order holds its goods; `None` holds them until it is closed or cancelled.
    pub until: Option<Day>,
    /// Other desks may work on this draft too.
    pub shared: bool,
    /// Whom a draft was handed over to; `None` while it is still its author's.
    pub handed_to: Option<EmployeeId>,
    /// Documents this one belongs together with: both halves of a conversion, what a stocktake was settled by, what of a
    /// transfer arrived.
    pub links: Vec<DocumentId>,
    /// Who last had its goods reserved; `None` while they never were.
    pub reserved: Option<Stamp>,
    /// Numbers (SSCC) of the pallets and parcels that goods of a posting came on.
    pub pallets: Vec<String>,
}

impl Document {
    /// Returns how far it has come as of a day: a reservation runs out by itself, whether or not it was swept.
    pub fn stands(&self, today: Day) -> DocumentState {
        match (self.state, self.until) {
            (DocumentState::Reserved, Some(until)) if until < today => DocumentState::Expired,
            (state, _) => state,
        }
    }

    /// Tells whether it moved goods and is in force.
    pub const fn in_force(&self) -> bool {
        matches!(self.state, DocumentState::Posted | DocumentState::InTransit)
    }

    /// Returns whose draft it is: its author's, until it is handed over.
    pub fn owner(&self) -> EmployeeId {
        self.handed_to.unwrap_or(self.opened.employee)
    }

    /// Tells whether it belongs to all whom the warehouse lets: a stocktake, an order, a transfer that is ready to ship,
    /// what of one arrives.
    pub fn is_everybodys(&self) -> bool {
        match self.kind {
            DocumentKind::Stocktake
            | DocumentKind::Order
            | DocumentKind::Conversion
            | DocumentKind::Receipt
            | DocumentKind::SendBack => true,
            DocumentKind::WriteOff => self.of.is_some(),
            DocumentKind::Transfer => self.state != DocumentState::Draft,
            _ => false,
        }
    }

    /// Tells whether an employee may work on it while it is open: it is theirs, is shared, or belongs to all.
    pub fn is_open_to(&self, employee: EmployeeId) -> bool {
        self.shared || self.owner() == employee || self.is_everybodys()
    }
}

/// How the cost of a line was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cost {
    /// Cost of one: the line's total is quantity × this, half-even at 4 decimals.
    Unit(Money),
    /// Cost of the whole line.
    Total(Money),
}

/// One line of a posting. Its lot exists from the line's first moment, so that posting writes nothing per unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What comes in.
    pub product: ProductId,
    /// The lot it will be in stock.
    pub lot: LotId,
    /// Quantity asked for by the operator; `None` means as many as are scanned or counted.
    pub expected: Option<Quantity>,
    /// Units in a carton: every full carton is announced, and the last one must be full or `expected` be set.
    pub carton: Option<u32>,
    /// Units scanned, or quantity counted, so far.
    pub counted: Quantity,
    /// Of these, what goes to the warehouse's bin for defects.
    pub damaged: Quantity,
    /// Serials ever taken: the next unit's slot less one.
    pub slots: u32,
    /// Cost as entered or carried; `None` is not known yet and posts as zero only when confirmed on the summary.
    pub cost: Option<Cost>,
    /// The cost was carried over from the product's last posting (`=` on screen).
    pub cost_carried: bool,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
    /// The warranty was carried over from the product's last posting.
    pub warranty_carried: bool,
    /// Maker's batch; empty when none.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Shelf it is put on; `None` is the warehouse at large.
    pub bin: Option<BinId>,
    /// Serials expected by a list; 0 when there is none.
    pub listed: u32,
    /// When it was last scanned, counted or changed: a barcode of two lines goes to the one last used.
    pub used: Moment,
}

impl Line {
    /// Returns the line's quantity: what was asked for, else the begun cartons in full, else what is there.
    pub fn quantity(&self) -> Quantity {
        match (self.expected, self.carton) {
            (Some(expected), _) => expected,
            (None, Some(size)) if size > 0 => {
                let size = Quantity::pieces(size).thousandths();
                let cartons = self.counted.thousandths().div_euclid(size)
                    + i64::from(self.counted.thousandths().rem_euclid(size) > 0);
                Quantity::from_thousandths(cartons.max(1) * size)
            }
            (None, _) => self.counted,
        }
    }

    /// Returns how much is still to be scanned before the line can be posted; never below zero.
    pub fn missing(&self) -> Quantity {
        Quantity::from_thousandths((self.quantity().thousandths() - self.counted.thousandths()).max(0))
    }

    /// Returns what the line costs, of its whole quantity; nothing when its cost is not known yet.
    ///
    /// A unit cost is multiplied half-even at four decimals. Refused when the total is more than can be kept.
    pub fn total(&self) -> Result<Money, MoneyError> {
        match self.cost {
            None => Ok(Money::ZERO),
            Some(cost) => cost.total(self.quantity()),
        }
    }

    /// Returns how far the carton being scanned has come; `None` without a carton size or before the first scan.
    pub fn carton_progress(&self) -> Option<CartonProgress> {
        let size = self.carton.filter(|size| *size > 0)?;
        let counted = self.counted.whole().filter(|counted| *counted > 0)?;
        Some(CartonProgress { carton: (counted - 1) / size + 1, counted: (counted - 1) % size + 1, size })
    }
}

impl Cost {
    /// Returns what so much costs in total; refused when it is more than can be kept.
    pub fn total(self, quantity: Quantity) -> Result<Money, MoneyError> {
        match self {
            Cost::Total(total) => Ok(total),
            Cost::Unit(unit) => {
                unit.checked_mul(quantity).ok_or_else(|| MoneyError::TooLarge(format!("{quantity} × {unit}")))
            }
        }
    }

    /// Returns the cost of one, for showing; `None` when there is no quantity to share a total.
    pub fn per_unit(self, quantity: Quantity) -> Option<Money> {
        match self {
            Cost::Unit(unit) => Some(unit),
            Cost::Total(total) => total.per_unit(quantity),
        }
    }
}

/// How far the carton being scanned has come: `carton 2 · 7/10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CartonProgress {
    /// Which carton, from 1.
    pub carton: u32,
    /// Units of it that were scanned, from 1.
    pub counted: u32,
    /// Units it holds.
    pub size: u32,
}

impl CartonProgress {
    /// Tells whether the last scan filled it.
    pub const fn full(self) -> bool {
        self.counted == self.size
    }
}

impl fmt::Display for CartonProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "carton {} · {}/{}", self.carton, self.counted, self.size)
    }
}

/// Scan that waits in a draft's tray for a decision. It is durable like any other scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrayRow {
    /// As scanned.
    pub raw: String,
    /// Line that was selected when it was scanned.
    pub line: Option<super::id::LineNo>,
    /// Why it could not be taken at once, as a sentence: `IN STOCK` and where.
    pub reason: TrayReason,
    /// Who scanned it, where and when.
    pub stamp: Stamp,
}

/// Why a scan waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrayReason {
    /// Nothing in stock answers to it and no line takes serials.
    Unknown,
    /// It could be two things.
    TwoReadings(String, String),
    /// A unit with this serial is in stock; the sentence says where.
    InStock(String),
    /// Another draft holds this serial; the sentence says which.
    InDraft(String),
    /// Its shape is unlike its line's first three.
    Odd(String),
    /// The line has all the units it was set to.
    LineFull(String),
    /// It cannot be a serial; the sentence says why.
    Malformed(String),
    /// It was scanned on another screen while the draft was open.
    Elsewhere(String),
}
