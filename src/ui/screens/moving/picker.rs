//! Units that may be taken, oldest first by lot: Enter chooses one, a scan too, typing finds serials that begin so; F10
//! takes those that are chosen.
//!
//! ```text
//!    Serial             Chosen   Bin  Lot       Warranty until   Cost  Supplier
//!  ▸ 356938035643783    chosen   A3   P-118/1   2027-10-02     199.00  Northwind Parts
//!    356938035643791             A3   P-118/1   2027-10-02     199.00  Northwind Parts
//!    356938035643809    held          P-131/1   2027-11-05     210.00  Northwind Parts
//! ```
//!
//! Typed, `*12` chooses twelve from the selected one on. However many there are, the list goes on to its end.

use std::collections::HashSet;

use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::text::shown;
use crate::messages::{
    Answer, Command, Cursor, MoveDraftView, MoveLineView, No, Outcome, Page as Part, PickableRow, Printable, Query,
};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::{costs_of, verdicts};

const SCANNED: Tag = 1;
const GATHERED: Tag = 2;
const TAKE: Tag = 3;

/// Units that are read at once when many are chosen.
const AT_ONCE: usize = 500;

/// Units that one command takes at most.
const MOST: usize = 10_000;

/// Units of a product that a draft may take.
pub struct Picker {
    draft: DocumentId,
    line: LineNo,
    product: ProductId,
    name: String,
    place: String,
    missing: Quantity,
    list: Paged<PickableRow>,
    /// Chosen units, in the order they were chosen.
    chosen: Vec<(SerialKey, String)>,
    /// The same, to be found quickly.
    keys: HashSet<SerialKey>,
    gathering: Option<Gathering>,
    scanned: String,
    taking: bool,
}

/// Many that are chosen at once: from a unit on, as many, or up to another.
struct Gathering {
    from: SerialKey,
    to: Option<SerialKey>,
    left: usize,
    begun: bool,
    before: usize,
}

impl Picker {
    /// Lists the units that may be taken into a line.
    pub fn new(view: &MoveDraftView, line: &MoveLineView) -> Picker {
        Picker {
            draft: view.id,
            line: line.line,
            product: line.product,
            name: line.name.clone(),
            place: view.warehouse_name.clone(),
            missing: line.missing,
            list: Paged::default(),
            chosen: Vec::new(),
            keys: HashSet::new(),
            gathering: None,
            scanned: String::new(),
            taking: false,
        }
    }

