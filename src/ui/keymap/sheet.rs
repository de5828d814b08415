//! The command sheet: a barcode for each action, to be scanned where keys are out of reach.

use super::{ROWS, Row};

/// One barcode of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What a scanner sends: `DH:POST`.
    pub code: String,
    /// What people call it: `post · F10`.
    pub word: String,
    /// What it does.
    pub help: &'static str,
}

/// Returns a card for each action that may be scanned, in the order of the key table.
pub fn cards() -> Vec<Card> {
    let mut cards: Vec<Card> = Vec::new();
    for row in ROWS.iter().filter(|row| row.is_scannable()) {
        let code = format!("DH:{}", row.action.name().to_ascii_uppercase());
        if !cards.iter().any(|card| card.code == code) {
            cards.push(Card { code, word: word(row), help: row.help });
        }
    }
    cards
}

fn word(row: &Row) -> String {
    let name = if row.footer.is_empty() { row.action.name() } else { row.footer };
    row.key.map_or_else(|| name.to_owned(), |key| format!("{name} · {}", key.word(false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::command;

    #[test]
    fn every_card_is_a_command_and_no_two_are_alike() {
        let cards = cards();
        assert!(cards.len() > 20);
        for (at, card) in cards.iter().enumerate() {
            assert!(command(card.code.as_bytes()).is_some(), "{}", card.code);
            assert!(!cards[..at].iter().any(|other| other.code == card.code), "{}", card.code);
        }
    }
}
