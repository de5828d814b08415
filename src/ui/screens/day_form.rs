//! One day that is over, or today: `2026-10-01`, `10-01`, `-7` for a week ago; Enter takes it.

use crate::domain::time::Day;
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::widgets::form::{Field, Form};

use super::receiving::grammar;

/// A day that the screen below asked for.
pub struct DayForm {
    tag: Tag,
    title: String,
    form: Form,
}

impl DayForm {
    /// Makes the form. Brings [`Brought::Text`] with the tag and the day as `2026-10-01`, or nothing for today.
    pub fn ask(tag: Tag, title: impl Into<String>, day: Option<Day>) -> Box<dyn Screen> {
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let form =
            Form::new(vec![Field::text("Day", day).hint("2026-11-22, 11-22, -7 for a week ago; empty is today")]);
        Box::new(DayForm { tag, title: title.into(), form })
    }

    fn take(&mut self, here: &Here) -> Vec<Effect> {
        match grammar::day(self.form.text(0), here.today) {
            Ok(Some(day)) if day > here.today => {
                self.form.blame(0, format!("{day} has not come yet: today is {}", here.today))
            }
            Ok(day) => {
                let text = day.map(|day| day.to_string()).unwrap_or_default();
                vec![Effect::PopWith(Brought::Text(self.tag, text))]
            }
            Err(why) => self.form.blame(0, why),
        }
    }
}

impl Screen for DayForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            // Nothing is changed by it, so Enter takes it, too.
            Event::Act(Action::Save | Action::Enter) => self.take(here),
            Event::Typed(_) => {
                self.form.take(&event);
                self.take(here)
            }
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
