//! What is on hand, reserved, available and worth, by product, bin or category; ←→ walk the warehouses, F6 shows it as
//! it was at the end of a day.

use crate::domain::employee::Permission;
use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::time::Day;
use crate::messages::{Answer, LabelOf, LayerRow, Printable, Query, StockBy, StockRow};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};
use crate::ui::widgets::tabs;

use super::aside;
use super::day_form::DayForm;
use super::expiry;
use super::product::{Product, layers};
use super::units::Units;

const WAREHOUSES: Tag = 1;
const ON: Tag = 2;

/// Stock of the house.
pub struct Stock {
    by: StockBy,
    /// Warehouses to walk; the first place is all of them.
    warehouses: Vec<(WarehouseId, String)>,
    warehouse: Option<WarehouseId>,
    /// At the end of this day; `None` is now.
    on: Option<Day>,
    /// Stock of this product only, with its name.
    product: Option<(ProductId, String)>,
    list: Paged<StockRow>,
    /// Layers of the selected row, shown beside the list where there is room.
    beside: Option<(ProductId, Option<WarehouseId>)>,
    layers: Paged<LayerRow>,
    settled: bool,
}

impl Stock {
    /// Makes the stock of the desk's warehouse, once it is opened there.
    pub fn here() -> Box<dyn Screen> {
        Box::new(Stock::new(None, false))
    }

    /// Makes the stock of a warehouse, or of all; by bin where its bins are what is asked for.
    pub fn of(warehouse: Option<WarehouseId>, by: StockBy) -> Box<dyn Screen> {
        Box::new(Stock { by, ..Stock::new(warehouse, true) })
    }

    /// Makes the stock of one product, by bin.
    pub fn of_product(product: ProductId, warehouse: Option<WarehouseId>, name: &str) -> Stock {
        let stock = Stock::new(warehouse, true);
        Stock { by: StockBy::Bin, product: Some((product, name.to_owned())), ..stock }
    }

    fn new(warehouse: Option<WarehouseId>, settled: bool) -> Stock {
        Stock {
            by: StockBy::default(),
            warehouses: Vec::new(),
            warehouse,
            on: None,
            product: None,
            list: Paged::default(),
            beside: None,
            layers: Paged::default(),
            settled,
        }
    }

    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let (by, warehouse, on) = (self.by, self.warehouse, self.on);
        let product = self.product.as_ref().map(|(id, _)| *id);
        let query = |text, after, limit| Query::Stock { by, warehouse, product, text, on, after, limit };
        let mut effects = self.list.ask(here, query);
        if effects.is_empty() && here.columns >= aside::ROOMY {
            effects.extend(self.ask_layers(here));
        }
        effects
    }

    fn ask_layers(&mut self, here: &Here) -> Vec<Effect> {
        // Layers are known as they are now.
        let chosen = self.list.chosen().filter(|_| self.on.is_none());
        let chosen = chosen.and_then(|row| Some((row.product?, row.warehouse)));
        if chosen != self.beside {
            self.beside = chosen;
            self.layers.restart("");
        }
        let Some((product, warehouse)) = self.beside else { return Vec::new() };
        self.layers.ask(here, |_, after, limit| Query::Layers { product, warehouse, after, limit })
    }

    fn again(&mut self, here: &Here) -> Vec<Effect> {
        let filter = self.list.filter().to_owned();
        self.list.restart(&filter);
        self.ask(here)
    }

    /// Goes to the warehouse before or after; all of them stand before the first.
    fn turn(&mut self, here: &Here, forward: bool) -> Vec<Effect> {
        let at = self.warehouses.iter().position(|(id, _)| Some(*id) == self.warehouse).map_or(0, |at| at + 1);
        let next = tabs::turn(at, self.warehouses.len() + 1, forward);
        self.warehouse = next.checked_sub(1).map(|at| self.warehouses[at].0);
        self.again(here)
    }

    /// Shows the stock of a day, or, without one, of now.
    fn go_to(&mut self, here: &Here, on: Option<Day>) -> Vec<Effect> {
        self.on = on.filter(|on| *on < here.today);
        self.again(here)
    }

    fn cut(&mut self, here: &Here) -> Vec<Effect> {
        self.by = match self.by {
            StockBy::Warehouse => StockBy::Bin,
            StockBy::Bin => StockBy::Category,
            // What expires is known as of today.
            StockBy::Category if self.on.is_none() => StockBy::Expiry,
            StockBy::Category | StockBy::Expiry => StockBy::Warehouse,
        };
        self.again(here)
    }

    fn open(&mut self, here: &Here) -> Vec<Effect> {
        match self.list.chosen().map(|row| row.product) {
            Some(Some(product)) => vec![self.list.line(), Effect::Push(Product::of(product))],
            Some(None) => {
                let mut effects = self.cut(here);
                effects.push(Effect::Say(Verdict::plain("Shown in other rows now; F2 goes on.")));
                effects
            }
            None => Vec::new(),
        }
    }

    fn units(&self) -> Vec<Effect> {
        let Some(row) = self.list.chosen() else { return Vec::new() };
        let units = |product| Units::of_product(product, row.warehouse, format!("Units of {}", row.name));
        row.product.map(|product| Effect::Push(units(product))).into_iter().collect()
    }

    fn taken(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        match taken {
            Taken::Chosen => return self.open(here),
            Taken::Missed if !self.list.filter().is_empty() => {
                let said = Verdict::bad("NOTHING", self.list.filter(), "nothing in stock here is called that");
                return vec![Effect::Say(said), self.list.line()];
            }
            _ => {}
        }
        self.ask(here)
    }

    fn place(&self) -> &str {
        let own = self.warehouses.iter().find(|(id, _)| Some(*id) == self.warehouse);
        own.map_or("all warehouses", |(_, name)| name)
    }

    /// Returns what all rows are worth, when all are there.
    fn worth(&self) -> Option<Money> {
        self.list.all()?.iter().map(|row| row.value).sum()
    }
}

