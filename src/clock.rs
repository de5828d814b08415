//! The one file that reads clocks and draws ids. Everything else is given times and ids as values.

use std::time::Instant;

use crate::domain::time::Moment;

/// Reads the wall clock, in UTC.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
pub fn now() -> Moment {
    Moment(chrono::Utc::now().timestamp_millis())
}

/// Reads the monotonic clock, for gaps and timeouts.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the monotonic clock")]
pub fn tick() -> Instant {
    Instant::now()
}

/// Letters and digits that nobody takes for one another, on the telephone or on paper.
const CLEAR: [char; 30] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R',
    'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// Draws the id and the secret of a badge.
pub fn badge() -> (String, String) {
    (nanoid::nanoid!(6, &CLEAR), nanoid::nanoid!(27, &CLEAR))
}

/// Draws what a PIN is sealed with.
pub fn salt() -> [u8; 16] {
    let mut salt = [0; 16];
    // 16 of 64 letters are 96 bits, which no two PINs share.
    salt.copy_from_slice(nanoid::nanoid!(16).as_bytes());
    salt
}

/// Draws a mark that a person reads off a screen and finds again in the log: `7KQ2-XM4T`.
pub fn mark() -> String {
    format!("{}-{}", nanoid::nanoid!(4, &CLEAR), nanoid::nanoid!(4, &CLEAR))
}
