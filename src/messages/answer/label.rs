//! What labels say.

use serde::{Deserialize, Serialize};

use crate::domain::id::{BinId, ProductId};
use crate::domain::serial::SerialKey;
use crate::domain::time::{Day, Moment};

/// What a label is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Labelled {
    /// One unit.
    Unit {
        /// Its product.
        product: ProductId,
        /// Key it is compared by.
        key: SerialKey,
    },
    /// A product, or goods without serials.
    Product {
        /// Which.
        product: ProductId,
    },
    /// A shelf.
    Bin {
        /// Which.
        bin: BinId,
    },
}

/// Labels of one unit that were printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintsView {
    /// How often it was printed.
    pub times: u32,
    /// When it was printed first, and at which desk.
    pub first: (Moment, String),
    /// When it was printed last, and at which desk; the same as first when it was once.
    pub last: (Moment, String),
}

/// Everything that a label can say of one unit, product or shelf; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRow {
    /// What it is a label of.
    pub of: Labelled,
    /// Name of the store.
    pub company: String,
    /// Name of the product.
    pub product: String,
    /// Our code.
    pub code: String,
    /// Stock keeping unit.
    pub sku: String,
    /// Barcode of one piece, as it is scanned.
    pub barcode: String,
    /// Serial as scanned.
    pub serial: String,
    /// `P-118/1`.
    pub lot: String,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Number of the posting.
    pub posting: String,
    /// Day it came in.
    pub received: Option<Day>,
    /// Name of the warehouse.
    pub warehouse: String,
    /// Code of the bin.
    pub bin: String,
    /// Last day of the supplier's warranty.
    pub warranty: Option<Day>,
    /// The store's day.
    pub today: Day,
}
