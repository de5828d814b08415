//! The screens, one file each, and how they are reached.
//!
//! [`go`] makes the screen of a palette entry or key such as `GoStock`, [`open`] the screen of what a verdict, a row
//! or a scan names. Each screen's module starts with the sentence that would stand under its screenshot.

mod aside;
pub mod document;
pub mod documents;
pub mod expected;
pub mod find;
pub mod generate;
pub mod head_form;
pub mod help;
pub mod home;
pub mod line_form;
pub mod meaning;
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
pub mod scans;
pub mod settings;
pub mod stock;
pub mod summary;
pub mod tray;
pub mod units;
pub mod which;
pub mod whose;

use super::keymap::Action;
use super::screen::Screen;
use super::verdict::Target;

/// Makes the first screen of a desk; `receiving` when it is set to open there.
pub fn first(receiving: bool) -> Box<dyn Screen> {
    if receiving { receiving::Receiving::start() } else { Box::new(home::Home::default()) }
}

/// Makes the screen that a `Go…` action leads to; `None` for other actions, and for Home, which is always there.
pub fn go(action: Action) -> Option<Box<dyn Screen>> {
    match action {
        Action::GoFind => Some(find::Find::of("")),
        Action::GoReceive => Some(receiving::Receiving::start()),
        Action::GoProducts => Some(Box::new(products::Products::default())),
        Action::GoStock => Some(stock::Stock::here()),
        Action::GoDocuments => Some(Box::new(documents::Documents::default())),
        Action::GoSettings => Some(Box::new(settings::Settings::default())),
        _ => None,
    }
}

/// Makes the screen of what a verdict, a row or a scan names.
pub fn open(target: &Target) -> Option<Box<dyn Screen>> {
    Some(match target {
        Target::Unit(product, key) => passport::Passport::of(*product, key.clone()),
        Target::Document(document) => document::Document::of(*document),
        Target::Draft(draft, _) => receiving::Receiving::open(*draft),
        Target::Product(product) => product::Product::of(*product),
    })
}
