//! Lines, their lots, and what hangs on a line: what is counted is what is there.

use std::collections::BTreeMap;

use super::Walk;
use super::serials::Units;
use crate::domain::conversion::is_of_before;
use crate::domain::document::Line;
use crate::domain::id::{DocumentId, LineNo, LotId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::quantity::Quantity;
use crate::ops::conversion;
use crate::store::engine::Error;
use crate::store::tables::{CONVERTING, DOCUMENT, EXPECTED, LINE, LOT};

/// Walks the lines: each has its document and its lot, and counts what is there.
pub(super) fn lines(walk: &mut Walk, units: &BTreeMap<LotId, Units>) -> Result<(), Error> {
    let mut listed: BTreeMap<(DocumentId, LineNo), u32> = BTreeMap::new();
    for ((document, line, _), _) in walk.records(EXPECTED, &())? {
        *listed.entry((document, line)).or_default() += 1;
    }
    for ((document, number), line) in walk.records(LINE, &())? {
        let name = format!("line {number} of document {}", document.0);
        let head = walk.view.get(DOCUMENT, &document)?;
        walk.hold(head.is_some_and(|head| number <= head.lines), || format!("{name} is beyond its document"));
        let lot = walk.view.get(LOT, &line.lot)?;
        let its = lot.is_some_and(|lot| (lot.document, lot.line, lot.product) == (document, number, line.product));
        walk.hold(its, || format!("{name}: lot {} is not its own", line.lot.0));
        let on_list = listed.remove(&(document, number)).unwrap_or(0);
        walk.hold(on_list == line.listed, || {
            format!("{name}: {} serials are listed, {on_list} are there", line.listed)
        });
        counted(walk, &name, &line, units.get(&line.lot).copied().unwrap_or_default())?;
    }
    for ((document, line), _) in listed {
        walk.hold(false, || {
            format!("serials are expected on line {line} of document {}, which is not there", document.0)
        });
    }
    for (id, lot) in walk.records(LOT, &())? {
        let line = walk.view.get(LINE, &(lot.document, lot.line))?;
        walk.hold(line.is_some_and(|line| line.lot == id), || format!("lot {} is of no line", id.0));
    }
    Ok(())
}

fn counted(walk: &mut Walk, name: &str, line: &Line, units: Units) -> Result<(), Error> {
    let product = conversion::as_will_be(&walk.view, line.product)?;
    let lot = walk.view.need(LOT, &line.lot)?;
    let (counted, damaged) = (line.counted, line.damaged);
    walk.hold(Quantity::ZERO <= damaged && damaged <= counted, || {
        format!("{name}: {damaged} of {counted} are damaged")
    });
    if !product.serialised() || is_of_before(&product, &lot) || gets_none(walk, line, &lot)? {
        walk.hold(units.all == 0, || format!("{name}: {} has units and is counted", product.name));
        return Ok(());
    }
    let there = units.quantity();
    walk.hold(counted == there, || format!("{name}: {counted} are counted, {there} serials are there"));
    let there = Quantity::pieces(units.damaged);
    walk.hold(damaged == there, || format!("{name}: {damaged} are damaged, of the serials {there}"));
    walk.hold(line.slots >= units.all, || format!("{name}: {} slots were given", line.slots));
    let settled =
        lot.state == LotState::Draft || (lot.slots, lot.slots - lot.holes.min(lot.slots)) == (line.slots, units.all);
    walk.hold(settled, || format!("{name}: lot {} has {} slots, {} of them empty", line.lot.0, lot.slots, lot.holes));
    Ok(())
}

/// Tells whether a line is of a product that gets serials by a conversion, and is none of that conversion's.
fn gets_none(walk: &Walk, line: &Line, lot: &Lot) -> Result<bool, Error> {
    let converting = walk.view.get(CONVERTING, &line.product)?;
    Ok(converting.is_some_and(|converting| converting.draft != lot.document))
}
