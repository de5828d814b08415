//! Labels on their way to printers: every one arrives once, in order, whatever the printer or the power does.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod fake;
#[expect(dead_code, reason = "other tests take more of it")]
#[path = "../support/pty.rs"]
mod pty;

use std::net::TcpListener;
use std::process::{Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use dockhand::label::printer::Printer;
use dockhand::label::spool::{Job, Spool};
use fake::{FakePrinter, Mood};
use pty::House;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// After so long a test has failed.
const LIMIT: Duration = Duration::from_secs(20);

fn printer(name: &str, port: u16) -> Printer {
    Printer::parse(&format!("{name} zpl tcp:127.0.0.1:{port}")).unwrap()
}

fn job(printer: &str, labels: &[&str]) -> Job {
    let labels = labels.iter().map(|label| label.as_bytes().to_vec()).collect();
    Job { printer: printer.to_owned(), title: "test".to_owned(), labels, copies: 1, ..Job::default() }
}

fn spool(folder: &TempDir, printers: &[Printer]) -> Spool {
    Spool::open(folder.path(), printers.to_vec(), |_| ()).unwrap()
}

/// Waits until a spool tells a job's trouble.
fn trouble(spool: &Spool, news: &std::sync::mpsc::Receiver<()>, id: u64) -> String {
    loop {
        if let Some(trouble) = spool.jobs().into_iter().find(|job| job.id == id).and_then(|job| job.trouble) {
            return trouble;
        }
        news.recv_timeout(LIMIT).unwrap();
    }
}

/// A port that nobody listens at.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn jobs_are_printed_in_the_order_they_came_and_leave_nothing_behind() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints);
    let spool = spool(&folder, &[printer("zebra", zebra.address.port())]);
    spool.submit(&job("zebra", &["one", "two"])).unwrap();
    let last = spool.submit(&job("zebra", &["three"])).unwrap();
    assert_eq!(zebra.prints(3), ["one", "two", "three"]);
    assert!(spool.wait_for(last, LIMIT));
    assert!(spool.jobs().is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_printer_that_leaves_in_the_middle_of_a_label_gets_that_label_again_and_no_other() {
    let (folder, zebra) = (tempfile::tempdir().unwrap(), FakePrinter::on(0));
    zebra.will(Mood::Prints).will(Mood::LeavesEarly).will(Mood::LeavesEarly).will(Mood::Prints);
    let spool = spool(&folder, &[printer("zebra", zebra.address.port())]);
    let long = "x".repeat(200_000);
    let id = spool.submit(&job("zebra", &["one", &long, "three"])).unwrap();
    let printed = zebra.prints(3);
    assert_eq!((printed[0].as_str(), printed[1].len(), printed[2].as_str()), ("one", long.len(), "three"));
    assert!(spool.wait_for(id, LIMIT));
}

#[test]
fn a_printer_that_is_off_is_said_so_and_prints_when_it_is_on_again() {
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let (tell, news) = channel();
    let told = move |_: &str| {
        // Nobody hears it any more at the end of the test.
        let _ = tell.send(());
    };
    let spool = Spool::open(folder.path(), vec![printer("zebra", port)], told).unwrap();
    let id = spool.submit(&job("zebra", &["one", "two"])).unwrap();
    let said = trouble(&spool, &news, id);
    assert_eq!(said, format!("zebra (tcp:127.0.0.1:{port}) does not print: it is off, or not listening"));
    let zebra = FakePrinter::on(port);
    zebra.will(Mood::Prints);
    spool.retry();
    assert_eq!(zebra.prints(2), ["one", "two"]);
}

#[test]
fn a_jammed_printer_holds_up_neither_who_prints_nor_another_printer() {
    let (folder, jammed, other) = (tempfile::tempdir().unwrap(), FakePrinter::on(0), FakePrinter::on(0));
    jammed.will(Mood::Jams);
    other.will(Mood::Prints);
    let printers = [printer("jammed", jammed.address.port()), printer("other", other.address.port())];
    let spool = spool(&folder, &printers);
    // More than a socket takes in: the first label hangs.
    let long = "x".repeat(20_000_000);
    let first = spool.submit(&job("jammed", &[&long])).unwrap();
    jammed.is_connected();
    spool.submit(&job("jammed", &["after"])).unwrap();
    let free = spool.submit(&job("other", &["free"])).unwrap();
    assert_eq!(other.prints(1), ["free"]);
    assert!(spool.wait_for(free, LIMIT));
    assert_eq!(spool.jobs().len(), 2);
    // Given up, it is printed no more; what waited behind it is.
    assert_eq!(spool.cancel(first).unwrap(), Some(1));
    jammed.will(Mood::Prints);
    assert_eq!(jammed.prints(1), ["after"]);
}

#[test]
fn a_job_that_was_given_up_is_gone_from_the_disk_too() {
    let folder = tempfile::tempdir().unwrap();
    let off = [printer("zebra", free_port())];
    let first = spool(&folder, &off);
    let id = first.submit(&job("zebra", &["one", "two"])).unwrap();
    assert_eq!(first.cancel(id).unwrap(), Some(2));
    assert_eq!(first.cancel(id).unwrap(), None);
    drop(first);
    assert!(spool(&folder, &off).jobs().is_empty());
}

#[test]
fn labels_for_a_printer_that_was_taken_out_of_the_configuration_wait_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    spool(&folder, &[printer("zebra", free_port())]).submit(&job("zebra", &["one"])).unwrap();
    let jobs = spool(&folder, &[]).jobs();
    assert_eq!(jobs[0].trouble.as_deref(), Some("zebra is no printer of the configuration any more"));
}

#[test]
fn a_folder_gets_each_label_as_a_file_of_its_own() {
    let (folder, labels) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = format!("files zpl file:{}", labels.path().display());
    let spool = spool(&folder, &[Printer::parse(&text).unwrap()]);
    let id = spool.submit(&job("files", &["one", "two"])).unwrap();
    assert!(spool.wait_for(id, LIMIT));
    let read = |name: &str| std::fs::read_to_string(labels.path().join(name)).unwrap();
    assert_eq!([read("00000001-0001.zpl"), read("00000001-0002.zpl")], ["one", "two"]);
}

// ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────

/// A store with three phones and a cable, and a printer of this address.
fn shop(port: u16) -> House {
    let house = House::with(&format!("[labels]\nprinters = [\"zebra zpl tcp:127.0.0.1:{port}\"]\n"));
    let requests = [
        r#"{"do":"add_warehouse","name":"Main"}"#,
        r#"{"do":"add_product","name":"Phone X","serialised":true}"#,
        r#"{"do":"add_product","name":"Cable","barcodes":["4006381333931"]}"#,
        r#"{"do":"add_bin","warehouse":"Main","code":"A3"}"#,
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","cost":"9","serials":"SN-1..SN-3"},{"product":"Cable","quantity":"20","cost":"1"}]}"#,
    ];
    let done = house.run(&["exec"], &requests.join("\n"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    house
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_posting_is_labelled_unit_by_unit_and_its_goods_once() {
    let zebra = FakePrinter::on(0);
    zebra.will(Mood::Prints);
    let house = shop(zebra.address.port());
    let (out, errors) = said(&house.run(&["label", "P-1", "--to"], ""));
    assert_eq!((out.as_str(), errors.as_str()), ("P-1, 4 labels: printed by zebra", ""));
    let labels = zebra.prints(4);
    for (label, text) in labels.iter().zip(["SN-1", "SN-2", "SN-3", "Cable"]) {
        assert!(label.starts_with("^XA") && label.contains(&format!("^FD{text}^FS")), "{label}");
    }
}

#[test]
fn what_is_asked_for_by_range_product_or_bin_becomes_any_form() {
    let house = shop(free_port());
    let run = |arguments: &[&str]| house.run(&[&["label"], arguments].concat(), "");
    let zpl = run(&["SN-1..SN-3", "--zpl", "-"]);
    assert_eq!(String::from_utf8_lossy(&zpl.stdout).matches("^XA").count(), 3);
    for (what, form, head) in [
        ("SN-2", "--png", &b"\x89PNG"[..]),
        ("cable", "--pdf", b"%PDF"),
        ("A3", "--tspl", b"SIZE 100.0 mm,50.0 mm"),
        ("MAIN/A3", "--epl", b"\nN\n"),
        ("4006381333931", "--escpos", b"\x1b@"),
    ] {
        let output = run(&[what, form, "-"]);
        assert!(output.stdout.starts_with(head), "{what}");
    }
    let png = house.path("sn.png");
    assert!(run(&["SN-2", "--png", png.to_str().unwrap()]).status.success() && png.exists());
    assert!(said(&run(&["SN-2", "--png", png.to_str().unwrap()])).1.contains("cannot be written"), "overwritten");
    assert!(String::from_utf8_lossy(&run(&["SN-2"]).stdout).contains("####"));
}

#[test]
fn what_cannot_be_labelled_is_one_sentence_and_nothing_is_printed() {
    let house = shop(free_port());
    for (arguments, told) in [
        (&["SN-9", "--to"][..], "SN-9 is no serial, document, product or bin of this store"),
        (&["SN-1..SN-9", "--to"], "SN-4 is no serial, document, product or bin of this store"),
        (&["SN-1", "--to", "dymo"], "dymo is no printer: there are zebra"),
        (&["SN-1", "--template", "bin"], "SN-1 is no serial, document, product or bin of this store"),
        (&["SN-1", "--template", "x"], "x is no label template: there are badge, bin,"),
        (&["1", "--template", "sscc"], "(00)1 does not fit the label: GS1-128 (00) 1"),
    ] {
        let output = house.run(&[&["label"], arguments].concat(), "");
        let (out, errors) = said(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{arguments:?}");
        assert!(errors.starts_with(told), "{errors}");
    }
    assert!(!house.path("data/dockhand/store.redb.spool").exists());
}

#[test]
fn killed_in_the_middle_of_a_job_it_goes_on_with_the_label_that_was_on_its_way() {
    let zebra = FakePrinter::on(0);
    zebra.will(Mood::Prints).will(Mood::Jams);
    let house = shop(zebra.address.port());
    let mut killed = house
        .command(&["label", "SN-1..SN-3", "--copies", "2", "--to"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    zebra.is_connected();
    assert_eq!(zebra.prints(1).len(), 1);
    zebra.is_connected();
    // The second label is on its way, unread.
    kill_process(Pid::from_child(&killed), Signal::KILL).unwrap();
    killed.wait().unwrap();
    zebra.will(Mood::Prints);
    let (out, errors) = said(&house.run(&["label", "Cable", "--to"], ""));
    assert_eq!((out.as_str(), errors.as_str()), ("Cable, 1 label: printed by zebra", ""));
    let labels = zebra.prints(6);
    for (label, text) in labels.iter().zip(["SN-1", "SN-2", "SN-2", "SN-3", "SN-3", "Cable"]) {
        assert!(label.contains(&format!("^FD{text}^FS")), "{label}");
    }
}

#[test]
fn the_command_sheet_needs_no_store() {
    let house = House::new();
    let sheet = house.run(&["label", "--commands", "--pdf", "-"], "");
    assert!(sheet.stdout.starts_with(b"%PDF"));
    assert!(!house.store().exists());
    let (out, _) = said(&house.run(&["label", "--templates"], ""));
    assert!(out.contains("unit         Unit label 50 × 25 mm") && out.contains("{serial}"), "{out}");
}
