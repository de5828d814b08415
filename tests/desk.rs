//! One desk, driven by bytes: what its terminal shows, what that costs, and what it survives.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};

use dockhand::desk::{Capabilities, Colours, Input};
use dockhand::domain::place::Warehouse;
use dockhand::messages::{Answer, Command, Origin, Query};
use dockhand::store::engine::{Durability, Engine, Error, Read, Write};
use dockhand::store::memory::MemoryEngine;
use support::Shop;
use support::bench::{BARCODE, Bench, xterm};

/// Carries out a command at another desk.
fn elsewhere(desk: &Bench, command: Command) {
    let ben = desk.shop.stockroom.open_desk("desk 2").unwrap();
    desk.shop.at(Origin { employee: desk.shop.origin.employee, ..ben }, command).unwrap();
}

fn with_terminal(differ: impl FnOnce(&mut Capabilities)) -> Bench {
    let mut capabilities = xterm();
    differ(&mut capabilities);
    Bench::with(Shop::in_memory(), (80, 24), capabilities, |_| ())
}

#[test]
fn a_new_desk_says_where_it_is_and_who_works_there() {
    Bench::new().wait_for("Main · Corner Shop   Jane · desk 1  08:00");
}

// ── bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_typed_letter_costs_few_bytes_and_is_written_once() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.type_("4").sent();
    desk.writes();
    for letter in ["7", "1", "1"] {
        desk.pause(200).bytes(letter.as_bytes());
        let sent = desk.sent();
        assert!(sent.len() <= 4, "{:?}", String::from_utf8_lossy(&sent));
        assert_eq!(desk.writes(), 1);
    }
}

#[test]
fn an_accepted_scan_costs_few_bytes_and_is_written_once() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.scan("SN-0001").scan("SN-0002").scan("SN-0003").pause(1000).sent();
    desk.writes();
    desk.bytes(b"SN-0004\r").wait_for("ACCEPTED ✔ SN-0004");
    let sent = desk.sent();
    assert!(sent.len() <= 250, "{}: {:?}", sent.len(), String::from_utf8_lossy(&sent));
    assert_eq!(desk.writes(), 1);
}

#[test]
fn nothing_is_sent_when_nothing_changed() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.pause(2000).sent();
    // A key nobody binds, a terminal's focus report, a sequence nobody knows, silence.
    desk.press("F12").bytes(b"\x1b[I").bytes(b"\x1b[5;77X").pause(1000);
    assert_eq!(desk.sent(), b"");
}

#[test]
fn the_minute_alone_is_sent_when_it_changes() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.pause(2000).sent();
    desk.pause(60_000).wait_for("08:01");
    let sent = desk.sent();
    assert!((1..40).contains(&sent.len()), "{:?}", String::from_utf8_lossy(&sent));
}

// ── keys and the line ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_lone_escape_acts_after_a_moment_and_a_split_key_is_that_key() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.bytes(b"\x1b").pause(39).wait_for("Receiving · draft");
    desk.bytes(b"[21~").wait_for("Post this?");
    desk.pause(1000).bytes(b"\x1b").pause(39).wait_for("Post this?");
    desk.pause(1).lacks("Post this?");
}

#[test]
fn the_first_escape_empties_the_line_and_the_next_goes_back() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.type_("47").press("Esc").wait_for("Receiving · draft").lacks("type 47");
    desk.press("Esc").lacks("Receiving · draft");
}

#[test]
fn every_function_key_has_a_twin() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.press("Ctrl+F").wait_for("Ctrl+F and now a digit").type_("0").wait_for("Post this?");
    desk.press("Esc Ctrl+F Esc").wait_for("Receiving · draft").lacks("now a digit");
    // A letter behind Ctrl+F is a letter.
    desk.press("Ctrl+F").type_("x").wait_for("scan or type x");
}

#[test]
fn a_key_that_cannot_act_says_why() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.press("F2").wait_for("Receiving · draft");
    let said = desk.row(21);
    assert!(!said.is_empty(), "{}", desk.screen());
    desk.press("F9").wait_for("nothing is selected here that has a label");
    desk.press("Ctrl+P").press("F9").wait_for("F9 does nothing here: this is Palette");
}

#[test]
fn typed_text_survives_help_and_a_lost_terminal() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.type_("*4").press("Ctrl+P").type_("xyz").press("Esc Esc").wait_for("type *4");
    desk.detach().attach(40, 12).wait_for("*4").attach(80, 24).wait_for("type *4");
    desk.type_("7").press("Enter").wait_for("47");
}

