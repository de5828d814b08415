//! The one key table: dispatch, footer, F1 help, palette, README and the `DH:` command barcodes are read from it.
//!
//! A new key is one row of [`ROWS`]. A scope takes its own rows first, then those of its [parent](Scope::parent).
//! No printable character is a key, because a scanner types; keys that scanners and window managers send by
//! themselves are bound to nothing ([`forbidden`]).
//!
//! ```
//! use dockhand::ui::keymap::{self, Action, Key, Scope};
//! let row = keymap::find(Scope::Receiving, Key::f(10)).expect("F10 posts");
//! assert_eq!(row.action, Action::Post);
//! assert_eq!(keymap::command(b"DH:POST").map(|row| row.action), Some(Action::Post));
//! ```

use std::fmt::{self, Write as _};

mod key;
mod rows;
pub mod sheet;
#[cfg(test)]
mod tests;

pub use key::{Code, Key};
pub use rows::ROWS;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $word:literal)*) => {
        /// What a key, a palette entry or a command barcode does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action there is.
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            /// Returns its name: upper-cased it follows `DH:` in a command barcode.
            pub const fn name(self) -> &'static str {
                match self { $(Action::$name => $word),* }
            }
        }
    };
}

actions! {
    /// Opens the searchable help of this screen.
    Help "help"
    /// Opens the palette.
    Palette "palette"
    /// Opens what the last verdict names.
    OpenVerdict "open"
    /// Lists the last five scans.
    Scans "scans"
    /// Sends the whole picture again.
    Redraw "redraw"
    /// Goes back one screen.
    Back "back"
    /// Leaves the desk; it stays where it is.
    Leave "leave"
    /// Signs whoever works here out.
    SignOut "sign-out"
    /// Locks the desk.
    Lock "lock"
    /// Gives somebody a badge.
    GiveBadge "give-badge"
    /// Takes somebody's badge away.
    RevokeBadge "take-badge"
    /// Sets somebody's PIN.
    SetPin "pin"
    /// Clears somebody's PIN.
    ClearPin "no-pin"
    /// Goes to the first screen.
    GoHome "home"
    /// Goes to units, products and documents by any part of their name.
    GoFind "find"
    /// Begins a posting.
    GoReceive "receive"
    /// Lists what can be begun.
    GoBegin "begin"
    /// Begins a sale.
    GoSell "sell"
    /// Begins a write-off.
    GoWriteOff "write-off"
    /// Begins a transfer.
    GoTransfer "transfer"
    /// Begins a client's return.
    GoTakeBack "take-back"
    /// Begins a return to a supplier.
    GoSupplierReturn "supplier-return"
    /// Begins an order.
    GoOrder "order"
    /// Goes to the products.
    GoProducts "products"
    /// Goes to the stock of the warehouse.
    GoStock "stock"
    /// Begins a stocktake.
    GoStocktake "stocktake"
    /// Goes to the documents.
    GoDocuments "documents"
    /// Goes to the settings.
    GoSettings "settings"
    /// Goes to what the scanner sends.
    GoScanner "scanner"
    /// Goes to what was decided.
    GoJournal "journal"
    /// Goes to what is on its way to printers.
    GoSpool "spool"
    /// Moves one row up.
    Up "up"
    /// Moves one row down.
    Down "down"
    /// Moves a page up.
    PageUp "page-up"
    /// Moves a page down.
    PageDown "page-down"
    /// Moves to the first row.
    First "first"
    /// Moves to the last row.
    Last "last"
    /// Moves left: the unit before, the tab before.
    Left "left"
    /// Moves right: the next unit, the next tab.
    Right "right"
    /// Opens or takes the selected row; accepts a field.
    Enter "enter"
    /// Goes to the next field or pane.
    Next "next"
    /// Goes to the field or pane before.
    Previous "previous"
    /// Chooses the shelf that is counted.
    Shelf "shelf"
    /// Walks what waits for a decision.
    Decide "decide"
    /// Makes a new record.
    New "new"
    /// Begins another line of the same product.
    AnotherLine "another-line"
    /// Takes a range of serials.
    Range "range"
    /// Generates serials.
    Generate "generate"
    /// Lists the units that may be taken.
    Pick "pick"
    /// Changes the selected row.
    Edit "edit"
    /// Takes the last scan back.
    Undo "undo"
    /// Shows the summary, then closes the document.
    Post "post"
    /// Saves what was entered.
    Save "save"
    /// Sets the line's quantity to what was scanned.
    SetToScanned "set-to-scanned"
    /// Takes the row away.
    Drop "drop"
    /// Takes it as a serial of the selected line.
    TakeSerial "take-serial"
    /// Takes it as a barcode of a product.
    TakeBarcode "take-barcode"
    /// Takes it as a further identifier of the last unit.
    TakeIdentifier "take-identifier"
    /// Marks the next scans as damaged, or stops doing so.
    Damaged "damaged"
    /// Shows the expected serials and what is missing.
    Expected "expected"
    /// Changes the document's head: supplier, invoice, date.
    EditHead "edit-head"
    /// Throws the draft away.
    DeleteDraft "delete-draft"
    /// Cancels the document by its opposite.
    Cancel "cancel"
    /// Cancels the document and opens its lines as a new draft.
    Reopen "reopen"
    /// Hides a record from choice.
    Archive "archive"
    /// Lists the units of what is shown.
    Units "units"
    /// Changes what the list is narrowed to.
    Filter "filter"
    /// Shows it as it was at the end of a day.
    OnDay "on-day"
    /// Makes the product keep serials.
    Serialise "serialise"
    /// Says yes to what cannot be undone.
    Yes "yes"
    /// Shares a draft, hands it over or takes it over.
    Whose "whose"
    /// Corrects what was posted wrongly.
    Correct "correct"
    /// Hold the goods of an order, or of a transfer that is ready to ship.
    Reserve "reserve"
    /// Let go of what is held.
    Release "release"
    /// Close an order, ship a transfer, or receive what is on its way.
    Onward "onward"
    /// Send back what is on its way.
    SendBack "send-back"
    /// Write off what is lost on its way.
    Lost "lost"
    /// Take all that is still on its way.
    Rest "rest"
    /// Shows the label of what is in view, to be printed.
    Label "label"
    /// Shows the code of a label alone, or the label again.
    Code "code"
    /// Tries again what failed.
    Retry "retry"
    /// Prints a job again.
    Again "again"
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Where a row of the table holds: a screen, or a family of screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Every screen but a question.
    Everywhere,
    /// Every screen with rows to walk.
    Lists,
    /// Every screen with fields to fill.
    Forms,
    /// First screen.
    Home,
    /// Draft of a posting.
    Receiving,
    /// Draft of what leaves, moves or comes back.
    Moving,
    /// Draft of what of a transfer arrives.
    Arriving,
    /// Units to choose from.
    Picker,
    /// Scans that wait for a decision.
    Tray,
    /// Whole posting, before it is posted.
    Summary,
    /// One line of a draft.
    LineForm,
    /// Head of a draft: supplier, invoice, date.
    HeadForm,
    /// Serials by range or list.
    Range,
    /// Serials from a template.
    Generate,
    /// Expected serials of a line.
    Expected,
    /// Products.
    Products,
    /// One product.
    Product,
    /// Fields of a product.
    ProductForm,
    /// Product that gets serials.
    Conversion,
    /// Stock of a warehouse.
    Stock,
    /// What shall be counted.
    BeginStocktake,
    /// The stock is counted.
    Stocktake,
    /// What was found, before it is settled.
    Settle,
    /// Documents of all kinds.
    Documents,
    /// One document.
    Document,
    /// Units of a lot or a product.
    Units,
    /// One unit.
    Passport,
    /// Anything by any part of its name.
    Find,
    /// Choice from a list: the screen below gets what was chosen.
    Pick,
    /// List of settings.
    Settings,
    /// Warehouses.
    Warehouses,
    /// Bins of a warehouse.
    Bins,
    /// Branches of the company.
    Branches,
    /// Templates.
    Templates,
    /// This desk.
    DeskSettings,
    /// Fields of any record of the settings.
    SettingForm,
    /// What the scanner sends.
    Scanner,
    /// What was decided.
    Journal,
    /// Label of what was in view below.
    Label,
    /// What is on its way to printers.
    Spool,
    /// Last five scans.
    Scans,
    /// Help.
    Help,
    /// Palette.
    Palette,
    /// Employees.
    People,
    /// Roles.
    Roles,
    /// What warehouses let an employee do.
    Rights,
    /// What is ticked or not.
    Ticks,
    /// Badge or PIN of somebody.
    Badge,
    /// Desks and who is at them.
    Desks,
    /// Desk that waits for a badge.
    Locked,
    /// Question about something that cannot be undone.
    Confirm,
}

