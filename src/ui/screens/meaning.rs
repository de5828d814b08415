//! What a code that was scanned outside a draft leads to: the sentence about it, and the screen that shows it.

use crate::domain::barcode::is_sscc;
use crate::domain::document::DocumentKind;
use crate::domain::id::DocumentId;
use crate::messages::{Meaning, Query, Standing, StockBy, UnitBrief};
use crate::ui::screen::{Effect, Screen};
use crate::ui::verdict::{Target, Verdict};

use super::find::Find;
use super::passport::Passport;
use super::product::Product;
use super::stock::Stock;
use super::which::Which;

/// Returns the question about a code.
pub fn query(text: &str) -> Query {
    Query::Resolve { text: text.to_owned(), product: None }
}

/// Says what a code is and opens what it names; of several things, none is guessed: they are listed to choose from.
pub fn effects(text: &str, meanings: &[Meaning]) -> Vec<Effect> {
    let (verdict, screen) = understood(text, meanings);
    std::iter::once(Effect::Say(verdict)).chain(screen.map(Effect::Push)).collect()
}

/// Returns the sentence about a code, and the screen that shows what it names.
pub fn understood(text: &str, meanings: &[Meaning]) -> (Verdict, Option<Box<dyn Screen>>) {
    let Some(first) = meanings.first() else { return (unknown(text, ""), None) };
    if meanings.len() > 1 {
        return which(text, meanings);
    }
    (said(text, first), screen(first))
}

/// Says that nothing has a code; `hint` is what it may have been before a scanner changed it, or nothing.
pub fn unknown(text: &str, hint: &str) -> Verdict {
    let sentence = match hint.trim_start_matches("; ") {
        "" => "nothing here has it; Home's F3 receives goods",
        hint => hint,
    };
    Verdict::bad("UNKNOWN", text, sentence)
}

/// Says what a code is: the sentence about the one thing it stands for.
pub fn said(text: &str, meaning: &Meaning) -> Verdict {
    match meaning {
        Meaning::Unit(unit) => stands(unit),
        Meaning::Product { product, name, pack, .. } => {
            let sentence = format!("{name} · counts {pack}");
            Verdict::good("PRODUCT", text, sentence).opening(Target::Product(*product))
        }
        Meaning::Document { document, number, kind } => {
            let verdict = if is_sscc(text) {
                let of = if number.is_empty() { "a draft" } else { number };
                Verdict::good("PALLET", text, format!("its goods are on {} {of}", kind.word()))
            } else {
                Verdict::good("DOCUMENT", number, kind.word())
            };
            verdict.opening(of_document(*document, number, *kind))
        }
        Meaning::Warehouse { name, .. } => Verdict::good("WAREHOUSE", name, ""),
        Meaning::Bin { name, .. } => Verdict::good("BIN", name, ""),
    }
}

/// Makes the screen that shows what a code stands for.
pub fn screen(meaning: &Meaning) -> Option<Box<dyn Screen>> {
    match meaning {
        Meaning::Unit(unit) => Some(Passport::of(unit.product, unit.key.clone())),
        Meaning::Product { product, .. } => Some(Product::of(*product)),
        Meaning::Document { document, number, kind } => super::open(&of_document(*document, number, *kind)),
        Meaning::Warehouse { warehouse, .. } => Some(Stock::of(Some(*warehouse), StockBy::Warehouse)),
        Meaning::Bin { warehouse, .. } => Some(Stock::of(Some(*warehouse), StockBy::Bin)),
    }
}

/// Returns what opens a document: a draft, which has no number, is worked on.
pub fn of_document(document: DocumentId, number: &str, kind: DocumentKind) -> Target {
    if number.is_empty() { Target::Draft(document, kind) } else { Target::Document(document) }
}

/// Says what a code could be, and lists that to choose from: units of one serial as they are found, with where they
/// stand.
fn which(text: &str, meanings: &[Meaning]) -> (Verdict, Option<Box<dyn Screen>>) {
    let names = meanings.iter().take(3).map(named).map(|(kind, name)| format!("the {kind} {name}"));
    let names = names.collect::<Vec<_>>().join(" or ");
    let more = if meanings.len() > 3 { " or others" } else { "" };
    let one_serial = |meaning: &Meaning| matches!(meaning, Meaning::Unit(unit) if unit.serial == text);
    let list = if meanings.iter().all(one_serial) { Find::of(text) } else { Which::of(text, meanings) };
    (Verdict::warn("WHICH ONE", text, format!("it could be {names}{more}: Enter opens the one you choose")), Some(list))
}

/// Names a meaning: what kind of thing it is, and what it is called.
pub fn named(meaning: &Meaning) -> (&'static str, &str) {
    match meaning {
        Meaning::Product { name, .. } => ("product", name),
        Meaning::Unit(unit) => ("unit", &unit.name),
        Meaning::Document { number, kind, .. } if number.is_empty() => (kind.word(), "in a draft"),
        Meaning::Document { number, kind, .. } => (kind.word(), number),
        Meaning::Warehouse { name, .. } => ("warehouse", name),
        Meaning::Bin { name, .. } => ("bin", name),
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
        Standing::InDraft { .. } | Standing::Picked { .. } => Verdict::warn("IN DRAFT", &unit.serial, sentence),
        Standing::Reserved { .. } => {
            Verdict::warn("RESERVED", &unit.serial, sentence.replacen("· reserved: ", "· ", 1))
        }
        Standing::InTransit { .. } => {
            Verdict::warn("IN TRANSIT", &unit.serial, sentence.replacen("· in transit, ", "· ", 1))
        }
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
    fn one_meaning_is_opened_and_of_two_one_is_chosen() {
        let (verdict, screen) = understood("A1", &[product("Cable")]);
        assert!(screen.is_some() && verdict.said().starts_with("PRODUCT ✔ A1 · Cable"));
        let warehouse = Meaning::Warehouse { warehouse: WarehouseId(1), name: "A1".into() };
        let (verdict, screen) = understood("A1", &[warehouse, product("Cable")]);
        assert_eq!(screen.map(|screen| screen.title()).unwrap_or_default(), "Which one is A1");
        assert_eq!(
            verdict.said(),
            "WHICH ONE ! A1 · it could be the warehouse A1 or the product Cable: Enter opens the one you choose"
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
