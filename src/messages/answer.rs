//! What questions are answered with: facts with names resolved, not yet formatted.

mod conversion;
mod document;
mod draft;
mod home;
mod journal;
mod label;
mod meaning;
mod moving;
mod paper;
mod passport;
mod product;
mod stock;
mod stocktake;
mod undo;

use super::query::Cursor;
use crate::domain::badge::Signed;
use crate::domain::employee::{Desk, Employee, Permission, Role};
use crate::domain::id::{BinId, DeskId, EmployeeId, LocationId, RoleId, WarehouseId};
use crate::domain::place::{Bin, Location, Warehouse};
use crate::domain::right::Rights;
use crate::domain::scanner::KeptScanner;

pub use conversion::{ConversionRow, ConversionView};
pub use document::{CorrectedView, CorrectionRow, DocumentLine, DocumentRow, DocumentView};
pub use draft::{Blocker, DraftView, LineView, ListView, PreviewView, ScanView, SummaryView, TrayView};
pub use home::{BelowMinimum, HomeView, StoreView};
pub use journal::JournalRow;
pub use label::{LabelRow, Labelled, PrintsView};
pub use meaning::{Found, Meaning, Standing, UnitBrief};
pub use moving::{MoveDraftView, MoveLineView, PickableRow, PickedView, RestRow};
pub use paper::{PaperBody, PaperView};
pub use passport::{LotOrigin, MovementPage, MovementRow, PassportView};
pub use product::{LastPosting, ProductRow, ProductView, TemplateRow};
pub use stock::{Goods, LayerRow, ReservationRow, StockRow, UnitRow};
pub use stocktake::{CountRow, FindingRow, Progress, StocktakeView};
pub use undo::{LastDone, Undoing, Way};

/// Answer to a [`Query`](super::Query).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The store; `None` when it was not founded yet.
    Store(Option<Box<StoreView>>),
    /// Home.
    Home(Box<HomeView>),
    /// What a code is, best first.
    Meanings(Vec<Meaning>),
    /// What an unknown code may have been, beginning with `; `, or empty: the `hint` of
    /// [`Refused::Unknown`](super::Refused::Unknown).
    Hint(String),
    /// What a search found.
    Found(Vec<Found>),
    /// A draft.
    Draft(Box<DraftView>),
    /// Serials of a draft's line.
    Scans(Vec<ScanView>),
    /// Rows of a tray.
    Tray(Vec<TrayView>),
    /// What would be taken.
    Preview(Box<PreviewView>),
    /// What posting would do.
    Summary(Box<SummaryView>),
    /// Products.
    Products(Page<ProductRow>),
    /// One product.
    Product(Box<ProductView>),
    /// Units.
    Units(Page<UnitRow>),
    /// Layers.
    Layers(Page<LayerRow>),
    /// Stock.
    Stock(Page<StockRow>),
    /// Documents.
    Documents(Page<DocumentRow>),
    /// One document.
    Document(Box<DocumentView>),
    /// The journal.
    Journal(Page<JournalRow>),
    /// What labels say.
    Labels(Page<LabelRow>),
    /// What a paper says.
    Paper(Box<PaperView>),
    /// A passport.
    Passport(Box<PassportView>),
    /// Movements of a unit.
    Movements(MovementPage),
    /// Warehouses.
    Warehouses(Vec<(WarehouseId, Warehouse)>),
    /// Branches.
    Locations(Vec<(LocationId, Location)>),
    /// Bins.
    Bins(Vec<(BinId, Bin)>),
    /// Names of suppliers.
    Suppliers(Vec<String>),
    /// Names of clients.
    Clients(Vec<String>),
    /// Templates.
    Templates(Vec<TemplateRow>),
    /// What a desk keeps.
    Desk(Desk),
    /// What a desk found of its scanner; `None` when it goes by the configuration.
    Scanner(Option<KeptScanner>),
    /// Name of an employee.
    Employee(String),
    /// What a role allows.
    Allowed(Vec<Permission>),
    /// What warehouses let somebody do, each that does not let them do all.
    Rights(Vec<(WarehouseId, Rights)>),
    /// All desks.
    Desks(Vec<(DeskId, DeskRow)>),
    /// Whether a desk asks who comes, and who is signed in.
    Door(DoorView),
    /// Who works here.
    People(Box<PeopleView>),
    /// A conversion.
    Conversion(Box<ConversionView>),
    /// A draft of what leaves, moves or comes back.
    MoveDraft(Box<MoveDraftView>),
    /// What is still on its way, by product.
    Rest(Vec<RestRow>),
    /// Units picked into a line.
    Picked(Vec<PickedView>),
    /// Units that may be picked.
    Pickable(Page<PickableRow>),
    /// A stocktake.
    Stocktake(Box<StocktakeView>),
    /// What a stocktake found.
    Findings(Page<FindingRow>),
    /// What a stocktake counted.
    Counts(Page<CountRow>),
    /// The last thing a desk did; `None` when it did nothing that could be undone.
    LastDone(Option<Box<LastDone>>),
    /// What is held.
    Reservations(Page<ReservationRow>),
}

/// A desk in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// What it keeps, with its name.
    pub desk: Desk,
    /// Who is signed in there, by name.
    pub signed: Option<(String, Signed)>,
    /// Whose it is, where desks are signed in by themselves.
    pub whose: Option<(EmployeeId, String)>,
}

/// The door of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorView {
    /// Desks ask who comes: two people work here at least, and one of them has a badge.
    pub asks: bool,
    /// Who is signed in here.
    pub signed: Option<Signed>,
    /// Whose this desk is, where desks are signed in by themselves.
    pub whose: Option<EmployeeId>,
}

/// Who works here, and what roles there are; both by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleView {
    /// Employees.
    pub employees: Vec<(EmployeeId, Employee)>,
    /// Roles.
    pub roles: Vec<(RoleId, Role)>,
    /// Who has a badge.
    pub badges: Vec<EmployeeId>,
    /// Who has a PIN.
    pub pins: Vec<EmployeeId>,
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}
