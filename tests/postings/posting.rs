//! What posting and cancelling do to stock.

use crate::support::{Shop, counted, each_shop, scanned, serialised, settings};
use crate::{Receiving, day, money, pieces};
use dockhand::domain::document::Cost;
use dockhand::domain::id::LotId;
use dockhand::domain::lot::LotState;
use dockhand::domain::money::Money;
use dockhand::domain::serial::SerialKey;
use dockhand::domain::settings::Settings;
use dockhand::messages::{Command, HeadEdit, LineEdit, Outcome};
use dockhand::ops::verify::verify;
use dockhand::store::codec::Scope;
use dockhand::store::tables::{BALANCE, DOCUMENT, DRAFT, EXPECTED, LAST_LOT, LOT, SERIAL, TO_INDEX};

#[test]
fn a_posting_brings_its_units_at_their_share_of_the_cost() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        shop.edit_head(draft, HeadEdit { supplier: Some(" Northwind ".into()), ..HeadEdit::default() });
        let line = shop.line(draft, phone);
        let cost = Some(Some(Cost::Total(money("100"))));
        shop.edit_line(draft, line, LineEdit { cost, warranty: Some(Some(12)), ..LineEdit::default() });
        assert_eq!(shop.received(draft, line, &["A1"]), 1);
        assert_eq!(shop.received(draft, line, &["a 2", "A3"]), 2);
        let posted = shop.post(draft);
        assert_eq!(posted.number, "P-1", "{name}");
        let [of_line] = posted.lines.as_slice() else { panic!("{posted:?}") };
        assert_eq!((of_line.quantity, of_line.cost), (pieces(3), money("100")), "{name}");
        assert_eq!(of_line.took[0].label, "P-1/1");
        assert_eq!(shop.on_hand(phone), (pieces(3), money("100")), "{name}");
        let lot = shop.look(|view| view.need(LOT, &of_line.took[0].lot));
        assert_eq!((lot.state, lot.warranty, lot.slots), (LotState::Posted, Some(12), 3));
        assert_eq!(lot.received, Some(day("2026-10-02")));
        assert_eq!(shop.unit(phone, "A2").map(|unit| unit.slot), Some(2), "{name}");
        assert!(shop.look(|view| view.get(DRAFT, &draft)).is_none());
        assert_eq!(shop.look(|view| view.get(TO_INDEX, &of_line.took[0].lot)), Some(1));
        shop.whole(name);
    });
}

#[test]
fn a_cancelled_posting_takes_its_goods_out_and_its_units_may_come_in_again() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (first, _) = shop.posted(phone, &["A1", "A2"]);
        assert_eq!(shop.cancel(first, false), None);
        assert_eq!(shop.on_hand(phone), (pieces(0), Money::ZERO), "{name}");
        assert_eq!(shop.layers().len(), 0, "{name}");
        assert_eq!(shop.refused(Command::CancelDocument { document: first, reopen: true }).code(), "wrong_state");
        shop.whole(name);
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let Outcome::SerialsReceived { returning, .. } = shop.scan(draft, line, &["A1"]) else { panic!() };
        assert_eq!(returning, [("A1".to_owned(), "P-1".to_owned())], "{name}");
        let unit = shop.unit(phone, "A1").unwrap();
        assert!(unit.earlier.is_some(), "{name}: the same unit, its passport goes on");
        shop.run(Command::TakeBack { draft, line, serials: vec!["A1".into()] });
        assert_eq!(
            shop.unit(phone, "A1").map(|unit| (unit.lot, unit.slot)),
            unit.earlier.map(|was| (was.lot, was.slot))
        );
        shop.whole(name);
        shop.scan(draft, line, &["A1"]);
        assert_eq!(shop.post(draft).number, "P-2", "{name}: a cancelled document keeps its number");
        shop.whole(name);
    });
}

