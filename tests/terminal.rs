//! What real terminals and real scanners do to a desk: bursts, slow and torn bytes, every ending, pastes, sizes, codes
//! that would command a terminal, a server that dies, a disk that is full.
//!
//! Each test drives the program itself through a pty. No test needs its bytes to keep a pace: what ends a scan is its
//! suffix.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::fmt::Write as _;
use std::time::Duration;

use dockhand::domain::id::{DeskId, EmployeeId};
use dockhand::messages::{Answer, Query};
use dockhand::stockroom::Stockroom;
use pty::{DOCKHAND, House, Terminal};
use rustix::process::{Resource, Rlimit, Signal, prlimit};

/// Barcode of the phone, which has its maker's serials.
const PHONE: &str = "5901234123457";
/// Barcode of the cable, which is counted.
const CABLE: &str = "4006381333931";

const HAND: Duration = Duration::from_millis(120);

fn product(name: &str, barcode: &str, serialised: bool) -> String {
    format!(r#"{{"do":"add_product","name":"{name}","serialised":{serialised},"barcodes":["{barcode}"]}}"#)
}

/// Gives a script's requests to the stockroom of a house.
fn script(house: &House, requests: &[String]) -> String {
    let output = house.run(&["exec"], &requests.join("\n"));
    String::from_utf8(output.stdout).unwrap()
}

/// Sits down in a house with two products.
fn sit(house: &House) -> Terminal {
    stock_up(house, house.terminal(&[]))
}

fn stock_up(house: &House, desk: Terminal) -> Terminal {
    desk.shows("Home").shows("Main");
    let said = script(house, &[product("Phone X", PHONE, true), product("Cable", CABLE, false)]);
    assert_eq!(said.matches(r#"{"ok":"#).count(), 2, "{said}");
    desk
}

/// Sits down at a posting whose selected line takes phones.
fn receive(house: &House) -> Terminal {
    begin(sit(house))
}

fn begin(mut desk: Terminal) -> Terminal {
    desk.sends(b"DH:RECEIVE\r").shows("Receiving");
    desk.sends(format!("{PHONE}\r").as_bytes()).shows("NEW LINE ✔ Phone X");
    desk
}

/// Ends the server of a house, and reads from its store what the drafts hold, the oldest first.
fn drafted(house: &House) -> Vec<String> {
    if House::server_of(&house.store()).is_some() {
        house.signal_server(Signal::TERM);
        house.wait_for_closed_store();
    }
    // A copy: while another test starts a process, that holds for a moment what this one locks.
    let copy = house.path("copy.redb");
    std::fs::copy(house.store(), &copy).unwrap();
    let stockroom = Stockroom::open(&copy).unwrap();
    let home = Query::Home { employee: EmployeeId(1), desk: DeskId(1) };
    let Answer::Home(home) = stockroom.ask(&home).unwrap() else { panic!() };
    let mut serials = Vec::new();
    for draft in home.drafts.iter().map(|draft| draft.id) {
        let Answer::Draft(view) = stockroom.ask(&Query::Draft(draft)).unwrap() else { panic!() };
        let tray = stockroom.ask(&Query::Tray(draft)).unwrap();
        assert_eq!(view.to_decide, 0, "nothing waits for a decision: {tray:?}");
        for line in view.lines.iter().map(|line| line.line) {
            let query = Query::DraftSerials { draft, line, before: None, limit: 10_000 };
            let Answer::Scans(scans) = stockroom.ask(&query).unwrap() else { panic!() };
            serials.extend(scans.into_iter().rev().map(|scan| scan.serial));
        }
    }
    serials
}

fn codes(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("SN-{number:04}")).collect()
}

/// Numbers by chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

// ── scanners ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn two_hundred_scans_in_one_burst_are_two_hundred() {
    let house = House::new();
    let mut desk = receive(&house);
    let wanted = codes(200);
    desk.sends((wanted.join("\r") + "\r").as_bytes()).shows("ACCEPTED ✔ SN-0200");
    assert_eq!(drafted(&house), wanted);
}

#[test]
fn whatever_a_scanner_ends_with_each_scan_is_one() {
    let text_ends = "[scanner]\nsuffix = '$$'";
    let framed = "[scanner]\nprefix = '<STX>'\nsuffix = 'etx'";
    let tab = "[scanner]\nsuffix = 'tab'";
    for (config, before, after) in [
        ("", "", "\r\n"),
        ("", "", "\t"),
        ("", "", "\n"),
        ("", "", "\r\r"),
        ("", "", "\t\r\n"),
        (tab, "", "\t"),
        (framed, "\x02", "\x03"),
        (framed, "\x02", "\x03\r"),
        (text_ends, "", "$$"),
    ] {
        let house = House::with(config);
        let mut desk = sit(&house);
        let mut sent = String::new();
        for code in ["DH:RECEIVE", PHONE].into_iter().chain(codes(20).iter().map(String::as_str)) {
            write!(sent, "{before}{code}{after}").unwrap();
        }
        desk.sends(sent.as_bytes()).shows("ACCEPTED ✔ SN-0020");
        assert_eq!(drafted(&house), codes(20), "{before:?} {after:?}");
    }
}

#[test]
fn without_any_suffix_a_pause_ends_a_scan() {
    let house = House::with("[scanner]\nsuffix = 'none'");
    let mut desk = sit(&house);
    desk.sends(b"DH:RECEIVE").shows("Receiving");
    desk.sends(PHONE.as_bytes()).shows("NEW LINE ✔ Phone X");
    for code in codes(5) {
        desk.sends(code.as_bytes()).shows(&format!("ACCEPTED ✔ {code}"));
    }
    assert_eq!(drafted(&house), codes(5));
}

#[test]
fn a_line_feed_that_comes_late_belongs_to_the_scan_before() {
    let house = House::new();
    let mut desk = receive(&house);
    for code in codes(5) {
        desk.sends(format!("{code}\r").as_bytes()).shows(&format!("ACCEPTED ✔ {code}"));
        desk.sends(b"\n");
    }
    assert_eq!(drafted(&house), codes(5));
}

#[test]
fn letter_by_letter_and_torn_anywhere_scans_stay_whole() {
    // On a machine that is at its limit, a scan may stall for long.
    let house = House::with("[scanner]\nidle_ms = 5000");
    let mut desk = receive(&house);
    let wanted = codes(60);
    let bytes = (wanted.join("\r") + "\r").into_bytes();
    let (slow, torn) = bytes.split_at(bytes.len() / 3);
    desk.sends_each(Duration::from_millis(1), slow);
    let (mut rest, mut chance) = (torn, Chance(2026));
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at((1 + chance.below(30)).min(rest.len()));
        desk.sends(chunk).lets_pass(Duration::from_millis(u64::try_from(chance.below(4)).unwrap()));
        rest = after;
    }
    desk.shows("ACCEPTED ✔ SN-0060");
    assert_eq!(drafted(&house), wanted);
}

