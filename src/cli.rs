//! The command line: what may be asked for, and what `--help` says of it.

mod label_command;
mod print_command;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use rustix::fs::Mode;

use self::label_command::LabelArgs;
use self::print_command::PrintArgs;
use crate::client::command::Ends;
use crate::client::{self, Ended, command, demo};
use crate::config::Config;
use crate::exchange;
use crate::label::barcode::{Symbol, Symbology};
use crate::label::dots::Dots;
use crate::label::{self, preview};
use crate::scan::calibrate;
use crate::server;
use crate::server::hello::Errand;
use crate::server::place::Place;

/// A stockroom for barcode scanners: scan units into postings, scan any unit and read its passport.
///
/// Without a command, dockhand opens a desk on this terminal. The first desk makes the store and starts a server in
/// the background; more desks, in other terminals, work side by side on the same store. Ctrl+X, or closing the
/// terminal, leaves a desk where it is: dockhand comes back to it.
#[derive(Debug, Parser)]
#[command(name = "dockhand", version, max_term_width = 100, after_long_help = AFTER)]
pub struct Cli {
    /// What to do; without one, a desk is opened.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// How the desk is opened.
    #[command(flatten)]
    pub desk: DeskArgs,
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
}

/// How a desk is opened.
#[derive(Debug, Default, Args)]
pub struct DeskArgs {
    /// The desk to sit at, made on first use; without it, the first that is free.
    #[arg(long = "desk", value_name = "NAME")]
    pub name: Option<String>,
    /// The same desk as plain sentences, one below the other, without moving the cursor: for screen readers.
    #[arg(long)]
    pub lines: bool,
}

/// Where the store and the configuration are.
#[derive(Debug, Default, Args)]
pub struct Places {
    /// The store file; without it, the one of the configuration.
    #[arg(long, value_name = "PATH", global = true, env = "DOCKHAND_STORE")]
    pub store: Option<PathBuf>,
    /// A configuration file, laid over those of the system and the user; `dockhand config` shows the outcome.
    #[arg(long, value_name = "PATH", global = true, env = "DOCKHAND_CONFIG")]
    pub config: Option<PathBuf>,
}

/// What can be done beside sitting at a desk.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Serve the store in the foreground, for systemd.
    ///
    /// It lets desks and commands of the same user in, writes its log to standard error, and runs until SIGTERM or
    /// SIGINT; then it finishes what was submitted and closes the store.
    Serve {
        /// A desk starts it, and reads from its pipe when it is ready.
        #[arg(long, hide = true)]
        background: bool,
    },
    /// Carry out requests, one JSON object a line; answer each with one line, in order.
    ///
    /// The same commands and refusals as at a desk, through the server when one runs. Exits with 0 when all was done,
    /// 1 when something was refused, 2 when a line could not be understood; later lines are carried out all the same.
    #[command(after_long_help = EXEC)]
    Exec {
        /// A file of requests; without it, standard input.
        file: Option<PathBuf>,
        /// Print the JSON Schema of all requests and answers, and do nothing else.
        #[arg(long, conflicts_with = "file")]
        schema: bool,
    },
    /// Write a complete copy of the store while desks work, and read it back to check it.
    ///
    /// The copy is a store like any other: dockhand --store COPY opens it. A file that exists is never overwritten.
    Backup {
        /// The new file.
        to: PathBuf,
    },
    /// Prove what is always true of the store, while desks work, and name every record that breaks a rule.
    ///
    /// The sums, the serials and what they lead to, the numbers, the movements and the journal's chain are computed anew
    /// from the records and held against each other, on one snapshot. Each broken record is one sentence on standard
    /// output; the last line says how many records were looked at, and the head of the journal's chain. Exits with 0 when
    /// the store is whole, 1 when something is broken or the head is not there, 2 when the store could not be read.
    #[command(after_long_help = VERIFY)]
    Verify {
        /// Say at which entry of the journal, and when, this was the head of its chain: 8 to 64 hex digits.
        #[arg(long, value_name = "HASH", value_parser = head)]
        head: Option<Head>,
        /// Answer in JSON: an object a line for each broken record, and one for the whole.
        #[arg(long)]
        json: bool,
    },
    /// Say how the server and its store are; for monitoring, by its exit code and in JSON.
    ///
    /// Tells the build, protocol and schema, desks and connections, how long commits take, the room on the disk, the last
    /// backup and the last proof, and labels that wait. It starts no server, and waits ten seconds for one at the most. Exits
    /// with 0 when all is well, 1 when something is to be looked after, 2 when something is bad or cannot be told, 3 when no
    /// server runs. What counts as too old or too little stands in the status section of the configuration.
    #[command(after_long_help = STATUS)]
    Status {
        /// Answer in JSON: one object.
        #[arg(long)]
        json: bool,
    },
    /// Open a desk on a store made to look around in, full of products, warehouses and units.
    ///
    /// It lies beside the default store, as demo.redb, and keeps what you do there. Delete the file to begin anew.
    Demo {
        /// How the desk is opened.
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Say what scans are: JSON lines in, one answer a line out, in the form of exec.
    ///
    /// {"scan":"]d2010401…\u001d21ABC"} is answered with what it was taken for, its elements, whether all of GS1's rules
    /// hold, and warnings; or with the identifier, the rule and the character where one is broken. No store is needed. The
    /// scanner's settings are those of the configuration. Exits as exec does.
    #[command(name = "explain-scan", after_long_help = EXPLAIN)]
    ExplainScan {
        /// A file of scans; without it, standard input.
        file: Option<PathBuf>,
    },
    /// Make labels: of units, whole postings, products, bins; on paper, as pictures, as PDF, or for another program.
    ///
    /// A serial too long for its bars becomes a square; what no scanner could read is refused with the arithmetic, before
    /// anything is printed. Labels for a printer lie in the spool beside the store until the printer has them.
    #[command(after_long_help = label_command::EXAMPLES)]
    Label(Box<LabelArgs>),
    /// Print papers: of documents, units and stocktakes; on a printer, as PDF, or as text.
    ///
    /// A goods-received note with its serials, a delivery note, a write-off, a passport, a sheet to count on. Each has a
    /// code that a scan finds its document or unit by, and the head of the journal's chain, which
    /// `dockhand verify --head` finds again.
    #[command(after_long_help = print_command::EXAMPLES)]
    Print(PrintArgs),
    /// Show the label from which the scanner screen finds how a scanner is set.
    ///
    /// Open the scanner screen at the desk (Ctrl+P, scanner), then scan the label once, from paper or from a screen.
    #[command(name = "scanner-label")]
    ScannerLabel {
        /// Write it as a picture to this new file, to be printed; without it, it is drawn on the terminal.
        #[arg(long, value_name = "FILE")]
        png: Option<PathBuf>,
    },
    /// Show every key of the configuration, its value, and the file it came from.
    Config,
}

