//! The one table of operations: what each command is called, who may give it, the function that carries it out, what
//! undoes it.

use super::undo::Undo;
use super::{
    Context, cancel, conversion, correct, door, draft, furnish, handing, line, moving, orders, pallets, people, places,
    post, prints, products, receive_whole, remark, reservations, rights, serials, settings, stocktake, tray, undo,
};
use crate::domain::employee::Permission;
use crate::domain::id::EmployeeId;
use crate::messages::{Command, No, Outcome, Refused};
use crate::store::engine::Error;
use crate::store::tables::{EMPLOYEE, ROLE, Tables, View};

/// What an operation is called, what it takes to be allowed it, and how it is undone.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// As in "Jane may not *post a posting*".
    pub name: &'static str,
    /// Permission the employee's role must have.
    pub permission: Permission,
    /// How it is undone.
    pub undo: Undo,
}

/// Writes the rows once: for who may, and for what is done.
macro_rules! operations {
    ($($command:ident $fields:tt $name:literal $permission:ident $function:path [$($argument:expr),*]
        $undo:ident $(($way:expr))?;)*) => {
        /// Returns the row of a command.
        pub const fn row(command: &Command) -> Row {
            match command {
                $(Command::$command { .. } => Row {
                    name: $name,
                    permission: Permission::$permission,
                    undo: Undo::$undo $(($way))?,
                },)*
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
    FoundStore { settings, employee } "found a store" Anyone settings::found [settings, employee]
        Never("a store that is founded stays");
    ChangeSettings(settings) "change settings" EditSettings settings::change [settings]
        Never("what the settings were is set again there: Ctrl+P settings");
    AddLocation { name, code } "make a branch" EditSettings places::add_location [name, code]
        Never("a branch stays once it is made");
    AddWarehouse { name, code, location } "make a warehouse" EditSettings places::add_warehouse [name, code, *location]
        By(undo::made);
    EditWarehouse { warehouse, name, code, location, template } "change a warehouse" EditSettings
        places::edit_warehouse [*warehouse, &places::WarehouseEdit { name, code, location: *location, template }]
        Never("change the warehouse again: Ctrl+P settings");
    ArchiveWarehouse { warehouse, archived } "archive a warehouse" EditSettings
        places::archive_warehouse [*warehouse, *archived] By(undo::archived);
    AddBin { warehouse, code, defects } "make a bin" EditSettings places::add_bin [*warehouse, code, *defects]
        By(undo::made);
    EditBin { bin, code, defects } "change a bin" EditSettings places::edit_bin [*bin, code, *defects]
        Never("change the bin again: Ctrl+P settings");
    ArchiveBin { bin, archived } "archive a bin" EditSettings places::archive_bin [*bin, *archived]
        By(undo::archived);
    SetCounter { template, next } "set a counter" EditSettings settings::set_counter [template, *next]
        Never("set the counter again: Ctrl+P settings");
    OpenDesk { name } "open a desk" Anyone people::open_desk [name] Passed;
    EditDesk { desk, kept } "change a desk" Anyone people::edit_desk [*desk, kept] Passed;
    KeepScanner { desk, scanner } "set a scanner" Anyone people::keep_scanner [*desk, scanner.as_deref()] Passed;

    AddProduct { product, next } "make a product" EditProducts products::add [product, *next] By(undo::made);
    EditProduct { id, product } "change a product" EditProducts products::edit [*id, product]
        Never("change the product again: F4, F6 there");
    ArchiveProduct { product, archived } "archive a product" EditProducts products::archive [*product, *archived]
        By(undo::archived);

    // What a draft takes is by its kind: the operations look.
    OpenDraft { kind, warehouse } "begin a draft" Anyone draft::open [*kind, *warehouse] Within;
    EditDraft { draft, head } "change a posting" CreatePostings draft::edit [*draft, head] Within;
    DeleteDraft { draft } "delete a draft" Anyone draft::delete [*draft]
        Never("a draft that was thrown away is gone; the journal keeps what was scanned");
    AddLine { draft, product, count, from_tray } "add a line" CreatePostings
        line::add [*draft, *product, *count, *from_tray] Within;
    EditLine { draft, line, edit } "change a line" CreatePostings line::edit [*draft, *line, edit] Within;
    RemoveLine { draft, line } "remove a line" Anyone line::remove [*draft, *line] Within;
    CountGoods { draft, line, by, damaged, from_tray } "count goods" CreatePostings
        line::count [*draft, *line, *by, *damaged, *from_tray] Within;
    // Serials are taken into postings and conversions: the operations look what that takes.
    ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist, label } "receive serials" Anyone
        serials::receive [*draft, *line, serials::Received {
            serials, damaged: *damaged, generated: generated.as_ref(), from_tray: *from_tray, insist: *insist,
            label: label.as_ref(),
        }] Within;
    GenerateSerials { draft, line, count } "generate serials" Anyone serials::generate [*draft, *line, *count] Within;
    TakeBack { draft, line, serials } "take serials back" Anyone serials::take_back [*draft, *line, serials] Within;
    ExpectSerials { draft, line, serials } "list expected serials" CreatePostings
        serials::expect [*draft, *line, serials] Within;
    PutInTray { draft, line, raw, reason } "keep a scan" Anyone tray::put [*draft, *line, raw, reason] Within;
    DropFromTray { draft, row } "drop a scan" Anyone tray::drop_row [*draft, *row] Within;
    AddIdentifier { product, key, identifier, from_tray } "note an identifier" CreatePostings
        remark::identify [*product, key, identifier, *from_tray] Never("a further identifier stays with its unit");
    NotePallet { draft, sscc, came } "note a pallet" CreatePostings pallets::note [*draft, sscc, *came] Within;
    AddRemark { product, key, text } "add a remark" ViewPostings remark::remark [*product, key, text]
        Never("a remark stays: add another");

    NotePrinted { printer, template: _, copies, labels } "print labels" Anyone prints::note [printer, *copies, labels]
        Passed;

    PostDraft { draft } "post a draft" Anyone post::post [*draft] By(undo::posted);
    CancelDocument { document, reopen } "cancel a document" Anyone cancel::cancel [*document, *reopen]
        Never("what was cancelled stays so: begin it anew");

    FurnishWarehouse(warehouse) "make a warehouse" EditSettings furnish::warehouse [warehouse] By(undo::made);
    ReceiveWhole(posting) "post a posting" PostPostings receive_whole::receive_whole [posting] By(undo::posted);
    // What it takes is by the kind of document: the operation itself looks.
    MoveWhole(whole) "move goods" Anyone moving::move_whole [whole] By(undo::posted);

    // A draft is its owner's: the operations look.
    ShareDraft { draft, shared } "share a draft" Anyone handing::share [*draft, *shared] By(undo::shared);
    HandOver { draft, to } "hand a draft over" Anyone handing::hand_over [*draft, *to]
        Never("the draft is somebody else's now: they hand it back");
    TakeOver { draft } "take over drafts of others" SeeAllDrafts handing::take_over [*draft]
        Never("hand the draft back: Ctrl+P whose, in the draft");

    CorrectDocument { document, supplier, invoice, warranties } "correct what a posting says" CorrectDocuments
        correct::head::correct [*document, supplier.as_deref(), invoice.as_deref(), warranties]
        By(undo::document_corrected);
    CorrectSerial { product, key, serial } "correct a serial" CorrectSerials
        correct::serial::correct [*product, key, serial] By(undo::serial_corrected);
    CorrectCost { lot, cost } "correct a cost" CorrectCosts correct::cost::correct [*lot, *cost]
        By(undo::cost_corrected);

    AddRole { name, permissions } "make a role" EditEmployees people::add_role [name, permissions]
        Never("a role stays once it is made");
    EditRole { role, name, permissions } "change a role" EditEmployees people::edit_role [*role, name, permissions]
        Never("change the role again");
    AddEmployee { name, role } "make an employee" EditEmployees people::add_employee [name, *role] By(undo::made);
    EditEmployee { employee, name, role } "change an employee" EditEmployees
        people::edit_employee [*employee, name, *role] Never("change the employee again");
    ArchiveEmployee { employee, archived } "archive an employee" EditEmployees
        people::archive_employee [*employee, *archived] By(undo::archived);
    // What comes to the door was held against badges and PINs before.
    GiveBadge { employee, badge, hash } "give a badge" EditEmployees door::give_badge [*employee, badge, hash]
        Never("take the badge away, or give another");
    RevokeBadge { employee } "take a badge away" EditEmployees door::revoke_badge [*employee]
        Never("give a badge again");
    SetPin { employee, pin } "set a PIN" EditEmployees door::set_pin [*employee, pin.as_ref()]
        Never("set the PIN again");
    AssignDesk { desk, employee } "say whose desk it is" EditEmployees door::assign [*desk, *employee]
        Never("say anew whose desk it is");
    SignIn {} "sign in" Anyone door::sign_in [] Passed;
    SignOut {} "sign out" Anyone door::sign_out [] Passed;
    LockDesk {} "lock a desk" Anyone door::lock [] Passed;
    MissSignIn { badge_of } "come in by a wrong badge or PIN" Anyone door::miss [*badge_of] Passed;
    SetRights { employee, warehouse, rights } "say what a warehouse lets an employee do" EditEmployees
        rights::set [*employee, *warehouse, rights] Never("say it anew: what a warehouse lets somebody do");
    BeginConversion { product, numbered_by, matching } "give a product serials" ConvertProducts
        conversion::begin [*product, *numbered_by, *matching] Within;
    ConvertWhole(whole) "give a product serials" ConvertProducts conversion::convert_whole [whole]
        Never("a product that got serials keeps them");
    GenerateMissing { draft } "give a product serials" ConvertProducts conversion::generate_missing [*draft] Within;

    EditMoveHead { draft, head } "change a draft" Anyone moving::head::edit [*draft, head] Within;
    PickSerials { draft, serials, product, line, from_tray } "pick units" Anyone moving::pick::pick
        [*draft, moving::pick::Picking { serials, product: *product, line: *line, from_tray: *from_tray }] Within;
    PickGoods { draft, product, by, line, from_tray } "pick goods" Anyone moving::goods::count
        [*draft, moving::goods::Counting { product: *product, by: *by, line: *line, from_tray: *from_tray }] Within;
    AddMoveLine { draft, product, from_tray } "add a line" Anyone moving::goods::add_line
        [*draft, *product, *from_tray] Within;
    EditMoveLine { draft, line, edit } "change a line" Anyone moving::goods::edit [*draft, *line, edit] Within;
    PutBack { draft, serials } "put units back" Anyone moving::pick::put_back [*draft, serials] Within;

    OpenStocktake { warehouse, bin, category } "open a stocktake" CountStock
        stocktake::open [*warehouse, *bin, category] Within;
    CountUnits { stocktake, serials, product, bin } "count stock" CountStock
        stocktake::units::count [*stocktake, serials, *product, *bin] Within;
    CountProduct { stocktake, product, bin, tally } "count stock" CountStock
        stocktake::goods::count [*stocktake, *product, *bin, *tally] Within;
    TakeBackCount { stocktake, entry } "take a count back" CountStock stocktake::back::take [*stocktake, *entry]
        Within;
    NameCounted { stocktake, key, product } "say what was counted" CountStock
        stocktake::units::name [*stocktake, key, *product] Within;
    SettleStocktake(settlement) "settle a stocktake" SettleStocktakes stocktake::settle::settle [settlement]
        Never("a count that was settled stays: cancel what settled it, one document after the other");
    DiscardStocktake { stocktake } "throw a stocktake away" CountStock stocktake::discard [*stocktake]
        Never("a stocktake that was thrown away is gone");

    Reserve { document, until } "reserve" Anyone orders::reserve [*document, *until] By(undo::reserved);
    ReserveWhole(whole) "reserve" Anyone orders::reserve_whole [whole] By(undo::reserved);
    Release { document } "release" Anyone orders::release [*document] By(undo::released);
    CloseOrder { document, date, picks } "close an order" PostOrders orders::close [*document, *date, picks]
        By(undo::posted);
    Ship { document, date, picks } "ship a transfer" PostTransfers orders::ship [*document, *date, picks]
        By(undo::posted);
    BeginArrival { transfer, kind } "take in a transfer" Anyone moving::arriving::begin [*transfer, *kind] Within;
    // The opposite is held to all that it is held to when it is given by itself.
    Undo { deed: _, by } "undo" Anyone undo::undo [by] Passed;
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
