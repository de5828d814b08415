//! Every action by name, each with its key; type any part of it and press Enter. What cannot be undone still asks.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::ui::keymap::{self, Action, Row, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// The palette over one screen.
pub struct Palette {
    all: Vec<(&'static Row, Option<String>)>,
    rows: Vec<usize>,
    walk: Walk,
}

impl Palette {
    /// Makes the palette of a screen; actions that cannot act now are there with the reason.
    pub fn of(screen: &dyn Screen, here: &Here) -> Palette {
        let rows = keymap::rows(screen.scope()).into_iter().filter(|row| !moves(row.action));
        let all: Vec<_> = rows.map(|row| (row, super::why_not(screen, here, row.action))).collect();
        let mut palette = Palette { rows: Vec::new(), walk: Walk::default(), all };
        palette.narrow("");
        palette
    }

    fn narrow(&mut self, text: &str) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
        let mut letters = Vec::new();
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (at, (row, _)) in self.all.iter().enumerate() {
            let name = format!("{} {} {}", row.action.name(), row.footer, row.help);
            if let Some(score) = pattern.score(Utf32Str::new(&name, &mut letters), &mut matcher) {
                found.push((score, at));
            }
        }
        found.sort_by_key(|&(score, at)| (std::cmp::Reverse(score), at));
        self.rows = found.into_iter().map(|(_, at)| at).collect();
        self.walk.count(self.rows.len());
        self.walk.select(0);
    }
}

/// Tells whether an action only moves about: nobody looks for those by name.
fn moves(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Up
            | A::Down
            | A::PageUp
            | A::PageDown
            | A::First
            | A::Last
            | A::Left
            | A::Right
            | A::Enter
            | A::Next
            | A::Previous
            | A::Palette
    )
}

impl Screen for Palette {
    fn scope(&self) -> Scope {
        Scope::Palette
    }

    fn title(&self) -> String {
        "Palette".to_owned()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("what to do")
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Line(text) => {
                self.narrow(&text);
                Vec::new()
            }
            // A list of one name typed in full, or of many: Enter takes the selected row either way.
            Event::Typed(_) | Event::Act(Action::Enter) => {
                match self.walk.selected().and_then(|at| self.rows.get(at)).map(|&at| self.all[at].0.action) {
                    Some(action) => vec![Effect::PopWith(Brought::Act(action))],
                    None => Vec::new(),
                }
            }
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Action", 16), Column::fixed("Key", 10), Column::fill("What it does", 16)];
        let (twins, ascii) = (page.theme.twins, page.theme.ascii);
        Table::new(&columns).empty("No action is called that.").view(page, &self.walk, |at| {
            let (row, disabled) = &self.all[self.rows[at]];
            let role = if disabled.is_some() { Role::Dim } else { Role::Text };
            let says = disabled.as_deref().map_or(row.help.to_owned(), |why| format!("not now: {why}"));
            vec![
                Cell::role(row.action.name(), role),
                Cell::role(row.key_word(twins, ascii), Role::Key),
                Cell::role(says, role),
            ]
        });
    }
}
