//! Which of two readings of the same characters is meant: one scan or another, or what a hand typed. Stock decides
//! among them; where it knows both or neither, a scan keeps both readings and a person decides.

use super::ear::set;
use super::hear::{ENTER, Heard, TAB};
use super::session::Session;
use crate::messages::{Answer, No};
use crate::scan::marking::{self, Said};
use crate::scan::{Hand, Scan, misread};
use crate::ui::screen::{Prompt, Scanned};
use crate::ui::screens::meaning;
use crate::ui::verdict::Verdict;

/// Behind a `*` or `/`, a known code of fewer letters may as well be an amount.
const NO_AMOUNT: usize = 8;

/// What was meant.
enum Meant {
    /// The scan as it stands.
    First,
    /// The other reading of it.
    Other,
    /// Text, typed by hand.
    Typed,
    /// One reading or the other.
    Either,
}

impl Session {
    /// Takes a scan as what it was meant to be.
    pub(super) fn framed(&mut self, scan: Scan) {
        self.twin = false;
        if let Some(sentence) = self.misread(&scan) {
            return self.scanned(Scanned { broken: Some(sentence), ..alone(&scan) });
        }
        let mut scan = scan;
        match marking::read(&scan.text, scan.aim.as_deref(), self.here.today) {
            // Whoever typed it by hand typed it as it stands.
            Said::Goods(marking) => {
                let text = marking.code().to_owned();
                return self.scanned(Scanned { text, marking: Some(Box::new(marking)), ..alone(&scan) });
            }
            Said::Broken(sentence) => {
                return self.scanned(Scanned { broken: Some(sentence), ..alone(&scan) });
            }
            Said::Plain(text) => scan.text = text,
        }
        let meant = self.meant(&scan);
        let Scan { text, other, head, by_hand, double, double_count, doubtful, .. } = scan;
        let scan = Scanned { text, other, double, double_count, doubtful, ..Scanned::default() };
        match (meant, scan.other.clone(), by_hand) {
            (Meant::Typed, _, Some(hand)) => self.typed(&hand),
            (Meant::Other, Some(other), _) => {
                let line = &mut self.stack.top_mut().line;
                if other.len() > scan.text.len() {
                    line.unwrite(head.chars().count());
                } else {
                    line.write(&head);
                }
                self.line_changed();
                self.tasks.held.push_front(Heard::Known(Scanned { text: other, other: None, ..scan }));
            }
            (Meant::First, ..) => self.scanned(Scanned { other: None, ..scan }),
            _ => self.scanned(scan),
        }
    }

    /// Says what a scan was probably meant as, when it looks typed through another keyboard and stock does not know it as it is.
    fn misread(&mut self, scan: &Scan) -> Option<String> {
        if scan.by_hand.is_some() || self.stack.top().screen.hears_bytes() {
            return None;
        }
        let text = [scan.aim.as_deref().unwrap_or_default(), &scan.text].concat();
        let config = set(&self.scanner.0, self.scanner.1.as_ref());
        misread::suspected(&text, &config).filter(|_| !self.is_known(&scan.text))
    }

    fn meant(&mut self, scan: &Scan) -> Meant {
        let amount = |text: &String| text.starts_with(['*', '/']) && scan.text.chars().count() < NO_AMOUNT;
        match (&scan.other, scan.by_hand.is_some()) {
            (None, false) => Meant::First,
            // A slow scanner, or a hand that leaves a field.
            (None, true) => {
                let in_field = matches!(self.stack.top().screen.prompt(), Prompt::Field(_));
                if in_field && !self.is_known(&scan.text) { Meant::Typed } else { Meant::First }
            }
            (Some(whole), true) if amount(whole) => Meant::Typed,
            (Some(other), by_hand) => match (self.is_known(&scan.text), self.is_known(other)) {
                (true, false) => Meant::First,
                (false, _) if by_hand => Meant::Typed,
                (false, true) => Meant::Other,
                _ => Meant::Either,
            },
        }
    }

    /// Tells whether stock knows a code, as whatever.
    fn is_known(&mut self, text: &str) -> bool {
        match self.stockroom.ask(&meaning::query(text)) {
            Ok(Answer::Meanings(known)) => !known.is_empty(),
            Err(no @ No::Broken(_)) => {
                self.say(Verdict::no(&no));
                false
            }
            _ => false,
        }
    }

    /// Writes on the line what was typed after all, and ends it as it was ended.
    fn typed(&mut self, hand: &Hand) {
        self.stack.top_mut().line.write(&hand.letters);
        self.line_changed();
        self.tasks.held.push_front(Heard::Key(if hand.tab { TAB } else { ENTER }));
    }
}

/// Returns a scan that can be read in one way only, as the screens see it.
fn alone(scan: &Scan) -> Scanned {
    Scanned {
        double: scan.double,
        double_count: scan.double_count,
        doubtful: scan.doubtful,
        ..Scanned::of(scan.text.as_str())
    }
}
