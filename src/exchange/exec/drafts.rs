//! Drafts of what leaves, moves or comes back: begun, filled scan by scan, changed, posted, thrown away.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::{MoveDraft, Posted, RemoveAnswer};
use super::asks::KindAsked;
use super::does::unexpected;
use super::leave::literal;
use super::number::{Decimal, day};
use super::post::Serials;
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::document::DocumentKind;
use crate::domain::id::{BinId, DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::messages::{
    Command, DocumentRef, MoveDraftView, MoveHeadEdit, MoveLineEdit, Outcome, PickedLine, Query, Refused,
};

/// Begins a draft of what leaves, moves or comes back; goods are picked into it, and then it is posted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// What it will be: a write-off, sale, order, transfer or return.
    kind: KindAsked,
    /// Warehouse goods are taken from, by name or code; of a client's return, the one they come back to.
    warehouse: String,
}

/// A draft was begun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Opened {
    /// What other requests name it by.
    draft: u64,
}

impl Request for Open {
    type Answer = Opened;

    fn carry_out(self, room: &Room) -> Result<Opened, Fault> {
        let kind = DocumentKind::from(self.kind);
        if kind == DocumentKind::Posting {
            let sentence = "a posting is not begun here: post it in one step, with \"do\":\"post\"".to_owned();
            return Err(Refused::BadField(sentence).into());
        }
        let warehouse = room.warehouse(&self.warehouse)?;
        let outcome = room.run(Command::OpenDraft { kind, warehouse })?;
        let Outcome::DraftOpened(draft) = outcome else { return Err(unexpected(&outcome)) };
        Ok(Opened { draft: draft.0 })
    }
}

/// Changes the head of a draft. What is left out stays; an empty text is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditHead {
    /// The `draft` of a list.
    draft: u64,
    /// Warehouse goods are taken from, or come back to, by name or code.
    warehouse: Option<String>,
    /// Warehouse a transfer brings goods to, which may be the same.
    to: Option<String>,
    /// Number of the sale or posting whose goods a return brings back.
    of: Option<String>,
    /// Client of a sale or an order by name, made on first use.
    client: Option<String>,
    /// Why goods are written off.
    reason: Option<String>,
    /// Business day, `YYYY-MM-DD`; empty is the day it is posted.
    date: Option<String>,
    /// Free text.
    note: Option<String>,
    /// Last day an order holds its goods, `YYYY-MM-DD`.
    until: Option<String>,
}

impl Request for EditHead {
    type Answer = MoveDraft;

    fn carry_out(self, room: &Room) -> Result<MoveDraft, Fault> {
        let draft = DocumentId(self.draft);
        let document = |number: String| {
            let view = answer_of!(room, Query::Document(DocumentRef::Number(number)), Document)?;
            Ok::<_, Fault>(view.row.id)
        };
        let head = MoveHeadEdit {
            warehouse: self.warehouse.map(|name| room.warehouse(&name)).transpose()?,
            to: said(self.to, |name| room.warehouse(&name))?,
            of: said(self.of, document)?,
            client: self.client,
            reason: self.reason,
            date: said(self.date, |text| Ok(day(&text)?))?,
            note: self.note,
            until: said(self.until, |text| Ok(day(&text)?))?,
        };
        room.run(Command::EditMoveHead { draft, head: Box::new(head) })?;
        seen(room, draft)
    }
}

/// Reads a field that an empty text empties.
#[expect(clippy::option_option, reason = "left out, emptied and said are three things, as in the command's own field")]
fn said<T>(text: Option<String>, read: impl FnOnce(String) -> Result<T, Fault>) -> Result<Option<Option<T>>, Fault> {
    match text {
        None => Ok(None),
        Some(text) if text.trim().is_empty() => Ok(Some(None)),
        Some(text) => Ok(Some(Some(read(text)?))),
    }
}

/// Picks units, or counts goods, into a draft: all of them or none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// The `draft` of a list.
    draft: u64,
    /// By name, code, SKU or barcode; of serials that one product has it may be left out.
    product: Option<String>,
    /// Line they are for; without it, the product's last one, made if there is none.
    line: Option<LineNo>,
    /// Serials of the very units that move: a list, or a text as a desk takes it.
    serials: Option<Serials>,
    /// How much more of a product without serials; below zero takes back.
    quantity: Option<Decimal>,
}

