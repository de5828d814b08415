//! What a code stands for, and where a serial stands.

use serde::{Deserialize, Serialize};

use super::document::DocumentRow;
use super::product::ProductRow;
use crate::domain::document::DocumentKind;
use crate::domain::id::{BinId, DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::time::{Day, Moment};

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
    /// A document's number, or the number of a pallet its goods came on.
    Document {
        /// Which.
        document: DocumentId,
        /// Its number; empty of a draft.
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
    /// Picked into a draft that will move it.
    Picked {
        /// Where it stands until then.
        stands: Box<Standing>,
        /// Which draft.
        draft: DocumentId,
        /// Its line.
        line: LineNo,
        /// Its kind.
        kind: DocumentKind,
        /// Desk that scanned it.
        desk: String,
        /// Who scanned it.
        employee: String,
        /// When it was scanned.
        since: Moment,
        /// Minutes ago, when the sentence is made.
        minutes: i64,
    },
    /// Reserved by an order, or by a transfer that is ready to ship.
    Reserved {
        /// Where it stands until then.
        stands: Box<Standing>,
        /// Number of the document.
        document: String,
        /// Client, or warehouse, it is for; empty when nobody was named.
        whom: String,
        /// Last day it is held; `None` holds it until it is closed, shipped or cancelled.
        until: Option<Day>,
    },
    /// On its way by a transfer.
    InTransit {
        /// Number of the transfer.
        document: String,
        /// Name of the warehouse it goes to.
        to: String,
        /// Day it was shipped.
        since: Day,
    },
}

impl Standing {
    /// Returns where the unit is, whatever is to become of it.
    pub fn place(&self) -> &Standing {
        match self {
            Standing::Picked { stands, .. } | Standing::Reserved { stands, .. } => stands,
            standing => standing,
        }
    }
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
