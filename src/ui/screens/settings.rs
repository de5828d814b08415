//! What can be set up: warehouses and their bins, branches, templates, the store, and this desk.

pub mod badge;
pub mod bins;
pub mod branches;
pub mod desk;
pub mod desks;
pub mod people;
mod record;
pub mod rights;
pub mod roles;
pub mod store;
pub mod templates;
pub mod ticks;
pub mod warehouses;

use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

type Part = (&'static str, &'static str, fn() -> Box<dyn Screen>);

/// What there is to set up: name, sentence, screen.
const PARTS: &[Part] = &[
    ("This desk", "its name, warehouse, first screen, theme", || Box::new(desk::DeskSettings::default())),
    ("Scanner", "what it sends, and how this desk reads it", || Box::new(super::scanner::Scanner::default())),
    ("Warehouses", "stock rooms and their bins, the one for defects", || Box::new(warehouses::Warehouses::default())),
    ("Templates", "how our own serials are numbered, and where their counters stand", || {
        Box::new(templates::Templates::default())
    }),
    ("Employees", "who works here: role, badge, PIN, what each warehouse lets them do", || {
        Box::new(people::People::default())
    }),
    ("Roles", "what each lets its employees do", || Box::new(roles::Roles::default())),
    ("Desks", "which there are, and who is signed in", || Box::new(desks::Desks::default())),
    ("Branches", "places warehouses belong to", || Box::new(branches::Branches::default())),
    ("Store", "its name, currency, time zone, closed period", || Box::new(store::StoreSettings::default())),
];

/// List of settings.
#[derive(Default)]
pub struct Settings {
    shown: Vec<usize>,
    walk: Walk,
}

impl Settings {
    fn narrow(&mut self, filter: &str) {
        let meant =
            |(at, (name, about, _)): (usize, &Part)| text::holds(&format!("{name} {about}"), filter).then_some(at);
        self.shown = PARTS.iter().enumerate().filter_map(meant).collect();
        self.walk.count(self.shown.len());
    }

    fn open(&self) -> Vec<Effect> {
        let part = self.walk.selected().and_then(|at| PARTS.get(*self.shown.get(at)?));
        part.map(|(_, _, make)| Effect::Push(make())).into_iter().collect()
    }
}

impl Screen for Settings {
    fn scope(&self) -> Scope {
        Scope::Settings
    }

    fn title(&self) -> String {
        "Settings".to_owned()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("what to set")
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Resumed(_) => {
                self.narrow("");
                Vec::new()
            }
            Event::Line(text) => {
                self.narrow(&text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.narrow(&text);
                self.open()
            }
            Event::Act(Action::Enter) => self.open(),
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Setting", 14), Column::fill("What it is", 20).drop(1)];
        Table::new(&columns).empty("Nothing is called that.").view(page, &self.walk, |at| {
            let (name, about, _) = PARTS[self.shown[at]];
            vec![Cell::text(name), Cell::role(about, Role::Dim)]
        });
    }
}

#[cfg(test)]
mod tests;
