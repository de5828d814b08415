//! Answers as scripts get them: names in place of ids, exact decimal texts, days as `YYYY-MM-DD`, instants in UTC.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::document::{Cost, TrayReason};
use crate::domain::money::Money;
use crate::domain::product::{NumberedBy, Product as Record, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::time::{Day, Moment};
use crate::messages::{
    Blocker, DocumentLine, DocumentRow, DocumentView, DraftView, LayerRow, LineView, Meaning, MovementRow,
    PassportView, PostedDocument, PostedLine, ProductRow, ProductView, Refused, Standing, StockRow, TemplateRow,
    TrayView, UnitBrief, UnitRow,
};

/// Leaves an empty text out.
const fn empty(text: &str) -> bool {
    text.is_empty()
}

fn day(day: Day) -> String {
    day.to_string()
}

fn moment(at: Moment) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn quantity(quantity: Quantity) -> String {
    quantity.to_string()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Why something was refused.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Refusal {
    /// What scripts may rely on.
    pub code: &'static str,
    /// The sentence an operator would read.
    pub message: String,
    /// Offending value, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it was taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Who has it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Serial that cannot be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Product it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Line it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How much is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub have: Option<String>,
    /// How much was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// How much is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Document it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Document that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What it could be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Each thing that keeps a posting from being posted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<String>,
}

impl Refusal {
    /// Returns a refusal with its code, its sentence and its data.
    pub fn of(refused: &Refused) -> Refusal {
        let mut refusal = Refusal::bare(refused);
        let text = |text: &String| Some(text.clone());
        match refused {
            Refused::Unknown { what, value, .. } => (refusal.what, refusal.value) = (text(what), text(value)),
            Refused::Exists { what, value, owner } => {
                (refusal.what, refusal.value, refusal.owner) = (text(what), text(value), text(owner));
            }
            Refused::SerialTaken { serial, product, standing } => {
                (refusal.serial, refusal.product) = (text(serial), text(product));
                refusal.document = standing_document(standing);
            }
            Refused::AlreadyScanned { serial, line, product } => {
                (refusal.serial, refusal.line, refusal.product) = (text(serial), Some(*line), text(product));
            }
            Refused::SerialMalformed { serial, .. } | Refused::SerialOdd { serial, .. } => {
                refusal.serial = text(serial);
            }
            Refused::SerialsMissing { line, product, have, wanted, missing } => {
                (refusal.line, refusal.product) = (Some(*line), text(product));
                refusal.have = Some(quantity(*have));
                refusal.wanted = Some(quantity(*wanted));
                refusal.missing = Some(quantity(*missing));
            }
            Refused::MovedOn { document, by, .. } => (refusal.document, refusal.by) = (text(document), text(by)),
            Refused::WrongState { document, .. } => refusal.document = text(document),
            Refused::Ambiguous { value, choices } => {
                refusal.value = text(value);
                refusal.choices.clone_from(choices);
            }
            Refused::NotSerialised { product }
            | Refused::MakerNumbers { product }
            | Refused::NoTemplate { product } => {
                refusal.product = text(product);
            }
            Refused::NotComplete(blockers) => refusal.blockers = blockers.iter().map(Blocker::to_string).collect(),
            _ => {}
        }
        refusal
    }

    fn bare(refused: &Refused) -> Refusal {
        Refusal {
            code: refused.code(),
            message: refused.to_string(),
            value: None,
            what: None,
            owner: None,
            serial: None,
            product: None,
            line: None,
            have: None,
            wanted: None,
            missing: None,
            document: None,
            by: None,
            choices: Vec::new(),
            blockers: Vec::new(),
        }
    }
}

fn standing_document(standing: &Standing) -> Option<String> {
    match standing {
        Standing::InStock { document, .. } | Standing::Gone { document, .. } => filled(document.clone()),
        Standing::InDraft { .. } => None,
    }
}

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

impl From<PostedLine> for PostedRow {
    fn from(line: PostedLine) -> Self {
        let took = line.took.into_iter().map(|took| TookRow {
            lot: took.label,
            quantity: quantity(took.quantity),
            cost: took.cost.per_unit(took.quantity).unwrap_or(took.cost).exact(),
        });
        PostedRow {
            product: line.product,
            quantity: quantity(line.quantity),
            cost: line.cost.exact(),
            took: took.collect(),
            serials: Vec::new(),
        }
    }
}

/// A layer: what is left of a lot in one warehouse and bin.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Layer {
    /// Its lot: `P-1/1`.
    pub lot: String,
    /// Day it was received.
    pub received: String,
    /// Day it queues by, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<String>,
    /// How much is left.
    pub quantity: String,
    /// Cost of one.
    pub cost: String,
    /// Warehouse, unless it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Bin it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Maker's batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Expiry day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

impl Layer {
    /// Returns a layer, with its warehouse or without.
    pub fn of(row: LayerRow, with_warehouse: bool) -> Layer {
        Layer {
            lot: row.label,
            received: day(row.received),
            queued: (row.queued != row.received).then(|| day(row.queued)),
            quantity: quantity(row.quantity),
            cost: row.cost.exact(),
            warehouse: with_warehouse.then_some(row.warehouse),
            bin: row.bin,
            batch: filled(row.batch),
            expiry: row.expiry.map(day),
        }
    }
}

/// What is on hand of one product, or of one category, somewhere.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StockEntry {
    /// Product; left out when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Category, in rows of categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Warehouse; left out in a sum over all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Bin, in rows of bins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// There.
    pub on_hand: String,
    /// Of that, promised.
    pub reserved: String,
    /// On hand less reserved.
    pub available: String,
    /// Total cost of what is on hand.
    pub value: String,
}

impl From<StockRow> for StockEntry {
    fn from(row: StockRow) -> Self {
        let (product, category) = if row.product.is_some() { (Some(row.name), None) } else { (None, Some(row.name)) };
        StockEntry {
            product,
            category,
            warehouse: filled(row.warehouse_name),
            bin: row.bin,
            on_hand: quantity(row.on_hand),
            reserved: quantity(row.reserved),
            available: quantity(row.available),
            value: row.value.exact(),
        }
    }
}

/// A unit in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitEntry {
    /// As scanned.
    pub serial: String,
    /// Its lot.
    pub lot: String,
    /// Where it is: `Main A3`, `sold S-12`.
    pub whereabouts: String,
    /// It is in stock.
    pub in_stock: bool,
    /// What it cost.
    pub cost: String,
    /// Supplier.
    #[serde(skip_serializing_if = "empty")]
    pub supplier: String,
    /// Supplier's warranty runs until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty_until: Option<String>,
    /// Day it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
}

