//! What a desk is seen by: a terminal that is drawn on, or one that gets sentences.

use std::io::Write;

use ratatui::buffer::Buffer;

use super::Capabilities;
use super::speak::Voice;
use super::terminal::{self, Kind, Terminal};
use crate::config::DeskConfig;
use crate::domain::employee::Desk;
use crate::ui::frame::{self, Picture};
use crate::ui::screen::Bell;
use crate::ui::theme::Theme;
use crate::ui::verdict::Verdict;

/// The terminal of a desk, while there is one.
#[derive(Default)]
pub struct Face {
    shown: Shown,
    kind: Option<Kind>,
    theme: Theme,
}

#[derive(Default)]
enum Shown {
    #[default]
    Nowhere,
    Drawn(Box<Terminal>),
    Spoken(Box<Voice>),
}

impl Face {
    /// Takes a terminal in place of any other.
    pub fn attach(
        &mut self,
        out: Box<dyn Write + Send>,
        found: &Capabilities,
        size: (u16, u16),
        settings: (&DeskConfig, &Desk),
    ) {
        self.let_go("The desk is open in another terminal now.");
        let kind = Kind::of(found);
        self.kind = Some(kind);
        self.restyle(settings);
        self.shown = if kind.lines {
            Shown::Spoken(Box::new(Voice::new(out)))
        } else {
            Shown::Drawn(Box::new(Terminal::attach(out, kind.alternate, size)))
        };
    }

    /// Chooses the theme again.
    pub fn restyle(&mut self, (config, kept): (&DeskConfig, &Desk)) {
        if let Some(kind) = self.kind {
            self.theme = terminal::theme(kind, config, kept);
        }
    }

    /// Returns the styles and marks of the terminal.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Tells whether a terminal is there.
    pub fn is_attached(&self) -> bool {
        !matches!(self.shown, Shown::Nowhere)
    }

    /// Takes another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if let Shown::Drawn(terminal) = &mut self.shown {
            terminal.resize(columns, rows);
        }
    }

    /// Draws, or says, everything again.
    pub fn forget(&mut self) {
        match &mut self.shown {
            Shown::Nowhere => {}
            Shown::Drawn(terminal) => terminal.forget(),
            Shown::Spoken(voice) => voice.forget(),
        }
    }

    /// Returns typed bytes as a terminal sends them: sentences may come through a pipe, whose lines end by LF.
    pub fn typed(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        if matches!(self.shown, Shown::Spoken(_)) {
            bytes.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b'\r');
        }
        bytes
    }

    /// Sounds a bell.
    pub fn ring(&mut self, bell: Bell, config: &DeskConfig) {
        let bytes = match bell {
            Bell::Good => &config.bell_good,
            Bell::Bad => &config.bell_bad,
            Bell::Full => &config.bell_full,
        };
        match &mut self.shown {
            Shown::Nowhere => {}
            Shown::Drawn(terminal) => terminal.ring(bytes.as_bytes()),
            Shown::Spoken(voice) => voice.ring(bytes.as_bytes()),
        }
    }

    /// Hears a verdict, to speak it.
    pub fn said(&mut self, verdict: &Verdict) {
        if let Shown::Spoken(voice) = &mut self.shown {
            voice.verdict(verdict.said());
        }
    }

    /// Shows a picture; a terminal that takes no bytes any more is let go.
    pub fn draw(&mut self, picture: &Picture<'_>) {
        let sent = match &mut self.shown {
            Shown::Nowhere => Ok(()),
            Shown::Drawn(terminal) => {
                let mut canvas = Buffer::empty(terminal.area());
                let cursor = frame::draw(picture, &mut canvas);
                terminal.show(&canvas, cursor)
            }
            Shown::Spoken(voice) => voice.speak(picture),
        };
        if sent.is_err() {
            self.drop_out();
        }
    }

    /// Gives the terminal back with a sentence, and lets it go.
    pub fn let_go(&mut self, sentence: &str) {
        match &mut self.shown {
            Shown::Nowhere => {}
            Shown::Drawn(terminal) => terminal.give_back(sentence),
            Shown::Spoken(voice) => voice.give_back(sentence),
        }
        self.drop_out();
    }

    /// Lets a terminal go that is gone already.
    pub fn drop_out(&mut self) {
        self.shown = Shown::Nowhere;
    }
}