/// What a draft's lines have now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PickAnswer {
    /// Lines that changed.
    lines: Vec<PickedEntry>,
    /// Units that were picked, or put back.
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<u32>,
    /// Number of the document that goods come back from, when the first unit told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

/// A line that changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PickedEntry {
    /// Its number.
    line: LineNo,
    /// Its product.
    product: String,
    /// How much it is to move: units that are named, or what is counted.
    quantity: String,
    /// Units still to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<String>,
}

impl From<PickedLine> for PickedEntry {
    fn from(line: PickedLine) -> Self {
        let missing = Some(line.missing).filter(|missing| *missing > Quantity::ZERO);
        PickedEntry {
            line: line.line,
            product: line.name,
            quantity: Quantity::pieces(line.picked).to_string(),
            missing: missing.map(|missing| missing.to_string()),
        }
    }
}

impl Request for Pick {
    type Answer = PickAnswer;

    fn carry_out(self, room: &Room) -> Result<PickAnswer, Fault> {
        let draft = DocumentId(self.draft);
        let product = self.product.as_deref().map(|name| room.product_record(name)).transpose()?;
        match (self.serials, self.quantity, product) {
            (Some(serials), None, product) => serials_picked(room, draft, product, self.line, &serials),
            (None, Some(quantity), Some((id, product))) => {
                let by = quantity.change_of(&product)?;
                let command = Command::PickGoods { draft, product: id, by, line: self.line, from_tray: None };
                let outcome = room.run(command)?;
                let Outcome::GoodsPicked { line, after, .. } = outcome else { return Err(unexpected(&outcome)) };
                let entry = PickedEntry { line, product: product.name, quantity: after.to_string(), missing: None };
                Ok(PickAnswer { lines: vec![entry], units: None, of: None })
            }
            (Some(_), Some(_), _) => {
                Err(Fault::Wrong("quantity: serials say how many; give one of the two".to_owned()))
            }
            (None, Some(_), None) => Err(Fault::Wrong("product: say of what".to_owned())),
            (None, None, _) => Err(Fault::Wrong("neither serials nor quantity: say what is picked".to_owned())),
        }
    }
}

fn serials_picked(
    room: &Room,
    draft: DocumentId,
    product: Option<(ProductId, Product)>,
    line: Option<LineNo>,
    serials: &Serials,
) -> Result<PickAnswer, Fault> {
    let any = Product { name: "what is picked".to_owned(), ..Product::default() };
    let record = product.as_ref().map_or(&any, |(_, product)| product);
    if product.is_some() && !record.serialised() {
        return Err(Refused::NotSerialised { product: record.name.clone() }.into());
    }
    let serials = literal(serials.read(None, record, line.unwrap_or(1))?, line.unwrap_or(1))?;
    let product = product.map(|(id, _)| id);
    let outcome = room.run(Command::PickSerials { draft, serials, product, line, from_tray: None })?;
    let Outcome::Picked { taken, lines, of, .. } = outcome else { return Err(unexpected(&outcome)) };
    Ok(PickAnswer { lines: lines.into_iter().map(PickedEntry::from).collect(), units: Some(taken), of })
}

/// Puts picked units back: all of them or none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBack {
    /// The `draft` of a list.
    draft: u64,
    /// Their serials: a list, or a text as a desk takes it.
    serials: Serials,
}

impl Request for PutBack {
    type Answer = PickAnswer;

    fn carry_out(self, room: &Room) -> Result<PickAnswer, Fault> {
        let any = Product { name: "what is put back".to_owned(), ..Product::default() };
        let serials = literal(self.serials.read(None, &any, 1)?, 1)?;
        let outcome = room.run(Command::PutBack { draft: DocumentId(self.draft), serials })?;
        let Outcome::PutBack { taken, lines, .. } = outcome else { return Err(unexpected(&outcome)) };
        Ok(PickAnswer { lines: lines.into_iter().map(PickedEntry::from).collect(), units: Some(taken), of: None })
    }
}

/// Adds an empty line for a product to a draft, beside those it has: for another shelf, or another price.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLine {
    /// The `draft` of a list.
    draft: u64,
    /// By name, code, SKU or barcode.
    product: String,
}

/// A line was added.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineAdded {
    /// Its number.
    line: LineNo,
}

impl Request for AddLine {
    type Answer = LineAdded;