impl From<UnitRow> for UnitEntry {
    fn from(row: UnitRow) -> Self {
        UnitEntry {
            serial: row.serial,
            lot: row.lot,
            whereabouts: row.whereabouts,
            in_stock: row.in_stock,
            cost: row.cost.exact(),
            supplier: row.supplier,
            warranty_until: row.warranty_until.map(day),
            received: row.received.map(day),
        }
    }
}

/// A unit's facts and its whole movement table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Passport {
    /// Product.
    pub product: String,
    /// Serial as scanned.
    pub serial: String,
    /// Further identifiers.
    pub identifiers: Vec<String>,
    /// `in_stock`, `in_draft` or `gone`.
    pub state: &'static str,
    /// The same as a sentence: `in stock: Main, bin A3, P-118 of 2026-10-02`.
    pub standing: String,
    /// Warehouse it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Bin it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Its lot.
    pub lot: String,
    /// Which unit of the lot, from 1.
    pub unit: u32,
    /// How many units the lot has.
    pub units: u32,
    /// Posting it came in by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// Day it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Supplier.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// What it cost.
    pub cost: String,
    /// Supplier's warranty in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_warranty: Option<u16>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_warranty_until: Option<String>,
    /// Warranty to a client in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_warranty: Option<u16>,
    /// Its last day, once sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_warranty_until: Option<String>,
    /// Client who has it.
    #[serde(skip_serializing_if = "empty")]
    pub client: String,
    /// Maker's batch.
    #[serde(skip_serializing_if = "empty")]
    pub batch: String,
    /// Expiry day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Movements and remarks, oldest first.
    pub movements: Vec<Movement>,
}

/// One movement of a unit, or a remark on it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Movement {
    /// Number of the document, or `draft`, or `remark`.
    pub document: String,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// When.
    pub at: String,
    /// Free text.
    pub note: String,
}

