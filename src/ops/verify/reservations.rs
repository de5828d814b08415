//! What is reserved: each line of a reserved document holds what it wants, no other does, and all of it is on hand.

use super::Walk;
use super::books::Fact;
use super::documents::One;
use super::moves::stock_of;
use crate::domain::document::DocumentState;
use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::ops::journal;
use crate::ops::reservations::FOREVER;
use crate::store::engine::Error;
use crate::store::tables::{BALANCE, RESERVED, RUNS_OUT};

/// Enters what the lines of a reserved document hold, and when that runs out.
pub(super) fn due(walk: &mut Walk, one: &One) {
    let document = one.document;
    if document.state != DocumentState::Reserved {
        return;
    }
    for (n, line) in &one.hung.moves {
        let until = document.until.unwrap_or(FOREVER);
        let fact = Fact::Reserved(document.warehouse, line.product, until, one.id, *n);
        walk.due(&fact, [line.quantity.thousandths(), 0]);
    }
    if let Some(day) = document.until {
        walk.due(&Fact::RunsOut(day, one.id), [1, 0]);
    }
}

/// Walks the reservations: those that were live at the last command are no more than is on hand.
pub(super) fn reservations(walk: &mut Walk) -> Result<(), Error> {
    let last = journal::last_at(&walk.view).unwrap_or_default();
    let today = last.day(walk.settings.tz());
    let mut sum: Option<((WarehouseId, ProductId), i128)> = None;
    walk.each(RESERVED, |walk, (warehouse, product, until, document, n), quantity| {
        walk.there(&Fact::Reserved(warehouse, product, until, document, n), [quantity.thousandths(), 0]);
        let at = (warehouse, product);
        if let Some((before, held)) = sum.filter(|(before, _)| *before != at) {
            no_more_than_is_there(walk, before, held)?;
            sum = None;
        }
        if until >= today {
            sum.get_or_insert((at, 0)).1 += i128::from(quantity.thousandths());
        }
        Ok(())
    })?;
    if let Some((at, held)) = sum {
        no_more_than_is_there(walk, at, held)?;
    }
    walk.each(RUNS_OUT, |walk, (day, document), ()| {
        walk.there(&Fact::RunsOut(day, document), [1, 0]);
        Ok(())
    })
}

fn no_more_than_is_there(walk: &mut Walk, at: (WarehouseId, ProductId), held: i128) -> Result<(), Error> {
    let on_hand = walk.get(BALANCE, &at)?.unwrap_or_default().on_hand;
    let name = stock_of(walk, at.0, at.1);
    walk.hold(held <= i128::from(on_hand.thousandths()), || {
        let held = Quantity::from_thousandths(i64::try_from(held).unwrap_or(i64::MAX));
        format!("{name}: {held} are reserved and {on_hand} are on hand")
    });
    Ok(())
}
