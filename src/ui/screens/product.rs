//! One product in parts: general, barcodes, prices, stock, layers, units, documents; ←→ walk them.

mod barcodes;
pub(super) mod general;
mod parts;

pub(super) use parts::layers;

use crate::domain::id::ProductId;
use crate::domain::product::Product as Record;
use crate::messages::{Answer, Command, DocumentRow, LabelOf, LayerRow, No, Printable, ProductView, Query, UnitRow};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::Walk;
use crate::ui::widgets::tabs;

use super::passport::Passport;
use super::product_form::ProductForm;
use super::stock::Stock;
use super::units::Units;

const PRODUCT: Tag = 1;
const SAVE: Tag = 2;
const ARCHIVE: Tag = 3;

/// Part of a product that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    General,
    Barcodes,
    Prices,
    Stock,
    Layers,
    Units,
    Documents,
}

const TABS: &[Tab] = &[Tab::General, Tab::Barcodes, Tab::Prices, Tab::Stock, Tab::Layers, Tab::Units, Tab::Documents];

const NAMES: &[&str] = &["General", "Barcodes", "Prices", "Stock", "Layers", "Units", "Documents"];

/// One product.
pub struct Product {
    id: ProductId,
    view: Option<Box<ProductView>>,
    tab: usize,
    /// Selected row of the parts that fit in a list at once.
    walk: Walk,
    layers: Paged<LayerRow>,
    units: Paged<UnitRow>,
    documents: Paged<DocumentRow>,
    /// The next scan or typed text is a barcode to add.
    adding: bool,
}

impl Product {
    /// Makes the screen of a product.
    pub fn of(id: ProductId) -> Box<dyn Screen> {
        Box::new(Product {
            id,
            view: None,
            tab: 0,
            walk: Walk::default(),
            layers: Paged::default(),
            units: Paged::default(),
            documents: Paged::default(),
            adding: false,
        })
    }

    fn tab(&self) -> Tab {
        TABS[self.tab % TABS.len()]
    }

    fn record(&self) -> Option<&Record> {
        self.view.as_ref().map(|view| &view.product)
    }

    fn show(&mut self, tab: usize, here: &Here) -> Vec<Effect> {
        self.tab = tab;
        self.adding = false;
        self.walk = Walk::default();
        self.counted();
        self.ask(here)
    }

    fn counted(&mut self) {
        let rows = match (&self.view, self.tab()) {
            (Some(view), Tab::Barcodes) => view.product.barcodes.len(),
            (Some(view), Tab::General) => general::count(view),
            (Some(view), Tab::Stock) => view.balances.len(),
            _ => 0,
        };
        self.walk.count(rows);
    }

    /// Asks for what the shown part lacks.
    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let product = self.id;
        match self.tab() {
            Tab::Layers => {
                self.layers.ask(here, |_, after, limit| Query::Layers { product, warehouse: None, after, limit })
            }
            Tab::Units => {
                self.units.ask(here, |_, after, limit| Query::ProductUnits { product, warehouse: None, after, limit })
            }
            Tab::Documents => {
                self.documents.ask(here, |_, after, limit| Query::ProductDocuments { product, after, limit })
            }
            _ => Vec::new(),
        }
    }

    fn changed(&mut self, here: &Here) -> Vec<Effect> {
        self.layers.reload();
        self.units.reload();
        self.documents.reload();
        let mut effects = vec![Effect::Ask(PRODUCT, Query::Product(self.id))];
        effects.extend(self.ask(here));
        effects
    }

    fn answered(&mut self, here: &Here, tag: Tag, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Product(view) => {
                self.view = Some(view);
                self.counted();
            }
            Answer::Layers(part) => {
                self.layers.take(tag, part, |a, b| a.lot == b.lot && a.warehouse == b.warehouse && a.bin == b.bin);
            }
            Answer::Units(part) => {
                self.units.take(tag, part, |a, b| a.key == b.key);
            }
            Answer::Documents(part) => {
                self.documents.take(tag, part, |a, b| a.id == b.id);
            }
            _ => {}
        }
        self.ask(here)
    }

    fn open(&self) -> Vec<Effect> {
        let push = |screen: Box<dyn Screen>| vec![Effect::Push(screen)];
        match self.tab() {
            Tab::General | Tab::Prices => self.edit(),
            Tab::Barcodes => Vec::new(),
            Tab::Stock => {
                let at = self.walk.selected();
                let row = self.view.as_ref().and_then(|view| view.balances.get(at?));
                row.map_or_else(Vec::new, |(id, ..)| push(Box::new(Stock::of_product(self.id, Some(*id), self.name()))))
            }
            Tab::Layers => self
                .layers
                .chosen()
                .and_then(|row| super::open(&Target::Document(row.document)))
                .map_or_else(Vec::new, push),
            Tab::Units => {
                self.units.chosen().map_or_else(Vec::new, |row| push(Passport::of(row.product, row.key.clone())))
            }
            Tab::Documents => self.documents.chosen().and_then(super::documents::opened).map_or_else(Vec::new, push),
        }
    }

    fn name(&self) -> &str {
        self.record().map_or("", |product| &product.name)
    }

    fn edit(&self) -> Vec<Effect> {
        self.view.as_ref().map(|view| Effect::Push(ProductForm::change(view))).into_iter().collect()
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        match action {
            Action::Left | Action::Previous => self.show(tabs::turn(self.tab, TABS.len(), false), here),
            Action::Right | Action::Next => self.show(tabs::turn(self.tab, TABS.len(), true), here),
            Action::Enter => self.open(),
            Action::Edit => self.edit(),
            Action::New => {
                let effects = self.show(1, here);
                self.adding = true;
                effects
            }
            Action::Drop => self.drop_barcode(),
            Action::Units => vec![Effect::Push(Units::of_product(self.id, None, format!("Units of {}", self.name())))],
            Action::Archive => {
                let Some(product) = self.record() else { return Vec::new() };
                let command = Command::ArchiveProduct { product: self.id, archived: !product.archived };
                vec![Effect::Run(ARCHIVE, command)]
            }
            action => {
                self.moved(here, &Event::Act(action));
                self.ask(here)
            }
        }
    }

    fn moved(&mut self, here: &Here, event: &Event) -> Taken {
        match self.tab() {
            Tab::Layers => self.layers.event(here, event),
            Tab::Units => self.units.event(here, event),
            Tab::Documents => self.documents.event(here, event),
            _ => match event {
                Event::Act(action) if self.walk.act(*action, here.page) => Taken::Yes,
                _ => Taken::No,
            },
        }
    }

    fn refused(&mut self, no: &No) -> Vec<Effect> {
        let mut effects = vec![Effect::Say(Verdict::no(no))];
        if self.view.is_none() {
            effects.push(Effect::Pop);
        }
        effects
    }
}

