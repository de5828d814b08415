//! Serial numbers, and what makes two of them one.

mod shape;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::shape::{fits_shape, odd_beside, odd_for_shape, shape_of};
use super::text::{is_graphic, shown, shown_char};

/// Characters a serial may have at most, blanks inside it included.
pub const LONGEST: usize = 64;

/// How a product's serials are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Matching {
    /// Trimmed, inner blanks removed, ASCII letters as upper case: `ab 1` and `AB1` are one serial.
    #[default]
    Loose,
    /// Only trimmed.
    Exact,
}

/// What is compared and stored as the key of a serial: 1 to 64 graphic characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SerialKey(String);

impl SerialKey {
    /// Takes a key back from storage, where only keys of parsed serials are written.
    pub const fn from_stored(key: String) -> SerialKey {
        SerialKey(key)
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the key up as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for SerialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Serial number as the maker printed it, and the key it is compared by.
///
/// Leading zeros stay. Both texts hold graphic characters only (see [`is_graphic`]) and blanks only inside, so a
/// serial can be printed on a terminal as it is; emoji and letters of any script are taken. Accented letters are
/// compared as they were encoded: nothing is normalised that a scanner would not send twice the same way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Serial {
    raw: String,
    key: SerialKey,
}

impl Serial {
    /// Reads a serial as scanned, typed or pasted.
    ///
    /// Outer blanks are dropped. Refused are an empty text, more than 64 characters, and characters that cannot be
    /// seen, since two serials that look the same must be the same.
    pub fn parse(raw: &str, matching: Matching) -> Result<Serial, SerialError> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(SerialError::Empty);
        }
        // Bytes bound characters from above, so the usual serial is never counted twice.
        if raw.len() > LONGEST {
            let count = raw.chars().count();
            if count > LONGEST {
                return Err(SerialError::TooLong { text: shown(raw), count });
            }
        }
        if let Some((position, hidden)) = raw.chars().enumerate().find(|(_, c)| !is_graphic(*c)) {
            let (text, character) = (shown(raw), shown_char(hidden));
            return Err(SerialError::Hidden { text, character, position: position + 1 });
        }
        Ok(Serial { raw: raw.to_owned(), key: SerialKey(key_of(raw, matching).into_owned()) })
    }

    /// Returns the serial as scanned, without outer blanks.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Returns what is compared.
    pub const fn key(&self) -> &SerialKey {
        &self.key
    }

    /// Gives up both texts: as scanned, and the key.
    pub fn into_parts(self) -> (String, SerialKey) {
        (self.raw, self.key)
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

/// Returns the key of an already trimmed serial; borrowed when it is the serial itself.
pub(super) fn key_of(raw: &str, matching: Matching) -> Cow<'_, str> {
    let same = matching == Matching::Exact || raw.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_lowercase());
    if same {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect())
}

/// Splits a text around its last run of ASCII digits, the number that counts up: `005-ccc` is ``, `005`, `-ccc`.
pub(in crate::domain) fn last_digits(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = text[..end].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        // The character before the run may be wider than one byte.
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// Why a text cannot be a serial. Its texts are already fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SerialError {
    /// Nothing but blanks.
    #[error("nothing scanned: a serial has at least one character")]
    Empty,
    /// It has more characters than a serial may have.
    #[error("{text}: {count} characters, a serial has at most 64")]
    TooLong {
        /// The serial, cut.
        text: String,
        /// Characters it has.
        count: usize,
    },
    /// It has a character that cannot be seen.
    #[error("{text}: character {position} is {character}, which cannot be seen in a serial")]
    Hidden {
        /// The serial, its hidden characters spelled out.
        text: String,
        /// The first hidden one, spelled out: `\u{1b}`.
        character: String,
        /// Where it stands, from 1.
        position: usize,
    },
}

impl SerialError {
    /// Returns the code that scripts rely on.
    pub const fn code(&self) -> &'static str {
        "serial_malformed"
    }
}
