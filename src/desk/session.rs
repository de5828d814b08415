//! One desk from its first terminal to its end.
//!
//! ```text
//!  bytes ─► scan::Decoder ─► heard: text, scans, keys ─► events ─► screen.update ─► effects ─┐
//!                              ▲ held while a command runs         ▲                          │
//!                              └───────────────────────────────────┴── answers, outcomes ◄────┘
//! ```
//!
//! The session is driven by values: [`Session::take`] and [`Session::tick`] are told the time, [`Session::deadline`]
//! says when it wants to be woken. [`run`] drives one by the clock; a test drives one by hand.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::beside::{Beside, Ended, Listener, Seeker};
use super::carry::Tasks;
use super::door::Guard;
use super::ear::{Ear, set};
use super::face::Face;
use super::printing::Printing;
use super::stack::Stack;
use super::{Input, SessionEnd, place};
use crate::clock;
use crate::config::{DeskConfig, OpensAt, ScannerConfig};
use crate::domain::document::DocumentState;
use crate::domain::employee::Desk;
use crate::domain::id::EmployeeId;
use crate::domain::scanner::KeptScanner;
use crate::domain::time::Day;
use crate::messages::{Answer, Origin, Query};
use crate::printing::PrintRoom;
use crate::scan::Decoder;
use crate::stockroom::Stockroom;
use crate::ui::frame::Picture;
use crate::ui::layout::Parts;
use crate::ui::screen::{Event, Here, Screen};
use crate::ui::screens;
use crate::ui::verdict::{Target, Verdict, Verdicts};

/// What others change is shown so often at most.
const NEWS: Duration = Duration::from_millis(100);

/// What others change is kept from under the cursor until nothing was typed for so long.
const TYPING: Duration = Duration::from_secs(1);

/// While more input waits, nothing is drawn for so long at most.
const UNDRAWN: Duration = Duration::from_millis(100);

/// A command that takes longer is said to be at work.
pub(super) const LONG: Duration = Duration::from_millis(500);

/// What a session begins with.
pub struct Opening {
    /// Sends into the channel that the session reads: what it does beside itself comes back that way. Since it holds
    /// this, only [`Input::Stop`] ends a session from outside.
    pub wake: Sender<Input>,
    /// The open store; it is founded.
    pub stockroom: Arc<Stockroom>,
    /// Printers, and how labels look.
    pub printing: Arc<PrintRoom>,
    /// Who works here, and at which desk.
    pub origin: Origin,
    /// How the desk looks and sounds.
    pub config: DeskConfig,
    /// What its scanner sends.
    pub scanner: ScannerConfig,
}

/// A desk: its screens, what is at work for it, and the terminal it is seen on.
pub struct Session {
    pub(super) stockroom: Arc<Stockroom>,
    pub(super) origin: Origin,
    pub(super) config: DeskConfig,
    pub(super) wake: Sender<Input>,
    pub(super) decoder: Decoder,
    /// What the configuration of the machine says of its scanner, and what this desk found over it.
    pub(super) scanner: (ScannerConfig, Option<KeptScanner>),
    pub(super) ear: Ear,
    pub(super) stack: Stack,
    pub(super) here: Here,
    pub(super) kept: Desk,
    pub(super) verdicts: Verdicts,
    pub(super) face: Face,
    pub(super) tasks: Tasks,
    pub(super) guard: Guard,
    pub(super) seeker: Seeker,
    pub(super) printing: Printing,
    /// When a label that is previewed is looked at again, and how its templates were when it was last.
    pub(super) watch: Option<Instant>,
    pub(super) twin: bool,
    pub(super) typed: Option<Instant>,
    pub(super) end: Option<SessionEnd>,
    news: News,
    began: Instant,
    pub(super) at: Instant,
    /// Time since it began up to which the decoder knows what came.
    listened: Duration,
}

/// What other desks changed, or the night.
struct News {
    listener: Listener,
    untold: bool,
    told: Option<Instant>,
    /// Day that the screens know of.
    day: Day,
}

