//! The stock is counted: scan what is there, shelf by shelf, at as many desks as you like; what is missing, too much,
//! elsewhere or unknown is listed beside, and settled when you say so.
//!
//! ```text
//!  Main · shelf A3 · opened 09:38                              412 of 430 · 96 %
//!  [Counted]  Shortage 18   Excess 1   Elsewhere 2   Unknown 0
//!    What                 Product            Shelf   How many  Desk        #
//!  ▸ 356938035643809      Phone X 128 GB     A3             1  desk 2    412
//!    USB cable 1 m                           A3      +10 · 40  desk 1    411
//! ```
//!
//! - `begin`: what shall be counted
//! - `scan`: what a scan or a typed text means here
//! - `settle`: the summary before findings are settled
//! - `view`: the picture

mod begin;
mod scan;
mod settle;
mod view;

use std::collections::VecDeque;

use crate::domain::count::{FindingKind, Subject};
use crate::domain::document::DocumentState;
use crate::domain::id::{BinId, DocumentId, ProductId};
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{Answer, Command, CountRow, FindingRow, No, Outcome, Query, StocktakeView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::tabs;

use super::pick::Pick;
use scan::Incoming;

pub use begin::Begin;

const VIEW: Tag = 1;
const MEANING: Tag = 2;
const OTHER: Tag = 3;
const LAST: Tag = 4;
const BINS: Tag = 5;
const WORK: Tag = 10;
const BACK: Tag = 11;
const NAME: Tag = 12;
const DISCARD: Tag = 13;
const SURE_DISCARD: Tag = 20;

/// A product that is counted by its number.
#[derive(Debug, Clone)]
struct AtHand {
    product: ProductId,
    name: String,
    serialised: bool,
}

/// One stocktake.
pub struct Stocktake {
    id: DocumentId,
    view: Option<StocktakeView>,
    /// 0 is what was counted; then the kinds of findings.
    tab: usize,
    counts: Paged<CountRow>,
    findings: Paged<FindingRow>,
    /// What was counted at this desk only.
    mine: bool,
    /// Shelf that is counted at this desk now.
    shelf: Option<(BinId, String)>,
    /// Product that was counted last here: `*12` is about it, and unknown serials are of it.
    at_hand: Option<AtHand>,
    incoming: Option<Incoming>,
    /// A command or a question is on its way; what comes meanwhile waits.
    busy: bool,
    waiting: VecDeque<Event>,
    /// Unknown serial that a product is being chosen for.
    naming: Option<Subject>,
}

impl Stocktake {
    /// Makes the screen of an open or a closed stocktake.
    pub fn open(id: DocumentId) -> Box<dyn Screen> {
        Box::new(Stocktake {
            id,
            view: None,
            tab: 0,
            counts: Paged::default(),
            findings: Paged::default(),
            mine: false,
            shelf: None,
            at_hand: None,
            incoming: None,
            busy: false,
            waiting: VecDeque::new(),
            naming: None,
        })
    }

    /// Returns the kind of findings that is shown; `None` shows what was counted.
    fn kind(&self) -> Option<FindingKind> {
        FindingKind::ALL.get(self.tab.checked_sub(1)?).copied()
    }

    fn is_closed(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.row.state != DocumentState::Draft)
    }

    /// Tells whether this desk counts without seeing what is expected.
    fn is_blind(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.shortages.is_none())
    }

    fn look(&self) -> Effect {
        Effect::Ask(VIEW, Query::Stocktake(self.id))
    }

    /// Asks for the rows that are shown.
    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let (stocktake, desk) = (self.id, self.mine.then_some(here.desk));
        match self.kind() {
            Some(FindingKind::Shortage) if self.is_blind() => Vec::new(),
            Some(kind) => {
                self.findings.ask(here, |_, after, limit| Query::Findings { stocktake, kind: Some(kind), after, limit })
            }
            None => self.counts.ask(here, |_, after, limit| Query::Counts { stocktake, desk, after, limit }),
        }
    }

    /// Looks at everything again.
    fn refresh(&mut self, here: &Here) -> Vec<Effect> {
        // Who rests on the first row finds the newest count there; who moved keeps what was chosen.
        if self.counts.walk().selected().is_none_or(|at| at == 0) {
            self.counts.restart("");
        } else {
            self.counts.reload();
        }
        self.findings.reload();
        let mut effects = vec![self.look()];
        effects.extend(self.ask(here));
        effects
    }

    fn turn(&mut self, here: &Here, forward: bool) -> Vec<Effect> {
        self.tab = tabs::turn(self.tab, FindingKind::ALL.len() + 1, forward);
        self.findings.restart("");
        self.ask(here)
    }

    /// Takes what may change something, or lets it wait.
    fn take(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        if self.busy {
            self.waiting.push_back(event);
            return Vec::new();
        }
        match event {
            Event::Scan(scan) => self.scanned(scan),
            Event::Typed(text) => self.typed(&text),
            Event::Paste(text) => self.pasted(&text),
            Event::Act(Action::Undo) => {
                self.busy = true;
                let query = Query::Counts { stocktake: self.id, desk: Some(here.desk), after: None, limit: 1 };
                vec![Effect::Ask(LAST, query)]
            }
            _ => Vec::new(),
        }
    }

    /// Goes on with what waited.
    fn go_on(&mut self, here: &Here) -> Vec<Effect> {
        self.busy = false;
        let mut effects = Vec::new();
        while !self.busy
            && let Some(event) = self.waiting.pop_front()
        {
            effects.extend(self.take(here, event));
        }
        effects
    }

    fn run(&mut self, tag: Tag, command: Command) -> Vec<Effect> {
        self.busy = true;
        vec![Effect::Run(tag, command)]
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(why) = self.disabled(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        match action {
            Action::Left => self.turn(here, false),
            Action::Right => self.turn(here, true),
            Action::Filter => {
                self.mine = !self.mine;
                self.tab = 0;
                self.counts.restart("");
                let said =
                    if self.mine { "Shown is what this desk counted." } else { "Shown is what all desks counted." };
                let mut effects = self.ask(here);
                effects.push(Effect::Say(Verdict::plain(said)));
                effects
            }
            Action::Shelf => match &self.view {
                Some(view) => vec![Effect::Push(Pick::bin(view.warehouse))],
                None => Vec::new(),
            },
            Action::Edit => {
                self.naming = self.findings.chosen().map(|row| row.what.clone());
                vec![Effect::Push(Pick::product(""))]
            }
            Action::Post => vec![Effect::Push(settle::Settle::of(self.id))],
            Action::DeleteDraft => {
                let counted = self.view.as_ref().map_or(Quantity::ZERO, |view| view.counted);
                let facts = [format!("{counted} were counted; the journal keeps that.")];
                vec![Effect::Push(Confirm::ask(SURE_DISCARD, "Throw this stocktake away?", facts))]
            }
            Action::Enter => self.open_row(),
            Action::Undo => self.take(here, Event::Act(Action::Undo)),
            action => {
                let event = Event::Act(action);
                let taken =
                    if self.tab == 0 { self.counts.event(here, &event) } else { self.findings.event(here, &event) };
                if taken == Taken::No { Vec::new() } else { self.ask(here) }
            }
        }
    }

    /// Opens what the selected row is about.
    fn open_row(&self) -> Vec<Effect> {
        let target = match self.kind() {
            Some(_) => self.findings.chosen().and_then(|row| match (&row.what, row.product) {
                (Subject::Unit { key, .. }, Some(product)) if row.kind != FindingKind::Unknown => {
                    Some(Target::Unit(product, key.clone()))
                }
                (_, product) => product.map(Target::Product),
            }),
            None => self.counts.chosen().and_then(|row| row.product).map(Target::Product),
        };
        target.and_then(|target| super::open(&target)).map(Effect::Push).into_iter().collect()
    }

    fn resumed(&mut self, here: &Here, brought: Option<&Brought>) -> Vec<Effect> {
        let mut effects = self.refresh(here);
        match brought {
            Some(Brought::Act(action)) => effects.extend(self.act(here, *action)),
            Some(&Brought::Yes(SURE_DISCARD)) => {
                effects.extend(self.run(DISCARD, Command::DiscardStocktake { stocktake: self.id }));
            }
            Some(&Brought::Product(product)) => {
                if let Some(Subject::Unit { key, .. }) = self.naming.take() {
                    effects.extend(self.run(NAME, Command::NameCounted { stocktake: self.id, key, product }));
                }
            }
            Some(&Brought::Bin(bin)) => {
                self.shelf = bin.map(|bin| (bin, String::new()));
                effects.push(match bin {
                    Some(_) => {
                        let warehouse = self.view.as_ref().map(|view| view.warehouse).unwrap_or_default();
                        Effect::Ask(BINS, Query::Bins(warehouse))
                    }
                    None => Effect::Say(Verdict::plain("No shelf is said now: what is counted may lie on any.")),
                });
            }
            _ => self.naming = None,
        }
        effects
    }

    fn answered(&mut self, here: &Here, tag: Tag, answer: Result<Answer, No>) -> Vec<Effect> {
        match (tag, answer) {
            (VIEW, Ok(Answer::Stocktake(view))) => {
                self.view = Some(*view);
                Vec::new()
            }
            (VIEW, Err(no)) => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            (BINS, Ok(Answer::Bins(bins))) => {
                let own = self.shelf.as_ref().map(|(bin, _)| *bin);
                let code = bins.into_iter().find(|(bin, _)| Some(*bin) == own).map(|(_, bin)| bin.code);
                self.shelf = own.zip(code);
                let code = self.shelf.as_ref().map_or("", |(_, code)| code.as_str());
                vec![Effect::Say(Verdict::good("SHELF", code, "what is counted from now on is here"))]
            }
            (MEANING | OTHER, Ok(Answer::Meanings(meanings))) => self.resolved(here, tag == OTHER, meanings),
            (LAST, Ok(Answer::Counts(page))) => {
                if let Some(row) = page.rows.first() {
                    return self.run(BACK, Command::TakeBackCount { stocktake: self.id, entry: row.entry });
                }
                let mut effects = vec![Effect::Say(Verdict::plain("Nothing was counted at this desk."))];
                effects.extend(self.go_on(here));
                effects
            }
            (tag, Ok(Answer::Counts(page))) => {
                self.counts.take(tag, page, |a, b| a.entry == b.entry);
                if self.tab == 0 { self.ask(here) } else { Vec::new() }
            }
            (tag, Ok(Answer::Findings(page))) => {
                self.findings.take(tag, page, |a, b| a.what == b.what);
                if self.tab > 0 { self.ask(here) } else { Vec::new() }
            }
            (MEANING | OTHER | LAST, answer) => {
                self.incoming = None;
                let mut effects: Vec<_> = answer.err().map(|no| Effect::Say(Verdict::no(&no))).into_iter().collect();
                effects.extend(self.go_on(here));
                effects
            }
            (_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            _ => Vec::new(),
        }
    }

    fn done(&mut self, here: &Here, tag: Tag, result: Result<Outcome, No>) -> Vec<Effect> {
        let mut effects = Vec::new();
        match (tag, result) {
            (DISCARD, Ok(_)) => {
                let said = Verdict::good("THROWN AWAY", "", "the journal keeps what was counted");
                return vec![Effect::Say(said), Effect::Pop];
            }
            (NAME, Ok(_)) => effects.push(Effect::Say(Verdict::good("NAMED", "", "its product is known now"))),
            (BACK, Ok(Outcome::CountTakenBack { what, by })) => {
                let said = format!("{by}: this desk's last count is taken back");
                effects.push(Effect::Say(Verdict::good("TAKEN BACK", shown(&what), said)));
            }
            (_, Ok(outcome)) => effects.extend(scan::counted(outcome)),
            (_, Err(no)) => effects.push(Effect::Say(Verdict::no(&no))),
        }
        effects.extend(self.refresh(here));
        effects.extend(self.go_on(here));
        effects
    }
}

impl Screen for Stocktake {
    fn scope(&self) -> Scope {
        Scope::Stocktake
    }

    fn title(&self) -> String {
        match self.view.as_ref().map(|view| &view.row) {
            Some(row) => match &row.number {
                Some(number) => format!("Stocktake {number}"),
                None => format!("Stocktake · {}", row.from),
            },
            None => "Stocktake".to_owned(),
        }
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let unknown = self.kind() == Some(FindingKind::Unknown) && self.findings.chosen().is_some();
        let why = match action {
            Action::Undo | Action::Post | Action::Edit | Action::DeleteDraft | Action::Shelf if self.is_closed() => {
                "this stocktake is closed; open another"
            }
            Action::Edit if !unknown => "an unknown serial is selected first: → goes to them",
            Action::Shelf if self.view.as_ref().is_some_and(|view| view.bin.is_some()) => {
                "this stocktake counts one shelf only"
            }
            Action::DeleteDraft if self.view.as_ref().is_some_and(|view| view.settlements > 0) => {
                "something of it was settled already: settle the rest"
            }
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed => self.refresh(here),
            Event::Resumed(brought) => self.resumed(here, brought.as_ref()),
            Event::Answer(tag, answer) => self.answered(here, tag, answer),
            Event::Done(tag, result) => self.done(here, tag, result),
            Event::Act(action) => self.act(here, action),
            Event::Scan(scan) if self.is_closed() => vec![Effect::NotMine(scan)],
            Event::Scan(_) | Event::Typed(_) | Event::Paste(_) => self.take(here, event),
            Event::Resized => self.ask(here),
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.draw(page);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a serial", "Counts the unit."),
            ("a barcode", "Counts one, or the pack it stands for; of a product with serials, what is scanned next."),
            ("*12, +3, -1", "What was counted last is twelve in all; three more; one less."),
            ("a bin's code", "What is counted from then on stands there."),
            ("SN1..SN9, A1,A2", "Counts each of them: all or none."),
        ]
    }
}
