//! What a typed text means here: the grammar of quantity and cost, a list to look at first, a code, a product's name.

use crate::domain::document::Cost;
use crate::domain::quantity::Quantity;
use crate::messages::{Answer, LineEdit, LineView, Query};
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::pick::Pick;
use crate::ui::screens::range::Range;
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::Verdict;

use super::grammar::{self, Amount};
use super::undo::Taken;
use super::work::Work;
use super::{Incoming, NAMES, Receiving};

impl Receiving {
    /// Takes a text that Enter ended.
    pub(super) fn typed(&mut self, here: &Here, text: &str) -> Vec<Effect> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let (decimals, unit) = self.at_hand().map_or((3, ""), |line| (line.decimals, line.unit.as_str()));
        match grammar::amount(text, decimals, unit) {
            Some(Ok(amount)) => return self.amount(here, amount),
            Some(Err(sentence)) => return keep(text, Verdict::bad("NOT SET", "", sentence)),
            None => {}
        }
        if grammar::is_list(text) {
            return match (self.draft, self.at_hand()) {
                (Some(draft), Some(line)) if line.serialised => {
                    vec![Effect::Push(Box::new(Range::of_text(draft, line, text)))]
                }
                _ => self.code(text),
            };
        }
        self.code(text)
    }

    /// A text of many lines: it is a list of serials for the line at hand.
    pub(super) fn pasted(&mut self, text: String) -> Vec<Effect> {
        match (self.draft, self.at_hand()) {
            (Some(draft), Some(line)) if line.serialised => {
                vec![Effect::Push(Box::new(Range::of_paste(draft, line, text)))]
            }
            _ => {
                let said = "no line takes serials: scan the product's barcode, then paste again";
                vec![Effect::Say(Verdict::bad("NOT TAKEN", "pasted list", said))]
            }
        }
    }

    fn code(&mut self, text: &str) -> Vec<Effect> {
        let digits = text.chars().any(|letter| letter.is_ascii_digit());
        let serialised = self.at_hand().is_some_and(|line| line.serialised);
        if digits && serialised {
            return self.resolve(Incoming { text: text.to_owned(), typed: true, ..Incoming::default() });
        }
        // Stock may know the code; if not, it may be part of a name.
        self.turns.step = Step::Asking;
        self.banner = None;
        self.incoming = Some(Incoming { text: text.to_owned(), typed: true, ..Incoming::default() });
        let product = self.at_hand().filter(|line| line.serialised).map(|line| line.product);
        vec![Effect::Ask(NAMES, Query::Resolve { text: text.to_owned(), product })]
    }

    /// Takes what stock knows of a typed text, then which products are called so.
    pub(super) fn found_names(&mut self, here: &Here, answer: Answer) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let Some(incoming) = self.incoming.take() else { return Vec::new() };
        match answer {
            Answer::Meanings(meanings) if !meanings.is_empty() => self.decide(here, incoming, &meanings),
            // No product is found by part of a number.
            Answer::Meanings(_) if incoming.text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.decide(here, incoming, &[])
            }
            Answer::Meanings(_) => {
                let query = Query::Products { text: incoming.text.clone(), archived: false, after: None, limit: 2 };
                self.turns.step = Step::Asking;
                self.incoming = Some(incoming);
                vec![Effect::Ask(NAMES, query)]
            }
            Answer::Products(page) if !page.rows.is_empty() => vec![Effect::Push(Pick::product(&incoming.text))],
            _ if incoming.text.chars().any(|letter| letter.is_ascii_digit()) => self.decide(here, incoming, &[]),
            _ => {
                let said = "no product is called that: F3 makes one";
                self.wished = Some(incoming.text.clone());
                keep(&incoming.text, Verdict::bad("UNKNOWN", incoming.text.as_str(), said))
            }
        }
    }

    /// Sets what `*` and `/` said on the line at hand.
    fn amount(&mut self, here: &Here, amount: Amount) -> Vec<Effect> {
        let Some(line) = self.at_hand() else {
            let said = "no line is selected: scan a product's barcode first";
            return vec![Effect::Say(Verdict::bad("NOT SET", "", said))];
        };
        let (edit, said, undo) = match edit_of(line, amount) {
            Ok(edit) => edit,
            Err(sentence) => return vec![Effect::Say(Verdict::bad("NOT SET", "", sentence))],
        };
        self.work(here, Work::Edit { line: Some(line.line), edit, said, undo })
    }
}

/// Returns what an amount changes on a line, what is said of it, and what takes it back.
fn edit_of(line: &LineView, amount: Amount) -> Result<(LineEdit, Verdict, Option<Taken>), String> {
    let mut edit = LineEdit::default();
    let mut before = LineEdit::default();
    let (mut said, mut was) = (Vec::new(), Vec::new());
    let set = |edit: &mut LineEdit, before: &mut LineEdit, quantity: Quantity| {
        edit.quantity = Some(Some(quantity));
        let there = if line.serialised { line.expected } else { Some(line.counted).filter(|it| !it.is_zero()) };
        before.quantity = Some(there);
    };
    let packed = |edit: &mut LineEdit, before: &mut LineEdit, size: u32| {
        edit.carton = Some(Some(size));
        before.carton = Some(line.carton.map(|carton| carton.size));
    };
    let nothing_yet = line.serialised && line.counted.is_zero();
    match (amount.quantity, amount.carton) {
        (Some(all), Some(size)) if line.serialised => {
            packed(&mut edit, &mut before, size);
            set(&mut edit, &mut before, all);
            said.push(format!("{all} in cartons of {size}"));
            was.push("quantity and carton as before".to_owned());
        }
        (Some(size), None) if nothing_yet => {
            packed(&mut edit, &mut before, grammar::carton_size(size)?);
            said.push(format!("cartons of {size}"));
            was.push("cartons as before".to_owned());
        }
        // Goods without serials are counted at once, whatever they were packed in.
        (Some(quantity), _) => {
            set(&mut edit, &mut before, quantity);
            let (what, there) = if line.serialised { ("quantity ", line.quantity) } else { ("", line.counted) };
            said.push(format!("{what}{there} → {quantity}"));
            was.push(format!("{what}{quantity} → {there}"));
        }
        (None, _) => {}
    }
    if let Some(cost) = amount.cost {
        edit.cost = Some(Some(cost));
        before.cost = Some(line.cost);
        said.push(in_words(cost));
        was.push(format!("{} → {}", in_words(cost), line.cost.map_or_else(|| "no cost".to_owned(), in_words)));
    }
    let verdict = Verdict::good("SET", line.name.as_str(), said.join(" · "));
    Ok((edit, verdict, Some(Taken::Typed { line: line.line, before, was: was.join(" · ") })))
}

fn in_words(cost: Cost) -> String {
    match cost {
        Cost::Unit(unit) => format!("{unit} each"),
        Cost::Total(total) => format!("{total} for the line"),
    }
}

/// Says why a text was not taken, and leaves it on the line to be mended.
fn keep(text: &str, said: Verdict) -> Vec<Effect> {
    vec![Effect::Say(said), Effect::SetLine(text.to_owned())]
}
