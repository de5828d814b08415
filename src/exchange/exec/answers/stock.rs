//! What is on hand: layers, stock, units.

use schemars::JsonSchema;
use serde::Serialize;

use super::{day, empty, filled, quantity};
use crate::messages::{LayerRow, StockRow, UnitRow};

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
    /// Of that, promised; left out on a day that is over, of which it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// On hand less reserved; left out on a day that is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<String>,
    /// On its way here; left out when nothing is, and in rows of bins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_transit: Option<String>,
    /// Total cost of what is on hand.
    pub value: String,
    /// First day on which something of it expires, `YYYY-MM-DD`; left out when nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

impl StockEntry {
    /// Returns a row of which nothing is known to be promised: of a day that is over, or a part of what is there.
    pub fn unpromised(row: StockRow) -> StockEntry {
        StockEntry { reserved: None, available: None, in_transit: None, ..row.into() }
    }
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
            reserved: Some(quantity(row.reserved)),
            available: Some(quantity(row.available)),
            in_transit: (!row.in_transit.is_zero()).then(|| quantity(row.in_transit)),
            value: row.value.exact(),
            expiry: row.expiry.map(day),
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
