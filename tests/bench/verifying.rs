//! The proof of a whole store: `verify`, after each unit moved twice.

use dockhand::domain::document::DocumentKind;
use dockhand::messages::{Command, Outcome};

use crate::figures::{Report, Samples};
use crate::leaving::moved;
use crate::ours::Pair;

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
    let mut took = Samples::default();
    let mut wrong = Vec::new();
    took.time(|| pair.stockroom.verify(&mut |sentence| wrong.push(sentence)).unwrap());
    assert!(wrong.is_empty(), "{wrong:#?}");
    report.longest(format!("verify, {} units that moved three times", pair.serials.len()), &took, 10_000.0, 5_000.0);
}
