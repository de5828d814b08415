//! Scans that another screen could not use: each is taken here after all, or dropped.

use crate::domain::id::DocumentId;
use crate::messages::{Answer, Command, Query, TrayView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::screens::receiving::verdicts;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::WAITED;

const ROWS: Tag = 1;
const DROP: Tag = 2;

/// The tray of a draft of what leaves, moves or comes back.
pub struct Waiting {
    draft: DocumentId,
    rows: Vec<TrayView>,
    walk: Walk,
    seen: bool,
}

impl Waiting {
    /// Makes the list of what waits in a draft.
    pub fn new(draft: DocumentId) -> Waiting {
        Waiting { draft, rows: Vec::new(), walk: Walk::default(), seen: false }
    }

    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(ROWS, Query::Tray(self.draft))]
    }

    fn row(&self) -> Option<&TrayView> {
        self.rows.get(self.walk.selected()?)
    }
}

impl Screen for Waiting {
    fn scope(&self) -> Scope {
        Scope::Tray
    }

    fn title(&self) -> String {
        format!("To decide · {}", self.rows.len())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::New | Action::TakeBarcode | Action::TakeIdentifier => {
                Some("products and identifiers are made while goods are received".to_owned())
            }
            Action::Enter | Action::TakeSerial | Action::Drop if self.row().is_none() => {
                Some("no scan waits for a decision".to_owned())
            }
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(_) => self.ask(),
            Event::Answer(ROWS, Ok(Answer::Tray(rows))) => {
                self.walk.count(rows.len());
                self.rows = rows;
                // The last one was decided: scanning goes on.
                if self.rows.is_empty() && std::mem::replace(&mut self.seen, true) {
                    return vec![Effect::Pop];
                }
                self.seen = true;
                Vec::new()
            }
            Event::Answer(_, Err(no)) | Event::Done(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Act(Action::Enter | Action::TakeSerial) => match self.row() {
                Some(row) => vec![Effect::PopWith(Brought::Text(WAITED + row.row, row.raw.clone()))],
                None => Vec::new(),
            },
            Event::Act(Action::Drop) => match self.row() {
                Some(row) => vec![Effect::Run(DROP, Command::DropFromTray { draft: self.draft, row: row.row })],
                None => Vec::new(),
            },
            Event::Done(DROP, Ok(_)) => {
                let mut effects = vec![Effect::Say(Verdict::good("DROPPED", "", "the journal keeps it"))];
                effects.extend(self.ask());
                effects
            }
            Event::Act(Action::Next) => {
                self.walk.act(Action::Down, here.page);
                Vec::new()
            }
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("Scan", 14),
            Column::fixed("Why", 12),
            Column::fill("", 16).drop(1),
            Column::fixed("When", 8).drop(2),
        ];
        let here = page.here;
        Table::new(&columns).empty("No scan waits for a decision.").view(page, &self.walk, |at| {
            let Some(row) = self.rows.get(at) else { return Vec::new() };
            let (word, why) = verdicts::waiting(&row.reason);
            vec![
                Cell::serial(row.raw.as_str()),
                Cell::role(word, Role::Warn),
                Cell::role(why, Role::Dim),
                Cell::role(here.seconds(row.at), Role::Dim),
            ]
        });
    }
}
