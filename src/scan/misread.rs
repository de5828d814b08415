//! A scan that looks as if its scanner were set for another keyboard, or Caps Lock were on: what it would be then, said with what
//! mends it. Only what no code would say by itself counts, so that nothing right is ever held back.

use super::classify::{Reading, classify, split_aim};
use super::normalise::{swapped, unmapped};
use crate::config::ScannerConfig;
use crate::config::scanner::Case;
use crate::domain::scanner::Layout;
use crate::domain::text::shown;

/// What mends it, whatever it is.
const MEND: &str = "the Scanner screen (DH:SCANNER) mends it with the label of dockhand scanner-label";

/// Says as what a scan was probably meant, in a sentence; `None` where nothing points to another keyboard. `text` is what the
/// scanner meant as it is set now, with the AIM identifier it came with.
pub fn suspected(text: &str, config: &ScannerConfig) -> Option<String> {
    let other_case = || Some(swapped(text)).filter(|meant| config.case == Case::Keep && announces_more(meant, text));
    if let Some(meant) = other_case() {
        return Some(format!("is Caps Lock on? It would be {}: {MEND}", shown(&meant)));
    }
    let layouts = Layout::ALL.into_iter().filter(|layout| *layout != Layout::Us && *layout != config.layout);
    let read = layouts.map(|layout| (layout, unmapped(text, layout).into_owned()));
    let plausible = read.filter(|(_, meant)| announces_more(meant, text) || spells_a_code(meant, text));
    // A letter of its own keys is likelier than one of a dead key and another.
    let (layout, meant) =
        plausible.max_by_key(|(_, meant)| (meant.chars().count() == text.chars().count(), letters(meant)))?;
    let called = layout.called();
    let a = if called.starts_with('I') { "an" } else { "a" };
    Some(format!("typed through {a} {called} keyboard? It would be {}: {MEND}", shown(&meant)))
}

/// Tells whether a text is a whole GS1 scan by its carrier, which the other one is not.
fn announces_more(meant: &str, text: &str) -> bool {
    let announced = |text: &str| {
        let (aim, data) = split_aim(text);
        aim.is_some()
            && matches!(classify(aim, data).first(), Some(Reading::Gs1 { announced: true, .. } | Reading::Gtin(_)))
    };
    meant != text && announced(meant) && !announced(text)
}

/// Tells whether a text that no code of plain characters is turns out as one, of those that makers print: words with accents
/// turn out as something else.
fn spells_a_code(meant: &str, text: &str) -> bool {
    let printed =
        |letter: char| letter.is_ascii_alphanumeric() || letter.is_ascii_control() || "-./+$%_:*".contains(letter);
    !text.is_ascii() && meant.chars().all(printed) && meant.chars().any(|letter| letter.is_ascii_digit())
}

fn letters(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_alphanumeric).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::normalise::mapped;

    fn said(text: &str) -> String {
        suspected(text, &ScannerConfig::default()).unwrap_or_default()
    }

    #[test]
    fn a_code_typed_through_another_keyboard_is_told_with_what_it_is() {
        for layout in [Layout::Azerty, Layout::Qwertz, Layout::It] {
            let came = mapped("]C1010401234512345621SN-1/4", layout);
            let said = said(&came);
            assert!(said.contains(layout.called()) && said.contains("]C1010401234512345621SN-1/4"), "{came}: {said}");
        }
        assert!(said(&mapped("SN-0471", Layout::Azerty)).contains("French (AZERTY) keyboard? It would be SN-0471"));
        assert!(said(&mapped("SN-0471", Layout::Qwertz)).contains("German (QWERTZ)"), "its dash is ß");
        assert!(said(&swapped("]C1010401234512345621SN-1")).contains("is Caps Lock on?"));
    }

    #[test]
    fn what_a_maker_may_print_is_let_through() {
        for code in [
            "SN-0471",
            "sn-0471",
            "4006381333931",
            "Ünit",
            "数1",
            "Gerät-12",
            "Café-12",
            "Größe 5",
            "£5",
            "]C1010401234512345621SN-1",
            "]d2x",
            "a b",
            "",
        ] {
            assert_eq!(said(code), "", "{code}");
        }
        // Nor is anything once the desk reads that keyboard right.
        let config = ScannerConfig { layout: Layout::Azerty, ..ScannerConfig::default() };
        assert_eq!(suspected("SN-0471", &config), None);
    }
}
