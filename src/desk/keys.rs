//! What is no text → keys: one escape sequence or control character at a time, as the scan decoder cuts them.
//!
//! Sequences are read by `termina`; one that nobody knows is dropped whole.

use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers};

use crate::ui::keymap::{Code, Key};

const ESC: u8 = 0x1b;

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// A key.
    Key(Key),
    /// A letter that came as a sequence, or behind an Esc.
    Letter(char),
}

/// Reads one whole sequence or control character.
pub fn strokes(sequence: &[u8]) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    read(sequence, &mut strokes);
    strokes
}

/// Reads a whole sequence.
fn read(sequence: &[u8], strokes: &mut Vec<Stroke>) {
    match sequence {
        [ESC] => strokes.push(Stroke::Key(Key::plain(Code::Esc))),
        [0x08] => strokes.push(Stroke::Key(Key::plain(Code::Backspace))),
        // What a scanner or a terminal sends by itself is no key.
        [] | [0x00 | 0x0a | 0x1c..=0x1f] | [ESC, ESC, ..] => {}
        [ESC, rest @ ..] if !matches!(rest, [b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X', ..]) => {
            behind_escape(rest, strokes);
        }
        _ => {
            let mut parser = termina::Parser::default();
            parser.parse(sequence, true);
            while let Some(event) = parser.pop() {
                if let termina::Event::Key(event) = event {
                    strokes.extend(stroke(event));
                }
            }
        }
    }
}

/// Reads what came with Alt, or right behind the Esc key: no letter of a scan may get lost, so a letter is one.
fn behind_escape(rest: &[u8], strokes: &mut Vec<Stroke>) {
    let mut own = Vec::new();
    read(rest, &mut own);
    for stroke in own {
        if let Stroke::Key(key) = stroke
            && matches!(key.code, Code::Backspace | Code::Delete | Code::Left | Code::Right)
        {
            strokes.push(Stroke::Key(Key { alt: true, ..key }));
        } else {
            strokes.push(Stroke::Key(Key::plain(Code::Esc)));
            strokes.push(stroke);
        }
    }
}

/// Turns termina's key into ours; `None` for what is never a key of the table.
fn stroke(event: KeyEvent) -> Option<Stroke> {
    let held = event.modifiers - Modifiers::CAPS_LOCK - Modifiers::NUM_LOCK;
    let strange = Modifiers::SUPER | Modifiers::HYPER | Modifiers::META;
    if event.kind == KeyEventKind::Release || held.intersects(strange) {
        return None;
    }
    let (ctrl, alt) = (held.contains(Modifiers::CONTROL), held.contains(Modifiers::ALT));
    let code = match event.code {
        KeyCode::Char(letter) if !ctrl && !alt => {
            return (!letter.is_control()).then_some(Stroke::Letter(letter));
        }
        KeyCode::Char(letter) => Code::Char(letter.to_ascii_lowercase()),
        // F13 and up is what shift makes of F1 and up: neither is a key of ours.
        KeyCode::Function(number) if number <= 12 && !held.contains(Modifiers::SHIFT) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Tab if held.contains(Modifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Escape => Code::Esc,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Insert => Code::Insert,
        KeyCode::Delete => Code::Delete,
        _ => return None,
    };
    Some(Stroke::Key(Key { code, ctrl, alt }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_keys_are_read_in_every_spelling() {
        let spelled: [(&[u8], u8); 17] = [
            (b"\x1bOP", 1),
            (b"\x1bOS", 4),
            (b"\x1b[11~", 1),
            (b"\x1b[14~", 4),
            (b"\x1b[15~", 5),
            (b"\x1b[17~", 6),
            (b"\x1b[20~", 9),
            (b"\x1b[21~", 10),
            (b"\x1b[24~", 12),
            (b"\x1b[[A", 1),
            (b"\x1b[[E", 5),
            (b"\x1b[P", 1),
            (b"\x1b[1P", 1),
            (b"\x1b[1;1Q", 2),
            (b"\x1b[13~", 3),
            (b"\x1b[13;1~", 3),
            (b"\x1b[21;1:1~", 10),
        ];
        for (bytes, number) in spelled {
            assert_eq!(strokes(bytes), [Stroke::Key(Key::f(number))], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_letter_right_behind_an_escape_is_not_lost() {
        let esc = Stroke::Key(Key::plain(Code::Esc));
        assert_eq!(strokes(b"\x1b"), [esc]);
        assert_eq!(strokes(b"\x1bS"), [esc, Stroke::Letter('S')]);
        assert_eq!(strokes("\u{1b}ä".as_bytes()), [esc, Stroke::Letter('ä')]);
    }

    #[test]
    fn alt_and_backspace_take_a_word() {
        let alt = Stroke::Key(Key { code: Code::Backspace, ctrl: false, alt: true });
        assert_eq!(strokes(b"\x1b\x7f"), [alt]);
        assert_eq!(strokes(b"\x1b\x08"), [alt]);
    }

    #[test]
    fn what_nobody_knows_is_dropped_whole() {
        for bytes in [
            &b"\x1b[5;77X"[..],
            b"\x1b[<0;10;10M",
            b"\x1b[11^",
            b"\x1b[1",
            b"\x1b]11;rgb:0000/0000/0000\x07",
            b"\x1bP1$r0m\x1b\\",
            b"\x1b[?62;c",
            b"\x1bOu",
            b"\x1b[I",
            b"\x00",
            b"\x0a",
            b"\x1d",
            b"\x1b[21;2~",
            b"\x1b[34~",
            b"\x1b[97;1:3u",
        ] {
            assert_eq!(strokes(bytes), [], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn letters_of_the_kitty_protocol_are_letters() {
        assert_eq!(strokes(b"\x1b[97u"), [Stroke::Letter('a')]);
        assert_eq!(strokes(b"\x1b[112;5u"), [Stroke::Key(Key::ctrl('p'))]);
        assert_eq!(strokes(b"\x1b[13u"), [Stroke::Key(Key::plain(Code::Enter))]);
    }
}
