//! Corrections at the desk: what a posting says, its line's warranty and cost, a unit's serial.

mod support;

use support::bench::Bench;

/// A desk that posted two phones, before their document.
fn posted(size: (u16, u16)) -> Bench {
    let mut desk = Bench::receiving_at("Phone X", 2, size.0, size.1);
    desk.scan("SN-0001").scan("SN-0002").enter("/199").press("F10").pause(500).press("F10").pause(1_000);
    desk.press("Ctrl+O").pause(1_000);
    desk
}

#[test]
fn a_posting_is_corrected_after_it_is_asked_once_more() {
    let mut desk = posted((80, 24));
    desk.wait_for("P-1").press("F6").wait_for("Correct P-1 · line 1 Phone X");
    desk.type_("Northwind").press("Down").type_("4711").press("Down").type_("24").press("Down");
    desk.bytes(b"\x15").type_("210").shows("correct").press("F10").wait_for("Correct P-1?").shows("correct_sure");
    desk.press("Enter").wait_for("Correct P-1?").press("F10").pause(1_000);
    desk.wait_for("CORRECTED ✔ P-1/1 · on hand 22.00, booked on what has left 0.00").lacks("Correct P-1 ");
    desk.wait_for("Northwind → Main").wait_for("supplier none → Northwind").shows("corrected");
    desk.press("F6").press("F10").wait_for("Nothing is different").press("Esc");
}

#[test]
fn a_field_that_makes_no_sense_is_blamed_and_nothing_is_asked() {
    let mut desk = posted((80, 24));
    desk.press("F6").press("Down Down").type_("two").press("F10").wait_for("two: months are 0 to 65535");
    desk.bytes(b"\x15").type_("12").press("Down").bytes(b"\x15").type_("-1").press("F10").wait_for("✖");
    desk.lacks("Correct P-1?");
}

#[test]
fn a_serial_is_corrected_from_the_units_passport() {
    let mut desk = posted((80, 24));
    desk.press("Esc").scan("SN-0001").wait_for("Passport").scan("DH:CORRECT").wait_for("Correct SN-0001");
    desk.bytes(b"\x15").scan("SN-0009").press("F10").wait_for("Correct SN-0001 to SN-0009?").press("F10").pause(1_000);
    desk.wait_for("CORRECTED ✔ SN-0009 · SN-0001 leads to it, too").wait_for("serial SN-0001 → SN-0009");
    desk.shows("passport_corrected").scan("SN-0001").pause(1_000).wait_for("SN-0009");
}

#[test]
fn corrections_are_made_on_small_screens_too() {
    for (columns, rows) in [(40, 12), (20, 8)] {
        let mut desk = posted((columns, rows));
        desk.press("F6").shows(&format!("correct_{columns}x{rows}")).type_("Acme").press("F10").pause(500);
        desk.press("F10").pause(1_000).wait_for("CORRECTED");
    }
}
