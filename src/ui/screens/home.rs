//! The first screen: drafts to go on with, what arrived today, what runs low, and what the line understands.
//!
//! ```text
//!   Drafts                                           units  To decide
//! ▸ posting of 09:38   Northwind Parts → Main           17          1   Ana, desk 2
//!
//!   Arrived today   3 postings, 230 units and pieces
//!   Below minimum   USB cable 1 m  3 of 50
//! ```

mod undo;
mod view;

use crate::domain::document::{DocumentKind, DocumentState};
use crate::messages::{Answer, DocumentRow, HomeView, Meaning, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Scanned, Screen, Tag};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::Walk;

use super::find::Find;
use super::meaning;
use super::whose::Whose;

const HOME: Tag = 1;
const SCAN: Tag = 2;
const OTHER: Tag = 3;
const HINT: Tag = 4;

/// What the line of Home understands.
const UNDERSTANDS: &[(&str, &str)] = &[
    ("a serial", "Where it stands and whose warranty runs; its passport."),
    ("a barcode", "Opens its product."),
    ("P-118", "Opens the document of that number."),
    ("a warehouse or bin", "Shows what is in stock there."),
    ("any text", "Finds it everywhere, once Enter ends it."),
];

/// First screen of a desk.
#[derive(Default)]
pub struct Home {
    view: Option<Box<HomeView>>,
    /// Its drafts, and after them what is below minimum.
    walk: Walk,
    /// Scan being asked about, and what its first reading is.
    scan: Option<Scanned>,
    first: Vec<Meaning>,
    /// What F7 asks about.
    undo: Option<undo::Chosen>,
}

/// A row that Enter opens.
enum Row<'a> {
    Draft(&'a DocumentRow),
    Low(&'a crate::messages::BelowMinimum),
}

impl Home {
    fn ask(here: &Here) -> Vec<Effect> {
        vec![Effect::Ask(HOME, Query::Home { employee: here.employee, desk: here.desk })]
    }

    fn shows(&mut self, view: Box<HomeView>) {
        // Who rests on the first row finds the newest draft there; who moved keeps what was chosen.
        let moved = self.walk.selected().is_some_and(|at| at > 0);
        let chosen = self.chosen().filter(|_| moved).map(|row| row.target());
        self.walk.count(view.drafts.len() + view.below_minimum.len());
        self.view = Some(view);
        let place =
            chosen.and_then(|was| (0..self.walk.len()).find(|at| self.row(*at).is_some_and(|it| it.target() == was)));
        if let Some(place) = place {
            self.walk.select(place);
        }
    }

    fn row(&self, at: usize) -> Option<Row<'_>> {
        let view = self.view.as_ref()?;
        let low = || view.below_minimum.get(at.checked_sub(view.drafts.len())?).map(Row::Low);
        view.drafts.get(at).map(Row::Draft).or_else(low)
    }

    fn chosen(&self) -> Option<Row<'_>> {
        self.row(self.walk.selected()?)
    }

    /// Tells that nothing was ever made here: say what to do first.
    fn is_fresh(view: &HomeView) -> bool {
        view.products == 0 && view.drafts.is_empty()
    }

    fn scanned(&mut self, scan: Scanned) -> Vec<Effect> {
        let asked = Effect::Ask(SCAN, meaning::query(&scan.text));
        self.scan = Some(scan);
        vec![asked]
    }

    /// Takes what the first reading of a scan is; where there is another reading, that one is asked about too.
    fn read(&mut self, meanings: Vec<Meaning>) -> Vec<Effect> {
        let Some(scan) = &self.scan else { return Vec::new() };
        if let Some(other) = &scan.other {
            self.first = meanings;
            return vec![Effect::Ask(OTHER, meaning::query(other))];
        }
        // A pallet that nobody received: the desk begins a posting for it.
        if meanings.is_empty() && scan.is_pallet() {
            return self.scan.take().map(Effect::NotMine).into_iter().collect();
        }
        let text = scan.text.clone();
        self.said(text, &meanings)
    }

    /// Says what a code is; of one that nothing has, what it may have been is asked first.
    fn said(&mut self, text: String, meanings: &[Meaning]) -> Vec<Effect> {
        if !meanings.is_empty() {
            return meaning::effects(&text, meanings);
        }
        let asked = Effect::Ask(HINT, Query::Hint(text.clone()));
        self.scan = Some(Scanned::of(text));
        vec![asked]
    }

    fn hinted(&mut self, hint: &str) -> Vec<Effect> {
        let scan = self.scan.take();
        scan.map(|scan| Effect::Say(meaning::unknown(&scan.text, hint))).into_iter().collect()
    }

    /// Takes what the other reading is: the one that is known counts, and of two known ones a person chooses.
    fn read_other(&mut self, meanings: Vec<Meaning>) -> Vec<Effect> {
        let Some(Scanned { text, other: Some(other), .. }) = self.scan.take() else { return Vec::new() };
        let mut known = std::mem::take(&mut self.first);
        let text = if known.is_empty() && !meanings.is_empty() { other } else { text };
        known.extend(meanings);
        known.dedup();
        self.said(text, &known)
    }
}

