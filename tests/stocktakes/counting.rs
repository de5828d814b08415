//! What is counted, by whom, and what is said of it at once.

use dockhand::domain::count::{FindingKind, Subject};
use dockhand::domain::document::DocumentKind;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::DocumentId;
use dockhand::messages::{Answer, Command, CountRow, Outcome, Query};

use crate::support::{Shop, counted, each_shop, serialised};
use crate::{Counting, add, code, goods, goods_and_phone, pieces, set, units};

fn counts(shop: &Shop, stocktake: DocumentId) -> Vec<CountRow> {
    let query = Query::Counts { stocktake, desk: None, after: None, limit: 100 };
    let Answer::Counts(page) = shop.ask(&query) else { panic!("counts") };
    page.rows
}

#[test]
fn a_scan_says_at_once_what_the_books_know_of_the_unit() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        let other = shop.warehouse_named("Shop");
        shop.receive(phone, 0, &["A1", "A2", "A3"]);
        shop.receive_at(other, &[(phone, 0, &["B1"], None)]);
        shop.leaves(DocumentKind::Sale, phone, 0, &["A2"]);
        let id = shop.stocktake();
        let told = |serial: &str| {
            let unit = shop.scans(id, serial);
            (unit.product, unit.finding, unit.stands)
        };
        assert_eq!(told("a1"), ("Phone".into(), None, "Main".into()), "{name}");
        let (product, finding, stands) = told("A2");
        assert_eq!((product.as_str(), finding), ("Phone", Some(FindingKind::Excess)), "{name}");
        assert!(stands.starts_with("sold S-1"), "{name}: {stands}");
        assert_eq!(told("B1"), ("Phone".into(), Some(FindingKind::Elsewhere), "Shop".into()), "{name}");
        assert_eq!(told("X1"), (String::new(), Some(FindingKind::Unknown), String::new()), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_serial_is_counted_once_and_the_second_desk_is_told_who_and_since_when() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        let ben = shop.hire("Ben", &[Permission::CountStock]);
        let id = shop.stocktake();
        shop.at(ben, units(id, &["A1"])).unwrap();
        shop.minutes(3);
        let refused = shop.refused(units(id, &["A1"]));
        assert_eq!(refused.to_string(), "A1 is counted already: at desk of Ben (Ben), 3 min ago", "{name}");
        assert_eq!((refused.code(), refused.word()), ("duplicate", "COUNTED"), "{name}");
        assert_eq!(code(shop.try_run(units(id, &["A2", "a2"]))), "duplicate", "{name}: all of them or none");
        assert_eq!(shop.view(id).counted, pieces(1), "{name}");
        shop.scans(id, "X1");
        assert_eq!(code(shop.try_run(units(id, &["x1"]))), "duplicate", "{name}: unknown ones too");
        let named = Command::CountUnits { stocktake: id, serials: vec!["X1".into()], product: Some(phone), bin: None };
        assert_eq!(code(shop.try_run(named)), "duplicate", "{name}: whatever it is said to be");
        let second = shop.stocktake();
        shop.scans(second, "A1");
        shop.is_whole(name);
    });
}

