//! Goods come in: what an operator does at the receiving desk, told as stories.

mod journey;
#[path = "../support/mod.rs"]
mod support;

use dockhand::domain::document::Cost;
use dockhand::domain::id::{DocumentId, ProductId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{Answer, Command, DraftView, LineEdit, Query};

use support::bench::Bench;
use support::{Shop, counted, serialised};

pub(crate) const PHONE: &str = "4006381333931";
pub(crate) const PHONES: &str = "14006381333938";
pub(crate) const CABLE: &str = "4012345678901";

pub(crate) fn with_barcode(product: Product, text: &str, pack: u32) -> Product {
    let mut product = product;
    product.barcodes.push(Barcode { text: text.to_owned(), pack: Quantity::pieces(pack) });
    product
}

/// A shop that knows phones with serials, cartons of ten of them, and cables.
pub(crate) fn shop() -> (Shop, ProductId, ProductId) {
    let shop = Shop::in_memory();
    let phone = with_barcode(with_barcode(serialised("Phone X 128 GB"), PHONE, 1), PHONES, 10);
    let phone = shop.product(phone);
    let cable = shop.product(with_barcode(counted("USB cable 1 m"), CABLE, 1));
    (shop, phone, cable)
}

/// Serials of phones: IMEIs whose check digit fits.
pub(crate) fn imei(number: u64) -> String {
    let body = format!("{}", 35_693_803_560_000 + number);
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Sits down with a new posting before one.
pub(crate) fn receiving(shop: Shop) -> Bench {
    let mut desk = Bench::at(shop, 80, 24);
    begin(&mut desk);
    desk
}

/// Begins a posting from the first screen.
pub(crate) fn begin(desk: &mut Bench) {
    desk.press("F3").wait_for("Receiving");
}

/// Returns the last verdict.
pub(crate) fn said(desk: &Bench) -> String {
    desk.row(21).trim().to_owned()
}

pub(crate) fn drafts(desk: &Bench) -> Vec<DocumentId> {
    let query = Query::Home { employee: desk.shop.origin.employee, desk: desk.shop.origin.desk };
    match desk.shop.ask(&query) {
        Answer::Home(home) => home.drafts.into_iter().map(|row| row.id).collect(),
        other => panic!("{other:?}"),
    }
}

/// Returns the newest draft.
pub(crate) fn view(desk: &Bench) -> DraftView {
    match desk.shop.ask(&Query::Draft(drafts(desk)[0])) {
        Answer::Draft(view) => *view,
        other => panic!("{other:?}"),
    }
}

/// Returns the serials of a line of the newest draft, in the order they were taken.
pub(crate) fn serials(desk: &Bench, line: u32) -> Vec<String> {
    let query = Query::DraftSerials { draft: drafts(desk)[0], line, before: None, limit: 20_000 };
    match desk.shop.ask(&query) {
        Answer::Scans(scans) => scans.into_iter().rev().map(|scan| scan.serial).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn three_cartons_of_ten_phones_and_200_cables_take_16_keys_and_32_scans() {
    let (shop, phone, cable) = shop();
    // Both came in before, so supplier and costs are carried.
    let before = shop.draft();
    for (product, cost) in [(phone, 199), (cable, 1)] {
        let line = shop.line(before, product);
        let cost = Some(Some(Cost::Unit(Money::parse(&cost.to_string()).unwrap())));
        shop.run(Command::EditLine { draft: before, line, edit: LineEdit { cost, ..LineEdit::default() } });
    }
    shop.scan(before, 1, &["A000000001"]);
    shop.count(before, 2, 1);
    shop.post(before);

    let mut desk = receiving(shop);
    let (mut scans, mut keys) = (0, 1);
    let mut scan = |desk: &mut Bench, code: &str| {
        scans += 1;
        desk.scan(code);
    };
    let mut typed = |desk: &mut Bench, text: &str, then: &str| {
        keys += text.chars().count() + then.split(' ').count();
        desk.type_(text).press(then);
    };
    scan(&mut desk, PHONES);
    for number in 1..=30 {
        scan(&mut desk, &imei(number));
    }
    assert!(said(&desk).starts_with("CARTON 3 FULL ✔"), "{}", said(&desk));
    scan(&mut desk, CABLE);
    typed(&mut desk, "*200", "Enter");
    typed(&mut desk, "", "Ctrl+E");
    typed(&mut desk, "4711-B", "F10");
    typed(&mut desk, "", "F10 F10");
    assert_eq!(said(&desk), "POSTED ✔ P-2 · 230 units · 6,170.00");
    assert!(keys <= 16, "{keys} keys");
    assert!(scans <= 32, "{scans} scans");
}

#[test]
fn looking_in_leaves_no_draft_behind() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.press("Enter Esc").lacks("Receiving ·");
    assert!(drafts(&desk).is_empty());
}

#[test]
fn a_double_scan_is_said_and_changes_nothing() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").scan("SN-0002").scan("SN-0001");
    assert_eq!(said(&desk), "ALREADY SCANNED ✖ SN-0001 · nothing changed · line 1 · Phone X 128 GB");
    desk.shows("receiving_double_scan");
    desk.scan("SN-0003").scan_again("SN-0003");
    assert!(said(&desk).starts_with("ALREADY SCANNED ✖ SN-0003"), "{}", said(&desk));
    assert_eq!((serials(&desk, 1).len(), view(&desk).to_decide), (3, 0));
}

#[test]
fn a_box_read_twice_within_a_moment_is_counted_once() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(CABLE).scan(CABLE);
    assert_eq!(said(&desk), "COUNTED ✔ USB cable 1 m · 1 → 2");
    desk.pause(1_000).bytes(format!("{CABLE}\r{CABLE}\r").as_bytes());
    assert!(said(&desk).starts_with("ALREADY SCANNED ✖ USB cable 1 m"), "{}", said(&desk));
    assert_eq!(view(&desk).lines[0].counted, Quantity::pieces(3));
    desk.scan(CABLE);
    assert_eq!(said(&desk), "COUNTED ✔ USB cable 1 m · 3 → 4");
    desk.pause(1_000).bytes(format!("{CABLE}\r").as_bytes()).pause(300).bytes(format!("{CABLE}\r").as_bytes());
    assert_eq!(said(&desk), "COUNTED ✔ USB cable 1 m · 5 → 6", "identical cartons are scanned fast");
}

#[test]
fn of_two_lines_of_one_product_the_one_last_used_takes_the_scans() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001");
    desk.shop.minutes(1);
    desk.press("Ctrl+N").scan("SN-0002").scan(CABLE).scan(PHONE).scan("SN-0003");
    assert_eq!(serials(&desk, 2), ["SN-0002", "SN-0003"]);
    // Walked back to the first, that one is the last used.
    desk.shop.minutes(1);
    desk.press("Home").scan("SN-0004").scan(CABLE).scan(PHONE).scan("SN-0005");
    assert_eq!(serials(&desk, 1), ["SN-0001", "SN-0004", "SN-0005"]);
}

