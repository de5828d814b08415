//! Text as a terminal shows it: columns instead of characters, and nothing of a stranger's that a terminal would obey.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use crate::domain::money::Money;
use crate::domain::quantity::Quantity;

/// Returns the columns a text takes, letter by letter: terminals do not agree on what joins into one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(columns_of).sum() }
}

fn columns_of(letter: char) -> usize {
    letter.width().unwrap_or(1)
}

/// Returns the longest beginning that fits the columns, with `…` (`~` where only ASCII shows) when something is cut.
pub fn cut(text: &str, columns: usize, ascii: bool) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = head(text, columns - 1).to_owned();
    kept.push(if ascii { '~' } else { '…' });
    Cow::Owned(kept)
}

/// Returns the end that fits the columns, with `…` before it when something is cut: serials differ at their end.
pub fn cut_front(text: &str, columns: usize, ascii: bool) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let (mut taken, mut start) = (0, text.len());
    for (at, letter) in text.char_indices().rev() {
        taken += columns_of(letter);
        if taken > columns - 1 {
            break;
        }
        start = at;
    }
    Cow::Owned(format!("{}{}", if ascii { '~' } else { '…' }, &text[start..]))
}

/// Returns the longest beginning that fits the columns, as it stands.
pub fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, letter) in text.char_indices() {
        taken += columns_of(letter);
        if taken > columns {
            return &text[..at];
        }
    }
    text
}

/// Breaks a text at blanks into rows of at most so many columns; a longer word is broken where it must.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut row = String::new();
    for mut word in text.split_whitespace() {
        let used = width(&row) + usize::from(!row.is_empty());
        if used + width(word) > columns && !row.is_empty() {
            rows.push(std::mem::take(&mut row));
        }
        while width(word) > columns {
            let fits = head(word, columns);
            // A letter wider than the column still has to go somewhere.
            let first = word.chars().next().map_or(0, char::len_utf8);
            let (part, rest) = word.split_at(fits.len().max(first));
            rows.push(part.to_owned());
            word = rest;
        }
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(word);
    }
    if !row.is_empty() || rows.is_empty() {
        rows.push(row);
    }
    rows
}

/// Returns a stranger's text with everything a terminal would obey, or that hides or turns letters, spelled out.
///
/// `ESC` becomes `<1B>`, a right-to-left override `<202E>`. Text of ours never needs it; scans, pastes and names do.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let plain = |letter: char| is_harmless(letter) && letter.width() != Some(0);
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut marks = 0;
    for letter in text.chars() {
        // Accents belong to the letter before them; a tower of them belongs to nobody.
        marks = if letter.width() == Some(0) { marks + 1 } else { 0 };
        if is_harmless(letter) && marks < 3 && !(marks > 0 && shown.is_empty()) {
            shown.push(letter);
        } else {
            let _ = write!(shown, "<{:02X}>", u32::from(letter));
        }
    }
    Cow::Owned(shown)
}

fn is_harmless(letter: char) -> bool {
    let hidden = matches!(u32::from(letter),
        0x00ad | 0x034f | 0x061c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
        | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff9..=0xfffb
        | 0xe000..=0xf8ff | 0x1f3fb..=0x1f3ff | 0xe0000..=0x0010_ffff);
    !letter.is_control() && !hidden
}

/// Returns the text in plain ASCII for a terminal without UTF-8: our own marks by their stand-ins, the rest as `?`.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_ascii() => shown.push(letter),
            '─' | '–' | '—' => shown.push('-'),
            '│' | '▏' => shown.push('|'),
            '·' => shown.push('.'),
            '▸' | '→' => shown.push('>'),
            '←' => shown.push('<'),
            '↑' => shown.push('^'),
            '↓' => shown.push('v'),
            '✔' => shown.push('+'),
            '●' | '█' => shown.push('*'),
            '…' => shown.push('~'),
            '✖' | '×' => shown.push('x'),
            '≥' | '≤' => shown.push('='),
            // As wide as what it stands for, so that columns stay where they are.
            letter => (0..columns_of(letter)).for_each(|_| shown.push('?')),
        }
    }
    Cow::Owned(shown)
}

/// Returns an amount with its thousands apart: `5,970.00`.
pub fn amount(money: Money) -> String {
    money.grouped()
}

/// Returns an amount with the store's currency: `5,970.00 EUR`.
pub fn money(money: Money, currency: &str) -> String {
    let amount = amount(money);
    if currency.is_empty() { amount } else { format!("{amount} {currency}") }
}

/// Returns a quantity with its unit of measure: `30 pc`.
pub fn quantity(quantity: Quantity, unit: &str) -> String {
    if unit.is_empty() { quantity.to_string() } else { format!("{quantity} {unit}") }
}

/// Returns how many units there are: `1 unit`, `30 units`.
pub fn units(count: Quantity) -> String {
    format!("{count} unit{}", if count == Quantity::ONE { "" } else { "s" })
}

/// Tells whether a text holds every word of a filter, without case; an empty filter holds for all.
pub fn holds(text: &str, filter: &str) -> bool {
    let text = text.to_lowercase();
    filter.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_text_says_that_it_was_cut() {
        assert_eq!(cut("Northwind Parts", 9, false), "Northwin…");
        assert_eq!(cut("Northwind Parts", 9, true), "Northwin~");
        assert_eq!(cut("日本語", 4, false), "日…");
        assert_eq!(cut_front("356938035643809", 6, false), "…43809");
        assert_eq!(cut("abc", 0, false), "");
    }

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        assert_eq!(harmless("SN\u{1b}[31m1"), "SN<1B>[31m1");
        assert_eq!(harmless("a\u{202e}b"), "a<202E>b");
        assert_eq!(harmless("Müller 📦"), "Müller 📦");
    }

    #[test]
    fn thousands_stand_apart() {
        let said = |text: &str| amount(Money::parse(text).expect("money"));
        assert_eq!(said("5970"), "5,970.00");
        assert_eq!(said("199.5"), "199.50");
        assert_eq!(said("-1234567.8912"), "-1,234,567.8912");
    }

    #[test]
    fn marks_that_combine_over_a_cut_take_no_column_more() {
        let text = "0AͰ0\u{7f}¡aः";
        assert!(width(&cut(text, 4, false)) <= 4 && width(&cut_front(text, 4, false)) <= 4);
    }

    proptest! {
        #[test]
        fn no_cut_is_wider_than_asked(text in ".{0,40}", columns in 0_usize..30) {
            prop_assert!(width(&cut(&text, columns, false)) <= columns);
            prop_assert!(width(&cut_front(&text, columns, false)) <= columns);
        }

        #[test]
        fn wrapping_keeps_every_letter(text in "[a-z ]{0,60}", columns in 1_usize..20) {
            let rows = wrap(&text, columns);
            prop_assert!(rows.iter().all(|row| width(row) <= columns));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&rows.concat()), letters(&text));
        }

        #[test]
        fn nothing_harmless_controls(text in any::<String>()) {
            prop_assert!(!harmless(&text).chars().any(char::is_control));
        }
    }
}
