//! What a command did.

use serde::{Deserialize, Serialize};

use crate::domain::count::FindingKind;
use crate::domain::document::DocumentKind;
use crate::domain::id::{
    BinId, DeskId, DocumentId, EmployeeId, LineNo, LocationId, LotId, ProductId, RoleId, WarehouseId,
};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;

/// What a command did, with what the operator is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Done, and there is nothing to add.
    Done,
    /// The store has settings and a first employee.
    StoreFounded(EmployeeId),
    /// A branch was made.
    LocationMade(LocationId),
    /// A warehouse was made.
    WarehouseMade(WarehouseId),
    /// A bin was made.
    BinMade(BinId),
    /// A desk is known under its name.
    DeskOpened(DeskId),
    /// A product was made.
    ProductMade(ProductId),
    /// A draft was begun.
    DraftOpened(DocumentId),
    /// A line was added.
    LineAdded {
        /// Its number.
        line: LineNo,
        /// Number of the posting that supplier, cost or warranty were carried from.
        carried_from: Option<String>,
        /// Its counted quantity now.
        counted: Quantity,
    },
    /// Goods were counted.
    Counted {
        /// Counted before.
        before: Quantity,
        /// Counted now.
        after: Quantity,
    },
    /// Serials are the operator's from now on.
    SerialsReceived {
        /// Serials as kept, in order; of more than 100 only the first and the last.
        serials: Vec<String>,
        /// How many were taken.
        taken: u32,
        /// Units of the line now.
        counted: Quantity,
        /// Still missing on the line.
        missing: Quantity,
        /// Carton being filled after this.
        carton: Option<CartonProgress>,
        /// Of these, units that were here before and come in again: serial, and the document they left by.
        returning: Vec<(String, String)>,
        /// Of these, how many were not on the list of expected serials, when there is one.
        unlisted: u32,
    },
    /// Serials were taken back.
    TakenBack {
        /// Serials as kept, in order; of more than 100 only the first and the last.
        serials: Vec<String>,
        /// How many were taken back.
        taken: u32,
        /// Units of the line now.
        counted: Quantity,
        /// Still missing on the line.
        missing: Quantity,
    },
    /// A scan waits in the tray.
    InTray {
        /// Its row.
        row: u32,
        /// Rows that wait now.
        to_decide: u32,
    },
    /// A draft was posted.
    Posted(PostedDocument),
    /// A document was cancelled.
    Cancelled {
        /// Its number, which stays.
        number: String,
        /// Draft with all its lines and serials, when it was reopened.
        reopened: Option<DocumentId>,
    },
    /// A role was made.
    RoleMade(RoleId),
    /// An employee was made.
    EmployeeMade(EmployeeId),
    /// A product has serials from now on.
    Converted(Box<ConvertedProduct>),
    /// Units were picked into a draft, and are held by it.
    Picked {
        /// Their serials, in order; of more than 100 only the first and the last.
        serials: Vec<String>,
        /// How many were picked.
        taken: u32,
        /// The lines they went to.
        lines: Vec<PickedLine>,
        /// Number of the sale that goods come back from, when the first scan told it.
        of: Option<String>,
    },
    /// Goods without serials were counted in a draft.
    GoodsPicked {
        /// Line they went to.
        line: LineNo,
        /// To move before.
        before: Quantity,
        /// To move now.
        after: Quantity,
    },
    /// Units were put back, and are nobody's again.
    PutBack {
        /// Their serials, in order; of more than 100 only the first and the last.
        serials: Vec<String>,
        /// How many were put back.
        taken: u32,
        /// The lines they were on; one that is gone has none left.
        lines: Vec<PickedLine>,
    },
    /// A stocktake was opened.
    StocktakeOpened(DocumentId),
    /// Units were counted.
    UnitsCounted {
        /// Of each what the books say, in order; of more than 100 only the first and the last.
        units: Vec<CountedUnit>,
        /// How many were counted.
        counted: u32,
        /// Number of the last count.
        entry: u32,
    },
    /// Goods were counted.
    GoodsCounted {
        /// Product's name.
        product: String,
        /// Counted there before.
        before: Quantity,
        /// Counted there now.
        after: Quantity,
        /// Number of the count.
        entry: u32,
    },
    /// A count was taken back.
    CountTakenBack {
        /// Serial, or product's name.
        what: String,
        /// By how much what was counted changed.
        by: Quantity,
    },
    /// Findings of a stocktake were settled.
    Settled(Settled),
    /// A lot's cost was corrected.
    CostCorrected(CostCorrection),
    /// Goods are held.
    Reserved(ReservedDocument),
    /// A document let go of what it held, and is a draft again.
    Released {
        /// Its number, which stays.
        number: String,
    },
    /// Labels are noted.
    PrintNoted {
        /// Of the units among them, how many had a label before.
        again: u32,
        /// How often the label of the one that was printed most was printed by now.
        times: u32,
    },
}

