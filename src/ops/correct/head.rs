//! Supplier, invoice number and the supplier's warranty of what was posted.

use super::{converted_to, is_origin, keep, posting};
use crate::domain::correction::Corrected;
use crate::domain::document::{Document, Line};
use crate::domain::id::{DocumentId, LineNo, LotId};
use crate::domain::settings::Settings;
use crate::messages::{No, Outcome, Refused};
use crate::ops::names::folded;
use crate::ops::people::unknown;
use crate::ops::{Context, draft, settings};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, INVOICE, LINE, LOT, Tables};

/// Corrects what a posting says; what is not named stays. Refused when nothing would be different.
pub fn correct(
    tx: &mut Tables,
    cx: &Context,
    id: DocumentId,
    supplier: Option<&str>,
    invoice: Option<&str>,
    warranties: &[(LineNo, Option<u16>)],
) -> Result<Outcome, No> {
    let mut document = posting(&tx.view(), id)?;
    let settings = settings(&tx.view())?;
    let lines = draft::lines(&tx.view(), id)?;
    for (_, line) in &lines {
        is_origin(&tx.view(), &tx.need(LOT, &line.lot)?)?;
    }
    let mut different = false;
    if let Some(name) = supplier {
        different |= supply(tx, cx, &settings, id, &mut document, name)?;
    }
    if let Some(invoice) = invoice {
        different |= invoiced(tx, cx, &settings, id, &mut document, invoice)?;
    }
    tx.put(DOCUMENT, &id, &document)?;
    for (number, months) in warranties {
        let line = lines.iter().find(|(line, _)| line == number).map(|(_, line)| line);
        let line = line.ok_or_else(|| unknown("line", u64::from(*number)))?;
        different |= warrant(tx, cx, &settings, (id, *number), line, months.filter(|months| *months > 0))?;
    }
    if different {
        return Ok(Outcome::Done);
    }
    let number = document.number.unwrap_or_default();
    Err(Refused::BadField(format!("{number} says so already: nothing is different")).into())
}

/// Gives a posting and its lots another supplier; tells whether it is another.
fn supply(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    document: &mut Document,
    name: &str,
) -> Result<bool, No> {
    let (from, to) = (document.supplier, draft::supplier_named(tx, name)?);
    if from == to {
        return Ok(false);
    }
    document.supplier = to;
    for (_, line) in draft::lines(&tx.view(), id)? {
        for lot in family(tx, line.lot)? {
            let mut record = tx.need(LOT, &lot)?;
            // What it was converted to has no supplier of its own, unless it was given this one.
            if lot == line.lot || (record.supplier == from && from.is_some()) {
                record.supplier = to;
                tx.put(LOT, &lot, &record)?;
            }
        }
    }
    keep(tx, cx, settings, (id, 0, 0), Corrected::Supplier { from, to })?;
    Ok(true)
}

/// Gives a posting another invoice number, by which it is found from now on; tells whether it is another.
fn invoiced(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    document: &mut Document,
    invoice: &str,
) -> Result<bool, No> {
    let to = draft::invoice_number(invoice)?;
    if document.invoice == to {
        return Ok(false);
    }
    let from = std::mem::replace(&mut document.invoice, to.clone());
    tx.delete(INVOICE, &(folded(&from), id))?;
    if !to.is_empty() {
        tx.put(INVOICE, &(folded(&to), id), &())?;
    }
    keep(tx, cx, settings, (id, 0, 0), Corrected::Invoice { from, to })?;
    Ok(true)
}

/// Gives a line's lot another warranty of its supplier; tells whether it is another.
fn warrant(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    (id, number): (DocumentId, LineNo),
    line: &Line,
    to: Option<u16>,
) -> Result<bool, No> {
    let from = tx.need(LOT, &line.lot)?.warranty;
    if from.filter(|months| *months > 0) == to {
        return Ok(false);
    }
    for lot in family(tx, line.lot)? {
        let mut record = tx.need(LOT, &lot)?;
        if record.warranty == from {
            record.warranty = to;
            tx.put(LOT, &lot, &record)?;
            let at = (record.document, record.line);
            let line = tx.need(LINE, &at)?;
            tx.put(LINE, &at, &Line { warranty: to, warranty_carried: false, ..line })?;
        }
    }
    keep(tx, cx, settings, (id, number, 0), Corrected::Warranty { from, to })?;
    Ok(true)
}

/// Returns a lot and all that it was converted to.
fn family(tx: &Tables, lot: LotId) -> Result<Vec<LotId>, Error> {
    let mut all = vec![lot];
    let mut at = 0;
    while let Some(id) = all.get(at).copied() {
        at += 1;
        all.extend(converted_to(&tx.view(), id, &tx.need(LOT, &id)?)?.into_iter().map(|(id, _)| id));
    }
    Ok(all)
}
