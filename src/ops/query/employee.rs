//! Name of an employee, and what their role allows.

use crate::domain::employee::Permission;
use crate::domain::id::{EmployeeId, WarehouseId};
use crate::domain::right::Rights;
use crate::messages::No;
use crate::ops::rights::Said;
use crate::store::tables::{EMPLOYEE, ROLE, View};

/// Returns the name of an employee.
pub fn answer(view: &View, employee: EmployeeId) -> Result<String, No> {
    Ok(super::named::asked(view, EMPLOYEE, &employee, "employee", employee.0)?.name)
}

/// Returns what an employee may do; nothing once they are archived.
pub fn allowed(view: &View, employee: EmployeeId) -> Result<Vec<Permission>, No> {
    let employee = super::named::asked(view, EMPLOYEE, &employee, "employee", employee.0)?;
    if employee.archived {
        return Ok(Vec::new());
    }
    Ok(view.need(ROLE, &employee.role)?.permissions)
}

/// Returns what warehouses let an employee do, each that does not let them do all.
pub fn rights(view: &View, employee: EmployeeId) -> Result<Vec<(WarehouseId, Rights)>, No> {
    super::named::asked(view, EMPLOYEE, &employee, "employee", employee.0)?;
    Ok(Said::of(view, Some(employee))?.into_parts())
}
