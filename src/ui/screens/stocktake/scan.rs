//! What a scan or a typed text means at a count.

use crate::domain::barcode::Gtin;
use crate::domain::count::{FindingKind, Tally};
use crate::domain::id::ProductId;
use crate::domain::quantity::Quantity;
use crate::domain::range::{self, Item};
use crate::domain::serial::Matching;
use crate::domain::text::shown;
use crate::messages::{Command, CountedUnit, Meaning, Outcome};
use crate::ui::screen::{Effect, Here, Scanned};
use crate::ui::screens::meaning;
use crate::ui::screens::receiving::grammar::is_list;
use crate::ui::verdict::Verdict;

use super::{AtHand, MEANING, OTHER, Stocktake, WORK};

/// A code on its way to being understood.
#[derive(Debug, Clone, Default)]
pub(super) struct Incoming {
    /// What is looked up: of a label that says both, the product.
    text: String,
    other: Option<String>,
    /// Serial that a label says beside its product.
    serial: Option<String>,
    double_count: bool,
    typed: bool,
    /// What the first reading is.
    first: Vec<Meaning>,
}

impl Stocktake {
    pub(super) fn scanned(&mut self, scan: Scanned) -> Vec<Effect> {
        if let Some(sentence) = &scan.broken {
            return vec![Effect::Say(Verdict::bad("NOT READ", shown(&scan.text), sentence.as_str()))];
        }
        if scan.doubtful {
            let why = "its end may be missing, or it is too long for a scan: scan it again";
            return vec![Effect::Say(Verdict::bad("DOUBTFUL", shown(&scan.text), why))];
        }
        let product = scan.marking.as_ref().and_then(|marking| marking.product.clone());
        let serial = scan.marking.as_ref().and_then(|marking| marking.serial.clone());
        self.resolve(Incoming {
            serial: serial.filter(|_| product.is_some()),
            text: product.unwrap_or(scan.text).trim().to_owned(),
            other: scan.other,
            double_count: scan.double_count,
            ..Incoming::default()
        })
    }

