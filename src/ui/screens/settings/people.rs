//! Who works here: their roles, badges and PINs, and what each warehouse lets them do.

use crate::domain::employee::{Employee, Role as Kept};
use crate::domain::id::{EmployeeId, RoleId};
use crate::messages::{Answer, Command, PeopleView, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::badge::{BadgeShown, PinForm};
use super::record::{Records, SAVE, blamed};
use super::rights::Rights;

const ROWS: Tag = 2;
const CHANGE: Tag = 3;
const BADGE: Tag = 4;

/// List of employees.
#[derive(Default)]
pub struct People {
    list: Records<EmployeeId, Employee>,
    roles: Vec<(RoleId, Kept)>,
    badges: Vec<EmployeeId>,
    pins: Vec<EmployeeId>,
}

fn words(employee: &Employee) -> String {
    employee.name.clone()
}

impl People {
    fn take(&mut self, people: PeopleView) {
        self.list.set(people.employees, words);
        (self.roles, self.badges, self.pins) = (people.roles, people.badges, people.pins);
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        let Some((id, employee)) = self.list.chosen().cloned() else {
            return if action == Action::New { vec![Effect::Push(PersonForm::make())] } else { Vec::new() };
        };
        match action {
            Action::New => vec![Effect::Push(PersonForm::make())],
            Action::Edit => vec![Effect::Push(PersonForm::change(id, &employee))],
            Action::Archive => {
                let archived = !employee.archived;
                vec![Effect::Run(CHANGE, Command::ArchiveEmployee { employee: id, archived })]
            }
            Action::GiveBadge => vec![Effect::GiveBadge(BADGE, id)],
            Action::RevokeBadge => vec![Effect::Run(CHANGE, Command::RevokeBadge { employee: id })],
            Action::SetPin => vec![Effect::Push(PinForm::of(id, &employee.name))],
            Action::ClearPin => vec![Effect::SetPin(CHANGE, id, None)],
            Action::Enter => vec![Effect::Push(Rights::of(id, &employee.name))],
            action => {
                self.list.walk.act(action, here.page);
                Vec::new()
            }
        }
    }

    /// Says what is so of somebody: they have a badge, a PIN, work here no more.
    fn marks(&self, id: EmployeeId, employee: &Employee) -> (&'static str, Role) {
        match (employee.archived, self.badges.contains(&id), self.pins.contains(&id)) {
            (true, ..) => ("archived", Role::Warn),
            (_, true, true) => ("badge, PIN", Role::Good),
            (_, true, false) => ("badge", Role::Good),
            (_, false, _) => ("no badge", Role::Dim),
        }
    }
}

impl Screen for People {
    fn scope(&self) -> Scope {
        Scope::People
    }

    fn title(&self) -> String {
        format!("Employees · {}", self.list.count())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(_) => vec![Effect::Ask(ROWS, Query::People)],
            Event::Answer(ROWS, Ok(Answer::People(people))) => {
                self.take(*people);
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.find(&text, words);
                Vec::new()
            }
            Event::Act(action) => self.act(here, action),
            Event::Badge(BADGE, Ok(badge)) => {
                let name = self.list.chosen().map(|(_, employee)| employee.name.clone()).unwrap_or_default();
                vec![
                    Effect::Say(Verdict::good("GIVEN", name.as_str(), "print it now, it is shown once")),
                    Effect::Push(BadgeShown::of(&name, badge)),
                ]
            }
            Event::Badge(BADGE, Err(no)) | Event::Done(CHANGE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Done(CHANGE, Ok(_)) => {
                vec![Effect::Say(Verdict::good("SAVED", "", "")), Effect::Ask(ROWS, Query::People)]
            }
            event => self.list.heard(here, event, words),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("Employee", 10), Column::fixed("Role", 16).drop(1), Column::fixed("", 10)];
        Table::new(&columns).empty("None is called that.").view(page, &self.list.walk, |at| {
            let Some((id, employee)) = self.list.row(at) else { return Vec::new() };
            let role = self.roles.iter().find(|(role, _)| *role == employee.role).map_or("", |(_, role)| &role.name);
            let (mark, shown) = self.marks(*id, employee);
            vec![Cell::text(employee.name.as_str()), Cell::text(role), Cell::role(mark, shown)]
        });
    }
}

/// Name and role of an employee.
pub struct PersonForm {
    was: Option<(EmployeeId, Employee)>,
    roles: Vec<(RoleId, Kept)>,
    form: Form,
}

const NAME: usize = 0;
const ROLE: usize = 1;

impl PersonForm {
    /// Makes the form of a new employee.
    pub fn make() -> Box<dyn Screen> {
        Box::new(PersonForm { was: None, roles: Vec::new(), form: Form::default() })
    }

    /// Makes the form of one there is.
    pub fn change(id: EmployeeId, was: &Employee) -> Box<dyn Screen> {
        Box::new(PersonForm { was: Some((id, was.clone())), roles: Vec::new(), form: Form::default() })
    }

    fn filled(&mut self, roles: Vec<(RoleId, Kept)>) -> Vec<Effect> {
        self.roles = roles;
        let names: Vec<_> = self.roles.iter().map(|(_, role)| role.name.as_str()).collect();
        let own = self.was.as_ref().and_then(|(_, was)| self.roles.iter().position(|(id, _)| *id == was.role));
        self.form = Form::new(vec![
            Field::text("Name", self.was.as_ref().map_or("", |(_, was)| was.name.as_str())).hint("unique · F10 saves"),
            Field::choice("Role", &names, own.unwrap_or(0)).hint("Ctrl+P settings, Roles says what each allows"),
        ]);
        self.form.go(NAME)
    }

    fn save(&mut self) -> Vec<Effect> {
        let name = self.form.text(NAME).to_owned();
        let Some((role, _)) = self.roles.get(self.form.chosen(ROLE)) else { return Vec::new() };
        if name.is_empty() {
            return self.form.blame(NAME, "an employee needs a name");
        }
        let command = match &self.was {
            None => Command::AddEmployee { name, role: *role },
            Some((employee, _)) => Command::EditEmployee { employee: *employee, name, role: *role },
        };
        vec![Effect::Run(SAVE, command)]
    }
}

impl Screen for PersonForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.was.as_ref().map_or("New employee".to_owned(), |(_, was)| format!("Employee · {}", was.name))
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => vec![Effect::Ask(ROWS, Query::People)],
            Event::Answer(ROWS, Ok(Answer::People(people))) => self.filled(people.roles),
            Event::Act(Action::Save) => self.save(),
            Event::Done(SAVE, Ok(_)) => {
                vec![Effect::Refresh, Effect::Say(Verdict::good("SAVED", self.form.text(NAME), "")), Effect::Pop]
            }
            Event::Done(SAVE, Err(no)) => blamed(&mut self.form, &no, &[("role", ROLE), ("", NAME)]),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
