//! The program in a real terminal, typed into as several scanners do.

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::time::Duration;

use dockhand::domain::scanner::Layout;
use dockhand::scan::normalise::{mapped, swapped};
use pty::{House, Terminal};

const GTIN: &str = "04012345123456";

/// A house whose scanner is set so, and a desk there that receives phones which the label of `GTIN` is on.
fn receiving(scanner: &str) -> (House, Terminal) {
    let house = House::with(&format!("[scanner]\n{scanner}\n"));
    let product = format!(r#"{{"do":"add_product","name":"Phone X","serialised":true,"barcodes":["{GTIN}"]}}"#);
    let made = house.run(&["exec"], &format!("{{\"do\":\"add_warehouse\",\"name\":\"Main\"}}\n{product}\n"));
    assert!(made.status.success(), "{made:?}");
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    desk.sends(b"\x1bOR");
    desk.shows("Receiving");
    (house, desk)
}

/// Goes to a screen by its command barcode, typed by hand.
fn go<'d>(desk: &'d mut Terminal, screen: &str) -> &'d mut Terminal {
    desk.types(&format!("DH:{}\r", screen.to_uppercase()))
}

/// What is counted on the phones' line: `SN 2`.
fn units(desk: &Terminal, count: u32) {
    desk.until(|screen| {
        screen.contents().lines().any(|row| row.contains("Phone X") && row.contains(&format!(" {count} ")))
    });
}

/// Two labels with product, batch, FNC1 and serial, as a scanner types them, become two units.
fn takes_two(scanner: &str, gap: Duration, typed: impl Fn(&str) -> Vec<u8>) {
    let (_house, mut desk) = receiving(scanner);
    for serial in ["SN-0001", "SN-0002"] {
        let label = format!("]d201{GTIN}10B7\u{1d}21{serial}");
        desk.sends_each(gap, &typed(&label)).shows(serial).shows("ACCEPTED");
        desk.lets_pass(Duration::from_millis(300));
    }
    units(&desk, 2);
}

/// A scanner of 2 ms a character that ends so.
fn ending(end: &'static str) -> impl Fn(&str) -> Vec<u8> {
    move |label| [label, end].concat().into_bytes()
}

const FAST: Duration = Duration::from_millis(2);

#[test]
fn one_that_ends_with_cr_and_lf() {
    takes_two("", FAST, ending("\r\n"));
}

#[test]
fn one_that_ends_with_tab() {
    takes_two("", FAST, ending("\t"));
}

#[test]
fn one_that_ends_with_nothing() {
    takes_two("suffix = 'none'", FAST, ending(""));
}

#[test]
fn one_that_frames_with_stx_and_etx() {
    takes_two("prefix = '<STX>'\nsuffix = 'etx'", FAST, |label| format!("\u{2}{label}\u{3}").into_bytes());
}

#[test]
fn one_that_presses_f8_for_fnc1() {
    takes_two("gs = 'f8'", FAST, |label| format!("{}\r", label.replace('\u{1d}', "\u{1b}[19~")).into_bytes());
}

#[test]
fn one_whose_keys_come_through_a_french_keyboard() {
    takes_two("layout = 'azerty'", FAST, |label| format!("{}\r", mapped(label, Layout::Azerty)).into_bytes());
}

#[test]
fn one_at_a_desk_whose_caps_lock_is_on() {
    takes_two("case = 'swap'", FAST, |label| format!("{}\r", swapped(label)).into_bytes());
}

#[test]
fn one_that_takes_a_tenth_of_a_second_a_character() {
    takes_two("max_gap_ms = 200\nidle_ms = 600", Duration::from_millis(100), ending("\r"));
}

#[test]
fn one_that_reads_each_label_twice() {
    let (_house, mut desk) = receiving("");
    let label = format!("]d201{GTIN}21SN-0001\r");
    desk.sends_each(FAST, format!("{label}{label}").as_bytes()).shows("ALREADY SCANNED");
    units(&desk, 1);
}

#[test]
fn one_that_nobody_set_for_this_keyboard_is_told_so_and_mended_by_the_known_label() {
    let (_house, mut desk) = receiving("");
    let through = |text: &str| format!("{}\r", mapped(text, Layout::Azerty)).into_bytes();
    desk.sends_each(FAST, &through(&format!("]d201{GTIN}21SN-0001"))).shows("French (AZERTY)");
    go(&mut desk, "scanner").shows("Scan anything");
    desk.sends_each(FAST, &through(&dockhand::scan::calibrate::label())).shows("F10 keeps this");
    desk.sends(b"\x1b[21~").shows("KEPT");
    desk.sends(b"\x1b").shows("Receiving");
    desk.sends_each(FAST, &through(&format!("]d201{GTIN}21SN-0001"))).shows("ACCEPTED");
    units(&desk, 1);
}
