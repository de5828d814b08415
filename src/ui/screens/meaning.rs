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
        let sentence = "no unit, product or document has it; Home's F3 receives goods";
        return (Verdict::bad("UNKNOWN", text, sentence), None);
    };
    if meanings.len() > 1 {
        return which(text, meanings);
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

/// Says what a code could be: units of one serial are listed, of other things Ctrl+O opens the likeliest.
fn which(text: &str, meanings: &[Meaning]) -> (Verdict, Option<Box<dyn Screen>>) {
    let names: Vec<_> = meanings.iter().take(3).map(named).collect();
    let more = if meanings.len() > names.len() { " or others" } else { "" };
    let all_units = meanings.iter().all(|meaning| matches!(meaning, Meaning::Unit(_)));
    let could = format!("it could be {}{more}", names.join(" or "));
    if all_units {
        return (Verdict::warn("WHICH ONE", text, could), Some(Find::of(text)));
    }
    match meanings.iter().find_map(|meaning| Some((meaning, target(meaning)?))) {
        Some((first, target)) => {
            let sentence = format!("{could}; Ctrl+O opens {}", named(first));
            (Verdict::warn("WHICH ONE", text, sentence).opening(target), None)
        }
        None => (Verdict::warn("WHICH ONE", text, could), None),
    }
}

fn named(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Product { name, .. } => format!("the product {name}"),
        Meaning::Unit(unit) => format!("a {}", unit.name),
        Meaning::Document { number, kind, .. } => format!("the {} {number}", kind.word()),
        Meaning::Warehouse { name, .. } => format!("the warehouse {name}"),
        Meaning::Bin { name, .. } => format!("the bin {name}"),
    }
}

/// Returns what Ctrl+O opens; a warehouse or a bin is no record of its own.
fn target(meaning: &Meaning) -> Option<Target> {
    match meaning {
        Meaning::Product { product, .. } => Some(Target::Product(*product)),
        Meaning::Unit(unit) => Some(Target::Unit(unit.product, unit.key.clone())),
        Meaning::Document { document, .. } => Some(Target::Document(*document)),
        Meaning::Warehouse { .. } | Meaning::Bin { .. } => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ProductId, WarehouseId};
    use crate::domain::quantity::Quantity;

    fn product(name: &str) -> Meaning {
        Meaning::Product { product: ProductId(1), name: name.into(), serialised: false, pack: Quantity::ONE }
    }

    #[test]
    fn one_meaning_is_opened_and_of_two_none_is_guessed() {
        let (verdict, screen) = understood("A1", &[product("Cable")]);
        assert!(screen.is_some() && verdict.said().starts_with("PRODUCT ✔ A1 · Cable"));
        let warehouse = Meaning::Warehouse { warehouse: WarehouseId(1), name: "A1".into() };
        let (verdict, screen) = understood("A1", &[warehouse, product("Cable")]);
        assert!(screen.is_none());
        assert_eq!(
            verdict.said(),
            "WHICH ONE ! A1 · it could be the warehouse A1 or the product Cable; Ctrl+O opens the product Cable"
        );
    }

    #[test]
    fn a_warehouses_code_shows_its_stock() {
        let warehouse = Meaning::Warehouse { warehouse: WarehouseId(1), name: "Main".into() };
        let (verdict, screen) = understood("MAIN", &[warehouse]);
        assert_eq!(verdict.said(), "WAREHOUSE ✔ Main");
        assert!(screen.is_some_and(|screen| screen.title().starts_with("Stock")));
    }
}