/// Runs a desk until it is closed or the server ends.
///
/// It lives on when its terminal goes and draws everything on the next one that attaches. A session of a desk that has
/// open drafts of its own begins with the newest of them on top of Home. A fault of one screen ends this session alone.
#[expect(clippy::needless_pass_by_value, reason = "a session owns what it begins with")]
pub fn run(input: Receiver<Input>, opening: Opening) -> SessionEnd {
    let desk = opening.origin.desk;
    let opened = panic::catch_unwind(AssertUnwindSafe(|| Session::open(opening, clock::tick())));
    let mut session = match opened {
        Ok(session) => session,
        Err(cause) => {
            tracing::error!(desk = desk.0, "a desk does not open, by a fault of dockhand: {}", words_of(&*cause));
            return SessionEnd::Failed;
        }
    };
    drive(&mut session, &input)
}

/// Drives a session by the clock.
fn drive(session: &mut Session, input: &Receiver<Input>) -> SessionEnd {
    let desk = session.origin.desk;
    loop {
        let first = match session.deadline() {
            Some(deadline) => input.recv_timeout(deadline.saturating_duration_since(clock::tick())),
            None => input.recv().map_err(RecvTimeoutError::from),
        };
        if let Err(RecvTimeoutError::Disconnected) = first {
            return SessionEnd::Stopped;
        }
        let turn = panic::catch_unwind(AssertUnwindSafe(|| session.turn(first.ok(), input)));
        match turn {
            Ok(None) => {}
            Ok(Some(end)) => return end,
            Err(cause) => {
                let mark = clock::mark();
                tracing::error!(desk = desk.0, mark, "a desk stopped by a fault of dockhand: {}", words_of(&*cause));
                session.face.let_go(&format!(
                    "This desk stopped by a fault of dockhand, {mark} in the server's log. What was accepted is in its \
                     draft: start it again."
                ));
                return SessionEnd::Failed;
            }
        }
    }
}

