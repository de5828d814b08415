use super::super::probe::{day, drawn, draws_everywhere, here, named, scan};
use super::*;
use crate::domain::id::{DocumentId, LotId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::product::Barcode;
use crate::domain::quantity::Quantity;
use crate::messages::Goods;
use crate::messages::{LastPosting, Page as Part};
use crate::ui::screen::Brought;

fn view() -> ProductView {
    let barcode = Barcode { text: "4006381333931".into(), pack: Quantity::ONE };
    let product = Record {
        name: "USB cable 1 m".into(),
        code: "CAB-1".into(),
        unit: "pc".into(),
        minimum: Some(Quantity::pieces(50)),
        barcodes: vec![barcode],
        ..Record::default()
    };
    let balance = Goods {
        on_hand: Quantity::pieces(3),
        reserved: Quantity::ONE,
        in_transit: Quantity::ZERO,
        value: Money::from_ten_thousandths(25_500),
        expiry: None,
    };
    let last = LastPosting {
        number: "P-118".into(),
        date: day("2026-10-02"),
        supplier: "Northwind Parts".into(),
        cost: Some(Money::from_ten_thousandths(8_500)),
        warranty: None,
    };
    ProductView {
        id: ProductId(2),
        product,
        balances: vec![(WarehouseId(1), "Main".into(), balance)],
        template: None,
        last: Some(last),
    }
}

fn opened(view: ProductView) -> Box<dyn Screen> {
    let mut product = Product::of(view.id);
    product.update(&here(), Event::Opened);
    product.update(&here(), Event::Answer(PRODUCT, Ok(Answer::Product(Box::new(view)))));
    product
}

fn tab(product: &mut dyn Screen, name: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for _ in 0..NAMES.iter().position(|it| *it == name).unwrap() {
        effects = product.update(&here(), Event::Act(Action::Right));
    }
    effects
}

#[test]
fn general_says_what_it_is_and_that_it_runs_low() {
    let product = opened(view());
    let shown = drawn(&*product, 80, 24);
    for told in ["[General]", "CAB-1", "3 pc: below the minimum", "50 pc", "first in, first out"] {
        assert!(shown.contains(told), "{told} is missing in\n{shown}");
    }
}

#[test]
fn every_part_draws_at_every_size() {
    for name in NAMES {
        let mut product = opened(view());
        tab(&mut *product, name);
        draws_everywhere(&*product);
        assert!(drawn(&*product, 20, 8).contains(name), "{name}");
    }
}

#[test]
fn prices_are_what_the_last_posting_said() {
    let mut product = opened(view());
    tab(&mut *product, "Prices");
    let shown = drawn(&*product, 80, 24);
    assert!(shown.contains("P-118 of 2026-10-02") && shown.contains("0.85 EUR"), "{shown}");
}

#[test]
fn layers_are_asked_for_when_they_are_looked_at() {
    let mut product = opened(view());
    let effects = tab(&mut *product, "Layers");
    let Some(Effect::Ask(tag, Query::Layers { .. })) = effects.first() else { panic!("{:?}", named(&effects)) };
    let row = LayerRow {
        lot: LotId(1),
        label: "P-118/2".into(),
        document: DocumentId(118),
        warehouse: "Main".into(),
        bin: Some("A3".into()),
        queued: day("2026-10-02"),
        received: day("2026-10-02"),
        quantity: Quantity::pieces(3),
        value: Money::from_ten_thousandths(25_500),
        cost: Money::from_ten_thousandths(8_500),
        supplier: "Northwind Parts".into(),
        batch: String::new(),
        expiry: Some(day("2026-01-31")),
    };
    let part = Part { rows: vec![row], next: None };
    product.update(&here(), Event::Answer(*tag, Ok(Answer::Layers(part))));
    let shown = drawn(&*product, 80, 24);
    assert!(shown.contains("P-118/2") && shown.contains("Main A3") && shown.contains("3 pc"), "{shown}");
    assert_eq!(named(&product.update(&here(), Event::Act(Action::Enter))), ["Push Document"]);
}

#[test]
fn a_barcode_is_added_by_scan_or_by_hand_with_what_it_counts() {
    let mut product = opened(view());
    product.update(&here(), Event::Act(Action::New));
    let effects = product.update(&here(), Event::Typed("14006381333938*10".into()));
    let [Effect::Run(SAVE, Command::EditProduct { product: saved, .. })] = &effects[..] else {
        panic!("{:?}", named(&effects))
    };
    let added = saved.barcodes.last().unwrap();
    assert_eq!((added.text.as_str(), added.pack), ("14006381333938", Quantity::pieces(10)));
    // The same number in its 14 digits is the same barcode.
    let said = named(&product.update(&here(), scan("04006381333931")));
    assert!(said[0].contains("is its barcode already"), "{said:?}");
}

#[test]
fn without_adding_a_scan_is_the_desks_to_open() {
    let mut product = opened(view());
    assert_eq!(named(&product.update(&here(), scan("123"))), ["NotMine 123"]);
}

#[test]
fn what_is_in_stock_gets_its_serials_on_a_screen_of_its_own() {
    let mut product = opened(view());
    assert_eq!(named(&product.update(&here(), Event::Act(Action::Serialise))), ["Push Conversion"]);
    let mut empty = view();
    empty.balances.clear();
    let mut product = opened(empty);
    assert_eq!(product.disabled(Action::Serialise), None);
    assert_eq!(named(&product.update(&here(), Event::Act(Action::Serialise))), ["Push Give USB cable 1 m serials?"]);
    let effects = product.update(&here(), Event::Resumed(Some(Brought::Yes(10))));
    let [Effect::Run(SAVE, Command::ConvertWhole(whole))] = &effects[..] else { panic!("{:?}", named(&effects)) };
    assert!(whole.serials.is_empty());
}
