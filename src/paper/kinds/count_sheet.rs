//! The sheet to count on: what lies where, and a place to write what was counted; blind for whoever counts blind.

use super::{Told, code};
use crate::messages::{StockRow, StocktakeView};
use crate::paper::sheet::{Column, Fact, Row, Sheet, Table};

/// What is written on.
const BLANK: &str = "____________";

/// Rows that are left free for what lies there and should not.
const FREE: usize = 5;

pub(super) fn sheet(told: &Told, stocktake: &StocktakeView, goods: &[StockRow], blank: Sheet) -> Sheet {
    let name = code(stocktake.row.number.as_ref(), stocktake.row.id);
    let told_how_much = stocktake.progress.is_some();
    let mut columns = vec![
        Column { word: "Shelf", width: 10, right: false },
        Column { word: "Product", width: 0, right: false },
        Column { word: "Code", width: 14, right: false },
    ];
    columns.extend(told_how_much.then_some(Column { word: "Expected", width: 12, right: true }));
    columns.push(Column { word: "Counted", width: 12, right: false });
    let rows = goods.iter().map(|row| {
        let mut cells = vec![row.bin.clone().unwrap_or_default(), row.name.clone(), row.code.clone()];
        cells.extend(told_how_much.then(|| format!("{} {}", row.on_hand, row.unit)));
        cells.push(BLANK.to_owned());
        Row { cells, ..Row::default() }
    });
    let free = (0..FREE).map(|_| {
        let mut cells = vec!["_".repeat(10), "_".repeat(18), "_".repeat(14)];
        cells.extend(told_how_much.then(String::new));
        cells.push(BLANK.to_owned());
        Row { cells, ..Row::default() }
    });
    let rows = rows.chain(free).collect();
    Sheet {
        title: "Count sheet",
        code: name.clone(),
        name,
        facts: facts(told, stocktake),
        tables: vec![Table { heading: "", columns, rows, sums: Vec::new(), empty: "" }],
        signatures: &["Counted by"],
        ..blank
    }
}

/// Returns what a stocktake counts, and since when.
pub(super) fn facts(told: &Told, stocktake: &StocktakeView) -> Vec<Fact> {
    vec![
        ("Warehouse", if stocktake.row.to.is_empty() { &stocktake.row.from } else { &stocktake.row.to }.clone()),
        ("Shelf", stocktake.bin.as_ref().map(|(_, code)| code.clone()).unwrap_or_default()),
        ("Category", stocktake.category.clone()),
        ("Begun", format!("{} {}, {}", told.moment(stocktake.row.opened), stocktake.row.employee, stocktake.row.desk)),
    ]
}