    pub(super) fn typed(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        if self.is_closed() {
            return vec![Effect::Say(Verdict::plain("this stocktake is closed; open another"))];
        }
        if let Some(number) = text.strip_prefix('*') {
            return self.tally(number, |quantity| Some(Tally::Set(quantity)));
        }
        if let Some(number) = text.strip_prefix('+') {
            return self.tally(number, |quantity| Some(Tally::Add(quantity)));
        }
        if let Some(number) = text.strip_prefix('-')
            && number.chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            let less = |quantity: Quantity| Some(Tally::Add(Quantity::from_thousandths(-quantity.thousandths())));
            return self.tally(number, less);
        }
        if is_list(text) {
            return self.pasted(text);
        }
        self.resolve(Incoming { text: text.to_owned(), typed: true, ..Incoming::default() })
    }

    /// Counts a list: all of it or nothing.
    pub(super) fn pasted(&mut self, text: &str) -> Vec<Effect> {
        if self.is_closed() {
            return vec![Effect::Say(Verdict::plain("this stocktake is closed; open another"))];
        }
        let items = match range::read(text, None, Matching::Loose) {
            Ok(items) => items,
            Err(wrong) => return vec![Effect::Say(Verdict::bad("NOT COUNTED", "", wrong.to_string()))],
        };
        let serials = items.into_iter().filter_map(|item| match item {
            Item::Serial(serial) => Some(serial),
            Item::Next => None,
        });
        self.count_units(serials.collect(), None)
    }

    /// Counts the product at hand by its number.
    fn tally(&mut self, number: &str, tally: impl Fn(Quantity) -> Option<Tally>) -> Vec<Effect> {
        let Some(goods) = self.at_hand.clone().filter(|goods| !goods.serialised) else {
            let why = "scan the barcode of a product without serials first";
            return vec![Effect::Say(Verdict::bad("NOT COUNTED", shown(number), why))];
        };
        match Quantity::parse(number, 3) {
            Ok(quantity) => match tally(quantity) {
                Some(tally) => self.count_goods(goods.product, tally),
                None => Vec::new(),
            },
            Err(wrong) => vec![Effect::Say(Verdict::bad("NOT COUNTED", "", wrong.to_string()))],
        }
    }

    fn count_goods(&mut self, product: ProductId, tally: Tally) -> Vec<Effect> {
        let (stocktake, bin) = (self.id, self.shelf.as_ref().map(|(bin, _)| *bin));
        self.run(WORK, Command::CountProduct { stocktake, product, bin, tally })
    }

    fn count_units(&mut self, serials: Vec<String>, product: Option<ProductId>) -> Vec<Effect> {
        let (stocktake, bin) = (self.id, self.shelf.as_ref().map(|(bin, _)| *bin));
        self.run(WORK, Command::CountUnits { stocktake, serials, product, bin })
    }

    fn resolve(&mut self, incoming: Incoming) -> Vec<Effect> {
        self.busy = true;
        let query = meaning::query(&incoming.text);
        self.incoming = Some(incoming);
        vec![Effect::Ask(MEANING, query)]
    }

    /// Takes what a code is; of two readings the one that stock knows.
    pub(super) fn resolved(&mut self, here: &Here, other: bool, meanings: Vec<Meaning>) -> Vec<Effect> {
        let Some(mut incoming) = self.incoming.take() else { return self.go_on(here) };
        if !other
            && meanings.is_empty()
            && let Some(second) = incoming.other.clone()
        {
            let query = meaning::query(&second);
            incoming.first = meanings;
            self.incoming = Some(incoming);
            return vec![Effect::Ask(OTHER, query)];
        }
        if other && !meanings.is_empty() {
            incoming.text = incoming.other.take().unwrap_or(incoming.text);
        }
        self.busy = false;
        let mut effects = self.decide(&incoming, &meanings);
        if !self.busy {
            effects.extend(self.go_on(here));
        }
        effects
    }

    fn decide(&mut self, incoming: &Incoming, meanings: &[Meaning]) -> Vec<Effect> {
        let warehouse = self.view.as_ref().map(|view| view.warehouse);
        match meanings.first() {
            Some(Meaning::Product { product, name, serialised, pack }) => {
                let at_hand = AtHand { product: *product, name: name.clone(), serialised: *serialised };
                let again = self.at_hand.as_ref().is_some_and(|goods| goods.product == *product);
                self.at_hand = Some(at_hand);
                match (serialised, &incoming.serial) {
                    (true, Some(serial)) => self.count_units(vec![serial.clone()], Some(*product)),
                    (true, None) => {
                        let said = "scan the serials of its units; unknown ones are taken for its";
                        vec![Effect::Say(Verdict::warn("PRODUCT", name.as_str(), said))]
                    }
                    (false, _) if incoming.double_count && again => {
                        let said = "read twice within a moment: nothing changed";
                        vec![Effect::Say(Verdict::bad("ALREADY SCANNED", name.as_str(), said))]
                    }
                    (false, _) => self.count_goods(*product, Tally::Add(*pack)),
                }
            }
            Some(Meaning::Bin { .. }) => self.go_to_shelf(meanings, warehouse, &incoming.text),
            Some(Meaning::Unit(_)) | None => {
                let of = self.at_hand.as_ref().filter(|goods| goods.serialised).map(|goods| goods.product);
                let its = |meaning: &Meaning| matches!(meaning, Meaning::Unit(unit) if Some(unit.product) == of);
                // A barcode nobody knows is no serial: typed, it is taken for one.
                if meanings.is_empty() && !incoming.typed && of.is_none() && Gtin::parse(&incoming.text).is_ok() {
                    let said = "no product has this barcode, and no unit this serial; type it to count it as one";
                    return vec![Effect::Say(Verdict::bad("UNKNOWN", shown(&incoming.text), said))];
                }
                let product = of.filter(|_| meanings.is_empty() || meanings.iter().any(its));
                self.count_units(vec![incoming.text.clone()], product)
            }
            Some(_) => {
                let said = Verdict::bad("NOT COUNTED", shown(&incoming.text), "this is no unit, product or shelf");
                vec![Effect::Say(said)]
            }
        }
    }

    fn go_to_shelf(
        &mut self,
        meanings: &[Meaning],
        here: Option<crate::domain::id::WarehouseId>,
        text: &str,
    ) -> Vec<Effect> {
        let own = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Bin { bin, warehouse, name } if Some(*warehouse) == here => Some((*bin, name.clone())),
            _ => None,
        });
        match own {
            Some((bin, name)) => {
                let code = name.rsplit(' ').next().unwrap_or(&name).to_owned();
                self.shelf = Some((bin, code));
                let said = "what is counted from now on is here";
                vec![Effect::Say(Verdict::good("SHELF", name, said))]
            }
            None => vec![Effect::Say(Verdict::bad("NOT HERE", shown(text), "this shelf stands in another warehouse"))],
        }
    }
}

/// Says what was counted.
pub(super) fn counted(outcome: Outcome) -> Vec<Effect> {
    let said = match outcome {
        Outcome::GoodsCounted { product, before, after, .. } => {
            Verdict::good("COUNTED", product, format!("{before} → {after} here"))
        }
        Outcome::UnitsCounted { mut units, counted: 1, .. } => match units.pop() {
            Some(unit) => of_unit(unit),
            None => return Vec::new(),
        },
        Outcome::UnitsCounted { units, counted, .. } => {
            let odd = units.iter().filter(|unit| unit.finding.is_some()).count();
            let said = format!("{counted} units · {odd} with a finding");
            Verdict::good("COUNTED", "", said)
        }
        _ => return Vec::new(),
    };
    vec![Effect::Say(said)]
}

/// Says what the books know of a unit that was counted.
fn of_unit(unit: CountedUnit) -> Verdict {
    let CountedUnit { serial, product, finding, stands } = unit;
    match finding {
        None => Verdict::good("COUNTED", serial, format!("{product} · {stands}")),
        Some(FindingKind::Elsewhere) => {
            Verdict::warn("ELSEWHERE", serial, format!("{product} · by the books in {stands}"))
        }
        Some(FindingKind::Unknown) if product.is_empty() => {
            Verdict::bad("UNKNOWN", serial, "counted; say which product it is: → to Unknown, F6")
        }
        Some(FindingKind::Unknown) => Verdict::bad("UNKNOWN", serial, format!("counted as a new unit of {product}")),
        Some(_) => Verdict::bad("EXCESS", serial, format!("{product} · counted; by the books {stands}")),
    }
}
