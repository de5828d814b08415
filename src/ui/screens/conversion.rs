//! An existing product gets serials: what each warehouse has, its serials done and to do; scans go to the selected
//! warehouse, and F10 saves all of it for good.
//!
//! Nothing is begun by looking: the first serial makes the draft, which Esc keeps and Home lists.

mod scan;
mod undo;
mod view;

use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::product::NumberedBy;
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::{
    Answer, Command, ConversionOf, ConversionRow, ConversionView, ConvertedProduct, DraftView, LabelOf, No, Outcome,
    Printable, Query, ScanView, WholeConversion,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::screens::range::Range;
use crate::ui::screens::receiving::verdicts;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::table::Walk;

use undo::Taken;

const LOOK: Tag = 1;
const SCANS: Tag = 2;
const BEGIN: Tag = 3;
const TAKE: Tag = 4;
const LINE: Tag = 5;
const SAVE: Tag = 6;
const BACK: Tag = 7;
const FIND: Tag = 8;
const MEANING: Tag = 9;
const GENERATE: Tag = 10;
const RULES: Tag = 11;
const DROP: Tag = 12;
const SURE_SAVE: Tag = 20;
const SURE_GENERATE: Tag = 21;
const SURE_BACK: Tag = 22;
const SURE_DROP: Tag = 23;

/// What waits for the draft to be begun, or for the line of a warehouse that goods came to since.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    /// Takes a serial into the selected warehouse.
    Take(String),
    /// Opens the range form with a text, or with a pasted list.
    Range(String, bool),
    /// Asks before all that are missing are generated.
    Generate,
    /// Asks before all is saved.
    Save,
    /// Nothing: the rules were changed.
    Nothing,
}

/// A product that gets serials.
pub struct Conversion {
    of: ConversionOf,
    seen: Option<Box<ConversionView>>,
    rows: Walk,
    /// Serials of the selected warehouse, the newest first.
    scans: Vec<ScanView>,
    /// They are walked, over the whole page.
    walked: Option<Walk>,
    next: Option<Next>,
    /// The scan whose meaning is asked for.
    asked: Option<String>,
    /// The last serial that was refused as odd: F2 takes it.
    odd: Option<(LineNo, String)>,
    /// What this desk took, the last at the end.
    taken: Vec<Taken>,
    /// Serials to take back, once that is sure.
    sure: Option<(LineNo, Vec<String>)>,
    saved: bool,
}

impl Conversion {
    /// Makes the screen of a product: with its open conversion, or with what one would be of.
    pub fn of_product(product: ProductId) -> Box<dyn Screen> {
        Conversion::of(ConversionOf::Product(product))
    }

    /// Makes the screen of a conversion's draft.
    pub fn open(draft: DocumentId) -> Box<dyn Screen> {
        Conversion::of(ConversionOf::Draft(draft))
    }

    fn of(of: ConversionOf) -> Box<dyn Screen> {
        Box::new(Conversion {
            of,
            seen: None,
            rows: Walk::default(),
            scans: Vec::new(),
            walked: None,
            next: None,
            asked: None,
            odd: None,
            taken: Vec::new(),
            sure: None,
            saved: false,
        })
    }

    fn draft(&self) -> Option<DocumentId> {
        match self.seen.as_ref()?.draft {
            Some((draft, DocumentState::Draft)) => Some(draft),
            _ => None,
        }
    }

    fn all(&self) -> &[ConversionRow] {
        self.seen.as_ref().map_or(&[], |view| &view.rows)
    }

    fn row(&self) -> Option<&ConversionRow> {
        self.all().get(self.rows.selected()?)
    }

    fn name(&self) -> &str {
        self.seen.as_ref().map_or("", |view| &view.name)
    }

    fn ours(&self) -> bool {
        self.seen.as_ref().is_some_and(|view| view.numbered_by == NumberedBy::Us)
    }

    /// Returns how many serials all warehouses lack together.
    fn missing(&self) -> u32 {
        let lacks = |row: &ConversionRow| row.missing().max(Quantity::ZERO).whole().unwrap_or(0);
        self.all().iter().map(lacks).fold(0, u32::saturating_add)
    }