    fn query(&self, text: String, after: Option<Cursor>, limit: usize) -> Query {
        Query::Pickable { draft: self.draft, product: self.product, text, after, limit }
    }

    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let (draft, product) = (self.draft, self.product);
        self.list.ask(here, |text, after, limit| Query::Pickable { draft, product, text, after, limit })
    }

    /// Chooses a unit, or no longer; one that is held is not to be had.
    fn toggle(&mut self, row: &PickableRow) -> Vec<Effect> {
        if let Err(said) = free(row) {
            return vec![Effect::Say(said)];
        }
        let key = &row.unit.key;
        if self.keys.remove(key) {
            self.chosen.retain(|(other, _)| other != key);
            return vec![Effect::Say(Verdict::good("LEFT", &row.unit.serial, self.says_how_many()))];
        }
        self.choose(row);
        vec![Effect::Say(Verdict::good("CHOSEN", &row.unit.serial, self.says_how_many()))]
    }

    fn choose(&mut self, row: &PickableRow) {
        if self.keys.insert(row.unit.key.clone()) {
            self.chosen.push((row.unit.key.clone(), row.unit.serial.clone()));
        }
    }

    fn says_how_many(&self) -> String {
        format!("{} chosen: F10 takes them", self.chosen.len())
    }

    /// Chooses the selected unit; what was typed to find it has done its work.
    fn enter(&mut self, here: &Here) -> Vec<Effect> {
        let Some(row) = self.list.chosen().cloned() else { return Vec::new() };
        let mut effects = self.toggle(&row);
        if self.list.filter().is_empty() {
            return effects;
        }
        self.list.restart("");
        effects.push(Effect::SetLine(String::new()));
        effects.extend(self.ask(here));
        effects
    }

    /// Chooses so many from the selected unit on.
    fn choose_many(&mut self, typed: &str) -> Option<Vec<Effect>> {
        let count = typed.trim().strip_prefix('*')?;
        let Some(count) = count.trim().parse::<usize>().ok().filter(|count| (1..=MOST).contains(count)) else {
            let said = format!("{} is no number of units: *12 chooses twelve, *10000 is the most", shown(typed.trim()));
            return Some(vec![Effect::Say(Verdict::bad("NOT TAKEN", "", said))]);
        };
        let from = self.list.chosen().map(|row| row.unit.key.clone())?;
        Some(self.gather(Gathering { from, to: None, left: count, begun: false, before: self.chosen.len() }))
    }

    /// Chooses all units between the one chosen last and the selected one.
    fn choose_to_here(&mut self) -> Vec<Effect> {
        let (Some((last, _)), Some(here)) = (self.chosen.last().cloned(), self.list.chosen()) else {
            return vec![Effect::Say(Verdict::plain("Enter chooses the first; F4 then chooses all up to another."))];
        };
        let to = here.unit.key.clone();
        self.gather(Gathering { from: last, to: Some(to), left: MOST, begun: false, before: self.chosen.len() })
    }

    fn gather(&mut self, gathering: Gathering) -> Vec<Effect> {
        self.gathering = Some(gathering);
        vec![Effect::Ask(GATHERED, self.query(String::new(), None, AT_ONCE))]
    }

    /// Takes a part of the list on the way to those that are chosen at once.
    fn gathered(&mut self, part: Part<PickableRow>) -> Vec<Effect> {
        let Some(mut gathering) = self.gathering.take() else { return Vec::new() };
        for row in &part.rows {
            let key = &row.unit.key;
            let end = gathering.to.as_ref();
            let at_end =
                if gathering.begun { end == Some(key) || (end.is_some() && gathering.from == *key) } else { false };
            // Of two ends, whichever comes first in the list begins.
            let begins = !gathering.begun && (gathering.from == *key || end == Some(key));
            gathering.begun |= begins;
            if gathering.begun && free(row).is_ok() && !self.keys.contains(key) && gathering.left > 0 {
                self.choose(row);
                gathering.left -= 1;
            }
            let one = begins && end == Some(&gathering.from);
            if gathering.left == 0 || at_end || one {
                return self.all_gathered(&gathering);
            }
        }
        match part.next {
            Some(next) => {
                self.gathering = Some(gathering);
                vec![Effect::Ask(GATHERED, self.query(String::new(), Some(next), AT_ONCE))]
            }
            None => self.all_gathered(&gathering),
        }
    }

    fn all_gathered(&self, gathering: &Gathering) -> Vec<Effect> {
        let more = self.chosen.len() - gathering.before;
        let all = match gathering.to {
            None if gathering.left > 0 => format!("no more are free in {} · ", self.place),
            _ => String::new(),
        };
        let last = self.chosen.last().map_or("", |(_, serial)| serial.as_str());
        let said = format!("{all}up to {last} · {}", self.says_how_many());
        vec![Effect::Say(Verdict::good("CHOSEN", format!("{more} units"), said)), Effect::SetLine(String::new())]
    }

    /// A scan chooses its unit, when it is one of these.
    fn found(&mut self, rows: &[PickableRow]) -> Vec<Effect> {
        let text = std::mem::take(&mut self.scanned);
        let same = |row: &&PickableRow| row.unit.serial.eq_ignore_ascii_case(text.trim());
        let exact = rows.iter().find(same).or(if rows.len() == 1 { rows.first() } else { None }).cloned();
        match exact {
            Some(row) if self.keys.contains(&row.unit.key) => {
                let said = format!("nothing changed · {}", self.says_how_many());
                vec![Effect::Say(Verdict::bad("ALREADY CHOSEN", shown(&row.unit.serial), said))]
            }
            Some(row) => {
                self.list.find(|other| other.unit.key == row.unit.key);
                self.toggle(&row)
            }
            None => {
                let said = format!("no unit of {} in {} has it: Esc, then scan it again", self.name, self.place);
                vec![Effect::Say(Verdict::bad("NOT HERE", shown(&text), said))]
            }
        }
    }

    fn take(&mut self) -> Vec<Effect> {
        if self.taking {
            return Vec::new();
        }
        // Whoever chose none means the selected one.
        if self.chosen.is_empty()
            && let Some(row) = self.list.chosen().cloned()
        {
            if let Err(said) = free(&row) {
                return vec![Effect::Say(said)];
            }
            self.choose(&row);
        }
        if self.chosen.is_empty() {
            return vec![Effect::Say(Verdict::bad("NOT TAKEN", "", "there is no unit to take"))];
        }
        self.taking = true;
        let (serials, product, line) = (self.serials(), Some(self.product), Some(self.line));
        vec![Effect::Run(TAKE, Command::PickSerials { draft: self.draft, serials, product, line, from_tray: None })]
    }

    fn serials(&self) -> Vec<String> {
        self.chosen.iter().map(|(_, serial)| serial.clone()).collect()
    }

    fn taken(&mut self, here: &Here, result: Result<Outcome, No>) -> Vec<Effect> {
        self.taking = false;
        match result {
            Ok(Outcome::Picked { serials, taken, lines, of }) => {
                let line = lines.last().map_or(self.line, |line| line.line);
                let said = verdicts::taken(&serials, taken, &lines, of.as_deref(), |_| None);
                vec![Effect::Say(said), Effect::PopWith(Brought::Serials(line, self.serials(), taken))]
            }
            Ok(_) => vec![Effect::Pop],
            Err(no) => {
                self.list.reload();
                let mut effects = vec![Effect::Say(Verdict::no(&no))];
                effects.extend(self.ask(here));
                effects
            }
        }
    }

    fn listed(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        match taken {
            Taken::Chosen => return self.enter(here),
            Taken::Missed => {
                let filter = self.list.filter().to_owned();
                let said = format!("no unit of {} in {} begins so", self.name, self.place);
                return vec![Effect::Say(Verdict::bad("NOT HERE", shown(&filter), said)), Effect::SetLine(filter)];
            }
            Taken::Yes | Taken::No => {}
        }
        self.ask(here)
    }
}

