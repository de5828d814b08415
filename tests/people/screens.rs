//! People set up at a desk: a role, an employee, a badge, a PIN, and what a warehouse lets them do.

use dockhand::domain::id::EmployeeId;
use dockhand::messages::{Answer, Query};
use dockhand::stockroom::Door;

use crate::support::Shop;
use crate::support::bench::Bench;

/// Opens a part of the settings.
fn settings(desk: &mut Bench, part: &str) {
    desk.scan("DH:HOME").scan("DH:SETTINGS").enter(part);
}

#[test]
fn two_people_are_set_up_from_nothing_at_one_desk() {
    let mut desk = Bench::new();
    settings(&mut desk, "roles");
    desk.press("F3").type_("Receiver").press("F10").wait_for("SAVED").enter("Receiver").wait_for("Role · Receiver");
    desk.enter("create postings").enter("post postings").enter("view postings").wait_for("not saved yet");
    desk.shows("role_ticks").press("F10").wait_for("SAVED").shows("roles");

    settings(&mut desk, "employees");
    desk.press("F3").type_("Ben").press("Down").type_("Rec").press("F10").wait_for("SAVED ✔ Ben").wait_for("Receiver");
    desk.press("Up Up").enter("Ben").press("Enter").wait_for("Ben · by warehouse").wait_for("do all");
    desk.press("Enter").wait_for("Ben at Main").enter("out: sale").press("F10").wait_for("SAVED");
    desk.wait_for("view stock, in: posting").shows("rights").press("Esc");
    desk.enter("Ben").press("F5").type_("0471").press("Enter").wait_for("once more").type_("0471").press("Enter");
    desk.wait_for("SET ✔ Ben").lacks("0471");
    desk.press("F4").wait_for("Badge of Ben").wait_for("GIVEN ✔ Ben");
    let screen = desk.screen();
    let badge: String = screen.lines().find_map(|line| line.trim().strip_prefix("DH:B:")).unwrap().to_owned();
    assert!(screen.contains('█') && screen.lines().filter(|line| line.contains(['▀', '▄'])).count() >= 13, "{screen}");
    desk.press("Esc").wait_for("badge, PIN").shows("employees").lacks(&badge);
    let text = format!("DH:B:{badge}");
    let found = desk.shop.stockroom.sign_in(desk.shop.origin.desk, &text, Some("0471")).unwrap();
    assert_eq!(found, Door::In(EmployeeId(2)));
    settings(&mut desk, "desks");
    desk.wait_for("desk 1").wait_for("Ben").press("Enter").enter("Ben").wait_for("SAVED");
    let Answer::Door(door) = desk.shop.ask(&Query::Door(desk.shop.origin.desk)) else { panic!("a door") };
    assert_eq!(door.whose, Some(EmployeeId(2)));
}

#[test]
fn whoever_may_not_change_employees_is_refused_on_these_screens_as_everywhere() {
    let shop = Shop::in_memory();
    let ben = shop.hire("Ben", &[]);
    let mut desk = Bench::at(shop.seen_by(ben), 80, 24);
    settings(&mut desk, "employees");
    desk.enter("Jane").press("F4").wait_for("Ben may not give a badge").press("F7").wait_for("may not");
    desk.press("F5").enter("1234").enter("1234").wait_for("Ben may not set a PIN").press("Esc");
    desk.press("Enter Enter").press("Enter").press("F10").wait_for("Ben may not say what a warehouse lets");
}

#[test]
fn a_small_terminal_shows_people_too() {
    for (columns, rows, name) in [(40, 12, "employees_medium"), (20, 8, "employees_gun")] {
        let shop = Shop::in_memory();
        shop.hire("Ben", &[]);
        let mut desk = Bench::at(shop, columns, rows);
        settings(&mut desk, "employees");
        desk.shows(name).press("F4").wait_for("DH:B:").press("Esc").press("Enter").wait_for("Main");
    }
}
