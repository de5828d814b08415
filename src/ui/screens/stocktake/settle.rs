//! What settling a stocktake does, before it does it: what is transferred, posted and written off; F7 leaves a finding
//! out.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use crate::domain::count::{FindingKind, Subject, misplaced};
use crate::domain::employee::Permission;
use crate::domain::id::DocumentId;
use crate::domain::quantity::Quantity;
use crate::messages::{Answer, Command, FindingRow, No, Outcome, Query, Settled, Settlement, StocktakeView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::Guard;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

const VIEW: Tag = 1;
const FINDINGS: Tag = 2;
const SETTLE: Tag = 3;

/// Findings that are settled at once from here; what is beyond is settled after.
const MOST: usize = 20_000;

/// The summary before findings are settled; a question of its own, answered by F10 or two digits.
pub(super) struct Settle {
    id: DocumentId,
    view: Option<StocktakeView>,
    rows: Vec<FindingRow>,
    left_out: BTreeSet<Subject>,
    /// Settlements and counts there were when the rows were asked for.
    seen: (u32, u32),
    walk: Walk,
    guard: Guard,
    settling: bool,
}

impl Settle {
    pub(super) fn of(id: DocumentId) -> Box<dyn Screen> {
        Box::new(Settle {
            id,
            view: None,
            rows: Vec::new(),
            left_out: BTreeSet::new(),
            seen: (0, 0),
            walk: Walk::default(),
            guard: Guard::default(),
            settling: false,
        })
    }

    fn ask(&self) -> Vec<Effect> {
        let findings = Query::Findings { stocktake: self.id, kind: None, after: None, limit: MOST };
        vec![Effect::Ask(VIEW, Query::Stocktake(self.id)), Effect::Ask(FINDINGS, findings)]
    }

    /// Returns the findings that are settled, and those that cannot be.
    fn parted(&self) -> (Vec<&FindingRow>, Vec<&FindingRow>) {
        let all = self.rows.iter().filter(|row| !self.left_out.contains(&row.what));
        all.partition(|row| row.held.is_none())
    }

    fn settle(&mut self, here: &Here) -> Vec<Effect> {
        if self.settling || self.view.is_none() {
            return Vec::new();
        }
        let nothing =
            |why: String| vec![Effect::SetLine(String::new()), Effect::Say(Verdict::bad("NOT SETTLED", "", why))];
        if !here.may(Permission::SettleStocktakes) {
            return nothing(format!("{} may not settle a stocktake: ask somebody who may", here.employee_name));
        }
        let (settled, held) = self.parted();
        if settled.is_empty() && (!self.rows.is_empty() || !held.is_empty()) {
            let why = held.first().and_then(|row| row.held.clone());
            return nothing(why.unwrap_or_else(|| "all findings are left out".to_owned()));
        }
        let only =
            if self.left_out.is_empty() { Vec::new() } else { settled.iter().map(|row| row.what.clone()).collect() };
        self.settling = true;
        let (costs, named, seen) = (Vec::new(), Vec::new(), Some(self.seen));
        let settlement = Settlement { stocktake: self.id, only, costs, named, seen };
        vec![Effect::SetLine(String::new()), Effect::Run(SETTLE, Command::SettleStocktake(Box::new(settlement)))]
    }

    fn done(&mut self, result: Result<Outcome, No>) -> Vec<Effect> {
        self.settling = false;
        match result {
            Ok(Outcome::Settled(settled)) => {
                vec![Effect::Say(said(self.id, &settled)), Effect::PopWith(Brought::Document(self.id))]
            }
            Ok(_) => vec![Effect::Pop],
            Err(no) => {
                let mut effects = vec![Effect::Say(Verdict::no(&no))];
                effects.extend(self.ask());
                effects
            }
        }
    }

    fn leave_out(&mut self) -> Vec<Effect> {
        let Some(row) = self.walk.selected().and_then(|at| self.rows.get(at)) else { return Vec::new() };
        if !self.left_out.remove(&row.what) {
            self.left_out.insert(row.what.clone());
        }
        Vec::new()
    }
}

/// Says what was settled, and by which documents.
fn said(id: DocumentId, settled: &Settled) -> Verdict {
    let numbers: Vec<&str> = settled.documents.iter().map(|by| by.posted.number.as_str()).collect();
    let mut sentence = format!("{} findings", settled.findings);
    if !numbers.is_empty() {
        sentence = format!("{sentence} · {}", numbers.join(", "));
    }
    if !settled.left.is_empty() {
        sentence = format!("{sentence} · {} left", settled.left.len());
    }
    if settled.whole {
        sentence.push_str(" · closed");
    }
    Verdict::good("SETTLED", settled.number.as_str(), sentence).opening(Target::Document(id))
}

impl Screen for Settle {
    fn scope(&self) -> Scope {
        Scope::Settle
    }

    fn title(&self) -> String {
        "Settle".to_owned()
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Yes if self.settling => Some("it is being settled".to_owned()),
            Action::Drop if self.rows.is_empty() => Some("nothing was found".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        let asks = match &event {
            Event::Opened | Event::Resumed(_) => self.ask(),
            Event::Changed if !self.settling => self.ask(),
            _ => Vec::new(),
        };
        match self.guard.answers(here, &event) {
            Ok(true) => return self.settle(here),
            Err(effects) => return effects,
            Ok(false) => {}
        }
        match event {
            // Too soon: meant for the screen before.
            Event::Act(Action::Yes) => Vec::new(),
            Event::Act(Action::Drop) => self.leave_out(),
            Event::Act(action) => {
                self.walk.act(action, here.page);
                Vec::new()
            }
            Event::Answer(VIEW, Ok(Answer::Stocktake(view))) => {
                self.seen = (view.settlements, view.entries);
                self.view = Some(*view);
                Vec::new()
            }
            Event::Answer(FINDINGS, Ok(Answer::Findings(found))) => {
                self.rows = found.rows;
                self.walk.count(self.rows.len());
                Vec::new()
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            Event::Done(SETTLE, result) => self.done(result),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => asks,
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let Some(view) = &self.view else { return };
        let gun = page.layout == Layout::Gun;
        let left = u16::from(!gun);
        let width = usize::from(page.width().saturating_sub(2 * left).max(1));
        let mut rows: Vec<(String, Role)> = Vec::new();
        for (note, role) in self.notes(view) {
            rows.extend(text::wrap(&text::harmless(&note), width).into_iter().map(|row| (row, role)));
        }
        if gun {
            for (y, (row, role)) in (0..page.height()).zip(rows) {
                page.put(left, y, &row, role);
            }
            return;
        }
        let notes = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(page.height().saturating_sub(4));
        let table = page.height().saturating_sub(notes + 1);
        page.within(Rect::new(0, 0, page.width(), table), |page| self.table(page));
        page.rule(table);
        for (y, (row, role)) in (1 + table..page.height()).zip(rows) {
            page.put(left, y, &row, role);
        }
    }
}

impl Settle {
    /// Returns what is to be known before settling, the most pressing first.
    fn notes(&self, view: &StocktakeView) -> Vec<(String, Role)> {
        let (settled, held) = self.parted();
        let mut notes = vec![(format!("Settle: F10, or type {}. Esc goes back.", self.guard.digits()), Role::Key)];
        notes.push((super::view::far(view), Role::Strong));
        let moves = misplaced(settled.iter().map(|row| (&row.what, row.kind, row.quantity)));
        let moved: i64 = moves.iter().map(|one| one.quantity.thousandths()).sum();
        for (kind, but, does) in [
            (FindingKind::Shortage, moved, "is written off"),
            (FindingKind::Excess, moved, "is posted"),
            (FindingKind::Unknown, 0, "is posted"),
            (FindingKind::Elsewhere, 0, "is transferred here"),
        ] {
            let its = settled.iter().filter(|row| row.kind == kind);
            let sum: i64 = its.map(|row| row.quantity.thousandths()).sum::<i64>() - but;
            if sum > 0 {
                notes.push((format!("{} {}: {does}", kind.word(), Quantity::from_thousandths(sum)), Role::Text));
            }
        }
        if moved > 0 {
            let moved = Quantity::from_thousandths(moved);
            notes.push((format!("on another shelf {moved}: is transferred there"), Role::Text));
        }
        let free = |row: &&&FindingRow| {
            matches!(row.kind, FindingKind::Excess | FindingKind::Unknown)
                && row.cost.is_none()
                && row.product.is_some()
        };
        let free = settled.iter().filter(free).count();
        if free > 0 {
            notes.push((format!("No cost is known of {free}: posted at 0.00"), Role::Warn));
        }
        if !self.left_out.is_empty() {
            notes.push((format!("{} left out", self.left_out.len()), Role::Warn));
        }
        if let Some(first) = held.first().and_then(|row| row.held.as_ref()) {
            notes.push((format!("✖ {} cannot be settled: {first}", held.len()), Role::Bad));
        }
        if settled.is_empty() && self.rows.is_empty() && view.shortages.is_some() {
            notes.push(("All is as the books say: the stocktake is closed.".to_owned(), Role::Text));
        }
        notes
    }

    fn table(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fixed("Finding", 9),
            Column::fill("What", 14),
            Column::fixed("Product", 18).drop(3),
            Column::fixed("Where", 12).drop(2),
            Column::fixed("How many", 9).right().drop(4),
            Column::fixed("By the books", 20).drop(1),
        ];
        Table::new(&columns).empty("Nothing was found that differs.").view(page, &self.walk, |at| {
            let Some(row) = self.rows.get(at) else { return Vec::new() };
            let out = self.left_out.contains(&row.what);
            let mut cells = vec![Cell::role(if out { "left out" } else { row.kind.word() }, Role::Warn)];
            cells.extend(super::view::finding_cells(row));
            cells
        });
    }
}
