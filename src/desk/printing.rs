//! What a desk prints: beside the session and in the order it was wanted, so that no printer and no disk holds a scan up.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::Input;
use super::beside::{Beside, Ended};
use super::session::Session;
use super::stack::LayerId;
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{Answer, Command, JobWish, LabelOf, Origin, Outcome, Outlet, Printed, Query, Wanted, What};
use crate::printing::{PrintRoom, Room};
use crate::stockroom::Stockroom;
use crate::ui::screen::{Event, Tag};
use crate::ui::verdict::Verdict;

/// A template that is being edited is looked at so often while its label is previewed.
const WATCHED: Duration = Duration::from_millis(500);

/// Serials that outcomes name one by one, at most.
const NAMED: u32 = 100;

/// What a desk prints, and where.
pub struct Printing {
    room: Arc<PrintRoom>,
    stockroom: Arc<Stockroom>,
    wake: Sender<Input>,
    /// Leads to the thread that prints, which starts with the first label.
    queue: Option<Sender<Task>>,
    /// Labels that are wanted and not on disk yet, by what wanted them.
    waiting: usize,
    /// What was said last of a label that was to be printed on a scan, and was not.
    complained: String,
    /// How the templates were when they were looked at last.
    stamp: Vec<(String, u64)>,
    /// The session was told that jobs changed, and has not looked yet.
    untold: Arc<AtomicBool>,
    gone: Arc<AtomicBool>,
}

/// Something to print.
struct Task {
    /// Screen that wanted it; none for what is printed on a scan.
    layer: Option<LayerId>,
    origin: Origin,
    own: String,
    what: Work,
}

enum Work {
    Wanted(Box<Wanted>),
    Scanned(Scanned),
}

/// Serials that a line took.
pub(super) struct Scanned {
    draft: DocumentId,
    line: LineNo,
    /// All of them, or the first and the last of many.
    serials: Vec<String>,
    taken: u32,
}

/// What came of it: nothing is said of what is printed on a scan and well.
pub(super) type Came = Result<Printed, (String, String)>;

impl Printing {
    /// Begins to listen for what becomes of jobs.
    pub fn new(room: Arc<PrintRoom>, stockroom: Arc<Stockroom>, wake: Sender<Input>) -> Printing {
        let (untold, gone) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (tells, ended, tell) = (Arc::clone(&untold), Arc::clone(&gone), wake.clone());
        room.listen(Box::new(move || {
            if !tells.swap(true, Ordering::AcqRel) {
                let _ = tell.send(Input::Beside(Beside(Ended::Jobs)));
            }
            !ended.load(Ordering::Acquire)
        }));
        Printing {
            room,
            stockroom,
            wake,
            queue: None,
            waiting: 0,
            complained: String::new(),
            stamp: Vec::new(),
            untold,
            gone,
        }
    }

    /// Returns the names of the printers there are.
    pub fn printers(&self) -> Vec<String> {
        self.room.spool().printers().iter().map(|printer| printer.name.clone()).collect()
    }

    /// Tells whether something is wanted that is not on disk yet.
    pub fn is_waiting(&self) -> bool {
        self.waiting > 0
    }

    fn hand_in(&mut self, task: Task) {
        let queue = self.queue.take().unwrap_or_else(|| {
            let (queue, tasks) = channel();
            let (room, stockroom, wake) = (Arc::clone(&self.room), Arc::clone(&self.stockroom), self.wake.clone());
            let thread = thread::Builder::new().name("print".into());
            // Without a thread the channel is closed, which the next lines find out.
            drop(thread.spawn(move || print(&room, &stockroom, &wake, &tasks)));
            queue
        });
        let layer = task.layer;
        self.waiting += 1;
        if queue.send(task).is_ok() {
            self.queue = Some(queue);
        } else {
            let failed = Err((String::new(), "there is no thread to print: try again".to_owned()));
            let _ = self.wake.send(Input::Beside(Beside(Ended::Printed(layer, failed))));
        }
    }
}

impl Drop for Printing {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Release);
    }
}

