//! What a code that nothing answers to may have been, before a scanner changed it on the way.

use crate::domain::barcode::is_sscc;
use crate::domain::time::Moment;
use crate::messages::{Meaning, No, Standing};
use crate::store::tables::View;

use super::resolve;

/// Digits a code with its zeros back may have: the longest serials and barcodes of digits are GTIN-14 and IMEISV,
/// and a little more.
const LONGEST: usize = 20;

/// Returns words that follow `12 is not known`, beginning with `; `; empty when nothing is near.
pub fn answer(view: &View, now: Moment, text: &str) -> Result<String, No> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > crate::domain::serial::LONGEST {
        return Ok(String::new());
    }
    if is_sscc(text) {
        return Ok("; it looks like a pallet's or parcel's number (SSCC), and no posting has it".to_owned());
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        for width in text.len() + 1..=LONGEST {
            if let Some(known) = known(view, now, &format!("{text:0>width$}"))? {
                return Ok(format!("; {known}: does this scanner drop zeros?"));
            }
        }
        return Ok(String::new());
    }
    let swapped: String = text.chars().map(swap_case).collect();
    Ok(match known(view, now, &swapped)? {
        Some(known) if swapped != text => format!("; {known}: is caps lock on?"),
        _ => String::new(),
    })
}

/// Says what a code is, when anything answers to it: `0012 is in stock`.
fn known(view: &View, now: Moment, text: &str) -> Result<Option<String>, No> {
    Ok(resolve::answer(view, now, text, None)?.into_iter().next().map(|meaning| match meaning {
        Meaning::Unit(unit) => match unit.standing {
            Standing::InStock { .. } => format!("{text} is in stock"),
            Standing::InDraft { .. } | Standing::Picked { .. } => format!("{text} is in a draft"),
            Standing::Reserved { document, .. } => format!("{text} is reserved by {document}"),
            Standing::InTransit { document, .. } => format!("{text} is in transit by {document}"),
            Standing::Gone { how, document, .. } => format!("{text} was here ({how} {document})"),
        },
        Meaning::Product { name, .. }
        | Meaning::Warehouse { name, .. }
        | Meaning::Bin { name, .. }
        | Meaning::Document { number: name, .. } => format!("{text} is {name}"),
    }))
}

fn swap_case(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}
