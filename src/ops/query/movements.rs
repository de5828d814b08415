//! Movements of a unit, and remarks on it, from either end: of a long life only what a page shows is read.
//!
//! Three lists grow at their ends: what moved it in all its lives, what was corrected in them, and the remarks. They are
//! merged by the moment of each; a place among them is how many of each are before it.

use crate::domain::document::{Document, Stamp};
use crate::domain::id::{DocumentId, ProductId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::place::Place;
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::domain::unit::Unit;
use crate::messages::{CorrectedView, Cursor, MovementPage, MovementRow, No, Part, UnitRef};
use crate::ops::lives::Moves;
use crate::ops::standing;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, LOT, REMARK, View};

use super::named::Called;
use super::paging::place;
use super::{corrections, passport};

/// Returns a part of a unit's movements.
pub fn answer(view: &View, now: Moment, of: &UnitRef, part: &Part, limit: usize) -> Result<MovementPage, No> {
    let known = passport::find(view, now, of)?;
    let mut called = Called::new(*view, now);
    let unit = known.cancelled.as_ref().unwrap_or(&known.unit);
    Movements::of(&mut called, known.product, &known.key, unit)?.page(&mut called, part, limit)
}

/// The three lists: movements, corrections, remarks. Of what happened in one moment, the first of them comes first.
const LISTS: usize = 3;

/// How many of each list are before a place.
type Place3 = [u32; LISTS];

/// All that a passport tells of a unit's life, most of it unread.
pub struct Movements<'u> {
    product: ProductId,
    key: &'u SerialKey,
    /// Oldest first.
    lives: Vec<Life<'u>>,
    corrections: Vec<MovementRow>,
    count: Place3,
}

impl<'u> Movements<'u> {
    /// Finds what there is of a unit, its newest life given.
    pub fn of(called: &mut Called, product: ProductId, key: &'u SerialKey, newest: &'u Unit) -> Result<Self, Error> {
        let view = called.view();
        let mut lives = Vec::new();
        let mut next = Some(newest);
        while let Some(unit) = next {
            lives.push(Life::of(&view, unit)?);
            next = unit.earlier.as_deref();
        }
        lives.reverse();
        let mut first = 0;
        let mut corrections = Vec::new();
        for life in &mut lives {
            life.first = first;
            first += life.steps();
            corrected(called, &mut corrections, life)?;
        }
        corrections.sort_by_key(|row| row.at);
        let mut remarks = 0;
        view.prefix(REMARK.keys(), &(key.clone(), product), Direction::Backward, |(_, _, n): (_, _, u32), ()| {
            remarks = n;
            Ok(false)
        })?;
        let count = [first, u32::try_from(corrections.len()).unwrap_or(u32::MAX), remarks];
        Ok(Movements { product, key, lives, corrections, count })
    }

    /// Returns a part of them.
    pub fn page(&mut self, called: &mut Called, part: &Part, limit: usize) -> Result<MovementPage, No> {
        let (mut at, back) = match part {
            Part::Oldest => ([0; LISTS], false),
            Part::Newest => (self.count, true),
            Part::Before(cursor) => (self.within(cursor)?, true),
            Part::After(cursor) => (self.within(cursor)?, false),
        };
        let start = at;
        let mut heads = [const { None }; LISTS];
        let mut rows = Vec::new();
        while rows.len() < limit.max(1) {
            for (list, head) in heads.iter_mut().enumerate().filter(|(_, head)| head.is_none()) {
                let next = if back { at[list].checked_sub(1) } else { Some(at[list]) };
                if let Some(next) = next.filter(|next| *next < self.count[list]) {
                    *head = Some(self.row(called, list, next)?);
                }
            }
            let filled = heads.iter().enumerate().filter_map(|(list, head)| Some((head.as_ref()?.at, list)));
            let Some((_, list)) = (if back { filled.max() } else { filled.min() }) else { break };
            rows.extend(heads[list].take());
            at[list] = if back { at[list] - 1 } else { at[list] + 1 };
        }
        let (from, to) = if back { (at, start) } else { (start, at) };
        if back {
            rows.reverse();
        }
        let sum = |place: Place3| place.iter().map(|count| *count as usize).sum();
        Ok(MovementPage { rows, first: sum(from), of: sum(self.count), from: cursor(from), to: cursor(to) })
    }

