//! One desk scanning, and sixteen.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use crate::Sizes;
use crate::baseline::Baseline;
use crate::figures::{Report, Samples, now};
use crate::ours::{Dice, Pair, open_draft, received, run as carry_out};

const DESKS: u64 = 16;

/// Measures durable scans into a draft.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let units = pair.units;
    pair.rest();
    one_desk(pair, sizes, report, units);
    sixteen_desks(pair, sizes, report, units);
}

fn one_desk(pair: &mut Pair, sizes: &Sizes, report: &mut Report, units: u64) {
    let (draft, line) = pair.open_draft();
    let theirs = pair.baseline.draft("Phone X 128 GB").unwrap();
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    for at in 0..i64::try_from(sizes.samples).unwrap() {
        let serial = pair.dice.serial();
        baseline.time(|| pair.baseline.scan(theirs, &serial, at).unwrap());
        ours.time(|| pair.receive(draft, line, vec![serial]));
    }
    report.ratio(format!("one scan, durable, {units} units"), &ours, &baseline, 2.2, 1.6);
}

fn sixteen_desks(pair: &mut Pair, sizes: &Sizes, report: &mut Report, units: u64) {
    let each = sizes.samples / 4;
    let desks: Vec<_> = (1..=DESKS)
        .map(|number| {
            let mut origin = pair.stockroom.open_desk(&format!("desk {number}")).unwrap();
            origin.employee = pair.origin.employee;
            let draft = open_draft(&pair.stockroom, origin, pair.warehouse, pair.product);
            (origin, draft, Dice(number * 7_919 + units))
        })
        .collect();
    let ours = together(desks, |(origin, (draft, line), mut dice)| {
        for _ in 0..each {
            carry_out(&pair.stockroom, origin, received(draft, line, vec![dice.serial()]));
        }
    });
    let file = pair.baseline_file();
    let scripts: Vec<_> = (1..=DESKS)
        .map(|number| {
            let mut script = Baseline::open(&file).unwrap();
            let draft = script.draft("Phone X 128 GB").unwrap();
            (script, draft, Dice(number * 104_729 + units))
        })
        .collect();
    let baseline = together(scripts, |(mut script, draft, mut dice)| {
        for at in 0..each {
            script.scan(draft, &dice.serial(), i64::try_from(at).unwrap()).unwrap();
        }
    });
    let scans = f64::from(u32::try_from(each).unwrap()) * 16.0;
    let rate = |time: Duration| scans / time.as_secs_f64();
    report.rate(format!("16 desks scanning, {units} units"), rate(ours), rate(baseline), 1.6, 3.0);
}

/// Lets all begin at once, and returns how long the last took.
fn together<T: Send>(all: Vec<T>, work: impl Fn(T) + Sync) -> Duration {
    let start = Barrier::new(all.len() + 1);
    thread::scope(|scope| {
        let running: Vec<_> = all
            .into_iter()
            .map(|one| {
                scope.spawn(|| {
                    start.wait();
                    work(one);
                })
            })
            .collect();
        start.wait();
        let begun = now();
        for thread in running {
            thread.join().unwrap();
        }
        begun.elapsed()
    })
}
