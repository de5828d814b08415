//! Goods leave, move or come back: scan the units that do, or count what has no serials; each line shows what it takes.
//!
//! ```text
//!  From  Main     Client  Jane Doe     Date  today
//!  ─────────────────────────────────────────────────────────────────────
//!    Line  Product                SN    Qty  Units    Price  Takes
//!  ▸    1  Phone X 128 GB         SN      3      3   249.00  P-118/1
//!       2  USB cable 1 m                200      –     1.20  P-118/2 150 · P-131/1 50
//!  ─────────────────────────────────────────────────────────────────────
//!     3  356938035643809                        P-118/1 · A3    09:41:07
//!     2  356938035643791                        P-118/1 · A3    09:41:05
//!  ─────────────────────────────────────────────────────────────────────
//!  203 to move · value 767.00
//! ```
//!
//! One screen for sales, orders, transfers, write-offs and returns, since each moves stock from a place to a place. What
//! differs stands in one table.
//!
//! - [`kinds`]: that table
//! - [`begin`]: what can be begun
//! - `scan`: what a scan means here
//! - `typed`: what a typed text means here
//! - `keys`: what the keys do
//! - `work`: commands, one after the other, and what is told of each
//! - `undo`: what F7 takes back
//! - `verdicts`: the sentences
//! - `view`: the picture
//! - [`head`], [`mod@line`], [`picker`], [`waiting`], [`whole`]: the screens above it
//!
//! The draft is begun by the first thing taken into it, so that looking in leaves nothing behind.

pub mod begin;
pub mod head;
mod keys;
pub mod kinds;
pub mod line;
pub mod picker;
mod scan;
mod typed;
mod undo;
pub(in crate::ui::screens) mod verdicts;
mod view;
pub mod waiting;
pub mod whole;
mod work;

use crate::domain::document::DocumentState;
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{
    Answer, Command, LabelOf, MoveDraftView, MoveLineView, No, Outcome, PickedView, Printable, Query,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Scanned, Screen, Tag};
use crate::ui::screens::turns::{Step, TakesTurns, Turns};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::Walk;

use kinds::Kind;
use undo::Taken;
pub(super) use view::lots;
use work::Work;

const DRAFT: Tag = 1;
const UNITS: Tag = 2;
const OLDER: Tag = 3;
const MEANING: Tag = 4;
const OTHER: Tag = 5;
const HINT: Tag = 6;
const NAMES: Tag = 7;
const CHOSEN: Tag = 8;
const REST: Tag = 9;
const SURE_UNDO: Tag = 30;
const SURE_DELETE: Tag = 31;
const SURE_DROP: Tag = 32;
const WHICH: Tag = 33;
/// A scan of the tray is brought back with this and its row.
const WAITED: Tag = 1_000;

/// Units asked for at once; older ones come as they are walked to.
const UNITS_AT_ONCE: usize = 60;

/// One draft of what leaves, moves or comes back.
pub struct Moving {
    kind: &'static Kind,
    draft: Option<DocumentId>,
    view: Option<Box<MoveDraftView>>,
    /// Units of the selected line, the newest first.
    units: Vec<PickedView>,
    selected: Option<LineNo>,
    lines: Walk,
    /// The units of the line are walked instead of the lines.
    walked: Option<Walk>,
    turns: Turns<Work>,
    incoming: Option<scan::Incoming>,
    undo: Vec<Taken>,
    /// The draft was begun for what is taken right now: nothing is in it yet.
    fresh: bool,
    /// A line was made for units to be picked: they are listed next.
    picks_next: bool,
    begun: String,
    desk: String,
    /// What was scanned before the head was there that has to be: the unit it begins with.
    kept: Option<Event>,
    /// What was just posted here.
    banner: Option<String>,
}

impl Moving {
    /// Makes a screen whose draft begins with the first thing taken: the unit that is given, when one is.
    pub fn begin(kind: &'static Kind, unit: Option<String>) -> Box<dyn Screen> {
        let kept = unit.map(|serial| Event::Scan(Scanned::of(serial)));
        Box::new(Moving { kept, ..Moving::new(kind) })
    }