impl Scope {
    /// Every scope there is.
    pub const ALL: &'static [Scope] = &[
        Scope::Everywhere,
        Scope::Lists,
        Scope::Forms,
        Scope::Home,
        Scope::Receiving,
        Scope::Moving,
        Scope::Arriving,
        Scope::Picker,
        Scope::Tray,
        Scope::Summary,
        Scope::LineForm,
        Scope::HeadForm,
        Scope::Range,
        Scope::Generate,
        Scope::Expected,
        Scope::Products,
        Scope::Product,
        Scope::ProductForm,
        Scope::Conversion,
        Scope::Stock,
        Scope::BeginStocktake,
        Scope::Stocktake,
        Scope::Settle,
        Scope::Documents,
        Scope::Document,
        Scope::Units,
        Scope::Passport,
        Scope::Find,
        Scope::Pick,
        Scope::Settings,
        Scope::Warehouses,
        Scope::Bins,
        Scope::Branches,
        Scope::Templates,
        Scope::DeskSettings,
        Scope::SettingForm,
        Scope::Scanner,
        Scope::Journal,
        Scope::Label,
        Scope::Spool,
        Scope::Scans,
        Scope::Help,
        Scope::Palette,
        Scope::People,
        Scope::Roles,
        Scope::Rights,
        Scope::Ticks,
        Scope::Badge,
        Scope::Desks,
        Scope::Locked,
        Scope::Confirm,
    ];

    /// Returns the scope whose rows hold here too; a question inherits nothing, nor does a locked desk.
    pub const fn parent(self) -> Option<Scope> {
        match self {
            Scope::Everywhere | Scope::Locked | Scope::Confirm => None,
            Scope::Lists | Scope::Forms | Scope::Badge => Some(Scope::Everywhere),
            Scope::LineForm
            | Scope::HeadForm
            | Scope::Range
            | Scope::Generate
            | Scope::ProductForm
            | Scope::BeginStocktake
            | Scope::DeskSettings
            | Scope::Label
            | Scope::SettingForm => Some(Scope::Forms),
            Scope::Arriving => Some(Scope::Moving),
            _ => Some(Scope::Lists),
        }
    }

    /// Returns its heading in help and the README.
    pub const fn heading(self) -> &'static str {
        match self {
            Scope::Everywhere => "Everywhere",
            Scope::Lists => "In lists",
            Scope::Forms => "In forms",
            Scope::Home => "Home",
            Scope::Receiving => "Receiving",
            Scope::Moving => "Selling, moving, returning",
            Scope::Arriving => "Receiving a transfer",
            Scope::Picker => "Units to choose from",
            Scope::Tray => "To decide",
            Scope::Summary => "Before posting",
            Scope::LineForm => "Line",
            Scope::HeadForm => "Head of a draft",
            Scope::Range => "Range",
            Scope::Generate => "Generate",
            Scope::Expected => "Expected serials",
            Scope::Products => "Products",
            Scope::Product => "Product",
            Scope::ProductForm => "Product's fields",
            Scope::Conversion => "Conversion",
            Scope::Stock => "Stock",
            Scope::BeginStocktake => "New stocktake",
            Scope::Stocktake => "Stocktake",
            Scope::Settle => "Before settling",
            Scope::Documents => "Documents",
            Scope::Document => "Document",
            Scope::Units => "Units",
            Scope::Passport => "Passport",
            Scope::Find => "Find",
            Scope::Pick => "Choice",
            Scope::Settings => "Settings",
            Scope::Warehouses => "Warehouses",
            Scope::Bins => "Bins",
            Scope::Branches => "Branches",
            Scope::Templates => "Templates",
            Scope::DeskSettings => "This desk",
            Scope::SettingForm => "Setting's fields",
            Scope::Scanner => "Scanner",
            Scope::Journal => "Journal",
            Scope::Label => "Label",
            Scope::Spool => "Spool",
            Scope::Scans => "Last scans",
            Scope::Help => "Help",
            Scope::Palette => "Palette",
            Scope::People => "Employees",
            Scope::Roles => "Roles",
            Scope::Rights => "What warehouses let them do",
            Scope::Ticks => "Ticked or not",
            Scope::Badge => "Badge and PIN",
            Scope::Desks => "Desks",
            Scope::Locked => "Locked",
            Scope::Confirm => "Questions",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Where it holds.
    pub scope: Scope,
    /// Key that does it; `None` is reached by palette and command barcode only.
    pub key: Option<Key>,
    /// Key shown beside the first in the footer, for a pair such as ←→.
    pub beside: Option<Key>,
    /// What it does.
    pub action: Action,
    /// Word in the footer; empty when it is not shown there.
    pub footer: &'static str,
    /// Sentence in help and palette.
    pub help: &'static str,
}

