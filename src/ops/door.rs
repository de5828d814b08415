//! Who comes in at a desk: badges and PINs, given and taken away; signed in, signed out, locked; and what went wrong.
//!
//! What is secret never comes here: a command carries hashes, made where the badge was drawn or the PIN was typed, and
//! what was scanned at a desk was held against them before (`stockroom/door.rs`). So the journal can be replayed, and
//! tells nobody how to come in.

use std::ops::Bound;

use super::people::unknown;
use super::{Context, names};
use crate::domain::badge::{Badge, BadgeHash, PinHash, Signed};
use crate::domain::employee::Employee;
use crate::domain::id::{DeskId, EmployeeId};
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BADGE, DESK, DESK_OF, EMPLOYEE, PIN, SIGNED, TRIES, Tables, View, Whose};

/// Gives an employee a badge, in place of the one they had; whoever is signed in by that one has to come in again.
pub fn give_badge(
    tx: &mut Tables,
    cx: &Context,
    employee: EmployeeId,
    badge: &str,
    hash: &BadgeHash,
) -> Result<Outcome, No> {
    working(&tx.view(), employee)?;
    let id = names::parse("a badge", badge, crate::domain::badge::ID)?;
    drop_badge(tx, employee)?;
    if let Some(other) = tx.get(BADGE, &id)? {
        let owner = tx.need(EMPLOYEE, &other.employee)?.name;
        return Err(Refused::Exists { what: "badge".to_owned(), value: id, owner }.into());
    }
    lock_all(tx, employee)?;
    tx.put(BADGE, &id, &Badge { employee, hash: hash.clone(), since: cx.now })?;
    Ok(Outcome::Done)
}

/// Takes an employee's badge away: it opens nothing any more.
pub fn revoke_badge(tx: &mut Tables, _: &Context, employee: EmployeeId) -> Result<Outcome, No> {
    let record = tx.get(EMPLOYEE, &employee)?.ok_or_else(|| unknown("employee", employee.0))?;
    if !drop_badge(tx, employee)? {
        let sentence = format!("{} has no badge: there is nothing to take away", record.name);
        return Err(Refused::BadField(sentence).into());
    }
    lock_all(tx, employee)?;
    Ok(Outcome::Done)
}

/// Sets an employee's PIN, or clears it.
pub fn set_pin(tx: &mut Tables, _: &Context, employee: EmployeeId, pin: Option<&PinHash>) -> Result<Outcome, No> {
    working(&tx.view(), employee)?;
    match pin {
        Some(pin) => tx.put(PIN, &employee, pin)?,
        None => tx.delete(PIN, &employee)?,
    }
    tx.delete(TRIES, &(Whose::Employee as u8, employee.0))?;
    Ok(Outcome::Done)
}

/// Says whose desk a desk is, where desks are signed in by themselves; or that it is nobody's.
pub fn assign(tx: &mut Tables, _: &Context, desk: DeskId, employee: Option<EmployeeId>) -> Result<Outcome, No> {
    tx.get(DESK, &desk)?.ok_or_else(|| unknown("desk", desk.0))?;
    match employee {
        Some(employee) => {
            working(&tx.view(), employee)?;
            tx.put(DESK_OF, &desk, &employee.0)?;
        }
        None => tx.delete(DESK_OF, &desk)?,
    }
    Ok(Outcome::Done)
}

/// Signs whoever gives this in at their desk.
pub fn sign_in(tx: &mut Tables, cx: &Context) -> Result<Outcome, No> {
    working(&tx.view(), cx.employee)?;
    tx.get(DESK, &cx.desk)?.ok_or_else(|| unknown("desk", cx.desk.0))?;
    tx.put(SIGNED, &cx.desk, &Signed { employee: cx.employee, since: cx.now, locked: false })?;
    tx.delete(TRIES, &(Whose::Desk as u8, cx.desk.0))?;
    tx.delete(TRIES, &(Whose::Employee as u8, cx.employee.0))?;
    Ok(Outcome::Done)
}

