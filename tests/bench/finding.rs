//! Anything by a part of its name, code or serial, in a store of many units and beside one of ten.

use dockhand::messages::{Answer, Query};

use crate::Sizes;
use crate::figures::{Report, Samples};
use crate::ours::Pair;

/// Rows of each kind that Find shows.
const SHOWN: usize = 20;

/// Measures what Find asks as its line is typed.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let mut small = Pair::holding(10);
    pair.rest();
    small.rest();
    let (mut many, mut ten) = (Samples::default(), Samples::default());
    for at in 0..sizes.samples {
        find(pair, at, &mut many);
        find(&mut small, at, &mut ten);
    }
    report.p99(format!("find by any part, {} units", pair.units), &many, 2.0, 0.5);
    report.times(format!("find by any part, {} units, against 10", pair.units), &many, &ten, 2.0);
}

/// Finds a unit by its serial's beginning, its end or all of it, or the product by a part of its name.
fn find(pair: &mut Pair, at: usize, samples: &mut Samples) {
    let serial = &pair.serials[pair.dice.below(pair.serials.len())];
    let text = match at % 4 {
        0 => serial[..6].to_owned(),
        1 => serial[10..].to_owned(),
        2 => serial.clone(),
        _ => "phn x".to_owned(),
    };
    let answer = samples.time(|| pair.stockroom.ask(&Query::Find { text, limit: SHOWN }).unwrap());
    assert!(matches!(answer, Answer::Found(found) if !found.is_empty()));
}