/// A product that got serials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvertedProduct {
    /// Its name.
    pub product: String,
    /// The write-off of what it was, by its number, and the posting of what it is; none when nothing was on hand.
    pub documents: Option<(PostedHalf, PostedHalf)>,
    /// Units it has now.
    pub quantity: Quantity,
    /// What they cost in total: what they cost before.
    pub cost: Money,
    /// Lines of drafts that lack serials since then.
    pub lines: u32,
}

/// Half of a conversion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedHalf {
    /// Which document.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
}

/// A line that units were picked into, or put back from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedLine {
    /// Its number.
    pub line: LineNo,
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Units named on it now.
    pub picked: u32,
    /// Units still to be named.
    pub missing: Quantity,
}

/// A document whose goods are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedDocument {
    /// Which.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// Last day they are held; `None` holds them until it is closed, shipped or cancelled.
    pub until: Option<Day>,
    /// Product and how much, line by line.
    pub lines: Vec<(String, Quantity)>,
}

/// Where the scanning of cartons stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartonProgress {
    /// Carton being filled, from 1.
    pub number: u32,
    /// Units in it.
    pub filled: u32,
    /// Units that make it full.
    pub size: u32,
}

impl CartonProgress {
    /// Tells whether the carton is full.
    pub const fn full(self) -> bool {
        self.filled == self.size
    }
}

/// A document as posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedDocument {
    /// Which.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// Its lines.
    pub lines: Vec<PostedLine>,
}

/// A line as posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedLine {
    /// Name of its product.
    pub product: String,
    /// How much moved.
    pub quantity: Quantity,
    /// What that costs in total.
    pub cost: Money,
    /// The lots it brought or took from.
    pub took: Vec<Took>,
}

/// What a line took of one lot, or brought as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Took {
    /// Which lot.
    pub lot: LotId,
    /// Its label: `P-118/1`.
    pub label: String,
    /// How much.
    pub quantity: Quantity,
    /// What that costs in total.
    pub cost: Money,
}

/// A unit as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedUnit {
    /// Serial as scanned.
    pub serial: String,
    /// Product's name; empty of an unknown serial that nobody named a product for.
    pub product: String,
    /// What is wrong with it by the books; `None` when it is where it was counted.
    pub finding: Option<FindingKind>,
    /// Where it is by the books; empty when they do not know it.
    pub stands: String,
}

/// What a settlement did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Number of the stocktake.
    pub number: String,
    /// Documents it was settled by.
    pub documents: Vec<SettledBy>,
    /// Findings that were settled.
    pub findings: u32,
    /// What could not be settled, and why.
    pub left: Vec<String>,
    /// Nothing is left: the stocktake is closed.
    pub whole: bool,
}

/// A document that settled findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledBy {
    /// What it is.
    pub kind: DocumentKind,
    /// The document as posted.
    pub posted: PostedDocument,
}

/// What a lot's cost was corrected to, and where the difference went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostCorrection {
    /// The lot: `P-118/1`.
    pub label: String,
    /// Its total cost before.
    pub from: Money,
    /// Its total cost now.
    pub to: Money,
    /// By how much what is left is worth more.
    pub on_hand: Money,
    /// The difference on what has left, booked.
    pub gone: Money,
}
