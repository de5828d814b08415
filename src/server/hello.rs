//! The first frame of a connection: what is spoken, who is there, and what for.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::Capabilities;
use crate::exchange::label::Request;

/// What both sides speak; it changes when a frame or this greeting does.
const PROTOCOL: u16 = 1;

/// What every greeting begins with, whatever its protocol.
const MARK: &[u8] = b"dockhand";

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
}

impl Errand {
    /// Returns what a waiting desk is told of it: `dockhand exec`.
    pub const fn name(&self) -> &'static str {
        match self {
            Errand::Desk { .. } => "dockhand",
            Errand::Exec => "dockhand exec",
            Errand::Backup(_) => "dockhand backup",
            Errand::Label(_) => "dockhand label",
            Errand::Verify { .. } => "dockhand verify",
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
        postcard::from_bytes(asked).context("the greeting cannot be read")
    }
}

/// Tells why the other side of a connection is not let in; only who owns the server is.
pub fn let_in(peer: &UnixStream) -> Result<()> {
    let credentials = rustix::net::sockopt::socket_peercred(peer).context("who is there cannot be told")?;
    let owner = rustix::process::geteuid();
    if credentials.uid != owner {
        bail!("uid {} is not let in: this store belongs to uid {}", credentials.uid.as_raw(), owner.as_raw());
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
    fn our_own_user_is_let_in() {
        let (here, _there) = UnixStream::pair().unwrap();
        assert!(let_in(&here).is_ok());
    }
}