#[test]
fn a_code_read_twice_is_taken_once() {
    let house = House::new();
    let mut desk = receive(&house);
    desk.sends(b"SN-0001\rSN-0001\r").shows("ALREADY SCANNED ✖ SN-0001");
    // Two reads in one go of the scanner: stock knows the half, and not the whole.
    desk.sends(b"SN-0001SN-0001\r").shows("ALREADY SCANNED ✖ SN-0001").shows("Nothing to decide");
    desk.sends(b"SN-0002\r\r").shows("ACCEPTED ✔ SN-0002");
    // A counted product that is read twice within a moment is counted once.
    desk.sends(format!("{CABLE}\r{CABLE}\r").as_bytes()).shows("ALREADY SCANNED ✖ Cable").shows("1 are counted");
    assert_eq!(drafted(&house), ["SN-0001", "SN-0002"]);
}

#[test]
fn a_scanner_that_changes_codes_is_found_out() {
    let house = House::new();
    let mut desk = receive(&house);
    for code in ["00123", "AbC-1"] {
        desk.sends(format!("{code}\r").as_bytes()).shows(&format!("ACCEPTED ✔ {code}"));
    }
    desk.sends(b"DH:HOME\r").shows("Arrived today");
    desk.sends(b"123\r").shows("Find");
    desk.sends(b"DH:HOME\r").shows("Arrived today");
    desk.sends(b"0123\r").shows("UNKNOWN ✖ 0123 · 00123 is in a draft: does this scanner drop zeros?");
    // A scanner whose caps lock is on still commands, and a product that compares loosely still knows its serials.
    desk.sends(b"aBc-1\r").shows("Passport");
    desk.sends(b"dh:home\r").shows("Arrived today");
}

#[test]
fn leaning_on_enter_changes_nothing_and_leads_nowhere() {
    let house = House::new();
    let mut desk = receive(&house);
    desk.sends("\r".repeat(200).as_bytes());
    desk.sends(b"SN-0001\r").shows("ACCEPTED ✔ SN-0001");
    desk.sends(b"\x1b[21~").shows("Post this?");
    desk.sends(&b"\r".repeat(200)).sends(b"\x1b").shows("Receiving");
    desk.sends(b"SN-0002\r").shows("ACCEPTED ✔ SN-0002");
    assert_eq!(drafted(&house), codes(2));
}

