//! What a scan is: read by itself, before stock is asked, and told among all that stock knows.

use dockhand::config::ScannerConfig;
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::time::Day;
use dockhand::messages::{Answer, Command, Query};
use dockhand::scan::gs1::from_raw;
use dockhand::scan::marking::{self, Said};
use dockhand::scan::{misread, normalise};

use crate::Sizes;
use crate::figures::{Report, Samples, now};
use crate::ours::Pair;

/// A message of a hundred characters, as goods carry them.
const MESSAGE: &str = "010401234512345617271231111601011010B7-2026-000471\u{1d}21SN-0000-0000-0000-01\u{1d}240ARTICLE-0815\u{1d}3103000195";

/// Measures the reading of scans of serials, barcodes and labels: all that is done with one beside asking stock.
pub fn run(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let config = ScannerConfig::default();
    let mut reading = Samples::default();
    for at in 0..sizes.samples * 10 {
        let (aim, text) = scanned(pair, at, None);
        reading.time(|| {
            let meant = normalise::meant(&text, &config);
            (marking::read(&meant, aim, TODAY), misread::suspected(&meant, &config))
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

/// Measures the same with the question what stock knows of it, but for the look-ups in its tables.
pub fn among(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let config = ScannerConfig::default();
    let barcodes = add_barcodes(pair, sizes.barcodes);
    pair.rest();
    let mut beyond = Samples::default();
    for at in 0..sizes.samples * 10 {
        let barcode = barcodes[pair.dice.below(barcodes.len())].clone();
        let (aim, text) = scanned(pair, at, Some(barcode));
        pair.engine.take_looked();
        let begun = now();
        let meant = normalise::meant(&text, &config);
        let said = marking::read(&meant, aim, TODAY);
        let suspected = misread::suspected(&meant, &config);
        let text = match said {
            Said::Plain(text) => text,
            Said::Goods(marking) => marking.code().to_owned(),
            Said::Broken(why) => panic!("{why}"),
        };
        let answer = pair.stockroom.ask(&Query::Resolve { text, product: Some(pair.product) }).unwrap();
        let taken = begun.elapsed();
        beyond.add(taken.saturating_sub(pair.engine.take_looked()));
        assert!(suspected.is_none());
        assert!(at % 5 > 1 || matches!(answer, Answer::Meanings(meanings) if meanings.len() == 1));
    }
    let what = format!("telling one scan among {} units and {} barcodes", pair.units, barcodes.len());
    report.p99(format!("{what}, beyond the look-ups"), &beyond, 0.02, 0.01);
}

/// A day on which no label's goods are expired.
const TODAY: Day = Day::from_ymd_opt(2026, 11, 25).unwrap();

/// Returns a scan of a kind: a serial, a barcode, a label with a serial in each of three ways.
fn scanned(pair: &mut Pair, kind: usize, barcode: Option<String>) -> (Option<&'static str>, String) {
    let serial = &pair.serials[pair.dice.below(pair.serials.len())];
    match kind % 5 {
        0 => (None, serial.clone()),
        1 => (None, barcode.unwrap_or_else(|| format!("{:013}", pair.dice.throw() % 10_000_000_000_000))),
        2 => (Some("]C1"), format!("010401234512345610B7\u{1d}21{serial}")),
        3 => (None, format!("https://id.gs1.org/01/09520123456788/21/{serial}?17=271231")),
        _ => (None, format!("[)>\u{1e}06\u{1d}1PLM358\u{1d}Q500\u{1d}S{serial}\u{1e}\u{4}")),
    }
}

/// Adds products of two barcodes each, a piece's and a carton's, and returns all barcodes.
fn add_barcodes(pair: &Pair, count: usize) -> Vec<String> {
    let barcodes: Vec<String> = (0..count).map(|number| with_check_digit(&format!("40{number:010}"))).collect();
    let products = barcodes.chunks(2).enumerate().map(|(number, barcodes)| {
        let packs = [Quantity::ONE, Quantity::pieces(10)];
        let barcodes = barcodes.iter().zip(packs).map(|(text, pack)| Barcode { text: text.clone(), pack });
        let barcodes = barcodes.collect();
        let product = Product { name: format!("Part {number}"), unit: "pc".into(), barcodes, ..Product::default() };
        let add = Command::AddProduct { product: Box::new(product), next: None };
        pair.stockroom.submit(pair.origin, pair.stockroom.next_id(pair.origin.desk), add)
    });
    let under_way: Vec<_> = products.collect();
    for added in under_way {
        added.wait().unwrap();
    }
    barcodes
}

/// Returns a GTIN-13 of its first twelve digits.
fn with_check_digit(digits: &str) -> String {
    let weighed =
        digits.bytes().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    format!("{digits}{}", (10 - weighed.sum::<u32>() % 10) % 10)
}
