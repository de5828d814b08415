//! Labelled fields, written in place: the field at hand holds the live line and the cursor.
//!
//! Enter, Tab and ↓ accept a field and go to the next; a scan fills it and does the same; nothing of that ever saves.
//! The screen gives every event it has no use of its own for to [`Form::take`], and draws with [`Form::view`].
//!
//! ```
//! use dockhand::ui::screen::{Effect, Event, Here, Page, Prompt};
//! use dockhand::ui::keymap::Action;
//! use dockhand::ui::widgets::form::{Field, Form};
//!
//! struct Edit { form: Form }
//! impl Edit {
//!     fn new() -> Edit {
//!         Edit { form: Form::new(vec![
//!             Field::text("Name", "").hint("unique; people see it everywhere"),
//!             Field::choice("Serials", &["none", "maker's", "ours"], 0),
//!         ]) }
//!     }
//!     fn prompt(&self) -> Prompt { self.form.prompt() }
//!     fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
//!         match event {
//!             Event::Act(Action::Save) if self.form.text(0).is_empty() => self.form.blame(0, "a name is needed"),
//!             Event::Act(Action::Save) => vec![Effect::Pop],
//!             event => self.form.take(&event),
//!         }
//!     }
//!     fn view(&self, page: &mut Page<'_>) { self.form.view(page); }
//! }
//! ```

use crate::ui::keymap::Action;
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Prompt};
use crate::ui::text;
use crate::ui::theme::Role;

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    label: &'static str,
    value: String,
    choices: Vec<String>,
    chosen: usize,
    hint: String,
    carried: bool,
    fixed: Option<String>,
    fault: Option<String>,
}

impl Field {
    /// A field for free text.
    pub fn text(label: &'static str, value: impl Into<String>) -> Field {
        Field {
            label,
            value: value.into(),
            choices: Vec::new(),
            chosen: 0,
            hint: String::new(),
            carried: false,
            fixed: None,
            fault: None,
        }
    }

    /// A field with fixed values, walked by ←→ or by typing how one begins.
    pub fn choice<T: ToString>(label: &'static str, choices: &[T], chosen: usize) -> Field {
        let mut field = Field::text(label, "");
        field.choices = choices.iter().map(ToString::to_string).collect();
        field.chosen = chosen.min(choices.len().saturating_sub(1));
        field
    }

    /// Says what may stand there, on the line's row while the field is at hand.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    /// Marks its value as carried over (`=`) until it is changed.
    #[must_use]
    pub fn carried(mut self, carried: bool) -> Field {
        self.carried = carried;
        self
    }

    /// Makes it unchangeable, and says why.
    #[must_use]
    pub fn fixed(mut self, why: impl Into<String>) -> Field {
        self.fixed = Some(why.into());
        self
    }

    fn is_open_text(&self) -> bool {
        self.choices.is_empty() && self.fixed.is_none()
    }
}

/// Fields, and which is at hand.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<Field>,
    at: usize,
}

impl Form {
    /// Makes a form, its first changeable field at hand.
    pub fn new(fields: Vec<Field>) -> Form {
        let at = fields.iter().position(|field| field.fixed.is_none()).unwrap_or(0);
        Form { fields, at }
    }

    /// Returns the text of a field, without outer blanks.
    pub fn text(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", |field| field.value.trim())
    }

    /// Returns which value of a field with fixed values is chosen.
    pub fn chosen(&self, field: usize) -> usize {
        self.fields.get(field).map_or(0, |field| field.chosen)
    }

    /// Returns the field at hand.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Puts a text into a field; the line follows when it is at hand.
    pub fn put(&mut self, field: usize, value: impl Into<String>) -> Vec<Effect> {
        if let Some(field) = self.fields.get_mut(field) {
            field.value = value.into();
            field.carried = false;
            field.fault = None;
        }
        if field == self.at { self.show() } else { Vec::new() }
    }

    /// Goes to a field.
    pub fn go(&mut self, field: usize) -> Vec<Effect> {
        self.at = field.min(self.fields.len().saturating_sub(1));
        self.show()
    }

    /// Says what is wrong with a field, and goes there.
    pub fn blame(&mut self, field: usize, fault: impl Into<String>) -> Vec<Effect> {
        if let Some(field) = self.fields.get_mut(field) {
            field.fault = Some(fault.into());
        }
        self.go(field)
    }

    /// Returns the prompt: what is wrong with the field at hand, or its hint.
    pub fn prompt(&self) -> Prompt {
        let Some(field) = self.fields.get(self.at) else { return Prompt::Scan };
        let said = field.fault.clone().or_else(|| field.fixed.clone()).unwrap_or_else(|| match field.choices.len() {
            0 => field.hint.clone(),
            _ if field.hint.is_empty() => "←→ choose, or type how it begins".to_owned(),
            _ => format!("←→ choose · {}", field.hint),
        });
        Prompt::Field(said)
    }

    /// Takes an event that is for fields; others are left alone.
    pub fn take(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Resumed(_) => self.show(),
            Event::Line(text) => {
                self.write(text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.write(text);
                self.step(true)
            }
            Event::Scan(scan) => {
                self.write(&scan.text);
                self.step(true)
            }
            Event::Paste(text) => {
                self.write(text.lines().next().unwrap_or(""));
                self.show()
            }
            Event::Act(Action::Enter | Action::Next | Action::Down) => self.step(true),
            Event::Act(Action::Previous | Action::Up) => self.step(false),
            Event::Act(Action::PageUp) => self.go(0),
            Event::Act(Action::PageDown) => self.go(usize::MAX),
            Event::Act(Action::Left) => self.turn(false),
            Event::Act(Action::Right) => self.turn(true),
            _ => Vec::new(),
        }
    }

