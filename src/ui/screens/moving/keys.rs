//! What the keys do here, and why one cannot act now.

use crate::domain::document::DocumentKind;
use crate::messages::{Query, RestRow};
use crate::ui::keymap::Action;
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::pick::Pick;
use crate::ui::screens::range::Range;
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::screens::whose::Whose;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::table::Walk;

use super::kinds;
use super::line::LineForm;
use super::picker::Picker;
use super::waiting::Waiting;
use super::whole::Whole;
use super::work::Work;
use super::{Moving, OLDER, REST, SURE_DELETE, SURE_DROP, UNITS_AT_ONCE};

/// Units that are taken by one command.
const MOST_AT_ONCE: usize = 10_000;

impl Moving {
    pub(super) fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(why) = self.why_not(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        match action {
            Action::Enter => self.walk_units(),
            Action::Decide => match self.draft {
                Some(draft) => vec![Effect::Push(Box::new(Waiting::new(draft)))],
                None => Vec::new(),
            },
            Action::Range => match (self.draft, self.at_hand()) {
                (Some(draft), Some(line)) => vec![Effect::Push(Box::new(Range::of_units(draft, line, "", None)))],
                _ => Vec::new(),
            },
            Action::Pick if self.at_hand().is_some_and(|line| line.serialised) => self.open_picker(),
            Action::Pick => vec![Effect::Push(Pick::product(""))],
            Action::Edit => match (&self.view, self.at_hand()) {
                (Some(view), Some(line)) => vec![Effect::Push(Box::new(LineForm::new(self.kind, view, line)))],
                _ => Vec::new(),
            },
            Action::EditHead => vec![self.head_form()],
            Action::Whose => self.draft.map(|draft| Effect::Push(Whose::of(draft))).into_iter().collect(),
            Action::Undo => self.undo(here),
            Action::AnotherLine => self.another_line(here),
            Action::Drop => self.ask_drop(here),
            Action::DeleteDraft => self.ask_delete(),
            Action::Reserve => self.work(here, Work::Reserve),
            Action::Rest => self.ask_rest(),
            Action::SendBack | Action::Lost => match kinds::arrival(action) {
                Some(kind) => self.work(here, Work::Arrive { kind }),
                None => Vec::new(),
            },
            Action::Post => match self.draft {
                Some(draft) => vec![Effect::Push(Box::new(Whole::new(self.kind, draft)))],
                None => Vec::new(),
            },
            action => self.walk(here, action),
        }
    }

    /// Says why an action cannot act now.
    pub(super) fn why_not(&self, action: Action) -> Option<String> {
        let line = self.at_hand();
        let no_line = "no line is selected: scan a unit or a product's barcode first";
        let no_serials = match line {
            Some(line) => format!("{} has no serials", line.name),
            None => no_line.to_owned(),
        };
        match action {
            Action::Decide if self.view.as_ref().is_none_or(|view| view.to_decide == 0) => {
                Some("no scan waits for a decision".to_owned())
            }
            Action::Range if line.is_none_or(|line| !line.serialised) => Some(no_serials),
            Action::Edit | Action::AnotherLine | Action::Drop if line.is_none() => Some(no_line.to_owned()),
            Action::Undo if self.undo.is_empty() && !self.units.iter().any(|unit| unit.desk == self.desk) => {
                Some("this desk has scanned nothing that could be taken back".to_owned())
            }
            Action::Reserve if !matches!(self.kind.kind, DocumentKind::Order | DocumentKind::Transfer) => {
                Some(format!("a {} is posted at once: orders and transfers are held", self.kind.kind.word()))
            }
            Action::Post | Action::Reserve if self.view.as_ref().is_none_or(|view| view.quantity.is_zero()) => {
                Some("nothing was scanned yet".to_owned())
            }
            Action::Rest | Action::SendBack | Action::Lost if !self.kind.arrives() => {
                Some("only what of a transfer arrives is still on its way".to_owned())
            }
            Action::SendBack | Action::Lost if self.kind.begins == action => {
                Some("this is where that is done".to_owned())
            }
            Action::DeleteDraft | Action::Whose if self.draft.is_none() => Some("nothing was begun yet".to_owned()),
            _ => None,
        }
    }

