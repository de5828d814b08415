//! What a product's serials look like, and when one looks unlike the others.
//!
//! An odd serial is asked about, never refused, and every question costs the operator a stop. So the rules here
//! speak up only where normal variation does not reach: a counter that grows by a digit, another prefix or a mix
//! of letters and digits that shifts is no reason.

use crate::domain::barcode::is_imei;

/// Numbers further apart than this are not one counter that went on.
const NEAR: u128 = 10_000;

/// How many serials must agree before another can be odd beside them.
const ENOUGH: usize = 3;

/// Returns the shape that all these serials share: `#` a digit, `@` a letter, `*` either, the rest as it stands.
///
/// `None` when there are none, or when they differ in length or in what is neither letter nor digit.
pub fn shape_of<'a>(serials: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut serials = serials.into_iter();
    let mut shape: Vec<char> = serials.next()?.chars().map(class).collect();
    for serial in serials {
        let classes: Vec<char> = serial.chars().map(class).collect();
        if classes.len() != shape.len() {
            return None;
        }
        for (so_far, this) in shape.iter_mut().zip(classes) {
            *so_far = match (*so_far, this) {
                (a, b) if a == b => a,
                ('#' | '@' | '*', '#' | '@') => '*',
                _ => return None,
            };
        }
    }
    Some(shape.into_iter().collect())
}

fn class(c: char) -> char {
    match c {
        c if c.is_ascii_digit() => '#',
        c if c.is_alphabetic() => '@',
        c => c,
    }
}

/// Tells whether a serial has the shape a product hints at; an empty shape fits everything. Case does not matter.
pub fn fits_shape(shape: &str, serial: &str) -> bool {
    if shape.is_empty() {
        return true;
    }
    let mut characters = serial.chars();
    let all = shape.chars().all(|wanted| {
        characters.next().is_some_and(|c| match wanted {
            '#' => c.is_ascii_digit(),
            '@' => c.is_alphabetic(),
            '*' => c.is_ascii_digit() || c.is_alphabetic(),
            literal => literal.eq_ignore_ascii_case(&c),
        })
    });
    all && characters.next().is_none()
}

/// Returns why a serial is odd for a product with this shape, or `None` when it fits.
pub fn odd_for_shape(shape: &str, serial: &str) -> Option<String> {
    if fits_shape(shape, serial) {
        return None;
    }
    let (wanted, has) = (shape.chars().count(), serial.chars().count());
    if wanted == has {
        return Some(format!("usually {shape}"));
    }
    Some(format!("usually {shape}, {wanted} characters, this has {has}"))
}

/// Returns why a serial is odd beside the first serials of its line: `15 digits so far, this has 20`.
///
/// Fewer than three say nothing yet; of more, only the first three count.
pub fn odd_beside(first: &[&str], candidate: &str) -> Option<String> {
    let first = first.get(..ENOUGH)?;
    let candidate = candidate.trim();
    if first.iter().all(|s| only_digits(s)) {
        return odd_beside_digits(first, candidate);
    }
    if goes_on(first, candidate) {
        return None;
    }
    let (least, most) = lengths(first);
    let length = candidate.chars().count();
    if only_digits(candidate) && first.iter().all(|s| has_letters(s)) && same_letters(first) {
        return Some(format!("letters and digits so far, this has {} only", count(length, "digit")));
    }
    // Serials that already vary in length are given more room than those that do not.
    let room = (most - least).max(1);
    if most >= 6 && (length > most + room || length + room < least) {
        return Some(format!("{} characters so far, this has {length}", spell(least, most)));
    }
    None
}

fn odd_beside_digits(first: &[&str], candidate: &str) -> Option<String> {
    let (least, most) = lengths(first);
    if !only_digits(candidate) {
        return Some(format!("{} digits so far, this has other characters", spell(least, most)));
    }
    let length = candidate.len();
    if (length < least || length > most) && !goes_on(first, candidate) {
        return Some(format!("{} digits so far, this has {length}", spell(least, most)));
    }
    if first.iter().all(|s| is_imei(s)) && !is_imei(candidate) {
        return Some("IMEIs so far, and the check digit of this one does not fit".to_owned());
    }
    None
}

/// Tells whether a serial is one of the line's, counted on or back: `SN-10` beside `SN-9`, `1000000` beside `999998`.
fn goes_on(first: &[&str], candidate: &str) -> bool {
    let Some((head, number, tail)) = counted(candidate) else { return false };
    first
        .iter()
        .filter_map(|s| counted(s))
        .any(|(h, n, t)| h.eq_ignore_ascii_case(head) && t.eq_ignore_ascii_case(tail) && n.abs_diff(number) <= NEAR)
}

/// Splits a serial at its last run of digits; `None` when there is none or it is too long to count.
fn counted(serial: &str) -> Option<(&str, u128, &str)> {
    let (head, digits, tail) = super::last_digits(serial)?;
    Some((head, digits.parse().ok()?, tail))
}

fn lengths(first: &[&str]) -> (usize, usize) {
    let lengths = first.iter().map(|s| s.chars().count());
    (lengths.clone().min().unwrap_or(0), lengths.max().unwrap_or(0))
}

/// Tells whether all have their letters in the same places, so that a serial without any is none of them.
fn same_letters(first: &[&str]) -> bool {
    let letters =
        |s: &str| s.chars().enumerate().filter(|(_, c)| c.is_alphabetic()).map(|(at, _)| at).collect::<Vec<_>>();
    first.windows(2).all(|pair| letters(pair[0]) == letters(pair[1]))
}

fn only_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn spell(least: usize, most: usize) -> String {
    if least == most { most.to_string() } else { format!("{least} to {most}") }
}

fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
