//! A document in one step: names, ranges and templates in, one command out.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::answers::Posted;
use super::does::unexpected;
use super::leave;
use super::number::{Decimal, cost, day};
use super::room::{Fault, Room, answer_of, pieces};
use super::table::Request;
use crate::domain::id::WarehouseId;
use crate::domain::product::Product;
use crate::domain::range::{self, Item, RangeError};
use crate::domain::text::shown;
use crate::messages::{Command, NewSerials, Outcome, Query, Refused, UnitRow, WholeLine, WholePosting};

/// Posts a document in one step: all of it or nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// What it is.
    pub(super) kind: Kind,
    /// Warehouse goods come in to or are taken from, by name or code. A return may leave it out: it is that of the
    /// document it returns.
    pub(super) warehouse: Option<String>,
    /// Warehouse a transfer brings goods to; without it, the same one, from shelf to shelf.
    pub(super) to: Option<String>,
    /// Number of the sale, order or posting whose goods a return brings back; of a write-off, the transfer on whose way they
    /// were lost.
    pub(super) of: Option<String>,
    /// Supplier of a posting by name, made on first use.
    #[serde(default)]
    pub(super) supplier: String,
    /// Client of a sale or an order by name, made on first use.
    #[serde(default)]
    pub(super) client: String,
    /// Why goods are written off.
    #[serde(default)]
    pub(super) reason: String,
    /// Supplier's invoice number.
    #[serde(default)]
    pub(super) invoice: String,
    /// Business day, `YYYY-MM-DD`; without it, today.
    pub(super) date: Option<String>,
    /// Free text.
    #[serde(default)]
    pub(super) note: String,
    /// What moves; none at all of goods lost on the way is all that is in transit.
    pub(super) lines: Vec<PostLine>,
}

/// What is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Goods in.
    Posting,
    /// Warehouse to loss.
    WriteOff,
    /// Warehouse to client.
    Sale,
    /// Warehouse to client, as a sale does; `reserve` holds its goods first.
    Order,
    /// Warehouse to warehouse, or shelf to shelf.
    Transfer,
    /// Client to warehouse, of a sale.
    ClientReturn,
    /// Warehouse to supplier, of a posting.
    SupplierReturn,
}

/// A line of a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostLine {
    /// By name, code, SKU or barcode.
    pub(super) product: String,
    /// How much; of a product with serials it may be left out.
    pub(super) quantity: Option<Decimal>,
    /// Cost of one, of what comes in by a posting.
    pub(super) cost: Option<Decimal>,
    /// Cost of the line, instead of `cost`.
    pub(super) total: Option<Decimal>,
    /// Price of one, of what is sold.
    pub(super) price: Option<Decimal>,
    /// Serials of its units.
    pub(super) serials: Option<Serials>,
    /// Supplier's warranty in months, of what comes in by a posting.
    pub(super) warranty: Option<u16>,
    /// Maker's batch.
    #[serde(default)]
    pub(super) batch: String,
    /// Expiry day, `YYYY-MM-DD`.
    pub(super) expiry: Option<String>,
    /// Shelf, by its code: the one it comes in to, or is taken from.
    pub(super) bin: Option<String>,
    /// Shelf a transfer puts it on, by its code.
    pub(super) to_bin: Option<String>,
}

/// Serials: a list whose items are serials as they stand (`~+4`: the template's next five), or a text as a desk takes
/// it (`B001-B010`, `9+2`, `SN001*100`, `~+4`).
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Serials {
    /// As they stand.
    List(Vec<String>),
    /// Ranges, counts and lists, as typed at a desk.
    Range(String),
}