impl From<PassportView> for Passport {
    fn from(view: PassportView) -> Self {
        let (state, warehouse, bin) = match &view.standing {
            Standing::InStock { warehouse, bin, .. } => ("in_stock", Some(warehouse.clone()), bin.clone()),
            Standing::InDraft { .. } => ("in_draft", None, None),
            Standing::Gone { .. } => ("gone", None, None),
        };
        let (supplier_warranty, supplier_until) = view.supplier_warranty.unzip();
        let (client_warranty, client_until) = view.client_warranty.unzip();
        Passport {
            state,
            standing: view.standing.to_string(),
            warehouse,
            bin,
            product: view.name,
            serial: view.serial,
            identifiers: view.identifiers,
            lot: view.lot_label,
            unit: view.place_in_lot.0,
            units: view.place_in_lot.1,
            posting: view.posting_number,
            received: view.received.map(day),
            supplier: view.supplier,
            invoice: view.invoice,
            cost: view.cost.exact(),
            supplier_warranty,
            supplier_warranty_until: supplier_until.flatten().map(day),
            client_warranty,
            client_warranty_until: client_until.flatten().map(day),
            client: view.client,
            batch: view.batch,
            expiry: view.expiry.map(day),
            movements: view.movements.into_iter().map(Movement::from).collect(),
        }
    }
}

impl From<MovementRow> for Movement {
    fn from(row: MovementRow) -> Self {
        Movement {
            document: row.number,
            from: row.from,
            to: row.to,
            employee: row.employee,
            desk: row.desk,
            at: moment(row.at),
            note: row.note,
        }
    }
}

/// A document in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentEntry {
    /// Its number; a draft has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What a draft is asked for by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<u64>,
    /// `posting`, `write_off`, …
    pub kind: String,
    /// `draft`, `posted`, `cancelled` or `deleted`.
    pub state: &'static str,
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
    /// Who began it.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// When it was begun.
    pub opened: String,
}

impl From<DocumentRow> for DocumentEntry {
    fn from(row: DocumentRow) -> Self {
        DocumentEntry {
            draft: row.number.is_none().then_some(row.id.0),
            number: row.number,
            kind: row.kind.word().replace([' ', '-'], "_"),
            state: row.state.word(),
            date: day(row.date),
            from: row.from,
            to: row.to,
            invoice: row.invoice,
            quantity: quantity(row.quantity),
            total: row.total.exact(),
            employee: row.employee,
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
    /// Lot it brought.
    pub lot: String,
    /// How much of it is still in stock.
    pub left: String,
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
        Document {
            head: view.row.into(),
            note: view.note,
            posted: view.posted.map(Stamped::from),
            cancelled: view.cancelled.map(Stamped::from),
            reopened_from: view.reopened_from,
            lines: view.lines.into_iter().map(DocumentRowLine::from).collect(),
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
            lot: line.label,
            left: quantity(line.left),
            warranty: line.warranty,
            batch: line.batch,
            expiry: line.expiry.map(day),
            bin: line.bin,
            damaged: (!line.damaged.is_zero()).then(|| quantity(line.damaged)),
            serials: None,
        }
    }
}

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
            kind: view.kind.word().replace([' ', '-'], "_"),
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

/// A product in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductEntry {
    /// Name.
    pub product: String,
    /// Our code.
    pub code: String,
    /// Group.
    pub category: String,
    /// Unit of measure.
    pub unit: String,
    /// It has serials.
    pub serialised: bool,
    /// In all warehouses.
    pub on_hand: String,
    /// Hidden from choice.
    pub archived: bool,
}

impl From<ProductRow> for ProductEntry {
    fn from(row: ProductRow) -> Self {
        ProductEntry {
            product: row.name,
            code: row.code,
            category: row.category,
            unit: row.unit,
            serialised: row.serialised,
            on_hand: quantity(row.on_hand),
            archived: row.archived,
        }
    }
}

/// One product with its stock.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Product {
    /// Name.
    pub product: String,
    /// Our code.
    pub code: String,
    /// Stock keeping unit.
    pub sku: String,
    /// Group.
    pub category: String,
    /// Free text.
    pub description: String,
    /// Unit of measure.
    pub unit: String,
    /// Decimals a quantity may have.
    pub decimals: u8,
    /// It has serials.
    pub serialised: bool,
    /// Who numbers its units: `maker` or `us`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbered_by: Option<&'static str>,
    /// How its serials are compared: `loose` or `exact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matching: Option<&'static str>,
    /// Template that numbers it: its own, or the store's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Next value of that template's counter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
    /// Shape its serials usually have.
    #[serde(skip_serializing_if = "empty")]
    pub shape: String,
    /// Below this it is listed on Home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// Above this it is overstocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// Months of warranty to a client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty: Option<u16>,
    /// Its barcodes.
    pub barcodes: Vec<BarcodeEntry>,
    /// Hidden from choice.
    pub archived: bool,
    /// Stock by warehouse.
    pub warehouses: Vec<StockEntry>,
}

