//! The door of a desk: who comes in by which badge, who goes, and what is locked while nobody is there.
//!
//! ```text
//!  signed in ── idle, or another's badge ──► locked: the screens stay below, a badge is waited for ── theirs ──► as it was
//!      └────── sign-out, or their own badge ──► locked                                            ── another's ─► their own
//! ```
//!
//! While a desk is locked nothing that is typed or scanned reaches a screen. What somebody else finds here is their own:
//! screens, verdicts and the half-typed line of each person are kept apart for as long as the session runs.

use std::time::{Duration, Instant};

use super::hear::{ENTER, ESC, Heard};
use super::session::Session;
use super::stack::{LayerId, Stack};
use crate::clock;
use crate::config::{DeskConfig, SignIn};
use crate::domain::badge::{BadgeText, PinHash};
use crate::domain::id::EmployeeId;
use crate::label::barcode::{Symbol, Symbology};
use crate::label::preview;
use crate::messages::{Answer, Command, DoorView, No, Origin, Query, Refused};
use crate::stockroom::{Door, Stockroom};
use crate::ui::keymap::{self, Action, Key, Scope};
use crate::ui::line::Line;
use crate::ui::screen::{Bell, Event, Tag};
use crate::ui::screens;
use crate::ui::screens::locked::{Locked, NOT_TAKEN};
use crate::ui::verdict::{Verdict, Verdicts};

/// People whose screens a desk keeps, beside those of who is there.
const PARKED: usize = 8;

/// Who is let in at a desk, and how.
pub struct Guard {
    /// Desks ask who comes.
    asks: bool,
    /// How whoever is here came to be.
    by: By,
    /// Who came as it opened, when desks did not ask: the owner of the store.
    owner: EmployeeId,
    /// What stands before all screens while the desk is locked.
    pub(super) lock: Option<Lock>,
    /// Screens of other people who were here.
    parked: Vec<(EmployeeId, Stack, Verdicts)>,
    /// Something came from the terminal then.
    last: Instant,
}

/// A locked desk.
pub struct Lock {
    /// What is seen of it.
    pub screen: Locked,
    /// What is typed there: nothing but a PIN.
    pub line: Line,
    /// Verdicts of who was here.
    pub verdicts: Verdicts,
    /// Badge that was scanned and waits for its PIN.
    badge: Option<String>,
}

/// How somebody came to work at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Nobody was asked when it opened.
    Nothing,
    /// The desk is theirs, by its key.
    Desk,
    /// They signed in.
    Badge,
}

impl Guard {
    /// Finds who works at a desk that opens, if anybody may without a badge; else nobody does.
    pub fn at(stockroom: &Stockroom, origin: Origin, config: &DeskConfig, at: Instant) -> (Guard, Option<Origin>) {
        let door = view(stockroom, origin);
        let asks = door.as_ref().is_none_or(|door| door.asks);
        let mut guard =
            Guard { asks, by: By::Nothing, owner: origin.employee, lock: None, parked: Vec::new(), last: at };
        if !asks {
            return (guard, Some(origin));
        }
        let Some(door) = door else { return (guard, None) };
        if let (SignIn::Desk, Some(whose)) = (config.sign_in, door.whose) {
            let own = Origin { employee: whose, ..origin };
            guard.by = By::Desk;
            let signed = stockroom.run(own, stockroom.next_id(own.desk), Command::SignIn);
            return (guard, signed.ok().map(|_| own));
        }
        guard.by = By::Badge;
        let quiet = stockroom.now().0.saturating_sub(stockroom.last_commit().0);
        let fresh = config.lock_minutes == 0 || quiet < i64::from(config.lock_minutes) * 60_000;
        let signed = door.signed.filter(|signed| !signed.locked && fresh);
        (guard, signed.map(|signed| Origin { employee: signed.employee, ..origin }))
    }

    /// Tells whether the desk is locked.
    pub const fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Notes that something came from the terminal.
    pub const fn touched(&mut self, at: Instant) {
        self.last = at;
    }

    /// Returns when the desk locks if nothing comes; `None` when it never does.
    pub fn locks_at(&self, config: &DeskConfig) -> Option<Instant> {
        let locks = self.asks && self.lock.is_none() && self.by != By::Desk && config.lock_minutes > 0;
        locks.then(|| self.last + Duration::from_secs(u64::from(config.lock_minutes) * 60))
    }
}

/// Asks for the door of a desk.
fn view(stockroom: &Stockroom, origin: Origin) -> Option<DoorView> {
    match stockroom.ask(&Query::Door(origin.desk)) {
        Ok(Answer::Door(door)) => Some(door),
        _ => None,
    }
}

