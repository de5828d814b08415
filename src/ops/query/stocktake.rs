//! A stocktake: how far it has come.

use crate::domain::count::FindingKind;
use crate::domain::document::DocumentState;
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, EmployeeId};
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{No, StocktakeView};
use crate::ops::stocktake::compare::{Count, Finding};
use crate::ops::table::allows;
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, View};

use super::documents;
use super::named::Called;

/// Returns how far a stocktake has come, as far as somebody may see it.
pub fn answer(
    view: &View,
    now: Moment,
    employee: Option<EmployeeId>,
    id: DocumentId,
) -> Result<Box<StocktakeView>, No> {
    let count = Count::read(*view, id)?;
    let found = count.found()?;
    let blind = is_blind(view, employee, &count)?;
    let mut called = Called::new(*view, now);
    let of = |kind| {
        let its = found.findings.iter().filter(|finding| finding.kind == kind && (!blind || is_seen(finding)));
        u32::try_from(its.count()).unwrap_or(u32::MAX)
    };
    let mut links = Vec::with_capacity(count.head.links.len());
    for link in &count.head.links {
        links.push(documents::row(&mut called, *link, &view.need(DOCUMENT, link)?)?);
    }
    let bin = match count.record.bin {
        Some(bin) => called.bin(Some(bin))?.map(|code| (bin, code)),
        None => None,
    };
    Ok(Box::new(StocktakeView {
        row: documents::row(&mut called, id, &count.head)?,
        warehouse: count.head.warehouse,
        bin,
        category: count.record.category.clone(),
        entries: count.record.entries,
        settlements: count.record.settlements,
        settled: count.record.settled,
        counted: Quantity::from_thousandths(found.counted),
        progress: (!blind).then(|| found.progress(&count.record)),
        shortages: (!blind).then(|| of(FindingKind::Shortage)),
        excesses: of(FindingKind::Excess),
        elsewhere: of(FindingKind::Elsewhere),
        unknown: of(FindingKind::Unknown),
        links,
    }))
}

/// Tells whether somebody counts blind: what is expected is not shown until all is settled.
pub fn is_blind(view: &View, employee: Option<EmployeeId>, count: &Count) -> Result<bool, Error> {
    let Some(employee) = employee.filter(|_| count.head.state == DocumentState::Draft) else { return Ok(false) };
    Ok(!allows(view, employee, Permission::SeeExpectedCounts)?)
}

/// Tells whether a finding says nothing of what is expected.
pub fn is_seen(finding: &Finding) -> bool {
    finding.kind != FindingKind::Shortage && finding.compared.is_none()
}
