//! What a person sees and does.

use std::fs;

use crate::fake::{FakePrinter, Mood};
use crate::support::bench::print_room;
use crate::{desk, free_port, says, scanned, zebra_at};

#[test]
fn a_label_is_shown_before_it_is_printed_and_a_second_one_is_said_to_be_one() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints);
    let room = zebra_at(folder.path(), zebra.address.port(), |_| ());
    let mut desk = desk(&folder, (80, 24), Some(room));
    scanned(&mut desk, 3).press("F9").wait_for("Label · SN-3").shows("label_of_a_scan");
    desk.press("Enter").wait_for("label 1 of SN-3 to zebra-1");
    assert!(says(&zebra.prints(1)[0], "SN-3"));
    desk.press("F9 Enter").wait_for("label 2 of SN-3 to zebra-1 · printed again");
    assert!(says(&zebra.prints(1)[0], "SN-3"));
    desk.pause(60_000).scan("DH:HOME").enter("SN-3").press("Enter").wait_for("Passport");
    desk.wait_for("Label  printed 08:00 at desk 1, again 08:00").shows("passport_labelled");
    assert_eq!(desk.units(), ["SN-1", "SN-2", "SN-3"]);
}

#[test]
fn on_a_small_terminal_what_is_on_the_label_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, (40, 12), Some(zebra_at(folder.path(), free_port(), |_| ())));
    scanned(&mut desk, 1).press("F9").wait_for("Label · SN-1").shows("label_medium");
    desk.resize(20, 8).wait_for("SN-1").shows("label_gun");
}

#[test]
fn without_a_printer_it_says_how_to_name_one_and_writes_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, (80, 24), None);
    scanned(&mut desk, 1).press("F9").wait_for("No printer is set up: labels.printers =").shows("label_no_printer");
    desk.press("Enter").wait_for("WRITTEN ✔ SN-1 ·").wait_for("SN-1.pdf");
    assert!(fs::read(folder.path().join("files/SN-1.pdf")).unwrap().starts_with(b"%PDF"));
    desk.press("F9 Tab Tab Right").wait_for("picture, to a file").press("Enter").wait_for("SN-1.png");
    assert!(fs::read(folder.path().join("files/SN-1.png")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn lines_drafts_and_what_was_posted_are_labelled_whole() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints);
    let room = zebra_at(folder.path(), zebra.address.port(), |_| ());
    let mut desk = desk(&folder, (80, 24), Some(room));
    scanned(&mut desk, 3).press("F9 Right").wait_for("all 3 labels of line 1 Phone X");
    desk.press("Down Down Down").type_("2").press("Enter").wait_for("6 labels of line 1 Phone X to zebra-1");
    let labels = zebra.prints(6);
    for (label, serial) in labels.iter().zip(["SN-1", "SN-1", "SN-2", "SN-2", "SN-3", "SN-3"]) {
        assert!(says(label, serial), "{serial}: {label}");
    }
    desk.press("F10 F10").wait_for("Posted; Ctrl+O opens it, F9 prints 3 labels.").press("F9");
    desk.wait_for("all 3 labels of P-1").press("Enter").wait_for("3 labels of P-1 to zebra-1 · 3 printed again");
    assert_eq!(zebra.prints(3).len(), 3);
}

#[test]
fn wherever_something_with_a_label_is_in_view_f9_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, (80, 24), None);
    desk.press("F9").wait_for("Settings").press("Esc");
    scanned(&mut desk, 2).press("F10 F10").wait_for("POSTED").scan("DH:HOME");
    desk.scan("DH:DOCUMENTS").wait_for("P-1").press("F9").wait_for("Label · all labels of P-1").press("Esc Enter");
    desk.wait_for("P-1 · posting").press("F9").wait_for("Label · all 2 labels of P-1/1").press("Esc F5");
    desk.wait_for("Lot P-1/1").press("Down F9").wait_for("Label · SN-2").press("Right");
    desk.wait_for("all 2 labels of Lot P-1/1").scan("DH:HOME");
    desk.scan("DH:PRODUCTS").wait_for("Products · 1").press("F9").wait_for("Label · Phone X");
    desk.wait_for("Product label").press("Esc Enter").wait_for("General").press("F9").wait_for("Label · Phone X");
    desk.press("Esc Right Right Right Right").wait_for("P-1/1").press("F9").wait_for("Label · lot P-1/1");
    desk.press("Esc Right").wait_for("SN-1").press("F9").wait_for("Label · SN-1").scan("DH:HOME");
    desk.scan("DH:STOCK").wait_for("Stock · Main · 1").press("F9").wait_for("Label · Phone X").scan("DH:HOME");
    desk.scan("DH:FIND").type_("SN-2").wait_for("Find · 1").press("F9").wait_for("Label · SN-2").scan("DH:HOME");
    desk.scan("DH:SETTINGS").press("Down Down Enter").wait_for("Main").press("Enter F3").type_("A3").press("F10");
    desk.wait_for("Bins of Main · 1").press("F9").wait_for("Label · A3").wait_for("Bin label");
}

#[test]
fn a_code_is_shown_alone_to_be_scanned_off_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, (80, 24), None);
    scanned(&mut desk, 1).press("F9 F2").wait_for("Label · SN-1").shows("label_code");
}

