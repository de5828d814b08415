//! One line of free text; F10 keeps it.

use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::widgets::form::{Field, Form};

/// A text that the screen below asked for.
pub struct NoteForm {
    tag: Tag,
    title: String,
    form: Form,
}

impl NoteForm {
    /// Makes the form. Brings [`Brought::Text`] with the tag.
    pub fn ask(tag: Tag, title: impl Into<String>) -> Box<dyn Screen> {
        let form = Form::new(vec![Field::text("Text", "").hint("free text · F10 keeps it, Esc does not")]);
        Box::new(NoteForm { tag, title: title.into(), form })
    }
}

impl Screen for NoteForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) if self.form.text(0).is_empty() => self.form.blame(0, "nothing is written yet"),
            Event::Act(Action::Save) => vec![Effect::PopWith(Brought::Text(self.tag, self.form.text(0).to_owned()))],
            // A scan is part of what is written: an order's number, another unit's serial.
            Event::Scan(scan) => {
                let text = format!("{} {}", self.form.text(0), scan.text.trim());
                self.form.put(0, text.trim())
            }
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
