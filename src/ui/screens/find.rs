//! Everything by any part of a name, code or serial, as it is typed; Enter opens what is selected.

use crate::domain::document::DocumentState;
use crate::messages::{Answer, Found, LabelOf, Printable, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// Rows of each kind that are looked for at first; more when somebody walks to their end.
const AT_FIRST: usize = 50;

/// Tags of searches begin here: each search has its own, so that one which was overtaken is known.
const SEARCHES: Tag = 100;

/// Kinds of things that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Show {
    #[default]
    Everything,
    Units,
    Products,
    Documents,
}

impl Show {
    const fn next(self) -> Show {
        match self {
            Show::Everything => Show::Units,
            Show::Units => Show::Products,
            Show::Products => Show::Documents,
            Show::Documents => Show::Everything,
        }
    }

    const fn holds(self, found: &Found) -> bool {
        matches!(
            (self, found),
            (Show::Everything, _)
                | (Show::Units, Found::Unit(_))
                | (Show::Products, Found::Product(_))
                | (Show::Documents, Found::Document(_))
        )
    }
}

/// A search over everything.
pub struct Find {
    text: String,
    show: Show,
    limit: usize,
    found: Vec<Found>,
    shown: Vec<usize>,
    walk: Walk,
    search: Tag,
    /// A search is under way.
    waits: bool,
    /// Enter was pressed before the answer was there.
    entered: bool,
}

impl Default for Find {
    fn default() -> Find {
        Find {
            text: String::new(),
            show: Show::default(),
            limit: AT_FIRST,
            found: Vec::new(),
            shown: Vec::new(),
            walk: Walk::default(),
            search: SEARCHES,
            waits: false,
            entered: false,
        }
    }
}

impl Find {
    /// Makes a search for a text.
    pub fn of(text: &str) -> Box<dyn Screen> {
        Box::new(Find { text: text.trim().to_owned(), ..Find::default() })
    }

    fn seek(&mut self) -> Vec<Effect> {
        if self.text.is_empty() {
            self.found.clear();
            self.waits = false;
            self.narrow();
            return Vec::new();
        }
        self.search += 1;
        self.waits = true;
        vec![Effect::Seek(self.search, Query::Find { text: self.text.clone(), limit: self.limit })]
    }

    fn typed(&mut self, text: &str) -> Vec<Effect> {
        self.entered = false;
        if text.trim() == self.text {
            return Vec::new();
        }
        text.trim().clone_into(&mut self.text);
        self.limit = AT_FIRST;
        self.walk.select(0);
        self.seek()
    }

    fn narrow(&mut self) {
        self.shown = (0..self.found.len()).filter(|at| self.show.holds(&self.found[*at])).collect();
        self.walk.count(self.shown.len());
    }

    fn chosen(&self) -> Option<&Found> {
        self.found.get(*self.shown.get(self.walk.selected()?)?)
    }

    fn enter(&mut self) -> Vec<Effect> {
        if self.waits {
            self.entered = true;
            return Vec::new();
        }
        let line = Effect::SetLine(self.text.clone());
        match self.chosen().map(target) {
            Some(target) => std::iter::once(line).chain(super::open(&target).map(Effect::Push)).collect(),
            None if self.text.is_empty() => Vec::new(),
            None => {
                vec![Effect::Say(Verdict::bad("UNKNOWN", &self.text, "nothing has that in its name or serial")), line]
            }
        }
    }

    /// Tells whether some kind has as many rows as were asked for: there may be more.
    fn may_have_more(&self) -> bool {
        [Show::Units, Show::Products, Show::Documents]
            .iter()
            .any(|kind| self.found.iter().filter(|found| kind.holds(found)).count() >= self.limit)
    }

    fn moved(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        self.entered = false;
        let moved = self.walk.act(action, here.page);
        if moved && self.walk.near_end(here.page) && self.may_have_more() && !self.waits {
            self.limit *= 2;
            return self.seek();
        }
        Vec::new()
    }

    fn count(&self) -> String {
        let more = if self.may_have_more() { "+" } else { "" };
        format!("{}{more}", self.shown.len())
    }
}

/// Returns what Enter opens.
fn target(found: &Found) -> Target {
    match found {
        Found::Product(row) => Target::Product(row.id),
        Found::Unit(unit) => Target::Unit(unit.product, unit.key.clone()),
        Found::Document(row) if row.state == DocumentState::Draft => Target::Draft(row.id, row.kind),
        Found::Document(row) => Target::Document(row.id),
    }
}

fn cells(found: &Found) -> Vec<Cell<'_>> {
    match found {
        Found::Product(row) => vec![
            Cell::text(row.name.as_str()),
            Cell::role("product", Role::Dim),
            Cell::text(format!("{} on hand {}", row.code, text::quantity(row.on_hand, &row.unit)).trim().to_owned()),
        ],
        Found::Unit(unit) => vec![
            Cell::serial(unit.serial.as_str()),
            Cell::role("unit", Role::Dim),
            Cell::text(format!("{} · {}", unit.name, unit.standing)),
        ],
        Found::Document(row) => vec![
            Cell::text(row.number.as_deref().unwrap_or("draft")),
            Cell::role(row.kind.word(), Role::Dim),
            Cell::text(format!("{} {} → {} {}", row.date, row.from, row.to, row.invoice)),
        ],
    }
}

impl Screen for Find {
    fn scope(&self) -> Scope {
        Scope::Find
    }

