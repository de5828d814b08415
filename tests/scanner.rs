//! A scanner that is set wrongly: one known label tells how, and from then on the desk reads it right.

mod support;

use dockhand::domain::scanner::Layout;
use dockhand::scan::calibrate;
use dockhand::scan::normalise::{mapped, swapped};
use support::bench::Bench;

/// Types as a scanner does that is set for another keyboard and ends with Tab, Caps Lock being on.
fn typed(text: &str) -> Vec<u8> {
    mapped(&swapped(text), Layout::Azerty).into_bytes().into_iter().chain([b'\t']).collect()
}

#[test]
fn one_known_label_mends_layout_caps_lock_and_suffix_for_this_desk() {
    let mut desk = Bench::receiving("Phone X", 5);
    desk.scan("DH:SCANNER").wait_for("Scan anything");
    desk.bytes(&typed(&calibrate::label())).pause(1_000).wait_for("French (AZERTY)").wait_for("Caps Lock is on");
    desk.wait_for("F10 keeps this").shows("scanner_found").press("F10").wait_for("KEPT").press("Esc");
    desk.wait_for("Phone X").bytes(&typed("Sn-0471")).pause(300).wait_for("Sn-0471").wait_for("ACCEPTED");
    assert_eq!(desk.units(), ["Sn-0471"]);
    // The desk keeps it: whoever sits down there next has it too.
    desk.restart().wait_for("Phone X").bytes(&typed("Sn-0472")).pause(300).wait_for("Sn-0472");
    assert_eq!(desk.units(), ["Sn-0471", "Sn-0472"]);
}

#[test]
fn what_was_kept_is_forgotten_by_one_key() {
    let mut desk = Bench::new();
    desk.scan("DH:SCANNER").bytes(&typed(&calibrate::label())).pause(1_000).press("F10").wait_for("KEPT");
    desk.press("F7").wait_for("Scan anything").press("Esc");
}

#[test]
fn a_scan_on_the_scanner_screen_is_shown_and_explained_and_does_nothing_else() {
    let mut desk = Bench::receiving("Phone X", 5);
    desk.scan("DH:SCANNER").bytes(b"]d20104012345123456\x1d21ABC\r").pause(1_000);
    desk.wait_for("GS:").wait_for("(01)04012345123456(21)ABC");
    desk.bytes(b"]d20104012345123457\r").pause(1_000).wait_for("the check digit is wrong");
    desk.press("Esc").wait_for("Nothing to decide");
    assert!(desk.units().is_empty());
}
