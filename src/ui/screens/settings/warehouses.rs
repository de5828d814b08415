//! Stock rooms: each has bins, one of them for goods damaged at the door, and may number its units by a template.

use crate::domain::id::{BinId, LocationId, WarehouseId};
use crate::domain::place::{Bin, Location, Warehouse};
use crate::domain::template::Template;
use crate::messages::{Answer, Command, Outcome, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::super::aside;
use super::bins::{self, Bins};
use super::record::{Records, SAVE, blamed};

const ROWS: Tag = 1;
const BRANCHES: Tag = 2;
const ARCHIVE: Tag = 3;
const BINS: Tag = 4;

/// List of warehouses.
#[derive(Default)]
pub struct Warehouses {
    list: Records<WarehouseId, Warehouse>,
    branches: Vec<(LocationId, Location)>,
    /// Bins of the selected one, shown beside the list where there is room.
    bins: Option<(WarehouseId, Vec<(BinId, Bin)>)>,
}

fn words(warehouse: &Warehouse) -> String {
    format!("{} {}", warehouse.name, warehouse.code)
}

impl Warehouses {
    fn ask_bins(&mut self) -> Vec<Effect> {
        let chosen = self.list.chosen().map(|(id, _)| *id);
        match chosen {
            Some(id) if self.bins.as_ref().is_none_or(|(of, _)| *of != id) => {
                self.bins = Some((id, Vec::new()));
                vec![Effect::Ask(BINS, Query::Bins(id))]
            }
            _ => Vec::new(),
        }
    }

    fn open(&self) -> Vec<Effect> {
        let chosen = self.list.chosen();
        chosen.map(|(id, it)| Effect::Push(Box::new(Bins::of(*id, &it.name)))).into_iter().collect()
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        match (action, self.list.chosen()) {
            (Action::New, _) => vec![Effect::Push(WarehouseForm::make())],
            (Action::Edit, Some((id, warehouse))) => vec![Effect::Push(WarehouseForm::change(*id, warehouse))],
            (Action::Archive, Some((id, warehouse))) => {
                let command = Command::ArchiveWarehouse { warehouse: *id, archived: !warehouse.archived };
                vec![Effect::Run(ARCHIVE, command)]
            }
            (Action::Enter, _) => self.open(),
            _ => {
                self.list.walk.act(action, here.page);
                self.ask_bins()
            }
        }
    }
}

impl Screen for Warehouses {
    fn scope(&self) -> Scope {
        Scope::Warehouses
    }

    fn title(&self) -> String {
        format!("Warehouses · {}", self.list.count())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let needs = matches!(action, Action::Edit | Action::Archive | Action::Enter);
        (needs && self.list.chosen().is_none()).then(|| "no warehouse is selected".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed => {
                self.bins = None;
                vec![Effect::Ask(ROWS, Query::Warehouses), Effect::Ask(BRANCHES, Query::Locations)]
            }
            Event::Resumed(brought) => {
                if let Some(Brought::Warehouse(made)) = brought {
                    self.list.select(made);
                }
                self.update(here, Event::Changed)
            }
            Event::Answer(ROWS, Ok(Answer::Warehouses(all))) => {
                self.list.set(all, words);
                self.ask_bins()
            }
            Event::Answer(BRANCHES, Ok(Answer::Locations(branches))) => {
                self.branches = branches;
                Vec::new()
            }
            Event::Answer(BINS, Ok(Answer::Bins(bins))) => {
                if let Some((_, shown)) = &mut self.bins {
                    *shown = bins;
                }
                Vec::new()
            }
            Event::Line(text) => {
                self.list.narrow(&text, words);
                self.ask_bins()
            }
            Event::Typed(text) => {
                self.list.narrow(&text, words);
                self.open()
            }
            Event::Act(action) => self.act(here, action),
            Event::Done(ARCHIVE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Done(ARCHIVE, Ok(_)) => vec![Effect::Ask(ROWS, Query::Warehouses)],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("Warehouse", 12),
            Column::fixed("Code", 8),
            Column::fixed("Branch", 14).drop(1),
            Column::fixed("Template", 16).drop(2),
            Column::fixed("", 8).drop(3),
        ];
        let empty = if self.list.is_empty() { "There is no warehouse. F3 makes one." } else { "None is called that." };
        let list = |page: &mut Page<'_>| {
            Table::new(&columns).empty(empty).view(page, &self.list.walk, |at| {
                let Some((_, warehouse)) = self.list.row(at) else { return Vec::new() };
                let branch = self.branches.iter().find(|(id, _)| Some(*id) == warehouse.location);
                vec![
                    Cell::text(warehouse.name.as_str()),
                    Cell::text(warehouse.code.as_str()),
                    branch.map_or_else(Cell::none, |(_, branch)| Cell::text(branch.name.as_str())),
                    warehouse.template.as_ref().map_or_else(Cell::none, |it| Cell::text(it.as_str())),
                    Cell::role(if warehouse.archived { "archived" } else { "" }, Role::Warn),
                ]
            });
        };
        aside::view(page, list, |page| {
            let Some((_, shown)) = &self.bins else { return };
            page.put(0, 0, "Bins", Role::Heading);
            let defects = self.list.chosen().and_then(|(_, warehouse)| warehouse.defects);
            for (y, (id, bin)) in (1..page.height()).zip(shown) {
                let x = page.put(0, y, &bin.code, Role::Text);
                let notes = bins::notes(bin, defects == Some(*id));
                page.put(x + 2, y, notes, Role::Warn);
            }
            if shown.is_empty() {
                page.put(0, 1, "none: Enter, then F3", Role::Dim);
            }
        });
    }
}

/// Fields of a warehouse.
pub struct WarehouseForm {
    was: Option<(WarehouseId, Warehouse)>,
    branches: Vec<LocationId>,
    form: Form,
}

const NAME: usize = 0;
const CODE: usize = 1;
const BRANCH: usize = 2;
const TEMPLATE: usize = 3;

impl WarehouseForm {
    /// Makes the form of a new warehouse. Brings [`Brought::Warehouse`].
    pub fn make() -> Box<dyn Screen> {
        Box::new(WarehouseForm { was: None, branches: Vec::new(), form: fields(None, &[]) })
    }

    /// Makes the form that changes a warehouse. Brings [`Brought::Warehouse`].
    pub fn change(id: WarehouseId, warehouse: &Warehouse) -> Box<dyn Screen> {
        let form = fields(Some(warehouse), &[]);
        Box::new(WarehouseForm { was: Some((id, warehouse.clone())), branches: Vec::new(), form })
    }

    fn save(&mut self) -> Vec<Effect> {
        let text = |field: usize| self.form.text(field).to_owned();
        let (name, code, template) = (text(NAME), text(CODE), text(TEMPLATE));
        if name.is_empty() {
            return self.form.blame(NAME, "a warehouse needs a name");
        }
        if let Err(error) = Template::parse(&template)
            && !template.is_empty()
        {
            return self.form.blame(TEMPLATE, error.to_string());
        }
        let chosen = self.form.chosen(BRANCH).checked_sub(1);
        let location = chosen.and_then(|at| self.branches.get(at).copied());
        let command = match &self.was {
            Some((warehouse, _)) => Command::EditWarehouse { warehouse: *warehouse, name, code, location, template },
            None => Command::AddWarehouse { name, code, location },
        };
        vec![Effect::Run(SAVE, command)]
    }

    fn saved(&mut self, outcome: &Outcome) -> Vec<Effect> {
        let text = |field: usize| self.form.text(field).to_owned();
        let (name, template) = (text(NAME), text(TEMPLATE));
        match (&self.was, outcome) {
            // A new one is made without template; it gets it at once by being changed.
            (None, Outcome::WarehouseMade(id)) if !template.is_empty() => {
                let location = self.form.chosen(BRANCH).checked_sub(1).and_then(|at| self.branches.get(at).copied());
                let code = text(CODE);
                let warehouse = Warehouse {
                    name: name.clone(),
                    code: code.clone(),
                    location,
                    defects: None,
                    template: None,
                    archived: false,
                };
                self.was = Some((*id, warehouse));
                let command = Command::EditWarehouse { warehouse: *id, name, code, location, template };
                vec![Effect::Run(SAVE, command)]
            }
            (None, Outcome::WarehouseMade(id)) => {
                let verdict = Verdict::good("MADE", name, "");
                vec![Effect::Say(verdict), Effect::Refresh, Effect::PopWith(Brought::Warehouse(Some(*id)))]
            }
            (Some((id, _)), _) => {
                let verdict = Verdict::good("SAVED", name, "");
                vec![Effect::Say(verdict), Effect::Refresh, Effect::PopWith(Brought::Warehouse(Some(*id)))]
            }
            (None, _) => vec![Effect::Pop],
        }
    }
}

fn fields(was: Option<&Warehouse>, branches: &[(LocationId, Location)]) -> Form {
    let text = |read: fn(&Warehouse) -> &str| was.map_or("", read);
    let mut names = vec!["the company"];
    names.extend(branches.iter().map(|(_, branch)| branch.name.as_str()));
    let chosen = branches.iter().position(|(id, _)| was.is_some_and(|was| was.location == Some(*id)));
    Form::new(vec![
        Field::text("Name", text(|was| &was.name)).hint("unique · F10 saves"),
        Field::text("Code", text(|was| &was.code)).hint("short, unique, {wh} in templates; empty makes one"),
        Field::choice("Branch", &names, chosen.map_or(0, |at| at + 1)),
        Field::text("Template", text(|was| was.template.as_ref().map_or("", Template::as_str)))
            .hint("numbers units received here, such as {wh}{C:5}; may be empty"),
    ])
}

impl Screen for WarehouseForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.was.as_ref().map_or("New warehouse".to_owned(), |(_, was)| format!("Warehouse · {}", was.name))
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = vec![Effect::Ask(BRANCHES, Query::Locations)];
                effects.extend(self.form.take(&event));
                effects
            }
            Event::Answer(BRANCHES, Ok(Answer::Locations(branches))) => {
                let kept = branches.into_iter().filter(|(_, branch)| !branch.archived).collect::<Vec<_>>();
                self.branches = kept.iter().map(|(id, _)| *id).collect();
                self.form = fields(self.was.as_ref().map(|(_, was)| was), &kept);
                self.form.go(NAME)
            }
            Event::Act(Action::Save) => self.save(),
            Event::Done(SAVE, Ok(outcome)) => self.saved(&outcome),
            Event::Done(SAVE, Err(no)) => {
                blamed(&mut self.form, &no, &[("template", TEMPLATE), ("code", CODE), ("name", NAME)])
            }
            Event::Scan(scan) if self.form.at() == BRANCH => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
