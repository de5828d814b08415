//! Name of an employee.

use crate::domain::id::EmployeeId;
use crate::messages::No;
use crate::store::tables::{EMPLOYEE, View};

/// Returns the name of an employee.
pub fn answer(view: &View, employee: EmployeeId) -> Result<String, No> {
    Ok(super::named::asked(view, EMPLOYEE, &employee, "employee", employee.0)?.name)
}
