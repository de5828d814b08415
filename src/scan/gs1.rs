//! GS1 element strings: what a label says of a trade item, in pieces that each begin with an Application Identifier.
//!
//! After the GS1 General Specifications, release 25, chapters 3, 4 and 7, and the GS1 Digital Link URI syntax 1.4. No
//! library on the registry holds a scan against all of it, so the table of identifiers is our own, a row an
//! identifier.
//!
//! ```text
//!  ]d2 01…21… GS 10…   ─ elements ─┐
//!  (01)…(21)…(10)…     ─ elements ─┼─► [Element]s ─► partners: what must, and must not, stand beside what
//!  https://…/01/…/21/… ─ link ─────┘
//! ```
//!
//! - [`identifiers`]: every identifier, its format, its checks, its partners.
//! - [`checks`]: what a value must be beyond its characters: check digits, dates, countries, coordinates.
//! - [`elements`]: raw and bracketed strings, read and written.
//! - [`link`]: GS1 Digital Link URIs, read and written.
//! - [`partners`]: rules over all elements of one message.

pub mod checks;
pub mod codes;
pub mod coupon;
pub mod dates;
pub mod elements;
pub mod identifiers;
pub mod link;
pub mod partners;

pub use elements::{bracketed, from_brackets, from_raw, raw};
pub use partners::Breach;

use checks::{Flaw, Rule};
use identifiers::Identifier;

/// One element: an Application Identifier and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The identifier's row of the table.
    pub identifier: &'static Identifier,
    /// The identifier as it stands: `3102` of the row `3100`–`3105`.
    pub ai: String,
    /// Its value.
    pub value: String,
}

/// Why a text is no GS1 message: which identifier breaks which rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Fault {
    /// The identifier, or the digits where one was looked for; empty before the first.
    pub ai: String,
    /// Its value as far as it goes.
    pub value: String,
    /// What is broken.
    pub rule: Rule,
    /// The character where, counted from 1.
    pub position: usize,
}

impl Fault {
    fn at(ai: &str, value: &str, rule: Rule, position: usize) -> Fault {
        Fault { ai: ai.to_owned(), value: value.to_owned(), rule, position: position + 1 }
    }

    fn of(ai: &str, value: &str, flaw: Flaw, value_at: usize) -> Fault {
        Fault::at(ai, value, flaw.rule, value_at + flaw.at)
    }

    /// Moves the position behind what stood before the message, an AIM identifier for instance.
    #[must_use]
    pub fn behind(self, characters: usize) -> Fault {
        Fault { position: self.position + characters, ..self }
    }

    fn sentence(&self) -> String {
        let words = self.rule.words();
        match (self.ai.is_empty(), self.value.is_empty()) {
            (true, _) => format!("{words}, at character {}", self.position),
            (false, true) => format!("({}): {words}, at character {}", self.ai, self.position),
            (false, false) => {
                format!(
                    "({}) {}: {words}, at character {}",
                    self.ai,
                    crate::domain::text::shown(&self.value),
                    self.position
                )
            }
        }
    }
}

/// Returns the value of an identifier, the first of several.
pub fn value<'e>(elements: &'e [Element], ai: &str) -> Option<&'e str> {
    elements.iter().find(|element| element.ai == ai).map(|element| element.value.as_str())
}
