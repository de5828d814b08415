//! Templates that number our own serials: who uses each, its next value, and the number that would make.

use crate::domain::id::WarehouseId;
use crate::domain::place::Warehouse;
use crate::domain::settings::Settings;
use crate::domain::template::Template;
use crate::messages::{Answer, Command, Query, TemplateRow};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::{Records, SAVE, blamed};

const ROWS: Tag = 1;
const COUNTER: Tag = 2;
const STORE: Tag = 3;
const WAREHOUSES: Tag = 4;

/// List of templates in use.
#[derive(Default)]
pub struct Templates {
    list: Records<usize, TemplateRow>,
}

fn words(row: &TemplateRow) -> String {
    format!("{} {}", row.template, row.used_by.join(" "))
}

impl Templates {
    fn edit(&self) -> Vec<Effect> {
        self.list.chosen().map(|(_, row)| Effect::Push(TemplateForm::change(row))).into_iter().collect()
    }
}

impl Screen for Templates {
    fn scope(&self) -> Scope {
        Scope::Templates
    }

    fn title(&self) -> String {
        format!("Templates · {}", self.list.count())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let needs = matches!(action, Action::Edit | Action::Enter);
        (needs && self.list.chosen().is_none()).then(|| "no template is selected".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(_) => vec![Effect::Ask(ROWS, Query::Templates)],
            Event::Answer(ROWS, Ok(Answer::Templates(all))) => {
                self.list.set(all.into_iter().enumerate().collect(), words);
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.narrow(&text, words);
                self.edit()
            }
            Event::Act(Action::New) => vec![Effect::Push(TemplateForm::make())],
            Event::Act(Action::Edit | Action::Enter) => self.edit(),
            event => self.list.heard(here, event, words),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fixed("Template", 18),
            Column::fixed("Next", 9).right(),
            Column::fixed("would make", 18),
            Column::fill("Used by", 14).drop(1),
        ];
        let empty = "No templates: F3 gives the store or a warehouse one; a product has its own on its form.";
        Table::new(&columns).empty(empty).view(page, &self.list.walk, |at| {
            let Some((_, row)) = self.list.row(at) else { return Vec::new() };
            vec![
                Cell::text(row.template.as_str()),
                Cell::text(row.next.to_string()),
                Cell::role(row.sample.as_str(), Role::Strong),
                Cell::text(row.used_by.join(", ")),
            ]
        });
    }
}

/// Fields of a template: a new one for the store or a warehouse, or the counter of one in use.
pub struct TemplateForm {
    /// The template in use whose counter is set; `None` makes one.
    was: Option<String>,
    settings: Option<Settings>,
    warehouses: Vec<(WarehouseId, Warehouse)>,
    form: Form,
}

const TEMPLATE: usize = 0;
const NEXT: usize = 1;
const USED_BY: usize = 2;

impl TemplateForm {
    fn make() -> Box<dyn Screen> {
        Box::new(TemplateForm { was: None, settings: None, warehouses: Vec::new(), form: fields(&[]) })
    }

    fn change(row: &TemplateRow) -> Box<dyn Screen> {
        let form = Form::new(vec![
            Field::text("Template", &row.template).fixed("who uses it gives it up where it was given"),
            Field::text("Next number", row.next.to_string()).hint("numbers in use are skipped · F10 saves"),
            Field::text("Used by", row.used_by.join(", ")).fixed("a product on its form, a warehouse on its own"),
        ]);
        Box::new(TemplateForm { was: Some(row.template.clone()), settings: None, warehouses: Vec::new(), form })
    }

    fn next(&mut self) -> Result<Option<u64>, Vec<Effect>> {
        let text = self.form.text(NEXT).to_owned();
        match text.parse() {
            _ if text.is_empty() => Ok(None),
            Ok(next) => Ok(Some(next)),
            Err(_) => Err(self.form.blame(NEXT, format!("{text}: a counter is a whole number such as 1001"))),
        }
    }

