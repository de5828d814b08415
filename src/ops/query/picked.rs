//! Units picked into a draft's line, newest first.

use std::ops::Bound;

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::time::Moment;
use crate::messages::{No, PickedView};
use crate::ops::standing;
use crate::store::codec::Key;
use crate::store::engine::Direction;
use crate::store::tables::{MOVE_LINE, PICKED, View};

use super::named::{self, Called};
use super::units::Origin;

/// Returns units of a line below one of them, newest first; those put back are left out.
pub fn answer(
    view: &View,
    now: Moment,
    draft: DocumentId,
    line: LineNo,
    before: Option<u32>,
    limit: usize,
) -> Result<Vec<PickedView>, No> {
    if view.get(MOVE_LINE, &(draft, line))?.is_none() {
        return Err(named::unknown("line", line.to_string()).into());
    }
    let from = Bound::Included((draft, line).to_key());
    let to = Bound::Excluded((draft, line, before.unwrap_or(u32::MAX)).to_key());
    let mut called = Called::new(*view, now);
    let mut rows = Vec::new();
    view.range(PICKED, from, to, Direction::Backward, |(_, _, n), picked| {
        if rows.len() >= limit {
            return Ok(false);
        }
        let (lot, slot) = picked.unit;
        let Some(packed) = standing::packed(view, lot, slot)? else { return Ok(true) };
        rows.push(PickedView {
            n,
            serial: packed.serial,
            at: picked.stamp.at,
            employee: called.employee(picked.stamp.employee)?,
            desk: called.desk(picked.stamp.desk)?,
            lot: Origin::read(view, lot)?.label,
            bin: called.bin(picked.from.map(|from| from.bin))?,
        });
        Ok(true)
    })?;
    Ok(rows)
}
