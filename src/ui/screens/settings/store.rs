//! The store as a whole: its name, and what the first posting fixes for good.

use crate::domain::settings::{SerialScope, Settings};
use crate::domain::template::Template;
use crate::messages::{Answer, Command, Query, StoreView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::record::{SAVE, blamed};
use crate::ui::screens::receiving::grammar;

const STORE: Tag = 2;

const NAME: usize = 0;
const TEMPLATE: usize = 1;
const CLOSED: usize = 2;
const CURRENCY: usize = 3;
const ZONE: usize = 4;
const SCOPE: usize = 5;

/// Settings of the store.
#[derive(Default)]
pub struct StoreSettings {
    settings: Option<Settings>,
    form: Form,
}

impl StoreSettings {
    fn filled(&mut self, store: StoreView) -> Vec<Effect> {
        let settings = &store.settings;
        let fixed = |field: Field| if store.fixed { field.fixed("fixed by the first posting") } else { field };
        let company = settings.scope == SerialScope::Company;
        let template = settings.template.as_ref().map_or("", Template::as_str);
        let closed = settings.closed_until.map_or(String::new(), |day| day.to_string());
        self.form = Form::new(vec![
            Field::text("Name", &settings.store).hint("on the first row of every screen · F10 saves"),
            Field::text("Template", template).hint("for products and warehouses that have none: WS{C:5}"),
            Field::text("Closed until", closed)
                .hint("2026-09-30 or -3: nothing is dated on or before it, drafts neither; may be empty"),
            fixed(Field::text("Currency", &settings.currency).hint("ISO 4217, such as EUR")),
            fixed(Field::text("Time zone", &settings.zone).hint("where business days are counted: Europe/Berlin")),
            fixed(Field::choice("A serial exists", &["once a product", "once in the company"], usize::from(company))),
        ]);
        self.settings = Some(store.settings);
        self.form.go(NAME)
    }

    fn save(&mut self, here: &Here) -> Vec<Effect> {
        let Some(settings) = self.settings.clone() else { return Vec::new() };
        let text = |field: usize| self.form.text(field).to_owned();
        let (store, template, closed) = (text(NAME), text(TEMPLATE), text(CLOSED));
        let (currency, zone) = (text(CURRENCY).to_uppercase(), text(ZONE));
        if store.is_empty() {
            return self.form.blame(NAME, "a store needs a name");
        }
        let template = match Template::parse(&template) {
            _ if template.is_empty() => None,
            Ok(template) => Some(template),
            Err(error) => return self.form.blame(TEMPLATE, error.to_string()),
        };
        let closed_until = match grammar::day(&closed, here.today) {
            Ok(day) => day,
            Err(why) => return self.form.blame(CLOSED, why),
        };
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return self.form.blame(CURRENCY, format!("{currency}: a currency is three letters such as EUR"));
        }
        if zone.parse::<chrono_tz::Tz>().is_err() {
            return self.form.blame(ZONE, format!("{zone} is no time zone; write it as Europe/Berlin"));
        }
        let scope = if self.form.chosen(SCOPE) == 1 { SerialScope::Company } else { SerialScope::Product };
        let settings = Settings { store, currency, zone, scope, template, closed_until, ..settings };
        vec![Effect::Run(SAVE, Command::ChangeSettings(settings))]
    }
}

impl Screen for StoreSettings {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        "Store".to_owned()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => vec![Effect::Ask(STORE, Query::Store)],
            Event::Answer(STORE, Ok(Answer::Store(Some(store)))) => self.filled(*store),
            Event::Act(Action::Save) => self.save(here),
            Event::Done(SAVE, Ok(_)) => {
                let verdict = Verdict::good("SAVED", self.form.text(NAME), "");
                vec![Effect::Refresh, Effect::Say(verdict), Effect::Pop]
            }
            Event::Done(SAVE, Err(no)) => {
                let words = [
                    ("template", TEMPLATE),
                    ("currency", CURRENCY),
                    ("zone", ZONE),
                    ("scope", SCOPE),
                    ("closed", CLOSED),
                    ("date", CLOSED),
                ];
                blamed(&mut self.form, &no, &words)
            }
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
