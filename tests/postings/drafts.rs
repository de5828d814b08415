//! Drafts: lines, counts, damaged goods, the tray, further identifiers.

use crate::support::{counted, damaged, each_shop, scanned, serialised};
use crate::{Receiving, money, pieces};
use dockhand::domain::document::{Cost, DocumentState, TrayReason};
use dockhand::domain::id::{BinId, DocumentId};
use dockhand::domain::money::Money;
use dockhand::domain::product::Product;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::SerialKey;
use dockhand::messages::{Command, HeadEdit, LineEdit, Outcome, Refused};
use dockhand::store::tables::{BIN, DOCUMENT, LAST_LOT, LINE, TRAY};

#[test]
fn a_removed_line_and_a_deleted_draft_free_their_serials() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let (first, second) = (shop.line(draft, phone), shop.line(draft, phone));
        shop.scan(draft, first, &["A1"]);
        shop.scan(draft, second, &["B1"]);
        shop.run(Command::ExpectSerials { draft, line: first, serials: vec!["A1".into(), "A2".into()] });
        shop.run(Command::RemoveLine { draft, line: first });
        assert_eq!(shop.unit(phone, "A1"), None, "{name}");
        shop.whole(name);
        assert_eq!(shop.line(draft, phone), 3, "{name}: a line's number is not used again");
        shop.run(Command::PutInTray { draft, line: None, raw: "?".into(), reason: TrayReason::Unknown });
        shop.run(Command::DeleteDraft { draft });
        assert_eq!(shop.unit(phone, "B1"), None, "{name}");
        assert_eq!(shop.look(|view| view.need(DOCUMENT, &draft)).state, DocumentState::Deleted);
        shop.whole(name);
        for command in [Command::PostDraft { draft }, Command::DeleteDraft { draft }, scanned(draft, second, &["B1"])] {
            assert_eq!(shop.refused(command).code(), "wrong_state", "{name}");
        }
        assert_eq!(shop.posted(phone, &["A1", "B1"]).1.number, "P-1", "{name}: a deleted draft took no number");
    });
}

#[test]
fn goods_damaged_at_the_door_lie_in_the_bin_for_defects() {
    each_shop(|name, shop| {
        let (phone, cable) = (shop.product(serialised("Phone")), shop.product(counted("Cable")));
        let draft = shop.draft();
        let (phones, cables) = (shop.line(draft, phone), shop.line(draft, cable));
        shop.edit_line(draft, phones, LineEdit { cost: Some(Some(Cost::Total(money("10")))), ..LineEdit::default() });
        shop.scan(draft, phones, &["A1", "A2"]);
        shop.run(damaged(draft, phones, &["A3"]));
        shop.count(draft, cables, 5);
        shop.run(Command::CountGoods { draft, line: cables, by: pieces(2), damaged: true, from_tray: None });
        shop.whole(name);
        shop.post(draft);
        let bin = shop.unit(phone, "A3").unwrap().bin.unwrap();
        let layers: Vec<_> = shop
            .layers()
            .into_iter()
            .map(|(key, layer)| (key.product, key.bin, layer.quantity, layer.cost.exact()))
            .collect();
        let at_large = BinId(0);
        let expected = [
            (phone, at_large, pieces(2), "6.6667".to_owned()),
            (phone, bin, pieces(1), "3.3333".to_owned()),
            (cable, at_large, pieces(5), "0.00".to_owned()),
            (cable, bin, pieces(2), "0.00".to_owned()),
        ];
        assert_eq!(layers, expected, "{name}");
        shop.whole(name);
    });
}

#[test]
fn damaged_goods_of_a_line_that_lies_in_the_bin_for_defects_are_one_layer_with_the_rest() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let made = shop.run(Command::AddBin { warehouse: shop.warehouse, code: "BROKEN".into(), defects: true });
        let Outcome::BinMade(broken) = made else { panic!() };
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let cost = Some(Some(Cost::Total(money("10"))));
        shop.edit_line(draft, line, LineEdit { bin: Some(Some(broken)), cost, ..LineEdit::default() });
        shop.scan(draft, line, &["A1", "A2"]);
        shop.run(damaged(draft, line, &["A3"]));
        shop.post(draft);
        let layers = shop.layers().into_iter().map(|(key, layer)| (key.bin, layer.quantity, layer.cost.exact()));
        assert_eq!(layers.collect::<Vec<_>>(), [(broken, pieces(3), "10.00".to_owned())], "{name}");
        shop.whole(name);
    });
}

