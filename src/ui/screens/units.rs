//! Units of a document's line or of a product, oldest first; Enter opens a passport, typing finds a serial among them.

use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::messages::{Answer, LabelOf, Printable, Query, UnitRef, UnitRow};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::passport::Passport;

const TYPED: Tag = 1;

/// Whose units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Line(DocumentId, LineNo),
    Product(ProductId, Option<WarehouseId>),
}

/// List of units.
pub struct Units {
    of: Of,
    title: String,
    list: Paged<UnitRow>,
}

impl Units {
    /// Makes the list of the units a document's line moved, wherever they are by now.
    pub fn of_line(document: DocumentId, line: LineNo, title: impl Into<String>) -> Box<dyn Screen> {
        Box::new(Units { of: Of::Line(document, line), title: title.into(), list: Paged::default() })
    }

    /// Makes the list of a product's units in stock, in one warehouse or all.
    pub fn of_product(product: ProductId, warehouse: Option<WarehouseId>, title: impl Into<String>) -> Box<dyn Screen> {
        Box::new(Units { of: Of::Product(product, warehouse), title: title.into(), list: Paged::default() })
    }

    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let of = self.of;
        self.list.ask(here, |_, after, limit| query(of, after, limit))
    }

    fn open(&self) -> Vec<Effect> {
        let passport = self.list.chosen().map(|row| Passport::of(row.product, row.key.clone()));
        passport.map(Effect::Push).into_iter().collect()
    }

    /// Selects the unit whose serial is meant; one that is not among the held rows is asked for by name.
    fn typed(&mut self, text: &str, open: bool) -> Vec<Effect> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let exact = self.list.find(|row| row.serial.to_lowercase() == wanted);
        let found = exact || self.list.find(|row| row.serial.to_lowercase().contains(&wanted));
        match (open, found) {
            (false, _) => Vec::new(),
            (true, true) => self.open(),
            (true, false) => {
                let product = if let Of::Product(product, _) = self.of { Some(product) } else { None };
                vec![Effect::Ask(TYPED, Query::Passport(UnitRef::Serial(text.trim().to_owned(), product)))]
            }
        }
    }
}

/// Returns the question for a part of the list.
fn query(of: Of, after: Option<crate::messages::Cursor>, limit: usize) -> Query {
    match of {
        Of::Line(document, line) => Query::LineUnits { document, line, after, limit },
        Of::Product(product, warehouse) => Query::ProductUnits { product, warehouse, after, limit },
    }
}

/// Draws a list of units; at a glance beside another list.
pub(super) fn table(page: &mut Page<'_>, list: &Paged<UnitRow>, glance: bool) {
    let columns = [
        Column::fixed("Serial", 18),
        Column::fill("Where", 12),
        Column::fixed("Lot", 9).drop(1),
        Column::fixed("Received", 10).drop(2),
        Column::fixed("Warranty", 10).drop(3),
        Column::fixed("Cost", 10).right().drop(4),
        Column::fill("Supplier", 14).drop(5),
    ];
    let empty = if list.is_waiting() { "…" } else { "No units here." };
    let day = |day: Option<crate::domain::time::Day>| day.map_or_else(Cell::none, |day| Cell::text(day.to_string()));
    let table = Table::new(&columns).empty(empty);
    let table = if glance { table.glance() } else { table };
    let here = page.here;
    table.view(page, list.walk(), |at| {
        let Some(row) = list.row(at) else { return Vec::new() };
        vec![
            Cell::serial(row.serial.as_str()),
            Cell::role(row.whereabouts.as_str(), if row.in_stock { Role::Text } else { Role::Warn }),
            Cell::text(row.lot.as_str()),
            day(row.received),
            day(row.warranty_until),
            Cell::text(here.amount(row.cost)),
            Cell::text(row.supplier.as_str()),
        ]
    });
}

impl Screen for Units {
    fn scope(&self) -> Scope {
        Scope::Units
    }

    fn title(&self) -> String {
        format!("{} · {}", self.title, self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("scan or type a serial")
    }

    fn prints(&self) -> Vec<Printable> {
        let unit = self.list.chosen();
        let mut rows: Vec<_> =
            unit.map(|row| Printable::unit(row.product, &row.key, &row.serial)).into_iter().collect();
        if let (Of::Line(document, line), Some(all)) = (self.of, self.list.all())
            && all.len() > 1
        {
            let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
            rows.push(Printable::all(count, &self.title, LabelOf::Line(document, line)));
        }
        rows
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Answer(TYPED, Ok(Answer::Passport(unit))) => {
                return vec![Effect::Push(Passport::of(unit.product, unit.key))];
            }
            Event::Answer(tag, Ok(Answer::Units(part))) => {
                self.list.take(tag, part, |a, b| a.product == b.product && a.key == b.key);
            }
            Event::Answer(_, Err(no)) => return vec![Effect::Say(Verdict::no(&no))],
            Event::Line(text) => return self.typed(&text, false),
            Event::Typed(text) => return self.typed(&text, true),
            Event::Act(Action::Enter) => return self.open(),
            Event::Scan(scan) => return vec![Effect::NotMine(scan)],
            event => {
                if self.list.event(here, &event) == Taken::Chosen {
                    return self.open();
                }
            }
        }
        self.ask(here)
    }

    fn view(&self, page: &mut Page<'_>) {
        table(page, &self.list, false);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[("part of a serial", "Selects the first unit here whose serial has it; Enter opens its passport.")]
    }
}
