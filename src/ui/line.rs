//! The live line, `scan or type ▏`: every printable character goes here.

use tui_input::{Input, InputRequest};

use super::keymap::{Code, Key};
use super::text;

/// Characters the line holds at most; a paste of more goes to the screen as a paste.
pub const LONGEST: usize = 4096;

/// Text being typed, and its cursor.
#[derive(Debug, Clone, Default)]
pub struct Line(Input);

impl Line {
    /// Returns the text.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Tells that nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.0.value().is_empty()
    }

    /// Writes characters at the cursor. Control characters are not for a line: they are left out.
    pub fn write(&mut self, text: &str) {
        let mut length = self.0.value().len();
        for letter in text.chars().filter(|letter| !letter.is_control()) {
            length += letter.len_utf8();
            if length > LONGEST {
                return;
            }
            self.0.handle(InputRequest::InsertChar(letter));
        }
    }

    /// Replaces the text, the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.0 = Input::new(text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect());
    }

    /// Takes the last letters away: the scan decoder found that they began a scan.
    pub fn unwrite(&mut self, letters: usize) {
        for _ in 0..letters {
            self.0.handle(InputRequest::DeletePrevChar);
        }
    }

    /// Takes the text away and returns it.
    pub fn take(&mut self) -> String {
        self.0.value_and_reset()
    }

    /// Edits by a key; tells whether it was a key for the line. An empty line leaves all keys to the screen.
    pub fn edit(&mut self, key: Key) -> bool {
        let request = match (key.code, key.ctrl, key.alt) {
            (Code::Backspace, false, false) | (Code::Char('h'), true, false) => InputRequest::DeletePrevChar,
            (Code::Backspace, _, _) | (Code::Char('w'), true, false) => InputRequest::DeletePrevWord,
            (Code::Delete, false, false) => InputRequest::DeleteNextChar,
            (Code::Char('u'), true, false) => InputRequest::DeleteLine,
            (Code::Char('k'), true, false) => InputRequest::DeleteTillEnd,
            (Code::Char('a'), true, false) | (Code::Home, false, false) => InputRequest::GoToStart,
            (Code::End, false, false) => InputRequest::GoToEnd,
            (Code::Left, false, false) => InputRequest::GoToPrevChar,
            (Code::Right, false, false) => InputRequest::GoToNextChar,
            (Code::Left, true, false) => InputRequest::GoToPrevWord,
            (Code::Right, true, false) => InputRequest::GoToNextWord,
            _ => return false,
        };
        if self.is_empty() {
            return matches!(key.code, Code::Backspace | Code::Delete) || key.ctrl;
        }
        self.0.handle(request);
        true
    }

    /// Returns the line with a star in the place of each letter.
    #[must_use]
    pub fn veiled(&self) -> Line {
        Line(Input::new("*".repeat(self.0.value().chars().count())).with_cursor(self.0.cursor()))
    }

    /// Returns the part that is seen in so many columns, and the cursor's column within it.
    pub fn seen(&self, columns: usize) -> (String, usize) {
        let shown = text::harmless(self.0.value());
        let before: String = self.0.value().chars().take(self.0.cursor()).collect();
        let at = text::width(&text::harmless(&before));
        if at < columns {
            return (text::head(&shown, columns).to_owned(), at);
        }
        // Scrolled by half the room at a time, so that most keys still send one letter.
        let half = (columns / 2).max(1);
        let skip = (at + 1).saturating_sub(columns).div_ceil(half) * half;
        let (mut left, mut start) = (0, shown.len());
        for (index, letter) in shown.char_indices() {
            if left >= skip {
                start = index;
                break;
            }
            left += text::width(letter.encode_utf8(&mut [0; 4]));
        }
        (text::head(&shown[start..], columns).to_owned(), at.saturating_sub(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_scrolls_and_the_cursor_stays_in_view() {
        let mut line = Line::default();
        for count in 0..100 {
            line.write("x");
            let (seen, at) = line.seen(20);
            assert!(at < 20 && text::width(&seen) <= 20, "{count}: {seen} {at}");
        }
    }

    #[test]
    fn an_empty_line_leaves_the_arrows_to_the_screen() {
        let mut line = Line::default();
        assert!(!line.edit(Key::plain(Code::Left)));
        line.write("a");
        assert!(line.edit(Key::plain(Code::Left)));
    }

    #[test]
    fn a_scan_takes_back_the_letters_it_began_with() {
        let mut line = Line::default();
        line.write("12SN");
        line.unwrite(2);
        assert_eq!(line.text(), "12");
    }
}
