//! Templates that number our own units: `WS{C:5}` makes `WS00001`, `WS00002`.

use std::fmt::{self, Write as _};

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::text::{shown, shown_char};
use super::time::Day;

/// Characters a number made by a template has at least.
pub const SHORTEST: usize = 4;
/// Characters a number made by a template has at most.
pub const LONGEST: usize = 30;
/// Digits a counter may be padded to; more than 18 would not fit in 64 bits.
const WIDEST_COUNTER: usize = 18;

/// Parsed template. Kept and compared as its text.
///
/// Literals are Latin letters, digits, dot, dash, slash and underscore. Exactly one `{C}` counts, `{C:5}` padded with
/// zeros. `{YY}` `{YYYY}` `{MM}` `{DD}` are the business day's, `{wh}` is the warehouse's code. `{K}`, last, is a
/// check character over the letters and digits before it: Luhn when these are all digits, else Luhn mod 36.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

/// Why a text is no template, or a template makes no number. Its texts are already fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No counter, so it would make one number only.
    #[error("{0}: a template needs a counter: {{C}}, or {{C:5}} for five digits")]
    NoCounter(String),
    /// More than one counter.
    #[error("{0}: a template has one counter, this has more")]
    TwoCounters(String),
    /// Braces around something that is not known here.
    #[error("{0} is not known; there are {{C}} {{C:5}} {{YY}} {{YYYY}} {{MM}} {{DD}} {{wh}} {{K}}")]
    Unknown(String),
    /// A brace without its partner.
    #[error("{0}: a brace stands alone")]
    LoneBrace(String),
    /// A counter padded to no digits, or to more than can be counted.
    #[error("{0}: a counter is padded to between 1 and 18 digits")]
    CounterWidth(String),
    /// The check character is not last, or there are two.
    #[error("{0}: the check character {{K}} stands once, at the end")]
    CheckNotLast(String),
    /// A character that labels and scanners may not carry unharmed.
    #[error("{template}: {character} cannot stand in a template; letters A to Z, digits and . - / _ can")]
    Character {
        /// The template.
        template: String,
        /// The character.
        character: String,
    },
    /// Its numbers would be too short or too long.
    #[error("{template}: {number} is {length} characters, a number of ours has 4 to 30")]
    Length {
        /// The template.
        template: String,
        /// A number it would make.
        number: String,
        /// Characters that number has.
        length: usize,
    },
    /// Its padded counter is full.
    #[error("{template}: {value} does not fit in {width} digits; widen the counter to {{C:{}}}", width + 1)]
    Overflow {
        /// The template.
        template: String,
        /// The counter's next value.
        value: u64,
        /// Digits the counter is padded to.
        width: usize,
    },
    /// `{wh}` stands in it and the warehouse's code cannot.
    #[error("{template}: the warehouse's code {code} cannot stand in a number; letters A to Z, digits and . - / _ can")]
    WarehouseCode {
        /// The template.
        template: String,
        /// The warehouse's code, or `–` when it has none.
        code: String,
    },
}

/// What a template is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Literal(&'a str),
    /// Digits it is padded to; 0 is as many as it takes.
    Counter(usize),
    Year2,
    Year4,
    Month,
    Day,
    Warehouse,
    Check,
}

