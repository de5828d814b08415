//! Products by any part of a name, code, SKU or barcode; Enter opens one, F3 makes one.

use crate::messages::{Answer, LabelOf, Page as Part, Printable, ProductRow, ProductView, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::aside;
use super::product::{Product, general};
use super::product_form::ProductForm;

const EDIT: Tag = 1;
const DETAIL: Tag = 2;

/// What the list is narrowed to beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Show {
    /// Those in use.
    #[default]
    InUse,
    /// Those below their minimum.
    BelowMinimum,
    /// Archived ones.
    Archived,
}

impl Show {
    const fn next(self) -> Show {
        match self {
            Show::InUse => Show::BelowMinimum,
            Show::BelowMinimum => Show::Archived,
            Show::Archived => Show::InUse,
        }
    }

    fn holds(self, row: &ProductRow) -> bool {
        match self {
            Show::InUse => !row.archived,
            Show::BelowMinimum => !row.archived && row.minimum.is_some_and(|minimum| row.on_hand < minimum),
            Show::Archived => row.archived,
        }
    }
}

/// List of products.
#[derive(Default)]
pub struct Products {
    list: Paged<ProductRow>,
    show: Show,
    /// The selected product, shown beside the list where there is room.
    detail: Option<Box<ProductView>>,
}

impl Products {
    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let archived = self.show == Show::Archived;
        let query = |text, after, limit| Query::Products { text, archived, after, limit };
        let mut effects = self.list.ask(here, query);
        let chosen = self.list.chosen().map(|row| row.id);
        if effects.is_empty() && here.columns >= aside::ROOMY && self.detail.as_ref().map(|view| view.id) != chosen {
            effects.extend(chosen.map(|id| Effect::Ask(DETAIL, Query::Product(id))));
        }
        effects
    }

    fn taken(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        let mut effects = match (taken, self.list.chosen()) {
            (Taken::Chosen, Some(row)) => return vec![self.list.line(), Effect::Push(Product::of(row.id))],
            (Taken::Missed, _) if !self.list.filter().is_empty() => {
                let said = Verdict::bad("UNKNOWN", self.list.filter(), "no product is called that; F3 makes it");
                vec![Effect::Say(said), self.list.line()]
            }
            _ => Vec::new(),
        };
        effects.extend(self.ask(here));
        effects
    }

    fn narrowed(&self, part: Part<ProductRow>) -> Part<ProductRow> {
        let rows = part.rows.into_iter().filter(|row| self.show.holds(row)).collect();
        Part { rows, next: part.next }
    }
}

impl Screen for Products {
    fn scope(&self) -> Scope {
        Scope::Products
    }

