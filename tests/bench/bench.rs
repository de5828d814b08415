//! The receiving desk, and what leaves, against a script over SQLite: `cargo bench`.
//!
//! Every figure is taken beside the baseline's in one run, in turns, so that a noisy machine is noisy for both. A
//! figure that misses its limit is marked and makes the run fail.
//!
//! `-- --quick` takes small numbers, to see that all of it still works; `-- --ten-million` adds that size to the
//! look-ups; `-- NAME` takes only the parts whose name has that in it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and it prints")]

mod baseline;
mod figures;
mod finding;
mod leaving;
mod look_up;
mod ours;
mod posting;
mod process;
#[expect(dead_code, reason = "a benchmark takes what it needs of the tests' terminals")]
#[path = "../support/pty.rs"]
mod pty;
mod reading;
mod scanning;
mod terminal;
mod timed;
mod verifying;

use figures::Report;

/// How much is measured.
pub struct Sizes {
    /// Units in the store, one run each.
    pub units: Vec<u64>,
    /// Samples of quick things.
    pub samples: usize,
    /// Serials in one document.
    pub document: usize,
    /// Layers of the queues that write-offs draw on.
    pub layers: Vec<usize>,
    /// Layers that a queue had before.
    pub consumed: usize,
    /// Documents that are written off or transferred, one after the other.
    pub moves: usize,
    /// Units in one sale.
    pub sold: usize,
    /// Movements of the unit that moved most.
    pub life: usize,
    /// Starts of the program, each way.
    pub starts: usize,
    /// Seconds that an idle desk is looked at.
    pub idle: u64,
    /// Barcodes of other products, among which a scan is told.
    pub barcodes: usize,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let sizes = if quick {
        Sizes {
            units: vec![10_000],
            samples: 200,
            document: 1_000,
            layers: vec![10, 1_000],
            consumed: 1_000,
            moves: 40,
            sold: 100,
            life: 200,
            starts: 2,
            idle: 2,
            barcodes: 1_000,
        }
    } else {
        Sizes {
            units: vec![10_000, 1_000_000],
            samples: 2_000,
            document: 10_000,
            layers: vec![10, 1_000, 1_000_000],
            consumed: 100_000,
            moves: 400,
            sold: 1_000,
            life: 10_000,
            starts: 5,
            idle: 60,
            barcodes: 100_000,
        }
    };
    let ten_million = arguments.iter().any(|argument| argument == "--ten-million");
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));

    let mut report = Report::new(quick);
    if runs("queues") {
        leaving::queues(&mut ours::Pair::holding(0), &sizes, &mut report);
    }
    if runs("conversion") {
        leaving::conversions(&mut ours::Pair::holding(0), &sizes, &mut report);
    }
    for &units in &sizes.units {
        let mut pair = None;
        let mut stores = || ours::Pair::holding(units);
        if runs("reading") {
            reading::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("scanning") {
            scanning::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("posting") {
            posting::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("look_up") {
            look_up::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("finding") {
            finding::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("terminal") {
            terminal::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("process") {
            process::run(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        // What moves units comes last: the parts before look at a store that was only received into.
        if runs("leaving") {
            leaving::units(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
        if runs("verifying") {
            verifying::run(pair.get_or_insert_with(&mut stores), &mut report);
        }
        // It adds more products than any other part may see.
        if runs("telling") {
            reading::among(pair.get_or_insert_with(&mut stores), &sizes, &mut report);
        }
    }
    if ten_million && runs("look_up") {
        look_up::run(&mut ours::Pair::holding(10_000_000), &sizes, &mut report);
    }
    std::process::exit(i32::from(report.missed()));
}
