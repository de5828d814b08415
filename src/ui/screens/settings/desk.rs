//! What this desk keeps for itself: its name, its warehouse, where it opens, how it looks, what it prints on.

use crate::domain::employee::Desk;
use crate::domain::id::WarehouseId;
use crate::messages::{Answer, Command, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::record::{NO_YES, SAVE, blamed};

const DESK: Tag = 2;
const WAREHOUSES: Tag = 3;

const NAME: usize = 0;
const WAREHOUSE: usize = 1;
const OPENS: usize = 2;
const THEME: usize = 3;
const QUIET: usize = 4;
const PRINTER: usize = 5;
const ON_SCAN: usize = 6;

/// Whether labels are printed as serials are accepted; the first is the configuration's.
const LABELS: &[Option<bool>] = &[None, Some(false), Some(true)];

/// Themes as they are kept; the first is the configuration's.
const THEMES: &[&str] = &["", "dark", "light", "contrast"];

/// Settings of the desk somebody sits at.
#[derive(Default)]
pub struct DeskSettings {
    desk: Desk,
    warehouses: Vec<(WarehouseId, String)>,
    /// Printers there are, and the one it keeps, be it there or not.
    printers: Vec<String>,
    form: Form,
}

impl DeskSettings {
    fn save(&mut self, here: &Here) -> Vec<Effect> {
        let name = self.form.text(NAME).to_owned();
        if name.is_empty() {
            return self.form.blame(NAME, "a desk needs a name");
        }
        let warehouse = self.form.chosen(WAREHOUSE).checked_sub(1);
        let kept = Desk {
            name,
            warehouse: warehouse.and_then(|at| self.warehouses.get(at)).map(|(id, _)| *id),
            opens_at_receiving: self.form.chosen(OPENS) == 1,
            theme: THEMES.get(self.form.chosen(THEME)).copied().unwrap_or_default().to_owned(),
            quiet: self.form.chosen(QUIET) == 1,
            printer: self
                .form
                .chosen(PRINTER)
                .checked_sub(1)
                .and_then(|at| self.printers.get(at))
                .cloned()
                .unwrap_or_default(),
            on_scan: LABELS.get(self.form.chosen(ON_SCAN)).copied().flatten(),
        };
        vec![Effect::Run(SAVE, Command::EditDesk { desk: here.desk, kept })]
    }

    fn filled(&mut self) -> Vec<Effect> {
        let desk = &self.desk;
        let first = self.warehouses.first().map_or("none yet", |(_, name)| name.as_str());
        let not_chosen = format!("not chosen: {first}");
        let mut names = vec![not_chosen.as_str()];
        names.extend(self.warehouses.iter().map(|(_, name)| name.as_str()));
        let own = self.warehouses.iter().position(|(id, _)| desk.warehouse == Some(*id));
        let theme = THEMES.iter().position(|theme| *theme == desk.theme).unwrap_or(0);
        let themes = ["as configured", "dark", "light", "high contrast"];
        if !desk.printer.is_empty() && !self.printers.contains(&desk.printer) {
            self.printers.push(desk.printer.clone());
        }
        let first = self.printers.first().map_or("none is set up", String::as_str);
        let first = format!("the first: {first}");
        let mut printers = vec![first.as_str()];
        printers.extend(self.printers.iter().map(String::as_str));
        let printer = self.printers.iter().position(|name| *name == desk.printer);
        let on_scan = LABELS.iter().position(|kept| *kept == desk.on_scan).unwrap_or(0);
        self.form = Form::new(vec![
            Field::text("Name", &desk.name).hint("unique; who looks at a draft sees it · F10 saves"),
            Field::choice("Warehouse", &names, own.map_or(0, |at| at + 1)).hint("new documents are for it"),
            Field::choice("Opens at", &["Home", "Receiving"], usize::from(desk.opens_at_receiving)),
            Field::choice("Theme", &themes, theme),
            Field::choice("Quiet", NO_YES, usize::from(desk.quiet)).hint("nothing repaints unasked"),
            Field::choice("Printer", &printers, printer.map_or(0, |at| at + 1)).hint("F9 begins with it"),
            Field::choice("Label on scan", &["as configured", "no", "yes"], on_scan)
                .hint("prints each serial's label as it is accepted"),
        ]);
        self.form.go(NAME)
    }
}

impl Screen for DeskSettings {
    fn scope(&self) -> Scope {
        Scope::DeskSettings
    }

    fn title(&self) -> String {
        "This desk".to_owned()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let desk = Effect::Ask(DESK, Query::Desk(here.desk));
                vec![Effect::Printers, Effect::Ask(WAREHOUSES, Query::Warehouses), desk]
            }
            Event::Printers(printers) => {
                self.printers = printers;
                Vec::new()
            }
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                let kept = all.into_iter().filter(|(_, warehouse)| !warehouse.archived);
                self.warehouses = kept.map(|(id, warehouse)| (id, warehouse.name)).collect();
                self.filled()
            }
            Event::Answer(DESK, Ok(Answer::Desk(desk))) => {
                self.desk = desk;
                self.filled()
            }
            Event::Act(Action::Save) => self.save(here),
            Event::Done(SAVE, Ok(_)) => {
                let verdict = Verdict::good("SAVED", self.form.text(NAME), "");
                vec![Effect::Refresh, Effect::Say(verdict), Effect::Pop]
            }
            Event::Done(SAVE, Err(no)) => blamed(&mut self.form, &no, &[("warehouse", WAREHOUSE), ("", NAME)]),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