#[test]
fn an_archived_bin_of_the_name_for_defects_is_shown_again_when_something_is_damaged() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let made = shop.run(Command::AddBin { warehouse: shop.warehouse, code: "defects".into(), defects: false });
        let Outcome::BinMade(bin) = made else { panic!() };
        shop.run(Command::ArchiveBin { bin, archived: true });
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.run(damaged(draft, line, &["A1"]));
        assert_eq!(shop.unit(phone, "A1").unwrap().bin, Some(bin), "{name}");
        assert!(!shop.look(|view| view.need(BIN, &bin)).archived, "{name}");
    });
}

#[test]
fn a_scan_for_a_line_that_another_desk_removed_waits_in_the_tray_without_it() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.run(Command::RemoveLine { draft, line });
        let reason = TrayReason::Unknown;
        let made = shop.run(Command::PutInTray { draft, line: Some(line), raw: "A1".into(), reason });
        let Outcome::InTray { row, to_decide: 1 } = made else { panic!("{name}: {made:?}") };
        assert_eq!(shop.look(|view| view.need(TRAY, &(draft, row))).line, None, "{name}");
    });
}

#[test]
fn what_waits_in_the_tray_is_kept_to_its_first_4096_characters() {
    each_shop(|name, shop| {
        let draft = shop.draft();
        let (raw, reason) = ("é".repeat(5_000), TrayReason::Unknown);
        let made = shop.run(Command::PutInTray { draft, line: None, raw, reason });
        let Outcome::InTray { row, .. } = made else { panic!("{name}: {made:?}") };
        let kept = shop.look(|view| view.need(TRAY, &(draft, row))).raw;
        assert_eq!(kept, "é".repeat(4_096), "{name}");
    });
}

#[test]
fn who_empties_the_supplier_keeps_it_empty_for_the_lines_that_follow() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let draft = shop.draft();
        shop.edit_head(draft, HeadEdit { supplier: Some("Northwind".into()), ..HeadEdit::default() });
        let line = shop.line(draft, cable);
        shop.count(draft, line, 1);
        shop.post(draft);
        let again = shop.draft();
        let supplier = || shop.look(|view| view.need(DOCUMENT, &again)).supplier;
        shop.line(again, cable);
        assert!(supplier().is_some(), "{name}: carried over");
        shop.edit_head(again, HeadEdit { supplier: Some(String::new()), ..HeadEdit::default() });
        shop.line(again, cable);
        assert_eq!(supplier(), None, "{name}");
    });
}

#[test]
fn no_more_of_a_line_is_damaged_than_is_counted() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        shop.run(Command::CountGoods { draft, line, by: pieces(5), damaged: true, from_tray: None });
        shop.edit_line(draft, line, LineEdit { quantity: Some(Some(pieces(2))), ..LineEdit::default() });
        let kept = shop.look(|view| view.need(LINE, &(draft, line)));
        assert_eq!((kept.counted, kept.damaged), (pieces(2), pieces(2)), "{name}");
        shop.count(draft, line, 1);
        let sound = Command::CountGoods {
            draft,
            line,
            by: Quantity::from_thousandths(-2_000),
            damaged: false,
            from_tray: None,
        };
        assert_eq!(shop.refused(sound).code(), "bad_quantity", "{name}: one is sound, two are damaged");
        shop.whole(name);
    });
}

#[test]
fn a_draft_sent_to_another_warehouse_takes_its_damaged_goods_to_the_bin_there() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let made = shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
        let Outcome::WarehouseMade(elsewhere) = made else { panic!() };
        let shelf = shop.run(Command::AddBin { warehouse: shop.warehouse, code: "A3".into(), defects: false });
        let Outcome::BinMade(shelf) = shelf else { panic!() };
        let broken = shop.run(Command::AddBin { warehouse: elsewhere, code: "BROKEN".into(), defects: true });
        let Outcome::BinMade(broken) = broken else { panic!() };
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.edit_line(draft, line, LineEdit { bin: Some(Some(shelf)), ..LineEdit::default() });
        let edit = LineEdit { bin: Some(Some(broken)), ..LineEdit::default() };
        assert_eq!(shop.refused(Command::EditLine { draft, line, edit }).code(), "unknown", "{name}");
        shop.run(damaged(draft, line, &["A1"]));
        shop.scan(draft, line, &["A2"]);
        shop.edit_head(draft, HeadEdit { warehouse: Some(elsewhere), ..HeadEdit::default() });
        shop.whole(name);
        shop.post(draft);
        let places: Vec<_> = shop.layers().iter().map(|(key, _)| (key.warehouse, key.bin)).collect();
        assert_eq!(places, [(elsewhere, BinId(0)), (elsewhere, broken)], "{name}");
        assert_eq!(shop.unit(phone, "A1").unwrap().bin, Some(broken), "{name}");
        shop.whole(name);
    });
}