impl Row<'_> {
    fn target(&self) -> Target {
        match self {
            Row::Draft(row) if row.state == DocumentState::Draft || row.kind == DocumentKind::Stocktake => {
                Target::Draft(row.id, row.kind)
            }
            // What is held or on its way is looked at, and goes on from there.
            Row::Draft(row) => Target::Document(row.id),
            Row::Low(low) => Target::Product(low.product),
        }
    }
}

impl Screen for Home {
    fn scope(&self) -> Scope {
        Scope::Home
    }

    fn title(&self) -> String {
        "Home".to_owned()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Scan
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Enter if self.chosen().is_none() => Some("there is no draft to open".to_owned()),
            Action::Whose if !matches!(self.chosen(), Some(Row::Draft(row)) if row.state == DocumentState::Draft) => {
                Some("no draft is selected".to_owned())
            }
            Action::Back => Some("this is the first screen; Ctrl+X leaves the desk".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(Some(Brought::Choice(undo::WAY, at))) => self.ask_undo(here, at),
            Event::Resumed(Some(Brought::Yes(undo::UNDO))) => self.undo_surely(),
            Event::Opened | Event::Changed | Event::Resumed(_) => Home::ask(here),
            Event::Answer(undo::LAST, Ok(Answer::LastDone(last))) => self.last_done(here, last),
            Event::Done(undo::UNDO, result) => self.undone(here, result),
            Event::Act(Action::Undo) => Home::ask_last(here),
            Event::Answer(HOME, Ok(Answer::Home(view))) => {
                self.shows(view);
                Vec::new()
            }
            Event::Answer(SCAN, Ok(Answer::Meanings(meanings))) => self.read(meanings),
            Event::Answer(OTHER, Ok(Answer::Meanings(meanings))) => self.read_other(meanings),
            Event::Answer(HINT, hint) => self.hinted(if let Ok(Answer::Hint(hint)) = &hint { hint } else { "" }),
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Scan(scan) => self.scanned(scan),
            Event::Typed(text) if text.trim().is_empty() => Vec::new(),
            Event::Typed(text) => vec![Effect::Push(Find::of(&text))],
            Event::Act(Action::Enter) => {
                let target = self.chosen().map(|row| row.target());
                target.and_then(|target| super::open(&target)).map(Effect::Push).into_iter().collect()
            }
            Event::Act(Action::Whose) => match self.chosen() {
                Some(Row::Draft(row)) if row.state == DocumentState::Draft => vec![Effect::Push(Whose::of(row.id))],
                _ => Vec::new(),
            },
            Event::Act(action) => {
                if self.walk.act(action, here.page) || super::go(action).is_none() {
                    return Vec::new();
                }
                vec![Effect::Go(action)]
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        match &self.view {
            None => {}
            Some(home) if Home::is_fresh(home) => view::fresh(page),
            Some(home) => view::draw(page, home, &self.walk),
        }
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        UNDERSTANDS
    }
}

#[cfg(test)]
mod tests;
