//! Scans that wait for a decision: each is a serial, a product's barcode, a further identifier, or nothing.

use std::collections::VecDeque;

use ratatui::layout::Rect;

use crate::domain::barcode::{BarcodeKey, Gtin};
use crate::domain::document::TrayReason;
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::marking;
use crate::domain::product::Barcode;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::text::shown;
use crate::messages::{
    Answer, Command, DraftView, LabelOf, LineView, Meaning, No, Outcome, Printable, ProductView, Query, Standing,
    TrayView, UnitRef,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::pick::Pick;
use super::product_form::ProductForm;
use super::receiving::verdicts;

const ROWS: Tag = 1;
const DRAFT: Tag = 2;
const LAST: Tag = 3;
const UNIT: Tag = 4;
const PRODUCT: Tag = 5;
const WORK: Tag = 6;

/// The tray of one draft.
pub struct Tray {
    draft: DocumentId,
    selected: Option<LineNo>,
    rows: Vec<TrayView>,
    walk: Walk,
    lines: Vec<LineView>,
    /// Newest serial of the selected line, and the unit it is.
    last: Option<(ProductId, String)>,
    last_key: Option<SerialKey>,
    /// A product was asked for, to have this row as its barcode.
    barcode_of: Option<u32>,
    works: VecDeque<(Command, Verdict)>,
    /// What was decided here: the line of a product that was made or chosen, and the serials that were taken.
    settled: Option<LineNo>,
    taken: Vec<(LineNo, String)>,
    running: bool,
    loaded: bool,
}

impl Tray {
    /// Makes the screen; serials go to the line that was selected when they were scanned, else to this one.
    pub fn new(draft: DocumentId, selected: Option<LineNo>) -> Tray {
        Tray {
            draft,
            selected,
            rows: Vec::new(),
            walk: Walk::default(),
            lines: Vec::new(),
            last: None,
            last_key: None,
            barcode_of: None,
            works: VecDeque::new(),
            settled: None,
            taken: Vec::new(),
            running: false,
            loaded: false,
        }
    }

    fn row(&self) -> Option<&TrayView> {
        self.walk.selected().and_then(|at| self.rows.get(at))
    }

    /// Returns the line that would take a row as its serial.
    fn line_for(&self, row: &TrayView) -> Option<&LineView> {
        let serialised =
            |wanted: Option<LineNo>| self.lines.iter().find(|line| Some(line.line) == wanted && line.serialised);
        serialised(row.line).or_else(|| serialised(self.selected))
    }

    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(DRAFT, Query::Draft(self.draft)), Effect::Ask(ROWS, Query::Tray(self.draft))]
    }

    fn work(&mut self, command: Command, said: Verdict) -> Vec<Effect> {
        self.works.push_back((command, said));
        if self.running { Vec::new() } else { self.go_on() }
    }

    fn go_on(&mut self) -> Vec<Effect> {
        self.running = !self.works.is_empty();
        match self.works.front() {
            Some((command, _)) => vec![Effect::Run(WORK, command.clone())],
            None => self.ask(),
        }
    }

    /// Goes back, and tells the screen below what was decided.
    fn leave(&mut self) -> Effect {
        if self.settled.is_none() && self.taken.is_empty() {
            return Effect::Pop;
        }
        Effect::PopWith(Brought::Decided(self.settled.take(), std::mem::take(&mut self.taken)))
    }

    fn done(&mut self, result: Result<Outcome, No>) -> Vec<Effect> {
        let work = self.works.pop_front();
        let said = match (result, work) {
            (Ok(outcome), Some((command, said))) => {
                match (command, outcome) {
                    (_, Outcome::LineAdded { line, .. }) | (Command::CountGoods { line, .. }, _) => {
                        self.settled = Some(line);
                    }
                    (Command::ReceiveSerials { line, serials, .. }, _) => {
                        self.taken.extend(serials.into_iter().map(|serial| (line, serial)));
                    }
                    _ => {}
                }
                said
            }
            (Ok(_), None) => Verdict::plain(""),
            (Err(no), _) => {
                self.works.clear();
                verdicts::no(&no)
            }
        };
        let mut effects = Vec::new();
        if !said.said().is_empty() {
            effects.push(Effect::Say(said));
        }
        effects.extend(self.go_on());
        effects
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(why) = self.disabled(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        let Some(row) = self.row().cloned() else { return Vec::new() };
        match action {
            Action::TakeSerial => self.take_serial(row),
            Action::TakeIdentifier => self.take_identifier(row),
            Action::TakeBarcode => {
                self.barcode_of = Some(row.row);
                vec![Effect::Push(Pick::product(""))]
            }
            Action::New => {
                self.barcode_of = Some(row.row);
                vec![Effect::Push(ProductForm::make(Some(marking::barcode_of(&row.raw))))]
            }
            Action::Drop => {
                let said = Verdict::good("DROPPED", shown(&row.raw), "the journal keeps it");
                self.work(Command::DropFromTray { draft: self.draft, row: row.row }, said)
            }
            Action::Next => {
                let next = self.walk.selected().map_or(0, |at| (at + 1) % self.rows.len().max(1));
                self.walk.select(next);
                Vec::new()
            }
            Action::Enter => match row.standing {
                Some(standing) => vec![Effect::Say(Verdict::plain(format!("{} is {standing}", shown(&row.raw))))],
                None => vec![Effect::Say(Verdict::plain("F4 serial, F3 new product, F5 barcode, F7 drop"))],
            },
            action => {
                self.walk.act(action, here.page);
                Vec::new()
            }
        }
    }

    fn take_serial(&mut self, row: TrayView) -> Vec<Effect> {
        let Some(line) = self.line_for(&row) else { return Vec::new() };
        let said = Verdict::good("ACCEPTED", shown(&row.raw), format!("line {} {}", line.line, line.name));
        let command = Command::ReceiveSerials {
            draft: self.draft,
            line: line.line,
            label: marking::label_of(&row.raw),
            serials: vec![marking::serial_of(&row.raw).unwrap_or(row.raw)],
            damaged: false,
            generated: None,
            from_tray: Some(row.row),
            insist: true,
        };
        self.work(command, said)
    }

    fn take_identifier(&mut self, row: TrayView) -> Vec<Effect> {
        let (Some((product, serial)), Some(key)) = (self.last.clone(), self.last_key.clone()) else {
            return Vec::new();
        };
        let said = Verdict::good("IDENTIFIER", shown(&row.raw), format!("belongs to {serial} now"))
            .opening(Target::Unit(product, key.clone()));
        let from_tray = Some((self.draft, row.row));
        self.work(Command::AddIdentifier { product, key, identifier: row.raw, from_tray }, said)
    }

    /// A product was made or chosen for a row: it has the barcode, gets its line, and every scan of it is decided.
    fn settle(&mut self, made: ProductView) -> Vec<Effect> {
        let Some(row) = self.barcode_of.take().and_then(|row| self.rows.iter().find(|other| other.row == row)) else {
            return Vec::new();
        };
        let raw = marking::barcode_of(&row.raw);
        let waiting = self.rows.iter().filter(|other| same(&other.raw, &raw));
        let waiting: Vec<_> =
            waiting.map(|row| (row.row, marking::serial_of(&row.raw), marking::label_of(&row.raw))).collect();
        let (draft, product, serialised) = (self.draft, made.id, made.product.serialised());
        let name = made.product.name.clone();
        let known = made.product.barcodes.iter().find(|barcode| same(&barcode.text, &raw));
        let pack = known.map_or(Quantity::ONE, |barcode| barcode.pack);
        let mut effects = Vec::new();
        if known.is_none() {
            let mut changed = made.product;
            changed.barcodes.push(Barcode { text: raw.clone(), pack: Quantity::ONE });
            let said = Verdict::good("BARCODE", shown(&raw), format!("means {name} now"));
            effects.extend(self.work(Command::EditProduct { id: product, product: Box::new(changed) }, said));
        }
        let lines = self.lines.iter().filter(|line| line.product == product);
        let line = lines.max_by_key(|line| line.used).map(|line| line.line);
        let next_line = self.lines.iter().map(|line| line.line).max().unwrap_or(0) + 1;
        // A label that waited says its serial as well: the line comes first, then its units.
        if line.is_none() && serialised && waiting.first().is_some_and(|(_, serial, _)| serial.is_some()) {
            let add = Command::AddLine { draft, product, count: Quantity::ZERO, from_tray: None };
            effects.extend(self.work(add, Verdict::good("DECIDED", shown(&raw), name.as_str())));
        }
        for (at, (row, serial, label)) in waiting.into_iter().enumerate() {
            let from_tray = Some(row);
            let said = Verdict::good("DECIDED", shown(&raw), name.as_str());
            let command = match (line, serialised) {
                (None, _) if at == 0 && (!serialised || serial.is_none()) => {
                    let count = if serialised { Quantity::ZERO } else { pack };
                    Command::AddLine { draft, product, count, from_tray }
                }
                (line, true) if serial.is_some() => {
                    let (line, serials) = (line.unwrap_or(next_line), serial.into_iter().collect());
                    let (damaged, generated, insist) = (false, None, false);
                    Command::ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist, label }
                }
                (_, true) => Command::DropFromTray { draft, row },
                (line, false) => {
                    let line = line.unwrap_or(next_line);
                    Command::CountGoods { draft, line, by: pack, damaged: false, from_tray }
                }
            };
            effects.extend(self.work(command, said));
        }
        effects
    }

    fn answered(&mut self, tag: Tag, answer: Answer) -> Vec<Effect> {
        match (tag, answer) {
            (DRAFT, Answer::Draft(view)) => self.looked(*view),
            (ROWS, Answer::Tray(rows)) => {
                self.walk.count(rows.len());
                self.rows = rows;
                let all_decided = self.rows.is_empty() && !self.running;
                let first = !std::mem::replace(&mut self.loaded, true);
                match (all_decided, first) {
                    (true, true) => {
                        vec![Effect::Say(Verdict::plain("No scan waits for a decision.")), Effect::Pop]
                    }
                    (true, false) => vec![self.leave()],
                    _ => Vec::new(),
                }
            }
            (LAST, Answer::Scans(scans)) => {
                let product = self.lines.iter().find(|line| Some(line.line) == self.selected).map(|line| line.product);
                let (Some(scan), Some(product)) = (scans.into_iter().next(), product) else { return Vec::new() };
                let query = Query::Resolve { text: scan.serial.clone(), product: Some(product) };
                self.last = Some((product, scan.serial));
                vec![Effect::Ask(UNIT, query)]
            }
            (UNIT, Answer::Meanings(meanings)) => {
                let of = self.last.as_ref().map(|(product, _)| *product);
                self.last_key = meanings.into_iter().find_map(|meaning| match meaning {
                    Meaning::Unit(unit) if Some(unit.product) == of => Some(unit.key),
                    _ => None,
                });
                Vec::new()
            }
            (PRODUCT, Answer::Product(product)) => self.settle(*product),
            _ => Vec::new(),
        }
    }

    fn looked(&mut self, view: DraftView) -> Vec<Effect> {
        self.lines = view.lines;
        let serialised = self.lines.iter().find(|line| Some(line.line) == self.selected && line.serialised);
        match serialised {
            Some(line) => {
                let (draft, line) = (self.draft, line.line);
                vec![Effect::Ask(LAST, Query::DraftSerials { draft, line, before: None, limit: 1 })]
            }
            None => Vec::new(),
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (&*marking::barcode_of(a), &*marking::barcode_of(b));
    a == b || matches!((BarcodeKey::parse(a), BarcodeKey::parse(b)), (Ok(a), Ok(b)) if a == b)
}

impl Screen for Tray {
    fn scope(&self) -> Scope {
        Scope::Tray
    }

    fn title(&self) -> String {
        format!("To decide ({})", self.rows.len())
    }

    fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        Some((self.draft, self.selected))
    }

    fn step_back(&mut self, _: &Here) -> Option<Vec<Effect>> {
        Some(vec![self.leave()])
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let row = self.row()?;
        match action {
            Action::TakeSerial if self.line_for(row).is_none() => {
                Some("no line of this posting has serials: make or choose its product first".to_owned())
            }
            Action::TakeIdentifier if self.last_key.is_none() => {
                Some("no unit was scanned on the selected line that it could belong to".to_owned())
            }
            _ => None,
        }
    }

    fn prints(&self) -> Vec<Printable> {
        let known = self.row().filter(|row| row.standing.is_some());
        let serial = known.map(|row| marking::serial_of(&row.raw).unwrap_or_else(|| row.raw.clone()));
        let label = |serial: String| Printable::label(&serial, LabelOf::Unit(UnitRef::Serial(serial.clone(), None)));
        serial.map(label).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => self.ask(),
            Event::Changed if !self.running => self.ask(),
            Event::Resumed(Some(Brought::Product(product))) => vec![Effect::Ask(PRODUCT, Query::Product(product))],
            Event::Resumed(Some(Brought::Act(action))) => self.act(here, action),
            Event::Resumed(_) => {
                self.barcode_of = None;
                self.ask()
            }
            Event::Act(action) if !self.running => self.act(here, action),
            Event::Answer(DRAFT | ROWS, Err(No::Refused(_))) => vec![Effect::Pop],
            Event::Answer(tag, Ok(answer)) => self.answered(tag, answer),
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Done(_, result) => self.done(result),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fixed("Scan", 20),
            Column::fixed("Why", 12),
            Column::fill("What is known", 12).drop(1),
            Column::fixed("Time", 5).drop(2),
        ];
        let here = page.here;
        let foot = if page.layout == Layout::Gun { 0 } else { 3 };
        page.below(0, foot, |page| {
            Table::new(&columns).empty("No scan waits for a decision.").view(page, &self.walk, |at| {
                let row = &self.rows[at];
                let (word, _) = verdicts::waiting(&row.reason);
                let role = if Gtin::parse(&row.raw).is_ok() { Role::Strong } else { Role::Text };
                vec![
                    Cell::serial(row.raw.as_str()).in_role(role),
                    Cell::role(word, Role::Warn),
                    Cell::text(why(row)),
                    Cell::role(here.clock(row.at), Role::Dim),
                ]
            });
        });
        if foot == 0 {
            return;
        }
        let y = page.height().saturating_sub(foot);
        page.within(Rect::new(0, y, page.width(), foot), |page| self.choices(page));
    }
}

