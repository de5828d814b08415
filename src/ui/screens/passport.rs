//! One unit: what it is, where it stands, how it came and every move it made; ←→ walk its lot.
//!
//! ```text
//!  Phone X 128 GB                                 IN STOCK ●  Main · bin A3
//!  SN 356938035643809                             lot P-118/1 · unit 17 of 50
//!  ────────────────────────────────────────────────────────────────────────────
//!  Posted      2026-10-02  P-118      Supplier  Northwind Parts · invoice 4711-B
//!  Cost        199.00 EUR             Supplier's warranty  12 mo, until 2027-10-02
//!  Client      –                      Warranty to client  24 mo from sale
//!  ────────────────────────────────────────────────────────────────────────────
//!    When              Document   From → to                     Who          Note
//!  ▸ 2026-10-02 09:41  P-118      Northwind Parts → Main A3     Ana, desk 2
//! ```

mod facts;
mod view;
mod window;

use crate::domain::id::ProductId;
use crate::domain::serial::SerialKey;
use crate::messages::{
    Answer, Command, JournalFilter, MovementPage, No, PassportView, Printable, Query, Standing, UnitRef,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::Walk;

use super::correct::CorrectSerial;
use super::note_form::NoteForm;
use window::Window;

const UNIT: Tag = 1;
const NEIGHBOUR: Tag = 2;
const REMARK: Tag = 3;
const NAMED: Tag = 4;

/// Passport of a unit.
pub struct Passport {
    of: UnitRef,
    unit: Option<Box<PassportView>>,
    /// Those of its movements that are held.
    window: Window,
    /// Its movements, all of them.
    walk: Walk,
    /// Its facts and movements, one a line, where they share one list.
    lines: Walk,
}

impl Passport {
    /// Makes the passport of a unit by product and key.
    pub fn of(product: ProductId, key: SerialKey) -> Box<dyn Screen> {
        Passport::named(UnitRef::Key(product, key))
    }

    /// Makes the passport of a unit by what is known of it.
    pub fn named(of: UnitRef) -> Box<dyn Screen> {
        let (window, walk, lines) = Default::default();
        Box::new(Passport { of, unit: None, window, walk, lines })
    }

    /// Takes the unit as it is now; the last movement is selected when it is another one than before.
    fn shows(&mut self, mut unit: Box<PassportView>, here: &Here) {
        let another = self.unit.as_ref().is_none_or(|was| (was.product, &was.key) != (unit.product, &unit.key));
        let newest = std::mem::take(&mut unit.movements.rows);
        let newest = MovementPage { rows: newest, ..unit.movements.clone() };
        if another {
            self.window.restart(newest);
        } else {
            self.window.renew(newest);
        }
        self.of = UnitRef::Key(unit.product, unit.key.clone());
        self.unit = Some(unit);
        self.count(here);
        if another {
            self.walk.select(usize::MAX);
            self.lines.select(0);
        }
    }

    /// Counts what there is to walk. How many lines the facts take is by the columns.
    fn count(&mut self, here: &Here) {
        let Some(unit) = &self.unit else { return };
        self.walk.count(self.window.of());
        self.lines.count(facts::lines(unit, here).len() + self.window.of());
    }

    /// Asks for movements that come near, or are in view and not held.
    fn ask(&mut self, here: &Here) -> Option<Effect> {
        self.unit.as_ref()?;
        let at = if shares(here.columns, here.page) {
            let facts = self.lines.len() - self.walk.len();
            self.lines.selected()?.saturating_sub(facts)
        } else {
            self.walk.selected()?
        };
        self.window.ask(at, usize::from(here.page), &self.of)
    }

    fn open_document(&self, here: &Here) -> Vec<Effect> {
        let Some(unit) = &self.unit else { return Vec::new() };
        let facts = facts::lines(unit, here).len();
        let at = match self.lines.selected() {
            Some(line) if shares(here.columns, here.page) && line < facts => {
                return vec![go(&Target::Document(unit.posting))];
            }
            _ => self.walk.selected(),
        };
        match at.and_then(|at| self.window.row(at)).map(|movement| movement.document) {
            Some(Some(document)) => vec![go(&Target::Document(document))],
            Some(None) => vec![Effect::Say(Verdict::plain("A remark: no document stands behind it."))],
            None => vec![go(&Target::Document(unit.posting))],
        }
    }

    fn moved(&mut self, here: &Here, action: Action) {
        if shares(here.columns, here.page) {
            self.lines.act(action, here.page);
            let facts = self.lines.len() - self.walk.len();
            if let Some(at) = self.lines.selected().and_then(|line| line.checked_sub(facts)) {
                self.walk.select(at);
            }
        } else {
            self.walk.act(action, here.page);
        }
    }

    fn neighbour(&self, forward: bool) -> Vec<Effect> {
        vec![Effect::Ask(NEIGHBOUR, Query::Neighbour { of: self.of.clone(), forward })]
    }

    fn neighboured(&mut self, unit: Box<PassportView>, here: &Here) -> Vec<Effect> {
        let same = self.unit.as_ref().is_some_and(|was| (was.product, &was.key) == (unit.product, &unit.key));
        if same {
            let (place, of) = unit.place_in_lot;
            let end = if place >= of { "last" } else { "first" };
            return vec![Effect::Say(Verdict::plain(format!("This is the {end} unit of lot {}.", unit.lot_label)))];
        }
        self.shows(unit, here);
        Vec::new()
    }

    fn refused(&self, no: &No) -> Vec<Effect> {
        let mut effects = vec![Effect::Say(Verdict::no(no))];
        if self.unit.is_none() {
            effects.push(Effect::Pop);
        }
        effects
    }

    fn remark(&self, text: String) -> Vec<Effect> {
        let Some(unit) = &self.unit else { return Vec::new() };
        let (product, key) = (unit.product, unit.key.clone());
        vec![Effect::Run(REMARK, Command::AddRemark { product, key, text })]
    }

    fn takes(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(Some(Brought::Text(REMARK, text))) => self.remark(text),
            Event::Opened | Event::Changed | Event::Resumed(_) => {
                vec![Effect::Ask(UNIT, Query::Passport(self.of.clone()))]
            }
            Event::Answer(UNIT, Ok(Answer::Passport(unit))) => {
                self.shows(unit, here);
                Vec::new()
            }
            Event::Answer(tag, Ok(Answer::Movements(part))) => {
                self.window.take(tag, part);
                self.count(here);
                Vec::new()
            }
            Event::Answer(NEIGHBOUR, Ok(Answer::Passport(unit))) => self.neighboured(unit, here),
            Event::Answer(UNIT, Err(no)) => self.refused(&no),
            Event::Answer(NAMED, Ok(Answer::Passport(unit))) => {
                vec![Effect::Push(Passport::of(unit.product, unit.key))]
            }
            Event::Done(REMARK, Ok(_)) => {
                let serial = self.unit.as_ref().map_or(String::new(), |unit| unit.serial.clone());
                let said = Effect::Say(Verdict::good("NOTED", serial, "the remark stands in its passport"));
                vec![said, Effect::Ask(UNIT, Query::Passport(self.of.clone()))]
            }
            Event::Answer(_, Err(no)) | Event::Done(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Act(Action::Left) => self.neighbour(false),
            Event::Act(Action::Right) => self.neighbour(true),
            Event::Act(Action::Enter) => self.open_document(here),
            Event::Act(Action::Correct) => {
                self.unit.as_ref().map(|unit| Effect::Push(CorrectSerial::of(unit))).into_iter().collect()
            }
            Event::Act(Action::Edit) => {
                let serial = self.unit.as_ref().map_or(String::new(), |unit| unit.serial.clone());
                vec![Effect::Push(NoteForm::ask(REMARK, format!("Remark on {serial}")))]
            }
            Event::Act(action) => {
                self.moved(here, action);
                Vec::new()
            }
            // What is typed is a serial, as if it had been scanned; what is scanned the desk opens.
            Event::Typed(text) => vec![Effect::Ask(NAMED, Query::Passport(UnitRef::Serial(text, None)))],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }
}

fn go(target: &Target) -> Effect {
    super::open(target).map_or(Effect::Say(Verdict::plain("Nothing to open.")), Effect::Push)
}

/// Tells whether facts and movements share one list, a line each: on guns, and where few rows are left.
fn shares(columns: u16, rows: u16) -> bool {
    columns < 40 || rows < 10
}

impl Screen for Passport {
    fn scope(&self) -> Scope {
        Scope::Passport
    }

    fn title(&self) -> String {
        "Passport".to_owned()
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("scan or type a serial")
    }

    fn unit(&self) -> Option<String> {
        self.unit.as_ref().map(|unit| unit.serial.clone())
    }

    fn prints(&self) -> Vec<Printable> {
        let unit = self.unit.as_ref();
        unit.map(|unit| Printable::unit(unit.product, &unit.key, &unit.serial)).into_iter().collect()
    }

    fn journal(&self) -> Option<(String, JournalFilter)> {
        let serial = self.unit()?;
        Some((serial.clone(), JournalFilter { serial, ..JournalFilter::default() }))
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let standing = self.unit.as_ref().map(|unit| &unit.standing);
        let stands = || standing.map(|standing| format!("it is {standing}"));
        match action {
            Action::GoSell | Action::GoWriteOff | Action::GoTransfer | Action::GoSupplierReturn | Action::GoOrder
                if !matches!(standing, Some(Standing::InStock { .. })) =>
            {
                return stands();
            }
            Action::GoTakeBack if !matches!(standing, Some(Standing::Gone { how, .. }) if how == "sold") => {
                return stands();
            }
            _ => {}
        }
        let lone = self.unit.as_ref().is_some_and(|unit| unit.place_in_lot.1 <= 1);
        (matches!(action, Action::Left | Action::Right) && lone).then(|| "it is the only unit of its lot".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        // The columns may be others than when it was counted last.
        self.count(here);
        let mut effects = self.takes(here, event);
        effects.extend(self.ask(here));
        effects
    }

    fn view(&self, page: &mut Page<'_>) {
        match &self.unit {
            Some(unit) => view::draw(page, unit, &self.window, (&self.walk, &self.lines)),
            None => {
                page.put(u16::from(page.layout > Layout::Gun), 0, "…", crate::ui::theme::Role::Dim);
            }
        }
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[("a serial", "Opens the passport of that unit; Esc comes back to this one.")]
    }
}

#[cfg(test)]
mod tests;
