//! Labels that say product, serial, batch and expiry in one code, scanned at the receiving desk.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::time::Day;
use dockhand::messages::{Answer, Query};
use support::Shop;
use support::bench::Bench;

const GTIN: &str = "04012345123456";

/// A desk at a shop that knows a phone and a box of ten batteries by their GTINs.
fn desk() -> Bench {
    let shop = Shop::in_memory();
    let barcode = |text: &str, pack| Barcode { text: text.to_owned(), pack: Quantity::pieces(pack) };
    shop.product(Product { barcodes: vec![barcode(GTIN, 1)], ..support::serialised("Phone X") });
    shop.product(Product { barcodes: vec![barcode("09520123456788", 10)], ..support::counted("Battery") });
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("DH:RECEIVE");
    desk
}

/// Product, batch and last day of each line of the newest draft.
fn lots(desk: &Bench) -> Vec<(String, String, Option<String>)> {
    let home = Query::Home { employee: desk.shop.origin.employee, desk: desk.shop.origin.desk };
    let Answer::Home(home) = desk.shop.ask(&home) else { panic!("Home answers otherwise") };
    let Answer::Draft(view) = desk.shop.ask(&Query::Draft(home.drafts[0].id)) else {
        panic!("a draft answers otherwise")
    };
    let day = |day: Option<Day>| day.map(|day| day.format("%y%m%d").to_string());
    view.lines.into_iter().map(|line| (line.name, line.batch, day(line.expiry))).collect()
}

/// A day that is long to come, as `YYMMDD`.
fn later(desk: &Bench, days: i64) -> String {
    let day: Day = desk.shop.now().day(chrono_tz::UTC);
    (day + chrono::TimeDelta::days(days)).format("%y%m%d").to_string()
}

#[test]
fn one_scan_makes_the_line_tells_its_lot_and_takes_the_unit() {
    let mut desk = desk();
    let day = later(&desk, 400);
    desk.scan(&format!("]d201{GTIN}17{day}10B7\u{1d}21SN-1")).wait_for("ACCEPTED").wait_for("SN-1");
    desk.scan(&format!("]d201{GTIN}17{day}10B7\u{1d}21SN-2")).wait_for("SN-2");
    assert_eq!(desk.units(), ["SN-1", "SN-2"]);
    assert_eq!(lots(&desk), [("Phone X".to_owned(), "B7".to_owned(), Some(day))]);
    desk.scan(&format!("]d201{GTIN}17{}10B7\u{1d}21SN-2", later(&desk, 400))).wait_for("ALREADY SCANNED");
    assert_eq!(desk.units(), ["SN-1", "SN-2"]);
}

#[test]
fn another_batch_is_another_line() {
    let mut desk = desk();
    desk.scan(&format!("(01){GTIN}(10)B7(21)SN-1")).wait_for("SN-1");
    desk.scan(&format!("(01){GTIN}(10)B8(21)SN-2")).wait_for("SN-2");
    desk.scan(&format!("(01){GTIN}(10)B7(21)SN-3")).wait_for("SN-3");
    let lots: Vec<_> = lots(&desk).into_iter().map(|(_, batch, _)| batch).collect();
    assert_eq!(lots, ["B7", "B8"]);
    assert_eq!(desk.units(), ["SN-1", "SN-3", "SN-2"]);
}

#[test]
fn a_count_on_the_label_multiplies_the_pack() {
    let mut desk = desk();
    desk.scan("https://id.gs1.org/01/09520123456788?37=3").wait_for("NEW LINE").wait_for("30");
    desk.scan("(01)09520123456788(37)2").wait_for("30 → 50");
}

#[test]
fn goods_past_their_day_are_taken_and_said_to_be() {
    let mut desk = desk();
    let (gone, soon) = (later(&desk, -2), later(&desk, 10));
    desk.scan(&format!("(01){GTIN}(17){gone}(21)SN-1")).wait_for("EXPIRED");
    desk.scan(&format!("(01){GTIN}(17){soon}(21)SN-2")).wait_for("EXPIRES SOON");
    assert_eq!(desk.units(), ["SN-1", "SN-2"]);
}

#[test]
fn a_label_of_an_unknown_product_waits_and_is_taken_whole_once_the_product_is_made() {
    let mut desk = desk();
    desk.scan("(01)04006381333931(10)B1(21)N-1").wait_for("UNKNOWN");
    desk.scan("(01)04006381333931(10)B1(21)N-2").wait_for("To decide (2)");
    desk.press("F3").wait_for("04006381333931");
    desk.type_("Pen").press("F10").wait_for("1 → 2").wait_for("Nothing to decide");
    // It was made without serials: the form decides that, and each label counts one.
    assert_eq!(lots(&desk), [("Pen".to_owned(), "B1".to_owned(), None)]);
}

#[test]
fn a_label_of_another_barcode_of_a_product_that_is_known_brings_its_unit() {
    let mut desk = desk();
    desk.scan("(01)04006381333931(21)N-1").wait_for("UNKNOWN");
    desk.press("F2").wait_for("N-1").press("F5").wait_for("Battery").type_("Phone").press("Enter");
    desk.wait_for("Nothing to decide");
    assert_eq!(desk.units(), ["N-1"]);
}

#[test]
fn a_label_that_breaks_a_rule_waits_with_the_sentence_and_counts_for_nothing() {
    let mut desk = desk();
    desk.scan("]C10104012345123457\u{1d}21SN-1").wait_for("NOT READ").wait_for("check digit");
    assert!(desk.units().is_empty());
}

