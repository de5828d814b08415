//! Products, and the templates that number their units.

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::messages::answer::stock::Goods;

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Which.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// Our code.
    pub code: String,
    /// Group.
    pub category: String,
    /// Unit of measure.
    pub unit: String,
    /// It has serials.
    pub serialised: bool,
    /// In all warehouses.
    pub on_hand: Quantity,
    /// Below this it is to be ordered again.
    pub minimum: Option<Quantity>,
    /// Hidden from choice.
    pub archived: bool,
}

/// One product with its stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductView {
    /// Which.
    pub id: ProductId,
    /// All of it.
    pub product: Product,
    /// Stock of it by warehouse.
    pub balances: Vec<(WarehouseId, String, Goods)>,
    /// Template that numbers it: its own, else the store's; with the next number.
    pub template: Option<(String, u64)>,
    /// Last posting of it: number, day, supplier, cost of one, warranty.
    pub last: Option<LastPosting>,
}

/// What the last posting of a product said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastPosting {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Day,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Cost of one.
    pub cost: Option<Money>,
    /// Supplier's warranty in months.
    pub warranty: Option<u16>,
}

/// A template in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRow {
    /// Its text.
    pub template: String,
    /// Next value of its counter.
    pub next: u64,
    /// Next number it would give in the first warehouse today, or why it can give none.
    pub sample: String,
    /// Who uses it: `store`, `warehouse Main`, `product Washer`.
    pub used_by: Vec<String>,
}