impl Row {
    /// Tells whether a command barcode may do it: no scan ever says yes to what cannot be undone.
    pub fn is_scannable(&self) -> bool {
        self.scope != Scope::Confirm && self.action != Action::Yes
    }

    /// Returns the key as the footer shows it; `twins` where the terminal has no function keys.
    pub fn key_word(&self, twins: bool, ascii: bool) -> String {
        let word = |key: Key| if twins { key.twin_word(ascii) } else { key.word(ascii) };
        match (self.key, self.beside) {
            (Some(key), Some(beside)) => format!("{}{}", word(key), word(beside)),
            (Some(key), None) => word(key),
            (None, _) => String::new(),
        }
    }
}

/// Returns the rows that hold in a scope, its own before its parents', an overridden key or action once.
pub fn rows(scope: Scope) -> Vec<&'static Row> {
    let mut found: Vec<&'static Row> = Vec::with_capacity(32);
    let mut at = Some(scope);
    while let Some(here) = at {
        for row in ROWS.iter().filter(|row| row.scope == here) {
            let overridden = found.iter().any(|own| {
                own.scope != here && ((own.key.is_some() && own.key == row.key) || own.action == row.action)
            });
            if !overridden {
                found.push(row);
            }
        }
        at = here.parent();
    }
    found
}

