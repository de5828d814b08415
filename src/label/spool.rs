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

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::output::Language;
use super::printer::Printer;
use crate::messages::JobProgress;
use folder::Folder;
pub use folder::Job;

/// How long after a failure a label is tried again, at first and at most.
const FIRST_TRY: Duration = Duration::from_millis(500);
const LAST_TRY: Duration = Duration::from_secs(30);

/// What became of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// How far it came.
    pub progress: JobProgress,
    /// It was given up.
    pub cancelled: bool,
    /// All of it, to be printed again.
    job: Job,
}

/// So many jobs that are over are remembered while the process runs, and so many bytes of their labels.
const REMEMBERED: (usize, usize) = (50, 8 << 20);

/// All jobs that are not done, and the threads that send them.
pub struct Spool {
    shared: Arc<Shared>,
    printers: Vec<Printer>,
}

struct Shared {
    folder: Folder,
    state: Mutex<State>,
    moved: Condvar,
    /// Told after each change of a job, and what does not get on.
    changed: Box<dyn Fn(&str) + Send + Sync>,
}

#[derive(Default)]
struct State {
    jobs: BTreeMap<u64, JobProgress>,
    /// Jobs that are over, the newest last.
    past: VecDeque<Past>,
    /// Number of the newest job there ever was: none is used twice, not even after its job is done.
    last: u64,
    /// Counts the wishes to try again at once, or to give a job up.
    wishes: u64,
    stop: bool,
}

