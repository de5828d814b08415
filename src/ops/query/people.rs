//! Who works here, and what their roles let them do.

use crate::domain::id::{EmployeeId, RoleId};
use crate::messages::{No, PeopleView};
use crate::store::tables::{CodeKind, EMPLOYEE, ROLE, View};

use super::named;

/// Returns all employees and all roles by name.
pub fn answer(view: &View) -> Result<Box<PeopleView>, No> {
    Ok(Box::new(PeopleView {
        employees: named::by_name(view, CodeKind::EmployeeName, "", EMPLOYEE, EmployeeId)?,
        roles: named::by_name(view, CodeKind::RoleName, "", ROLE, RoleId)?,
    }))
}
