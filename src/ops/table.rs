//! The one table of operations: what each command is called, who may give it, and the function that carries it out.

use super::{
    Context, cancel, conversion, correct, door, draft, furnish, handing, line, moving, orders, people, places, post,
    products, receive_whole, remark, reservations, rights, serials, settings, stocktake, tray,
};
use crate::domain::employee::Permission;
use crate::domain::id::EmployeeId;
use crate::messages::{Command, No, Outcome, Refused};
use crate::store::engine::Error;
use crate::store::tables::{EMPLOYEE, ROLE, Tables, View};

/// What an operation is called and what it takes to be allowed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// As in "Jane may not *post a posting*".
    pub name: &'static str,
    /// Permission the employee's role must have.
    pub permission: Permission,
}

/// Writes the rows once: for who may, and for what is done.
macro_rules! operations {
    ($($command:ident $fields:tt $name:literal $permission:ident $function:path [$($argument:expr),*];)*) => {
        /// Returns the row of a command.
        pub const fn row(command: &Command) -> Row {
            match command {
                $(Command::$command { .. } => Row { name: $name, permission: Permission::$permission },)*
            }
        }

        fn carry_out(tx: &mut Tables, cx: &Context, command: &Command) -> Result<Outcome, No> {
            match command {
                $(Command::$command $fields => $function(tx, cx, $($argument),*),)*
            }
        }
    };
}