/// A job of which no label was tried yet.
fn begun(id: u64, job: &Job) -> JobProgress {
    JobProgress {
        id,
        printer: job.printer.clone(),
        title: job.title.clone(),
        sent: 0,
        labels: job.labels.len(),
        tries: 0,
        trouble: None,
        brief: String::new(),
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Remembers what became of a job; the oldest are forgotten.
    fn remember(&mut self, past: Past) {
        self.past.push_back(past);
        let bytes = |past: &Past| past.job.labels.iter().map(Vec::len).sum::<usize>();
        let mut all: usize = self.past.iter().map(bytes).sum();
        while self.past.len() > REMEMBERED.0 || all > REMEMBERED.1 {
            let Some(oldest) = self.past.pop_front() else { break };
            all -= bytes(&oldest);
        }
    }
}

impl Spool {
    /// Opens the folder, and goes on with what is in it. The caller owns the store beside it, so nobody else sends.
    pub fn open(
        folder: &Path,
        printers: Vec<Printer>,
        changed: impl Fn(&str) + Send + Sync + 'static,
    ) -> io::Result<Spool> {
        let folder = Folder::new(folder);
        let mut state = State::default();
        for (id, waiting) in folder.waiting()? {
            state.last = state.last.max(id);
            let progress = match waiting {
                Ok((job, sent)) => JobProgress { sent, ..begun(id, &job) },
                Err(why) => JobProgress {
                    title: format!("job {id}"),
                    labels: 1,
                    trouble: Some(format!("job {id} cannot be read: {why}; cancel it")),
                    brief: format!("job {id} cannot be read"),
                    ..begun(id, &Job::default())
                },
            };
            let unknown = !printers.iter().any(|printer| printer.name == progress.printer);
            let unknown = unknown && progress.trouble.is_none();
            let gone = || format!("{} is no printer of the configuration any more", progress.printer);
            let (trouble, brief) = if unknown { (Some(gone()), gone()) } else { (progress.trouble, progress.brief) };
            state.jobs.insert(id, JobProgress { trouble, brief, ..progress });
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
        if job.labels.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{}: there is nothing to print", job.title),
            ));
        }
        // Numbered and written under the lock: the order on disk is the order of printing.
        let mut state = self.shared.state();
        let id = state.last + 1;
        self.shared.folder.add(id, job)?;
        state.last = id;
        state.jobs.insert(id, begun(id, job));
        drop(state);
        self.shared.moved.notify_all();
        self.shared.tell();
        Ok(id)
    }

    /// Returns all jobs that are not done, oldest first.
    pub fn jobs(&self) -> Vec<JobProgress> {
        self.shared.state().jobs.values().cloned().collect()
    }

    /// Returns jobs that are over, as far as they are remembered, the newest first.
    pub fn past(&self) -> Vec<Past> {
        self.shared.state().past.iter().rev().cloned().collect()
    }

    /// Returns all of a job that waits, or is over and remembered, to be printed again.
    pub fn find(&self, id: u64) -> Option<Job> {
        let state = self.shared.state();
        if state.jobs.contains_key(&id) {
            return self.shared.folder.read(id).ok();
        }
        state.past.iter().find(|past| past.progress.id == id).map(|past| past.job.clone())
    }

    /// Says what does not get on, in a few words: `2 labels wait: zebra-1 is off`. Empty while all does.
    pub fn waits(&self) -> String {
        self.shared.waits()
    }

    /// Gives a job up: labels that the printer has not are not printed. Returns how many that are, `None` when the job
    /// is done already.
    pub fn cancel(&self, id: u64) -> io::Result<Option<usize>> {
        let mut state = self.shared.state();
        let Some(progress) = state.jobs.remove(&id) else { return Ok(None) };
        state.wishes += 1;
        let job = self.shared.folder.read(id).unwrap_or_default();
        self.shared.folder.remove(id)?;
        let left = progress.labels - progress.sent;
        state.remember(Past { progress, cancelled: true, job });
        drop(state);
        self.shared.moved.notify_all();
        self.shared.tell();
        Ok(Some(left))
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
    fn waits(&self) -> String {
        let state = self.state();
        let Some(first) = state.jobs.values().find(|job| job.trouble.is_some()) else { return String::new() };
        let stuck = |job: &&JobProgress| {
            state.jobs.values().any(|other| other.trouble.is_some() && other.printer == job.printer)
        };
        let count: usize = state.jobs.values().filter(stuck).map(|job| job.labels - job.sent).sum();
        let (s, wait) = if count == 1 { ("", "waits") } else { ("s", "wait") };
        format!("{count} label{s} {wait}: {}", first.brief)
    }

    /// Tells that some job changed.
    fn tell(&self) {
        (self.changed)(&self.waits());
    }

    /// Sends the jobs of one printer, one after the other, until the spool is dropped.
    fn serve(&self, printer: &Printer) {
        while let Some(id) = self.next(printer) {
            let job = match self.folder.read(id) {
                Ok(job) => job,
                Err(why) => {
                    self.trouble(id, format!("job {id} cannot be read: {why}"), format!("job {id} cannot be read"));
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
            self.over(id, job);
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
                Err(why) => self.trouble(id, why.to_string(), why.brief()),
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
        (job.trouble, job.brief) = (None, String::new());
        let all = job.sent == job.labels;
        // What was printed is off the disk before anything else is said of it.
        let noted = if all { self.folder.remove(id) } else { self.folder.note(id, count) };
        if let Err(why) = noted {
            job.trouble = Some(format!("the spool cannot be written: {why}"));
            "the spool cannot be written".clone_into(&mut job.brief);
        }
        drop(state);
        if !all {
            self.moved.notify_all();
            self.tell();
        }
        !all
    }

    /// Takes a job off the list when the printer has all of it.
    fn over(&self, id: u64, job: Job) {
        let mut state = self.state();
        if state.jobs.get(&id).is_none_or(|job| job.sent < job.labels) {
            return;
        }
        if let Some(progress) = state.jobs.remove(&id) {
            state.remember(Past { progress, cancelled: false, job });
        }
        drop(state);
        self.moved.notify_all();
        self.tell();
    }

    /// Notes that a label did not get to its printer.
    fn trouble(&self, id: u64, why: String, brief: String) {
        let mut state = self.state();
        let Some(job) = state.jobs.get_mut(&id) else { return };
        job.tries = job.tries.saturating_add(1);
        (job.trouble, job.brief) = (Some(why), brief);
        drop(state);
        self.tell();
    }

    /// Waits before the next try, or until it is wished for; false when the spool is dropped.
    fn wait(&self, pause: Duration) -> bool {
        let state = self.state();
        let wishes = state.wishes;
        let waited = self.moved.wait_timeout_while(state, pause, |state| !state.stop && state.wishes == wishes);
        !waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }
}
