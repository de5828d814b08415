//! The characters the scanner meant: keyboard layout and case turned back, every spelling of GS made one.

use std::borrow::Cow;

use crate::config::scanner::{Case, Gs, ScannerConfig};
use crate::domain::scanner::Layout;

/// FNC1 between the elements of a GS1 code, as scanners send it.
pub const GS: char = '\u{1d}';
/// Separates the envelopes of ISO 15434.
pub const RS: char = '\u{1e}';
/// Ends a message of ISO 15434.
pub const EOT: char = '\u{4}';

/// U+F70B and U+F70C: what macOS types for the function keys that scanners send for GS and RS.
pub const PRIVATE_GS: char = '\u{f70b}';
/// See [`PRIVATE_GS`].
pub const PRIVATE_RS: char = '\u{f70c}';

/// Keys of a US keyboard, row by row, alone and then with Shift: the order of every layout below.
const US: &str = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?";
const AZERTY: &str = "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§";
const QWERTZ: &str = "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_";
const UK: &str = "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./¬!\"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?";
const IT: &str = "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-|!\"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_";

/// What dead keys make of the letter after them: the dead key's own character, its letters, and what comes of each.
const DEAD: [(char, &str, &str); 4] = [
    ('^', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('¨', "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
    ('´', "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
    ('`', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
];

/// Returns what the scanner meant by the characters that came, as the configuration says.
pub fn meant<'a>(text: &'a str, config: &ScannerConfig) -> Cow<'a, str> {
    let text = unmapped(text, config.layout);
    let text = match config.case {
        Case::Keep => text,
        Case::Swap => Cow::Owned(swapped(&text)),
    };
    one_gs(text, &config.gs)
}

/// Returns the US keys behind the characters that a layout made of them; what is on no key stays.
pub fn unmapped(text: &str, layout: Layout) -> Cow<'_, str> {
    let Some(table) = table(layout) else { return Cow::Borrowed(text) };
    let mut meant = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if let Some(key) = key_of(letter, table) {
            // A dead key and a blank are that key alone.
            if dead(layout).contains(&letter) && letters.peek() == Some(&' ') {
                letters.next();
            }
            meant.push(key);
        } else if let Some((dead, base)) = composed(letter, layout) {
            meant.extend(key_of(dead, table));
            meant.push(key_of(base, table).unwrap_or(base));
        } else {
            meant.push(letter);
        }
    }
    Cow::Owned(meant)
}

/// Returns what a layout makes of the US keys a scanner presses; what is on no key stays.
pub fn mapped(text: &str, layout: Layout) -> String {
    let Some(table) = table(layout) else { return text.to_owned() };
    text.chars()
        .map(|letter| US.chars().zip(table.chars()).find(|(us, _)| *us == letter).map_or(letter, |pair| pair.1))
        .collect()
}

fn table(layout: Layout) -> Option<&'static str> {
    match layout {
        Layout::Us => None,
        Layout::Azerty => Some(AZERTY),
        Layout::Qwertz => Some(QWERTZ),
        Layout::Uk => Some(UK),
        Layout::It => Some(IT),
    }
}

/// Keys of a layout that write nothing until the next one.
const fn dead(layout: Layout) -> &'static [char] {
    match layout {
        Layout::Azerty => &['^', '¨'],
        Layout::Qwertz => &['^', '´', '`'],
        Layout::Us | Layout::Uk | Layout::It => &[],
    }
}

fn key_of(letter: char, table: &str) -> Option<char> {
    table.chars().zip(US.chars()).find(|(made, _)| *made == letter).map(|(_, us)| us)
}

/// Returns the dead key and the letter that made this one, where the layout has such a dead key.
fn composed(letter: char, layout: Layout) -> Option<(char, char)> {
    DEAD.iter().filter(|(mark, _, _)| dead(layout).contains(mark)).find_map(|(mark, bases, made)| {
        made.chars().zip(bases.chars()).find(|(made, _)| *made == letter).map(|(_, base)| (*mark, base))
    })
}

/// Returns a text whose capitals and small letters have changed places.
pub fn swapped(text: &str) -> String {
    text.chars().map(other_case).collect()
}

fn other_case(letter: char) -> char {
    match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ => letter,
    }
}

/// Puts GS for the spellings that are texts.
fn one_gs<'a>(text: Cow<'a, str>, spellings: &[Gs]) -> Cow<'a, str> {
    spellings.iter().fold(text, |text, spelling| {
        let forms: &[&str] = match spelling {
            Gs::Hash => &["#"],
            Gs::Angle => &["<GS>", "<gs>"],
            Gs::Brace => &["{GS}", "{gs}"],
            Gs::Caret => &["^]"],
            Gs::Byte | Gs::PrivateUse | Gs::F8 | Gs::Alt029 => &[],
        };
        forms.iter().fold(
            text,
            |text, form| {
                if text.contains(form) { Cow::Owned(text.replace(form, "\u{1d}")) } else { text }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_has_every_key_once() {
        for layout in Layout::ALL {
            let table = table(layout).unwrap_or(US);
            assert_eq!(table.chars().count(), US.chars().count(), "{layout:?}");
            let mut letters: Vec<_> = table.chars().collect();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), US.chars().count(), "{layout:?}");
        }
    }

    #[test]
    fn what_a_layout_makes_of_a_code_is_turned_back() {
        let all: String = US.chars().collect();
        for layout in Layout::ALL {
            for code in [all.as_str(), "AbC-019]=/\u{1d}end", "]C10104012345678901"] {
                let came = mapped(code, layout);
                assert_eq!(unmapped(&came, layout), code, "{layout:?}: {came}");
            }
        }
    }

    #[test]
    fn a_thousand_serials_come_back_through_each_layout() {
        let mut seed = 7_u64;
        for layout in Layout::ALL {
            for _ in 0..1_000 {
                let serial: String = (0..16)
                    .map(|_| {
                        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        char::from(
                            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./"
                                [(seed >> 33) as usize % 65],
                        )
                    })
                    .collect();
                assert_eq!(unmapped(&mapped(&serial, layout), layout), serial);
            }
        }
    }

    #[test]
    fn dead_keys_are_taken_apart() {
        assert_eq!(unmapped("ê", Layout::Azerty), "[e");
        assert_eq!(unmapped("ä", Layout::Azerty), "{q");
        assert_eq!(unmapped("^ &", Layout::Azerty), "[1");
        assert_eq!(unmapped("é", Layout::Qwertz), "=e");
        assert_eq!(unmapped("ö", Layout::Qwertz), ";");
    }

    #[test]
    fn every_spelling_of_gs_is_one() {
        let config = |gs: &[Gs]| ScannerConfig { gs: gs.to_vec(), ..ScannerConfig::default() };
        for (spelling, text) in
            [(Gs::Hash, "10A#21B"), (Gs::Angle, "10A<GS>21B"), (Gs::Brace, "10A{GS}21B"), (Gs::Caret, "10A^]21B")]
        {
            assert_eq!(meant(text, &config(&[spelling])), "10A\u{1d}21B");
            assert_eq!(meant(text, &config(&[])), text);
        }
    }

    #[test]
    fn capitals_and_small_letters_change_places() {
        let config = ScannerConfig { case: Case::Swap, ..ScannerConfig::default() };
        assert_eq!(meant("aBc-019é", &config), "AbC-019é");
    }
}
