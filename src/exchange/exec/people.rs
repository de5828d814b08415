//! Who works here: roles with their permissions, and employees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::does::unexpected;
use super::room::{Fault, Room, answer_of, one};
use super::table::Request;
use crate::domain::employee::{Employee, Permission, Role};
use crate::domain::id::{EmployeeId, RoleId};
use crate::domain::right::Right;
use crate::domain::text::shown;
use crate::messages::{Command, Outcome, PeopleView, Query, Refused};

/// Makes a role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRole {
    /// Unique name.
    name: String,
    /// What it allows, by name, such as `post_sales`; `all` is all there is.
    permissions: Vec<String>,
}

/// Changes a role; what is left out stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditRole {
    /// Its name.
    role: String,
    /// New name.
    name: Option<String>,
    /// What it allows from now on.
    permissions: Option<Vec<String>>,
}

/// A role as it is now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleEntry {
    role: String,
    permissions: Vec<&'static str>,
}

impl From<Role> for RoleEntry {
    fn from(role: Role) -> Self {
        let named = |permission: Permission| (permission != Permission::Anyone).then(|| permission.name());
        RoleEntry { role: role.name, permissions: role.permissions.into_iter().filter_map(named).collect() }
    }
}

impl Request for AddRole {
    type Answer = RoleEntry;

    fn carry_out(self, room: &Room) -> Result<RoleEntry, Fault> {
        let outcome = room.run(Command::AddRole { name: self.name, permissions: permissions(&self.permissions)? })?;
        let Outcome::RoleMade(role) = outcome else { return Err(unexpected(&outcome)) };
        role_now(room, role)
    }
}

impl Request for EditRole {
    type Answer = RoleEntry;

    fn carry_out(self, room: &Room) -> Result<RoleEntry, Fault> {
        let (role, before) = role(&*people(room)?, &self.role)?;
        let permissions = self.permissions.as_deref().map_or(Ok(before.permissions), permissions)?;
        room.run(Command::EditRole { role, name: self.name.unwrap_or(before.name), permissions })?;
        role_now(room, role)
    }
}

/// Makes an employee.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddEmployee {
    /// Unique name.
    name: String,
    /// Name of the role that says what they may do.
    role: String,
}

/// Changes an employee; what is left out stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditEmployee {
    /// Their name.
    employee: String,
    /// New name.
    name: Option<String>,
    /// Name of another role.
    role: Option<String>,
    /// Works here no more, or again. Refused while they have drafts.
    archived: Option<bool>,
}

/// An employee as they are now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EmployeeEntry {
    employee: String,
    role: String,
    archived: bool,
    /// They have a badge.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    badge: bool,
    /// Their badge takes a PIN.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pin: bool,
}

impl Request for AddEmployee {
    type Answer = EmployeeEntry;

    fn carry_out(self, room: &Room) -> Result<EmployeeEntry, Fault> {
        let (role, _) = role(&*people(room)?, &self.role)?;
        let outcome = room.run(Command::AddEmployee { name: self.name, role })?;
        let Outcome::EmployeeMade(employee) = outcome else { return Err(unexpected(&outcome)) };
        employee_now(room, employee)
    }
}

impl Request for EditEmployee {
    type Answer = EmployeeEntry;

    fn carry_out(self, room: &Room) -> Result<EmployeeEntry, Fault> {
        let people = people(room)?;
        let (employee, before) = employee(&people, &self.employee)?;
        let command = match (self.archived, self.name, self.role) {
            (Some(archived), None, None) => Command::ArchiveEmployee { employee, archived },
            (None, name, named) => {
                let role = named.map_or(Ok(before.role), |name| Ok::<_, Fault>(role(&people, &name)?.0))?;
                Command::EditEmployee { employee, name: name.unwrap_or(before.name), role }
            }
            (Some(_), ..) => {
                let sentence = "archived: stands alone; change name and role by another request";
                return Err(Fault::Wrong(sentence.to_owned()));
            }
        };
        room.run(command)?;
        employee_now(room, employee)
    }
}

/// Says what a warehouse lets an employee do, beside what their role allows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRights {
    /// Their name.
    employee: String,
    /// Name or code of the warehouse.
    warehouse: String,
    /// These and nothing else, by name, such as `transfer_in`; `all` is as if nothing was ever said.
    rights: Vec<String>,
}

/// What a warehouse lets an employee do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RightsEntry {
    employee: String,
    warehouse: String,
    rights: Vec<&'static str>,
}

impl Request for SetRights {
    type Answer = RightsEntry;

    fn carry_out(self, room: &Room) -> Result<RightsEntry, Fault> {
        let (employee, record) = employee(&*people(room)?, &self.employee)?;
        let warehouse = room.warehouse(&self.warehouse)?;
        room.run(Command::SetRights { employee, warehouse, rights: rights(&self.rights)? })?;
        let said = answer_of!(room, Query::Rights(employee), Rights)?;
        let kept = said.into_iter().find(|(of, _)| *of == warehouse).map_or(Right::ALL.to_vec(), |(_, kept)| kept.0);
        let warehouses = answer_of!(room, Query::Warehouses, Warehouses)?;
        let name = warehouses.into_iter().find(|(id, _)| *id == warehouse).map(|(_, warehouse)| warehouse.name);
        Ok(RightsEntry {
            employee: record.name,
            warehouse: name.unwrap_or(self.warehouse),
            rights: kept.into_iter().map(Right::name).collect(),
        })
    }
}

