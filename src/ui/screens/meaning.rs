//! What a code that was scanned outside a draft leads to: the sentence about it, and the screen that shows it.

use crate::messages::{Meaning, Query, Standing, StockBy, UnitBrief};
use crate::ui::screen::{Effect, Screen};
use crate::ui::verdict::{Target, Verdict};

use super::find::Find;
use super::passport::Passport;
use super::product::Product;
use super::stock::Stock;

/// Returns the question about a code.
pub fn query(text: &str) -> Query {
    Query::Resolve { text: text.to_owned(), product: None }
}

/// Says what a code is and opens what it names; several units of one serial are listed, to choose from.
pub fn effects(text: &str, meanings: &[Meaning]) -> Vec<Effect> {
    let (verdict, screen) = understood(text, meanings);
    std::iter::once(Effect::Say(verdict)).chain(screen.map(Effect::Push)).collect()
}

/// Returns the sentence about a code, and the screen that shows what it names.
pub fn understood(text: &str, meanings: &[Meaning]) -> (Verdict, Option<Box<dyn Screen>>) {
    let Some(first) = meanings.first() else {
        let sentence = "nothing in stock, no product and no document has it; F3 receives goods";
        return (Verdict::bad("UNKNOWN", text, sentence), None);
    };
    let units: Vec<_> = meanings.iter().filter_map(unit).collect();
    if units.len() > 1 {
        let names: Vec<_> = units.iter().map(|unit| unit.name.as_str()).collect();
        let sentence = format!("{} units have it: {}", units.len(), names.join(", "));
        return (Verdict::warn("WHICH ONE", text, sentence), Some(Find::of(text)));
    }
    match first {
        Meaning::Unit(unit) => (stands(unit), Some(Passport::of(unit.product, unit.key.clone()))),
        Meaning::Product { product, name, pack, .. } => {
            let sentence = format!("{name} · counts {pack}");
            (Verdict::good("PRODUCT", text, sentence).opening(Target::Product(*product)), Some(Product::of(*product)))
        }
        Meaning::Document { document, number, kind } => {
            let target = Target::Document(*document);
            let screen = super::open(&target);
            (Verdict::good("DOCUMENT", number, kind.word()).opening(target), screen)
        }
        Meaning::Warehouse { warehouse, name } => {
            (Verdict::good("WAREHOUSE", name, ""), Some(Stock::of(Some(*warehouse), StockBy::Warehouse)))
        }
        Meaning::Bin { warehouse, name, .. } => {
            (Verdict::good("BIN", name, ""), Some(Stock::of(Some(*warehouse), StockBy::Bin)))
        }
    }
}

fn unit(meaning: &Meaning) -> Option<&UnitBrief> {
    if let Meaning::Unit(unit) = meaning { Some(unit) } else { None }
}

/// Answers the counter's question: where a unit stands, and whose warranty still runs.
pub fn stands(unit: &UnitBrief) -> Verdict {
    let target = Target::Unit(unit.product, unit.key.clone());
    let sentence = format!("{} · {}", unit.name, unit.standing);
    let verdict = match &unit.standing {
        Standing::InStock { .. } => {
            let sentence = sentence.replacen("· in stock: ", "· ", 1);
            Verdict::good("IN STOCK", &unit.serial, sentence)
        }
        Standing::InDraft { .. } => Verdict::warn("IN DRAFT", &unit.serial, sentence),
        Standing::Gone { how, .. } => Verdict::warn(&how.to_uppercase(), &unit.serial, sentence),
    };
    verdict.opening(target)
}
