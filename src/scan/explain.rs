//! What a scan is, said in full: its carrier, what it says, whether GS1's rules hold, and what is odd about it. The scanner
//! screen and `dockhand explain-scan` say the same.

use super::classify::{Reading, classify, split_aim};
use super::gs1::{self, Element, Fault, elements, partners};
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
    /// The identity of a mobile device, with its check digit.
    Imei,
    /// The same, with its software's version.
    Imeisv,
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
            Kind::Imeisv => "imeisv",
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
    /// What it can be as well, besides text: only the stock can tell.
    pub also: Vec<Kind>,
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
    let (aim, data) = split_aim(text);
    let mut readings = classify(aim, data).into_iter();
    let first = readings.next().unwrap_or_else(|| Reading::Text(data.to_owned()));
    let also = readings.filter_map(|other| kind(&other)).filter(|kind| *kind != Kind::Text).collect();
    let explained = match first {
        Reading::Broken(fault) => return Err(fault.behind(text.chars().count() - data.chars().count())),
        reading => read(reading, data, aim.is_some())?,
    };
    Ok(Explained { symbology: aim.map(str::to_owned), also, ..explained })
}

/// Returns the kind of a reading; `None` for one that breaks a rule.
fn kind(reading: &Reading) -> Option<Kind> {
    Some(match reading {
        Reading::Command(_) => Kind::Command,
        Reading::Badge => Kind::Badge,
        Reading::Gs1 { .. } => Kind::Gs1,
        Reading::DigitalLink(_) => Kind::DigitalLink,
        Reading::Fields(_) => Kind::Iso15434,
        Reading::Gtin(_) => Kind::Gtin,
        Reading::Imei { versioned: false, .. } => Kind::Imei,
        Reading::Imei { versioned: true, .. } => Kind::Imeisv,
        Reading::Sscc(_) => Kind::Sscc,
        Reading::Text(_) => Kind::Text,
        Reading::Broken(_) => return None,
    })
}

/// Explains one reading of a scan; text is valid only when a carrier vouches for it.
fn read(reading: Reading, data: &str, carried: bool) -> Result<Explained, Fault> {
    let kind = kind(&reading).unwrap_or(Kind::Text);
    let text = if kind == Kind::Badge { "DH:B:…" } else { data };
    Ok(match reading {
        Reading::Gs1 { elements, announced } => {
            let mut explained = of(kind, elements, text);
            let why = "no FNC1 stands before it: is this scanner set to send one, or its AIM identifier?";
            explained.warnings.extend((!announced).then(|| why.to_owned()));
            explained
        }
        Reading::DigitalLink(elements) => of(kind, elements, text),
        Reading::Gtin(digits) => of(kind, vec![elements::element("01", &format!("{digits:0>14}"), 0)?], &digits),
        Reading::Sscc(digits) => of(kind, vec![elements::element("00", &digits, 0)?], &digits),
        Reading::Imei { .. } => plain(kind, text.trim(), true),
        Reading::Fields(fields) => Explained {
            elements: fields.into_iter().map(|field| (field.identifier, field.value)).collect(),
            ..plain(kind, text, true)
        },
        Reading::Text(_) | Reading::Broken(_) => plain(kind, text, carried),
        Reading::Command(_) | Reading::Badge => plain(kind, text, true),
    })
}

fn of(kind: Kind, elements: Vec<Element>, text: &str) -> Explained {
    let breaches = partners::breaches(&elements);
    Explained {
        valid: breaches.is_empty(),
        gs1: gs1::bracketed(&elements),
        elements: elements.into_iter().map(|element| (element.ai, element.value)).collect(),
        warnings: breaches.iter().map(ToString::to_string).collect(),
        ..plain(kind, text, true)
    }
}

fn plain(kind: Kind, text: &str, valid: bool) -> Explained {
    Explained {
        kind,
        also: Vec::new(),
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
            Kind::Imeisv => "an IMEI with its software's version (IMEISV)",
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
