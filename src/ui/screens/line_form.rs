//! One line of a draft: quantity, carton, cost, warranty, batch, expiry, bin.

use crate::domain::document::Cost;
use crate::domain::id::{BinId, DocumentId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::messages::{Command, LineEdit, LineView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::form::{Field, Form};

use super::receiving::grammar;

const SAVE: Tag = 1;
const DROP: Tag = 2;
const SURE_DROP: Tag = 10;

const QUANTITY: usize = 0;
const CARTON: usize = 1;
const COST: usize = 2;
const TOTAL: usize = 3;
const WARRANTY: usize = 4;
const BATCH: usize = 5;
const EXPIRY: usize = 6;
const BIN: usize = 7;

/// The form of one line.
pub struct LineForm {
    draft: DocumentId,
    line: LineView,
    bins: Vec<(BinId, String)>,
    form: Form,
    running: bool,
}

/// A field that cannot be, and why.
type Fault = (usize, String);

impl LineForm {
    /// Makes the form; `bins` are those of the draft's warehouse.
    pub fn new(draft: DocumentId, line: &LineView, bins: &[(BinId, String)]) -> LineForm {
        let form = Form::new(fields(line, bins));
        LineForm { draft, line: line.clone(), bins: bins.to_vec(), form, running: false }
    }

    fn save(&mut self, here: &Here) -> Vec<Effect> {
        if self.running {
            return Vec::new();
        }
        match self.edit(here) {
            Ok(edit) if edit == LineEdit::default() => vec![Effect::Pop],
            Ok(edit) => {
                self.running = true;
                vec![Effect::Run(SAVE, Command::EditLine { draft: self.draft, line: self.line.line, edit })]
            }
            Err((field, why)) => self.form.blame(field, why),
        }
    }

    /// Returns what was changed; a field that still holds what it held is left alone.
    fn edit(&self, here: &Here) -> Result<LineEdit, Fault> {
        let mut edit = LineEdit::default();
        let line = &self.line;
        let quantity = self.quantity()?;
        let before = if line.serialised { line.expected } else { Some(line.counted) };
        edit.quantity = (quantity != before).then_some(quantity);
        let carton = self.carton()?;
        edit.carton = (carton != line.carton.map(|carton| carton.size)).then_some(carton);
        let cost = self.cost()?;
        edit.cost = (cost != line.cost).then_some(cost);
        let warranty = self.warranty()?;
        edit.warranty = (warranty != line.warranty).then_some(warranty);
        let batch = self.form.text(BATCH);
        edit.batch = (batch != line.batch).then(|| batch.to_owned());
        let expiry = grammar::day(self.form.text(EXPIRY), here.today).map_err(|why| (EXPIRY, why))?;
        edit.expiry = (expiry != line.expiry).then_some(expiry);
        let bin = self.form.chosen(BIN).checked_sub(1).and_then(|at| self.bins.get(at)).map(|(bin, _)| *bin);
        edit.bin = (bin != line.bin.as_ref().map(|(bin, _)| *bin)).then_some(bin);
        Ok(edit)
    }

    fn quantity(&self) -> Result<Option<Quantity>, Fault> {
        let text = self.form.text(QUANTITY);
        if text.is_empty() {
            let none = if self.line.serialised { None } else { Some(self.line.counted) };
            return Ok(none);
        }
        if !self.line.serialised && text == self.line.counted.to_string() {
            return Ok(Some(self.line.counted));
        }
        let read = Quantity::parse(text, self.line.decimals).and_then(Quantity::above_zero);
        read.map(Some).map_err(|no| (QUANTITY, no.in_unit(&self.line.unit).to_string()))
    }

    fn carton(&self) -> Result<Option<u32>, Fault> {
        let text = self.form.text(CARTON);
        if text.is_empty() {
            return Ok(None);
        }
        let read = Quantity::parse(text, 0).map_err(|no| no.in_unit("a carton").to_string());
        read.and_then(grammar::carton_size).map(Some).map_err(|why| (CARTON, why))
    }

    fn cost(&self) -> Result<Option<Cost>, Fault> {
        let (unit, total) = (self.form.text(COST), self.form.text(TOTAL));
        let read = |text: &str, field: usize| Money::parse_cost(text).map_err(|no| (field, no.to_string()));
        match (unit.is_empty(), total.is_empty()) {
            (true, true) => Ok(None),
            (false, true) => read(unit, COST).map(|unit| Some(Cost::Unit(unit))),
            (true, false) => read(total, TOTAL).map(|total| Some(Cost::Total(total))),
            (false, false) => Err((TOTAL, "either the cost of one or of the line, not both".to_owned())),
        }
    }

    fn warranty(&self) -> Result<Option<u16>, Fault> {
        let text = self.form.text(WARRANTY);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<u16>().ok().filter(|months| *months <= 1_200) {
            Some(months) => Ok(Some(months)),
            None => Err((WARRANTY, format!("{text}: whole months, at most 1200"))),
        }
    }

    fn drop_line(&mut self) -> Vec<Effect> {
        self.running = true;
        vec![Effect::Run(DROP, Command::RemoveLine { draft: self.draft, line: self.line.line })]
    }

    fn ask_drop(&mut self) -> Vec<Effect> {
        if self.line.counted.is_zero() {
            return self.drop_line();
        }
        let question = format!("Take line {} {} away?", self.line.line, self.line.name);
        let fact = format!("{} of it are in this posting; serials are free again.", self.line.counted);
        vec![Effect::Push(Confirm::ask(SURE_DROP, question, [fact]))]
    }
}

fn fields(line: &LineView, bins: &[(BinId, String)]) -> Vec<Field> {
    let shown = |value: Option<String>| value.unwrap_or_default();
    let (unit, total) = match line.cost {
        None => (String::new(), String::new()),
        Some(Cost::Unit(unit)) => (unit.to_string(), String::new()),
        Some(Cost::Total(total)) => (String::new(), total.to_string()),
    };
    let quantity = if line.serialised {
        let text = shown(line.expected.map(|expected| expected.to_string()));
        Field::text("Quantity", text).hint("units on the delivery note; empty is as many as are scanned")
    } else {
        Field::text("Quantity", line.counted.to_string()).hint(format!("counted, in {}", line.unit))
    };
    let carton = Field::text("In a carton", shown(line.carton.map(|carton| carton.size.to_string())));
    let carton = if line.serialised {
        carton.hint("units in a carton: each full one is announced")
    } else {
        carton.fixed("it has no serials: its barcodes say what is in a carton")
    };
    let mut shelves = vec!["–".to_owned()];
    shelves.extend(bins.iter().map(|(_, code)| code.clone()));
    let shelf = line.bin.as_ref().and_then(|(bin, _)| bins.iter().position(|(other, _)| other == bin));
    vec![
        quantity,
        carton,
        Field::text("Cost of one", unit).hint("such as 0.85").carried(line.cost_carried),
        Field::text("Cost of line", total).hint("instead of the cost of one"),
        Field::text("Warranty", shown(line.warranty.map(|months| months.to_string())))
            .hint("supplier's, in months")
            .carried(line.warranty_carried),
        Field::text("Batch", line.batch.as_str()).hint("the maker's"),
        Field::text("Expiry", shown(line.expiry.map(|day| day.to_string()))).hint("2027-11-22"),
        Field::choice("Bin", &shelves, shelf.map_or(0, |at| at + 1)),
    ]
}

impl Screen for LineForm {
    fn scope(&self) -> Scope {
        Scope::LineForm
    }

    fn title(&self) -> String {
        format!("Line {} · {}", self.line.line, self.line.name)
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.save(here),
            Event::Act(Action::Drop) => self.ask_drop(),
            Event::Resumed(Some(Brought::Yes(SURE_DROP))) => self.drop_line(),
            Event::Done(tag, result) => {
                self.running = false;
                match result {
                    Ok(_) if tag == DROP => {
                        let said = format!("line {} {} is out of this posting", self.line.line, self.line.name);
                        vec![Effect::Say(Verdict::good("LINE AWAY", "", said)), Effect::Pop]
                    }
                    Ok(_) => {
                        let said = Verdict::good("SAVED", self.line.name.as_str(), format!("line {}", self.line.line));
                        vec![Effect::Say(said), Effect::Pop]
                    }
                    Err(no) => vec![Effect::Say(Verdict::no(&no))],
                }
            }
            // A barcode is no quantity: only free text takes a scan.
            Event::Scan(scan) if !matches!(self.form.at(), BATCH) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
