//! A scanner that is set wrongly: one known label tells how, and from then on the desk reads it right.

mod support;

use dockhand::domain::id::ProductId;
use dockhand::domain::scanner::Layout;
use dockhand::messages::{Answer, Query};
use dockhand::scan::calibrate;
use dockhand::scan::normalise::{mapped, swapped};
use dockhand::ui::keymap::Action;
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

/// Types as a scanner does that presses US keys on another keyboard, and ends with Enter.
fn through(layout: Layout, text: &str) -> Vec<u8> {
    mapped(text, layout).into_bytes().into_iter().chain([b'\r']).collect()
}

#[test]
fn during_work_a_scan_through_another_keyboard_is_said_and_counts_for_nothing() {
    let mut desk = Bench::receiving("Phone X", 5);
    desk.bytes(&through(Layout::Azerty, "SN-0471"))
        .pause(300)
        .wait_for("NOT READ")
        .wait_for("French (AZERTY) keyboard");
    desk.wait_for("To decide (1)").press("F7").wait_for("Nothing to decide");
    desk.bytes(&through(Layout::Qwertz, "]C1010401234512345621SN-1")).pause(300).wait_for("German (QWERTZ)");
    assert!(desk.units().is_empty());
    desk.scan("DH:HOME").bytes(&through(Layout::It, "SN:0471")).pause(300).wait_for("Italian");
}

#[test]
fn during_work_caps_lock_is_noticed_by_the_carrier_that_no_scanner_sends() {
    let mut desk = Bench::receiving("Phone X", 5);
    desk.bytes(format!("{}\r", swapped("]C1010401234512345621SN-1")).as_bytes())
        .pause(300)
        .wait_for("is Caps Lock on?");
    assert!(desk.units().is_empty());
}

#[test]
fn during_work_two_reads_glued_together_are_parted_and_zeros_that_were_dropped_are_asked_about() {
    let mut desk = Bench::receiving("Phone X", 5);
    for serial in ["001231", "001232", "001233"] {
        desk.pause(2_000).scan(serial).wait_for(serial).wait_for("ACCEPTED");
    }
    // Three serials show what one looks like.
    desk.pause(2_000).scan("001234001234").wait_for("001234");
    assert_eq!(desk.units(), ["001231", "001232", "001233", "001234"]);
    desk.pause(2_000).scan("DH:HOME").wait_for("Home").scan("1234").wait_for("does this scanner drop zeros?");
}

#[test]
fn during_work_a_batch_that_swallowed_the_serial_is_said_to_lack_fnc1() {
    let mut desk = Bench::receiving("Phone X", 5);
    desk.scan("010401234512345610B721ABC").wait_for("UNKNOWN").wait_for("F3");
    desk.press("F3").wait_for("04012345123456").type_("Pen").press("F10").wait_for("Nothing to decide");
    desk.pause(2_000).scan("010401234512345610B821XYZ").wait_for("FNC1 lost? It could be (10) B8 (21) XYZ");
}

/// What is posted and cancelled, how many drafts are open, which product has serials.
fn settled(desk: &Bench) -> String {
    let documents = Query::Documents { kind: None, state: None, text: String::new(), after: None, limit: 50 };
    let Answer::Documents(page) = desk.shop.ask(&documents) else { panic!("documents are answered otherwise") };
    let mut told: Vec<_> = page.rows.iter().map(|row| format!("{:?} {:?}", row.number, row.state.word())).collect();
    let Answer::Product(phone) = desk.shop.ask(&Query::Product(ProductId(1))) else { panic!("a product is another") };
    told.push(format!("serials {}", phone.product.serialised()));
    told.join(", ")
}

/// The way to a place where a command barcode is scanned.
type Way = fn(&mut Bench);

#[test]
fn no_command_barcode_posts_cancels_converts_or_deletes_wherever_it_is_scanned() {
    let places: [(&str, Way); 4] = [
        ("a draft", |desk| {
            desk.scan("SN-2").wait_for("SN-2");
        }),
        ("its summary", |desk| {
            desk.scan("SN-2").wait_for("SN-2").press("F10").wait_for("F10");
        }),
        ("what is posted", |desk| {
            desk.scan("DH:DOCUMENTS").wait_for("P-1").press("Enter").wait_for("P-1 · posting");
        }),
        ("a question", |desk| {
            desk.scan("DH:DOCUMENTS").wait_for("P-1").press("Enter").wait_for("P-1 · posting");
            desk.press("F7").wait_for("Cancel P-1?");
        }),
    ];
    for (place, go) in places {
        for action in Action::ALL {
            let mut desk = Bench::receiving("Phone X", 1);
            desk.scan("SN-1")
                .wait_for("SN-1")
                .press("F10")
                .wait_for("F10")
                .press("F10")
                .wait_for("POSTED")
                .press("Esc");
            desk.scan("DH:HOME").scan("DH:RECEIVE");
            go(&mut desk);
            let before = settled(&desk);
            for _ in 0..3 {
                desk.pause(1_000).scan(&format!("DH:{}", action.name().to_uppercase())).pause(1_000);
            }
            assert_eq!(settled(&desk), before, "{place}: {action:?}");
        }
    }
}