impl Session {
    /// Looks again whether desks ask who comes, and whether whoever is here may stay.
    pub(super) fn look_at_the_door(&mut self) {
        let Some(door) = view(&self.stockroom, self.origin) else { return };
        self.guard.asks = door.asks;
        if self.guard.is_locked() {
            if !door.asks {
                self.come_in(self.guard.owner, By::Nothing);
            }
            return;
        }
        let gone = match self.guard.by {
            By::Nothing => false,
            By::Desk => door.whose != Some(self.origin.employee),
            By::Badge => door.signed.is_none_or(|signed| signed.locked || signed.employee != self.origin.employee),
        };
        if door.asks && gone {
            self.lock("");
        }
    }

    /// Locks the desk when nothing came for as long as it may stay open.
    pub(super) fn lock_when_idle(&mut self) {
        if self.guard.locks_at(&self.config).is_some_and(|due| due <= self.at) {
            self.note(Command::LockDesk);
            self.lock("Nothing came for a while.");
        }
    }

    /// Locks the desk, or signs whoever is here out of it.
    pub(super) fn leave_the_desk(&mut self, command: Command, why: &str) {
        if !self.guard.asks {
            let why = "nobody signs in here: desks ask once a second person works here and somebody has a badge";
            return self.say(Verdict::plain(why));
        }
        if self.guard.by == By::Desk {
            let name = &self.here.employee_name;
            return self.say(Verdict::plain(format!("this desk is {name}'s by its key: nobody signs in or out")));
        }
        self.note(command);
        self.lock(why);
    }

    /// Carries out a command of the door itself: that it cannot be kept changes nothing here.
    fn note(&mut self, command: Command) {
        if let Err(no) = self.stockroom.run(self.origin, self.stockroom.next_id(self.origin.desk), command) {
            self.say(Verdict::no(&no));
        }
    }

    /// Puts the lock before all that is here.
    pub(super) fn lock(&mut self, why: &str) {
        if self.guard.is_locked() {
            return;
        }
        let name = Some(std::mem::take(&mut self.here.employee_name)).filter(|name| !name.is_empty());
        self.guard.lock = Some(Lock {
            screen: Locked::Badge(name),
            line: Line::default(),
            verdicts: std::mem::take(&mut self.verdicts),
            badge: None,
        });
        self.twin = false;
        self.decoder.forget();
        if !why.is_empty() {
            self.say_at_the_door(Verdict::plain(why));
        }
    }

    /// Takes what is heard while the desk is locked.
    pub(super) fn at_the_door(&mut self, heard: Heard) {
        let Some(lock) = &mut self.guard.lock else { return };
        let pin = lock.badge.is_some();
        match heard {
            Heard::Text(text) if pin => lock.line.write(&text),
            Heard::Unwrite(letters) if pin => lock.line.unwrite(letters),
            Heard::Text(_) | Heard::Unwrite(_) => {}
            Heard::Framed(scan) => self.shown_at_the_door(&scan.text),
            Heard::Known(scan) => self.shown_at_the_door(&scan.text),
            Heard::Paste(text) => self.shown_at_the_door(text.trim()),
            Heard::Key(key) if key == ENTER && pin => {
                let typed = lock.line.take();
                self.shown_at_the_door(&typed);
            }
            Heard::Key(key) if key == ESC && pin => self.wait_for(Locked::Badge(None), None),
            Heard::Key(key) => match keymap::find(Scope::Locked, key).map(|row| row.action) {
                Some(Action::Leave) => self.leave(),
                Some(Action::Redraw) => self.face.forget(),
                _ if pin && lock.line.edit(key) => {}
                // An empty Enter is nothing that could have been taken.
                _ if key == ENTER || key == Key::plain(keymap::Code::Tab) => {}
                _ => self.not_taken(),
            },
        }
    }

    fn not_taken(&mut self) {
        self.face.ring(Bell::Bad, &self.config);
        self.say_at_the_door(Verdict::plain(NOT_TAKEN));
    }

    /// Takes a badge, or what was typed for its PIN.
    fn shown_at_the_door(&mut self, text: &str) {
        if BadgeText::is_shaped(text) {
            return self.show_badge(text.to_owned(), None);
        }
        match self.guard.lock.as_ref().and_then(|lock| lock.badge.clone()) {
            Some(badge) if !text.is_empty() => self.show_badge(badge, Some(text)),
            Some(_) => {}
            None => self.not_taken(),
        }
    }

    fn show_badge(&mut self, badge: String, pin: Option<&str>) {
        match self.stockroom.sign_in(self.origin.desk, &badge, pin) {
            Ok(Door::In(employee)) => self.come_in(employee, By::Badge),
            Ok(Door::Pin) => self.wait_for(Locked::Pin, Some(badge)),
            Err(no) => {
                self.wait_for(Locked::Badge(None), None);
                self.say_at_the_door(match &no {
                    No::Refused(refused) => Verdict::bad("NOT LET IN", "", refused.to_string()),
                    No::Broken(_) => Verdict::no(&no),
                });
            }
        }
    }

