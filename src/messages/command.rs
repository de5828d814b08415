//! What a person decided.

use serde::{Deserialize, Serialize};

use crate::domain::badge::{BadgeHash, PinHash};
use crate::domain::count::{Subject, Tally};
use crate::domain::document::{Cost, DocumentKind, TrayReason};
use crate::domain::employee::{Desk, Permission};
use crate::domain::id::{
    BinId, DeskId, DocumentId, EmployeeId, LineNo, LocationId, LotId, ProductId, RoleId, WarehouseId,
};
use crate::domain::money::Money;
use crate::domain::product::{NumberedBy, Product};
use crate::domain::quantity::Quantity;
use crate::domain::right::Right;
use crate::domain::scanner::KeptScanner;
use crate::domain::serial::{Matching, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::unit::UnitLabel;

use super::answer::Labelled;

/// Names one command: sent twice it is carried out once and answered twice; with another body it is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommandId {
    /// The n-th command of a desk; the last few hundred of each desk are remembered.
    Desk(DeskId, u64),
    /// Given by another program; remembered for good.
    Given(String),
}

/// Who gives a command, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Who.
    pub employee: EmployeeId,
    /// Where.
    pub desk: DeskId,
}

/// What a person decided: ids, literal serials, dates. Replaying the journal's commands gives the same store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    // ── setting up ──────────────────────────────────────────────────────────────────────────────────────────
    /// Makes an empty store usable: its settings, and an employee with all rights.
    FoundStore {
        /// Name, currency, zone.
        settings: Settings,
        /// Name of the first employee.
        employee: String,
    },
    /// Changes the store's settings; what is fixed by the first posting is refused once there is one.
    ChangeSettings(Settings),
    /// Makes a branch.
    AddLocation {
        /// Unique name.
        name: String,
        /// Unique short code; may be empty.
        code: String,
    },
    /// Makes a warehouse.
    AddWarehouse {
        /// Unique name.
        name: String,
        /// Unique short code; empty makes one from the name.
        code: String,
        /// Branch it belongs to.
        location: Option<LocationId>,
    },
    /// Renames a warehouse, moves it to a branch, gives it a template.
    EditWarehouse {
        /// Which.
        warehouse: WarehouseId,
        /// Unique name.
        name: String,
        /// Unique short code.
        code: String,
        /// Branch it belongs to.
        location: Option<LocationId>,
        /// Template text; empty for none.
        template: String,
    },
    /// Hides a warehouse, or shows it again. Refused while anything is on hand, reserved or in a draft.
    ArchiveWarehouse {
        /// Which.
        warehouse: WarehouseId,
        /// Hide or show.
        archived: bool,
    },
    /// Makes a bin.
    AddBin {
        /// Where it stands.
        warehouse: WarehouseId,
        /// Code, unique within the warehouse.
        code: String,
        /// Goods damaged at the door go here.
        defects: bool,
    },
    /// Changes a bin's code, and whether goods damaged at the door go there.
    EditBin {
        /// Which.
        bin: BinId,
        /// Code, unique within the warehouse.
        code: String,
        /// Goods damaged at the door go here.
        defects: bool,
    },
    /// Hides a bin, or shows it again. Refused while anything lies there.
    ArchiveBin {
        /// Which.
        bin: BinId,
        /// Hide or show.
        archived: bool,
    },
    /// Sets the next value of a template's counter; numbers in use are skipped when they come up.
    SetCounter {
        /// Template text.
        template: String,
        /// Next value.
        next: u64,
    },
    /// Makes a desk on first use of its name.
    OpenDesk {
        /// Unique name.
        name: String,
    },
    /// Changes what a desk keeps for itself.
    EditDesk {
        /// Which.
        desk: DeskId,
        /// What it keeps.
        kept: Desk,
    },

    // ── products ────────────────────────────────────────────────────────────────────────────────────────────
    /// Makes a product.
    AddProduct {
        /// All of it. Name unique; code, SKU and barcodes unique when given.
        product: Box<Product>,
        /// Next value of its template's counter.
        next: Option<u64>,
    },
    /// Changes a product; tracking cannot be changed here.
    EditProduct {
        /// Which.
        id: ProductId,
        /// All of it, as it shall be.
        product: Box<Product>,
    },
    /// Hides a product, or shows it again. Refused while anything is on hand, reserved or in a draft.
    ArchiveProduct {
        /// Which.
        product: ProductId,
        /// Hide or show.
        archived: bool,
    },

    // ── a posting's draft ───────────────────────────────────────────────────────────────────────────────────
    /// Begins a draft.
    OpenDraft {
        /// What it will be.
        kind: DocumentKind,
        /// Warehouse it is for.
        warehouse: WarehouseId,
    },
    /// Changes the head of a draft; `None` leaves a field as it is.
    EditDraft {
        /// Which draft.
        draft: DocumentId,
        /// What changes.
        head: HeadEdit,
    },
    /// Throws a draft away; its serials are free again, generated numbers stay used.
    DeleteDraft {
        /// Which draft.
        draft: DocumentId,
    },
    /// Adds a line for a product, with supplier, cost and warranty carried from the product's last posting.
    AddLine {
        /// Which draft.
        draft: DocumentId,
        /// What comes in.
        product: ProductId,
        /// Counted at once: the pack size of the barcode that was scanned, for a product without serials.
        count: Quantity,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
    },
    /// Changes a line; `None` leaves a field as it is.
    EditLine {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// What changes.
        edit: LineEdit,
    },
    /// Removes a line; its serials are free again.
    RemoveLine {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
    },
    /// Counts more (or less) of a product without serials: its barcode was scanned.
    CountGoods {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// How much more; below zero takes back.
        by: Quantity,
        /// It goes to the bin for defects.
        damaged: bool,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
    },
    /// Takes serials into a line: one scan, a range, a pasted list. All of them or none.
    ReceiveSerials {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// Literal serials, as scanned.
        serials: Vec<String>,
        /// They go to the bin for defects.
        damaged: bool,
        /// Some of them were generated: moves the template's counter. Refused (`changed`) when it moved meanwhile.
        generated: Option<CounterMove>,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
        /// Take them though odd in shape, or though the line has all it was set to: its quantity grows then.
        insist: bool,
        /// What the label of the one unit says besides its serial; the unit keeps it.
        label: Option<UnitLabel>,
    },
    /// Generates serials from the product's, the warehouse's or the store's template. Numbers in use are skipped.
    GenerateSerials {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// How many.
        count: u32,
    },
    /// Takes serials back out of a line; the journal keeps both.
    TakeBack {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// Literal serials.
        serials: Vec<String>,
    },
    /// Sets the list of serials expected on a line, ticked by scans; empty removes it.
    ExpectSerials {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// Literal serials.
        serials: Vec<String>,
    },
    /// Keeps a scan that needs a decision as a row of the draft's tray.
    PutInTray {
        /// Which draft.
        draft: DocumentId,
        /// Line that was selected.
        line: Option<LineNo>,
        /// As scanned.
        raw: String,
        /// Why it waits.
        reason: TrayReason,
    },
    /// Drops a row of the tray.
    DropFromTray {
        /// Which draft.
        draft: DocumentId,
        /// Which row.
        row: u32,
    },
    /// Notes a further identifier of a unit: a second IMEI, the maker's S/N.
    AddIdentifier {
        /// Product of the unit.
        product: ProductId,
        /// Key of the unit.
        key: SerialKey,
        /// Further identifier.
        identifier: String,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<(DocumentId, u32)>,
    },
    /// Notes that goods of a posting's draft came on a pallet or in a parcel, or takes that back.
    NotePallet {
        /// Which draft.
        draft: DocumentId,
        /// Its number: 18 digits, the last one their check digit.
        sscc: String,
        /// They came on it; otherwise that was wrong.
        came: bool,
    },
    /// Adds a dated remark to a unit's passport; moves nothing.
    AddRemark {
        /// Product of the unit.
        product: ProductId,
        /// Key of the unit.
        key: SerialKey,
        /// Free text.
        text: String,
    },

    // ── documents ───────────────────────────────────────────────────────────────────────────────────────────
    /// Posts a draft: all of it or none of it.
    PostDraft {
        /// Which draft.
        draft: DocumentId,
    },
    /// Cancels a posted document by an opposite movement dated today.
    CancelDocument {
        /// Which document.
        document: DocumentId,
        /// Make a new draft with all its lines and serials.
        reopen: bool,
    },

    // ── in one step, for programs ───────────────────────────────────────────────────────────────────────────
    /// Makes a warehouse with its template and bins: all of it or nothing.
    FurnishWarehouse(Box<FurnishedWarehouse>),
    /// Begins a posting's draft, fills it and posts it: all of it or nothing.
    ReceiveWhole(Box<WholePosting>),
    /// Posts a write-off, sale, transfer or return, or what of a transfer arrived, was sent back or was lost: all of it or
    /// nothing.
    MoveWhole(Box<WholeMove>),

    // ── whose draft it is ───────────────────────────────────────────────────────────────────────────────────
    /// Shares a draft with others, who may then work on it too, or keeps it to its owner again.
    ShareDraft {
        /// Which draft.
        draft: DocumentId,
        /// Share or keep.
        shared: bool,
    },
    /// Hands a draft over: it is another employee's from now on.
    HandOver {
        /// Which draft.
        draft: DocumentId,
        /// Whose it becomes.
        to: EmployeeId,
    },
    /// Takes a draft of somebody else over.
    TakeOver {
        /// Which draft.
        draft: DocumentId,
    },

    // ── people ──────────────────────────────────────────────────────────────────────────────────────────────
    /// Makes a role.
    AddRole {
        /// Unique name.
        name: String,
        /// What it allows.
        permissions: Vec<Permission>,
    },
    /// Renames a role, and changes what it allows.
    EditRole {
        /// Which.
        role: RoleId,
        /// Unique name.
        name: String,
        /// What it allows.
        permissions: Vec<Permission>,
    },
    /// Makes an employee.
    AddEmployee {
        /// Unique name.
        name: String,
        /// Role that says what they may do.
        role: RoleId,
    },
    /// Renames an employee, and gives them a role.
    EditEmployee {
        /// Who.
        employee: EmployeeId,
        /// Unique name.
        name: String,
        /// Role that says what they may do.
        role: RoleId,
    },
    /// Lets an employee work here no more, or again. Refused while they have drafts.
    ArchiveEmployee {
        /// Who.
        employee: EmployeeId,
        /// No more, or again.
        archived: bool,
    },
    /// Gives an employee a badge, in place of the one they had. Nothing here opens a door: it carries a hash.
    GiveBadge {
        /// Who.
        employee: EmployeeId,
        /// Its id.
        badge: String,
        /// What it is held against.
        hash: BadgeHash,
    },
    /// Takes an employee's badge away.
    RevokeBadge {
        /// Who.
        employee: EmployeeId,
    },
    /// Sets an employee's PIN by its hash, or clears it.
    SetPin {
        /// Who.
        employee: EmployeeId,
        /// What it is held against; `None` asks for none any more.
        pin: Option<PinHash>,
    },
    /// Says whose desk a desk is, where desks are signed in by themselves.
    AssignDesk {
        /// Which desk.
        desk: DeskId,
        /// Whose; `None` is nobody's.
        employee: Option<EmployeeId>,
    },
    /// Signs whoever gives this in at their desk: their badge was right.
    SignIn,
    /// Signs whoever is signed in at this desk out.
    SignOut,
    /// Locks this desk.
    LockDesk,
    /// Notes a wrong badge at this desk, or a wrong PIN.
    MissSignIn {
        /// Whose badge it was, when the PIN was wrong.
        badge_of: Option<EmployeeId>,
    },
    /// Says what a warehouse lets an employee do, beside what their role allows; whoever nothing was said of may do all.
    SetRights {
        /// Who.
        employee: EmployeeId,
        /// Where.
        warehouse: WarehouseId,
        /// These, and nothing else; all of them is as if nothing was ever said.
        rights: Vec<Right>,
    },
    // ── serials for an existing product ─────────────────────────────────────────────────────────────────────
    /// Begins giving an existing product serials, or goes on with it: a draft with a line for each warehouse that has
    /// some. What was begun with other rules takes these.
    BeginConversion {
        /// Product that shall have serials.
        product: ProductId,
        /// Who numbers its units.
        numbered_by: NumberedBy,
        /// How its serials are compared; fixed with the first of them.
        matching: Matching,
    },
    /// Gives an existing product serials, with one for each of its units: all of it or nothing. One without stock needs
    /// none.
    ConvertWhole(Box<WholeConversion>),

    // ── what desks keep ─────────────────────────────────────────────────────────────────────────────────────
    /// Keeps what a desk found of its scanner, or forgets it.
    KeepScanner {
        /// Which desk.
        desk: DeskId,
        /// What the known label told; `None` goes by the machine's configuration again.
        scanner: Option<Box<KeptScanner>>,
    },
    /// Generates all serials that a conversion lacks, in every warehouse.
    GenerateMissing {
        /// Its draft.
        draft: DocumentId,
    },
    // ── a draft of what leaves, moves or comes back ─────────────────────────────────────────────────────────
    /// Changes the head of such a draft; `None` leaves a field as it is.
    EditMoveHead {
        /// Which draft.
        draft: DocumentId,
        /// What changes.
        head: Box<MoveHeadEdit>,
    },
    /// Picks units: one scan, a range, a pasted list. All of them or none; each is held by this draft from then on.
    PickSerials {
        /// Which draft.
        draft: DocumentId,
        /// Literal serials, as scanned.
        serials: Vec<String>,
        /// Product they are of; `None` is the one whose unit can be picked, `ambiguous` when several have one.
        product: Option<ProductId>,
        /// Line they are for; `None` is the product's last line they fit on, made if there is none.
        line: Option<LineNo>,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
    },
    /// Counts more (or less) of a product without serials.
    PickGoods {
        /// Which draft.
        draft: DocumentId,
        /// What is to move.
        product: ProductId,
        /// How much more; below zero takes back.
        by: Quantity,
        /// Line it is for; `None` is the product's last line, made if there is none.
        line: Option<LineNo>,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
    },
    /// Adds an empty line for a product, beside those it has: for another shelf, or another price.
    AddMoveLine {
        /// Which draft.
        draft: DocumentId,
        /// What is to move.
        product: ProductId,
        /// Tray row this decides; it is removed in the same transaction.
        from_tray: Option<u32>,
    },
    /// Changes a line; `None` leaves a field as it is.
    EditMoveLine {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// What changes.
        edit: MoveLineEdit,
    },
    /// Puts picked units back, whatever lines they are on: all of them or none. A line that nothing is left of, and of which
    /// no shelf or price was said, goes with the last of them.
    PutBack {
        /// Which draft.
        draft: DocumentId,
        /// Literal serials.
        serials: Vec<String>,
    },

    // ── stocktakes ──────────────────────────────────────────────────────────────────────────────────────────
    /// Opens a stocktake.
    OpenStocktake {
        /// Warehouse that is counted.
        warehouse: WarehouseId,
        /// One shelf of it only.
        bin: Option<BinId>,
        /// Products of one category only; empty is all.
        category: String,
    },
    /// Counts units by their serials: all of them or none.
    CountUnits {
        /// Which stocktake.
        stocktake: DocumentId,
        /// As scanned.
        serials: Vec<String>,
        /// Product they are of, where that is known.
        product: Option<ProductId>,
        /// Shelf they stand on; `None` when it is not said.
        bin: Option<BinId>,
    },
    /// Counts goods without serials.
    CountProduct {
        /// Which stocktake.
        stocktake: DocumentId,
        /// Which product.
        product: ProductId,
        /// Shelf they lie on; `None` when it is not said.
        bin: Option<BinId>,
        /// So many more, or so many in all.
        tally: Tally,
    },
    /// Takes a count back: the last one of this desk.
    TakeBackCount {
        /// Which stocktake.
        stocktake: DocumentId,
        /// Number of the count.
        entry: u32,
    },
    /// Says what an unknown serial that was counted is.
    NameCounted {
        /// Which stocktake.
        stocktake: DocumentId,
        /// Key it was counted under.
        key: SerialKey,
        /// Product it is of.
        product: ProductId,
    },
    /// Settles findings by a posting, a write-off and transfers, in one: all of what is chosen or nothing.
    SettleStocktake(Box<Settlement>),
    /// Throws a stocktake away, as long as nothing of it was settled.
    DiscardStocktake {
        /// Which stocktake.
        stocktake: DocumentId,
    },
    // ── corrections ─────────────────────────────────────────────────────────────────────────────────────────
    /// Corrects what a posting says; `None` leaves a field as it is.
    CorrectDocument {
        /// Which posting.
        document: DocumentId,
        /// Supplier by name, made on first use; empty for none.
        supplier: Option<String>,
        /// Supplier's invoice number.
        invoice: Option<String>,
        /// Supplier's warranty of lines in months; `None` is none.
        warranties: Vec<(LineNo, Option<u16>)>,
    },
    /// Corrects the serial of a unit: the wrong one leads to it from then on.
    CorrectSerial {
        /// Product of the unit.
        product: ProductId,
        /// Key of the unit.
        key: SerialKey,
        /// Its right serial.
        serial: String,
    },
    /// Corrects what a lot cost: what is left is worth its part of that, the difference on what has left is booked.
    CorrectCost {
        /// Which lot.
        lot: LotId,
        /// Cost of one or of the whole lot.
        cost: Cost,
    },

    // ── what is held, and what travels ──────────────────────────────────────────────────────────────────────
    /// Holds the goods of an order, or of a transfer that is ready to ship: of a draft, of one that ran out, or of one that
    /// is held until another day from now on. It has a number from then on.
    Reserve {
        /// Which document.
        document: DocumentId,
        /// Last day they are held; `None` holds them until it is closed, shipped or cancelled.
        until: Option<Day>,
    },
    /// Begins an order or a transfer and holds its goods: all of them or nothing.
    ReserveWhole(Box<WholeReservation>),
    /// Lets go of what a document holds: it is a draft again, to be changed, and keeps its number.
    Release {
        /// Which document.
        document: DocumentId,
    },
    /// Closes a reserved order: its goods leave as by a sale, drawn now.
    CloseOrder {
        /// Which order.
        document: DocumentId,
        /// Business day; `None` is today.
        date: Option<Day>,
        /// Units for lines that hold so many and did not say which.
        picks: Vec<Pick>,
    },
    /// Ships a reserved transfer: its goods leave the warehouse, drawn now, and are in transit.
    Ship {
        /// Which transfer.
        document: DocumentId,
        /// Business day; `None` is today.
        date: Option<Day>,
        /// Units for lines that hold so many and did not say which.
        picks: Vec<Pick>,
    },
    /// Undoes what a desk did by its opposite.
    Undo {
        /// Place in the journal of what is undone.
        deed: u64,
        /// Its opposite.
        by: Box<Command>,
    },
    /// Begins a draft that takes off the way what of a transfer is received, sent back or written off there, with a line for
    /// each product that is on its way; or goes on with the one there is. Lines that take nothing stay on their way.
    BeginArrival {
        /// Which transfer.
        transfer: DocumentId,
        /// A receipt, a sending back, or a write-off.
        kind: DocumentKind,
    },
    /// Notes that labels are with the spool of a printer, or in a file: the passports of units say so.
    NotePrinted {
        /// Printer, or `PDF`.
        printer: String,
        /// Template.
        template: String,
        /// How many of each.
        copies: u16,
        /// What they are of, each once.
        labels: Vec<Labelled>,
    },
}

