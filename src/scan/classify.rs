//! What a code is by its shape: every reading that holds, the likeliest first. Nothing is looked up, so nothing is decided
//! here: what the stock knows wins over shape, and among it too are the numbers of our own templates.
//!
//! ```text
//!  DH:… ─► AIM identifier ─► [)> ─► https://…/01/… ─► GS, (01) ─► GTIN ─► IMEI ─► SSCC ─► elements unannounced ─► text
//! ```

use super::gs1::checks::{Rule, Set};
use super::gs1::{self, Element, Fault, elements, link};
use super::iso15434::{self, Envelope, Field};
use super::normalise::GS;
use crate::domain::barcode::{Gtin, imei_of_version, is_imei, is_sscc, upc_e};

/// Carriers that hold nothing but GS1 messages (GS1 General Specifications, figure 5.1.3-1).
const MESSAGES: [&str; 7] = ["]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"];
/// Carriers of one trade item's number, and how many digits it has.
const TRADE_ITEMS: [(&str, usize); 4] = [("]E0", 13), ("]E3", 13), ("]E4", 8), ("]I1", 14)];
/// Add-on symbols beside a trade item's, and how many digits they have: the issue of a magazine.
const ADD_ONS: [(&str, usize); 2] = [("]E1", 2), ("]E2", 5)];
/// Parts a trade item's symbol from the composite component above it.
const COMPOSITE: &str = "|]e0";

/// What a code can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A command barcode: the action's name after `DH:`.
    Command(String),
    /// An employee's badge. What it says is nobody's business.
    Badge,
    /// A message of GS1 elements.
    Gs1 {
        /// Its elements, in order.
        elements: Vec<Element>,
        /// A carrier, a GS or brackets announce it; otherwise it only looks like one.
        announced: bool,
    },
    /// A GS1 Digital Link.
    DigitalLink(Vec<Element>),
    /// A maker's label: fields with data identifiers (ISO/IEC 15434).
    Fields(Vec<Field>),
    /// A trade item's number: its digits, without an add-on, and of a UPC-E those it is short for.
    Gtin(String),
    /// A mobile device: its IMEI of 15 digits, also where the software's version stands in the place of the check digit.
    Imei {
        /// With its check digit.
        imei: String,
        /// It came as an IMEISV.
        versioned: bool,
    },
    /// A logistic unit's number alone.
    Sscc(String),
    /// It is announced as GS1, and breaks a rule.
    Broken(Fault),
    /// Text: a serial, an article number, a document's number.
    Text(String),
}

/// Returns every reading of a code, the likeliest first; there is always one. `aim` is the identifier its carrier came with.
///
/// A command code is nothing else. Anything else is also text, since a maker may print any shape as a serial.
pub fn classify(aim: Option<&str>, data: &str) -> Vec<Reading> {
    if let Some(action) = command(data) {
        let badge = action.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("b:"));
        return vec![if badge { Reading::Badge } else { Reading::Command(action.to_owned()) }];
    }
    let mut readings = match aim {
        Some(aim) if MESSAGES.contains(&aim) => vec![message(data)],
        Some(aim) => by_carrier(aim, data).map_or_else(|| by_shape(data), |reading| vec![reading]),
        None => by_shape(data),
    };
    readings.push(Reading::Text(data.to_owned()));
    readings
}

/// Returns what a command barcode commands: what follows `DH:`.
pub fn command(code: &str) -> Option<&str> {
    let start = code.get(..3).filter(|start| start.eq_ignore_ascii_case("DH:"))?;
    code.get(start.len()..).filter(|action| !action.is_empty() && !action.contains(GS))
}

/// Parts a code into its AIM identifier, such as `]C1`, and its data (ISO/IEC 15424: `]`, a letter, a modifier).
pub fn split_aim(code: &str) -> (Option<&str>, &str) {
    let identifier = code.get(..3).filter(|start| {
        let mut letters = start.chars();
        letters.next() == Some(']')
            && letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
            && letters.next().is_some_and(|modifier| matches!(modifier, '0'..='9' | 'A'..='F'))
    });
    match identifier {
        Some(identifier) => (Some(identifier), &code[identifier.len()..]),
        None => (None, code),
    }
}

