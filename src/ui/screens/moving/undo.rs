//! F7: this desk's last scan is taken back, and recorded so; several at once are asked about first.

use crate::domain::id::LineNo;
use crate::domain::quantity::Quantity;
use crate::messages::MoveLineEdit;
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::turns::TakesTurns;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::work::Work;
use super::{Moving, SURE_UNDO};

/// Steps back that are remembered.
const REMEMBERED: usize = 500;

/// Something this desk did, and how to take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) enum Taken {
    /// Units that were picked at once.
    Serials { serials: Vec<String> },
    /// Goods that were counted.
    Counted { line: LineNo, by: Quantity },
    /// Quantity or price that was typed: what stood there before, and that in words.
    Typed { line: LineNo, before: MoveLineEdit, was: String },
    /// A line without anything on it.
    Line { line: LineNo },
}

impl Taken {
    /// Returns the line it was done to.
    pub(super) const fn line(&self) -> Option<LineNo> {
        match self {
            Taken::Counted { line, .. } | Taken::Typed { line, .. } | Taken::Line { line } => Some(*line),
            Taken::Serials { .. } => None,
        }
    }
}

impl Moving {
    /// Takes the last thing back; while the units are walked, the selected one.
    pub(super) fn undo(&mut self, here: &Here) -> Vec<Effect> {
        if let Some(unit) = self.walked.and_then(|walk| walk.selected()).and_then(|at| self.units.get(at)) {
            let serial = unit.serial.clone();
            self.forget(&serial);
            return self.work(here, Work::PutBack { serials: vec![serial] });
        }
        if self.undo.len() > REMEMBERED {
            self.undo.drain(..self.undo.len() - REMEMBERED);
        }
        while let Some(taken) = self.undo.pop() {
            if let Some(effects) = self.take_back(here, taken) {
                return effects;
            }
        }
        self.undo_before_this_session(here)
    }

    /// A session that was begun again knows no more what it did: the newest unit of this desk is its last scan.
    fn undo_before_this_session(&mut self, here: &Here) -> Vec<Effect> {
        let newest = self.units.iter().find(|unit| unit.desk == here.desk_name).map(|unit| unit.serial.clone());
        if let Some(serial) = newest {
            return self.work(here, Work::PutBack { serials: vec![serial] });
        }
        let said = "nothing of this desk's is left to take back on this line; *200 sets a quantity";
        vec![Effect::Say(Verdict::plain(said))]
    }

    /// Takes one thing back; `None` when it is gone already.
    fn take_back(&mut self, here: &Here, taken: Taken) -> Option<Vec<Effect>> {
        if let Taken::Serials { serials } = taken {
            return self.put_back(here, serials);
        }
        let line = self.view.as_ref()?.lines.iter().find(|other| Some(other.line) == taken.line())?;
        let (product, name) = (line.product, line.name.clone());
        let empty = line.quantity.is_zero() && line.picked == 0;
        Some(match taken {
            Taken::Counted { line, by } => {
                let by = Quantity::from_thousandths(-by.thousandths());
                self.work(here, Work::Count { product, line: Some(line), name, by, from_tray: None, back: true })
            }
            Taken::Typed { line, before, was } => {
                let said = Verdict::good("TAKEN BACK", name, was);
                self.work(here, Work::Edit { line: Some(line), edit: before, said, undo: None })
            }
            Taken::Line { line } if empty => self.work(here, Work::Remove { line, name, back: true }),
            // Something is on it by now.
            Taken::Line { .. } | Taken::Serials { .. } => return None,
        })
    }

    /// Puts units back; several at once are asked about first.
    fn put_back(&mut self, here: &Here, serials: Vec<String>) -> Option<Vec<Effect>> {
        let (first, last) = (serials.first()?.clone(), serials.last()?.clone());
        if serials.len() == 1 {
            return Some(self.work(here, Work::PutBack { serials }));
        }
        let question = format!("Take {} units back?", serials.len());
        let facts = [format!("{first} … {last}"), "They are free again for other documents.".to_owned()];
        self.undo.push(Taken::Serials { serials });
        Some(vec![Effect::Push(Confirm::ask(SURE_UNDO, question, facts))])
    }

    /// The question was answered with yes.
    pub(super) fn undo_surely(&mut self, here: &Here) -> Vec<Effect> {
        match self.undo.pop() {
            Some(Taken::Serials { serials }) => self.work(here, Work::PutBack { serials }),
            other => {
                self.undo.extend(other);
                Vec::new()
            }
        }
    }

    /// Leaves a unit that was taken out by hand out of what F7 takes back.
    fn forget(&mut self, serial: &str) {
        for taken in &mut self.undo {
            if let Taken::Serials { serials } = taken {
                serials.retain(|other| other != serial);
            }
        }
        self.undo.retain(|taken| !matches!(taken, Taken::Serials { serials } if serials.is_empty()));
    }
}