impl Template {
    /// Reads a template; outer blanks are ignored.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        let text = text.trim();
        let name = || shown(text);
        let mut counters = 0;
        let mut shortest = 0;
        let mut checked = false;
        for piece in Pieces(text) {
            if checked {
                return Err(TemplateError::CheckNotLast(name()));
            }
            let piece = piece?;
            shortest += piece.shortest();
            match piece {
                Piece::Literal(literal) => {
                    if let Some(c) = literal.chars().find(|c| !allowed(*c)) {
                        return Err(TemplateError::Character { template: name(), character: shown_char(c) });
                    }
                }
                Piece::Counter(_) => counters += 1,
                Piece::Check => checked = true,
                _ => {}
            }
        }
        match counters {
            0 => return Err(TemplateError::NoCounter(name())),
            1 => {}
            _ => return Err(TemplateError::TwoCounters(name())),
        }
        if !(SHORTEST..=LONGEST).contains(&shortest) {
            let number = shown(&first_number(text));
            return Err(TemplateError::Length { template: name(), number, length: shortest });
        }
        Ok(Template(text.to_owned()))
    }

    /// Returns the template as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes the number with this value of the counter, on this business day, for the warehouse with this code.
    ///
    /// Refused when the padding is too narrow for the value, when the number would be longer than 30, or when `{wh}`
    /// stands in the template and the code has characters that cannot.
    pub fn render(&self, value: u64, day: Day, warehouse: &str) -> Result<String, TemplateError> {
        let mut out = String::with_capacity(LONGEST);
        for piece in Pieces(&self.0) {
            // Writing to a string cannot fail.
            let _ = match piece? {
                Piece::Literal(literal) => out.write_str(literal),
                Piece::Counter(width) => {
                    if width > 0 && value >= 10_u64.pow(u32::try_from(width).unwrap_or(u32::MAX)) {
                        return Err(TemplateError::Overflow { template: self.0.clone(), value, width });
                    }
                    write!(out, "{value:0width$}")
                }
                Piece::Year2 => write!(out, "{:02}", day.year().rem_euclid(100)),
                Piece::Year4 => write!(out, "{:04}", day.year()),
                Piece::Month => write!(out, "{:02}", day.month()),
                Piece::Day => write!(out, "{:02}", day.day()),
                Piece::Warehouse => {
                    if warehouse.is_empty() || !warehouse.chars().all(allowed) {
                        let code = if warehouse.is_empty() { "–".to_owned() } else { shown(warehouse) };
                        return Err(TemplateError::WarehouseCode { template: self.0.clone(), code });
                    }
                    out.write_str(warehouse)
                }
                Piece::Check => {
                    let check = check_character(&out);
                    out.write_char(check)
                }
            };
        }
        if !(SHORTEST..=LONGEST).contains(&out.len()) {
            let (number, length) = (shown(&out), out.len());
            return Err(TemplateError::Length { template: self.0.clone(), number, length });
        }
        Ok(out)
    }

    /// Tells whether this template would have made a number, on some day, for some warehouse. Case does not matter,
    /// since a scanner may send capitals as small letters.
    pub fn recognises(&self, number: &str) -> bool {
        self.counter_of(number).is_some()
    }

    /// Returns the value of the counter in a number this template would have made.
    pub fn counter_of(&self, number: &str) -> Option<u64> {
        let number = number.trim();
        if !number.is_ascii() || !(SHORTEST..=LONGEST).contains(&number.len()) {
            return None;
        }
        let pieces: Vec<Piece> = Pieces(&self.0).collect::<Result<_, _>>().ok()?;
        let body = match pieces.split_last()? {
            (Piece::Check, body) => {
                let (before, check) = number.split_at(number.len() - 1);
                let given = check.chars().next()?.to_ascii_uppercase();
                if check_character(before) != given {
                    return None;
                }
                return value_in(body, before);
            }
            _ => &pieces[..],
        };
        value_in(body, number)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Piece<'_> {
    /// Returns how many characters it makes at least.
    fn shortest(self) -> usize {
        match self {
            Piece::Literal(literal) => literal.len(),
            Piece::Counter(0) | Piece::Warehouse | Piece::Check => 1,
            Piece::Counter(width) => width,
            Piece::Year4 => 4,
            Piece::Year2 | Piece::Month | Piece::Day => 2,
        }
    }
}

/// The pieces of a template's text, in order, read without building anything.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0;
        if rest.is_empty() {
            return None;
        }
        let at = rest.find(['{', '}']).unwrap_or(rest.len());
        if at > 0 {
            self.0 = &rest[at..];
            return Some(Ok(Piece::Literal(&rest[..at])));
        }
        let Some(end) = rest.find('}').filter(|_| rest.starts_with('{')) else {
            self.0 = "";
            return Some(Err(TemplateError::LoneBrace(shown(rest))));
        };
        let (part, after) = rest.split_at(end + 1);
        self.0 = after;
        Some(placeholder(part))
    }
}

fn placeholder(part: &str) -> Result<Piece<'_>, TemplateError> {
    Ok(match part {
        "{C}" => Piece::Counter(0),
        "{YY}" => Piece::Year2,
        "{YYYY}" => Piece::Year4,
        "{MM}" => Piece::Month,
        "{DD}" => Piece::Day,
        "{wh}" => Piece::Warehouse,
        "{K}" => Piece::Check,
        _ => {
            let Some(width) = part.strip_prefix("{C:").and_then(|rest| rest.strip_suffix('}')) else {
                return Err(TemplateError::Unknown(shown(part)));
            };
            match width.parse() {
                Ok(width @ 1..=WIDEST_COUNTER) if part.bytes().all(|b| b != b'+') => Piece::Counter(width),
                _ => return Err(TemplateError::CounterWidth(shown(part))),
            }
        }
    })
}

