//! One thread that commits: it takes what waits, runs each job on an overlay, commits once, then answers all.
//!
//! ```text
//!  submit ──► queue ──► run on overlay ┐
//!  submit ──► queue ──► run on overlay ├─► one commit ──► then … ──► answers
//!  submit ──► queue ──► refused        ┘   (none, if nothing changes)
//! ```
//!
//! A lone job waits for nobody: there is no timer. Jobs that come while others run share their commit. Commits are
//! plain while work goes on; once nothing has come for [`QUIET`] one closing commit follows, then idle work in
//! slices, then the thread sleeps until it is wanted.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::engine::{Durability, Engine, Error, Write};
use super::overlay::{Changes, Overlay};

/// How long nothing must come before a burst is closed.
pub const QUIET: Duration = Duration::from_millis(50);

/// No more jobs and rows than this share a commit, so that the first of them is not kept waiting.
const MOST_JOBS: usize = 1024;
const MOST_ROWS: usize = 50_000;

/// Work for quiet times: changes a bounded slice and returns whether more remains.
pub type IdleWork = Box<dyn FnMut(&mut dyn Write) -> Result<bool, Error> + Send>;

/// Hears the numbers of the jobs whose changes were just committed, in the order they ran.
pub type Committed = Box<dyn FnMut(&[u64]) + Send>;

/// What else the committing thread calls. Both hold up the next commit: keep them short.
#[derive(Default)]
pub struct Hooks {
    /// Called after each commit, before its jobs are answered.
    pub committed: Option<Committed>,
    /// Called when nothing waits.
    pub idle: Option<IdleWork>,
}

/// What a job comes to: its result, or a refusal, or what is wrong with the machine.
pub type Answer<R, E> = Result<Result<R, E>, Error>;

/// Owns all writing to a store. Dropping it finishes what was submitted and closes the store's last burst.
pub struct Committer {
    queue: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    numbers: AtomicU64,
}

impl Committer {
    /// Starts the thread that commits.
    pub fn start(engine: Arc<dyn Engine>, hooks: Hooks) -> Result<Self, Error> {
        let (queue, jobs) = mpsc::channel();
        let worker = Worker { engine, jobs, hooks, unclosed: false, restless: true };
        let thread = thread::Builder::new()
            .name("commit".into())
            .spawn(move || worker.run())
            .map_err(|error| Error::Io(format!("the committing thread does not start: {error}")))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), numbers: AtomicU64::new(1) })
    }

    /// Hands a job in, which may be run twice: once more when a [hope](Write::put_new) of its group failed. `Ok(Ok)` keeps its changes, a refusal (`Ok(Err)`) or an error leaves no trace of it; either
    /// way its answer comes once everything it may have seen is on disk.
    pub fn submit<R, E>(&self, work: impl FnMut(&mut dyn Write) -> Answer<R, E> + Send + 'static) -> Ticket<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
    {
        self.submit_then(work, |_| ())
    }

    /// Hands a job in; if it is kept, `then` is called after its commit, before its answer, in the order of commits.
    pub fn submit_then<R, E>(
        &self,
        work: impl FnMut(&mut dyn Write) -> Answer<R, E> + Send + 'static,
        then: impl FnOnce(&R) + Send + 'static,
    ) -> Ticket<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
    {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let slot = Arc::new(Slot { answer: Mutex::new(None), answered: Condvar::new() });
        let task = Task { number, work, then: Some(then), came_to: None, slot: Some(Arc::clone(&slot)) };
        if let Some(queue) = &self.queue {
            // A job that cannot be handed in answers by itself that the store is closed.
            let _ = queue.send(Box::new(task));
        }
        Ticket { number, slot }
    }

    /// Hands a job in and waits for its answer.
    pub fn run<R, E>(&self, work: impl FnMut(&mut dyn Write) -> Answer<R, E> + Send + 'static) -> Answer<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
    {
        self.submit(work).wait()
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        // The thread ends when the queue is both empty and let go.
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // It catches every panic of a job; its own would have nobody left to be told.
            let _ = thread.join();
        }
    }
}

