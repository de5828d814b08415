//! From what somebody wrote to what is labelled: a serial, a document's number, a product, a bin, or a range.

use anyhow::{Result, anyhow, bail};

use crate::domain::range::{self, Item};
use crate::domain::serial::Matching;
use crate::domain::text::shown;
use crate::label::template::Subject;
use crate::messages::{Answer, LabelOf, Meaning, Query, UnitRef};
use crate::stockroom::Stockroom;

/// What can be labelled.
const LABELLED: &str = "serial, document, product or bin";

/// Finds what a text names, among what a template is a label of. A range is all of its units.
pub fn find(stockroom: &Stockroom, text: &str, subject: Option<Subject>) -> Result<Vec<LabelOf>> {
    if let Some(found) = one(stockroom, text, subject)? {
        return Ok(vec![found]);
    }
    let serials: Vec<String> = match range::listed(text, Matching::Loose) {
        Ok(items) => items.into_iter().filter_map(|item| if let Item::Serial(text) = item { Some(text) } else { None }),
        Err(_) => return Err(unknown(stockroom, text, LABELLED)),
    }
    .collect();
    if serials.len() < 2 {
        return Err(unknown(stockroom, text, LABELLED));
    }
    serials
        .iter()
        .map(|serial| one(stockroom, serial, Some(Subject::Unit))?.ok_or_else(|| unknown(stockroom, serial, LABELLED)))
        .collect()
}

fn one(stockroom: &Stockroom, text: &str, subject: Option<Subject>) -> Result<Option<LabelOf>> {
    let asked =
        stockroom.ask(&Query::Resolve { text: text.to_owned(), product: None }).map_err(|no| anyhow!("{no}"))?;
    let Answer::Meanings(meanings) = asked else { bail!("the store answered something else than was asked") };
    let mut found = meanings.into_iter().filter_map(|meaning| labelled(meaning, subject));
    let first = found.next();
    if let (Some(LabelOf::Bin(_)), Some(LabelOf::Bin(_))) = (&first, found.next()) {
        bail!("{} is a bin of several warehouses: name it as WAREHOUSE/BIN", shown(text));
    }
    if first.is_none()
        && let Some((warehouse, bin)) = text.split_once('/')
    {
        return in_warehouse(stockroom, warehouse, bin, subject);
    }
    Ok(first)
}

/// Returns what a meaning is labelled as; nothing when it is not what the template is of.
fn labelled(meaning: Meaning, subject: Option<Subject>) -> Option<LabelOf> {
    let goods = matches!(subject, None | Some(Subject::Unit | Subject::Product));
    match meaning {
        Meaning::Unit(unit) if goods => Some(LabelOf::Unit(UnitRef::Key(unit.product, unit.key))),
        Meaning::Product { product, .. } if matches!(subject, None | Some(Subject::Product)) => {
            Some(LabelOf::Product(product))
        }
        Meaning::Document { document, .. } if goods => Some(LabelOf::Document(document)),
        Meaning::Bin { bin, .. } if matches!(subject, None | Some(Subject::Bin)) => Some(LabelOf::Bin(bin)),
        _ => None,
    }
}

/// Finds a bin of a warehouse that is named by its code or name.
fn in_warehouse(
    stockroom: &Stockroom,
    warehouse: &str,
    bin: &str,
    subject: Option<Subject>,
) -> Result<Option<LabelOf>> {
    let ask = |query: &Query| stockroom.ask(query).map_err(|no| anyhow!("{no}"));
    let resolve = |text: &str| ask(&Query::Resolve { text: text.to_owned(), product: None });
    let Answer::Meanings(meanings) = resolve(warehouse)? else { return Ok(None) };
    let place = meanings.into_iter().find_map(|meaning| match meaning {
        Meaning::Warehouse { warehouse, .. } => Some(warehouse),
        _ => None,
    });
    let (Some(place), Answer::Meanings(meanings)) = (place, resolve(bin)?) else { return Ok(None) };
    let here = |meaning: &Meaning| matches!(meaning, Meaning::Bin { warehouse, .. } if *warehouse == place);
    Ok(meanings.into_iter().find(here).and_then(|meaning| labelled(meaning, subject)))
}

/// Says that nothing has a text, and what it may have been.
pub(in crate::exchange) fn unknown(stockroom: &Stockroom, text: &str, what: &str) -> anyhow::Error {
    let hint = match stockroom.ask(&Query::Hint(text.to_owned())) {
        Ok(Answer::Hint(hint)) => hint,
        _ => String::new(),
    };
    anyhow!("{} is no {what} of this store{hint}", shown(text))
}