#[test]
fn goods_are_counted_by_their_number_and_typed_anew() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(cable, 10, &[]);
        let id = shop.stocktake();
        let counts = |tally| match shop.run(goods(id, cable, tally)) {
            Outcome::GoodsCounted { before, after, .. } => (before, after),
            other => panic!("{other:?}"),
        };
        assert_eq!(counts(add(1)), (pieces(0), pieces(1)), "{name}");
        assert_eq!(counts(add(5)), (pieces(1), pieces(6)), "{name}");
        assert_eq!(counts(set(10)), (pieces(6), pieces(10)), "{name}");
        assert!(shop.told(id).is_empty(), "{name}");
        assert_eq!(shop.refused(goods(id, phone, add(1))).code(), "bad_field", "{name}");
        let half = dockhand::domain::quantity::Quantity::from_thousandths(500);
        let tally = dockhand::domain::count::Tally::Add(half);
        assert_eq!(code(shop.try_run(goods(id, cable, tally))), "bad_quantity", "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn only_the_last_count_of_this_desk_is_taken_back() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2", "A3"]);
        let ben = shop.hire("Ben", &[Permission::CountStock]);
        let id = shop.stocktake();
        shop.scans(id, "A1");
        shop.run(goods(id, cable, add(2)));
        shop.run(goods(id, cable, set(7)));
        shop.at(ben, units(id, &["A2"])).unwrap();
        let back = |entry| Command::TakeBackCount { stocktake: id, entry };
        assert_eq!(code(shop.try_run(back(4))), "changed", "{name}: that one is Ben's");
        assert_eq!(code(shop.try_run(back(2))), "changed", "{name}: it is not the last");
        shop.run(back(3));
        assert_eq!(shop.view(id).counted, pieces(4), "{name}: two cables and two phones");
        shop.run(back(2));
        let Outcome::CountTakenBack { what, .. } = shop.run(back(1)) else { panic!("taken back") };
        assert_eq!(what, "A1", "{name}");
        assert_eq!(counts(shop, id).iter().map(|row| row.desk.as_str()).collect::<Vec<_>>(), ["desk of Ben"]);
        shop.scans(id, "A1");
        assert_eq!(code(shop.at(ben, back(1))), "changed", "{name}");
        shop.at(ben, back(4)).unwrap();
        shop.is_whole(name);
    });
}

#[test]
fn counting_and_settling_take_their_permissions() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        let (ben, cat) = (shop.hire("Ben", &[Permission::CountStock]), shop.hire("Cat", &[]));
        let open = Command::OpenStocktake { warehouse: shop.warehouse, bin: None, category: String::new() };
        assert_eq!(code(shop.at(cat, open.clone())), "not_permitted", "{name}");
        let Outcome::StocktakeOpened(id) = shop.at(ben, open).unwrap() else { panic!("opened") };
        assert_eq!(code(shop.at(cat, units(id, &["A1"]))), "not_permitted", "{name}");
        shop.at(ben, units(id, &["A1"])).unwrap();
        assert_eq!(code(shop.at(ben, crate::all_of(id))), "not_permitted", "{name}");
        // A stocktake is everybody's whom its warehouse lets.
        shop.run(units(id, &["A2"]));
        let settler = shop.hire("Dan", &[Permission::SettleStocktakes]);
        shop.at(settler, crate::all_of(id)).unwrap();
        shop.is_whole(name);
    });
}

#[test]
fn who_counts_blind_sees_what_was_counted_and_not_what_is_expected() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        shop.receive(cable, 10, &[]);
        let ben = shop.hire("Ben", &[Permission::CountStock]);
        let id = shop.stocktake();
        shop.at(ben, units(id, &["A1", "X1"])).unwrap();
        shop.at(ben, goods(id, cable, add(12))).unwrap();
        let ask = |query: &Query| shop.stockroom.ask_as(ben.employee, query);
        let view = |who| match shop.stockroom.ask_as(who, &Query::Stocktake(id)) {
            Ok(Answer::Stocktake(view)) => *view,
            other => panic!("{other:?}"),
        };
        let findings = |kind| Query::Findings { stocktake: id, kind, after: None, limit: 10 };
        let blind = view(ben.employee);
        assert_eq!((blind.progress, blind.shortages, blind.excesses, blind.unknown), (None, None, 0, 1), "{name}");
        assert_eq!(blind.counted, pieces(14), "{name}");
        assert_eq!(code(ask(&findings(Some(FindingKind::Shortage)))), "not_permitted", "{name}");
        let Ok(Answer::Findings(page)) = ask(&findings(None)) else { panic!("findings") };
        assert_eq!(page.rows.iter().map(|row| row.serial.as_deref()).collect::<Vec<_>>(), [Some("X1")], "{name}");
        let seen = view(shop.origin.employee);
        assert_eq!((seen.shortages, seen.excesses), (Some(1), 1), "{name}");
        let progress = seen.progress.unwrap();
        assert_eq!((progress.found, progress.expected, progress.percent()), (pieces(11), pieces(12), 91), "{name}");
    });
}

