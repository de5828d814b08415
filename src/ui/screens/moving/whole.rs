//! The whole document before it is posted: where from and where to, units, value, what each line takes, what is missing.

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::quantity::Quantity;
use crate::messages::{Answer, Blocker, Command, MoveDraftView, MoveLineEdit, MoveLineView, No, Outcome, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::confirm::{Confirm, Guard};
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use ratatui::layout::Rect;

use super::head::HeadForm;
use super::kinds::Kind;
use super::line::LineForm;
use super::waiting::Waiting;
use super::{costs_of, view};

const LOOK: Tag = 1;
const POST: Tag = 2;
const CHANGE: Tag = 3;
const SURE_DROP: Tag = 10;

/// The summary of one draft; a question of its own, answered by F10 or two digits.
pub struct Whole {
    kind: &'static Kind,
    draft: DocumentId,
    seen: Option<Box<MoveDraftView>>,
    walk: Walk,
    guard: Guard,
    posting: bool,
    changed: Option<Verdict>,
    barred: Option<String>,
}

impl Whole {
    /// Makes the summary of a draft.
    pub fn new(kind: &'static Kind, draft: DocumentId) -> Whole {
        let (walk, guard) = (Walk::default(), Guard::default());
        Whole { kind, draft, seen: None, walk, guard, posting: false, changed: None, barred: None }
    }

    fn line(&self) -> Option<&MoveLineView> {
        let at = self.walk.selected()?;
        self.seen.as_ref()?.lines.get(at)
    }

    fn blockers(&self) -> &[Blocker] {
        self.seen.as_ref().map_or(&[], |view| &view.blockers)
    }

    fn ask(&self) -> Effect {
        Effect::Ask(LOOK, Query::MoveDraft(self.draft))
    }

    fn post(&mut self) -> Vec<Effect> {
        if self.posting || self.seen.is_none() {
            return Vec::new();
        }
        let held = self.barred.clone().or_else(|| self.blockers().first().map(held_back));
        if let Some(why) = held {
            return vec![Effect::SetLine(String::new()), Effect::Say(Verdict::bad("NOT POSTED", "", why))];
        }
        self.posting = true;
        vec![Effect::SetLine(String::new()), Effect::Run(POST, Command::PostDraft { draft: self.draft })]
    }

    fn done(&mut self, tag: Tag, result: Result<Outcome, No>) -> Vec<Effect> {
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
                let units = self.seen.as_ref().map_or(Quantity::ZERO, |view| view.quantity);
                let way = self.seen.as_ref().map_or_else(String::new, |seen| {
                    let stays = view::stays(seen).map_or_else(String::new, |stays| format!(" · {stays}"));
                    view::way(self.kind, seen) + &stays
                });
                let said = Verdict::good("POSTED", &number, format!("{} · {way}", text::units(units)));
                let said = said.opening(Target::Document(posted.document));
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
        match action {
            Action::Decide => vec![Effect::Push(Box::new(Waiting::new(self.draft)))],
            Action::EditHead => vec![Effect::Push(Box::new(HeadForm::new(self.kind, self.seen.as_deref())))],
            Action::Edit => match (&self.seen, self.line()) {
                (Some(seen), Some(line)) => vec![Effect::Push(Box::new(LineForm::new(self.kind, seen, line)))],
                _ => Vec::new(),
            },
            Action::SetToScanned => self.set_to_scanned(),
            Action::Drop => self.ask_drop(),
            action => {
                self.walk.act(action, here.page);
                Vec::new()
            }
        }
    }

    /// The selected line, or the one that keeps the document back: as many move as were scanned.
    fn set_to_scanned(&mut self) -> Vec<Effect> {
        let Some(line) = self.short_line() else { return Vec::new() };
        let picked = Quantity::pieces(line.picked);
        let edit = MoveLineEdit { quantity: Some(picked), ..MoveLineEdit::default() };
        let said = Verdict::good("SET", line.name.as_str(), format!("quantity {} → {picked}", line.quantity));
        let command = Command::EditMoveLine { draft: self.draft, line: line.line, edit };
        self.changed = Some(said);
        vec![Effect::Run(CHANGE, command)]
    }

    fn short_line(&self) -> Option<&MoveLineView> {
        let short = |line: &&MoveLineView| line.serialised && !line.missing.is_zero() && line.picked > 0;
        self.line().filter(short).or_else(|| self.seen.iter().flat_map(|seen| &seen.lines).find(short))
    }

    fn ask_drop(&mut self) -> Vec<Effect> {
        let Some(line) = self.line() else { return Vec::new() };
        if line.quantity.is_zero() {
            return self.drop_line();
        }
        let fact = format!("{} of it were to move.", line.quantity);
        vec![Effect::Push(Confirm::ask(SURE_DROP, format!("Take line {} {} away?", line.line, line.name), [fact]))]
    }

    fn drop_line(&mut self) -> Vec<Effect> {
        let Some(line) = self.line() else { return Vec::new() };
        let said = format!("line {} {} is out of this document", line.line, line.name);
        let command = Command::RemoveLine { draft: self.draft, line: line.line };
        self.changed = Some(Verdict::good("LINE AWAY", "", said));
        vec![Effect::Run(CHANGE, command)]
    }

    /// Returns what is to be known before posting, the most pressing first.
    fn notes(&self, seen: &MoveDraftView, here: &Here) -> Vec<(String, Role)> {
        let mut notes: Vec<_> =
            seen.blockers.iter().map(|blocker| (format!("✖ {}", held_back(blocker)), Role::Bad)).collect();
        if let Some(why) = &self.barred {
            notes.push((format!("✖ {why}"), Role::Bad));
        } else if notes.is_empty() {
            notes.push((format!("Post: F10, or type {}. Esc goes back.", self.guard.digits()), Role::Key));
        }
        notes.push((view::sums(seen, here), Role::Strong));
        notes.extend(view::stays(seen).map(|stays| (stays, Role::Text)));
        let unpriced = seen.lines.iter().filter(|line| self.kind.price && line.price.is_none());
        let lines: Vec<_> = unpriced.map(|line| line.line.to_string()).collect();
        if !lines.is_empty() {
            notes.push((format!("No price on line {} · F6 sets it", lines.join(", ")), Role::Warn));
        }
        notes
    }
}

/// Says what keeps a document back and which key mends it, the key before the product's name: a gun has no room for
/// all of it.
fn held_back(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Empty => "Nothing was scanned yet: Esc, then scan".to_owned(),
        Blocker::Missing { line, product, have, missing } if have.is_zero() => {
            format!("Line {line} lacks {missing}: Esc, then F5 picks them · {product}")
        }
        Blocker::Missing { line, product, have, missing } => {
            format!("Line {line} lacks {missing}: Ctrl+T sets it to {have} · {product}")
        }
        Blocker::Nothing { line, product } => {
            format!("Line {line} is empty: F7 takes it away, F6 changes it · {product}")
        }
        // Its sentence names the key.
        Blocker::ToDecide(_) => blocker.to_string(),
        Blocker::NoReason => "No reason yet: Ctrl+E says why".to_owned(),
        Blocker::NoDestination => "It goes nowhere yet: Ctrl+E says where to".to_owned(),
        Blocker::NotOf(kind) => format!("Of which document? Ctrl+E names it · {}", kind.word()),
        Blocker::Date(why) | Blocker::Head(why) => format!("{why}: Ctrl+E changes it"),
        Blocker::Line { .. } => format!("F6 changes it: {blocker}"),
    }
}