#[test]
fn anywhere_else_a_label_opens_the_unit_it_is_on() {
    let mut desk = desk();
    desk.scan(&format!("(01){GTIN}(21)SN-1")).wait_for("SN-1");
    desk.press("F10").wait_for("F10").press("F10").wait_for("POSTED");
    desk.press("Esc").scan("DH:HOME").scan(&format!("]C101{GTIN}21SN-1")).wait_for("Passport").wait_for("SN-1");
}

/// Answers a request of a script.
fn exec(desk: &Bench, request: &str) -> serde_json::Value {
    let mut answer = Vec::new();
    dockhand::exchange::exec(&desk.shop.stockroom, desk.shop.origin, &mut request.as_bytes(), &mut answer).unwrap();
    serde_json::from_slice(&answer).unwrap()
}

#[test]
fn a_unit_keeps_what_was_scanned_of_it_and_its_second_serial_leads_to_it() {
    let mut desk = desk();
    let label = format!("]d201{GTIN}") + "1727123110B7\u{1d}21SN-1\u{1d}250IMEI-2";
    desk.scan(&label).wait_for("SN-1").scan("SN-2").wait_for("SN-2");
    desk.press("F10").wait_for("F10").press("F10").wait_for("POSTED").press("Esc").scan("DH:HOME");
    desk.scan("IMEI-2").wait_for("Passport").wait_for("also IMEI-2").wait_for("label ]d201").shows("passport_label");
    let passport = exec(&desk, r#"{"ask":"passport","serial":"SN-1"}"#);
    assert_eq!(passport["ok"]["scanned"], label);
    assert_eq!(passport["ok"]["identifiers"], serde_json::json!(["IMEI-2"]));
    let plain = exec(&desk, r#"{"ask":"passport","serial":"SN-2"}"#);
    assert_eq!(plain["ok"]["scanned"], serde_json::Value::Null, "what says nothing more than the serial is not kept");
}

#[test]
fn a_second_serial_that_is_anothers_refuses_the_scan_and_takes_nothing() {
    let mut desk = desk();
    desk.scan(&format!("(01){GTIN}(21)SN-1")).wait_for("SN-1");
    desk.scan(&format!("(01){GTIN}(21)SN-2(250)SN-1")).wait_for("TAKEN");
    assert_eq!(desk.units(), ["SN-1"]);
    desk.press("F7").wait_for("TAKEN BACK");
}

#[test]
fn a_serial_taken_back_frees_its_second_one_too() {
    let mut desk = desk();
    desk.scan(&format!("(01){GTIN}(21)SN-1(250)X-9")).wait_for("SN-1").press("F7").wait_for("TAKEN BACK");
    desk.scan(&format!("(01){GTIN}(21)SN-2(250)X-9")).wait_for("SN-2").wait_for("ACCEPTED");
    assert_eq!(desk.units(), ["SN-2"]);
}

const PALLET: &str = "006141411234567890";

#[test]
fn a_pallet_begins_a_posting_from_home_and_opens_what_came_in_under_it_afterwards() {
    let mut desk = desk();
    desk.scan("DH:HOME").scan(&format!("]C100{PALLET}")).wait_for("PALLET").wait_for("noted in this posting");
    desk.wait_for("Receiving").scan(&format!("(01){GTIN}(21)SN-1")).wait_for("ACCEPTED");
    desk.press("F10").wait_for("F10").press("F10").wait_for("POSTED").press("Esc").scan("DH:HOME");
    for label in [format!("]C100{PALLET}"), format!("(00){PALLET}"), PALLET.to_owned(), format!("00{PALLET}")] {
        desk.scan(&label).wait_for("P-1").wait_for(&format!("Pallets      {PALLET}")).scan("DH:HOME");
    }
    let found = exec(&desk, &format!(r#"{{"ask":"resolve","text":"{PALLET}"}}"#));
    assert_eq!(found["ok"]["meanings"][0]["number"], "P-1", "{found}");
    assert_eq!(exec(&desk, r#"{"ask":"document","number":"P-1"}"#)["ok"]["pallets"][0], PALLET);
}

#[test]
fn a_pallet_is_noted_once_and_where_a_serial_belongs_it_is_said_for_what_it_is() {
    let mut desk = desk();
    desk.scan(&format!("(01){GTIN}(21)SN-1")).wait_for("SN-1");
    // Announced as one, it is one; a bare number may be a serial, and a person says so.
    desk.scan(&format!("(00){PALLET}")).wait_for("PALLET").wait_for("noted");
    desk.pause(2_000).scan(&format!("(00){PALLET}")).wait_for("noted in this posting; nothing changed");
    desk.scan("106141412345678908").wait_for("ODD").wait_for("a pallet's number (SSCC)? F2");
    assert_eq!(desk.units(), ["SN-1"]);
    desk.press("F7").press("F7").wait_for("has it no more");
    desk.scan(&format!("(00){PALLET}(02){GTIN}(37)2")).wait_for("Phone X");
}

#[test]
fn a_pallet_that_came_in_is_not_received_twice_and_is_free_again_once_that_is_undone() {
    let mut desk = desk();
    desk.scan(&format!("(00){PALLET}")).wait_for("PALLET").scan(&format!("(01){GTIN}(21)SN-1")).wait_for("SN-1");
    desk.press("F10").wait_for("F10").press("F10").wait_for("POSTED").press("Esc").scan("DH:HOME").scan("DH:RECEIVE");
    desk.scan(&format!("(01){GTIN}(21)SN-2")).wait_for("SN-2");
    desk.scan(&format!("(00){PALLET}")).wait_for("came in by P-1; nothing changed");
    assert_eq!(exec(&desk, r#"{"do":"cancel","document":"P-1"}"#)["ok"]["number"], "P-1");
    desk.pause(2_000).scan(&format!("(00){PALLET}")).wait_for("noted in this posting; scan");
}
