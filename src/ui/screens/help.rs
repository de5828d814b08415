//! Every key of this screen, what its line understands, searchable by typing; Enter does what the row says.

use crate::ui::keymap::{self, Row, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::super::keymap::Action;

/// The help of one screen.
pub struct Help {
    of: Scope,
    understands: &'static [(&'static str, &'static str)],
    rows: Vec<Entry>,
    walk: Walk,
}

enum Entry {
    Typed(&'static str, &'static str),
    Key(&'static Row),
}

impl Help {
    /// Makes the help of a screen.
    pub fn of(screen: &dyn Screen) -> Help {
        Help::new(screen.scope(), screen.understands())
    }

    fn new(of: Scope, understands: &'static [(&'static str, &'static str)]) -> Help {
        let mut help = Help { of, understands, rows: Vec::new(), walk: Walk::default() };
        help.narrow("");
        help
    }

    fn narrow(&mut self, text: &str) {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let holds = |said: String| words.iter().all(|word| said.to_lowercase().contains(word.as_str()));
        let typed = self.understands.iter().filter(|(what, help)| holds(format!("{what} {help}")));
        self.rows = typed.map(|(what, help)| Entry::Typed(what, help)).collect();
        let keys = keymap::rows(self.of).into_iter();
        let keys = keys.filter(|row| row.key.is_some() || row.scope == self.of);
        self.rows
            .extend(keys.filter(|row| holds(format!("{} {} {}", key_word(row), row.footer, row.help))).map(Entry::Key));
        self.walk.count(self.rows.len());
        self.walk.select(0);
    }
}

fn key_word(row: &Row) -> String {
    row.key.map_or_else(|| format!("DH:{}", row.action.name().to_ascii_uppercase()), |key| key.word(false))
}

impl Screen for Help {
    fn scope(&self) -> Scope {
        Scope::Help
    }

    fn title(&self) -> String {
        format!("Help · {}", self.of.heading())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("type to search")
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Line(text) | Event::Typed(text) => {
                self.narrow(&text);
                Vec::new()
            }
            Event::Act(Action::Enter) => match self.walk.selected().and_then(|at| self.rows.get(at)) {
                Some(Entry::Key(row)) if self.of != Scope::Lists => vec![Effect::PopWith(Brought::Act(row.action))],
                _ => Vec::new(),
            },
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Key, or typed", 16), Column::fill("What it does", 16)];
        let twins = page.theme.twins;
        let ascii = page.theme.ascii;
        Table::new(&columns).empty("Nothing here is called that.").view(page, &self.walk, |at| match &self.rows[at] {
            Entry::Typed(what, help) => vec![Cell::role(*what, Role::Strong), Cell::text(*help)],
            Entry::Key(row) => {
                let key = if row.key.is_some() { row.key_word(twins, ascii) } else { key_word(row) };
                vec![Cell::role(key, Role::Key), Cell::text(row.help)]
            }
        });
    }
}
