//! Desks, and the people at them.

use std::ops::Bound;

use super::{Context, names, places};
use crate::domain::employee::Desk;
use crate::domain::id::{DeskId, EmployeeId};
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CodeKind, Counter, DESK, EMPLOYEE, Tables, View};

/// Makes a desk on first use of its name.
pub fn open_desk(tx: &mut Tables, _: &Context, name: &str) -> Result<Outcome, No> {
    super::settings(&tx.view())?;
    let name = names::parse("a desk", name, 40)?;
    if let Some(desk) = desk(&tx.view(), &name)? {
        return Ok(Outcome::DeskOpened(desk));
    }
    let id = DeskId(tx.next(Counter::Desk)?);
    names::take(tx, CodeKind::DeskName, &names::folded(&name), id.0, |view, owner| taken(view, &name, owner))?;
    tx.put(DESK, &id, &Desk { name, ..Desk::default() })?;
    Ok(Outcome::DeskOpened(id))
}

/// Changes what a desk keeps for itself.
pub fn edit_desk(tx: &mut Tables, _: &Context, id: DeskId, kept: &Desk) -> Result<Outcome, No> {
    let before = tx.get(DESK, &id)?.ok_or_else(|| unknown("desk", id.0))?;
    let name = names::parse("a desk", &kept.name, 40)?;
    let theme = names::optional(&kept.theme, 40)?;
    if let Some(warehouse) = kept.warehouse.filter(|warehouse| Some(*warehouse) != before.warehouse) {
        places::open_warehouse(&tx.view(), warehouse)?;
    }
    let (from, to) = (names::folded(&before.name), names::folded(&name));
    names::change(tx, CodeKind::DeskName, &from, &to, id.0, |view, owner| taken(view, &name, owner))?;
    tx.put(DESK, &id, &Desk { name, theme, ..kept.clone() })?;
    Ok(Outcome::Done)
}

/// Finds a desk by name.
pub fn desk(view: &View, name: &str) -> Result<Option<DeskId>, Error> {
    Ok(names::find(view, CodeKind::DeskName, &names::folded(name))?.map(DeskId))
}

/// Returns the first employee who still works here; none before the store is founded.
pub fn first(view: &View) -> Result<Option<EmployeeId>, Error> {
    let mut first = None;
    view.range(EMPLOYEE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |id, employee| {
        if !employee.archived {
            first = Some(id);
        }
        Ok(first.is_none())
    })?;
    Ok(first)
}

/// Says that nothing has this id.
pub(super) fn unknown(what: &str, id: u64) -> Refused {
    Refused::Unknown { what: what.to_owned(), value: format!("{what} {id}"), hint: String::new() }
}

fn taken(view: &View, name: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(DESK, &DeskId(owner))?.name;
    Ok(Refused::Exists { what: "desk".to_owned(), value: name.to_owned(), owner })
}