/// A claim to an answer.
pub struct Ticket<R, E> {
    number: u64,
    slot: Arc<Slot<R, E>>,
}

struct Slot<R, E> {
    answer: Mutex<Option<Answer<R, E>>>,
    answered: Condvar,
}

impl<R, E> Ticket<R, E> {
    /// The number by which [`Hooks::committed`] names the job.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Waits so long at most; tells whether the answer is there.
    pub fn answered_within(&self, time: Duration) -> bool {
        let answer = self.slot.answer.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.slot.answered.wait_timeout_while(answer, time, |answer| answer.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.is_some()
    }

    /// Waits for the answer.
    pub fn wait(self) -> Answer<R, E> {
        let mut answer = self.slot.answer.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(answer) = answer.take() {
                return answer;
            }
            answer = self.slot.answered.wait(answer).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A job in the queue, whatever it comes to.
trait Job: Send {
    fn number(&self) -> u64;

    /// Runs the work; returns whether its changes are to be kept.
    fn run(&mut self, tx: &mut dyn Write) -> bool;

    /// Tells that the commit is done.
    fn kept(&mut self);

    /// Tells the submitter what the job came to, or why nothing of its group was kept.
    fn answer(self: Box<Self>, group: Result<(), Error>);
}

struct Task<W, T, R, E> {
    number: u64,
    work: W,
    then: Option<T>,
    came_to: Option<Answer<R, E>>,
    slot: Option<Arc<Slot<R, E>>>,
}

impl<W, T, R, E> Task<W, T, R, E> {
    fn give(&mut self, answer: Answer<R, E>) {
        if let Some(slot) = self.slot.take() {
            *slot.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            slot.answered.notify_one();
        }
    }
}

impl<W, T, R, E> Job for Task<W, T, R, E>
where
    W: FnMut(&mut dyn Write) -> Answer<R, E> + Send,
    T: FnOnce(&R) + Send,
    R: Send,
    E: Send,
{
    fn number(&self) -> u64 {
        self.number
    }

    fn run(&mut self, tx: &mut dyn Write) -> bool {
        let came_to = panic::catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|cause| Err(Error::Stopped(words_of(&*cause))));
        matches!(self.came_to.insert(came_to), Ok(Ok(_)))
    }

    fn kept(&mut self) {
        if let (Some(Ok(Ok(result))), Some(then)) = (&self.came_to, self.then.take()) {
            // The changes are on disk whatever this does: its panic is nobody's answer.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| then(result)));
        }
    }

    fn answer(mut self: Box<Self>, group: Result<(), Error>) {
        let answer = match (self.came_to.take(), group) {
            (Some(Err(own)), _) => Err(own),
            // Even a refusal may rest on an earlier job of the group, which was not kept.
            (_, Err(error)) => Err(error),
            (Some(answer), Ok(())) => answer,
            (None, Ok(())) => Err(Error::Closed),
        };
        self.give(answer);
    }
}

impl<W, T, R, E> Drop for Task<W, T, R, E> {
    fn drop(&mut self) {
        self.give(Err(Error::Closed));
    }
}

fn words_of(cause: &(dyn Any + Send)) -> String {
    let words = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("it did not say why").to_owned()
}

/// What the committing thread has.
struct Worker {
    engine: Arc<dyn Engine>,
    jobs: Receiver<Box<dyn Job>>,
    hooks: Hooks,
    /// Whether a plain commit was made since the last closing one.
    unclosed: bool,
    /// Whether there may be idle work.
    restless: bool,
}

impl Worker {
    fn run(mut self) {
        while let Some(job) = self.next() {
            self.carry_out(job);
        }
        self.close_burst();
    }

    /// Waits for the next job, doing meanwhile what quiet is for. Ends once no job can come any more.
    fn next(&mut self) -> Option<Box<dyn Job>> {
        if self.unclosed || (self.restless && self.hooks.idle.is_some()) {
            match self.jobs.recv_timeout(QUIET) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.close_burst(),
            }
            while self.restless {
                self.restless = self.do_idle_work();
                if let Ok(job) = self.jobs.try_recv() {
                    return Some(job);
                }
            }
            self.close_burst();
        }
        self.jobs.recv().ok()
    }

    /// Runs a job and those that wait behind it as one group, and answers them all.
    fn carry_out(&mut self, first: Box<dyn Job>) {
        let mut group = vec![first];
        let mut kept = Vec::new();
        let mut done = self.run_group(&mut group, &mut kept, true).and_then(|changes| self.commit(&changes));
        if matches!(done, Err(Error::NotNew)) {
            kept.clear();
            done = self.run_group(&mut group, &mut kept, false).and_then(|changes| self.commit(&changes));
        }
        if done.is_ok() && !kept.is_empty() {
            for &place in &kept {
                group[place].kept();
            }
            if let Some(committed) = &mut self.hooks.committed {
                let numbers: Vec<u64> = kept.iter().map(|&place| group[place].number()).collect();
                // The changes are on disk: a panic of the listener must not look like a failure of theirs.
                let _ = panic::catch_unwind(AssertUnwindSafe(|| committed(&numbers)));
            }
        }
        self.restless = true;
        for job in group {
            job.answer(done.clone());
        }
    }

    /// Runs all jobs that wait, each seeing what those before it changed; returns what is to be committed.
    fn run_group(&self, group: &mut Vec<Box<dyn Job>>, kept: &mut Vec<usize>, hoping: bool) -> Result<Changes, Error> {
        let mut changes = Changes::default();
        self.engine.read(&mut |store| {
            let mut together = Overlay::new(store);
            let mut rows = 0;
            let mut place = 0;
            while let Some(job) = group.get_mut(place) {
                let mut own = if hoping { Overlay::hoping(&together) } else { Overlay::new(&together) };
                let mut keep = job.run(&mut own);
                if !keep && own.has_hoped() {
                    // It may have been refused for less than a key that is not new.
                    own = Overlay::new(&together);
                    keep = job.run(&mut own);
                }
                if keep {
                    let own = own.into_changes();
                    rows += own.len();
                    together.absorb(own);
                    kept.push(place);
                }
                place += 1;
                // Whoever came while it ran shares the commit.
                if place == group.len() && place < MOST_JOBS && rows < MOST_ROWS {
                    group.extend(self.jobs.try_iter().take(MOST_JOBS - place));
                }
            }
            changes = together.into_changes();
            Ok(())
        })?;
        Ok(changes)
    }

    fn commit(&mut self, changes: &Changes) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        self.engine.write(Durability::Plain, &mut |tx| changes.write_to(tx))?;
        self.unclosed = true;
        Ok(())
    }

    /// Ends a burst, so that the next open is quick even after a kill. Should it fail, the next burst's end makes
    /// up for it: everything is on disk already.
    fn close_burst(&mut self) {
        if std::mem::take(&mut self.unclosed) {
            let _ = self.engine.write(Durability::Closing, &mut |_| Ok(()));
        }
    }

    /// Does one slice of idle work; returns whether there is more. Work that fails rests until the next burst.
    fn do_idle_work(&mut self) -> bool {
        let Some(idle) = &mut self.hooks.idle else { return false };
        let mut changes = Changes::default();
        let mut more = false;
        let sliced = self.engine.read(&mut |store| {
            let mut overlay = Overlay::new(store);
            more = panic::catch_unwind(AssertUnwindSafe(|| idle(&mut overlay)))
                .unwrap_or_else(|cause| Err(Error::Stopped(words_of(&*cause))))?;
            changes = overlay.into_changes();
            Ok(())
        });
        sliced.and_then(|()| self.commit(&changes)).is_ok() && more
    }
}
