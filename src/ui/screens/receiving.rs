//! Goods come in: scan a product's barcode, then its serials; what needs a decision waits while scanning goes on.
//!
//! ```text
//!  Supplier  Northwind Parts     Invoice  4711-B     Date  2026-11-22
//!  ─────────────────────────────────────────────────────────────────────
//!    Line  Product                SN     Qty   Serials       Cost  Warranty
//!  ▸    1  Phone X 128 GB         SN      30   17 / 30   199.00 =   12 mo =
//!       2  USB cable 1 m                 200         –       0.85         –
//!  ─────────────────────────────────────────────────────────────────────
//!    17  356938035643809                         carton 2 · 7/10  09:41:07
//!    16  356938035643791                                          09:41:05
//!  ─────────────────────────────────────────────────────────────────────
//!  To decide (1)  UNKNOWN 4006381333931
//! ```
//!
//! - [`grammar`]: what may be typed and what a code's shape says
//! - `scan`: what a scan means here
//! - `readings`: which of two readings of a scan is meant
//! - `marked`: a label that says several things in one code
//! - `pallet`: a pallet's label
//! - `typed`: what a typed text means here
//! - `keys`: what the keys do
//! - `work`: commands, one after the other, and what is told of each
//! - `undo`: what F7 takes back
//! - `prints`: what F9 prints
//! - `verdicts`: the sentences
//! - `view`: the picture
//!
//! The draft is begun by the first thing taken into it, so that looking in leaves nothing behind.

pub mod grammar;
mod keys;
mod marked;
mod pallet;
pub(super) mod prints;
mod readings;
mod scan;
mod typed;
mod undo;
pub(crate) mod verdicts;
mod view;
mod work;

#[cfg(test)]
mod tests;

