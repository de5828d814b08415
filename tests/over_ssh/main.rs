//! Desks over OpenSSH: a real sshd on this machine with the configuration that is shipped, real clients with keys.
//!
//! All of it needs `sshd`, `ssh` and `ssh-keygen`: `.ci/run` installs them and runs it. Nothing sleeps; see `support/pty.rs`.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod accounts;
#[expect(dead_code, reason = "other tests take more of it")]
#[path = "../support/pty.rs"]
mod pty;
mod sshd;

use std::path::PathBuf;
use std::time::Duration;

use pty::{House, Terminal};
use rustix::process::Signal;
use sshd::{Sshd, read, wait_until};

/// The pace of a hand on a keyboard.
const HAND: Duration = Duration::from_millis(120);

const PHONE: &str = "5901234123457";

/// A house with a product whose units have serials, and an sshd with a key for the desk dock-2.
fn house() -> (House, Sshd) {
    let house = House::new();
    let said = house.run(
        &["exec"],
        &[
            r#"{"do":"add_warehouse","name":"Main"}"#,
            &format!(r#"{{"do":"add_product","name":"Phone X","serialised":true,"barcodes":["{PHONE}"]}}"#),
        ]
        .join("\n"),
    );
    assert!(said.status.success(), "{said:?}");
    let sshd = Sshd::of(&house);
    sshd.give_key(&house, "dock-2");
    (house, sshd)
}

fn receive(mut desk: Terminal) -> Terminal {
    desk.shows("Home").shows("dock-2");
    desk.sends(b"DH:RECEIVE\r").shows("Receiving");
    desk.sends(format!("{PHONE}\r").as_bytes()).shows("NEW LINE ✔ Phone X");
    desk
}

/// Waits until the server found out that so many terminals have left.
fn left(house: &House, terminals: usize) {
    let log = PathBuf::from(format!("{}.log", house.store().display()));
    wait_until("a terminal left", || read(&log).matches("a terminal left").count() >= terminals);
}

/// Returns what the store says of a serial.
fn passport(house: &House, serial: &str) -> String {
    let said = house.run(&["exec"], &format!("{{\"ask\":\"passport\",\"serial\":\"{serial}\"}}\n"));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
#[ignore = "needs sshd"]
fn a_desk_with_a_key_scans_and_posts() {
    let (house, sshd) = house();
    let mut desk = receive(sshd.desk(&house, "dock-2"));
    for serial in ["SN-0001", "SN-0002", "SN-0003"] {
        desk.sends(format!("{serial}\r").as_bytes()).shows(&format!("ACCEPTED ✔ {serial}"));
    }
    desk.types("\x1b[21~").shows("Post this?");
    desk.lets_pass(Duration::from_millis(400)).types("\x1b[21~").shows("P-1");
    assert!(passport(&house, "SN-0003").contains(r#""document":"P-1""#), "{}", passport(&house, "SN-0003"));
    // Ctrl+X leaves the desk, and with it the connection.
    desk.types("\x18");
    assert_eq!(desk.exit_code(), 0);
}

#[test]
#[ignore = "needs sshd"]
fn a_link_that_is_cut_leaves_the_desk_and_the_next_is_back_at_the_very_screen_half_typed_line_included() {
    let (house, sshd) = house();
    let mut desk = receive(sshd.desk(&house, "dock-2"));
    desk.sends(b"SN-0001\r").shows("ACCEPTED ✔ SN-0001");
    desk.types("half a wor").shows("half a wor");
    for cut in 1..=3 {
        desk.signal(Signal::KILL);
        desk.exit_code();
        left(&house, cut);
        desk = sshd.desk(&house, "dock-2");
        desk.shows("Receiving").shows("SN-0001").shows("half a wor");
    }
    desk.types("d").shows("half a word");
    // The machine of the desk was switched off: nobody says goodbye, and the way is dead.
    let (house, sshd) = self::house();
    let mut desk = receive(sshd.desk(&house, "dock-2"));
    desk.types("kept").shows("kept");
    desk.signal(Signal::HUP);
    desk.exit_code();
    left(&house, 1);
    sshd.desk(&house, "dock-2").shows("Receiving").shows("kept");
}

#[test]
#[ignore = "needs sshd"]
fn a_paste_of_20_kb_arrives_whole_and_so_does_a_burst_of_scans() {
    let (house, sshd) = house();
    let mut desk = receive(sshd.desk(&house, "dock-2"));
    let serials: Vec<String> = (1..=1500).map(|number| format!("SERIAL-OF-20-B-{number:04}")).collect();
    let (pasted, scanned) = serials.split_at(1000);
    desk.sends(format!("\x1b[200~{}\x1b[201~", pasted.join("\n")).as_bytes()).shows("a list of 1000 lines");
    desk.types("\x1b[21~").shows("ACCEPTED ✔ 1000 serials");
    desk.sends((scanned.join("\r") + "\r").as_bytes()).shows("ACCEPTED ✔ SERIAL-OF-20-B-1500");
    let asked: String = serials
        .iter()
        .map(|serial| format!("{{\"ask\":\"passport\",\"serial\":\"{serial}\"}}\n"))
        .collect::<Vec<_>>()
        .concat();
    drop(desk);
    let said = String::from_utf8(house.run(&["exec"], &asked).stdout).unwrap();
    let there = said.lines().filter(|line| line.starts_with(r#"{"ok":"#)).count();
    assert_eq!(there, 1500, "{}", said.lines().find(|line| !line.starts_with(r#"{"ok":"#)).unwrap_or_default());
}

#[test]
#[ignore = "needs sshd"]
fn gs_split_escapes_and_sizes_arrive_as_they_were_sent() {
    let (house, sshd) = house();
    let mut desk = receive(sshd.desk(&house, "dock-2"));
    // GTIN and serial in one code, the separator a GS.
    desk.sends(b"]d201059012341234571017ABC\x1d21GS-0001\r").shows("GS-0001");
    desk.until(|screen| screen.contents().contains("ACCEPTED ✔ GS-0001"));
    // A key that arrives byte by byte is one key: F1, and no Esc before two letters.
    desk.sends_each(Duration::from_millis(5), b"\x1bOP").shows("Help");
    desk.sends_each(Duration::from_millis(5), b"\x1b").shows("ACCEPTED ✔ GS-0001");
    for (columns, rows) in [(40, 12), (120, 40), (20, 8), (200, 60), (80, 24)] {
        desk.resize(columns, rows);
        desk.until(|screen| screen.size() == (rows, columns) && screen.contents().contains("GS-0001"));
    }
    for columns in (20..=200).chain((132..=200).rev()) {
        desk.resize(columns, 24);
    }
    desk.until(|screen| screen.contents().lines().next().is_some_and(|head| head.chars().count() > 125));
    desk.types("~.\r~.").shows("~.");
}

#[test]
#[ignore = "needs sshd"]
fn nothing_but_the_desk_comes_of_whatever_else_is_asked_for() {
    let (house, sshd) = house();
    let owner = house.terminal(&["--desk", "office"]);
    owner.shows("Home");
    let said = |output: &std::process::Output| {
        String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
    };
    let trace = house.path("trace");
    let touch = format!("touch {}", trace.display());
    // Other commands: the desk's own is run in place of them, which finds no terminal.
    for asked in [&[touch.as_str()][..], &["dockhand", "exec"], &["--", "sh", "-i"], &["dockhand --desk office"]] {
        let output = sshd.run("ssh", "dock-2", &[], asked, "{\"do\":\"add_warehouse\",\"name\":\"Stolen\"}\n");
        assert_eq!(output.status.code(), Some(1), "{asked:?}: {}", said(&output));
        assert!(said(&output).contains("standard input is no terminal"), "{asked:?}: {}", said(&output));
    }
    // The same with a terminal: it is dock-2 that opens.
    let mut arguments = sshd.arguments("dock-2", sshd.port());
    arguments.extend(["-t".to_owned(), sshd.address(), "dockhand --desk office".to_owned()]);
    let desk = house.terminal_for("/usr/bin/ssh".as_ref(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    desk.shows("Home").shows("dock-2");
    drop(desk);
    left(&house, 1);
    // Files, either way.
    let (here, there) = (house.path("data/dockhand/store.redb"), house.path("fetched"));
    let remote = |path: &std::path::Path| format!("{}:{}", sshd.address(), path.display());
    for (program, options) in [("scp", &["-s"][..]), ("scp", &["-O"])] {
        let fetched = sshd.run(program, "dock-2", options, &[&remote(&here), there.to_str().unwrap()], "");
        let brought = sshd.run(program, "dock-2", options, &["/etc/hostname", &remote(&trace)], "");
        assert!(!fetched.status.success() && !brought.status.success(), "{options:?}");
    }
    let sftp = sshd.run("sftp", "dock-2", &[], &[&sshd.address()], &format!("get {}\n", here.display()));
    assert!(!sftp.status.success(), "{}", said(&sftp));
    // Ways through: from here, to here, on standard output, none at all.
    for way in [
        &["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"][..],
        &["-W", "127.0.0.1:22"],
        &["-N", "-o", "ExitOnForwardFailure=yes", "-w", "any"],
        &["-N"],
        &["-N", "-D", "0"],
    ] {
        let output = sshd.run("ssh", "dock-2", way, &[], "");
        assert!(!output.status.success(), "{way:?}: {}", said(&output));
        assert!(!said(&output).contains("SSH-2.0"), "{way:?}: {}", said(&output));
    }
    // An environment of one's own: the store is the one that it is.
    let other = house.path("other.redb");
    let set = format!("SetEnv=DOCKHAND_STORE={} HOME=/tmp PATH=/tmp ENV=/tmp/x", other.display());
    let output = sshd.run("ssh", "dock-2", &["-tt", "-o", &set], &[], "\x18");
    assert!(output.status.success(), "{}", said(&output));
    assert!(!other.exists() && !trace.exists() && !there.exists());
    let warehouses = house.run(&["exec"], "{\"ask\":\"stock\",\"warehouse\":\"Stolen\"}\n");
    assert!(said(&warehouses).contains(r#""code":"unknown""#), "{}", said(&warehouses));
}

#[test]
#[ignore = "needs sshd"]
fn forty_desks_that_come_back_at_once_all_come_in() {
    let (house, sshd) = house();
    for desk in 1..=40 {
        sshd.give_key(&house, &format!("gun-{desk}"));
    }
    let mut desks: Vec<(String, Terminal)> =
        (1..=40).map(|desk| format!("gun-{desk}")).map(|name| (name.clone(), sshd.desk(&house, &name))).collect();
    for round in 1..=2 {
        for (name, desk) in &desks {
            desk.shows("Home").shows(name);
        }
        for (_, desk) in &mut desks {
            desk.signal(Signal::KILL);
            desk.exit_code();
        }
        left(&house, 40 * round);
        for (name, desk) in &mut desks {
            *desk = sshd.desk(&house, name);
        }
    }
    for (name, desk) in &desks {
        desk.shows("Home").shows(name);
    }
    assert!(!sshd.log().contains("drop connection"), "{}", sshd.log());
}

#[test]
#[ignore = "needs sshd"]
fn an_accepted_scan_is_at_most_800_bytes_on_the_wire() {
    let (house, sshd) = house();
    let mut desk = receive(sshd.counted_desk(&house, "dock-2"));
    desk.sends_each(HAND, b"*100\r").shows("/ 100");
    let mut number = 0;
    // Scanners send a scan as one burst, or as fast as they type: then each letter is a packet, and so is its echo.
    let mut most_of = |gap: Option<Duration>| {
        let mut most = 0;
        for round in 1..=20 {
            let before = sshd.bytes();
            number += 1;
            let serial = format!("35693803564{number:04}");
            match gap {
                None => desk.sends(format!("{serial}\r").as_bytes()),
                Some(gap) => desk.sends_each(gap, format!("{serial}\r").as_bytes()),
            };
            desk.shows(&format!("ACCEPTED ✔ {serial}")).shows(&format!("{number} / 100"));
            // What is still on its way is counted with it.
            desk.lets_pass(Duration::from_millis(100));
            if round > 5 {
                most = most.max(sshd.bytes() - before);
            }
        }
        most
    };
    let (burst, typed) = (most_of(None), most_of(Some(Duration::from_millis(2))));
    // Of OpenSSH's packets none is shorter than 36 bytes: that alone is 1,152 for 16 letters and their echoes.
    assert!(burst <= 800 && typed <= 1_600, "{burst} bytes in a burst, {typed} letter by letter");
}
