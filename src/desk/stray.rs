//! A scan that a screen has no use for: it goes to the open draft's tray, or opens what it names.

use super::carry::SESSION;
use super::session::Session;
use crate::domain::document::TrayReason;
use crate::messages::{Answer, Command, Meaning, No, Outcome, Query, Standing};
use crate::ui::screen::{Event, Scanned, Tag};
use crate::ui::screens;
use crate::ui::verdict::{Target, Verdict};

/// A stray scan was put in the tray.
const TRAYED: Tag = 1;

impl Session {
    /// Finds the place of a scan that the screen on top has no use for.
    pub(super) fn stray(&mut self, scan: &Scanned) {
        let Some((draft, line)) = self.stack.draft() else { return self.open_scanned(scan) };
        let place = self.stack.top().screen.scope().heading().to_owned();
        if scan.double {
            // One scan read twice waits once.
            return self.say(not_taken(&scan.text, &place, None));
        }
        let reason = TrayReason::Elsewhere(place);
        self.tasks.stray.clone_from(&scan.text);
        self.run(SESSION, TRAYED, Command::PutInTray { draft, line, raw: scan.text.clone(), reason });
    }

    /// Takes the outcome of what the session itself had done.
    pub(super) fn own(&mut self, event: Event) {
        let Event::Done(TRAYED, result) = event else { return };
        let place = self.stack.top().screen.scope().heading().to_owned();
        let text = std::mem::take(&mut self.tasks.stray);
        match result {
            Ok(Outcome::InTray { to_decide, .. }) => self.say(not_taken(&text, &place, Some(to_decide))),
            Ok(_) => self.say(not_taken(&text, &place, None)),
            Err(no) => self.say(Verdict::no(&no)),
        }
        // The draft may be seen under a question or the palette.
        self.tell_seen(|| Event::Changed);
    }

    /// Opens what a scan names, whatever screen is on top.
    fn open_scanned(&mut self, scan: &Scanned) {
        let mut known = match self.meanings(&scan.text) {
            Ok(known) => known,
            Err(no) => return self.say(Verdict::no(&no)),
        };
        let mut text = scan.text.as_str();
        if known.is_empty()
            && let Some(other) = scan.other.as_deref()
            && let Ok(others) = self.meanings(other)
        {
            (known, text) = (others, other);
        }
        match known.as_slice() {
            [] => self.say(Verdict::bad("UNKNOWN", text, "nothing in stock answers to it")),
            [one] => match target(one).map(|target| (screens::open(&target), target)) {
                Some((Some(screen), target)) => {
                    self.say(Verdict::good(word(one), text, sentence(one)).opening(target));
                    self.stack.uncover();
                    self.push(screen);
                }
                _ => self.say(Verdict::plain(format!("{text} · {}", sentence(one)))),
            },
            [first, ..] => {
                let all: Vec<_> = known.iter().take(3).map(sentence).collect();
                let sentence = format!("{} · Ctrl+O opens the first", all.join(", or "));
                let verdict = Verdict::warn("TWO READINGS", text, sentence);
                self.say(match target(first) {
                    Some(target) => verdict.opening(target),
                    None => verdict,
                });
            }
        }
    }

    fn meanings(&self, text: &str) -> Result<Vec<Meaning>, No> {
        match self.stockroom.ask(&Query::Resolve { text: text.to_owned(), product: None })? {
            Answer::Meanings(known) => Ok(known),
            _ => Ok(Vec::new()),
        }
    }
}

fn not_taken(text: &str, place: &str, to_decide: Option<u32>) -> Verdict {
    let waits = match to_decide {
        Some(1) => "; it waits in the draft's tray".to_owned(),
        Some(2) => "; it waits in the draft's tray, with another".to_owned(),
        Some(rows) => format!("; it waits in the draft's tray, with {} others", rows.saturating_sub(1)),
        None => "; it is in the draft's tray already".to_owned(),
    };
    Verdict::bad("NOT TAKEN", text, format!("you are in {place}{waits}"))
}

/// Returns what Ctrl+O opens for a meaning; a warehouse or a bin has no screen of its own.
fn target(meaning: &Meaning) -> Option<Target> {
    match meaning {
        Meaning::Product { product, .. } => Some(Target::Product(*product)),
        Meaning::Unit(unit) => Some(match &unit.standing {
            Standing::InDraft { draft, .. } => Target::Draft(*draft),
            _ => Target::Unit(unit.product, unit.key.clone()),
        }),
        Meaning::Document { document, .. } => Some(Target::Document(*document)),
        Meaning::Warehouse { .. } | Meaning::Bin { .. } => None,
    }
}

fn word(meaning: &Meaning) -> &'static str {
    match meaning {
        Meaning::Product { .. } => "PRODUCT",
        Meaning::Unit(unit) => match unit.standing {
            Standing::InStock { .. } => "IN STOCK",
            Standing::InDraft { .. } => "IN A DRAFT",
            Standing::Gone { .. } => "GONE",
        },
        Meaning::Document { .. } => "DOCUMENT",
        Meaning::Warehouse { .. } => "WAREHOUSE",
        Meaning::Bin { .. } => "BIN",
    }
}

fn sentence(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Product { name, .. } => name.clone(),
        Meaning::Unit(unit) => format!("{} · {}", unit.name, unit.standing),
        Meaning::Document { number, kind, .. } => format!("{} {number}", kind.word()),
        Meaning::Warehouse { name, .. } => format!("warehouse {name}"),
        Meaning::Bin { name, .. } => format!("bin {name}"),
    }
}