/// Tells whether a unit can be taken; `Err` says who has it.
fn free(row: &PickableRow) -> Result<(), Verdict> {
    let opens = Target::Unit(row.unit.product, row.unit.key.clone());
    let serial = shown(&row.unit.serial);
    match (row.picked, row.held.as_str()) {
        (Some(line), _) => {
            Err(Verdict::bad("ALREADY SCANNED", serial, format!("it is on line {line} of this document"))
                .opening(opens))
        }
        (None, "") => Ok(()),
        (None, held) => Err(Verdict::bad("HELD", serial, held).opening(opens)),
    }
}

impl Screen for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn title(&self) -> String {
        let chosen = if self.chosen.is_empty() { String::new() } else { format!(" · {} chosen", self.chosen.len()) };
        format!("{} · {}{chosen}", self.name, self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("a serial's beginning, *12, or scan")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Enter if self.list.chosen().is_none() => Some("there is no unit to choose".to_owned()),
            Action::Drop if self.chosen.is_empty() => Some("none is chosen".to_owned()),
            _ => None,
        }
    }

    fn prints(&self) -> Vec<Printable> {
        let unit = self.list.chosen().map(|row| &row.unit);
        unit.map(|unit| Printable::unit(unit.product, &unit.key, &unit.serial)).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Answer(SCANNED, Ok(Answer::Pickable(part))) => self.found(&part.rows),
            Event::Answer(GATHERED, Ok(Answer::Pickable(part))) => self.gathered(part),
            Event::Answer(tag, Ok(Answer::Pickable(part))) => {
                let taken = self.list.take(tag, part, |a, b| a.unit.key == b.unit.key);
                self.listed(here, taken)
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Done(TAKE, result) => self.taken(here, result),
            Event::Scan(scan) => {
                scan.text.trim().clone_into(&mut self.scanned);
                vec![Effect::Ask(SCANNED, self.query(self.scanned.clone(), None, 10))]
            }
            Event::Act(Action::Save) => self.take(),
            Event::Act(Action::Range) => self.choose_to_here(),
            Event::Act(Action::Drop) => {
                self.chosen.clear();
                self.keys.clear();
                vec![Effect::Say(Verdict::plain("None is chosen any more."))]
            }
            // Not a serial: how many.
            Event::Line(text) if text.starts_with('*') => Vec::new(),
            Event::Typed(text) if text.trim().starts_with('*') => self.choose_many(&text).unwrap_or_default(),
            event => {
                let taken = self.list.event(here, &event);
                self.listed(here, taken)
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let costs = costs_of(page.here);
        let mut columns = vec![
            Column::fill("Serial", 15),
            Column::fixed("", 6),
            Column::fixed("Bin", 4).drop(3),
            Column::fixed("Lot", 8).drop(1),
            Column::fixed("Warranty", 10).drop(2),
        ];
        columns.extend(costs.then(|| Column::fixed("Cost", 8).right().drop(4)));
        columns.push(Column::fixed("Supplier", 12).drop(5));
        let missing = self.missing.whole().unwrap_or(0);
        let empty = if self.list.is_waiting() {
            "…".to_owned()
        } else {
            format!("No unit of {} is in {} to be taken.", self.name, self.place)
        };
        let foot = u16::from(missing > 0 && page.height() > 4);
        let last = page.height().saturating_sub(1);
        if foot > 0 {
            page.put(1, last, &format!("{missing} to go on line {}", self.line), Role::Dim);
        }
        page.below(0, foot, |page| {
            Table::new(&columns).empty(&empty).view(page, self.list.walk(), |at| match self.list.row(at) {
                Some(row) => self.cells(row, costs),
                None => Vec::new(),
            });
        });
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("a serial", "Scanned, chooses that unit."),
            ("a serial's beginning", "Shows the units whose serial begins so; Enter chooses the selected one."),
            ("*12", "Chooses twelve from the selected one on."),
        ]
    }
}

impl Picker {
    fn cells<'r>(&self, row: &'r PickableRow, costs: bool) -> Vec<Cell<'r>> {
        let unit = &row.unit;
        let mark = match (row.picked, row.held.as_str()) {
            (Some(_), _) => Cell::role("taken", Role::Dim),
            (None, "") if self.keys.contains(&unit.key) => Cell::role("chosen", Role::Good),
            (None, "") => Cell::text(""),
            (None, _) => Cell::role("held", Role::Warn),
        };
        let mut cells = vec![
            Cell::serial(unit.serial.as_str()),
            mark,
            row.bin.as_deref().map_or_else(Cell::none, Cell::text),
            Cell::text(unit.lot.as_str()),
            unit.warranty_until.map_or_else(Cell::none, |day| Cell::text(day.to_string())),
        ];
        cells.extend(costs.then(|| Cell::text(text::amount(unit.cost))));
        cells.push(Cell::text(unit.supplier.as_str()));
        cells
    }
}
