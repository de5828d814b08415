//! What shall be counted: a warehouse, one of its shelves, or one category.

use crate::domain::employee::Permission;
use crate::domain::id::{BinId, WarehouseId};
use crate::messages::{Answer, Command, Outcome, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::Stocktake;

const WAREHOUSES: Tag = 1;
const BINS: Tag = 2;
const OPEN: Tag = 3;

const WAREHOUSE: usize = 0;
const SHELF: usize = 1;
const CATEGORY: usize = 2;

/// The form before a stocktake is opened.
#[derive(Default)]
pub struct Begin {
    warehouses: Vec<(WarehouseId, String)>,
    bins: Vec<(BinId, String)>,
    form: Form,
    opening: bool,
}

impl Begin {
    fn warehouse(&self) -> Option<WarehouseId> {
        self.warehouses.get(self.form.chosen(WAREHOUSE)).map(|(id, _)| *id)
    }

    fn fill(&mut self, chosen: usize, category: &str) {
        let names: Vec<&str> = self.warehouses.iter().map(|(_, name)| name.as_str()).collect();
        let shelves: Vec<&str> =
            std::iter::once("all").chain(self.bins.iter().map(|(_, code)| code.as_str())).collect();
        self.form = Form::new(vec![
            Field::choice("Warehouse", &names, chosen).hint("←→ chooses"),
            Field::choice("Shelf", &shelves, 0).hint("←→ chooses; all is the whole warehouse"),
            Field::text("Category", category).hint("empty counts all products"),
        ]);
    }

    fn open(&mut self, here: &Here) -> Vec<Effect> {
        if !here.may(Permission::CountStock) {
            let why = format!("{} may not open a stocktake: ask somebody who may", here.employee_name);
            return vec![Effect::Say(Verdict::plain(why))];
        }
        let Some(warehouse) = self.warehouse().filter(|_| !self.opening) else { return Vec::new() };
        self.opening = true;
        let bin = self.form.chosen(SHELF).checked_sub(1).and_then(|at| self.bins.get(at)).map(|(bin, _)| *bin);
        let category = self.form.text(CATEGORY).to_owned();
        vec![Effect::Run(OPEN, Command::OpenStocktake { warehouse, bin, category })]
    }
}

impl Screen for Begin {
    fn scope(&self) -> Scope {
        Scope::BeginStocktake
    }

    fn title(&self) -> String {
        "New stocktake".to_owned()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => vec![Effect::Ask(WAREHOUSES, Query::Warehouses)],
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                let kept = all.into_iter().filter(|(_, warehouse)| !warehouse.archived);
                self.warehouses = kept.map(|(id, warehouse)| (id, warehouse.name)).collect();
                let own = self.warehouses.iter().position(|(id, _)| Some(*id) == here.warehouse).unwrap_or(0);
                self.fill(own, "");
                self.warehouse().map(|id| Effect::Ask(BINS, Query::Bins(id))).into_iter().collect()
            }
            Event::Answer(BINS, Ok(Answer::Bins(bins))) => {
                let kept = bins.into_iter().filter(|(_, bin)| !bin.archived);
                self.bins = kept.map(|(id, bin)| (id, bin.code)).collect();
                let (chosen, at) = (self.form.chosen(WAREHOUSE), self.form.at());
                let category = self.form.text(CATEGORY).to_owned();
                self.fill(chosen, &category);
                self.form.go(at)
            }
            Event::Act(Action::Save) => self.open(here),
            Event::Done(OPEN, Ok(Outcome::StocktakeOpened(id))) => {
                let said = Verdict::good("OPENED", "", "scan what is there; several desks may");
                vec![Effect::Say(said), Effect::Replace(Stocktake::open(id))]
            }
            Event::Done(OPEN, Err(no)) => {
                self.opening = false;
                vec![Effect::Say(Verdict::no(&no))]
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                let before = self.warehouse();
                let mut effects = self.form.take(&event);
                if before != self.warehouse() {
                    effects.extend(self.warehouse().map(|id| Effect::Ask(BINS, Query::Bins(id))));
                }
                effects
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
