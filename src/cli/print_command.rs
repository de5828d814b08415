//! `dockhand print`: what its arguments mean.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::Args;

use super::{ends, label_command, print};
use crate::client::{Ended, command};
use crate::config::Config;
use crate::exchange::print::{Form, Request};
use crate::label::preview;
use crate::server::hello::Errand;
use crate::server::place::Place;

/// Which papers, and what they become.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("form")))]
pub struct PrintArgs {
    /// Numbers of documents (P-118), serials for their passports, DRAFT-7 for a stocktake that has no number yet.
    #[arg(required = true)]
    what: Vec<String>,
    /// Write a PDF of A4 pages to this new file; - is standard output.
    #[arg(long, value_name = "FILE", group = "form")]
    pdf: Option<PathBuf>,
    /// Write text of 80 columns, to standard output or a new file; also done where nothing else is asked for.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", group = "form")]
    text: Option<PathBuf>,
    /// Print them: on the printer of this name, or the first of the configuration that takes pdf.
    #[arg(long, value_name = "PRINTER", num_args = 0..=1, default_missing_value = "", group = "form")]
    to: Option<String>,
    /// Tell what this employee may see, and no more: costs, for one.
    #[arg(long = "as", value_name = "EMPLOYEE")]
    by: Option<String>,
    /// Product of the serials, where several products have them.
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
}

/// What `--help` adds.
pub const EXAMPLES: &str = "\
Examples:
  dockhand print P-118                        the goods-received note, on this terminal
  dockhand print P-118 --pdf P-118.pdf        on A4
  dockhand print P-118 --to office            printed, on a printer that takes pdf
  dockhand print SN-0001 --pdf -  | lp        a passport
  dockhand print T-5 --as Ben --pdf note.pdf  with what Ben may see: no costs";

/// Does what is asked for.
pub fn run(args: PrintArgs, config: &Config, say: &mut dyn FnMut(&str)) -> Result<Ended> {
    let place = Place::configured(config)?;
    ensure!(
        place.may_be_there(),
        "{} does not exist: there is nothing to print; say which with --store PATH",
        place.store.display()
    );
    let PrintArgs { what, pdf, text, to, by, product } = args;
    let form = match (&pdf, &to) {
        (Some(_), _) => Form::Pdf,
        (_, Some(printer)) => Form::Printer(Some(printer.clone()).filter(|name| !name.is_empty())),
        _ => Form::Text,
    };
    let file = pdf.or(text).filter(|file| file != Path::new("-"));
    let shown = form == Form::Text && file.is_none() && io::stdout().is_terminal();
    let mut written = Vec::new();
    let request = Request { what, product, by, form };
    let ended = command::run(&place, config, &Errand::Print(request), ends(&mut written), say)?;
    if ended.code == 0 && shown {
        // Dark on light, as on paper: or the code could not be read off the screen.
        let lines: Vec<String> = String::from_utf8_lossy(&written).lines().map(|line| format!("{line:<80}")).collect();
        return print(&preview::on_terminal(&lines));
    }
    if ended.code == 0 {
        label_command::write(file.as_deref(), &written)?;
    }
    Ok(ended)
}
