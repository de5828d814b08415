//! What a person starts: it finds the server of the store, or starts it, and pipes a terminal or a command's streams.
//!
//! It knows nothing of what the bytes mean. Its one duty is the terminal: whatever ends it, the terminal is given back
//! as it was.

pub mod command;
pub mod connect;
pub mod demo;
pub mod desk;
pub mod status;
pub mod terminal;

use std::path::Path;

use anyhow::Result;

use crate::config::ServerConfig;
use crate::server::hello::Errand;
use crate::server::place::Place;

pub use crate::server::desks::GONE;

/// Exit code of a client that a fault of its own ended.
pub const FAULT: u8 = 4;

/// How a client ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Exit code.
    pub code: u8,
    /// A sentence for standard error, or nothing.
    pub words: String,
}

impl Ended {
    /// Everything was done.
    pub const fn well() -> Ended {
        Ended { code: 0, words: String::new() }
    }
}

/// Sits down at a desk of a store, by name or at the first free one.
pub fn sit(
    place: &Place,
    server: &ServerConfig,
    config: Option<&Path>,
    (name, lines): (Option<&str>, bool),
    say: &mut dyn FnMut(&str),
) -> Result<Ended> {
    terminal::must_be_there()?;
    let errand = Errand::Desk { capabilities: terminal::capabilities(name, lines), size: terminal::size() };
    desk::pipe(connect::desk(place, server, config, &errand, say)?, lines)
}