#[test]
fn a_short_paste_is_typed_and_a_list_is_a_paste() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.paste("4711-B").wait_for("type 4711-B");
    desk.press("Esc").paste("SN001\nSN002\nSN003\n").lacks("type SN").wait_for("SN003");
}

#[test]
fn a_scan_takes_its_letters_off_the_line_and_leaves_what_was_typed() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.type_("ab c").pause(2000).bytes(b"SN-0001\r").wait_for("SN-0001").wait_for("type ab c");
}

#[test]
fn what_a_hand_types_with_a_pause_is_typed() {
    let mut desk = Bench::receiving("Phone X", 50);
    // One pause after the first letter, the rest letter by letter.
    let pausing = |desk: &mut Bench, text: &str| {
        let (first, rest) = text.split_at(1);
        desk.type_(first).pause(300).bytes(&rest.as_bytes()[..1]);
        for letter in rest[1..].chars() {
            desk.pause(120).bytes(letter.to_string().as_bytes());
        }
        desk.pause(120).bytes(b"\r");
    };
    pausing(&mut desk, "*200/0.85");
    desk.wait_for("SET ✔ Phone X · cartons of 200 · 0.85 each").lacks("type *");
    pausing(&mut desk, "*3000");
    desk.lacks("TWO READINGS").wait_for("SET ✔");
    // A serial that nobody knows, and the second time one that stock knows as a whole.
    pausing(&mut desk, "SN-0001");
    desk.wait_for("ACCEPTED ✔ SN-0001");
    pausing(&mut desk, "SN-0001");
    desk.wait_for("ALREADY SCANNED ✖ SN-0001");
    assert_eq!(desk.units(), ["SN-0001"]);
    desk.lacks("type S").lacks("To decide");
}

#[test]
fn a_slow_scan_that_stock_knows_stays_apart_from_what_was_typed() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.type_("ab").pause(300);
    for digit in BARCODE.chars() {
        desk.pause(100).bytes(digit.to_string().as_bytes());
    }
    desk.pause(100).bytes(b"\r").wait_for("Phone X · ").wait_for("type ab").lacks("TWO READINGS");
    // Known both ways, or fast and known neither way, it is never guessed.
    desk.press("Esc").type_("5").bytes(b"").pause(1000).bytes(b"SN-0001\r").wait_for("TWO READINGS ✖ SN-0001");
    desk.scan("SN-0002").wait_for("ACCEPTED ✔ SN-0002").wait_for("type 5");
}

#[test]
fn the_reading_that_stock_knows_is_taken_and_what_was_typed_stays_typed() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.scan("5SN-0001");
    // The scan stalled after its first letter.
    desk.pause(1000).bytes(b"5").pause(1000).bytes(b"SN-0001\r").wait_for("ALREADY SCANNED ✖ 5SN-0001").lacks("type 5");
    // Letters typed in haste, and then a product's barcode.
    desk.pause(1000).bytes(b"ab").pause(1000).bytes(format!("{BARCODE}\r").as_bytes());
    desk.wait_for("Phone X · ").wait_for("type ab").lacks("TWO READINGS");
}

#[test]
fn a_scan_that_stalls_is_whole_where_the_others_show_what_a_serial_looks_like() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.pause(1000).bytes(b"SN-").pause(700).bytes(b"0009\r").wait_for("TWO READINGS ✖ SN-0009");
    desk.scan("SN-0001").scan("SN-0002").scan("SN-0003");
    for (before, after) in [("SN-", "0004"), ("S", "N-0005"), ("SN-000", "6")] {
        desk.pause(1000).bytes(before.as_bytes()).pause(700).bytes(format!("{after}\r").as_bytes());
        desk.wait_for(&format!("ACCEPTED ✔ {before}{after}")).lacks("type S");
    }
    desk.scan("SN-0007SN-0007").wait_for("ACCEPTED ✔ SN-0007");
    assert_eq!(desk.units(), (1..8).map(|number| format!("SN-{number:04}")).collect::<Vec<_>>());
}

#[test]
fn a_search_typed_with_a_pause_reaches_find() {
    let mut desk = Bench::new();
    desk.type_("p").pause(300).type_("hone12").press("Enter").wait_for("Find · 0").lacks("UNKNOWN");
}