    /// Makes a screen on a draft, as it was left: the line last used is selected.
    pub fn open(kind: &'static Kind, draft: DocumentId) -> Box<dyn Screen> {
        Box::new(Moving { draft: Some(draft), ..Moving::new(kind) })
    }

    fn new(kind: &'static Kind) -> Moving {
        Moving {
            kind,
            draft: None,
            view: None,
            units: Vec::new(),
            selected: None,
            lines: Walk::default(),
            walked: None,
            turns: Turns::default(),
            incoming: None,
            undo: Vec::new(),
            fresh: false,
            picks_next: false,
            begun: String::new(),
            desk: String::new(),
            kept: None,
            banner: None,
        }
    }

    /// Returns the line that scans go to.
    fn at_hand(&self) -> Option<&MoveLineView> {
        let selected = self.selected?;
        self.view.as_ref()?.lines.iter().find(|line| line.line == selected)
    }

    /// Selects a line.
    fn choose(&mut self, line: LineNo) {
        if self.selected != Some(line) {
            self.selected = Some(line);
            self.units.clear();
            self.walked = None;
        }
        let place = self.view.as_ref().and_then(|view| view.lines.iter().position(|other| other.line == line));
        self.lines.select(place.unwrap_or(usize::MAX));
    }

    fn ask_units(&self) -> Option<Effect> {
        let (draft, line) = (self.draft?, self.at_hand().filter(|line| line.serialised)?.line);
        // Walking far back, as much is asked for as was seen.
        let limit = self.walked.map_or(UNITS_AT_ONCE, |walk| walk.len().max(UNITS_AT_ONCE));
        Some(Effect::Ask(UNITS, Query::Picked { draft, line, before: None, limit }))
    }

    /// Takes the draft as it is now.
    fn look(&mut self, here: &Here, view: Box<MoveDraftView>) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        match view.state {
            DocumentState::Draft => {}
            DocumentState::Deleted => return self.gone(),
            state => {
                let number = view.number.clone().unwrap_or_default();
                let said = Verdict::warn(&state.word().to_uppercase(), number, "another desk closed this draft");
                let open = Target::Document(view.id);
                self.begin_anew(None);
                return vec![Effect::Say(said.opening(open)), Effect::Pop];
            }
        }
        self.begun = here.clock(view.opened);
        self.kind = kinds::of_draft(&view).unwrap_or(self.kind);
        let still = self.selected.filter(|line| view.lines.iter().any(|other| other.line == *line));
        // Of what arrives the lines are there from the start.
        let begins = if self.kind.arrives() { view.lines.first() } else { view.lines.last() };
        let last = || begins.map(|line| line.line);
        let selected = still.or_else(last);
        self.lines.count(view.lines.len());
        self.view = Some(view);
        match selected {
            Some(line) => self.choose(line),
            None => self.selected = None,
        }
        if !self.at_hand().is_some_and(|line| line.serialised) {
            self.units.clear();
            self.walked = None;
        }
        let mut effects: Vec<_> = self.ask_units().into_iter().collect();
        if std::mem::take(&mut self.picks_next) {
            effects.extend(self.open_picker());
        }
        effects
    }

    fn walk_is_as_long(&mut self) {
        if let Some(walk) = &mut self.walked {
            walk.count(self.units.len());
        }
    }

    /// Tells that a field of the head has to be there before anything is taken.
    fn wants_head(&self) -> bool {
        self.draft.is_none() && self.kind.needs.is_some_and(|needs| needs != kinds::Head::Of)
    }

    fn head_form(&self) -> Effect {
        Effect::Push(Box::new(head::HeadForm::new(self.kind, self.view.as_deref())))
    }

    fn resumed(&mut self, here: &Here, brought: Option<Brought>) -> Vec<Effect> {
        match brought {
            Some(Brought::Act(action)) => self.act(here, action),
            Some(Brought::Product(product)) => {
                self.turns.step = Step::Asking;
                vec![Effect::Ask(CHOSEN, Query::Product(product))]
            }
            Some(Brought::Posted(..)) => self.posted(),
            Some(Brought::Document(document)) => {
                self.draft = Some(document);
                self.turns.waiting.extend(self.kept.take());
                self.refresh()
            }
            Some(Brought::Serials(line, serials, _)) => {
                self.undo.push(Taken::Serials { serials });
                self.choose(line);
                self.refresh()
            }
            Some(Brought::Text(tag, raw)) if tag >= WAITED => self.resolve(scan::Incoming::waited(tag - WAITED, &raw)),
            Some(Brought::Choice(WHICH, at)) => self.which(here, at),
            Some(Brought::Yes(SURE_UNDO)) => self.undo_surely(here),
            Some(Brought::Yes(SURE_DELETE)) => self.work(here, Work::Delete),
            Some(Brought::Yes(SURE_DROP)) => self.drop_line(here),
            None if self.wants_head() => self.without_head(),
            _ => self.refresh(),
        }
    }

    /// The form that asks for the head was left: nothing was begun.
    fn without_head(&mut self) -> Vec<Effect> {
        match (self.kept.take(), &self.banner) {
            (_, None) => vec![Effect::Pop],
            (None, Some(_)) => Vec::new(),
            (Some(_), Some(_)) => {
                let said = format!("nothing was begun: {} comes first", self.kind.needs.map_or("", kinds::Head::label));
                vec![Effect::Say(Verdict::bad("NOT TAKEN", "", said))]
            }
        }
    }

    /// Makes room for the next document of this kind.
    fn posted(&mut self) -> Vec<Effect> {
        if self.kind.arrives() {
            // What stays on its way is shown by the transfer.
            return vec![Effect::Pop];
        }
        self.begin_anew(Some("Posted; Ctrl+O opens it.".to_owned()));
        Vec::new()
    }

    /// Another desk threw the draft away.
    fn gone(&mut self) -> Vec<Effect> {
        self.begin_anew(None);
        vec![Effect::Say(Verdict::bad("DELETED", "", "this draft is gone: another desk threw it away")), Effect::Pop]
    }

    /// Forgets the draft: the next scan begins another.
    fn begin_anew(&mut self, banner: Option<String>) {
        let desk = std::mem::take(&mut self.desk);
        // What was scanned meanwhile is not lost.
        let waiting = std::mem::take(&mut self.turns.waiting);
        *self = Moving { desk, banner, ..Moving::new(self.kind) };
        self.turns.waiting = waiting;
    }
}

