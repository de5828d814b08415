//! A count at the desk: scanned, looked at, settled, on every terminal.

use dockhand::domain::employee::Permission;
use dockhand::domain::product::{Barcode, Product};

use crate::support::bench::Bench;
use crate::support::{Shop, counted, serialised};
use crate::{Counting, pieces, units};

const CABLE: &str = "4006381333931";

/// A shop with five phones, ten cables and a shelf; B1 is at the branch, A5 was sold.
fn stocked() -> Shop {
    let shop = Shop::in_memory();
    let shelf = shop.bin("S7");
    let branch = shop.warehouse_named("Branch");
    let barcode = Barcode { text: CABLE.to_owned(), pack: pieces(1) };
    let cable = shop.product(Product { barcodes: vec![barcode], ..counted("USB cable 1 m") });
    let phone = shop.product(serialised("Phone X 128 GB"));
    shop.receive(phone, 0, &["A1", "A2", "A5"]);
    shop.receive_at(shop.warehouse, &[(phone, 0, &["A3", "A4"], Some(shelf)), (cable, 10, &[], None)]);
    shop.receive_at(branch, &[(phone, 0, &["B1"], None)]);
    shop.leaves(dockhand::domain::document::DocumentKind::Sale, phone, 0, &["A5"]);
    shop.minutes(30);
    shop
}

/// Opens a stocktake of the desk's warehouse from the palette's command barcode.
fn counting(columns: u16, rows: u16) -> Bench {
    let mut desk = Bench::at(stocked(), columns, rows);
    desk.scan("DH:STOCKTAKE").press("F10");
    desk
}

#[test]
fn a_count_is_scanned_looked_at_and_settled() {
    let mut desk = counting(80, 24);
    desk.wait_for("OPENED");
    desk.scan("A1").wait_for("COUNTED");
    desk.scan("A1").wait_for("counted already: at desk 1 (Jane), just now");
    desk.scan("A5").wait_for("EXCESS");
    desk.scan("B1").wait_for("ELSEWHERE");
    desk.scan("X9-NEW").wait_for("UNKNOWN");
    desk.scan(CABLE).wait_for("0 → 1 here").enter("*12").wait_for("1 → 12 here").enter("-1").wait_for("12 → 11 here");
    desk.press("F7").wait_for("TAKEN BACK");
    desk.scan("A3").wait_for("Phone X 128 GB · Main S7");
    let ben = desk.shop.hire("Ben", &[Permission::CountStock]);
    let newest = desk.shop.ask(&dockhand::messages::Query::Home { employee: ben.employee, desk: ben.desk });
    let dockhand::messages::Answer::Home(home) = newest else { panic!("home") };
    let id = home.drafts[0].id;
    desk.shop.at(ben, units(id, &["A4"])).unwrap();
    desk.pause(10).wait_for("desk of B…").wait_for("13 of 14 · 92 %").shows("stocktake_counted");
    desk.press("Right").wait_for("A2").shows("stocktake_shortage");
    desk.press("Right").wait_for("sold S-1").press("Right Right").wait_for("X9-NEW");
    desk.press("F6").enter("Phone").wait_for("NAMED");
    desk.press("F10").wait_for("Settle: F10").shows("stocktake_settle");
    desk.press("F10").wait_for("SETTLED").wait_for("ST-1").wait_for("closed").shows("stocktake_closed");
    desk.shop.is_whole("memory");
}

#[test]
fn a_finding_that_is_left_out_stays_open_and_the_rest_is_settled() {
    let mut desk = counting(80, 24);
    desk.scan("A1").scan("A5").scan("A3").scan("A4").scan(CABLE).enter("*10");
    desk.press("F10").wait_for("shortage 1").wait_for("excess 1").press("F7").wait_for("1 left out");
    desk.press("F10").wait_for("SETTLED").wait_for("50 % settled");
    desk.press("Right").wait_for("A2");
}

#[test]
fn a_shelf_is_said_by_scanning_it_or_by_choosing_it() {
    let mut desk = counting(80, 24);
    desk.scan("S7").wait_for("SHELF").wait_for("now at shelf S7");
    desk.scan("A1").wait_for("ELSEWHERE").wait_for("by the books in Main");
    desk.press("F4").wait_for("at large").press("Enter").wait_for("No shelf is said now");
    desk.lacks("now at shelf");
}

#[test]
fn who_counts_blind_sees_no_expected_figure_on_any_screen() {
    let shop = stocked();
    let ben = shop.hire("Ben", &[Permission::CountStock]);
    let mut desk = Bench::at(shop.seen_by(ben), 80, 24);
    desk.scan("DH:STOCKTAKE").press("F10").wait_for("OPENED");
    desk.scan("A1").scan(CABLE).wait_for("2 counted").lacks("%").lacks(" of 1");
    desk.press("Right").wait_for("Counted blind").shows("stocktake_blind");
    desk.press("F10").press("F10").wait_for("may not settle");
}

#[test]
fn every_size_counts_and_settles() {
    for (columns, rows) in [(20, 8), (40, 12), (200, 60)] {
        let mut desk = counting(columns, rows);
        desk.scan("A1").scan("A5").scan(CABLE).enter("*10").scan("A4");
        desk.shows(&format!("stocktake_{columns}x{rows}"));
        desk.press("Right").shows(&format!("stocktake_shortage_{columns}x{rows}"));
        desk.press("F10").shows(&format!("stocktake_settle_{columns}x{rows}"));
        desk.press("F10").wait_for("SETTLED");
        desk.shop.is_whole("memory");
    }
}

#[test]
fn a_stocktake_is_thrown_away_only_when_that_is_confirmed() {
    let mut desk = counting(80, 24);
    desk.scan("A1").scan("DH:DELETE-DRAFT").wait_for("Throw this stocktake away?").press("Esc").wait_for("Counted");
    desk.scan("DH:DELETE-DRAFT").press("F10").wait_for("THROWN AWAY");
    desk.shop.is_whole("memory");
}