impl Screen for Whole {
    fn scope(&self) -> Scope {
        Scope::Summary
    }

    fn title(&self) -> String {
        "Post this?".to_owned()
    }

    fn prompt(&self) -> Prompt {
        let ready = self.blockers().is_empty() && self.barred.is_none();
        Prompt::Words(if ready { "F10 posts, or the two digits" } else { "not yet" })
    }

    fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        Some((self.draft, self.line().map(|line| line.line)))
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Yes if self.posting => Some("it is being posted".to_owned()),
            Action::Yes => self.barred.clone(),
            Action::Decide if self.seen.as_ref().is_none_or(|seen| seen.to_decide == 0) => {
                Some("no scan waits for a decision".to_owned())
            }
            Action::SetToScanned if self.short_line().is_none() => Some("nothing is missing".to_owned()),
            Action::Edit | Action::Drop if self.line().is_none() => Some("there is no line".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        self.barred = crate::ui::screens::barred(here, self.kind.begins);
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
            // What waited is taken on the screen below.
            Event::Resumed(Some(waited @ Brought::Text(..))) => vec![Effect::PopWith(waited)],
            // Too soon: meant for the screen before.
            Event::Act(Action::Yes) => Vec::new(),
            Event::Act(action) => self.act(here, action),
            Event::Answer(LOOK, Ok(Answer::MoveDraft(seen))) => {
                self.walk.count(seen.lines.len());
                self.seen = Some(seen);
                Vec::new()
            }
            Event::Answer(LOOK, Err(no @ No::Refused(_))) => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            Event::Done(tag, result) => self.done(tag, result),
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => asks,
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let Some(seen) = &self.seen else { return };
        let gun = page.layout == Layout::Gun;
        let width = usize::from(page.width().saturating_sub(if gun { 0 } else { 2 }).max(1));
        let mut rows: Vec<(String, Role)> = Vec::new();
        for (note, role) in self.notes(seen, page.here) {
            rows.extend(text::wrap(&text::harmless(&note), width).into_iter().map(|row| (row, role)));
        }
        if gun {
            // What keeps it back, or the answer, is what a gun has room for.
            for (y, (row, role)) in (0..page.height()).zip(rows) {
                page.put(0, y, &row, role);
            }
            return;
        }
        let date = seen.date.map_or_else(|| "today".to_owned(), |date| date.to_string());
        let mut head = format!("{} · {} · {date}", self.kind.title, view::way(self.kind, seen));
        if !seen.note.is_empty() {
            head = format!("{head} · {}", seen.note);
        }
        page.put(1, 0, &head, Role::Text);
        let notes = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(page.height().saturating_sub(5));
        let table = page.height().saturating_sub(notes + 3);
        page.rule(1);
        page.within(Rect::new(0, 2, page.width(), table), |page| self.lines(page, seen));
        page.rule(2 + table);
        for (y, (row, role)) in (3 + table..page.height()).zip(rows) {
            page.put(1, y, &row, role);
        }
    }
}