// ── hands ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_line_typed_with_a_pause_is_one_text() {
    let house = House::new();
    let mut desk = sit(&house);
    desk.sends(b"DH:RECEIVE\r").shows("Receiving");
    desk.sends(format!("{CABLE}\r").as_bytes()).shows("Cable");
    desk.sends(b"*").lets_pass(Duration::from_millis(400)).sends_each(HAND, b"200/0.85\r");
    desk.shows("SET ✔ Cable").shows("0.85").shows("Nothing to decide");
}

#[test]
fn escape_right_before_a_scan_leaves_the_scan_whole() {
    let house = House::new();
    let mut desk = receive(&house);
    for code in ["SN-0001", "P-0002", "X-0003", "]C1SN-0004"] {
        desk.sends(b"\x1bOP").shows("Help");
        desk.sends(format!("\x1b{code}\r").as_bytes()).shows(&format!("ACCEPTED ✔ {}", code.trim_start_matches("]C1")));
    }
    assert_eq!(drafted(&house), ["SN-0001", "P-0002", "X-0003", "SN-0004"]);
}

#[test]
fn keys_torn_at_every_byte_are_those_keys() {
    let house = House::new();
    let mut desk = sit(&house);
    for (key, opens) in [(&b"\x1bOP"[..], "Help"), (b"\x1b[11~", "Help"), (b"\x10", "Palette"), (b"\x1b[80;5u", "")] {
        for cut in 1..key.len().max(2) {
            let (begins, ends) = key.split_at(cut.min(key.len()));
            desk.sends(begins).sends(ends).shows(opens);
            // Esc goes back from wherever it led.
            desk.sends(b"\x1b").shows("Arrived today");
        }
    }
    desk.sends(b"still here").shows("still here");
}

// ── pastes ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Serials of together 20 kB.
fn pasted() -> Vec<String> {
    (1..=600).map(|number| format!("MAKER-OF-PHONES-SERIAL-NUMBER-{number:04}")).collect()
}

#[test]
fn a_pasted_list_is_shown_and_then_taken_at_once() {
    let house = House::new();
    let mut desk = receive(&house);
    for list in [pasted(), codes(500)] {
        desk.sends(format!("\x1b[200~{}\n\x1b[201~", list.join("\n")).as_bytes());
        desk.shows(&format!("{} serials", list.len())).shows(list.last().unwrap());
        desk.sends(b"\x1b[21~").shows("Receiving ·").shows("ACCEPTED ✔").shows(list.last().unwrap());
    }
    assert_eq!(drafted(&house), [pasted(), codes(500)].concat());
}

#[test]
fn a_list_pasted_into_a_terminal_that_marks_no_pastes_is_as_many_scans() {
    let house = House::new();
    let mut desk = receive(&house);
    let list = pasted();
    desk.sends((list.join("\r") + "\r").as_bytes()).shows(&format!("ACCEPTED ✔ {}", list.last().unwrap()));
    assert_eq!(drafted(&house), list);
}

#[test]
fn scans_and_unmarked_pastes_into_the_range_form_are_a_list() {
    let house = House::new();
    let mut desk = receive(&house);
    desk.sends(b"\x1bOS").shows("How many");
    desk.sends(b"SN-0001\rSN-0002\rSN-0003\r").shows("3 serials");
    desk.sends(b"\x1b[21~").shows("Receiving");
    desk.sends(b"\x1bOS").shows("How many");
    desk.sends(b"SN-0004\r").shows("one serial as it stands \"SN-0004\"");
    desk.sends_each(HAND, b"..").lets_pass(3 * HAND).sends(b"SN-0006\r").shows("3 serials").shows("last   SN-0006");
    desk.sends(b"\x1b[21~").shows("Receiving");
    desk.sends(b"SN-0007\r").shows("ACCEPTED ✔ SN-0007");
    assert_eq!(drafted(&house), codes(7));
}

#[test]
fn a_paste_that_is_never_closed_swallows_no_key_after_it() {
    let house = House::new();
    let mut desk = receive(&house);
    desk.sends(b"\x1b[200~SN-0001\rSN-0002\rSN-0003").shows("3 serials").shows("SN-0003");
    desk.sends(b"\x1b[21~").shows("Receiving");
    desk.sends(b"SN-0004\r").shows("ACCEPTED ✔ SN-0004");
    assert_eq!(drafted(&house), codes(4));
}

