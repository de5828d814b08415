//! What a code can be by its shape alone. The stock decides among the readings: what it knows wins over shape.

use crate::domain::barcode::{Gtin, is_imei};
use crate::domain::template::Template;

use super::normalise::GS;

/// What a code can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A command barcode: the action's name after `DH:`. The code of a badge is `B:` and its secret.
    Command(String),
    /// A trade item, in whichever of its lengths.
    Gtin(Gtin),
    /// The identity of a mobile device: 15 digits that pass Luhn.
    Imei(String),
    /// A number of one of our templates, by its place among those given.
    Template(usize, String),
    /// Text: a serial, an article number, a document's number.
    Text(String),
}

/// Returns every reading of a code, the likeliest first; there is always one.
///
/// A command code is nothing else. Anything else is also text, since a maker may print any shape as a serial.
pub fn classify(code: &str, templates: &[Template]) -> Vec<Reading> {
    let (_, code) = split_aim(code);
    if let Some(action) = command(code) {
        return vec![Reading::Command(action.to_owned())];
    }
    let trimmed = code.trim();
    let mut readings: Vec<_> = Gtin::parse(trimmed).ok().map(Reading::Gtin).into_iter().collect();
    if is_imei(trimmed) {
        readings.push(Reading::Imei(trimmed.to_owned()));
    }
    readings.extend(
        templates
            .iter()
            .enumerate()
            .filter(|(_, template)| template.recognises(trimmed))
            .map(|(place, _)| Reading::Template(place, trimmed.to_owned())),
    );
    readings.push(Reading::Text(code.to_owned()));
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
            && letters.next().is_some_and(|modifier| modifier.is_ascii_alphanumeric())
    });
    match identifier {
        Some(identifier) if code.len() > identifier.len() => (Some(identifier), &code[identifier.len()..]),
        _ => (None, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(code: &str) -> String {
        let templates = [Template::parse("WS{C:5}").unwrap()];
        classify(code, &templates)
            .iter()
            .map(|reading| match reading {
                Reading::Command(action) => format!("command {action}"),
                Reading::Gtin(gtin) => format!("gtin {gtin}"),
                Reading::Imei(_) => "imei".into(),
                Reading::Template(place, _) => format!("template {place}"),
                Reading::Text(text) => format!("text {}", text.escape_debug()),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn a_code_has_every_reading_its_shape_allows() {
        for (code, readings) in [
            ("DH:POST", "command POST"),
            ("dh:post", "command post"),
            ("DH:B:s3cret", "command B:s3cret"),
            ("]C0DH:POST", "command POST"),
            ("DH:", "text DH:"),
            ("4006381333931", "gtin 04006381333931, text 4006381333931"),
            ("]E04006381333931", "gtin 04006381333931, text 4006381333931"),
            ("4006381333932", "text 4006381333932"),
            ("96385074", "gtin 00000096385074, text 96385074"),
            ("036000291452", "gtin 00036000291452, text 036000291452"),
            ("356938035643809", "imei, text 356938035643809"),
            ("356938035643808", "text 356938035643808"),
            ("WS00017", "template 0, text WS00017"),
            ("WS0001", "text WS0001"),
            ("SN-0001", "text SN-0001"),
            ("]C1", "text ]C1"),
            ("]", "text ]"),
            ("]é1x", "text ]é1x"),
            ("]C10104012345678901\u{1d}21ABC", "text 0104012345678901\\u{1d}21ABC"),
            ("", "text "),
        ] {
            assert_eq!(kinds(code), readings, "{code}");
        }
    }
}
