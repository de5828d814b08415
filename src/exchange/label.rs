//! `dockhand label`: labels of what is in the store, as pictures, as PDF, in a printer's language, or printed.

mod find;

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::config::LabelConfig;
use crate::label::facts::{Facts, Variable};
use crate::label::layout::Laid;
use crate::label::output::{Language, pdf};
use crate::label::press::{Press, Usual};
use crate::label::preview;
use crate::label::spool::{Job, Spool};
use crate::messages::{Answer, LabelOf, LabelRow, Query};
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

/// Labels that are asked for at a time.
const PIECE: usize = 500;

/// How long a printer is waited for where the spool is closed afterwards.
const PATIENCE: Duration = Duration::from_secs(20);

/// Makes a press of the configuration.
pub fn press(config: &LabelConfig) -> Result<Press> {
    let usual = Usual { unit: config.unit.clone(), product: config.product.clone(), bin: config.bin.clone() };
    Press::new(&config.templates()?, usual).map_err(anyhow::Error::msg)
}

/// Makes labels, and writes them or hands them to the spool. `alone` waits for the printer: nobody sends afterwards.
pub fn run(
    stockroom: &Stockroom,
    config: &LabelConfig,
    spool: &Spool,
    request: &Request,
    alone: bool,
    output: &mut dyn Write,
) -> Result<()> {
    let mut press = press(config)?;
    let rows = rows(stockroom, &press, request)?;
    let printer = match &request.form {
        Form::Printer(name) => Some(spool.printer(name.as_deref()).map_err(anyhow::Error::msg)?),
        _ => None,
    };
    let dpi = match (&request.form, printer) {
        (Form::Pdf, _) => Some(pdf::DPI),
        (_, printer) => request.dpi.or(printer.map(|printer| printer.dpi)),
    };
    let labels = laid(&press, &rows, request, dpi)?;
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
            hand_over(spool, &printer.name, &title(&request.what, labels.len()), labels, alone, output)?;
        }
        (Form::Printer(_), None) => {}
    }
    Ok(())
}

/// Hands what is to be printed to the spool. `alone` waits for the printer: nobody sends afterwards.
pub(super) fn hand_over(
    spool: &Spool,
    printer: &str,
    title: &str,
    labels: Vec<Vec<u8>>,
    alone: bool,
    output: &mut dyn Write,
) -> Result<()> {
    let id = spool.submit(&Job { printer: printer.to_owned(), title: title.to_owned(), labels })?;
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

/// Returns what a job is called.
pub fn title(what: &[String], labels: usize) -> String {
    let named = match what {
        [one] => one.clone(),
        [first, .., last] => format!("{first} to {last}"),
        [] => String::new(),
    };
    format!("{named}, {labels} label{}", if labels == 1 { "" } else { "s" })
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
            rows.extend(all(stockroom, &of)?);
        }
    }
    if rows.is_empty() {
        bail!("{}: it holds nothing that has a label", request.what.join(", "));
    }
    Ok(rows)
}

/// Asks for all labels of something, piece by piece.
pub fn all(stockroom: &Stockroom, of: &LabelOf) -> Result<Vec<LabelRow>> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let answer =
            stockroom.ask(&Query::Labels { of: of.clone(), after, limit: PIECE }).map_err(|no| anyhow!("{no}"))?;
        let Answer::Labels(page) = answer else { bail!("the store answered something else than was asked") };
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// Lays all of them out, each as often as it is wanted: what does not fit is said before anything is written.
fn laid(press: &Press, rows: &[LabelRow], request: &Request, dpi: Option<u32>) -> Result<Vec<Laid>> {
    let add = |facts: Facts| facts.with(Variable::Price, &request.price).with(Variable::Note, &request.note);
    let mut labels = Vec::new();
    for row in rows {
        let (laid, _) = press.lay_row(row, request.template.as_deref(), dpi, add).map_err(anyhow::Error::msg)?;
        labels.extend(std::iter::repeat_n(laid, usize::from(request.copies)));
    }
    Ok(labels)
}
