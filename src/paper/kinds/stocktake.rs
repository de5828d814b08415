//! What a stocktake found and counted, and by which documents it was settled.

use std::collections::BTreeMap;

use super::{Told, code, count_sheet};
use crate::domain::document::DocumentState;
use crate::domain::quantity::Quantity;
use crate::messages::{CountRow, FindingRow, StocktakeView};
use crate::paper::sheet::{Column, Row, Sheet, Table};

pub(super) fn sheet(
    told: &Told,
    stocktake: &StocktakeView,
    findings: &[FindingRow],
    counts: &[CountRow],
    blank: Sheet,
) -> Sheet {
    let name = code(stocktake.row.number.as_ref(), stocktake.row.id);
    let open = stocktake.row.state == DocumentState::Draft;
    let mut facts = count_sheet::facts(told, stocktake);
    let settled = stocktake.links.iter().filter_map(|link| link.number.as_deref()).collect::<Vec<_>>();
    facts.extend([
        ("Counted", stocktake.counted.to_string()),
        ("Settled by", settled.join(", ")),
        ("Findings settled", if stocktake.settled == 0 { String::new() } else { stocktake.settled.to_string() }),
    ]);
    facts.extend(
        stocktake.progress.map(|progress| ("Found", format!("{} of {} expected", progress.found, progress.expected))),
    );
    Sheet {
        title: if open { "Stocktake so far" } else { "Stocktake" },
        code: name.clone(),
        name,
        facts,
        tables: vec![found(findings, open), counted(counts)],
        signatures: &["Counted by", "Checked by"],
        ..blank
    }
}

fn found(findings: &[FindingRow], open: bool) -> Table {
    let column = |word, width| Column { word, width, right: false };
    let rows = findings.iter().map(|finding| {
        let compared = finding.compared.map(|(counted, expected)| format!("counted {counted} of {expected}"));
        let stands = (!finding.stands.is_empty()).then(|| format!("by the books: {}", finding.stands));
        let cells = vec![
            finding.kind.word().to_owned(),
            finding.name.clone(),
            finding.serial.clone().unwrap_or_default(),
            format!("{} {}", finding.quantity, finding.unit),
            finding.place.clone(),
        ];
        let below = [compared, stands].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Row { cells, below, serials: Vec::new() }
    });
    Table {
        heading: "Found",
        columns: vec![
            column("What", 9),
            column("Product", 0),
            column("Serial", 18),
            Column { word: "Quantity", width: 10, right: true },
            column("Place", 14),
        ],
        rows: rows.collect(),
        sums: Vec::new(),
        empty: if open { "Nothing so far." } else { "Nothing is left to be settled." },
    }
}

/// What was counted, shelf by shelf and product by product.
fn counted(counts: &[CountRow]) -> Table {
    let mut places: BTreeMap<(&str, &str, &str), (Quantity, Vec<String>)> = BTreeMap::new();
    for count in counts {
        let place = (count.bin.as_deref().unwrap_or_default(), count.name.as_str(), count.unit.as_str());
        let (quantity, serials) = places.entry(place).or_default();
        match &count.serial {
            Some(serial) => {
                *quantity = quantity.checked_add(Quantity::ONE).unwrap_or(*quantity);
                serials.push(serial.clone());
            }
            // What was counted there in all, after its last count.
            None => *quantity = count.counted,
        }
    }
    let rows = places.into_iter().map(|((bin, name, unit), (quantity, serials))| {
        let name = if name.is_empty() { "not known" } else { name };
        let cells = vec![bin.to_owned(), name.to_owned(), format!("{quantity} {unit}")];
        Row { cells, below: String::new(), serials }
    });
    Table {
        heading: "Counted",
        columns: vec![
            Column { word: "Shelf", width: 10, right: false },
            Column { word: "Product", width: 0, right: false },
            Column { word: "Quantity", width: 12, right: true },
        ],
        rows: rows.collect(),
        sums: Vec::new(),
        empty: "Nothing was counted.",
    }
}