    /// Returns the place a cursor names. What was there when it was given out is there still.
    fn within(&self, cursor: &Cursor) -> Result<Place3, No> {
        let (movements, corrections, remarks) = place::<(u32, u32, u32)>(Some(cursor))?.unwrap_or_default();
        let mut place = [movements, corrections, remarks];
        for (at, count) in place.iter_mut().zip(self.count) {
            *at = count.min(*at);
        }
        Ok(place)
    }

    fn row(&mut self, called: &mut Called, list: usize, at: u32) -> Result<MovementRow, Error> {
        match list {
            0 => {
                let life = self.lives.partition_point(|life| life.first <= at).saturating_sub(1);
                let life = &mut self.lives[life];
                life.step(called, at - life.first)
            }
            1 => Ok(self.corrections[at as usize].clone()),
            _ => self.remark(called, at + 1),
        }
    }

    fn remark(&self, called: &mut Called, n: u32) -> Result<MovementRow, Error> {
        let remark = called.view().need(REMARK, &(self.key.clone(), self.product, n))?;
        let (at, employee, desk) = called.stamp(remark.stamp)?;
        Ok(still(at, None, "remark", (employee, desk), remark.text))
    }
}

fn cursor([movements, corrections, remarks]: Place3) -> Cursor {
    Cursor((movements, corrections, remarks).to_key())
}

/// One life of a unit: from a posting until it came in again, or until now.
struct Life<'u> {
    unit: &'u Unit,
    lot: Lot,
    /// Its posting.
    document: Document,
    /// Lot it was of before a conversion, before it was told apart.
    origin: Option<Lot>,
    /// How many movements the lives before it had.
    first: u32,
    /// What moved it after it came in.
    moves: Moves<'u>,
}

impl<'u> Life<'u> {
    fn of(view: &View, unit: &'u Unit) -> Result<Self, Error> {
        let lot = view.need(LOT, &unit.lot)?;
        let document = view.need(DOCUMENT, &lot.document)?;
        let origin = standing::first(view, &lot)?.map(|(_, first)| first);
        Ok(Life { unit, lot, document, origin, first: 0, moves: Moves::of(view, unit)? })
    }

    /// Returns the stamp of the posting's opposite, when that is what ended this life.
    fn ended(&self) -> Option<Stamp> {
        let cancelled = self.document.cancelled.filter(|_| self.lot.state == LotState::Cancelled);
        cancelled.filter(|_| self.unit.last().is_none())
    }

    fn steps(&self) -> u32 {
        u32::from(self.origin.is_some()) + 1 + self.moves.count() + u32::from(self.ended().is_some())
    }

    /// Returns one movement of this life.
    fn step(&mut self, called: &mut Called, at: u32) -> Result<MovementRow, Error> {
        let view = called.view();
        let came = u32::from(self.origin.is_some());
        match (&self.origin, at.checked_sub(came + 1)) {
            (Some(first), None) if at == 0 => {
                let by = view.need(DOCUMENT, &first.document)?;
                let from = first.supplier.map_or(self.supplier(), |supplier| Place::Supplier(Some(supplier)));
                let (number, stamp) = (by.number.unwrap_or_default(), by.posted.unwrap_or(by.opened));
                let to = Place::Warehouse(first.warehouse, first.bin);
                Row { document: first.document, number: &number, from, to, stamp, note: &by.note }.named(called)
            }
            (_, None) => self.came(called),
            (_, Some(n)) if n < self.moves.count() => self.moved(called, n),
            _ => {
                let stamp = self.ended().unwrap_or(self.document.opened);
                let from = self.where_before(&view, self.moves.count())?;
                let (number, to) = (self.number(), self.brought_by());
                Row { document: self.lot.document, number, from, to, stamp, note: "cancelled" }.named(called)
            }
        }
    }

