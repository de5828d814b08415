//! What is on hand: units, layers, and rows of stock.

use crate::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::time::Day;

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