    fn save(&mut self) -> Vec<Effect> {
        let next = match self.next() {
            Ok(next) => next,
            Err(effects) => return effects,
        };
        if let Some(template) = self.was.clone() {
            return match next {
                Some(next) => vec![Effect::Run(COUNTER, Command::SetCounter { template, next })],
                None => self.form.blame(NEXT, "a counter needs a next value"),
            };
        }
        let template = match Template::parse(self.form.text(TEMPLATE)) {
            Ok(template) => template,
            Err(error) => return self.form.blame(TEMPLATE, error.to_string()),
        };
        let user = self.form.chosen(USED_BY).checked_sub(1);
        match (user.and_then(|at| self.warehouses.get(at)), &self.settings) {
            (Some((id, warehouse)), _) => {
                let Warehouse { name, code, location, .. } = warehouse.clone();
                let template = template.as_str().to_owned();
                vec![Effect::Run(SAVE, Command::EditWarehouse { warehouse: *id, name, code, location, template })]
            }
            (None, Some(settings)) => {
                let settings = Settings { template: Some(template), ..settings.clone() };
                vec![Effect::Run(SAVE, Command::ChangeSettings(settings))]
            }
            (None, None) => Vec::new(),
        }
    }

    fn saved(&mut self) -> Vec<Effect> {
        match self.next() {
            Ok(Some(next)) => {
                let template = self.form.text(TEMPLATE).to_owned();
                vec![Effect::Run(COUNTER, Command::SetCounter { template, next })]
            }
            _ => self.end(),
        }
    }

    fn end(&self) -> Vec<Effect> {
        vec![Effect::Say(Verdict::good("SAVED", self.form.text(TEMPLATE), "")), Effect::Pop]
    }

    /// Puts the warehouses among those that may use it, and keeps what was typed meanwhile.
    fn known(&mut self, warehouses: Vec<(WarehouseId, Warehouse)>) -> Vec<Effect> {
        self.warehouses = warehouses.into_iter().filter(|(_, warehouse)| !warehouse.archived).collect();
        let names: Vec<_> = self.warehouses.iter().map(|(_, warehouse)| warehouse.name.as_str()).collect();
        self.form = fields(&names);
        self.form.go(TEMPLATE)
    }
}

fn fields(warehouses: &[&str]) -> Form {
    let mut users = vec!["the store".to_owned()];
    users.extend(warehouses.iter().map(|name| format!("warehouse {name}")));
    Form::new(vec![
        Field::text("Template", "").hint("WS{C:5}: {C} counts; {YY} {YYYY} {MM} {DD} {wh} {K} too"),
        Field::text("Next number", "").hint("empty begins at 1, or goes on where it is"),
        Field::choice("Used by", &users, 0).hint("F10 saves"),
    ])
}

impl Screen for TemplateForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.was.as_ref().map_or("New template".to_owned(), |text| format!("Template · {text}"))
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = self.form.take(&event);
                if self.was.is_none() {
                    effects.push(Effect::Ask(STORE, Query::Store));
                    effects.push(Effect::Ask(WAREHOUSES, Query::Warehouses));
                }
                effects
            }
            Event::Answer(STORE, Ok(Answer::Store(store))) => {
                self.settings = store.map(|store| store.settings);
                Vec::new()
            }
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(warehouses))) => self.known(warehouses),
            Event::Act(Action::Save) => self.save(),
            Event::Done(SAVE, Ok(_)) => self.saved(),
            Event::Done(COUNTER, Ok(_)) => self.end(),
            Event::Done(_, Err(no)) => {
                blamed(&mut self.form, &no, &[("template", TEMPLATE), ("counter", NEXT), ("number", NEXT)])
            }
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
        // What the template as typed would make, so that a wrong brace is seen before F10.
        let template = if self.form.at() == TEMPLATE { page.line.text() } else { self.form.text(TEMPLATE) };
        let next = if self.form.at() == NEXT { page.line.text() } else { self.form.text(NEXT) };
        let sample = Template::parse(template)
            .and_then(|template| template.render(next.trim().parse().unwrap_or(1), page.here.today, "WH"));
        if let Ok(sample) = sample {
            page.labelled(u16::from(page.width() >= 40) * 3, 4, "would make", &sample, Role::Strong);
        }
    }
}
