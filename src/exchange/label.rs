//! `dockhand label`: labels of what is in the store, as pictures, as PDF, in a printer's language, or printed.

mod find;

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::label::facts::{Facts, Variable};
use crate::label::output::{Language, pdf};
use crate::label::press::Press;
use crate::label::preview;
use crate::label::spool::{Job, Spool};
use crate::messages::{LabelRow, Origin};
use crate::printing::{self, PrintRoom, press};
use crate::stockroom::Stockroom;

pub(super) use find::unknown;

/// What labels become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// One picture.
    Png,
    /// Pages.
    Pdf,
    /// The bytes for a printer.
    Language(String),
    /// Lines of a terminal of this size, with its colours set.
    Preview {
        /// Columns and lines there are.
        size: (u16, u16),
        /// Letters instead of half blocks.
        ascii: bool,
    },
    /// Paper: by the printer of this name, or the first.
    Printer(Option<String>),
}

/// Which labels, how, and on what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Serials, numbers of documents, products, bins, ranges of serials.
    pub what: Vec<String>,
    /// Template; the usual one where none is named.
    pub template: Option<String>,
    /// What they become.
    pub form: Form,
    /// How many of each.
    pub copies: u16,
    /// Dots an inch; the printer's, or the template's, where not said.
    pub dpi: Option<u32>,
    /// The price, as it is to be printed.
    pub price: String,
    /// A remark, as it is to be printed.
    pub note: String,
}

/// How long a printer is waited for where the spool is closed afterwards.
const PATIENCE: Duration = Duration::from_secs(20);

/// Makes labels, and writes them or hands them to the spool. `alone` waits for the printer: nobody sends afterwards.
pub fn run(
    stockroom: &Stockroom,
    (room, origin): (&PrintRoom, Origin),
    request: &Request,
    alone: bool,
    output: &mut dyn Write,
) -> Result<()> {
    let mut press = press(room.config())?;
    let spool = room.spool();
    let rows = rows(stockroom, &press, request)?;
    let printer = match &request.form {
        Form::Printer(name) => Some(spool.printer(name.as_deref()).map_err(anyhow::Error::msg)?),
        _ => None,
    };
    let dpi = match (&request.form, printer) {
        (Form::Pdf, _) => Some(pdf::DPI),
        (_, printer) => request.dpi.or(printer.map(|printer| printer.dpi)),
    };
    let add = |facts: Facts| facts.with(Variable::Price, &request.price).with(Variable::Note, &request.note);
    let labels = printing::laid(&press, &rows, request.template.as_deref(), dpi, request.copies, add)?;
    match (&request.form, printer) {
        (Form::Png, _) => output.write_all(&press.png(&labels).map_err(anyhow::Error::msg)?)?,
        (Form::Pdf, _) => {
            let template = press.template(&rows[0].of, request.template.as_deref()).map_err(anyhow::Error::msg)?;
            output.write_all(&press.pdf(labels, template, &request.what.join(", ")).map_err(anyhow::Error::msg)?)?;
        }
        (Form::Preview { size, ascii }, _) => {
            let (columns, lines) = (usize::from(size.0), usize::from(size.1));
            for laid in &labels {
                let drawn = press.preview(laid, columns, lines, *ascii);
                let shown = if *ascii { drawn.join("\n") + "\n" } else { preview::on_terminal(&drawn) };
                writeln!(output, "{shown}")?;
            }
        }
        (Form::Language(name), _) => {
            let language = Language::find(name).ok_or_else(|| anyhow!("{name} is no printer language"))?;
            for laid in &labels {
                output.write_all(&press.write(laid, language))?;
            }
        }
        (Form::Printer(_), Some(printer)) => {
            let labels: Vec<Vec<u8>> = labels.iter().map(|laid| press.write(laid, printer.language)).collect();
            let title = printing::title(&named(&request.what), labels.len());
            let job = Job {
                printer: printer.name.clone(),
                title: title.clone(),
                labels,
                template: request.template.clone().unwrap_or_default(),
                copies: request.copies,
                of: printing::labelled(rows),
            };
            let (id, ..) = room.submit(stockroom, origin, job)?;
            told(spool, id, (&title, &printer.name), alone, output)?;
        }
        (Form::Printer(_), None) => {}
    }
    Ok(())
}

/// Tells what becomes of a job that the spool has. `alone` waits for the printer: nobody sends afterwards.
pub(super) fn told(
    spool: &Spool,
    id: u64,
    (title, printer): (&str, &str),
    alone: bool,
    output: &mut dyn Write,
) -> Result<()> {
    if !alone {
        writeln!(output, "{title}: on the way to {printer}")?;
    } else if spool.wait_for(id, PATIENCE) {
        writeln!(output, "{title}: printed by {printer}")?;
    } else {
        let trouble = spool.jobs().into_iter().find(|job| job.id == id).and_then(|job| job.trouble);
        let why = trouble.unwrap_or_else(|| format!("{printer} has not taken it yet"));
        bail!("{title} waits in the spool: {why}. It goes on as soon as a desk is opened");
    }
    Ok(())
}

/// Returns what somebody named in a few words: `SN-1 to SN-9`.
fn named(what: &[String]) -> String {
    match what {
        [one] => one.clone(),
        [first, .., last] => format!("{first} to {last}"),
        [] => String::new(),
    }
}

/// Finds all that is to be labelled.
fn rows(stockroom: &Stockroom, press: &Press, request: &Request) -> Result<Vec<LabelRow>> {
    let subject = match &request.template {
        Some(name) => Some(press.templates().find(name).map_err(anyhow::Error::msg)?.subject),
        None => None,
    };
    let mut rows = Vec::new();
    for what in &request.what {
        for of in find::find(stockroom, what, subject)? {
            rows.extend(printing::rows(stockroom, None, &of)?);
        }
    }
    if rows.is_empty() {
        bail!("{}: it holds nothing that has a label", request.what.join(", "));
    }
    Ok(rows)
}