#[test]
fn the_box_of_an_unknown_product_takes_no_serials_until_a_line_is_chosen() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("356938035643809").scan("9781234567897");
    assert_eq!(said(&desk), "UNKNOWN ✖ 9781234567897 · a product's barcode? F3 makes it, F2 decides");
    desk.scan("356938035643791");
    assert!(said(&desk).starts_with("UNKNOWN"), "{}", said(&desk));
    assert_eq!((serials(&desk, 1).len(), view(&desk).to_decide), (1, 2));
    desk.scan(PHONE).scan("356938035643783");
    assert_eq!(serials(&desk, 1).len(), 2);
}

#[test]
fn a_pallets_label_and_a_barcode_are_no_serials() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("00106141412345678908");
    assert_eq!(said(&desk), "PALLET ✔ 106141412345678908 · noted in this posting; scan what is on it");
    desk.scan(PHONE).scan("006141411234567890");
    assert_eq!(said(&desk), "ODD ✖ 006141411234567890 · a pallet's number (SSCC)? F2 takes it for a serial");
    desk.scan(PHONE);
    assert!(said(&desk).starts_with("LINE ✔ Phone X 128 GB"), "{}", said(&desk));
    assert!(serials(&desk, 1).is_empty());
}

#[test]
fn a_scanner_that_drops_zeros_is_found_out() {
    let (shop, phone, _) = shop();
    let draft = shop.draft();
    let line = shop.line(draft, phone);
    shop.scan(draft, line, &["0012"]);
    shop.post(draft);
    let mut desk = receiving(shop);
    desk.scan("12");
    assert_eq!(said(&desk), "UNKNOWN ✖ 12 · 0012 is in stock: does this scanner drop zeros?");
}

