//! Goods that are held until a day, and goods that travel: reserved, let go, closed, shipped, received, sent back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::Posted;
use super::does::unexpected;
use super::leave::{Ends, literal, wanted};
use super::number::day;
use super::post::{PostLine, Serials, no_warehouse, refuse_foreign, refused_in_lines};
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::product::Product;
use crate::messages::{
    Command, DocumentRef, DocumentView, Outcome, Pick, Query, Refused, ReservationRow, ReservedDocument, WholeMove,
    WholeReservation,
};

/// Holds the goods of an order, or of a transfer that is ready to ship: of a draft, of one that ran out or is held until
/// another day, or, with `lines`, of a new one in one step.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reserve {
    /// The `draft` of a list.
    draft: Option<u64>,
    /// Number of one that has one.
    document: Option<String>,
    /// Last day they are held, `YYYY-MM-DD`; without it, until it is closed, shipped or cancelled.
    until: Option<String>,
    /// Of a new one: without it, an order.
    kind: Option<Held>,
    /// Of a new one: warehouse its goods are in, by name or code.
    warehouse: Option<String>,
    /// Of a new transfer: warehouse it brings goods to.
    to: Option<String>,
    /// Of a new order: client by name, made on first use.
    #[serde(default)]
    client: String,
    /// Of a new one: free text.
    #[serde(default)]
    note: String,
    /// Of a new one: what is held. A product with serials may say how many, and name fewer units or none.
    lines: Option<Vec<PostLine>>,
}

/// What holds goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Warehouse to client.
    Order,
    /// Warehouse to warehouse.
    Transfer,
}

/// Goods are held.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReservedAnswer {
    /// Number of the document that holds them.
    number: String,
    /// Last day they are held; left out, they are held until it is closed, shipped or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What is held.
    lines: Vec<HeldLine>,
}

/// What a line holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldLine {
    /// Its product.
    product: String,
    /// How much.
    quantity: String,
}

impl From<ReservedDocument> for ReservedAnswer {
    fn from(reserved: ReservedDocument) -> Self {
        let line = |(product, quantity): (String, crate::domain::quantity::Quantity)| HeldLine {
            product,
            quantity: quantity.to_string(),
        };
        ReservedAnswer {
            number: reserved.number,
            until: reserved.until.map(|day| day.to_string()),
            lines: reserved.lines.into_iter().map(line).collect(),
        }
    }
}

impl Request for Reserve {
    type Answer = ReservedAnswer;

    fn carry_out(self, room: &Room) -> Result<ReservedAnswer, Fault> {
        let until = self.until.as_deref().map(day).transpose()?;
        let new = self.kind.is_some()
            || self.lines.is_some()
            || self.warehouse.is_some()
            || self.to.is_some()
            || !self.client.is_empty()
            || !self.note.is_empty();
        let command = match (self.draft, self.document.clone(), new) {
            (Some(draft), None, false) => Command::Reserve { document: DocumentId(draft), until },
            (None, Some(number), false) => Command::Reserve { document: numbered(room, number)?.row.id, until },
            (None, None, true) => Command::ReserveWhole(Box::new(WholeReservation { whole: self.whole(room)?, until })),
            _ => {
                let sentence = "say one of draft, document, or warehouse and lines of a new one";
                return Err(Fault::Wrong(sentence.to_owned()));
            }
        };
        match room.run(command)? {
            Outcome::Reserved(reserved) => Ok(reserved.into()),
            other => Err(unexpected(&other)),
        }
    }
}

impl Reserve {
    fn whole(self, room: &Room) -> Result<WholeMove, Fault> {
        let kind = match self.kind {
            None | Some(Held::Order) => DocumentKind::Order,
            Some(Held::Transfer) => DocumentKind::Transfer,
        };
        let lines = self.lines.unwrap_or_default();
        refused_in_lines(kind.word(), &lines)?;
        let warehouse = room.warehouse(&self.warehouse.ok_or_else(|| no_warehouse(kind.word()))?)?;
        let to = self.to.map(|name| room.warehouse(&name)).transpose()?;
        let ends = Ends { from: warehouse, to: to.unwrap_or(warehouse), comes_back: false };
        let lines = (1..).zip(lines).map(|(number, line)| wanted(line, room, &ends, number));
        Ok(WholeMove {
            kind,
            warehouse: Some(warehouse),
            to,
            of: None,
            client: self.client,
            reason: String::new(),
            date: None,
            note: self.note,
            lines: lines.collect::<Result<_, _>>()?,
        })
    }
}

/// Lets go of what a document holds: it is a draft again, to be changed, and keeps its number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Its number.
    document: String,
}

/// A document is a draft again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Released {
    /// Its number, which stays.
    number: String,
    /// What other requests name the draft by.
    draft: u64,
}

impl Request for Release {
    type Answer = Released;

    fn carry_out(self, room: &Room) -> Result<Released, Fault> {
        let document = numbered(room, self.document)?.row.id;
        let outcome = room.run(Command::Release { document })?;
        let Outcome::Released { number } = outcome else { return Err(unexpected(&outcome)) };
        Ok(Released { number, draft: document.0 })
    }
}

/// Closes a reserved order: its goods leave as by a sale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// Its number.
    document: String,
    /// Business day, `YYYY-MM-DD`; without it, today.
    date: Option<String>,
    /// Units for lines that hold so many and did not say which.
    #[serde(default)]
    picks: Vec<PickedFor>,
}

