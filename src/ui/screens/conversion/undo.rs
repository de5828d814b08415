//! F7: this desk's last serials are taken back by a reversal that is recorded; many at once are asked about first.

use crate::domain::id::LineNo;
use crate::domain::quantity::Quantity;
use crate::messages::{Command, Outcome, Query, ScanView};
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::passport::Passport;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::{BACK, Conversion, FIND, SURE_BACK};

/// Steps back that are remembered.
const REMEMBERED: usize = 500;

/// Serials this desk took into a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    line: LineNo,
    /// All of them, or, of many, none: then they are the newest of the line.
    serials: Vec<String>,
    count: u32,
}

impl Conversion {
    /// Remembers what was taken.
    pub(super) fn note(&mut self, line: LineNo, serials: Vec<String>, count: u32) {
        let serials = if serials.len() == count as usize { serials } else { Vec::new() };
        self.taken.push(Taken { line, serials, count });
        if self.taken.len() > REMEMBERED {
            self.taken.remove(0);
        }
    }

    /// Remembers that every warehouse got the serials it lacked.
    pub(super) fn note_generated(&mut self) {
        let lacked: Vec<_> = self
            .all()
            .iter()
            .filter_map(|row| Some((row.line?, row.missing().max(Quantity::ZERO).whole().filter(|count| *count > 0)?)))
            .collect();
        for (line, count) in lacked {
            self.note(line, Vec::new(), count);
        }
    }

    /// Takes the last serials back; while they are walked, the selected one.
    pub(super) fn undo(&mut self, here: &Here) -> Vec<Effect> {
        let Some(draft) = self.draft() else { return Vec::new() };
        if let (Some(walk), Some(line)) = (self.walked, self.row().and_then(|row| row.line)) {
            let serial = walk.selected().and_then(|at| self.scans.get(at)).map(|scan| scan.serial.clone());
            let back = |serial| vec![Effect::Run(BACK, Command::TakeBack { draft, line, serials: vec![serial] })];
            return serial.map_or_else(Vec::new, back);
        }
        let Some(Taken { line, serials, count }) = self.taken.pop() else { return self.newest(here) };
        if count == 1 && serials.len() == 1 {
            return vec![Effect::Run(BACK, Command::TakeBack { draft, line, serials })];
        }
        if !serials.is_empty() {
            return self.ask_first(line, serials);
        }
        self.sure = Some((line, Vec::new()));
        vec![Effect::Ask(FIND, Query::DraftSerials { draft, line, before: None, limit: count as usize })]
    }

    /// A session that was begun again knows no more what it did: the newest serial of this desk is its last scan.
    fn newest(&mut self, here: &Here) -> Vec<Effect> {
        let newest = self.scans.iter().find(|scan| scan.desk == here.desk_name).map(|scan| scan.serial.clone());
        match (self.draft(), self.row().and_then(|row| row.line), newest) {
            (Some(draft), Some(line), Some(serial)) => {
                vec![Effect::Run(BACK, Command::TakeBack { draft, line, serials: vec![serial] })]
            }
            _ => vec![Effect::Say(Verdict::plain("nothing of this desk's is left to take back in this warehouse"))],
        }
    }

    /// Takes the serials that are to go back.
    pub(super) fn found(&mut self, scans: Vec<ScanView>) -> Vec<Effect> {
        let Some((line, _)) = self.sure.take() else { return Vec::new() };
        let serials: Vec<_> = scans.into_iter().rev().map(|scan| scan.serial).collect();
        if serials.is_empty() { Vec::new() } else { self.ask_first(line, serials) }
    }

    fn ask_first(&mut self, line: LineNo, serials: Vec<String>) -> Vec<Effect> {
        let (first, last) = (serials.first().cloned().unwrap_or_default(), serials.last().cloned().unwrap_or_default());
        let place = self.all().iter().find(|row| row.line == Some(line)).map_or("", |row| &row.name);
        let question = format!("Take {} serials back out of {place}?", serials.len());
        let facts = [format!("From {first} to {last}; they are free again.")];
        self.sure = Some((line, serials));
        vec![Effect::Push(Confirm::ask(SURE_BACK, question, facts))]
    }

    /// Opens what is known of the selected serial.
    pub(super) fn passport(&self) -> Vec<Effect> {
        let scan = self.walked.and_then(|walk| self.scans.get(walk.selected()?));
        let (Some(scan), Some(view)) = (scan, &self.seen) else { return Vec::new() };
        let serial = crate::domain::serial::Serial::parse(&scan.serial, view.matching);
        let key = serial.ok().map(|serial| serial.into_parts().1);
        key.map(|key| Effect::Push(Passport::of(view.product, key))).into_iter().collect()
    }
}

/// Says what was taken back.
pub(super) fn said(outcome: &Outcome) -> Vec<Effect> {
    let Outcome::TakenBack { serials, taken, counted, missing } = outcome else { return Vec::new() };
    let value = match serials.as_slice() {
        [one] => one.clone(),
        _ => format!("{taken} serials"),
    };
    let to_go = if missing.is_zero() { String::new() } else { format!(", {missing} to go") };
    vec![Effect::Say(Verdict::good("TAKEN BACK", value, format!("{counted} left{to_go}")))]
}