#[test]
fn a_document_cancelled_and_reopened_is_a_draft_with_all_its_lines_and_serials() {
    each_shop(|name, shop| {
        let (phone, cable) = (shop.product(serialised("Phone")), shop.product(counted("Cable")));
        let draft = shop.draft();
        let head = HeadEdit {
            supplier: Some("Northwind".into()),
            invoice: Some("4711-B".into()),
            date: Some(Some(day("2026-09-30"))),
            ..HeadEdit::default()
        };
        shop.edit_head(draft, head);
        let (phones, cables) = (shop.line(draft, phone), shop.line(draft, cable));
        shop.scan(draft, phones, &["A1", "A2", "A3", "A4"]);
        shop.run(Command::TakeBack { draft, line: phones, serials: vec!["A2".into()] });
        shop.count(draft, cables, 5);
        shop.run(Command::ExpectSerials { draft, line: phones, serials: vec!["A1".into()] });
        let edit =
            LineEdit { cost: Some(Some(Cost::Unit(money("199")))), batch: Some("7".into()), ..LineEdit::default() };
        shop.edit_line(draft, phones, edit);
        let value = shop.post(draft).lines[0].cost;
        let again = shop.cancel(draft, true).unwrap();
        shop.whole(name);
        assert_eq!(shop.in_line(again, phones), ["A1", "A3", "A4"], "{name}");
        let document = shop.look(|view| view.need(DOCUMENT, &again));
        assert_eq!((document.invoice.as_str(), document.date), ("4711-B", Some(day("2026-09-30"))), "{name}");
        assert_eq!(document.reopened_from, Some(draft), "{name}");
        let row = (again, phones, SerialKey::from_stored("A1".into()));
        assert!(shop.look(|view| view.get(EXPECTED, &row)).is_some(), "{name}");
        shop.scan(again, phones, &["A2"]);
        shop.run(Command::TakeBack { draft: again, line: phones, serials: vec!["A4".into()] });
        let posted = shop.post(again);
        assert_eq!((posted.number.as_str(), posted.lines[0].cost), ("P-2", value), "{name}");
        assert_eq!(posted.lines[1].quantity, pieces(5), "{name}");
        shop.whole(name);
        let third = shop.cancel(again, true).unwrap();
        shop.run(Command::DeleteDraft { draft: third });
        let unit = shop.unit(phone, "A1").unwrap();
        assert_eq!(shop.look(|view| view.need(LOT, &unit.lot)).document, again, "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_posting_dated_back_takes_its_place_in_the_queue_by_its_date() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let post = |date: Option<&str>, count: u32| {
            let draft = shop.draft();
            let line = shop.line(draft, cable);
            shop.count(draft, line, count);
            shop.edit_head(draft, HeadEdit { date: Some(date.map(day)), ..HeadEdit::default() });
            shop.post(draft).number
        };
        let numbers = [post(None, 1), post(Some("2026-09-01"), 2), post(Some("2026-09-01"), 3)];
        assert_eq!(numbers, ["P-1", "P-2", "P-3"], "{name}");
        let queue: Vec<_> = shop.layers().iter().map(|(key, layer)| (key.queued, layer.quantity)).collect();
        let [september, today] = [day("2026-09-01"), day("2026-10-02")];
        assert_eq!(queue, [(september, pieces(2)), (september, pieces(3)), (today, pieces(1))], "{name}");
        let last = shop.look(|view| view.need(LAST_LOT, &cable));
        assert_eq!(shop.look(|view| view.need(LOT, &LotId(last))).received, Some(today), "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_date_to_come_or_in_a_closed_period_is_refused() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        shop.count(draft, line, 1);
        let dated = |date: &str| {
            let head = HeadEdit { date: Some(Some(day(date))), ..HeadEdit::default() };
            Command::EditDraft { draft, head }
        };
        assert_eq!(shop.refused(dated("2026-10-03")).code(), "bad_date", "{name}");
        assert_eq!(shop.refused(dated("0206-10-02")).code(), "bad_date", "{name}");
        shop.run(dated("2026-09-30"));
        let closed_until = Some(day("2026-09-30"));
        shop.run(Command::ChangeSettings(Settings { closed_until, ..settings() }));
        assert_eq!(shop.refused(dated("2026-09-30")).code(), "closed_period", "{name}");
        assert_eq!(shop.refused(Command::PostDraft { draft }).code(), "closed_period", "{name}");
        shop.run(dated("2026-10-01"));
        shop.post(draft);
    });
}

#[test]
fn a_document_reopened_keeps_its_date_unless_its_period_was_closed_meanwhile() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let posted = |date: &str| {
            let draft = shop.draft();
            shop.edit_head(draft, HeadEdit { date: Some(Some(day(date))), ..HeadEdit::default() });
            let line = shop.line(draft, cable);
            shop.count(draft, line, 1);
            shop.post(draft).document
        };
        let (before, after) = (posted("2026-09-15"), posted("2026-10-01"));
        let closed_until = Some(day("2026-09-30"));
        shop.run(Command::ChangeSettings(Settings { closed_until, ..settings() }));
        for (document, date) in [(before, None), (after, Some(day("2026-10-01")))] {
            let draft = shop.cancel(document, true).unwrap();
            assert_eq!(shop.look(|view| view.need(DOCUMENT, &draft)).date, date, "{name}");
        }
        shop.whole(name);
    });
}