#[test]
fn a_slow_scanner_commands_as_a_fast_one() {
    let mut desk = Bench::receiving("Phone X", 1);
    desk.scan("SN-0001").enter("DH:POST").wait_for("Post this?");
}

#[test]
fn escape_right_before_a_scan_leaves_the_scan_whole() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.press("F1").bytes(b"\x1bSN-0001\r").wait_for("ACCEPTED ✔ SN-0001").lacks("type S");
    desk.press("F1").bytes(b"\x1bP-0002\r").wait_for("ACCEPTED ✔ P-0002");
    assert_eq!(desk.units(), ["SN-0001", "P-0002"]);
}

#[test]
fn a_pasted_list_of_serials_with_dashes_is_shown_and_taken() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.paste("SN-1\nSN-2\nSN-3\n").wait_for("3 serials").wait_for("SN-3").press("F10");
    assert_eq!(desk.units(), ["SN-1", "SN-2", "SN-3"]);
    desk.paste("11-13\n21-22\n").wait_for("5 serials").wait_for("first  11").press("F10");
    assert_eq!(desk.units()[3..], ["11", "12", "13", "21", "22"]);
}

#[test]
fn of_several_things_with_one_code_one_is_chosen() {
    let mut desk = Bench::receiving("Main", 50);
    desk.scan("DH:HOME").scan("Main").wait_for("WHICH ONE ! Main").wait_for("Which one is Main").wait_for("warehouse");
    desk.type_("ware").press("Enter").wait_for("WAREHOUSE ✔ Main").wait_for("Stock · Main");
    desk.press("Esc").wait_for("Home").scan("Main").press("Enter").wait_for("PRODUCT ✔ Main");
}

// ── command barcodes ────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_command_barcode_acts_as_its_key_but_never_says_yes() {
    let mut desk = Bench::receiving("Phone X", 1);
    desk.scan("SN-0001").scan("DH:POST").wait_for("Post this?");
    desk.scan("DH:YES").wait_for("UNKNOWN ✖ DH:YES").wait_for("Post this?");
    desk.scan("DH:BACK").lacks("Post this?");
    desk.scan("DH:CANCEL").wait_for("NOT TAKEN ✖ DH:CANCEL · does nothing here: this is Receiving");
    desk.scan("DH:NONSENSE").wait_for("UNKNOWN ✖ DH:NONSENSE");
}

// ── scans that a screen cannot use ──────────────────────────────────────────────────────────────────────────────

#[test]
fn with_an_open_draft_a_stray_scan_waits_in_its_tray() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.press("F1").scan("SN-0001");
    desk.wait_for("NOT TAKEN ✖ SN-0001 · you are in Help; it waits in the draft's tray");
    desk.scan_again("SN-0001").scan("SN-0002").wait_for("the draft's tray, with");
    assert_eq!(desk.units(), [""; 0]);
    desk.press("Esc").wait_for("To decide (2)");
}

#[test]
fn without_a_draft_a_scan_opens_what_it_names_or_says_that_nothing_does() {
    let mut desk = Bench::new();
    desk.press("Ctrl+L").scan("4006381333931").wait_for("UNKNOWN ✖ 4006381333931 · nothing here has it");
    desk.scan("Main").wait_for("WAREHOUSE ✔ Main").wait_for("Stock · Main");
}

// ── other desks ─────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_another_desk_changes_is_shown_but_not_under_the_cursor() {
    let mut desk = Bench::receiving("Phone X", 50);
    let Answer::Home(home) =
        desk.shop.ask(&Query::Home { employee: desk.shop.origin.employee, desk: desk.shop.origin.desk })
    else {
        panic!()
    };
    let draft = home.drafts[0].id;
    elsewhere(&desk, support::scanned(draft, 1, &["SN-0001"]));
    desk.pause(100).wait_for("1 / 50");
    desk.pause(1000).bytes(b"4");
    elsewhere(&desk, support::scanned(draft, 1, &["SN-0002"]));
    desk.pause(900).wait_for("1 / 50");
    desk.pause(200).wait_for("2 / 50");
}

#[test]
fn a_quiet_desk_repaints_nothing_unasked() {
    let shop = Shop::in_memory();
    let draft = shop.draft();
    let phone = shop.product(support::serialised("Phone X"));
    let line = shop.line(draft, phone);
    let mut desk = Bench::with(shop, (80, 24), xterm(), |config| config.quiet = true);
    desk.wait_for("Receiving").sent();
    elsewhere(&desk, support::scanned(draft, line, &["SN-0001"]));
    desk.pause(120_000);
    assert_eq!(desk.sent(), b"");
    desk.press("Down").wait_for("SN-0001").wait_for("08:02");
}