/// A conversion in one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeConversion {
    /// Product that shall have serials.
    pub product: ProductId,
    /// Who numbers its units.
    pub numbered_by: NumberedBy,
    /// How its serials are compared.
    pub matching: Matching,
    /// Serials of each warehouse, in order: the first are the oldest goods'. None for a product without stock.
    pub serials: Vec<(WarehouseId, Vec<NewSerials>)>,
}

/// Changes to the head of a draft of what leaves, moves or comes back; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MoveHeadEdit {
    /// Warehouse goods are taken from; of a client's return, the one they come back to. Shelves of its lines are dropped.
    pub warehouse: Option<WarehouseId>,
    /// Warehouse a transfer brings them to, which may be the same; `Some(None)` is not known yet.
    pub to: Option<Option<WarehouseId>>,
    /// Document whose goods a return brings back; `Some(None)` is not known yet.
    pub of: Option<Option<DocumentId>>,
    /// Client of a sale or an order by name, made on first use; empty for none.
    pub client: Option<String>,
    /// Why goods are written off.
    pub reason: Option<String>,
    /// Business day; `Some(None)` is the day it is posted.
    pub date: Option<Option<Day>>,
    /// Free text.
    pub note: Option<String>,
    /// Last day an order holds its goods; `Some(None)` holds them until it is closed.
    pub until: Option<Option<Day>>,
}

