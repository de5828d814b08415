//! Stocktakes: opened, counted, settled; what they counted and what they found.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::{CountEntry, Finding, Settled, Stocktake, UnitCounted};
use super::does::unexpected;
use super::number::Decimal;
use super::post::Serials;
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::count::{FindingKind, Subject, Tally};
use crate::domain::id::{DocumentId, ProductId};
use crate::domain::range::{self, Item};
use crate::domain::serial::Matching;
use crate::messages::{Command, DocumentRef, FindingRow, Outcome, Query, Refused, Settlement, StocktakeView};

/// A stocktake: the `stocktake` it was opened as, or, once something of it was settled, its number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "the \"stocktake\" it was opened as, or its number")]
pub enum Which {
    /// As it was opened.
    Opened(u64),
    /// By its number, without case.
    Number(String),
}

impl Which {
    fn find(&self, room: &Room) -> Result<StocktakeView, Fault> {
        let id = match self {
            Which::Opened(id) => DocumentId(*id),
            Which::Number(number) => {
                answer_of!(room, Query::Document(DocumentRef::Number(number.clone())), Document)?.row.id
            }
        };
        Ok(*answer_of!(room, Query::Stocktake(id), Stocktake)?)
    }
}

/// Opens a stocktake: several desks may count at it, and several stocktakes may be open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenStocktake {
    /// Warehouse that is counted, by name or code.
    warehouse: String,
    /// One bin of it only.
    bin: Option<String>,
    /// Products of one category only.
    #[serde(default)]
    category: String,
}

/// A stocktake was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StocktakeOpened {
    stocktake: u64,
}

impl Request for OpenStocktake {
    type Answer = StocktakeOpened;

    fn carry_out(self, room: &Room) -> Result<StocktakeOpened, Fault> {
        let warehouse = room.warehouse(&self.warehouse)?;
        let bin = self.bin.map(|bin| room.bin(warehouse, &bin)).transpose()?;
        let outcome = room.run(Command::OpenStocktake { warehouse, bin, category: self.category })?;
        let Outcome::StocktakeOpened(id) = outcome else { return Err(unexpected(&outcome)) };
        Ok(StocktakeOpened { stocktake: id.0 })
    }
}

/// Counts units by their serials, or goods by how much is there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Which stocktake.
    stocktake: Which,
    /// Serials that are there: all of them are counted or none.
    serials: Option<Serials>,
    /// Product they are of, or whose goods are counted, by name, code, SKU or barcode.
    product: Option<String>,
    /// So much more of it is there; may be below zero.
    quantity: Option<Decimal>,
    /// So much of it is there in all, whatever was counted before.
    all: Option<Decimal>,
    /// Shelf it is on; without one, any.
    bin: Option<String>,
}

/// What was counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountAnswer {
    /// Units, each with what the books say of it; of more than 100 the first and the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<Vec<UnitCounted>>,
    /// How much is counted now: units by this request, or goods in that place.
    counted: String,
    /// Goods counted there before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
}

impl Request for Count {
    type Answer = CountAnswer;

    fn carry_out(self, room: &Room) -> Result<CountAnswer, Fault> {
        let view = self.stocktake.find(room)?;
        let (stocktake, bin) = (view.row.id, self.bin.map(|bin| room.bin(view.warehouse, &bin)).transpose()?);
        let product = self.product.as_deref().map(|name| room.product_record(name)).transpose()?;
        let command = match (self.serials, product, self.quantity, self.all) {
            (Some(serials), product, None, None) => {
                let matching = product.as_ref().map_or(Matching::Loose, |(_, record)| record.matching());
                let serials = literal(&serials, matching)?;
                Command::CountUnits { stocktake, serials, product: product.map(|(id, _)| id), bin }
            }
            (None, Some((product, _)), Some(more), None) => {
                Command::CountProduct { stocktake, product, bin, tally: Tally::Add(more.change()?) }
            }
            (None, Some((product, _)), None, Some(all)) => {
                Command::CountProduct { stocktake, product, bin, tally: Tally::Set(all.limit()?) }
            }
            _ => {
                let wrong = "count: give serials, or a product with a quantity, or with all that is there";
                return Err(Fault::Wrong(wrong.to_owned()));
            }
        };
        let outcome = room.run(command)?;
        match outcome {
            Outcome::UnitsCounted { units, counted, .. } => Ok(CountAnswer {
                units: Some(units.into_iter().map(UnitCounted::from).collect()),
                counted: counted.to_string(),
                before: None,
            }),
            Outcome::GoodsCounted { before, after, .. } => {
                Ok(CountAnswer { units: None, counted: after.to_string(), before: Some(before.to_string()) })
            }
            other => Err(unexpected(&other)),
        }
    }
}

