//! A whole morning at the receiving desk, and the same on small terminals.

use dockhand::domain::document::DocumentKind;
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{Answer, Command, Outcome, Query};

use super::support::bench::Bench;
use super::support::{Shop, counted, scanned};
use super::{CABLE, PHONE, begin, drafts, imei, receiving, said, serials, shop, view, with_barcode};

/// Makes the product of the barcode that waits, numbered by us.
fn makes_phones(desk: &mut Bench) {
    desk.press("F3").wait_for("Barcode").enter("Phone X").type_("ours").press("PgDn Up Up");
    desk.type_("PX{C:5}").press("F10");
}

#[test]
fn a_morning_from_an_unknown_barcode_to_a_posting() {
    let shop = Shop::in_memory();
    shop.product(with_barcode(counted("USB cable 1 m"), CABLE, 1));
    let mut desk = receiving(shop);

    desk.scan(PHONE).wait_for("To decide (1)");
    makes_phones(&mut desk);
    desk.wait_for("Nothing to decide").wait_for("Phone X");
    let phone = view(&desk).lines[0].product;

    // Elsewhere, one unit came in before and another is being received.
    let other = desk.shop.stockroom.open_desk("desk 2").unwrap();
    let elsewhere = |number: u64| {
        let shop = &desk.shop;
        let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: shop.warehouse };
        let Ok(Outcome::DraftOpened(draft)) = shop.at(other, open) else { panic!("no draft") };
        shop.at(other, Command::AddLine { draft, product: phone, count: Quantity::ZERO, from_tray: None }).unwrap();
        shop.at(other, scanned(draft, 1, &[&imei(number)])).unwrap();
        draft
    };
    let posted = elsewhere(100);
    let begun = elsewhere(101);
    desk.shop.at(other, Command::PostDraft { draft: posted }).unwrap();
    let own = drafts(&desk)[0];
    assert_ne!(own, begun);
    let units =
        |desk: &Bench| match desk.shop.ask(&Query::DraftSerials { draft: own, line: 1, before: None, limit: 9_999 }) {
            Answer::Scans(scans) => scans.len(),
            other => panic!("{other:?}"),
        };

    for number in 1..=3 {
        desk.scan(&imei(number));
    }
    assert!(said(&desk).ends_with("Phone X · 3 so far"), "{}", said(&desk));
    desk.scan_again(&imei(3));
    assert!(said(&desk).starts_with("ALREADY SCANNED ✖"), "{}", said(&desk));
    desk.scan(&imei(100));
    assert!(said(&desk).starts_with(&format!("IN STOCK ✖ {} · Main · P-1 of", imei(100))), "{}", said(&desk));
    desk.scan(&imei(101));
    assert!(said(&desk).starts_with(&format!("TAKEN ✖ {} · draft at desk 2 (Jane)", imei(101))), "{}", said(&desk));
    desk.scan("89350000000000000017");
    assert_eq!(said(&desk), "ODD ✖ 89350000000000000017 · 15 digits so far, this has 20");
    desk.press("Enter").wait_for("To decide (3)");
    assert_eq!(units(&desk), 3);
    desk.shows("receiving_to_decide");

    desk.press("F2").wait_for("To decide (3)").shows("receiving_tray");
    desk.press("F7 F7").wait_for("To decide (1)").press("F4");
    desk.wait_for("Nothing to decide");
    assert_eq!(units(&desk), 4);
    desk.press("F7");
    assert!(said(&desk).starts_with("TAKEN BACK"), "{}", said(&desk));

    desk.enter("SN1..SN5").wait_for("5 serials").wait_for("last   SN5").press("F10");
    assert!(said(&desk).starts_with("ACCEPTED ✔ 5 serials · Phone"), "{}", said(&desk));
    desk.press("F5").wait_for("PX00001").type_("0").wait_for("10 serials").press("F10");
    let before = units(&desk);
    let list: Vec<String> = (0..500).map(|number| format!("Z{number:04}")).collect();
    desk.paste(&list.join("\n")).wait_for("500 serials").wait_for("first  Z0000").press("F10");
    assert_eq!(units(&desk), before + 500);

    // More than one at once is asked about first.
    desk.press("F7").wait_for("Take 500 serials back?").press("Enter").press("F10");
    assert_eq!(units(&desk), before);

    desk.scan("DH:EXPECTED").enter("SN1..SN7").wait_for("7 serials").press("F3");
    desk.wait_for("5 of 7, missing SN6 SN7").press("Esc");
    desk.scan(CABLE).enter("*200/0.85").press("Ctrl+E").type_("4711-B").press("F10");

    let there = units(&desk);
    desk.press("Esc").restart();
    desk.wait_for("Invoice  4711-B").wait_for("200").shows("receiving_come_back");
    assert_eq!(units(&desk), there);

    desk.press("F10").wait_for("5 of 7").shows("receiving_summary");
    desk.press("Enter");
    assert!(drafts(&desk).contains(&own), "Enter posts nothing");
    desk.press("F10");
    assert!(said(&desk).starts_with("POSTED ✔ P-2"), "{}", said(&desk));
    desk.press("Esc").lacks("Receiving");
}