/// Barcode of a product.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BarcodeEntry {
    /// As scanned.
    pub barcode: String,
    /// Pieces it stands for.
    pub pack: String,
}

impl From<ProductView> for Product {
    fn from(view: ProductView) -> Self {
        let (numbered_by, matching) = tracking(&view.product);
        let record = view.product;
        let (template, next) = view.template.unzip();
        let warehouses = view.balances.into_iter().map(|(_, warehouse, balance)| StockEntry {
            product: None,
            category: None,
            warehouse: Some(warehouse),
            bin: None,
            on_hand: quantity(balance.on_hand),
            reserved: quantity(balance.reserved),
            available: quantity(balance.on_hand.checked_sub(balance.reserved).unwrap_or_default()),
            value: balance.value.exact(),
        });
        Product {
            serialised: record.serialised(),
            decimals: record.decimals_taken(),
            product: record.name,
            code: record.code,
            sku: record.sku,
            category: record.category,
            description: record.description,
            unit: record.unit,
            numbered_by,
            matching,
            template,
            next,
            shape: record.shape,
            minimum: record.minimum.map(quantity),
            maximum: record.maximum.map(quantity),
            warranty: record.client_warranty,
            barcodes: record
                .barcodes
                .into_iter()
                .map(|barcode| BarcodeEntry { barcode: barcode.text, pack: quantity(barcode.pack) })
                .collect(),
            archived: record.archived,
            warehouses: warehouses.collect(),
        }
    }
}

const fn tracking(record: &Record) -> (Option<&'static str>, Option<&'static str>) {
    match record.tracking {
        Tracking::Counted => (None, None),
        Tracking::Serialised { numbered_by, matching } => (
            Some(match numbered_by {
                NumberedBy::Maker => "maker",
                NumberedBy::Us => "us",
            }),
            Some(match matching {
                Matching::Loose => "loose",
                Matching::Exact => "exact",
            }),
        ),
    }
}

/// A template in use.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplateEntry {
    /// Its text.
    pub template: String,
    /// Next value of its counter.
    pub next: u64,
    /// Next number it would give, or why it can give none.
    pub sample: String,
    /// Who uses it.
    pub used_by: Vec<String>,
}

impl From<TemplateRow> for TemplateEntry {
    fn from(row: TemplateRow) -> Self {
        TemplateEntry { template: row.template, next: row.next, sample: row.sample, used_by: row.used_by }
    }
}

/// Something a code stands for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MeaningEntry {
    /// A product.
    Product {
        /// Its name.
        product: String,
        /// Pieces the barcode stands for.
        pack: String,
        /// It has serials.
        serialised: bool,
    },
    /// A unit, or a serial of a draft.
    Unit(UnitStanding),
    /// A document.
    Document {
        /// Its number.
        number: String,
        /// `posting`, `write_off`, …
        kind: String,
    },
    /// A warehouse.
    Warehouse {
        /// Its name.
        warehouse: String,
    },
    /// A bin.
    Bin {
        /// Warehouse and code: `Main A3`.
        bin: String,
    },
}

/// A unit, and where it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitStanding {
    /// Its product.
    pub product: String,
    /// As scanned.
    pub serial: String,
    /// Where it is: `in stock: Main, bin A3, P-118 of 2026-10-02`.
    pub standing: String,
}

impl From<UnitBrief> for UnitStanding {
    fn from(unit: UnitBrief) -> Self {
        UnitStanding { product: unit.name, serial: unit.serial, standing: unit.standing.to_string() }
    }
}

impl From<Meaning> for MeaningEntry {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Product { name, serialised, pack, .. } => {
                MeaningEntry::Product { product: name, pack: quantity(pack), serialised }
            }
            Meaning::Unit(unit) => MeaningEntry::Unit(unit.into()),
            Meaning::Document { number, kind, .. } => {
                MeaningEntry::Document { number, kind: kind.word().replace([' ', '-'], "_") }
            }
            Meaning::Warehouse { name, .. } => MeaningEntry::Warehouse { warehouse: name },
            Meaning::Bin { name, .. } => MeaningEntry::Bin { bin: name },
        }
    }
}
