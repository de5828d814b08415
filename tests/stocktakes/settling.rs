//! Findings become a posting, a write-off and transfers; the books say then what was counted.

use dockhand::domain::count::FindingKind;
use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::id::WarehouseId;
use dockhand::domain::money::Money;
use dockhand::messages::{
    Answer, Command, DocumentRef, Outcome, PassportView, Query, Settlement, UnitRef, WantedLine, WholeMove,
    WholeReservation,
};

use crate::support::{Shop, each_shop};
use crate::{Counting, add, all_of, code, goods, goods_and_phone, of_kind, pieces, set, settlement, units};

fn passport(shop: &Shop, serial: &str) -> PassportView {
    let Answer::Passport(passport) = shop.ask(&Query::Passport(UnitRef::Serial(serial.into(), None))) else {
        panic!("a passport")
    };
    *passport
}

/// A count that finds one of each: A1 is there, A2 is missing, A3 was sold, B1 is the shop's, X1 nobody knows.
fn one_of_each(shop: &Shop) -> (dockhand::domain::id::DocumentId, dockhand::domain::id::ProductId) {
    let (cable, phone) = goods_and_phone(shop);
    let other = shop.warehouse_named("Shop");
    shop.receive(phone, 0, &["A1", "A2", "A3"]);
    shop.receive(cable, 10, &[]);
    shop.receive_at(other, &[(phone, 0, &["B1"], None)]);
    shop.leaves(DocumentKind::Sale, phone, 0, &["A3"]);
    let id = shop.stocktake();
    shop.run(units(id, &["A1", "A3", "B1", "X1"]));
    shop.run(goods(id, cable, set(12)));
    (id, phone)
}

#[test]
fn all_findings_are_settled_in_one_by_linked_documents() {
    each_shop(|name, shop| {
        let (id, phone) = one_of_each(shop);
        let view = shop.view(id);
        assert_eq!((view.shortages, view.excesses, view.elsewhere, view.unknown), (Some(1), 2, 1, 1), "{name}");
        let key = dockhand::domain::serial::SerialKey::from_stored("X1".into());
        let costs = vec![(phone, Money::from_ten_thousandths(70_000))];
        let command = Settlement { stocktake: id, only: Vec::new(), costs, named: vec![(key, phone)], seen: None };
        let Outcome::Settled(settled) = shop.run(Command::SettleStocktake(Box::new(command))) else {
            panic!("settled")
        };
        let kinds: Vec<DocumentKind> = settled.documents.iter().map(|by| by.kind).collect();
        assert_eq!(kinds, [DocumentKind::Transfer, DocumentKind::Posting, DocumentKind::WriteOff], "{name}");
        assert_eq!((settled.number.as_str(), settled.findings, settled.whole), ("ST-1", 5, true), "{name}");
        assert_eq!(shop.on_hand(phone), pieces(4), "{name}: A1, A3, B1, X1");
        let view = shop.view(id);
        assert_eq!((view.row.state, view.findings(), view.percent_settled()), (DocumentState::Posted, 0, Some(100)));
        assert_eq!(view.links.iter().map(|row| row.number.clone().unwrap()).collect::<Vec<_>>(), ["T-1", "P-4", "W-1"]);
        let progress = view.progress.unwrap();
        assert_eq!((progress.found, progress.expected, progress.percent()), (pieces(11), pieces(12), 91), "{name}");
        let last = |serial: &str| passport(shop, serial).movements.rows.last().unwrap().number.clone();
        assert_eq!([last("A2"), last("A3"), last("B1"), last("X1")], ["W-1", "P-4", "T-1", "P-4"], "{name}");
        assert_eq!(passport(shop, "X1").cost, Money::from_ten_thousandths(70_000), "{name}");
        let written_off = Query::Document(DocumentRef::Number("W-1".into()));
        let Answer::Document(written_off) = shop.ask(&written_off) else { panic!("a document") };
        assert_eq!(written_off.reason, "stocktake ST-1", "{name}");
        let refused = shop.refused(all_of(id));
        let said = "ST-1 is posted: Jane settled it at desk 1; open another stocktake";
        assert_eq!((refused.code(), refused.to_string().as_str()), ("wrong_state", said), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn some_findings_are_settled_and_the_rest_later() {
    each_shop(|name, shop| {
        let (id, phone) = one_of_each(shop);
        let rows = shop.found(id);
        let shortage = of_kind(&rows, FindingKind::Shortage);
        let Outcome::Settled(settled) = shop.run(settlement(id, shortage.clone())) else { panic!("settled") };
        assert!(!settled.whole, "{name}");
        assert_eq!(code(shop.try_run(settlement(id, shortage))), "changed", "{name}: twice does nothing twice");
        assert_eq!(shop.on_hand(phone), pieces(1), "{name}: A1");
        assert_eq!(shop.view(id).percent_settled(), Some(20), "{name}");
        assert_eq!(code(shop.try_run(Command::DiscardStocktake { stocktake: id })), "wrong_state", "{name}");
        shop.is_whole(name);
        let settled = shop.settle(id);
        assert_eq!(settled.findings, 3, "{name}");
        assert_eq!(settled.left, ["X1 is not known: there is no such unit; say which product it is of"], "{name}");
        assert_eq!(code(shop.try_run(all_of(id))), "unknown", "{name}: nothing is left but that");
        let key = dockhand::domain::serial::SerialKey::from_stored("X1".into());
        shop.run(Command::NameCounted { stocktake: id, key, product: phone });
        assert!(shop.settle(id).whole, "{name}");
        assert_eq!(shop.view(id).links.len(), 4, "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_count_that_agrees_with_the_books_is_closed_with_its_number_and_nothing_else() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1"]);
        shop.receive(cable, 2, &[]);
        let id = shop.stocktake();
        shop.scans(id, "A1");
        shop.run(goods(id, cable, add(2)));
        let settled = shop.settle(id);
        assert_eq!((settled.documents.len(), settled.whole, settled.number.as_str()), (0, true, "ST-1"), "{name}");
        assert_eq!(code(shop.try_run(units(id, &["A1"]))), "wrong_state", "{name}");
        let cancel = Command::CancelDocument { document: id, reopen: false };
        assert_eq!(code(shop.try_run(cancel)), "irreversible", "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn what_is_missing_and_less_by_now_than_is_missing_is_refused_and_the_others_are_settled() {
    each_shop(|name, shop| {
        let (cable, phone) = goods_and_phone(shop);
        shop.receive(cable, 10, &[]);
        shop.receive(phone, 0, &["A1"]);
        let id = shop.stocktake();
        shop.run(goods(id, cable, set(2)));
        shop.leaves(DocumentKind::Sale, cable, 5, &[]);
        let why = "8 pc of Cable are missing, Main has 5 and 0 of them are reserved: release them first";
        let cables = of_kind(&shop.found(id), FindingKind::Shortage)[..1].to_vec();
        assert_eq!(shop.refused(settlement(id, cables)).to_string(), why, "{name}");
        let settled = shop.settle(id);
        assert_eq!((settled.findings, settled.left, settled.whole), (1, vec![why.to_owned()], false), "{name}");
        shop.is_whole(name);
    });
}

#[test]
fn a_settlement_refuses_what_was_counted_or_settled_after_somebody_looked() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1", "A2"]);
        let id = shop.stocktake();
        let seen = |settlements, entries| {
            let (only, costs, named) = (Vec::new(), Vec::new(), Vec::new());
            let seen = Some((settlements, entries));
            Command::SettleStocktake(Box::new(Settlement { stocktake: id, only, costs, named, seen }))
        };
        let looked = shop.view(id);
        shop.scans(id, "A1");
        let refused = shop.refused(seen(looked.settlements, looked.entries));
        assert_eq!(refused.to_string(), "more was counted meanwhile: look at the findings again", "{name}");
        shop.run(seen(0, 1));
        assert_eq!(shop.on_hand(phone), pieces(1), "{name}");
    });
}

#[test]
fn what_is_on_a_draft_posting_is_posted_there() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1"]);
        let id = shop.stocktake();
        assert_eq!(shop.scans(id, "A1").finding, Some(FindingKind::Excess), "{name}");
        assert_eq!(code(shop.try_run(all_of(id))), "serial_taken", "{name}");
        shop.post(draft);
        assert!(shop.settle(id).whole, "{name}: the books caught up");
        shop.is_whole(name);
    });
}

