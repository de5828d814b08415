//! What is heard from the terminal: text goes to the line, keys through the key table, scans to the screen.

use super::keys::{self, Stroke};
use super::session::Session;
use crate::messages::Command;
use crate::scan::{self, classify};
use crate::ui::keymap::{self, Action, Code, Key, Scope};
use crate::ui::line::LONGEST;
use crate::ui::screen::{Event, Prompt, Scanned};
use crate::ui::screens::{self, help::Help, journal::Journal, label::LabelForm, palette::Palette, scans::Scans};
use crate::ui::verdict::Verdict;

/// Something heard.
#[derive(Debug)]
pub enum Heard {
    /// Letters for the line.
    Text(String),
    /// So many letters leave the line again: they began a scan.
    Unwrite(usize),
    /// A scan, perhaps with another reading, or typed after all.
    Framed(scan::Scan),
    /// A scan that is to be taken as it stands.
    Known(Scanned),
    /// A paste.
    Paste(String),
    /// A key.
    Key(Key),
}

pub(super) const ENTER: Key = Key::plain(Code::Enter);
pub(super) const TAB: Key = Key::plain(Code::Tab);
pub(super) const ESC: Key = Key::plain(Code::Esc);
const TWIN: Key = Key::ctrl('f');

fn heard(event: scan::Event) -> Vec<Heard> {
    match event {
        scan::Event::Typed(text) => vec![Heard::Text(text)],
        scan::Event::Unwrite(letters) => vec![Heard::Unwrite(letters)],
        scan::Event::Scan(scan) => vec![Heard::Framed(scan)],
        scan::Event::Paste(text) => vec![Heard::Paste(text)],
        scan::Event::Enter => vec![Heard::Key(ENTER)],
        scan::Event::Tab => vec![Heard::Key(TAB)],
        scan::Event::Keys(bytes) => keys::strokes(&bytes)
            .into_iter()
            .map(|stroke| match stroke {
                Stroke::Key(key) => Heard::Key(key),
                Stroke::Letter(letter) => Heard::Text(letter.to_string()),
            })
            .collect(),
    }
}

impl Session {
    /// Takes what was heard, in order; while a command runs, only leaving and redrawing do not wait.
    pub(super) fn hear(&mut self, events: Vec<scan::Event>) {
        for heard in events.into_iter().flat_map(heard) {
            let key = if let Heard::Key(key) = heard { Some(key) } else { None };
            let at_once = key.and_then(|key| keymap::find(Scope::Everywhere, key)).map(|row| row.action);
            match at_once.filter(|_| self.tasks.waits_since().is_some()) {
                Some(action @ (Action::Leave | Action::Redraw)) => self.act(action),
                _ => self.tasks.held.push_back(heard),
            }
        }
        self.work();
    }

    /// Takes one thing heard.
    pub(super) fn dispatch(&mut self, heard: Heard) {
        if self.guard.is_locked() {
            return self.at_the_door(heard);
        }
        match heard {
            Heard::Text(text) => self.write(&text),
            Heard::Unwrite(letters) => {
                self.stack.top_mut().line.unwrite(letters);
                self.line_changed();
            }
            Heard::Framed(scan) => self.framed(scan),
            Heard::Known(scan) => self.scanned(scan),
            Heard::Paste(text) => self.pasted(text),
            Heard::Key(key) => self.press(key),
        }
    }

    fn write(&mut self, text: &str) {
        let mut rest = text;
        if std::mem::take(&mut self.twin)
            && let Some(key) = text.bytes().next().and_then(Key::twin)
        {
            self.decoder.forget();
            self.press(key);
            rest = &text[1..];
            if rest.is_empty() {
                return;
            }
        }
        self.typed = Some(self.at);
        self.stack.top_mut().line.write(rest);
        self.line_changed();
    }

    pub(super) fn line_changed(&mut self) {
        let text = self.stack.top().line.text().to_owned();
        self.tell_top(Event::Line(text));
    }

    fn pasted(&mut self, text: String) {
        let line = text.trim_end_matches(['\r', '\n']);
        if line.contains(['\r', '\n']) || line.len() > LONGEST {
            self.tell_top(Event::Paste(text));
        } else if !line.is_empty() {
            self.write(line);
        }
    }

    /// Takes a scan: a command barcode acts as its key, anything else is the screen's.
    pub(super) fn scanned(&mut self, scan: Scanned) {
        let scope = self.stack.top().screen.scope();
        if self.stack.top().screen.hears_bytes() && classify::command(&scan.text).is_none() {
            return;
        }
        let Some(name) = classify::command(&scan.text) else {
            match &scan.broken {
                // Only there does a scan wait for a decision.
                Some(sentence) if scope != Scope::Receiving => {
                    self.say(Verdict::bad("NOT READ", "", format!("{sentence}: scan it again")));
                }
                _ => self.tell_top(Event::Scan(scan)),
            }
            return;
        };
        let action = keymap::command(scan.text.as_bytes()).map(|row| row.action);
        match action {
            _ if name.starts_with("B:") || name.starts_with("b:") => {
                self.badge_scanned(&scan.text);
            }
            Some(action) if keymap::row(scope, action).is_some() => self.act(action),
            Some(_) => {
                let sentence = format!("does nothing here: this is {}", scope.heading());
                self.say(Verdict::bad("NOT TAKEN", scan.text, sentence));
            }
            None => self.say(Verdict::bad("UNKNOWN", scan.text, "no command is called that")),
        }
    }

