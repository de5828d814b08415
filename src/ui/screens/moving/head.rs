//! The head of a draft: what its kind needs first, by name with a short list to choose from, then date, warehouse, note.

use ratatui::layout::Rect;

use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, WarehouseId};
use crate::domain::time::Day;
use crate::messages::{Answer, Command, DocumentRef, DocumentRow, MoveDraftView, MoveHeadEdit, No, Outcome, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::screens::receiving::grammar;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::kinds::{Head, Kind};

const WAREHOUSES: Tag = 1;
const KNOWN: Tag = 2;
const NUMBER: Tag = 3;
const OPEN: Tag = 4;
const SAVE: Tag = 5;

/// Names suggested at once.
const SUGGESTED: usize = 6;

/// Why goods are written off, mostly; any other reason may be typed.
const REASONS: [&str; 6] = ["damaged", "lost", "stolen", "expired", "used in the shop", "sample"];

/// The form of a head; of a draft that is not begun yet, it begins it.
pub struct HeadForm {
    kind: &'static Kind,
    draft: Option<DocumentId>,
    before: Before,
    form: Form,
    warehouses: Vec<(WarehouseId, String)>,
    /// Names to choose from for the field at hand, and what is said of each.
    known: Vec<(String, String)>,
    /// Text the operator kept though a name holds it.
    kept: Option<String>,
    running: bool,
    waiting: Option<MoveHeadEdit>,
}

/// What the head held.
#[derive(Debug, Clone, Default)]
struct Before {
    client: String,
    reason: String,
    of: String,
    to: Option<WarehouseId>,
    until: Option<Day>,
    date: Option<Day>,
    warehouse: Option<WarehouseId>,
    note: String,
}

/// A field that cannot be, and why.
type Fault = (Head, String);

impl HeadForm {
    /// Makes the form of a draft, or of one to begin.
    pub fn new(kind: &'static Kind, view: Option<&MoveDraftView>) -> HeadForm {
        let before = view.map(|view| Before {
            client: view.client.clone(),
            reason: view.reason.clone(),
            of: view.of_number.clone(),
            to: view.to,
            until: view.until,
            date: view.date,
            warehouse: Some(view.warehouse),
            note: view.note.clone(),
        });
        let warehouses = view.map(|view| (view.warehouse, view.warehouse_name.clone())).into_iter().collect();
        let mut form = HeadForm {
            kind,
            draft: view.map(|view| view.id),
            before: before.unwrap_or_default(),
            form: Form::default(),
            warehouses,
            known: Vec::new(),
            kept: None,
            running: false,
            waiting: None,
        };
        form.form = Form::new(kind.head.iter().map(|head| form.field(*head, None)).collect());
        form
    }

    fn field(&self, head: Head, here: Option<WarehouseId>) -> Field {
        let before = &self.before;
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let names: Vec<_> = self.warehouses.iter().map(|(_, name)| name.clone()).collect();
        let place = |id: Option<WarehouseId>| self.warehouses.iter().position(|(other, _)| Some(*other) == id);
        let own = before.warehouse.or(here);
        match head {
            Head::Client => {
                Field::text("Client", &*before.client).hint("by name; a new name makes a new client · F10 saves")
            }
            Head::Reason => Field::text("Reason", &*before.reason).hint("why goods are written off · F10 saves"),
            Head::Of => Field::text("Of", &*before.of).hint(if self.kind.comes_back() {
                "number of the sale, or part of the client's name"
            } else {
                "number of the posting, or part of the supplier's name"
            }),
            Head::Destination => {
                let other = || self.warehouses.iter().position(|(id, _)| Some(*id) != own);
                let at = place(before.to).or_else(other).unwrap_or(0);
                Field::choice("To", &names, at)
                    .hint("where goods go; the same one moves them to other shelves · F10 saves")
            }
            Head::Until => Field::text("Held until", day(before.until))
                .hint("2026-11-22, +7 days; empty holds it until it is closed"),
            Head::Date => Field::text("Date", day(before.date))
                .hint("2026-11-22, -1 for yesterday; empty is the day it is posted"),
            Head::Warehouse => Field::choice("Warehouse", &names, place(own).unwrap_or(0)),
            Head::Note => Field::text("Note", &*before.note),
        }
    }

    /// Returns the field at hand.
    fn at(&self) -> Head {
        self.kind.head.get(self.form.at()).copied().unwrap_or(Head::Note)
    }

    fn place(&self, head: Head) -> Option<usize> {
        self.kind.head.iter().position(|other| *other == head)
    }

    fn text(&self, head: Head) -> Option<&str> {
        self.place(head).map(|at| self.form.text(at))
    }

    fn blame(&mut self, (head, why): Fault) -> Vec<Effect> {
        let at = self.place(head).unwrap_or(0);
        self.form.blame(at, why)
    }

    fn save(&mut self, here: &Here) -> Vec<Effect> {
        if self.running {
            return Vec::new();
        }
        let edit = match self.edit(here) {
            Ok(edit) => edit,
            Err(fault) => return self.blame(fault),
        };
        let of = self.text(Head::Of).unwrap_or_default().to_owned();
        if !of.is_empty() && of != self.before.of {
            self.running = true;
            self.waiting = Some(edit);
            return vec![Effect::Ask(NUMBER, Query::Document(DocumentRef::Number(of)))];
        }
        self.give(here, edit)
    }

    /// Gives the command; the draft is begun first where there is none.
    fn give(&mut self, here: &Here, edit: MoveHeadEdit) -> Vec<Effect> {
        match self.draft {
            _ if edit == MoveHeadEdit::default() && self.draft.is_some() => vec![Effect::Pop],
            Some(draft) => {
                self.running = true;
                vec![Effect::Run(SAVE, Command::EditMoveHead { draft, head: Box::new(edit) })]
            }
            None => {
                let Some(warehouse) = edit.warehouse.or(here.warehouse) else {
                    let why = "there is no warehouse yet: Ctrl+P settings makes one";
                    return self.blame((Head::Warehouse, why.to_owned()));
                };
                self.running = true;
                self.waiting = Some(MoveHeadEdit { warehouse: None, ..edit });
                vec![Effect::Run(OPEN, Command::OpenDraft { kind: self.kind.kind, warehouse })]
            }
        }
    }

    /// Returns what was changed; a field that still holds what it held is left alone.
    fn edit(&self, here: &Here) -> Result<MoveHeadEdit, Fault> {
        let before = &self.before;
        if let Some(needs @ Head::Reason) = self.kind.needs
            && self.text(needs).is_some_and(str::is_empty)
        {
            return Err((needs, "a write-off has a reason".to_owned()));
        }
        let changed = |head: Head, before: &str| self.text(head).filter(|now| *now != before).map(str::to_owned);
        let day = |head: Head, before: Option<Day>| {
            let Some(text) = self.text(head) else { return Ok(None) };
            let day = grammar::day(text, here.today).map_err(|why| (head, why))?;
            Ok((day != before).then_some(day))
        };
        let chosen = |head: Head| {
            let at = self.place(head)?;
            self.warehouses.get(self.form.chosen(at)).map(|(id, _)| *id)
        };
        let date = day(Head::Date, before.date)?;
        if let Some(date) = date.flatten().filter(|date| *date > here.today) {
            return Err((Head::Date, format!("{date} is in the future: today is {}", here.today)));
        }
        let until = day(Head::Until, before.until)?;
        if let Some(day) = until.flatten().filter(|day| *day < here.today) {
            return Err((Head::Until, format!("{day} is over: today is {}", here.today)));
        }
        Ok(MoveHeadEdit {
            warehouse: chosen(Head::Warehouse).filter(|warehouse| Some(*warehouse) != before.warehouse),
            to: chosen(Head::Destination).filter(|to| Some(*to) != before.to).map(Some),
            of: (self.text(Head::Of) == Some("") && !before.of.is_empty()).then_some(None),
            client: changed(Head::Client, &before.client),
            reason: changed(Head::Reason, &before.reason),
            date,
            note: changed(Head::Note, &before.note),
            until,
        })
    }

    /// Takes the document whose goods come back.
    fn numbered(&mut self, here: &Here, answer: Result<Answer, No>) -> Vec<Effect> {
        self.running = false;
        let Some(edit) = self.waiting.take() else { return Vec::new() };
        match answer {
            Ok(Answer::Document(view)) => self.give(here, MoveHeadEdit { of: Some(Some(view.row.id)), ..edit }),
            Ok(_) => Vec::new(),
            Err(no) => {
                let fault = Effect::Say(Verdict::no(&no));
                let mut effects = self.blame((Head::Of, "no document has this number".to_owned()));
                effects.push(fault);
                effects
            }
        }
    }

    fn done(&mut self, tag: Tag, result: Result<Outcome, No>) -> Vec<Effect> {
        self.running = false;
        match (tag, result) {
            (OPEN, Ok(Outcome::DraftOpened(draft))) => {
                self.draft = Some(draft);
                match self.waiting.take() {
                    Some(head) if head != MoveHeadEdit::default() => {
                        self.running = true;
                        vec![Effect::Run(SAVE, Command::EditMoveHead { draft, head: Box::new(head) })]
                    }
                    _ => self.leave(),
                }
            }
            (_, Ok(_)) => self.leave(),
            (_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
        }
    }

    fn leave(&self) -> Vec<Effect> {
        let first = self.kind.head.first().copied().unwrap_or(Head::Note);
        let value = match first {
            Head::Destination => self.warehouses.get(self.form.chosen(0)).map_or("", |(_, name)| name.as_str()),
            _ => self.form.text(0),
        };
        vec![Effect::Say(Verdict::good("SAVED", value, first.label().to_lowercase())), self.back()]
    }

    /// Goes back; a draft that was begun here is brought along, even when its head was not saved.
    fn back(&self) -> Effect {
        match self.draft {
            Some(draft) if self.before.warehouse.is_none() => Effect::PopWith(Brought::Document(draft)),
            _ => Effect::Pop,
        }
    }

    /// Asks which names there are to choose from for the field at hand.
    fn ask_known(&mut self) -> Vec<Effect> {
        let typed = self.form.text(self.form.at()).to_owned();
        match self.at() {
            Head::Client => vec![Effect::Ask(KNOWN, Query::Clients(typed))],
            Head::Of => {
                let (kind, state) = (Some(self.kind.returned()), Some(DocumentState::Posted));
                vec![Effect::Ask(KNOWN, Query::Documents { kind, state, text: typed, after: None, limit: SUGGESTED })]
            }
            Head::Reason => {
                let typed = typed.to_lowercase();
                let fits = REASONS.iter().filter(|reason| reason.contains(typed.as_str()));
                self.known = fits.map(|reason| ((*reason).to_owned(), String::new())).collect();
                Vec::new()
            }
            _ => {
                self.known.clear();
                Vec::new()
            }
        }
    }

    /// Completes a name that holds what was typed, when just one does; typed again it stays as it is.
    fn complete(&mut self, typed: &str) -> Option<Vec<Effect>> {
        let typed = typed.trim();
        let folded = typed.to_lowercase();
        let same = |(name, _): &&(String, String)| name.to_lowercase() == folded;
        if typed.is_empty() || self.kept.as_deref() == Some(typed) || self.known.iter().any(|it| same(&it)) {
            return None;
        }
        let holds = |(name, aside): &&(String, String)| format!("{name} {aside}").to_lowercase().contains(&folded);
        let mut holding = self.known.iter().filter(holds);
        let (Some(only), None) = (holding.next().cloned(), holding.next()) else { return None };
        self.kept = Some(typed.to_owned());
        let at = self.form.at();
        let mut effects = self.form.put(at, only.0);
        let said = match self.at() {
            Head::Of => "Enter takes it.".to_owned(),
            _ => format!("Enter takes it; for “{typed}” itself, type it again."),
        };
        effects.push(Effect::Say(Verdict::plain(said)));
        Some(effects)
    }

    fn places(&mut self, here: &Here, all: Vec<(WarehouseId, crate::domain::place::Warehouse)>) {
        let used = [self.before.warehouse, self.before.to];
        let in_use = all.into_iter().filter(|(id, warehouse)| !warehouse.archived || used.contains(&Some(*id)));
        self.warehouses = in_use.map(|(id, warehouse)| (id, warehouse.name)).collect();
        // What is typed already stays.
        let typed: Vec<_> = self.kind.head.iter().enumerate().map(|(at, _)| self.form.text(at).to_owned()).collect();
        let hand = self.form.at();
        let fields = self.kind.head.iter().map(|head| self.field(*head, here.warehouse)).collect();
        self.form = Form::new(fields);
        for (at, text) in typed.into_iter().enumerate() {
            if !matches!(self.kind.head[at], Head::Destination | Head::Warehouse) {
                let _ = self.form.put(at, text);
            }
        }
        let _ = self.form.go(hand);
    }
}

impl Screen for HeadForm {
    fn scope(&self) -> Scope {
        Scope::HeadForm
    }

    fn title(&self) -> String {
        self.kind.title.to_owned()
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn step_back(&mut self, _: &Here) -> Option<Vec<Effect>> {
        Some(vec![self.back()])
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = vec![Effect::Ask(WAREHOUSES, Query::Warehouses)];
                effects.extend(self.form.take(&event));
                effects.extend(self.ask_known());
                effects
            }
            Event::Act(Action::Save) => self.save(here),
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                self.places(here, all);
                Vec::new()
            }
            Event::Answer(KNOWN, Ok(Answer::Clients(names))) => {
                self.known = names.into_iter().map(|name| (name, String::new())).collect();
                Vec::new()
            }
            Event::Answer(KNOWN, Ok(Answer::Documents(part))) => {
                self.known = part.rows.iter().filter_map(named).collect();
                Vec::new()
            }
            Event::Answer(NUMBER, answer) => self.numbered(here, answer),
            Event::Answer(..) => Vec::new(),
            Event::Done(tag, result) => self.done(tag, result),
            event => {
                if let Event::Typed(text) = &event
                    && let Some(effects) = self.complete(text)
                {
                    return effects;
                }
                let mut effects = self.form.take(&event);
                effects.extend(self.ask_known());
                effects
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == Layout::Gun;
        let fields = u16::try_from(self.kind.head.len()).unwrap_or(u16::MAX);
        let form = if gun { page.height() } else { page.height().min(fields) };
        page.within(Rect::new(0, 0, page.width(), form), |page| self.form.view(page));
        if gun || !matches!(self.at(), Head::Client | Head::Reason | Head::Of) {
            return;
        }
        page.rule(form);
        page.put(1, form + 1, self.says_of_known(), Role::Dim);
        for (y, (name, aside)) in (form + 2..page.height()).zip(self.known.iter().take(SUGGESTED)) {
            let x = page.put(3, y, name, Role::Text);
            page.put(x + 2, y, aside, Role::Dim);
        }
    }
}

impl HeadForm {
    /// Says what stands in the short list under the form.
    fn says_of_known(&self) -> &'static str {
        let typed = self.form.text(self.form.at()).to_lowercase();
        let exact = self.known.iter().any(|(name, _)| name.to_lowercase() == typed);
        match (self.at(), typed.is_empty(), exact, self.known.is_empty()) {
            (Head::Of, true, _, true) => "there is nothing yet that could come back",
            (Head::Of, false, _, true) => "nothing in force is like that",
            (Head::Of, ..) => "Enter completes the number",
            (Head::Reason, true, ..) => "such as these; any other may be typed",
            (Head::Reason, _, false, false) => "Enter completes it; any other may be typed",
            (Head::Reason, ..) => "",
            (_, true, _, true) => "no client is known yet",
            (_, true, ..) => "known clients",
            (_, _, true, _) => "known",
            (_, _, _, true) => "new: it is made when saved",
            _ => "new, or one of these: Enter completes a name",
        }
    }
}

/// Names a document to return, with what tells it from the others.
fn named(row: &DocumentRow) -> Option<(String, String)> {
    let other = if row.kind == crate::domain::document::DocumentKind::Posting { &row.from } else { &row.to };
    Some((row.number.clone()?, format!("{} · {} · {} units", row.date, other, row.quantity)))
}