/// Returns serials as they stand: numbers of a template are for what comes in.
fn literal(serials: &Serials, matching: Matching) -> Result<Vec<String>, Refused> {
    let items = match serials {
        Serials::List(items) => range::list(items, None, matching)?,
        Serials::Range(text) => range::read(text, None, matching)?,
    };
    items
        .into_iter()
        .map(|item| match item {
            Item::Serial(serial) => Ok(serial),
            Item::Next => {
                Err(Refused::RangeMalformed("~ makes new numbers: name the units by their serials".to_owned()))
            }
        })
        .collect()
}

/// Takes this desk's last count of a stocktake back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackCount {
    /// Which stocktake.
    stocktake: Which,
}

/// A count was taken back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountTakenBack {
    /// Serial, or product's name.
    what: String,
    /// By how much what was counted changed.
    by: String,
}

impl Request for TakeBackCount {
    type Answer = CountTakenBack;

    fn carry_out(self, room: &Room) -> Result<CountTakenBack, Fault> {
        let stocktake = self.stocktake.find(room)?.row.id;
        let desk = Some(room.origin().desk);
        let last = answer_of!(room, Query::Counts { stocktake, desk, after: None, limit: 1 }, Counts)?;
        let Some(last) = last.rows.first() else {
            return Err(
                Refused::Changed("nothing was counted at this desk: there is nothing to take back".into()).into()
            );
        };
        let outcome = room.run(Command::TakeBackCount { stocktake, entry: last.entry })?;
        let Outcome::CountTakenBack { what, by } = outcome else { return Err(unexpected(&outcome)) };
        Ok(CountTakenBack { what, by: by.to_string() })
    }
}

/// Settles what was found by a posting, a write-off and transfers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// Which stocktake.
    stocktake: Which,
    /// Findings of these kinds only.
    kinds: Option<Vec<KindFound>>,
    /// Findings of these serials only.
    serials: Option<Vec<String>>,
    /// Findings of these products only, by name, code, SKU or barcode.
    products: Option<Vec<String>>,
    /// What one costs of products that come in, by product; of others the last cost that is known.
    #[serde(default)]
    costs: BTreeMap<String, Decimal>,
    /// Products of serials that the books do not know, by serial.
    #[serde(default)]
    named: BTreeMap<String, String>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindFound {
    Shortage,
    Excess,
    Elsewhere,
    Unknown,
}

impl From<KindFound> for FindingKind {
    fn from(kind: KindFound) -> Self {
        match kind {
            KindFound::Shortage => FindingKind::Shortage,
            KindFound::Excess => FindingKind::Excess,
            KindFound::Elsewhere => FindingKind::Elsewhere,
            KindFound::Unknown => FindingKind::Unknown,
        }
    }
}

impl Request for Settle {
    type Answer = Settled;

    fn carry_out(self, room: &Room) -> Result<Settled, Fault> {
        let stocktake = self.stocktake.find(room)?.row.id;
        let rows = findings(room, stocktake, None, None, None)?.0;
        let chosen = self.kinds.is_some() || self.serials.is_some() || self.products.is_some();
        let products: Option<Vec<ProductId>> =
            self.products.map(|names| names.iter().map(|name| room.product(name)).collect()).transpose()?;
        let kinds: Option<Vec<FindingKind>> = self.kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
        let costs = self.costs.iter().map(|(name, cost)| Ok((room.product(name)?, cost.cost()?)));
        let costs = costs.collect::<Result<_, Fault>>()?;
        let named =
            self.named.iter().map(|(serial, product)| Ok((unknown_key(&rows, serial)?, room.product(product)?)));
        let named: Vec<_> = named.collect::<Result<_, Fault>>()?;
        let wanted = |row: &&FindingRow| {
            kinds.as_ref().is_none_or(|kinds| kinds.contains(&row.kind))
                && products.as_ref().is_none_or(|products| row.product.is_some_and(|id| products.contains(&id)))
                && self.serials.as_ref().is_none_or(|serials| serials.iter().any(|serial| is_of(row, serial)))
        };
        let only: Vec<Subject> = rows.iter().filter(wanted).filter(|_| chosen).map(|row| row.what.clone()).collect();
        if chosen && only.is_empty() {
            let sentence = "no finding is of these kinds, serials and products: nothing was settled";
            return Err(Refused::Changed(sentence.to_owned()).into());
        }
        let settlement = Settlement { stocktake, only, costs, named, seen: None };
        let outcome = room.run(Command::SettleStocktake(Box::new(settlement)))?;
        let Outcome::Settled(settled) = outcome else { return Err(unexpected(&outcome)) };
        Ok(settled.into())
    }
}