fn words_of(cause: &(dyn Any + Send)) -> &str {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

impl Session {
    /// Opens a desk; nothing is attached yet.
    pub fn open(opening: Opening, at: Instant) -> Session {
        let Opening { wake, stockroom, printing, origin, config, scanner } = opening;
        let (guard, let_in) = Guard::at(&stockroom, origin, &config, at);
        let origin = let_in.unwrap_or(Origin { employee: EmployeeId(0), ..origin });
        let (mut here, mut kept) = (Here { shows_clock: config.clock, ..Here::default() }, Desk::default());
        place::read(&stockroom, origin, &mut here, &mut kept);
        let listener = Listener::start(&stockroom, origin.desk, wake.clone());
        let found = place::scanner(&stockroom, origin);
        here.spool = printing.waits();
        let receiving = config.opens_at == OpensAt::Receiving || kept.opens_at_receiving;
        let mut session = Session {
            decoder: Decoder::new(set(&scanner, found.as_ref())),
            scanner: (scanner, found),
            ear: Ear::default(),
            stack: Stack::new(screens::first(receiving)),
            verdicts: Verdicts::default(),
            face: Face::default(),
            tasks: Tasks::default(),
            seeker: Seeker::new(Arc::clone(&stockroom), wake.clone()),
            printing: Printing::new(printing, Arc::clone(&stockroom), wake.clone()),
            watch: None,
            guard,
            twin: false,
            typed: None,
            end: None,
            news: News { listener, untold: false, told: None, day: here.today },
            began: at,
            at,
            listened: Duration::ZERO,
            stockroom,
            origin,
            config,
            wake,
            here,
            kept,
        };
        if let_in.is_none() {
            session.here.allowed.clear();
            session.lock("");
            return session;
        }
        session.tell_top(Event::Opened);
        session.work();
        session.resume_draft();
        session
    }

    /// Tells whether the desk begins at Receiving.
    pub(super) fn opens_at_receiving(&self) -> bool {
        self.config.opens_at == OpensAt::Receiving || self.kept.opens_at_receiving
    }

    /// Opens the newest draft that was begun at this desk and is of whoever works here, or shared.
    pub(super) fn resume_draft(&mut self) {
        if self.stack.draft().is_some() {
            return;
        }
        let query = Query::Home { employee: self.origin.employee, desk: self.origin.desk };
        let Ok(Answer::Home(home)) = self.stockroom.ask_as(self.origin.employee, &query) else { return };
        let theirs = |name: &str| name == self.here.employee_name;
        let own = home.drafts.iter().filter(|draft| draft.state == DocumentState::Draft);
        let own = own.filter(|draft| draft.desk == self.here.desk_name && (draft.shared || theirs(&draft.employee)));
        if let Some(draft) = own.max_by_key(|draft| draft.opened)
            && let Some(screen) = screens::open(&Target::Draft(draft.id, draft.kind))
        {
            self.push(screen);
            self.work();
        }
    }

    /// Takes everything that waits, then draws once; returns why the session is over.
    fn turn(&mut self, first: Option<Input>, input: &Receiver<Input>) -> Option<SessionEnd> {
        let began = clock::tick();
        let mut next = first;
        while let Some(taken) = next {
            self.take(taken, clock::tick());
            if self.end.is_some() || clock::tick().saturating_duration_since(began) > UNDRAWN {
                // What waits came before now, and may be the rest of a scan: no time has passed for the decoder.
                self.draw();
                return self.end;
            }
            next = input.try_recv().ok();
        }
        self.tick(clock::tick());
        self.draw();
        self.end
    }

    /// Takes one input that came at a time.
    pub fn take(&mut self, input: Input, at: Instant) {
        self.set_time(at);
        match input {
            Input::Bytes(came, bytes) => {
                if self.is_quiet() {
                    self.tell_news();
                }
                self.guard.touched(at);
                let bytes = self.face.typed(bytes);
                self.listened = came.saturating_duration_since(self.began).max(self.listened);
                self.listen(&bytes);
                let heard = self.decoder.feed(self.listened, &bytes);
                self.hear(heard);
            }
            Input::Resize { columns, rows } => {
                self.face.resize(columns, rows);
                self.measure(columns, rows);
                self.tell_seen(|| Event::Resized);
                self.work();
            }
            Input::Attach { out, capabilities, size } => {
                self.face.attach(out, &capabilities, size, (&self.config, &self.kept));
                self.measure(size.0, size.1);
                self.tell_seen(|| Event::Resized);
                self.tell_news();
                self.work();
            }
            Input::Detach => self.face.drop_out(),
            Input::Stop => {
                self.face.let_go("");
                self.end = Some(SessionEnd::Stopped);
            }
            Input::Ask(answer) => {
                // Whoever asked may not wait any more.
                let _ = answer.send(());
            }
            Input::Taken(tell) => {
                self.tasks.until_taken.push(tell);
                self.work();
            }
            Input::Beside(Beside(ended)) => self.ended(ended),
        }
    }

    /// Does what is due at a time.
    pub fn tick(&mut self, at: Instant) {
        let minute = self.here.now.0.div_euclid(60_000);
        self.set_time(at);
        self.listened = at.saturating_duration_since(self.began).max(self.listened);
        let heard = self.decoder.tick(self.listened);
        self.hear(heard);
        if self.news_due().is_some_and(|due| due <= at) {
            self.tell_news();
        }
        self.calibrate();
        self.lock_when_idle();
        self.look_at_proof();
        if self.here.now.0.div_euclid(60_000) != minute && self.face.is_attached() && !self.is_quiet() {
            self.tell_seen(|| Event::Minute);
            self.work();
        }
    }

    /// Returns when [`Session::tick`] has something to do; `None` while nothing is to be done.
    pub fn deadline(&self) -> Option<Instant> {
        let decoder = self.decoder.deadline().map(|due| self.began + due);
        let shown = self.face.is_attached() && !self.is_quiet();
        let minute = (shown && self.config.clock).then(|| place::next_minute(&self.here, self.at));
        let day = shown.then(|| place::next_day(&self.here, self.at));
        let working = self.tasks.waits_since().filter(|_| self.face.is_attached()).map(|since| {
            let seconds = self.at.saturating_duration_since(since).as_secs();
            if self.at < since + LONG { since + LONG } else { since + Duration::from_secs(seconds + 1) }
        });
        let label = self.ear.due().map(|due| self.began + due);
        let locks = self.guard.locks_at(&self.config);
        let proof = self.proof_due();
        [decoder, minute, day, working, label, locks, proof, self.news_due()].into_iter().flatten().min()
    }

    /// Sends the terminal what changed on it.
    pub fn draw(&mut self) {
        if !self.face.is_attached() {
            return;
        }
        let working = self.working();
        let (screens, line): (Vec<&dyn Screen>, _) = match &self.guard.lock {
            Some(lock) => (vec![&lock.screen], &lock.line),
            None => (self.stack.seen().iter().map(|layer| &*layer.screen).collect(), &self.stack.top().line),
        };
        let theme = self.face.theme().clone();
        let picture = Picture {
            stack: &screens,
            here: &self.here,
            theme: &theme,
            line,
            verdicts: &self.verdicts,
            working: working.as_deref(),
            twin: self.twin,
        };
        self.face.draw(&picture);
    }

    /// Says what takes long, and for how long by now.
    fn working(&self) -> Option<String> {
        let taken = self.at.saturating_duration_since(self.tasks.waits_since()?);
        (taken >= LONG).then(|| match taken.as_secs() {
            0 => "WORKING".to_owned(),
            seconds => format!("WORKING · {seconds} s"),
        })
    }

    fn set_time(&mut self, at: Instant) {
        self.at = at;
        self.here.uptime = at.saturating_duration_since(self.began);
        place::tell(&self.stockroom, &mut self.here);
        // When the day turns much is another, though nothing was written: what was held until yesterday is free.
        self.news.untold |= std::mem::replace(&mut self.news.day, self.here.today) != self.here.today;
    }

    fn measure(&mut self, columns: u16, rows: u16) {
        self.here.columns = columns;
        let fits = columns >= 20 && rows >= 8;
        self.here.page = if fits { Parts::of(columns, rows).body.height } else { 1 };
    }

    /// Takes what came to an end beside the session.
    fn ended(&mut self, ended: Ended) {
        match ended {
            Ended::Changed => {
                self.news.untold = true;
                self.news.listener.looked();
                if self.news_due().is_some_and(|due| due <= self.at) {
                    self.tell_news();
                }
            }
            Ended::Ran(result) => self.ran(result),
            Ended::Jobs => self.look_at_jobs(),
            Ended::Printed(layer, came) => self.came_out(layer, came),
            Ended::Found(layer, tag, turn, answer) => self.found(layer, tag, turn, answer),
        }
    }

    /// Returns when the screens are to hear of what others changed: not at once again, and not while one types.
    fn news_due(&self) -> Option<Instant> {
        if !self.news.untold || !self.face.is_attached() || self.is_quiet() {
            return None;
        }
        let typing = self.typed.filter(|_| !self.stack.top().line.is_empty()).map(|typed| typed + TYPING);
        let again = self.news.told.map(|told| told + NEWS);
        Some([typing, again].into_iter().flatten().max().unwrap_or(self.at))
    }

    fn tell_news(&mut self) {
        if std::mem::take(&mut self.news.untold) {
            self.news.told = Some(self.at);
            self.refresh();
            self.tell_seen(|| Event::Changed);
            self.work();
        }
    }

    /// Reads again what belongs to the desk: names, theme, warehouse.
    pub(super) fn refresh(&mut self) {
        place::read(&self.stockroom, self.origin, &mut self.here, &mut self.kept);
        self.look_at_the_door();
        if self.guard.is_locked() {
            self.here.employee_name.clear();
        }
        self.face.restyle((&self.config, &self.kept));
        let found = place::scanner(&self.stockroom, self.origin);
        if found != self.scanner.1 {
            self.decoder = Decoder::new(set(&self.scanner.0, found.as_ref()));
            self.scanner.1 = found;
        }
    }

    /// Shows what comes to a screen that wants every byte.
    fn listen(&mut self, bytes: &[u8]) {
        if self.stack.top().screen.hears_bytes() && !self.guard.is_locked() {
            let heard = self.ear.hear(self.listened, bytes);
            self.tell_top(Event::Heard(heard));
        }
    }

    /// Finds how the scanner is set once its scan is over.
    fn calibrate(&mut self) {
        if let Some((explained, found)) = self.ear.over(self.listened, &self.scanner.0, self.scanner.1.as_ref())
            && self.stack.top().screen.hears_bytes()
        {
            self.tell_top(Event::Explained(explained));
            self.tell_top(Event::Calibrated(found));
            self.work();
        }
    }

    /// Tells that nothing is to repaint unasked.
    fn is_quiet(&self) -> bool {
        self.config.quiet || self.kept.quiet
    }

    /// Shows a verdict, with its bell; behind a lock it waits for whoever it is for.
    pub(super) fn say(&mut self, verdict: Verdict) {
        match &mut self.guard.lock {
            Some(lock) => lock.verdicts.keep(verdict),
            None => self.say_at_the_door(verdict),
        }
    }

    /// Shows a verdict to whoever stands there.
    pub(super) fn say_at_the_door(&mut self, verdict: Verdict) {
        if let Some(bell) = verdict.bell() {
            self.face.ring(bell, &self.config);
        }
        self.face.said(&verdict);
        self.verdicts.keep(verdict);
    }

    /// Leaves the terminal; the desk stays as it is.
    pub(super) fn leave(&mut self) {
        self.face.let_go("The desk stays as it is; `dockhand` comes back to it.");
    }

    /// Tells that a search or a command is under way beside the session: its end will come through the channel.
    pub fn is_waiting(&self) -> bool {
        self.tasks.is_waiting() || self.printing.is_waiting()
    }

    /// Tells why the session is over, if it is.
    pub fn ended_as(&self) -> Option<SessionEnd> {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;
    use std::sync::mpsc::channel;
    use std::sync::{Mutex, PoisonError};

    use super::*;
    use crate::config::Config;
    use crate::desk::Capabilities;
    use crate::domain::id::{DeskId, EmployeeId};
    use crate::domain::time::Moment;
    use crate::store::memory::MemoryEngine;
    use crate::ui::keymap::Scope;
    use crate::ui::screen::{Effect, Page};

    #[derive(Clone, Default)]
    struct Wire(Arc<Mutex<Vec<u8>>>);

    impl Wire {
        fn text(&self) -> String {
            String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
        }
    }

    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// Panics when it is scanned so.
    struct Faulty;

    impl Screen for Faulty {
        fn scope(&self) -> Scope {
            Scope::Home
        }

        fn title(&self) -> String {
            "Faulty".to_owned()
        }

        fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
            assert!(!matches!(event, Event::Scan(_)), "as asked");
            Vec::new()
        }

        fn view(&self, _: &mut Page<'_>) {}
    }

    fn session() -> (Session, Sender<Input>, Receiver<Input>, Wire) {
        let stockroom = Stockroom::over(Arc::new(MemoryEngine::new()), Arc::new(|| Moment(0))).unwrap();
        let config = Config::merge(&[]).unwrap();
        let (wake, input) = channel();
        let opening = Opening {
            wake: wake.clone(),
            stockroom: Arc::new(stockroom),
            printing: Arc::new(
                PrintRoom::open(Path::new("/no/spool"), Path::new("/no/files"), &config.labels).unwrap(),
            ),
            origin: Origin { employee: EmployeeId(1), desk: DeskId(1) },
            config: config.desk,
            scanner: config.scanner,
        };
        let mut session = Session::open(opening, clock::tick());
        session.stack = Stack::new(Box::new(Faulty));
        let wire = Wire::default();
        let capabilities = Capabilities { term: "xterm".into(), ..Capabilities::default() };
        let attach = Input::Attach { out: Box::new(wire.clone()), capabilities, size: (80, 24) };
        wake.send(attach).unwrap();
        (session, wake, input, wire)
    }

    #[test]
    fn a_screen_that_panics_ends_its_session_and_gives_the_terminal_back() {
        let (mut session, wake, input, wire) = session();
        wake.send(Input::Bytes(clock::tick(), b"SN-0001\r".to_vec())).unwrap();
        assert_eq!(drive(&mut session, &input), SessionEnd::Failed);
        assert!(wire.text().contains("in the server's log. What was accepted is in its draft"), "{:?}", wire.text());
        assert!(wire.text().ends_with("start it again.\r\n"), "{:?}", wire.text());
        assert!(wire.text().contains("\u{1b}[?1049l"));
    }

    #[test]
    fn a_session_ends_when_it_is_stopped_and_gives_the_terminal_back() {
        let (mut session, wake, input, wire) = session();
        wake.send(Input::Stop).unwrap();
        assert_eq!(drive(&mut session, &input), SessionEnd::Stopped);
        assert!(wire.text().ends_with("\u{1b}[?1049l"));
    }

    #[test]
    fn an_idle_desk_wakes_for_minute_and_day_alone_and_not_at_all_without_a_terminal() {
        let (mut session, _, input, _) = session();
        let at = session.at;
        assert_eq!(session.deadline(), None);
        session.take(input.try_recv().unwrap(), at);
        assert_eq!(session.deadline(), Some(at + Duration::from_secs(60)));
        session.config.clock = false;
        assert_eq!(session.deadline(), Some(at + Duration::from_secs(24 * 60 * 60)), "the day turns all the same");
        session.config.clock = true;
        session.config.quiet = true;
        assert_eq!(session.deadline(), None);
    }
}
