//! What is found while goods move: what left after it was counted is no excess, what came in since is no shortage.

use dockhand::domain::count::Tally;
use dockhand::domain::document::DocumentKind;
use dockhand::messages::{Command, CountedUnit};

use crate::support::each_shop;
use crate::{Counting, add, goods, goods_and_phone, pieces, set};

#[test]
fn what_is_not_counted_is_missing() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        shop.receive(cable, 10, &[]);
        let id = shop.stocktake();
        assert_eq!(shop.told(id), ["shortage 10 Cable", "shortage A1 Main", "shortage A2 Main"], "{name}");
        shop.scans(id, "A1");
        shop.run(goods(id, cable, add(8)));
        assert_eq!(shop.told(id), ["shortage 2 Cable", "shortage A2 Main"], "{name}");
        let progress = shop.view(id).progress.unwrap();
        assert_eq!((progress.found, progress.expected), (pieces(9), pieces(12)), "{name}");
        shop.run(goods(id, cable, set(13)));
        assert_eq!(shop.told(id), ["shortage A2 Main", "excess 3 Cable"], "{name}");
    });
}

#[test]
fn a_unit_that_left_after_it_was_counted_is_no_excess_and_one_that_left_before_is() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        let id = shop.stocktake();
        shop.scans(id, "A1");
        shop.leaves(DocumentKind::Sale, phone, 0, &["A1", "A2"]);
        assert!(shop.told(id).is_empty(), "{name}: A2 was sold before anybody counted it");
        let CountedUnit { stands, .. } = shop.scans(id, "A2");
        assert_eq!(shop.told(id), [format!("excess A2 {stands}")], "{name}: it is here, and sold");
        shop.is_whole(name);
    });
}

#[test]
fn what_came_in_after_the_stocktake_was_opened_need_not_be_counted() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        shop.receive(cable, 10, &[]);
        let sale = shop.leaves(DocumentKind::Sale, phone, 0, &["A2"]);
        shop.minutes(5);
        let id = shop.stocktake();
        shop.minutes(5);
        shop.receive(phone, 0, &["A3"]);
        shop.receive(cable, 4, &[]);
        shop.run(Command::CancelDocument { document: sale.document, reopen: false });
        assert_eq!(shop.told(id), ["shortage 10 Cable", "shortage A1 Main"], "{name}: not A3, nor A2, which came back");
        shop.leaves(DocumentKind::Sale, cable, 3, &[]);
        assert_eq!(shop.told(id)[0], "shortage 7 Cable", "{name}: the oldest left first");
        shop.scans(id, "A3");
        assert_eq!(shop.told(id).len(), 2, "{name}: counted all the same it is in order");
        shop.is_whole(name);
    });
}

#[test]
fn goods_are_compared_with_the_books_of_the_moment_they_were_counted() {
    each_shop(|name, shop| {
        let (cable, _) = goods_and_phone(shop);
        shop.receive(cable, 10, &[]);
        let id = shop.stocktake();
        shop.run(goods(id, cable, set(9)));
        shop.leaves(DocumentKind::Sale, cable, 4, &[]);
        shop.receive(cable, 6, &[]);
        assert_eq!(shop.told(id), ["shortage 1 Cable"], "{name}: whatever moved since");
        shop.run(goods(id, cable, add(1)));
        let row = &shop.found(id)[0];
        let why = "Cable moved while it was counted: count it again and type what is there, *12";
        assert_eq!(row.held.as_deref(), Some(why), "{name}: of ten, four were sold");
        shop.run(goods(id, cable, set(12)));
        assert!(shop.told(id).is_empty(), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn goods_are_compared_shelf_by_shelf_until_they_are_counted_without_one() {
    each_shop(|name, shop| {
        let (a, b) = (shop.bin("A"), shop.bin("B"));
        let (cable, phone) = goods_and_phone(shop);
        shop.receive_at(shop.warehouse, &[(cable, 5, &[], Some(a)), (cable, 6, &[], Some(b)), (cable, 7, &[], None)]);
        shop.receive_at(shop.warehouse, &[(phone, 0, &["A1"], Some(a))]);
        let id = shop.stocktake();
        let on = |bin, tally| {
            shop.run(Command::CountProduct { stocktake: id, product: cable, bin: Some(bin), tally });
        };
        on(a, add(6));
        assert_eq!(shop.told(id)[..3], ["shortage 7 Cable", "shortage 6 Cable", "shortage A1 Main A"], "{name}");
        assert_eq!(shop.told(id)[3], "excess 1 Cable", "{name}");
        on(b, Tally::Set(pieces(6)));
        shop.run(goods(id, cable, set(6)));
        assert_eq!(shop.told(id), ["shortage A1 Main A"], "{name}: 18 in all, wherever they lie");
        let wrong = Command::CountUnits { stocktake: id, serials: vec!["A1".into()], product: None, bin: Some(b) };
        shop.run(wrong);
        assert_eq!(shop.told(id), ["elsewhere A1 Main A"], "{name}");
        shop.is_whole(name);
    });
}
