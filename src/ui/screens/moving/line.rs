//! One line of a draft: quantity, price, the shelf it is taken from, the shelf it is put on.

use crate::domain::document::Cost;
use crate::domain::id::{BinId, DocumentId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::messages::{Command, MoveDraftView, MoveLineEdit, MoveLineView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::form::{Field, Form};

use super::kinds::Kind;
use super::typed::price_of;

const SAVE: Tag = 1;
const DROP: Tag = 2;
const SURE_DROP: Tag = 10;

const QUANTITY: usize = 0;
const PRICE: usize = 1;
const TOTAL: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;

/// Shelves to choose from.
type Bins = Vec<(BinId, String)>;

/// The form of one line.
pub struct LineForm {
    draft: DocumentId,
    line: MoveLineView,
    bins: Bins,
    to_bins: Bins,
    form: Form,
    running: bool,
}

/// A field that cannot be, and why.
type Fault = (usize, String);

impl LineForm {
    /// Makes the form of a line.
    pub fn new(kind: &Kind, view: &MoveDraftView, line: &MoveLineView) -> LineForm {
        // What lies on a shelf that is hidden by now can still leave.
        let mut bins = view.bins.clone();
        bins.extend(line.bin.clone().filter(|(bin, _)| view.bins.iter().all(|(other, _)| other != bin)));
        let (bins, to_bins) = (bins, view.to_bins.clone());
        let form = Form::new(fields(kind, line, &bins, &to_bins));
        LineForm { draft: view.id, line: line.clone(), bins, to_bins, form, running: false }
    }

    fn save(&mut self) -> Vec<Effect> {
        if self.running {
            return Vec::new();
        }
        match self.edit() {
            Ok(edit) if edit == MoveLineEdit::default() => vec![Effect::Pop],
            Ok(edit) => {
                self.running = true;
                vec![Effect::Run(SAVE, Command::EditMoveLine { draft: self.draft, line: self.line.line, edit })]
            }
            Err((field, why)) => self.form.blame(field, why),
        }
    }

    /// Returns what was changed; a field that still holds what it held is left alone.
    fn edit(&self) -> Result<MoveLineEdit, Fault> {
        let line = &self.line;
        let quantity = self.quantity()?;
        let price = self.price(quantity)?;
        let shelf = |field: usize, bins: &Bins| {
            self.form.chosen(field).checked_sub(1).and_then(|at| bins.get(at)).map(|(bin, _)| *bin)
        };
        let (bin, to_bin) = (shelf(FROM, &self.bins), shelf(TO, &self.to_bins));
        let was = |bin: &Option<(BinId, String)>| bin.as_ref().map(|(bin, _)| *bin);
        Ok(MoveLineEdit {
            quantity: (quantity != line.quantity).then_some(quantity),
            price: (price != line.price).then_some(price),
            bin: (bin != was(&line.bin)).then_some(bin),
            to_bin: (to_bin != was(&line.to_bin)).then_some(to_bin),
        })
    }

    fn quantity(&self) -> Result<Quantity, Fault> {
        let text = self.form.text(QUANTITY);
        if text == self.line.quantity.to_string() {
            return Ok(self.line.quantity);
        }
        let read = Quantity::parse(text, self.line.decimals).and_then(Quantity::above_zero);
        read.map_err(|no| (QUANTITY, no.in_unit(&self.line.unit).to_string()))
    }

    fn price(&self, quantity: Quantity) -> Result<Option<Money>, Fault> {
        let (unit, total) = (self.form.text(PRICE), self.form.text(TOTAL));
        let read = |text: &str, field: usize| Money::parse_cost(text).map_err(|no| (field, no.to_string()));
        match (unit.is_empty(), total.is_empty()) {
            (true, true) => Ok(None),
            (false, true) => read(unit, PRICE).map(Some),
            (true, false) => {
                let total = read(total, TOTAL)?;
                price_of(Cost::Total(total), quantity).map(Some).map_err(|why| (TOTAL, why))
            }
            (false, false) => Err((TOTAL, "either the price of one or of the line, not both".to_owned())),
        }
    }

    fn drop_line(&mut self) -> Vec<Effect> {
        self.running = true;
        vec![Effect::Run(DROP, Command::RemoveLine { draft: self.draft, line: self.line.line })]
    }

    fn ask_drop(&mut self) -> Vec<Effect> {
        if self.line.quantity.is_zero() {
            return self.drop_line();
        }
        let question = format!("Take line {} {} away?", self.line.line, self.line.name);
        let fact = format!("{} of it were to move; units are free again.", self.line.quantity);
        vec![Effect::Push(Confirm::ask(SURE_DROP, question, [fact]))]
    }
}

fn fields(kind: &Kind, line: &MoveLineView, bins: &Bins, to_bins: &Bins) -> Vec<Field> {
    let quantity = Field::text("Quantity", line.quantity.to_string());
    let quantity = if line.serialised {
        quantity.hint("units that are to move; never fewer than were scanned")
    } else {
        quantity.hint(format!("in {}", line.unit))
    };
    let priced = |field: Field| {
        let unpriced = format!("a {} has no prices", kind.kind.word());
        if kind.price { field } else { field.fixed(unpriced) }
    };
    let price = line.price.map(|price| price.to_string()).unwrap_or_default();
    let shelf = |label: &'static str, bins: &Bins, chosen: &Option<(BinId, String)>, first: &str| {
        let names: Vec<_> =
            std::iter::once(first.to_owned()).chain(bins.iter().map(|(_, code)| code.clone())).collect();
        let at = chosen.as_ref().and_then(|(bin, _)| bins.iter().position(|(other, _)| other == bin));
        Field::choice(label, &names, at.map_or(0, |at| at + 1))
    };
    let from = shelf("From shelf", bins, &line.bin, "any");
    let to = shelf("To shelf", to_bins, &line.to_bin, "–");
    vec![
        quantity,
        priced(Field::text("Price of one", price).hint("such as 1.20")),
        priced(Field::text("Price of line", "").hint("instead of the price of one")),
        if kind.from_shelf { from } else { from.fixed("goods come from outside") },
        if kind.to_shelf { to } else { to.fixed("goods leave the company") },
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

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.save(),
            Event::Act(Action::Drop) => self.ask_drop(),
            Event::Resumed(Some(Brought::Yes(SURE_DROP))) => self.drop_line(),
            Event::Done(tag, result) => {
                self.running = false;
                let (number, name) = (self.line.line, self.line.name.as_str());
                match result {
                    Ok(_) if tag == DROP => {
                        let said = format!("line {number} {name} is out of this document");
                        vec![Effect::Say(Verdict::good("LINE AWAY", "", said)), Effect::Pop]
                    }
                    Ok(_) => {
                        vec![Effect::Say(Verdict::good("SAVED", name, format!("line {number}"))), Effect::Pop]
                    }
                    Err(no) => vec![Effect::Say(Verdict::no(&no))],
                }
            }
            // A barcode is no quantity.
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