/// Changes to a line of such a draft; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MoveLineEdit {
    /// How much is to move; of a product with serials, how many units are to be named: never fewer than there are.
    pub quantity: Option<Quantity>,
    /// Shelf they are taken from; `Some(None)` draws over all shelves.
    pub bin: Option<Option<BinId>>,
    /// Shelf they are put on, where they come in; `Some(None)` is the warehouse at large.
    pub to_bin: Option<Option<BinId>>,
    /// Price of one, of what is sold.
    pub price: Option<Option<Money>>,
}

/// Which findings of a stocktake are settled, and what is to be known for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Which stocktake.
    pub stocktake: DocumentId,
    /// These findings only; empty is all that nothing stands in the way of.
    pub only: Vec<Subject>,
    /// What one costs of products that come in; of others the last cost that is known.
    pub costs: Vec<(ProductId, Money)>,
    /// Products of unknown serials.
    pub named: Vec<(SerialKey, ProductId)>,
    /// Settlements and counts there were when somebody looked: refused when there are more by now.
    pub seen: Option<(u32, u32)>,
}

/// An order or a transfer in one piece, whose goods are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeReservation {
    /// What is to leave. Its date is left out: it has one when it is closed or shipped. A line of a product with serials
    /// may say how many, and name fewer units or none.
    pub whole: WholeMove,
    /// Last day it is held; `None` holds it until it is closed, shipped or cancelled.
    pub until: Option<Day>,
}

