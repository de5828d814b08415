//! A scan that a screen has no use for: it goes to the open draft's tray, or opens what it names.

use super::carry::SESSION;
use super::session::Session;
use crate::domain::document::TrayReason;
use crate::messages::{Answer, Command, Meaning, No, Outcome, Query};
use crate::ui::screen::{Event, Scanned, Tag};
use crate::ui::screens::{self, meaning};
use crate::ui::verdict::Verdict;

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
        if let Some(other) = scan.other.as_deref()
            && let Ok(others) = self.meanings(other)
        {
            text = if known.is_empty() && !others.is_empty() { other } else { text };
            known.extend(others);
            known.dedup();
        }
        if known.is_empty() && scan.is_pallet() {
            return self.receive_pallet(scan.clone());
        }
        if known.is_empty() {
            let hint = match self.stockroom.ask(&Query::Hint(text.to_owned())) {
                Ok(Answer::Hint(hint)) => hint,
                _ => String::new(),
            };
            return self.say(meaning::unknown(text, &hint));
        }
        let (verdict, screen) = meaning::understood(text, &known);
        self.say(verdict);
        if let Some(screen) = screen {
            self.stack.uncover();
            self.push(screen);
        }
    }

    /// Begins a posting for a pallet that nobody received yet.
    fn receive_pallet(&mut self, scan: Scanned) {
        self.stack.uncover();
        self.push(screens::first(true));
        self.tell_top(Event::Scan(scan));
    }

    fn meanings(&self, text: &str) -> Result<Vec<Meaning>, No> {
        match self.stockroom.ask(&meaning::query(text))? {
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
