//! Barcodes as they are compared: GTIN-8, 12, 13 and 14 of one number are one barcode.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{is_graphic, shown, shown_char};

/// Characters a barcode may have at most: a QR code on a shelf label can be long.
pub const LONGEST: usize = 256;

/// Global Trade Item Number in its 14-digit form, its check digit verified.
///
/// See GS1 General Specifications 3.3.2 and 7.9: a GTIN-8, GTIN-12 or GTIN-13 is the same number with zeros before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Gtin(u64);

impl Gtin {
    /// Reads a GTIN of 8, 12, 13 or 14 digits; outer blanks are ignored.
    pub fn parse(text: &str) -> Result<Gtin, GtinError> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(GtinError::NotDigits(shown(text)));
        }
        if !matches!(text.len(), 8 | 12 | 13 | 14) {
            return Err(GtinError::Length { text: shown(text), digits: text.len() });
        }
        let (body, given) = text.split_at(text.len() - 1);
        let wanted = check_digit(body);
        if given.as_bytes()[0] != wanted {
            return Err(GtinError::CheckDigit { text: text.to_owned(), wanted: char::from(wanted) });
        }
        Ok(Gtin(text.bytes().fold(0, |number, b| number * 10 + u64::from(b - b'0'))))
    }
}

/// Shows all 14 digits, the form that is stored and compared.
impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

/// Returns the modulo-10 check digit of the digits before it, as ASCII (GS1 General Specifications 7.9.1).
fn check_digit(body: &str) -> u8 {
    let sum: u32 =
        body.bytes().rev().zip([3, 1].into_iter().cycle()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    // Below ten, so it fits.
    b'0' + ((10 - sum % 10) % 10) as u8
}

/// Why a text is no GTIN. Its texts are already fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    /// It has something other than digits, or nothing.
    #[error("{0}: a GTIN has digits only")]
    NotDigits(String),
    /// It has a number of digits that no GTIN has.
    #[error("{text}: {digits} digits, a GTIN has 8, 12, 13 or 14")]
    Length {
        /// As scanned.
        text: String,
        /// Digits it has.
        digits: usize,
    },
    /// Its last digit does not follow from the others.
    #[error("{text}: the check digit would be {wanted}")]
    CheckDigit {
        /// As scanned.
        text: String,
        /// What its last digit would be.
        wanted: char,
    },
}

/// What is compared and stored as the key of a barcode.
///
/// A GTIN in any of its lengths is its 14 digits; anything else is itself, without outer blanks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BarcodeKey(String);

impl BarcodeKey {
    /// Reads a barcode as scanned or typed.
    pub fn parse(text: &str) -> Result<BarcodeKey, BarcodeError> {
        let text = text.trim();
        if let Ok(gtin) = Gtin::parse(text) {
            return Ok(BarcodeKey(gtin.to_string()));
        }
        if text.is_empty() {
            return Err(BarcodeError::Empty);
        }
        let count = text.chars().count();
        if count > LONGEST {
            return Err(BarcodeError::TooLong { text: shown(text), count });
        }
        if let Some(hidden) = text.chars().find(|c| !is_graphic(*c)) {
            return Err(BarcodeError::Hidden { text: shown(text), character: shown_char(hidden) });
        }
        Ok(BarcodeKey(text.to_owned()))
    }

