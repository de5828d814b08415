//! What was decided, newest first: when, by whom, at which desk; typing narrows by words, F2 by desk and employee, Enter
//! opens what an entry names.

use crate::domain::id::{DocumentId, ProductId};
use crate::messages::{Answer, JournalFilter, JournalRow, Query, UnitRef};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::passport::Passport;

const UNIT: Tag = 1;

/// Rows that the selected entry gets below the list at most, its rule with them.
const TOLD: u16 = 4;

/// Whose entries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Whose {
    #[default]
    All,
    Desk,
    Employee,
}

/// List of what was decided.
#[derive(Default)]
pub struct Journal {
    /// What the entries are about, in a word; empty for all.
    about: String,
    filter: JournalFilter,
    whose: Whose,
    list: Paged<JournalRow>,
}

/// What an entry leads to.
enum Named {
    Document(DocumentId),
    Unit(String, Option<ProductId>),
    Product(ProductId),
}

impl Journal {
    /// Makes the list of the entries about one thing.
    pub fn about(about: String, filter: JournalFilter) -> Box<dyn Screen> {
        Box::new(Journal { about, filter, ..Journal::default() })
    }

    fn is_narrowed(&self) -> bool {
        !self.about.is_empty() || self.whose != Whose::All || !self.list.filter().is_empty()
    }

    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let mut filter = self.filter.clone();
        match self.whose {
            Whose::All => {}
            Whose::Desk => filter.desk = Some(here.desk),
            Whose::Employee => filter.employee = Some(here.employee),
        }
        let narrowed = self.is_narrowed();
        let query = |text, after, limit| Query::Journal { filter: JournalFilter { text, ..filter }, after, limit };
        // What few entries answer to may be far back: it is looked for beside the session, page after page.
        let beside = |effect| match effect {
            Effect::Ask(tag, query) if narrowed => Effect::Seek(tag, query),
            effect => effect,
        };
        self.list.ask(here, query).into_iter().map(beside).collect()
    }

    fn narrow(&mut self, here: &Here) -> Vec<Effect> {
        self.whose = match self.whose {
            Whose::All => Whose::Desk,
            Whose::Desk => Whose::Employee,
            Whose::Employee => Whose::All,
        };
        let filter = self.list.filter().to_owned();
        self.list.restart(&filter);
        self.ask(here)
    }

    /// Returns what the selected entry leads to: another thing than the one all entries are about, where there is one.
    fn named(&self) -> Option<Named> {
        let row = self.list.chosen()?;
        let document = |same: bool| row.documents.iter().find(|id| (self.filter.document == Some(**id)) == same);
        let unit = |serial: &String| Named::Unit(serial.clone(), row.products.first().copied());
        let other = row.serial.as_ref().filter(|_| self.filter.serial.is_empty());
        let found = document(false).copied().map(Named::Document).or_else(|| other.map(unit));
        let found = found.or_else(|| row.products.first().copied().map(Named::Product));
        found.or_else(|| document(true).copied().map(Named::Document)).or_else(|| row.serial.as_ref().map(unit))
    }

    fn open(&self) -> Vec<Effect> {
        let push = |target| super::open(&target).map(Effect::Push);
        let opened = match self.named() {
            Some(Named::Document(id)) => push(Target::Document(id)),
            Some(Named::Product(id)) => push(Target::Product(id)),
            Some(Named::Unit(serial, product)) => {
                Some(Effect::Ask(UNIT, Query::Passport(UnitRef::Serial(serial, product))))
            }
            None => Some(Effect::Say(Verdict::plain("This entry names no document, unit or product."))),
        };
        std::iter::once(self.list.line()).chain(opened).collect()
    }

    fn taken(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        match taken {
            Taken::Chosen => return self.open(),
            Taken::Missed if !self.list.filter().is_empty() => {
                let said = Verdict::bad("UNKNOWN", self.list.filter(), "no entry of the journal says that");
                return vec![Effect::Say(said), self.list.line()];
            }
            _ => {}
        }
        self.ask(here)
    }

    fn table(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fixed("When", 16),
            Column::fixed("Who", 10).drop(2),
            Column::fixed("Desk", 10).drop(1),
            Column::fill("What", 18),
        ];
        let empty = if self.list.is_waiting() { "…" } else { "No entry is like that. F2 shows others." };
        let here = page.here;
        Table::new(&columns).empty(empty).view(page, self.list.walk(), |at| match self.list.row(at) {
            Some(row) => vec![
                Cell::text(here.stamp(row.at)),
                Cell::text(row.employee.as_str()),
                Cell::text(row.desk.as_str()),
                Cell::text(row.what.as_str()),
            ],
            None => Vec::new(),
        });
    }
}

/// Draws one entry whole, from a row on.
fn entry(page: &mut Page<'_>, x: u16, y: u16, row: &JournalRow) {
    let said = format!("{}, {} · {}", row.employee, row.desk, page.here.stamp(row.at));
    let columns = usize::from(page.width().saturating_sub(x));
    let rows = text::wrap(&row.what, columns).into_iter().map(|row| (row, Role::Text));
    let who = text::wrap(&said, columns).into_iter().map(|row| (row, Role::Strong));
    for (y, (row, role)) in (y..page.height()).zip(who.chain(rows)) {
        page.put(x, y, &row, role);
    }
}

impl Screen for Journal {
    fn scope(&self) -> Scope {
        Scope::Journal
    }

    fn title(&self) -> String {
        let about = if self.about.is_empty() { String::new() } else { format!(" of {}", self.about) };
        let whose = match self.whose {
            Whose::All => "",
            Whose::Desk => " · this desk",
            Whose::Employee => " · by you",
        };
        format!("Journal{about}{whose} · {}", self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("a name, number or serial")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let why = match (action, self.list.chosen()) {
            (Action::Enter, None) => "no entry is selected",
            (Action::Enter, Some(_)) if self.named().is_none() => "this entry names no document, unit or product",
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Answer(UNIT, Ok(Answer::Passport(unit))) => vec![Effect::Push(Passport::of(unit.product, unit.key))],
            Event::Answer(UNIT, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Answer(tag, Ok(Answer::Journal(part))) => {
                let taken = self.list.take(tag, part, |a, b| a.sequence == b.sequence);
                self.taken(here, taken)
            }
            // What may not be read is not left standing either.
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            Event::Act(Action::Filter) => self.narrow(here),
            // A search that has found nothing yet goes on from where it is, however busy the other desks are.
            Event::Changed if self.list.is_waiting() => Vec::new(),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                let taken = self.list.event(here, &event);
                self.taken(here, taken)
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let Some(row) = self.list.chosen() else { return self.table(page) };
        if page.layout == Layout::Gun {
            page.put(0, 0, page.theme.marker(), Role::Selected);
            page.set_cursor(0, 0);
            return entry(page, 1, 0, row);
        }
        let told = TOLD.min(page.height().div_ceil(2));
        page.below(0, told, |page| self.table(page));
        let y = page.height() - told;
        page.rule(y);
        entry(page, 1, y + 1, row);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[("P-118, a serial, a name", "Narrows the list to the entries that say so.")]
    }
}

#[cfg(test)]
mod tests;