/// Tells whether whoever works here sees what things cost.
fn costs_of(here: &Here) -> bool {
    here.may(Permission::SeeCosts)
}

/// What comes when its turn has come, and what it leads to.
impl TakesTurns for Moving {
    type Work = Work;

    fn turns(&mut self) -> &mut Turns<Work> {
        &mut self.turns
    }

    fn beginning() -> Work {
        Work::Open
    }

    fn begins(work: &Work) -> bool {
        matches!(work, Work::Open)
    }

    fn has_draft(&self) -> bool {
        self.draft.is_some()
    }

    fn look_at_draft(&self) -> Option<Effect> {
        self.draft.map(|draft| Effect::Ask(DRAFT, Query::MoveDraft(draft)))
    }

    fn command(&self, here: &Here, work: &Work) -> Option<Command> {
        self.command_of(here, work)
    }

    fn ended(&mut self, work: Work, result: Result<Outcome, No>) -> Vec<Effect> {
        self.work_ended(work, result)
    }

    fn answered(&mut self, here: &Here, tag: Tag, answer: Result<Answer, No>) -> Vec<Effect> {
        match (tag, answer) {
            (DRAFT, Ok(Answer::MoveDraft(view))) => self.look(here, view),
            (DRAFT, Err(No::Refused(_))) => self.gone(),
            (UNITS, Ok(Answer::Picked(units))) => {
                self.units = units;
                self.walk_is_as_long();
                Vec::new()
            }
            (OLDER, Ok(Answer::Picked(older))) => {
                self.units.extend(older);
                self.walk_is_as_long();
                Vec::new()
            }
            (MEANING | OTHER, Ok(Answer::Meanings(meanings))) => self.resolved(here, tag == OTHER, meanings),
            (HINT, answer) => self.hinted(answer.ok()),
            (NAMES, Ok(answer)) => self.found_names(here, answer),
            (REST, Ok(Answer::Rest(rest))) => self.take_rest(here, rest),
            (CHOSEN, Ok(Answer::Product(product))) => self.chosen(here, &product),
            (_, Err(no @ No::Refused(_))) => {
                self.turns.step = Step::Idle;
                vec![Effect::Say(Verdict::no(&no))]
            }
            // What is broken was told by the session; the desk goes on.
            _ => self.idle(),
        }
    }