// ── a slow machine ──────────────────────────────────────────────────────────────────────────────────────────────

/// A store whose disk stands still while somebody holds the gate.
struct Stalling {
    engine: MemoryEngine,
    gate: Arc<Mutex<()>>,
}

impl Engine for Stalling {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        self.engine.read(work)
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let _open = self.gate.lock().unwrap();
        self.engine.write(durability, work)
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}

#[test]
fn while_the_disk_stands_still_the_desk_says_so_and_what_is_done_meanwhile_waits_its_turn() {
    let gate = Arc::new(Mutex::new(()));
    let shop = Shop::over(Arc::new(Stalling { engine: MemoryEngine::new(), gate: Arc::clone(&gate) }), None);
    let mut desk = Bench::receiving_of(shop, "Phone X", 50, (80, 24));
    desk.pause(1000);
    let stalled = gate.lock().unwrap();
    desk.leave_waiting(true).bytes(b"SN-0001\r").lacks("ACCEPTED").lacks("WORKING");
    desk.pause(499).lacks("WORKING").pause(1).wait_for("WORKING").pause(1500).wait_for("WORKING · 2 s");
    // Scans and keys wait; a new size, and leaving, do not.
    desk.bytes(b"SN-0002\r").press("F10").resize(40, 12).wait_for("WORKING").lacks("Post this?");
    desk.press("Ctrl+X").wait_for("The desk stays as it is").attach(80, 24).wait_for("WORKING");
    drop(stalled);
    desk.leave_waiting(false).pause(1).lacks("WORKING").wait_for("Post this?");
    assert_eq!(desk.units(), ["SN-0001", "SN-0002"]);
}

// ── terminals ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_desk_comes_back_to_its_newest_draft() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.scan("SN-0001").restart().wait_for("Receiving · draft of 08:00").wait_for("1 / 50");
    desk.scan("SN-0002");
    assert_eq!(desk.units(), ["SN-0001", "SN-0002"]);
}

#[test]
fn the_terminal_is_given_back_when_the_desk_is_left() {
    let mut desk = Bench::new();
    assert!(desk.emulator().alternate_screen() && desk.emulator().bracketed_paste());
    desk.press("Ctrl+X");
    assert!(!desk.emulator().alternate_screen() && !desk.emulator().bracketed_paste());
    desk.wait_for("The desk stays as it is");
    desk.attach(80, 24).wait_for("Jane");
    assert_eq!(desk.ended(), None);
}

#[test]
fn another_terminal_takes_the_desk_over_and_says_so_on_the_first() {
    let mut desk = Bench::new();
    desk.sent();
    let (out, capabilities) = (Box::new(std::io::sink()), xterm());
    desk.take(Input::Attach { out, capabilities, size: (80, 24) });
    let sent = String::from_utf8(desk.sent()).unwrap();
    assert!(sent.ends_with("\x1b[?1049lThe desk is open in another terminal now.\r\n"), "{sent:?}");
}

#[test]
fn old_terminals_get_ascii_and_twins_and_no_colour() {
    let mut desk = with_terminal(|found| found.term = "vt100".to_owned());
    desk.wait_for("^F1 help");
    assert!(desk.spoken().is_ascii(), "{}", desk.spoken());
    assert!(!desk.spoken().contains("38;5") && !desk.spoken().contains("1049"));
}

/// Returns the highest colour that is seen; `None` when there is none.
fn highest_colour(desk: &Bench) -> Option<u8> {
    let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
    let colours = cells.filter_map(|(row, column)| match desk.emulator().cell(row, column)?.fgcolor() {
        vt100::Color::Idx(index) => Some(index),
        _ => None,
    });
    colours.max()
}

#[test]
fn colours_follow_the_terminal() {
    assert_eq!(highest_colour(&with_terminal(|found| found.no_color = true)), None);
    assert!(matches!(highest_colour(&with_terminal(|found| found.colours = Colours::Sixteen)), Some(1..=15)));
    assert!(matches!(highest_colour(&with_terminal(|_| ())), Some(16..)));
}

