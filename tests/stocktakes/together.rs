//! Several desks at one count: of two that do the same thing at one instant exactly one does it.

use std::sync::{Arc, Barrier};
use std::thread;

use dockhand::domain::employee::Permission;
use dockhand::messages::{Command, No, Origin, Outcome, Refused};

use crate::support::Shop;
use crate::{Counting, all_of, goods_and_phone, pieces, units};

/// Lets two desks give a command each at the same instant.
fn at_once(shop: &Shop, desks: [Origin; 2], command: &Command) -> [Result<Outcome, No>; 2] {
    let gate = Arc::new(Barrier::new(2));
    desks
        .map(|desk| {
            let (stockroom, gate, command) = (Arc::clone(&shop.stockroom), Arc::clone(&gate), command.clone());
            thread::spawn(move || {
                gate.wait();
                stockroom.run(desk, stockroom.next_id(desk.desk), command)
            })
        })
        .map(|desk| desk.join().unwrap())
}

#[test]
fn of_two_desks_that_scan_one_serial_exactly_one_counts_it_a_thousand_times() {
    let shop = Shop::in_memory();
    let (_, phone) = goods_and_phone(&shop);
    let ben = shop.hire("Ben", &[Permission::CountStock]);
    let serials: Vec<String> = (0..1_000).map(|n| format!("A{n}")).collect();
    let all: Vec<&str> = serials.iter().map(String::as_str).collect();
    shop.receive(phone, 0, &all);
    let id = shop.stocktake();
    for serial in &all {
        let answers = at_once(&shop, [shop.origin, ben], &units(id, &[serial]));
        let counted = answers.iter().filter(|answer| answer.is_ok()).count();
        let told = answers.iter().filter(|answer| matches!(answer, Err(No::Refused(Refused::CountedAlready { .. }))));
        assert_eq!((counted, told.count()), (1, 1), "{answers:?}");
    }
    assert_eq!(shop.view(id).counted, pieces(1_000));
    assert!(shop.told(id).is_empty());
    shop.is_whole("memory");
}

#[test]
fn of_two_desks_that_settle_one_stocktake_exactly_one_does_a_thousand_times() {
    let shop = Shop::in_memory();
    let (_, phone) = goods_and_phone(&shop);
    let ben = shop.hire("Ben", &[Permission::SettleStocktakes]);
    for n in 0..1_000 {
        let serial = format!("A{n}");
        shop.receive(phone, 0, &[&serial]);
        let id = shop.stocktake();
        let answers = at_once(&shop, [shop.origin, ben], &all_of(id));
        let settled = answers.iter().filter(|answer| matches!(answer, Ok(Outcome::Settled(_)))).count();
        let told = answers.iter().filter(|answer| matches!(answer, Err(No::Refused(Refused::WrongState { .. }))));
        assert_eq!((settled, told.count()), (1, 1), "{answers:?}");
        assert_eq!((shop.on_hand(phone), shop.view(id).links.len()), (pieces(0), 1), "written off once");
    }
    shop.is_whole("memory");
}