/// Returns the row a key leads to in a scope.
pub fn find(scope: Scope, key: Key) -> Option<&'static Row> {
    let mut at = Some(scope);
    while let Some(here) = at {
        if let Some(row) = ROWS.iter().find(|row| row.scope == here && row.key == Some(key)) {
            return Some(row);
        }
        at = here.parent();
    }
    None
}

/// Returns the row of an action in a scope, whether or not it has a key.
pub fn row(scope: Scope, action: Action) -> Option<&'static Row> {
    let mut at = Some(scope);
    while let Some(here) = at {
        if let Some(row) = ROWS.iter().find(|row| row.scope == here && row.action == action) {
            return Some(row);
        }
        at = here.parent();
    }
    None
}

/// Returns any row of the action that a command barcode names (`DH:POST`); a question cannot be answered so.
pub fn command(payload: &[u8]) -> Option<&'static Row> {
    let (_, name) = payload.split_at_checked(3).filter(|(start, _)| start.eq_ignore_ascii_case(b"DH:"))?;
    let name = std::str::from_utf8(name).ok()?;
    ROWS.iter().find(|row| row.is_scannable() && row.action.name().eq_ignore_ascii_case(name))
}

/// Tells why a key may not be in the table; `None` when it may.
pub fn forbidden(key: Key) -> Option<&'static str> {
    match key.code {
        Code::F(8 | 11 | 12) => Some("scanners and window managers send it"),
        Code::Char(_) if !key.ctrl => Some("a scanner types it"),
        Code::Char('j' | 'm' | 'i' | '[' | 'b' | 'c' | 'd' | '4' | '5' | '6' | '7' | ']') => {
            Some("scanners and terminals send it")
        }
        Code::Char('q' | 's') => Some("terminals stop and start their output by it"),
        Code::Char('f') => Some("it begins the twins of the function keys"),
        _ => None,
    }
}

/// Returns the key block of the README, between its `<!-- keys -->` marks.
pub fn readme_block() -> String {
    let mut out = String::new();
    for &scope in Scope::ALL {
        let own: Vec<_> = ROWS.iter().filter(|row| row.scope == scope).collect();
        if own.is_empty() {
            continue;
        }
        let heading = scope.heading();
        let _ = write!(out, "\n**{heading}**\n\n| key | what it does | barcode |\n|---|---|---|\n");
        for row in own {
            let key = row.key.map_or_else(|| "palette".to_owned(), |key| key.word(false));
            let barcode = if row.is_scannable() {
                format!("`DH:{}`", row.action.name().to_ascii_uppercase())
            } else {
                String::from("–")
            };
            let _ = writeln!(out, "| {key} | {} | {barcode} |", row.help);
        }
    }
    out
}

/// Tells whether a README holds the present key block between its marks; `None` when it has no marks.
pub fn readme_is_current(readme: &str) -> Option<bool> {
    let (_, rest) = readme.split_once("<!-- keys -->")?;
    let (block, _) = rest.split_once("<!-- /keys -->")?;
    Some(block.trim() == readme_block().trim())
}