/// Reads rights by their names.
fn rights(names: &[String]) -> Result<Vec<Right>, Fault> {
    let mut found = Vec::new();
    for name in names {
        match (name.trim(), Right::named(name.trim())) {
            ("all", _) => found.extend(Right::ALL),
            (_, Some(right)) => found.push(right),
            (_, None) => {
                let hint = format!("; there are all, {}", Right::ALL.map(Right::name).join(", "));
                return Err(Refused::Unknown { what: "right".to_owned(), value: shown(name), hint }.into());
            }
        }
    }
    Ok(found)
}

/// What each warehouse lets an employee do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRights {
    /// Their name.
    employee: String,
}

/// What each warehouse lets an employee do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RightsAnswer {
    warehouses: Vec<RightsEntry>,
}

impl Request for AskRights {
    type Answer = RightsAnswer;

    fn carry_out(self, room: &Room) -> Result<RightsAnswer, Fault> {
        let (id, record) = employee(&*people(room)?, &self.employee)?;
        let said = answer_of!(room, Query::Rights(id), Rights)?;
        let all = answer_of!(room, Query::Warehouses, Warehouses)?.into_iter();
        let of = |warehouse| said.iter().find(|(of, _)| *of == warehouse).map_or(&Right::ALL[..], |(_, kept)| &kept.0);
        let warehouses = all.map(|(id, warehouse)| RightsEntry {
            employee: record.name.clone(),
            warehouse: warehouse.name,
            rights: of(id).iter().copied().map(Right::name).collect(),
        });
        Ok(RightsAnswer { warehouses: warehouses.collect() })
    }
}

/// Who works here, and the roles there are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {}

/// Who works here, and the roles there are, by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PeopleAnswer {
    employees: Vec<EmployeeEntry>,
    roles: Vec<RoleEntry>,
}

impl Request for People {
    type Answer = PeopleAnswer;

    fn carry_out(self, room: &Room) -> Result<PeopleAnswer, Fault> {
        let people = people(room)?;
        let employees = people.employees.iter().map(|found| entry(&people, found)).collect();
        Ok(PeopleAnswer { employees, roles: people.roles.into_iter().map(|(_, role)| role.into()).collect() })
    }
}

fn people(room: &Room) -> Result<Box<PeopleView>, Fault> {
    answer_of!(room, Query::People, People)
}

/// Finds somebody by name.
pub fn somebody(room: &Room, name: &str) -> Result<EmployeeId, Fault> {
    Ok(employee(&*people(room)?, name)?.0)
}

/// Finds whom a request is carried out as; refused to whoever may not change employees, who could be anybody.
pub fn stood_in_for(room: &Room, name: &str) -> Result<EmployeeId, Fault> {
    let allowed = answer_of!(room, Query::Allowed(room.origin().employee), Allowed)?;
    if !allowed.contains(&Permission::EditEmployees) {
        let employee = answer_of!(room, Query::Employee(room.origin().employee), Employee)?;
        return Err(Refused::NotPermitted { employee, what: "act as somebody else".to_owned() }.into());
    }
    somebody(room, name)
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.trim().to_lowercase()
}

fn employee(people: &PeopleView, name: &str) -> Result<(EmployeeId, Employee), Fault> {
    let found = people.employees.iter().filter(|(_, employee)| same(&employee.name, name)).cloned();
    one(found.map(|(id, employee)| ((id, employee.clone()), employee.name)).collect(), "employee", name)
}

fn role(people: &PeopleView, name: &str) -> Result<(RoleId, Role), Fault> {
    let found = people.roles.iter().filter(|(_, role)| same(&role.name, name)).cloned();
    one(found.map(|(id, role)| ((id, role.clone()), role.name)).collect(), "role", name)
}

fn role_now(room: &Room, id: RoleId) -> Result<RoleEntry, Fault> {
    let found = people(room)?.roles.into_iter().find(|(role, _)| *role == id);
    found.map(|(_, role)| role.into()).ok_or_else(|| Fault::Broken("a role is there and has no name".to_owned()))
}

pub(super) fn employee_now(room: &Room, id: EmployeeId) -> Result<EmployeeEntry, Fault> {
    let people = people(room)?;
    let found = people.employees.iter().find(|(employee, _)| *employee == id);
    let gone = || Fault::Broken("an employee is there and has no name".to_owned());
    found.map(|found| entry(&people, found)).ok_or_else(gone)
}

fn entry(people: &PeopleView, (id, employee): &(EmployeeId, Employee)) -> EmployeeEntry {
    let role = people.roles.iter().find(|(id, _)| *id == employee.role);
    EmployeeEntry {
        employee: employee.name.clone(),
        role: role.map_or_else(String::new, |(_, role)| role.name.clone()),
        archived: employee.archived,
        badge: people.badges.contains(id),
        pin: people.pins.contains(id),
    }
}

/// Reads permissions by their names.
fn permissions(names: &[String]) -> Result<Vec<Permission>, Fault> {
    let mut found = Vec::new();
    for name in names {
        match (name.trim(), Permission::named(name.trim())) {
            ("all", _) => found.extend(Permission::ALL),
            (_, Some(permission)) => found.push(permission),
            (_, None) => {
                let hint = format!("; there are all, {}", Permission::ALL.map(Permission::name)[1..].join(", "));
                return Err(Refused::Unknown { what: "permission".to_owned(), value: shown(name), hint }.into());
            }
        }
    }
    Ok(found)
}
