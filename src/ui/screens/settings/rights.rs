//! What each warehouse lets an employee do, beside their role; Enter ticks it.

use crate::domain::id::{EmployeeId, WarehouseId};
use crate::domain::right::{Right, Rights as Kept};
use crate::messages::{Answer, Command, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::Records;
use super::ticks::Ticks;

const WAREHOUSES: Tag = 2;
const SAID: Tag = 3;

/// Warehouses, and what each lets one employee do.
pub struct Rights {
    employee: EmployeeId,
    name: String,
    list: Records<WarehouseId, String>,
    said: Vec<(WarehouseId, Kept)>,
}

impl Rights {
    /// Makes the list for an employee.
    pub fn of(employee: EmployeeId, name: &str) -> Box<dyn Screen> {
        Box::new(Rights { employee, name: name.to_owned(), list: Records::default(), said: Vec::new() })
    }

    fn held(&self, warehouse: WarehouseId) -> &[Right] {
        self.said.iter().find(|(of, _)| *of == warehouse).map_or(&Right::ALL, |(_, kept)| &kept.0)
    }

    fn open(&self) -> Vec<Effect> {
        let Some((warehouse, name)) = self.list.chosen() else { return Vec::new() };
        let (employee, warehouse) = (self.employee, *warehouse);
        let held = self.held(warehouse);
        let ticked = Right::ALL.iter().map(|right| held.contains(right)).collect();
        let names = Right::ALL.iter().map(|right| right.words().to_owned()).collect();
        let keep = move |kept: &[usize]| {
            let rights = kept.iter().filter_map(|at| Right::ALL.get(*at)).copied().collect();
            Command::SetRights { employee, warehouse, rights }
        };
        vec![Effect::Push(Ticks::of(format!("{} at {name}", self.name), names, ticked, Box::new(keep)))]
    }
}

impl Screen for Rights {
    fn scope(&self) -> Scope {
        Scope::Rights
    }

    fn title(&self) -> String {
        format!("{} · by warehouse", self.name)
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(_) => {
                self.list.narrow("", String::clone);
                self.update(here, Event::Changed)
            }
            Event::Opened | Event::Changed => {
                vec![Effect::Ask(SAID, Query::Rights(self.employee)), Effect::Ask(WAREHOUSES, Query::Warehouses)]
            }
            Event::Answer(SAID, Ok(Answer::Rights(said))) => {
                self.said = said;
                Vec::new()
            }
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                let names = all.into_iter().map(|(id, warehouse)| (id, warehouse.name)).collect();
                self.list.set(names, String::clone);
                Vec::new()
            }
            Event::Line(text) => {
                self.list.narrow(&text, String::clone);
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.narrow(&text, String::clone);
                self.open()
            }
            Event::Act(Action::Enter) => self.open(),
            event => self.list.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Warehouse", 16), Column::fill("Lets them", 14)];
        Table::new(&columns).empty("There is no warehouse.").view(page, &self.list.walk, |at| {
            let Some((warehouse, name)) = self.list.row(at) else { return Vec::new() };
            let held = self.held(*warehouse);
            let (lets, role) = match held.len() {
                0 => ("nothing".to_owned(), Role::Bad),
                all if all == Right::ALL.len() => ("do all".to_owned(), Role::Dim),
                _ => (held.iter().map(|right| right.words()).collect::<Vec<_>>().join(", "), Role::Warn),
            };
            vec![Cell::text(name.as_str()), Cell::role(lets, role)]
        });
    }
}
