//! `dockhand status`, as whoever looks after a stockroom and the programs that do so for them ask for it.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;

use dockhand::store::engine::{Durability, Engine};
use dockhand::store::redb::{OpenOptions, RedbEngine};
use pty::House;
use rustix::process::Signal;
use serde_json::Value;

/// The disk of a test has the room it has.
const ANY_DISK: &str = "[status]\ndisk_mib = 0\n";

/// Returns the exit code, and what is answered in JSON.
fn status(house: &House) -> (i32, Value) {
    let output = house.run(&["status", "--json"], "");
    let answer = serde_json::from_slice(&output.stdout);
    (output.status.code().unwrap(), answer.unwrap_or_else(|why| panic!("{why}: {output:?}")))
}

fn in_words(house: &House) -> String {
    String::from_utf8(house.run(&["status"], "").stdout).unwrap()
}

#[test]
fn without_a_server_that_is_said_and_neither_a_server_nor_a_store_is_made() {
    let house = House::new();
    let (code, said) = status(&house);
    assert_eq!((code, said["state"].as_str()), (3, Some("not_running")), "{said}");
    assert_eq!(said["why"][0], "no server runs: dockhand serve, or the first desk, starts one");
    assert!(said.get("uptime_s").is_none() && in_words(&house).starts_with("not running: dockhand "));
    assert!(!house.store().exists());
}

#[test]
fn a_store_that_is_backed_up_and_proved_is_well_and_says_who_is_there() {
    let house = House::with(ANY_DISK);
    let desk = house.terminal(&["--desk", "counter"]);
    desk.shows("Home");
    let (code, said) = status(&house);
    assert_eq!((code, said["state"].as_str()), (1, Some("attention")), "{said}");
    let why = ["there was no backup yet: dockhand backup PATH", "there was no proof yet: dockhand verify"];
    assert_eq!(said["why"], serde_json::json!(why));
    house.run(&["backup", "copy.redb"], "");
    house.run(&["verify"], "");
    let (code, said) = status(&house);
    assert_eq!((code, said["state"].as_str(), said["why"].as_array().unwrap().len()), (0, Some("well"), 0), "{said}");
    assert_eq!((said["desks"].as_u64(), said["desks_at_terminals"].as_u64()), (Some(1), Some(1)));
    assert_eq!((said["build"].as_str(), said["name"].as_str()), (Some(env!("CARGO_PKG_VERSION")), Some("Stockroom")));
    assert_eq!((said["verify"]["broken"].as_u64(), &said["spool"]["jobs"]), (Some(0), &serde_json::json!(0)));
    assert!(said["backup"]["to"].as_str().unwrap().ends_with("/copy.redb"));
    assert!(said["commits"]["counted"].as_u64() > Some(0) && said["commits"]["p99_us"].as_u64() > Some(0), "{said}");
    assert!(said["store_bytes"].as_u64() > Some(0) && said["disk_free_bytes"].as_u64() > Some(0), "{said}");
    // It is in words too, and the copy was not backed up itself.
    let words = in_words(&house);
    for words_of in
        ["well: dockhand ", "desks    1 open, 1 at terminals", "copy.redb\n", ", whole\n", "spool    empty\n"]
    {
        assert!(words.contains(words_of), "{words_of}: {words}");
    }
    assert_eq!(house.run(&["status", "--store", "copy.redb"], "").status.code(), Some(3));
    desk.close();
    let office = house.terminal(&["--desk", "office"]);
    office.shows("office");
    let (_, said) = status(&house);
    assert_eq!((said["desks"].as_u64(), said["desks_at_terminals"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn what_a_proof_found_broken_is_bad_until_it_is_proved_whole() {
    let house = House::with(&format!("{ANY_DISK}backup_days = 0"));
    house.run(&["exec"], "{\"do\":\"add_warehouse\",\"name\":\"Main\"}\n{\"do\":\"add_product\",\"name\":\"Cable\"}\n");
    fs::copy(house.store(), house.path("whole.redb")).unwrap();
    let engine = RedbEngine::open(&house.store(), OpenOptions::default()).unwrap();
    engine.write(Durability::Plain, &mut |tx| tx.delete("product", &1_u64.to_be_bytes())).unwrap();
    drop(engine);
    // Alone or through the server, it is noted.
    house.run(&["verify"], "");
    house.terminal(&[]).shows("Home");
    let (code, said) = status(&house);
    assert_eq!((code, said["state"].as_str()), (2, Some("bad")), "{said}");
    assert!(said["why"][0].as_str().unwrap().starts_with("the last proof found "), "{said}");
    house.signal_server(Signal::TERM);
    house.wait_for_closed_store();
    fs::copy(house.path("whole.redb"), house.store()).unwrap();
    house.terminal(&[]).shows("Home");
    house.run(&["verify"], "");
    assert_eq!(status(&house).0, 0);
}

#[test]
fn labels_that_a_printer_does_not_take_are_to_be_looked_after() {
    let config =
        format!("{ANY_DISK}backup_days = 0\nverify_days = 0\n[labels]\nprinters = 'zebra zpl tcp:127.0.0.1:1'");
    let house = House::with(&config);
    house.terminal(&[]).shows("Home");
    house.run(&["exec"], "{\"do\":\"add_product\",\"name\":\"Cable\",\"barcodes\":[\"4006381333931\"]}\n");
    assert_eq!(status(&house).0, 0);
    let printed = house.run(&["label", "4006381333931", "--to"], "");
    assert!(printed.status.success(), "{printed:?}");
    // The printer is tried before it is known to be off.
    let begun = dockhand::clock::tick();
    let said = loop {
        let (code, said) = status(&house);
        if code == 1 {
            break said;
        }
        assert!(begun.elapsed().as_secs() < 20, "{said}");
    };
    assert_eq!((said["spool"]["jobs"].as_u64(), said["spool"]["labels"].as_u64()), (Some(1), Some(1)), "{said}");
    assert!(said["why"][0].as_str().unwrap().starts_with("zebra: "), "{said}");
}

#[test]
fn a_server_that_says_nothing_is_bad_and_not_waited_for_without_end() {
    let house = House::new();
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    let _mute = UnixListener::bind(format!("{}.sock", house.store().display())).unwrap();
    let output = house.run(&["status"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(" says nothing"), "{output:?}");
    assert!(!Path::new(&format!("{}.care", house.store().display())).exists());
}

#[test]
fn its_exit_codes_stand_in_its_help() {
    let house = House::new();
    let help = String::from_utf8(house.run(&["help", "status"], "").stdout).unwrap().replace('\n', " ");
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for code in [
        "0 when all is well",
        "1 when something is to be looked after",
        "2 when something is bad",
        "3 when no server runs",
    ] {
        assert!(help.contains(code), "{code}: {help}");
    }
}