#[test]
fn a_cartons_code_is_shown_and_split() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001,SN-0002,SN-0003");
    desk.wait_for("Serials · Phone X 128 GB").shows("receiving_carton");
    assert!(serials(&desk, 1).is_empty());
    desk.press("Enter");
    assert!(serials(&desk, 1).is_empty(), "Enter takes nothing");
    desk.press("F10");
    assert_eq!(serials(&desk, 1), ["SN-0001", "SN-0002", "SN-0003"]);
    desk.wait_for("Receiving · draft of 08:00");
}

#[test]
fn cartons_are_announced_when_they_are_full() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).enter("*2");
    desk.scan("SN-0001").scan("SN-0002");
    assert_eq!(said(&desk), "CARTON 1 FULL ✔ SN-0002 · Phone X 128 GB · 2 so far");
    desk.scan("SN-0003");
    assert_eq!(said(&desk), "ACCEPTED ✔ SN-0003 · Phone X 128 GB · carton 2 · 1/2 · 1 to go");
}

#[test]
fn the_line_sets_quantity_and_cost() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(CABLE).enter("*200/0.85");
    assert_eq!(said(&desk), "SET ✔ USB cable 1 m · 1 → 200 · 0.85 each");
    desk.enter("//170");
    assert_eq!(view(&desk).lines[0].total.unwrap().to_string(), "170.00");
    desk.enter("*x");
    desk.wait_for("scan or type *x");
    assert!(said(&desk).starts_with("NOT SET ✖"), "{}", said(&desk));
    desk.press("Esc F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ USB cable 1 m · 170.00 for the line → 0.85 each");
    desk.press("F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ USB cable 1 m · 200 → 1 · 0.85 each → no cost");
    assert_eq!(view(&desk).lines[0].cost, None);
    desk.press("F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ line 1 USB cable 1 m is out of this posting");
    assert!(view(&desk).lines.is_empty());
}

#[test]
fn what_is_damaged_goes_to_the_bin_for_defects() {
    let (shop, ..) = shop();
    shop.run(Command::AddBin { warehouse: shop.warehouse, code: "DEF".to_owned(), defects: true });
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("DH:DAMAGED").scan("SN-0001").scan("SN-0002");
    desk.scan("DH:DAMAGED").scan(CABLE).scan(CABLE);
    let lines = view(&desk).lines;
    assert_eq!((lines[0].counted, lines[0].damaged), (Quantity::pieces(2), Quantity::ONE));
    assert_eq!((lines[1].counted, lines[1].damaged), (Quantity::pieces(2), Quantity::ONE));
}

#[test]
fn a_draft_that_another_desk_posts_or_throws_away_is_left() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    let other = desk.shop.stockroom.open_desk("desk 2").unwrap();
    let draft = drafts(desk.scan(CABLE))[0];
    desk.shop.at(other, Command::PostDraft { draft }).unwrap();
    desk.press("Ctrl+R").lacks("Receiving ·");
    assert_eq!(said(&desk), "POSTED ! P-1 · another desk posted this draft");
    begin(&mut desk);
    let draft = drafts(desk.scan(CABLE))[0];
    desk.shop.at(other, Command::DeleteDraft { draft }).unwrap();
    desk.press("Ctrl+R").lacks("Receiving ·");
    assert!(said(&desk).starts_with("DELETED ✖"), "{}", said(&desk));
}

#[test]
fn a_draft_is_thrown_away_only_when_asked_twice() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("SN-0001").scan("DH:DELETE-DRAFT");
    desk.wait_for("Throw this draft away?").press("Enter").scan("SN-0002");
    assert_eq!(drafts(&desk).len(), 1);
    desk.press("F10");
    assert!(drafts(&desk).is_empty());
}

