//! What can be asked. Lists are paged by key: an answer brings the cursor of the next page, or none at the end.

use crate::domain::count::FindingKind;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{BinId, DeskId, DocumentId, EmployeeId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::serial::SerialKey;
use crate::domain::time::Day;

/// Where the next page begins; opaque, and only good for the same question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<u8>);

/// A question. Asking changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The store's settings and what it holds → [`Answer::Store`](super::Answer::Store).
    Store,
    /// Home of a desk: drafts, today's arrivals, below minimum → [`Answer::Home`](super::Answer::Home).
    Home {
        /// Whose drafts come first.
        employee: EmployeeId,
        /// Where.
        desk: DeskId,
    },
    /// What a scanned or typed code is → [`Answer::Meanings`](super::Answer::Meanings), best first, empty when unknown.
    Resolve {
        /// As scanned, without prefix and suffix.
        text: String,
        /// Product whose serials are asked for: its unit comes first.
        product: Option<ProductId>,
    },
    /// What a code that nothing answers to may have been → [`Answer::Hint`](super::Answer::Hint): `; 0012 is in stock:
    /// does this scanner drop zeros?`, or empty.
    Hint(String),
    /// Anything by part of a name, code or serial → [`Answer::Found`](super::Answer::Found).
    Find {
        /// What was typed.
        text: String,
        /// At most so many of each kind.
        limit: usize,
    },

    /// A draft posting → [`Answer::Draft`](super::Answer::Draft).
    Draft(DocumentId),
    /// Serials of a draft's line, newest first → [`Answer::Scans`](super::Answer::Scans).
    DraftSerials {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// Below this slot.
        before: Option<u32>,
        /// At most so many.
        limit: usize,
    },
    /// Rows of a draft's tray, oldest first → [`Answer::Tray`](super::Answer::Tray).
    Tray(DocumentId),
    /// What a range, a list or `~+4` would bring into a line → [`Answer::Preview`](super::Answer::Preview).
    Preview {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// As typed or pasted.
        text: String,
        /// How many are wanted; `None` takes what the text says.
        wanted: Option<u32>,
    },
    /// Everything a draft would do when posted, and what keeps it from being posted → [`Answer::Summary`](super::Answer::Summary).
    Summary(DocumentId),

    /// Products by name, or by fuzzy match of name, code, SKU, barcode → [`Answer::Products`](super::Answer::Products).
    Products {
        /// Filter; empty lists all by name.
        text: String,
        /// Show archived ones too.
        archived: bool,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// One product with its stock → [`Answer::Product`](super::Answer::Product).
    Product(ProductId),
    /// Units of a product in stock, oldest first → [`Answer::Units`](super::Answer::Units).
    ProductUnits {
        /// Which product.
        product: ProductId,
        /// In this warehouse only.
        warehouse: Option<WarehouseId>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// Documents that moved a product, newest first → [`Answer::Documents`](super::Answer::Documents).
    ProductDocuments {
        /// Which product.
        product: ProductId,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// Layers of a product, oldest first → [`Answer::Layers`](super::Answer::Layers).
    Layers {
        /// Which product.
        product: ProductId,
        /// In this warehouse only.
        warehouse: Option<WarehouseId>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// What is on hand → [`Answer::Stock`](super::Answer::Stock).
    Stock {
        /// How rows are cut.
        by: StockBy,
        /// In this warehouse only.
        warehouse: Option<WarehouseId>,
        /// Of this product only.
        product: Option<ProductId>,
        /// Filter over product names and codes; empty for all.
        text: String,
        /// At the end of this day; `None` is now. What was reserved then is not known, and is zero.
        on: Option<Day>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },

    /// Documents, newest first → [`Answer::Documents`](super::Answer::Documents).
    Documents {
        /// Of this kind only.
        kind: Option<DocumentKind>,
        /// In this state only; deleted drafts are listed only when asked for.
        state: Option<DocumentState>,
        /// Part of a number, supplier or invoice; empty for all.
        text: String,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// One document → [`Answer::Document`](super::Answer::Document).
    Document(DocumentRef),
    /// Units that a line of a document moved: of a posting, its lot's in slot order; else as they were named, lot by lot →
    /// [`Answer::Units`](super::Answer::Units).
    LineUnits {
        /// Which document.
        document: DocumentId,
        /// Which line.
        line: LineNo,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// Units of a lot in slot order → [`Answer::Units`](super::Answer::Units).
    LotUnits {
        /// Which lot.
        lot: LotId,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// What labels of something say → [`Answer::Labels`](super::Answer::Labels).
    Labels {
        /// Of what.
        of: LabelOf,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// Everything that a paper says, however much it is → [`Answer::Paper`](super::Answer::Paper).
    Paper(PaperOf),
    /// A unit's passport → [`Answer::Passport`](super::Answer::Passport).
    Passport(UnitRef),
    /// Movements of a unit and remarks on it, oldest first → [`Answer::Movements`](super::Answer::Movements).
    Movements {
        /// Which unit.
        of: UnitRef,
        /// Which part of them.
        part: Part,
        /// At most so many.
        limit: usize,
    },
    /// The next or previous unit of the same lot → [`Answer::Passport`](super::Answer::Passport), the same unit at the end.
    Neighbour {
        /// From this unit.
        of: UnitRef,
        /// Towards the end of the lot, or its beginning.
        forward: bool,
    },

    /// The journal, newest first → [`Answer::Journal`](super::Answer::Journal). A page looks at so many entries at most: it
    /// may be short, or empty, and have a next one.
    Journal {
        /// Which entries.
        filter: JournalFilter,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },

    /// All warehouses by name → [`Answer::Warehouses`](super::Answer::Warehouses).
    Warehouses,
    /// All branches by name → [`Answer::Locations`](super::Answer::Locations).
    Locations,
    /// Bins of a warehouse by code → [`Answer::Bins`](super::Answer::Bins).
    Bins(WarehouseId),
    /// Suppliers by part of a name → [`Answer::Suppliers`](super::Answer::Suppliers).
    Suppliers(String),
    /// Clients by part of a name → [`Answer::Clients`](super::Answer::Clients).
    Clients(String),
    /// All templates in use, with their counters → [`Answer::Templates`](super::Answer::Templates).
    Templates,
    /// What a desk keeps → [`Answer::Desk`](super::Answer::Desk).
    Desk(DeskId),
    /// What a desk found of its scanner → [`Answer::Scanner`](super::Answer::Scanner).
    Scanner(DeskId),
    /// The last thing a desk did today that is not undone, and how it is → [`Answer::LastDone`](super::Answer::LastDone).
    LastDone(DeskId),
    /// Name of an employee → [`Answer::Employee`](super::Answer::Employee).
    Employee(EmployeeId),
    /// What the role of an employee allows → [`Answer::Allowed`](super::Answer::Allowed).
    Allowed(EmployeeId),
    /// What warehouses let an employee do, where not all of it → [`Answer::Rights`](super::Answer::Rights).
    Rights(EmployeeId),
    /// All desks by name, and who is there → [`Answer::Desks`](super::Answer::Desks).
    Desks,
    /// Whether a desk asks who comes, and who is signed in there → [`Answer::Door`](super::Answer::Door).
    Door(DeskId),
    /// Who works here, and the roles there are → [`Answer::People`](super::Answer::People).
    People,
    /// A product that gets serials, or could: what each warehouse has, and its serials →
    /// [`Answer::Conversion`](super::Answer::Conversion).
    Conversion(ConversionOf),

    /// A draft of what leaves, moves or comes back: what it would take at what cost, and what keeps it from being posted →
    /// [`Answer::MoveDraft`](super::Answer::MoveDraft).
    MoveDraft(DocumentId),
    /// What a draft that takes off the way has not taken yet of its transfer → [`Answer::Rest`](super::Answer::Rest).
    Rest(DocumentId),
    /// Units picked into a draft's line, newest first → [`Answer::Picked`](super::Answer::Picked).
    Picked {
        /// Which draft.
        draft: DocumentId,
        /// Which line.
        line: LineNo,
        /// Below this one.
        before: Option<u32>,
        /// At most so many.
        limit: usize,
    },
    /// Units of a product that a draft may take, oldest first by lot, in the order of their serials when one is typed →
    /// [`Answer::Pickable`](super::Answer::Pickable).
    Pickable {
        /// Which draft.
        draft: DocumentId,
        /// Which product.
        product: ProductId,
        /// Those whose serial or further identifier begins so; empty for all.
        text: String,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// What a range or a list would pick into a draft → [`Answer::Preview`](super::Answer::Preview).
    PickPreview {
        /// Which draft.
        draft: DocumentId,
        /// Which product.
        product: ProductId,
        /// As typed or pasted.
        text: String,
        /// How many are wanted; `None` takes what the text says.
        wanted: Option<u32>,
    },

    /// How far a stocktake has come → [`Answer::Stocktake`](super::Answer::Stocktake).
    Stocktake(DocumentId),
    /// What a stocktake found, by product → [`Answer::Findings`](super::Answer::Findings).
    ///
    /// Shortages are none of the business of whoever may not see what is expected, until all is settled.
    Findings {
        /// Which stocktake.
        stocktake: DocumentId,
        /// Of this kind only; without one, all of them, kind by kind.
        kind: Option<FindingKind>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// What a stocktake counted, newest first → [`Answer::Counts`](super::Answer::Counts).
    Counts {
        /// Which stocktake.
        stocktake: DocumentId,
        /// By this desk only.
        desk: Option<DeskId>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
    /// What is held for whom, by warehouse and product, what runs out first first →
    /// [`Answer::Reservations`](super::Answer::Reservations).
    Reservations {
        /// Of this product only.
        product: Option<ProductId>,
        /// In this warehouse only.
        warehouse: Option<WarehouseId>,
        /// Next page.
        after: Option<Cursor>,
        /// At most so many.
        limit: usize,
    },
}

/// A conversion, by what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversionOf {
    /// By its draft, be it open, saved or thrown away.
    Draft(DocumentId),
    /// By its product, begun or not.
    Product(ProductId),
}

/// Which entries of the journal are listed: those of which all of this is true.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter {
    /// Of this employee only.
    pub employee: Option<EmployeeId>,
    /// Of this desk only.
    pub desk: Option<DeskId>,
    /// That name this document, or by which it was opened, posted or cancelled.
    pub document: Option<DocumentId>,
    /// That name this product.
    pub product: Option<ProductId>,
    /// That name this serial, compared without case and blanks; empty for all.
    pub serial: String,
    /// Whose sentence has this in it; empty for all.
    pub text: String,
}

/// How rows of stock are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StockBy {
    /// A row a product and warehouse.
    #[default]
    Warehouse,
    /// A row a product, warehouse and bin.
    Bin,
    /// A row a category.
    Category,
    /// A row a product, warehouse and bin, of what is past its day or near it only.
    Expiry,
}

/// Part of a list that is walked from both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Its first rows.
    Oldest,
    /// Its last rows.
    Newest,
    /// The rows before a place.
    Before(Cursor),
    /// The rows after a place.
    After(Cursor),
}

/// A document, by what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentRef {
    /// By id.
    Id(DocumentId),
    /// By number, without case.
    Number(String),
}

/// What a label is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelOf {
    /// One unit, or the claim of a draft.
    Unit(UnitRef),
    /// A product.
    Product(ProductId),
    /// A shelf.
    Bin(BinId),
    /// Goods of a lot: a product's label that says its batch, expiry and posting too.
    Lot(LotId),
    /// Everything of a document, posted or not: each unit, and each line of goods without serials once.
    Document(DocumentId),
    /// Everything of one line of it.
    Line(DocumentId, LineNo),
    /// Units of a draft's line, by their serials.
    Scanned(DocumentId, LineNo, Vec<String>),
}

/// What a paper is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperOf {
    /// A document that has happened, or a stocktake.
    Document(DocumentId),
    /// A unit.
    Unit(UnitRef),
}

/// A unit, by what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitRef {
    /// By product and key.
    Key(ProductId, SerialKey),
    /// By serial or further identifier as scanned; `ambiguous` when several products have it.
    Serial(String, Option<ProductId>),
}
