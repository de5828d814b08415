//! What was posted wrongly is set right: supplier and invoice of a posting, warranty and cost of its line, the serial of a
//! unit; F10 asks once more, then does it. Stock stays as it is.

use crate::domain::document::Cost;
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId};
use crate::domain::money::Money;
use crate::domain::serial::SerialKey;
use crate::messages::{Command, CostCorrection, DocumentLine, DocumentView, No, Outcome, PassportView};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::form::{Field, Form};

const SURE: Tag = 1;
const DO: Tag = 2;

const SUPPLIER: usize = 0;
const INVOICE: usize = 1;
const WARRANTY: usize = 2;
const COST: usize = 3;

/// Fields of a posting that may be corrected.
pub struct CorrectPosting {
    document: DocumentId,
    number: String,
    line: Option<(LineNo, LotId, String)>,
    before: [String; 4],
    form: Form,
    /// What is still to be done, the next one last.
    left: Vec<Command>,
}

impl CorrectPosting {
    /// Makes the form of a posting and of its selected line.
    pub fn of(here: &Here, view: &DocumentView, line: Option<&DocumentLine>) -> Box<dyn Screen> {
        let warranty = line.and_then(|line| line.warranty).map_or_else(String::new, |months| months.to_string());
        let cost = line.and_then(|line| line.corrected.unwrap_or(line.cost).per_unit(line.quantity));
        let cost = cost.map_or_else(String::new, Money::exact);
        let sees_costs = here.may(Permission::CorrectCosts) && here.may(Permission::SeeCosts);
        let cost = if sees_costs { cost } else { String::new() };
        let before = [view.supplier.clone(), view.row.invoice.clone(), warranty, cost];
        let may = |permission, field: Field| {
            if here.may(permission) { field } else { field.fixed("your role does not allow to correct this") }
        };
        let of_line = |field: Field| if line.is_some() { field } else { field.fixed("no line is selected") };
        let [supplier, invoice, warranty, cost] = before.clone();
        let form = Form::new(vec![
            may(Permission::CorrectDocuments, Field::text("Supplier", supplier).hint("by name; a new name makes one")),
            may(Permission::CorrectDocuments, Field::text("Invoice", invoice).hint("supplier's invoice number")),
            may(
                Permission::CorrectDocuments,
                of_line(Field::text("Warranty", warranty).hint("supplier's, in months; empty for none")),
            ),
            if sees_costs {
                of_line(Field::text("Cost of one", cost).hint("what is left is worth its part of it · F10 asks"))
            } else {
                Field::text("Cost of one", "").fixed("your role does not allow to correct costs")
            },
        ]);
        Box::new(CorrectPosting {
            document: view.row.id,
            number: view.row.number.clone().unwrap_or_default(),
            line: line.map(|line| (line.line, line.lot, line.name.clone())),
            before,
            form,
            left: Vec::new(),
        })
    }

    fn changed(&self, field: usize) -> Option<&str> {
        let now = self.form.text(field);
        (now != self.before[field]).then_some(now)
    }

    /// Returns what is to be done, the next one last, with what is said of it; `Err` names the field that is wrong.
    fn read(&self) -> Result<(Vec<Command>, Vec<String>), (usize, String)> {
        let (mut commands, mut facts) = (Vec::new(), Vec::new());
        let mut says = |what: &str, field: usize, to: &str| {
            let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            facts.push(format!("{what}: {} → {}", or_none(&self.before[field]), or_none(to)));
        };
        if let (Some(text), Some((_, lot, name))) = (self.changed(COST), &self.line) {
            let cost = Money::parse_cost(text).map_err(|wrong| (COST, wrong.to_string()))?;
            commands.push(Command::CorrectCost { lot: *lot, cost: Cost::Unit(cost) });
            says(&format!("cost of one {name}"), COST, text);
        }
        let mut warranties = Vec::new();
        if let (Some(text), Some((line, _, name))) = (self.changed(WARRANTY), &self.line) {
            let months: Option<u16> = match text {
                "" => None,
                months => Some(months.parse().map_err(|_| (WARRANTY, format!("{months}: months are 0 to 65535")))?),
            };
            warranties.push((*line, months));
            says(&format!("warranty of {name} in months"), WARRANTY, text);
        }
        let [supplier, invoice] = [SUPPLIER, INVOICE].map(|field| self.changed(field).map(str::to_owned));
        for (what, field) in [("supplier", SUPPLIER), ("invoice", INVOICE)] {
            if let Some(text) = self.changed(field) {
                says(what, field, text);
            }
        }
        if supplier.is_some() || invoice.is_some() || !warranties.is_empty() {
            commands.push(Command::CorrectDocument { document: self.document, supplier, invoice, warranties });
        }
        Ok((commands, facts))
    }