impl Screen for Stock {
    fn scope(&self) -> Scope {
        Scope::Stock
    }

    fn title(&self) -> String {
        let of = self.product.as_ref().map_or(String::new(), |(_, name)| format!(" of {name}"));
        let by = match self.by {
            StockBy::Warehouse => "",
            StockBy::Bin => " by bin",
            StockBy::Category => " by category",
            StockBy::Expiry => " that expires soon",
        };
        let on = self.on.map_or(String::new(), |on| format!(" on {on}"));
        format!("Stock{of}{on}{by} · {} · {}", self.place(), self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of a name, or scan")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let chosen = self.list.chosen();
        let why = match (action, chosen) {
            (Action::Units | Action::Enter, None) => "nothing is selected",
            (Action::OnDay, _) if self.by == StockBy::Expiry => {
                "what expires is known as of today; F2 shows all there is, on any day"
            }
            (Action::Units, _) if self.on.is_some() => "units are listed as they are today; Esc comes back to today",
            (Action::Units, Some(row)) if row.product.is_none() => {
                "a category has no units of its own; F2 shows products"
            }
            (Action::Units, Some(row)) if !row.serialised => "it has no serials, so no units to list",
            (Action::Left | Action::Right, _) if self.warehouses.len() < 2 => "there is one warehouse only",
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn prints(&self) -> Vec<Printable> {
        let label = |row: &StockRow| Some(Printable::label(&row.name, LabelOf::Product(row.product?)));
        self.list.chosen().and_then(label).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                if !self.settled {
                    self.warehouse = here.warehouse;
                }
                let mut effects = vec![Effect::Ask(WAREHOUSES, Query::Warehouses)];
                effects.extend(self.ask(here));
                effects
            }
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                let kept = all.into_iter().filter(|(_, warehouse)| !warehouse.archived);
                self.warehouses = kept.map(|(id, warehouse)| (id, warehouse.name)).collect();
                Vec::new()
            }
            Event::Answer(tag, Ok(Answer::Stock(part))) => {
                let same = |a: &StockRow, b: &StockRow| {
                    (a.product, a.warehouse, &a.bin, &a.name) == (b.product, b.warehouse, &b.bin, &b.name)
                };
                let taken = self.list.take(tag, part, same);
                self.taken(here, taken)
            }
            Event::Answer(tag, Ok(Answer::Layers(part))) => {
                self.layers.take(tag, part, |a, b| a.lot == b.lot);
                Vec::new()
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Act(Action::Left) => self.turn(here, false),
            Event::Act(Action::Right) => self.turn(here, true),
            Event::Act(Action::Filter) => self.cut(here),
            Event::Act(Action::Units) => self.units(),
            Event::Act(Action::OnDay) => vec![Effect::Push(DayForm::ask(ON, "Stock at the end of a day", self.on))],
            Event::Resumed(Some(Brought::Text(ON, day))) => self.go_to(here, day.parse().ok()),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                if matches!(event, Event::Changed | Event::Resumed(_)) {
                    self.beside = None;
                }
                let taken = self.list.event(here, &event);
                self.taken(here, taken)
            }
        }
    }

