//! The print room: what somebody wants printed becomes labels, and labels become a job of the spool, or a file.
//!
//! ```text
//!  wanted ── store ──► rows ── press ──► labels ─┬─► spool ──► printer
//!                        │                       └─► PDF, PNG
//!                        └─► proof: how the first would look, and what there is to choose from
//! ```
//!
//! Templates are read anew each time, so that one which is being edited is seen as it is now. What goes to a printer
//! is noted in the store once the spool has it on disk: a label that may be out there is never one nobody knows of.

mod file;
mod proof;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::config::LabelConfig;
use crate::domain::id::EmployeeId;
use crate::label::facts::{Facts, Variable};
use crate::label::layout::Laid;
use crate::label::output::pdf;
use crate::label::press::{Press, Usual};
use crate::label::printer::Printer;
use crate::label::spool::{Job, Spool};
use crate::messages::{
    Answer, Command, JobRow, JobState, JobWish, LabelOf, LabelRow, Labelled, Origin, Outcome, Outlet, Printed, Query,
    Wanted, What,
};
use crate::stockroom::Stockroom;

pub use proof::Room;

/// Labels that are asked for at a time.
const PIECE: usize = 500;

/// Labels that are printed at once, at most.
const MOST: usize = 20_000;

type Listener = Box<dyn Fn() -> bool + Send + Sync>;

/// Who wants to hear of jobs, and what is said of those that do not get on.
#[derive(Default)]
struct News {
    listeners: Mutex<Vec<Listener>>,
    waits: Mutex<String>,
}

/// Printers, the spool, and how labels look.
pub struct PrintRoom {
    config: LabelConfig,
    spool: Spool,
    files: PathBuf,
    news: Arc<News>,
}

/// Makes a press of the configuration, its templates as they are now.
pub fn press(config: &LabelConfig) -> Result<Press> {
    let usual = Usual { unit: config.unit.clone(), product: config.product.clone(), bin: config.bin.clone() };
    Press::new(&config.templates()?, usual).map_err(anyhow::Error::msg)
}

/// Asks for all labels of something, piece by piece: as an employee, or for nobody in particular.
pub fn rows(stockroom: &Stockroom, employee: Option<EmployeeId>, of: &LabelOf) -> Result<Vec<LabelRow>> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let query = Query::Labels { of: of.clone(), after, limit: PIECE };
        let answer = employee.map_or_else(|| stockroom.ask(&query), |employee| stockroom.ask_as(employee, &query));
        let Answer::Labels(page) = answer.map_err(|no| anyhow!("{no}"))? else {
            bail!("the store answered something else than was asked")
        };
        rows.extend(page.rows);
        if rows.len() > MOST {
            bail!("more than {MOST} labels: print them line by line");
        }
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// Returns what a job is called: `P-118, 30 labels`.
pub fn title(of: &str, labels: usize) -> String {
    format!("{of}, {labels} label{}", if labels == 1 { "" } else { "s" })
}

impl PrintRoom {
    /// Opens the spool in its folder, whose store the caller owns, and goes on with what is in it. `files` is where
    /// files are written; neither folder is made before it is needed.
    pub fn open(spool: &Path, files: &Path, config: &LabelConfig) -> Result<PrintRoom> {
        let printers = Printer::all(&config.printers).map_err(|why| anyhow!("labels.printers: {why}"))?;
        let news: Arc<News> = Arc::default();
        let told = Arc::clone(&news);
        let opened = Spool::open(spool, printers, move |waits| told.tell(waits))
            .with_context(|| format!("{}: the spool cannot be read", spool.display()))?;
        news.tell(&opened.waits());
        Ok(PrintRoom { config: config.clone(), spool: opened, files: files.to_owned(), news })
    }

    /// Returns the spool.
    pub fn spool(&self) -> &Spool {
        &self.spool
    }

    /// Returns the configuration of labels.
    pub fn config(&self) -> &LabelConfig {
        &self.config
    }

    /// Calls a listener after each change of a job, on the thread that made it: it must be quick and wait for nothing.
    /// One that returns `false` is forgotten.
    pub fn listen(&self, listener: Listener) {
        lock(&self.news.listeners).push(listener);
    }

    /// Says what does not get on, in a few words: `2 labels wait: zebra-1 is off`. Empty while all does.
    pub fn waits(&self) -> String {
        lock(&self.news.waits).clone()
    }