/// Prints what is wanted, one after the other, until nobody can want anything any more.
fn print(room: &PrintRoom, stockroom: &Stockroom, wake: &Sender<Input>, tasks: &Receiver<Task>) {
    for task in tasks {
        let Task { layer, origin, own, what } = task;
        let done = panic::catch_unwind(AssertUnwindSafe(|| match &what {
            Work::Wanted(wanted) => {
                room.print(stockroom, origin, &own, wanted).map_err(|why| (wanted.title.clone(), format!("{why:#}")))
            }
            Work::Scanned(scanned) => on_scan(room, stockroom, (origin, &own), scanned),
        }));
        let fault = || Err((String::new(), "printing stopped by a fault of dockhand".to_owned()));
        let came = done.unwrap_or_else(|_| fault());
        if wake.send(Input::Beside(Beside(Ended::Printed(layer, came)))).is_err() {
            return;
        }
    }
}

/// Prints the labels of serials that a line took, all of them.
fn on_scan(room: &PrintRoom, stockroom: &Stockroom, (origin, own): (Origin, &str), scanned: &Scanned) -> Came {
    let Scanned { draft, line, taken, .. } = *scanned;
    let serials = if taken > NAMED { all_of(stockroom, scanned) } else { scanned.serials.clone() };
    let title = match (serials.first(), serials.last()) {
        (Some(first), Some(last)) if serials.len() > 1 => format!("{first} to {last}"),
        (Some(only), _) => only.clone(),
        _ => String::new(),
    };
    let wanted = Wanted {
        title: title.clone(),
        what: What::Labels(LabelOf::Scanned(draft, line, serials)),
        template: None,
        outlet: Outlet::Usual,
        copies: 1,
        price: String::new(),
    };
    room.print(stockroom, origin, own, &wanted).map_err(|why| (title, format!("{why:#}")))
}

/// Returns all serials from the first to the last of many that a line took at once, in order.
fn all_of(stockroom: &Stockroom, scanned: &Scanned) -> Vec<String> {
    let limit = scanned.taken as usize * 2;
    let query = Query::DraftSerials { draft: scanned.draft, line: scanned.line, before: None, limit };
    let Ok(Answer::Scans(newest)) = stockroom.ask(&query) else { return Vec::new() };
    let place = |serial: Option<&String>| newest.iter().position(|scan| Some(&scan.serial) == serial);
    let (first, last) = (place(scanned.serials.first()), place(scanned.serials.last()));
    match (first, last) {
        (Some(first), Some(last)) if last <= first => {
            newest[last..=first].iter().rev().map(|scan| scan.serial.clone()).collect()
        }
        _ => scanned.serials.clone(),
    }
}

/// What a session does about printing.
impl Session {
    /// Returns the line whose new serials are to be printed, if a command brings some and this desk prints on a scan.
    pub(super) fn prints_on_scan(&self, command: &Command) -> Option<(DocumentId, LineNo)> {
        let (Command::ReceiveSerials { draft, line, .. } | Command::GenerateSerials { draft, line, .. }) = command
        else {
            return None;
        };
        self.kept.on_scan.unwrap_or(self.printing.room.config().on_scan).then_some((*draft, *line))
    }

    /// Has the labels printed of what a command brought.
    pub(super) fn print_scanned(&mut self, (draft, line): (DocumentId, LineNo), outcome: &Outcome) {
        if let Outcome::SerialsReceived { serials, taken, .. } = outcome
            && *taken > 0
        {
            let what = Work::Scanned(Scanned { draft, line, serials: serials.clone(), taken: *taken });
            self.hand_in(None, what);
        }
    }

    /// Has something printed that a screen wants.
    pub(super) fn print(&mut self, layer: LayerId, wanted: Box<Wanted>) {
        self.hand_in(Some(layer), Work::Wanted(wanted));
    }

    fn hand_in(&mut self, layer: Option<LayerId>, what: Work) {
        let task = Task { layer, origin: self.origin, own: self.kept.printer.clone(), what };
        self.printing.hand_in(task);
    }