/// Ships a reserved transfer: its goods leave the warehouse and are in transit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ship {
    /// Its number.
    document: String,
    /// Business day, `YYYY-MM-DD`; without it, today.
    date: Option<String>,
    /// Units for lines that hold so many and did not say which.
    #[serde(default)]
    picks: Vec<PickedFor>,
}

/// Units that are named for a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PickedFor {
    /// Number of the line.
    line: LineNo,
    /// Serials of its units: a list, or a text as a desk takes it.
    serials: Serials,
}

impl Request for Close {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        let document = numbered(room, self.document)?.row.id;
        let date = self.date.as_deref().map(day).transpose()?;
        posted(room, Command::CloseOrder { document, date, picks: picks(self.picks)? })
    }
}

impl Request for Ship {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        let document = numbered(room, self.document)?.row.id;
        let date = self.date.as_deref().map(day).transpose()?;
        posted(room, Command::Ship { document, date, picks: picks(self.picks)? })
    }
}

fn picks(given: Vec<PickedFor>) -> Result<Vec<Pick>, Refused> {
    let any = Product { name: "what is picked".to_owned(), ..Product::default() };
    let read = |pick: PickedFor| {
        let serials = literal(pick.serials.read(None, &any, pick.line)?, pick.line)?;
        Ok(Pick { line: pick.line, serials })
    };
    given.into_iter().map(read).collect()
}

/// Receives what a transfer has on its way, all of it or what its lines say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receive {
    /// Number of the transfer.
    document: String,
    /// Business day, `YYYY-MM-DD`; without it, today.
    date: Option<String>,
    /// Free text.
    #[serde(default)]
    note: String,
    /// What arrived, with the `bin` it is put on; without them, all that is in transit.
    #[serde(default)]
    lines: Vec<PostLine>,
}

/// Sends back what a transfer has on its way, all of it or what its lines say: it is where it came from again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBack {
    /// Number of the transfer.
    document: String,
    /// Business day, `YYYY-MM-DD`; without it, today.
    date: Option<String>,
    /// Free text.
    #[serde(default)]
    note: String,
    /// What is sent back, with the `bin` it is put on; without them, all that is in transit.
    #[serde(default)]
    lines: Vec<PostLine>,
}

impl Request for Receive {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        arrived(room, DocumentKind::Receipt, self.document, self.date.as_deref(), self.note, self.lines)
    }
}

impl Request for SendBack {
    type Answer = Posted;

    fn carry_out(self, room: &Room) -> Result<Posted, Fault> {
        arrived(room, DocumentKind::SendBack, self.document, self.date.as_deref(), self.note, self.lines)
    }
}

fn arrived(
    room: &Room,
    kind: DocumentKind,
    transfer: String,
    date: Option<&str>,
    note: String,
    lines: Vec<PostLine>,
) -> Result<Posted, Fault> {
    refused_in_lines(kind.word(), &lines)?;
    refuse_foreign(kind.word(), &[("price", lines.iter().any(|line| line.price.is_some()))])?;
    let view = numbered(room, transfer)?;
    let shelves = match kind {
        DocumentKind::Receipt if view.row.kind == DocumentKind::Transfer => room.warehouse(&view.row.to)?,
        _ => view.warehouse,
    };
    let ends = Ends { from: shelves, to: shelves, comes_back: true };
    let lines = (1..).zip(lines).map(|(number, line)| wanted(line, room, &ends, number));
    let whole = WholeMove {
        kind,
        warehouse: None,
        to: None,
        of: Some(view.row.id),
        client: String::new(),
        reason: String::new(),
        date: date.map(day).transpose()?,
        note,
        lines: lines.collect::<Result<_, _>>()?,
    };
    posted(room, Command::MoveWhole(Box::new(whole)))
}

fn posted(room: &Room, command: Command) -> Result<Posted, Fault> {
    match room.run(command)? {
        Outcome::Posted(document) => Ok(document.into()),
        other => Err(unexpected(&other)),
    }
}

/// Finds a document by its number.
fn numbered(room: &Room, number: String) -> Result<Box<DocumentView>, Fault> {
    answer_of!(room, Query::Document(DocumentRef::Number(number)), Document)
}

/// What is held for whom, what runs out first first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reservations {
    /// Of this product only, by name, code, SKU or barcode.
    product: Option<String>,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// What is held.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReservationsAnswer {
    reservations: Vec<ReservationEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Goods that are held.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReservationEntry {
    /// Number of the order or transfer that holds them.
    number: String,
    /// `order` or `transfer`.
    kind: &'static str,
    /// Client or warehouse they are held for; empty when nobody was named.
    whom: String,
    /// Last day they are held; left out, they are held until it is closed, shipped or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What is held.
    product: String,
    /// Warehouse they are held in.
    warehouse: String,
    /// How much.
    quantity: String,
}

impl From<ReservationRow> for ReservationEntry {
    fn from(row: ReservationRow) -> Self {
        ReservationEntry {
            number: row.number,
            kind: row.kind.word(),
            whom: row.whom,
            until: row.until.map(|day| day.to_string()),
            product: row.name,
            warehouse: row.warehouse,
            quantity: row.quantity.to_string(),
        }
    }
}

impl Request for Reservations {
    type Answer = ReservationsAnswer;

    fn carry_out(self, room: &Room) -> Result<ReservationsAnswer, Fault> {
        let product = self.product.map(|name| room.product(&name)).transpose()?;
        let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Reservations { product, warehouse, after, limit }, Reservations)
        })?;
        Ok(ReservationsAnswer { reservations: rows.into_iter().map(ReservationEntry::from).collect(), next })
    }
}