/// Reads a list item by item: ten thousand of them are not kept twice, to find out what they are.
impl<'de> Deserialize<'de> for Serials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Serials;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of texts, or a text such as \"B001-B010\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Serials, E> {
                Ok(Serials::Range(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Serials, A::Error> {
                let mut items = Vec::new();
                let no_text = |_| serde::de::Error::custom("a list of texts, or a text such as \"B001-B010\"");
                while let Some(item) = list.next_element().map_err(no_text)? {
                    items.push(item);
                }
                Ok(Serials::List(items))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Request for Post {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        if self.kind != Kind::Posting {
            return leave::carry_out(self, room);
        }
        let foreign = [
            ("to", self.to.is_some()),
            ("of", self.of.is_some()),
            ("client", !self.client.is_empty()),
            ("reason", !self.reason.is_empty()),
            ("price", self.lines.iter().any(|line| line.price.is_some())),
            ("to_bin", self.lines.iter().any(|line| line.to_bin.is_some())),
        ];
        refuse_foreign("posting", &foreign)?;
        let warehouse = room.warehouse(&self.warehouse.ok_or_else(|| no_warehouse("posting"))?)?;
        let lines = (1..)
            .zip(self.lines)
            .map(|(number, line)| line.resolved(room, warehouse, number))
            .collect::<Result<Vec<_>, _>>()?;
        let generated: Vec<bool> =
            lines.iter().map(|line| line.serials.iter().any(|part| matches!(part, NewSerials::Next(_)))).collect();
        let whole = WholePosting {
            warehouse,
            supplier: self.supplier,
            invoice: self.invoice,
            date: self.date.as_deref().map(day).transpose()?,
            note: self.note,
            lines,
        };
        let outcome = room.run(Command::ReceiveWhole(Box::new(whole)))?;
        let Outcome::Posted(document) = outcome else { return Err(unexpected(&outcome)) };
        let lots: Vec<_> = document.lines.iter().map(|line| line.took.first().map(|took| took.lot)).collect();
        let mut posted = Posted::from(document);
        for ((line, lot), generated) in posted.lines.iter_mut().zip(lots).zip(generated) {
            if let Some(lot) = lot.filter(|_| generated) {
                let (units, _) = room
                    .list(None, None, |after, limit| answer_of!(room, Query::LotUnits { lot, after, limit }, Units))?;
                line.serials = units.into_iter().map(|unit: UnitRow| unit.serial).collect();
            }
        }
        Ok(posted)
    }
}

/// Refuses fields that a kind of document does not have.
pub(super) fn refuse_foreign(kind: &str, fields: &[(&str, bool)]) -> Result<(), Refused> {
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => Err(Refused::BadField(format!("{field} is given: a {kind} has none; leave it out"))),
        None => Ok(()),
    }
}

/// Refuses what lines say of goods that come in by a posting, in a document that does not bring any.
pub(super) fn refused_in_lines(kind: &str, lines: &[PostLine]) -> Result<(), Refused> {
    let foreign = [
        ("cost", lines.iter().any(|line| line.cost.is_some())),
        ("total", lines.iter().any(|line| line.total.is_some())),
        ("warranty", lines.iter().any(|line| line.warranty.is_some())),
        ("batch", lines.iter().any(|line| !line.batch.is_empty())),
        ("expiry", lines.iter().any(|line| line.expiry.is_some())),
    ];
    refuse_foreign(kind, &foreign)
}

/// Says that a document needs a warehouse.
pub(super) fn no_warehouse(kind: &str) -> Refused {
    Refused::BadField(format!("no warehouse is given: a {kind} has one; say \"warehouse\""))
}

impl PostLine {
    fn resolved(self, room: &Room, warehouse: WarehouseId, number: u32) -> Result<WholeLine, Fault> {
        let (id, product) = room.product_record(&self.product)?;
        let in_unit = |decimal: &Decimal| decimal.quantity_of(&product);
        let quantity = self.quantity.as_ref().map(in_unit).transpose()?;
        let serials = match &self.serials {
            Some(serials) if product.serialised() => {
                let wanted = quantity.and_then(crate::domain::quantity::Quantity::whole);
                serials.read(wanted, &product, number)?
            }
            Some(_) => return Err(Refused::NotSerialised { product: product.name }.into()),
            None if product.serialised() => {
                let wanted = quantity.unwrap_or(pieces(1));
                let (have, missing) = (pieces(0), wanted);
                return Err(
                    Refused::SerialsMissing { line: number, product: product.name, have, wanted, missing }.into()
                );
            }
            None if quantity.is_none() => {
                let sentence = format!("line {number}: {} is counted; say how much comes in", product.name);
                return Err(Refused::BadQuantity(sentence).into());
            }
            None => Vec::new(),
        };
        Ok(WholeLine {
            product: id,
            quantity,
            cost: cost(self.cost.as_ref(), self.total.as_ref())?,
            warranty: self.warranty,
            batch: self.batch,
            expiry: self.expiry.as_deref().map(day).transpose()?,
            bin: self.bin.map(|code| room.bin(warehouse, &code)).transpose()?,
            serials,
        })
    }
}

impl Serials {
    pub(super) fn read(&self, wanted: Option<u32>, product: &Product, line: u32) -> Result<Vec<NewSerials>, Refused> {
        let matching = product.matching();
        let items = match self {
            Serials::List(items) if items.is_empty() => Ok(Vec::new()),
            Serials::List(items) => range::list(items, wanted, matching),
            Serials::Range(text) => range::read(text, wanted, matching),
        };
        let listed = matches!(self, Serials::List(_));
        let items = items.map_err(|wrong| refused(wrong, product, line, listed))?;
        if items.is_empty() {
            let wanted = pieces(wanted.map_or(1, |wanted| wanted as usize));
            let (have, missing) = (pieces(0), wanted);
            return Err(Refused::SerialsMissing { line, product: product.name.clone(), have, wanted, missing });
        }
        Ok(parts(items))
    }
}

/// Returns serials as a command takes them: as they stand, or so many next numbers.
pub(super) fn parts(items: Vec<Item>) -> Vec<NewSerials> {
    let mut parts: Vec<NewSerials> = Vec::new();
    for item in items {
        match (item, parts.last_mut()) {
            (Item::Serial(serial), Some(NewSerials::Literal(serials))) => serials.push(serial),
            (Item::Serial(serial), _) => parts.push(NewSerials::Literal(vec![serial])),
            (Item::Next, Some(NewSerials::Next(count))) => *count += 1,
            (Item::Next, _) => parts.push(NewSerials::Next(1)),
        }
    }
    parts
}

/// Says what is wrong with serials as scripts know it: of a list that is too short some are missing; a range that
/// counts another number than the line, or a list that is too long, is a mismatch.
pub(super) fn refused(wrong: RangeError, product: &Product, line: u32, listed: bool) -> Refused {
    match wrong {
        RangeError::Count { found, wanted, .. } if listed && found < u64::from(wanted) => {
            let (have, wanted) = (pieces(usize::try_from(found).unwrap_or(usize::MAX)), pieces(wanted as usize));
            let missing = wanted.checked_sub(have).unwrap_or(wanted);
            Refused::SerialsMissing { line, product: product.name.clone(), have, wanted, missing }
        }
        RangeError::Count { .. } => Refused::CountMismatch(format!("line {line}: {wrong}")),
        RangeError::Malformed(_) => Refused::RangeMalformed(wrong.to_string()),
        RangeError::TooLarge(_) => Refused::RangeTooLarge(wrong.to_string()),
        RangeError::Doubles(_) => Refused::Duplicate(wrong.to_string()),
        RangeError::Serial(serial) => {
            Refused::SerialMalformed { serial: shown(&serial.to_string()), sentence: serial.to_string() }
        }
    }
}