#[test]
fn the_next_line_of_a_product_carries_what_its_last_posting_said() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let draft = shop.draft();
        shop.edit_head(draft, HeadEdit { supplier: Some("Northwind".into()), ..HeadEdit::default() });
        let line = shop.line(draft, cable);
        let cost = Some(Some(Cost::Total(money("170"))));
        shop.edit_line(draft, line, LineEdit { cost, warranty: Some(Some(6)), ..LineEdit::default() });
        shop.count(draft, line, 200);
        shop.post(draft);
        let again = shop.draft();
        let added = Command::AddLine { draft: again, product: cable, count: pieces(10), from_tray: None };
        let Outcome::LineAdded { line, carried_from, counted } = shop.run(added) else { panic!() };
        assert_eq!((carried_from.as_deref(), counted), (Some("P-1"), pieces(10)), "{name}");
        let carried = shop.look(|view| view.need(LINE, &(again, line)));
        assert_eq!((carried.cost, carried.cost_carried), (Some(Cost::Unit(money("0.85"))), true), "{name}");
        assert_eq!((carried.warranty, carried.warranty_carried), (Some(6), true), "{name}");
        let of = |draft: DocumentId| shop.look(|view| view.need(DOCUMENT, &draft)).supplier;
        assert!(of(again).is_some() && of(again) == of(draft), "{name}");
        shop.edit_line(again, line, LineEdit { cost: Some(None), ..LineEdit::default() });
        assert!(!shop.look(|view| view.need(LINE, &(again, line))).cost_carried, "{name}");
        let elsewhere = shop.draft();
        shop.edit_head(elsewhere, HeadEdit { supplier: Some("Acme".into()), ..HeadEdit::default() });
        shop.line(elsewhere, cable);
        assert_ne!(of(elsewhere), of(draft), "{name}: a supplier that was chosen stays");
        shop.cancel(draft, false);
        let fresh = shop.draft();
        let added = shop.run(Command::AddLine { draft: fresh, product: cable, count: pieces(1), from_tray: None });
        assert!(matches!(added, Outcome::LineAdded { carried_from: None, .. }), "{name}");
        assert_eq!(shop.look(|view| view.get(LAST_LOT, &cable)), None, "{name}");
        shop.whole(name);
    });
}

