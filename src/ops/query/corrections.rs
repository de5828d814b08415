//! What was corrected in a posting, and in the life of one of its units.

use crate::domain::correction::{Corrected, Correction, Revaluation};
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::unit::Unit;
use crate::messages::{CorrectedView, CorrectionRow};
use crate::ops::correct;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CORRECTION, LOT};

use super::named::Called;

/// Returns all that was corrected in a posting, oldest first.
pub fn of_document(called: &mut Called, document: DocumentId) -> Result<Vec<CorrectionRow>, Error> {
    let mut all = Vec::new();
    called.view().prefix(CORRECTION, &document, Direction::Forward, |(_, line, ..), correction| {
        all.push((line, correction));
        Ok(true)
    })?;
    rows(called, all)
}

/// Returns what was corrected in one life of a unit: its own serial, its lot and what that was before a conversion, the
/// heads of their postings. The cost of a converted lot is corrected with that of the one it was.
pub fn of_life(called: &mut Called, unit: &Unit) -> Result<Vec<CorrectionRow>, Error> {
    let view = called.view();
    let lot = view.need(LOT, &unit.lot)?;
    let mut places = vec![(lot.document, lot.line, unit.slot)];
    let first = lot.origin.map_or(Ok(lot), |origin| view.need(LOT, &origin))?;
    places.extend([(first.document, 0, 0), (first.document, first.line, 0)]);
    let mut all = Vec::new();
    for (document, line, slot) in places {
        let found = correct::of(&view, (document, line, slot))?;
        all.extend(found.into_iter().map(|correction| (line, correction)));
    }
    rows(called, all)
}

fn rows(called: &mut Called, mut all: Vec<(LineNo, Correction)>) -> Result<Vec<CorrectionRow>, Error> {
    all.sort_by_key(|(_, correction)| correction.stamp.at);
    all.into_iter().map(|(line, correction)| row(called, line, correction)).collect()
}

fn row(called: &mut Called, line: LineNo, correction: Correction) -> Result<CorrectionRow, Error> {
    let what = match correction.what {
        Corrected::Supplier { from, to } => CorrectedView::Supplier(called.supplier(from)?, called.supplier(to)?),
        Corrected::Invoice { from, to } => CorrectedView::Invoice(from, to),
        Corrected::Warranty { from, to } => CorrectedView::Warranty(from, to),
        Corrected::Serial { from, to } => CorrectedView::Serial(from, to),
        Corrected::Cost(Revaluation { from, to, on_hand, gone, .. }) => CorrectedView::Cost { from, to, on_hand, gone },
    };
    let (at, employee, desk) = called.stamp(correction.stamp)?;
    Ok(CorrectionRow { at, employee, desk, day: correction.day, line, what })
}
