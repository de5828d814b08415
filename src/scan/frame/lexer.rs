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
    /// Escape and a digit belong together: Alt held while 029 is typed.
    alt_digits: bool,
}

/// What the bytes held so far are.
enum Shape {
    Partial,
    Whole,
    /// The first byte stands alone; the others begin something new.
    Broken,
}

impl Lexer {
    /// Begins; `alt_digits`: Escape and a digit belong together.
    pub fn new(alt_digits: bool) -> Lexer {
        Lexer { alt_digits, ..Lexer::default() }
    }

    /// Takes one byte and hands on what became whole.
    pub fn push(&mut self, at: Duration, byte: u8, atom: &mut dyn FnMut(Atom)) {
        self.last = at;
        if self.held.is_empty() && byte.is_ascii() && byte != ESC {
            return atom(Atom::Char(char::from(byte)));
        }
        self.held.push(byte);
        match self.shape() {
            Shape::Partial => {}
            Shape::Whole => atom(whole(std::mem::take(&mut self.held))),
            Shape::Broken => self.part(at, atom),
        }
    }

    /// Hands on the first byte that is held by itself, and takes the others anew: what follows an Escape and makes no
    /// sequence with it was scanned or typed behind it.
    fn part(&mut self, at: Duration, atom: &mut dyn FnMut(Atom)) {
        let held = std::mem::take(&mut self.held);
        let (first, rest) = held.split_at(1);
        atom(if first == [ESC] { Atom::Sequence(first.to_vec()) } else { Atom::Char(char::from(first[0])) });
        for byte in rest {
            self.push(at, *byte, atom);
        }
    }

    fn shape(&self) -> Shape {
        match self.held.as_slice() {
            [ESC, b'0' | b'2' | b'9'] if self.alt_digits => Shape::Whole,
            [ESC, rest @ ..] => sequence(rest),
            held => character(held),
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

    /// Gives up what is held: a control sequence as it is, anything else as what it is made of.
    pub fn flush(&mut self, atom: &mut dyn FnMut(Atom)) {
        while !self.held.is_empty() {
            if let [ESC] | [ESC, b'[', ..] = self.held.as_slice() {
                return atom(Atom::Sequence(std::mem::take(&mut self.held)));
            }
            self.part(self.last, atom);
        }
    }
}

fn whole(bytes: Vec<u8>) -> Atom {
    if bytes[0] == ESC {
        return Atom::Sequence(bytes);
    }
    Atom::Char(std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()).unwrap_or('\u{fffd}'))
}

/// Judges the bytes after an Escape.
///
/// A scan may follow the Escape key at once, and be anything: only what terminals do send is a sequence.
fn sequence(rest: &[u8]) -> Shape {
    match rest {
        [] | [b'[' | b'O' | b']' | b'P' | b'_'] | [b'[', b'['] => Shape::Partial,
        // The Linux console's F1 to F5.
        [b'[', b'[', letter] if letter.is_ascii_graphic() => Shape::Whole,
        [b'[', b'[', _] => Shape::Broken,
        [b'[', .., last] => match last {
            _ if rest.len() > LONGEST_SEQUENCE => Shape::Broken,
            0x20..=0x3f => Shape::Partial,
            0x40..=0x7e => Shape::Whole,
            _ => Shape::Broken,
        },
        // Keys of the keypad and F1 to F4, some terminals with what is held: `O5P`, `O1;5P`.
        [b'O', held @ .., last] => match (held, last) {
            ([] | [b'0'..=b'9'] | [b'0'..=b'9', b';', _], b'A'..=b'Z' | b'a'..=b'z') => Shape::Whole,
            ([] | [b'0'..=b'9', b';'], b'0'..=b'9') | ([b'0'..=b'9'], b';') => Shape::Partial,
            _ => Shape::Broken,
        },
        // A terminal's answer: a string up to BEL or ESC \.
        [kind @ (b']' | b'P' | b'_'), answer @ ..] => string(*kind, answer),
        // Alt and Backspace.
        [0x08 | 0x7f] => Shape::Whole,
        // Escape, and then another key; Alt and a letter come the same way.
        _ => Shape::Broken,
    }
}

/// Judges a terminal's answer: of a colour or the like, of a setting or the terminal's name, of a picture.
fn string(kind: u8, answer: &[u8]) -> Shape {
    let begins = match kind {
        b']' => answer[0].is_ascii_digit(),
        b'P' => {
            let after = answer.iter().find(|byte| !matches!(byte, b'0'..=b'9' | b';'));
            after.is_none_or(|byte| matches!(byte, b'$' | b'+' | b'!' | b'>' | b'|'))
        }
        _ => answer[0] == b'G',
    };
    match answer {
        _ if !begins || answer.len() > LONGEST_STRING => Shape::Broken,
        [.., 0x07] | [.., ESC, b'\\'] => Shape::Whole,
        [.., b'\t' | b'\r' | b'\n'] | [.., ESC, _] => Shape::Broken,
        _ => Shape::Partial,
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
            (b"\x1bf", "<> f"),
            ("\u{1b}é".as_bytes(), "<> é"),
            (b"\x1b\r", "<> \\r"),
            (b"\x1b[12\r", "<> [ 1 2 \\r"),
            (b"\x1bO5Px", "<O5P> x"),
            (b"\x1bO1;5Px", "<O1;5P> x"),
            (b"\x1bO12\r", "<> O 1 2 \\r"),
            (b"\x1bP-118\r", "<> P - 1 1 8 \\r"),
            (b"\x1bP118\r", "<> P 1 1 8 \\r"),
            (b"\x1bP118\x1b[A", "<> P 1 1 8 <[A>"),
            (b"\x1b]C1A\r", "<> ] C 1 A \\r"),
            (b"\x1bX1", "<> X 1"),
            (b"\x1bP1", "<> P 1"),
            (b"\x1b[)>\x1e06", "<> [ ) > \\u{1e} 0 6"),
            (b"\x1b]11;rgb:0/0/0\x07x", "<]11;rgb:0/0/0\\x07> x"),
            (b"\x1bP1$r\x1b\\x", "<P1$r\\x1b\\\\> x"),
            (b"\x1b[?62c\x1d", "<[?62c> \\u{1d}"),
        ] {
            assert_eq!(atoms(&[bytes]).join(" "), wanted, "{}", bytes.escape_ascii());
        }
    }
}
