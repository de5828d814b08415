//! What a typed text means here: quantity and price, a list of serials to look at first, a code, a product's name.

use crate::domain::document::Cost;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::messages::{Answer, MoveLineEdit, MoveLineView, ProductView, Query};
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::pick::Pick;
use crate::ui::screens::range::Range;
use crate::ui::screens::receiving::grammar::{self, Amount};
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::Verdict;

use super::scan::Incoming;
use super::undo::Taken;
use super::work::Work;
use super::{Moving, NAMES};

impl Moving {
    /// Takes a text that Enter ended.
    pub(super) fn typed(&mut self, here: &Here, text: &str) -> Vec<Effect> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let (decimals, unit) = self.at_hand().map_or((3, ""), |line| (line.decimals, line.unit.as_str()));
        match grammar::amount(text, decimals, unit) {
            Some(Ok(amount)) => return self.amount(here, text, amount),
            Some(Err(sentence)) => return keep(text, Verdict::bad("NOT SET", "", sentence)),
            None => {}
        }
        match (self.draft, self.at_hand()) {
            (Some(draft), Some(line)) if line.serialised && grammar::is_list(text) => {
                vec![Effect::Push(Box::new(Range::of_units(draft, line, text, None)))]
            }
            _ => self.code(text),
        }
    }

    /// A text of many lines: it is a list of serials for the line at hand.
    pub(super) fn pasted(&mut self, text: String) -> Vec<Effect> {
        match (self.draft, self.at_hand()) {
            (Some(draft), Some(line)) if line.serialised => {
                vec![Effect::Push(Box::new(Range::of_units(draft, line, "", Some(text))))]
            }
            _ => {
                let said = "no line takes serials: scan the product's barcode, then paste again";
                vec![Effect::Say(Verdict::bad("NOT TAKEN", "pasted list", said))]
            }
        }
    }

    /// Stock may know the code; if not, it may be part of a name.
    fn code(&mut self, text: &str) -> Vec<Effect> {
        self.turns.step = Step::Asking;
        self.banner = None;
        self.incoming = Some(Incoming::typed(text));
        let product = self.at_hand().filter(|line| line.serialised).map(|line| line.product);
        vec![Effect::Ask(NAMES, Query::Resolve { text: text.to_owned(), product })]
    }

    /// Takes what stock knows of a typed text, then which products are called so.
    pub(super) fn found_names(&mut self, here: &Here, answer: Answer) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let Some(incoming) = self.incoming.take() else { return Vec::new() };
        match answer {
            Answer::Meanings(meanings) if !meanings.is_empty() => self.decide(here, incoming, meanings),
            // No product is found by part of a number.
            Answer::Meanings(_) if incoming.text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.decide(here, incoming, Vec::new())
            }
            Answer::Meanings(_) => {
                let query = Query::Products { text: incoming.text.clone(), archived: false, after: None, limit: 2 };
                self.turns.step = Step::Asking;
                self.incoming = Some(incoming);
                vec![Effect::Ask(NAMES, query)]
            }
            Answer::Products(page) if !page.rows.is_empty() => vec![Effect::Push(Pick::product(&incoming.text))],
            _ if incoming.text.chars().any(|letter| letter.is_ascii_digit()) => self.decide(here, incoming, Vec::new()),
            _ => keep(&incoming.text, Verdict::bad("UNKNOWN", incoming.text.as_str(), "no product is called that")),
        }
    }

    /// A product was chosen by name: its line is selected or made; units of it are picked at once, since none was
    /// scanned.
    pub(super) fn chosen(&mut self, here: &Here, chosen: &ProductView) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let (product, name) = (chosen.id, chosen.product.name.clone());
        let line = self.line_of(product).map(|line| line.line);
        if self.kind.returns() && self.of().is_none() {
            return self.goods(here, &Incoming::typed(&name), product, name, false, Quantity::ONE);
        }
        if let Some(line) = line {
            self.choose(line);
            if chosen.product.serialised() {
                return self.open_picker();
            }
            let there = self.at_hand().map(|line| line.quantity).unwrap_or_default();
            let said = format!("line {line} · {there} · scan its barcode, or *200 sets the quantity");
            let mut effects = vec![Effect::Say(Verdict::good("LINE", name, said))];
            effects.extend(self.refresh());
            return effects;
        }
        if chosen.product.serialised() {
            return self.work(here, Work::AddLine { product, name, picker: true });
        }
        self.work(here, Work::Count { product, line: None, name, by: Quantity::ONE, from_tray: None, back: false })
    }

    /// Sets what `*` and `/` said on the line at hand.
    fn amount(&mut self, here: &Here, text: &str, amount: Amount) -> Vec<Effect> {
        let refuse = |said: String| keep(text, Verdict::bad("NOT SET", "", said));
        let Some(line) = self.at_hand() else {
            return refuse("no line is selected: scan a unit or a product's barcode first".to_owned());
        };
        if amount.carton.is_some() {
            return refuse("cartons are counted as they come in: *200 sets the quantity".to_owned());
        }
        if amount.cost.is_some() && !self.kind.price {
            return refuse(format!("a {} has no prices; *200 sets the quantity", self.kind.kind.word()));
        }
        match edit_of(line, amount) {
            Ok((edit, said, undo)) => {
                let line = Some(line.line);
                self.work(here, Work::Edit { line, edit, said, undo: Some(undo) })
            }
            Err(sentence) => refuse(sentence),
        }
    }
}

/// Returns what an amount changes on a line, what is said of it, and what takes it back.
fn edit_of(line: &MoveLineView, amount: Amount) -> Result<(MoveLineEdit, Verdict, Taken), String> {
    let (mut edit, mut before) = (MoveLineEdit::default(), MoveLineEdit::default());
    let (mut said, mut was) = (Vec::new(), Vec::new());
    if let Some(quantity) = amount.quantity {
        edit.quantity = Some(quantity);
        before.quantity = Some(line.quantity);
        said.push(format!("{} → {quantity}", line.quantity));
        was.push(format!("{quantity} → {}", line.quantity));
    }
    if let Some(cost) = amount.cost {
        let price = price_of(cost, amount.quantity.unwrap_or(line.quantity))?;
        edit.price = Some(Some(price));
        before.price = Some(line.price);
        said.push(format!("{price} each"));
        was.push(line.price.map_or_else(|| "no price".to_owned(), |price| format!("{price} each")));
    }
    let verdict = Verdict::good("SET", line.name.as_str(), said.join(" · "));
    Ok((edit, verdict, Taken::Typed { line: line.line, before, was: was.join(" · ") }))
}

/// Returns the price of one; that of the whole line is shared out.
pub(super) fn price_of(cost: Cost, quantity: Quantity) -> Result<Money, String> {
    match cost {
        Cost::Unit(price) => Ok(price),
        Cost::Total(total) => {
            let price =
                total.per_unit(quantity).ok_or_else(|| "the line has no quantity yet: *200 sets it".to_owned())?;
            if price.checked_mul(quantity) == Some(total) {
                Ok(price)
            } else {
                Err(format!("{total} is not {quantity} times a price: say the price of one, such as /{price}"))
            }
        }
    }
}

/// Says why a text was not taken, and leaves it on the line to be mended.
fn keep(text: &str, said: Verdict) -> Vec<Effect> {
    vec![Effect::Say(said), Effect::SetLine(text.to_owned())]
}
