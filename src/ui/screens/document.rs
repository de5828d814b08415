//! One document: its head, its lines and what is left of each; F7 cancels it, F10 takes what is held or on its way
//! further, the palette reopens it as a draft.

mod onward;
mod view;

use crate::domain::conversion::NOTE;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::messages::{
    Answer, Command, DocumentLine, DocumentRef, DocumentView, JournalFilter, LabelOf, No, Outcome, Printable, Query,
    UnitRow,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::paged::Paged;
use crate::ui::widgets::table::Walk;

use super::aside;
use super::correct::CorrectPosting;
use super::product::Product;
use super::units::Units;

use onward::{ARRIVES, ONWARD, RELEASE};
pub(super) use view::facts;

const DOCUMENT: Tag = 1;
const CANCEL: Tag = 2;
const REOPEN: Tag = 3;

/// One document that is no draft.
pub struct Document {
    of: DocumentRef,
    view: Option<Box<DocumentView>>,
    walk: Walk,
    /// The head is shown in place of the lines, where there is no room for both; and how far it is scrolled.
    head: Option<Walk>,
    /// Units of the selected line, shown beside the lines where there is room.
    units: Paged<UnitRow>,
    beside: Option<usize>,
}

impl Document {
    /// Makes the screen of a document; a draft is opened where it is written.
    pub fn of(id: DocumentId) -> Box<dyn Screen> {
        let of = DocumentRef::Id(id);
        Box::new(Document { of, view: None, walk: Walk::default(), head: None, units: Paged::default(), beside: None })
    }

    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(DOCUMENT, Query::Document(self.of.clone()))]
    }

    fn line(&self) -> Option<&DocumentLine> {
        self.view.as_ref()?.lines.get(self.walk.selected()?)
    }

    fn ask_units(&mut self, here: &Here) -> Vec<Effect> {
        let document = self.view.as_ref().map(|view| view.row.id);
        let line = self.line().filter(|line| line.serialised).map(|line| line.line);
        let (Some(document), Some(line), true) = (document, line, here.columns >= aside::ROOMY) else {
            return Vec::new();
        };
        if self.beside != self.walk.selected() {
            self.beside = self.walk.selected();
            self.units.restart("");
        }
        self.units.ask(here, |_, after, limit| Query::LineUnits { document, line, after, limit })
    }

    fn shows(&mut self, here: &Here, view: Box<DocumentView>) -> Vec<Effect> {
        if (view.row.state == DocumentState::Draft || view.row.kind == DocumentKind::Stocktake)
            && let Some(screen) = super::open(&Target::Draft(view.row.id, view.row.kind))
        {
            return vec![Effect::Replace(screen)];
        }
        self.walk.count(view.lines.len());
        self.view = Some(view);
        self.beside = None;
        self.ask_units(here)
    }

    /// Tells whether head and lines are both seen.
    fn has_room(here: &Here) -> bool {
        here.columns >= 80 && here.page >= 20
    }

    /// Shows the head in place of the lines, or the lines again.
    fn turn(&mut self, here: &Here) {
        let facts = self.view.as_ref().map_or(0, |view| view::count(view, here));
        self.head = if self.head.is_none() {
            let mut walk = Walk::default();
            walk.count(facts);
            Some(walk)
        } else {
            None
        };
    }

    fn open(&self) -> Vec<Effect> {
        match self.line() {
            Some(line) if line.serialised => self.open_units(),
            Some(line) => vec![Effect::Push(Product::of(line.product))],
            None => Vec::new(),
        }
    }

    fn open_units(&self) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let title = |line: &DocumentLine| match view.row.kind {
            DocumentKind::Posting => format!("Lot {}", line.label),
            _ => format!("{} line {}", self.number(), line.line),
        };
        let units = self.line().map(|line| Units::of_line(view.row.id, line.line, title(line)));
        units.map(Effect::Push).into_iter().collect()
    }

    fn number(&self) -> String {
        self.view.as_ref().and_then(|view| view.row.number.clone()).unwrap_or_else(|| "this document".to_owned())
    }

    fn is_posting(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.row.kind == DocumentKind::Posting)
    }

    fn correct(&self, here: &Here) -> Vec<Effect> {
        let view = self.view.as_ref();
        view.map(|view| Effect::Push(CorrectPosting::of(here, view, self.line()))).into_iter().collect()
    }

    /// Asks before what cannot be undone.
    fn question(&self, reopen: bool) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let number = self.number();
        let moves = matches!(view.row.state, DocumentState::Posted | DocumentState::InTransit);
        let (much, what) = (view.row.quantity, if moves { "go back to where they came from" } else { "are let go" });
        let mut facts = vec![
            format!("{much} units and pieces {what}, dated today."),
            format!("{number} stays in every passport, and its number stays used."),
        ];
        let (tag, question) = if reopen {
            facts.push("A new draft begins with all its lines and serials.".to_owned());
            (REOPEN, format!("Cancel {number} and reopen it as a draft?"))
        } else {
            (CANCEL, format!("Cancel {number}?"))
        };
        vec![Effect::Push(Confirm::ask(tag, question, facts))]
    }

    /// Tells whether its state lets it be cancelled, or reopened as a draft.
    fn may_be_undone(&self, action: Action) -> bool {
        self.view.as_ref().is_some_and(|view| match view.row.state {
            DocumentState::Posted | DocumentState::InTransit => true,
            DocumentState::Reserved | DocumentState::Expired => action == Action::Cancel,
            _ => false,
        })
    }

    /// Tells that it is half of a conversion.
    fn is_conversion(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.note == NOTE && !view.links.is_empty())
    }

    fn cancel(&self, reopen: bool) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let tag = if reopen { REOPEN } else { CANCEL };
        vec![Effect::Run(tag, Command::CancelDocument { document: view.row.id, reopen })]
    }

    fn cancelled(&self, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Cancelled { number, reopened } = outcome else { return self.ask() };
        let sentence = if reopened.is_some() { "its lines and serials are a draft again" } else { "its number stays" };
        let said = Effect::Say(Verdict::good("CANCELLED", number, sentence));
        let kind = self.view.as_ref().map_or(DocumentKind::Posting, |view| view.row.kind);
        let draft = reopened.and_then(|draft| super::open(&Target::Draft(draft, kind)));
        let mut effects = vec![said];
        match draft {
            Some(draft) => effects.push(Effect::Push(draft)),
            None => effects.extend(self.ask()),
        }
        effects
    }

    fn refused(&self, no: &No) -> Vec<Effect> {
        let mut effects = vec![Effect::Say(Verdict::no(no))];
        if self.view.is_none() {
            effects.push(Effect::Pop);
        }
        effects
    }
}

