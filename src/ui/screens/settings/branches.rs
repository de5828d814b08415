//! Branches of the company: a warehouse belongs to one, and document numbers begin with its code.

use crate::domain::id::LocationId;
use crate::domain::place::Location;
use crate::messages::{Answer, Command, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::{Records, SAVE, blamed};

const ROWS: Tag = 1;

/// List of branches.
#[derive(Default)]
pub struct Branches {
    list: Records<LocationId, Location>,
}

fn words(branch: &Location) -> String {
    format!("{} {}", branch.name, branch.code)
}

impl Screen for Branches {
    fn scope(&self) -> Scope {
        Scope::Branches
    }

    fn title(&self) -> String {
        format!("Branches · {}", self.list.count())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::Enter).then(|| "a branch is only a name; warehouses belong to it".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(_) => vec![Effect::Ask(ROWS, Query::Locations)],
            Event::Answer(ROWS, Ok(Answer::Locations(all))) => {
                self.list.set(all, words);
                Vec::new()
            }
            Event::Line(text) | Event::Typed(text) => {
                self.list.narrow(&text, words);
                Vec::new()
            }
            Event::Act(Action::New) => vec![Effect::Push(BranchForm::make())],
            event => self.list.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("Branch", 14), Column::fixed("Code", 10), Column::fixed("", 8).drop(1)];
        let empty = "No branches: all warehouses belong to the company as a whole. F3 makes one.";
        Table::new(&columns).empty(empty).view(page, &self.list.walk, |at| {
            let Some((_, branch)) = self.list.row(at) else { return Vec::new() };
            let archived = if branch.archived { "archived" } else { "" };
            vec![Cell::text(branch.name.as_str()), Cell::text(branch.code.as_str()), Cell::role(archived, Role::Warn)]
        });
    }
}

/// Fields of a new branch.
pub struct BranchForm {
    form: Form,
}

const NAME: usize = 0;
const CODE: usize = 1;

impl BranchForm {
    /// Makes the form of a new branch.
    pub fn make() -> Box<dyn Screen> {
        let form = Form::new(vec![
            Field::text("Name", "").hint("unique · F10 saves"),
            Field::text("Code", "").hint("document numbers begin with it; may be empty"),
        ]);
        Box::new(BranchForm { form })
    }
}

impl Screen for BranchForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        "New branch".to_owned()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) if self.form.text(NAME).is_empty() => {
                self.form.blame(NAME, "a branch needs a name")
            }
            Event::Act(Action::Save) => {
                let (name, code) = (self.form.text(NAME).to_owned(), self.form.text(CODE).to_owned());
                vec![Effect::Run(SAVE, Command::AddLocation { name, code })]
            }
            Event::Done(SAVE, Ok(_)) => {
                vec![Effect::Say(Verdict::good("MADE", self.form.text(NAME), "")), Effect::Pop]
            }
            Event::Done(SAVE, Err(no)) => blamed(&mut self.form, &no, &[("code", CODE), ("name", NAME)]),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