    fn take(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        // Whoever scans on is done with walking the units.
        if !matches!(event, Event::Act(_)) {
            self.walked = None;
        }
        if self.wants_head() && matches!(event, Event::Scan(_) | Event::Typed(_)) {
            self.kept = Some(event);
            return vec![self.head_form()];
        }
        match event {
            Event::Scan(scan) => self.scanned(scan),
            Event::Typed(text) => self.typed(here, &text),
            Event::Paste(text) => self.pasted(text),
            Event::Act(action) => self.act(here, action),
            Event::Resumed(brought) => self.resumed(here, brought),
            _ => Vec::new(),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        if self.draft.is_some() {
            return self.refresh();
        }
        if self.wants_head() {
            return vec![self.head_form()];
        }
        self.turns.waiting.extend(self.kept.take());
        Vec::new()
    }
}

impl Screen for Moving {
    fn scope(&self) -> Scope {
        if self.kind.arrives() { Scope::Arriving } else { Scope::Moving }
    }

    fn title(&self) -> String {
        let title = match &self.view {
            Some(view) if self.kind.arrives() => format!("{} {}", self.kind.title, view.of_number),
            _ => self.kind.title.to_owned(),
        };
        if self.begun.is_empty() { title } else { format!("{title} · draft of {}", self.begun) }
    }

    fn step_back(&mut self, here: &Here) -> Option<Vec<Effect>> {
        if self.walked.take().is_some() {
            return Some(Vec::new());
        }
        // Who only looked at what is on its way leaves nothing behind.
        let untouched = |view: &MoveDraftView| {
            let theirs = view.desk != here.desk_name || view.shared || !view.note.is_empty() || view.date.is_some();
            view.quantity.is_zero() && view.to_decide == 0 && !theirs
        };
        let looked = self.kind.arrives() && self.undo.is_empty() && self.view.as_deref().is_some_and(untouched);
        (looked && self.turns.step == Step::Idle).then(|| self.work(here, Work::Leave))
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        if self.desk != here.desk_name {
            self.desk.clone_from(&here.desk_name);
        }
        self.turn(here, event)
    }

    fn view(&self, page: &mut Page<'_>) {
        view::draw(self, page);
    }

    fn disabled(&self, action: Action) -> Option<String> {
        self.why_not(action)
    }

    fn prints(&self) -> Vec<Printable> {
        let (Some(draft), Some(line)) = (self.draft, self.at_hand()) else { return Vec::new() };
        if !line.serialised {
            return vec![Printable::label(&line.name, LabelOf::Line(draft, line.line))];
        }
        let walked = self.walked.and_then(|walk| self.units.get(walk.selected()?)).or(self.units.first());
        let mut rows: Vec<_> = walked.map(|unit| Printable::serial(line.product, &unit.serial)).into_iter().collect();
        if line.picked > 1 {
            let name = format!("line {} {}", line.line, line.name);
            rows.push(Printable::all(line.picked, name, LabelOf::Line(draft, line.line)));
        }
        rows
    }

    fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        self.draft.map(|draft| (draft, self.selected))
    }

    fn speak(&self) -> Option<Vec<String>> {
        Some(view::sentences(self))
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a serial", "Takes that unit: its line is found or made."),
            ("a product's barcode", "Counts a product without serials; of one with serials its line is selected."),
            ("a bin's code", "Takes from that shelf, or brings to it."),
            ("S-12, P-12", "In a return: the document whose goods come back."),
            ("*200", "Sets the quantity."),
            ("/1.20", "Sets the price of one, of what is sold."),
            ("//170", "Sets the price of the whole line."),
            ("SN1..SN9 SN001*100 9+2", "Shows a range of serials, then takes them."),
            ("part of a name", "Lets you choose the product."),
        ]
    }
}
