//! Who works here, and what their roles let them do.

use std::ops::Bound;

use crate::domain::id::{DeskId, EmployeeId, RoleId};
use crate::messages::{DeskRow, DoorView, No, PeopleView};
use crate::ops::door::asks;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BADGE, CodeKind, DESK, DESK_OF, EMPLOYEE, PIN, ROLE, SIGNED, View};

use super::named;

/// Returns all employees and all roles by name, and who has a badge and a PIN.
pub fn answer(view: &View) -> Result<Box<PeopleView>, No> {
    let (mut badges, mut pins) = (Vec::new(), Vec::new());
    view.range(BADGE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |_: String, badge| {
        badges.push(badge.employee);
        Ok(true)
    })?;
    view.range(PIN.keys(), Bound::Unbounded, Bound::Unbounded, Direction::Forward, |employee, ()| {
        pins.push(employee);
        Ok(true)
    })?;
    Ok(Box::new(PeopleView {
        employees: named::by_name(view, CodeKind::EmployeeName, "", EMPLOYEE, EmployeeId)?,
        roles: named::by_name(view, CodeKind::RoleName, "", ROLE, RoleId)?,
        badges,
        pins,
    }))
}

/// Returns all desks by name, and who is signed in there.
pub fn desks(view: &View) -> Result<Vec<(DeskId, DeskRow)>, No> {
    let mut rows = Vec::new();
    for (id, desk) in named::by_name(view, CodeKind::DeskName, "", DESK, DeskId)? {
        let signed = view.get(SIGNED, &id)?;
        let signed =
            signed.map(|signed| Ok::<_, Error>((named::employee(view, signed.employee)?, signed))).transpose()?;
        let whose = view.get(DESK_OF, &id)?.map(EmployeeId);
        let whose = whose.map(|whose| Ok::<_, Error>((whose, named::employee(view, whose)?))).transpose()?;
        rows.push((id, DeskRow { desk, signed, whose }));
    }
    Ok(rows)
}

/// Returns whether a desk asks who comes, and who is signed in there.
pub fn door(view: &View, desk: DeskId) -> Result<DoorView, No> {
    Ok(DoorView {
        asks: asks(view)?,
        signed: view.get(SIGNED, &desk)?,
        whose: view.get(DESK_OF, &desk)?.map(EmployeeId),
    })
}