#[test]
fn goods_without_serials_are_counted_up_and_down_and_never_below_nothing() {
    each_shop(|name, shop| {
        let rope = shop.product(Product { unit: "m".into(), decimals: 1, ..counted("Rope") });
        let draft = shop.draft();
        let line = shop.line(draft, rope);
        let by = |thousandths| Command::CountGoods {
            draft,
            line,
            by: Quantity::from_thousandths(thousandths),
            damaged: false,
            from_tray: None,
        };
        for refused in [by(-1_000), by(1_250), by(0), scanned(draft, line, &["A1"])] {
            let code = shop.refused(refused).code();
            assert!(["bad_quantity", "not_serialised"].contains(&code), "{name}: {code}");
        }
        shop.run(by(2_500));
        let outcome = shop.run(by(-500));
        let counts = Outcome::Counted { before: Quantity::from_thousandths(2_500), after: pieces(2) };
        assert_eq!(outcome, counts, "{name}");
        shop.run(Command::CountGoods { draft, line, by: pieces(1), damaged: true, from_tray: None });
        assert_eq!(shop.refused(by(-2_500)).code(), "bad_quantity", "{name}: one of the three is damaged");
        let cost = Some(Some(Cost::Unit(Money::from_ten_thousandths(i64::MAX))));
        let too_much = Command::EditLine { draft, line, edit: LineEdit { cost, ..LineEdit::default() } };
        assert_eq!(shop.refused(too_much).code(), "bad_money", "{name}");
        let cost = Some(Some(Cost::Unit(money("-1"))));
        let negative = Command::EditLine { draft, line, edit: LineEdit { cost, ..LineEdit::default() } };
        assert_eq!(shop.refused(negative).code(), "bad_money", "{name}");
        shop.edit_line(draft, line, LineEdit { quantity: Some(Some(pieces(7))), ..LineEdit::default() });
        assert_eq!(shop.post(draft).lines[0].quantity, pieces(7), "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_posting_with_nothing_in_it_or_scans_to_decide_is_not_posted() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        assert_eq!(shop.refused(Command::PostDraft { draft }).code(), "not_complete", "{name}");
        let line = shop.line(draft, phone);
        assert_eq!(shop.refused(Command::PostDraft { draft }).code(), "not_complete", "{name}");
        shop.scan(draft, line, &["A1"]);
        let raw = "\u{1b}[2J".repeat(5_000);
        let kept = shop.run(Command::PutInTray { draft, line: Some(9), raw, reason: TrayReason::Unknown });
        assert_eq!(kept, Outcome::InTray { row: 1, to_decide: 1 }, "{name}");
        let refused = shop.refused(Command::PostDraft { draft });
        assert_eq!(refused.to_string(), "not posted: 1 scan waits for a decision: F2", "{name}");
        shop.run(Command::DropFromTray { draft, row: 1 });
        assert_eq!(shop.refused(Command::DropFromTray { draft, row: 1 }).code(), "changed", "{name}");
        shop.post(draft);
        shop.whole(name);
    });
}

#[test]
fn a_row_of_the_tray_goes_with_what_decides_it_or_not_at_all() {
    each_shop(|name, shop| {
        let (phone, cable) = (shop.product(serialised("Phone")), shop.product(counted("Cable")));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1"]);
        let put = || {
            let row = Command::PutInTray { draft, line: Some(line), raw: "A2".into(), reason: TrayReason::Unknown };
            let Outcome::InTray { row, .. } = shop.run(row) else { panic!() };
            row
        };
        let waiting = || shop.look(|view| view.need(DOCUMENT, &draft)).to_decide;
        let take = |serial: &str, row| Command::ReceiveSerials {
            draft,
            line,
            serials: vec![serial.into()],
            damaged: false,
            generated: None,
            from_tray: Some(row),
            insist: true,
            label: None,
        };
        let row = put();
        assert_eq!(shop.refused(take("A1", row)).code(), "duplicate", "{name}");
        assert_eq!(waiting(), 1, "{name}");
        shop.run(take("A2", row));
        assert_eq!(waiting(), 0, "{name}");
        assert_eq!(shop.refused(take("A3", row)).code(), "changed", "{name}");
        assert_eq!(shop.unit(phone, "A3"), None, "{name}");
        let row = put();
        shop.run(Command::AddLine { draft, product: cable, count: pieces(1), from_tray: Some(row) });
        let row = put();
        shop.run(Command::CountGoods { draft, line: 2, by: pieces(1), damaged: false, from_tray: Some(row) });
        let row = put();
        let key = SerialKey::from_stored("A1".into());
        let from_tray = Some((draft, row));
        shop.run(Command::AddIdentifier { product: phone, key, identifier: "IMEI-2".into(), from_tray });
        assert_eq!(waiting(), 0, "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_further_identifier_leads_to_its_unit_and_is_no_others() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1", "A2"]);
        let identify = |key: &str, identifier: &str| Command::AddIdentifier {
            product: phone,
            key: SerialKey::from_stored(key.into()),
            identifier: identifier.into(),
            from_tray: None,
        };
        shop.run(identify("A1", "imei 2"));
        shop.whole(name);
        assert_eq!(shop.refused(identify("A1", "IMEI2")).code(), "duplicate", "{name}");
        assert_eq!(shop.refused(identify("A2", "IMEI2")).code(), "serial_taken", "{name}");
        assert_eq!(shop.refused(identify("A9", "IMEI3")).code(), "unknown", "{name}");
        let scan = scanned(draft, line, &["IMEI2"]);
        assert!(matches!(shop.refused(scan), Refused::AlreadyScanned { line: 1, .. }), "{name}");
        shop.post(draft);
        let key = SerialKey::from_stored("IMEI2".into());
        for text in ["scratched", "sold as used"] {
            shop.run(Command::AddRemark { product: phone, key: key.clone(), text: text.into() });
        }
        assert_eq!(shop.refused(Command::AddRemark { product: phone, key, text: " ".into() }).code(), "bad_field");
        shop.cancel(draft, false);
        shop.whole(name);
        // By its further identifier it is the same unit that comes in again, under its own serial.
        let again = shop.draft();
        let line = shop.line(again, phone);
        let Outcome::SerialsReceived { serials, returning, .. } = shop.scan(again, line, &["IMEI2"]) else { panic!() };
        assert_eq!(serials, ["A1"], "{name}");
        assert_eq!(returning, [("A1".to_owned(), "P-1".to_owned())], "{name}");
        shop.whole(name);
        shop.run(Command::DeleteDraft { draft: again });
        assert_eq!(shop.unit(phone, "A1").unwrap().identifiers, ["imei 2"], "{name}");
        shop.whole(name);
    });
}

#[test]
fn an_identifier_noted_in_a_draft_goes_with_its_claim() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1"]);
        let key = SerialKey::from_stored("A1".into());
        shop.run(Command::AddIdentifier { product: phone, key, identifier: "B1".into(), from_tray: None });
        shop.run(Command::TakeBack { draft, line, serials: vec!["B1".into()] });
        shop.whole(name);
        shop.scan(draft, line, &["B1"]);
        shop.whole(name);
    });
}
