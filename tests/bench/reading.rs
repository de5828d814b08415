//! What a scan is: read by itself, before stock is asked.

use dockhand::config::ScannerConfig;
use dockhand::domain::time::Day;
use dockhand::scan::gs1::from_raw;
use dockhand::scan::{marking, misread, normalise};

use crate::Sizes;
use crate::figures::{Report, Samples};
use crate::ours::Pair;

/// A message of a hundred characters, as goods carry them.
const MESSAGE: &str = "010401234512345617271231111601011010B7-2026-000471\u{1d}21SN-0000-0000-0000-01\u{1d}240ARTICLE-0815\u{1d}3103000195";

/// Measures the reading of scans of serials, barcodes and labels, all that is done with one beside the store's look-ups.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let config = ScannerConfig::default();
    let today = Day::from_ymd_opt(2026, 11, 25).unwrap();
    let mut reading = Samples::default();
    for at in 0..sizes.samples * 10 {
        let serial = &pair.serials[pair.dice.below(pair.serials.len())];
        let (aim, text) = match at % 5 {
            0 => (None, serial.clone()),
            1 => (None, format!("{:013}", pair.dice.throw() % 10_000_000_000_000)),
            2 => (Some("]C1"), format!("010401234512345610B7\u{1d}21{serial}")),
            3 => (None, format!("https://id.gs1.org/01/09520123456788/21/{serial}?17=271231")),
            _ => (None, format!("[)>\u{1e}06\u{1d}1PLM358\u{1d}Q500\u{1d}S{serial}\u{1e}\u{4}")),
        };
        reading.time(|| {
            let meant = normalise::meant(&text, &config);
            (marking::read(&meant, aim, today), misread::suspected(&meant, &config))
        });
    }
    report.p99("reading one scan, beside the look-ups", &reading, 0.02, 0.01);
    assert!(MESSAGE.len() == 100 && from_raw(MESSAGE).is_ok(), "{:?}", from_raw(MESSAGE));
    let mut parsing = Samples::default();
    for _ in 0..sizes.samples * 10 {
        assert!(parsing.time(|| from_raw(MESSAGE)).is_ok());
    }
    report.p99("parsing a GS1 message of 100 characters", &parsing, 0.005, 0.003);
}
