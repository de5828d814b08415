//! What is on hand, and in which order it leaves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::exchange::exec::answers::{Layer, StockEntry};
use crate::exchange::exec::number;
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{Query, StockBy, StockRow};

/// What is on hand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Of this product only, by name, code, SKU or barcode.
    product: Option<String>,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// How rows are cut: without it, a row a product and warehouse.
    by: Option<Cut>,
    /// Filter over names and codes of products.
    #[serde(default)]
    text: String,
    /// At the end of this day; without it, now. A day to come is refused.
    on: Option<String>,
    /// At most so many rows; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// How rows of stock are cut.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// A row a product and warehouse.
    Warehouse,
    /// A row a product, warehouse and bin.
    Bin,
    /// A row a category.
    Category,
    /// A row a product, warehouse and bin, of what is past its day or near it only.
    Expiry,
}

/// What is on hand: of one product by warehouse, with the sum; or of all.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum StockAnswer {
    /// Of one product.
    One {
        /// Its stock where it is, or ever was.
        warehouses: Vec<StockEntry>,
        /// Which.
        product: String,
        /// Unit of measure.
        unit: String,
        /// The sum.
        on_hand: String,
        /// The sum; left out on a day that is over, of which it is not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        reserved: Option<String>,
        /// The sum; left out on a day that is over.
        #[serde(skip_serializing_if = "Option::is_none")]
        available: Option<String>,
        /// The sum; left out when nothing is on its way.
        #[serde(skip_serializing_if = "Option::is_none")]
        in_transit: Option<String>,
        /// The sum.
        value: String,
    },
    /// Of all products, or of categories.
    All {
        /// What is there.
        rows: Vec<StockEntry>,
        /// Where the next page begins; left out at the end.
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

impl Request for Stock {
    type Answer = StockAnswer;

    fn carry_out(self, room: &Room) -> Result<StockAnswer, Fault> {
        let asked = self.product.map(|name| room.product_record(&name)).transpose()?;
        let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
        let by = match self.by {
            None | Some(Cut::Warehouse) => StockBy::Warehouse,
            Some(Cut::Bin) => StockBy::Bin,
            Some(Cut::Category) => StockBy::Category,
            Some(Cut::Expiry) => StockBy::Expiry,
        };
        let on = self.on.map(|day| number::day(&day)).transpose()?;
        let bare = on.is_some() || by == StockBy::Expiry;
        let entry = if bare { StockEntry::unpromised } else { StockEntry::from };
        let (text, product) = (&self.text, asked.as_ref().map(|(id, _)| *id));
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Stock { by, warehouse, product, text: text.clone(), on, after, limit }, Stock)
        })?;
        let Some((_, record)) = asked.filter(|_| !matches!(by, StockBy::Category | StockBy::Expiry)) else {
            return Ok(StockAnswer::All { rows: rows.into_iter().map(entry).collect(), next });
        };
        let sum = |of: fn(&StockRow) -> Quantity| {
            rows.iter().map(of).try_fold(Quantity::ZERO, Quantity::checked_add).unwrap_or(Quantity::ZERO).to_string()
        };
        Ok(StockAnswer::One {
            product: record.name,
            unit: record.unit,
            on_hand: sum(|row| row.on_hand),
            reserved: on.is_none().then(|| sum(|row| row.reserved)),
            available: on.is_none().then(|| sum(|row| row.available)),
            in_transit: (on.is_none() && rows.iter().any(|row| !row.in_transit.is_zero()))
                .then(|| sum(|row| row.in_transit)),
            value: rows.iter().map(|row| row.value).sum::<Option<Money>>().unwrap_or(Money::ZERO).exact(),
            warehouses: rows.into_iter().map(|row| StockEntry { product: None, ..entry(row) }).collect(),
        })
    }
}

/// Layers of a product, oldest first: the queue it leaves by.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// By name, code, SKU or barcode.
    product: String,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Layers, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LayersAnswer {
    layers: Vec<Layer>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Layers {
    type Answer = LayersAnswer;

    fn carry_out(self, room: &Room) -> Result<LayersAnswer, Fault> {
        let product = room.product(&self.product)?;
        let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Layers { product, warehouse, after, limit }, Layers)
        })?;
        let layers = rows.into_iter().map(|row| Layer::of(row, warehouse.is_none())).collect();
        Ok(LayersAnswer { layers, next })
    }
}
