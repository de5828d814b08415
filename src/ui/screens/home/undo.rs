//! F7: the last thing this desk did is undone by its opposite, after asking; or it is said why it cannot be.

use crate::messages::{Command, LastDone, No, Outcome, Query, Undoing, Way};
use crate::ui::screen::{Effect, Here, Tag};
use crate::ui::screens::document::Document;
use crate::ui::screens::pick::Pick;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::Confirm;

use super::Home;

pub(super) const LAST: Tag = 5;
pub(super) const WAY: Tag = 6;
pub(super) const UNDO: Tag = 7;

/// Something that may be undone, and the way that was chosen.
pub(super) struct Chosen {
    last: Box<LastDone>,
    ways: Vec<Way>,
    at: usize,
}

impl Home {
    /// Asks what this desk did last: its undoing is rehearsed beside the session.
    pub(super) fn ask_last(here: &Here) -> Vec<Effect> {
        vec![Effect::Seek(LAST, Query::LastDone(here.desk))]
    }

    /// Takes what this desk did last: asks which way, or whether at all, or says why not.
    pub(super) fn last_done(&mut self, here: &Here, last: Option<Box<LastDone>>) -> Vec<Effect> {
        let Some(last) = last else {
            let said = "This desk has done nothing today that could be undone.";
            return vec![Effect::Say(Verdict::plain(said))];
        };
        match last.undo.clone() {
            Undoing::Never(why) => {
                vec![Effect::Say(Verdict::bad("NOT UNDONE", "", format!("{why} · {}", last.what)))]
            }
            Undoing::Within(draft, kind) => {
                let target = Target::Draft(draft, kind);
                let said = "It was done in this draft: F7 takes it back here.";
                let mut effects: Vec<_> = crate::ui::screens::open(&target).map(Effect::Push).into_iter().collect();
                effects.push(Effect::Say(Verdict::plain(said)));
                effects
            }
            Undoing::By(ways) => {
                let names: Vec<_> = ways.iter().map(|way| way.name.clone()).collect();
                self.undo = Some(Chosen { last, ways, at: 0 });
                match names.len() {
                    1 => self.ask_undo(here, 0),
                    _ => vec![Effect::Push(Pick::choice(WAY, "Undo: which way", names))],
                }
            }
        }
    }

    /// Asks before the way that was chosen is gone.
    pub(super) fn ask_undo(&mut self, here: &Here, at: usize) -> Vec<Effect> {
        let Some(chosen) = &mut self.undo else { return Vec::new() };
        chosen.at = at;
        let Some(way) = chosen.ways.get(at) else { return Vec::new() };
        let LastDone { at, employee, what, .. } = &*chosen.last;
        let done = format!("Done here at {} by {employee}: {what}.", here.clock(*at));
        let facts = [done, way.says.clone(), "The journal keeps both.".to_owned()];
        vec![Effect::Push(Confirm::ask(UNDO, format!("Undo? {}", way.name), facts))]
    }

    /// Gives the opposite.
    pub(super) fn undo_surely(&self) -> Vec<Effect> {
        let Some(chosen) = &self.undo else { return Vec::new() };
        let Some(way) = chosen.ways.get(chosen.at) else { return Vec::new() };
        let by = Box::new(way.command.clone());
        vec![Effect::Run(UNDO, Command::Undo { deed: chosen.last.sequence, by })]
    }

    /// Says what came of it; a draft that was made again is opened.
    pub(super) fn undone(&mut self, here: &Here, result: Result<Outcome, No>) -> Vec<Effect> {
        let Some(Chosen { last, ways, at }) = self.undo.take() else { return Vec::new() };
        let mut effects = match result {
            Ok(Outcome::Cancelled { reopened, .. }) => {
                let mut effects = vec![Effect::Say(Verdict::good("UNDONE", last.what, &*ways[at].name))];
                effects.extend(reopened.map(|draft| Effect::Push(Document::of(draft))));
                effects
            }
            Ok(_) => vec![Effect::Say(Verdict::good("UNDONE", last.what, &*ways[at].name))],
            Err(no) => vec![Effect::Say(Verdict::no(&no))],
        };
        effects.extend(Home::ask(here));
        effects
    }
}
