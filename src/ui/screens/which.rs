//! What one code may stand for: several things have it, and Enter opens the one that is meant.

use crate::messages::Meaning;
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::meaning;

/// A choice among the meanings of a code.
pub struct Which {
    code: String,
    meanings: Vec<Meaning>,
    filter: String,
    /// Places of the meanings that the filter leaves.
    shown: Vec<usize>,
    walk: Walk,
}

impl Which {
    /// Makes the choice among what a code stands for, the likeliest first.
    pub fn of(code: &str, meanings: &[Meaning]) -> Box<dyn Screen> {
        let walk = Walk::default();
        let mut which = Which {
            code: text::harmless(code).into_owned(),
            meanings: meanings.to_vec(),
            filter: String::new(),
            shown: Vec::new(),
            walk,
        };
        which.narrow();
        Box::new(which)
    }

    fn narrow(&mut self) {
        let fits = |at: &usize| {
            let (kind, name) = meaning::named(&self.meanings[*at]);
            text::holds(&format!("{kind} {name}"), &self.filter)
        };
        self.shown = (0..self.meanings.len()).filter(fits).collect();
        self.walk.count(self.shown.len());
        self.walk.select(0);
    }

    fn filtered(&mut self, filter: &str) {
        if self.filter != filter.trim() {
            filter.trim().clone_into(&mut self.filter);
            self.narrow();
        }
    }

    fn open(&self) -> Vec<Effect> {
        let meant = self.walk.selected().and_then(|at| self.meanings.get(*self.shown.get(at)?));
        match meant.and_then(|meant| Some((meant, meaning::screen(meant)?))) {
            Some((meant, screen)) => {
                vec![Effect::Say(meaning::said(&self.code, meant)), Effect::Replace(screen)]
            }
            None => vec![
                Effect::Say(Verdict::bad("UNKNOWN", &self.filter, "nothing here is called that")),
                Effect::SetLine(self.filter.clone()),
            ],
        }
    }
}

impl Screen for Which {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn title(&self) -> String {
        format!("Which one is {}", self.code)
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of its name, or Enter")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::New).then(|| "what is meant is in the list: nothing is made here".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Line(text) => {
                self.filtered(&text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.filtered(&text);
                self.open()
            }
            Event::Act(Action::Enter) => self.open(),
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("Name", 12), Column::fixed("", 10).drop(1)];
        Table::new(&columns).empty("Nothing is called that.").view(page, &self.walk, |at| {
            let (kind, name) = meaning::named(&self.meanings[self.shown[at]]);
            vec![Cell::text(name.to_owned()), Cell::role(kind, Role::Dim)]
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::{drawn, draws_everywhere, here, named};
    use super::*;
    use crate::domain::id::{ProductId, WarehouseId};
    use crate::domain::quantity::Quantity;

    #[test]
    fn what_is_meant_is_opened_in_place_of_the_choice() {
        let cable =
            Meaning::Product { product: ProductId(1), name: "Cable".into(), serialised: false, pack: Quantity::ONE };
        let warehouse = Meaning::Warehouse { warehouse: WarehouseId(1), name: "A1".into() };
        let mut which = Which::of("A1", &[warehouse, cable]);
        let picture = drawn(&*which, 80, 24);
        assert!(picture.contains("A1") && picture.contains("Cable") && picture.contains("product"), "{picture}");
        let opened = named(&which.update(&here(), Event::Act(Action::Enter)));
        assert!(opened[1].starts_with("Replace Stock"), "{opened:?}");
        which.update(&here(), Event::Line("cab".into()));
        let opened = named(&which.update(&here(), Event::Typed("cab".into())));
        assert!(opened[1].starts_with("Replace Product"), "{opened:?}");
        let refused = named(&which.update(&here(), Event::Typed("zzz".into())));
        assert_eq!(refused[1], "Line zzz");
        draws_everywhere(&*which);
    }
}
