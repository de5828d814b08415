//! EAN-13, EAN-8 and UPC-A (ISO/IEC 15420; GS1 General Specifications 5.2).

use super::Flaw;
use super::matrix::{Matrix, Quiet};
use crate::domain::barcode::Gtin;

/// Widths of the digits in set A: space first. Set B is each of them backwards, set C has the widths of A, bar first.
const DIGITS: [&str; 10] = ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];

/// Which of the left six digits are of set B, by the first digit of an EAN-13.
const IN_B: [&str; 10] =
    ["000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010"];

const GUARD: &str = "111";
const MIDDLE: &str = "11111";

/// Makes an EAN-13 of its thirteen digits.
pub(super) fn ean13(text: &str) -> Result<Matrix, Flaw> {
    checked(text, 13)?;
    Ok(thirteen(text, Quiet { left: 11, right: 7, beyond: 0 }))
}

/// Makes a UPC-A of its twelve digits: the same bars as an EAN-13 that begins with a zero.
pub(super) fn upca(text: &str) -> Result<Matrix, Flaw> {
    checked(text, 12)?;
    Ok(thirteen(&format!("0{text}"), Quiet { left: 9, right: 9, beyond: 0 }))
}

/// Makes an EAN-8 of its eight digits.
pub(super) fn ean8(text: &str) -> Result<Matrix, Flaw> {
    checked(text, 8)?;
    Ok(between_guards(text, "0000", Quiet { left: 7, right: 7, beyond: 0 }))
}

fn checked(text: &str, digits: usize) -> Result<(), Flaw> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Flaw::Digits(digits));
    }
    Gtin::parse(text).map(|_| ()).map_err(|why| Flaw::Rule(why.to_string()))
}

fn thirteen(text: &str, quiet: Quiet) -> Matrix {
    let first = usize::from(text.as_bytes()[0] - b'0');
    between_guards(&text[1..], IN_B[first], quiet)
}

/// Draws the left half in sets A and B, as told, and the right half in C.
fn between_guards(digits: &str, in_b: &str, quiet: Quiet) -> Matrix {
    let (left, right) = digits.split_at(in_b.len());
    let widths = |digit: u8| DIGITS[usize::from(digit - b'0')];
    let mut all: Vec<u8> = GUARD.bytes().collect();
    for (digit, set) in left.bytes().zip(in_b.bytes()) {
        if set == b'1' { all.extend(widths(digit).bytes().rev()) } else { all.extend(widths(digit).bytes()) }
    }
    all.extend(MIDDLE.bytes());
    right.bytes().for_each(|digit| all.extend(widths(digit).bytes()));
    all.extend(GUARD.bytes());
    Matrix::of_widths(all, quiet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(matrix: &Matrix) -> String {
        matrix.rows().flatten().map(|dark| if *dark { '1' } else { '0' }).collect()
    }

    #[test]
    fn the_bars_are_those_of_the_standard() {
        let bars = ean13("4006381333931").unwrap();
        assert_eq!(
            drawn(&bars),
            "10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101"
        );
        assert_eq!(bars.full_width(), 113);
        assert_eq!(drawn(&ean8("96385074").unwrap()).len(), 67);
        assert_eq!(drawn(&upca("036000291452").unwrap()), drawn(&ean13("0036000291452").unwrap()));
    }

    #[test]
    fn a_wrong_number_of_digits_or_check_digit_is_said() {
        assert_eq!(ean13("400638133393"), Err(Flaw::Digits(13)));
        assert_eq!(upca("03600029145X"), Err(Flaw::Digits(12)));
        let Err(Flaw::Rule(words)) = ean13("4006381333932") else { panic!("taken") };
        assert_eq!(words, "4006381333932: the check digit would be 1");
    }
}
