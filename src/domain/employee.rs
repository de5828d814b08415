//! Who may do what, and where it was done.

use serde::{Deserialize, Serialize};

use super::document::DocumentKind;
use super::id::{RoleId, WarehouseId};
use super::place::Place;

/// Person who works in the stockroom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    /// Unique name.
    pub name: String,
    /// Role that says what they may do.
    pub role: RoleId,
    /// Cannot log in any more.
    pub archived: bool,
}

/// Named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Unique name.
    pub name: String,
    /// What it allows.
    pub permissions: Vec<Permission>,
}

/// One thing a role may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// Anyone at a desk may.
    Anyone,
    /// Look at postings.
    ViewPostings,
    /// Begin and fill postings.
    CreatePostings,
    /// Post postings.
    PostPostings,
    /// Cancel posted postings.
    CancelPostings,
    /// Make and change products.
    EditProducts,
    /// Turn an existing product into a serialised one.
    ConvertProducts,
    /// Change warehouses, bins, templates and settings of the store.
    EditSettings,
    /// Make and change employees.
    EditEmployees,
    /// See what things cost.
    SeeCosts,
    /// Give a document a date in the past.
    BackDate,
    /// See drafts of others.
    SeeAllDrafts,
    /// Write goods off.
    PostWriteOffs,
    /// Cancel write-offs.
    CancelWriteOffs,
    /// Sell goods.
    PostSales,
    /// Cancel sales.
    CancelSales,
    /// Move goods between warehouses and bins.
    PostTransfers,
    /// Cancel transfers.
    CancelTransfers,
    /// Take goods back from clients.
    PostClientReturns,
    /// Cancel returns of clients.
    CancelClientReturns,
    /// Give goods back to suppliers.
    PostSupplierReturns,
    /// Cancel returns to suppliers.
    CancelSupplierReturns,
    /// Hold goods for clients, and close orders.
    PostOrders,
    /// Cancel orders.
    CancelOrders,
    /// Count the stock.
    CountStock,
    /// Settle a count by what it found.
    SettleStocktakes,
    /// See how much a count should find; without it a count is blind.
    SeeExpectedCounts,
    /// Correct supplier, invoice number and warranty of what is posted.
    CorrectDocuments,
    /// Correct a serial that was scanned wrongly.
    CorrectSerials,
    /// Correct what a lot cost.
    CorrectCosts,
    /// Read the journal.
    ViewJournal,
}

impl Permission {
    /// All of them: what the first employee has.
    pub const ALL: [Permission; 31] = [
        Permission::Anyone,
        Permission::ViewPostings,
        Permission::CreatePostings,
        Permission::PostPostings,
        Permission::CancelPostings,
        Permission::EditProducts,
        Permission::ConvertProducts,
        Permission::EditSettings,
        Permission::EditEmployees,
        Permission::SeeCosts,
        Permission::BackDate,
        Permission::SeeAllDrafts,
        Permission::PostWriteOffs,
        Permission::CancelWriteOffs,
        Permission::PostSales,
        Permission::CancelSales,
        Permission::PostTransfers,
        Permission::CancelTransfers,
        Permission::PostClientReturns,
        Permission::CancelClientReturns,
        Permission::PostSupplierReturns,
        Permission::CancelSupplierReturns,
        Permission::PostOrders,
        Permission::CancelOrders,
        Permission::CountStock,
        Permission::SettleStocktakes,
        Permission::SeeExpectedCounts,
        Permission::CorrectDocuments,
        Permission::CorrectSerials,
        Permission::CorrectCosts,
        Permission::ViewJournal,
    ];

    /// What there was before goods could leave: whoever had all of it has all of it still.
    pub const BEFORE_MOVEMENTS: usize = 12;
    /// What there was before goods could be held and counted: whoever had all of it has all of it still.
    pub const BEFORE_ORDERS: usize = 22;

    /// Returns its name in requests and lists.
    pub const fn name(self) -> &'static str {
        match self {
            Permission::Anyone => "anyone",
            Permission::ViewPostings => "view_postings",
            Permission::CreatePostings => "create_postings",
            Permission::PostPostings => "post_postings",
            Permission::CancelPostings => "cancel_postings",
            Permission::EditProducts => "edit_products",
            Permission::ConvertProducts => "convert_products",
            Permission::EditSettings => "edit_settings",
            Permission::EditEmployees => "edit_employees",
            Permission::SeeCosts => "see_costs",
            Permission::BackDate => "back_date",
            Permission::SeeAllDrafts => "see_all_drafts",
            Permission::PostWriteOffs => "post_write_offs",
            Permission::CancelWriteOffs => "cancel_write_offs",
            Permission::PostSales => "post_sales",
            Permission::CancelSales => "cancel_sales",
            Permission::PostTransfers => "post_transfers",
            Permission::CancelTransfers => "cancel_transfers",
            Permission::PostClientReturns => "post_client_returns",
            Permission::CancelClientReturns => "cancel_client_returns",
            Permission::PostSupplierReturns => "post_supplier_returns",
            Permission::CancelSupplierReturns => "cancel_supplier_returns",
            Permission::PostOrders => "post_orders",
            Permission::CancelOrders => "cancel_orders",
            Permission::CountStock => "count_stock",
            Permission::SettleStocktakes => "settle_stocktakes",
            Permission::SeeExpectedCounts => "see_expected_counts",
            Permission::CorrectDocuments => "correct_documents",
            Permission::CorrectSerials => "correct_serials",
            Permission::CorrectCosts => "correct_costs",
            Permission::ViewJournal => "view_journal",
        }
    }

    /// Finds the one of a name.
    pub fn named(name: &str) -> Option<Permission> {
        Permission::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// Returns what it takes to post a document of a kind, and what it takes to cancel one.
    pub const fn for_kind(kind: DocumentKind) -> (Permission, Permission) {
        match kind {
            DocumentKind::WriteOff => (Permission::PostWriteOffs, Permission::CancelWriteOffs),
            DocumentKind::Sale => (Permission::PostSales, Permission::CancelSales),
            DocumentKind::Transfer | DocumentKind::Receipt | DocumentKind::SendBack => {
                (Permission::PostTransfers, Permission::CancelTransfers)
            }
            DocumentKind::ClientReturn => (Permission::PostClientReturns, Permission::CancelClientReturns),
            DocumentKind::SupplierReturn => (Permission::PostSupplierReturns, Permission::CancelSupplierReturns),
            DocumentKind::Order => (Permission::PostOrders, Permission::CancelOrders),
            DocumentKind::Stocktake => (Permission::SettleStocktakes, Permission::SettleStocktakes),
            DocumentKind::Conversion => (Permission::ConvertProducts, Permission::ConvertProducts),
            DocumentKind::Posting => (Permission::PostPostings, Permission::CancelPostings),
        }
    }
}

/// Workstation: where a session runs and scans come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Desk {
    /// Unique name: `desk 2`.
    pub name: String,
    /// Warehouse its new documents are for.
    pub warehouse: Option<WarehouseId>,
    /// Opens at Receiving rather than Home.
    pub opens_at_receiving: bool,
    /// Name of its theme; empty is the configuration's.
    pub theme: String,
    /// Nothing repaints unasked.
    pub quiet: bool,
    /// Name of its printer; empty is the first of the configuration.
    pub printer: String,
    /// Each unit's label is printed as its serial is accepted; `None` is as configured.
    pub on_scan: Option<bool>,
}

/// Tells whether a place is inside the company.
pub fn inside(place: Place) -> bool {
    matches!(place, Place::Warehouse(..))
}
