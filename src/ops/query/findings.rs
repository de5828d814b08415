//! What a stocktake found, kind by kind and product by product.

use crate::domain::count::{FindingKind, Subject};
use crate::domain::document::Cost;
use crate::domain::id::{DocumentId, EmployeeId};
use crate::domain::place::Place;
use crate::domain::time::Moment;
use crate::messages::{Cursor, FindingRow, No, Page, Refused};
use crate::ops::stocktake::compare::{Count, Finding};
use crate::ops::stocktake::misplaced::Sorted;
use crate::ops::{carry, standing};
use crate::store::codec::Key;
use crate::store::tables::{PRODUCT, View};

use super::named::{self, Called};
use super::paging::{Filling, place};
use super::stocktake::{is_blind, is_seen};

/// Place of a finding in the list: kind, product, then serial and scope, or shelf.
type At = (u8, u64, String, u64);

/// Returns findings of a kind, or of all kinds; whoever counts blind is refused shortages, and shown no figures.
pub fn answer(
    view: &View,
    now: Moment,
    employee: Option<EmployeeId>,
    id: DocumentId,
    kind: Option<FindingKind>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<FindingRow>, No> {
    let count = Count::read(*view, id)?;
    let blind = is_blind(view, employee, &count)?;
    if blind && kind == Some(FindingKind::Shortage) {
        let employee = named::employee(view, employee.unwrap_or_default())?;
        let what = "see what is missing before the stocktake is settled".to_owned();
        return Err(Refused::NotPermitted { employee, what }.into());
    }
    let after: Option<At> = place(after)?;
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    let found = count.found()?.findings;
    let sorted = Sorted::of(found.iter());
    for finding in found {
        let at = at(&finding);
        let wanted = kind.is_none_or(|kind| kind == finding.kind) && (!blind || is_seen(&finding));
        if !wanted || after.as_ref().is_some_and(|after| at <= *after) {
            continue;
        }
        if !filling.room() {
            break;
        }
        filling.push(at.to_key(), row(&mut called, now, (&count, &sorted), finding)?);
    }
    Ok(filling.page())
}

/// Returns a finding's place, which sorts as the findings do.
fn at(finding: &Finding) -> At {
    let (name, rest) = match &finding.what {
        Subject::Unit { key, scope } => (key.as_str().to_owned(), *scope),
        Subject::Goods { bin, .. } => (String::new(), bin.0),
    };
    (finding.kind as u8, finding.product.unwrap_or_default().0, name, rest)
}

fn row(
    called: &mut Called,
    now: Moment,
    (count, sorted): (&Count, &Sorted),
    finding: Finding,
) -> Result<FindingRow, No> {
    let view = called.view();
    let held = count.held(now, &finding, sorted)?.map(|refused| refused.to_string());
    let product = finding.product.map(|product| view.need(PRODUCT, &product)).transpose()?;
    let (name, unit) = product.map_or_else(Default::default, |product| (product.name, product.unit));
    let stands = match (finding.from, &finding.unit) {
        (Some(spot), _) => called.place(Place::Warehouse(spot.warehouse, Some(spot.bin)))?,
        (None, Some(unit)) => standing::of(&view, now, unit)?.to_string(),
        (None, None) => String::new(),
    };
    let comes_in = matches!(finding.kind, FindingKind::Excess | FindingKind::Unknown);
    let carried = match finding.product.filter(|_| comes_in) {
        Some(product) => carry::of(&view, product)?.and_then(|carried| carried.cost),
        None => None,
    };
    Ok(FindingRow {
        kind: finding.kind,
        product: finding.product,
        name,
        unit,
        place: called.place(Place::Warehouse(count.head.warehouse, finding.bin))?,
        quantity: finding.quantity,
        compared: finding.compared,
        stands,
        cost: carried.and_then(|cost: Cost| cost.per_unit(finding.quantity)),
        held,
        serial: finding.serial,
        what: finding.what,
    })
}