#[test]
fn no_size_and_no_resize_storm_is_too_much() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.scan("SN-0001");
    for screen in ["", "F10", "Esc Ctrl+P", "Esc F1", "Esc F6", "Esc Ctrl+E"] {
        desk.press(screen);
        for columns in (1..=24).chain([39, 40, 41, 79, 80, 81, 200]) {
            for rows in (1..=10).chain([11, 12, 13, 23, 24, 25, 60]) {
                desk.resize(columns, rows);
                let (column, row) = desk.cursor();
                assert!(column < columns && row < rows);
            }
        }
        desk.resize(80, 24);
    }
    desk.resize(0, 0).resize(80, 24).press("Esc").wait_for("Receiving · draft").wait_for("SN-0001");
}

#[test]
fn the_cursor_stands_at_the_line_and_the_job_can_be_done_at_every_layout() {
    for (columns, rows) in [(80, 24), (40, 12), (20, 8), (200, 60)] {
        let mut desk = Bench::receiving_at("Phone X", 3, columns, rows);
        desk.scan("SN-0001").scan("SN-0001").scan("SN-0002");
        assert_eq!(desk.units(), ["SN-0001", "SN-0002"]);
        assert_eq!(desk.cursor().1, rows - 2, "{columns}x{rows}");
        desk.shows(&format!("desk_{columns}x{rows}"));
    }
}

#[test]
fn two_hundred_scans_in_one_burst_are_all_taken() {
    let mut desk = Bench::receiving("Phone X", 200);
    let codes: Vec<String> = (0..200).map(|number| format!("SN-{number:04}")).collect();
    desk.pause(1000).bytes(format!("{}\r", codes.join("\r")).as_bytes());
    assert_eq!(desk.units(), codes);
}

#[test]
fn a_strangers_text_is_never_obeyed_by_the_terminal() {
    let mut desk = Bench::receiving("Phone X", 50);
    desk.paste("\u{1b}[31mred\u{1b}]0;title\u{7}\n\u{202e}evil\n").press("Esc");
    desk.scan("../../etc").scan("📦📦📦📦").scan("a\u{301}\u{301}\u{301}\u{301}bc").scan("🏳️‍🌈🏳️‍🌈");
    let said = desk.spoken();
    assert!(!said.contains("\x1b[31m") && !said.contains("\x1b]0;") && !said.contains('\u{202e}'), "{said:?}");
}

// ── sentences ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_desk_of_sentences_says_what_a_drawn_one_shows() {
    let shop = Shop::in_memory();
    let barcode = dockhand::domain::product::Barcode {
        text: BARCODE.to_owned(),
        pack: dockhand::domain::quantity::Quantity::pieces(1),
    };
    shop.product(dockhand::domain::product::Product { barcodes: vec![barcode], ..support::serialised("Phone X") });
    let capabilities = Capabilities { lines_mode: true, ..xterm() };
    let mut desk = Bench::with(shop, (80, 24), capabilities, |_| ());
    desk.scan("DH:RECEIVE").scan(BARCODE).scan("SN-0001").enter("*5").scan("SN-0001").press("Ctrl+X");
    let said = desk.spoken();
    for sentence in ["== Receiving", "ACCEPTED ✔ SN-0001", "> *5\r\n", "ALREADY SCANNED", "The desk stays as it is"] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    let controls: Vec<char> =
        said.chars().filter(|letter| letter.is_control() && !matches!(letter, '\r' | '\n' | '\u{7}')).collect();
    assert!(controls.is_empty(), "{controls:?}: {said:?}");
}

#[test]
fn a_warehouse_of_the_desk_is_the_one_on_the_first_row() {
    let mut desk = Bench::new();
    elsewhere(&desk, Command::AddWarehouse { name: "Annex".into(), code: String::new(), location: None });
    desk.pause(200).wait_for("Main · Corner Shop");
    let Answer::Warehouses(all) = desk.shop.ask(&Query::Warehouses) else { panic!() };
    let named = |(_, warehouse): &&(_, Warehouse)| warehouse.name == "Annex";
    let annex = all.iter().find(named).map(|(id, _)| *id);
    let Answer::Desk(kept) = desk.shop.ask(&Query::Desk(desk.shop.origin.desk)) else { panic!() };
    let kept = dockhand::domain::employee::Desk { warehouse: annex, ..kept };
    elsewhere(&desk, Command::EditDesk { desk: desk.shop.origin.desk, kept });
    desk.pause(200).wait_for("Annex · Corner Shop");
}
