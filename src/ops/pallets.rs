//! Pallets and parcels: which posting the goods under a logistic unit's number (SSCC) came in by.

use chrono::Months;

use super::{Context, draft, settings};
use crate::domain::barcode::is_sscc;
use crate::domain::document::{Document, DocumentState};
use crate::domain::id::DocumentId;
use crate::domain::text::shown;
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, PALLET, Tables, View};

/// Months after which a number may be another pallet's (GS1 General Specifications 2.2.1.1).
const REUSED_AFTER: Months = Months::new(12);

/// Notes that goods of a posting's draft came on a pallet, or takes that back.
///
/// A pallet comes in once: refused when another posting has it, unless that is so long ago that the number is another's.
pub fn note(tx: &mut Tables, cx: &Context, id: DocumentId, sscc: &str, came: bool) -> Result<Outcome, No> {
    let mut document = draft::posting(&tx.view(), cx, id)?;
    let place = document.pallets.iter().position(|other| other == sscc);
    match (came, place) {
        (true, None) => {
            if !is_sscc(sscc) {
                let sentence = format!("{}: no SSCC, which has 18 digits, the last one their check digit", shown(sscc));
                return Err(Refused::BadField(sentence).into());
            }
            if let Some(by) = came_lately(&tx.view(), cx, sscc)? {
                return Err(Refused::Duplicate(format!("{sscc} came in already: {by}")).into());
            }
            document.pallets.push(sscc.to_owned());
            tx.put(PALLET, &(sscc.to_owned(), id), &())?;
        }
        (false, Some(place)) => {
            document.pallets.remove(place);
            tx.delete(PALLET, &(sscc.to_owned(), id))?;
        }
        (true, Some(_)) => {
            return Err(Refused::Duplicate(format!("{sscc} is noted in this posting already; nothing changed")).into());
        }
        (false, None) => return Err(Refused::Changed(format!("{sscc} is not noted in this posting")).into()),
    }
    tx.put(DOCUMENT, &id, &document)?;
    Ok(Outcome::Done)
}

/// Says which posting has a pallet's number, when that was not so long ago that the number is another's by now.
fn came_lately(view: &View, cx: &Context, sscc: &str) -> Result<Option<String>, No> {
    let Some((id, document)) = in_force(view, sscc)?.into_iter().next() else { return Ok(None) };
    let zone = settings(view)?.tz();
    let (today, came) = (cx.now.day(zone), document.date.unwrap_or_else(|| document.opened.at.day(zone)));
    if came.checked_add_months(REUSED_AFTER).is_some_and(|reused| reused <= today) {
        return Ok(None);
    }
    Ok(Some(match document.number {
        Some(number) => format!("{number} of {came}"),
        None => format!("draft {} of {came}", id.0),
    }))
}

/// Returns the postings that goods on a pallet came in by, the newest first: drafts too, but none that was undone.
pub fn in_force(view: &View, sscc: &str) -> Result<Vec<(DocumentId, Document)>, Error> {
    let mut ids = Vec::new();
    view.prefix(PALLET, &sscc.to_owned(), Direction::Backward, |(_, id), ()| {
        ids.push(id);
        Ok(true)
    })?;
    let mut found = Vec::new();
    for id in ids {
        let document = view.need(DOCUMENT, &id)?;
        if !matches!(document.state, DocumentState::Cancelled | DocumentState::Deleted) {
            found.push((id, document));
        }
    }
    Ok(found)
}

/// Gives a draft the pallets of the document it takes over from, or none to one that is thrown away.
pub(super) fn carry(
    tx: &mut Tables,
    id: DocumentId,
    document: &mut Document,
    pallets: Vec<String>,
) -> Result<(), Error> {
    for gone in &document.pallets {
        tx.delete(PALLET, &(gone.clone(), id))?;
    }
    for sscc in &pallets {
        tx.put(PALLET, &(sscc.clone(), id), &())?;
    }
    document.pallets = pallets;
    Ok(())
}
