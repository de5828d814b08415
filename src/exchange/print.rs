//! `dockhand print`: papers of documents and units, as PDF, as text, or printed.

use std::io::Write;

use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use super::label::{told, unknown};
use crate::config::PaperConfig;
use crate::domain::id::{EmployeeId, ProductId};
use crate::domain::text::shown;
use crate::label::letters::Letters;
use crate::label::output::pdf;
use crate::label::spool::{Job, Spool};
use crate::messages::{Answer, Meaning, PaperOf, Query, UnitRef};
use crate::paper::{self, Sheet, pages, text};
use crate::stockroom::Stockroom;

/// What papers become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Pages of A4.
    Pdf,
    /// Text of 80 columns.
    Text,
    /// Paper: by the printer of this name, or the first that takes PDF.
    Printer(Option<String>),
}

/// Which papers, for whom, and on what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Numbers of documents, and serials.
    pub what: Vec<String>,
    /// Product of the serials, where several have them.
    pub product: Option<String>,
    /// Employee whose rights decide what is told; without one, all is.
    pub by: Option<String>,
    /// What they become.
    pub form: Form,
}

/// Makes papers, and writes them or hands them to the spool. `alone` waits for the printer: nobody sends afterwards.
pub fn run(
    stockroom: &Stockroom,
    config: &PaperConfig,
    spool: &Spool,
    request: &Request,
    alone: bool,
    output: &mut dyn Write,
) -> Result<()> {
    let printer = match &request.form {
        Form::Printer(name) => Some(spool.paper_printer(name.as_deref()).map_err(anyhow::Error::msg)?),
        _ => None,
    };
    let asker = Asker::new(stockroom, request)?;
    let sheets = request.what.iter().map(|what| asker.sheet(what, config)).collect::<Result<Vec<Sheet>>>()?;
    let title = sheets.iter().map(|sheet| format!("{} {}", sheet.title, sheet.name)).collect::<Vec<_>>().join(", ");
    match (&request.form, printer) {
        (Form::Text, _) => {
            let texts: Vec<String> = sheets.iter().map(text::write).collect();
            output.write_all(texts.join("\n\u{c}").as_bytes())?;
        }
        (Form::Pdf, _) => output.write_all(&as_pdf(&sheets, &title)?)?,
        (Form::Printer(_), Some(printer)) => {
            let papers = sheets
                .iter()
                .map(|sheet| as_pdf(std::slice::from_ref(sheet), &format!("{} {}", sheet.title, sheet.name)))
                .collect::<Result<_>>()?;
            let (printer, labels) = (printer.name.clone(), papers);
            let job = Job { printer: printer.clone(), title: title.clone(), labels, copies: 1, ..Job::default() };
            told(spool, spool.submit(&job)?, (&title, &printer), alone, output)?;
        }
        (Form::Printer(_), None) => {}
    }
    Ok(())
}

/// Writes papers as pages, one after the other.
pub fn as_pdf(sheets: &[Sheet], title: &str) -> Result<Vec<u8>> {
    let letters = Letters::new()?;
    let pages: Vec<_> = sheets.iter().flat_map(|sheet| pages::lay(sheet, &letters)).collect();
    Ok(pdf::pdf(&pages, title, &letters)?)
}

/// Who asks, and for which product's units.
struct Asker<'a> {
    stockroom: &'a Stockroom,
    employee: Option<EmployeeId>,
    product: Option<ProductId>,
}

impl<'a> Asker<'a> {
    fn new(stockroom: &'a Stockroom, request: &Request) -> Result<Asker<'a>> {
        let mut asker = Asker { stockroom, employee: None, product: None };
        asker.employee = request.by.as_ref().map(|name| asker.employee(name)).transpose()?;
        asker.product = request.product.as_ref().map(|name| asker.product(name)).transpose()?;
        Ok(asker)
    }

    fn ask(&self, query: &Query) -> Result<Answer> {
        let answer = match self.employee {
            Some(employee) => self.stockroom.ask_as(employee, query),
            None => self.stockroom.ask(query),
        };
        answer.map_err(|no| anyhow!("{no}"))
    }

    fn employee(&self, name: &str) -> Result<EmployeeId> {
        let Answer::People(people) = self.ask(&Query::People)? else { bail!(STRANGE) };
        let named = |text: &str| text.trim().to_lowercase();
        let found = people.employees.iter().find(|(_, employee)| named(&employee.name) == named(name));
        found.map(|(id, _)| *id).ok_or_else(|| anyhow!("{} is nobody who works here", shown(name)))
    }

    fn product(&self, name: &str) -> Result<ProductId> {
        let found = self.meanings(name)?.into_iter().find_map(|meaning| match meaning {
            Meaning::Product { product, .. } => Some(product),
            _ => None,
        });
        found.ok_or_else(|| unknown(self.stockroom, name, "product"))
    }

    fn meanings(&self, text: &str) -> Result<Vec<Meaning>> {
        let resolve = Query::Resolve { text: text.to_owned(), product: self.product };
        let Answer::Meanings(meanings) = self.ask(&resolve)? else { bail!(STRANGE) };
        Ok(meanings)
    }

    /// Finds what a text names, and makes its paper.
    fn sheet(&self, what: &str, config: &PaperConfig) -> Result<Sheet> {
        let of = self.find(what)?;
        let Answer::Paper(view) = self.ask(&Query::Paper(of))? else { bail!(STRANGE) };
        Ok(paper::of(&view, &config.company))
    }

    /// Finds a document by its number, else a unit by its serial; of several units the product has to be said.
    fn find(&self, text: &str) -> Result<PaperOf> {
        let meanings = self.meanings(text)?;
        let document = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Document { document, .. } => Some(*document),
            _ => None,
        });
        let units = meanings.into_iter().filter_map(|meaning| match meaning {
            Meaning::Unit(unit) if self.product.is_none_or(|product| product == unit.product) => Some(unit),
            _ => None,
        });
        let units: Vec<_> = units.collect();
        match (document, units.as_slice()) {
            (Some(document), _) if self.product.is_none() => Ok(PaperOf::Document(document)),
            (_, [unit]) => Ok(PaperOf::Unit(UnitRef::Key(unit.product, unit.key.clone()))),
            (_, []) => Err(unknown(self.stockroom, text, "document or serial")),
            (_, units) => {
                let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
                bail!("{} is a serial of {}: say which with --product", shown(text), names.join(" and of "))
            }
        }
    }
}

/// What is said of an answer to another question, which is a fault of dockhand.
const STRANGE: &str = "the store answered something else than was asked";
