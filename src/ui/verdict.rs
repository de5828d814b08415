//! The verdict of the last scan or action: a word, a mark, the value, what is true now.

use std::collections::VecDeque;

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::serial::SerialKey;
use crate::messages::No;

use super::page::Page;
use super::screen::Bell;
use super::text;
use super::theme::Role;

/// What a verdict, a row or a scan names, for Ctrl+O and Enter to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A unit's passport.
    Unit(ProductId, SerialKey),
    /// A posted or cancelled document.
    Document(DocumentId),
    /// A draft.
    Draft(DocumentId),
    /// A product.
    Product(ProductId),
}

/// Whether it went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Accepted: silent.
    Good,
    /// Refused: one bell.
    Bad,
    /// Done, but look: a carried price, a full carton.
    Warn,
    /// Plain word.
    Plain,
}

/// Word, mark, value, sentence: `ACCEPTED ✔ 356938035643809 · Phone X 128 GB · 13 to go`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it went well.
    pub tone: Tone,
    /// Word in capitals.
    pub word: String,
    /// What it is about; empty when the sentence says it.
    pub value: String,
    /// What is true now.
    pub sentence: String,
    /// What Ctrl+O opens.
    pub opens: Option<Target>,
    /// Bell other than its tone's.
    pub bell: Option<Bell>,
}

impl Verdict {
    /// Says that something was taken or done.
    pub fn good(word: &str, value: impl Into<String>, sentence: impl Into<String>) -> Verdict {
        Verdict::toned(Tone::Good, word, value, sentence)
    }

    /// Says that something was not taken or done.
    pub fn bad(word: &str, value: impl Into<String>, sentence: impl Into<String>) -> Verdict {
        Verdict::toned(Tone::Bad, word, value, sentence)
    }

    /// Says that something was done but wants a look.
    pub fn warn(word: &str, value: impl Into<String>, sentence: impl Into<String>) -> Verdict {
        Verdict::toned(Tone::Warn, word, value, sentence)
    }

    /// Says something without a mark.
    pub fn plain(sentence: impl Into<String>) -> Verdict {
        Verdict::toned(Tone::Plain, "", "", sentence)
    }

    /// Says why nothing was done; the refusal's own word and sentence.
    pub fn no(no: &No) -> Verdict {
        let word = match no {
            No::Refused(refused) => refused.word(),
            No::Broken(_) => "NOT DONE",
        };
        Verdict::bad(word, "", no.to_string())
    }

    /// Says what Ctrl+O opens.
    #[must_use]
    pub fn opening(mut self, target: Target) -> Verdict {
        self.opens = Some(target);
        self
    }

    /// Sounds another bell than its tone's.
    #[must_use]
    pub fn ringing(mut self, bell: Bell) -> Verdict {
        self.bell = Some(bell);
        self
    }

    fn toned(tone: Tone, word: &str, value: impl Into<String>, sentence: impl Into<String>) -> Verdict {
        Verdict { tone, word: word.into(), value: value.into(), sentence: sentence.into(), opens: None, bell: None }
    }

    /// Returns its bell: a verdict's own, else one for bad ones, and silence for the rest.
    pub fn bell(&self) -> Option<Bell> {
        self.bell.or(match self.tone {
            Tone::Bad => Some(Bell::Bad),
            Tone::Good => Some(Bell::Good),
            Tone::Warn | Tone::Plain => None,
        })
    }

    /// Returns all of it as one text.
    pub fn said(&self) -> String {
        let mut said = String::new();
        for (text, _) in self.pieces() {
            said.push_str(&text);
        }
        said
    }

    fn pieces(&self) -> Vec<(String, Role)> {
        let (mark, role) = match self.tone {
            Tone::Good => (" ✔", Role::Good),
            Tone::Bad => (" ✖", Role::Bad),
            Tone::Warn => (" !", Role::Warn),
            Tone::Plain => ("", Role::Text),
        };
        let mut pieces = Vec::with_capacity(4);
        if !self.word.is_empty() {
            pieces.push((format!("{}{mark} ", self.word), role));
        }
        if !self.value.is_empty() {
            pieces.push((text::harmless(&self.value).into_owned(), Role::Strong));
        }
        if !self.sentence.is_empty() {
            let joint = if self.value.is_empty() { "" } else { " · " };
            pieces.push((format!("{joint}{}", text::harmless(&self.sentence)), Role::Text));
        }
        pieces
    }

    /// Draws it over the rows of a page; dimmed when it is an earlier one.
    pub fn view(&self, page: &mut Page<'_>, earlier: bool) {
        let indent = u16::from(page.width() >= 40);
        let pieces = self.pieces();
        if page.height() == 1 {
            let mut x = indent;
            for (text, role) in &pieces {
                x = page.put(x, 0, text, if earlier { Role::Dim } else { *role });
            }
            return;
        }
        let head: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let rows = text::wrap(&head, usize::from(page.width().saturating_sub(indent)));
        for (y, row) in (0..page.height()).zip(&rows) {
            let last = y + 1 == page.height() && rows.len() > usize::from(page.height());
            let row = if last { format!("{row}…") } else { row.clone() };
            page.put(indent, y, &row, Role::Text);
        }
        if let (Some((word, role)), Some(first)) = (pieces.first(), rows.first())
            && first.starts_with(word.trim_end())
        {
            page.put(indent, 0, word.trim_end(), *role);
        }
    }
}

/// Last five verdicts, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Verdicts(VecDeque<Verdict>);

impl Verdicts {
    /// Keeps one more, and forgets the sixth.
    pub fn keep(&mut self, verdict: Verdict) {
        self.0.push_front(verdict);
        self.0.truncate(5);
    }

    /// Returns the last one.
    pub fn last(&self) -> Option<&Verdict> {
        self.0.front()
    }

    /// Returns them, the newest first.
    pub fn all(&self) -> impl Iterator<Item = &Verdict> {
        self.0.iter()
    }

    /// Returns what Ctrl+O opens: what the newest verdict names, if it names something.
    pub fn target(&self) -> Option<&Target> {
        self.0.front().and_then(|verdict| verdict.opens.as_ref())
    }
}