    /// Opens the units that may be picked for the line at hand.
    pub(super) fn open_picker(&mut self) -> Vec<Effect> {
        match (&self.view, self.at_hand()) {
            (Some(view), Some(line)) => vec![Effect::Push(Box::new(Picker::new(view, line)))],
            _ => Vec::new(),
        }
    }

    fn ask_rest(&mut self) -> Vec<Effect> {
        let Some(draft) = self.draft else { return Vec::new() };
        self.turns.step = Step::Asking;
        vec![Effect::Ask(REST, Query::Rest(draft))]
    }

    /// Takes all that is still on its way, product by product.
    pub(super) fn take_rest(&mut self, here: &Here, rest: Vec<RestRow>) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        if rest.is_empty() {
            return vec![Effect::Say(Verdict::plain("Nothing is left on its way that is in no draft."))];
        }
        let mut effects = Vec::new();
        for row in rest {
            for serials in row.serials.chunks(MOST_AT_ONCE) {
                let row = RestRow { serials: serials.to_vec(), ..row.clone() };
                effects.extend(self.work(here, Work::Rest { row }));
            }
            if row.serials.is_empty() {
                effects.extend(self.work(here, Work::Rest { row }));
            }
        }
        effects
    }

    fn another_line(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.at_hand() else { return Vec::new() };
        let (product, name) = (line.product, line.name.clone());
        self.work(here, Work::AddLine { product, name, picker: false })
    }

    fn ask_drop(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.at_hand() else { return Vec::new() };
        if line.quantity.is_zero() && line.picked == 0 {
            return self.drop_line(here);
        }
        let what = if line.serialised { "units are free again" } else { "counted are forgotten" };
        let much = if line.serialised { line.picked.to_string() } else { line.quantity.to_string() };
        let question = format!("Take line {} {} away?", line.line, line.name);
        vec![Effect::Push(Confirm::ask(SURE_DROP, question, [format!("{much} {what}.")]))]
    }

    pub(super) fn drop_line(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.at_hand() else { return Vec::new() };
        let (line, name) = (line.line, line.name.clone());
        self.work(here, Work::Remove { line, name, back: false })
    }

    fn ask_delete(&self) -> Vec<Effect> {
        let lines = self.view.as_ref().map_or(0, |view| view.lines.len());
        let facts = [
            format!("{lines} lines; their units are free again for other documents."),
            "The journal keeps what was scanned.".to_owned(),
        ];
        vec![Effect::Push(Confirm::ask(SURE_DELETE, "Throw this draft away?", facts))]
    }

    /// Shows the units of the line, or the lots it takes, or the lines again.
    fn walk_units(&mut self) -> Vec<Effect> {
        if self.walked.take().is_some() {
            return Vec::new();
        }
        let Some(line) = self.at_hand() else {
            return vec![Effect::Say(Verdict::plain("Nothing was scanned yet."))];
        };
        let (rows, said) = if line.serialised {
            (self.units.len(), "Nothing was scanned. These are the units: F7 takes one back, Esc closes.")
        } else {
            (line.took.len(), "Nothing was scanned. These are the lots it takes, oldest first; Esc closes.")
        };
        if rows == 0 {
            let said = match &line.refused {
                Some(refused) => refused.to_string(),
                None => "No units were taken on this line yet.".to_owned(),
            };
            return vec![Effect::Say(Verdict::plain(said))];
        }
        let mut walk = Walk::default();
        walk.count(rows);
        self.walked = Some(walk);
        vec![Effect::Say(Verdict::plain(said))]
    }

    fn walk(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        let serialised = self.at_hand().is_some_and(|line| line.serialised);
        if let Some(walk) = &mut self.walked {
            walk.act(action, here.page);
            let near_end = serialised && walk.near_end(here.page) && walk.len() % UNITS_AT_ONCE == 0;
            return match (near_end, self.draft, self.selected, self.units.last()) {
                (true, Some(draft), Some(line), Some(oldest)) => {
                    let before = Some(oldest.n);
                    vec![Effect::Ask(OLDER, Query::Picked { draft, line, before, limit: UNITS_AT_ONCE })]
                }
                _ => Vec::new(),
            };
        }
        if !self.lines.act(action, here.page) {
            return Vec::new();
        }
        let line = self.lines.selected().and_then(|at| self.view.as_ref()?.lines.get(at)).map(|line| line.line);
        if let Some(line) = line {
            self.choose(line);
        }
        self.ask_units().into_iter().collect()
    }
}
