//! A session: bytes and sizes in, frame bytes out. It knows nothing of sockets, so a test drives it with bytes.

use std::io::Write;
use std::sync::mpsc::Sender;
use std::time::Instant;

use serde::{Deserialize, Serialize};

mod beside;
mod carry;
mod door;
mod ear;
mod face;
mod hear;
mod keys;
mod place;
mod printing;
mod readings;
pub mod session;
mod speak;
mod stack;
mod stray;
mod terminal;

pub use beside::Beside;
pub use session::{Opening, Session, run};

/// What reaches a session from outside.
pub enum Input {
    /// Bytes from the terminal, as they came, and when: a session that is at work takes them later, and their pace
    /// tells scans from typing.
    Bytes(Instant, Vec<u8>),
    /// The terminal has another size.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// A terminal is there: draw everything. It may be the first, another one, or the same one which lost output.
    Attach {
        /// Takes the bytes for the terminal and never blocks; one `write_all` a frame. It is dropped when the session
        /// lets the terminal go: the operator left, another terminal came, or the session ended. The connection is
        /// to be closed then; the terminal was given back in the bytes before.
        out: Box<dyn Write + Send>,
        /// What the terminal can do.
        capabilities: Capabilities,
        /// Columns and rows.
        size: (u16, u16),
    },
    /// The terminal is gone; the session stays where it is.
    Detach,
    /// The server ends: keep what is to keep, and end.
    Stop,
    /// Asks whether the session goes on. It answers when its turn comes; one that ended never does.
    Ask(Sender<()>),
    /// Asks to be told when all that came before was taken: a command that takes long keeps what was typed waiting.
    Taken(Sender<()>),
    /// What the session itself does beside itself came to an end.
    Beside(Beside),
}

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Colours {
    /// The sixteen of every terminal.
    #[default]
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24 bits.
    True,
}

/// What a terminal can do, as its client found it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capabilities {
    /// `TERM`.
    pub term: String,
    /// `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is set.
    pub locale: String,
    /// How many colours.
    pub colours: Colours,
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// Name of the terminal: `/dev/pts/3`.
    pub tty: String,
    /// The desk asked for with `--desk`.
    pub desk: Option<String>,
    /// `--lines`: sentences only, no cursor moves.
    pub lines_mode: bool,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// The operator closed the desk.
    Quit,
    /// The server ended.
    Stopped,
    /// A fault of dockhand ended this session, and no other; its drafts are in the store.
    Failed,
}
