//! Write-offs, sales, transfers and returns in one step: names and ranges in, one command out.

use super::answers::Posted;
use super::does::unexpected;
use super::number::day;
use super::post::{Kind, Post, PostLine, no_warehouse, refuse_foreign, refused_in_lines};
use super::room::{Fault, Room, answer_of};
use crate::domain::document::DocumentKind;
use crate::domain::id::WarehouseId;
use crate::domain::quantity::Quantity;
use crate::messages::{Command, DocumentRef, NewSerials, Outcome, Query, Refused, WantedLine, WholeMove};

/// Carries out a request to post what leaves, moves or comes back.
pub fn carry_out(post: Post, room: &Room) -> Result<Posted, Fault> {
    let kind = kind(post.kind);
    let foreign = [("supplier", !post.supplier.is_empty()), ("invoice", !post.invoice.is_empty())];
    refuse_foreign(kind.word(), &foreign)?;
    refused_in_lines(kind.word(), &post.lines)?;
    let returned = post.of.map(|number| returned(room, number)).transpose()?;
    let given = post.warehouse.map(|name| room.warehouse(&name)).transpose()?;
    let warehouse = given.or(returned.map(|(_, warehouse)| warehouse)).ok_or_else(|| no_warehouse(kind.word()))?;
    let to = post.to.map(|name| room.warehouse(&name)).transpose()?;
    let comes_back = kind == DocumentKind::ClientReturn;
    let ends = Ends { from: warehouse, to: to.unwrap_or(warehouse), comes_back };
    let lines = (1..).zip(post.lines).map(|(number, line)| wanted(line, room, &ends, number));
    let whole = WholeMove {
        kind,
        // What was lost on the way is the transfer's to place.
        warehouse: if kind == DocumentKind::WriteOff { given } else { Some(warehouse) },
        to,
        of: returned.map(|(document, _)| document),
        client: post.client,
        reason: post.reason,
        date: post.date.as_deref().map(day).transpose()?,
        note: post.note,
        lines: lines.collect::<Result<_, _>>()?,
    };
    let outcome = room.run(Command::MoveWhole(Box::new(whole)))?;
    let Outcome::Posted(document) = outcome else { return Err(unexpected(&outcome)) };
    Ok(Posted::from(document))
}

const fn kind(kind: Kind) -> DocumentKind {
    match kind {
        Kind::Posting => DocumentKind::Posting,
        Kind::WriteOff => DocumentKind::WriteOff,
        Kind::Sale => DocumentKind::Sale,
        Kind::Order => DocumentKind::Order,
        Kind::Transfer => DocumentKind::Transfer,
        Kind::ClientReturn => DocumentKind::ClientReturn,
        Kind::SupplierReturn => DocumentKind::SupplierReturn,
    }
}

/// Finds the document that is returned, and its warehouse.
fn returned(room: &Room, number: String) -> Result<(crate::domain::id::DocumentId, WarehouseId), Fault> {
    let view = answer_of!(room, Query::Document(DocumentRef::Number(number)), Document)?;
    Ok((view.row.id, view.warehouse))
}

/// The warehouses shelves are looked for in.
pub(super) struct Ends {
    /// Where goods are taken from.
    pub(super) from: WarehouseId,
    /// Where they are put.
    pub(super) to: WarehouseId,
    /// A shelf that is given is the one it is put on: it comes back.
    pub(super) comes_back: bool,
}

/// Returns a line as a command takes it.
pub(super) fn wanted(line: PostLine, room: &Room, ends: &Ends, number: u32) -> Result<WantedLine, Fault> {
    let (id, product) = room.product_record(&line.product)?;
    let quantity = line.quantity.as_ref().map(|quantity| quantity.quantity_of(&product)).transpose()?;
    let serials = match &line.serials {
        Some(serials) if product.serialised() => serials.read(quantity.and_then(Quantity::whole), &product, number)?,
        Some(_) => return Err(Refused::NotSerialised { product: product.name }.into()),
        None => Vec::new(),
    };
    let (bin, to_bin) = match (line.bin, line.to_bin) {
        (Some(bin), None) if ends.comes_back => (None, Some(room.bin(ends.to, &bin)?)),
        (bin, to_bin) => (
            bin.map(|bin| room.bin(ends.from, &bin)).transpose()?,
            to_bin.map(|bin| room.bin(ends.to, &bin)).transpose()?,
        ),
    };
    Ok(WantedLine {
        product: id,
        quantity,
        serials: literal(serials, number)?,
        bin,
        to_bin,
        price: line.price.as_ref().map(super::number::Decimal::price).transpose()?,
    })
}

/// Returns serials as they stand; numbers of a template are for what comes in.
pub fn literal(parts: Vec<NewSerials>, line: u32) -> Result<Vec<String>, Refused> {
    let mut serials = Vec::new();
    for part in parts {
        match part {
            NewSerials::Literal(more) => serials.extend(more),
            NewSerials::Next(_) => {
                let sentence = format!("line {line}: ~ makes new numbers; name the units that move by their serials");
                return Err(Refused::RangeMalformed(sentence));
            }
        }
    }
    Ok(serials)
}
