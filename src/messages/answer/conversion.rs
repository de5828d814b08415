//! A product that gets serials: what each warehouse has of it, and how many serials there are.

use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::product::NumberedBy;
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::time::Moment;

/// A product that gets serials, or could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionView {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit of measure, until it is converted.
    pub unit: String,
    /// Its draft and how far that has come; `None` when none was begun.
    pub draft: Option<(DocumentId, DocumentState)>,
    /// Number of the posting it became, once saved.
    pub number: Option<String>,
    /// When it was begun, by whom and at which desk.
    pub opened: Option<(Moment, String, String)>,
    /// Who numbers its units.
    pub numbered_by: NumberedBy,
    /// How its serials are compared.
    pub matching: Matching,
    /// What each warehouse has, by name: those that have some, or serials.
    pub rows: Vec<ConversionRow>,
    /// On hand in all of them.
    pub on_hand: Quantity,
    /// Serials in all of them.
    pub serials: Quantity,
    /// What it is worth.
    pub value: Money,
    /// Why it cannot get serials now, whatever is scanned: fractions, reservations, goods on their way, a closed day.
    pub blockers: Vec<String>,
}

/// A warehouse in a conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionRow {
    /// Which.
    pub warehouse: WarehouseId,
    /// Its name.
    pub name: String,
    /// Line of the draft that takes its serials; `None` when goods came in since it was begun.
    pub line: Option<LineNo>,
    /// On hand now.
    pub on_hand: Quantity,
    /// Of that, promised to somebody.
    pub reserved: Quantity,
    /// On its way here.
    pub in_transit: Quantity,
    /// On hand when the conversion was begun.
    pub had: Quantity,
    /// Serials it has.
    pub serials: Quantity,
}

impl ConversionRow {
    /// Returns how many serials are missing; below zero there are too many.
    pub fn missing(&self) -> Quantity {
        Quantity::from_thousandths(self.on_hand.thousandths() - self.serials.thousandths())
    }
}
