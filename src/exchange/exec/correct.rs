//! What was posted wrongly is corrected: what a posting says, the serial of a unit, what a lot cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::does::unexpected;
use super::number::{Decimal, cost};
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::id::LotId;
use crate::domain::money::Money;
use crate::domain::text::shown;
use crate::messages::{
    Command, CostCorrection, DocumentLine, DocumentRef, DocumentView, Outcome, Query, Refused, UnitRef,
};

/// Corrects a posting (`document`), what a lot cost or its supplier's warranty (`lot`), or the serial of a unit
/// (`serial` and `to`). Stock stays as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// Number of a posting.
    document: Option<String>,
    /// Its supplier, made on first use; empty for none.
    supplier: Option<String>,
    /// Its invoice number.
    invoice: Option<String>,
    /// A lot: `P-1/1`.
    lot: Option<String>,
    /// What one of the lot cost.
    cost: Option<Decimal>,
    /// What the whole lot cost.
    total: Option<Decimal>,
    /// Its supplier's warranty in months; 0 for none.
    warranty: Option<u16>,
    /// Product of the unit, where several have the serial.
    product: Option<String>,
    /// Serial of a unit as it was scanned wrongly.
    serial: Option<String>,
    /// Its right serial.
    to: Option<String>,
}

/// What was corrected.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum CorrectedAnswer {
    /// A posting, or a lot's warranty.
    Posting {
        /// Its number.
        document: String,
        /// Its supplier.
        supplier: String,
        /// Its invoice number.
        invoice: String,
        /// Warranty of the lot, when that was corrected.
        #[serde(skip_serializing_if = "Option::is_none")]
        warranty: Option<u16>,
    },
    /// A unit's serial.
    Serial {
        /// Its serial now.
        serial: String,
        /// Further identifiers, among them what it was scanned as.
        identifiers: Vec<String>,
    },
    /// A lot's cost.
    Cost {
        /// The lot.
        lot: String,
        /// Its total cost before.
        from: String,
        /// Its total cost now.
        to: String,
        /// By how much what is left is worth more.
        on_hand: String,
        /// The difference on what has left, booked.
        gone: String,
    },
}

impl Request for Correct {
    type Answer = CorrectedAnswer;

    fn carry_out(self, room: &Room) -> Result<CorrectedAnswer, Fault> {
        let of_posting = self.supplier.is_some() || self.invoice.is_some();
        let of_cost = self.cost.is_some() || self.total.is_some();
        match (&self.document, &self.lot, &self.serial) {
            (Some(document), None, None) if of_posting && !of_cost && self.warranty.is_none() && self.to.is_none() => {
                let view = posting(room, document)?;
                self.posting(room, &view, Vec::new())
            }
            (None, Some(lot), None) if !of_posting && self.to.is_none() && of_cost != self.warranty.is_some() => {
                let (view, line) = lot_of(room, lot)?;
                match self.warranty {
                    Some(months) => {
                        let warranties = vec![(line.line, Some(months).filter(|months| *months > 0))];
                        self.posting(room, &view, warranties)
                    }
                    None => self.cost(room, line.lot),
                }
            }
            (None, None, Some(serial)) if !of_posting && !of_cost && self.warranty.is_none() => self.unit(room, serial),
            _ => {
                let sentence = "one thing at a time: \"document\" with \"supplier\" or \"invoice\", \"lot\" with \
                                \"cost\", \"total\" or \"warranty\", or \"serial\" with \"to\"";
                Err(Fault::Wrong(sentence.to_owned()))
            }
        }
    }
}

impl Correct {
    fn posting(
        &self,
        room: &Room,
        view: &DocumentView,
        warranties: Vec<(u32, Option<u16>)>,
    ) -> Result<CorrectedAnswer, Fault> {
        let document = view.row.id;
        let warranty = warranties.first().map(|(_, months)| months.unwrap_or(0));
        let (supplier, invoice) = (self.supplier.clone(), self.invoice.clone());
        room.run(Command::CorrectDocument { document, supplier, invoice, warranties })?;
        let now = answer_of!(room, Query::Document(DocumentRef::Id(document)), Document)?;
        let (document, supplier, invoice) = (now.row.number.unwrap_or_default(), now.supplier, now.row.invoice);
        Ok(CorrectedAnswer::Posting { document, supplier, invoice, warranty })
    }

    fn cost(&self, room: &Room, lot: LotId) -> Result<CorrectedAnswer, Fault> {
        let cost = cost(self.cost.as_ref(), self.total.as_ref())?;
        let cost = cost.ok_or_else(|| Refused::BadMoney("say what it cost: cost or total".to_owned()))?;
        let outcome = room.run(Command::CorrectCost { lot, cost })?;
        let Outcome::CostCorrected(corrected) = outcome else { return Err(unexpected(&outcome)) };
        let CostCorrection { label, from, to, on_hand, gone } = corrected;
        let [from, to, on_hand, gone] = [from, to, on_hand, gone].map(Money::exact);
        Ok(CorrectedAnswer::Cost { lot: label, from, to, on_hand, gone })
    }

    fn unit(&self, room: &Room, serial: &str) -> Result<CorrectedAnswer, Fault> {
        let Some(to) = self.to.clone() else {
            return Err(Fault::Wrong("to: missing; it is the right serial".to_owned()));
        };
        let product = self.product.as_deref().map(|name| room.product(name)).transpose()?;
        let of = UnitRef::Serial(serial.to_owned(), product);
        let unit = answer_of!(room, Query::Passport(of), Passport)?;
        let (product, key) = (unit.product, unit.key);
        room.run(Command::CorrectSerial { product, key, serial: to.clone() })?;
        let now = answer_of!(room, Query::Passport(UnitRef::Serial(to, Some(product))), Passport)?;
        Ok(CorrectedAnswer::Serial { serial: now.serial, identifiers: now.identifiers })
    }
}

fn posting(room: &Room, number: &str) -> Result<DocumentView, Fault> {
    Ok(*answer_of!(room, Query::Document(DocumentRef::Number(number.to_owned())), Document)?)
}

/// Finds a lot by its label: its posting's number and line.
fn lot_of(room: &Room, label: &str) -> Result<(DocumentView, DocumentLine), Fault> {
    let unknown = || Refused::Unknown {
        what: "lot".to_owned(),
        value: shown(label),
        hint: "; a lot is called by its posting and line, such as P-1/1".to_owned(),
    };
    let (number, line) = label.trim().rsplit_once('/').ok_or_else(unknown)?;
    let line: u32 = line.parse().map_err(|_| unknown())?;
    let view = posting(room, number)?;
    let found = view.lines.iter().find(|found| found.line == line).cloned().ok_or_else(unknown)?;
    Ok((view, found))
}