// ── sizes ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_storm_of_sizes_while_scanning_loses_nothing() {
    let house = House::new();
    let mut desk = receive(&house);
    let mut chance = Chance(7);
    let wanted = codes(60);
    for code in &wanted {
        for _ in 0..5 {
            let (columns, rows) = (1 + chance.below(200), 1 + chance.below(60));
            desk.resize(u16::try_from(columns).unwrap(), u16::try_from(rows).unwrap());
        }
        desk.sends(format!("{code}\r").as_bytes());
    }
    for (columns, rows) in [(1, 1), (80, 12), (20, 8), (80, 24)] {
        desk.resize(columns, rows);
        if rows > 1 {
            desk.until(|screen| screen.size() == (rows, columns) && screen.contents().contains("SN-0060"));
        }
    }
    desk.shows("ACCEPTED ✔ SN-0060");
    assert_eq!(drafted(&house), wanted);
}

// ── codes of strangers ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn no_code_commands_the_terminal() {
    let house = House::new();
    let mut desk = receive(&house);
    let long = "A1".repeat(5_000);
    let strange = [
        "     ",
        "\u{a0}\u{a0}\u{a0}\u{a0}",
        "../../../etc/passwd",
        "; rm -rf / #1",
        "$(reboot)1",
        "📦📦📦📦",
        "🏳️‍🌈👨‍👩‍👧‍👦1",
        "a\u{301}\u{301}\u{301}\u{301}\u{301}1",
        "\u{202e}1234",
        "\u{9b}31mRED1",
        "\u{9d}0;owned\u{9c}1",
        "AB\u{0}CD1",
        "AB\u{7}CD1",
        "\x1b[31mRED1",
        "\x1b]0;owned\x07AB12",
        "\x1bP1$rowned\x1b\\AB13",
        "\x1b[6nAB14",
        "\x1b[?1049lAB15",
        "~.",
        "~.~.",
        &long,
    ];
    for code in strange {
        desk.sends(format!("\r{code}\r").as_bytes());
        // Whatever came of it, and wherever it led, the desk goes on.
        desk.sends(b"\x1b").lets_pass(Duration::from_millis(60)).sends(b"\x1b").lets_pass(Duration::from_millis(60));
        desk.sends(b"DH:HOME\r").shows("Arrived today");
        desk.until(|screen| screen.alternate_screen() && screen.bracketed_paste());
        desk.sends(b"DH:HOME\r\x1b[B\x1b[A\r").shows("Receiving");
    }
    desk.sends(b"SN-0001\r").shows("ACCEPTED ✔ SN-0001");
    let said = desk.bytes();
    for command in
        ["\x1b[31mRED", "owned\x07", "\u{9b}31m", "\u{9d}", "\x1b]0;", "\x1bP", "\x1b[6n", "\u{202e}", "\n~."]
    {
        assert!(!said.contains(command), "{command:?}");
    }
}

// ── what dies ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_server_killed_while_scanning_has_exactly_what_was_acknowledged_or_one_more() {
    let house = House::new();
    let mut desk = receive(&house);
    let (wanted, mut chance, mut next) = (codes(1000), Chance(11), 0);
    for _ in 0..6 {
        for _ in 0..=chance.below(6) {
            desk.sends(format!("{}\r", wanted[next]).as_bytes()).shows(&format!("ACCEPTED ✔ {}", wanted[next]));
            next += 1;
        }
        desk.sends(format!("{}\r", wanted[next]).as_bytes());
        house.signal_server(Signal::KILL);
        assert_eq!(desk.exit_code(), 3);
        desk.says("the server is gone: ").is_given_back();
        let found = drafted(&house);
        assert!(found == wanted[..next] || found == wanted[..=next], "{next} acknowledged, found {found:?}");
        next = found.len();
        desk = house.terminal(&[]);
        desk.shows("Receiving · draft of").shows(&wanted[next - 1]);
    }
}

#[test]
fn a_full_disk_is_told_and_work_goes_on_after_room_is_made() {
    let house = House::new();
    // Where no file may grow, a write that would is refused, rather than deadly.
    let script = format!("trap '' XFSZ; exec {DOCKHAND}");
    let mut desk = begin(stock_up(&house, house.terminal_for("/bin/sh".as_ref(), &["-c", &script])));
    desk.sends(b"SN-0001\r").shows("ACCEPTED ✔ SN-0001");
    let server = House::server_of(&house.store()).unwrap();
    let room = |bytes| {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Some(server), Resource::Fsize, limit).unwrap();
    };
    room(Some(std::fs::metadata(house.store()).unwrap().len()));
    let list: Vec<String> = (0..9_000).map(|number| format!("{}-{number:05}", "LONG".repeat(14))).collect();
    desk.sends(format!("\x1b[200~{}\n\x1b[201~", list.join("\n")).as_bytes()).shows("9000 serials");
    desk.sends(b"\x1b[21~").shows("disk is full");
    room(None);
    desk.sends(b"\x1b[21~").shows("Receiving ·").shows("9001");
    assert_eq!(drafted(&house).len(), 9_001);
}
