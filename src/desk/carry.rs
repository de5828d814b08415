//! Events to screens, and their effects carried out: an answer comes before anything else that is to be done.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};
use std::vec;

use super::SessionEnd;
use super::beside::wait_for;
use super::hear::Heard;
use super::session::Session;
use super::stack::LayerId;
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{Answer, Command, No, Outcome};
use crate::ui::keymap::Action;
use crate::ui::screen::{Brought, Effect, Event, Screen, Tag};
use crate::ui::verdict::Verdict;

/// A command is waited for so long before the session goes on beside it.
const PATIENCE: Duration = Duration::from_millis(100);

/// More steps for one thing that happened mean screens that ask each other without end.
const ENDLESS: usize = 100_000;

/// Stands for the session itself where a screen could stand.
pub(super) const SESSION: LayerId = 0;

/// What is to be done, the next last.
enum Todo {
    Event(LayerId, Event),
    Effects(LayerId, vec::IntoIter<Effect>),
    Act(Action),
}

/// What is to be done for a desk, and what it waits for.
#[derive(Default)]
pub struct Tasks {
    todo: Vec<Todo>,
    waits: Option<Waits>,
    /// What was heard since, in order.
    pub(super) held: VecDeque<Heard>,
    /// Who waits until all of it was taken.
    pub(super) until_taken: Vec<Sender<()>>,
    /// Newest turn of each question that is sought beside the session.
    sought: Vec<(LayerId, Tag, u64)>,
    /// The scan that is on its way to the tray.
    pub(super) stray: String,
}

/// A command that takes long.
struct Waits {
    layer: LayerId,
    tag: Tag,
    /// The line whose new serials are to be printed.
    labels: Option<(DocumentId, LineNo)>,
    since: Instant,
}

impl Tasks {
    /// Returns since when a command runs beside the session.
    pub fn waits_since(&self) -> Option<Instant> {
        self.waits.as_ref().map(|waits| waits.since)
    }

    /// Wants no answer any more to what is sought.
    pub fn forget_sought(&mut self) {
        self.sought.clear();
    }

    /// Tells that a command or a search is under way.
    pub fn is_waiting(&self) -> bool {
        self.waits.is_some() || !self.sought.is_empty()
    }
}

impl Session {
    /// Does all there is to do, then takes what was heard meanwhile.
    pub(super) fn work(&mut self) {
        let mut steps = 0;
        while self.tasks.waits.is_none() && self.end.is_none() {
            steps += 1;
            assert!(steps < ENDLESS, "screens ask each other without end: {}", self.stack.top().screen.title());
            let Some(todo) = self.tasks.todo.pop() else {
                let Some(heard) = self.tasks.held.pop_front() else {
                    for tell in self.tasks.until_taken.drain(..) {
                        // Whoever waited may be gone.
                        let _ = tell.send(());
                    }
                    return;
                };
                self.dispatch(heard);
                steps = 0;
                continue;
            };
            match todo {
                Todo::Event(SESSION, event) => self.own(event),
                Todo::Event(layer, event) => {
                    if let Some(layer) = self.stack.get_mut(layer) {
                        let effects = layer.screen.update(&self.here, event);
                        self.tasks.todo.push(Todo::Effects(layer.id, effects.into_iter()));
                    }
                }
                Todo::Effects(layer, mut effects) => {
                    if let Some(effect) = effects.next() {
                        self.tasks.todo.push(Todo::Effects(layer, effects));
                        self.carry_out(layer, effect);
                    }
                }
                Todo::Act(action) => self.act(action),
            }
        }
    }

    /// Tells a screen something before all else.
    pub(super) fn tell(&mut self, layer: LayerId, event: Event) {
        self.tasks.todo.push(Todo::Event(layer, event));
    }

    /// Tells the screen on top something before all else.
    pub(super) fn tell_top(&mut self, event: Event) {
        self.tell(self.stack.top().id, event);
    }

    /// Tells all screens that are seen something, after what is to be done.
    pub(super) fn tell_seen(&mut self, event: impl Fn() -> Event) {
        let told = self.stack.seen_ids().into_iter().map(|layer| Todo::Event(layer, event()));
        self.tasks.todo.splice(0..0, told);
    }

    /// Has effects of the screen on top carried out before all else.
    pub(super) fn do_for_top(&mut self, effects: Vec<Effect>) {
        self.tasks.todo.push(Todo::Effects(self.stack.top().id, effects.into_iter()));
    }

