//! Serial numbers, and what makes two of them one.

use serde::{Deserialize, Serialize};

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

/// Serial number as the maker printed it, and the key it is compared by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Serial {
    raw: String,
    key: SerialKey,
}
