//! A badge as it is given, shown this one time; and a PIN as it is set, which is never shown.

use crate::domain::id::EmployeeId;
use crate::ui::keymap::Scope;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;

const SET: Tag = 1;

/// A badge that was given.
pub struct BadgeShown {
    name: String,
    /// Its text, and its QR code in lines; the second in letters.
    badge: (String, Vec<String>),
}

impl BadgeShown {
    /// Makes the screen of somebody's new badge.
    pub fn of(name: &str, badge: (String, Vec<String>)) -> Box<dyn Screen> {
        Box::new(BadgeShown { name: name.to_owned(), badge })
    }
}

impl Screen for BadgeShown {
    fn scope(&self) -> Scope {
        Scope::Badge
    }

    fn title(&self) -> String {
        format!("Badge of {}", self.name)
    }

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let (text, lines) = &self.badge;
        page.put(1, 0, text, Role::Strong);
        let tall = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if tall < page.height() {
            page.put(1, 1, "Print or photograph it now: it is kept nowhere and shown once.", Role::Warn);
            for (y, line) in (2..).zip(lines) {
                page.put(1, y, line, Role::Text);
            }
        } else {
            page.put(1, 1, "Write it down or print it now: shown once.", Role::Warn);
            page.put(1, 2, "A larger window shows its QR code.", Role::Dim);
        }
    }
}

/// A PIN that is typed twice.
pub struct PinForm {
    employee: EmployeeId,
    name: String,
    first: Option<String>,
}

impl PinForm {
    /// Makes the form of somebody's PIN.
    pub fn of(employee: EmployeeId, name: &str) -> Box<dyn Screen> {
        Box::new(PinForm { employee, name: name.to_owned(), first: None })
    }

    fn typed(&mut self, text: &str) -> Vec<Effect> {
        match self.first.take() {
            _ if text.trim().is_empty() => Vec::new(),
            None => {
                self.first = Some(text.to_owned());
                Vec::new()
            }
            Some(first) if first == text => vec![Effect::SetPin(SET, self.employee, Some(text.to_owned()))],
            Some(_) => {
                vec![Effect::Say(Verdict::bad("NOT SET", "", "the two were not the same: type it again, twice"))]
            }
        }
    }
}

impl Screen for PinForm {
    fn scope(&self) -> Scope {
        Scope::Badge
    }

    fn title(&self) -> String {
        format!("PIN of {}", self.name)
    }

    fn prompt(&self) -> Prompt {
        Prompt::Secret(if self.first.is_some() { "once more" } else { "new PIN" })
    }

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Typed(text) => self.typed(&text),
            // A numeric pad is as quick as a scanner.
            Event::Scan(scan) => self.typed(&scan.text),
            Event::Done(SET, Ok(_)) => {
                vec![Effect::Say(Verdict::good("SET", self.name.as_str(), "their badge takes this PIN")), Effect::Pop]
            }
            Event::Done(SET, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        page.put(1, 1, "4 to 12 digits, typed twice, each ended by Enter.", Role::Text);
        page.put(1, 2, "Nothing of it is shown or kept but a hash.", Role::Dim);
    }
}