    fn look(&self) -> Effect {
        Effect::Ask(LOOK, Query::Conversion(self.of))
    }

    /// Asks for the serials of the selected warehouse: as many as are shown, and more while they are walked.
    fn ask_scans(&mut self, here: &Here) -> Vec<Effect> {
        let (Some(draft), Some(line)) = (self.draft(), self.row().and_then(|row| row.line)) else {
            self.scans.clear();
            return Vec::new();
        };
        let page = usize::from(here.page.max(1));
        let limit = match self.walked.and_then(|walk| walk.selected()) {
            Some(at) => (at / page + 3) * page,
            None => page,
        };
        vec![Effect::Ask(SCANS, Query::DraftSerials { draft, line, before: None, limit })]
    }

    /// Takes what is true of the conversion now.
    fn shows(&mut self, here: &Here, view: Box<ConversionView>) -> Vec<Effect> {
        let chosen = self.row().map(|row| row.warehouse).or(here.warehouse);
        if self.draft().is_some() && !self.saved && !matches!(view.draft, Some((_, DocumentState::Draft))) {
            return ended(self.name(), &view);
        }
        self.rows.count(view.rows.len());
        let place = view.rows.iter().position(|row| Some(row.warehouse) == chosen);
        if let Some(place) = place {
            self.rows.select(place);
        }
        self.seen = Some(view);
        let mut effects = self.ask_scans(here);
        effects.extend(self.go_on());
        effects
    }

    /// Does a thing for which the selected warehouse needs its line; where it has none, the draft is begun first.
    fn begun(&mut self, next: Next) -> Vec<Effect> {
        let lined = self.row().is_none_or(|row| row.line.is_some());
        if self.draft().is_some() && lined {
            self.next = Some(next);
            return self.go_on();
        }
        let Some(view) = &self.seen else { return Vec::new() };
        let rules = (view.numbered_by, view.matching);
        self.begin(next, rules)
    }

    fn begin(&mut self, next: Next, (numbered_by, matching): (NumberedBy, Matching)) -> Vec<Effect> {
        let Some(product) = self.seen.as_ref().map(|view| view.product) else { return Vec::new() };
        let tag = if next == Next::Nothing { RULES } else { BEGIN };
        self.next = Some(next);
        vec![Effect::Run(tag, Command::BeginConversion { product, numbered_by, matching })]
    }

    /// Does what waited for the draft.
    fn go_on(&mut self) -> Vec<Effect> {
        let (Some(draft), Some(next)) = (self.draft(), self.next.take()) else { return Vec::new() };
        let line = self.row().and_then(|row| row.line);
        match (next, line) {
            (Next::Take(serial), Some(line)) => self.take(draft, line, serial, false),
            (Next::Range(text, pasted), Some(_)) => {
                self.next = Some(Next::Range(text, pasted));
                vec![Effect::Ask(LINE, Query::Draft(draft))]
            }
            (Next::Generate, _) => self.ask_generate(),
            (Next::Save, _) => self.ask_save(),
            (Next::Nothing, _) => Vec::new(),
            (_, None) => vec![Effect::Say(Verdict::bad("NOT TAKEN", "", "no warehouse is selected"))],
        }
    }

    fn open_range(&mut self, view: &DraftView) -> Vec<Effect> {
        let Some(Next::Range(text, pasted)) = self.next.take() else { return Vec::new() };
        let line = self.row().and_then(|row| row.line);
        let Some(line) = view.lines.iter().find(|other| Some(other.line) == line) else { return Vec::new() };
        let range = if pasted { Range::of_paste(view.id, line, text) } else { Range::of_text(view.id, line, &text) };
        vec![Effect::Push(Box::new(range.of_stock()))]
    }

    /// Asks before serials are generated: their numbers stay used.
    fn ask_generate(&mut self) -> Vec<Effect> {
        let missing = self.missing();
        let places = self.all().iter().filter(|row| row.missing() > Quantity::ZERO).count();
        let mut facts = vec![format!("{} lacking in {}.", serials(missing), warehouses(places))];
        if missing > 10_000 {
            facts.push("At most 10,000 are made at once: these first.".to_owned());
        }
        facts.push("Their numbers stay used, whatever becomes of them.".to_owned());
        vec![Effect::Push(Confirm::ask(SURE_GENERATE, "Generate all serials that are missing?", facts))]
    }

