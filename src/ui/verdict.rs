//! The verdict of the last scan or action: a word, a mark, the value, what is true now.

use std::collections::VecDeque;

use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, ProductId};
use crate::domain::serial::SerialKey;
use crate::messages::No;

use super::page::Page;
use super::screen::Bell;
use super::text;
use super::theme::Role;

/// Stands between the parts of a verdict.
const JOINT: &str = " · ";

/// Columns that a part of a sentence keeps, however little room there is.
const LEAST: usize = 8;

/// Columns that the value keeps beside a sentence: an IMEI, or a SIM card's number, is whole.
const LEAST_VALUE: usize = 20;

/// Columns that wrapping at blanks may leave empty at the end of a row.
const LOST: usize = 6;

/// What a verdict, a row or a scan names, for Ctrl+O and Enter to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A unit's passport.
    Unit(ProductId, SerialKey),
    /// A posted or cancelled document.
    Document(DocumentId),
    /// A draft, and what it will be.
    Draft(DocumentId, DocumentKind),
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
            let joint = if self.value.is_empty() { "" } else { JOINT };
            pieces.push((format!("{joint}{}", text::harmless(&self.sentence)), Role::Text));
        }
        pieces
    }

    /// Returns its pieces for so many columns. What is too much is cut from the longest parts, so that the end of the
    /// sentence, such as how many are to go, stays; of a code the end stays, of a name the beginning.
    fn fitted(&self, columns: usize, row: usize, ascii: bool) -> Vec<(String, Role)> {
        // Wrapping at blanks leaves some columns of each row but the last empty.
        let columns = if columns > row { columns - row.min(LOST) * (columns / row - 1) } else { columns };
        let value = self.value.as_str();
        let mut short = self.clone();
        loop {
            let over = text::width(&short.said()).saturating_sub(columns);
            let mut parts: Vec<&str> = short.sentence.split(JOINT).collect();
            let spare = |part: &str, least: usize| text::width(&text::harmless(part)).saturating_sub(least);
            let of_value = spare(&short.value, LEAST_VALUE);
            let longest = (0..parts.len()).max_by_key(|&at| (spare(parts[at], LEAST), parts.len() - at)).unwrap_or(0);
            let of_part = spare(parts[longest], LEAST);
            if over == 0 || of_value.max(of_part) == 0 {
                break;
            }
            if of_value > of_part {
                short.value = cut_value(value, LEAST_VALUE + of_value.saturating_sub(over), ascii);
            } else {
                let harmless = text::harmless(parts[longest]).into_owned();
                let cut = text::cut(&harmless, LEAST + of_part.saturating_sub(over), ascii).into_owned();
                parts[longest] = &cut;
                short.sentence = parts.join(JOINT);
            }
        }
        let word = if self.word.is_empty() { 0 } else { text::width(&self.word) + 3 };
        if word + text::width(&text::harmless(&short.value)) > columns {
            short.value = cut_value(value, columns.saturating_sub(word), ascii);
        }
        short.pieces()
    }

    /// Draws it over two narrow rows: word and value, then what is true now.
    pub fn view_on_gun(&self, page: &mut Page<'_>) {
        if self.word.is_empty() || self.value.is_empty() {
            return self.view(page, false);
        }
        let pieces = self.pieces();
        let x = page.put(0, 0, &pieces[0].0, pieces[0].1);
        let room = usize::from(page.width().saturating_sub(x));
        page.put(x, 0, &cut_value(&self.value, room, page.theme.ascii), Role::Strong);
        page.put(0, 1, &self.sentence, Role::Text);
    }

    /// Draws it over the rows of a page; dimmed when it is an earlier one.
    pub fn view(&self, page: &mut Page<'_>, earlier: bool) {
        let indent = u16::from(page.width() >= 40);
        let room = usize::from(page.width().saturating_sub(indent));
        let pieces = self.fitted(room * usize::from(page.height()), room, page.theme.ascii);
        if page.height() == 1 {
            let mut x = indent;
            for (text, role) in &pieces {
                if x + 4 > page.width() && x > indent {
                    break;
                }
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

/// Cuts a value: codes differ at their end, names at their beginning.
fn cut_value(value: &str, columns: usize, ascii: bool) -> String {
    let harmless = text::harmless(value);
    let cut = if harmless.contains(' ') { text::cut } else { text::cut_front };
    cut(&harmless, columns, ascii).into_owned()
}

/// Last five verdicts, the newest first; a plain sentence stands over them until the next key.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    kept: VecDeque<Verdict>,
    hint: Option<Verdict>,
    fresh: bool,
}

impl Verdicts {
    /// Keeps one more, and forgets the sixth.
    pub fn keep(&mut self, verdict: Verdict) {
        self.fresh = true;
        if verdict.tone == Tone::Plain {
            self.hint = Some(verdict);
            return;
        }
        self.hint = None;
        self.kept.push_front(verdict);
        self.kept.truncate(5);
    }

    /// A key was pressed: what a plain sentence said of the one before is over.
    pub fn pressed(&mut self) {
        self.hint = None;
        self.fresh = false;
    }

    /// Returns the last one.
    pub fn last(&self) -> Option<&Verdict> {
        self.hint.as_ref().or(self.kept.front())
    }

    /// Returns the last one when it is bad, or wants a look, and no key was pressed since.
    pub fn pressing(&self) -> Option<&Verdict> {
        self.last().filter(|verdict| self.fresh && matches!(verdict.tone, Tone::Bad | Tone::Warn))
    }

    /// Returns those that stand behind the last one, the newest first.
    pub fn earlier(&self) -> impl Iterator<Item = &Verdict> {
        self.kept.iter().skip(usize::from(self.hint.is_none()))
    }

    /// Returns them, the newest first.
    pub fn all(&self) -> impl Iterator<Item = &Verdict> {
        self.kept.iter()
    }

    /// Returns what Ctrl+O opens: what the newest verdict names, if it names something.
    pub fn target(&self) -> Option<&Target> {
        self.last().and_then(|verdict| verdict.opens.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(verdict: &Verdict, columns: usize) -> String {
        verdict.fitted(columns, columns, false).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn a_long_name_gives_way_to_what_is_to_go() {
        let verdict = Verdict::good("ACCEPTED", "SN-0001", "Phone X 128 GB black, unlocked · 13 to go");
        assert_eq!(shown(&verdict, 80), "ACCEPTED ✔ SN-0001 · Phone X 128 GB black, unlocked · 13 to go");
        assert_eq!(shown(&verdict, 47), "ACCEPTED ✔ SN-0001 · Phone X 128 GB… · 13 to go");
        let verdict = Verdict::good("SET", "Phone X 128 GB black, unlocked, refurbished", "quantity 10 → 200");
        assert_eq!(shown(&verdict, 50), "SET ✔ Phone X 128 GB black, u… · quantity 10 → 200");
    }

    #[test]
    fn the_end_of_a_serial_is_what_stays_of_it() {
        let verdict = Verdict::good("ACCEPTED", "356938035643809", "Phone X · 13 to go");
        assert!(shown(&verdict, 20).starts_with("ACCEPTED ✔ …35643809"), "{}", shown(&verdict, 20));
    }

    #[test]
    fn a_plain_sentence_stands_until_the_next_key_and_no_scan_is_forgotten_for_it() {
        let mut verdicts = Verdicts::default();
        verdicts.keep(Verdict::bad("ODD", "123", "15 digits so far, this has 3"));
        verdicts.keep(Verdict::plain("no scan waits for a decision"));
        assert_eq!(verdicts.last().map(|verdict| verdict.tone), Some(Tone::Plain));
        assert_eq!(verdicts.earlier().count(), 1);
        verdicts.pressed();
        assert_eq!(verdicts.last().map(|verdict| verdict.value.as_str()), Some("123"));
        assert_eq!(verdicts.pressing(), None, "it was seen");
    }
}