    fn wait_for(&mut self, screen: Locked, badge: Option<String>) {
        if let Some(lock) = &mut self.guard.lock {
            (lock.screen, lock.badge, lock.line) = (screen, badge, Line::default());
            self.verdicts = Verdicts::default();
            self.decoder.forget();
        }
    }

    /// Lets somebody in: to where they were, or to the first screen and the newest of their drafts here.
    fn come_in(&mut self, employee: EmployeeId, by: By) {
        let Some(lock) = self.guard.lock.take() else { return };
        self.verdicts = lock.verdicts;
        self.guard.by = by;
        let same = employee == self.origin.employee;
        let new = !same && self.change_people(employee);
        self.refresh();
        self.decoder.forget();
        let name = self.here.employee_name.clone();
        if by == By::Badge {
            self.say(Verdict::good("SIGNED IN", name, if same { "all is as it was" } else { "" }));
        }
        if new {
            self.tell_top(Event::Opened);
            self.work();
            self.resume_draft();
        } else {
            self.tell_seen(|| Event::Changed);
        }
    }

    /// Puts away what is somebody's, and brings out what is another's; tells whether that begins anew.
    fn change_people(&mut self, employee: EmployeeId) -> bool {
        let parked = self.guard.parked.iter().position(|(whose, ..)| *whose == employee);
        let (stack, verdicts) = match parked.map(|at| self.guard.parked.remove(at)) {
            Some((_, stack, verdicts)) => (stack, verdicts),
            None => (Stack::new(screens::first(self.opens_at_receiving())), Verdicts::default()),
        };
        let was = self.origin.employee;
        let old = (was, std::mem::replace(&mut self.stack, stack), std::mem::replace(&mut self.verdicts, verdicts));
        if was != EmployeeId(0) {
            self.guard.parked.push(old);
            let over = self.guard.parked.len().saturating_sub(PARKED);
            self.guard.parked.drain(..over);
        }
        // What is still sought was sought for somebody else.
        self.tasks.forget_sought();
        self.origin.employee = employee;
        parked.is_none()
    }

    /// Takes a badge that is scanned while somebody works here: theirs signs out, another's lets its owner in.
    pub(super) fn badge_scanned(&mut self, badge: &str) {
        let own = self.stockroom.is_badge_of(badge, self.origin.employee);
        if own || !self.guard.asks || self.guard.by == By::Desk {
            return self.leave_the_desk(Command::SignOut, "Signed out.");
        }
        self.note(Command::LockDesk);
        self.lock("");
        self.show_badge(badge.to_owned(), None);
    }

    /// Draws a badge and gives it to somebody; returns its text and its QR code, which are kept nowhere.
    pub(super) fn give_badge(&mut self, employee: EmployeeId) -> Result<(String, Vec<String>), No> {
        let (id, secret) = clock::badge();
        let badge = BadgeText::new(&id, &secret);
        let command = Command::GiveBadge { employee, badge: id, hash: badge.hash() };
        self.stockroom.run(self.origin, self.stockroom.next_id(self.origin.desk), command)?;
        self.look_at_the_door();
        let symbol = Symbol::new(Symbology::Qr, badge.reveal()).map_err(|flaw| No::Broken(flaw.to_string()))?;
        let theme = self.face.theme();
        let mut lines = preview::symbol(&symbol.matrix, 0, theme.ascii);
        if !theme.is_light() {
            for line in &mut lines {
                *line = line.chars().map(|letter| inverted(letter, theme.ascii)).collect();
            }
        }
        Ok((badge.reveal().to_owned(), lines))
    }

    /// Seals a PIN and sets it, or clears it.
    pub(super) fn set_pin(&mut self, layer: LayerId, tag: Tag, employee: EmployeeId, pin: Option<&str>) {
        match pin.map(|pin| PinHash::seal(pin, clock::salt())).transpose() {
            Ok(pin) => self.run(layer, tag, Command::SetPin { employee, pin }),
            Err(why) => self.tell(layer, Event::Done(tag, Err(Refused::BadField(why).into()))),
        }
    }
}

/// Returns what shows dark where light was: letters of a dark terminal are light, and scanners want dark on light.
const fn inverted(letter: char, ascii: bool) -> char {
    match letter {
        '█' => ' ',
        '▀' => '▄',
        '▄' => '▀',
        ' ' if ascii => '#',
        ' ' => '█',
        '#' if ascii => ' ',
        other => other,
    }
}
