//! The screens, one file each, and how they are reached.
//!
//! [`go`] makes the screen of a palette entry or key such as `GoStock`, [`open`] the screen of what a verdict, a row
//! or a scan names. Each screen's module starts with the sentence that would stand under its screenshot.

mod aside;
pub mod expected;
pub mod generate;
pub mod head_form;
pub mod help;
pub mod line_form;
pub mod palette;
pub mod pick;
#[cfg(test)]
mod probe;
pub mod product_form;
pub mod range;
pub mod receiving;
pub mod scans;
pub mod settings;
pub mod summary;
pub mod tray;

use super::keymap::Action;
use super::screen::Screen;
use super::verdict::Target;

/// Makes the first screen of a desk; `receiving` when it is set to open there.
pub fn first(receiving: bool) -> Box<dyn Screen> {
    if receiving {
        return receiving::Receiving::start();
    }
    Box::new(help::Help::of_desk())
}

/// Makes the screen that a `Go…` action leads to; `None` for other actions.
pub fn go(action: Action) -> Option<Box<dyn Screen>> {
    match action {
        Action::GoReceive => Some(receiving::Receiving::start()),
        Action::GoSettings => Some(Box::new(settings::Settings::default())),
        _ => None,
    }
}

/// Makes the screen of what a verdict, a row or a scan names.
pub fn open(target: &Target) -> Option<Box<dyn Screen>> {
    match target {
        Target::Draft(draft) => Some(receiving::Receiving::open(*draft)),
        _ => None,
    }
}