    /// Returns how it came in.
    fn came(&self, called: &mut Called) -> Result<MovementRow, Error> {
        let stamp = match (&self.document.number, self.document.posted) {
            (Some(_), Some(posted)) => posted,
            _ => scanned(&called.view(), self.unit, self.document.opened)?,
        };
        let (from, to) = (self.brought_by(), self.brought_to());
        let (number, note) = (self.number(), self.document.note.as_str());
        Row { document: self.lot.document, number, from, to, stamp, note }.named(called)
    }

    /// Returns what moved it after it came in.
    fn moved(&mut self, called: &mut Called, n: u32) -> Result<MovementRow, Error> {
        let view = called.view();
        let moved = self.moves.nth(&view, n)?;
        let from = self.where_before(&view, n)?;
        let by = view.need(DOCUMENT, &moved.document)?;
        let number = by.number.unwrap_or_default();
        let posted = by.posted.unwrap_or(by.opened);
        let said = if by.note.is_empty() { by.reason } else { by.note };
        let (stamp, note) = match by.cancelled.filter(|_| moved.cancels) {
            Some(cancelled) => (cancelled, "cancelled"),
            None => (posted, said.as_str()),
        };
        Row { document: moved.document, number: &number, from, to: moved.to, stamp, note }.named(called)
    }

    /// Returns where it was before it was moved for the n-th time.
    fn where_before(&mut self, view: &View, n: u32) -> Result<Place, Error> {
        match n.checked_sub(1) {
            Some(before) => Ok(self.moves.nth(view, before)?.to),
            None => Ok(self.brought_to()),
        }
    }

    fn supplier(&self) -> Place {
        Place::Supplier(self.lot.supplier.or(self.document.supplier))
    }

    /// Returns where it came from into its lot: of one that was converted, where it was already.
    fn brought_by(&self) -> Place {
        self.origin.as_ref().map_or(self.supplier(), |first| Place::Warehouse(first.warehouse, first.bin))
    }

    fn brought_to(&self) -> Place {
        Place::Warehouse(self.lot.warehouse, self.unit.bin.or(self.lot.bin))
    }

    fn number(&self) -> &str {
        match (&self.document.number, self.document.posted) {
            (Some(number), Some(_)) => number,
            _ => "draft",
        }
    }
}

/// Adds what was corrected in a life of a unit; what its lot cost is shown where costs are.
fn corrected(called: &mut Called, rows: &mut Vec<MovementRow>, life: &Life) -> Result<(), Error> {
    let lot = &life.lot;
    let document = match lot.origin {
        Some(origin) => called.view().need(LOT, &origin)?.document,
        None => lot.document,
    };
    for row in corrections::of_life(called, life.unit)? {
        let note = match row.what {
            CorrectedView::Cost { .. } => format!("cost of {}/{} corrected", called.number(document)?, row.line),
            _ => row.to_string(),
        };
        rows.push(still(row.at, Some(document), "corrected", (row.employee, row.desk), note));
    }
    Ok(())
}

/// Returns who claims a unit for a draft, and when and where it was scanned.
fn scanned(view: &View, unit: &Unit, opened: Stamp) -> Result<Stamp, Error> {
    let packed = standing::packed(view, unit.lot, unit.slot)?;
    Ok(packed.map_or(opened, |packed| Stamp { at: packed.at, desk: packed.desk, ..opened }))
}

/// Returns a row that moved nothing.
fn still(
    at: Moment,
    document: Option<DocumentId>,
    number: &str,
    (employee, desk): (String, String),
    note: String,
) -> MovementRow {
    let (from, to) = Default::default();
    MovementRow { at, document, number: number.to_owned(), from, to, employee, desk, note }
}

/// A movement before its names are read.
struct Row<'a> {
    document: DocumentId,
    number: &'a str,
    from: Place,
    to: Place,
    stamp: Stamp,
    note: &'a str,
}

impl Row<'_> {
    fn named(self, called: &mut Called) -> Result<MovementRow, Error> {
        Ok(MovementRow {
            at: self.stamp.at,
            document: Some(self.document),
            number: self.number.to_owned(),
            from: called.place(self.from)?,
            to: called.place(self.to)?,
            employee: called.employee(self.stamp.employee)?,
            desk: called.desk(self.stamp.desk)?,
            note: self.note.to_owned(),
        })
    }
}
