//! A product gets its serials at a desk: looked at, scanned, generated, put aside and found again, saved.

use dockhand::domain::id::ProductId;
use dockhand::domain::product::{NumberedBy, Product};
use dockhand::domain::serial::Matching;
use dockhand::messages::Command;

use crate::support::bench::Bench;
use crate::support::{Shop, counted};
use crate::{Converting, MAIN, Rooms, SHOP, leaving, line, pieces};

/// A desk at the product Washer: 8 in Main, 2 in Shop.
fn at_the_product(columns: u16, rows: u16) -> (Bench, ProductId) {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let mut desk = Bench::at(shop, columns, rows);
    open(&mut desk);
    (desk, washer)
}

fn open(desk: &mut Bench) {
    desk.enter("Washer").press("Enter");
    act(desk, "serialise");
}

fn act(desk: &mut Bench, name: &str) {
    desk.press("Ctrl+P").type_(name).press("Enter");
}

fn said(desk: &Bench) -> String {
    desk.row(21).trim().to_owned()
}

#[test]
fn a_product_gets_its_serials_warehouse_by_warehouse() {
    let (mut desk, washer) = at_the_product(80, 24);
    desk.wait_for("Conversion · Washer").wait_for("10 pc").shows("conversion_begun");
    assert!(desk.shop.conversion(washer).draft.is_none(), "looking begins nothing");

    for serial in ["X1", "X2", "X3"] {
        desk.scan(serial);
    }
    assert_eq!(said(&desk), "ACCEPTED ✔ X3 · Washer · Main · 5 to go");
    desk.scan_again("X3");
    assert_eq!(said(&desk), "ALREADY SCANNED ✖ X3 · nothing changed · Main");
    desk.scan("SHOP");
    assert_eq!(said(&desk), "WAREHOUSE ✔ Shop · 2 to go");
    desk.scan("Y1");
    desk.scan("X1");
    assert_eq!(said(&desk), "ALREADY SCANNED ✖ X1 · nothing changed · Main");
    desk.press("F10");
    assert!(said(&desk).starts_with("NOT CONVERTED ✖ Main has 8, 3 serials: 5 to go; Shop has 2"), "{}", said(&desk));
    desk.press("Up F4").wait_for("Serials · Washer").enter("X4..X6").press("F10");
    desk.wait_for("Conversion · Washer");
    assert!(said(&desk).starts_with("ACCEPTED ✔ 3 serials · Washer · 2 to go"), "{}", said(&desk));
    desk.shows("conversion_midway");

    desk.press("F7").wait_for("Take 3 serials back out of Main?").pause(400).press("F10");
    assert_eq!(said(&desk), "TAKEN BACK ✔ 3 serials · 3 left, 5 to go");
    desk.press("F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ Y1 · 0 left, 2 to go", "the last scan, wherever it was");
    desk.press("Enter").wait_for("Conversion · Washer · Main").shows("conversion_serials");
    desk.press("Down F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ X2 · 2 left, 6 to go");
    desk.press("Esc").wait_for("Warehouse");

    act(&mut desk, "home");
    desk.wait_for("conversion of").wait_for("Washer");
    desk.press("Home Enter").wait_for("Conversion · Washer");
    desk.press("F5")
        .wait_for("Generate all serials that are missing?")
        .wait_for("8 serials are lacking in 2 warehouses");
    desk.pause(400).press("F10");
    assert!(said(&desk).starts_with("ACCEPTED ✔ 8 serials · Washer · all 10 are here"), "{}", said(&desk));
    desk.press("F10")
        .wait_for("Give Washer its serials for good?")
        .wait_for("cannot be undone")
        .shows("conversion_save");
    desk.pause(400).press("Enter").wait_for("for good?");
    desk.press("F10").lacks("for good?");
    assert_eq!(said(&desk), "CONVERTED ✔ Washer · W-1 and P-3 · 10 units");
    desk.shop.is_sound();
    desk.press("Ctrl+O").wait_for("P-3").wait_for("With         W-1").shows("conversion_posted");
}

#[test]
fn every_size_of_terminal_shows_what_is_to_do() {
    for (columns, rows, name) in [(40, 12, "conversion_medium"), (20, 8, "conversion_gun")] {
        let (mut desk, _) = at_the_product(columns, rows);
        for serial in ["X1", "X2"] {
            desk.scan(serial);
        }
        desk.shows(name);
    }
}