operations! {
    FoundStore { settings, employee } "found a store" Anyone settings::found [settings, employee];
    ChangeSettings(settings) "change settings" EditSettings settings::change [settings];
    AddLocation { name, code } "make a branch" EditSettings places::add_location [name, code];
    AddWarehouse { name, code, location } "make a warehouse" EditSettings places::add_warehouse [name, code, *location];
    EditWarehouse { warehouse, name, code, location, template } "change a warehouse" EditSettings
        places::edit_warehouse [*warehouse, &places::WarehouseEdit { name, code, location: *location, template }];
    ArchiveWarehouse { warehouse, archived } "archive a warehouse" EditSettings
        places::archive_warehouse [*warehouse, *archived];
    AddBin { warehouse, code, defects } "make a bin" EditSettings places::add_bin [*warehouse, code, *defects];
    EditBin { bin, code, defects } "change a bin" EditSettings places::edit_bin [*bin, code, *defects];
    ArchiveBin { bin, archived } "archive a bin" EditSettings places::archive_bin [*bin, *archived];
    SetCounter { template, next } "set a counter" EditSettings settings::set_counter [template, *next];
    OpenDesk { name } "open a desk" Anyone people::open_desk [name];
    EditDesk { desk, kept } "change a desk" Anyone people::edit_desk [*desk, kept];
    KeepScanner { desk, scanner } "set a scanner" Anyone people::keep_scanner [*desk, scanner.as_deref()];

    AddProduct { product, next } "make a product" EditProducts products::add [product, *next];
    EditProduct { id, product } "change a product" EditProducts products::edit [*id, product];
    ArchiveProduct { product, archived } "archive a product" EditProducts products::archive [*product, *archived];

    // What a draft takes is by its kind: the operations look.
    OpenDraft { kind, warehouse } "begin a draft" Anyone draft::open [*kind, *warehouse];
    EditDraft { draft, head } "change a posting" CreatePostings draft::edit [*draft, head];
    DeleteDraft { draft } "delete a draft" Anyone draft::delete [*draft];
    AddLine { draft, product, count, from_tray } "add a line" CreatePostings
        line::add [*draft, *product, *count, *from_tray];
    EditLine { draft, line, edit } "change a line" CreatePostings line::edit [*draft, *line, edit];
    RemoveLine { draft, line } "remove a line" Anyone line::remove [*draft, *line];
    CountGoods { draft, line, by, damaged, from_tray } "count goods" CreatePostings
        line::count [*draft, *line, *by, *damaged, *from_tray];
    // Serials are taken into postings and conversions: the operations look what that takes.
    ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist } "receive serials" Anyone
        serials::receive [*draft, *line, serials::Received {
            serials, damaged: *damaged, generated: generated.as_ref(), from_tray: *from_tray, insist: *insist,
        }];
    GenerateSerials { draft, line, count } "generate serials" Anyone serials::generate [*draft, *line, *count];
    TakeBack { draft, line, serials } "take serials back" Anyone serials::take_back [*draft, *line, serials];
    ExpectSerials { draft, line, serials } "list expected serials" CreatePostings
        serials::expect [*draft, *line, serials];
    PutInTray { draft, line, raw, reason } "keep a scan" Anyone tray::put [*draft, *line, raw, reason];
    DropFromTray { draft, row } "drop a scan" Anyone tray::drop_row [*draft, *row];
    AddIdentifier { product, key, identifier, from_tray } "note an identifier" CreatePostings
        remark::identify [*product, key, identifier, *from_tray];
    AddRemark { product, key, text } "add a remark" ViewPostings remark::remark [*product, key, text];

    PostDraft { draft } "post a draft" Anyone post::post [*draft];
    CancelDocument { document, reopen } "cancel a document" Anyone cancel::cancel [*document, *reopen];

    FurnishWarehouse(warehouse) "make a warehouse" EditSettings furnish::warehouse [warehouse];
    ReceiveWhole(posting) "post a posting" PostPostings receive_whole::receive_whole [posting];
    // What it takes is by the kind of document: the operation itself looks.
    MoveWhole(whole) "move goods" Anyone moving::move_whole [whole];

    // A draft is its owner's: the operations look.
    ShareDraft { draft, shared } "share a draft" Anyone handing::share [*draft, *shared];
    HandOver { draft, to } "hand a draft over" Anyone handing::hand_over [*draft, *to];
    TakeOver { draft } "take over drafts of others" SeeAllDrafts handing::take_over [*draft];

    CorrectDocument { document, supplier, invoice, warranties } "correct what a posting says" CorrectDocuments
        correct::head::correct [*document, supplier.as_deref(), invoice.as_deref(), warranties];
    CorrectSerial { product, key, serial } "correct a serial" CorrectSerials
        correct::serial::correct [*product, key, serial];
    CorrectCost { lot, cost } "correct a cost" CorrectCosts correct::cost::correct [*lot, *cost];

    AddRole { name, permissions } "make a role" EditEmployees people::add_role [name, permissions];
    EditRole { role, name, permissions } "change a role" EditEmployees people::edit_role [*role, name, permissions];
    AddEmployee { name, role } "make an employee" EditEmployees people::add_employee [name, *role];
    EditEmployee { employee, name, role } "change an employee" EditEmployees
        people::edit_employee [*employee, name, *role];
    ArchiveEmployee { employee, archived } "archive an employee" EditEmployees
        people::archive_employee [*employee, *archived];
    // What comes to the door was held against badges and PINs before.
    GiveBadge { employee, badge, hash } "give a badge" EditEmployees door::give_badge [*employee, badge, hash];
    RevokeBadge { employee } "take a badge away" EditEmployees door::revoke_badge [*employee];
    SetPin { employee, pin } "set a PIN" EditEmployees door::set_pin [*employee, pin.as_ref()];
    AssignDesk { desk, employee } "say whose desk it is" EditEmployees door::assign [*desk, *employee];
    SignIn {} "sign in" Anyone door::sign_in [];
    SignOut {} "sign out" Anyone door::sign_out [];
    LockDesk {} "lock a desk" Anyone door::lock [];
    MissSignIn { badge_of } "come in by a wrong badge or PIN" Anyone door::miss [*badge_of];
    SetRights { employee, warehouse, rights } "say what a warehouse lets an employee do" EditEmployees
        rights::set [*employee, *warehouse, rights];
    BeginConversion { product, numbered_by, matching } "give a product serials" ConvertProducts
        conversion::begin [*product, *numbered_by, *matching];
    ConvertWhole(whole) "give a product serials" ConvertProducts conversion::convert_whole [whole];
    GenerateMissing { draft } "give a product serials" ConvertProducts conversion::generate_missing [*draft];

    EditMoveHead { draft, head } "change a draft" Anyone moving::head::edit [*draft, head];
    PickSerials { draft, serials, product, line, from_tray } "pick units" Anyone moving::pick::pick
        [*draft, moving::pick::Picking { serials, product: *product, line: *line, from_tray: *from_tray }];
    PickGoods { draft, product, by, line, from_tray } "pick goods" Anyone moving::goods::count
        [*draft, moving::goods::Counting { product: *product, by: *by, line: *line, from_tray: *from_tray }];
    AddMoveLine { draft, product, from_tray } "add a line" Anyone moving::goods::add_line
        [*draft, *product, *from_tray];
    EditMoveLine { draft, line, edit } "change a line" Anyone moving::goods::edit [*draft, *line, edit];
    PutBack { draft, serials } "put units back" Anyone moving::pick::put_back [*draft, serials];

    OpenStocktake { warehouse, bin, category } "open a stocktake" CountStock
        stocktake::open [*warehouse, *bin, category];
    CountUnits { stocktake, serials, product, bin } "count stock" CountStock
        stocktake::units::count [*stocktake, serials, *product, *bin];
    CountProduct { stocktake, product, bin, tally } "count stock" CountStock
        stocktake::goods::count [*stocktake, *product, *bin, *tally];
    TakeBackCount { stocktake, entry } "take a count back" CountStock stocktake::back::take [*stocktake, *entry];
    NameCounted { stocktake, key, product } "say what was counted" CountStock
        stocktake::units::name [*stocktake, key, *product];
    SettleStocktake(settlement) "settle a stocktake" SettleStocktakes stocktake::settle::settle [settlement];
    DiscardStocktake { stocktake } "throw a stocktake away" CountStock stocktake::discard [*stocktake];

    Reserve { document, until } "reserve" Anyone orders::reserve [*document, *until];
    ReserveWhole(whole) "reserve" Anyone orders::reserve_whole [whole];
    Release { document } "release" Anyone orders::release [*document];
    CloseOrder { document, date, picks } "close an order" PostOrders orders::close [*document, *date, picks];
    Ship { document, date, picks } "ship a transfer" PostTransfers orders::ship [*document, *date, picks];
    BeginArrival { transfer, kind } "take in a transfer" Anyone moving::arriving::begin [*transfer, *kind];
}