/// Says what is known of a scan that waits: where its serial stands by now, else why it was put there.
fn why(row: &TrayView) -> String {
    match (&row.reason, &row.standing) {
        (TrayReason::TwoReadings(one, two), _) => format!("{one} or {two}"),
        (TrayReason::InStock(_), Some(standing @ Standing::InStock { .. }))
        | (TrayReason::InDraft(_), Some(standing @ (Standing::InDraft { .. } | Standing::Picked { .. }))) => {
            verdicts::known(standing)
        }
        (_, Some(standing)) => standing.to_string(),
        (reason, None) => verdicts::waiting(reason).1.to_owned(),
    }
}

impl Tray {
    /// Says where F4 and F6 would take the selected row.
    fn choices(&self, page: &mut Page<'_>) {
        let Some(row) = self.row() else { return };
        let serial = match self.line_for(row) {
            Some(line) => format!("F4 takes it as a serial of line {} {}", line.line, line.name),
            None => "no line takes serials yet".to_owned(),
        };
        let known = row.standing.as_ref().map_or_else(|| why(row), ToString::to_string);
        page.put(1, 0, &format!("{} · {known}", row.raw), Role::Text);
        page.put(1, 1, &serial, Role::Dim);
        if let (Some((_, last)), Some(_)) = (&self.last, &self.last_key) {
            page.put(1, 2, &format!("F6 takes it as an identifier of {last}"), Role::Dim);
        }
    }
}
