//! Lives of units that move often: whatever a unit has been through, it is as quick to move and to look up as a new one.
//!
//! A unit keeps its last movements beside it, and those before them in rows of their own, some to a row. What is beside
//! it always tells where it is now: an opposite that takes it back beyond that brings the last row back.

use crate::domain::unit::{Moved, Unit};
use crate::store::engine::{Direction, Error};
use crate::store::rows::MovedRow;
use crate::store::tables::{MOVED, Tables, View};

/// Movements in a row; a unit that has rows has at least so many beside it.
pub const ROW: usize = EACH as usize;

/// The same, as movements are numbered.
const EACH: u32 = 16;

/// Returns how many times a unit was moved in this life after it came in.
pub fn moves(view: &View, unit: &Unit) -> Result<u32, Error> {
    Ok(Moves::of(view, unit)?.count())
}

/// What moved a unit in one life after it came in, from 0; of those that are not beside it each row is read once, as its
/// movements are asked for one after the other.
pub struct Moves<'u> {
    unit: &'u Unit,
    /// How many stand in rows, before those beside it.
    before: u32,
    /// The row that was read last, by its number.
    row: Option<(u32, Vec<Moved>)>,
}

impl<'u> Moves<'u> {
    /// Finds how many there are.
    pub fn of(view: &View, unit: &'u Unit) -> Result<Self, Error> {
        Ok(Moves { unit, before: first_beside(view, unit)?, row: None })
    }

    /// Returns how many there are.
    pub fn count(&self) -> u32 {
        self.before.saturating_add(u32::try_from(self.unit.moved.len()).unwrap_or(u32::MAX))
    }

    /// Returns the n-th.
    pub fn nth(&mut self, view: &View, n: u32) -> Result<Moved, Error> {
        let found = match n.checked_sub(self.before) {
            Some(beside) => self.unit.moved.get(beside as usize),
            None => self.row(view, n / EACH)?.get(n as usize % ROW),
        };
        found.copied().ok_or_else(|| Error::Record {
            table: MOVED.name().to_owned(),
            why: format!("slot {} of lot {} was not moved {n} times", self.unit.slot, self.unit.lot.0),
        })
    }

    fn row(&mut self, view: &View, number: u32) -> Result<&[Moved], Error> {
        let row = match self.row.take().filter(|(read, _)| *read == number) {
            Some(row) => row,
            None => (number, view.need(MOVED, &(self.unit.lot, self.unit.slot, number))?.0),
        };
        Ok(&self.row.insert(row).1)
    }
}

/// Returns the last movement of a unit in this life of which something is true.
pub fn latest(view: &View, unit: &Unit, is: impl Fn(&Moved) -> bool) -> Result<Option<Moved>, Error> {
    let mut found = unit.moved.iter().rev().find(|moved| is(moved)).copied();
    if found.is_none() && unit.moved.len() >= ROW {
        view.prefix(MOVED, &(unit.lot, unit.slot), Direction::Backward, |_, row: MovedRow| {
            found = row.0.iter().rev().find(|moved| is(moved)).copied();
            Ok(found.is_none())
        })?;
    }
    Ok(found)
}

/// Notes a movement of a unit in this life.
pub fn note(tx: &mut Tables, unit: &mut Unit, moved: Moved) -> Result<(), Error> {
    unit.moved.push(moved);
    while unit.last().is_none()
        && let Some(row) = first_beside(&tx.view(), unit)?.checked_sub(EACH)
    {
        let at = (unit.lot, unit.slot, row / EACH);
        let before = tx.need(MOVED, &at)?;
        tx.delete(MOVED, &at)?;
        unit.moved.splice(..0, before.0);
    }
    while unit.moved.len() >= 2 * ROW {
        let rest = unit.moved.split_off(ROW);
        let before = std::mem::replace(&mut unit.moved, rest);
        if unit.last().is_none() {
            unit.moved.splice(..0, before);
            break;
        }
        let row = first_beside(&tx.view(), unit)? / EACH;
        tx.put(MOVED, &(unit.lot, unit.slot, row), &MovedRow(before))?;
    }
    Ok(())
}

/// Returns how many movements stand in rows before those beside a unit. Few units have any, and they are known by what is
/// beside them: for the others nothing is read.
fn first_beside(view: &View, unit: &Unit) -> Result<u32, Error> {
    let mut rows = 0;
    if unit.moved.len() >= ROW {
        view.prefix(MOVED.keys(), &(unit.lot, unit.slot), Direction::Backward, |(_, _, last): (_, _, u32), ()| {
            rows = last + 1;
            Ok(false)
        })?;
    }
    Ok(rows.saturating_mul(EACH))
}
