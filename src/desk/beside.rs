//! What a session does beside itself: searches, commands that take long, listening for what other desks change.
//!
//! All of it comes back through the channel the session reads.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::Input;
use super::printing::Came;
use super::stack::LayerId;
use crate::domain::id::{DeskId, EmployeeId};
use crate::messages::{Answer, No, Outcome, Query};
use crate::stockroom::{Changed, Pending, Stockroom};
use crate::ui::screen::Tag;

/// What came to an end beside a session.
#[derive(Debug)]
pub struct Beside(pub(super) Ended);

/// What it was.
#[derive(Debug)]
pub(super) enum Ended {
    /// Another desk changed the store.
    Changed,
    /// A command that took long.
    Ran(Result<Outcome, No>),
    /// Jobs of the spool changed.
    Jobs,
    /// Something was printed, or not, for a screen or for a scan.
    Printed(Option<LayerId>, Came),
    /// A search.
    Found(LayerId, Tag, u64, Result<Answer, No>),
}

/// Hears of the commits of other desks, and tells the session once until it has looked.
pub struct Listener {
    untold: Arc<AtomicBool>,
    gone: Arc<AtomicBool>,
}

impl Listener {
    /// Begins to listen for all desks but this one.
    pub fn start(stockroom: &Stockroom, desk: DeskId, wake: Sender<Input>) -> Listener {
        let listener = Listener { untold: Arc::new(AtomicBool::new(false)), gone: Arc::new(AtomicBool::new(false)) };
        let (untold, gone) = (Arc::clone(&listener.untold), Arc::clone(&listener.gone));
        stockroom.listen(Box::new(move |Changed { desk: whose }| {
            if whose != desk && !untold.swap(true, Ordering::AcqRel) {
                let _ = wake.send(Input::Beside(Beside(Ended::Changed)));
            }
            !gone.load(Ordering::Acquire)
        }));
        listener
    }

    /// Wants to be told again.
    pub fn looked(&self) {
        self.untold.store(false, Ordering::Release);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Release);
    }
}

/// Waits for a command beside the session.
pub fn wait_for(pending: Pending, wake: Sender<Input>) {
    let waiting = thread::Builder::new().name("long command".into()).spawn(move || {
        let ended = pending.wait();
        let _ = wake.send(Input::Beside(Beside(Ended::Ran(ended))));
    });
    // Without a thread nobody would ever tell the session; it ends, and its draft is in the store.
    assert!(waiting.is_ok(), "no thread to wait for a command");
}

/// Asks beside the session what may take long. Of one screen's question only the newest is worth an answer.
pub struct Seeker {
    stockroom: Arc<Stockroom>,
    wake: Sender<Input>,
    board: Arc<Board>,
    started: bool,
    turn: u64,
}

#[derive(Default)]
struct Board {
    asked: Mutex<Asked>,
    news: Condvar,
}

#[derive(Default)]
struct Asked {
    questions: Vec<Question>,
    ended: bool,
}

struct Question {
    layer: LayerId,
    tag: Tag,
    turn: u64,
    employee: EmployeeId,
    query: Query,
}

impl Seeker {
    /// Makes one; its thread starts with the first question.
    pub fn new(stockroom: Arc<Stockroom>, wake: Sender<Input>) -> Seeker {
        Seeker { stockroom, wake, board: Arc::default(), started: false, turn: 0 }
    }

    /// Asks for a screen and whoever works here, in place of what it asked under this tag and has no answer to; returns the question's turn.
    pub fn ask(&mut self, employee: EmployeeId, layer: LayerId, tag: Tag, query: Query) -> u64 {
        self.turn += 1;
        let question = Question { layer, tag, turn: self.turn, employee, query };
        {
            let mut asked = self.board.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.questions.retain(|other| (other.layer, other.tag) != (layer, tag));
            asked.questions.push(question);
        }
        self.board.news.notify_one();
        if !self.started {
            let (stockroom, wake, board) = (Arc::clone(&self.stockroom), self.wake.clone(), Arc::clone(&self.board));
            let thread = thread::Builder::new().name("seek".into());
            self.started = thread.spawn(move || seek(&stockroom, &wake, &board)).is_ok();
        }
        self.turn
    }
}

impl Drop for Seeker {
    fn drop(&mut self) {
        self.board.asked.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.board.news.notify_one();
    }
}

fn seek(stockroom: &Stockroom, wake: &Sender<Input>, board: &Board) {
    loop {
        let question = {
            let asked = board.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let idle = |asked: &mut Asked| asked.questions.is_empty() && !asked.ended;
            let mut asked = board.news.wait_while(asked, idle).unwrap_or_else(PoisonError::into_inner);
            if asked.ended {
                return;
            }
            asked.questions.remove(0)
        };
        let Question { layer, tag, turn, employee, query } = question;
        let answer = panic::catch_unwind(AssertUnwindSafe(|| stockroom.ask_as(employee, &query)))
            .unwrap_or_else(|_| Err(No::Broken("the search stopped by a fault of dockhand".to_owned())));
        if wake.send(Input::Beside(Beside(Ended::Found(layer, tag, turn, answer)))).is_err() {
            return;
        }
    }
}
