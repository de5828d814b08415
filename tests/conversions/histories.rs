//! Random histories before a conversion and after it: layers stay as they were to the last cent, serials go to the oldest
//! first, and what the units of a lot leave with is what it cost.

use std::collections::BTreeMap;

use dockhand::domain::document::DocumentKind;
use dockhand::domain::id::{ProductId, WarehouseId};
use dockhand::domain::lot::{Layer, LayerKey};
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{Command, Outcome, WantedLine, WholeMove};
use dockhand::store::engine::Direction;
use dockhand::store::tables::LAYER;
use proptest::prelude::*;

use crate::support::{Shop, counted};
use crate::{Converting, MAIN, Rooms, SHOP, leaving, line, whole};

/// Something that happens to goods before they have serials.
#[derive(Debug, Clone)]
enum Step {
    Receive { shop: bool, day: u32, quantity: u32, total: u32 },
    Transfer { shop: bool, quantity: u32 },
    Sell { shop: bool, quantity: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<bool>(), 1..28_u32, 1..8_u32, 0..100_000_u32)
            .prop_map(|(shop, day, quantity, total)| Step::Receive { shop, day, quantity, total }),
        2 => (any::<bool>(), 1..6_u32).prop_map(|(shop, quantity)| Step::Transfer { shop, quantity }),
        1 => (any::<bool>(), 1..4_u32).prop_map(|(shop, quantity)| Step::Sell { shop, quantity }),
    ]
}

const fn room(shop: bool) -> WarehouseId {
    if shop { SHOP } else { MAIN }
}

fn take(shop: &Shop, goods: ProductId, step: &Step) {
    match step {
        Step::Receive { shop: at, day, quantity, total } => {
            let total = format!("{}.{:04}", total / 10_000, total % 10_000);
            shop.receive(room(*at), &format!("2026-01-{day:02}"), vec![line(goods, &quantity.to_string(), &total)]);
        }
        // What is not there does not move.
        Step::Transfer { shop: at, quantity } => {
            let over = leaving(DocumentKind::Transfer, room(*at), goods, *quantity);
            let _ = shop.try_run(Command::MoveWhole(Box::new(WholeMove { to: Some(room(!at)), ..over })));
        }
        Step::Sell { shop: at, quantity } => {
            let sale = leaving(DocumentKind::Sale, room(*at), goods, *quantity);
            let _ = shop.try_run(Command::MoveWhole(Box::new(sale)));
        }
    }
}

fn layers(shop: &Shop, goods: ProductId) -> Vec<(LayerKey, Layer)> {
    let mut layers = Vec::new();
    shop.look(|view| {
        layers.clear();
        view.prefix(LAYER, &(), Direction::Forward, |key: LayerKey, layer| {
            if key.product == goods {
                layers.push((key, layer));
            }
            Ok(true)
        })
    });
    layers
}

/// Where a layer stands, how much it is and what it costs.
fn places(layers: &[(LayerKey, Layer)]) -> Vec<(WarehouseId, String, Quantity, i64)> {
    let place = |(key, layer): &(LayerKey, Layer)| {
        (key.warehouse, key.queued.to_string(), layer.quantity, layer.cost.ten_thousandths())
    };
    layers.iter().map(place).collect()
}

fn history(shop: &Shop, steps: &[Step], by_draft: bool, leave: &[u8]) -> Result<(), TestCaseError> {
    shop.second_room();
    let goods = shop.product(counted("Goods"));
    for step in steps {
        take(shop, goods, step);
    }
    let before = layers(shop, goods);
    // By hand: the first serials of a warehouse are its oldest layer's.
    let mut serials: BTreeMap<WarehouseId, Vec<String>> = BTreeMap::new();
    let mut origins = BTreeMap::new();
    for (key, layer) in &before {
        let pile = serials.entry(key.warehouse).or_default();
        for _ in 0..layer.quantity.whole().unwrap() {
            let serial = format!("{}-{}", key.warehouse.0, pile.len());
            origins.insert(serial.clone(), key.lot);
            pile.push(serial);
        }
    }
    if by_draft && !before.is_empty() {
        let draft = shop.begin(goods, dockhand::domain::product::NumberedBy::Us);
        for (warehouse, pile) in &serials {
            shop.run(crate::support::insisted(draft, shop.line_of(goods, *warehouse), pile));
        }
        shop.is_sound();
        shop.save(draft);
    } else {
        let piles: Vec<Vec<&str>> = serials.values().map(|pile| pile.iter().map(String::as_str).collect()).collect();
        let lists: Vec<_> = serials.keys().copied().zip(piles.iter().map(Vec::as_slice)).collect();
        shop.convert(whole(goods, &lists));
    }
    let after = layers(shop, goods);
    prop_assert_eq!(places(&before), places(&after));
    shop.is_sound();

    // The units leave one by one, in any order: each lot's parts cost what it cost.
    let mut costs: BTreeMap<_, i64> =
        after.iter().map(|(key, layer)| (key.lot, layer.cost.ten_thousandths())).collect();
    let mut left: Vec<(WarehouseId, String)> =
        serials.iter().flat_map(|(room, pile)| pile.iter().map(|serial| (*room, serial.clone()))).collect();
    let mut picks = leave.iter().cycle();
    while !left.is_empty() {
        let pick = usize::from(*picks.next().unwrap()) % left.len();
        let (room, serial) = left.swap_remove(pick);
        let unit = shop.passport(&serial);
        let was = shop.look(|view| Ok(view.need(dockhand::store::tables::LOT, &unit.lot)?.origin));
        prop_assert_eq!(was, origins.get(&serial).copied());
        let line =
            WantedLine { product: goods, quantity: None, serials: vec![serial], bin: None, to_bin: None, price: None };
        let sale = WholeMove { lines: vec![line], ..leaving(DocumentKind::Sale, room, goods, 1) };
        let Outcome::Posted(sold) = shop.run(Command::MoveWhole(Box::new(sale))) else { panic!("a sale") };
        *costs.get_mut(&unit.lot).unwrap() -= sold.lines[0].cost.ten_thousandths();
    }
    prop_assert!(costs.values().all(|left| *left == 0), "{:?}", costs);
    shop.is_sound();
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn in_memory_layers_stay_as_they_were(
        steps in prop::collection::vec(step(), 0..14),
        by_draft: bool,
        leave in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        history(&Shop::in_memory(), &steps, by_draft, &leave)?;
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn on_disk_layers_stay_as_they_were(
        steps in prop::collection::vec(step(), 0..14),
        by_draft: bool,
        leave in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        history(&Shop::on_disk(), &steps, by_draft, &leave)?;
    }
}
