//! Posting a draft of many scanned serials, and many serials in one posting of a script.

use std::io::Cursor;

use dockhand::exchange;
use dockhand::messages::Command;

use crate::Sizes;
use crate::figures::{Report, Samples};
use crate::ours::Pair;

/// Measures documents of thousands of serials.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let units = pair.units;
    let rounds = if sizes.document < 10_000 { 2 } else { 5 };
    post_a_draft(pair, sizes, report, units, rounds);
    for (order, must) in [("one run", 1.0), ("sorted", 1.0), ("random", 1.2)] {
        let (mut ours, mut baseline) = (Samples::default(), Samples::default());
        for _ in 0..rounds {
            let first = pair.dice.serial();
            let mut serials: Vec<String> = match order {
                // As a maker numbers a pallet.
                "one run" => (0..sizes.document).map(|number| format!("{}{number:06}", &first[..10])).collect(),
                _ => (0..sizes.document).map(|_| pair.dice.serial()).collect(),
            };
            if order == "sorted" {
                serials.sort();
            }
            pair.rest();
            baseline.time(|| pair.baseline.receive_whole("Phone X 128 GB", &serials, 0).unwrap());
            let request = format!(
                "{{\"do\":\"post\",\"kind\":\"posting\",\"warehouse\":\"Main\",\"supplier\":\"Northwind\",\"lines\":[\
                 {{\"product\":\"Phone X 128 GB\",\"cost\":\"199\",\"serials\":{serials:?}}}]}}\n"
            );
            let mut said = Vec::new();
            let exit = ours
                .time(|| exchange::exec(&pair.stockroom, pair.origin, &mut Cursor::new(request), &mut said).unwrap());
            assert!(said.starts_with(b"{\"ok\""), "{exit:?}: {}", String::from_utf8_lossy(&said));
        }
        let what = format!("{} serials in one exec posting, {order}, {units} units", sizes.document);
        report.ratio(what, &ours, &baseline, must, 0.6);
    }
}

fn post_a_draft(pair: &mut Pair, sizes: &Sizes, report: &mut Report, units: u64, rounds: usize) {
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    for _ in 0..rounds {
        let serials: Vec<String> = (0..sizes.document).map(|_| pair.dice.serial()).collect();
        let theirs = pair.baseline.draft_of("Phone X 128 GB", &serials).unwrap();
        let (draft, line) = pair.open_draft();
        pair.receive(draft, line, serials);
        pair.rest();
        baseline.time(|| pair.baseline.post(theirs, 0).unwrap());
        ours.time(|| pair.run(Command::PostDraft { draft }));
    }
    report.ratio(format!("post a draft of {}, {units} units", sizes.document), &ours, &baseline, 0.3, 0.06);
}