    /// Shows the whole conversion and asks before it is saved for good.
    fn ask_save(&mut self) -> Vec<Effect> {
        let Some(view) = &self.seen else { return Vec::new() };
        if let Some(why) = self.held_back() {
            return vec![Effect::Say(Verdict::bad("NOT CONVERTED", "", why))];
        }
        if view.rows.is_empty() {
            let facts = ["Nothing of it is on hand. From then on each piece needs a serial: this cannot be undone."];
            return vec![Effect::Push(Confirm::ask(SURE_SAVE, format!("Give {} serials for good?", view.name), facts))];
        }
        let facts = [
            format!("{} in {}.", units(view.on_hand), warehouses(view.rows.len())),
            "All of it is written off and posted again, layer by layer, with the same cost and date.".to_owned(),
            "This cannot be undone, nor can what was posted before be cancelled any more.".to_owned(),
        ];
        vec![Effect::Push(Confirm::ask(SURE_SAVE, format!("Give {} its serials for good?", view.name), facts))]
    }

    /// Says what keeps it from being saved; each warehouse that differs is named.
    fn held_back(&self) -> Option<String> {
        let view = self.seen.as_ref()?;
        if let Some(why) = view.blockers.first() {
            return Some(why.clone());
        }
        let differs = view.rows.iter().filter(|row| !row.missing().is_zero());
        let named: Vec<_> = differs.map(view::differs).collect();
        (!named.is_empty()).then(|| named.join("; "))
    }

    /// Goes on to the next way of numbering and comparing.
    fn other_rules(&mut self) -> Vec<Effect> {
        let Some(view) = &self.seen else { return Vec::new() };
        let fixed = view.serials > Quantity::ZERO;
        let rules = match (view.numbered_by, view.matching) {
            (NumberedBy::Maker, matching) => (NumberedBy::Us, matching),
            (NumberedBy::Us, matching) if fixed => (NumberedBy::Maker, matching),
            (NumberedBy::Us, Matching::Loose) => (NumberedBy::Maker, Matching::Exact),
            (NumberedBy::Us, Matching::Exact) => (NumberedBy::Maker, Matching::Loose),
        };
        self.begin(Next::Nothing, rules)
    }

    fn saved(&mut self, done: ConvertedProduct) -> Vec<Effect> {
        self.saved = true;
        let mut said = units(done.quantity);
        if done.lines > 0 {
            said = format!("{said} · {} of drafts lack serials now", lines(done.lines));
        }
        let said = if let Some((written_off, posted)) = done.documents {
            let number = format!("{} and {}", written_off.number, posted.number);
            let said = Verdict::good("CONVERTED", done.product, format!("{number} · {said}"));
            said.opening(Target::Document(posted.document))
        } else {
            let said = "it has serials from now on; nothing was on hand";
            Verdict::good("CONVERTED", done.product, said)
        };
        vec![Effect::Say(said), Effect::Pop]
    }

    fn done(&mut self, tag: Tag, result: Result<Outcome, No>) -> Vec<Effect> {
        let mut effects = match (tag, result) {
            (_, Ok(Outcome::Converted(done))) => return self.saved(*done),
            (BEGIN, Ok(Outcome::DraftOpened(draft))) => {
                self.of = ConversionOf::Draft(draft);
                Vec::new()
            }
            (RULES, Ok(Outcome::DraftOpened(draft))) => {
                self.of = ConversionOf::Draft(draft);
                self.next = None;
                return vec![self.look(), Effect::Ask(RULES, Query::Conversion(self.of))];
            }
            (TAKE | GENERATE, Ok(outcome)) => self.received(&outcome),
            (BACK, Ok(outcome)) => undo::said(&outcome),
            (DROP, Ok(_)) => {
                self.saved = true;
                return vec![Effect::Say(Verdict::good("DELETED", self.name(), "its serials are free")), Effect::Pop];
            }
            (TAKE, Err(no)) => self.refused(&no),
            (_, Err(no)) => {
                self.next = None;
                vec![Effect::Say(verdicts::no(&no))]
            }
            _ => Vec::new(),
        };
        effects.push(self.look());
        effects
    }

