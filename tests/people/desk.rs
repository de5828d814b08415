//! Coming in at a desk, going, and what is kept meanwhile.

use dockhand::config::SignIn;
use dockhand::domain::employee::Permission;
use dockhand::messages::{JournalFilter, Query};
use dockhand::ui::keymap::Key;
use serde_json::json;

use super::done;
use crate::support::Shop;
use crate::support::bench::{BARCODE, Bench, xterm};

/// A desk of a shop where Jane and Ben work and have badges; its session begins locked.
struct Staffed {
    desk: Bench,
    jane: String,
    ben: String,
}

fn badge(shop: &Shop, name: &str) -> String {
    let given = done(shop, shop.origin, &json!({"do": "give_badge", "employee": name}));
    given["badge"].as_str().unwrap().to_owned()
}

fn staffed_at(columns: u16, rows: u16) -> Staffed {
    let shop = Shop::in_memory();
    let phone = json!({"do": "add_product", "name": "Phone", "serialised": true, "barcodes": [BARCODE]});
    done(&shop, shop.origin, &phone);
    shop.hire("Ben", &[Permission::CreatePostings, Permission::PostPostings]);
    let (jane, ben) = (badge(&shop, "Jane"), badge(&shop, "Ben"));
    Staffed { desk: Bench::at(shop, columns, rows), jane, ben }
}

fn staffed() -> Staffed {
    staffed_at(80, 24)
}

const NOT_TAKEN: &str = "LOCKED: scan your badge; that was not taken";

#[test]
fn a_desk_asks_who_comes_and_takes_nothing_but_a_badge() {
    for (columns, rows, name) in [(80, 24, "locked"), (40, 12, "locked_medium"), (20, 8, "locked_gun")] {
        staffed_at(columns, rows).desk.wait_for("Locked").shows(name);
    }
    let Staffed { mut desk, ben, .. } = staffed();
    desk.scan("DH:RECEIVE").wait_for(NOT_TAKEN).lacks("Receiving");
    for keys in ["F1", "Ctrl+P", "F3", "Ctrl+O", "Down"] {
        desk.press(keys).wait_for(NOT_TAKEN).wait_for("Scan your badge.");
    }
    desk.enter("hello").wait_for(NOT_TAKEN).lacks("hello");
    desk.paste("several\nlines").wait_for(NOT_TAKEN);
    desk.scan(&ben).wait_for("SIGNED IN ✔ Ben").wait_for("Ben · desk 1");
}

#[test]
fn nothing_of_a_badge_or_a_pin_is_ever_on_the_screen() {
    let Staffed { mut desk, ben, .. } = staffed();
    done(&desk.shop, desk.shop.origin, &json!({"do": "set_pin", "employee": "Ben", "pin": "271828"}));
    desk.scan(&ben).wait_for("Type the PIN").shows("locked_pin");
    desk.type_("271").wait_for("PIN ***").lacks("271");
    desk.press("Esc").wait_for("Scan your badge.").scan(&ben).wait_for("Type the PIN");
    desk.enter("271829").wait_for("NOT LET IN").wait_for("this is not the badge's PIN");
    desk.pause(60_000);
    // A numeric pad is quick: a PIN may come as a scan does.
    desk.scan(&ben).wait_for("Type the PIN").scan("271828").wait_for("SIGNED IN ✔ Ben");
    let sent = String::from_utf8_lossy(&desk.sent()).into_owned();
    for secret in [&ben[5..], &ben[11..], "271828", "71828"] {
        assert!(!sent.contains(secret), "{secret}");
    }
}

#[test]
fn what_somebody_was_at_is_theirs_when_they_come_back_and_nobody_elses() {
    let Staffed { mut desk, jane, ben } = staffed();
    desk.scan(&ben).scan("DH:RECEIVE").scan(BARCODE).scan("SN-0001").wait_for("SN-0001");
    desk.type_("SN-00").press("Ctrl+G").wait_for("Signed out.").lacks("SN-0001").lacks("Ben · desk 1");
    desk.scan(&jane).wait_for("SIGNED IN ✔ Jane").lacks("SN-0001").wait_for("Home");
    desk.press("Ctrl+X").attach(80, 24).wait_for("Jane · desk 1");
    desk.scan(&ben).wait_for("SIGNED IN ✔ Ben").wait_for("SN-0001").wait_for("scan or type SN-00");
    desk.press("Esc").scan("SN-0002").wait_for("ACCEPTED ✔ SN-0002");
    assert_eq!(desk.units(), ["SN-0001", "SN-0002"], "one draft");
    desk.scan(&jane).wait_for("SIGNED IN ✔ Jane").wait_for("Home");
}