/// Signs whoever is signed in at a desk out.
pub fn sign_out(tx: &mut Tables, cx: &Context) -> Result<Outcome, No> {
    tx.delete(SIGNED, &cx.desk)?;
    Ok(Outcome::Done)
}

/// Locks a desk: it waits for a badge.
pub fn lock(tx: &mut Tables, cx: &Context) -> Result<Outcome, No> {
    if let Some(signed) = tx.get(SIGNED, &cx.desk)? {
        tx.put(SIGNED, &cx.desk, &Signed { locked: true, ..signed })?;
    }
    Ok(Outcome::Done)
}

/// Notes a wrong badge at a desk, or a wrong PIN with somebody's badge: the next one waits.
pub fn miss(tx: &mut Tables, cx: &Context, badge_of: Option<EmployeeId>) -> Result<Outcome, No> {
    let whose = [Some((Whose::Desk as u8, cx.desk.0)), badge_of.map(|employee| (Whose::Employee as u8, employee.0))];
    for key in whose.into_iter().flatten() {
        let tries = tx.get(TRIES, &key)?.unwrap_or_default();
        tx.put(TRIES, &key, &tries.missed(cx.now))?;
    }
    Ok(Outcome::Done)
}

/// Returns somebody who works here.
fn working(view: &View, employee: EmployeeId) -> Result<Employee, No> {
    let record = view.get(EMPLOYEE, &employee)?.ok_or_else(|| unknown("employee", employee.0))?;
    if record.archived {
        return Err(Refused::BadField(format!("{} works here no more: bring them back first", record.name)).into());
    }
    Ok(record)
}

/// Takes badge, PIN and desks from somebody who works here no more.
pub(super) fn leave(tx: &mut Tables, employee: EmployeeId) -> Result<(), Error> {
    drop_badge(tx, employee)?;
    tx.delete(PIN, &employee)?;
    lock_all(tx, employee)?;
    let mut own = Vec::new();
    tx.view().range(DESK_OF, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |desk, whose| {
        own.extend((whose == employee.0).then_some(desk));
        Ok(true)
    })?;
    own.iter().try_for_each(|desk| tx.delete(DESK_OF, desk))
}

/// Takes the badge of an employee off the list; tells whether they had one.
fn drop_badge(tx: &mut Tables, employee: EmployeeId) -> Result<bool, Error> {
    let mut had = None;
    tx.view().range(BADGE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |id: String, badge| {
        had = Some(id).filter(|_| badge.employee == employee);
        Ok(had.is_none())
    })?;
    if let Some(id) = &had {
        tx.delete(BADGE, id)?;
    }
    Ok(had.is_some())
}

/// Locks every desk somebody is signed in at.
fn lock_all(tx: &mut Tables, employee: EmployeeId) -> Result<(), Error> {
    let mut desks = Vec::new();
    tx.view().range(SIGNED, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |desk: DeskId, signed| {
        desks.extend((signed.employee == employee).then_some((desk, signed)));
        Ok(true)
    })?;
    desks.into_iter().try_for_each(|(desk, signed)| tx.put(SIGNED, &desk, &Signed { locked: true, ..signed }))
}

/// Tells whether desks ask who comes: two people work here at least, and one of them has a badge.
pub fn asks(view: &View) -> Result<bool, Error> {
    let mut badges = Vec::new();
    view.range(BADGE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |_: String, badge| {
        badges.push(badge.employee);
        Ok(true)
    })?;
    if badges.is_empty() {
        return Ok(false);
    }
    let mut working = 0;
    view.range(EMPLOYEE, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |_: EmployeeId, employee| {
        working += u32::from(!employee.archived);
        Ok(working < 2)
    })?;
    Ok(working >= 2)
}

/// Returns whose badge this is, when it is one that was given and not taken away.
pub fn whose(view: &View, id: &str, hash: &BadgeHash) -> Result<Option<EmployeeId>, Error> {
    let Some(badge) = view.get(BADGE, &id.to_owned())?.filter(|badge| badge.hash == *hash) else { return Ok(None) };
    Ok(view.get(EMPLOYEE, &badge.employee)?.filter(|employee| !employee.archived).map(|_| badge.employee))
}