impl Whole {
    fn lines(&self, page: &mut Page<'_>, seen: &MoveDraftView) {
        let (costs, price) = (costs_of(page.here), self.kind.price);
        let mut columns = vec![
            Column::fixed("Line", 4).right().drop(5),
            Column::fill("Product", 10),
            Column::fixed("Qty", 8).right(),
            Column::fixed("Missing", 7).right().drop(2),
        ];
        columns.extend(price.then(|| Column::fixed("Price", 10).right().drop(3)));
        columns.extend(costs.then(|| Column::fixed("Cost", 11).right().drop(4)));
        columns.push(Column::fill("Takes", 14).drop(1));
        Table::new(&columns).empty("It has no lines.").view(page, &self.walk, |at| {
            let Some(line) = seen.lines.get(at) else { return Vec::new() };
            let money = |money: Option<crate::domain::money::Money>| {
                money.map_or_else(Cell::none, |money| Cell::text(text::amount(money)))
            };
            let mut cells = vec![
                Cell::text(line.line.to_string()),
                Cell::text(line.name.as_str()),
                Cell::text(view::far(line)),
                if line.missing.is_zero() { Cell::none() } else { Cell::role(line.missing.to_string(), Role::Bad) },
            ];
            cells.extend(price.then(|| money(line.price)));
            cells.extend(costs.then(|| money(line.cost)));
            cells.push(view::takes(self.kind, line));
            cells
        });
    }
}
