//! The last five verdicts; Enter opens what one of them names.

use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Screen};
use crate::ui::verdict::{Verdict, Verdicts};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// The last verdicts, as they were when the list was opened.
pub struct Scans {
    verdicts: Vec<Verdict>,
    walk: Walk,
}

impl Scans {
    /// Makes the list.
    pub fn new(verdicts: &Verdicts) -> Scans {
        let verdicts: Vec<_> = verdicts.all().cloned().collect();
        let mut walk = Walk::default();
        walk.count(verdicts.len());
        Scans { verdicts, walk }
    }
}

impl Screen for Scans {
    fn scope(&self) -> Scope {
        Scope::Scans
    }

    fn title(&self) -> String {
        "Last scans".to_owned()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Enter) => {
                let target = self.walk.selected().and_then(|at| self.verdicts[at].opens.as_ref());
                match target.and_then(super::open) {
                    Some(screen) => vec![Effect::Push(screen)],
                    None => vec![Effect::Say(Verdict::plain("This verdict names nothing that could be opened."))],
                }
            }
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("Verdict", 16)];
        Table::new(&columns)
            .headless()
            .empty("Nothing was scanned yet.")
            .view(page, &self.walk, |at| vec![Cell::text(self.verdicts[at].said())]);
    }
}
