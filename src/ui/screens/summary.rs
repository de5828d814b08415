//! The whole posting before it is posted: units, value, what is missing and what was carried over.

use ratatui::layout::Rect;

use crate::domain::id::DocumentId;
use crate::messages::{Answer, Blocker, Command, LineEdit, LineView, No, Outcome, Query, Refused, SummaryView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::{Confirm, Guard};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::expected::met;
use super::head_form::HeadForm;
use super::line_form::LineForm;
use super::receiving::verdicts;
use super::tray::Tray;

const LOOK: Tag = 1;
const POST: Tag = 2;
const CHANGE: Tag = 3;
const SURE_DROP: Tag = 10;

const COLUMNS: [Column; 6] = [
    Column::fixed("Line", 4).right().drop(4),
    Column::fill("Product", 10),
    Column::fixed("Qty", 8).right(),
    Column::fixed("Missing", 7).right().drop(1),
    Column::fixed("Cost", 11).right().drop(2),
    Column::fixed("Total", 12).right().drop(3),
];

/// The summary of one draft; a question of its own, answered by F10 or two digits.
pub struct Summary {
    draft: DocumentId,
    seen: Option<SummaryView>,
    walk: Walk,
    guard: Guard,
    posting: bool,
    changed: Option<Verdict>,
}

impl Summary {
    /// Makes the summary.
    pub fn new(draft: DocumentId) -> Summary {
        Summary { draft, seen: None, walk: Walk::default(), guard: Guard::default(), posting: false, changed: None }
    }

    fn line(&self) -> Option<&LineView> {
        let at = self.walk.selected()?;
        self.seen.as_ref()?.draft.lines.get(at)
    }

    fn blockers(&self) -> &[Blocker] {
        self.seen.as_ref().map_or(&[], |summary| &summary.blockers)
    }

    fn ask(&self) -> Effect {
        Effect::Ask(LOOK, Query::Summary(self.draft))
    }

    fn post(&mut self) -> Vec<Effect> {
        if self.posting || self.seen.is_none() {
            return Vec::new();
        }
        if let Some(blocker) = self.blockers().first() {
            let said = Verdict::bad("NOT POSTED", "", held_back(blocker));
            return vec![Effect::SetLine(String::new()), Effect::Say(said)];
        }
        self.posting = true;
        vec![Effect::SetLine(String::new()), Effect::Run(POST, Command::PostDraft { draft: self.draft })]
    }

    fn done(&mut self, here: &Here, tag: Tag, result: Result<Outcome, No>) -> Vec<Effect> {
        if tag == CHANGE {
            let said = match result {
                Ok(_) => self.changed.take().unwrap_or_else(|| Verdict::good("SET", "", "")),
                Err(no) => Verdict::no(&no),
            };
            return vec![Effect::Say(said), self.ask()];
        }
        self.posting = false;
        match result {
            Ok(Outcome::Posted(posted)) => {
                let number = posted.number;
                let (units, value) =
                    self.seen.as_ref().map_or_else(Default::default, |summary| (summary.quantity, summary.value));
                let said = format!("{units} units · {}", here.amount(value));
                let said = Verdict::good("POSTED", &number, said).opening(Target::Document(posted.document));
                vec![Effect::Say(said), Effect::PopWith(Brought::Posted(posted.document, number))]
            }
            Ok(_) => vec![Effect::Pop],
            Err(no) => vec![Effect::Say(Verdict::no(&no)), self.ask()],
        }
    }

    fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(why) = self.disabled(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        let bins = || self.seen.as_ref().map(|summary| summary.draft.bins.clone()).unwrap_or_default();
        match action {
            Action::Decide => {
                let selected = self.line().map(|line| line.line);
                vec![Effect::Push(Box::new(Tray::new(self.draft, selected)))]
            }
            Action::EditHead => {
                vec![Effect::Push(Box::new(HeadForm::new(self.seen.as_ref().map(|summary| &summary.draft))))]
            }
            Action::Edit => match self.line() {
                Some(line) => vec![Effect::Push(Box::new(LineForm::new(self.draft, line, &bins())))],
                None => Vec::new(),
            },
            Action::SetToScanned => self.set_to_scanned(),
            Action::Drop => self.ask_drop(),
            action => {
                self.walk.act(action, here.page);
                Vec::new()
            }
        }
    }

    /// The selected line, or the one that keeps the posting back: its quantity is what was scanned.
    fn set_to_scanned(&mut self) -> Vec<Effect> {
        let Some(line) = self.short_line() else { return Vec::new() };
        let edit = LineEdit { quantity: Some(None), carton: Some(None), ..LineEdit::default() };
        let said = Verdict::good("SET", line.name.as_str(), format!("quantity {} → {}", line.quantity, line.counted));
        let command = Command::EditLine { draft: self.draft, line: line.line, edit };
        self.changed = Some(said);
        vec![Effect::Run(CHANGE, command)]
    }

    fn short_line(&self) -> Option<&LineView> {
        let short = |line: &&LineView| !line.missing.is_zero();
        let all = self.seen.as_ref().map(|summary| &summary.draft.lines);
        self.line().filter(short).or_else(|| all.into_iter().flatten().find(short))
    }

    fn ask_drop(&mut self) -> Vec<Effect> {
        let Some(line) = self.line() else { return Vec::new() };
        if line.counted.is_zero() {
            return self.drop_line();
        }
        let fact = format!("{} of it are in this posting.", line.counted);
        vec![Effect::Push(Confirm::ask(SURE_DROP, format!("Take line {} {} away?", line.line, line.name), [fact]))]
    }

    fn drop_line(&mut self) -> Vec<Effect> {
        let Some(line) = self.line() else { return Vec::new() };
        let said = Verdict::good("LINE AWAY", "", format!("line {} {} is out of this posting", line.line, line.name));
        let command = Command::RemoveLine { draft: self.draft, line: line.line };
        self.changed = Some(said);
        vec![Effect::Run(CHANGE, command)]
    }
}

/// Says what keeps a posting back and which key mends it, the key before the product's name: a gun has no room for
/// all of it.
fn held_back(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Empty => "Nothing was scanned yet: Esc, then scan".to_owned(),
        Blocker::Missing { line, product, have, missing } => {
            format!("Line {line} lacks {missing}: Ctrl+T sets it to {have} · {product}")
        }
        Blocker::Nothing { line, product } => {
            format!("Line {line} is empty: F7 takes it away, F6 changes it · {product}")
        }
        // Its sentence names the key.
        Blocker::ToDecide(_) => blocker.to_string(),
        Blocker::NoReason | Blocker::NoDestination | Blocker::NotOf(_) | Blocker::Line { .. } | Blocker::Head(_) => {
            blocker.to_string()
        }
        Blocker::Date(why) => format!("{why}: Ctrl+E changes the date"),
    }
}

