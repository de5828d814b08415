//! Units that open documents hold: each is held once, by a line that names it, of a document that is still open.

use std::collections::BTreeMap;

use super::Walk;
use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::movement::{MoveLine, Picked};
use crate::domain::unit::{Holder, UnitId};
use crate::ops::{claims, moving, standing};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, HELD, LOT, MOVE_LINE, PICKED, PRODUCT, SERIAL};

/// Walks what is held, and the units that lines name: both lead to each other, and each line counts what it names.
pub(super) fn held(walk: &mut Walk) -> Result<(), Error> {
    for (unit, hold) in walk.records(HELD, &())? {
        let name = named(unit);
        let row = walk.view.get(PICKED, &(hold.document, hold.line, hold.n))?;
        let its = row.is_some_and(|picked| picked.unit == unit);
        walk.hold(its, || {
            format!("{name} is held by line {} of document {}, which does not name it", hold.line, hold.document.0)
        });
        let state = walk.view.get(DOCUMENT, &hold.document)?.map(|head| head.state);
        let open = matches!(state, Some(DocumentState::Draft | DocumentState::Reserved | DocumentState::Expired));
        walk.hold(open, || format!("{name} is held by document {}, which is not open", hold.document.0));
    }
    let mut counts: BTreeMap<(DocumentId, LineNo), u32> = BTreeMap::new();
    for ((document, line, n), picked) in walk.records(PICKED, &())? {
        *counts.entry((document, line)).or_default() += 1;
        let name = named(picked.unit);
        let hold = walk.view.get(HELD, &picked.unit)?;
        let back = hold.is_some_and(|hold| (hold.document, hold.line, hold.n) == (document, line, n));
        walk.hold(back, || format!("line {line} of document {} names {name} and does not hold it", document.0));
        let record = walk.view.get(MOVE_LINE, &(document, line))?;
        unit(walk, &name, &picked, record.as_ref())?;
    }
    for (at, line) in walk.records(MOVE_LINE, &())? {
        let named = counts.remove(&at).unwrap_or(0);
        let (document, number) = (at.0.0, at.1);
        walk.hold(named == line.picked, || {
            format!("line {number} of document {document}: {} units are named, {named} are there", line.picked)
        });
        let wanted =
            line.picked == 0 || line.missing().thousandths() + i64::from(named) * 1_000 == line.quantity.thousandths();
        walk.hold(wanted, || format!("line {number} of document {document} names more units than it moves"));
    }
    for (document, line) in counts.keys() {
        walk.hold(false, || format!("units are named by line {line} of document {}, which is not there", document.0));
    }
    Ok(())
}

/// Holds that a unit that is named is one of the line's product, and stands where it stood.
fn unit(walk: &mut Walk, name: &str, picked: &Picked, line: Option<&MoveLine>) -> Result<(), Error> {
    let (id, slot) = picked.unit;
    let (lot, packed) = (walk.view.get(LOT, &id)?, standing::packed(&walk.view, id, slot)?);
    let (Some(lot), Some(packed)) = (lot, packed) else {
        walk.hold(false, || format!("{name} is named and is not there"));
        return Ok(());
    };
    let its = line.is_none_or(|line| line.product == lot.product);
    walk.hold(its, || format!("{name} is not of the product of the line that names it"));
    let matching = walk.view.need(PRODUCT, &lot.product)?.matching();
    let scope = claims::scope(&walk.settings, lot.product);
    let holder = walk.view.get(SERIAL, &(claims::key_of(&packed.serial, matching), scope))?;
    let from = match &holder {
        Some(Holder::Unit(unit)) => unit.life(id, slot).map(|life| moving::units::stands_at(&lot, life)),
        _ => None,
    };
    walk.hold(from == Some(picked.from), || format!("{name} does not stand where it was picked"));
    Ok(())
}

fn named((lot, slot): UnitId) -> String {
    format!("unit {slot} of lot {}", lot.0)
}
