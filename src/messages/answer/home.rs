//! What a desk sees first: the store, and the Home of its desk.

use super::document::DocumentRow;
use crate::domain::id::ProductId;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Day;

/// The store as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreView {
    /// Its settings.
    pub settings: Settings,
    /// Today, in its time zone.
    pub today: Day,
    /// Warehouses in use.
    pub warehouses: u64,
    /// Products ever made.
    pub products: u64,
    /// Something was posted: currency, zone and serial scope are fixed.
    pub fixed: bool,
}

/// What Home shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeView {
    /// Drafts and what is reserved, this desk's first, then the newest; after them transfers that are on their way.
    pub drafts: Vec<DocumentRow>,
    /// Postings posted today.
    pub arrived_postings: u64,
    /// Units and pieces that came in today.
    pub arrived: Quantity,
    /// Products below their minimum: the first few.
    pub below_minimum: Vec<BelowMinimum>,
    /// Products ever made.
    pub products: u64,
}

/// A product below its minimum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelowMinimum {
    /// Which.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// On hand in all warehouses.
    pub on_hand: Quantity,
    /// What there should be.
    pub minimum: Quantity,
}
