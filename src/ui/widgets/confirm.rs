//! A question about something that cannot be undone, drawn over the screen that asks.
//!
//! It is answered by F10, or by typing the two digits it shows. Enter, Tab, y and n do nothing, nor does a scan; what
//! comes in the first 300 ms or in a burst was meant for something else and is ignored.
//!
//! ```
//! use dockhand::ui::keymap::Action;
//! use dockhand::ui::screen::{Brought, Effect, Event};
//! use dockhand::ui::widgets::confirm::Confirm;
//!
//! const DELETE: u32 = 7;
//! fn update(event: Event) -> Vec<Effect> {
//!     match event {
//!         Event::Act(Action::DeleteDraft) => {
//!             vec![Effect::Push(Confirm::ask(DELETE, "Delete this draft?", ["17 serials become free again."]))]
//!         }
//!         Event::Resumed(Some(Brought::Yes(DELETE))) => vec![/* Effect::Run(…) */],
//!         _ => vec![],
//!     }
//! }
//! ```

use std::time::Duration;

use ratatui::layout::Rect;

use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;

/// Answers that come sooner than this were not meant for the question.
const DEAF: Duration = Duration::from_millis(300);

/// Letters that follow each other faster than this were not typed by a hand.
const BURST: Duration = Duration::from_millis(30);

/// A question.
pub struct Confirm {
    tag: Tag,
    question: String,
    facts: Vec<String>,
    guard: Guard,
}

impl Confirm {
    /// Makes a question with the facts to know before answering it. Yes comes back as [`Brought::Yes`] with the tag.
    pub fn ask<F: Into<String>>(
        tag: Tag,
        question: impl Into<String>,
        facts: impl IntoIterator<Item = F>,
    ) -> Box<dyn Screen> {
        let facts = facts.into_iter().map(Into::into).collect();
        Box::new(Confirm { tag, question: question.into(), facts, guard: Guard::default() })
    }
}

/// Keeps a hand from answering without looking, and a scanner from answering at all.
///
/// A screen that is a question itself, such as the summary before posting, holds one of its own: it gives every
/// event to [`Guard::answers`] and shows [`Guard::digits`].
#[derive(Debug, Clone, Default)]
pub struct Guard {
    opened: Duration,
    digits: String,
    last: Duration,
    typed: usize,
    spoilt: bool,
}