/// Units that are named for a line which holds so many of its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Which line.
    pub line: LineNo,
    /// Literal serials of the units.
    pub serials: Vec<String>,
}

/// A warehouse with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FurnishedWarehouse {
    /// Unique name.
    pub name: String,
    /// Unique short code; empty makes one from the name.
    pub code: String,
    /// Branch it belongs to.
    pub location: Option<LocationId>,
    /// Template text; empty for none.
    pub template: String,
    /// Codes of its bins.
    pub bins: Vec<String>,
    /// Code of the bin for goods damaged at the door; empty for none.
    pub defects: String,
}

/// A posting in one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholePosting {
    /// Warehouse it brings goods to.
    pub warehouse: WarehouseId,
    /// Supplier by name, made on first use; empty for none.
    pub supplier: String,
    /// Supplier's invoice number; empty for none.
    pub invoice: String,
    /// Business day; `None` is today.
    pub date: Option<Day>,
    /// Free text.
    pub note: String,
    /// What comes in.
    pub lines: Vec<WholeLine>,
}

/// A line of a posting in one piece. Nothing is carried over from earlier postings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeLine {
    /// What comes in.
    pub product: ProductId,
    /// How much; `None` is as many as there are serials.
    pub quantity: Option<Quantity>,
    /// Cost of one or of the line.
    pub cost: Option<Cost>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
    /// Maker's batch; empty for none.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Shelf it is put on.
    pub bin: Option<BinId>,
    /// Its serials, in order.
    pub serials: Vec<NewSerials>,
}

