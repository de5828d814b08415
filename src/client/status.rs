//! Asks the server how it is, or finds that there is none: it never starts one, and never waits for long.

use std::io::{BufReader, Write};
use std::time::Duration;

use anyhow::{Result, bail};

use super::Ended;
use super::connect::receive;
use crate::config::Config;
use crate::server::hello::Errand;
use crate::server::place::Place;
use crate::server::status::{State, Status};
use crate::server::wire::Frame;

/// A server that says nothing for so long is in trouble.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes how the server of a store is; the exit code says the same. What keeps that from being told is bad.
pub fn status(place: &Place, config: &Config, json: bool, output: &mut dyn Write) -> Ended {
    ask(place, config, json, output).unwrap_or_else(|why| Ended { code: State::Bad.code(), words: format!("{why:#}") })
}

fn ask(place: &Place, config: &Config, json: bool, output: &mut dyn Write) -> Result<Ended> {
    let Some(stream) = place.connect()? else { return without_server(place, config, json, output) };
    stream.set_read_timeout(Some(PATIENCE))?;
    // Who is turned away at the door is told why before anything was read of them.
    let _ = Frame::Hello(Errand::Status { json }.greet()?).send(&mut &stream);
    let (mut from, mut welcome) = (BufReader::new(&stream), false);
    loop {
        match receive(&mut from) {
            Some(Frame::Welcome) => welcome = true,
            Some(Frame::Output(bytes)) => output.write_all(&bytes)?,
            Some(Frame::Exit(exit)) if welcome => return Ok(Ended { code: exit.code, words: exit.words }),
            Some(Frame::Exit(exit)) => bail!(exit.words),
            Some(_) => {}
            // It ended just now.
            None if place.connect()?.is_none() => return without_server(place, config, json, output),
            None => bail!("the server of {} says nothing", place.store.display()),
        }
    }
}

fn without_server(place: &Place, config: &Config, json: bool, output: &mut dyn Write) -> Result<Ended> {
    let status = Status::of(place, &config.status, None);
    output.write_all(status.written(json)?.as_bytes())?;
    Ok(Ended { code: status.state.code(), words: String::new() })
}