    /// Shows a screen how what it wants printed would look.
    pub(super) fn prove(&mut self, layer: LayerId, tag: Tag, wanted: &Wanted, (columns, lines): (u16, u16)) {
        let room = Room { columns, lines, page: self.here.page, ascii: self.face.theme().ascii };
        let by = (self.origin.employee, self.kept.printer.as_str());
        let proof = self.printing.room.proof(&self.stockroom, by, wanted, room);
        self.tell(layer, Event::Proof(tag, Box::new(proof)));
    }

    /// Tells a screen of all jobs.
    pub(super) fn tell_jobs(&mut self, layer: LayerId) {
        let jobs = self.printing.room.jobs();
        self.tell(layer, Event::Jobs(jobs));
    }

    /// Does what is wanted of a job.
    pub(super) fn wish(&mut self, layer: LayerId, wish: JobWish) {
        let done = self.printing.room.wish(&self.stockroom, self.origin, wish);
        let word = match wish {
            JobWish::Cancel(_) => "CANCELLED",
            JobWish::Again(_) => "PRINTING",
            JobWish::Retry => "RETRIED",
        };
        self.say(match done {
            Ok(said) => Verdict::good(word, "", said),
            Err(why) => Verdict::bad("NOT DONE", "", format!("{why:#}")),
        });
        self.tell_jobs(layer);
    }

    /// Returns when a label that is previewed is to be looked at again: its template may be open in an editor.
    pub(super) fn proof_due(&self) -> Option<Instant> {
        let shown = self.face.is_attached() && !self.guard.is_locked() && self.stack.top().screen.previews();
        shown.then(|| self.watch.unwrap_or(self.at) + WATCHED)
    }

    /// Looks at the templates of a label that is previewed, and shows it anew when they changed.
    pub(super) fn look_at_proof(&mut self) {
        let Some(due) = self.proof_due() else {
            self.watch = None;
            return;
        };
        if self.watch.is_some() && self.at < due {
            return;
        }
        self.watch = Some(self.at);
        let stamp = self.printing.room.config().stamp();
        if std::mem::replace(&mut self.printing.stamp, stamp.clone()) != stamp {
            self.tell_top(Event::TemplatesChanged);
            self.work();
        }
    }

    /// Takes what came of something that was printed.
    pub(super) fn came_out(&mut self, layer: Option<LayerId>, came: Came) {
        self.printing.waiting = self.printing.waiting.saturating_sub(1);
        let good = came.is_ok();
        match (layer, came) {
            (None, Ok(_)) => self.printing.complained.clear(),
            // Said once, not at every scan.
            (None, Err((_, why))) if why == self.printing.complained => {}
            (None, Err((title, why))) => {
                self.printing.complained.clone_from(&why);
                self.say(Verdict::warn("NOT PRINTED", title, why));
            }
            (Some(_), Ok(printed)) => self.say(said(&printed)),
            (Some(_), Err((title, why))) => self.say(Verdict::bad("NOT PRINTED", title, why)),
        }
        if let Some(layer) = layer {
            self.tell(layer, Event::Printed(good));
        }
        self.work();
    }

    /// Looks what becomes of jobs.
    pub(super) fn look_at_jobs(&mut self) {
        self.printing.untold.store(false, Ordering::Release);
        self.here.spool = self.printing.room.waits();
        self.tell_seen(|| Event::JobsChanged);
        self.work();
    }
}

/// Says what was printed: `label 1 of SN-17 to zebra-1`.
fn said(printed: &Printed) -> Verdict {
    let Printed { title, labels, to, in_file, again, times } = printed;
    if *in_file {
        return Verdict::good("WRITTEN", title, to);
    }
    let counted = match (labels, times) {
        (1, 0) => format!("a label of {title}"),
        (1, times) => format!("label {times} of {title}"),
        (labels, _) => format!("{labels} labels of {title}"),
    };
    let again = match again {
        0 => String::new(),
        _ if *labels == 1 => " · printed again".to_owned(),
        again => format!(" · {again} printed again"),
    };
    Verdict::good("PRINTING", "", format!("{counted} to {to}{again}"))
}
