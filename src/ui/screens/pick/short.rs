//! Choice from what fits in a list at once: suppliers, warehouses, bins, words.

use crate::domain::id::WarehouseId;
use crate::messages::{Answer, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::super::settings::bins::BinForm;
use super::super::settings::warehouses::WarehouseForm;

const ROWS: Tag = 1;

/// What is chosen.
pub(super) enum What {
    /// A supplier's name, new or known.
    Supplier(Tag),
    /// A warehouse.
    Warehouse {
        /// All of them may be chosen too.
        all: bool,
    },
    /// A bin of a warehouse.
    Bin(WarehouseId),
    /// One of a few words.
    Choice {
        /// Tag it is brought with.
        tag: Tag,
        /// Where the operator is.
        title: String,
        /// The words.
        words: Vec<String>,
    },
}

/// One row: its words, and what choosing it brings.
#[derive(Debug, Clone)]
struct Choice {
    name: String,
    aside: String,
    brings: Brought,
}

/// A few things to choose from.
pub(super) struct PickShort {
    what: What,
    filter: String,
    all: Vec<Choice>,
    shown: Vec<Choice>,
    walk: Walk,
}

impl PickShort {
    pub(super) fn new(what: What, text: &str) -> PickShort {
        let filter = text.trim().to_owned();
        let mut pick = PickShort { what, filter, all: Vec::new(), shown: Vec::new(), walk: Walk::default() };
        if let What::Choice { tag, words, .. } = &pick.what {
            let row = |(at, word): (usize, &String)| Choice {
                name: word.clone(),
                aside: String::new(),
                brings: Brought::Choice(*tag, at),
            };
            pick.all = words.iter().enumerate().map(row).collect();
        }
        pick.narrow();
        pick
    }

    fn ask(&self) -> Vec<Effect> {
        let query = match self.what {
            What::Supplier(_) => Query::Suppliers(self.filter.clone()),
            What::Warehouse { .. } => Query::Warehouses,
            What::Bin(warehouse) => Query::Bins(warehouse),
            What::Choice { .. } => return Vec::new(),
        };
        vec![Effect::Ask(ROWS, query)]
    }

    fn answered(&mut self, answer: Answer) {
        let choice = |name: String, aside: String, brings| Choice { name, aside, brings };
        self.all = match (&self.what, answer) {
            (What::Supplier(tag), Answer::Suppliers(names)) => {
                names.into_iter().map(|name| choice(name.clone(), String::new(), Brought::Text(*tag, name))).collect()
            }
            (What::Warehouse { all }, Answer::Warehouses(warehouses)) => {
                let everything = all.then(|| choice("All warehouses".into(), String::new(), Brought::Warehouse(None)));
                let each = warehouses.into_iter().filter(|(_, warehouse)| !warehouse.archived);
                let each = each.map(|(id, it)| choice(it.name, it.code, Brought::Warehouse(Some(id))));
                everything.into_iter().chain(each).collect()
            }
            (What::Bin(_), Answer::Bins(bins)) => {
                let large = choice("no bin".into(), "the warehouse at large".into(), Brought::Bin(None));
                let each = bins.into_iter().filter(|(_, bin)| !bin.archived);
                std::iter::once(large)
                    .chain(each.map(|(id, bin)| choice(bin.code, String::new(), Brought::Bin(Some(id)))))
                    .collect()
            }
            _ => return,
        };
        self.narrow();
    }

    fn narrow(&mut self) {
        let chosen = self.walk.selected().and_then(|at| self.shown.get(at)).map(|row| row.brings.clone());
        let meant = |row: &&Choice| text::holds(&format!("{} {}", row.name, row.aside), &self.filter);
        self.shown = self.all.iter().filter(meant).cloned().collect();
        if let What::Supplier(tag) = self.what {
            let same = |row: &Choice| row.name.to_lowercase() == self.filter.to_lowercase();
            if !self.filter.is_empty() && !self.shown.iter().any(same) {
                let brings = Brought::Text(tag, self.filter.clone());
                self.shown.push(Choice { name: self.filter.clone(), aside: "a new supplier".into(), brings });
            }
        }
        self.walk.count(self.shown.len());
        self.walk.select(chosen.and_then(|was| self.shown.iter().position(|row| row.brings == was)).unwrap_or(0));
    }

    fn filtered(&mut self, text: &str) -> Vec<Effect> {
        if self.filter == text.trim() {
            return Vec::new();
        }
        text.trim().clone_into(&mut self.filter);
        self.walk.select(0);
        self.narrow();
        // Only suppliers may be many: the others are all here.
        if matches!(self.what, What::Supplier(_)) { self.ask() } else { Vec::new() }
    }

    fn choose(&self) -> Vec<Effect> {
        match self.walk.selected().and_then(|at| self.shown.get(at)) {
            Some(row) => vec![Effect::PopWith(row.brings.clone())],
            None => vec![
                Effect::Say(Verdict::bad("UNKNOWN", &self.filter, "nothing here is called that")),
                Effect::SetLine(self.filter.clone()),
            ],
        }
    }

    /// Takes a scan that is the code or name of a row.
    fn scanned(&self, scan: crate::ui::screen::Scanned) -> Vec<Effect> {
        let text = scan.text.trim().to_lowercase();
        let meant = |row: &&Choice| row.name.to_lowercase() == text || row.aside.to_lowercase() == text;
        match self.all.iter().find(meant) {
            Some(row) => vec![Effect::PopWith(row.brings.clone())],
            None => vec![Effect::NotMine(scan)],
        }
    }

    fn make(&self) -> Vec<Effect> {
        match &self.what {
            What::Supplier(tag) if !self.filter.is_empty() => {
                vec![Effect::PopWith(Brought::Text(*tag, self.filter.clone()))]
            }
            What::Supplier(_) => vec![Effect::Say(Verdict::plain("Type the supplier's name, then F3."))],
            What::Warehouse { .. } => vec![Effect::Push(WarehouseForm::make())],
            What::Bin(warehouse) => vec![Effect::Push(BinForm::make(*warehouse))],
            What::Choice { .. } => Vec::new(),
        }
    }
}

impl Screen for PickShort {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn title(&self) -> String {
        match &self.what {
            What::Supplier(_) => "Choose a supplier".to_owned(),
            What::Warehouse { .. } => "Choose a warehouse".to_owned(),
            What::Bin(_) => "Choose a bin".to_owned(),
            What::Choice { title, .. } => title.clone(),
        }
    }

    fn prompt(&self) -> Prompt {
        match self.what {
            What::Warehouse { .. } | What::Bin(_) => Prompt::Words("part of a name, or scan"),
            _ => Prompt::Words("part of a name"),
        }
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let fixed = action == Action::New && matches!(self.what, What::Choice { .. });
        fixed.then(|| "these are all there are".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = vec![Effect::SetLine(self.filter.clone())];
                effects.extend(self.ask());
                effects
            }
            Event::Resumed(Some(made @ (Brought::Warehouse(Some(_)) | Brought::Bin(Some(_))))) => {
                vec![Effect::PopWith(made)]
            }
            Event::Resumed(_) | Event::Changed => self.ask(),
            Event::Answer(ROWS, Ok(answer)) => {
                self.answered(answer);
                Vec::new()
            }
            Event::Line(text) => self.filtered(&text),
            Event::Typed(text) => {
                // What was asked for by the last letter was answered before Enter came.
                let mut effects = self.filtered(&text);
                effects.extend(self.choose());
                effects
            }
            Event::Scan(scan) => self.scanned(scan),
            Event::Act(Action::Enter) => self.choose(),
            Event::Act(Action::New) => self.make(),
            Event::Act(action) => {
                self.walk.act(action, here.page);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("Name", 12), Column::fill("", 10).drop(1)];
        Table::new(&columns).empty("Nothing is called that.").view(page, &self.walk, |at| {
            let row = &self.shown[at];
            vec![Cell::text(row.name.as_str()), Cell::role(row.aside.as_str(), Role::Dim)]
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::{draws_everywhere, here, named};
    use super::super::Pick;
    use super::*;

    fn suppliers(names: &[&str]) -> Event {
        Event::Answer(ROWS, Ok(Answer::Suppliers(names.iter().map(ToString::to_string).collect())))
    }

    #[test]
    fn a_name_nobody_has_is_a_new_supplier() {
        let mut pick = Pick::supplier(9, "");
        pick.update(&here(), Event::Opened);
        pick.update(&here(), suppliers(&["Northwind Parts", "Acme"]));
        pick.update(&here(), Event::Line("north".into()));
        pick.update(&here(), suppliers(&["Northwind Parts"]));
        let chosen = pick.update(&here(), Event::Typed("north".into()));
        assert_eq!(named(&chosen), ["Pop Text(9, \"Northwind Parts\")"]);
        pick.update(&here(), Event::Line("Globex".into()));
        pick.update(&here(), suppliers(&[]));
        assert_eq!(named(&pick.update(&here(), Event::Typed("Globex".into()))), ["Pop Text(9, \"Globex\")"]);
        draws_everywhere(&*pick);
    }

    #[test]
    fn words_are_chosen_by_how_they_read() {
        let mut pick = Pick::choice(4, "Which", vec!["in draft".into(), "posted".into()]);
        assert_eq!(named(&pick.update(&here(), Event::Typed("post".into()))), ["Pop Choice(4, 1)"]);
        assert!(pick.disabled(Action::New).is_some());
        draws_everywhere(&*pick);
    }
}
