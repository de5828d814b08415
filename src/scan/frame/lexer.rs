//! Bytes → characters and escape sequences, each whole however the bytes were cut.

use std::time::Duration;

/// A lone Escape is a key when nothing follows it for so long.
const LONE_ESCAPE: Duration = Duration::from_millis(40);
/// The rest of a sequence or a character that was cut may come so late.
const CUT: Duration = Duration::from_millis(500);
/// Bytes a control sequence has at most.
const LONGEST_SEQUENCE: usize = 64;
/// Bytes a terminal's answer has at most.
const LONGEST_STRING: usize = 4096;

const ESC: u8 = 0x1b;

/// Smallest whole thing a terminal sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// A character, control characters too. A byte that is no UTF-8 is the character of that number in Latin-1.
    Char(char),
    /// An escape sequence, or Escape alone.
    Sequence(Vec<u8>),
}

/// Holds what is not whole yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexer {
    held: Vec<u8>,
    last: Duration,
}

/// What the bytes held so far are.
enum Shape {
    Partial,
    Whole,
    /// All but the last byte belong together; the last begins something new.
    Broken,
}

impl Lexer {
    /// Takes one byte and hands on what became whole.
    pub fn push(&mut self, at: Duration, byte: u8, atom: &mut impl FnMut(Atom)) {
        self.last = at;
        if self.held.is_empty() && byte.is_ascii() && byte != ESC {
            return atom(Atom::Char(char::from(byte)));
        }
        self.held.push(byte);
        loop {
            match shape(&self.held) {
                Shape::Partial => return,
                Shape::Whole => return atom(whole(std::mem::take(&mut self.held))),
                Shape::Broken if self.held[0] == ESC => {
                    let new = self.held.split_off(self.held.len() - 1);
                    atom(Atom::Sequence(std::mem::replace(&mut self.held, new)));
                }
                Shape::Broken => atom(Atom::Char(char::from(self.held.remove(0)))),
            }
            if self.held.is_empty() {
                return;
            }
        }
    }

    /// Returns when what is held will have waited long enough.
    pub fn deadline(&self) -> Option<Duration> {
        match self.held.as_slice() {
            [] => None,
            [ESC] => Some(self.last + LONE_ESCAPE),
            _ => Some(self.last + CUT),
        }
    }

    /// Gives up what is held, as it is.
    pub fn flush(&mut self, atom: &mut impl FnMut(Atom)) {
        let held = std::mem::take(&mut self.held);
        if held.first() == Some(&ESC) {
            atom(Atom::Sequence(held));
        } else {
            for byte in held {
                atom(Atom::Char(char::from(byte)));
            }
        }
    }
}

fn whole(bytes: Vec<u8>) -> Atom {
    if bytes[0] == ESC {
        return Atom::Sequence(bytes);
    }
    Atom::Char(std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()).unwrap_or('\u{fffd}'))
}

fn shape(held: &[u8]) -> Shape {
    match held {
        [ESC, rest @ ..] => sequence(rest),
        _ => character(held),
    }
}

/// Judges the bytes after an Escape.
fn sequence(rest: &[u8]) -> Shape {
    match rest {
        [] | [b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X'] | [b'[', b'['] => Shape::Partial,
        // The Linux console's F1 to F5.
        [b'[', b'[', letter] => {
            if letter.is_ascii_graphic() {
                Shape::Whole
            } else {
                Shape::Broken
            }
        }
        [b'[' | b'O', .., last] => match last {
            _ if rest.len() > LONGEST_SEQUENCE => Shape::Broken,
            b'0'..=b'9' | b';' => Shape::Partial,
            0x20..=0x3f if rest[0] == b'[' => Shape::Partial,
            0x40..=0x7e => Shape::Whole,
            _ => Shape::Broken,
        },
        // A terminal's answer: a string up to BEL or ESC \.
        [b']' | b'P' | b'_' | b'^' | b'X', .., last] => match last {
            0x07 => Shape::Whole,
            b'\\' if rest[rest.len() - 2] == ESC => Shape::Whole,
            b'\r' | b'\n' => Shape::Broken,
            _ if rest.len() > LONGEST_STRING => Shape::Broken,
            _ => Shape::Partial,
        },
        // Alt and Backspace.
        [0x08 | 0x7f] => Shape::Whole,
        // Escape, and then another key.
        [0..=0x1f] => Shape::Broken,
        // Alt and a character.
        _ => character(rest),
    }
}

/// Judges the bytes of one character.
fn character(held: &[u8]) -> Shape {
    match std::str::from_utf8(held) {
        Ok(_) => Shape::Whole,
        Err(why) if why.error_len().is_none() => Shape::Partial,
        Err(_) => Shape::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(chunks: &[&[u8]]) -> Vec<String> {
        let (mut lexer, mut out) = (Lexer::default(), Vec::new());
        let mut take = |atom: Atom| {
            out.push(match atom {
                Atom::Char(letter) => letter.escape_debug().to_string(),
                Atom::Sequence(bytes) => format!("<{}>", bytes[1..].escape_ascii()),
            });
        };
        for byte in chunks.concat() {
            lexer.push(Duration::ZERO, byte, &mut take);
        }
        lexer.flush(&mut take);
        out
    }

    #[test]
    fn each_thing_a_terminal_sends_stays_whole() {
        for (bytes, wanted) in [
            (b"ab".as_slice(), "a b"),
            ("é€😀".as_bytes(), "é € 😀"),
            (b"\xe9t\xe9", "é t é"),
            (b"\xf0\x9fab", "ð \\u{9f} a b"),
            (b"\x1b", "<>"),
            (b"\x1b[21~x", "<[21~> x"),
            (b"\x1b[1;5Ax", "<[1;5A> x"),
            (b"\x1bOPx", "<OP> x"),
            (b"\x1b[[Ax", "<[[A> x"),
            (b"\x1b\x1b[A", "<> <[A>"),
            (b"\x1bf", "<f>"),
            ("\u{1b}é".as_bytes(), "<\\xc3\\xa9>"),
            (b"\x1b\r", "<> \\r"),
            (b"\x1b[12\r", "<[12> \\r"),
            (b"\x1b]11;rgb:0/0/0\x07x", "<]11;rgb:0/0/0\\x07> x"),
            (b"\x1bP1$r\x1b\\x", "<P1$r\\x1b\\\\> x"),
            (b"\x1b[?62c\x1d", "<[?62c> \\u{1d}"),
        ] {
            assert_eq!(atoms(&[bytes]).join(" "), wanted, "{}", bytes.escape_ascii());
        }
    }
}
