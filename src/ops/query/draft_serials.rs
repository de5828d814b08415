//! Serials of a draft's line, newest first.

use std::ops::Bound;

use crate::domain::id::{DocumentId, LineNo, WarehouseId};
use crate::domain::time::Moment;
use crate::messages::{No, ScanView};
use crate::store::codec::Key;
use crate::store::engine::Direction;
use crate::store::pack::first_of;
use crate::store::tables::{LINE, LOT_UNIT, View};

use super::named;

/// Returns serials of a line below a slot, newest first; slots whose unit was taken back are left out.
pub fn answer(
    view: &View,
    now: Moment,
    draft: DocumentId,
    line: LineNo,
    before: Option<u32>,
    limit: usize,
) -> Result<Vec<ScanView>, No> {
    let Some(lot) = view.get(LINE, &(draft, line))?.map(|line| line.lot) else {
        return Err(named::unknown("line", line.to_string()).into());
    };
    let Some(last) = before.unwrap_or(u32::MAX).checked_sub(1).filter(|last| *last > 0) else { return Ok(Vec::new()) };
    let here = WarehouseId(0);
    let from = Bound::Included((lot, here).to_key());
    let to = Bound::Included((lot, here, first_of(last)).to_key());
    let mut scans: Vec<ScanView> = Vec::new();
    let mut called = named::Called::new(*view, now);
    view.range(LOT_UNIT, from, to, Direction::Backward, |_, pack| {
        for unit in pack.units.into_iter().rev().filter(|unit| unit.slot <= last) {
            if scans.len() >= limit {
                return Ok(false);
            }
            scans.push(ScanView {
                slot: unit.slot,
                serial: unit.serial,
                at: unit.at,
                desk: called.desk(unit.desk)?,
                damaged: unit.bin.is_some(),
                generated: unit.generated,
            });
        }
        Ok(true)
    })?;
    Ok(scans)
}
