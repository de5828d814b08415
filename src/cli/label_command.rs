//! `dockhand label`: what its arguments mean, and the labels that need no store.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use clap::Args;

use super::{ends, print};
use crate::client::{Ended, command};
use crate::config::Config;
use crate::exchange::label::{Form, Request};
use crate::label::facts::{Facts, Variable};
use crate::label::layout::Laid;
use crate::label::output::{Language, pdf};
use crate::label::press::Press;
use crate::label::preview;
use crate::label::template::{Subject, Template};
use crate::printing;
use crate::server::hello::Errand;
use crate::server::place::Place;
use crate::ui::keymap::sheet;

/// Which labels, and what they become.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("form")))]
pub struct LabelArgs {
    /// Serials, ranges of them, numbers of documents, products (name, code, SKU or barcode), bins (A3, or MAIN/A3).
    #[arg(required_unless_present_any = ["commands", "templates"])]
    what: Vec<String>,
    /// The look: a template of `--templates`; without it, the usual one of the configuration.
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Show them on this terminal, which is also done where nothing else is asked for.
    #[arg(long, group = "form")]
    preview: bool,
    /// Print them: on the printer of this name, or the first of the configuration.
    #[arg(long, value_name = "PRINTER", num_args = 0..=1, default_missing_value = "", group = "form")]
    to: Option<String>,
    /// Write a picture to this new file; - is standard output.
    #[arg(long, value_name = "FILE", group = "form")]
    png: Option<PathBuf>,
    /// Write a PDF.
    #[arg(long, value_name = "FILE", group = "form")]
    pdf: Option<PathBuf>,
    /// Write ZPL II.
    #[arg(long, value_name = "FILE", group = "form")]
    zpl: Option<PathBuf>,
    /// Write TSPL.
    #[arg(long, value_name = "FILE", group = "form")]
    tspl: Option<PathBuf>,
    /// Write EPL2.
    #[arg(long, value_name = "FILE", group = "form")]
    epl: Option<PathBuf>,
    /// Write ESC/POS.
    #[arg(long, value_name = "FILE", group = "form")]
    escpos: Option<PathBuf>,
    /// How many of each.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    copies: u16,
    /// Dots an inch; without it, the printer's, else the template's.
    #[arg(long, value_parser = clap::value_parser!(u32).range(100..=1200))]
    dpi: Option<u32>,
    /// The price on a price tag, as it is to be printed: "4.90 EUR".
    #[arg(long, value_name = "TEXT", default_value = "")]
    price: String,
    /// A remark, where the template has a place for one.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// The command sheet: a barcode for each key, to be scanned in place of it. No store is needed.
    #[arg(long, conflicts_with = "what")]
    commands: bool,
    /// List the templates there are, and their variables; nothing else.
    #[arg(long, conflicts_with_all = ["what", "commands"])]
    templates: bool,
}

/// What `--help` adds.
pub const EXAMPLES: &str = "\
Examples:
  dockhand label SN-0001                         show it on this terminal
  dockhand label SN-0001 --to                    print it, on the first printer
  dockhand label P-118 --to zebra                a label for each unit of a posting
  dockhand label SN-0001..SN-0100 --pdf out.pdf  one page a label
  dockhand label Cable --template price --price '4.90 EUR' --png tag.png
  dockhand label MAIN/A3 --zpl - | nc printer 9100
  dockhand label --commands --pdf sheet.pdf      barcodes in place of keys
  dockhand label 340123450000000018 --template sscc --pdf carton.pdf";

/// Columns and lines of a preview where the terminal does not say.
const SCREEN: (u16, u16) = (80, 40);

/// Does what is asked for.
pub fn run(args: &LabelArgs, config: &Config, say: &mut dyn FnMut(&str)) -> Result<Ended> {
    let press = printing::press(&config.labels)?;
    if args.templates {
        return print(&listed(&press));
    }
    let named = if args.commands { Some("command") } else { args.template.as_deref() };
    let template = named.map(|name| press.templates().find(name).map_err(anyhow::Error::msg)).transpose()?;
    let (form, file) = args.form();
    let local =
        template.filter(|template| matches!(template.subject, Subject::Command | Subject::Carton | Subject::Badge));
    let mut written = Vec::new();
    let ended = if let Some(template) = local {
        let template = template.clone();
        written = drawn(press, &template, args, &form)?;
        Ended::well()
    } else {
        let place = Place::configured(config)?;
        ensure!(
            place.may_be_there(),
            "{} does not exist: there is nothing to label; say which with --store PATH",
            place.store.display()
        );
        let request = Request {
            what: args.what.clone(),
            template: args.template.clone(),
            form,
            copies: args.copies,
            dpi: args.dpi,
            price: args.price.clone(),
            note: args.note.clone(),
        };
        command::run(&place, config, &Errand::Label(request), ends(&mut written), say)?
    };
    if ended.code == 0 {
        write(file, &written)?;
    }
    Ok(ended)
}

