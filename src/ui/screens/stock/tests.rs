use super::super::probe::{drawn, draws_everywhere, here, named};
use super::*;
use crate::domain::place::Warehouse;
use crate::domain::quantity::Quantity;
use crate::messages::Page as Part;

fn row(product: u64, name: &str, value: i64) -> StockRow {
    StockRow {
        product: Some(ProductId(product)),
        name: name.into(),
        code: String::new(),
        unit: "pc".into(),
        warehouse: Some(WarehouseId(1)),
        warehouse_name: "Main".into(),
        bin: None,
        serialised: product == 1,
        on_hand: Quantity::pieces(30),
        reserved: Quantity::ZERO,
        available: Quantity::pieces(30),
        in_transit: Quantity::ZERO,
        value: Money::from_ten_thousandths(value * 10_000),
        minimum: None,
        expiry: None,
    }
}

fn answer(stock: &mut dyn Screen, here: &Here, effects: Vec<Effect>, rows: Vec<StockRow>) -> Vec<Effect> {
    let asked = effects.into_iter().find_map(|effect| match effect {
        Effect::Ask(tag, Query::Stock { .. }) | Effect::Seek(tag, Query::Stock { .. }) => Some(tag),
        _ => None,
    });
    let part = Part { rows, next: None };
    stock.update(here, Event::Answer(asked.expect("it asks for stock"), Ok(Answer::Stock(part))))
}

fn opened(here: &Here) -> Box<dyn Screen> {
    let mut stock = Stock::here();
    let effects = stock.update(here, Event::Opened);
    let room = |name: &str| Warehouse {
        name: name.into(),
        code: name.into(),
        location: None,
        defects: None,
        template: None,
        archived: false,
    };
    let all = vec![(WarehouseId(1), room("Main")), (WarehouseId(2), room("Shop"))];
    stock.update(here, Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))));
    answer(&mut *stock, here, effects, vec![row(1, "Phone X", 5970), row(2, "Cable", 170)]);
    stock
}

#[test]
fn it_opens_at_the_desks_warehouse_and_says_what_all_is_worth() {
    let stock = opened(&here());
    assert_eq!(stock.title(), "Stock · Main · 2");
    let shown = drawn(&*stock, 80, 24);
    assert!(shown.contains("30 pc") && shown.contains("worth 6,140.00 EUR"), "{shown}");
    draws_everywhere(&*stock);
}

#[test]
fn the_arrows_walk_the_warehouses_and_all_of_them() {
    let mut stock = opened(&here());
    stock.update(&here(), Event::Act(Action::Right));
    assert!(stock.title().contains("Shop"));
    let effects = stock.update(&here(), Event::Act(Action::Right));
    assert!(stock.title().contains("all warehouses"));
    assert!(named(&effects)[0].contains("warehouse: None"), "{:?}", named(&effects));
}

#[test]
fn only_what_has_serials_has_units() {
    let mut stock = opened(&here());
    assert_eq!(named(&stock.update(&here(), Event::Act(Action::Units))), ["Push Units of Phone X · …"]);
    stock.update(&here(), Event::Act(Action::Down));
    assert!(stock.disabled(Action::Units).is_some());
}

#[test]
fn a_wide_terminal_shows_the_layers_beside() {
    let wide = Here { columns: 200, ..here() };
    let mut stock = Stock::here();
    let effects = stock.update(&wide, Event::Opened);
    let effects = answer(&mut *stock, &wide, effects, vec![row(1, "Phone X", 5970)]);
    assert!(named(&effects)[0].starts_with("Ask Layers"), "{:?}", named(&effects));
    assert!(drawn(&*stock, 200, 60).contains("Layers of Phone X"));
}
