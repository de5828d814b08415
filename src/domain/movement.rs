//! What a document other than a posting moves: its lines, and what each of them took of which lot.

use serde::{Deserialize, Serialize};

use super::document::Stamp;
use super::id::{BinId, DocumentId, LineNo, LotId, ProductId, WarehouseId};
use super::lot::Layer;
use super::money::Money;
use super::quantity::Quantity;
use super::time::Day;
use super::unit::UnitId;

/// One line of a document that moves what is in stock, or brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    /// What moves.
    pub product: ProductId,
    /// How much.
    pub quantity: Quantity,
    /// What that costs: the exact sum over what the line took.
    pub cost: Money,
    /// Shelf it is taken from; `None` draws over all shelves.
    pub bin: Option<BinId>,
    /// Shelf it is put on, where it comes in; `None` is the warehouse at large.
    pub to_bin: Option<BinId>,
    /// Price of one, of what is sold.
    pub price: Option<Money>,
    /// Units named so far by a line of a draft, of a product with serials; the document's units are what it took once it
    /// is posted, and this is 0.
    pub picked: u32,
}

impl MoveLine {
    /// Returns how many units of a line with serials were not named yet.
    pub fn missing(&self) -> Quantity {
        let missing = self.quantity.thousandths() - Quantity::pieces(self.picked).thousandths();
        Quantity::from_thousandths(missing.max(0))
    }
}

/// Unit that a line of a draft names: one scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Which unit.
    pub unit: UnitId,
    /// Where it stood; `None` of a unit that is to come back. As long as it is held it stands there.
    pub from: Option<Spot>,
    /// Who scanned it, where and when.
    pub stamp: Stamp,
}

/// Which line holds a unit: whoever else wants it is refused, naming this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Open document: a draft, or one whose goods are reserved.
    pub document: DocumentId,
    /// Line of it.
    pub line: LineNo,
    /// Which of the line's units: the last part of its row in `PICKED`.
    pub n: u32,
}

/// Where a layer stands: in which queue, on which shelf, by which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spot {
    /// Warehouse whose queue it stands in.
    pub warehouse: WarehouseId,
    /// Shelf it lies on; 0 is the warehouse at large.
    pub bin: BinId,
    /// Day it queues by.
    pub queued: Day,
}

/// What a line took of one layer, or brought as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Lot it is of, wherever it goes.
    pub lot: LotId,
    /// Where it stood; `None` when it came from outside.
    pub from: Option<Spot>,
    /// Where it stands; `None` when it went outside.
    pub to: Option<Spot>,
    /// How much.
    pub quantity: Quantity,
    /// What that costs.
    pub cost: Money,
    /// Slots of its units within their lot, in the order they were named; empty of a product without serials.
    pub units: Vec<u32>,
    /// Of a client's return: line and part of the sale that took it.
    pub of: Option<(LineNo, u32)>,
    /// Of a sale: what came back by returns in force.
    pub back: Layer,
    /// Once its document is cancelled: the cost that moved back.
    pub undone: Option<Money>,
}

impl Part {
    /// Returns what of it is still out: what it took less what came back.
    pub fn out(&self) -> Layer {
        Layer {
            quantity: Quantity::from_thousandths(self.quantity.thousandths() - self.back.quantity.thousandths()),
            cost: Money::from_ten_thousandths(self.cost.ten_thousandths() - self.back.cost.ten_thousandths()),
        }
    }
}

/// What a line took, oldest first; of a return, what came back, in the order it did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Taken {
    /// Its parts.
    pub parts: Vec<Part>,
}
