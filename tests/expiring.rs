//! Goods that expire: how the stock says what is past its day or near it, wherever they go.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::id::ProductId;
use dockhand::domain::time::Day;
use dockhand::messages::{Command, LineEdit, Outcome};
use dockhand::ops::verify::verify;
use dockhand::store::engine::{Durability, Write};
use dockhand::store::migrate::run;
use dockhand::store::tables::EXPIRING;
use serde_json::Value;
use support::bench::Bench;
use support::{Shop, each_shop};

/// Milk that expires in three lots, oil that never does, and yeast that is over; today is 2026-10-02.
const STOCKED: &str = r#"
{"do":"add_warehouse","name":"Shop"}
{"do":"add_bin","warehouse":"Main","code":"A"}
{"do":"add_product","name":"Milk"}
{"do":"add_product","name":"Oil"}
{"do":"add_product","name":"Yeast","serialised":true}
{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Milk","quantity":"4","cost":"1","expiry":"2027-10-01"},{"product":"Milk","quantity":"6","cost":"1","expiry":"2026-10-20","bin":"A"},{"product":"Oil","quantity":"5","cost":"3"}]}
{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Yeast","serials":["Y1","Y2"],"cost":"2","expiry":"2026-10-01"},{"product":"Milk","quantity":"2","cost":"1","expiry":"2026-11-01"}]}
"#;

fn exec(shop: &Shop, requests: &str) -> Vec<Value> {
    let mut answers = Vec::new();
    let input = requests.trim();
    dockhand::exchange::exec(&shop.stockroom, shop.origin, &mut input.as_bytes(), &mut answers).unwrap();
    let answers = String::from_utf8(answers).unwrap();
    answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn stocked(shop: &Shop) {
    for answer in exec(shop, STOCKED) {
        assert!(answer.get("ok").is_some(), "{answer}");
    }
}

/// Rows of stock as words: what, where, how much, the first day.
fn rows(shop: &Shop, by: &str) -> Vec<String> {
    let answer = exec(shop, &format!(r#"{{"ask":"stock","by":"{by}"}}"#)).pop().unwrap();
    let rows = answer["ok"]["rows"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("–").to_owned();
    let row = |row: &Value| ["product", "warehouse", "bin", "on_hand", "expiry"].map(|name| text(row, name)).join(" ");
    rows.iter().map(row).collect()
}

fn is_whole(shop: &Shop) {
    let mut broken = Vec::new();
    shop.look(|view| verify(&view, &mut |sentence| broken.push(sentence)));
    assert_eq!(broken, [""; 0]);
    shop.replays_equal();
}

#[test]
fn stock_says_which_day_comes_first_and_lists_what_is_past_it_or_near_it() {
    each_shop(|name, shop| {
        stocked(shop);
        let all = ["Milk Main – 12 2026-10-20", "Oil Main – 5 –", "Yeast Main – 2 2026-10-01"];
        assert_eq!(rows(shop, "warehouse"), all, "{name}");
        let bins =
            ["Milk Main – 6 2026-11-01", "Milk Main A 6 2026-10-20", "Oil Main – 5 –", "Yeast Main – 2 2026-10-01"];
        assert_eq!(rows(shop, "bin"), bins, "{name}");
        let near = ["Milk Main – 2 2026-11-01", "Milk Main A 6 2026-10-20", "Yeast Main – 2 2026-10-01"];
        assert_eq!(rows(shop, "expiry"), near, "{name}: no milk of 2027");
        let past = exec(shop, r#"{"ask":"stock","by":"expiry","on":"2026-10-01"}"#);
        assert_eq!(past[0]["refused"]["code"], "bad_field", "{name}");
        is_whole(shop);
    });
}

#[test]
fn what_expires_is_known_wherever_it_goes_until_the_last_of_it_left() {
    each_shop(|name, shop| {
        stocked(shop);
        let moves = r#"
{"do":"post","kind":"transfer","warehouse":"Main","to":"Shop","lines":[{"product":"Milk","quantity":"2","bin":"A"},{"product":"Yeast","serials":["Y2"]}]}
{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Milk","quantity":"4","bin":"A"},{"product":"Yeast","serials":["Y1"]}]}
"#;
        assert!(exec(shop, moves).iter().all(|answer| answer.get("ok").is_some()), "{name}");
        let near = ["Milk Main – 2 2026-11-01", "Milk Shop – 2 2026-10-20", "Yeast Shop – 1 2026-10-01"];
        assert_eq!(rows(shop, "expiry"), near, "{name}");
        is_whole(shop);
        let back = r#"
{"do":"post","kind":"client_return","of":"S-1","warehouse":"Shop","lines":[{"product":"Yeast","serials":["Y1"]}]}
{"do":"cancel","document":"T-1"}
"#;
        let answers = exec(shop, back);
        assert!(answers.iter().all(|answer| answer.get("ok").is_some()), "{name}: {answers:?}");
        let near = [
            "Milk Main – 2 2026-11-01",
            "Milk Main A 2 2026-10-20",
            "Yeast Main – 1 2026-10-01",
            "Yeast Shop – 1 2026-10-01",
        ];
        assert_eq!(rows(shop, "expiry"), near, "{name}");
        is_whole(shop);
    });
}

#[test]
fn what_gets_serials_keeps_its_day_and_what_is_cancelled_leaves_none() {
    each_shop(|name, shop| {
        stocked(shop);
        let convert = r#"
{"do":"serialise","product":"Milk","serials":{"Main":"M001-M012"}}
{"do":"post","kind":"write_off","warehouse":"Main","reason":"over","lines":[{"product":"Yeast","serials":["Y1","Y2"]}]}
{"do":"post","kind":"posting","warehouse":"Shop","lines":[{"product":"Oil","quantity":"1","cost":"3","expiry":"2026-10-03"}]}
{"do":"cancel","document":"P-4"}
"#;
        let answers = exec(shop, convert);
        assert!(answers.iter().all(|answer| answer.get("ok").is_some()), "{name}: {answers:?}");
        assert_eq!(rows(shop, "expiry"), ["Milk Main – 2 2026-11-01", "Milk Main A 6 2026-10-20"], "{name}");
        is_whole(shop);
    });
}

#[test]
fn a_store_of_before_lists_what_expires_once_it_is_opened() {
    let shop = Shop::in_memory();
    stocked(&shop);
    let listed = support::rows(&*shop.engine)[EXPIRING.name()].clone();
    assert_eq!(listed.len(), 4);
    let before = &mut |tx: &mut dyn Write| {
        listed.iter().try_for_each(|(key, _)| tx.delete(EXPIRING.name(), key))?;
        tx.put("meta", b"schema", &3_u32.to_be_bytes())
    };
    shop.engine.write(Durability::Plain, before).unwrap();
    run(&*shop.engine, "a store").unwrap();
    assert_eq!(support::rows(&*shop.engine)[EXPIRING.name()], listed);
}

#[test]
fn the_stock_screen_says_it_with_a_sign_and_a_word_and_shows_nothing_else_when_asked() {
    let shop = Shop::in_memory();
    stocked(&shop);
    let mut desk = Bench::at(shop, 80, 24);
    desk.press("F5").wait_for("Stock · Main · 3").wait_for("✖ expired").shows("stock_expires");
    desk.resize(40, 12).wait_for("✖ expired").wait_for("! soon").shows("stock_expires_40x12");
    desk.resize(80, 24).press("F2").wait_for("by bin").press("F2").wait_for("by category").press("F2");
    desk.wait_for("Stock that expires soon · Main · 3").shows("stock_expires_soon");
    desk.resize(40, 12).wait_for("✖ expired").shows("stock_expires_soon_40x12");
    desk.resize(20, 8).wait_for("Milk").shows("stock_expires_soon_20x8");
}

#[test]
fn an_undone_receipt_of_what_expires_leaves_no_day_behind() {
    let shop = Shop::in_memory();
    stocked(&shop);
    let draft = shop.draft();
    let line = shop.line(draft, ProductId(1));
    shop.count(draft, line, 3);
    let expiry = Some(Day::from_ymd_opt(2026, 10, 5));
    let edit = LineEdit { expiry, ..LineEdit::default() };
    shop.run(Command::EditLine { draft, line, edit });
    shop.post(draft);
    assert_eq!(rows(&shop, "expiry")[0], "Milk Main – 5 2026-10-05");
    let cancelled = shop.run(Command::CancelDocument { document: draft, reopen: true });
    assert!(matches!(cancelled, Outcome::Cancelled { .. }));
    assert_eq!(rows(&shop, "expiry")[0], "Milk Main – 2 2026-11-01");
    is_whole(&shop);
}
