//! Texts split into words: at commas, tabs and line ends, and where blanks part words at blanks too.

use super::{MOST, RangeError};
use crate::domain::text::shown;

/// One word of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// To be read.
    Plain(String),
    /// Stood in quotes: a serial as it stands.
    Quoted(String),
}

impl Word {
    /// Returns its text.
    pub(super) fn text(&self) -> &str {
        match self {
            Word::Plain(text) | Word::Quoted(text) => text,
        }
    }
}

/// The words of a text, one after the other; empty ones are left out.
pub(super) struct Words<'a> {
    rest: &'a str,
    at_blanks: bool,
}

impl<'a> Words<'a> {
    /// Splits a text; `at_blanks`: also at blanks.
    pub(super) fn new(text: &'a str, at_blanks: bool) -> Self {
        Words { rest: text, at_blanks }
    }

    /// Takes all words, as long as they are not too many.
    pub(super) fn bounded(self) -> Result<Vec<Word>, RangeError> {
        let mut words = Vec::new();
        for word in self {
            let word = word?;
            if words.len() == MOST {
                return Err(RangeError::TooLarge(shown(word.text())));
            }
            words.push(word);
        }
        Ok(words)
    }

    fn parts(&self, c: char) -> bool {
        matches!(c, ',' | '\t' | '\n' | '\r') || (self.at_blanks && c.is_whitespace())
    }

    fn quoted(&mut self) -> Result<Word, RangeError> {
        let text = self.rest;
        let mut serial = String::new();
        let mut characters = text.char_indices().skip(1).peekable();
        while let Some((_, c)) = characters.next() {
            if c != '"' {
                serial.push(c);
                continue;
            }
            // Two quotes within quotes are one, as in CSV.
            match characters.peek().copied() {
                Some((_, '"')) => {
                    serial.push('"');
                    characters.next();
                }
                Some((at, after)) if !self.parts(after) && !after.is_whitespace() => {
                    let sentence = format!("{}: a comma is missing after the quoted serial", shown(&text[..at]));
                    return Err(RangeError::Malformed(sentence));
                }
                end => {
                    self.rest = end.map_or("", |(at, _)| &text[at..]);
                    return Ok(Word::Quoted(serial));
                }
            }
        }
        Err(RangeError::Malformed(format!("{}: the quote is not closed", shown(text))))
    }
}

impl Iterator for Words<'_> {
    type Item = Result<Word, RangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest = self.rest.trim_start_matches(|c: char| self.parts(c) || c.is_whitespace());
        if self.rest.is_empty() {
            return None;
        }
        if self.rest.starts_with('"') {
            let word = self.quoted();
            if word.is_err() {
                self.rest = "";
            }
            return Some(word);
        }
        let end = self.rest.find(|c: char| self.parts(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Ok(Word::Plain(word.trim_end().to_owned())))
    }
}

/// Reads a JSON array of texts and numbers: each is a serial as it stands, a number by its own digits.
pub(super) fn json(text: &str) -> Result<Vec<String>, RangeError> {
    let malformed = |why: &str| RangeError::Malformed(format!("{}: {why}", shown(text)));
    // So many bytes are more than the longest list of the longest serials.
    if text.len() > MOST * 512 {
        return Err(RangeError::TooLarge(shown(text)));
    }
    let raw: Vec<&serde_json::value::RawValue> =
        serde_json::from_str(text).map_err(|_| malformed("a list in brackets is JSON, such as [\"A1\", \"A2\"]"))?;
    if raw.len() > MOST {
        return Err(RangeError::TooLarge(format!("a list of {}", raw.len())));
    }
    raw.into_iter()
        .map(|item| match item.get() {
            digits if digits.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Ok(digits.to_owned()),
            quoted => {
                serde_json::from_str(quoted).map_err(|_| malformed("each item of the list is a text or a number"))
            }
        })
        .collect()
}
