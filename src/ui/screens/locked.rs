//! A desk that waits for somebody's badge: nothing of anybody's work is shown, and nothing but a badge is taken.
//!
//! ```text
//!  Locked                                                       desk 2   09:41
//!
//!  Scan your badge.
//!  Ana's work is kept: her badge goes on where she was, another begins its own.
//! ```

use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen};
use crate::ui::text;
use crate::ui::theme::Role;

/// What is said of anything but a badge.
pub const NOT_TAKEN: &str = "LOCKED: scan your badge; that was not taken";

/// What a locked desk waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locked {
    /// A badge; with the name of whose work is kept, when it is somebody's.
    Badge(Option<String>),
    /// The PIN of a badge that was scanned.
    Pin,
}

impl Screen for Locked {
    fn scope(&self) -> Scope {
        Scope::Locked
    }

    fn title(&self) -> String {
        "Locked".to_owned()
    }

    fn prompt(&self) -> Prompt {
        match self {
            Locked::Badge(_) => Prompt::Words("scan your badge"),
            Locked::Pin => Prompt::Secret("PIN"),
        }
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::Back && *self != Locked::Pin).then(|| "no PIN is asked for".to_owned())
    }

    fn update(&mut self, _: &Here, _: Event) -> Vec<Effect> {
        // The session itself keeps the door.
        Vec::new()
    }

    fn view(&self, page: &mut Page<'_>) {
        let (asked, more) = match self {
            Locked::Badge(None) => ("Scan your badge.", String::new()),
            Locked::Badge(Some(name)) => (
                "Scan your badge.",
                format!("What {name} was at is kept: their badge goes on there, another begins its own."),
            ),
            Locked::Pin => ("Type the PIN of this badge, then Enter.", "Esc lets another badge be scanned.".to_owned()),
        };
        page.put(1, 1, asked, Role::Strong);
        for (row, line) in (3..).zip(text::wrap(&more, usize::from(page.width().saturating_sub(2)))) {
            page.put(1, row, &line, Role::Dim);
        }
    }
}