    /// Takes a key: first the line's own, then those of the key table.
    fn press(&mut self, key: Key) {
        if std::mem::take(&mut self.twin) && key == ESC {
            return;
        }
        let top = self.stack.top_mut();
        let in_field = matches!(top.screen.prompt(), Prompt::Field(_));
        match key {
            TWIN => self.twin = true,
            // A field always holds its value: there Esc leaves.
            ESC if !in_field && !top.line.is_empty() => {
                top.line.take();
                self.line_changed();
            }
            ENTER if !top.line.is_empty() => {
                let text = top.line.take();
                // A slow scanner's command barcode or its name typed, or a label's text typed as it stands below its bars.
                let typed = text.trim();
                if keymap::command(typed.as_bytes()).is_some() || classify::begins_bracketed(typed) {
                    self.framed(scan::Scan { text: typed.to_owned(), ..scan::Scan::default() });
                } else {
                    self.tell_top(Event::Typed(text));
                }
            }
            key => {
                let before = top.line.text().len();
                if top.line.edit(key) {
                    if top.line.text().len() != before {
                        self.typed = Some(self.at);
                        self.line_changed();
                    }
                    return;
                }
                let scope = top.screen.scope();
                if key != Key::ctrl('o') {
                    self.verdicts.pressed();
                }
                match keymap::find(scope, key) {
                    Some(row) => self.act(row.action),
                    None if matches!(key.code, Code::F(1..=7 | 9 | 10)) && !key.ctrl && !key.alt => {
                        let word = key.word(self.face.theme().ascii);
                        self.say(Verdict::plain(format!("{word} does nothing here: this is {}", scope.heading())));
                    }
                    None => {}
                }
            }
        }
    }

    /// Does an action, as its key does: those of every screen itself, the others by the screen on top.
    pub(super) fn act(&mut self, action: Action) {
        let top = self.stack.top_mut();
        if let Some(why) = screens::why_not(&*top.screen, &self.here, action) {
            self.say(Verdict::plain(why));
            return;
        }
        let scope = top.screen.scope();
        match action {
            Action::Help if scope != Scope::Help => {
                let help = Help::of(&*top.screen);
                self.push(Box::new(help));
            }
            Action::Palette if scope != Scope::Palette => {
                let palette = Palette::of(&*top.screen, &self.here);
                self.push(Box::new(palette));
            }
            Action::Help | Action::Palette => {}
            Action::OpenVerdict => self.open_verdict(),
            Action::Scans if scope != Scope::Scans => self.push(Box::new(Scans::new(&self.verdicts))),
            Action::Redraw => self.face.forget(),
            Action::Leave => self.leave(),
            Action::SignOut => self.leave_the_desk(Command::SignOut, "Signed out."),
            Action::Lock => self.leave_the_desk(Command::LockDesk, ""),
            Action::Back => self.back(),
            Action::GoHome => self.go_home(),
            Action::GoFind
            | Action::GoReceive
            | Action::GoBegin
            | Action::GoSell
            | Action::GoWriteOff
            | Action::GoTransfer
            | Action::GoTakeBack
            | Action::GoSupplierReturn
            | Action::GoOrder
            | Action::GoProducts
            | Action::GoStock
            | Action::GoStocktake
            | Action::GoDocuments
            | Action::GoSettings
            | Action::GoScanner
            | Action::GoSpool
            | Action::GoJournal => self.go(action),
            Action::Label => {
                let form = LabelForm::of(self.stack.top().screen.prints());
                self.stack.uncover();
                self.push(form);
            }
            action => self.tell_top(Event::Act(action)),
        }
    }

    /// Opens the screen that a `Go…` action leads to.
    pub(super) fn go(&mut self, action: Action) {
        let top = &self.stack.top().screen;
        let begun = match (action, top.journal()) {
            (Action::GoJournal, Some((about, filter))) => Some(Journal::about(about, filter)),
            _ => screens::begin(action, top.unit()),
        };
        match begun.or_else(|| screens::go(action)) {
            Some(screen) => {
                self.stack.uncover();
                self.push(screen);
            }
            None if action == Action::GoHome => self.go_home(),
            None => self.tell_top(Event::Act(action)),
        }
    }

    fn back(&mut self) {
        let top = self.stack.top_mut();
        if let Some(effects) = top.screen.step_back(&self.here) {
            self.do_for_top(effects);
            return;
        }
        let (layer, scope) = (top.id, top.screen.scope());
        if !self.stack.is_first(layer) {
            self.pop(layer, None);
        } else if scope == Scope::Home {
            self.say(Verdict::plain("This is the first screen. Ctrl+X leaves the desk; it stays as it is."));
        } else {
            self.stack.replace(layer, screens::first(false));
            self.tell_top(Event::Opened);
        }
    }

    fn open_verdict(&mut self) {
        match self.verdicts.target().and_then(screens::open) {
            Some(screen) => {
                self.stack.uncover();
                self.push(screen);
            }
            None => self.say(Verdict::plain("The last verdict names nothing that could be opened.")),
        }
    }
}