#[test]
fn what_is_on_its_way_is_taken_in_by_its_transfer() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.warehouse_named("Shop");
        shop.receive(phone, 0, &["A1", "A2"]);
        let line = WantedLine {
            product: phone,
            quantity: None,
            serials: vec!["A1".into()],
            bin: None,
            to_bin: None,
            price: None,
        };
        let whole = WholeMove {
            to: Some(WarehouseId(2)),
            ..crate::support::whole(DocumentKind::Transfer, shop.warehouse, vec![line])
        };
        let held = shop.run(Command::ReserveWhole(Box::new(WholeReservation { whole, until: None })));
        let Outcome::Reserved(held) = held else { panic!("{held:?}") };
        shop.run(Command::Ship { document: held.document, date: None, picks: Vec::new() });
        let id = shop.stocktake();
        shop.run(units(id, &["A1", "A2"]));
        let refused = shop.refused(all_of(id));
        assert_eq!(refused.code(), "in_transit", "{name}: {refused}");
        assert!(refused.to_string().ends_with(": take it in there"), "{name}: {refused}");
        shop.is_whole(name);
    });
}

#[test]
fn what_settled_a_stocktake_can_be_cancelled_and_stays_linked() {
    each_shop(|name, shop| {
        let (_, phone) = goods_and_phone(shop);
        shop.receive(phone, 0, &["A1"]);
        let id = shop.stocktake();
        let settled = shop.settle(id);
        let by = settled.documents[0].posted.document;
        shop.run(Command::CancelDocument { document: by, reopen: false });
        assert_eq!(shop.on_hand(phone), pieces(1), "{name}");
        assert_eq!(shop.view(id).links.len(), 1, "{name}");
        shop.is_whole(name);
    });
}
