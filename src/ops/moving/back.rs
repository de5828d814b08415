//! What comes back from a client, or arrives of a transfer: of the very units and lots it took. What a line took last comes
//! back first, less what already came back; what travels arrives oldest first.

use std::collections::BTreeMap;

use super::lines::{Line, Named};
use super::transit;
use super::units::{self, By};
use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::lot::Layer;
use crate::domain::movement::{Part, Taken};
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::domain::unit::UnitId;
use crate::messages::{No, Refused, Shortage};
use crate::ops::layers;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, MOVE_LINE, TAKEN, Tables, View};

/// A part of a sale, or of a transfer, that comes back, in whole or in part.
#[derive(Debug)]
pub struct Back {
    /// Line and part of the sale.
    pub of: (LineNo, u32),
    /// The part as the sale took it.
    pub part: Part,
    /// What of it comes back.
    pub layer: Layer,
    /// Slots of its units.
    pub units: Vec<u32>,
}

/// Returns what a line brings back of a sale; refused when the client has less, or not this unit.
pub fn bring_back(view: &View, now: Moment, by: &By, sale: DocumentId, line: &Line) -> Result<Vec<Back>, No> {
    if line.product.serialised() {
        let mut units = Vec::with_capacity(line.units.len());
        for named in &line.units {
            units.push(out(view, now, by, sale, line, named)?);
        }
        let mut back = by_units(view, sale, line, &units)?;
        if !line.fresh.is_empty() {
            back.extend(counted(view, by, sale, line, Quantity::pieces(index(line.fresh.len())))?);
        }
        return Ok(back);
    }
    counted(view, by, sale, line, line.line.quantity)
}

/// Returns so much of what a sale took by count, last first; refused when the client has less.
fn counted(view: &View, by: &By, sale: DocumentId, line: &Line, wanted: Quantity) -> Result<Vec<Back>, No> {
    let sold = sold(view, sale, line)?;
    let mut left = wanted;
    let mut back = Vec::new();
    // What left with its units named comes home by them.
    let mut parts: Vec<_> = sold
        .iter()
        .flat_map(|(number, taken)| (0_u32..).zip(&taken.parts).map(move |(at, part)| ((*number, at), part)))
        .filter(|(_, part)| part.units.is_empty())
        .collect();
    if matches!(by.document.kind, DocumentKind::ClientReturn | DocumentKind::SendBack) {
        parts.reverse();
    }
    for (of, part) in parts {
        let (layer, _) = part.out().take(left);
        if layer.quantity > Quantity::ZERO {
            left = Quantity::from_thousandths(left.thousandths() - layer.quantity.thousandths());
            back.push(Back { of, part: part.clone(), layer, units: Vec::new() });
        }
    }
    if left.is_zero() {
        return Ok(back);
    }
    if let Some(serial) = line.fresh.first().filter(|_| back.is_empty()) {
        return Err(super::lines::unknown(&line.product, serial.raw()).into());
    }
    let number = view.need(DOCUMENT, &sale)?.number.unwrap_or_default();
    let arrives = transit::arrives(by.document);
    let place = if arrives { format!("the way of {number}") } else { format!("the client of {number}") };
    let out = back.iter().map(|back| back.layer.quantity.thousandths()).sum();
    Err(Refused::Short(Box::new(Shortage {
        line: line.number,
        product: line.product.name.clone(),
        unit: line.product.unit.clone(),
        place,
        on_hand: Quantity::from_thousandths(out),
        reserved: Quantity::ZERO,
        wanted,
        day: by.document.date.unwrap_or_default(),
    }))
    .into())
}

/// Tells whether a sale took any of a product by count.
pub fn took_by_count(view: &View, sale: DocumentId, product: ProductId) -> Result<bool, Error> {
    let mut counted = false;
    view.prefix(MOVE_LINE, &sale, Direction::Forward, |(_, number), sold| {
        if sold.product == product {
            counted |= view.need(TAKEN, &(sale, number))?.parts.iter().any(|part| part.units.is_empty());
        }
        Ok(!counted)
    })?;
    Ok(counted)
}

/// Returns what the sale's lines of a product took.
fn sold(view: &View, sale: DocumentId, line: &Line) -> Result<Vec<(LineNo, Taken)>, Error> {
    let mut lines = Vec::new();
    view.prefix(MOVE_LINE, &sale, Direction::Forward, |(_, number), sold| {
        if sold.product == line.line.product {
            lines.push((number, view.need(TAKEN, &(sale, number))?));
        }
        Ok(true)
    })?;
    Ok(lines)
}

/// Returns a named unit that the client of a sale has, who may bring it back, or that is on its way by a transfer.
pub fn out(view: &View, now: Moment, by: &By, sale: DocumentId, line: &Line, named: &Named) -> Result<UnitId, No> {
    let (id, lot, life) = units::of_line(view, line, named)?;
    units::held_by_another(view, now, by, named, life)?;
    let is_out = life
        .last()
        .is_some_and(|last| last.document == sale && matches!(last.to, Place::Client(_) | Place::Transit(_)));
    if !is_out {
        return Err(units::not_here(view, now, by.document, line, named)?);
    }
    units::not_before(view, by.document, &lot, life, named)?;
    Ok((id, life.slot))
}

/// Returns the parts of a sale that these units left by.
pub fn by_units(view: &View, sale: DocumentId, line: &Line, units: &[UnitId]) -> Result<Vec<Back>, No> {
    let sold = sold(view, sale, line)?;
    let mut places = BTreeMap::new();
    for (number, taken) in &sold {
        for (at, part) in taken.parts.iter().enumerate() {
            places.extend(part.units.iter().map(|slot| ((part.lot, *slot), (*number, index(at)))));
        }
    }
    let mut chosen: BTreeMap<(LineNo, u32), Vec<u32>> = BTreeMap::new();
    for unit in units {
        let place = places.get(unit).ok_or_else(|| Error::Record {
            table: TAKEN.name().to_owned(),
            why: format!("slot {} of lot {} went out by document {}, which did not take it", unit.1, unit.0.0, sale.0),
        })?;
        chosen.entry(*place).or_default().push(unit.1);
    }
    let mut back = Vec::with_capacity(chosen.len());
    for (number, mut taken) in sold {
        for (at, part) in taken.parts.drain(..).enumerate() {
            let Some(units) = chosen.remove(&(number, index(at))) else { continue };
            let (layer, _) = part.out().take(Quantity::pieces(index(units.len())));
            back.push(Back { of: (number, index(at)), part, layer, units });
        }
    }
    Ok(back)
}

/// Notes on a sale what came back of it.
pub fn note(tx: &mut Tables, sale: DocumentId, (line, at): (LineNo, u32), layer: Layer) -> Result<(), Error> {
    change(tx, sale, (line, at), |back| layers::plus(back, layer))
}

/// Notes on a sale that what came back is out again, its return being cancelled.
pub fn forget(tx: &mut Tables, sale: DocumentId, (line, at): (LineNo, u32), layer: Layer) -> Result<(), Error> {
    change(tx, sale, (line, at), |back| layers::minus(back, layer))
}

fn change(
    tx: &mut Tables,
    sale: DocumentId,
    (line, at): (LineNo, u32),
    change: impl Fn(Layer) -> Layer,
) -> Result<(), Error> {
    let mut taken = tx.need(TAKEN, &(sale, line))?;
    if let Some(part) = taken.parts.get_mut(at as usize) {
        part.back = change(part.back);
    }
    tx.put(TAKEN, &(sale, line), &taken)
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