#[test]
fn stock_that_moves_while_the_screen_is_open_is_seen_at_once() {
    let (mut desk, washer) = at_the_product(80, 24);
    desk.enter("X1..X8").press("F10").wait_for("8 / 10");
    desk.scan("X9");
    assert_eq!(said(&desk), "ONE TOO MANY ✖ X9 · Main has 8 on hand, all with serials");
    let other = desk.shop.stockroom.open_desk("desk 2").unwrap();
    let sale = leaving(dockhand::domain::document::DocumentKind::Sale, MAIN, washer, 3);
    desk.shop.at(other, Command::MoveWhole(Box::new(sale))).unwrap();
    desk.press("Up").wait_for("3 over").wait_for("had 8");
    desk.press("F10");
    assert!(
        said(&desk).starts_with("NOT CONVERTED ✖ Main had 8 and has 5 now, 8 serials: 3 too many"),
        "{}",
        said(&desk)
    );
}

#[test]
fn a_conversion_saved_at_another_desk_is_told_and_so_are_drafts_that_lack_serials_now() {
    let (mut desk, washer) = at_the_product(80, 24);
    desk.scan("X1").press("F5").pause(400).press("F10").wait_for("10 / 10");
    let draft = desk.shop.conversion(washer).draft.unwrap().0;
    let other = desk.shop.stockroom.open_desk("desk 2").unwrap();
    desk.shop.at(other, Command::PostDraft { draft }).unwrap();
    desk.press("Up");
    assert_eq!(said(&desk), "CONVERTED ! Washer · another desk saved it: P-3");

    let nut = desk.shop.product(Product { name: "Nut".into(), ..counted("Nut") });
    desk.shop.receive(MAIN, "2026-01-05", vec![line(nut, "1", "5")]);
    act(&mut desk, "home");
    desk.press("F3").wait_for("Receiving").enter("Nut").wait_for("Nut").enter("*3").wait_for("→ 3");
    let whole = crate::whole(nut, &[(MAIN, &["N1"])]);
    desk.shop.at(other, Command::ConvertWhole(Box::new(whole))).unwrap();
    desk.press("Up").wait_for("0 / 3");
    assert_eq!(said(&desk), "SERIALS ! Nut · it got serials at another desk: 3 to scan");
}

#[test]
fn what_is_odd_or_no_serial_says_so_and_a_maker_is_not_generated_for() {
    let shop = Shop::two_rooms();
    let phone = shop.product(crate::support::serialised("Phone"));
    let draft = shop.draft();
    let of = shop.line(draft, phone);
    shop.scan(draft, of, &["P1"]);
    shop.post(draft);
    let bolt = shop.product(counted("Washer"));
    shop.receive(SHOP, "2026-01-05", vec![line(bolt, "5", "5")]);
    let mut desk = Bench::at(shop, 80, 24);
    open(&mut desk);
    desk.press("F5");
    assert!(desk.screen().contains("its maker numbers it: F6 has us number it"), "{}", desk.screen());
    desk.scan("P1");
    assert!(said(&desk).starts_with("ANOTHER'S ✖ P1 · Phone · Main · P-"), "{}", said(&desk));
    for serial in ["A001", "A002", "A003"] {
        desk.scan(serial);
    }
    desk.scan("123456789012345");
    assert!(said(&desk).starts_with("ODD ✖ 123456789012345"), "{}", said(&desk));
    desk.press("F2");
    assert_eq!(said(&desk), "ACCEPTED ✔ 123456789012345 · Washer · Shop · 1 to go");
    desk.press("F6");
    assert!(said(&desk).starts_with("RULES ✔ We number them · case and blanks do not count"), "{}", said(&desk));
    let view = desk.shop.conversion(bolt);
    assert_eq!((view.numbered_by, view.matching), (NumberedBy::Us, Matching::Loose));
    act(&mut desk, "delete-draft");
    desk.wait_for("Throw this conversion away?").pause(400).press("F10");
    assert_eq!(said(&desk), "DELETED ✔ Washer · its serials are free");
    assert!(desk.shop.conversion(bolt).draft.is_none());
    assert_eq!(desk.shop.conversion(bolt).serials, pieces(0));
    desk.shop.is_sound();
}
