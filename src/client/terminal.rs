//! The terminal in raw mode, and given back as it was: at the end, on a signal, on a panic.

use std::io::{self, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use crossterm::tty::IsTty;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{Action, QueueSelector, tcflow, tcflush};

use crate::desk::{Capabilities, Colours};

/// Bracketed paste off, the cursor shown, plain letters.
const PLAIN: &str = "\x1b[?2004l\x1b[?25h\x1b[0m";

/// Out of the alternate screen, first.
const MAIN_SCREEN: &str = "\x1b[?1049l";

/// Size where the terminal does not tell.
const USUAL: (u16, u16) = (80, 24);

/// A terminal in raw mode; dropping it gives the terminal back.
pub struct Terminal(Arc<Saved>);

/// What is to be undone; crossterm keeps the modes as they were.
struct Saved {
    /// The other screen is shown, as far as is known. Leaving it twice would put the cursor where it was before.
    alternate: AtomicBool,
    restored: AtomicBool,
}

impl Terminal {
    /// Puts the terminal of standard input into raw mode. From now on a panic anywhere gives it back and ends the
    /// process.
    pub fn enter(lines: bool) -> Result<Terminal> {
        let saved = Arc::new(Saved { alternate: AtomicBool::new(!lines), restored: AtomicBool::new(false) });
        let at_a_panic = Arc::clone(&saved);
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            at_a_panic.restore();
            tell(panic);
            // Another thread must not go on writing to a terminal that was given back.
            std::process::exit(super::FAULT.into());
        }));
        enable_raw_mode().context("the terminal takes no raw mode")?;
        Ok(Terminal(saved))
    }

    /// Notes that the main screen is shown again.
    pub fn main_screen_is_back(&self) {
        self.0.alternate.store(false, Ordering::Release);
    }

    /// Returns what gives the terminal back from another thread.
    pub fn keeper(&self) -> Keeper {
        Keeper(Arc::clone(&self.0))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.0.restore();
    }
}

/// Gives a terminal back; harmless when that was done before.
pub struct Keeper(Arc<Saved>);

impl Keeper {
    /// Puts the terminal into raw mode again: the process was stopped, and its shell has set the modes it likes.
    pub fn raw(&self) {
        // A terminal that is gone ends this process in another way.
        let _ = disable_raw_mode().and_then(|()| enable_raw_mode());
    }

    /// Gives the terminal back now.
    pub fn restore(&self) {
        self.0.restore();
    }
}

impl Saved {
    /// Undoes what a desk does to a terminal. Never waits: one that was stopped with Ctrl+S is set going first, and
    /// what a scanner still sends does not reach the shell.
    fn restore(&self) {
        if self.restored.swap(true, Ordering::AcqRel) {
            return;
        }
        // A terminal that is gone takes none of it, and needs none.
        let _ = tcflow(stdout(), Action::OOn);
        let screen = if self.alternate.load(Ordering::Acquire) { MAIN_SCREEN } else { "" };
        let back = format!("{screen}{PLAIN}");
        let mut out = io::stdout().lock();
        let _ = out.write_all(back.as_bytes()).and_then(|()| out.flush());
        let _ = tcflush(stdin(), QueueSelector::IFlush);
        let _ = disable_raw_mode();
    }
}

/// Refuses where there is no terminal to sit at.
pub fn must_be_there() -> Result<()> {
    let ends = [(io::stdin().is_tty(), "standard input", "in"), (io::stdout().is_tty(), "standard output", "out")];
    for (is_tty, name, way) in ends {
        if !is_tty {
            bail!("{name} is no terminal, and a desk needs one; requests go {way} with dockhand exec");
        }
    }
    Ok(())
}

/// Returns columns and rows.
pub fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((columns, rows)) if columns > 0 && rows > 0 => (columns, rows),
        _ => USUAL,
    }
}

/// Returns what the terminal can do, as the environment tells.
pub fn capabilities(desk: Option<&str>, lines_mode: bool) -> Capabilities {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let colours = match set("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => Colours::True,
        _ if term.contains("256color") => Colours::Indexed,
        _ => Colours::Sixteen,
    };
    let tty = rustix::termios::ttyname(stdin(), Vec::new());
    Capabilities {
        colours,
        locale: ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default(),
        no_color: set("NO_COLOR").is_some(),
        tty: tty.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        desk: desk.map(str::to_owned),
        lines_mode,
        term,
    }
}