use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::marking::Marking;
use crate::domain::unit::UnitLabel;
use crate::messages::{
    Answer, Command, DraftView, LineView, Meaning, No, Outcome, Printable, Query, ScanView, TrayView,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::screens::turns::{Step, TakesTurns, Turns};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::Walk;

use undo::Taken;
use work::Work;

const DRAFT: Tag = 1;
const SCANS: Tag = 2;
const TRAY: Tag = 3;
const MEANING: Tag = 4;
const OTHER: Tag = 5;
const HINT: Tag = 6;
const SPLIT: Tag = 7;
const NAMES: Tag = 8;
const MADE: Tag = 9;
const LONG_UNDO: Tag = 10;
const OLDER: Tag = 11;
const SURE_UNDO: Tag = 30;
const SURE_DELETE: Tag = 31;
const SURE_DROP: Tag = 32;

/// Serials asked for at once; older ones come as they are walked to.
const SCANS_AT_ONCE: usize = 60;

/// The receiving screen: one draft posting.
#[derive(Default)]
pub struct Receiving {
    draft: Option<DocumentId>,
    view: Option<DraftView>,
    scans: Vec<ScanView>,
    tray: Vec<TrayView>,
    selected: Option<LineNo>,
    /// A product nobody knows was scanned: serials wait until a line is chosen.
    held: bool,
    /// The next scan is damaged.
    damaged: bool,
    lines: Walk,
    /// The units of the line are walked instead of the lines.
    units: Option<Walk>,
    turns: Turns<Work>,
    incoming: Option<Incoming>,
    meanings: Option<Vec<Meaning>>,
    named: Option<Target>,
    /// A name was typed that no product has.
    wished: Option<String>,
    undo: Vec<Taken>,
    /// Serials of a long take that was asked about, ready to be taken back.
    sure: Option<(LineNo, Vec<String>)>,
    begun: String,
    /// What the title says of a draft that is shared, or somebody else's.
    whose: String,
    desk: String,
    /// What the verdict of the goods being taken says as well: that they are past their day, or odd.
    remark: Option<String>,
    /// What was just posted here.
    banner: Option<String>,
    /// That, by its number, and how many labels it has.
    posted: Option<(DocumentId, String, u32)>,
}

/// A code on its way to being understood.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the scan")]
#[derive(Debug, Clone, Default)]
struct Incoming {
    text: String,
    other: Option<String>,
    double: bool,
    double_count: bool,
    doubtful: bool,
    typed: bool,
    marking: Option<Box<Marking>>,
    from_tray: Option<u32>,
    /// What its label said, when the code is the serial of one.
    label: Option<UnitLabel>,
}

impl Receiving {
    /// Makes a screen whose draft begins with the first thing taken.
    pub fn start() -> Box<dyn Screen> {
        Box::new(Receiving::default())
    }

    /// Makes a screen on a draft, as it was left: the line last used is selected.
    pub fn open(draft: DocumentId) -> Box<dyn Screen> {
        Box::new(Receiving { draft: Some(draft), ..Receiving::default() })
    }

    /// Returns the line that scans go to.
    fn at_hand(&self) -> Option<&LineView> {
        if self.held { None } else { self.shown_line() }
    }

    /// Returns the selected line, also while scans are kept from it.
    fn shown_line(&self) -> Option<&LineView> {
        let selected = self.selected?;
        self.view.as_ref()?.lines.iter().find(|line| line.line == selected)
    }

    /// Selects a line.
    fn choose(&mut self, line: LineNo) {
        self.held = false;
        if self.selected != Some(line) {
            self.selected = Some(line);
            self.scans.clear();
            self.units = None;
        }
        let place = self.view.as_ref().and_then(|view| view.lines.iter().position(|other| other.line == line));
        self.lines.select(place.unwrap_or(usize::MAX));
    }

    fn ask_scans(&self) -> Option<Effect> {
        let (draft, line) = (self.draft?, self.shown_line().filter(|line| line.serialised)?.line);
        // Walking far back, as much is asked for as was seen.
        let limit = self.units.map_or(SCANS_AT_ONCE, |walk| walk.len().max(SCANS_AT_ONCE));
        Some(Effect::Ask(SCANS, Query::DraftSerials { draft, line, before: None, limit }))
    }

    /// Takes the draft as it is now.
    fn look(&mut self, here: &Here, view: DraftView) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        match view.state {
            DocumentState::Draft => {}
            DocumentState::Posted
            | DocumentState::Cancelled
            | DocumentState::Reserved
            | DocumentState::InTransit
            | DocumentState::Expired => {
                let number = view.number.clone().unwrap_or_default();
                let said = Verdict::warn("POSTED", number, "another desk posted this draft");
                self.begin_anew(None);
                return vec![Effect::Say(said.opening(Target::Document(view.id))), Effect::Pop];
            }
            DocumentState::Deleted => return self.gone(),
        }
        self.begun = here.clock(view.opened);
        self.whose = match (view.owner == here.employee, view.shared) {
            (true, false) => String::new(),
            (true, true) => " · shared".to_owned(),
            (false, false) => format!(" · {}'s", view.employee),
            (false, true) => format!(" · {}'s, shared", view.employee),
        };
        let still = self.selected.filter(|line| view.lines.iter().any(|other| other.line == *line));
        let last = || view.lines.iter().max_by_key(|line| (line.used, line.line)).map(|line| line.line);
        let selected = still.or_else(last);
        self.lines.count(view.lines.len());
        let waits = view.to_decide > 0 || !self.tray.is_empty();
        let serialised = view.lines.iter().any(|line| Some(line.line) == selected && line.serialised);
        let got_serials = self.view.as_ref().and_then(|before| verdicts::got_serials(&before.lines, &view.lines));
        self.view = Some(view);
        let held = self.held;
        match selected {
            Some(line) => self.choose(line),
            None => self.selected = None,
        }
        self.held = held && selected.is_some();
        if !serialised {
            self.scans.clear();
            self.units = None;
        }
        let mut effects: Vec<_> = self.ask_scans().into_iter().collect();
        effects.extend(got_serials.map(Effect::Say));
        if waits && let Some(draft) = self.draft {
            effects.push(Effect::Ask(TRAY, Query::Tray(draft)));
        }
        effects
    }
}

/// What comes when its turn has come, and what it leads to.
impl TakesTurns for Receiving {
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
        self.draft.map(|draft| Effect::Ask(DRAFT, Query::Draft(draft)))
    }

    fn command(&self, here: &Here, work: &Work) -> Option<Command> {
        self.command_of(here, work)
    }

    fn ended(&mut self, work: Work, result: Result<Outcome, No>) -> Vec<Effect> {
        self.work_ended(work, result)
    }

    fn answered(&mut self, here: &Here, tag: Tag, answer: Result<Answer, No>) -> Vec<Effect> {
        match (tag, answer) {
            (DRAFT, Ok(Answer::Draft(view))) => self.look(here, *view),
            (DRAFT, Err(No::Refused(_))) => self.gone(),
            (SCANS, Ok(Answer::Scans(scans))) => {
                if let Some(walk) = &mut self.units {
                    walk.count(scans.len());
                }
                self.scans = scans;
                Vec::new()
            }
            (OLDER, Ok(Answer::Scans(older))) => {
                self.scans.extend(older);
                if let Some(walk) = &mut self.units {
                    walk.count(self.scans.len());
                }
                Vec::new()
            }
            (TRAY, Ok(Answer::Tray(tray))) => {
                self.tray = tray;
                Vec::new()
            }
            (MEANING | OTHER, Ok(answer)) => self.resolved(here, tag == OTHER, answer),
            (HINT, answer) => self.hinted(here, answer.ok()),
            (SPLIT, answer) => self.split(here, answer.ok()),
            (NAMES, Ok(answer)) => self.found_names(here, answer),
            (MADE, Ok(Answer::Product(product))) => self.made(here, &product),
            (LONG_UNDO, Ok(Answer::Scans(scans))) => self.long_take(&scans),
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
            self.units = None;
            self.wished = None;
        }
        match event {
            Event::Scan(scan) => self.scanned(here, scan),
            Event::Typed(text) => self.typed(here, &text),
            Event::Paste(text) => self.pasted(text),
            Event::Act(action) => self.act(here, action),
            Event::Resumed(brought) => self.resumed(here, brought),
            _ => Vec::new(),
        }
    }
}

