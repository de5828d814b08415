//! A unit by its serial, and its passport.

use dockhand::messages::{Answer, Query, UnitRef};

use crate::Sizes;
use crate::figures::{Report, Samples};
use crate::ours::Pair;

/// Measures look-ups of random units that are there.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let units = pair.units;
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    let (mut our_passport, mut their_passport) = (Samples::default(), Samples::default());
    pair.rest();
    for _ in 0..sizes.samples * 2 {
        let serial = pair.serials[pair.dice.below(pair.serials.len())].clone();
        let found = baseline.time(|| pair.baseline.look_up(&serial).unwrap());
        assert_eq!((found.state, found.product.as_str(), found.warehouse.as_str()), (1, "Phone X 128 GB", "Main"));
        assert!(found.number.is_some());
        let question = Query::Resolve { text: serial.clone(), product: None };
        let answer = ours.time(|| pair.stockroom.ask(&question).unwrap());
        assert!(matches!(answer, Answer::Meanings(meanings) if meanings.len() == 1));

        assert!(their_passport.time(|| pair.baseline.passport(&serial).unwrap()) > 15);
        let question = Query::Passport(UnitRef::Serial(serial.clone(), None));
        let answer = our_passport.time(|| pair.stockroom.ask(&question).unwrap());
        assert!(matches!(answer, Answer::Passport(passport) if passport.serial == serial));
    }
    report.ratio(format!("look-up by serial, {units} units"), &ours, &baseline, 0.7, 0.3);
    report.ratio(format!("passport, {units} units"), &our_passport, &their_passport, 0.7, 0.3);
}
