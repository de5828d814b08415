//! A day at a small shop, as the person at its one desk has it: the program itself, in a terminal of its own.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::time::Duration;

use pty::{House, Terminal};

/// Barcodes of the phone, which has its maker's serials, and of the cable, which is counted.
const PHONE: &str = "5901234123457";
const CABLE: &str = "4006381333931";

const F7: &str = "\x1b[18~";
const F10: &str = "\x1b[21~";
const CTRL_E: &str = "\x05";
const CTRL_N: &str = "\x0e";
const CTRL_O: &str = "\x0f";
const ESC: &str = "\x1b";

/// Time between two keys of a hand: a question is deaf for a moment.
const HAND: Duration = Duration::from_millis(400);

/// Writes by hand, letter by letter, and ends it with Enter.
fn writes(desk: &mut Terminal, text: &str) {
    desk.sends_each(Duration::from_millis(60), format!("{text}\r").as_bytes());
}

fn scans(desk: &mut Terminal, code: &str) {
    desk.sends(format!("{code}\r").as_bytes());
}

fn posts(desk: &mut Terminal, number: &str) {
    desk.types(F10).shows("Post this?");
    desk.lets_pass(HAND).types(F10).shows(&format!("POSTED ✔ {number}"));
}

fn asks(house: &House, request: &str) -> String {
    String::from_utf8(house.run(&["exec"], request).stdout).unwrap()
}

#[test]
fn a_day_at_a_small_shop() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    let made = asks(
        &house,
        &[
            r#"{"do":"add_warehouse","name":"Shop"}"#.to_owned(),
            format!(r#"{{"do":"add_product","name":"Phone X","serialised":true,"barcodes":["{PHONE}"]}}"#),
            format!(r#"{{"do":"add_product","name":"Cable","barcodes":["{CABLE}"]}}"#),
        ]
        .join("\n"),
    );
    assert_eq!(made.matches(r#"{"ok":"#).count(), 3, "{made}");

    // In the morning ten phones and a box of cables come in.
    scans(&mut desk, "DH:RECEIVE");
    desk.shows("Receiving");
    scans(&mut desk, PHONE);
    desk.shows("NEW LINE ✔ Phone X");
    for number in 1..=10 {
        scans(&mut desk, &format!("SN-{number:04}"));
    }
    desk.shows("ACCEPTED ✔ SN-0010");
    scans(&mut desk, CABLE);
    writes(&mut desk, "*200/0.85");
    desk.shows("SET ✔ Cable");
    posts(&mut desk, "P-1");
    desk.types(ESC).shows("Home");

    // Three are sold to Jane, with a cable each.
    desk.types(CTRL_N).shows("What do you want to do?");
    writes(&mut desk, "sell");
    desk.shows("Scan what is sold");
    for number in [2, 5, 9] {
        scans(&mut desk, &format!("SN-{number:04}"));
        scans(&mut desk, CABLE);
    }
    desk.shows("COUNTED ✔ Cable · 2 → 3");
    desk.types(CTRL_E).shows("no client is known yet");
    writes(&mut desk, "Jane Doe");
    desk.types(F10).shows("Client  Jane Doe");
    posts(&mut desk, "S-1");

    // One comes back.
    scans(&mut desk, "DH:TAKE-BACK");
    desk.shows("Scan the unit that comes back");
    scans(&mut desk, "SN-0005");
    desk.shows("TAKEN ✔ SN-0005 · of S-1");
    scans(&mut desk, "SN-0001");
    desk.shows("IN STOCK ✖ SN-0001");
    posts(&mut desk, "CR-1");

    // Five go to the shop.
    scans(&mut desk, "DH:TRANSFER");
    desk.shows("where goods go");
    desk.types(F10).shows("SAVED ✔ Shop");
    for number in [1, 3, 4, 6, 7] {
        scans(&mut desk, &format!("SN-{number:04}"));
    }
    desk.shows("5 on line 1");
    posts(&mut desk, "T-1");

    // That was a mistake: two should have stayed.
    desk.types(CTRL_O).shows("T-1 · transfer");
    scans(&mut desk, "DH:REOPEN");
    desk.shows("reopen it as a draft?");
    desk.lets_pass(HAND).types(F10).shows("Transfer · draft of").shows("CANCELLED ✔ T-1");
    desk.types(F7).shows("TAKEN BACK ✔");
    desk.types(F7).shows("3 left");
    posts(&mut desk, "T-2");

    let stock = asks(&house, r#"{"ask":"stock","product":"Phone X"}"#);
    assert!(stock.contains(r#""on_hand":"5""#) && stock.contains(r#""on_hand":"3""#), "{stock}");
    let passport = asks(&house, r#"{"ask":"passport","serial":"SN-0005"}"#);
    for number in ["P-1", "S-1", "CR-1"] {
        assert!(passport.contains(number), "{number} is missing: {passport}");
    }
}
