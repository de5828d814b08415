//! An existing product gets serials: in one step, or by a draft that is filled warehouse by warehouse.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::answers::{Conversion, Converted};
use super::does::{Compared, Numbering, unexpected};
use super::post::{Serials, parts, refused};
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::conversion::serialised;
use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::product::{NumberedBy, Product};
use crate::domain::range::{self, RangeError};
use crate::domain::serial::Matching;
use crate::messages::{
    Command, ConversionOf, ConversionView, ConvertedProduct, DocumentRef, NewSerials, Outcome, Query, Refused, UnitRow,
    WholeConversion,
};

/// Gives an existing product serials in one step: one for each unit of every warehouse, or nothing is done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Serialise {
    /// By name, code, SKU or barcode.
    product: String,
    /// Serials of each warehouse, by its name or code: the first are the oldest goods'. None where nothing is on hand.
    #[serde(default)]
    serials: BTreeMap<String, Serials>,
    /// Who numbers the units. Without it: we, where there is a template; else the maker.
    numbered_by: Option<Numbering>,
    /// How serials are compared. Without it: loose, without case and blanks.
    matching: Option<Compared>,
}

/// Begins giving a product serials, or goes on with it: a draft that takes serials warehouse by warehouse.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginConversion {
    /// By name, code, SKU or barcode.
    product: String,
    /// Who numbers the units. Without it: we, where there is a template; else the maker.
    numbered_by: Option<Numbering>,
    /// How serials are compared. Without it: loose, without case and blanks.
    matching: Option<Compared>,
}

/// Takes serials into an open conversion: all of them or none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddSerials {
    /// Product that gets serials.
    product: String,
    /// Warehouse its units are in, by name or code.
    warehouse: String,
    /// As they stand, or a range; next numbers of the template by themselves.
    serials: Serials,
}

/// Takes serials back out of an open conversion; they are free again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackSerials {
    /// Product that gets serials.
    product: String,
    /// Warehouse its units are in, by name or code.
    warehouse: String,
    /// As they stand, or a range.
    serials: Serials,
}

/// Generates all serials that an open conversion lacks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateMissing {
    /// Product that gets serials.
    product: String,
}

/// Saves an open conversion, for good.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveConversion {
    /// Product that gets serials.
    product: String,
}

/// Throws an open conversion away; its serials are free again, generated numbers stay used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropConversion {
    /// Product that gets serials.
    product: String,
}

/// What each warehouse has of a product that gets serials, or could, and its serials.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskConversion {
    /// By name, code, SKU or barcode.
    product: String,
}

impl Request for Serialise {
    type Answer = Converted;

    fn carry_out(self, room: &Room) -> Result<Converted, Fault> {
        let (id, record) = room.product_record(&self.product)?;
        let view = of_product(room, id)?;
        let rules = rules(&view, self.numbered_by, self.matching);
        let product = serialised(record, rules.0, rules.1);
        let mut serials = Vec::with_capacity(self.serials.len());
        let mut generated = false;
        for (name, given) in &self.serials {
            let warehouse = room.warehouse(name)?;
            let on_hand = view.rows.iter().find(|row| row.warehouse == warehouse).map(|row| row.on_hand);
            let read = read(given, on_hand.and_then(crate::domain::quantity::Quantity::whole), &product)?;
            generated |= read.iter().any(|part| matches!(part, NewSerials::Next(_)));
            serials.push((warehouse, read));
        }
        let whole = WholeConversion { product: id, numbered_by: rules.0, matching: rules.1, serials };
        let outcome = room.run(Command::ConvertWhole(Box::new(whole)))?;
        converted(room, outcome, generated)
    }
}

impl Request for BeginConversion {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        let product = room.product(&self.product)?;
        let (numbered_by, matching) = rules(&of_product(room, product)?, self.numbered_by, self.matching);
        room.run(Command::BeginConversion { product, numbered_by, matching })?;
        Ok(of_product(room, product)?.into())
    }
}

impl Request for AddSerials {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        let open = Open::find(room, &self.product)?;
        let (line, wanted) = open.line(room, &self.warehouse)?;
        let draft = open.draft;
        let command = match read(&self.serials, wanted, &open.product)?.as_slice() {
            [NewSerials::Next(count)] => Command::GenerateSerials { draft, line, count: *count },
            parts => Command::ReceiveSerials {
                draft,
                line,
                serials: literal(parts)?,
                damaged: false,
                generated: None,
                from_tray: None,
                // A program means what it sends: a serial of another shape than usual is not asked about.
                insist: true,
                label: None,
            },
        };
        room.run(command)?;
        Ok(of_product(room, open.id)?.into())
    }
}

impl Request for TakeBackSerials {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        let open = Open::find(room, &self.product)?;
        let (line, _) = open.line(room, &self.warehouse)?;
        let serials = literal(&read(&self.serials, None, &open.product)?)?;
        room.run(Command::TakeBack { draft: open.draft, line, serials })?;
        Ok(of_product(room, open.id)?.into())
    }
}

impl Request for GenerateMissing {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        let open = Open::find(room, &self.product)?;
        room.run(Command::GenerateMissing { draft: open.draft })?;
        Ok(of_product(room, open.id)?.into())
    }
}

