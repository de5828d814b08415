//! Units that one line of a document moved, or names before it moves them.

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::time::Moment;
use crate::messages::{Cursor, No, Page, Refused, UnitRow};
use crate::ops::{claims, draft, held, settings, standing};
use crate::store::codec::Key;
use crate::store::tables::{LINE, MOVE_LINE, PRODUCT, TAKEN, View};

use super::lot_units;
use super::named::Called;
use super::paging::{Filling, place};
use super::units::Origin;

/// Returns the units a line moved, wherever they are by now.
pub fn answer(
    view: &View,
    now: Moment,
    document: DocumentId,
    line: LineNo,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<UnitRow>, No> {
    if view.get(LINE, &(document, line))?.is_some() {
        return lot_units::answer(view, now, draft::line(view, document, line)?.lot, after, limit);
    }
    let unknown = || Refused::Unknown { what: "line".to_owned(), value: format!("line {line}"), hint: String::new() };
    let moved = view.get(MOVE_LINE, &(document, line))?.ok_or_else(unknown)?;
    let after: Option<(u32, u32)> = place(after)?;
    let matching = view.need(PRODUCT, &moved.product)?.matching();
    let scope = claims::scope(&settings(view)?, moved.product);
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    for (n, picked) in held::of_line(view, document, line)? {
        if after.is_some_and(|after| (0, n) <= after) {
            continue;
        }
        if !filling.room() {
            return Ok(filling.page());
        }
        let Some(packed) = standing::packed(view, picked.unit.0, picked.unit.1)? else { continue };
        let key = claims::key_of(&packed.serial, matching);
        let origin = Origin::read(view, picked.unit.0)?;
        filling.push((0_u32, n).to_key(), lot_units::row(&mut called, &origin, scope, key, packed.serial)?);
    }
    for (at, part) in (0_u32..).zip(view.get(TAKEN, &(document, line))?.unwrap_or_default().parts) {
        let origin = Origin::read(view, part.lot)?;
        for (n, slot) in (0_u32..).zip(part.units) {
            if after.is_some_and(|after| (at, n) <= after) {
                continue;
            }
            if !filling.room() {
                return Ok(filling.page());
            }
            let Some(packed) = standing::packed(view, part.lot, slot)? else { continue };
            let key = claims::key_of(&packed.serial, matching);
            filling.push((at, n).to_key(), lot_units::row(&mut called, &origin, scope, key, packed.serial)?);
        }
    }
    Ok(filling.page())
}