    fn ask(&mut self) -> Vec<Effect> {
        match self.read() {
            Err((field, why)) => self.form.blame(field, why),
            Ok((commands, _)) if commands.is_empty() => {
                vec![Effect::Say(Verdict::plain("Nothing is different: Esc goes back."))]
            }
            Ok((commands, mut facts)) => {
                let costs = commands.iter().any(|command| matches!(command, Command::CorrectCost { .. }));
                facts.push(if costs {
                    "The difference on what has left is booked today; stock stays as it is.".to_owned()
                } else {
                    "Stock stays as it is; every passport shows it.".to_owned()
                });
                self.left = commands;
                vec![Effect::Push(Confirm::ask(SURE, format!("Correct {}?", self.number), facts))]
            }
        }
    }

    /// Does the next of what is left; goes back when all is done.
    fn go_on(&mut self) -> Vec<Effect> {
        match self.left.pop() {
            Some(command) => vec![Effect::Run(DO, command)],
            None => vec![Effect::Pop],
        }
    }

    fn done(&mut self, result: Result<Outcome, No>) -> Vec<Effect> {
        let said = match result {
            Err(no) => {
                self.left.clear();
                return vec![Effect::Say(Verdict::no(&no))];
            }
            Ok(Outcome::CostCorrected(CostCorrection { label, on_hand, gone, .. })) => {
                Verdict::good("CORRECTED", label, format!("on hand {on_hand}, booked on what has left {gone}"))
            }
            Ok(_) => Verdict::good("CORRECTED", self.number.as_str(), "every passport shows it"),
        };
        let mut effects = vec![Effect::Say(said)];
        effects.extend(self.go_on());
        effects
    }
}

impl Screen for CorrectPosting {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        match &self.line {
            Some((line, _, name)) => format!("Correct {} · line {line} {name}", self.number),
            None => format!("Correct {}", self.number),
        }
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.ask(),
            Event::Resumed(Some(Brought::Yes(SURE))) => self.go_on(),
            Event::Done(DO, result) => self.done(result),
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}

/// Field of a unit's right serial.
pub struct CorrectSerial {
    product: ProductId,
    key: SerialKey,
    was: String,
    form: Form,
}

impl CorrectSerial {
    /// Makes the form of a unit.
    pub fn of(unit: &PassportView) -> Box<dyn Screen> {
        let field = Field::text("Serial", &unit.serial).hint("scan or type the right one · F10 corrects");
        let (product, key, was) = (unit.product, unit.key.clone(), unit.serial.clone());
        Box::new(CorrectSerial { product, key, was, form: Form::new(vec![field]) })
    }

    fn ask(&self) -> Vec<Effect> {
        let to = self.form.text(0);
        if to == self.was || to.is_empty() {
            return vec![Effect::Say(Verdict::plain("Nothing is different: Esc goes back."))];
        }
        let facts = [format!("{} leads to it from then on, too.", self.was), "Its passport goes on.".to_owned()];
        vec![Effect::Push(Confirm::ask(SURE, format!("Correct {} to {to}?", self.was), facts))]
    }
}

impl Screen for CorrectSerial {
    fn scope(&self) -> Scope {
        Scope::SettingForm
    }

    fn title(&self) -> String {
        format!("Correct {}", self.was)
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn update(&mut self, _: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Act(Action::Save) => self.ask(),
            Event::Resumed(Some(Brought::Yes(SURE))) => {
                let serial = self.form.text(0).to_owned();
                vec![Effect::Run(DO, Command::CorrectSerial { product: self.product, key: self.key.clone(), serial })]
            }
            Event::Done(DO, Ok(_)) => {
                let said = Verdict::good("CORRECTED", self.form.text(0), format!("{} leads to it, too", self.was));
                vec![Effect::Say(said), Effect::Pop]
            }
            Event::Done(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            event => self.form.take(&event),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        self.form.view(page);
    }
}
