//! Commands that are no desk: they run beside the desks in the server, or alone where there is none.

mod verify;

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::Result;

use super::care::Care;
use super::founding;
use super::hello::Errand;
use super::place::Place;
use crate::config::{Config, StoreConfig};
use crate::exchange;
use crate::printing::PrintRoom;
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

/// What the process that owns the store has at hand for a command.
pub struct Tools<'a> {
    /// Where the store is, and what lies beside it.
    pub place: &'a Place,
    /// The store.
    pub stockroom: &'a Stockroom,
    /// The configuration.
    pub config: &'a Config,
    /// Printers, and what they have not printed yet.
    pub printing: &'a PrintRoom,
    /// No server goes on when the command is done.
    pub alone: bool,
}

/// Does an errand that needs no terminal; returns the exit code of its client.
pub fn run(tools: &Tools<'_>, errand: &Errand, streams: &mut Streams<'_>) -> Result<u8> {
    let stockroom = tools.stockroom;
    match errand {
        // The server itself does those.
        Errand::Desk { .. } | Errand::Status { .. } => Ok(0),
        Errand::Exec => {
            founding::bare(stockroom, &tools.config.store)?;
            let origin = stockroom.open_desk(SCRIPTS)?;
            let exit = exchange::exec(stockroom, origin, streams.input, streams.output)?;
            streams.output.flush()?;
            Ok(exit.code())
        }
        Errand::Backup(to) => backup(tools, to, streams),
        Errand::Label(request) => {
            founding::bare(stockroom, &tools.config.store)?;
            let by = (tools.printing, stockroom.open_desk(SCRIPTS)?);
            exchange::label::run(stockroom, by, request, tools.alone, streams.output)?;
            streams.output.flush()?;
            Ok(0)
        }
        Errand::Print(request) => {
            exchange::print::run(
                stockroom,
                &tools.config.papers,
                tools.printing.spool(),
                request,
                tools.alone,
                streams.output,
            )?;
            streams.output.flush()?;
            Ok(0)
        }
        Errand::Verify { head, json } => verify::verify(tools, head, *json, streams),
    }
}

fn backup(tools: &Tools<'_>, to: &Path, streams: &mut Streams<'_>) -> Result<u8> {
    let mut rows = 0;
    tools.stockroom.backup(to, &mut |done| {
        rows = done;
        (streams.progress)(done);
    })?;
    Care::note_backup(&tools.place.care(), to);
    writeln!(streams.output, "{}: {rows} rows, written and read back", to.display())?;
    Ok(0)
}

/// Opens the store of a place where no server runs, for one errand. The caller holds the turn.
pub fn run_alone(place: &Place, config: &Config, errand: &Errand, streams: &mut Streams<'_>) -> Result<u8> {
    let _own = place.own(errand.name(), &mut |_| ())?;
    let stockroom = Stockroom::open(&place.store)?;
    let printing = open_print_room(place, config)?;
    run(&Tools { place, stockroom: &stockroom, config, printing: &printing, alone: true }, errand, streams)
}

/// Opens the print room of a store, whose owner the caller is: its spool is beside the store, and so are its files
/// where the configuration names no folder.
pub fn open_print_room(place: &Place, config: &Config) -> Result<PrintRoom> {
    let named = &config.labels.files;
    let files = if named.as_os_str().is_empty() { place.files() } else { named.clone() };
    PrintRoom::open(&place.spool(), &files, &config.labels)
}

/// Makes a store to look around in at a path where nothing is.
pub fn make_demo(path: &Path, config: &StoreConfig, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    let stockroom = Stockroom::open(path)?;
    founding::demo(&stockroom, config)?;
    exchange::demo::fill(&stockroom, progress)
}
