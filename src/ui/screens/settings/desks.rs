//! Which desks there are, who is signed in at each, since when, and whose it is by its key; Enter says whose.

use crate::domain::id::{DeskId, EmployeeId};
use crate::messages::{Answer, Command, DeskRow, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::screens::pick::Pick;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::{Records, SAVE};

const ROWS: Tag = 2;
const PEOPLE: Tag = 3;
const WHOSE: Tag = 4;

/// List of desks.
#[derive(Default)]
pub struct Desks {
    list: Records<DeskId, DeskRow>,
    people: Vec<(EmployeeId, String)>,
}

fn words(row: &DeskRow) -> String {
    let signed = row.signed.as_ref().map_or("", |(name, _)| name.as_str());
    format!("{} {signed}", row.desk.name)
}

impl Desks {
    fn choose(&self) -> Vec<Effect> {
        let mut names = vec!["nobody: it asks for a badge".to_owned()];
        names.extend(self.people.iter().map(|(_, name)| name.clone()));
        vec![Effect::Push(Pick::choice(WHOSE, "Whose desk is it, by its key?", names))]
    }

    fn chosen(&self, at: usize) -> Vec<Effect> {
        let Some((desk, _)) = self.list.chosen() else { return Vec::new() };
        let employee = at.checked_sub(1).and_then(|at| self.people.get(at)).map(|(id, _)| *id);
        vec![Effect::Run(SAVE, Command::AssignDesk { desk: *desk, employee })]
    }
}

impl Screen for Desks {
    fn scope(&self) -> Scope {
        Scope::Desks
    }

    fn title(&self) -> String {
        format!("Desks · {}", self.list.count())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(Some(Brought::Choice(WHOSE, at))) => self.chosen(at),
            Event::Opened | Event::Changed | Event::Resumed(_) => {
                vec![Effect::Ask(ROWS, Query::Desks), Effect::Ask(PEOPLE, Query::People)]
            }
            Event::Answer(ROWS, Ok(Answer::Desks(rows))) => {
                self.list.set(rows, words);
                Vec::new()
            }
            Event::Answer(PEOPLE, Ok(Answer::People(people))) => {
                let working = people.employees.into_iter().filter(|(_, employee)| !employee.archived);
                self.people = working.map(|(id, employee)| (id, employee.name)).collect();
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.find(&text, words);
                Vec::new()
            }
            Event::Act(Action::Enter) => self.choose(),
            Event::Done(SAVE, Ok(_)) => {
                vec![Effect::Say(Verdict::good("SAVED", "", "")), Effect::Ask(ROWS, Query::Desks)]
            }
            Event::Done(SAVE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            event => self.list.heard(here, event, words),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("Desk", 10),
            Column::fixed("Signed in", 16),
            Column::fixed("Since", 16).drop(2),
            Column::fixed("", 6).drop(1),
            Column::fixed("By its key", 14).drop(3),
        ];
        let here = page.here;
        Table::new(&columns).empty("None is called that.").view(page, &self.list.walk, |at| {
            let Some((_, row)) = self.list.row(at) else { return Vec::new() };
            let signed = row.signed.as_ref();
            vec![
                Cell::text(row.desk.name.as_str()),
                signed.map_or_else(Cell::none, |(name, _)| Cell::text(name.as_str())),
                signed.map_or_else(Cell::none, |(_, signed)| Cell::text(here.stamp(signed.since))),
                Cell::role(if signed.is_some_and(|(_, signed)| signed.locked) { "locked" } else { "" }, Role::Warn),
                row.whose.as_ref().map_or_else(Cell::none, |(_, name)| Cell::text(name.as_str())),
            ]
        });
    }
}