const AFTER: &str = "\
Examples:
  dockhand                              a desk on the default store
  dockhand --desk receiving             a desk by name: always the same one
  dockhand --store /srv/shop.redb       a desk on another store
  dockhand demo                         look around first
  dockhand exec < requests.jsonl        let a script do it
  dockhand label SN-0001 --to           print a label
  dockhand print P-118 --pdf P-118.pdf  the goods-received note
  dockhand backup /mnt/shop-monday.redb a checked copy, while work goes on
  dockhand verify                       prove that the store is whole
  dockhand status                       how the server is, for people and for monitoring

Files:
  The store is $XDG_DATA_HOME/dockhand/store.redb, or ~/.local/share/dockhand/store.redb.
  Beside it: .sock (its server), .lock and .turn (who has it open), .log (the server's log), .care (when it
  was last backed up and proved), .spool (labels that printers have not taken yet).

Exit codes:
  0  done
  1  refused: it could not be done, and a sentence says why; verify: something is broken;
     status: something is to be looked after
  2  not understood: the command line, or a line of exec; verify: the store could not be read;
     status: something is bad, or cannot be told
  3  the server is gone, or was stopped; everything acknowledged is kept; status: no server runs
  4  a fault of dockhand itself
  128 and a signal's number: ended by that signal, the terminal given back";

const EXEC: &str = "\
Examples:
  echo '{\"ask\":\"stock\",\"product\":\"Cable\"}' | dockhand exec
  dockhand exec postings.jsonl > answers.jsonl
  dockhand exec --schema > dockhand.schema.json";

const EXPLAIN: &str = "\
Examples:
  echo '{\"scan\":\"(01)04012345123456(21)ABC\"}' | dockhand explain-scan
  echo '{\"scan\":\"https://id.gs1.org/01/09520123456788/21/A1\"}' | dockhand explain-scan";

const VERIFY: &str = "\
Examples:
  dockhand verify && dockhand backup /mnt/shop-monday.redb
  dockhand verify --head 3f9a51c2
  dockhand verify --json | tail -1";

const STATUS: &str = "\
Examples:
  dockhand status
  dockhand status --json | jq .commits.p99_us
  dockhand status > /dev/null || mail -s stockroom ana@example.com < /dev/null";

/// First bytes of a head of the journal's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head(Vec<u8>);

/// Reads the beginning of a head as it is written in hex digits.
fn head(text: &str) -> Result<Head, String> {
    let wrong = || format!("{text}: a head is 8 to 64 hex digits, two for each byte");
    let digits = text.trim().as_bytes();
    if !(8..=64).contains(&digits.len()) || digits.len() % 2 == 1 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(wrong());
    }
    let bytes =
        digits.chunks(2).map(|pair| std::str::from_utf8(pair).ok().and_then(|two| u8::from_str_radix(two, 16).ok()));
    bytes.collect::<Option<Vec<u8>>>().map(Head).ok_or_else(wrong)
}

