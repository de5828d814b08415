//! What do you want to do: everything that can be begun, each with where it moves goods; Enter begins the selected one.

use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen};
use crate::ui::screens::{barred, begin, go};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::kinds::KINDS;

/// Something that can be begun: what begins it, what it is called, and which way goods go.
type Choice = (Action, &'static str, &'static str);

/// The list of what can be begun.
pub struct Begin {
    filter: String,
    shown: Vec<Choice>,
    walk: Walk,
}

impl Default for Begin {
    fn default() -> Begin {
        let mut begin = Begin { filter: String::new(), shown: Vec::new(), walk: Walk::default() };
        begin.narrow("");
        begin
    }
}

fn all() -> impl Iterator<Item = Choice> {
    let moving = KINDS.iter().map(|kind| (kind.begins, kind.name, kind.way));
    let count = (Action::GoStocktake, "Count", "a stocktake: what is there, and what the books say");
    std::iter::once((Action::GoReceive, "Receive", "supplier → warehouse")).chain(moving).chain([count])
}

impl Begin {
    fn narrow(&mut self, text: &str) {
        text.trim().clone_into(&mut self.filter);
        self.shown = all().filter(|(_, name, way)| text::holds(&format!("{name} {way}"), text)).collect();
        self.walk.count(self.shown.len());
        self.walk.select(0);
    }

    fn choose(&self, here: &Here) -> Vec<Effect> {
        let Some((action, ..)) = self.walk.selected().and_then(|at| self.shown.get(at)) else {
            let said = Verdict::bad("UNKNOWN", &self.filter, "nothing here is called that");
            return vec![Effect::Say(said), Effect::SetLine(self.filter.clone())];
        };
        match (barred(here, *action), begin(*action, None).or_else(|| go(*action))) {
            (Some(why), _) => vec![Effect::Say(Verdict::plain(why))],
            (None, screen) => screen.map(Effect::Replace).into_iter().collect(),
        }
    }
}

impl Screen for Begin {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn title(&self) -> String {
        "What do you want to do?".to_owned()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of a word")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::New).then(|| "these are all there are".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Line(text) => {
                self.narrow(&text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.narrow(&text);
                self.choose(here)
            }
            Event::Act(Action::Enter) => self.choose(here),
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Do", 23), Column::fill("Goods go", 12).drop(1)];
        let here = page.here;
        Table::new(&columns).empty("Nothing here is called that.").view(page, &self.walk, |at| {
            let (action, name, way) = self.shown[at];
            match barred(here, action) {
                Some(why) => vec![Cell::role(name, Role::Dim), Cell::role(format!("not now: {why}"), Role::Dim)],
                None => vec![Cell::text(name), Cell::role(way, Role::Dim)],
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::{drawn, draws_everywhere, here, named};
    use super::*;
    use crate::domain::employee::Permission;

    #[test]
    fn what_is_typed_is_begun_and_what_may_not_be_says_why() {
        let mut begin = Begin::default();
        assert_eq!(named(&begin.update(&here(), Event::Typed("transf".into()))), ["Replace Transfer"]);
        begin.update(&here(), Event::Line(String::new()));
        let clerk = Here { allowed: vec![Permission::PostTransfers], ..here() };
        let said = named(&begin.update(&clerk, Event::Typed("sell".into())));
        assert_eq!(said, ["Say Ana may not sell goods: ask somebody who may"]);
        draws_everywhere(&begin);
        assert!(
            drawn(&begin, 80, 24).contains("Sell                     warehouse → client"),
            "{}",
            drawn(&begin, 80, 24)
        );
    }
}
