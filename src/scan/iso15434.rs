//! Messages of ISO/IEC 15434 in format 06: what component makers print on reels and bags, in fields that each begin with
//! a data identifier of ANSI MH10.8.2 (ECIA's EIGP 114 says which ones a label has).

use super::normalise::{EOT, GS, RS};

/// How such a message begins.
const HEADER: &str = "[)>";

/// A field: its data identifier, such as `1P`, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Up to three digits and a letter.
    pub identifier: String,
    /// What it says.
    pub value: String,
}

/// What a message of ISO 15434 is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envelope {
    /// Format 06: fields with data identifiers.
    Fields(Vec<Field>),
    /// Format 05: a GS1 message, still to be read.
    Gs1(String),
}

/// What some data identifiers mean at receiving.
const MEANINGS: &[(&str, &str)] = &[
    ("S", "serial"),
    ("P", "customer's part number"),
    ("1P", "supplier's part number"),
    ("30P", "supplier's part number"),
    ("Q", "quantity"),
    ("1T", "batch"),
    ("K", "purchase order"),
    ("14K", "purchase order's line"),
    ("11K", "packing list"),
    ("4L", "country of origin"),
    ("9D", "date code"),
    ("10D", "date code"),
    ("16D", "made on"),
    ("14D", "expires on"),
    ("1V", "maker"),
    ("18V", "maker"),
    ("3S", "package"),
    ("4S", "package"),
    ("13Z", "box"),
];

/// Reads a message; nothing when it is none, or has no field that can be read.
///
/// Many labels leave out the record separators or the end of transmission: what is there is enough.
pub fn parse(text: &str) -> Option<Envelope> {
    let rest = text.strip_prefix(HEADER)?.trim_start_matches(RS);
    let (format, data) = rest.split_at_checked(2)?;
    let data = data.trim_start_matches(GS).trim_end_matches([EOT, RS, GS]);
    match format {
        "05" => Some(Envelope::Gs1(data.to_owned())),
        "06" => {
            let fields: Option<Vec<Field>> =
                data.split([GS, RS]).filter(|field| !field.is_empty()).map(field).collect();
            fields.filter(|fields| !fields.is_empty()).map(Envelope::Fields)
        }
        _ => None,
    }
}

fn field(text: &str) -> Option<Field> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let letter = text.as_bytes().get(digits).filter(|letter| letter.is_ascii_uppercase() && digits <= 3);
    let (identifier, value) = text.split_at(digits + letter.map(|_| 1)?);
    Some(Field { identifier: identifier.to_owned(), value: value.to_owned() })
}

/// Returns what an identifier means, in a few words; `None` where receiving has no use for it.
pub fn meaning(identifier: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(known, _)| *known == identifier).map(|(_, meaning)| *meaning)
}

/// Returns the value of the first of these identifiers that a message has.
pub fn value<'f>(fields: &'f [Field], identifiers: &[&str]) -> Option<&'f str> {
    identifiers.iter().find_map(|wanted| {
        fields
            .iter()
            .find(|field| field.identifier == *wanted)
            .map(|field| field.value.as_str())
            .filter(|value| !value.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse(&text.replace('^', "\u{1d}").replace('~', "\u{1e}").replace('$', "\u{4}")) {
            None => "none".to_owned(),
            Some(Envelope::Gs1(data)) => format!("gs1 {}", data.replace('\u{1d}', "^")),
            Some(Envelope::Fields(fields)) => {
                fields.iter().map(|field| format!("{}={}", field.identifier, field.value)).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn a_makers_label_is_read_field_by_field() {
        for (text, fields) in [
            ("[)>~06^1PLM358^Q500^1TA17^SX9~$", "1P=LM358 Q=500 1T=A17 S=X9"),
            // As some distributors print it: no separators around the header, nothing at the end.
            ("[)>06^PABC-1^11K1^4LCN", "P=ABC-1 11K=1 4L=CN"),
            ("[)>~05^0104012345123456^21ABC~$", "gs1 0104012345123456^21ABC"),
            ("[)>~06^~$", "none"),
            ("[)>~06^1234P5", "none"),
            ("[)>~06^pabc", "none"),
            ("[)>~99^P1", "none"),
            ("[)>", "none"),
            ("SN-0001", "none"),
        ] {
            assert_eq!(read(text), fields, "{text}");
        }
    }
}
