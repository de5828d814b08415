//! How a document that is held or on its way goes on: closed, shipped, received, sent back, written off, or let go.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::quantity::Quantity;
use crate::messages::{Command, DocumentView, Outcome};
use crate::ui::keymap::Action;
use crate::ui::screen::{Effect, Tag};
use crate::ui::screens::moving::Moving;
use crate::ui::screens::moving::kinds::{ARRIVALS, Kind};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::Document;

pub(super) const ONWARD: Tag = 4;
pub(super) const RELEASE: Tag = 6;
/// Of each way to take off the way, in the order of their table.
pub(super) const ARRIVES: Tag = 10;

/// What comes next for a document that is not over yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Close,
    Ship,
    Arrive,
}

/// Returns what comes next; `None` when nothing does.
fn next(view: &DocumentView) -> Option<Next> {
    match (view.row.kind, view.row.state) {
        (DocumentKind::Order, DocumentState::Reserved) => Some(Next::Close),
        (DocumentKind::Transfer, DocumentState::Reserved) => Some(Next::Ship),
        (DocumentKind::Transfer, DocumentState::InTransit) => Some(Next::Arrive),
        _ => None,
    }
}

/// Returns how much of a document is on its way.
fn travels(view: &DocumentView) -> Quantity {
    Quantity::from_thousandths(view.lines.iter().map(|line| line.in_transit.thousandths()).sum())
}

/// Says how much of a transfer is no longer on its way: `, 7 of 10 here`; nothing of other documents.
pub(super) fn arrived(view: &DocumentView) -> String {
    if view.row.state != DocumentState::InTransit {
        return String::new();
    }
    let all = view.row.quantity;
    let here = Quantity::from_thousandths(all.thousandths() - travels(view).thousandths());
    format!(", {here} of {all} here")
}

impl Document {
    /// Says why a document does not go on in a way.
    pub(super) fn stays(&self, action: Action) -> Option<String> {
        let Some(view) = &self.view else { return Some("it is not there yet".to_owned()) };
        let (state, number) = (view.row.state, self.number());
        let word = state.word();
        match action {
            Action::Onward if next(view).is_none() => {
                Some(format!("{number} is {word}: only what is reserved or in transit goes on"))
            }
            Action::Release if !matches!(state, DocumentState::Reserved | DocumentState::Expired) => {
                Some(format!("{number} is {word}: it holds nothing that could be let go"))
            }
            Action::SendBack if state != DocumentState::InTransit => {
                Some(format!("{number} is {word}: only what is in transit is sent back"))
            }
            Action::Lost if state != DocumentState::InTransit => {
                Some(format!("{number} is {word}: only what is in transit is lost on its way"))
            }
            _ => None,
        }
    }

    /// Asks before goods move; what is let go moves none.
    pub(super) fn onward(&self, action: Action) -> Vec<Effect> {
        if let Some(why) = self.stays(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        let Some(view) = &self.view else { return Vec::new() };
        let (number, all) = (self.number(), view.row.quantity);
        let (question, fact) = match (action, next(view)) {
            (Action::Release, _) => return vec![Effect::Run(RELEASE, Command::Release { document: view.row.id })],
            (_, Some(Next::Arrive)) => return self.arrives(action),
            (_, Some(Next::Close)) => {
                (format!("Close {number}?"), format!("{all} leave {} for good, dated today.", view.row.from))
            }
            (_, Some(Next::Ship)) => {
                let fact = format!("{all} leave {} and are on their way to {}.", view.row.from, view.row.to);
                (format!("Ship {number}?"), fact)
            }
            _ => return Vec::new(),
        };
        vec![Effect::Push(Confirm::ask(ONWARD, question, [fact]))]
    }

    /// Begins to take off the way what is on it, or goes on with what was begun.
    fn arrives(&self, action: Action) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let begun = (ARRIVES..).zip(&ARRIVALS).find(|(_, kind)| kind.begins == action);
        let begin = |(tag, kind): (Tag, &Kind)| {
            Effect::Run(tag, Command::BeginArrival { transfer: view.row.id, kind: kind.kind })
        };
        begun.map(begin).into_iter().collect()
    }

    /// Gives the command that was asked for.
    pub(super) fn go_on(&self) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let document = view.row.id;
        let command = match next(view) {
            Some(Next::Close) => Command::CloseOrder { document, date: None, picks: Vec::new() },
            Some(Next::Ship) => Command::Ship { document, date: None, picks: Vec::new() },
            // Another desk was faster: what is true now is shown.
            Some(Next::Arrive) | None => return self.ask(),
        };
        vec![Effect::Run(ONWARD, command)]
    }

    /// Says how it went on.
    pub(super) fn went(&self, tag: Tag, outcome: Outcome) -> Vec<Effect> {
        let next = self.view.as_ref().and_then(|view| next(view));
        let said = match (outcome, next) {
            (Outcome::DraftOpened(draft), _) => {
                let kind = (ARRIVES..).zip(&ARRIVALS).find(|(its, _)| *its == tag);
                return kind.map(|(_, kind)| Effect::Push(Moving::open(kind, draft))).into_iter().collect();
            }
            (Outcome::Released { number }, _) => Verdict::good("RELEASED", number, "it is a draft again"),
            (Outcome::Posted(posted), Some(Next::Close)) => Verdict::good("CLOSED", posted.number, "its goods left"),
            (Outcome::Posted(posted), _) => Verdict::good("SHIPPED", posted.number, "on its way"),
            _ => return self.ask(),
        };
        let mut effects = vec![Effect::Say(said)];
        effects.extend(self.ask());
        effects
    }
}