impl Screen for Product {
    fn scope(&self) -> Scope {
        Scope::Product
    }

    fn title(&self) -> String {
        match self.record() {
            Some(product) if product.archived => format!("{} · archived", product.name),
            Some(product) => product.name.clone(),
            None => "Product".to_owned(),
        }
    }

    fn prompt(&self) -> Prompt {
        if self.adding { Prompt::Words("the new barcode; *10 after it: it counts ten") } else { Prompt::Scan }
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let serialised = self.record().is_some_and(Record::serialised);
        let why = match action {
            Action::Drop if self.tab() != Tab::Barcodes => "it is for the part Barcodes",
            Action::Drop if self.walk.is_empty() => "there is no barcode to take away",
            Action::Units if !serialised => "it has no serials, so no units to list; Layers shows what is there",
            Action::Serialise if serialised => "it has serials already",
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn prints(&self) -> Vec<Printable> {
        let chosen = match self.tab() {
            Tab::Layers => {
                self.layers.chosen().map(|row| Printable::label(format!("lot {}", row.label), LabelOf::Lot(row.lot)))
            }
            Tab::Units => self.units.chosen().map(|row| Printable::unit(row.product, &row.key, &row.serial)),
            Tab::Documents => self.documents.chosen().map(super::documents::labels),
            _ => None,
        };
        let own = self.record().map(|product| Printable::label(&product.name, LabelOf::Product(self.id)));
        chosen.into_iter().chain(own).collect()
    }

    fn step_back(&mut self, _here: &Here) -> Option<Vec<Effect>> {
        std::mem::take(&mut self.adding).then(Vec::new)
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(None) | Event::Done(ARCHIVE, Ok(_)) => self.changed(here),
            Event::Resumed(Some(brought)) => self.resumed(here, &brought),
            Event::Answer(tag, Ok(answer)) => self.answered(here, tag, answer),
            Event::Answer(_, Err(no)) => self.refused(&no),
            Event::Act(Action::Serialise) => self.ask_serialise(),
            Event::Act(action) => self.act(here, action),
            Event::Scan(scan) if self.adding => self.add_barcode(&scan.text),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            Event::Typed(text) if self.adding => self.add_barcode(&text),
            Event::Typed(text) => vec![Effect::Push(super::find::Find::of(&text))],
            Event::Done(SAVE, Ok(_)) => {
                self.adding = false;
                let mut effects = vec![Effect::Say(Verdict::good("SAVED", self.name(), ""))];
                effects.extend(self.changed(here));
                effects
            }
            Event::Done(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        tabs::view(page, 0, NAMES, self.tab);
        let Some(view) = &self.view else { return };
        let gap = u16::from(page.layout > crate::ui::layout::Layout::Medium);
        page.below(1 + gap, 0, |page| match self.tab() {
            Tab::General => general::draw(page, view, &self.walk),
            Tab::Barcodes => {
                parts::barcodes(page, view, &self.walk);
                if self.adding {
                    let y = page.height().saturating_sub(1);
                    page.put(u16::from(page.width() >= 40), y, "Scan or type the new barcode.", Role::Warn);
                }
            }
            Tab::Prices => parts::prices(page, view),
            Tab::Stock => parts::stock(page, view, &self.walk),
            Tab::Layers => parts::layers(page, &self.layers, &view.product.unit, false),
            Tab::Units if !view.product.serialised() => {
                page.put(u16::from(page.width() >= 40), 0, "It has no serials: Layers shows what is there.", Role::Dim);
            }
            Tab::Units => super::units::table(page, &self.units, false),
            Tab::Documents => super::documents::table(page, &self.documents, "No document has moved it yet."),
        });
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("any text", "Finds it everywhere, once Enter ends it."),
            ("after F3: 4006381333931*10", "Adds the barcode of a carton of ten."),
        ]
    }
}

#[cfg(test)]
mod tests;
