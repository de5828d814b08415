//! A unit's facts and its movements.

use super::label::PrintsView;
use super::meaning::Standing;
use crate::domain::id::{DocumentId, LotId, ProductId};
use crate::domain::money::Money;
use crate::domain::serial::SerialKey;
use crate::domain::time::{Day, Moment};
use crate::messages::Cursor;

/// A unit's facts, and its newest movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassportView {
    /// Product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Serial as scanned.
    pub serial: String,
    /// Key it is compared by.
    pub key: SerialKey,
    /// Further identifiers.
    pub identifiers: Vec<String>,
    /// All that was scanned as it came in, when its label said more than the serial.
    pub scanned: Option<String>,
    /// Where it is.
    pub standing: Standing,
    /// Its lot.
    pub lot: LotId,
    /// `P-118/1`.
    pub lot_label: String,
    /// Which unit of the lot, from 1, and of how many.
    pub place_in_lot: (u32, u32),
    /// Posting it came in by last.
    pub posting: DocumentId,
    /// Its number; `None` while it is a draft.
    pub posting_number: Option<String>,
    /// Day it came in.
    pub received: Option<Day>,
    /// Supplier's name; empty when none.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// Lot it was of before its product had serials: supplier, invoice, day and supplier's warranty are of that.
    pub origin: Option<LotOrigin>,
    /// Its share of its lot's cost.
    pub cost: Money,
    /// Supplier's warranty in months, and until when.
    pub supplier_warranty: Option<(u16, Option<Day>)>,
    /// Days left of the supplier's warranty; below zero it is over.
    pub supplier_warranty_left: Option<i64>,
    /// Warranty to a client in months from sale, and until when once sold.
    pub client_warranty: Option<(u16, Option<Day>)>,
    /// Client who has it; empty when none.
    pub client: String,
    /// Maker's batch.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Labels of it that were printed; `None` when none was.
    pub prints: Option<PrintsView>,
    /// Its newest movements and remarks; [`Query::Movements`](crate::messages::Query::Movements) has the others.
    pub movements: MovementPage,
}

/// Part of a unit's movements and of the remarks on it, oldest first. What came before and after it is asked for by
/// [`Query::Movements`](crate::messages::Query::Movements).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementPage {
    /// Its rows.
    pub rows: Vec<MovementRow>,
    /// How many there are before its first.
    pub first: usize,
    /// How many there are in all.
    pub of: usize,
    /// Where it begins.
    pub from: Cursor,
    /// Where it ends.
    pub to: Cursor,
}

impl MovementPage {
    /// Returns how many there are up to its end.
    pub const fn end(&self) -> usize {
        self.first + self.rows.len()
    }
}

/// The lot a unit was of before a conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotOrigin {
    /// `P-1/1`.
    pub label: String,
    /// Its posting.
    pub document: DocumentId,
    /// Number of that.
    pub number: String,
}

/// One movement of a unit, or a remark on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementRow {
    /// When it was booked.
    pub at: Moment,
    /// Document that moved it; `None` for a remark.
    pub document: Option<DocumentId>,
    /// Its number, or `draft`, or `remark`.
    pub number: String,
    /// Where from; empty for a remark.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// Free text.
    pub note: String,
}
