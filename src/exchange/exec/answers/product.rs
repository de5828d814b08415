//! Products and what numbers them.

use schemars::JsonSchema;
use serde::Serialize;

use super::stock::StockEntry;
use super::{day, empty, quantity};
use crate::domain::product::{NumberedBy, Product as Record, Tracking};
use crate::domain::serial::Matching;
use crate::messages::{ProductRow, ProductView, TemplateRow};

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
            reserved: Some(quantity(balance.reserved)),
            available: Some(quantity(balance.available())),
            in_transit: (!balance.in_transit.is_zero()).then(|| quantity(balance.in_transit)),
            value: balance.value.exact(),
            expiry: balance.expiry.map(day),
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
