//! What questions are answered with: facts with names resolved, not yet formatted.

use serde::{Deserialize, Serialize};

use super::command::CounterMove;
use super::outcome::CartonProgress;
use super::query::Cursor;
use crate::domain::document::{Cost, DocumentKind, DocumentState, TrayReason};
use crate::domain::employee::Desk;
use crate::domain::id::{BinId, DocumentId, LineNo, LocationId, LotId, ProductId, WarehouseId};
use crate::domain::lot::Balance;
use crate::domain::money::Money;
use crate::domain::place::{Bin, Location, Warehouse};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::settings::Settings;
use crate::domain::time::{Day, Moment};

/// Answer to a [`Query`](super::Query).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The store; `None` when it was not founded yet.
    Store(Option<Box<StoreView>>),
    /// Home.
    Home(Box<HomeView>),
    /// What a code is, best first.
    Meanings(Vec<Meaning>),
    /// What an unknown code may have been, beginning with `; `, or empty: the `hint` of
    /// [`Refused::Unknown`](super::Refused::Unknown).
    Hint(String),
    /// What a search found.
    Found(Vec<Found>),
    /// A draft.
    Draft(Box<DraftView>),
    /// Serials of a draft's line.
    Scans(Vec<ScanView>),
    /// Rows of a tray.
    Tray(Vec<TrayView>),
    /// What would be taken.
    Preview(Box<PreviewView>),
    /// What posting would do.
    Summary(Box<SummaryView>),
    /// Products.
    Products(Page<ProductRow>),
    /// One product.
    Product(Box<ProductView>),
    /// Units.
    Units(Page<UnitRow>),
    /// Layers.
    Layers(Page<LayerRow>),
    /// Stock.
    Stock(Page<StockRow>),
    /// Documents.
    Documents(Page<DocumentRow>),
    /// One document.
    Document(Box<DocumentView>),
    /// A passport.
    Passport(Box<PassportView>),
    /// Warehouses.
    Warehouses(Vec<(WarehouseId, Warehouse)>),
    /// Branches.
    Locations(Vec<(LocationId, Location)>),
    /// Bins.
    Bins(Vec<(BinId, Bin)>),
    /// Names of suppliers.
    Suppliers(Vec<String>),
    /// Templates.
    Templates(Vec<TemplateRow>),
    /// What a desk keeps.
    Desk(Desk),
    /// Name of an employee.
    Employee(String),
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// The store as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreView {
    /// Its settings.
    pub settings: Settings,
    /// Today, in its time zone.
    pub today: Day,
    /// Warehouses in use.
    pub warehouses: u64,
    /// Products ever made.
    pub products: u64,
    /// Something was posted: currency, zone and serial scope are fixed.
    pub fixed: bool,
}

/// What Home shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeView {
    /// Drafts, this desk's first, then the newest.
    pub drafts: Vec<DocumentRow>,
    /// Postings posted today.
    pub arrived_postings: u64,
    /// Units and pieces that came in today.
    pub arrived: Quantity,
    /// Products below their minimum: the first few.
    pub below_minimum: Vec<BelowMinimum>,
    /// Products ever made.
    pub products: u64,
}

/// A product below its minimum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelowMinimum {
    /// Which.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// On hand in all warehouses.
    pub on_hand: Quantity,
    /// What there should be.
    pub minimum: Quantity,
}

/// Something a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A product's barcode, code or SKU.
    Product {
        /// Which.
        product: ProductId,
        /// Its name.
        name: String,
        /// It has serials.
        serialised: bool,
        /// Pieces the barcode stands for.
        pack: Quantity,
    },
    /// A unit, or the claim of a draft, by serial or further identifier.
    Unit(UnitBrief),
    /// A document's number.
    Document {
        /// Which.
        document: DocumentId,
        /// Its number.
        number: String,
        /// Its kind.
        kind: DocumentKind,
    },
    /// A warehouse's code or name.
    Warehouse {
        /// Which.
        warehouse: WarehouseId,
        /// Its name.
        name: String,
    },
    /// A bin's code.
    Bin {
        /// Which.
        bin: BinId,
        /// Warehouse it stands in.
        warehouse: WarehouseId,
        /// `Main A3`.
        name: String,
    },
}

/// A unit in a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBrief {
    /// Product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Serial as scanned.
    pub serial: String,
    /// Key it is compared by.
    pub key: SerialKey,
    /// Where it is and how it came there.
    pub standing: Standing,
}

/// Where a serial stands, with everything a sentence about it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// In stock.
    InStock {
        /// Warehouse's name.
        warehouse: String,
        /// Bin's code, when it lies in one.
        bin: Option<String>,
        /// Number of the document that brought it there.
        document: String,
        /// Day of that document.
        date: Day,
    },
    /// Claimed by a draft.
    InDraft {
        /// Which draft.
        draft: DocumentId,
        /// Its kind.
        kind: DocumentKind,
        /// Desk that scanned it.
        desk: String,
        /// Who opened the draft.
        employee: String,
        /// When it was scanned.
        since: Moment,
        /// Minutes ago, when the sentence is made.
        minutes: i64,
    },
    /// Not in stock: sold, written off, returned to the supplier, or its posting was cancelled.
    Gone {
        /// Word for it: `sold`, `written off`, `returned to the supplier`, `posting cancelled`.
        how: String,
        /// Who has it, when somebody.
        to: Option<String>,
        /// Number of the document it left by.
        document: String,
        /// Day of that document.
        date: Day,
        /// Client's warranty runs until.
        client_warranty_until: Option<Day>,
        /// Supplier's warranty runs until, and days left of it (below zero: it is over).
        supplier_warranty_until: Option<(Day, i64)>,
    },
}

