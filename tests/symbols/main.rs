//! Every symbol is read back by readers that we did not write: what goes on a label is what a scanner sends.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod labels;
mod papers;
mod readers;

use dockhand::label::barcode::{Symbol, Symbology};
use dockhand::label::dots::Dots;
use dockhand::scan::gs1;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

/// A symbol to be read, and what a scanner must send of it, without a first FNC1.
struct Printed {
    symbol: Symbol,
    sent: String,
}

/// Draws a symbol as a label printer does, two or three dots a module.
fn drawn(symbol: &Symbol, module: usize) -> Dots {
    Dots::of_matrix(&symbol.matrix, module, 40)
}

fn printed(symbology: Symbology, text: &str) -> Printed {
    let symbol = Symbol::new(symbology, text).unwrap_or_else(|why| panic!("{text}: {symbology} {why}"));
    let sent = if symbology.is_gs1() { gs1::raw(&gs1::from_brackets(text).unwrap()) } else { text.to_owned() };
    Printed { symbol, sent }
}

/// Draws texts of a strategy, the same ones at each run.
fn texts(strategy: impl Strategy<Value = String>, count: usize) -> Vec<String> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Texts of digits with their check digit.
fn gtins(digits: usize, count: usize) -> Vec<String> {
    let body = proptest::string::string_regex(&format!("[0-9]{{{}}}", digits - 1)).unwrap();
    texts(body, count)
        .into_iter()
        .map(|body| {
            let sum: u32 =
                body.bytes().rev().zip([3, 1].into_iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w).sum();
            format!("{body}{}", (10 - sum % 10) % 10)
        })
        .collect()
}

/// GS1 messages of a trade item with a batch and a serial: FNC1 stands between them.
fn messages(count: usize) -> Vec<String> {
    let serials = texts("[!\"%&'*+,./0-9:;<=>?A-Z_a-z-]{1,20}", count);
    let batches = texts("[0-9A-Z-]{1,12}", count);
    let items = gtins(14, count);
    items
        .iter()
        .zip(&batches)
        .zip(&serials)
        .map(|((item, batch), serial)| format!("(01){item}(10){batch}(21){serial}"))
        .collect()
}

/// Symbols of a kind, of random texts that it must hold.
fn some(symbology: Symbology, count: usize) -> Vec<Printed> {
    let all = match symbology {
        Symbology::Code128 => texts("[0-9]{1,20}|[ -~]{1,24}|[0-9A-Z]{4,8}[0-9]{2,10}[a-z]{0,3}", count),
        Symbology::Gs1128 | Symbology::Gs1DataMatrix => messages(count),
        Symbology::Ean13 => gtins(13, count),
        Symbology::Ean8 => gtins(8, count),
        Symbology::UpcA => gtins(12, count),
        Symbology::Qr => texts("[ -~äöüЖщ]{1,60}", count),
        Symbology::DataMatrix => texts("[ -~]{1,60}|[0-9]{1,30}|[a-z]{1,30}", count),
    };
    all.iter().map(|text| printed(symbology, text)).collect()
}
#[test]
#[ignore = "needs zbarimg"]
fn zbar_reads_every_symbol_it_knows_byte_for_byte() {
    for symbology in Symbology::ALL.into_iter().filter(|kind| readers::zbar_knows(*kind)) {
        for (at, Printed { symbol, sent }) in some(symbology, 150).into_iter().enumerate() {
            let read = readers::zbar(symbology, &drawn(&symbol, 2 + at % 2));
            // A UPC-A is an EAN-13 that begins with a zero, and is read as one.
            let sent = if symbology == Symbology::UpcA { format!("0{sent}") } else { sent };
            assert_eq!(read, sent, "{symbology}");
        }
    }
}

#[test]
#[ignore = "needs dmtxread"]
fn dmtx_reads_every_data_matrix_byte_for_byte() {
    for symbology in [Symbology::DataMatrix, Symbology::Gs1DataMatrix] {
        for Printed { symbol, sent } in some(symbology, 150) {
            assert_eq!(readers::dmtx(&drawn(&symbol, 5)), sent, "{symbology}");
        }
    }
}

#[cfg(feature = "read-back")]
#[test]
fn rxing_reads_every_symbol_byte_for_byte_and_its_fnc1() {
    for symbology in Symbology::ALL {
        for (at, Printed { symbol, sent }) in some(symbology, 1000).into_iter().enumerate() {
            let read = readers::rxing(symbology, &drawn(&symbol, 2 + at % 2));
            assert_eq!(read, readers::Read { text: sent, gs1: symbology.is_gs1() }, "{symbology}");
        }
    }
}