    fn answered(&mut self, here: &Here, tag: Tag, answer: Answer) -> Vec<Effect> {
        match (tag, answer) {
            (RULES, Answer::Conversion(view)) => vec![Effect::Say(view::rules_said(&view))],
            (_, Answer::Conversion(view)) => self.shows(here, view),
            (FIND, Answer::Scans(scans)) => self.found(scans),
            (_, Answer::Scans(scans)) => {
                if let Some(walk) = &mut self.walked {
                    walk.count(scans.len());
                }
                self.scans = scans;
                Vec::new()
            }
            (LINE, Answer::Draft(view)) => self.open_range(&view),
            (MEANING, Answer::Meanings(meanings)) => self.decide(&meanings),
            _ => Vec::new(),
        }
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(walk) = &mut self.walked
            && walk.act(action, here.page)
        {
            return self.ask_scans(here);
        }
        match action {
            Action::Enter if self.walked.is_some() => self.passport(),
            Action::Enter => {
                let mut walk = Walk::default();
                walk.count(self.scans.len());
                self.walked = Some(walk);
                self.ask_scans(here)
            }
            Action::Decide => self.take_odd(),
            Action::Range => self.begun(Next::Range(String::new(), false)),
            Action::Generate => self.begun(Next::Generate),
            Action::Edit => self.other_rules(),
            Action::Undo => self.undo(here),
            Action::Post if self.all().is_empty() => self.ask_save(),
            Action::Post => self.begun(Next::Save),
            Action::DeleteDraft => {
                let serials = self.seen.as_ref().map_or(Quantity::ZERO, |view| view.serials);
                let facts = [format!("{serials} serials become free again; generated numbers stay used.")];
                vec![Effect::Push(Confirm::ask(SURE_DROP, "Throw this conversion away?", facts))]
            }
            action if self.rows.act(action, here.page) => self.ask_scans(here),
            _ => Vec::new(),
        }
    }

