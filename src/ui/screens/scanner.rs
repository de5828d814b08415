//! The scanner itself: each byte as it comes with its name and the time since the one before, what the scan was taken for, and,
//! once the known label was scanned, how the scanner is set.
//!
//! ```text
//!  Scanner
//!  A:0 b:2 C:3 -:2 0:2 1:3 9:2 ]:2 =:3 /:2 ":2 GS:2 e:2 n:2 d:2 Enter:2
//!  ──────────────────────────────────────────────
//!  text AbC-019]=/"·end
//!  ──────────────────────────────────────────────
//!  A scan ends with enter.
//!  FNC1 comes as 0x1d.
//!  F10 keeps this for desk 1
//! ```

use crate::domain::scanner::KeptScanner;
use crate::messages::{Answer, Command, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;

const KEPT: Tag = 1;
const KEEP: Tag = 2;

/// Bytes that are shown at most.
const SHOWN: usize = 400;

/// The scanner screen.
#[derive(Default)]
pub struct Scanner {
    /// What came, each with the milliseconds since the one before: `A:0`.
    came: Vec<String>,
    /// What the last scan was taken for.
    taken: Vec<String>,
    /// What the known label told.
    found: Option<(KeptScanner, Vec<String>)>,
    /// What this desk keeps already.
    kept: Option<KeptScanner>,
    desk: String,
}

impl Scanner {
    fn keep(here: &Here, scanner: Option<KeptScanner>) -> Vec<Effect> {
        vec![Effect::Run(KEEP, Command::KeepScanner { desk: here.desk, scanner: scanner.map(Box::new) })]
    }

    fn advice(&self) -> Vec<(String, Role)> {
        let mut rows = Vec::new();
        match (&self.found, &self.kept) {
            (Some((found, sentences)), kept) => {
                rows.extend(sentences.iter().map(|sentence| (sentence.clone(), Role::Text)));
                let said = match kept {
                    Some(kept) if kept == found => format!("This is what {} keeps already.", self.desk),
                    _ => format!("F10 keeps this for {}.", self.desk),
                };
                rows.push((said, Role::Strong));
            }
            (None, Some(kept)) => {
                let said = format!(
                    "{} keeps: a scan ends with {}, layout {}, FNC1 {}. F7 forgets it.",
                    self.desk,
                    text::harmless(&kept.suffix),
                    kept.layout.called(),
                    kept.gs.as_deref().unwrap_or("dropped")
                );
                rows.push((said, Role::Text));
            }
            (None, None) => rows.push((
                "Scan anything: each byte is shown. Scan the label of dockhand scanner-label: it tells all settings."
                    .to_owned(),
                Role::Dim,
            )),
        }
        rows
    }
}

impl Screen for Scanner {
    fn scope(&self) -> Scope {
        Scope::Scanner
    }

    fn title(&self) -> String {
        "Scanner".to_owned()
    }

    fn hears_bytes(&self) -> bool {
        true
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Save if self.found.is_none() => {
                Some("scan the known label first: dockhand scanner-label".to_owned())
            }
            Action::Drop if self.kept.is_none() => Some("this desk keeps nothing of its scanner".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        self.desk.clone_from(&here.desk_name);
        match event {
            Event::Opened | Event::Resumed(_) | Event::Changed => {
                return vec![Effect::Ask(KEPT, Query::Scanner(here.desk))];
            }
            Event::Answer(KEPT, Ok(Answer::Scanner(kept))) => self.kept = kept,
            Event::Heard(bytes) => {
                for byte in bytes {
                    if byte.begins {
                        self.came.clear();
                        self.taken.clear();
                    }
                    self.came.push(format!("{}:{}", byte.name, byte.gap_ms));
                }
                let over = self.came.len().saturating_sub(SHOWN);
                self.came.drain(..over);
            }
            Event::Explained(sentences) => self.taken = sentences,
            Event::Calibrated(Ok((kept, sentences))) => self.found = Some((kept, sentences)),
            Event::Act(Action::Save) => {
                let found = self.found.as_ref().map(|(kept, _)| kept.clone());
                return Scanner::keep(here, found);
            }
            Event::Act(Action::Drop) => return Scanner::keep(here, None),
            Event::Done(KEEP, Ok(_)) => {
                let said = Verdict::good("KEPT", "", format!("{} reads its scanner so from now on", self.desk));
                self.found = None;
                return vec![Effect::Say(said), Effect::Refresh, Effect::Ask(KEPT, Query::Scanner(here.desk))];
            }
            Event::Done(_, Err(no)) => return vec![Effect::Say(Verdict::no(&no))],
            // Another label than the known one says nothing about the scanner.
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = usize::from(page.width().saturating_sub(2));
        let advice: Vec<_> = self
            .advice()
            .into_iter()
            .flat_map(|(said, role)| text::wrap(&said, columns).into_iter().map(move |row| (row, role)))
            .collect();
        let taken: Vec<_> = self.taken.iter().flat_map(|said| text::wrap(said, columns)).collect();
        let height = usize::from(page.height());
        // What is to be done comes first where there is little room; the bytes take what is left.
        let below = (advice.len() + taken.len() + 2).min(height);
        let came = text::wrap(&self.came.join(" "), columns);
        let room = height - below;
        let rows = came.iter().skip(came.len().saturating_sub(room)).map(|row| (row.clone(), Role::Text));
        let all = rows
            .chain([(String::new(), Role::Rule)])
            .chain(taken.into_iter().map(|row| (row, Role::Strong)))
            .chain([(String::new(), Role::Rule)])
            .chain(advice);
        for (y, (row, role)) in (0..page.height()).zip(all) {
            if role == Role::Rule {
                page.rule(y);
            } else {
                page.put(1, y, &row, role);
            }
        }
        page.set_cursor(1, 0);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("any scan", "Shows each byte, the time since the one before, and what the scan was taken for."),
            (
                "the known label",
                "Finds suffix, prefix, FNC1, Caps Lock, layout and speed; F10 keeps them for this desk.",
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::screen::HeardByte;
    use crate::ui::screens::probe::{drawn, draws_everywhere, here};

    fn heard(text: &str) -> Event {
        let byte = |(at, letter): (usize, char)| HeardByte { name: letter.to_string(), gap_ms: 2, begins: at == 0 };
        Event::Heard(text.chars().enumerate().map(byte).collect())
    }

    #[test]
    fn what_comes_is_shown_byte_for_byte_and_the_next_scan_begins_anew() {
        let mut screen = Scanner::default();
        screen.update(&here(), heard("abc"));
        screen.update(&here(), heard("xyz"));
        let picture = drawn(&screen, 80, 24);
        assert!(picture.contains("x:2 y:2 z:2") && !picture.contains("a:2"), "{picture}");
        draws_everywhere(&screen);
    }

    #[test]
    fn what_was_found_is_kept_by_one_key_only_after_the_known_label() {
        let mut screen = Scanner::default();
        assert!(screen.disabled(Action::Save).is_some());
        let found = KeptScanner { suffix: "tab".into(), ..KeptScanner::default() };
        screen.update(&here(), Event::Calibrated(Ok((found.clone(), vec!["A scan ends with tab.".into()]))));
        assert!(screen.disabled(Action::Save).is_none());
        let effects = screen.update(&here(), Event::Act(Action::Save));
        let kept = |effect: &Effect| match effect {
            Effect::Run(_, Command::KeepScanner { scanner, .. }) => scanner.as_deref() == Some(&found),
            _ => false,
        };
        assert!(effects.iter().any(kept));
        let picture = drawn(&screen, 40, 12);
        assert!(picture.contains("A scan ends with tab."), "{picture}");
    }
}