    fn step_back(&mut self, here: &Here) -> Option<Vec<Effect>> {
        self.on.is_some().then(|| self.go_to(here, None))
    }

    fn view(&self, page: &mut Page<'_>) {
        let said = self.list.chosen().and_then(|row| told(row, page.here.today));
        let worth = u16::from(page.layout == Layout::Wide && (self.worth().is_some() || said.is_some()));
        let currency = page.here.currency.clone();
        page.below(0, worth, |page| {
            aside::view(
                page,
                |page| self.table(page),
                |page| {
                    if let Some(row) = self.list.chosen().filter(|_| self.beside.is_some()) {
                        page.put(0, 0, &format!("Layers of {}, oldest first", row.name), Role::Heading);
                        let unit = row.unit.clone();
                        page.below(1, 0, |page| layers(page, &self.layers, &unit, true));
                    }
                },
            );
        });
        if let Some((said, role)) = said.filter(|_| worth > 0) {
            page.put(3, page.height().saturating_sub(1), &said, role);
        }
        let here = page.here;
        if let Some(value) = self.worth().filter(|_| worth > 0 && here.may(Permission::SeeCosts)) {
            let (width, y) = (page.width(), page.height().saturating_sub(1));
            page.put_right(
                width.saturating_sub(1),
                y,
                width,
                &format!("worth {}", text::money(value, &currency)),
                Role::Strong,
            );
        }
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[("part of a name", "Narrows the list by names and codes of products.")]
    }
}

impl Stock {
    fn table(&self, page: &mut Page<'_>) {
        let past = self.on.is_some();
        let empty = match (self.list.is_waiting(), self.list.filter()) {
            (true, _) => "…",
            (_, "") if self.by == StockBy::Expiry => "Nothing here is past its day or near it.",
            (_, "") if past => "Nothing was in stock here on that day.",
            (_, "") => "Nothing is in stock here. Goods come in at Receiving.",
            _ => "Nothing in stock here is called that.",
        };
        let category = self.by == StockBy::Category;
        let expires = (0..self.list.walk().len()).any(|at| self.list.row(at).is_some_and(|row| row.expiry.is_some()));
        let mut columns = vec![
            Column::fill(if category { "Category" } else { "Product" }, if expires { 12 } else { 14 }),
            Column::fixed(if category { "" } else { "Where" }, 12).drop(2),
            Column::fixed("On hand", 11).right(),
            Column::fixed("Reserved", 9).right().drop(4),
            Column::fixed("Available", 9).right().drop(3),
            Column::fixed("Value", 12).right().drop(1),
        ];
        // What was promised on a day that is over is not known.
        let unpromised = past || self.by == StockBy::Expiry;
        let promised = 3..if unpromised { 5 } else { 3 };
        columns.drain(promised.clone());
        columns.extend(expires.then(|| Column::fixed("Expires", 10)));
        let here = page.here;
        Table::new(&columns).empty(empty).view(page, self.list.walk(), |at| {
            let Some(row) = self.list.row(at) else { return Vec::new() };
            let place =
                row.bin.as_ref().map_or(row.warehouse_name.clone(), |bin| format!("{} {bin}", row.warehouse_name));
            let low = !past && row.minimum.is_some_and(|minimum| row.on_hand < minimum);
            let name = if row.name.is_empty() { "no category" } else { &row.name };
            let mut cells = vec![
                Cell::text(name),
                Cell::text(place),
                Cell::role(text::quantity(row.on_hand, &row.unit), if low { Role::Warn } else { Role::Text }),
                Cell::text(row.reserved.to_string()),
                Cell::text(row.available.to_string()),
                Cell::text(here.amount(row.value)),
            ];
            cells.drain(promised.clone());
            cells.extend(expires.then(|| expiry::cell(row.expiry, here.today)));
            cells
        });
    }
}

/// Says of the selected row what its columns do not: what is on its way there, and when the first of it expires.
fn told(row: &StockRow, today: Day) -> Option<(String, Role)> {
    if !row.in_transit.is_zero() {
        let much = text::quantity(row.in_transit, &row.unit);
        return Some((format!("{much} of {} on the way to {}", row.name, row.warehouse_name), Role::Warn));
    }
    let (said, role) = expiry::sentence(row.expiry?, today);
    Some((format!("the first {} {said}", row.name), role))
}

#[cfg(test)]
mod tests;