    fn sure(&mut self, tag: Tag) -> Vec<Effect> {
        if let (SURE_SAVE, None, Some(view)) = (tag, self.draft(), &self.seen) {
            let (product, numbered_by, matching) = (view.product, view.numbered_by, view.matching);
            let whole = WholeConversion { product, numbered_by, matching, serials: Vec::new() };
            return vec![Effect::Run(SAVE, Command::ConvertWhole(Box::new(whole)))];
        }
        let Some(draft) = self.draft() else { return Vec::new() };
        match tag {
            SURE_SAVE => vec![Effect::Run(SAVE, Command::PostDraft { draft })],
            SURE_GENERATE => vec![Effect::Run(GENERATE, Command::GenerateMissing { draft })],
            SURE_DROP => vec![Effect::Run(DROP, Command::DeleteDraft { draft })],
            SURE_BACK => match self.sure.take() {
                Some((line, serials)) => vec![Effect::Run(BACK, Command::TakeBack { draft, line, serials })],
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn select(&mut self, warehouse: WarehouseId, name: &str, here_now: Vec<Effect>) -> Vec<Effect> {
        let mut effects = here_now;
        match self.all().iter().position(|row| row.warehouse == warehouse) {
            Some(place) => {
                self.rows.select(place);
                let left = self.row().map_or_else(String::new, view::to_go);
                effects.push(Effect::Say(Verdict::good("WAREHOUSE", name, left)));
                effects.push(self.look());
            }
            None => effects.push(Effect::Say(Verdict::bad("NOTHING THERE", name, "none of it is on hand there"))),
        }
        effects
    }
}

/// Says what became of a conversion that another desk saved or threw away.
fn ended(name: &str, view: &ConversionView) -> Vec<Effect> {
    let said = match &view.number {
        Some(number) => Verdict::warn("CONVERTED", name, format!("another desk saved it: {number}")),
        None => Verdict::warn("GONE", name, "another desk threw this conversion away"),
    };
    vec![Effect::Say(said), Effect::Pop]
}

fn units(quantity: Quantity) -> String {
    if quantity == Quantity::ONE { "1 unit".to_owned() } else { format!("{quantity} units") }
}

fn serials(count: u32) -> String {
    if count == 1 { "1 serial is".to_owned() } else { format!("{count} serials are") }
}

fn warehouses(count: usize) -> String {
    if count == 1 { "1 warehouse".to_owned() } else { format!("{count} warehouses") }
}

fn lines(count: u32) -> String {
    if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
}

impl Screen for Conversion {
    fn scope(&self) -> Scope {
        Scope::Conversion
    }

    fn title(&self) -> String {
        match (self.name(), self.walked, self.row()) {
            ("", ..) => "Conversion".to_owned(),
            (name, Some(_), Some(row)) => format!("Conversion · {name} · {}", row.name),
            (name, ..) => format!("Conversion · {name}"),
        }
    }

    fn prompt(&self) -> Prompt {
        if self.all().is_empty() { Prompt::Words("F10 gives it serials") } else { Prompt::Scan }
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let nothing = self.all().is_empty();
        let why = match action {
            Action::Range | Action::Enter if nothing => "none of it is on hand".to_owned(),
            Action::Enter if self.scans.is_empty() => "this warehouse has no serials yet".to_owned(),
            Action::Generate if !self.ours() => "its maker numbers it: F6 has us number it".to_owned(),
            Action::Generate if self.missing() == 0 => "no serial is missing".to_owned(),
            Action::Undo if self.taken.is_empty() && self.scans.is_empty() => {
                "there is nothing to take back".to_owned()
            }
            Action::Decide if self.odd.is_none() => "no serial waits for a decision".to_owned(),
            Action::DeleteDraft if self.draft().is_none() => "nothing was begun yet".to_owned(),
            _ => return None,
        };
        Some(why)
    }

    fn step_back(&mut self, _here: &Here) -> Option<Vec<Effect>> {
        self.walked.take().map(|_| Vec::new())
    }

    fn prints(&self) -> Vec<Printable> {
        let (Some(view), Some((draft, _))) = (&self.seen, self.seen.as_ref().and_then(|view| view.draft)) else {
            return Vec::new();
        };
        let scan = self.walked.and_then(|walk| self.scans.get(walk.selected()?)).or(self.scans.first());
        let mut rows: Vec<_> = scan.map(|scan| Printable::serial(view.product, &scan.serial)).into_iter().collect();
        let some = |row: &&ConversionRow| row.serials > Quantity::ZERO;
        let count = |serials: Quantity| serials.whole().unwrap_or(0);
        if let Some((row, line)) = self.row().filter(some).and_then(|row| Some((row, row.line?))) {
            rows.push(Printable::all(count(row.serials), &row.name, LabelOf::Line(draft, line)));
        }
        if self.all().iter().filter(some).count() > 1 {
            rows.push(Printable::all(count(view.serials), &view.name, LabelOf::Document(draft)));
        }
        rows
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Resumed(Some(Brought::Yes(tag))) => self.sure(tag),
            Event::Resumed(Some(Brought::Serials(line, serials, count))) => {
                self.note(line, serials, count);
                vec![self.look()]
            }
            Event::Opened | Event::Changed | Event::Resumed(_) => vec![self.look()],
            Event::Answer(tag, Ok(answer)) => self.answered(here, tag, answer),
            Event::Answer(LOOK, Err(no)) if self.seen.is_none() => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Done(tag, result) => self.done(tag, result),
            Event::Act(action) => self.act(here, action),
            Event::Scan(scan) => self.scanned(&scan),
            Event::Typed(text) => self.typed(&text),
            Event::Paste(text) => self.begun(Next::Range(text, true)),
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        view::draw(self, page);
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a serial", "Takes it into the selected warehouse: the first are the oldest goods'."),
            ("a warehouse's name", "Selects it."),
            ("SN1..SN9, ~+4", "Shows what it brings before any of it is taken."),
        ]
    }
}

#[cfg(test)]
mod tests;
