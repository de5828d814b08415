//! Choice of a product: by part of its name or code, or by its barcode.

use crate::messages::{Answer, Meaning, ProductRow, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::super::product_form::ProductForm;

const SCANNED: Tag = 1;

/// Products to choose from.
pub(super) struct PickProduct {
    list: Paged<ProductRow>,
    /// Scan that no product has: F3 makes one of it.
    unknown: Option<String>,
}

impl PickProduct {
    pub(super) fn new(text: &str) -> PickProduct {
        PickProduct { list: Paged::narrowed(text), unknown: None }
    }

    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let query = |text, after, limit| Query::Products { text, archived: false, after, limit };
        self.list.ask(here, query)
    }

    fn taken(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        match (taken, self.list.chosen()) {
            (Taken::Chosen, Some(row)) => return vec![Effect::PopWith(Brought::Product(row.id))],
            (Taken::Missed, _) => {
                let filter = self.list.filter().to_owned();
                let sentence = "no product is called that; F3 makes it";
                return vec![Effect::Say(Verdict::bad("UNKNOWN", &filter, sentence)), Effect::SetLine(filter)];
            }
            _ => {}
        }
        self.ask(here)
    }

    fn meant(&mut self, meanings: &[Meaning]) -> Vec<Effect> {
        let product = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Product { product, .. } => Some(*product),
            Meaning::Unit(unit) => Some(unit.product),
            _ => None,
        });
        if let Some(product) = product {
            return vec![Effect::PopWith(Brought::Product(product))];
        }
        let scan = self.unknown.clone().unwrap_or_default();
        vec![Effect::Say(Verdict::bad("UNKNOWN", scan, "F3 makes a product of it"))]
    }
}

impl Screen for PickProduct {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn title(&self) -> String {
        format!("Choose a product · {}", self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of a name, or scan")
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = vec![Effect::SetLine(self.list.filter().to_owned())];
                effects.extend(self.ask(here));
                effects
            }
            Event::Answer(SCANNED, Ok(Answer::Meanings(meanings))) => self.meant(&meanings),
            Event::Answer(tag, Ok(Answer::Products(part))) => {
                let taken = self.list.take(tag, part, |a, b| a.id == b.id);
                self.taken(here, taken)
            }
            Event::Scan(scan) => {
                self.unknown = Some(scan.text.clone());
                vec![Effect::Ask(SCANNED, Query::Resolve { text: scan.text, product: None })]
            }
            Event::Act(Action::New) => {
                vec![Effect::Push(ProductForm::named(self.list.filter(), self.unknown.clone()))]
            }
            Event::Resumed(Some(Brought::Product(made))) => vec![Effect::PopWith(Brought::Product(made))],
            event => {
                let taken = self.list.event(here, &event);
                self.taken(here, taken)
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("Product", 12),
            Column::fixed("", 2),
            Column::fixed("Code", 12).drop(1),
            Column::fixed("On hand", 12).right().drop(2),
        ];
        let empty = if self.list.is_waiting() { "…" } else { "No product is called that. F3 makes it." };
        Table::new(&columns).empty(empty).view(page, self.list.walk(), |at| match self.list.row(at) {
            Some(row) => vec![
                Cell::text(row.name.as_str()),
                Cell::role(if row.serialised { "SN" } else { "" }, Role::Dim),
                Cell::text(row.code.as_str()),
                Cell::text(text::quantity(row.on_hand, &row.unit)),
            ],
            None => Vec::new(),
        });
    }
}