    fn carry_out(self, room: &Room) -> Result<LineAdded, Fault> {
        let product = room.product(&self.product)?;
        let draft = DocumentId(self.draft);
        let outcome = room.run(Command::AddMoveLine { draft, product, from_tray: None })?;
        let Outcome::LineAdded { line, .. } = outcome else { return Err(unexpected(&outcome)) };
        Ok(LineAdded { line })
    }
}

/// Changes a line of a draft. What is left out stays; an empty text is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditLine {
    /// The `draft` of a list.
    draft: u64,
    /// Which line.
    line: LineNo,
    /// How much is to move; of a product with serials, how many units are to be named.
    quantity: Option<Decimal>,
    /// Shelf they are taken from, by its code.
    bin: Option<String>,
    /// Shelf they are put on, by its code.
    to_bin: Option<String>,
    /// Price of one, of what is sold.
    price: Option<Decimal>,
}

impl Request for EditLine {
    type Answer = MoveDraft;

    fn carry_out(self, room: &Room) -> Result<MoveDraft, Fault> {
        let draft = DocumentId(self.draft);
        let view = looked_at(room, draft)?;
        let quantity = match (self.quantity, view.lines.iter().find(|line| line.line == self.line)) {
            (Some(quantity), Some(line)) => {
                let query = Query::Product(line.product);
                Some(quantity.quantity_of(&answer_of!(room, query, Product)?.product)?)
            }
            (Some(_), None) => {
                let (what, value) = ("line".to_owned(), format!("line {}", self.line));
                return Err(Refused::Unknown { what, value, hint: String::new() }.into());
            }
            (None, _) => None,
        };
        let comes_to = if view.kind == DocumentKind::ClientReturn { Some(view.warehouse) } else { view.to };
        let edit = MoveLineEdit {
            quantity,
            bin: said(self.bin, |code| room.bin(view.warehouse, &code))?,
            to_bin: said(self.to_bin, |code| shelf(room, comes_to, &code))?,
            price: self.price.as_ref().map(Decimal::price).transpose()?.map(Some),
        };
        room.run(Command::EditMoveLine { draft, line: self.line, edit })?;
        seen(room, draft)
    }
}

fn shelf(room: &Room, warehouse: Option<WarehouseId>, code: &str) -> Result<BinId, Fault> {
    let nowhere =
        || Refused::BadField("a shelf to bring to is given: no warehouse is named that goods come to".to_owned());
    room.bin(warehouse.ok_or_else(nowhere)?, code)
}

/// Removes a line of a draft; the units it named are free again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveLine {
    /// The `draft` of a list.
    draft: u64,
    /// Which line.
    line: LineNo,
}

impl Request for RemoveLine {
    type Answer = RemoveAnswer;

    fn carry_out(self, room: &Room) -> Result<RemoveAnswer, Fault> {
        room.run(Command::RemoveLine { draft: DocumentId(self.draft), line: self.line })?;
        Ok(RemoveAnswer { draft: self.draft })
    }
}

/// Throws a draft away; its serials are free again, generated numbers stay used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteDraft {
    /// The `draft` of a list.
    draft: u64,
}

impl Request for DeleteDraft {
    type Answer = RemoveAnswer;

    fn carry_out(self, room: &Room) -> Result<RemoveAnswer, Fault> {
        room.run(Command::DeleteDraft { draft: DocumentId(self.draft) })?;
        Ok(RemoveAnswer { draft: self.draft })
    }
}

/// Posts a draft: all of it or none of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostDraft {
    /// The `draft` of a list.
    draft: u64,
}

impl Request for PostDraft {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        let outcome = room.run(Command::PostDraft { draft: DocumentId(self.draft) })?;
        let Outcome::Posted(document) = outcome else { return Err(unexpected(&outcome)) };
        Ok(Posted::from(document))
    }
}

fn looked_at(room: &Room, draft: DocumentId) -> Result<Box<MoveDraftView>, Fault> {
    answer_of!(room, Query::MoveDraft(draft), MoveDraft)
}

/// Returns a draft as it stands.
pub fn seen(room: &Room, draft: DocumentId) -> Result<MoveDraft, Fault> {
    let tray = answer_of!(room, Query::Tray(draft), Tray)?;
    Ok(MoveDraft::of(*looked_at(room, draft)?, tray))
}