impl Request for SaveConversion {
    type Answer = Converted;

    fn carry_out(self, room: &Room) -> Result<Converted, Fault> {
        let open = Open::find(room, &self.product)?;
        let outcome = room.run(Command::PostDraft { draft: open.draft })?;
        converted(room, outcome, false)
    }
}

impl Request for DropConversion {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        let open = Open::find(room, &self.product)?;
        room.run(Command::DeleteDraft { draft: open.draft })?;
        Ok(of_product(room, open.id)?.into())
    }
}

impl Request for AskConversion {
    type Answer = Conversion;

    fn carry_out(self, room: &Room) -> Result<Conversion, Fault> {
        Ok(of_product(room, room.product(&self.product)?)?.into())
    }
}

fn of_product(room: &Room, product: ProductId) -> Result<ConversionView, Fault> {
    Ok(*answer_of!(room, Query::Conversion(ConversionOf::Product(product)), Conversion)?)
}

/// Returns who numbers the units and how serials are compared: as given, else as the product has it.
fn rules(view: &ConversionView, by: Option<Numbering>, matching: Option<Compared>) -> (NumberedBy, Matching) {
    let by = match by {
        Some(Numbering::Maker) => NumberedBy::Maker,
        Some(Numbering::Us) => NumberedBy::Us,
        None => view.numbered_by,
    };
    let matching = match matching {
        Some(Compared::Exact) => Matching::Exact,
        Some(Compared::Loose) => Matching::Loose,
        None => view.matching,
    };
    (by, matching)
}

/// Reads the serials of a warehouse; how many they are is held against what it has by the command itself.
fn read(serials: &Serials, wanted: Option<u32>, product: &Product) -> Result<Vec<NewSerials>, Refused> {
    let matching = product.matching();
    let items = match serials {
        Serials::List(items) if items.is_empty() => Ok(Vec::new()),
        Serials::List(items) => range::list(items, None, matching),
        Serials::Range(text) => match range::read(text, wanted, matching) {
            Err(RangeError::Count { .. }) => range::read(text, None, matching),
            read => read,
        },
    };
    Ok(parts(items.map_err(|wrong| refused(wrong, product, 1, false))?))
}

/// Returns serials as they stand; next numbers of a template come by themselves, so that one command makes them.
fn literal(parts: &[NewSerials]) -> Result<Vec<String>, Refused> {
    let mut serials = Vec::new();
    for part in parts {
        match part {
            NewSerials::Literal(more) => serials.extend(more.iter().cloned()),
            NewSerials::Next(_) => {
                let sentence = "~ beside other serials: give the template's next numbers by themselves";
                return Err(Refused::RangeMalformed(sentence.to_owned()));
            }
        }
    }
    Ok(serials)
}

/// A conversion that is open.
struct Open {
    id: ProductId,
    product: Product,
    draft: DocumentId,
    view: ConversionView,
}

impl Open {
    fn find(room: &Room, name: &str) -> Result<Open, Fault> {
        let (id, record) = room.product_record(name)?;
        let view = of_product(room, id)?;
        match view.draft {
            Some((draft, DocumentState::Draft)) => {
                let product = serialised(record, view.numbered_by, view.matching);
                Ok(Open { id, product, draft, view })
            }
            _ => Err(Refused::WrongState {
                document: record.name,
                state: if record.tracking == crate::domain::product::Tracking::Counted {
                    "counted, and no conversion of it is open".to_owned()
                } else {
                    "told apart by serials already".to_owned()
                },
                wanted: "begin_conversion begins one".to_owned(),
            }
            .into()),
        }
    }

    /// Returns the line of a warehouse, and how many serials it lacks.
    fn line(&self, room: &Room, name: &str) -> Result<(LineNo, Option<u32>), Fault> {
        let warehouse = room.warehouse(name)?;
        let row = self.view.rows.iter().find(|row| row.warehouse == warehouse);
        let line = row.and_then(|row| Some((row.line?, row.missing().whole())));
        Ok(line.ok_or_else(|| Refused::Unknown {
            what: format!("warehouse with {} in this conversion", self.view.name),
            value: name.to_owned(),
            hint: "; begin_conversion goes on with it, and takes in where goods came to since".to_owned(),
        })?)
    }
}

/// Tells what a conversion came to: of each lot, which it was before.
fn converted(room: &Room, outcome: Outcome, serials: bool) -> Result<Converted, Fault> {
    let Outcome::Converted(done) = outcome else { return Err(unexpected(&outcome)) };
    let ConvertedProduct { documents, .. } = &*done;
    let mut lines = Vec::new();
    if let Some((_, posting)) = documents {
        let query = Query::Document(DocumentRef::Id(posting.document));
        for line in answer_of!(room, query, Document)?.lines {
            let lot = line.lot;
            let mut units = Vec::new();
            if serials {
                (units, _) = room
                    .list(None, None, |after, limit| answer_of!(room, Query::LotUnits { lot, after, limit }, Units))?;
            }
            lines.push((line, units.into_iter().map(|unit: UnitRow| unit.serial).collect()));
        }
    }
    Ok(Converted::of(*done, lines))
}