/// Does what the command line asks for.
pub fn run(cli: Cli) -> Result<Ended> {
    // What dockhand makes is its owner's alone: the store, its socket, its log, copies.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let Places { store, config: file } = cli.places;
    if let Some(Task::Exec { schema: true, .. }) = cli.task {
        return print(&exchange::exec::schema());
    }
    let config = Config::load(file.as_deref())?;
    let config = match &store {
        Some(path) => config.with_store(path),
        None => config,
    };
    let say = &mut |words: &str| tell(words);
    if !matches!(cli.task, None | Some(Task::Demo { .. })) && (cli.desk.lines || cli.desk.name.is_some()) {
        anyhow::bail!("--desk and --lines are for a desk: dockhand --desk NAME, or dockhand demo");
    }
    match cli.task {
        None => {
            let place = Place::configured(&config)?;
            sit(&place, &config, file.as_deref(), &cli.desk, say)
        }
        Some(Task::Demo { desk }) => {
            client::terminal::must_be_there()?;
            let place = demo::place(&config, store.as_deref(), say)?;
            let desk = DeskArgs { name: desk.name.or(cli.desk.name), lines: desk.lines || cli.desk.lines };
            sit(&place, &config, file.as_deref(), &desk, say)
        }
        Some(Task::Serve { background }) => {
            let place = Place::configured(&config)?;
            if background {
                server::in_background(&place, config)?;
            } else {
                server::in_foreground(&place, config, say)?;
            }
            Ok(Ended::well())
        }
        Some(Task::Exec { file, .. }) => {
            let place = Place::configured(&config)?;
            let input = requests(file.as_deref())?;
            command::run(&place, &config, &Errand::Exec, Ends { input, output: &mut io::stdout().lock() }, say)
        }
        Some(Task::Backup { to }) => {
            let place = Place::configured(&config)?;
            anyhow::ensure!(
                place.may_be_there(),
                "{} does not exist: there is nothing to back up; say which with --store PATH",
                place.store.display()
            );
            let to = std::path::absolute(&to).with_context(|| format!("{} is no path", to.display()))?;
            command::run(&place, &config, &Errand::Backup(to), ends(&mut io::stdout().lock()), say)
        }
        Some(Task::ExplainScan { file }) => {
            let mut input = io::BufReader::new(requests(file.as_deref())?);
            let exit = exchange::explain::run(&config.scanner, &mut input, &mut io::stdout().lock())?;
            Ok(Ended { code: exit.code(), words: String::new() })
        }
        Some(Task::Label(args)) => label_command::run(&args, &config, say),
        Some(Task::Print(args)) => print_command::run(args, &config, say),
        Some(Task::ScannerLabel { png }) => scanner_label(png.as_deref()),
        Some(Task::Verify { head, json }) => {
            let errand = Errand::Verify { head: head.map_or_else(Vec::new, |head| head.0), json };
            let done = verified(&config, &errand, say);
            Ok(done.unwrap_or_else(|why| Ended { code: UNREADABLE, words: format!("{why:#}") }))
        }
        Some(Task::Status { json }) => {
            Ok(client::status::status(&Place::configured(&config)?, &config, json, &mut io::stdout().lock()))
        }
        Some(Task::Config) => print(&config.explain()),
    }
}

/// Exit code of a proof that could not be made.
const UNREADABLE: u8 = 2;

fn verified(config: &Config, errand: &Errand, say: &mut dyn FnMut(&str)) -> Result<Ended> {
    let place = Place::configured(config)?;
    anyhow::ensure!(
        place.may_be_there(),
        "{} does not exist: there is nothing to prove; say which with --store PATH",
        place.store.display()
    );
    command::run(&place, config, errand, ends(&mut io::stdout().lock()), say)
}

fn sit(
    place: &Place,
    config: &Config,
    file: Option<&Path>,
    desk: &DeskArgs,
    say: &mut dyn FnMut(&str),
) -> Result<Ended> {
    client::sit(place, &config.server, file, (desk.name.as_deref(), desk.lines), say)
}

/// Dots of a module, and dots an inch, of the scanner's label: modules of 0.7 mm, which any scanner reads.
const MODULE: usize = 8;
const DPI: u32 = 300;

/// Shows or writes the label that tells how a scanner is set; a file that exists is never overwritten.
fn scanner_label(png: Option<&Path>) -> Result<Ended> {
    let matrix = Symbol::new(Symbology::DataMatrix, &calibrate::label())?.matrix;
    let Some(path) = png else { return print(&preview::on_terminal(&preview::symbol(&matrix, 0, false))) };
    let picture = label::png::png(&Dots::of_matrix(&matrix, MODULE, 0), DPI)?;
    let mut file = File::create_new(path).with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(&picture)?;
    Ok(Ended::well())
}

/// Returns the ends of a command that reads nothing.
fn ends(output: &mut dyn Write) -> Ends<'_> {
    Ends { input: Box::new(io::empty()), output }
}

/// Opens what requests are read from.
fn requests(file: Option<&Path>) -> Result<Box<dyn Read + Send>> {
    Ok(match file {
        Some(path) => Box::new(File::open(path).with_context(|| format!("{} cannot be read", path.display()))?),
        None => Box::new(io::stdin()),
    })
}

/// Writes an answer to standard output.
fn print(text: &str) -> Result<Ended> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Ended::well())
}

/// Says a sentence on standard error.
pub fn tell(words: &str) {
    // Where there is nobody to hear it there is nobody to tell that either.
    let _ = writeln!(io::stderr(), "{words}");
}
