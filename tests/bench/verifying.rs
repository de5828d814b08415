//! The proof of a whole store: `dockhand verify`, after each unit moved twice.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use dockhand::domain::document::DocumentKind;
use dockhand::messages::{Command, Outcome};

use crate::figures::{Report, Samples};
use crate::leaving::moved;
use crate::ours::Pair;
use crate::pty::House;

/// Units in one transfer.
const CHUNK: usize = 10_000;

/// Measures one proof.
pub fn run(pair: &mut Pair, report: &mut Report) {
    let add = Command::AddWarehouse { name: "Annex".into(), code: String::new(), location: None };
    let Outcome::WarehouseMade(annex) = pair.run(add) else { panic!("no warehouse was made") };
    for (from, to) in [(pair.warehouse, annex), (annex, pair.warehouse)] {
        for serials in pair.serials.chunks(CHUNK) {
            let mut whole = moved(DocumentKind::Transfer, from, pair.product);
            whole.to = Some(to);
            whole.lines[0].serials = serials.to_vec();
            pair.run(Command::MoveWhole(Box::new(whole)));
        }
    }
    pair.rest();
    let house = House::within(Path::new(env!("CARGO_TARGET_TMPDIR")), "");
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    pair.stockroom.backup(&house.store(), &mut |_| ()).unwrap();
    let (mut took, mut most) = (Samples::default(), 0.0);
    let proof = took.time(|| {
        let mut verify = house.command(&["verify", "--json"]);
        let verify = verify.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        watched(verify, &mut most)
    });
    assert!(proof.contains("\"things_broken\":0"), "{proof}");
    let what = format!("verify, {} units that moved three times", pair.serials.len());
    report.longest(what.as_str(), &took, 10_000.0, 3_000.0);
    report.limit(format!("{what}, its memory (VmHWM)"), most, "MiB", 256.0, 64.0);
}

/// Waits for a process and returns what it said; notes the most memory it ever had, in MiB.
fn watched(mut process: Child, most: &mut f64) -> String {
    while process.try_wait().unwrap().is_none() {
        *most = peak(process.id()).unwrap_or(*most);
        thread::sleep(Duration::from_millis(2));
    }
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Reads the most memory a process ever had; nothing of one that just ended.
fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
