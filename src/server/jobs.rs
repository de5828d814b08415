//! Commands that are no desk: they run beside the desks in the server, or alone where there is none.

mod verify;

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::Result;

use super::founding;
use super::hello::Errand;
use super::place::Place;
use crate::config::StoreConfig;
use crate::exchange;
use crate::stockroom::Stockroom;

/// Name of the desk that scripts work at.
const SCRIPTS: &str = "exec";

/// What a command reads, writes and tells.
pub struct Streams<'a> {
    /// Its standard input.
    pub input: &'a mut dyn BufRead,
    /// Its standard output.
    pub output: &'a mut dyn Write,
    /// Hears how many rows are done.
    pub progress: &'a mut dyn FnMut(u64),
}

/// Does an errand that needs no terminal; returns the exit code of its client.
pub fn run(stockroom: &Stockroom, config: &StoreConfig, errand: &Errand, streams: &mut Streams<'_>) -> Result<u8> {
    match errand {
        Errand::Desk { .. } => Ok(0),
        Errand::Exec => {
            founding::bare(stockroom, config)?;
            let origin = stockroom.open_desk(SCRIPTS)?;
            let exit = exchange::exec(stockroom, origin, streams.input, streams.output)?;
            streams.output.flush()?;
            Ok(exit.code())
        }
        Errand::Backup(to) => backup(stockroom, to, streams),
        Errand::Verify { head, json } => verify::verify(stockroom, head, *json, streams),
    }
}

fn backup(stockroom: &Stockroom, to: &Path, streams: &mut Streams<'_>) -> Result<u8> {
    let mut rows = 0;
    stockroom.backup(to, &mut |done| {
        rows = done;
        (streams.progress)(done);
    })?;
    writeln!(streams.output, "{}: {rows} rows, written and read back", to.display())?;
    Ok(0)
}

/// Opens the store of a place where no server runs, for one errand. The caller holds the turn.
pub fn run_alone(place: &Place, config: &StoreConfig, errand: &Errand, streams: &mut Streams<'_>) -> Result<u8> {
    let _own = place.own(errand.name(), &mut |_| ())?;
    run(&Stockroom::open(&place.store)?, config, errand, streams)
}

/// Makes a store to look around in at a path where nothing is.
pub fn make_demo(path: &Path, config: &StoreConfig, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    let stockroom = Stockroom::open(path)?;
    founding::demo(&stockroom, config)?;
    exchange::demo::fill(&stockroom, progress)
}
