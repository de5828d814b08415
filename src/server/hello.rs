//! The first frame of a connection: what is spoken, who is there, and what for.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::Capabilities;
use crate::domain::text::shown;
use crate::exchange::label::Request;
use crate::exchange::print;

/// What both sides speak; it changes when a frame or this greeting does.
pub const PROTOCOL: u16 = 1;

/// What every greeting begins with, whatever its protocol.
const MARK: &[u8] = b"dockhand";

/// What can be asked for beside a desk, by the last word of [`Errand::name`].
pub const SIDE: [&str; 6] = ["exec", "backup", "label", "print", "verify", "status"];

/// Letters of what a client says of its terminal, at most.
const LONGEST: usize = 255;

/// What a client wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// A desk on this terminal.
    Desk {
        /// What the terminal can do.
        capabilities: Capabilities,
        /// Columns and rows.
        size: (u16, u16),
    },
    /// Requests from standard input, answers to standard output.
    Exec,
    /// A complete, checked copy of the store at this absolute path.
    Backup(PathBuf),
    /// Labels, as pictures, as PDF, in a printer's language, or printed.
    Label(Request),
    /// Proof of what is always true of the store.
    Verify {
        /// First bytes of the head that is sought in the journal's chain; none seeks none.
        head: Vec<u8>,
        /// Answer in JSON lines.
        json: bool,
    },
    /// Papers, as PDF, as text, or printed.
    Print(print::Request),
    /// How the server and its store are.
    Status {
        /// Answer in JSON.
        json: bool,
    },
}

impl Errand {
    /// Returns what a waiting desk is told of it: `dockhand exec`.
    pub const fn name(&self) -> &'static str {
        match self {
            Errand::Desk { .. } => "dockhand",
            Errand::Exec => "dockhand exec",
            Errand::Backup(_) => "dockhand backup",
            Errand::Label(_) => "dockhand label",
            Errand::Print(_) => "dockhand print",
            Errand::Verify { .. } => "dockhand verify",
            Errand::Status { .. } => "dockhand status",
        }
    }

    /// Returns the greeting that asks for it.
    pub fn greet(&self) -> Result<Vec<u8>> {
        let mut bytes = MARK.to_vec();
        bytes.extend(PROTOCOL.to_be_bytes());
        postcard::to_extend(self, bytes).context("a greeting cannot be written")
    }

    /// Reads a greeting; what is none, or of another protocol, is refused with a sentence for the client.
    pub fn parse(greeting: &[u8]) -> Result<Errand> {
        let Some([a, b, asked @ ..]) = greeting.strip_prefix(MARK) else {
            bail!("what came is no greeting of dockhand");
        };
        let spoken = u16::from_be_bytes([*a, *b]);
        if spoken != PROTOCOL {
            bail!(
                "the server of this store is of another version (protocol {PROTOCOL}, this dockhand speaks {spoken}): \
                 close all desks, and the next one starts the server anew"
            );
        }
        let errand: Errand = postcard::from_bytes(asked).context("the greeting cannot be read")?;
        match &errand {
            Errand::Desk { capabilities, .. } => plain(capabilities).map(|()| errand),
            _ => Ok(errand),
        }
    }
}

/// Refuses what no terminal is called: others read it, on their own terminals and in the log.
fn plain(capabilities: &Capabilities) -> Result<()> {
    let Capabilities { term, locale, tty, .. } = capabilities;
    for (name, value) in [("TERM", term), ("locale", locale), ("terminal", tty)] {
        if value.len() > LONGEST || value.chars().any(char::is_control) {
            bail!("{:?} is no {name}: {LONGEST} printable characters at most", shown(value));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Errand {
        let capabilities = Capabilities { term: "xterm".into(), desk: Some("desk 2".into()), ..Default::default() };
        Errand::Desk { capabilities, size: (80, 24) }
    }

    #[test]
    fn a_greeting_says_what_was_asked() {
        let verify = Errand::Verify { head: vec![1, 2], json: true };
        for errand in [desk(), Errand::Exec, Errand::Backup("/to/copy.redb".into()), verify] {
            assert_eq!(Errand::parse(&errand.greet().unwrap()).unwrap(), errand);
        }
    }

    #[test]
    fn another_protocol_is_told_both_numbers() {
        let mut greeting = desk().greet().unwrap();
        greeting[MARK.len() + 1] = 9;
        let sentence = Errand::parse(&greeting).unwrap_err().to_string();
        assert!(sentence.contains("(protocol 1, this dockhand speaks 9)"), "{sentence}");
    }

    #[test]
    fn a_greeting_cut_short_anywhere_is_refused() {
        let greeting = desk().greet().unwrap();
        for length in 0..greeting.len() {
            assert!(Errand::parse(&greeting[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn what_would_command_the_terminal_of_who_reads_it_is_no_name_of_a_terminal() {
        let says = |change: fn(&mut Capabilities)| {
            let mut capabilities = Capabilities::default();
            change(&mut capabilities);
            let greeting = Errand::Desk { capabilities, size: (80, 24) }.greet().unwrap();
            Errand::parse(&greeting).unwrap_err().to_string()
        };
        assert!(says(|found| found.tty = "\u{1b}]0;x\u{7}".into()).contains("is no terminal: 255 printable"));
        assert!(says(|found| found.term = "x".repeat(256)).contains("is no TERM: 255 printable"));
        assert!(says(|found| found.locale = "C\n".into()).contains("is no locale: 255 printable"));
    }
}