    /// Prints something, or writes it into a file, for a desk with a printer of its own or none; returns when it is on
    /// disk and noted.
    pub fn print(&self, stockroom: &Stockroom, origin: Origin, own: &str, wanted: &Wanted) -> Result<Printed> {
        let What::Labels(of) = &wanted.what;
        let rows = rows(stockroom, Some(origin.employee), of)?;
        if rows.is_empty() {
            bail!("{}: it holds nothing that has a label", wanted.title);
        }
        let mut press = press(&self.config)?;
        let printer = self.printer(own, &wanted.outlet).transpose().map_err(anyhow::Error::msg)?;
        let dpi = match wanted.outlet {
            Outlet::Pdf => Some(pdf::DPI),
            _ => printer.map(|printer| printer.dpi),
        };
        let template = wanted.template.as_deref();
        let labels =
            laid(&press, &rows, template, dpi, wanted.copies, |facts| facts.with(Variable::Price, &wanted.price))?;
        let (title, count) = (wanted.title.clone(), labels.len());
        let Some(printer) = printer else {
            let first = press.template(&rows[0].of, template).map_err(anyhow::Error::msg)?;
            let (bytes, end) = if wanted.outlet == Outlet::Pdf {
                (press.pdf(labels, first, &title), "pdf")
            } else {
                (press.png(&labels), "png")
            };
            let path = file::write(&self.files, &title, end, &bytes.map_err(anyhow::Error::msg)?)?;
            let to = path.display().to_string();
            return Ok(Printed { title, labels: count, to, in_file: true, again: 0, times: 0 });
        };
        let job = Job {
            printer: printer.name.clone(),
            title: self::title(&title, count),
            labels: labels.iter().map(|laid| press.write(laid, printer.language)).collect(),
            template: template.unwrap_or_default().to_owned(),
            copies: wanted.copies,
            of: rows.into_iter().map(|row| row.of).collect(),
        };
        let (_, again, times) = self.submit(stockroom, origin, job)?;
        Ok(Printed { title, labels: count, to: printer.name.clone(), in_file: false, again, times })
    }

    /// Hands a job to the spool, and notes in the store what it prints; returns its number, how many units had a label
    /// before, and how often the one printed most was printed.
    pub fn submit(&self, stockroom: &Stockroom, origin: Origin, job: Job) -> Result<(u64, u32, u32)> {
        let id = self.spool.submit(&job).with_context(|| format!("{}: the spool cannot be written", job.title))?;
        let Job { printer, template, copies, of, .. } = job;
        let command = Command::NotePrinted { printer, template, copies: copies.max(1), labels: of };
        match stockroom.run(origin, stockroom.next_id(origin.desk), command) {
            Ok(Outcome::PrintNoted { again, times }) => Ok((id, again, times)),
            // It prints all the same.
            Ok(_) | Err(_) => Ok((id, 0, 0)),
        }
    }

    /// Returns the printer that is meant; `None` when it goes into a file.
    fn printer(&self, own: &str, outlet: &Outlet) -> Option<Result<&Printer, String>> {
        match outlet {
            Outlet::Usual => {
                let own = self.spool.printers().iter().find(|printer| printer.name == own);
                Some(own.map_or_else(|| self.spool.printer(None), Ok))
            }
            Outlet::Printer(name) => Some(self.spool.printer(Some(name))),
            Outlet::Pdf | Outlet::Png => None,
        }
    }

    /// Returns all jobs that are known: those that are not done first, then what is over, the newest first.
    pub fn jobs(&self) -> Vec<JobRow> {
        let waiting = self.spool.jobs().into_iter().map(|progress| {
            let state = if progress.trouble.is_some() { JobState::Failing } else { JobState::Waiting };
            JobRow { progress, state }
        });
        let past = self.spool.past().into_iter().map(|past| {
            let state = if past.cancelled { JobState::Cancelled } else { JobState::Printed };
            JobRow { progress: past.progress, state }
        });
        waiting.chain(past).collect()
    }

    /// Does what somebody wants of a job; says what came of it.
    pub fn wish(&self, stockroom: &Stockroom, origin: Origin, wish: JobWish) -> Result<String> {
        match wish {
            JobWish::Retry => {
                self.spool.retry();
                Ok("what failed is tried again now".to_owned())
            }
            JobWish::Cancel(id) => match self.spool.cancel(id)? {
                Some(1) => Ok(format!("job {id}: 1 label is not printed")),
                Some(left) => Ok(format!("job {id}: {left} labels are not printed")),
                None => bail!("job {id} is over already"),
            },
            JobWish::Again(id) => {
                let Some(job) = self.spool.find(id) else {
                    bail!("job {id} is not remembered any more: F9 where it is")
                };
                self.spool.printer(Some(&job.printer)).map_err(anyhow::Error::msg)?;
                let said = format!("{} again, to {}", job.title, job.printer);
                self.submit(stockroom, origin, job)?;
                Ok(said)
            }
        }
    }
}

impl News {
    /// Keeps what is said of jobs that do not get on, and tells all listeners; those that went away are forgotten.
    fn tell(&self, waits: &str) {
        waits.clone_into(&mut lock(&self.waits));
        lock(&self.listeners).retain(|listener| listener());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lays labels out, each as often as it is wanted: what does not fit is said before anything is printed.
pub fn laid(
    press: &Press,
    rows: &[LabelRow],
    template: Option<&str>,
    dpi: Option<u32>,
    copies: u16,
    add: impl Fn(Facts) -> Facts,
) -> Result<Vec<Laid>> {
    let mut labels = Vec::new();
    for row in rows {
        let (laid, _) = press.lay_row(row, template, dpi, &add).map_err(anyhow::Error::msg)?;
        labels.extend(std::iter::repeat_n(laid, usize::from(copies)));
    }
    Ok(labels)
}

/// Returns what labels are of, in the words of the store.
pub fn labelled(rows: Vec<LabelRow>) -> Vec<Labelled> {
    rows.into_iter().map(|row| row.of).collect()
}
