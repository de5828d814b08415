//! The head of a posting: the supplier's invoice number first, then supplier, date, warehouse and note.

use ratatui::layout::Rect;

use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, WarehouseId};
use crate::messages::{Answer, Command, DraftView, HeadEdit, Outcome, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use super::receiving::grammar;

const WAREHOUSES: Tag = 1;
const SUPPLIERS: Tag = 2;
const OPEN: Tag = 3;
const SAVE: Tag = 4;

const INVOICE: usize = 0;
const SUPPLIER: usize = 1;
const DATE: usize = 2;
const WAREHOUSE: usize = 3;
const NOTE: usize = 4;

/// Suppliers suggested at once.
const SUGGESTED: usize = 6;

/// The form of a posting's head; of one that is not begun yet, it begins it.
pub struct HeadForm {
    draft: Option<DocumentId>,
    before: HeadEdit,
    form: Form,
    warehouses: Vec<(WarehouseId, String)>,
    suppliers: Vec<String>,
    /// Text the operator kept though a name begins so.
    kept: Option<String>,
    running: bool,
    waiting: Option<HeadEdit>,
}

impl HeadForm {
    /// Makes the form of a draft, or of one to begin.
    pub fn new(view: Option<&DraftView>) -> HeadForm {
        let before = HeadEdit {
            supplier: Some(view.map(|view| view.supplier.clone()).unwrap_or_default()),
            invoice: Some(view.map(|view| view.invoice.clone()).unwrap_or_default()),
            date: Some(view.and_then(|view| view.date)),
            warehouse: view.map(|view| view.warehouse),
            note: Some(view.map(|view| view.note.clone()).unwrap_or_default()),
        };
        let warehouses: Vec<_> = view.map(|view| (view.warehouse, view.warehouse_name.clone())).into_iter().collect();
        let mut form = HeadForm {
            draft: view.map(|view| view.id),
            before,
            form: Form::default(),
            warehouses,
            suppliers: Vec::new(),
            kept: None,
            running: false,
            waiting: None,
        };
        form.form = Form::new(form.fields());
        form
    }

    fn fields(&self) -> Vec<Field> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let date = self.before.date.flatten().map(|date| date.to_string()).unwrap_or_default();
        let names: Vec<_> = self.warehouses.iter().map(|(_, name)| name.clone()).collect();
        let at = self.warehouses.iter().position(|(id, _)| Some(*id) == self.before.warehouse);
        vec![
            Field::text("Invoice", text(&self.before.invoice)).hint("supplier's invoice number · F10 saves"),
            Field::text("Supplier", text(&self.before.supplier)).hint("by name; a new name makes a new supplier"),
            Field::text("Date", date).hint("2026-11-22, 11-22, -1 for yesterday; empty is the day it is posted"),
            Field::choice("Warehouse", &names, at.unwrap_or(0)),
            Field::text("Note", text(&self.before.note)),
        ]
    }

    fn save(&mut self, here: &Here) -> Vec<Effect> {
        if self.running {
            return Vec::new();
        }
        let edit = match self.edit(here) {
            Ok(edit) => edit,
            Err(why) => return self.form.blame(DATE, why),
        };
        match self.draft {
            _ if edit == HeadEdit::default() => vec![Effect::Pop],
            Some(draft) => {
                self.running = true;
                vec![Effect::Run(SAVE, Command::EditDraft { draft, head: edit })]
            }
            None => {
                let Some(warehouse) = edit.warehouse.or(self.before.warehouse).or(here.warehouse) else {
                    return self.form.blame(WAREHOUSE, "there is no warehouse yet: Ctrl+P settings makes one");
                };
                self.running = true;
                self.waiting = Some(HeadEdit { warehouse: None, ..edit });
                vec![Effect::Run(OPEN, Command::OpenDraft { kind: DocumentKind::Posting, warehouse })]
            }
        }
    }

    fn edit(&self, here: &Here) -> Result<HeadEdit, String> {
        let date = grammar::day(self.form.text(DATE), here.today)?;
        if let Some(date) = date.filter(|date| *date > here.today) {
            return Err(format!("{date} is in the future: today is {}", here.today));
        }
        let changed = |field: usize, before: &Option<String>| {
            let now = self.form.text(field);
            (Some(now) != before.as_deref()).then(|| now.to_owned())
        };
        let warehouse = self.warehouses.get(self.form.chosen(WAREHOUSE)).map(|(id, _)| *id);
        Ok(HeadEdit {
            supplier: changed(SUPPLIER, &self.before.supplier),
            invoice: changed(INVOICE, &self.before.invoice),
            date: (Some(date) != self.before.date).then_some(date),
            warehouse: warehouse.filter(|warehouse| Some(*warehouse) != self.before.warehouse),
            note: changed(NOTE, &self.before.note),
        })
    }

    fn done(&mut self, tag: Tag, result: Result<Outcome, crate::messages::No>) -> Vec<Effect> {
        self.running = false;
        match (tag, result) {
            (OPEN, Ok(Outcome::DraftOpened(draft))) => {
                self.draft = Some(draft);
                match self.waiting.take() {
                    Some(head) if head != HeadEdit::default() => {
                        self.running = true;
                        vec![Effect::Run(SAVE, Command::EditDraft { draft, head })]
                    }
                    _ => self.leave(),
                }
            }
            (_, Ok(_)) => self.leave(),
            (_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
        }
    }

    fn leave(&self) -> Vec<Effect> {
        let said = Verdict::good("SAVED", self.form.text(INVOICE), self.form.text(SUPPLIER));
        vec![Effect::Say(said), self.back()]
    }

    /// Goes back; a draft that was begun here is brought along, even when its head was not saved.
    fn back(&self) -> Effect {
        match self.draft {
            Some(draft) if self.before.warehouse.is_none() => Effect::PopWith(Brought::Document(draft)),
            _ => Effect::Pop,
        }
    }

    /// Completes a supplier's name that begins as typed, when just one does; typed again it stays as it is.
    fn complete(&mut self, typed: &str) -> Option<Vec<Effect>> {
        let typed = typed.trim();
        if self.form.at() != SUPPLIER || typed.is_empty() || self.kept.as_deref() == Some(typed) {
            return None;
        }
        let folded = typed.to_lowercase();
        if self.suppliers.iter().any(|name| name.to_lowercase() == folded) {
            return None;
        }
        let mut begin = self.suppliers.iter().filter(|name| name.to_lowercase().starts_with(&folded));
        let (Some(only), None) = (begin.next().cloned(), begin.next()) else { return None };
        self.kept = Some(typed.to_owned());
        let mut effects = self.form.put(SUPPLIER, only);
        effects.push(Effect::Say(Verdict::plain(format!("Enter takes it; for “{typed}” itself, type it again."))));
        Some(effects)
    }

    fn warehouses(&mut self, here: &Here, all: Vec<(WarehouseId, crate::domain::place::Warehouse)>) {
        let in_use =
            all.into_iter().filter(|(id, warehouse)| !warehouse.archived || Some(*id) == self.before.warehouse);
        self.warehouses = in_use.map(|(id, warehouse)| (id, warehouse.name)).collect();
        let chosen = self.before.warehouse.or(here.warehouse);
        let at = self.warehouses.iter().position(|(id, _)| Some(*id) == chosen).unwrap_or(0);
        // What is typed already stays.
        let typed: Vec<_> =
            [INVOICE, SUPPLIER, DATE, NOTE].map(|field| (field, self.form.text(field).to_owned())).into();
        let hand = self.form.at();
        let mut fields = self.fields();
        let names: Vec<_> = self.warehouses.iter().map(|(_, name)| name.clone()).collect();
        fields[WAREHOUSE] =
            Field::choice("Warehouse", &names, at).hint("where the goods go; bins of lines are dropped");
        self.form = Form::new(fields);
        for (field, text) in typed {
            let _ = self.form.put(field, text);
        }
        let _ = self.form.go(hand);
    }
}

impl Screen for HeadForm {
    fn scope(&self) -> Scope {
        Scope::HeadForm
    }

    fn title(&self) -> String {
        "Posting".to_owned()
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
                effects
            }
            Event::Act(Action::Save) => self.save(here),
            Event::Answer(WAREHOUSES, Ok(Answer::Warehouses(all))) => {
                self.warehouses(here, all);
                Vec::new()
            }
            Event::Answer(SUPPLIERS, Ok(Answer::Suppliers(names))) => {
                self.suppliers = names;
                Vec::new()
            }
            Event::Answer(..) => Vec::new(),
            Event::Done(tag, result) => self.done(tag, result),
            event => {
                if let Event::Typed(text) = &event
                    && let Some(effects) = self.complete(text)
                {
                    return effects;
                }
                let mut effects = self.form.take(&event);
                if self.form.at() == SUPPLIER {
                    let typed = self.form.text(SUPPLIER).to_owned();
                    effects.push(Effect::Ask(SUPPLIERS, Query::Suppliers(typed)));
                }
                effects
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == Layout::Gun;
        let form = if gun { page.height() } else { page.height().min(5) };
        page.within(Rect::new(0, 0, page.width(), form), |page| self.form.view(page));
        if gun || self.form.at() != SUPPLIER {
            return;
        }
        page.rule(form);
        let typed = self.form.text(SUPPLIER).to_lowercase();
        let known = self.suppliers.iter().any(|name| name.to_lowercase() == typed);
        let word = match (typed.is_empty(), known, self.suppliers.is_empty()) {
            (true, _, true) => "no supplier is known yet",
            (true, ..) => "known suppliers",
            (_, true, _) => "known",
            (_, _, true) => "new: it is made when saved",
            _ => "new, or one of these: Enter completes a name",
        };
        page.put(1, form + 1, word, Role::Dim);
        for (y, name) in (form + 2..page.height()).zip(self.suppliers.iter().take(SUGGESTED)) {
            page.put(3, y, name, Role::Text);
        }
    }
}