#[test]
fn a_units_further_identifiers_go_with_it_into_the_draft_that_is_reopened() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (document, _) = shop.posted(phone, &["A1"]);
        let key = SerialKey::from_stored("A1".into());
        let identifier = "IMEI-2".to_owned();
        shop.run(Command::AddIdentifier { product: phone, key, identifier, from_tray: None });
        let draft = shop.cancel(document, true).unwrap();
        assert_eq!(shop.unit(phone, "A1").unwrap().identifiers, ["IMEI-2"], "{name}");
        shop.post(draft);
        assert_eq!(shop.unit(phone, "A1").unwrap().identifiers, ["IMEI-2"], "{name}");
        shop.whole(name);
    });
}

#[test]
fn of_a_product_that_is_all_gone_no_balance_stays_behind() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (document, _) = shop.posted(phone, &["A1", "A2"]);
        let balance = || shop.look(|view| view.get(BALANCE, &(shop.warehouse, phone)));
        assert_eq!(balance().map(|balance| balance.on_hand), Some(pieces(2)), "{name}");
        shop.cancel(document, false);
        assert_eq!(balance(), None, "{name}");
    });
}

#[test]
fn a_posting_of_ten_thousand_writes_no_more_than_one_of_ten() {
    use dockhand::ops::{Context, perform};
    use dockhand::store::overlay::Overlay;
    use dockhand::store::tables::Tables;
    let rows = |units: usize| {
        let shop = Shop::in_memory();
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let serials: Vec<String> = (0..units).map(|n| format!("SN-{n:05}")).collect();
        shop.scan(draft, line, &serials.iter().map(String::as_str).collect::<Vec<_>>());
        let cx = Context { now: shop.now(), employee: shop.origin.employee, desk: shop.origin.desk };
        let mut written = (0, 0);
        shop.engine
            .read(&mut |read| {
                let mut scan = Overlay::new(read);
                perform(&mut Tables::new(&mut scan), &cx, &scanned(draft, line, &["SN-X0001"])).unwrap();
                let mut post = Overlay::new(read);
                perform(&mut Tables::new(&mut post), &cx, &Command::PostDraft { draft }).unwrap();
                written = (scan.into_changes().len(), post.into_changes().len());
                Ok(())
            })
            .unwrap();
        written
    };
    let (scan, post) = rows(10_000);
    assert_eq!((scan, post), rows(10));
    assert_eq!(scan, 3, "a scan writes its key, its row of units and its line");
    assert!(post <= 14, "{post}");
}

#[test]
fn what_is_wrong_with_a_store_is_named() {
    use dockhand::store::engine::Durability;
    use dockhand::store::tables::Tables;
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        shop.posted(phone, &["A1", "A2"]);
        shop.whole(name);
        shop.engine
            .write(Durability::Plain, &mut |tx| {
                Tables::new(tx).delete(SERIAL, &(SerialKey::from_stored("A1".into()), Scope(phone.0)))
            })
            .unwrap();
        let mut broken = Vec::new();
        shop.look(|view| verify(&view, &mut |record| broken.push(record)));
        assert!(broken.iter().any(|record| record.contains("A1")), "{name}: {broken:?}");
    });
}
