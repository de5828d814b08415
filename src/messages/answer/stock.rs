//! What is on hand: units, layers, and rows of stock.

use crate::domain::document::DocumentKind;
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
    /// Open document that holds it: its number, or `draft sale`; empty when none does.
    pub reserved: String,
}

/// What a warehouse has of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Goods {
    /// In the warehouse.
    pub on_hand: Quantity,
    /// Of that, held for somebody.
    pub reserved: Quantity,
    /// On its way here.
    pub in_transit: Quantity,
    /// Total cost of what is on hand.
    pub value: Money,
    /// First day on which something of it expires; `None` when nothing does, or nobody looked.
    pub expiry: Option<Day>,
}

impl Goods {
    /// Returns what may be taken: on hand less what is held.
    pub fn available(&self) -> Quantity {
        self.on_hand.checked_sub(self.reserved).unwrap_or(Quantity::ZERO)
    }
}

/// Goods that are held for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationRow {
    /// Document that holds them.
    pub document: DocumentId,
    /// Its kind: an order, or a transfer that is ready to ship.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Client or warehouse they are held for; empty when nobody was named.
    pub whom: String,
    /// Last day they are held; `None` holds them until it is closed, shipped or cancelled.
    pub until: Option<Day>,
    /// What is held.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Warehouse they are held in.
    pub warehouse: String,
    /// How much.
    pub quantity: Quantity,
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
    /// On its way here; of a bin, nothing is known to be.
    pub in_transit: Quantity,
    /// Total cost of what is on hand.
    pub value: Money,
    /// Minimum of the product.
    pub minimum: Option<Quantity>,
    /// First day on which something of it expires; of a category, nothing is known.
    pub expiry: Option<Day>,
}
