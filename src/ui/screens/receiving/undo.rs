//! F7: this desk's last scan is taken back by a reversal that is recorded; many at once are asked about first.

use crate::domain::id::LineNo;
use crate::domain::quantity::Quantity;
use crate::messages::{LineEdit, Query, ScanView};
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::work::Work;
use super::{LONG_UNDO, Receiving, SURE_UNDO};

/// Steps back that are remembered.
const REMEMBERED: usize = 500;

/// Something this desk did, and how to take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) enum Taken {
    /// Serials of a line; of more than 100 only the first and the last are named.
    Serials { line: LineNo, serials: Vec<String>, count: u32 },
    /// Goods that were counted.
    Counted { line: LineNo, by: Quantity, damaged: bool },
    /// Quantity, carton or cost that was typed: what stood there before, and that in words.
    Typed { line: LineNo, before: LineEdit, was: String },
    /// A scan that was put aside.
    Tray { row: u32 },
    /// A pallet that was noted.
    Pallet { sscc: String },
    /// A line, with what was counted as it was made.
    Line { line: LineNo, counted: Quantity },
}

impl Taken {
    /// Returns the line it was done to.
    pub(super) fn line(&self) -> Option<LineNo> {
        match self {
            Taken::Serials { line, .. }
            | Taken::Counted { line, .. }
            | Taken::Typed { line, .. }
            | Taken::Line { line, .. } => Some(*line),
            Taken::Tray { .. } | Taken::Pallet { .. } => None,
        }
    }
}

impl Receiving {
    /// Takes the last thing back; while the units are walked, the selected one.
    pub(super) fn undo(&mut self, here: &Here) -> Vec<Effect> {
        if let (Some(walk), Some(line)) = (self.units, self.selected)
            && let Some(scan) = walk.selected().and_then(|at| self.scans.get(at))
        {
            let serials = vec![scan.serial.clone()];
            self.forget(line, &serials[0]);
            return self.work(here, Work::TakeBack { line, serials });
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

    /// A session that was begun again knows no more what it did: the newest serial of this desk is its last scan.
    fn undo_before_this_session(&mut self, here: &Here) -> Vec<Effect> {
        let newest = self.scans.iter().find(|scan| scan.desk == here.desk_name).map(|scan| scan.serial.clone());
        if let (Some(serial), Some(line)) = (newest, self.selected) {
            return self.work(here, Work::TakeBack { line, serials: vec![serial] });
        }
        let said = "nothing of this desk's is left to take back on this line; *200 sets a count";
        vec![Effect::Say(Verdict::plain(said))]
    }

    /// Takes one thing back; `None` when it is gone already.
    fn take_back(&mut self, here: &Here, taken: Taken) -> Option<Vec<Effect>> {
        let view = self.view.as_ref()?;
        let line = taken.line().map(|line| view.lines.iter().find(|other| other.line == line));
        let line = match line {
            Some(None) => return None,
            Some(Some(line)) => Some(line),
            None => None,
        };
        let name = line.map(|line| line.name.clone()).unwrap_or_default();
        Some(match taken {
            Taken::Serials { line, serials, count } if count <= 1 => self.work(here, Work::TakeBack { line, serials }),
            Taken::Serials { line, serials, count } => return self.ask_first(line, serials, count),
            Taken::Counted { line, by, damaged } => {
                let by = Quantity::from_thousandths(-by.thousandths());
                self.work(here, Work::Count { line: Some(line), name, by, damaged, from_tray: None, back: true })
            }
            Taken::Typed { line, before, was } => {
                let said = Verdict::good("TAKEN BACK", name, was);
                self.work(here, Work::Edit { line: Some(line), edit: before, said, undo: None })
            }
            Taken::Tray { row } => {
                self.tray.iter().find(|other| other.row == row)?;
                self.work(here, Work::DropFromTray { row, quiet: false })
            }
            Taken::Pallet { sscc } => {
                view.pallets.iter().find(|other| **other == sscc)?;
                self.work(here, Work::Pallet { sscc, came: false, quiet: false })
            }
            Taken::Line { line: number, counted } if line.is_some_and(|line| line.counted == counted) => {
                self.work(here, Work::Remove { line: number, name, back: true })
            }
            // Other desks, or an earlier session, have units on it.
            Taken::Line { .. } => return None,
        })
    }

    fn ask_first(&mut self, line: LineNo, serials: Vec<String>, count: u32) -> Option<Vec<Effect>> {
        let (first, last) = (serials.first()?.clone(), serials.last()?.clone());
        self.undo.push(Taken::Serials { line, serials: serials.clone(), count });
        if serials.len() < count as usize {
            let draft = self.draft?;
            let limit = self.view.as_ref()?.lines.iter().find(|other| other.line == line)?.counted.whole()? as usize;
            self.turns.step = Step::Asking;
            self.sure = Some((line, vec![first, last]));
            return Some(vec![Effect::Ask(LONG_UNDO, Query::DraftSerials { draft, line, before: None, limit })]);
        }
        self.sure = Some((line, serials));
        Some(sure(count, &first, &last))
    }

    /// Takes the serials of a line: those of the long take stand between its first and its last one.
    pub(super) fn long_take(&mut self, scans: &[ScanView]) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let Some((line, ends)) = self.sure.take() else { return Vec::new() };
        let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return Vec::new() };
        let place = |serial: &String| scans.iter().position(|scan| scan.serial == *serial);
        let (Some(newest), Some(oldest)) = (place(last), place(first)) else {
            self.undo.pop();
            let said = "those serials were taken out one by one already";
            return vec![Effect::Say(Verdict::plain(said))];
        };
        let between = newest.min(oldest)..=newest.max(oldest);
        let own = scans[between].iter().rev().filter(|scan| scan.desk == self.desk);
        let serials: Vec<String> = own.map(|scan| scan.serial.clone()).collect();
        let effects = sure(u32::try_from(serials.len()).unwrap_or(u32::MAX), first, last);
        self.sure = Some((line, serials));
        effects
    }

    /// The question was answered with yes.
    pub(super) fn undo_surely(&mut self, here: &Here) -> Vec<Effect> {
        let Some((line, serials)) = self.sure.take() else { return Vec::new() };
        self.undo.pop();
        self.work(here, Work::TakeBack { line, serials })
    }

    /// Leaves a serial that was taken out by hand out of what F7 takes back.
    fn forget(&mut self, line: LineNo, serial: &str) {
        for taken in &mut self.undo {
            if let Taken::Serials { line: of, serials, count } = taken
                && *of == line
                && serials.len() == *count as usize
                && let Some(at) = serials.iter().position(|other| other == serial)
            {
                serials.remove(at);
                *count -= 1;
            }
        }
        self.undo.retain(|taken| !matches!(taken, Taken::Serials { count: 0, .. }));
    }
}

fn sure(count: u32, first: &str, last: &str) -> Vec<Effect> {
    let facts = [format!("{first} … {last}"), "They are free again; generated numbers stay used.".to_owned()];
    vec![Effect::Push(Confirm::ask(SURE_UNDO, format!("Take {count} serials back?"), facts))]
}
