//! One desk, driven by bytes: what its terminal shows, and what that costs.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use support::bench::Bench;

#[test]
fn a_new_desk_says_where_it_is_and_who_works_there() {
    let mut desk = Bench::new();
    desk.wait_for("Main · Corner Shop   Jane · desk 1  08:00");
}

#[test]
fn a_typed_letter_costs_few_bytes_and_nothing_changed_costs_none() {
    let mut desk = Bench::new();
    desk.press("Ctrl+P").type_("x").sent();
    for letter in ["a", "b", "c"] {
        desk.bytes(letter.as_bytes()).bytes(b"\x08").sent();
        desk.bytes(letter.as_bytes());
        let sent = desk.sent();
        assert!(sent.len() <= 16, "{:?}", String::from_utf8_lossy(&sent));
    }
    desk.press("F12 Ctrl+F").press("Esc").sent();
    desk.press("F12").bytes(b"\x1b[I");
    assert_eq!(desk.sent(), b"");
}