    fn carry_out(&mut self, layer: LayerId, effect: Effect) {
        match effect {
            Effect::Ask(tag, query) => {
                let answer = self.stockroom.ask_as(self.origin.employee, &query);
                self.answer(layer, tag, answer);
            }
            Effect::Seek(tag, query) => {
                let turn = self.seeker.ask(self.origin.employee, layer, tag, query);
                self.tasks.sought.retain(|other| (other.0, other.1) != (layer, tag));
                self.tasks.sought.push((layer, tag, turn));
            }
            Effect::Run(tag, command) => self.run(layer, tag, command),
            Effect::GiveBadge(tag, employee) => {
                let given = self.give_badge(employee);
                self.tell(layer, Event::Badge(tag, given));
            }
            Effect::SetPin(tag, employee, pin) => self.set_pin(layer, tag, employee, pin.as_deref()),
            Effect::Prove(tag, wanted, room) => self.prove(layer, tag, &wanted, room),
            Effect::Print(wanted) => self.print(layer, wanted),
            Effect::Printers => {
                let printers = self.printing.printers();
                self.tell(layer, Event::Printers(printers));
            }
            Effect::Jobs => self.tell_jobs(layer),
            Effect::Job(wish) => self.wish(layer, wish),
            Effect::Push(screen) => self.push(screen),
            Effect::Replace(screen) => {
                let layer = self.stack.replace(layer, screen);
                self.other_line();
                self.tell(layer, Event::Opened);
            }
            Effect::Pop => self.pop(layer, None),
            Effect::PopWith(Brought::Act(action)) => {
                // As if its key had been pressed, on the screen that is then on top.
                self.tasks.todo.push(Todo::Act(action));
                self.pop(layer, None);
            }
            Effect::PopWith(brought) => self.pop(layer, Some(brought)),
            Effect::Home => self.go_home(),
            Effect::Go(action) => self.go(action),
            Effect::Say(verdict) => self.say(verdict),
            Effect::Bell(bell) => self.face.ring(bell, &self.config),
            Effect::SetLine(text) => {
                if let Some(layer) = self.stack.get_mut(layer) {
                    layer.line.set(&text);
                    self.other_line();
                }
            }
            Effect::NotMine(scan) => self.stray(&scan),
            Effect::Refresh => self.refresh(),
            Effect::Detach => self.leave(),
            Effect::Quit => {
                self.face.let_go("");
                self.end = Some(SessionEnd::Quit);
            }
        }
    }

    fn answer(&mut self, layer: LayerId, tag: Tag, answer: Result<Answer, No>) {
        if let Err(no @ No::Broken(_)) = &answer {
            self.say(Verdict::no(no));
        }
        self.tell(layer, Event::Answer(tag, answer));
    }

    /// Carries a command out; one that takes long is waited for beside the session.
    pub(super) fn run(&mut self, layer: LayerId, tag: Tag, command: Command) {
        let id = self.stockroom.next_id(self.origin.desk);
        let labels = self.prints_on_scan(&command);
        let pending = self.stockroom.submit(self.origin, id, command);
        if pending.answered_within(PATIENCE) {
            self.done(layer, tag, labels, pending.wait());
        } else {
            wait_for(pending, self.wake.clone());
            self.tasks.waits = Some(Waits { layer, tag, labels, since: self.at });
        }
    }

    /// Tells a screen what came of its command, and has the labels printed of serials it brought.
    fn done(&mut self, layer: LayerId, tag: Tag, labels: Option<(DocumentId, LineNo)>, result: Result<Outcome, No>) {
        if let (Some(line), Ok(outcome)) = (labels, &result) {
            self.print_scanned(line, outcome);
        }
        self.tell(layer, Event::Done(tag, result));
    }

    /// Takes the end of a command that took long.
    pub(super) fn ran(&mut self, result: Result<Outcome, No>) {
        if let Some(Waits { layer, tag, labels, .. }) = self.tasks.waits.take() {
            self.done(layer, tag, labels, result);
            self.work();
        }
    }

    /// Takes what a search found, if nothing newer is sought.
    pub(super) fn found(&mut self, layer: LayerId, tag: Tag, turn: u64, answer: Result<Answer, No>) {
        let sought = self.tasks.sought.len();
        self.tasks.sought.retain(|newest| *newest != (layer, tag, turn));
        if self.tasks.sought.len() < sought {
            if let Err(no @ No::Broken(_)) = &answer {
                self.say(Verdict::no(no));
            }
            // After what is to be done: a command may be running.
            self.tasks.todo.insert(0, Todo::Event(layer, Event::Answer(tag, answer)));
            self.work();
        }
    }

    /// Puts a screen on top.
    pub(super) fn push(&mut self, screen: Box<dyn Screen>) {
        let layer = self.stack.push(screen);
        self.other_line();
        self.tell(layer, Event::Opened);
    }

    /// Takes a screen away, and tells the one below.
    pub(super) fn pop(&mut self, layer: LayerId, brought: Option<Brought>) {
        if self.stack.pop(layer) {
            self.other_line();
            self.tell_top(Event::Resumed(brought));
        }
    }

    /// Goes to the first screen.
    pub(super) fn go_home(&mut self) {
        if self.stack.home() {
            self.other_line();
            self.tell_top(Event::Resumed(None));
        }
    }

    /// What the decoder knows of was on another line.
    fn other_line(&mut self) {
        self.decoder.forget();
    }
}