/// Tells whether a character may stand in a number of ours: what every barcode symbology and label carries.
const fn allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_')
}

/// Returns a first number for a sentence, with `W` for the warehouse and day one for the day.
fn first_number(text: &str) -> String {
    let mut out = String::new();
    for piece in Pieces(text).flatten() {
        let _ = match piece {
            Piece::Literal(literal) => out.write_str(literal),
            Piece::Counter(width) => write!(out, "{:0width$}", 1),
            Piece::Year4 => out.write_str("2001"),
            Piece::Year2 | Piece::Month | Piece::Day => out.write_str("01"),
            Piece::Warehouse => out.write_str("W"),
            Piece::Check => out.write_char(check_character(&out.clone())),
        };
    }
    out
}

/// Returns the check character of what stands before it.
///
/// Luhn over digits (ISO/IEC 7812-1) when there are no letters, else its generalisation mod 36 with 0–9 as 0 to 9
/// and A–Z, in either case, as 10 to 35. Dots, dashes, slashes and underscores do not count.
fn check_character(before: &str) -> char {
    let base = if before.bytes().any(|b| b.is_ascii_alphabetic()) { 36 } else { 10 };
    let sum: u32 = before
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(36))
        .enumerate()
        .map(|(place, code)| {
            if place % 2 == 1 {
                return code;
            }
            let doubled = code * 2;
            doubled / base + doubled % base
        })
        .sum();
    let check = (base - sum % base) % base;
    char::from_digit(check, base).unwrap_or('0').to_ascii_uppercase()
}

/// Matches a number's text against pieces; the answer is the counter's value, or 0 while it is still to come.
fn value_in(pieces: &[Piece], text: &str) -> Option<u64> {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty().then_some(0);
    };
    match *piece {
        Piece::Literal(literal) => {
            let head = text.get(..literal.len())?;
            head.eq_ignore_ascii_case(literal).then_some(())?;
            value_in(rest, &text[literal.len()..])
        }
        Piece::Counter(0) => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            // Without padding no number but zero itself begins with a zero.
            let longest = if text.starts_with('0') { digits.min(1) } else { digits };
            (1..=longest).rev().find_map(|length| counter(text, length, rest))
        }
        Piece::Counter(width) => counter(text, width, rest),
        Piece::Year4 => dated(text, 4, 0..=9999, rest),
        Piece::Year2 => dated(text, 2, 0..=99, rest),
        Piece::Month => dated(text, 2, 1..=12, rest),
        Piece::Day => dated(text, 2, 1..=31, rest),
        Piece::Warehouse => (1..=text.len())
            .rev()
            .filter(|end| text[..*end].chars().all(allowed))
            .find_map(|end| value_in(rest, &text[end..])),
        Piece::Check => None,
    }
}

/// Reads the counter and matches what follows it.
fn counter(text: &str, length: usize, rest: &[Piece]) -> Option<u64> {
    let value = digits(text, length)?;
    value_in(rest, &text[length..]).map(|_| value)
}

/// Reads a part of a date and matches what follows it.
fn dated(text: &str, length: usize, range: std::ops::RangeInclusive<u64>, rest: &[Piece]) -> Option<u64> {
    range.contains(&digits(text, length)?).then_some(())?;
    value_in(rest, &text[length..])
}

fn digits(text: &str, length: usize) -> Option<u64> {
    let head = text.get(..length)?;
    head.bytes().all(|b| b.is_ascii_digit()).then(|| head.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_written_otherwise_than_the_template_writes_it_is_not_its_own() {
        let counter = |template, number| Template::parse(template).expect("a template").counter_of(number);
        assert_eq!(counter("WS-{C}", "WS-7"), Some(7));
        assert_eq!(counter("WS-{C}", "ws-120"), Some(120));
        assert_eq!(counter("WS-{C}", "WS-007"), None, "it writes no zeros before");
        assert_eq!(counter("WS-{C:3}", "WS-007"), Some(7));
        assert_eq!(counter("WS-{C:3}", "WS-0070"), None);
        assert_eq!(counter("WS-{C}-{YY}", "WS-7-26"), Some(7));
    }
}