    fn title(&self) -> String {
        let show = match self.show {
            Show::Everything => "",
            Show::Units => " units",
            Show::Products => " products",
            Show::Documents => " documents",
        };
        format!("Find{show} · {}", self.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("any part of it, or scan")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::Enter && self.chosen().is_none()).then(|| "nothing is found yet".to_owned())
    }

    fn prints(&self) -> Vec<Printable> {
        let row = |found: &Found| match found {
            Found::Product(row) => Printable::label(&row.name, LabelOf::Product(row.id)),
            Found::Unit(unit) => Printable::unit(unit.product, &unit.key, &unit.serial),
            Found::Document(row) => super::documents::labels(row),
        };
        self.chosen().map(row).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Resumed(_) => {
                let mut effects = vec![Effect::SetLine(self.text.clone())];
                effects.extend(self.seek());
                effects
            }
            Event::Changed => self.seek(),
            Event::Line(text) => self.typed(&text),
            Event::Typed(text) => {
                let mut effects = self.typed(&text);
                effects.extend(self.enter());
                effects
            }
            Event::Answer(tag, Ok(Answer::Found(found))) if tag == self.search => {
                self.found = found;
                self.waits = false;
                self.narrow();
                if std::mem::take(&mut self.entered) { self.enter() } else { Vec::new() }
            }
            Event::Answer(tag, Err(no)) if tag == self.search => {
                self.waits = false;
                vec![Effect::Say(Verdict::no(&no))]
            }
            Event::Act(Action::Enter) => self.enter(),
            Event::Act(Action::Filter) => {
                self.show = self.show.next();
                self.walk.select(0);
                self.narrow();
                Vec::new()
            }
            Event::Act(action) => self.moved(here, action),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let empty = match (self.text.is_empty(), self.waits) {
            (true, _) => {
                "Type any part of a product's name or code, a serial, a document's number, supplier or invoice."
            }
            (_, true) => "…",
            (..) => "Nothing has that in its name, code, serial or number.",
        };
        let columns = [Column::fill("Name", 16), Column::fixed("", 8).drop(2), Column::fill("", 36).drop(1)];
        Table::new(&columns)
            .empty(empty)
            .view(page, &self.walk, |at| self.shown.get(at).map_or_else(Vec::new, |at| cells(&self.found[*at])));
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a product's name", "By any of its letters in their order: phx128 finds Phone X 128 GB."),
            ("a serial", "By how it begins or ends."),
            ("a document", "By its number, supplier or invoice."),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::{drawn, draws_everywhere, here, named};
    use super::*;
    use crate::domain::id::ProductId;
    use crate::domain::serial::SerialKey;
    use crate::messages::{Standing, UnitBrief};

    fn unit(serial: &str) -> Found {
        Found::Unit(UnitBrief {
            product: ProductId(1),
            name: "Phone X".into(),
            serial: serial.into(),
            key: SerialKey::from_stored(serial.into()),
            standing: Standing::InStock {
                warehouse: "Main".into(),
                bin: None,
                document: "P-1".into(),
                date: super::super::probe::day("2026-10-02"),
            },
        })
    }

    fn seek(effects: &[Effect]) -> Tag {
        effects.iter().find_map(|effect| if let Effect::Seek(tag, _) = effect { Some(*tag) } else { None }).unwrap()
    }

    #[test]
    fn what_was_overtaken_is_not_shown() {
        let mut find = Find::default();
        let first = seek(&find.update(&here(), Event::Line("a".into())));
        let second = seek(&find.update(&here(), Event::Line("ab".into())));
        find.update(&here(), Event::Answer(second, Ok(Answer::Found(vec![unit("AB1")]))));
        find.update(&here(), Event::Answer(first, Ok(Answer::Found(vec![unit("A1"), unit("A2")]))));
        assert_eq!(find.title(), "Find · 1");
        assert!(drawn(&find, 80, 24).contains("AB1"));
        draws_everywhere(&find);
    }

    #[test]
    fn enter_before_the_answer_opens_it_when_it_comes() {
        let mut find = Find::of("");
        let tag = seek(&find.update(&here(), Event::Typed("AB1".into())));
        let effects = find.update(&here(), Event::Answer(tag, Ok(Answer::Found(vec![unit("AB1")]))));
        assert_eq!(named(&effects), ["Line AB1", "Push Passport"]);
    }

    #[test]
    fn the_count_says_when_there_may_be_more_and_walking_fetches_it() {
        let mut find = Find::default();
        let tag = seek(&find.update(&here(), Event::Line("A".into())));
        let found = (0..AT_FIRST).map(|at| unit(&format!("A{at}"))).collect();
        find.update(&here(), Event::Answer(tag, Ok(Answer::Found(found))));
        assert_eq!(find.title(), "Find · 50+");
        let effects = find.update(&here(), Event::Act(Action::Last));
        assert!(named(&effects)[0].contains("limit: 100"), "{:?}", named(&effects));
    }

    #[test]
    fn kinds_are_narrowed_by_a_key() {
        let mut find = Find::default();
        let tag = seek(&find.update(&here(), Event::Line("A".into())));
        find.update(&here(), Event::Answer(tag, Ok(Answer::Found(vec![unit("A1")]))));
        find.update(&here(), Event::Act(Action::Filter));
        assert_eq!(find.title(), "Find units · 1");
        find.update(&here(), Event::Act(Action::Filter));
        assert_eq!(find.title(), "Find products · 0");
    }
}
