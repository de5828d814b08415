//! Answers as scripts get them: names in place of ids, exact decimal texts, days as `YYYY-MM-DD`, instants in UTC.

mod conversion;
mod document;
mod draft;
mod meaning;
mod passport;
mod product;
mod refusal;
mod stock;
mod stocktake;

pub use conversion::*;
pub use document::*;
pub use draft::*;
pub use meaning::*;
pub use passport::*;
pub use product::*;
pub use refusal::*;
pub use stock::*;
pub use stocktake::*;

use crate::domain::document::DocumentKind;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};

/// Leaves an empty text out.
const fn empty(text: &str) -> bool {
    text.is_empty()
}

fn day(day: Day) -> String {
    day.to_string()
}

fn moment(at: Moment) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn quantity(quantity: Quantity) -> String {
    quantity.to_string()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Returns the word scripts have for a kind of document: `write_off`.
fn kind_word(kind: DocumentKind) -> String {
    match kind {
        DocumentKind::SendBack => "send_back".to_owned(),
        _ => kind.word().replace([' ', '-'], "_"),
    }
}