#[test]
fn a_desk_locks_when_nothing_comes_and_keeps_the_draft() {
    let Staffed { mut desk, ben, .. } = staffed();
    desk.scan(&ben).scan("DH:RECEIVE").scan(BARCODE).scan("SN-0001").wait_for("ACCEPTED");
    desk.pause(9 * 60_000).wait_for("SN-0001").type_("x").press("Backspace");
    desk.pause(9 * 60_000).wait_for("SN-0001");
    desk.pause(2 * 60_000).wait_for("Locked").lacks("SN-0001");
    desk.scan("SN-0002").wait_for(NOT_TAKEN).restart().wait_for("Locked");
    desk.scan(&ben).wait_for("SIGNED IN").wait_for("SN-0001").lacks("SN-0002");
}

#[test]
fn a_session_that_begins_anew_finds_who_was_there_unless_it_was_long_ago() {
    let Staffed { mut desk, ben, .. } = staffed();
    desk.scan(&ben).scan("DH:RECEIVE").scan(BARCODE).scan("SN-0001").wait_for("ACCEPTED");
    desk.restart().wait_for("SN-0001").wait_for("Ben · desk 1");
    desk.shop.minutes(11);
    desk.restart().wait_for("Locked");
}

#[test]
fn whoever_loses_their_badge_or_their_place_is_locked_out_at_once() {
    let Staffed { mut desk, ben, .. } = staffed();
    desk.scan(&ben).wait_for("SIGNED IN");
    let other = desk.shop.stockroom.open_desk("desk 9").unwrap();
    done(&desk.shop, other, &json!({"do": "revoke_badge", "employee": "Ben"}));
    desk.pause(1_000).wait_for("Locked").scan(&ben).wait_for("NOT LET IN").wait_for("this badge opens nothing");
    done(&desk.shop, other, &json!({"do": "revoke_badge", "employee": "Jane"}));
    desk.pause(1_000).lacks("Locked").wait_for("Jane · desk 1");
}

#[test]
fn a_desk_that_is_somebodys_by_its_key_asks_for_no_badge() {
    let Staffed { desk, ben, .. } = staffed();
    let shop = desk.shop;
    done(&shop, shop.origin, &json!({"do": "assign_desk", "desk": "desk 1", "employee": "Ben"}));
    let mut desk = Bench::with(shop, (80, 24), xterm(), |config| config.sign_in = SignIn::Desk);
    desk.wait_for("Ben · desk 1").pause(60 * 60_000).wait_for("Ben · desk 1");
    desk.scan(&ben).wait_for("this desk is Ben's by its key");
    let other = desk.shop.stockroom.open_desk("desk 9").unwrap();
    done(&desk.shop, other, &json!({"do": "assign_desk", "desk": "desk 1"}));
    desk.pause(1_000).wait_for("Locked");
}

#[test]
fn a_command_is_of_whoever_signed_in_and_coming_and_going_are_in_the_journal() {
    let Staffed { mut desk, jane, ben } = staffed();
    desk.scan(&ben).scan("DH:RECEIVE").scan(BARCODE).scan(&jane).scan(&jane).wait_for("Signed out.");
    desk.scan("DH:B:not-one").wait_for("NOT LET IN");
    let filter = JournalFilter { desk: Some(desk.shop.origin.desk), ..JournalFilter::default() };
    let query = Query::Journal { filter, after: None, limit: 9 };
    let dockhand::messages::Answer::Journal(page) = desk.shop.ask(&query) else {
        panic!("a journal answers otherwise")
    };
    let told: Vec<_> = page.rows.iter().map(|row| format!("{}: {}", row.employee, row.what)).collect();
    assert_eq!(told[..4], [": come in by a wrong badge or PIN", "Jane: sign out", "Jane: sign in", "Ben: lock a desk"]);
    assert!(told.iter().any(|row| row.starts_with("Ben: begin a draft")), "{told:?}");
}

#[test]
fn a_lone_owner_is_never_asked() {
    let mut desk = Bench::new();
    desk.wait_for("Jane · desk 1").press("Ctrl+G").wait_for("nobody signs in here");
    desk.scan("DH:B:whatever").wait_for("nobody signs in here").pause(60 * 60_000).wait_for("Home");
    assert!(Key::named("Ctrl+G").is_some());
}