/// Carries out a command within one transaction: all of it, or, when it is refused, none of it.
pub fn perform(tx: &mut Tables, cx: &Context, command: &Command) -> Result<Outcome, No> {
    let row = row(command);
    if !may(&tx.view(), cx, row.permission)? {
        return Err(not_permitted(&tx.view(), cx, row.name)?);
    }
    let said = rights::Said::of(&tx.view(), Some(cx.employee))?;
    rights::before(&tx.view(), cx, &said, command)?;
    reservations::sweep(tx, cx)?;
    let outcome = carry_out(tx, cx, command)?;
    rights::after(&tx.view(), cx, &said, command, &outcome)?;
    Ok(outcome)
}

/// Tells whether the employee's role allows something.
pub fn may(view: &View, cx: &Context, permission: Permission) -> Result<bool, Error> {
    allows(view, cx.employee, permission)
}

/// Tells whether somebody's role allows something.
pub fn allows(view: &View, employee: EmployeeId, permission: Permission) -> Result<bool, Error> {
    if permission == Permission::Anyone {
        return Ok(true);
    }
    let Some(employee) = view.get(EMPLOYEE, &employee)?.filter(|employee| !employee.archived) else {
        return Ok(false);
    };
    Ok(view.need(ROLE, &employee.role)?.permissions.contains(&permission))
}

/// Says that the employee's role does not allow something.
pub fn not_permitted(view: &View, cx: &Context, what: &str) -> Result<No, Error> {
    let employee = view.get(EMPLOYEE, &cx.employee)?.map_or_else(|| "nobody".to_owned(), |employee| employee.name);
    Ok(Refused::NotPermitted { employee, what: what.to_owned() }.into())
}