#[test]
fn part_of_a_name_lets_one_choose_the_product() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.enter("usb");
    desk.press("Enter");
    assert_eq!(view(&desk).lines[0].name, "USB cable 1 m");
    desk.enter("*20");
    assert_eq!(view(&desk).lines[0].counted, Quantity::pieces(20));
    desk.enter("gizmo");
    assert_eq!(said(&desk), "UNKNOWN ✖ gizmo · no product is called that: F3 makes one");
    desk.press("F3 F10");
    assert_eq!(view(&desk).lines[1].name, "gizmo");
    desk.wait_for("scan or type").lacks("scan or type gizmo");
}

#[test]
fn a_bin_that_is_scanned_takes_the_line() {
    let (shop, ..) = shop();
    shop.run(Command::AddBin { warehouse: shop.warehouse, code: "A3".to_owned(), defects: false });
    let mut desk = receiving(shop);
    desk.scan(PHONE).scan("A3");
    assert_eq!(said(&desk), "BIN ✔ Main A3 · line 1 Phone X 128 GB goes there");
    assert_eq!(view(&desk).lines[0].bin.as_ref().unwrap().1, "A3");
}

#[test]
fn supplier_date_and_note_are_set_in_the_head() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.press("Ctrl+E").enter("4711-B").enter("Northwind Parts").type_("-1").press("F10");
    let head = view(&desk);
    assert_eq!((head.invoice.as_str(), head.supplier.as_str()), ("4711-B", "Northwind Parts"));
    assert_eq!(head.date.unwrap().to_string(), "2026-10-01");
    // Next time, the beginning of the name does.
    desk.press("F7");
    desk.scan("DH:DELETE-DRAFT").press("F10");
    begin(&mut desk);
    desk.press("Ctrl+E Enter").enter("north").wait_for("Northwind Parts").press("F10");
    assert_eq!(view(&desk).supplier, "Northwind Parts");
}

#[test]
fn a_line_is_changed_in_its_form() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE).press("F6").enter("30").enter("10").enter("199").press("Enter").type_("12").press("F10");
    let line = view(&desk).lines.remove(0);
    assert_eq!((line.expected, line.warranty), (Some(Quantity::pieces(30)), Some(12)));
    assert_eq!(line.total.unwrap().to_string(), "5970.00");
    desk.press("F6").type_("x").press("F10").wait_for("Line 1 · Phone X 128 GB");
}

#[test]
fn the_product_made_in_the_tray_is_the_line_at_hand_and_its_serials_are_taken_back_like_scans() {
    let (shop, ..) = shop();
    let mut desk = receiving(shop);
    desk.scan(PHONE);
    for serial in [imei(1), imei(2), imei(3)] {
        desk.scan(&serial);
    }
    // A serial of another shape is taken in the tray: F7 takes it back before what was scanned before it.
    desk.scan("12345").wait_for("To decide (1)").press("F2 F4").wait_for("Nothing to decide");
    desk.press("F7");
    assert!(said(&desk).starts_with("TAKEN BACK ✔ 12345"), "{}", said(&desk));
    // What is typed next belongs to the product that was just made.
    desk.scan("9781234567897").press("F2 F3").wait_for("New product").enter("Case for X").press("F10");
    desk.wait_for("Nothing to decide").enter("*20");
    assert_eq!(said(&desk), "SET ✔ Case for X · 1 → 20");
}

#[test]
fn while_nothing_is_being_received_a_units_serial_opens_its_passport() {
    let (shop, phone, _) = shop();
    let draft = shop.draft();
    let line = shop.line(draft, phone);
    shop.scan(draft, line, &[&imei(1)]);
    shop.post(draft);
    let mut desk = receiving(shop);
    desk.scan(&imei(1)).wait_for("Passport").wait_for("IN STOCK");
    assert_eq!(drafts(&desk).len(), 0);
    desk.press("Esc").wait_for("Receiving");
    // Once something is being received, it waits for a decision.
    desk.scan(PHONE).scan(&imei(1)).wait_for("To decide (1)").lacks("Passport");
}