    fn step(&mut self, forward: bool) -> Vec<Effect> {
        let count = self.fields.len().max(1);
        for _ in 0..count {
            self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
            if self.fields.get(self.at).is_some_and(|field| field.fixed.is_none()) {
                break;
            }
        }
        self.show()
    }

    fn turn(&mut self, forward: bool) -> Vec<Effect> {
        if let Some(field) = self.fields.get_mut(self.at) {
            let count = field.choices.len();
            if count > 0 && field.fixed.is_none() {
                field.chosen = (field.chosen + if forward { 1 } else { count - 1 }) % count;
                field.carried = false;
                field.fault = None;
            }
        }
        self.show()
    }

    fn write(&mut self, text: &str) {
        let Some(field) = self.fields.get_mut(self.at) else { return };
        if field.is_open_text() {
            if field.value != text {
                text.clone_into(&mut field.value);
                field.carried = false;
                field.fault = None;
            }
        } else if field.fixed.is_none() && !text.is_empty() {
            let begun = text.to_lowercase();
            if let Some(found) = field.choices.iter().position(|choice| choice.to_lowercase().starts_with(&begun)) {
                field.chosen = found;
                field.carried = false;
                field.fault = None;
            }
        }
    }

    /// Puts the field at hand on the line; a field with fixed values leaves the line empty.
    fn show(&self) -> Vec<Effect> {
        let text = self.fields.get(self.at).filter(|field| field.is_open_text());
        vec![Effect::SetLine(text.map(|field| field.value.clone()).unwrap_or_default())]
    }

    /// Draws the fields, those around the one at hand when not all fit.
    pub fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == Layout::Gun;
        let widest = self.fields.iter().map(|field| text::width(field.label)).max().unwrap_or(0);
        let labels = u16::try_from(widest).unwrap_or(0).min(page.width() / 2);
        let top = self.at / usize::from(page.height().max(1)) * usize::from(page.height().max(1));
        for (y, (index, field)) in (0..page.height()).zip(self.fields.iter().enumerate().skip(top)) {
            let at_hand = index == self.at;
            let left = u16::from(!gun);
            if at_hand {
                page.put(left, y, page.theme.marker(), Role::Selected);
            }
            let label = left + 1 + u16::from(!gun);
            let role = if at_hand { Role::Selected } else { Role::Heading };
            page.put_within(label, y, labels, field.label, role);
            let x = label + labels + if gun { 1 } else { 2 };
            let end = if field.choices.is_empty() {
                written(page, x, y, field, at_hand)
            } else {
                chosen(page, x, y, field, at_hand)
            };
            if field.carried {
                page.put(end + 1, y, "=", Role::Warn);
            }
            if let Some(fault) = &field.fault {
                page.put(end + 1, y, &format!("✖ {fault}"), Role::Bad);
            }
        }
    }
}

fn chosen(page: &mut Page<'_>, x: u16, y: u16, field: &Field, at_hand: bool) -> u16 {
    let value = field.choices.get(field.chosen).map_or("", String::as_str);
    if at_hand {
        page.set_cursor(x, y);
    }
    if at_hand && field.fixed.is_none() {
        let (left, right) = if page.theme.ascii { ("< ", " >") } else { ("← ", " →") };
        page.pieces(x, y, &[(left, Role::Key), (value, Role::Strong), (right, Role::Key)])
    } else {
        page.put(x, y, value, if field.fixed.is_some() { Role::Dim } else { Role::Text })
    }
}

fn written(page: &mut Page<'_>, x: u16, y: u16, field: &Field, at_hand: bool) -> u16 {
    let room = page.width().saturating_sub(x + 1);
    if at_hand && field.fixed.is_none() {
        let (seen, at) = page.line.seen(usize::from(room));
        let end = page.put_within(x, y, room, &seen, Role::Field);
        page.set_cursor(x + u16::try_from(at).unwrap_or(0), y);
        return end + 1;
    }
    if at_hand {
        page.set_cursor(x, y);
    }
    let role = if field.fixed.is_some() { Role::Dim } else { Role::Text };
    page.put_within(x, y, room, if field.value.is_empty() { "–" } else { &field.value }, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::new(vec![
            Field::text("Kind", "product").fixed("it stays what it is"),
            Field::text("Name", "Phone"),
            Field::choice("Serials", &["none", "maker's", "ours"], 0),
        ])
    }

    #[test]
    fn a_scan_fills_a_field_and_goes_on_but_never_saves() {
        let mut form = form();
        let scan = crate::ui::screen::Scanned::of("X1");
        form.take(&Event::Scan(scan));
        assert_eq!((form.text(1), form.at()), ("X1", 2));
    }

    #[test]
    fn a_fixed_field_is_never_at_hand_and_never_changes() {
        let mut form = form();
        assert_eq!(form.at(), 1);
        form.take(&Event::Act(Action::Up));
        assert_eq!(form.at(), 2);
        form.take(&Event::Act(Action::Down));
        assert_eq!((form.at(), form.text(0)), (1, "product"));
    }

    #[test]
    fn a_choice_is_walked_or_typed() {
        let mut form = form();
        form.go(2);
        form.take(&Event::Act(Action::Left));
        assert_eq!(form.chosen(2), 2);
        form.take(&Event::Line("ma".into()));
        assert_eq!(form.chosen(2), 1);
    }
}
