//! The screens, one file each, and how they are reached.
//!
//! [`go`] makes the screen of a palette entry or key such as `GoStock`, [`open`] the screen of what a verdict, a row
//! or a scan names. Each screen's module starts with the sentence that would stand under its screenshot.

mod aside;
pub mod conversion;
pub mod correct;
pub mod day_form;
pub mod document;
pub mod documents;
pub mod expected;
mod expiry;
pub mod find;
pub mod generate;
pub mod head_form;
pub mod help;
pub mod home;
pub mod journal;
pub mod label;
pub mod line_form;
pub mod locked;
pub mod meaning;
pub mod moving;
pub mod note_form;
pub mod palette;
pub mod passport;
pub mod pick;
#[cfg(test)]
mod probe;
pub mod product;
pub mod product_form;
pub mod products;
pub mod range;
pub mod receiving;
pub mod scanner;
pub mod scans;
pub mod settings;
pub mod spool;
pub mod stock;
pub mod stocktake;
pub mod summary;
pub mod tray;
mod turns;
pub mod units;
pub mod which;
pub mod whose;

use super::keymap::Action;
use super::screen::{Here, Screen};
use super::verdict::Target;
use crate::domain::document::DocumentKind;
use crate::domain::employee::Permission;

/// Makes the first screen of a desk; `receiving` when it is set to open there.
pub fn first(receiving: bool) -> Box<dyn Screen> {
    if receiving { receiving::Receiving::start() } else { Box::new(home::Home::default()) }
}

/// Makes the screen that a `Go…` action leads to; `None` for other actions, and for Home, which is always there.
pub fn go(action: Action) -> Option<Box<dyn Screen>> {
    match action {
        Action::GoFind => Some(find::Find::of("")),
        Action::GoBegin => Some(Box::new(moving::begin::Begin::default())),
        Action::GoProducts => Some(Box::new(products::Products::default())),
        Action::GoStock => Some(stock::Stock::here()),
        Action::GoStocktake => Some(Box::new(stocktake::Begin::default())),
        Action::GoDocuments => Some(Box::new(documents::Documents::default())),
        Action::GoSettings => Some(Box::new(settings::Settings::default())),
        Action::GoScanner => Some(Box::new(scanner::Scanner::default())),
        Action::GoSpool => Some(Box::new(spool::Spool::default())),
        Action::GoJournal => Some(Box::new(journal::Journal::default())),
        action => begin(action, None),
    }
}

/// Makes the screen that begins a document, with a unit that is shown when there is one; `None` for other actions.
pub fn begin(action: Action, unit: Option<String>) -> Option<Box<dyn Screen>> {
    match moving::kinds::begun_by(action) {
        Some(kind) => Some(moving::Moving::begin(kind, unit)),
        None if action == Action::GoReceive => Some(receiving::Receiving::start()),
        None => None,
    }
}

/// Says why an action cannot be done by whoever works at this desk, or at all here; `None` when it can.
pub fn barred(here: &Here, action: Action) -> Option<String> {
    let (permission, verb) = match moving::kinds::begun_by(action) {
        Some(kind) => (kind.permission(), kind.verb),
        None if action == Action::GoJournal => (Permission::ViewJournal, "read the journal"),
        None => return None,
    };
    let name = &here.employee_name;
    (!here.may(permission)).then(|| format!("{name} may not {verb}: ask somebody who may"))
}

/// Says why an action cannot be done on a screen now; `None` when it can.
pub fn why_not(screen: &dyn Screen, here: &Here, action: Action) -> Option<String> {
    let nothing = action == Action::Label && screen.prints().is_empty();
    let nothing = nothing.then(|| "nothing is selected here that has a label".to_owned());
    screen.disabled(action).or(nothing).or_else(|| barred(here, action))
}

/// Makes the screen of what a verdict, a row or a scan names.
pub fn open(target: &Target) -> Option<Box<dyn Screen>> {
    Some(match target {
        Target::Unit(product, key) => passport::Passport::of(*product, key.clone()),
        Target::Document(document) => document::Document::of(*document),
        Target::Draft(draft, DocumentKind::Conversion) => conversion::Conversion::open(*draft),
        Target::Draft(draft, kind) => match moving::kinds::of(*kind) {
            Some(kind) => moving::Moving::open(kind, *draft),
            None if *kind == DocumentKind::Posting => receiving::Receiving::open(*draft),
            None if *kind == DocumentKind::Stocktake => stocktake::Stocktake::open(*draft),
            None => return None,
        },
        Target::Product(product) => product::Product::of(*product),
    })
}
