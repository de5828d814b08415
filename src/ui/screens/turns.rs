//! One thing at a time: the screen of a draft gives one command after the other, and what is scanned or pressed
//! meanwhile waits for its turn, so that nothing overtakes a scan and nothing is lost.
//!
//! ```text
//!  scan, key, text ─► waiting ─► take ─┬─► asks (what is this code?) ──┐
//!                        ▲             └─► works: command by command ──┤
//!                        └────────────── idle, the draft looked at ◄───┘
//! ```

use std::collections::VecDeque;

use crate::messages::{Answer, Command, No, Outcome};
use crate::ui::screen::{Effect, Event, Here, Tag};
use crate::ui::verdict::Verdict;

/// The tag of all commands that are given in turn.
pub(super) const WORK: Tag = 20;

/// What the screen waits for; events that would change something queue up meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Step {
    /// Nothing: the next event is taken.
    #[default]
    Idle,
    /// An answer: what a code is, or how the draft looks now.
    Asking,
    /// The end of a command.
    Working,
}

/// What is under way, and what waits.
pub(super) struct Turns<W> {
    /// What is waited for.
    pub step: Step,
    /// Commands to come, the first perhaps under way.
    pub works: VecDeque<W>,
    /// Events whose turn has not come.
    pub waiting: VecDeque<Event>,
    /// Somebody changed the draft since it was looked at.
    stale: bool,
}

impl<W> Default for Turns<W> {
    fn default() -> Self {
        Turns { step: Step::Idle, works: VecDeque::new(), waiting: VecDeque::new(), stale: false }
    }
}

/// A screen that takes things in turn.
pub(super) trait TakesTurns {
    /// One command to come, with what its verdict needs.
    type Work;

    /// Returns what is under way.
    fn turns(&mut self) -> &mut Turns<Self::Work>;

    /// Returns the work that begins a draft.
    fn beginning() -> Self::Work;

    /// Tells whether a work begins a draft.
    fn begins(work: &Self::Work) -> bool;

    /// Tells whether there is a draft.
    fn has_draft(&self) -> bool;

    /// Asks how the draft looks; nothing without one.
    fn look_at_draft(&self) -> Option<Effect>;

    /// Returns the command of a work; nothing when the line it was meant for is gone.
    fn command(&self, here: &Here, work: &Self::Work) -> Option<Command>;

    /// Takes the end of a work.
    fn ended(&mut self, work: Self::Work, result: Result<Outcome, No>) -> Vec<Effect>;

    /// Takes the answer to a question.
    fn answered(&mut self, here: &Here, tag: Tag, answer: Result<Answer, No>) -> Vec<Effect>;

    /// Takes an event whose turn has come.
    fn take(&mut self, here: &Here, event: Event) -> Vec<Effect>;

    /// Does what there is to do when the screen is put on the stack.
    fn opened(&mut self) -> Vec<Effect> {
        self.refresh()
    }

    /// Waits for nothing any more.
    fn idle(&mut self) -> Vec<Effect> {
        self.turns().step = Step::Idle;
        Vec::new()
    }

    /// Asks for what is shown.
    fn refresh(&mut self) -> Vec<Effect> {
        self.turns().stale = false;
        let Some(look) = self.look_at_draft() else { return self.idle() };
        self.turns().step = Step::Asking;
        vec![look]
    }

    /// Does a piece of work, after those that are under way.
    fn work(&mut self, here: &Here, work: Self::Work) -> Vec<Effect> {
        self.turns().works.push_back(work);
        if self.turns().step == Step::Working { Vec::new() } else { self.go_on(here) }
    }

    /// Gives the next command, or looks at the draft again when all is done.
    fn go_on(&mut self, here: &Here) -> Vec<Effect> {
        let has_draft = self.has_draft();
        let Some(next) = self.turns().works.pop_front() else { return self.refresh() };
        let next = if has_draft || Self::begins(&next) {
            next
        } else {
            self.turns().works.push_front(next);
            Self::beginning()
        };
        match self.command(here, &next) {
            Some(command) => {
                self.turns().works.push_front(next);
                self.turns().step = Step::Working;
                vec![Effect::Run(WORK, command)]
            }
            None if Self::begins(&next) => {
                self.turns().works.clear();
                self.turns().step = Step::Idle;
                vec![Effect::Say(Verdict::bad("NO WAREHOUSE", "", "this desk has none: Ctrl+P settings makes one"))]
            }
            // The line it was meant for is gone.
            None => self.go_on(here),
        }
    }

    /// Takes the end of the piece of work that is under way.
    fn done(&mut self, here: &Here, result: Result<Outcome, No>) -> Vec<Effect> {
        let Some(work) = self.turns().works.pop_front() else { return self.refresh() };
        let mut effects = self.ended(work, result);
        let nothing_is_left = !self.has_draft() && self.turns().works.is_empty();
        effects.extend(if nothing_is_left { self.idle() } else { self.go_on(here) });
        effects
    }

    /// Takes an event: at once, or when its turn comes.
    fn turn(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        let mut effects = match event {
            Event::Answer(tag, answer) => self.answered(here, tag, answer),
            Event::Done(_, result) => self.done(here, result),
            Event::Opened => self.opened(),
            Event::Changed => {
                self.turns().stale = true;
                Vec::new()
            }
            Event::Line(_) | Event::Minute | Event::Resized => return Vec::new(),
            event => {
                self.turns().waiting.push_back(event);
                Vec::new()
            }
        };
        while self.turns().step == Step::Idle {
            let Some(next) = self.turns().waiting.pop_front() else { break };
            effects.extend(self.take(here, next));
        }
        if self.turns().step == Step::Idle && self.turns().stale {
            effects.extend(self.refresh());
        }
        effects
    }
}
