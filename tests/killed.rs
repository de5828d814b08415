//! kill −9 at random moments while a desk scans and posts: every acknowledged scan is there, once, and a posting is
//! there wholly or not at all.
//!
//! This file runs itself: the child holds the store, works as fast as it can and says what was acknowledged; the
//! parent kills it after some lines and looks at what the store says.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};

use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::messages::{Answer, Command, DocumentRef, Meaning, Origin, Outcome, Query, Standing};
use dockhand::stockroom::Stockroom;

/// Names the store to the child.
const STORE: &str = "DOCKHAND_TEST_KILLED_STORE";
const PHONE: &str = "Phone";
/// Scans before each posting.
const CARTON: u32 = 10;

fn founded(path: &Path) -> (Stockroom, Origin) {
    let stockroom = Stockroom::open(path).unwrap();
    let founder = stockroom.found(support::settings(), "Owner", "Main").unwrap();
    let desk = stockroom.open_desk("desk 1").unwrap();
    (stockroom, Origin { employee: founder.employee, ..desk })
}

fn run(stockroom: &Stockroom, origin: Origin, command: Command) -> Outcome {
    stockroom.run(origin, stockroom.next_id(origin.desk), command).unwrap()
}

fn phone(stockroom: &Stockroom, origin: Origin) -> ProductId {
    let question = Query::Products { text: PHONE.into(), archived: false, after: None, limit: 1 };
    let Answer::Products(page) = stockroom.ask(&question).unwrap() else { panic!("no products") };
    if let Some(row) = page.rows.first() {
        return row.id;
    }
    let tracking = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Loose };
    let product = Box::new(Product { name: PHONE.into(), unit: "pc".into(), tracking, ..Product::default() });
    match run(stockroom, origin, Command::AddProduct { product, next: None }) {
        Outcome::ProductMade(id) => id,
        other => panic!("{other:?}"),
    }
}

/// Works until it is killed, and says what was acknowledged.
#[test]
#[ignore = "run by the other test of this file, which kills it"]
fn the_desk_that_is_killed() {
    let Some(path) = std::env::var_os(STORE) else { return };
    let (stockroom, origin) = founded(Path::new(&path));
    let product = phone(&stockroom, origin);
    let mut out = std::io::stdout();
    let mut say = |line: String| {
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
    };
    let life = std::process::id();
    for round in 0_u32.. {
        let open = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: WarehouseId(1) };
        let Outcome::DraftOpened(draft) = run(&stockroom, origin, open) else { panic!("no draft") };
        let add = Command::AddLine { draft, product, count: Quantity::ZERO, from_tray: None };
        let Outcome::LineAdded { line, .. } = run(&stockroom, origin, add) else { panic!("no line") };
        for unit in 0..CARTON {
            let serial = format!("L{life}R{round}U{unit}");
            run(&stockroom, origin, support::scanned(draft, line, &[&serial]));
            say(format!("acknowledged scan {} {serial}", draft.0));
        }
        run(&stockroom, origin, Command::PostDraft { draft });
        say(format!("acknowledged posting {}", draft.0));
    }
}

/// Lets a desk work until it said so many things, kills it, and returns what it said.
fn killed_after(path: &Path, lines: usize) -> Vec<String> {
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_desk_that_is_killed", "--ignored", "--nocapture"])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    for line in said {
        let line = line.unwrap();
        if let Some(what) = line.split_once("acknowledged ").map(|(_, what)| what.to_owned()) {
            acknowledged.push(what);
            if acknowledged.len() == lines {
                // What it said while it was being killed still counts: the pipe is read to its end.
                child.kill().unwrap();
            }
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= lines, "the desk ended by itself");
    acknowledged
}

#[test]
fn a_killed_desk_keeps_every_acknowledged_scan_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    drop(founded(&path));
    let mut scanned: Vec<(DocumentId, String)> = Vec::new();
    let mut posted = BTreeSet::new();
    let mut seed = 20_261_u64;
    for round in 0..50 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for what in killed_after(&path, usize::try_from(seed >> 33).unwrap() % 40 + 1) {
            match what.split(' ').collect::<Vec<_>>()[..] {
                ["scan", draft, serial] => scanned.push((DocumentId(draft.parse().unwrap()), serial.to_owned())),
                ["posting", draft] => {
                    posted.insert(draft.parse::<u64>().unwrap());
                }
                _ => panic!("the desk said {what}"),
            }
        }
        let (stockroom, _) = founded(&path);
        let mut broken = Vec::new();
        stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, Vec::<String>::new(), "after kill {round}");
        for draft in scanned.iter().map(|(draft, _)| *draft).collect::<BTreeSet<_>>() {
            let Answer::Document(found) = stockroom.ask(&Query::Document(DocumentRef::Id(draft))).unwrap() else {
                panic!("{draft:?} is gone")
            };
            let there = found.row.state == DocumentState::Posted;
            assert!(there || !posted.contains(&draft.0), "after kill {round}: {draft:?} was posted and is not");
        }
        for (draft, serial) in &scanned {
            let Answer::Meanings(meanings) =
                stockroom.ask(&Query::Resolve { text: serial.clone(), product: None }).unwrap()
            else {
                panic!("no meanings")
            };
            let [Meaning::Unit(unit)] = &meanings[..] else { panic!("after kill {round}: {serial} is {meanings:?}") };
            let held = matches!(&unit.standing, Standing::InStock { .. })
                || matches!(&unit.standing, Standing::InDraft { draft: holder, .. } if holder == draft);
            assert!(held, "after kill {round}: {serial} is {:?}", unit.standing);
        }
    }
    assert!(posted.len() > 10 && scanned.len() > 100, "too little was done to say anything");
}
