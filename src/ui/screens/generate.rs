//! Serials from the product's template: the first and the last are shown before they are taken.

use ratatui::layout::Rect;

use crate::domain::id::{DocumentId, LineNo};
use crate::messages::LineView;
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::range::look::Look;
use super::range::{not_taken, taken};

const TAKE: Tag = 1;
const COUNT: usize = 0;

/// The generate form: of one line of a draft.
pub struct Generate {
    line: LineNo,
    name: String,
    is_set: bool,
    form: Form,
    look: Look,
    taking: bool,
}

impl Generate {
    /// Makes the form; as many as are missing, or one.
    pub fn new(draft: DocumentId, line: &LineView) -> Generate {
        let missing = line.missing.whole().filter(|missing| *missing > 0).unwrap_or(1);
        let field = Field::text("How many", missing.to_string()).hint("how many serials to generate, at most 10000");
        Generate {
            line: line.line,
            name: line.name.clone(),
            is_set: line.expected.is_some(),
            form: Form::new(vec![field]),
            look: Look::new(draft, line.line),
            taking: false,
        }
    }

    fn text(&self) -> String {
        match self.form.text(COUNT).parse::<u32>() {
            Ok(1) => "~".to_owned(),
            // The next number, and so many after it.
            Ok(count) if count > 1 => format!("~+{}", count - 1),
            _ => String::new(),
        }
    }

    fn ask(&mut self, typing: bool) -> Vec<Effect> {
        let text = self.text();
        self.look.ask(&text, None, typing)
    }

    fn take(&mut self) -> Vec<Effect> {
        if self.taking {
            return Vec::new();
        }
        if self.text().is_empty() {
            return self.form.blame(COUNT, "a whole number above zero");
        }
        if !self.look.is_of(&self.text(), None) {
            let mut effects = self.ask(false);
            effects.push(Effect::Say(Verdict::plain("These are the numbers: F10 takes them.")));
            return effects;
        }
        match self.look.take() {
            Ok(command) => {
                self.taking = true;
                vec![Effect::Run(TAKE, command)]
            }
            Err(why) => vec![Effect::Say(Verdict::bad("NOT TAKEN", "", why))],
        }
    }
}

impl Screen for Generate {
    fn scope(&self) -> Scope {
        Scope::Generate
    }

    fn title(&self) -> String {
        format!("Generate · {}", self.name)
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = self.form.take(&event);
                effects.extend(self.ask(false));
                effects
            }
            Event::Act(Action::Save) => self.take(),
            Event::Answer(tag, answer) => {
                self.look.answer(tag, answer);
                Vec::new()
            }
            Event::Done(TAKE, result) => {
                self.taking = false;
                match result {
                    Ok(outcome) => taken(self.line, &self.name, self.is_set, outcome),
                    Err(no) => not_taken(&mut self.look, &no),
                }
            }
            Event::Changed if !self.taking => self.look.again(),
            // A scan is no number of units.
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                let mut effects = self.form.take(&event);
                let typing = matches!(event, Event::Line(_));
                if (typing || matches!(event, Event::Typed(_))) && !self.look.is_of(&self.text(), None) {
                    effects.extend(self.ask(typing));
                }
                effects
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        page.within(Rect::new(0, 0, page.width(), 1), |page| self.form.view(page));
        let gun = page.layout == Layout::Gun;
        if !gun {
            page.rule(1);
        }
        page.below(if gun { 1 } else { 2 }, 0, |page| self.look.view(page));
    }
}
