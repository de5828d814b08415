//! What a scan says of the goods it is on, when it is a GS1 message or a maker's label.

use super::classify::{Reading, classify};
use super::gs1::checks::Rule;
use super::gs1::{self, Element, dates, elements};
use super::iso15434::{self, Field};
use crate::domain::marking::{FURTHER, Marking};
use crate::domain::time::Day;

/// What a scan says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// One code and no more: what it says, without what its carrier adds.
    Plain(String),
    /// What it says of goods.
    Goods(Marking),
    /// It breaks a rule of GS1: the sentence why.
    Broken(String),
}

/// Reads what a scan says. A web address that is no link, and a carrier of GS1 that holds none of it, are plain codes.
pub fn read(text: &str, aim: Option<&str>, today: Day) -> Said {
    let goods = |marking: Marking| Said::Goods(Marking { raw: [aim.unwrap_or_default(), text].concat(), ..marking });
    match classify(aim, text).into_iter().next() {
        Some(Reading::Gs1 { elements, .. } | Reading::DigitalLink(elements)) => goods(of_elements(&elements, today)),
        Some(Reading::Fields(fields)) => goods(of_fields(&fields)),
        // Of a UPC-E both numbers may be known: the code stays as it is, and the stock says which is meant.
        Some(Reading::Gtin(digits)) if aim.is_some() => Said::Plain(digits),
        Some(Reading::Broken(fault)) if is_gs1(fault.rule, fault.position) => Said::Broken(fault.to_string()),
        _ => Said::Plain(text.to_owned()),
    }
}

/// Tells whether what breaks a rule is GS1 at all: an address without a key, and no identifier at the very beginning, are not.
fn is_gs1(rule: Rule, position: usize) -> bool {
    rule != Rule::Link && !(rule == Rule::Identifier && position == 1)
}

fn of_elements(elements: &[Element], today: Day) -> Marking {
    let value = |ais: &[&str]| ais.iter().find_map(|ai| gs1::value(elements, ai)).map(str::to_owned);
    let day = |ais: &[&str]| value(ais).and_then(|text| dates::meant(&text, today));
    let count = |ais: &[&str]| value(ais).and_then(|text| text.parse().ok()).filter(|count| *count > 0);
    // A trade item of several pieces says which one it is: its number is what stands before.
    let piece = || value(&["8006", "8026"]).map(|text| text[..14].to_owned());
    let product = value(&["01", "02", "03"]).or_else(piece).or_else(|| value(&["240", "241"]));
    // A second serial, a mobile device's, an asset's number: each is the unit's too; where none but an asset's is there, it is
    // the serial.
    let mut also: Vec<String> = FURTHER.iter().filter_map(|ai| value(&[ai])).collect();
    let serial = value(&["21"]).or_else(|| (product.is_none() && !also.is_empty()).then(|| also.remove(0)));
    let lost = fnc1_lost(elements);
    let odd = gs1::partners::breaches(elements);
    Marking {
        product,
        serial,
        also,
        batch: value(&["10"]),
        made: day(&["11"]),
        expiry: day(&["17", "15", "16"]),
        count: count(&["37", "30"]),
        pallet: value(&["00"]),
        text: elements::bracketed(elements),
        raw: String::new(),
        warnings: lost.into_iter().chain(odd.iter().map(ToString::to_string)).collect(),
    }
}

/// Says that a scanner may drop FNC1: the only value of open length is a batch, and it reads as a shorter one and a serial.
fn fnc1_lost(elements: &[Element]) -> Option<String> {
    let mut open = elements.iter().filter(|element| !element.identifier.predefined);
    let batch = open.next().filter(|element| element.ai == "10" && open.next().is_none())?;
    let (shorter, serial) = batch.value.split_once("21").filter(|(a, b)| !a.is_empty() && !b.is_empty())?;
    Some(format!("FNC1 lost? It could be (10) {shorter} (21) {serial}: set the scanner to send GS for FNC1"))
}

fn of_fields(fields: &[Field]) -> Marking {
    let value = |identifiers: &[&str]| iso15434::value(fields, identifiers).map(str::to_owned);
    let day = |identifiers: &[&str]| {
        let text = value(identifiers)?;
        ["%Y%m%d", "%y%m%d"].iter().find_map(|form| Day::parse_from_str(&text, form).ok())
    };
    Marking {
        product: value(&["1P", "30P", "P"]),
        serial: value(&["S"]),
        also: FURTHER.iter().filter_map(|identifier| value(&[identifier])).collect(),
        batch: value(&["1T"]),
        made: day(&["16D"]),
        expiry: day(&["14D"]),
        count: value(&["Q"]).and_then(|text| text.parse().ok()).filter(|count| *count > 0),
        pallet: None,
        text: bracketed(fields),
        raw: String::new(),
        warnings: Vec::new(),
    }
}

fn bracketed(fields: &[Field]) -> String {
    let mut text = String::new();
    for Field { identifier, value } in fields {
        text.extend(["(", identifier, ")", &value.replace('(', "\\(")]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, aim: Option<&str>) -> String {
        let today = Day::from_ymd_opt(2026, 11, 25).unwrap();
        match read(&text.replace('^', "\u{1d}").replace('~', "\u{1e}"), aim, today) {
            Said::Plain(text) => format!("plain {text}"),
            Said::Broken(sentence) => sentence,
            Said::Goods(marking) => {
                let day = |day: Option<Day>| day.map(|day| day.to_string());
                let pieces = [
                    ("product", marking.product),
                    ("serial", marking.serial),
                    ("batch", marking.batch),
                    ("made", day(marking.made)),
                    ("expiry", day(marking.expiry)),
                    ("count", marking.count.map(|count| count.to_string())),
                    ("pallet", marking.pallet),
                ];
                let pieces = pieces.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
                pieces.collect::<Vec<_>>().join(", ")
            }
        }
    }

    #[test]
    fn a_label_says_product_serial_batch_expiry_and_count_in_one_code() {
        for (scan, aim, wanted) in [
            (
                "010401234512345617271200^10B7^21ABC",
                Some("]d2"),
                "product 04012345123456, serial ABC, batch B7, expiry 2027-12-31",
            ),
            ("^0104012345123456^3750", None, "product 04012345123456, count 50"),
            ("(01)04012345123456(11)260101(21)A1", None, "product 04012345123456, serial A1, made 2026-01-01"),
            (
                "https://id.gs1.org/01/09520123456788/21/A1?17=271231",
                None,
                "product 09520123456788, serial A1, expiry 2027-12-31",
            ),
            ("https://example.com/help", None, "plain https://example.com/help"),
            ("00006141411234567890", Some("]C1"), "pallet 006141411234567890"),
            ("[)>~06^1PLM358^Q500^1TA17^SX9", None, "product LM358, serial X9, batch A17, count 500"),
            ("0104012345123457^21ABC", Some("]C1"), "(01) 04012345123457: the check digit is wrong, at character 16"),
            ("4006381333931", None, "plain 4006381333931"),
            ("400638133393112", Some("]E3"), "plain 4006381333931"),
            ("4006381333932", Some("]E0"), "(01) 4006381333932: the check digit is wrong, at character 13"),
            ("SN-0001", None, "plain SN-0001"),
            ("SN-0001", Some("]C1"), "plain SN-0001"),
            ("(abc)", None, "plain (abc)"),
        ] {
            assert_eq!(said(scan, aim), wanted, "{scan}");
        }
    }
}