#[test]
fn a_category_and_a_shelf_are_counted_by_themselves() {
    each_shop(|name, shop| {
        let shelf = shop.bin("A3");
        let tablet = dockhand::domain::product::Product { category: "Tablets".into(), ..serialised("Tablet") };
        let tablet = shop.product(tablet);
        let (cable, phone) = goods_and_phone(shop);
        shop.receive_at(shop.warehouse, &[(tablet, 0, &["T1"], None), (phone, 0, &["A1"], Some(shelf))]);
        shop.receive_at(shop.warehouse, &[(cable, 5, &[], Some(shelf)), (cable, 3, &[], None)]);
        let open = |bin, category: &str| {
            let opened = shop.run(Command::OpenStocktake { warehouse: shop.warehouse, bin, category: category.into() });
            let Outcome::StocktakeOpened(id) = opened else { panic!("{opened:?}") };
            id
        };
        let unknown = Command::OpenStocktake { warehouse: shop.warehouse, bin: None, category: "Toys".into() };
        assert_eq!(code(shop.try_run(unknown)), "unknown", "{name}");
        let tablets = open(None, "tablets");
        assert_eq!(shop.told(tablets), ["shortage T1 Main"], "{name}");
        assert_eq!(code(shop.try_run(units(tablets, &["A1"]))), "bad_field", "{name}");
        let only = open(Some(shelf), "");
        assert_eq!(shop.told(only), ["shortage 5 Cable", "shortage A1 Main A3"], "{name}");
        shop.run(goods(only, cable, add(5)));
        let t1 = shop.scans(only, "T1");
        assert_eq!((t1.finding, t1.stands.as_str()), (Some(FindingKind::Elsewhere), "Main"), "{name}");
        assert_eq!(shop.told(only), ["shortage A1 Main A3", "elsewhere T1 Main"], "{name}");
        let archive = Command::ArchiveBin { bin: shelf, archived: true };
        assert_eq!(code(shop.try_run(archive)), "in_use", "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_stocktake_is_no_draft_to_be_filled_and_can_be_thrown_away() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1"]);
        let draft = shop.stocktake();
        shop.scans(draft, "A1");
        shop.run(goods(draft, cable, set(0)));
        let add = Command::AddLine { draft, product: cable, count: pieces(1), from_tray: None };
        for command in [add, Command::PostDraft { draft }, Command::DeleteDraft { draft }] {
            assert_eq!(code(shop.try_run(command)), "wrong_state", "{name}");
        }
        let posting = shop.draft();
        assert_eq!(code(shop.try_run(units(posting, &["A1"]))), "unknown", "{name}: that is a posting");
        shop.run(Command::DiscardStocktake { stocktake: draft });
        assert_eq!(code(shop.try_run(units(draft, &["A1"]))), "wrong_state", "{name}");
        assert_eq!(code(shop.try_run(Command::DiscardStocktake { stocktake: draft })), "wrong_state", "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_serial_of_two_products_is_the_one_that_should_be_here() {
    each_shop(|name, shop| {
        let (phone, tablet) = (shop.product(serialised("Phone")), shop.product(serialised("Tablet")));
        let other = shop.warehouse_named("Shop");
        shop.receive(phone, 0, &["A1", "A2"]);
        shop.receive_at(other, &[(tablet, 0, &["A1"], None)]);
        shop.receive(tablet, 0, &["A2"]);
        let id = shop.stocktake();
        assert_eq!(shop.scans(id, "A1").product, "Phone", "{name}");
        assert_eq!(code(shop.try_run(units(id, &["A2"]))), "ambiguous", "{name}");
        let named = Command::CountUnits { stocktake: id, serials: vec!["A2".into()], product: Some(tablet), bin: None };
        shop.run(named);
        assert_eq!(shop.told(id), ["shortage A2 Main"], "{name}: the phone");
        assert_eq!(
            shop.found(id)[0].what,
            Subject::Unit { key: dockhand::domain::serial::SerialKey::from_stored("A2".into()), scope: phone.0 }
        );
        let _ = counted;
        shop.is_whole(name);
    });
}