impl LabelArgs {
    /// Returns what labels become, and where to; `None` is standard output.
    fn form(&self) -> (Form, Option<&Path>) {
        let languages = [
            (&self.zpl, Language::Zpl),
            (&self.tspl, Language::Tspl),
            (&self.epl, Language::Epl),
            (&self.escpos, Language::EscPos),
        ];
        for (file, language) in languages {
            if let Some(file) = file {
                return (Form::Language(language.name().to_owned()), Some(file));
            }
        }
        match (&self.png, &self.pdf, &self.to) {
            (Some(file), ..) => (Form::Png, Some(file)),
            (_, Some(file), _) => (Form::Pdf, Some(file)),
            (.., Some(printer)) => (Form::Printer(Some(printer.clone()).filter(|name| !name.is_empty())), None),
            _ => {
                let size = rustix::termios::tcgetwinsize(io::stdout()).map(|size| (size.ws_col, size.ws_row));
                let size = size.ok().filter(|(columns, rows)| *columns > 0 && *rows > 0).unwrap_or(SCREEN);
                let ascii = !io::stdout().is_terminal();
                (Form::Preview { size: (size.0, size.1.saturating_sub(1)), ascii }, None)
            }
        }
    }
}

/// Draws labels that say nothing of what is in the store.
fn drawn(mut press: Press, template: &Template, args: &LabelArgs, form: &Form) -> Result<Vec<u8>> {
    let facts: Vec<Facts> = if args.commands {
        sheet::cards()
            .into_iter()
            .map(|card| {
                let facts = Facts::default().with(Variable::Name, card.word).with(Variable::Note, card.help);
                facts.with(Variable::Scan, card.code)
            })
            .collect()
    } else {
        let named = |what: &String| Facts::default().with(Variable::Scan, what).with(Variable::Name, what);
        args.what.iter().map(|what| named(what).with(Variable::Note, &args.note)).collect()
    };
    let dpi = if *form == Form::Pdf { pdf::DPI } else { args.dpi.unwrap_or(template.dpi) };
    let mut labels: Vec<Laid> = Vec::new();
    for facts in facts {
        let laid = press.lay(template, &facts, dpi)?;
        labels.extend(std::iter::repeat_n(laid, usize::from(args.copies)));
    }
    Ok(match form {
        Form::Pdf => press.pdf(labels, template, &template.title).map_err(anyhow::Error::msg)?,
        Form::Png => press.png(&labels).map_err(anyhow::Error::msg)?,
        Form::Language(name) => {
            let Some(language) = Language::find(name) else { bail!("{name} is no printer language") };
            labels.iter().flat_map(|laid| press.write(laid, language)).collect()
        }
        Form::Preview { size, ascii } => {
            let mut text = String::new();
            for laid in &labels {
                let lines = press.preview(laid, usize::from(size.0), usize::from(size.1), *ascii);
                text += &if *ascii { lines.join("\n") + "\n" } else { preview::on_terminal(&lines) };
                text.push('\n');
            }
            text.into_bytes()
        }
        Form::Printer(_) => bail!("{}: write it with --pdf or --zpl, and print that", template.title),
    })
}

/// Lists templates and variables.
fn listed(press: &Press) -> String {
    let mut text = String::from("Templates:\n");
    for template in press.templates().all() {
        let _ = writeln!(text, "  {:<12} {}", template.name, template.title);
    }
    text += "\nVariables:\n";
    for variable in Variable::ALL {
        let name = format!("{{{}}}", variable.name());
        let _ = writeln!(text, "  {name:<12} {}", variable.meaning());
    }
    text
}

/// Writes what was made to standard output, or to a file that is not there yet.
pub(super) fn write(file: Option<&Path>, bytes: &[u8]) -> Result<()> {
    match file.filter(|file| *file != Path::new("-")) {
        None => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
        }
        Some(path) => {
            let mut file = File::create_new(path).with_context(|| format!("{} cannot be written", path.display()))?;
            file.write_all(bytes)?;
        }
    }
    Ok(())
}
