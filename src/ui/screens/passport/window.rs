//! Those of a unit's movements that are held: a part of them, fetched on as somebody walks either way.

use std::collections::VecDeque;

use crate::messages::{MovementPage, MovementRow, Part, Query, UnitRef};
use crate::ui::screen::{Effect, Tag};

/// Tags of what is asked for begin here, so that they never meet the screen's own.
const TAGS: Tag = 0x0002_0000;

/// Movements asked for at once, unless the terminal shows more.
const LEAST: usize = 50;

/// Parts that are held: those farthest from the selected movement are let go.
const PARTS: usize = 8;

/// Movements that are held, of all there are.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// One behind the other, oldest first.
    parts: VecDeque<MovementPage>,
    of: usize,
    /// Answers of another unit, or to what was asked before all was renewed, have another.
    tag: Tag,
    waits: bool,
}

impl Window {
    /// Returns how many movements there are.
    pub fn of(&self) -> usize {
        self.of
    }

    /// Returns a movement by its place among all, when it is held.
    pub fn row(&self, at: usize) -> Option<&MovementRow> {
        let part = self.parts.iter().find(|part| (part.first..part.end()).contains(&at))?;
        part.rows.get(at - part.first)
    }

    /// Begins with the newest movements of another unit.
    pub fn restart(&mut self, newest: MovementPage) {
        self.parts.clear();
        self.renew(newest);
    }

    /// Takes the newest movements as they are now. Of those before them nothing changes.
    pub fn renew(&mut self, newest: MovementPage) {
        self.tag += 1;
        self.waits = false;
        self.of = newest.of;
        self.parts.retain(|part| part.end() <= newest.first);
        if self.parts.back().is_none_or(|last| last.end() == newest.first) {
            self.parts.push_back(newest);
        }
    }

    /// Returns the effect that asks for what is missing around a place, if anything is.
    pub fn ask(&mut self, at: usize, room: usize, of: &UnitRef) -> Option<Effect> {
        if self.waits {
            return None;
        }
        let (first, end) = (self.parts.front()?, self.parts.back()?);
        let limit = LEAST.max(2 * room);
        let (above, below) = (at.saturating_sub(room), (at + room + 1).min(self.of));
        let part = if at + limit < first.first && above == 0 {
            Part::Oldest
        } else if at > end.end() + limit && below == self.of {
            Part::Newest
        } else if above < first.first {
            Part::Before(first.from.clone())
        } else if below > end.end() {
            Part::After(end.to.clone())
        } else {
            return None;
        };
        self.waits = true;
        Some(Effect::Ask(TAGS + self.tag, Query::Movements { of: of.clone(), part, limit }))
    }

    /// Takes what was asked for: beside what is held, or in its place when it lies apart.
    pub fn take(&mut self, tag: Tag, part: MovementPage) {
        if tag != TAGS + self.tag {
            return;
        }
        self.waits = false;
        self.of = part.of;
        if self.parts.front().is_some_and(|first| first.first == part.end()) {
            self.parts.push_front(part);
            self.parts.truncate(PARTS);
        } else {
            if self.parts.back().is_none_or(|last| last.end() != part.first) {
                self.parts.clear();
            }
            self.parts.push_back(part);
            if self.parts.len() > PARTS {
                self.parts.pop_front();
            }
        }
    }
}
