//! Desks, the people at them, and what their roles let them do.

use std::ops::Bound;

use super::{Context, door, in_use, names, places};
use crate::domain::employee::{Desk, Employee, Permission, Role};
use crate::domain::id::{DeskId, EmployeeId, RoleId};
use crate::domain::scanner::KeptScanner;
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CodeKind, Counter, DESK, EMPLOYEE, ROLE, SCANNER, Tables, View};

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
    let printer = names::optional(&kept.printer, 40)?;
    if let Some(warehouse) = kept.warehouse.filter(|warehouse| Some(*warehouse) != before.warehouse) {
        places::open_warehouse(&tx.view(), warehouse)?;
    }
    let (from, to) = (names::folded(&before.name), names::folded(&name));
    names::change(tx, CodeKind::DeskName, &from, &to, id.0, |view, owner| taken(view, &name, owner))?;
    tx.put(DESK, &id, &Desk { name, theme, printer, ..kept.clone() })?;
    Ok(Outcome::Done)
}

/// Keeps what a desk found of its scanner, or forgets it.
pub fn keep_scanner(tx: &mut Tables, _: &Context, id: DeskId, found: Option<&KeptScanner>) -> Result<Outcome, No> {
    tx.get(DESK, &id)?.ok_or_else(|| unknown("desk", id.0))?;
    match found {
        None => tx.delete(SCANNER, &id)?,
        Some(found) => {
            if let Some(fault) = found.fault() {
                return Err(Refused::BadField(fault).into());
            }
            tx.put(SCANNER, &id, found)?;
        }
    }
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

/// Makes a role.
pub fn add_role(tx: &mut Tables, _: &Context, name: &str, permissions: &[Permission]) -> Result<Outcome, No> {
    let name = names::parse("a role", name, 60)?;
    let id = RoleId(tx.next(Counter::Role)?);
    names::take(tx, CodeKind::RoleName, &names::folded(&name), id.0, |view, owner| role_taken(view, &name, owner))?;
    tx.put(ROLE, &id, &Role { name, permissions: set_of(permissions) })?;
    Ok(Outcome::RoleMade(id))
}

/// Renames a role, and changes what it allows.
pub fn edit_role(
    tx: &mut Tables,
    _: &Context,
    id: RoleId,
    name: &str,
    permissions: &[Permission],
) -> Result<Outcome, No> {
    let before = tx.get(ROLE, &id)?.ok_or_else(|| unknown("role", id.0))?;
    let name = names::parse("a role", name, 60)?;
    let (from, to) = (names::folded(&before.name), names::folded(&name));
    names::change(tx, CodeKind::RoleName, &from, &to, id.0, |view, owner| role_taken(view, &name, owner))?;
    tx.put(ROLE, &id, &Role { name, permissions: set_of(permissions) })?;
    somebody_is_left(&tx.view())?;
    Ok(Outcome::Done)
}

/// Returns permissions in their order, each once, with what anyone may.
fn set_of(permissions: &[Permission]) -> Vec<Permission> {
    let given = |permission: &Permission| *permission == Permission::Anyone || permissions.contains(permission);
    Permission::ALL.into_iter().filter(given).collect()
}

/// Makes an employee.
pub fn add_employee(tx: &mut Tables, _: &Context, name: &str, role: RoleId) -> Result<Outcome, No> {
    let name = names::parse("an employee", name, 60)?;
    tx.get(ROLE, &role)?.ok_or_else(|| unknown("role", role.0))?;
    let id = EmployeeId(tx.next(Counter::Employee)?);
    names::take(tx, CodeKind::EmployeeName, &names::folded(&name), id.0, |view, owner| {
        employee_taken(view, &name, owner)
    })?;
    tx.put(EMPLOYEE, &id, &Employee { name, role, archived: false })?;
    Ok(Outcome::EmployeeMade(id))
}

/// Renames an employee, and gives them a role.
pub fn edit_employee(tx: &mut Tables, _: &Context, id: EmployeeId, name: &str, role: RoleId) -> Result<Outcome, No> {
    let before = tx.get(EMPLOYEE, &id)?.ok_or_else(|| unknown("employee", id.0))?;
    let name = names::parse("an employee", name, 60)?;
    tx.get(ROLE, &role)?.ok_or_else(|| unknown("role", role.0))?;
    let (from, to) = (names::folded(&before.name), names::folded(&name));
    names::change(tx, CodeKind::EmployeeName, &from, &to, id.0, |view, owner| employee_taken(view, &name, owner))?;
    tx.put(EMPLOYEE, &id, &Employee { name, role, ..before })?;
    somebody_is_left(&tx.view())?;
    Ok(Outcome::Done)
}

/// Lets an employee work here no more, or again. Refused while they have drafts; badge and PIN open nothing from then on.
pub fn archive_employee(tx: &mut Tables, _: &Context, id: EmployeeId, archived: bool) -> Result<Outcome, No> {
    let before = tx.get(EMPLOYEE, &id)?.ok_or_else(|| unknown("employee", id.0))?;
    if archived {
        in_use::employee_is_free(&tx.view(), id, &before.name)?;
    }
    tx.put(EMPLOYEE, &id, &Employee { archived, ..before })?;
    if archived {
        door::leave(tx, id)?;
    }
    somebody_is_left(&tx.view())?;
    Ok(Outcome::Done)
}

/// Refuses to leave nobody who may change roles and employees: nobody could ever give that right again.
fn somebody_is_left(view: &View) -> Result<(), No> {
    let mut left = false;
    view.range(EMPLOYEE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |_, employee| {
        left = !employee.archived && view.need(ROLE, &employee.role)?.permissions.contains(&Permission::EditEmployees);
        Ok(!left)
    })?;
    if left {
        return Ok(());
    }
    let sentence = "nobody would be left who may change employees: give somebody else that right first";
    Err(Refused::BadField(sentence.to_owned()).into())
}

fn role_taken(view: &View, name: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(ROLE, &RoleId(owner))?.name;
    Ok(Refused::Exists { what: "role".to_owned(), value: name.to_owned(), owner })
}

fn employee_taken(view: &View, name: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(EMPLOYEE, &EmployeeId(owner))?.name;
    Ok(Refused::Exists { what: "employee".to_owned(), value: name.to_owned(), owner })
}

/// Says that nothing has this id.
pub(super) fn unknown(what: &str, id: u64) -> Refused {
    Refused::Unknown { what: what.to_owned(), value: format!("{what} {id}"), hint: String::new() }
}

fn taken(view: &View, name: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(DESK, &DeskId(owner))?.name;
    Ok(Refused::Exists { what: "desk".to_owned(), value: name.to_owned(), owner })
}
