//! A server started in the background by the first desk, and how it tells that it is ready.
//!
//! ```text
//!  desk: takes the turn ── starts `dockhand serve --background` ── reads the pipe ───────────► connects
//!                                │ stdin: the turn                    ▲
//!                                │ stdout: a pipe                     │ "ready", or a sentence why not
//!  server:                       └─ setsid, opens the store, listens ─┴─ lets go of the turn and of its pipes
//! ```
//!
//! The turn is handed on as an open file, so that it stays taken even if the desk is killed meanwhile.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::place::{Lock, Place, patiently};

/// The word that comes through the pipe when clients can connect.
const READY: &str = "ready";

/// Starts a server and waits until it is ready; what keeps it from that is the error. The caller's turn goes with it.
pub fn in_background(place: &Place, config: Option<&Path>, turn: Lock, say: &mut dyn FnMut(&str)) -> Result<()> {
    // The program that runs, even if its file was replaced meanwhile.
    let mut server = Command::new("/proc/self/exe");
    server.arg0("dockhand").args(["serve", "--background"]).arg("--store").arg(&place.store);
    if let Some(file) = config {
        server.arg("--config").arg(std::path::absolute(file)?);
    }
    server.stdin(turn.hand_on()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut started = server.spawn().context("the server cannot be started")?;
    // The command has a copy of the turn.
    drop(server);
    let mut pipe = started.stdout.take().context("the server has no pipe")?;
    let said = patiently(
        move || {
            let mut said = String::new();
            pipe.read_to_string(&mut said).map(|_| said)
        },
        || say(&format!("opening {}", place.store.display())),
    );
    match said.context("the server was not heard")?.trim() {
        READY => Ok(()),
        "" => bail!("the server ended before it was ready; its log is beside the store: {}", place.log().display()),
        why => bail!("{why}"),
    }
}

/// What a server in the background was started with.
pub struct Started {
    turn: Lock,
    pipe: File,
}

impl Started {
    /// Takes over the turn and the pipe of the desk that started this process, and leaves its terminal.
    pub fn take_over() -> Result<Started> {
        rustix::process::setsid().context("this process is no one's child: --background is for desks that start it")?;
        let turn = Lock::handed_on(File::from(rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?));
        let pipe = File::from(rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?);
        let nothing = File::options().read(true).write(true).open("/dev/null")?;
        rustix::stdio::dup2_stdin(&nothing)?;
        rustix::stdio::dup2_stdout(&nothing)?;
        rustix::stdio::dup2_stderr(&nothing)?;
        // A server keeps no folder busy.
        std::env::set_current_dir("/")?;
        Ok(Started { turn, pipe })
    }

    /// Tells the desk that it can connect.
    pub fn ready(self) {
        drop(self.turn);
        let mut pipe = self.pipe;
        // The desk may be gone; others come.
        let _ = pipe.write_all(READY.as_bytes());
    }

    /// Tells the desk why there is no server.
    pub fn failed(mut self, why: &anyhow::Error) {
        // The turn is let go only when this process, and its lock on the store, is gone.
        let _ = write!(self.pipe, "{why:#}");
    }
}