    fn title(&self) -> String {
        let show = match self.show {
            Show::InUse => "",
            Show::BelowMinimum => " below minimum",
            Show::Archived => " archived",
        };
        format!("Products{show} · {}", self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of a name, or scan")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let needs = matches!(action, Action::Edit | Action::Enter);
        (needs && self.list.chosen().is_none()).then(|| "no product is selected".to_owned())
    }

    fn prints(&self) -> Vec<Printable> {
        let row = self.list.chosen();
        row.map(|row| Printable::label(&row.name, LabelOf::Product(row.id))).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Answer(EDIT, Ok(Answer::Product(view))) => vec![Effect::Push(ProductForm::change(&view))],
            Event::Answer(DETAIL, Ok(Answer::Product(view))) => {
                self.detail = Some(view);
                Vec::new()
            }
            Event::Answer(tag, Ok(Answer::Products(part))) => {
                let part = self.narrowed(part);
                let taken = self.list.take(tag, part, |a, b| a.id == b.id);
                self.taken(here, taken)
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Act(Action::New) => vec![Effect::Push(ProductForm::named(self.list.filter(), None))],
            Event::Act(Action::Edit) => {
                self.list.chosen().map(|row| Effect::Ask(EDIT, Query::Product(row.id))).into_iter().collect()
            }
            Event::Act(Action::Filter) => {
                self.show = self.show.next();
                let filter = self.list.filter().to_owned();
                self.list.restart(&filter);
                self.ask(here)
            }
            Event::Resumed(Some(Brought::Product(id))) if self.list.row(0).is_none() => {
                // The first product there is: look at it at once.
                vec![Effect::Push(Product::of(id))]
            }
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                if matches!(event, Event::Changed | Event::Resumed(_)) {
                    self.detail = None;
                }
                let taken = self.list.event(here, &event);
                self.taken(here, taken)
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("Product", 14),
            Column::fixed("", 2),
            Column::fixed("Code", 10).drop(2),
            Column::fixed("Category", 14).drop(3),
            Column::fixed("On hand", 11).right(),
            Column::fixed("Minimum", 8).right().drop(1),
        ];
        let empty = match (self.list.is_waiting(), self.show, self.list.filter()) {
            (true, ..) => "…",
            (_, Show::InUse, "") => "No products yet. F3 makes one; so does scanning an unknown barcode at Receiving.",
            (_, Show::BelowMinimum, "") => "Nothing is below its minimum.",
            (_, Show::Archived, "") => "Nothing is archived.",
            _ => "No product is called that. F3 makes it.",
        };
        let list = |page: &mut Page<'_>| {
            Table::new(&columns).empty(empty).view(page, self.list.walk(), |at| {
                let Some(row) = self.list.row(at) else { return Vec::new() };
                let below = row.minimum.is_some_and(|minimum| row.on_hand < minimum);
                let minimum = row.minimum.map_or(String::new(), |minimum| minimum.to_string());
                vec![
                    Cell::text(row.name.as_str()),
                    Cell::role(if row.serialised { "SN" } else { "" }, Role::Dim),
                    Cell::text(row.code.as_str()),
                    Cell::text(row.category.as_str()),
                    Cell::text(text::quantity(row.on_hand, &row.unit)),
                    Cell::role(
                        if below { format!("<{minimum}") } else { minimum },
                        if below { Role::Warn } else { Role::Dim },
                    ),
                ]
            });
        };
        aside::view(page, list, |page| {
            if let Some(view) = &self.detail {
                page.put(0, 0, &view.product.name, Role::Strong);
                page.below(2, 0, |page| general::draw(page, view, &Walk::default()));
            }
        });
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("part of a name", "Narrows the list: names fuzzily, codes, SKUs and barcodes by any part."),
            ("a barcode", "Opens its product."),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::{drawn, draws_everywhere, here, named};
    use super::*;
    use crate::domain::id::ProductId;
    use crate::domain::quantity::Quantity;

    fn row(id: u64, name: &str, on_hand: u32, minimum: Option<u32>) -> ProductRow {
        ProductRow {
            id: ProductId(id),
            name: name.into(),
            code: format!("C{id}"),
            category: "phones".into(),
            unit: "pc".into(),
            serialised: id == 1,
            on_hand: Quantity::pieces(on_hand),
            minimum: minimum.map(Quantity::pieces),
            archived: false,
        }
    }

    fn answer(screen: &mut dyn Screen, effects: Vec<Effect>, rows: &[ProductRow]) -> Vec<Effect> {
        let asked = effects.into_iter().find_map(|effect| match effect {
            Effect::Ask(tag, Query::Products { .. }) | Effect::Seek(tag, Query::Products { .. }) => Some(tag),
            _ => None,
        });
        let part = Part { rows: rows.to_vec(), next: None };
        screen.update(&here(), Event::Answer(asked.expect("it asks for products"), Ok(Answer::Products(part))))
    }

    #[test]
    fn typing_narrows_and_enter_opens_and_the_filter_stays() {
        let mut screen = Products::default();
        let rows = [row(1, "Phone X", 12, None), row(2, "Cable", 3, Some(10))];
        let effects = screen.update(&here(), Event::Opened);
        answer(&mut screen, effects, &rows);
        assert_eq!(screen.title(), "Products · 2");
        let effects = screen.update(&here(), Event::Line("cab".into()));
        assert!(named(&effects)[0].starts_with("Seek Products { text: \"cab\""));
        answer(&mut screen, effects, &rows[1..]);
        let opened = screen.update(&here(), Event::Typed("cab".into()));
        assert!(
            matches!(&opened[..], [Effect::SetLine(line), Effect::Push(_)] if line == "cab"),
            "{:?}",
            named(&opened)
        );
    }

    #[test]
    fn below_minimum_says_so_in_letters_and_can_be_all_there_is() {
        let mut screen = Products::default();
        let rows = [row(1, "Phone X", 12, None), row(2, "Cable", 3, Some(10))];
        let effects = screen.update(&here(), Event::Opened);
        answer(&mut screen, effects, &rows);
        assert!(drawn(&screen, 80, 24).contains("<10"));
        let effects = screen.update(&here(), Event::Act(Action::Filter));
        answer(&mut screen, effects, &rows);
        assert_eq!(screen.title(), "Products below minimum · 1");
        draws_everywhere(&screen);
    }

    #[test]
    fn a_name_nobody_has_is_offered_as_a_new_product() {
        let mut screen = Products::default();
        let effects = screen.update(&here(), Event::Line("Lamp".into()));
        answer(&mut screen, effects, &[]);
        let said = named(&screen.update(&here(), Event::Typed("Lamp".into())));
        assert!(said[0].contains("F3 makes it") && said[1] == "Line Lamp", "{said:?}");
        assert_eq!(named(&screen.update(&here(), Event::Act(Action::New))), ["Push New product"]);
        draws_everywhere(&screen);
    }
}
