//! What a scan is, said in full: its carrier, what it says, whether GS1's rules hold, and what is odd about it. The scanner
//! screen and `dockhand explain-scan` say the same.

use super::classify::{command, split_aim};
use super::gs1::{self, Element, Fault, elements, link, partners};
use super::iso15434::{self, Envelope};
use super::normalise::GS;
use crate::domain::barcode::{Gtin, is_imei};
use crate::domain::text::shown;

/// What a scan was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A command barcode of ours.
    Command,
    /// An employee's badge.
    Badge,
    /// A GS1 element string.
    Gs1,
    /// A GS1 Digital Link.
    DigitalLink,
    /// A trade item's number alone.
    Gtin,
    /// A logistic unit's number alone.
    Sscc,
    /// The identity of a mobile device, with its check digit or with its software version.
    Imei,
    /// Fields with data identifiers, in an envelope of ISO 15434.
    Iso15434,
    /// Anything else: a serial, an article number, a document's number.
    Text,
}

impl Kind {
    /// Returns the word for it that scripts may rely on.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Command => "command",
            Kind::Badge => "badge",
            Kind::Gs1 => "gs1",
            Kind::DigitalLink => "digital_link",
            Kind::Gtin => "gtin",
            Kind::Sscc => "sscc",
            Kind::Imei => "imei",
            Kind::Iso15434 => "iso15434",
            Kind::Text => "text",
        }
    }
}

/// A scan, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What it was taken for.
    pub kind: Kind,
    /// AIM identifier of its carrier, when the scanner sends one.
    pub symbology: Option<String>,
    /// All rules of what it is hold, partners included; text that no carrier vouches for has none.
    pub valid: bool,
    /// Identifiers and values, in order.
    pub elements: Vec<(String, String)>,
    /// The elements as people read them; empty when there are none.
    pub gs1: String,
    /// Its data, without what the carrier added.
    pub text: String,
    /// Sentences about what is odd.
    pub warnings: Vec<String>,
}

/// Explains a scan, or says which rule of GS1 it breaks. `text` is what the scanner meant: its GS is 0x1D.
pub fn explain(text: &str) -> Result<Explained, Fault> {
    let (aim, data) = split_aim_or_bare(text);
    let skipped = text.chars().count() - data.chars().count();
    let mut explained = read(aim, data).map_err(|fault| fault.behind(skipped))?;
    explained.symbology = aim.map(str::to_owned);
    Ok(explained)
}

/// Parts off the AIM identifier, also of a carrier that encodes nothing.
fn split_aim_or_bare(text: &str) -> (Option<&str>, &str) {
    match text.strip_prefix(']') {
        Some(rest)
            if rest.len() == 2
                && rest.as_bytes()[0].is_ascii_alphabetic()
                && rest.as_bytes()[1].is_ascii_alphanumeric() =>
        {
            (Some(text), "")
        }
        _ => split_aim(text),
    }
}

fn read(aim: Option<&str>, data: &str) -> Result<Explained, Fault> {
    if let Some(action) = command(data) {
        let badge = action.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("b:"));
        // A badge's secret is not shown anywhere.
        let (kind, text) = if badge { (Kind::Badge, "DH:B:…") } else { (Kind::Command, data) };
        return Ok(plain(kind, text, true));
    }
    match aim {
        // Carriers that GS1 data has to itself (GS1 General Specifications, figure 5.1.3-1).
        Some("]C1" | "]e0" | "]e1" | "]e2" | "]d2" | "]Q3" | "]J1") => message(data.trim_start_matches(GS)),
        Some("]E0" | "]E1" | "]E2" | "]E3" | "]E4" | "]I1") => trade_item(aim.unwrap_or_default(), data),
        _ => anything(aim, data),
    }
}

/// What no carrier says anything about.
fn anything(aim: Option<&str>, data: &str) -> Result<Explained, Fault> {
    if let Some(envelope) = iso15434::parse(data) {
        return match envelope {
            Envelope::Gs1(data) => message(&data),
            Envelope::Fields(fields) => {
                let mut explained = plain(Kind::Iso15434, data, true);
                explained.elements = fields.into_iter().map(|field| (field.identifier, field.value)).collect();
                Ok(explained)
            }
        };
    }
    if link::is_address(data) {
        return Ok(of(Kind::DigitalLink, link::parse(data)?, data));
    }
    if let Some(data) = data.strip_prefix(GS) {
        return message(data);
    }
    if begins_bracketed(data) {
        return Ok(of(Kind::Gs1, gs1::from_brackets(data)?, data));
    }
    let trimmed = data.trim();
    if let Ok(gtin) = Gtin::parse(trimmed) {
        return Ok(of(Kind::Gtin, vec![elements::element("01", &gtin.to_string(), 0)?], trimmed));
    }
    if is_imei(trimmed) {
        return Ok(plain(Kind::Imei, trimmed, true));
    }
    if let Some(sscc) = sscc(trimmed) {
        return Ok(of(Kind::Sscc, vec![sscc], trimmed));
    }
    if let Some(elements) = unannounced(data) {
        let mut explained = of(Kind::Gs1, elements, data);
        explained
            .warnings
            .push("no FNC1 stands before it: is this scanner set to send one, or its AIM identifier?".to_owned());
        return Ok(explained);
    }
    Ok(plain(Kind::Text, data, aim.is_some()))
}