impl Screen for Receiving {
    fn scope(&self) -> Scope {
        Scope::Receiving
    }

    fn title(&self) -> String {
        if self.begun.is_empty() {
            return "Receiving".to_owned();
        }
        format!("Receiving · draft of {}{}", self.begun, self.whose)
    }

    fn step_back(&mut self, _: &Here) -> Option<Vec<Effect>> {
        self.units.take().map(|_| Vec::new())
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
        prints::of(self)
    }

    fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        self.draft.map(|draft| (draft, self.selected))
    }

    fn speak(&self) -> Option<Vec<String>> {
        Some(view::sentences(self))
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a product's barcode", "Selects its line or makes one; a product without serials is counted."),
            ("a GS1 label", "Does all it says: product, serial, batch, expiry, count."),
            ("a pallet's label", "Is noted in the posting, which is found by it afterwards."),
            ("a serial", "Goes to the selected line; what needs a decision waits, and scanning goes on."),
            ("a bin's code", "Puts the selected line on that shelf."),
            ("*200", "Sets the quantity; before the first serial, the units in a carton."),
            ("*3*10", "Sets three cartons of ten."),
            ("/0.85", "Sets the cost of one."),
            ("//170", "Sets the cost of the whole line."),
            ("*200/0.85", "Sets both."),
            ("SN1..SN9 SN001*100 9+2 ~+4", "Shows a range or generated serials, then takes them."),
            ("part of a name", "Lets you choose the product."),
        ]
    }
}

/// What a screen above brought back, for the posting that is being received.
impl Receiving {
    fn resumed(&mut self, here: &Here, brought: Option<Brought>) -> Vec<Effect> {
        match brought {
            Some(Brought::Act(action)) => self.act(here, action),
            Some(Brought::Product(product)) => {
                self.turns.step = Step::Asking;
                vec![Effect::Ask(MADE, Query::Product(product))]
            }
            Some(Brought::Posted(document, number)) => self.posted(document, number),
            Some(Brought::Document(document)) => {
                self.draft = Some(document);
                self.refresh()
            }
            Some(Brought::Serials(line, serials, count)) => {
                self.undo.push(Taken::Serials { line, serials, count });
                self.refresh()
            }
            Some(Brought::Decided(line, serials)) => {
                let taken = |(line, serial)| Taken::Serials { line, serials: vec![serial], count: 1 };
                self.undo.extend(serials.into_iter().map(taken));
                if let Some(line) = line {
                    self.choose(line);
                }
                self.refresh()
            }
            Some(Brought::Yes(SURE_UNDO)) => self.undo_surely(here),
            Some(Brought::Yes(SURE_DELETE)) => self.work(here, Work::Delete),
            Some(Brought::Yes(SURE_DROP)) => self.drop_line(here),
            _ => self.refresh(),
        }
    }

    /// Makes room for the next posting: the next scan begins it. What was posted can still be labelled.
    fn posted(&mut self, document: DocumentId, number: String) -> Vec<Effect> {
        let labels = prints::count(self.view.as_ref().map_or(&[], |view| &view.lines));
        let offered = prints::offer(labels);
        self.begin_anew(Some(format!("Posted; Ctrl+O opens it, {offered}.")));
        self.posted = Some((document, number, labels));
        Vec::new()
    }

    /// Another desk threw the draft away.
    fn gone(&mut self) -> Vec<Effect> {
        self.begin_anew(None);
        vec![Effect::Say(Verdict::bad("DELETED", "", "this draft is gone: another desk threw it away")), Effect::Pop]
    }

    /// Forgets the draft: where this is the first screen, the next scan begins another.
    fn begin_anew(&mut self, banner: Option<String>) {
        let desk = std::mem::take(&mut self.desk);
        *self = Receiving { desk, banner, ..Receiving::default() };
    }
}
