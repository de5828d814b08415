//! What a scan says of the goods it is on, when it is a GS1 message or a maker's label.

use super::explain::{begins_bracketed, unannounced};
use super::gs1::checks::Rule;
use super::gs1::{self, Element, dates, elements, link};
use super::iso15434::{self, Envelope, Field};
use super::normalise::GS;
use crate::domain::marking::Marking;
use crate::domain::time::Day;

/// Carriers that hold nothing but GS1 messages.
const CARRIERS: [&str; 7] = ["]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"];

/// Reads what a scan says of goods; nothing when it is a plain code, and the sentence why when it breaks a rule of GS1.
///
/// A web address that is no link, and brackets that enclose no identifier, are plain codes.
pub fn read(text: &str, aim: Option<&str>, today: Day) -> Option<Result<Marking, String>> {
    let carried = aim.is_some_and(|aim| CARRIERS.contains(&aim));
    let message = if carried || text.starts_with(GS) {
        gs1::from_raw(text)
    } else if let Some(envelope) = iso15434::parse(text) {
        match envelope {
            Envelope::Fields(fields) => return Some(Ok(of_fields(&fields))),
            Envelope::Gs1(data) => gs1::from_raw(&data),
        }
    } else if link::is_address(text) {
        return link::parse(text).ok().map(|elements| Ok(of_elements(&elements, today)));
    } else if begins_bracketed(text) {
        gs1::from_brackets(text)
    } else {
        return unannounced(text).map(|elements| Ok(of_elements(&elements, today)));
    };
    match message {
        // A carrier of GS1 that holds none of it: what stands there is a plain code.
        Err(fault) if fault.rule == Rule::Identifier && fault.position == 1 => None,
        message => Some(message.map(|elements| of_elements(&elements, today)).map_err(|fault| fault.to_string())),
    }
}

fn of_elements(elements: &[Element], today: Day) -> Marking {
    let value = |ais: &[&str]| ais.iter().find_map(|ai| gs1::value(elements, ai)).map(str::to_owned);
    let day = |ais: &[&str]| value(ais).and_then(|text| dates::meant(&text, today));
    let count = |ais: &[&str]| value(ais).and_then(|text| text.parse().ok()).filter(|count| *count > 0);
    // A trade item of several pieces says which one it is: its number is what stands before.
    let piece = || value(&["8006", "8026"]).map(|text| text[..14].to_owned());
    let odd = gs1::partners::breaches(elements);
    Marking {
        product: value(&["01", "02"]).or_else(piece),
        serial: value(&["21"]),
        batch: value(&["10"]),
        made: day(&["11"]),
        expiry: day(&["17", "15", "16"]),
        count: count(&["37", "30"]),
        pallet: value(&["00"]),
        text: elements::bracketed(elements),
        warnings: odd.iter().map(ToString::to_string).collect(),
    }
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
        batch: value(&["1T"]),
        made: day(&["16D"]),
        expiry: day(&["14D"]),
        count: value(&["Q"]).and_then(|text| text.parse().ok()).filter(|count| *count > 0),
        pallet: None,
        text: bracketed(fields),
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
            None => "plain".to_owned(),
            Some(Err(sentence)) => sentence,
            Some(Ok(marking)) => {
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
            ("https://example.com/help", None, "plain"),
            ("00006141411234567890", Some("]C1"), "pallet 006141411234567890"),
            ("[)>~06^1PLM358^Q500^1TA17^SX9", None, "product LM358, serial X9, batch A17, count 500"),
            ("0104012345123457^21ABC", Some("]C1"), "(01) 04012345123457: the check digit is wrong, at character 16"),
            ("4006381333931", None, "plain"),
            ("SN-0001", None, "plain"),
            ("SN-0001", Some("]C1"), "plain"),
            ("(abc)", None, "plain"),
        ] {
            assert_eq!(said(scan, aim), wanted, "{scan}");
        }
    }
}