    /// Takes a key back from storage, where only keys of parsed barcodes are written.
    pub const fn from_stored(key: String) -> BarcodeKey {
        BarcodeKey(key)
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the key up as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for BarcodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text cannot be a barcode. Its texts are already fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BarcodeError {
    /// Nothing but blanks.
    #[error("nothing scanned: a barcode has at least one character")]
    Empty,
    /// It has more characters than a barcode may have.
    #[error("{text}: {count} characters, a barcode has at most 256")]
    TooLong {
        /// The barcode, cut.
        text: String,
        /// Characters it has.
        count: usize,
    },
    /// It has a character that cannot be seen.
    #[error("{text}: {character} cannot be seen in a barcode")]
    Hidden {
        /// The barcode, its hidden characters spelled out.
        text: String,
        /// The first hidden one, spelled out.
        character: String,
    },
}

/// Tells whether digits end in the check digit of Luhn (ISO/IEC 7812-1 annex B); false for anything but digits.
pub fn luhn(digits: &str) -> bool {
    if digits.len() < 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, b)| {
            let digit = u32::from(b - b'0');
            if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Tells whether a text has the shape of an IMEI: 15 digits, the last one Luhn's (3GPP TS 23.003, 6.2.1).
pub fn is_imei(text: &str) -> bool {
    text.len() == 15 && luhn(text)
}

/// Bodies that give out the first digits of IMEIs, as far as devices still carry them (GSMA TS.06).
const IMEI_BODIES: [&str; 17] =
    ["01", "10", "30", "33", "35", "44", "45", "49", "50", "51", "52", "53", "54", "86", "91", "98", "99"];

/// Returns the IMEI of a device whose IMEISV this is: 16 digits, the last two of which say its software's version
/// instead of a check digit (3GPP TS 23.003, 6.2.2). Nothing checks those digits, so a body that gives them out must be known.
pub fn imei_of_version(text: &str) -> Option<String> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let body = text.get(..14).filter(|body| digits && IMEI_BODIES.contains(&&body[..2]))?;
    ('0'..='9').map(|check| format!("{body}{check}")).find(|imei| is_imei(imei))
}

/// Tells whether a text is the number of a logistic unit, an SSCC: 18 digits, the last one their check digit (GS1 General
/// Specifications 3.2).
pub fn is_sscc(text: &str) -> bool {
    let digits = text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.as_bytes()[17] == check_digit(&text[..17])
}

/// Returns the trade item that the eight digits of a UPC-E stand for: a GTIN-12 whose zeros are left out, the place of which
/// its last digit but one tells (GS1 General Specifications 5.2.2.4).
pub fn upc_e(text: &str) -> Option<Gtin> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (system, six, check) = digits.then(|| (&text[..1], &text[1..7], &text[7..]))?;
    let whole = match six.as_bytes()[5] {
        last @ b'0'..=b'2' => format!("{}{}0000{}", &six[..2], char::from(last), &six[2..5]),
        b'3' => format!("{}00000{}", &six[..3], &six[3..5]),
        b'4' => format!("{}00000{}", &six[..4], &six[4..5]),
        last => format!("{}0000{}", &six[..5], char::from(last)),
    };
    matches!(system, "0" | "1").then(|| Gtin::parse(&format!("{system}{whole}{check}")).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gtins_of_every_length_are_one_number() {
        let shown = |text| Gtin::parse(text).map(|gtin| gtin.to_string());
        for text in ["12345670", "000012345670", "0000012345670", "00000012345670"] {
            assert_eq!(shown(text), Ok("00000012345670".to_owned()), "{text}");
        }
        assert_eq!(shown("4006381333931"), Ok("04006381333931".to_owned()));
        let wrong = shown("4006381333932").map_err(|error| error.to_string());
        assert_eq!(wrong, Err("4006381333932: the check digit would be 1".to_owned()));
        let short = shown("400638133").map_err(|error| error.to_string());
        assert_eq!(short, Err("400638133: 9 digits, a GTIN has 8, 12, 13 or 14".to_owned()));
    }

    #[test]
    fn a_barcode_that_is_no_gtin_is_compared_as_it_stands() {
        let key = |text| BarcodeKey::parse(text).map(BarcodeKey::into_string);
        assert_eq!(key(" aB-1 "), Ok("aB-1".to_owned()));
        assert_eq!(key("036000291452"), key("00036000291452"));
        assert_ne!(key("036000291453"), key("00036000291453"), "its check digit is wrong: two codes");
        assert_eq!(key(""), Err(BarcodeError::Empty));
        let long = BarcodeError::TooLong { text: shown(&"x".repeat(257)), count: 257 };
        assert_eq!(key(&"x".repeat(257)), Err(long));
    }

    #[test]
    fn an_imei_is_told_by_its_fifteenth_digit() {
        assert!(is_imei("356938035643809"));
        assert!(!is_imei("356938035643808"));
        assert!(!is_imei("35693803564380"), "fourteen digits");
        assert!(!luhn("0"));
    }

    #[test]
    fn an_imei_with_its_softwares_version_is_the_same_device() {
        assert_eq!(imei_of_version("3569380356438017").as_deref(), Some("356938035643809"));
        for other in ["356938035643801", "35693803564380170", "7769380356438017", "35693803564380X7"] {
            assert_eq!(imei_of_version(other), None, "{other}");
        }
    }

    #[test]
    fn a_pallets_number_is_told_by_its_check_digit() {
        assert!(is_sscc("106141412345678908"));
        for other in ["106141412345678907", "10614141234567890", "00106141412345678908", "10614141234567890X"] {
            assert!(!is_sscc(other), "{other}");
        }
    }
}
