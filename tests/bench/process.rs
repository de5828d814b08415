//! The program itself, in a terminal: how soon its first frame is there, what its server holds, what idling costs.

use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::Duration;

use dockhand::store::commit::QUIET;
use rustix::process::{Pid, Signal};

use crate::Sizes;
use crate::figures::{Report, Samples, now};
use crate::ours::Pair;
use crate::pty::{House, Terminal};

/// Desks that come to the first one.
const FURTHER: u32 = 8;

/// Leaves a desk.
const LEAVE: &str = "\x18";

/// Measures the program on a compacted copy of the store, in which a draft is open.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    pair.open_draft();
    pair.rest();
    let house = House::within(Path::new(env!("CARGO_TARGET_TMPDIR")), "");
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    pair.stockroom.backup(&house.store(), &mut |_| ()).unwrap();
    bytes_a_unit(pair, &house, report);
    starts(pair, &house, sizes, report);
    let desk = memory(pair, &house, report);
    idling(pair, desk, &house, sizes, report);
}

fn bytes_a_unit(pair: &Pair, house: &House, report: &mut Report) {
    #[expect(clippy::cast_precision_loss, reason = "a file of petabytes is none of ours")]
    let a_unit = |file: &Path, units: u64| fs::metadata(file).unwrap().len() as f64 / units as f64;
    pair.baseline.checkpoint().unwrap();
    let theirs = a_unit(&pair.baseline_file(), pair.baseline.count_units().unwrap());
    let what = format!("file bytes a unit, compacted (SQLite: {theirs:.0}), {} units", pair.units);
    report.limit(what, a_unit(&house.store(), pair.count_units()), "B", 200.0, 110.0);
}

/// Starts the program again and again: after a good end, after a kill when idle, after one in a burst of scans.
fn starts(pair: &mut Pair, house: &House, sizes: &Sizes, report: &mut Report) {
    let (mut after_end, mut after_idle, mut in_burst) = (Samples::default(), Samples::default(), Samples::default());
    for _ in 0..sizes.starts {
        let mut desk = first_frame(house, &mut after_end);
        scan(&mut desk, &serial(pair));
        thread::sleep(4 * QUIET);
        kill(house, desk);

        let mut desk = first_frame(house, &mut after_idle);
        let burst: Vec<String> = (0..200).map(|_| serial(pair)).collect();
        desk.types(&(burst.join("\r") + "\r"));
        desk.until(|screen| burst[80..].iter().any(|serial| screen.contents().contains(serial)));
        kill(house, desk);

        let mut desk = first_frame(house, &mut in_burst);
        desk.types(LEAVE);
        desk.exit_code();
        house.signal_server(Signal::TERM);
        house.wait_for_closed_store();
    }
    let units = pair.units;
    report.longest(format!("start to first frame, {units} units"), &after_end, 100.0, 20.0);
    report.longest(format!("the same after kill −9 when idle, {units} units"), &after_idle, 150.0, 30.0);
    report.longest(format!("the same after kill −9 in a burst of scans, {units} units"), &in_burst, 1_200.0, 300.0);
}

/// Starts the program, whose draft comes back; no server runs.
fn first_frame(house: &House, samples: &mut Samples) -> Terminal {
    samples.time(|| {
        let desk = house.terminal(&[]);
        desk.shows("Receiving");
        desk
    })
}

fn kill(house: &House, mut desk: Terminal) {
    house.signal_server(Signal::KILL);
    desk.exit_code();
    house.wait_for_closed_store();
}

fn serial(pair: &mut Pair) -> String {
    format!("SN{:014}", pair.dice.throw() % 100_000_000_000_000)
}

fn scan(desk: &mut Terminal, serial: &str) {
    desk.types(&format!("{serial}\r"));
    desk.shows(serial).shows("ACCEPTED");
}

/// Looks at the memory of the server: with one desk all that is resident, its program's pages included; for further
/// desks what is its own (`RssAnon`).
fn memory(pair: &mut Pair, house: &House, report: &mut Report) -> Terminal {
    let mut desk = house.terminal(&[]);
    desk.shows("Receiving");
    for _ in 0..20 {
        scan(&mut desk, &serial(pair));
    }
    // Look-ups all over the store fill what it keeps of the file.
    let asks: Vec<String> = (0..20_000)
        .map(|_| {
            format!("{{\"ask\":\"passport\",\"serial\":\"{}\"}}\n", pair.serials[pair.dice.below(pair.serials.len())])
        })
        .collect();
    fs::write(house.path("asks"), asks.concat()).unwrap();
    let file = |name| File::options().read(true).append(true).create(true).open(house.path(name)).unwrap();
    let mut exec = house.command(&["exec"]);
    assert!(exec.stdin(file("asks")).stdout(file("answers")).status().unwrap().success());
    let server = House::server_of(&house.store()).unwrap();
    let alone = resident(server, "VmRSS");
    let before = resident(server, "RssAnon");
    let others: Vec<Terminal> = (0..FURTHER)
        .map(|_| {
            let other = house.terminal(&[]);
            // Home, or what it had under way.
            other.shows(" · desk ");
            other
        })
        .collect();
    let each = (resident(server, "RssAnon") - before) / f64::from(FURTHER);
    let units = pair.units;
    report.limit(
        format!("memory of the server with one desk (VmRSS), {units} units"),
        alone / 1024.0,
        "MiB",
        64.0,
        32.0,
    );
    report.limit(format!("memory of each further desk (RssAnon), {units} units"), each, "KiB", 512.0, 128.0);
    for mut other in others {
        other.types(LEAVE);
        other.exit_code();
    }
    desk
}

/// Reads a size of a process in KiB.
fn resident(process: Pid, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.as_raw_nonzero())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Leaves one desk alone, and adds up what its server and its client worked meanwhile.
fn idling(pair: &Pair, mut desk: Terminal, house: &House, sizes: &Sizes, report: &mut Report) {
    thread::sleep(Duration::from_secs(1));
    let server = House::server_of(&house.store()).unwrap();
    let worked = || on_cpu(server.as_raw_nonzero().get()) + on_cpu(desk.process());
    let (before, begun) = (worked(), now());
    thread::sleep(Duration::from_secs(sizes.idle));
    let a_minute = (worked() - before) * 60.0 / begun.elapsed().as_secs_f64();
    let what = format!("CPU of an idle desk a minute, {} s looked at, {} units", sizes.idle, pair.units);
    report.limit(what, a_minute, "ms", 10.0, 1.0);
    desk.types(LEAVE);
    desk.exit_code();
}

/// Returns how many milliseconds all threads of a process were on a processor.
fn on_cpu(process: i32) -> f64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    threads
        .map(|thread| {
            let told = fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap();
            told.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e6
        })
        .sum()
}
