//! A bracketed paste, with limits of its own: one that is never closed must not swallow the keys after it.

use std::time::Duration;

use super::lexer::Atom;

/// Silence that ends a paste.
const SILENCE: Duration = Duration::from_millis(500);
/// A paste that takes longer than this ends at the first pause.
const LONG: Duration = Duration::from_secs(2);

/// A paste that is coming in.
#[derive(Debug, Clone)]
pub(super) struct Paste {
    text: String,
    began: Duration,
    last: Duration,
    after_cr: bool,
}

impl Paste {
    pub fn new(at: Duration) -> Paste {
        Paste { text: String::new(), began: at, last: at, after_cr: false }
    }

    pub fn deadline(&self) -> Duration {
        self.last + SILENCE
    }

    /// Tells whether it was over before this came: a key after a pause, or anything after a pause in a long one.
    pub fn is_over(&self, at: Duration, atom: &Atom, idle: Duration) -> bool {
        let paused = at.saturating_sub(self.last) > idle;
        let key = matches!(atom, Atom::Sequence(bytes) if bytes.as_slice() != END);
        paused && (key || at.saturating_sub(self.began) > LONG)
    }

    /// Takes what was pasted; tells whether that was the end of it.
    pub fn take(&mut self, at: Duration, atom: &Atom) -> bool {
        self.last = at;
        let after_cr = std::mem::replace(&mut self.after_cr, *atom == Atom::Char('\r'));
        match atom {
            Atom::Char('\n') if after_cr => {}
            Atom::Char('\r') => self.text.push('\n'),
            Atom::Char(letter) => self.text.push(*letter),
            Atom::Sequence(bytes) if bytes.as_slice() == END => return true,
            Atom::Sequence(bytes) => self.text.push_str(&String::from_utf8_lossy(bytes)),
        }
        false
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

/// What closes a bracketed paste.
const END: &[u8] = b"\x1b[201~";
