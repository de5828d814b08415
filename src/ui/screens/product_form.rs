//! Everything about a product on one form; only its name is needed, and F10 saves from any field.
//!
//! ```text
//!   Name              Phone X 128 GB
//!   Serials           ← maker's →
//!   Barcode           4006381333931
//!   counts            1
//!   Carton's barcode  14006381333938
//!   counts            10
//! ```
//!
//! A scan is a barcode here, whatever field is at hand: none ends up in a quantity. A name that came as fast as a scan
//! (several words, or no digit in it) is no barcode and fills the field at hand.

mod parse;

use crate::domain::id::ProductId;
use crate::domain::product::{Barcode, NumberedBy, Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::template::Template;
use crate::messages::{Answer, Command, Meaning, No, Outcome, ProductView, Query, Refused};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::form::{Field, Form};

use parse::Wrong;

const SAVE: Tag = 1;
const COUNTER: Tag = 2;
const KNOWN: Tag = 3;

/// Fields in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Name,
    Serials,
    Barcode,
    Pack,
    Carton,
    CartonPack,
    Unit,
    Decimals,
    Code,
    Sku,
    Category,
    Description,
    Minimum,
    Maximum,
    Warranty,
    Matching,
    Template,
    Next,
    Shape,
}

/// Fields of a product that is made or changed.
pub struct ProductForm {
    /// Product that is changed, as it was; `None` makes one.
    was: Option<(ProductId, Box<Product>)>,
    /// Next number of its own template as it was.
    next: Option<u64>,
    /// The command was given: a second F10 waits for its answer.
    saving: bool,
    form: Form,
}

impl ProductForm {
    /// Makes the form of a new product, with the barcode that was not known. Brings [`Brought::Product`].
    pub fn make(barcode: Option<String>) -> Box<dyn Screen> {
        ProductForm::named("", barcode)
    }

    /// Makes the form of a new product with a name that was typed already, and a barcode.
    pub fn named(name: &str, barcode: Option<String>) -> Box<dyn Screen> {
        let barcodes = barcode.map(|text| Barcode { text, pack: Quantity::ONE });
        let product = Product {
            name: name.to_owned(),
            unit: "pc".to_owned(),
            barcodes: barcodes.into_iter().collect(),
            ..Product::default()
        };
        Box::new(ProductForm { form: fields(&product, None, false), was: None, next: None, saving: false })
    }

    /// Makes the form that changes a product. Brings [`Brought::Product`].
    pub fn change(view: &ProductView) -> Box<dyn Screen> {
        let own = view.product.template.as_ref().map(Template::as_str);
        let next = view.template.as_ref().filter(|(text, _)| Some(text.as_str()) == own).map(|(_, next)| *next);
        let form = fields(&view.product, next, true);
        Box::new(ProductForm { form, was: Some((view.id, Box::new(view.product.clone()))), next, saving: false })
    }

    fn save(&mut self) -> Vec<Effect> {
        if self.saving {
            return Vec::new();
        }
        let (product, next) = match parse::read(&self.form, self.was.as_ref().map(|(_, product)| &**product)) {
            Ok(read) => read,
            Err(Wrong { at, sentence }) => return self.form.blame(at as usize, sentence),
        };
        self.saving = true;
        let product = Box::new(product);
        let command = match &self.was {
            Some((id, _)) => Command::EditProduct { id: *id, product },
            None => Command::AddProduct { product, next },
        };
        vec![Effect::Run(SAVE, command)]
    }

    fn saved(&mut self, outcome: &Outcome) -> Vec<Effect> {
        match (outcome, &self.was) {
            (Outcome::ProductMade(id), _) => self.end("MADE", *id),
            (_, Some((id, _))) => {
                let id = *id;
                // Its counter is a command of its own, given only when somebody changed the figure.
                match parse::read(&self.form, None) {
                    Ok((Product { template: Some(template), .. }, Some(next))) if Some(next) != self.next => {
                        self.next = Some(next);
                        let template = template.as_str().to_owned();
                        vec![Effect::Run(COUNTER, Command::SetCounter { template, next })]
                    }
                    _ => self.end("SAVED", id),
                }
            }
            _ => vec![Effect::Pop],
        }
    }

    fn end(&self, word: &str, id: ProductId) -> Vec<Effect> {
        let name = self.form.text(At::Name as usize);
        let verdict = Verdict::good(word, name, "").opening(Target::Product(id));
        vec![Effect::Say(verdict), Effect::PopWith(Brought::Product(id))]
    }

    /// Says a refusal at the field it is about; what belongs to no field goes to the verdict.
    fn refused(&mut self, no: &No) -> Vec<Effect> {
        let at = match no {
            No::Refused(Refused::Exists { what, .. }) => about(what),
            No::Refused(Refused::BadTemplate(_)) => Some(At::Template),
            No::Refused(Refused::BadQuantity(_)) => Some(At::Minimum),
            No::Refused(Refused::BadField(sentence)) => about(sentence),
            _ => None,
        };
        let mut effects = vec![Effect::Say(Verdict::no(no))];
        if let Some(at) = at {
            effects.extend(self.form.blame(at as usize, no.to_string()));
        }
        effects
    }

    fn scanned(&mut self, text: &str) -> Vec<Effect> {
        let free = [At::Barcode, At::Carton].into_iter().find(|at| self.form.text(*at as usize).is_empty());
        let there = [At::Barcode, At::Carton].iter().any(|at| self.form.text(*at as usize) == text);
        match free {
            _ if there => Vec::new(),
            Some(at) => {
                let mut effects = self.form.put(at as usize, text);
                effects.push(Effect::Ask(KNOWN, Query::Resolve { text: text.to_owned(), product: None }));
                effects
            }
            None => {
                let sentence = "both barcodes are given; save, then add more on the product's page";
                vec![Effect::Say(Verdict::bad("NOT TAKEN", text, sentence))]
            }
        }
    }