/// Tells whether a text begins as elements in brackets do.
pub fn begins_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner);
    inner.is_some_and(|inner| (2..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Readings of what no carrier says anything about.
fn by_shape(data: &str) -> Vec<Reading> {
    match iso15434::parse(data) {
        Some(Envelope::Gs1(inner)) => return vec![message(&inner)],
        Some(Envelope::Fields(fields)) => return vec![Reading::Fields(fields)],
        None => {}
    }
    if link::is_address(data) {
        return vec![link::parse(data).map_or_else(Reading::Broken, Reading::DigitalLink)];
    }
    if data.starts_with(GS) {
        return vec![message(data)];
    }
    if begins_bracketed(data) {
        return vec![announced(gs1::from_brackets(data))];
    }
    let trimmed = data.trim();
    let mut readings = Vec::new();
    if Gtin::parse(trimmed).is_ok() {
        readings.push(Reading::Gtin(trimmed.to_owned()));
    }
    readings.extend(upc_e(trimmed).map(|gtin| Reading::Gtin(gtin.to_string())));
    if is_imei(trimmed) {
        readings.push(Reading::Imei { imei: trimmed.to_owned(), versioned: false });
    }
    readings.extend(imei_of_version(trimmed).map(|imei| Reading::Imei { imei, versioned: true }));
    if is_sscc(trimmed) {
        readings.push(Reading::Sscc(trimmed.to_owned()));
    }
    readings.extend(unannounced(data).map(|elements| Reading::Gs1 { elements, announced: false }));
    readings
}

/// Reads a GS1 message that nothing announces: it begins with a key whose check digit is right and says more, and all of
/// it can be read; or it has a GS within.
fn unannounced(data: &str) -> Option<Vec<Element>> {
    let begins = ["00", "01", "02"].iter().any(|ai| data.starts_with(ai)) && data.len() > 16;
    let elements = (begins || data.contains(GS)).then(|| gs1::from_raw(data).ok()).flatten()?;
    (elements.len() > 1 || data.len() == 20).then_some(elements)
}

fn announced(message: Result<Vec<Element>, Fault>) -> Reading {
    message.map_or_else(Reading::Broken, |elements| Reading::Gs1 { elements, announced: true })
}

/// A GS1 message, and after it what a composite component adds.
fn message(data: &str) -> Reading {
    let Some((first, composite)) = data.split_once(COMPOSITE) else { return announced(gs1::from_raw(data)) };
    announced(gs1::from_raw(first).and_then(|first| with_composite(first, composite, data)))
}

fn with_composite(mut all: Vec<Element>, composite: &str, data: &str) -> Result<Vec<Element>, Fault> {
    let before = data.chars().count() - composite.chars().count();
    all.extend(gs1::from_raw(composite).map_err(|fault| fault.behind(before))?);
    elements::finish(all)
}

/// Reads what its carrier says it is: EAN and UPC symbols, their add-ons, ITF-14; `None` for any other carrier.
fn by_carrier(aim: &str, data: &str) -> Option<Reading> {
    let of = |table: &[(&str, usize)]| table.iter().find(|(known, _)| *known == aim).map(|(_, digits)| *digits);
    if let Some(digits) = of(&ADD_ONS) {
        return Some(exactly(data, digits).map_or_else(Reading::Broken, |()| Reading::Text(data.to_owned())));
    }
    of(&TRADE_ITEMS).map(|digits| trade_item(aim, data, digits).unwrap_or_else(Reading::Broken))
}

/// One trade item's number, and for some a composite component.
fn trade_item(aim: &str, data: &str, digits: usize) -> Result<Reading, Fault> {
    let (number, composite) = data.split_once(COMPOSITE).map_or((data, None), |(number, rest)| (number, Some(rest)));
    let number = if aim == "]E3" { without_add_on(number, digits) } else { number };
    exactly(number, digits)?;
    let item = elements::element("01", &format!("{number:0>14}"), 0).map_err(|fault| Fault {
        position: digits,
        value: number.to_owned(),
        ..fault
    })?;
    match composite {
        None => Ok(Reading::Gtin(number.to_owned())),
        Some(composite) => Ok(announced(with_composite(vec![item], composite, data))),
    }
}

/// Takes an add-on of two or five digits off: it says the issue of a magazine, of no use in a stockroom.
fn without_add_on(number: &str, digits: usize) -> &str {
    let add_on = number.len().saturating_sub(digits);
    let has = ADD_ONS.iter().any(|(_, long)| add_on == *long) && number.bytes().all(|byte| byte.is_ascii_digit());
    if has { &number[..digits] } else { number }
}

/// Holds that a text is so many digits.
fn exactly(text: &str, digits: usize) -> Result<(), Fault> {
    let fault = |rule, at| Fault { ai: "01".to_owned(), value: text.to_owned(), rule, position: at + 1 };
    if let Some(at) = text.chars().position(|character| !character.is_ascii_digit()) {
        return Err(fault(Rule::Characters(Set::Digits), at));
    }
    match text.len() {
        0 => Err(fault(Rule::Empty, 0)),
        length if length < digits => Err(fault(Rule::TooShort, length)),
        length if length > digits => Err(fault(Rule::TooLong, digits)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says the readings of a scan, the last of which is always its text.
    fn said(scan: &str) -> String {
        let scan = scan.replace('^', "\u{1d}").replace('~', "\u{1e}");
        let (aim, data) = split_aim(&scan);
        let readings: Vec<String> = classify(aim, data)
            .into_iter()
            .map(|reading| match reading {
                Reading::Command(action) => format!("command {action}"),
                Reading::Badge => "badge".to_owned(),
                Reading::Gs1 { elements, announced: true } => format!("gs1 {}", gs1::bracketed(&elements)),
                Reading::Gs1 { elements, announced: false } => format!("perhaps {}", gs1::bracketed(&elements)),
                Reading::DigitalLink(elements) => format!("link {}", gs1::bracketed(&elements)),
                Reading::Fields(fields) => {
                    format!("fields {}", fields.iter().map(|field| &*field.identifier).collect::<Vec<_>>().join(" "))
                }
                Reading::Gtin(digits) => format!("gtin {digits}"),
                Reading::Imei { imei, versioned: false } => format!("imei {imei}"),
                Reading::Imei { imei, versioned: true } => format!("version of {imei}"),
                Reading::Sscc(digits) => format!("sscc {digits}"),
                Reading::Broken(fault) => format!("broken {}", fault.rule.code()),
                Reading::Text(text) => {
                    assert!(aim.is_some_and(|aim| aim.starts_with("]E")) || text == data, "{text}");
                    "text".to_owned()
                }
            })
            .collect();
        readings.join(", ")
    }

    #[test]
    fn a_code_has_every_reading_its_shape_allows() {
        for (scan, readings) in [
            ("DH:POST", "command POST"),
            ("dh:post", "command post"),
            ("DH:B:s3cret", "badge"),
            ("dh:b:s3cret", "badge"),
            ("]C0DH:POST", "command POST"),
            ("DH:", "text"),
            ("SN-0001", "text"),
            ("]C1", "broken empty, text"),
            ("]", "text"),
            ("]XX", "text"),
            ("]é1x", "text"),
            ("", "text"),
            // Trade items.
            ("4006381333931", "gtin 4006381333931, text"),
            ("4006381333932", "text"),
            ("96385074", "gtin 96385074, text"),
            ("036000291452", "gtin 036000291452, text"),
            ("14006381333938", "gtin 14006381333938, text"),
            ("]E04006381333931", "gtin 4006381333931, text"),
            ("]E0400638133393", "broken too_short, text"),
            ("]E04006381333932", "broken check_digit, text"),
            ("]E496385074", "gtin 96385074, text"),
            ("]I114006381333938", "gtin 14006381333938, text"),
            ("]E3400638133393112", "gtin 4006381333931, text"),
            ("]E3400638133393151999", "gtin 4006381333931, text"),
            ("]E34006381333931123", "broken too_long, text"),
            ("]E3400638133é93112", "broken characters, text"),
            ("]E112", "text, text"),
            ("]E1123", "broken too_long, text"),
            ("]E04006381333931|]e010B7", "gs1 (01)04006381333931(10)B7, text"),
            // UPC-E: six digits in eight places, each way of leaving zeros out.
            ("04252614", "gtin 00042100005264, text"),
            ("01234531", "gtin 00012300000451, text"),
            ("01234543", "gtin 00012340000053, text"),
            ("21234565", "text"),
            // A GTIN-8 just as well: which of them is stocked is not known here.
            ("01234565", "gtin 01234565, gtin 00012345000065, text"),
            // Devices.
            ("356938035643809", "imei 356938035643809, text"),
            ("356938035643808", "text"),
            ("3569380356438017", "version of 356938035643809, text"),
            ("7769380356438017", "text"),
            // Pallets.
            ("006141411234567890", "sscc 006141411234567890, text"),
            ("006141411234567891", "text"),
            ("00006141411234567890", "perhaps (00)006141411234567890, text"),
            // Messages.
            ("]C10104012345123456^21ABC", "gs1 (01)04012345123456(21)ABC, text"),
            ("]d2010401234512345721ABC", "broken check_digit, text"),
            ("^0104012345123456", "gs1 (01)04012345123456, text"),
            ("(01)04012345123456(10)B7", "gs1 (01)04012345123456(10)B7, text"),
            ("(abc)", "text"),
            ("010401234512345610B7", "perhaps (01)04012345123456(10)B7, text"),
            ("10B7^21ABC", "perhaps (10)B7(21)ABC, text"),
            ("https://id.gs1.org/01/09520123456788/21/A1", "link (01)09520123456788(21)A1, text"),
            ("https://example.com/help", "broken link, text"),
            ("[)>~06^1PLM358^Q500", "fields 1P Q, text"),
            ("[)>~05^010401234512345610B7", "gs1 (01)04012345123456(10)B7, text"),
            ("[)>~07^free text", "text"),
        ] {
            assert_eq!(said(scan), readings, "{scan}");
        }
    }
}
