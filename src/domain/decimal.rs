//! Decimal numbers as people type them, read into fixed point without a float in between.

use std::fmt;

/// Why a text is no decimal number of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing was typed.
    Empty,
    /// Something other than digits, one sign before them and one point among them.
    NotANumber,
    /// A comma stands in it.
    Comma,
    /// More decimals than allowed.
    Decimals,
    /// More than 64 bits hold.
    TooLarge,
}

/// Reads a decimal number into units of 10^-`scale`, taking at most `decimals` digits after the point.
///
/// Outer blanks are ignored. `.85` is read as `0.85`; `12.` is not a number, since something is missing from it.
/// Trailing zeros count as decimals: who types `1.00000` was given a form that is not ours.
pub(super) fn parse(text: &str, scale: u32, decimals: u32) -> Result<i64, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let (negative, digits) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        None if !digits.is_empty() => (digits, ""),
        _ => return Err(fault_of(digits)),
    };
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err(fault_of(digits));
    }
    if fraction.len() > decimals as usize {
        return Err(Fault::Decimals);
    }
    let zeros = std::iter::repeat_n(b'0', scale as usize - fraction.len());
    let mut value: i64 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
        value =
            value.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(digit - b'0'))).ok_or(Fault::TooLarge)?;
    }
    Ok(if negative { -value } else { value })
}

/// Tells a number spelled with commas from what is no number at all.
fn fault_of(digits: &str) -> Fault {
    let spelled = digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    if digits.contains(',') && digits.len() > 1 && spelled { Fault::Comma } else { Fault::NotANumber }
}

/// Spells a number with one comma with a point, when it can mean only one number: `12,50`, never `1,234`.
pub(super) fn with_a_point(text: &str) -> Option<String> {
    let (whole, fraction) = text.trim().split_once(',')?;
    let plain = !fraction.contains(['.', ',']) && !whole.contains('.');
    (plain && !fraction.is_empty() && fraction.len() != 3).then(|| format!("{whole}.{fraction}"))
}

/// Writes `value`, in units of 10^-`scale`, with at least `least` decimals and no more than it needs.
pub(super) fn write(f: &mut fmt::Formatter<'_>, value: i64, scale: u32, least: usize) -> fmt::Result {
    let one = 10_u64.pow(scale);
    let size = value.unsigned_abs();
    let mut fraction = format!("{:0width$}", size % one, width = scale as usize);
    while fraction.len() > least && fraction.ends_with('0') {
        fraction.pop();
    }
    let point = if fraction.is_empty() { "" } else { "." };
    let number = format!("{}{point}{fraction}", size / one);
    // `pad_integral` keeps width, alignment and sign of the caller's format.
    f.pad_integral(value >= 0, "", &number)
}
