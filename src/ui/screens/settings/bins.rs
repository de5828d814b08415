//! Shelves of a warehouse; goods damaged at the door go to the one for defects.

use crate::domain::id::{BinId, WarehouseId};
use crate::domain::place::Bin;
use crate::messages::{Answer, Command, LabelOf, Outcome, Printable, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::{NO_YES, Records, SAVE, blamed};

const ROWS: Tag = 1;
const WAREHOUSE: Tag = 2;
const ARCHIVE: Tag = 3;

/// Returns what is to be said about a bin beside its code.
pub fn notes(bin: &Bin, defects: bool) -> &'static str {
    match (bin.archived, defects) {
        (true, true) => "archived, for defects",
        (true, false) => "archived",
        (false, true) => "for defects",
        (false, false) => "",
    }
}

/// List of a warehouse's bins.
pub struct Bins {
    warehouse: WarehouseId,
    name: String,
    defects: Option<BinId>,
    list: Records<BinId, Bin>,
}

impl Bins {
    /// Makes the list of a warehouse's bins.
    pub fn of(warehouse: WarehouseId, name: &str) -> Bins {
        Bins { warehouse, name: name.to_owned(), defects: None, list: Records::default() }
    }

    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(ROWS, Query::Bins(self.warehouse)), Effect::Ask(WAREHOUSE, Query::Warehouses)]
    }

    fn edit(&self) -> Vec<Effect> {
        let chosen = self.list.chosen();
        let form = chosen.map(|(id, bin)| BinForm::change(*id, bin, self.defects == Some(*id)));
        form.map(Effect::Push).into_iter().collect()
    }
}

impl Screen for Bins {
    fn scope(&self) -> Scope {
        Scope::Bins
    }

    fn title(&self) -> String {
        format!("Bins of {} · {}", self.name, self.list.count())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let needs = matches!(action, Action::Edit | Action::Archive | Action::Enter);
        (needs && self.list.chosen().is_none()).then(|| "no bin is selected".to_owned())
    }

    fn prints(&self) -> Vec<Printable> {
        let bin = self.list.chosen();
        bin.map(|(id, bin)| Printable::label(&bin.code, LabelOf::Bin(*id))).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Done(ARCHIVE, Ok(_)) => self.ask(),
            Event::Resumed(brought) => {
                if let Some(Brought::Bin(made)) = brought {
                    self.list.select(made);
                }
                self.ask()
            }
            Event::Answer(ROWS, Ok(Answer::Bins(all))) => {
                self.list.set(all, |bin| bin.code.clone());
                Vec::new()
            }
            Event::Answer(WAREHOUSE, Ok(Answer::Warehouses(all))) => {
                let own = all.into_iter().find(|(id, _)| *id == self.warehouse);
                self.defects = own.and_then(|(_, warehouse)| warehouse.defects);
                Vec::new()
            }
            Event::Line(text) => {
                self.list.narrow(&text, |bin| bin.code.clone());
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.narrow(&text, |bin| bin.code.clone());
                self.edit()
            }
            Event::Act(Action::New) => vec![Effect::Push(BinForm::make(self.warehouse))],
            Event::Act(Action::Edit | Action::Enter) => self.edit(),
            Event::Act(Action::Archive) => {
                let archive = |(id, bin): &(BinId, Bin)| {
                    Effect::Run(ARCHIVE, Command::ArchiveBin { bin: *id, archived: !bin.archived })
                };
                self.list.chosen().map(archive).into_iter().collect()
            }
            Event::Act(action) => {
                self.list.walk.act(action, here.page);
                Vec::new()
            }
            Event::Done(ARCHIVE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Bin", 14), Column::fill("", 12)];
        let empty = if self.list.is_empty() {
            "No bins: goods lie in the warehouse at large. F3 makes one."
        } else {
            "None is called that."
        };
        Table::new(&columns).empty(empty).view(page, &self.list.walk, |at| {
            let Some((id, bin)) = self.list.row(at) else { return Vec::new() };
            vec![Cell::text(bin.code.as_str()), Cell::role(notes(bin, self.defects == Some(*id)), Role::Warn)]
        });
    }
}

/// Fields of a bin.
pub struct BinForm {
    warehouse: WarehouseId,
    was: Option<(BinId, String)>,
    form: Form,
}

const CODE: usize = 0;
const DEFECTS: usize = 1;

impl BinForm {
    /// Makes the form of a new bin. Brings [`Brought::Bin`].
    pub fn make(warehouse: WarehouseId) -> Box<dyn Screen> {
        Box::new(BinForm { warehouse, was: None, form: fields("", false) })
    }

    /// Makes the form that changes a bin. Brings [`Brought::Bin`].
    pub fn change(id: BinId, bin: &Bin, defects: bool) -> Box<dyn Screen> {
        let (warehouse, code) = (bin.warehouse, bin.code.clone());
        Box::new(BinForm { warehouse, form: fields(&code, defects), was: Some((id, code)) })
    }

    fn save(&mut self) -> Vec<Effect> {
        let code = self.form.text(CODE).to_owned();
        if code.is_empty() {
            return self.form.blame(CODE, "a bin needs a code");
        }
        let defects = self.form.chosen(DEFECTS) == 1;
        let command = match &self.was {
            Some((bin, _)) => Command::EditBin { bin: *bin, code, defects },
            None => Command::AddBin { warehouse: self.warehouse, code, defects },
        };
        vec![Effect::Run(SAVE, command)]
    }

    fn saved(&self, outcome: &Outcome) -> Vec<Effect> {
        let (word, id) = match (outcome, &self.was) {
            (Outcome::BinMade(id), _) => ("MADE", Some(*id)),
            (_, was) => ("SAVED", was.as_ref().map(|(id, _)| *id)),
        };
        let verdict = Verdict::good(word, self.form.text(CODE), "");
        vec![Effect::Say(verdict), Effect::PopWith(Brought::Bin(id))]
    }
}

fn fields(code: &str, defects: bool) -> Form {
    Form::new(vec![
        Field::text("Code", code).hint("unique within the warehouse, as on the shelf's label · F10 saves"),
        Field::choice("For defects", NO_YES, usize::from(defects)).hint("goods damaged at the door go there"),
    ])
}

impl Screen for BinForm {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        self.was.as_ref().map_or("New bin".to_owned(), |(_, code)| format!("Bin · {code}"))
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.save(),
            Event::Done(SAVE, Ok(outcome)) => self.saved(&outcome),
            Event::Done(SAVE, Err(no)) => blamed(&mut self.form, &no, &[("defect", DEFECTS), ("", CODE)]),
            // A shelf's label is scanned into its code, whatever field is at hand.
            Event::Scan(scan) => self.form.put(CODE, scan.text.trim()),
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
