//! Where goods can be: branches, stock rooms, shelves, and the places outside that documents move them from or to.

use serde::{Deserialize, Serialize};

use super::id::{BinId, ClientId, DocumentId, LocationId, SupplierId, WarehouseId};

/// Branch of the company. A warehouse belongs to one, or to the company as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Unique name.
    pub name: String,
    /// Short code, which its document numbers begin with when it is not empty.
    pub code: String,
    /// Hidden from choice; names and codes stay taken.
    pub archived: bool,
}

/// Stock room: has a balance and a FIFO queue per product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warehouse {
    /// Unique name.
    pub name: String,
    /// Unique short code, `{wh}` in templates and a scannable name.
    pub code: String,
    /// Branch it belongs to; `None` is the company.
    pub location: Option<LocationId>,
    /// Bin where goods damaged at the door are put.
    pub defects: Option<BinId>,
    /// Template that numbers units received here when the product has none of its own.
    pub template: Option<super::template::Template>,
    /// Hidden from choice; refused while anything is on hand, reserved or in a draft.
    pub archived: bool,
}

/// Shelf of a warehouse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// Warehouse it stands in.
    pub warehouse: WarehouseId,
    /// Code, unique within the warehouse: `A3`.
    pub code: String,
    /// Hidden from choice.
    pub archived: bool,
}

/// Company or person goods come from. Made on first use by name; names match without case and outer blanks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Name as first written.
    pub name: String,
    /// Hidden from choice.
    pub archived: bool,
}

/// Company or person goods go to. Made on first use by name, as a supplier is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Name as first written.
    pub name: String,
    /// Hidden from choice.
    pub archived: bool,
}

/// Where a movement starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// Outside, at who supplied it; `None` when the posting named nobody.
    Supplier(Option<SupplierId>),
    /// In stock.
    Warehouse(WarehouseId, Option<BinId>),
    /// Outside, at who bought it.
    Client(Option<ClientId>),
    /// Written off.
    Loss,
    /// On its way by a transfer: out of the warehouse it left, and not yet arrived.
    Transit(DocumentId),
}
