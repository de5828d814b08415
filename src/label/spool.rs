//! The spool: a job is on disk before it is sent, and stays there until its last label is with the printer.
//!
//! ```text
//!  store.redb.spool/00000017.job    what is to be printed, where, and for whom
//!                   00000017.sent   how many of its labels the printer has
//! ```
//!
//! A folder beside the store and not the store itself: pictures of labels are no facts about stock, they would
//! outgrow the journal, and a printer that is off must not keep the committing thread busy. Each printer has a thread
//! of its own, so that one which is off, slow or jammed holds up nothing but its own labels, which stay in order.
//!
//! Killed at any moment, no job is lost. A label that was on its way just then is sent again: the printer cannot be
//! asked whether it has it, and a label too many is seen at once, one too few is not.

mod folder;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::output::Language;
use super::printer::Printer;
use folder::Folder;
pub use folder::Job;

/// How long after a failure a label is tried again, at first and at most.
const FIRST_TRY: Duration = Duration::from_millis(500);
const LAST_TRY: Duration = Duration::from_secs(30);

/// How a job is getting on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its number.
    pub id: u64,
    /// Printer it is for.
    pub printer: String,
    /// What it is: `P-118, 30 labels`.
    pub title: String,
    /// Labels the printer has.
    pub sent: usize,
    /// Labels there are.
    pub labels: usize,
    /// Why it is not getting on; `None` while it is.
    pub trouble: Option<String>,
}

/// All jobs that are not done, and the threads that send them.
pub struct Spool {
    shared: Arc<Shared>,
    printers: Vec<Printer>,
}

struct Shared {
    folder: Folder,
    state: Mutex<State>,
    moved: Condvar,
    /// Told after each change of a job.
    changed: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    jobs: BTreeMap<u64, Progress>,
    /// Number of the newest job there ever was: none is used twice, not even after its job is done.
    last: u64,
    /// Counts the wishes to try again at once, or to give a job up.
    wishes: u64,
    stop: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spool {
    /// Opens the folder, and goes on with what is in it. The caller owns the store beside it, so nobody else sends.
    pub fn open(
        folder: &Path,
        printers: Vec<Printer>,
        changed: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Spool> {
        let folder = Folder::new(folder);
        let mut state = State::default();
        for (id, job, sent) in folder.waiting()? {
            let known = printers.iter().any(|printer| printer.name == job.printer);
            let trouble = (!known).then(|| format!("{} is no printer of the configuration any more", job.printer));
            let labels = job.labels.len();
            state.last = state.last.max(id);
            state.jobs.insert(id, Progress { id, printer: job.printer, title: job.title, sent, labels, trouble });
        }
        let shared =
            Arc::new(Shared { folder, state: Mutex::new(state), moved: Condvar::new(), changed: Box::new(changed) });
        for printer in &printers {
            let (printer, shared) = (printer.clone(), Arc::clone(&shared));
            thread::Builder::new().name(format!("printer {}", printer.name)).spawn(move || shared.serve(&printer))?;
        }
        Ok(Spool { shared, printers })
    }

    /// Returns the printers there are, the first is used where none is named.
    pub fn printers(&self) -> &[Printer] {
        &self.printers
    }

    /// Finds a printer for papers; without a name, the first that takes PDF.
    pub fn paper_printer(&self, name: Option<&str>) -> Result<&Printer, String> {
        let takes = |printer: &&Printer| printer.language == Language::Pdf;
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            let printer = self.printer(Some(name))?;
            let language = printer.language;
            return Some(printer).filter(takes).ok_or_else(|| format!("{name} takes {language}: papers need pdf"));
        }
        self.printers.iter().find(takes).ok_or_else(|| NO_PAPER_PRINTER.to_owned())
    }

    /// Finds a printer for labels; without a name, the first that is no office printer.
    pub fn printer(&self, name: Option<&str>) -> Result<&Printer, String> {
        let known = || self.printers.iter().map(|printer| printer.name.as_str()).collect::<Vec<_>>().join(", ");
        match name.filter(|name| !name.is_empty()) {
            None => {
                let first = self.printers.iter().find(|printer| printer.language != Language::Pdf);
                first.or(self.printers.first()).ok_or_else(|| NO_PRINTER.to_owned())
            }
            Some(_) if self.printers.is_empty() => Err(NO_PRINTER.to_owned()),
            Some(name) => self
                .printers
                .iter()
                .find(|printer| printer.name == name)
                .ok_or_else(|| format!("{name} is no printer: there are {}", known())),
        }
    }

    /// Takes a job: it is on disk when this returns its number.
    pub fn submit(&self, job: &Job) -> io::Result<u64> {
        // Numbered and written under the lock: the order on disk is the order of printing.
        let mut state = self.shared.state();
        let id = state.last + 1;
        self.shared.folder.add(id, job)?;
        state.last = id;
        let (printer, title) = (job.printer.clone(), job.title.clone());
        state.jobs.insert(id, Progress { id, printer, title, sent: 0, labels: job.labels.len(), trouble: None });
        drop(state);
        self.shared.moved.notify_all();
        (self.shared.changed)();
        Ok(id)
    }

    /// Returns all jobs that are not done, oldest first.
    pub fn jobs(&self) -> Vec<Progress> {
        self.shared.state().jobs.values().cloned().collect()
    }

    /// Gives a job up: labels that the printer has not are not printed. Returns how many that are, `None` when the job
    /// is done already.
    pub fn cancel(&self, id: u64) -> io::Result<Option<usize>> {
        let mut state = self.shared.state();
        let Some(job) = state.jobs.remove(&id) else { return Ok(None) };
        state.wishes += 1;
        self.shared.folder.remove(id)?;
        drop(state);
        self.shared.moved.notify_all();
        (self.shared.changed)();
        Ok(Some(job.labels - job.sent))
    }

    /// Tries what failed again at once.
    pub fn retry(&self) {
        self.shared.state().wishes += 1;
        self.shared.moved.notify_all();
    }

    /// Waits until a job is done, at most so long; tells whether it is.
    pub fn wait_for(&self, id: u64, at_most: Duration) -> bool {
        let state = self.shared.state();
        let waited = self.shared.moved.wait_timeout_while(state, at_most, |state| state.jobs.contains_key(&id));
        !waited.unwrap_or_else(PoisonError::into_inner).0.jobs.contains_key(&id)
    }
}

/// What is said where no printer is set up.
const NO_PRINTER: &str = "there is no printer yet: name one in the configuration, labels.printers";

/// What is said where no printer takes papers.
const NO_PAPER_PRINTER: &str =
    "there is no printer for papers yet: name one that takes pdf in the configuration, labels.printers";

impl Drop for Spool {
    /// Threads end before their next label; what they have not sent is on disk.
    fn drop(&mut self) {
        self.shared.state().stop = true;
        self.shared.moved.notify_all();
    }
}

impl Shared {
    /// Sends the jobs of one printer, one after the other, until the spool is dropped.
    fn serve(&self, printer: &Printer) {
        while let Some(id) = self.next(printer) {
            let job = match self.folder.read(id) {
                Ok(job) => job,
                Err(why) => {
                    self.trouble(id, format!("job {id} cannot be read: {why}"));
                    if !self.wait(LAST_TRY) {
                        return;
                    }
                    continue;
                }
            };
            let sent = self.state().jobs.get(&id).map_or(0, |job| job.sent);
            for (at, label) in job.labels.iter().enumerate().skip(sent) {
                if !self.send(printer, id, at, label) {
                    break;
                }
            }
        }
    }