/// A write-off, sale, transfer or return in one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeMove {
    /// What it is.
    pub kind: DocumentKind,
    /// Warehouse goods are taken from; of a client's return, the one they come back to. `None` is that of the document
    /// which is returned.
    pub warehouse: Option<WarehouseId>,
    /// Warehouse a transfer brings them to; `None` is the same one, from shelf to shelf.
    pub to: Option<WarehouseId>,
    /// Document whose goods a return brings back; transfer whose goods arrived, were sent back or were lost on the way.
    pub of: Option<DocumentId>,
    /// Client of a sale or an order by name, made on first use; empty for none.
    pub client: String,
    /// Why goods are written off.
    pub reason: String,
    /// Business day; `None` is today.
    pub date: Option<Day>,
    /// Free text.
    pub note: String,
    /// What moves; none at all of a transfer that arrives or is sent back is all that is in transit.
    pub lines: Vec<WantedLine>,
}

/// A line of what is to move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedLine {
    /// What moves.
    pub product: ProductId,
    /// How much; `None` is as many as there are serials.
    pub quantity: Option<Quantity>,
    /// Literal serials of the very units that move, of a product that has serials.
    pub serials: Vec<String>,
    /// Shelf they are taken from; `None` draws over all shelves.
    pub bin: Option<BinId>,
    /// Shelf they are put on, where they come in.
    pub to_bin: Option<BinId>,
    /// Price of one, of what is sold.
    pub price: Option<Money>,
}