/// Reads a logistic unit's number that stands alone: 18 digits, the last one their check digit.
fn sscc(text: &str) -> Option<Element> {
    (text.len() == 18).then(|| elements::element("00", text, 0).ok()).flatten()
}

/// Reads a GS1 message that nothing announces: it begins with a key whose check digit is right and says more, and all of
/// it can be read; or it has a GS within.
pub fn unannounced(data: &str) -> Option<Vec<Element>> {
    let begins = ["00", "01", "02"].iter().any(|ai| data.starts_with(ai)) && data.len() > 16;
    let elements = (begins || data.contains(GS)).then(|| gs1::from_raw(data).ok()).flatten()?;
    (elements.len() > 1).then_some(elements)
}

/// Tells whether a text begins as elements in brackets do.
pub fn begins_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner);
    inner.is_some_and(|inner| (2..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A GS1 message, and after it what a composite component adds.
fn message(data: &str) -> Result<Explained, Fault> {
    let (first, composite) = data.split_once("|]e0").map_or((data, None), |(first, second)| (first, Some(second)));
    let mut all = gs1::from_raw(first)?;
    if let Some(composite) = composite {
        all.extend(gs1::from_raw(composite).map_err(|fault| fault.behind(first.chars().count() + 4))?);
    }
    Ok(of(Kind::Gs1, elements::finish(all)?, data))
}

/// EAN and UPC symbols, and ITF-14: one trade item's number, and for some a composite component.
fn trade_item(aim: &str, data: &str) -> Result<Explained, Fault> {
    let (number, composite) = data.split_once("|]e0").map_or((data, None), |(number, rest)| (number, Some(rest)));
    let digits = match aim {
        "]E4" => 8,
        "]I1" => 14,
        _ => 13,
    };
    // Add-on symbols of 2 and 5 digits say the issue of a magazine: of no use in a stockroom, and no part of the number.
    let addon = number.strip_prefix(char::is_numeric).map_or(0, |_| number.len().saturating_sub(digits));
    let number = if aim == "]E3" && matches!(addon, 2 | 5) { &number[..digits] } else { number };
    let fault = |rule, at| Fault { ai: "01".to_owned(), value: number.to_owned(), rule, position: at + 1 };
    if let Some(at) = number.chars().position(|character| !character.is_ascii_digit()) {
        return Err(fault(gs1::checks::Rule::Characters(gs1::checks::Set::Digits), at));
    }
    if matches!(aim, "]E1" | "]E2") {
        return Ok(plain(Kind::Text, number, number.len() == if aim == "]E1" { 2 } else { 5 }));
    }
    match number.len() {
        0 => return Err(fault(gs1::checks::Rule::Empty, 0)),
        length if length < digits => return Err(fault(gs1::checks::Rule::TooShort, length)),
        length if length > digits => return Err(fault(gs1::checks::Rule::TooLong, digits)),
        _ => {}
    }
    let mut all = vec![
        elements::element("01", &format!("{number:0>14}"), 0).map_err(|wrong| Fault { position: digits, ..wrong })?,
    ];
    let mut kind = Kind::Gtin;
    if let Some(composite) = composite {
        all.extend(gs1::from_raw(composite).map_err(|wrong| wrong.behind(number.len() + 4))?);
        kind = Kind::Gs1;
    }
    Ok(of(kind, elements::finish(all)?, number))
}

fn of(kind: Kind, elements: Vec<Element>, text: &str) -> Explained {
    let breaches = partners::breaches(&elements);
    Explained {
        kind,
        symbology: None,
        valid: breaches.is_empty(),
        gs1: gs1::bracketed(&elements),
        elements: elements.into_iter().map(|element| (element.ai, element.value)).collect(),
        text: text.to_owned(),
        warnings: breaches.iter().map(ToString::to_string).collect(),
    }
}

fn plain(kind: Kind, text: &str, valid: bool) -> Explained {
    Explained {
        kind,
        symbology: None,
        valid,
        elements: Vec::new(),
        gs1: String::new(),
        text: text.to_owned(),
        warnings: Vec::new(),
    }
}

impl Explained {
    /// Says in one line what it is: `GS1 (01)04012345123456(21)ABC`.
    pub fn sentence(&self) -> String {
        let word = match self.kind {
            Kind::Command => "a command",
            Kind::Badge => "a badge",
            Kind::Gs1 => "GS1",
            Kind::DigitalLink => "a GS1 Digital Link",
            Kind::Gtin => "a trade item",
            Kind::Sscc => "a pallet or parcel (SSCC)",
            Kind::Imei => "an IMEI",
            Kind::Iso15434 => "a maker's label (ISO 15434)",
            Kind::Text => "text",
        };
        let said = match self.kind {
            Kind::Iso15434 => self
                .elements
                .iter()
                .map(|(identifier, value)| format!("{identifier}:{value}"))
                .collect::<Vec<_>>()
                .join(" "),
            _ if self.gs1.is_empty() => shown(&self.text),
            _ => self.gs1.clone(),
        };
        format!("{word} {said}").trim_end().to_owned()
    }
}
