//! How a document that is held or on its way goes on: closed, shipped, received, sent back, or let go.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::quantity::Quantity;
use crate::messages::{Command, DocumentView, Outcome, WholeMove};
use crate::ui::keymap::Action;
use crate::ui::screen::{Effect, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::Document;

pub(super) const ONWARD: Tag = 4;
pub(super) const SEND_BACK: Tag = 5;
pub(super) const RELEASE: Tag = 6;

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

/// Says how much of a transfer is no longer on its way: ` · 7 of 10 arrived`; nothing of other documents.
pub(super) fn arrived(view: &DocumentView) -> String {
    if view.row.state != DocumentState::InTransit {
        return String::new();
    }
    let all = view.row.quantity;
    let here = Quantity::from_thousandths(all.thousandths() - travels(view).thousandths());
    format!(" · {here} of {all} arrived")
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
            _ => None,
        }
    }

    /// Asks before goods move; what is let go moves none.
    pub(super) fn onward(&self, action: Action) -> Vec<Effect> {
        if let Some(why) = self.stays(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        let Some(view) = &self.view else { return Vec::new() };
        let (number, all, rest) = (self.number(), view.row.quantity, travels(view));
        let (tag, question, fact) = match (action, next(view)) {
            (Action::Release, _) => return vec![Effect::Run(RELEASE, Command::Release { document: view.row.id })],
            (Action::SendBack, _) => {
                let back = format!("{rest} on the way go back to {}, to where they stood in the queue.", view.row.from);
                (SEND_BACK, format!("Send {number} back?"), back)
            }
            (_, Some(Next::Close)) => {
                (ONWARD, format!("Close {number}?"), format!("{all} leave {} for good, dated today.", view.row.from))
            }
            (_, Some(Next::Ship)) => {
                let fact = format!("{all} leave {} and are on their way to {}.", view.row.from, view.row.to);
                (ONWARD, format!("Ship {number}?"), fact)
            }
            (_, Some(Next::Arrive)) => {
                let fact = format!("{rest} of {all} are on the way: all of them come in to {}.", view.row.to);
                (ONWARD, format!("Receive all of {number}?"), fact)
            }
            _ => return Vec::new(),
        };
        vec![Effect::Push(Confirm::ask(tag, question, [fact]))]
    }

    /// Gives the command that was asked for.
    pub(super) fn go_on(&self, tag: Tag) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let document = view.row.id;
        let command = match next(view) {
            // Another desk was faster: what is true now is shown.
            None => return self.ask(),
            Some(Next::Arrive) => {
                let kind = if tag == SEND_BACK { DocumentKind::SendBack } else { DocumentKind::Receipt };
                Command::MoveWhole(Box::new(WholeMove {
                    kind,
                    warehouse: None,
                    to: None,
                    of: Some(document),
                    client: String::new(),
                    reason: String::new(),
                    date: None,
                    note: String::new(),
                    lines: Vec::new(),
                }))
            }
            Some(_) if tag == SEND_BACK => return self.ask(),
            Some(Next::Close) => Command::CloseOrder { document, date: None, picks: Vec::new() },
            Some(Next::Ship) => Command::Ship { document, date: None, picks: Vec::new() },
        };
        vec![Effect::Run(tag, command)]
    }

    /// Says how it went on.
    pub(super) fn went(&self, tag: Tag, outcome: Outcome) -> Vec<Effect> {
        let next = self.view.as_ref().and_then(|view| next(view));
        let said = match (outcome, tag, next) {
            (Outcome::Released { number }, ..) => Verdict::good("RELEASED", number, "it is a draft again"),
            (Outcome::Posted(posted), SEND_BACK, _) => Verdict::good("SENT BACK", posted.number, self.number()),
            (Outcome::Posted(posted), _, Some(Next::Close)) => Verdict::good("CLOSED", posted.number, "its goods left"),
            (Outcome::Posted(posted), _, Some(Next::Ship)) => Verdict::good("SHIPPED", posted.number, "on its way"),
            (Outcome::Posted(posted), ..) => Verdict::good("RECEIVED", posted.number, format!("of {}", self.number())),
            _ => return self.ask(),
        };
        let mut effects = vec![Effect::Say(said)];
        effects.extend(self.ask());
        effects
    }
}