    fn known(&mut self, meanings: &[Meaning]) -> Vec<Effect> {
        let own = self.was.as_ref().map(|(id, _)| *id);
        let owner = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Product { product, name, .. } if Some(*product) != own => Some(name),
            _ => None,
        });
        let Some(name) = owner else { return Vec::new() };
        let at = if self.form.text(At::Carton as usize).is_empty() { At::Barcode } else { At::Carton };
        self.form.blame(at as usize, format!("{name} has it already"))
    }
}

/// Tells whether a scan can be a product's barcode: one word with a digit in it, of what labels are made of.
fn may_be_a_barcode(text: &str) -> bool {
    let printed = |letter: char| letter.is_alphanumeric() || "-./_+".contains(letter);
    text.chars().all(printed) && text.chars().any(|letter| letter.is_ascii_digit())
}

/// Finds the field that a sentence of the rules is about.
fn about(what: &str) -> Option<At> {
    let what = what.to_lowercase();
    let words = [
        ("barcode", At::Barcode),
        ("template", At::Template),
        ("sku", At::Sku),
        ("code", At::Code),
        ("decimal", At::Decimals),
        ("unit", At::Unit),
        ("shape", At::Shape),
        ("minimum", At::Minimum),
        ("maximum", At::Maximum),
        ("warranty", At::Warranty),
        ("name", At::Name),
    ];
    words.into_iter().find(|(word, _)| what.contains(word)).map(|(_, at)| at)
}

fn fields(product: &Product, next: Option<u64>, made: bool) -> Form {
    let (serials, exact) = match product.tracking {
        Tracking::Counted => (0, false),
        Tracking::Serialised { numbered_by, matching } => {
            (if numbered_by == NumberedBy::Maker { 1 } else { 2 }, matching == Matching::Exact)
        }
    };
    let barcode = |at: usize| product.barcodes.get(at).map_or("", |barcode| barcode.text.as_str());
    let pack = |at: usize| product.barcodes.get(at).map_or(String::new(), |barcode| barcode.pack.to_string());
    let figure = |figure: Option<Quantity>| figure.map_or(String::new(), |figure| figure.to_string());
    let template = product.template.as_ref().map_or("", Template::as_str);
    let tracking = Field::choice("Serials", &["none", "maker's", "ours"], serials)
        .hint("none: counted; maker's: scanned; ours: from a template");
    // To get serials is a step of its own, since it cannot be undone; whose they are may change.
    let tracking = if made && serials == 0 {
        tracking.fixed("none; the palette's serialise gives it serials, for good")
    } else {
        tracking
    };
    Form::new(vec![
        Field::text("Name", &product.name).hint("unique; only this is needed · F10 saves"),
        tracking,
        Field::text("Barcode", barcode(0)).hint("scan it here or on any other field"),
        Field::text("  counts", pack(0)).hint("pieces it stands for; empty is 1"),
        Field::text("Carton's barcode", barcode(1)).hint("a second barcode, such as the carton's GTIN-14"),
        Field::text("  counts", pack(1)).hint("pieces in the carton"),
        Field::text("Unit", &product.unit).hint("pc, m, kg; what has serials is counted in pieces"),
        Field::text("Decimals", product.decimals.to_string()).hint("of a quantity, 0 to 3"),
        Field::text("Code", &product.code).hint("our own, unique; may be empty"),
        Field::text("SKU", &product.sku).hint("unique; may be empty"),
        Field::text("Category", &product.category).hint("group it is listed under"),
        Field::text("Description", &product.description),
        Field::text("Minimum", figure(product.minimum)).hint("below it the product is listed on Home"),
        Field::text("Maximum", figure(product.maximum)).hint("above it the product is overstocked"),
        Field::text("Client's warranty", product.client_warranty.map_or(String::new(), |months| months.to_string()))
            .hint("months from the day of sale"),
        Field::choice("Matching", &["loose", "exact"], usize::from(exact))
            .hint("loose: ab 1 is AB1; exact: letter by letter"),
        Field::text("Template", template).hint("numbers our serials: WS{C:5}; {YY} {MM} {wh} {K} too"),
        Field::text("Next number", next.map_or(String::new(), |next| next.to_string()))
            .hint("of the template's counter; empty goes on where it is"),
        Field::text("Shape", &product.shape).hint("# a digit, @ a letter, * either: 35#############"),
    ])
}

impl Screen for ProductForm {
    fn scope(&self) -> Scope {
        Scope::ProductForm
    }

    fn title(&self) -> String {
        match &self.was {
            Some((_, product)) => format!("Product · {}", product.name),
            None => "New product".to_owned(),
        }
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.save(),
            Event::Scan(scan) if may_be_a_barcode(scan.text.trim()) => self.scanned(scan.text.trim()),
            Event::Answer(KNOWN, Ok(Answer::Meanings(meanings))) => self.known(&meanings),
            Event::Done(SAVE, Ok(outcome)) => self.saved(&outcome),
            Event::Done(COUNTER, Ok(_)) => {
                let id = self.was.as_ref().map_or(ProductId(0), |(id, _)| *id);
                self.end("SAVED", id)
            }
            Event::Done(tag, Err(no)) => {
                self.saving = false;
                if tag == COUNTER {
                    let mut effects = vec![Effect::Say(Verdict::no(&no))];
                    effects.extend(self.form.blame(At::Next as usize, no.to_string()));
                    return effects;
                }
                self.refused(&no)
            }
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a scan", "A barcode of the product, whatever field is at hand; a second one is the carton's."),
            ("m, o, n", "In Serials: maker's, ours, none."),
        ]
    }
}

#[cfg(test)]
mod tests;