impl Screen for Summary {
    fn scope(&self) -> Scope {
        Scope::Summary
    }

    fn title(&self) -> String {
        "Post this?".to_owned()
    }

    fn prompt(&self) -> Prompt {
        if self.blockers().is_empty() {
            Prompt::Words("F10 posts, or the two digits")
        } else {
            Prompt::Words("not yet")
        }
    }

    fn draft(&self) -> Option<(DocumentId, Option<crate::domain::id::LineNo>)> {
        Some((self.draft, self.line().map(|line| line.line)))
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Yes if self.posting => Some("it is being posted".to_owned()),
            Action::Decide if !self.blockers().iter().any(|blocker| matches!(blocker, Blocker::ToDecide(_))) => {
                Some("no scan waits for a decision".to_owned())
            }
            Action::SetToScanned if self.short_line().is_none() => Some("nothing is missing".to_owned()),
            Action::Edit | Action::Drop if self.line().is_none() => Some("there is no line".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        let asks = match &event {
            Event::Opened | Event::Resumed(_) => vec![self.ask()],
            Event::Changed if !self.posting => vec![self.ask()],
            _ => Vec::new(),
        };
        match self.guard.answers(here, &event) {
            Ok(true) => return self.post(),
            Err(effects) => return effects,
            Ok(false) => {}
        }
        match event {
            Event::Resumed(Some(Brought::Yes(SURE_DROP))) => self.drop_line(),
            Event::Resumed(Some(Brought::Act(action))) if action != Action::Yes => self.act(here, action),
            // Too soon: meant for the screen before.
            Event::Act(Action::Yes) => Vec::new(),
            Event::Act(action) => self.act(here, action),
            Event::Answer(LOOK, Ok(Answer::Summary(summary))) => {
                self.walk.count(summary.draft.lines.len());
                self.seen = Some(*summary);
                Vec::new()
            }
            Event::Answer(LOOK, Err(No::Refused(no @ (Refused::WrongState { .. } | Refused::Unknown { .. })))) => {
                vec![Effect::Say(Verdict::no(&No::Refused(no))), Effect::Pop]
            }
            Event::Done(tag, result) => self.done(here, tag, result),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => asks,
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let Some(summary) = &self.seen else { return };
        let notes = self.notes(page.here, summary);
        let gun = page.layout == Layout::Gun;
        let width = usize::from(page.width().saturating_sub(if gun { 0 } else { 2 }).max(1));
        let mut rows: Vec<(String, Role)> = Vec::new();
        for (note, role) in notes {
            rows.extend(text::wrap(&text::harmless(&note), width).into_iter().map(|row| (row, role)));
        }
        let left = u16::from(!gun);
        if gun {
            // What keeps it back, or the answer, is what a gun has room for.
            for (y, (row, role)) in (0..page.height()).zip(rows) {
                page.put(left, y, &row, role);
            }
            return;
        }
        let view = &summary.draft;
        let invoice = if view.invoice.is_empty() { "no invoice number" } else { &view.invoice };
        let supplier = if view.supplier.is_empty() { "no supplier" } else { &view.supplier };
        let date = view.date.map_or_else(|| "today".to_owned(), |date| date.to_string());
        page.put(left, 0, &format!("{supplier} · {invoice} · {date} · into {}", view.warehouse_name), Role::Text);
        let notes = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(page.height().saturating_sub(5));
        let table = page.height().saturating_sub(notes + 3);
        page.rule(1);
        page.within(Rect::new(0, 2, page.width(), table), |page| {
            Table::new(&COLUMNS).empty("It has no lines.").view(page, &self.walk, |at| cells(&view.lines[at]));
        });
        page.rule(2 + table);
        for (y, (row, role)) in (3 + table..page.height()).zip(rows) {
            page.put(left, y, &row, role);
        }
    }
}

impl Summary {
    /// Returns what is to be known before posting, the most pressing first.
    fn notes(&self, here: &Here, summary: &SummaryView) -> Vec<(String, Role)> {
        let mut notes = Vec::new();
        for blocker in &summary.blockers {
            notes.push((format!("✖ {}", held_back(blocker)), Role::Bad));
        }
        if summary.blockers.is_empty() {
            notes.push((format!("Post: F10, or type {}. Esc goes back.", self.guard.digits()), Role::Key));
        }
        notes.push((format!("{} units · value {}", summary.quantity, here.amount(summary.value)), Role::Strong));
        if !summary.without_cost.is_empty() {
            let lines: Vec<_> = summary.without_cost.iter().map(ToString::to_string).collect();
            notes.push((format!("No cost on line {}: posts at 0.00 · F6 sets it", lines.join(", ")), Role::Warn));
        }
        let carried = summary.draft.lines.iter().filter(|line| line.cost_carried || line.warranty_carried);
        let lines: Vec<_> = carried.map(|line| line.line.to_string()).collect();
        if !lines.is_empty() {
            let said = format!("Cost or warranty carried from the last posting (=): line {}", lines.join(", "));
            notes.push((said, Role::Text));
        }
        for list in &summary.lists {
            let all = list.ticked == list.listed && list.not_listed_count == 0;
            let role = if all { Role::Text } else { Role::Warn };
            notes.push((format!("Line {} expected: {}", list.line, met(list)), role));
        }
        notes
    }
}

fn cells(line: &LineView) -> Vec<Cell<'_>> {
    let mark = if line.cost_carried { " =" } else { "  " };
    let unit = line.cost.and_then(|cost| cost.per_unit(line.quantity));
    vec![
        Cell::text(line.line.to_string()),
        Cell::text(line.name.as_str()),
        Cell::text(if line.serialised { verdicts::progress(line) } else { line.quantity.to_string() }),
        if line.missing.is_zero() { Cell::none() } else { Cell::role(line.missing.to_string(), Role::Bad) },
        unit.map_or_else(|| Cell::role("–  ", Role::Dim), |unit| Cell::text(format!("{unit}{mark}"))),
        line.total.map_or_else(Cell::none, |total| Cell::text(text::amount(total))),
    ]
}