impl Screen for Document {
    fn scope(&self) -> Scope {
        Scope::Document
    }

    fn title(&self) -> String {
        match &self.view {
            Some(view) => {
                let state = if view.row.state == DocumentState::Posted { "" } else { view.row.state.word() };
                let kind = format!("{state} {}", view.row.kind.word());
                format!("{} · {}", self.number(), kind.trim_start())
            }
            None => "Document".to_owned(),
        }
    }

    fn prints(&self) -> Vec<Printable> {
        let Some(view) = &self.view else { return Vec::new() };
        let (document, number) = (view.row.id, self.number());
        let labels = |line: &DocumentLine| if line.serialised { line.quantity.whole().unwrap_or(0) } else { 1 };
        let mut rows = Vec::new();
        if view.lines.len() > 1 {
            let all = view.lines.iter().map(labels).sum();
            rows.push(Printable::all(all, &number, LabelOf::Document(document)));
        }
        if let Some(line) = self.line() {
            let name = if line.label.is_empty() { format!("{number}/{}", line.line) } else { line.label.clone() };
            rows.push(Printable::all(labels(line), name, LabelOf::Line(document, line.line)));
        }
        rows
    }

    fn journal(&self) -> Option<(String, JournalFilter)> {
        let document = self.view.as_ref().map(|view| view.row.id)?;
        Some((self.number(), JournalFilter { document: Some(document), ..JournalFilter::default() }))
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let state = self.view.as_ref().map(|view| view.row.state);
        match action {
            Action::Onward | Action::Release | Action::SendBack | Action::Lost => self.stays(action),
            Action::Cancel | Action::Reopen if !self.may_be_undone(action) => {
                let word = state.map_or("not there yet", DocumentState::word);
                let only = if action == Action::Cancel { "is in force or holds goods" } else { "moved goods" };
                Some(format!("{} is {word}: only what {only} can be cancelled", self.number()))
            }
            Action::Cancel | Action::Reopen if self.is_conversion() => {
                Some(format!("{} gave a product its serials: that cannot be undone", self.number()))
            }
            Action::Units if self.line().is_none_or(|line| !line.serialised) => {
                Some("the selected line has no serials".to_owned())
            }
            Action::Enter if self.line().is_none() => Some("it has no lines".to_owned()),
            Action::Correct if state != Some(DocumentState::Posted) || !self.is_posting() => {
                Some("only what a posting in force says is corrected".to_owned())
            }
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(Some(Brought::Yes(tag @ (CANCEL | REOPEN)))) => self.cancel(tag == REOPEN),
            Event::Resumed(Some(Brought::Yes(ONWARD))) => self.go_on(),
            Event::Opened | Event::Changed | Event::Resumed(_) => self.ask(),
            Event::Answer(DOCUMENT, Ok(Answer::Document(view))) => self.shows(here, view),
            Event::Answer(tag, Ok(Answer::Units(part))) => {
                self.units.take(tag, part, |a, b| a.key == b.key);
                Vec::new()
            }
            Event::Answer(_, Err(no)) => self.refused(&no),
            Event::Act(Action::Cancel) if self.disabled(Action::Cancel).is_none() => self.question(false),
            Event::Act(Action::Reopen) if self.disabled(Action::Reopen).is_none() => self.question(true),
            Event::Act(Action::Correct) if self.disabled(Action::Correct).is_none() => self.correct(here),
            Event::Act(action @ (Action::Onward | Action::Release | Action::SendBack | Action::Lost)) => {
                self.onward(action)
            }
            Event::Act(Action::Units) => self.open_units(),
            Event::Act(Action::Enter) => self.open(),
            Event::Resized => self.ask_units(here),
            Event::Act(Action::Next | Action::Previous | Action::Left | Action::Right) => {
                self.turn(here);
                Vec::new()
            }
            Event::Act(action) => {
                match self.head.as_mut().filter(|_| !Document::has_room(here)) {
                    Some(head) => head.act(action, here.page.saturating_sub(1)),
                    None => self.walk.act(action, here.page),
                };
                self.ask_units(here)
            }
            Event::Done(CANCEL | REOPEN, Ok(outcome)) => self.cancelled(&outcome),
            Event::Done(tag, Ok(outcome)) if tag == ONWARD || tag == RELEASE || tag >= ARRIVES => {
                self.went(tag, outcome)
            }
            Event::Done(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Typed(text) => vec![Effect::Push(super::find::Find::of(&text))],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let Some(view) = &self.view else { return };
        aside::view(
            page,
            |page| view::draw(page, view, &self.walk, self.head.as_ref()),
            |page| {
                if let Some(line) = self.line().filter(|line| line.serialised) {
                    let said = format!("Units of lot {} · {}", line.label, self.units.count());
                    page.put(0, 0, &said, crate::ui::theme::Role::Heading);
                    page.below(1, 0, |page| super::units::table(page, &self.units, true));
                }
            },
        );
    }
}

#[cfg(test)]
mod tests;