#[test]
fn a_price_is_asked_for_where_the_template_says_one() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints);
    let room = zebra_at(folder.path(), zebra.address.port(), |_| ());
    let mut desk = desk(&folder, (80, 24), Some(room));
    desk.scan("DH:PRODUCTS").wait_for("Products · 1").press("F9 Down Right").wait_for("Price tag");
    desk.press("Down Down Down").type_("4.90 EUR").press("Enter").wait_for("a label of Phone X to zebra-1");
    assert!(says(&zebra.prints(1)[0], "4.90 EUR"));
}

#[test]
fn a_template_is_shown_as_it_is_while_it_is_edited() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("templates");
    fs::create_dir(&own).unwrap();
    let room = zebra_at(folder.path(), free_port(), |labels| labels.folder.clone_from(&own));
    let mut desk = desk(&folder, (80, 24), Some(room));
    scanned(&mut desk, 1).press("F9").wait_for("50 × 25 mm, 203 dpi");
    let sound = "title = \"Own\"\nfor = \"unit\"\nsize = [40, 20]\n";
    fs::write(own.join("unit.toml"), format!("{sound}[[text]]\nat = [1, 1]\nsize = [9, 3]\ntext = \"{{serail}}\"\n"))
        .unwrap();
    desk.pause(600).wait_for("\n ✖ unit.toml:7: {serail} is no variable");
    desk.press("Enter").wait_for("NOT PRINTED");
    fs::write(own.join("unit.toml"), format!("{sound}[[text]]\nat = [1, 1]\nsize = [30, 9]\ntext = \"{{serial}}\"\n"))
        .unwrap();
    desk.pause(600).wait_for("40 × 20 mm, 203 dpi").lacks("\n ✖ unit.toml");
}

#[test]
fn what_a_printer_does_not_get_on_with_is_said_on_the_first_row_and_comes_once_when_it_is_on() {
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut desk = desk(&folder, (80, 24), Some(zebra_at(folder.path(), port, |_| ())));
    scanned(&mut desk, 2).press("F9 Right Enter").wait_for("2 labels of line 1 Phone X to zebra-1");
    desk.comes("2 labels wait: zebra-1 is off").scan("SN-3").wait_for("ACCEPTED ✔ SN-3");
    desk.scan("DH:SPOOL").wait_for("Spool · 1").comes("fails");
    desk.wait_for("it is off, or not listening").wait_for("line 1 Phone X, 2 labels");
    desk.resize(40, 12).wait_for("2 labels wait").resize(80, 24);
    let zebra = FakePrinter::on(port);
    zebra.will(Mood::Prints);
    desk.press("F5").wait_for("RETRIED").goes("labels wait:").comes("printed").wait_for("Spool · 0");
    let labels = zebra.prints(2);
    assert!(says(&labels[0], "SN-1") && says(&labels[1], "SN-2"));
    // What was printed is printed again as it was, and noted.
    desk.press("F9").wait_for("line 1 Phone X, 2 labels again, to zebra-1");
    assert_eq!(zebra.prints(2), labels);
    desk.scan("DH:HOME").enter("SN-1").press("Enter").wait_for("Label  printed").wait_for(", again");
}

#[test]
fn a_job_is_given_up_and_nothing_of_it_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = print_room(folder.path(), |labels| labels.printers = vec!["zebra-1 zpl dev:/no/printer".to_owned()]);
    let mut desk = desk(&folder, (80, 24), Some(nowhere));
    scanned(&mut desk, 2).press("F9 Right Enter").comes("2 labels wait: zebra-1 is not there").scan("DH:SPOOL");
    desk.comes("fails").press("F7").wait_for("job 1: 2 labels are not printed").wait_for("cancelled");
    desk.lacks("labels wait:").shows("spool");
    desk.resize(40, 12).wait_for("cancelled").shows("spool_medium");
    desk.press("F7").wait_for("it is over: there is nothing to give up");
}

#[test]
fn each_serial_is_labelled_as_it_is_accepted() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints);
    let room = zebra_at(folder.path(), zebra.address.port(), |labels| labels.on_scan = true);
    let mut desk = desk(&folder, (80, 24), Some(room));
    scanned(&mut desk, 2).wait_for("ACCEPTED ✔ SN-2").scan_again("SN-2");
    desk.press("F4").type_("SN-3..SN-4").press("Enter F10").wait_for("SN-4");
    let labels = zebra.prints(4);
    for (label, serial) in labels.iter().zip(["SN-1", "SN-2", "SN-3", "SN-4"]) {
        assert!(says(label, serial), "{serial}: {label}");
    }
}

#[test]
fn a_desk_may_print_on_scan_though_the_others_do_not_and_says_once_what_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, (80, 24), None);
    desk.scan("DH:SETTINGS").press("Enter").wait_for("This desk").press("Up Right Right").wait_for("← yes →");
    desk.shows("settings_desk").press("F10").wait_for("SAVED").scan("DH:HOME");
    scanned(&mut desk, 1).wait_for("NOT PRINTED ! SN-1 · there is no printer yet");
    desk.scan("SN-2").wait_for("ACCEPTED ✔ SN-2").lacks("SN-2 · there is no printer");
}