#[test]
fn what_keeps_a_posting_back_is_named_with_the_key_that_mends_it() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").enter("*3").scan("SN-0002").scan("DH:POST");
    desk.wait_for("Line 1 lacks 1: Ctrl+T sets it to 2").press("F10");
    assert!(said(&desk).starts_with("NOT POSTED ✖"), "{}", said(&desk));
    desk.press("Ctrl+T").scan("DH:YES");
    assert_eq!(drafts(&desk).len(), 1, "a scan posts nothing");
    desk.press("F10");
    assert!(said(&desk).starts_with("POSTED ✔ P-1 · 2 units"), "{}", said(&desk));
    // The next scan begins the next posting.
    desk.scan(CABLE);
    assert_eq!((drafts(&desk).len(), view(&desk).lines.len()), (1, 1));
}

#[test]
fn a_serial_is_picked_out_of_many_and_taken_back() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").scan("SN-0002").scan("SN-0003");
    desk.press("Enter Down F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ SN-0002 · 2 left");
    desk.press("Esc F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ SN-0003 · 1 left");
    assert_eq!(serials(&desk, 1), ["SN-0001"]);
}

#[test]
fn a_scan_that_waits_becomes_a_barcode_or_a_further_identifier() {
    let (shop, _, cable) = shop();
    let mut desk = receiving(shop);
    desk.scan("9781234567897").scan("9781234567897").press("F2 F5").enter("usb").press("Enter");
    let line = view(&desk).lines.remove(0);
    assert_eq!((line.product, line.counted.to_string()), (cable, "2".to_owned()));
    desk.scan(PHONE).scan("356938035643809").scan("356938035643791").scan("356938035643783").scan("C02X1234ABCD");
    assert!(said(&desk).starts_with("ODD ✖"), "{}", said(&desk));
    desk.press("F2 F6");
    assert_eq!(said(&desk), "IDENTIFIER ✔ C02X1234ABCD · belongs to 356938035643783 now");
    assert_eq!(view(&desk).to_decide, 0);
}

#[test]
fn every_size_does_the_whole_job() {
    for (columns, rows) in [(20, 8), (40, 12), (200, 60)] {
        let (shop, ..) = shop();
        let mut desk = Bench::at(shop, columns, rows);
        desk.press("F3").scan(PHONE).scan("SN-0001").scan("SN-0002").scan("9781234567897");
        desk.shows(&format!("receiving_{columns}x{rows}"));
        desk.press("F2 F7").scan(CABLE).enter("*200/0.85").press("Ctrl+E").enter("4711-B").press("F10");
        desk.press("F10").shows(&format!("receiving_summary_{columns}x{rows}"));
        desk.press("F10");
        assert!(drafts(&desk).is_empty(), "{columns}x{rows}:\n{}", desk.screen());
    }
}

#[test]
fn no_screen_of_a_posting_fails_at_any_size() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").scan("SN-0002").scan("9781234567897").scan(CABLE).scan(PHONE);
    let everywhere = |desk: &mut Bench| {
        for (columns, rows) in
            (1..=44).step_by(3).flat_map(|x| (1..=26).map(move |y| (x, y))).chain([(80, 12), (200, 60)])
        {
            desk.resize(columns, rows);
        }
        desk.resize(80, 24);
    };
    everywhere(&mut desk);
    for keys in ["F2", "F4", "F6", "F10", "Ctrl+E", "Enter"] {
        desk.press(keys);
        everywhere(&mut desk);
        desk.press("Esc");
    }
    desk.scan("DH:EXPECTED");
    everywhere(&mut desk);
}

#[test]
fn an_accepted_scan_costs_few_bytes() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE);
    for number in 1..=30 {
        desk.scan(&imei(number));
    }
    desk.sent();
    desk.scan(&imei(31));
    let sent = desk.sent().len();
    assert!(sent <= 600, "{sent} bytes");
}

#[test]
fn a_draft_of_another_morning_goes_on_at_its_last_line() {
    let (shop, phone, _) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").scan(CABLE).scan(PHONE).press("Esc");
    desk.restart().wait_for("SN-0001").scan("SN-0002");
    let line = view(&desk).lines.remove(0);
    assert_eq!((line.product, line.counted.to_string()), (phone, "2".to_owned()));
    desk.press("F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ SN-0002 · 1 left");
    let draft = drafts(&desk)[0];
    desk.shop.run(Command::DeleteDraft { draft });
    begin(desk.press("Esc"));
}
