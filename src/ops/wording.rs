//! Text that a person writes into a record: trimmed, bounded, and harmless on every screen it comes to.

use crate::domain::text::{is_graphic, shown, shown_char};
use crate::messages::Refused;

/// Characters of a text too long that are named.
const BEGINNING: usize = 20;

/// Returns one line of text without outer blanks; `what` begins the rule: `an invoice number`.
///
/// Refused when it is longer than `most` characters or has one that cannot be seen.
pub fn line(what: &str, text: &str, most: usize) -> Result<String, Refused> {
    checked(what, text, most, is_graphic)
}

/// Returns text of several lines without outer blanks, otherwise as [`fn@line`].
pub fn text(what: &str, text: &str, most: usize) -> Result<String, Refused> {
    checked(what, text, most, |c| c == '\n' || is_graphic(c))
}

fn checked(what: &str, text: &str, most: usize, fits: impl Fn(char) -> bool) -> Result<String, Refused> {
    let text = text.trim();
    let length = text.chars().count();
    if length > most {
        // Its beginning is enough to know it by, and the rule has to be read too.
        let begins: String = text.chars().take(BEGINNING).collect();
        let sentence = format!("{}…: {length} characters, {what} has at most {most}", shown(&begins));
        return Err(Refused::BadField(sentence));
    }
    if let Some(hidden) = text.chars().find(|c| !fits(*c)) {
        let sentence = format!("{}: {} cannot stand in {what}", shown(text), shown_char(hidden));
        return Err(Refused::BadField(sentence));
    }
    Ok(text.to_owned())
}
