//! Lots, the layers left of them, and the packs that list their units.

use serde::{Deserialize, Serialize};

use super::id::{BinId, DeskId, DocumentId, LineNo, LotId, ProductId, SupplierId, WarehouseId};
use super::money::Money;
use super::quantity::Quantity;
use super::time::{Day, Moment};
use super::warranty;

/// What became of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LotState {
    /// Its posting is a draft: its units are claims.
    Draft,
    /// Its posting was posted: units that never moved are where it came in.
    Posted,
    /// Its posting was cancelled: units that never moved are back at the supplier.
    Cancelled,
}

/// One line of a posting as stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Posting it came in by.
    pub document: DocumentId,
    /// Line of that posting.
    pub line: LineNo,
    /// What it is.
    pub product: ProductId,
    /// What became of it.
    pub state: LotState,
    /// Warehouse it came in to.
    pub warehouse: WarehouseId,
    /// Bin it came in to.
    pub bin: Option<BinId>,
    /// Who supplied it.
    pub supplier: Option<SupplierId>,
    /// How much came in.
    pub quantity: Quantity,
    /// Total cost of what came in.
    pub cost: Money,
    /// Supplier's warranty in months from the day it came in.
    pub warranty: Option<u16>,
    /// Maker's batch; empty when none.
    pub batch: String,
    /// Expiry day.
    pub expiry: Option<Day>,
    /// Day it came in; the queue date of its first layer.
    pub received: Option<Day>,
    /// Posting sequence, the second part of its place in the queue.
    pub sequence: u64,
    /// Lot it was before a conversion.
    pub origin: Option<LotId>,
    /// Slots ever given to units.
    pub slots: u32,
    /// Slots whose unit was taken back before posting.
    pub holes: u32,
    /// Total cost it was corrected to; `None` while it is what came in.
    pub corrected: Option<Money>,
}

/// What is left of a lot in one warehouse and bin. The FIFO queue of (warehouse, product) is its layers by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// How much is left.
    pub quantity: Quantity,
    /// What it cost.
    pub cost: Money,
}

impl Layer {
    /// Takes so much, all of it when more is asked for: what was taken, and what is left.
    ///
    /// What is taken costs its part cut at four decimals; the last take gets the rest, so that whatever way a layer
    /// is split, its parts cost what it cost.
    #[must_use]
    pub fn take(self, wanted: Quantity) -> (Layer, Layer) {
        let quantity = wanted.clamp(Quantity::ZERO, self.quantity.max(Quantity::ZERO));
        let taken = Layer { quantity, cost: self.cost.part(quantity, self.quantity) };
        let left = Layer {
            quantity: Quantity::from_thousandths(self.quantity.thousandths() - quantity.thousandths()),
            cost: Money::from_ten_thousandths(self.cost.ten_thousandths() - taken.cost.ten_thousandths()),
        };
        (taken, left)
    }
}

impl Lot {
    /// Returns its total cost as far as is known now: as corrected, else as it came in.
    pub fn cost_now(&self) -> Money {
        self.corrected.unwrap_or(self.cost)
    }

    /// Returns the cost of one, for showing: derived from the total, and never kept.
    pub fn unit_cost(&self) -> Money {
        self.cost_now().per_unit(self.quantity).unwrap_or(Money::ZERO)
    }

    /// Returns the last day of the supplier's warranty; `None` without one, or before the lot came in.
    pub fn warranty_until(&self) -> Option<Day> {
        Some(warranty::until(self.received?, self.warranty.filter(|months| *months > 0)?))
    }
}

/// Place of a layer in the queues; the order of fields is the order of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LayerKey {
    /// Warehouse whose queue it stands in.
    pub warehouse: WarehouseId,
    /// Product whose queue it stands in.
    pub product: ProductId,
    /// Day it queues by.
    pub queued: Day,
    /// Posting sequence, which breaks ties of the day.
    pub sequence: u64,
    /// Line within the posting, which breaks ties of the sequence.
    pub line: LineNo,
    /// Lot it is left of.
    pub lot: LotId,
    /// Shelf it lies on; 0 is the warehouse at large.
    pub bin: BinId,
}

/// What a (warehouse, product) has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Balance {
    /// In the warehouse.
    pub on_hand: Quantity,
    /// On its way here.
    pub in_transit: Quantity,
    /// Total cost of what is on hand.
    pub value: Money,
}

/// One unit in a pack of its lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Slot within the lot, from 1.
    pub slot: u32,
    /// Serial as scanned.
    pub serial: String,
    /// Bin other than the lot's: damaged at the door.
    pub bin: Option<BinId>,
    /// When it was scanned.
    pub at: Moment,
    /// Desk that scanned it.
    pub desk: DeskId,
    /// It was generated from a template rather than scanned.
    pub generated: bool,
    /// All that was scanned, when its label said more than the serial.
    pub label: Option<String>,
}
