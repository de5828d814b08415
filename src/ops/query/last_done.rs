//! The last thing a desk did today, and how it is undone; what was undone, and what undid it, is passed over.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::domain::id::{DeskId, EmployeeId};
use crate::domain::time::Moment;
use crate::messages::{Command, CommandId, LastDone, No, Outcome, Undoing, Way};
use crate::ops::journal::slot;
use crate::ops::undo::{Deed, Undo, draft_of};
use crate::ops::{Context, perform, row, settings};
use crate::store::engine::{Direction, Error};
use crate::store::journal::{Block, Entry};
use crate::store::overlay::Overlay;
use crate::store::tables::{JOURNAL, RECENT, Tables, View};

use super::{journal, named};

/// Returns the last thing that a desk did today and that is not undone; `None` when there is none.
///
/// Ways to undo it are rehearsed for whoever asks: when none of them can be gone, the first's refusal says why.
pub fn answer(view: &View, now: Moment, asks: Option<EmployeeId>, desk: DeskId) -> Result<Option<Box<LastDone>>, No> {
    let zone = settings(view)?.tz();
    let mut undone = BTreeSet::new();
    let mut last = None;
    let mut broken = None;
    view.range(JOURNAL, Bound::Unbounded, Bound::Unbounded, Direction::Backward, |first, block: Block| {
        let unreadable = |why| Error::Record { table: JOURNAL.name().to_owned(), why };
        for entry in block.entries(first).map_err(unreadable)?.into_iter().rev() {
            if entry.at.day(zone) != now.day(zone) {
                return Ok(false);
            }
            if let Command::Undo { deed, .. } = entry.command {
                undone.insert(deed);
            }
            if entry.origin.desk != desk || undone.contains(&entry.sequence) {
                continue;
            }
            match undoing(view, now, asks, &entry) {
                Ok(None) => {}
                Ok(Some(undo)) => {
                    last = Some((entry, undo));
                    return Ok(false);
                }
                Err(no) => {
                    broken = Some(no);
                    return Ok(false);
                }
            }
        }
        Ok(true)
    })?;
    if let Some(no) = broken {
        return Err(no);
    }
    let Some((entry, undo)) = last else { return Ok(None) };
    Ok(Some(Box::new(LastDone {
        sequence: entry.sequence,
        at: entry.at,
        employee: named::employee(view, entry.origin.employee)?,
        what: journal::told(view, &entry.command)?,
        undo,
    })))
}

/// Returns how an entry is undone; `None` when it is passed over.
fn undoing(view: &View, now: Moment, asks: Option<EmployeeId>, entry: &Entry) -> Result<Option<Undoing>, No> {
    let outcome = came_to(view, &entry.id)?;
    let deed = Deed { command: &entry.command, outcome: outcome.as_ref(), at: entry.at };
    Ok(match row(&entry.command).undo {
        Undo::Passed => None,
        Undo::Within => draft_of(view, &deed)?.map(|(draft, kind)| Undoing::Within(draft, kind)),
        Undo::Never(why) => Some(Undoing::Never(why.to_owned())),
        Undo::By(ways) => {
            let ways = ways(view, &deed)?;
            let cx = Context { now, employee: asks.unwrap_or(entry.origin.employee), desk: entry.origin.desk };
            rehearsed(view, &cx, ways)?
        }
    })
}

/// Keeps the ways that can be gone; `None` when there was none.
fn rehearsed(view: &View, cx: &Context, ways: Vec<Way>) -> Result<Option<Undoing>, No> {
    let mut open = Vec::with_capacity(ways.len());
    let mut refused = None;
    for way in ways {
        let mut overlay = Overlay::new(view.beneath());
        match perform(&mut Tables::new(&mut overlay), cx, &way.command) {
            Ok(_) => open.push(way),
            Err(No::Refused(why)) => refused = refused.or(Some(why.to_string())),
            Err(broken) => return Err(broken),
        }
    }
    if open.is_empty() {
        return Ok(refused.map(Undoing::Never));
    }
    Ok(Some(Undoing::By(open)))
}

/// Returns what a command came to; `None` when that is forgotten.
fn came_to(view: &View, id: &CommandId) -> Result<Option<Outcome>, Error> {
    let CommandId::Desk(desk, n) = id else { return Ok(None) };
    let kept = view.get(RECENT, &(*desk, slot(*n)))?.filter(|kept| kept.n == *n);
    Ok(kept.map(|kept| kept.outcome))
}