impl Guard {
    /// Returns the two digits that say yes.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Tells whether an event says yes. `Err` holds effects to carry out instead: the line is emptied after a burst
    /// or other digits.
    pub fn answers(&mut self, here: &Here, event: &Event) -> Result<bool, Vec<Effect>> {
        match event {
            Event::Opened | Event::Resumed(_) => {
                self.opened = here.uptime;
                self.last = here.uptime;
                self.typed = 0;
                // Any two digits do: they only keep a hand from answering without looking.
                self.digits = (10 + here.now.0.rem_euclid(89)).to_string();
                Ok(false)
            }
            Event::Act(Action::Yes) => Ok(!self.is_deaf(here)),
            Event::Line(text) => self.letters(here, text),
            Event::Typed(_) => {
                self.typed = 0;
                self.spoilt = false;
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn letters(&mut self, here: &Here, text: &str) -> Result<bool, Vec<Effect>> {
        let grown = text.chars().count();
        let pause = here.uptime.saturating_sub(self.last);
        self.last = here.uptime;
        if grown <= self.typed {
            self.typed = grown;
            return Ok(false);
        }
        // After a burst, its stragglers are ignored too, until there was a pause.
        let burst = grown > self.typed + 1 || pause < BURST || (self.spoilt && pause < DEAF);
        if burst || self.is_deaf(here) || !self.digits.starts_with(text) {
            self.spoilt = burst;
            self.typed = 0;
            return Err(vec![Effect::SetLine(String::new())]);
        }
        self.spoilt = false;
        self.typed = grown;
        Ok(text == self.digits)
    }

    fn is_deaf(&self, here: &Here) -> bool {
        here.uptime.saturating_sub(self.opened) < DEAF
    }
}

impl Screen for Confirm {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn title(&self) -> String {
        self.question.clone()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("F10 or the two digits")
    }

    fn is_overlay(&self) -> bool {
        true
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match self.guard.answers(here, &event) {
            Ok(true) => return vec![Effect::PopWith(Brought::Yes(self.tag))],
            Err(effects) => return effects,
            Ok(false) => {}
        }
        match event {
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == Layout::Gun;
        let (margin, frame) = if gun { (0, 0) } else { (2, 2) };
        let width = page.width().min(72).saturating_sub(2 * margin).max(1);
        let inner = usize::from(width.saturating_sub(2 * margin).max(1));
        let mut rows: Vec<(String, Role)> = Vec::new();
        rows.extend(text::wrap(&self.question, inner).into_iter().map(|row| (row, Role::Strong)));
        for fact in &self.facts {
            rows.extend(text::wrap(&text::harmless(fact), inner).into_iter().map(|row| (row, Role::Text)));
        }
        let answer = text::wrap(&format!("Yes: F10, or type {}. No: Esc.", self.guard.digits), inner);
        // The answer is always seen; facts that do not fit are not.
        rows.truncate(usize::from(page.height()).saturating_sub(answer.len() + frame).max(1));
        rows.extend(answer.into_iter().map(|row| (row, Role::Key)));
        let height = u16::try_from(rows.len() + frame).unwrap_or(u16::MAX).min(page.height());
        let (x, y) = (page.width().saturating_sub(width) / 2, page.height().saturating_sub(height) / 3);
        let part = if gun { Rect::new(0, 0, width, page.height()) } else { Rect::new(x, y, width, height) };
        page.clear(part);
        page.within(part, |page| {
            page.rule(0);
            page.rule(page.height().saturating_sub(1));
            let (left, top) = if gun { (0, 0) } else { (2, 1) };
            for (y, (row, role)) in (top..page.height()).zip(&rows) {
                page.put(left, y, row, *role);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> (Guard, Here) {
        let (mut guard, here) = (Guard::default(), Here::default());
        assert!(matches!(guard.answers(&here, &Event::Opened), Ok(false)));
        (guard, here)
    }

    fn at(here: &mut Here, millis: u64) -> &Here {
        here.uptime = Duration::from_millis(millis);
        here
    }

    #[test]
    fn two_digits_typed_by_hand_say_yes() {
        let (mut guard, mut here) = opened();
        let digits = guard.digits().to_owned();
        let first = Event::Line(digits[..1].to_owned());
        assert!(matches!(guard.answers(at(&mut here, 500), &first), Ok(false)));
        assert!(matches!(guard.answers(at(&mut here, 640), &Event::Line(digits)), Ok(true)));
    }

    #[test]
    fn a_burst_says_nothing_even_with_the_right_digits() {
        let (mut guard, mut here) = opened();
        let digits = guard.digits().to_owned();
        let first = Event::Line(digits[..1].to_owned());
        assert!(matches!(guard.answers(at(&mut here, 500), &first), Ok(false)));
        assert!(guard.answers(at(&mut here, 503), &Event::Line(digits)).is_err());
    }

    #[test]
    fn the_first_300_ms_are_deaf() {
        let (mut guard, mut here) = opened();
        assert!(matches!(guard.answers(at(&mut here, 299), &Event::Act(Action::Yes)), Ok(false)));
        assert!(matches!(guard.answers(at(&mut here, 300), &Event::Act(Action::Yes)), Ok(true)));
    }

    #[test]
    fn enter_and_tab_say_nothing() {
        let (mut guard, mut here) = opened();
        for action in [Action::Enter, Action::Next] {
            assert!(matches!(guard.answers(at(&mut here, 900), &Event::Act(action)), Ok(false)));
        }
    }
}
