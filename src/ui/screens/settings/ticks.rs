//! A list of what may be given, each ticked or not: what a role allows, what a warehouse lets somebody do.

use crate::messages::Command;
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::record::SAVE;

/// Makes the command that keeps what is ticked, by place.
type Keep = Box<dyn Fn(&[usize]) -> Command + Send>;

/// Things that are ticked.
pub struct Ticks {
    title: String,
    names: Vec<String>,
    ticked: Vec<bool>,
    changed: bool,
    shown: Vec<usize>,
    walk: Walk,
    keep: Keep,
}

impl Ticks {
    /// Makes the list: a title, the names of all there is, which are ticked, and what keeps them.
    pub fn of(title: String, names: Vec<String>, ticked: Vec<bool>, keep: Keep) -> Box<dyn Screen> {
        let mut ticks = Ticks { title, names, ticked, changed: false, shown: Vec::new(), walk: Walk::default(), keep };
        ticks.narrow("");
        Box::new(ticks)
    }

    fn narrow(&mut self, filter: &str) {
        let meant = |(at, name): (usize, &String)| text::holds(name, filter).then_some(at);
        self.shown = self.names.iter().enumerate().filter_map(meant).collect();
        self.walk.count(self.shown.len());
    }

    fn tick(&mut self) -> Vec<Effect> {
        if let Some(ticked) = self.walk.selected().and_then(|at| self.ticked.get_mut(*self.shown.get(at)?)) {
            *ticked = !*ticked;
            self.changed = true;
        }
        Vec::new()
    }

    fn save(&self) -> Vec<Effect> {
        let kept: Vec<usize> = self.ticked.iter().enumerate().filter_map(|(at, ticked)| ticked.then_some(at)).collect();
        vec![Effect::Run(SAVE, (self.keep)(&kept))]
    }
}

impl Screen for Ticks {
    fn scope(&self) -> Scope {
        Scope::Ticks
    }

    fn title(&self) -> String {
        let changed = if self.changed { " · not saved yet" } else { "" };
        format!("{}{changed}", self.title)
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("filter")
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Line(text) => {
                self.narrow(&text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.narrow(&text);
                // The one that is called so comes before those that have it in their name.
                if let Some(at) = self.shown.iter().position(|at| self.names[*at].eq_ignore_ascii_case(text.trim())) {
                    self.walk.select(at);
                }
                let effects = self.tick();
                self.narrow("");
                effects
            }
            Event::Act(Action::Enter) => self.tick(),
            Event::Act(Action::Save) => self.save(),
            Event::Act(action) => {
                self.walk.act(action, here.page);
                Vec::new()
            }
            Event::Done(SAVE, Ok(_)) => {
                vec![Effect::Refresh, Effect::Say(Verdict::good("SAVED", self.title.as_str(), "")), Effect::Pop]
            }
            Event::Done(SAVE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("", 3), Column::fill("May", 14)];
        Table::new(&columns).empty("None is called that.").view(page, &self.walk, |at| {
            let at = self.shown[at];
            let (mark, role) = if self.ticked[at] { ("[x]", Role::Good) } else { ("[ ]", Role::Dim) };
            vec![Cell::role(mark, role), Cell::text(self.names[at].as_str())]
        });
    }
}
