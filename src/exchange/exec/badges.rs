//! How people come in: badges, PINs, and whose a desk is.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};

use super::people::{EmployeeEntry, employee_now, somebody};
use super::room::{Fault, Room, answer_of, one};
use super::table::Request;
use crate::clock;
use crate::domain::badge::{BadgeText, PinHash};
use crate::domain::id::DeskId;
use crate::messages::{Command, DeskRow, Query, Refused};

/// Gives an employee a badge, in place of the one they had.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBadge {
    /// Their name.
    employee: String,
}

/// A badge: this is the only time its text is told. Print it as a code; it is kept nowhere.
#[derive(Serialize, JsonSchema)]
pub struct GivenBadge {
    employee: String,
    /// What the badge says: what is scanned at a desk.
    badge: String,
}

impl Request for GiveBadge {
    type Answer = GivenBadge;

    fn carry_out(self, room: &Room) -> Result<GivenBadge, Fault> {
        let employee = somebody(room, &self.employee)?;
        let (id, secret) = clock::badge();
        let badge = BadgeText::new(&id, &secret);
        room.run(Command::GiveBadge { employee, badge: id, hash: badge.hash() })?;
        let name = answer_of!(room, Query::Employee(employee), Employee)?;
        Ok(GivenBadge { employee: name, badge: badge.reveal().to_owned() })
    }
}

/// Takes an employee's badge away: it opens nothing any more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeBadge {
    /// Their name.
    employee: String,
}

impl Request for RevokeBadge {
    type Answer = EmployeeEntry;

    fn carry_out(self, room: &Room) -> Result<EmployeeEntry, Fault> {
        let employee = somebody(room, &self.employee)?;
        room.run(Command::RevokeBadge { employee })?;
        employee_now(room, employee)
    }
}

/// Sets the PIN that is typed after an employee's badge, or, without one, clears it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    /// Their name.
    employee: String,
    /// 4 to 12 digits, as a text; left out, none is asked for any more.
    pin: Option<Pin>,
}

/// A PIN as it was written; no refusal shows it.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Pin(String);

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

impl<'de> Deserialize<'de> for Pin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pin, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Pin;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text of 4 to 12 digits")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Pin, E> {
                Ok(Pin(text.to_owned()))
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Pin, E> {
                Err(E::custom("a number loses its zeros: write the PIN as a text"))
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Pin, E> {
                self.visit_u64(0)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Pin, E> {
                self.visit_u64(0)
            }
        }
        deserializer.deserialize_any(Digits)
    }
}

impl Request for SetPin {
    type Answer = EmployeeEntry;

    fn carry_out(self, room: &Room) -> Result<EmployeeEntry, Fault> {
        let employee = somebody(room, &self.employee)?;
        let sealed = self.pin.map(|pin| PinHash::seal(&pin.0, clock::salt())).transpose();
        room.run(Command::SetPin { employee, pin: sealed.map_err(Refused::BadField)? })?;
        employee_now(room, employee)
    }
}

/// Says whose desk a desk is, where `desk.sign_in = "desk"`: whoever sits there is them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignDesk {
    /// Its name.
    desk: String,
    /// Their name; left out, it is nobody's.
    employee: Option<String>,
}

impl Request for AssignDesk {
    type Answer = DeskEntry;

    fn carry_out(self, room: &Room) -> Result<DeskEntry, Fault> {
        let (desk, _) = desk(room, &self.desk)?;
        let employee = self.employee.map(|name| somebody(room, &name)).transpose()?;
        room.run(Command::AssignDesk { desk, employee })?;
        let now = desks(room)?.into_iter().find(|(id, _)| *id == desk);
        now.map(|(_, row)| row.into()).ok_or_else(|| Fault::Broken("a desk is there and has no name".to_owned()))
    }
}

/// Which desks there are, and who is signed in at them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Desks {}

/// Desks by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DesksAnswer {
    desks: Vec<DeskEntry>,
}

/// A desk as it is now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeskEntry {
    desk: String,
    /// Who is signed in there.
    #[serde(skip_serializing_if = "Option::is_none")]
    employee: Option<String>,
    /// Since when, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// It waits for a badge.
    locked: bool,
    /// Whose it is, where desks are signed in by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    whose: Option<String>,
}

impl From<DeskRow> for DeskEntry {
    fn from(row: DeskRow) -> DeskEntry {
        let signed = row.signed.map(|(employee, signed)| (employee, signed.since, signed.locked));
        DeskEntry {
            desk: row.desk.name,
            since: signed.as_ref().map(|(_, since, _)| since.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            locked: signed.as_ref().is_some_and(|(.., locked)| *locked),
            employee: signed.map(|(employee, ..)| employee),
            whose: row.whose.map(|(_, name)| name),
        }
    }
}

impl Request for Desks {
    type Answer = DesksAnswer;

    fn carry_out(self, room: &Room) -> Result<DesksAnswer, Fault> {
        Ok(DesksAnswer { desks: desks(room)?.into_iter().map(|(_, row)| row.into()).collect() })
    }
}

fn desks(room: &Room) -> Result<Vec<(DeskId, DeskRow)>, Fault> {
    answer_of!(room, Query::Desks, Desks)
}

/// Finds a desk by its name.
fn desk(room: &Room, name: &str) -> Result<(DeskId, DeskRow), Fault> {
    let same = |desk: &str| desk.to_lowercase() == name.trim().to_lowercase();
    let found = desks(room)?.into_iter().filter(|(_, row)| same(&row.desk.name));
    one(found.map(|(id, row)| ((id, row.clone()), row.desk.name)).collect(), "desk", name)
}
