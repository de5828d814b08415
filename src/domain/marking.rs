//! What a code on goods says of them beyond their product: serial, batch, dates, how many. GS1 element strings say it, and
//! makers' labels in ISO 15434; what either means at receiving is the same.

use chrono::Datelike;

use super::barcode::Gtin;
use super::time::Day;
use super::unit::UnitLabel;

/// Identifiers of GS1 and of ISO 15434 that name one piece further: a second serial, a mobile device's, an asset's, a
/// returnable asset's; a phone's, a network card's.
pub const FURTHER: [&str; 6] = ["250", "8002", "8004", "8003", "22S", "23S"];

/// What a code on goods says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marking {
    /// Whose product it is: its GTIN, or its maker's or customer's part number.
    pub product: Option<String>,
    /// Serial of the one piece.
    pub serial: Option<String>,
    /// Further identifiers of the one piece: a second serial, a mobile device's, an asset's number.
    pub also: Vec<String>,
    /// Maker's batch.
    pub batch: Option<String>,
    /// Day it was made.
    pub made: Option<Day>,
    /// Day it should be used or sold by.
    pub expiry: Option<Day>,
    /// Pieces it stands for, of a product without serials.
    pub count: Option<u32>,
    /// Number of the pallet or parcel it is on.
    pub pallet: Option<String>,
    /// The whole of it, as people read it: what waits in a tray, and can be read again.
    pub text: String,
    /// As it was scanned, its carrier's AIM identifier before it; empty of what was read again from a tray.
    pub raw: String,
    /// What is odd about it, as sentences; empty when all rules hold.
    pub warnings: Vec<String>,
}

impl Marking {
    /// Returns what a screen that asks for one thing takes it for: its serial, else its product, else its pallet.
    pub fn code(&self) -> &str {
        [&self.serial, &self.product, &self.pallet]
            .into_iter()
            .flatten()
            .next()
            .map_or(self.text.as_str(), String::as_str)
    }

    /// Returns what the unit keeps of it besides its serial.
    pub fn label(&self) -> UnitLabel {
        let raw = if self.raw.is_empty() { &self.text } else { &self.raw };
        UnitLabel { raw: raw.clone(), also: self.also.clone() }
    }

    /// Tells whether it says more than which product it is.
    pub fn says_more(&self) -> bool {
        self.serial.is_some() || self.batch.is_some() || self.expiry.is_some() || self.count.is_some()
    }
}

/// Returns the value of an identifier in a text written with identifiers in brackets: `(01)04012345123456(21)ABC`.
///
/// The text is one that was written so; an opening bracket within a value stands behind a backslash.
pub fn in_brackets(text: &str, ai: &str) -> Option<String> {
    let mut rest = text.strip_prefix('(')?;
    loop {
        let (found, behind) = rest.split_once(')')?;
        let end = behind
            .char_indices()
            .find(|(at, letter)| *letter == '(' && !behind[..*at].ends_with('\\'))
            .map_or(behind.len(), |(at, _)| at);
        if found == ai {
            return Some(behind[..end].replace("\\(", "("));
        }
        rest = behind[end..].strip_prefix('(')?;
    }
}

/// Reads again what a scan that waits said of goods; nothing when it is no label in brackets.
pub fn waiting(text: &str, today: Day) -> Option<Marking> {
    let value = |ais: &[&str]| ais.iter().find_map(|ai| in_brackets(text, ai));
    let product = value(&["01", "02", "1P", "30P", "P"])?;
    Some(Marking {
        product: Some(product),
        serial: serial_of(text),
        also: further(text),
        batch: value(&["10", "1T"]),
        expiry: value(&["17", "15", "16"]).and_then(|digits| day_meant(&digits, today)),
        count: value(&["37", "30", "Q"]).and_then(|count| count.parse().ok()).filter(|count| *count > 0),
        text: text.to_owned(),
        ..Marking::default()
    })
}

/// Returns the serial within the brackets of a label.
pub fn serial_of(text: &str) -> Option<String> {
    ["21", "S"].iter().find_map(|ai| in_brackets(text, ai))
}

/// Returns what a unit keeps of a label in brackets besides its serial; nothing of what is a serial alone.
pub fn label_of(text: &str) -> Option<UnitLabel> {
    serial_of(text).map(|_| UnitLabel { raw: text.to_owned(), also: further(text) })
}

/// Returns the further identifiers of the one piece within the brackets of a label.
fn further(text: &str) -> Vec<String> {
    FURTHER.iter().filter_map(|identifier| in_brackets(text, identifier)).collect()
}

/// Returns the day that six digits `YYMMDD` mean on a given day, when they are one: the century is the one that brings it
/// within 51 years before and 50 after (GS1 General Specifications, 7.12), and the day 00 is the last of its month.
pub fn day_meant(digits: &str, today: Day) -> Option<Day> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let (short, month, day) = (i32::try_from(number(0, 2)?).ok()?, number(2, 4)?, number(4, 6)?);
    let this = today.year().rem_euclid(100);
    let century = today.year() - this;
    let year = match short - this {
        51.. => century - 100 + short,
        ..=-50 => century + 100 + short,
        _ => century + short,
    };
    if day > 0 {
        return Day::from_ymd_opt(year, month, day);
    }
    let (next, after) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Day::from_ymd_opt(next, after, 1)?.pred_opt()
}

/// Returns the product's barcode that a scan names: the GTIN or part number within its brackets, or all of it.
pub fn barcode_of(text: &str) -> String {
    ["01", "02", "1P", "30P", "P"].iter().find_map(|ai| in_brackets(text, ai)).unwrap_or_else(|| text.to_owned())
}

/// Tells whether two scans name one product's barcode.
pub fn same_barcode(a: &str, b: &str) -> bool {
    let (a, b) = (barcode_of(a), barcode_of(b));
    a == b || Gtin::parse(&a).is_ok_and(|a| Gtin::parse(&b).is_ok_and(|b| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_in_brackets_is_read_again() {
        let text = "(01)04012345123456(21)A\\(1)(10)B7";
        assert_eq!(in_brackets(text, "01").as_deref(), Some("04012345123456"));
        assert_eq!(in_brackets(text, "21").as_deref(), Some("A(1)"));
        assert_eq!(in_brackets(text, "10").as_deref(), Some("B7"));
        assert_eq!(in_brackets(text, "17"), None);
        assert_eq!(in_brackets("SN-1", "21"), None);
        assert!(same_barcode(text, "4012345123456"));
        assert!(same_barcode("ABC", "ABC") && !same_barcode("ABC", text));
    }
}
