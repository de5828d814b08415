//! Units that an open document holds: whoever else wants one is refused, naming the document, the desk, who scanned it
//! and since when.
//!
//! A unit is held by writing it, never by looking first, as a serial is claimed ([`claims`](super::claims)): of two desks
//! that pick one unit at the same instant exactly one gets it. What a line holds stands in `PICKED` in the order it was
//! scanned; `HELD` leads from a unit to its row there. Both go together: when a unit is put back, when its document is
//! deleted, and when that is posted.

use super::reservations;
use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::movement::{Hold, Picked};
use crate::domain::time::{Day, Moment};
use crate::domain::unit::{Unit, UnitId};
use crate::messages::{Refused, Standing};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DESK, DOCUMENT, EMPLOYEE, HELD, PICKED, Tables, View};

/// Returns what holds a unit, when something does.
pub fn by(view: &View, unit: UnitId) -> Result<Option<Hold>, Error> {
    view.get(HELD, &unit)
}

/// Returns what holds a unit other than a document of one's own.
pub fn by_another(view: &View, unit: UnitId, own: DocumentId) -> Result<Option<Hold>, Error> {
    Ok(by(view, unit)?.filter(|hold| hold.document != own))
}

/// Returns what holds a unit on a day: a reservation that ran out holds nothing, whether or not it was swept.
pub fn live(view: &View, unit: UnitId, today: Day) -> Result<Option<Hold>, Error> {
    let Some(hold) = by(view, unit)? else { return Ok(None) };
    let stands = view.need(DOCUMENT, &hold.document)?.stands(today);
    Ok(Some(hold).filter(|_| stands != DocumentState::Expired))
}

/// Lets a line hold a unit; the hold that is there already is returned, and nothing is changed then.
pub fn take(tx: &mut Tables, hold: Hold, picked: &Picked) -> Result<Option<Hold>, Error> {
    let there = tx.insert_new(HELD, &picked.unit, &hold)?;
    if there.is_none() {
        tx.put(PICKED, &(hold.document, hold.line, hold.n), picked)?;
    }
    Ok(there)
}

/// Lets go of a unit.
pub fn free(tx: &mut Tables, unit: UnitId, hold: Hold) -> Result<(), Error> {
    tx.delete(HELD, &unit)?;
    tx.delete(PICKED, &(hold.document, hold.line, hold.n))
}

/// Lets go of all that a line holds; returns it in the order it was scanned.
pub fn free_line(tx: &mut Tables, document: DocumentId, line: LineNo) -> Result<Vec<Picked>, Error> {
    let picked = of_line(&tx.view(), document, line)?;
    for (_, picked) in &picked {
        tx.delete(HELD, &picked.unit)?;
    }
    tx.clear(PICKED, &(document, line))?;
    Ok(picked.into_iter().map(|(_, picked)| picked).collect())
}

/// Returns what a line holds, in the order it was scanned.
pub fn of_line(view: &View, document: DocumentId, line: LineNo) -> Result<Vec<(u32, Picked)>, Error> {
    let mut all = Vec::new();
    view.prefix(PICKED, &(document, line), Direction::Forward, |(_, _, n), picked| {
        all.push((n, picked));
        Ok(true)
    })?;
    Ok(all)
}

/// Returns the number of the last unit a line holds; 0 when it holds none.
pub fn last(view: &View, document: DocumentId, line: LineNo) -> Result<u32, Error> {
    let mut last = 0;
    view.prefix(PICKED, &(document, line), Direction::Backward, |(_, _, n), _| {
        last = n;
        Ok(false)
    })?;
    Ok(last)
}

/// Says what holds a unit: `in a draft sale at desk 4 (Ben), 3 min ago`.
pub fn told(view: &View, now: Moment, hold: &Hold) -> Result<String, Error> {
    let picked = view.need(PICKED, &(hold.document, hold.line, hold.n))?;
    let head = view.need(DOCUMENT, &hold.document)?;
    let standing = Standing::InDraft {
        draft: hold.document,
        kind: head.kind,
        desk: desk(view, &picked)?,
        employee: employee(view, &picked)?,
        since: picked.stamp.at,
        minutes: picked.stamp.at.minutes_until(now),
    };
    Ok(standing.to_string())
}

fn desk(view: &View, picked: &Picked) -> Result<String, Error> {
    Ok(view.get(DESK, &picked.stamp.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name))
}

fn employee(view: &View, picked: &Picked) -> Result<String, Error> {
    Ok(view.get(EMPLOYEE, &picked.stamp.employee)?.map_or_else(String::new, |employee| employee.name))
}

/// Says where a unit stands that something holds.
pub fn standing(view: &View, now: Moment, hold: &Hold, stands: Standing) -> Result<Standing, Error> {
    let picked = view.need(PICKED, &(hold.document, hold.line, hold.n))?;
    let head = view.need(DOCUMENT, &hold.document)?;
    if head.state == DocumentState::Reserved {
        let whom = reservations::whom(view, &head)?;
        let (document, until) = (head.number.unwrap_or_default(), head.until);
        return Ok(Standing::Reserved { stands: Box::new(stands), document, whom, until });
    }
    Ok(Standing::Picked {
        stands: Box::new(stands),
        draft: hold.document,
        line: hold.line,
        kind: head.kind,
        desk: desk(view, &picked)?,
        employee: employee(view, &picked)?,
        since: picked.stamp.at,
        minutes: picked.stamp.at.minutes_until(now),
    })
}

/// Refuses a unit that something else holds.
pub fn refused(view: &View, now: Moment, serial: &str, hold: &Hold, unit: &Unit) -> Result<Refused, Error> {
    let head = view.need(DOCUMENT, &hold.document)?;
    let client = reservations::whom(view, &head)?;
    let standing = super::standing::of(view, now, unit)?;
    Ok(Refused::Reserved {
        what: serial.to_owned(),
        document: head.number.unwrap_or_default(),
        client,
        sentence: format!("{serial} is {standing}"),
    })
}
