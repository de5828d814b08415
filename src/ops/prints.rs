//! Labels that were printed: noted for each unit, so that its passport says when, and whether again.
//!
//! A label printed again is the same label: no serial is made by it.

use std::collections::BTreeSet;

use super::{Context, draft, wording};
use crate::domain::id::ProductId;
use crate::domain::serial::SerialKey;
use crate::messages::{Labelled, No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::rows::Print;
use crate::store::tables::{PRINT, PRODUCT, Tables, View};

/// Characters that the name of a printer may have.
const LONGEST_NAME: usize = 100;

/// Notes labels that are on their way: of each unit once, however often the command names it.
pub fn note(tx: &mut Tables, cx: &Context, printer: &str, copies: u16, labels: &[Labelled]) -> Result<Outcome, No> {
    let printer = wording::text("a printer's name", printer, LONGEST_NAME)?;
    if copies == 0 {
        return Err(Refused::BadField("0 labels: one at least is printed".to_owned()).into());
    }
    let (mut again, mut times) = (0, 0);
    for (product, key) in units(labels) {
        if tx.get(PRODUCT, &product)?.is_none() {
            return Err(super::people::unknown("product", product.0).into());
        }
        let before = count(&tx.view(), product, key)?;
        again += u32::from(before > 0);
        times = times.max(before + 1);
        let print = Print { stamp: draft::stamp(cx), copies, printer: printer.clone() };
        tx.put(PRINT, &(key.clone(), product, before + 1), &print)?;
    }
    Ok(Outcome::PrintNoted { again, times })
}

/// Returns the units among what labels are of, each once.
pub(super) fn units(labels: &[Labelled]) -> BTreeSet<(ProductId, &SerialKey)> {
    let unit = |label| match label {
        &Labelled::Unit { product, ref key } => Some((product, key)),
        Labelled::Product { .. } | Labelled::Bin { .. } => None,
    };
    labels.iter().filter_map(unit).collect()
}

/// Returns how often a label of a serial was printed.
pub fn count(view: &View, product: ProductId, key: &SerialKey) -> Result<u32, Error> {
    let mut last = 0;
    view.prefix(PRINT.keys(), &(key.clone(), product), Direction::Backward, |(_, _, n): (_, _, u32), ()| {
        last = n;
        Ok(false)
    })?;
    Ok(last)
}
