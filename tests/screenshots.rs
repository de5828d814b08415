//! The pictures of the README, drawn from real screens:
//! `UPDATE_SCREENSHOTS=1 cargo test --features screenshots --test screenshots` writes them anew.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[path = "support/screenshot.rs"]
mod screenshot;
mod support;

use std::io::Cursor;

use dockhand::exchange;
use support::Shop;
use support::bench::Bench;

/// What the shop has before the morning of the pictures.
const SHOP: &str = r#"
{"do":"add_warehouse","name":"Shop","bins":["COUNTER"]}
{"do":"add_bin","warehouse":"Main","code":"A3"}
{"do":"add_product","name":"Phone X 128 GB","category":"Phones","serialised":true,"warranty":24,"minimum":"40","barcodes":["4006381333931"]}
{"do":"add_product","name":"Tablet 11 inch","category":"Tablets","serialised":true,"warranty":24,"barcodes":["4006381333948"]}
{"do":"add_product","name":"USB cable 1 m","category":"Cables","barcodes":["4012345678901"],"minimum":"100"}
{"do":"add_product","name":"Screen protector 6.1","category":"Protection","barcodes":["4012345678918"]}
{"do":"add_product","name":"Solder wire","category":"Workshop","unit":"m","barcodes":["4012345678925"],"minimum":"25"}
{"do":"post","kind":"posting","warehouse":"Main","date":"2026-09-14","supplier":"Northwind Parts","invoice":"4590-A","lines":[{"product":"Phone X 128 GB","cost":"199.00","warranty":12,"bin":"A3","serials":"356938035643100..356938035643124"},{"product":"USB cable 1 m","quantity":"60","cost":"0.85"}]}
{"do":"post","kind":"posting","warehouse":"Main","date":"2026-09-21","supplier":"Brightline","invoice":"B-2207","lines":[{"product":"Tablet 11 inch","cost":"312.50","warranty":24,"serials":"DMPX001..DMPX012"},{"product":"Screen protector 6.1","quantity":"250","cost":"1.10"},{"product":"Solder wire","quantity":"18.5","total":"42.00"}]}
{"do":"post","kind":"posting","warehouse":"Shop","date":"2026-09-28","supplier":"Northwind Parts","invoice":"4655-C","lines":[{"product":"Phone X 128 GB","cost":"204.00","warranty":12,"serials":"356938035643200..356938035643207"},{"product":"USB cable 1 m","quantity":"25","cost":"0.90"}]}
"#;

fn shop() -> Shop {
    let shop = Shop::in_memory();
    let mut answers = Vec::new();
    exchange::exec(&shop.stockroom, shop.origin, &mut Cursor::new(SHOP.trim()), &mut answers).unwrap();
    let answers = String::from_utf8(answers).unwrap();
    assert!(answers.lines().all(|answer| answer.starts_with("{\"ok\"")), "{answers}");
    shop
}

/// Lets a morning at the receiving desk go as far as the second carton.
fn receive(desk: &mut Bench) {
    desk.press("F3").press("Ctrl+E").enter("4711-B").enter("Northwind Parts").press("F10");
    desk.scan("4012345678901").enter("*200").scan("4006381333931").enter("*3*10");
    for unit in 0..17 {
        desk.scan(&format!("3569380356437{unit:02}"));
    }
}

#[test]
fn home_shows_what_waits_and_what_is_short() {
    let mut desk = Bench::at(shop(), 80, 24);
    receive(&mut desk);
    desk.press("Esc");
    screenshot::compare("home", desk.emulator());
}

#[test]
fn receiving_counts_cartons() {
    let mut desk = Bench::at(shop(), 80, 24);
    receive(&mut desk);
    screenshot::compare("receiving", desk.emulator());
}

#[test]
fn a_serial_in_stock_is_refused_and_waits() {
    let mut desk = Bench::at(shop(), 80, 24);
    receive(&mut desk);
    desk.scan("356938035643107");
    screenshot::compare("refused", desk.emulator());
}

#[test]
fn the_summary_is_shown_before_it_is_posted() {
    let mut desk = Bench::at(shop(), 80, 24);
    receive(&mut desk);
    desk.press("F10");
    screenshot::compare("summary", desk.emulator());
}

#[test]
fn a_passport_tells_where_a_unit_came_from() {
    let mut desk = Bench::at(shop(), 80, 24);
    desk.scan("356938035643107").press("F6").enter("display replaced under warranty").press("F10");
    screenshot::compare("passport", desk.emulator());
}

#[test]
fn stock_is_shown_by_warehouse() {
    let mut desk = Bench::at(shop(), 80, 24);
    desk.press("F5");
    screenshot::compare("stock", desk.emulator());
}

#[test]
fn a_narrow_terminal_has_room_for_the_job() {
    let mut desk = Bench::at(shop(), 40, 12);
    receive(&mut desk);
    screenshot::compare("narrow", desk.emulator());
}

#[test]
fn a_gun_shows_one_thing_at_a_time() {
    let mut desk = Bench::at(shop(), 20, 8);
    receive(&mut desk);
    screenshot::compare("gun", desk.emulator());
}
