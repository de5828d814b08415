//! What one connection may take of the server before it is slowed or closed, so that the others do not notice it.
//!
//! | bound | what is beyond it |
//! |---|---|
//! | [`GREETING`] for all of a greeting, however it drips in | the connection is closed |
//! | [`SILENT`] connections that have not greeted yet | the one that is silent for longest is closed |
//! | [`most`] connections, the last [`OWN`] of them for who owns the store | the next is told so and closed |
//! | [`wire::MOST`](super::wire::MOST) bytes a frame | the connection is closed |
//! | [`AHEAD`] bytes that a desk did not come to yet | nothing more is read from that terminal |
//! | 256 KiB that wait for a terminal (`server/terminal.rs`) | they are dropped, and all is drawn anew once it reads |
//! | [`STALLED`] without a byte of an answer being read | the command ends; scripts alone may wait, they hold nothing |

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How long a greeting may take.
pub const GREETING: Duration = Duration::from_secs(5);

/// Connections that have not greeted yet.
pub const SILENT: usize = 64;

/// Connections that are kept for who owns the store.
pub const OWN: usize = 16;

/// Bytes, by the weight of their frames, that may be ahead of a desk.
pub const AHEAD: usize = 64 << 10;

/// How long a command may wait for its client to read.
pub const STALLED: Duration = Duration::from_secs(60);

/// The most connections there are ever use for.
const MOST: u64 = 1024;

/// Files that a connection holds open, and those that the server itself does.
const FILES_EACH: u64 = 4;
const FILES_OWN: u64 = 64;

/// Raises the number of files this process may have open as far as it may, and returns how many connections that is good
/// for.
pub fn most() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = MOST * FILES_EACH + FILES_OWN;
    let allowed = wanted.min(maximum.unwrap_or(u64::MAX));
    let raised = allowed > current.unwrap_or(u64::MAX)
        && setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), maximum }).is_ok();
    let files = if raised { allowed } else { current.unwrap_or(wanted) };
    usize::try_from(fitting(files)).unwrap_or(usize::MAX)
}

/// Returns how many connections so many open files are good for: more than are kept for the owner, whatever they are.
fn fitting(files: u64) -> u64 {
    (files.saturating_sub(FILES_OWN) / FILES_EACH).clamp(2 * OWN as u64, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_let_in_as_there_can_be_open_files_for() {
        assert_eq!([0, 64, 1024, 4160, 1 << 20].map(fitting), [32, 32, 240, 1024, 1024]);
        assert!((32..=1024).contains(&most()));
    }
}