/// Row of a search over everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A product.
    Product(ProductRow),
    /// A unit.
    Unit(UnitBrief),
    /// A document.
    Document(DocumentRow),
}

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
    /// Who began it.
    pub employee: String,
    /// Where.
    pub desk: String,
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

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Which.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// Our code.
    pub code: String,
    /// Group.
    pub category: String,
    /// Unit of measure.
    pub unit: String,
    /// It has serials.
    pub serialised: bool,
    /// In all warehouses.
    pub on_hand: Quantity,
    /// Below this it is to be ordered again.
    pub minimum: Option<Quantity>,
    /// Hidden from choice.
    pub archived: bool,
}

/// One product with its stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductView {
    /// Which.
    pub id: ProductId,
    /// All of it.
    pub product: Product,
    /// Stock of it by warehouse.
    pub balances: Vec<(WarehouseId, String, Balance)>,
    /// Template that numbers it: its own, else the store's; with the next number.
    pub template: Option<(String, u64)>,
    /// Last posting of it: number, day, supplier, cost of one, warranty.
    pub last: Option<LastPosting>,
}

/// What the last posting of a product said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastPosting {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Day,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Cost of one.
    pub cost: Option<Money>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Product.
    pub product: ProductId,
    /// Key it is compared by.
    pub key: SerialKey,
    /// Serial as scanned.
    pub serial: String,
    /// Its lot: `P-118/1`.
    pub lot: String,
    /// Where it is: `Main A3`, `sold S-12`.
    pub whereabouts: String,
    /// It is in stock.
    pub in_stock: bool,
    /// Its cost.
    pub cost: Money,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Supplier's warranty runs until.
    pub warranty_until: Option<Day>,
    /// Day it came in.
    pub received: Option<Day>,
}

/// A layer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerRow {
    /// Its lot.
    pub lot: LotId,
    /// `P-118/1`.
    pub label: String,
    /// Posting that brought it.
    pub document: DocumentId,
    /// Warehouse's name.
    pub warehouse: String,
    /// Bin's code.
    pub bin: Option<String>,
    /// Day it queues by.
    pub queued: Day,
    /// Day it was received.
    pub received: Day,
    /// How much is left.
    pub quantity: Quantity,
    /// Total cost of what is left.
    pub value: Money,
    /// Cost of one, of the whole lot.
    pub cost: Money,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
}

/// A row of stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    /// Product; `None` in a row of a category.
    pub product: Option<ProductId>,
    /// Name of the product, or of the category.
    pub name: String,
    /// The product's code.
    pub code: String,
    /// Unit of measure.
    pub unit: String,
    /// Warehouse.
    pub warehouse: Option<WarehouseId>,
    /// Its name.
    pub warehouse_name: String,
    /// Bin's code, in rows cut by bin.
    pub bin: Option<String>,
    /// It has serials.
    pub serialised: bool,
    /// In the warehouse.
    pub on_hand: Quantity,
    /// Promised.
    pub reserved: Quantity,
    /// On hand less reserved.
    pub available: Quantity,
    /// Total cost of what is on hand.
    pub value: Money,
    /// Minimum of the product.
    pub minimum: Option<Quantity>,
}

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
    /// Who began it.
    pub employee: String,
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
    /// Its lines.
    pub lines: Vec<DocumentLine>,
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
    /// Lot it brought.
    pub lot: LotId,
    /// `P-118/1`.
    pub label: String,
    /// How much.
    pub quantity: Quantity,
    /// Total cost.
    pub cost: Money,
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
    /// How much of it is still in stock.
    pub left: Quantity,
}

/// A unit's facts and its whole movement table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassportView {
    /// Product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Serial as scanned.
    pub serial: String,
    /// Key it is compared by.
    pub key: SerialKey,
    /// Further identifiers.
    pub identifiers: Vec<String>,
    /// Where it is.
    pub standing: Standing,
    /// Its lot.
    pub lot: LotId,
    /// `P-118/1`.
    pub lot_label: String,
    /// Which unit of the lot, from 1, and of how many.
    pub place_in_lot: (u32, u32),
    /// Posting it came in by last.
    pub posting: DocumentId,
    /// Its number; `None` while it is a draft.
    pub posting_number: Option<String>,
    /// Day it came in.
    pub received: Option<Day>,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Its share of its lot's cost.
    pub cost: Money,
    /// Supplier's warranty in months, and until when.
    pub supplier_warranty: Option<(u16, Option<Day>)>,
    /// Days left of the supplier's warranty; below zero it is over.
    pub supplier_warranty_left: Option<i64>,
    /// Warranty to a client in months from sale, and until when once sold.
    pub client_warranty: Option<(u16, Option<Day>)>,
    /// Client who has it; empty when none.
    pub client: String,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Movements and remarks, oldest first.
    pub movements: Vec<MovementRow>,
}

/// One movement of a unit, or a remark on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementRow {
    /// When it was booked.
    pub at: Moment,
    /// Document that moved it; `None` for a remark.
    pub document: Option<DocumentId>,
    /// Its number, or `draft`, or `remark`.
    pub number: String,
    /// Where from; empty for a remark.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// Free text.
    pub note: String,
}

/// A template in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRow {
    /// Its text.
    pub template: String,
    /// Next value of its counter.
    pub next: u64,
    /// Next number it would give in the first warehouse today, or why it can give none.
    pub sample: String,
    /// Who uses it: `store`, `warehouse Main`, `product Washer`.
    pub used_by: Vec<String>,
}