    /// Waits for the oldest job of a printer; `None` when the spool is dropped.
    fn next(&self, printer: &Printer) -> Option<u64> {
        let mut state = self.state();
        loop {
            if state.stop {
                return None;
            }
            if let Some(job) = state.jobs.values().find(|job| job.printer == printer.name) {
                return Some(job.id);
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Sends one label, trying again until it is with the printer; false when the job is over.
    fn send(&self, printer: &Printer, id: u64, at: usize, label: &[u8]) -> bool {
        let mut pause = FIRST_TRY;
        loop {
            if !self.goes_on(id) {
                return false;
            }
            match printer.send(label, &format!("{id:08}-{:04}", at + 1)) {
                Ok(()) => return self.sent(id, at + 1),
                Err(why) => self.trouble(id, why.to_string()),
            }
            if !self.wait(pause) {
                return false;
            }
            pause = (pause * 2).min(LAST_TRY);
        }
    }

    fn goes_on(&self, id: u64) -> bool {
        let state = self.state();
        !state.stop && state.jobs.contains_key(&id)
    }

    /// Notes that a printer has so many labels of a job; false when the job is over.
    fn sent(&self, id: u64, count: usize) -> bool {
        let mut state = self.state();
        let Some(job) = state.jobs.get_mut(&id) else { return false };
        job.sent = count;
        job.trouble = None;
        let over = job.sent == job.labels;
        let noted = if over { self.folder.remove(id) } else { self.folder.note(id, count) };
        if let Err(why) = noted {
            job.trouble = Some(format!("the spool cannot be written: {why}"));
        }
        if over {
            state.jobs.remove(&id);
        }
        drop(state);
        self.moved.notify_all();
        (self.changed)();
        !over
    }

    fn trouble(&self, id: u64, why: String) {
        let mut state = self.state();
        let Some(job) = state.jobs.get_mut(&id) else { return };
        if job.trouble.as_ref() != Some(&why) {
            job.trouble = Some(why);
            drop(state);
            (self.changed)();
        }
    }

    /// Waits before the next try, or until it is wished for; false when the spool is dropped.
    fn wait(&self, pause: Duration) -> bool {
        let state = self.state();
        let wishes = state.wishes;
        let waited = self.moved.wait_timeout_while(state, pause, |state| !state.stop && state.wishes == wishes);
        !waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }
}