/// Serials of a line, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewSerials {
    /// As they stand.
    Literal(Vec<String>),
    /// So many next numbers of the template.
    Next(u32),
}

/// Changes to the head of a draft; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HeadEdit {
    /// Supplier by name, made on first use; empty for none.
    pub supplier: Option<String>,
    /// Supplier's invoice number.
    pub invoice: Option<String>,
    /// Business day; `Some(None)` is the day it is posted.
    pub date: Option<Option<Day>>,
    /// Warehouse it is for; bins of its lines are dropped.
    pub warehouse: Option<WarehouseId>,
    /// Free text.
    pub note: Option<String>,
}

/// Changes to a line; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LineEdit {
    /// Quantity asked for; `Some(None)` is as many as are scanned. Of a product without serials: what is counted.
    pub quantity: Option<Option<Quantity>>,
    /// Units in a carton.
    pub carton: Option<Option<u32>>,
    /// Cost of one or of the line; `Some(None)` is not known.
    pub cost: Option<Option<Cost>>,
    /// Supplier's warranty in months.
    pub warranty: Option<Option<u16>>,
    /// Maker's batch.
    pub batch: Option<String>,
    /// Expiry day.
    pub expiry: Option<Option<Day>>,
    /// Shelf it is put on.
    pub bin: Option<Option<BinId>>,
}

/// Move of a template's counter that goes with generated serials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterMove {
    /// Template text.
    pub template: String,
    /// Next value when the numbers were made.
    pub from: u64,
    /// Next value after them.
    pub to: u64,
    /// Which of the serials were generated, by position from 0; the others were written out.
    pub positions: Vec<u32>,
}