/// Tells whether a finding is about a serial.
fn is_of(row: &FindingRow, serial: &str) -> bool {
    let same = |matching, key: &str| {
        crate::domain::serial::Serial::parse(serial, matching).is_ok_and(|serial| serial.key().as_str() == key)
    };
    match &row.what {
        Subject::Unit { key, .. } => same(Matching::Loose, key.as_str()) || same(Matching::Exact, key.as_str()),
        Subject::Goods { .. } => false,
    }
}

/// Returns the key of an unknown serial that was counted.
fn unknown_key(rows: &[FindingRow], serial: &str) -> Result<crate::domain::serial::SerialKey, Refused> {
    let its = |row: &&FindingRow| row.kind == FindingKind::Unknown && is_of(row, serial);
    match rows.iter().find(its).map(|row| &row.what) {
        Some(Subject::Unit { key, .. }) => Ok(key.clone()),
        _ => Err(Refused::Unknown {
            what: "unknown serial in this stocktake".to_owned(),
            value: crate::domain::text::shown(serial),
            hint: String::new(),
        }),
    }
}

/// Throws a stocktake away, as long as nothing of it was settled.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardStocktake {
    /// Which stocktake.
    stocktake: Which,
}

/// A stocktake was thrown away.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StocktakeDiscarded {
    stocktake: u64,
}

impl Request for DiscardStocktake {
    type Answer = StocktakeDiscarded;

    fn carry_out(self, room: &Room) -> Result<StocktakeDiscarded, Fault> {
        let stocktake = self.stocktake.find(room)?.row.id;
        room.run(Command::DiscardStocktake { stocktake })?;
        Ok(StocktakeDiscarded { stocktake: stocktake.0 })
    }
}

/// How far a stocktake has come, and all it found.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskStocktake {
    /// Which stocktake.
    stocktake: Which,
}

impl Request for AskStocktake {
    type Answer = Stocktake;

    fn carry_out(self, room: &Room) -> Result<Stocktake, Fault> {
        let view = self.stocktake.find(room)?;
        let (rows, _) = findings(room, view.row.id, None, None, None)?;
        Ok(Stocktake::of(view, rows))
    }
}

/// What a stocktake found, by kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskFindings {
    /// Which stocktake.
    stocktake: Which,
    /// Of this kind only.
    kind: Option<KindFound>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Findings.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingsAnswer {
    findings: Vec<Finding>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for AskFindings {
    type Answer = FindingsAnswer;

    fn carry_out(self, room: &Room) -> Result<FindingsAnswer, Fault> {
        let stocktake = self.stocktake.find(room)?.row.id;
        let (rows, next) = findings(room, stocktake, self.kind.map(Into::into), self.limit, self.after.as_deref())?;
        Ok(FindingsAnswer { findings: rows.into_iter().map(Finding::from).collect(), next })
    }
}

fn findings(
    room: &Room,
    stocktake: DocumentId,
    kind: Option<FindingKind>,
    limit: Option<usize>,
    after: Option<&str>,
) -> Result<(Vec<FindingRow>, Option<String>), Fault> {
    room.list(limit, after, |after, limit| {
        answer_of!(room, Query::Findings { stocktake, kind, after, limit }, Findings)
    })
}

/// What a stocktake counted, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskCounts {
    /// Which stocktake.
    stocktake: Which,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountsAnswer {
    counts: Vec<CountEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for AskCounts {
    type Answer = CountsAnswer;

    fn carry_out(self, room: &Room) -> Result<CountsAnswer, Fault> {
        let stocktake = self.stocktake.find(room)?.row.id;
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Counts { stocktake, desk: None, after, limit }, Counts)
        })?;
        Ok(CountsAnswer { counts: rows.into_iter().map(CountEntry::from).collect(), next })
    }
}
