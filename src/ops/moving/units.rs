//! The very units that are named: each by its own lot, whatever the queue looks like. Choosing one never consumes another.

use std::collections::BTreeMap;

use super::draw::ends_in;
use super::lines::{self, Line, Named};
use super::transit;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, LotId};
use crate::domain::lot::{Layer, LayerKey, Lot, LotState};
use crate::domain::movement::Spot;
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::domain::unit::{Holder, Moved, Unit, UnitId};
use crate::messages::{No, Refused, Standing};
use crate::ops::{held, layers, lives, reservations, standing};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, LAYER, LOT, SERIAL, SETTINGS, Tables, View};

/// The document that moves: its id, and what it says.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// What it holds itself, it may take.
    pub id: DocumentId,
    /// Its head.
    pub document: &'a Document,
}

/// Units of one layer that a line takes: where it stands, what they cost, their slots.
pub type Chosen = (LayerKey, Layer, Vec<u32>);

/// Returns the layers that the named units lie in, with what they cost there: a share of their own lot.
pub fn choose(view: &View, now: Moment, by: &By, line: &Line) -> Result<Vec<Chosen>, No> {
    let mut chosen: BTreeMap<LayerKey, Vec<u32>> = BTreeMap::new();
    for named in &line.units {
        let ((id, slot), lot, spot) = at_hand(view, now, by, line, named)?;
        moves_at_all(view, now, by, line, named, spot)?;
        chosen.entry(layers::at(id, &lot, spot)).or_default().push(slot);
    }
    lie_in(view, chosen)
}

/// Returns where a named unit stands, when a document may take it from there; refused with the place that has it, and with
/// what holds it.
pub fn at_hand(view: &View, now: Moment, by: &By, line: &Line, named: &Named) -> Result<(UnitId, Lot, Spot), No> {
    let document = by.document;
    let (id, lot, life) = of_line(view, line, named)?;
    held_by_another(view, now, by, named, life)?;
    let here = stands_at(&lot, life)
        .filter(|spot| spot.warehouse == document.warehouse && line.line.bin.is_none_or(|bin| bin == spot.bin));
    let Some(spot) = here else { return Err(not_here(view, now, document, line, named)?) };
    if let Some(posting) = document.of.filter(|_| document.kind == DocumentKind::SupplierReturn)
        && !ends_in(view, id, posting)?
    {
        return Err(of_another(view, posting, &lot, named)?.into());
    }
    not_before(view, document, &lot, life, named)?;
    Ok(((id, life.slot), lot, spot))
}

/// Refuses a unit that another open document holds.
pub fn held_by_another(view: &View, now: Moment, by: &By, named: &Named, life: &Unit) -> Result<(), No> {
    match held::by_another(view, (life.lot, life.slot), by.id)? {
        Some(hold) => Err(held::refused(view, now, &named.serial, &hold, &named.unit)?.into()),
        None => Ok(()),
    }
}

/// Refuses to take more units than are free: others are held, though it is not said which.
pub fn refuse_promised(view: &View, document: &Document, line: &Line, today: Day) -> Result<(), No> {
    let at = (document.warehouse, line.line.product);
    let wanted = line.line.quantity;
    if document.to == Some(document.warehouse) || wanted <= reservations::available(view, at, today)? {
        return Ok(());
    }
    Err(Refused::Short(Box::new(reservations::shortage(view, at, line, today)?)).into())
}

/// Refuses a unit that lies already where a line brings it to, within one warehouse.
pub fn moves_at_all(view: &View, now: Moment, by: &By, line: &Line, named: &Named, spot: Spot) -> Result<(), No> {
    let within = by.document.to == Some(by.document.warehouse);
    if within && line.line.to_bin.unwrap_or_default() == spot.bin {
        return Err(not_here(view, now, by.document, line, named)?);
    }
    Ok(())
}

/// Returns what units cost where they lie, layer by layer.
pub fn lie_in(view: &View, chosen: BTreeMap<LayerKey, Vec<u32>>) -> Result<Vec<Chosen>, No> {
    let mut parts = Vec::with_capacity(chosen.len());
    for (key, slots) in chosen {
        let count = Quantity::pieces(u32::try_from(slots.len()).unwrap_or(u32::MAX));
        let (part, _) = view.need(LAYER, &key)?.take(count);
        parts.push((key, part, slots));
    }
    Ok(parts)
}

/// Returns a named unit's lot and the life of it that counts; one of another product is unknown to this one.
pub fn of_line<'n>(view: &View, line: &Line, named: &'n Named) -> Result<(LotId, Lot, &'n Unit), No> {
    let life = standing::in_force(view, &named.unit)?;
    let lot = view.need(LOT, &life.lot)?;
    if lot.product != line.line.product {
        return Err(lines::unknown(&line.product, &named.serial).into());
    }
    Ok((life.lot, lot, life))
}

/// Returns where a unit stands in stock; `None` when it is not.
pub fn stands_at(lot: &Lot, unit: &Unit) -> Option<Spot> {
    match (unit.last(), lot.state) {
        (Some(Moved { to: Place::Warehouse(warehouse, bin), queued, .. }), _) => {
            Some(Spot { warehouse, bin: bin.unwrap_or_default(), queued })
        }
        (None, LotState::Posted) => Some(Spot {
            warehouse: lot.warehouse,
            bin: unit.bin.or(lot.bin).unwrap_or_default(),
            queued: lot.received.unwrap_or_default(),
        }),
        _ => None,
    }
}

/// Returns what brought a unit where it is, and on which day.
pub fn since(view: &View, lot: &Lot, unit: &Unit) -> Result<(DocumentId, Option<Day>), Error> {
    let Some(last) = unit.moved.last() else { return Ok((lot.document, view.need(DOCUMENT, &lot.document)?.date)) };
    let by = view.need(DOCUMENT, &last.document)?;
    let zone = view.get(SETTINGS, &0)?.map_or(chrono_tz::UTC, |settings| settings.tz());
    let cancelled = by.cancelled.filter(|_| last.cancels).map(|stamp| stamp.at.day(zone));
    Ok((last.document, cancelled.or(by.date)))
}

/// Refuses a date before the movement that brought a unit where it is.
pub fn not_before(view: &View, document: &Document, lot: &Lot, unit: &Unit, named: &Named) -> Result<(), No> {
    let (by, day) = since(view, lot, unit)?;
    let (Some(date), Some(day)) = (document.date, day) else { return Ok(()) };
    if day <= date {
        return Ok(());
    }
    let number = view.need(DOCUMENT, &by)?.number.unwrap_or_default();
    let serial = &named.serial;
    Err(Refused::BadDate(format!("{date} is too early: {serial} is where it is since {number} of {day}")).into())
}

/// Says where a unit is that is not where it is to be taken from.
pub fn not_here(view: &View, now: Moment, document: &Document, line: &Line, named: &Named) -> Result<No, Error> {
    let of = |of: DocumentId| view.need(DOCUMENT, &of).map(|of| of.number.unwrap_or_default());
    let place = match (document.kind, document.of) {
        (DocumentKind::ClientReturn, Some(sale)) => format!("out by {}", of(sale)?),
        (_, Some(transfer)) if transit::arrives(document) => format!("on its way by {}", of(transfer)?),
        _ => format!("in {}", line.place(view, document.warehouse)?),
    };
    let stands = standing::of(view, now, &named.unit)?;
    let sentence = format!("{} is not {place}: it is {stands}", named.serial);
    let document = match stands.place() {
        Standing::InStock { document, .. } | Standing::Gone { document, .. } => Some(document.clone()),
        Standing::InTransit { document, .. } => {
            let (serial, document) = (named.serial.clone(), document.clone());
            return Ok(Refused::OnTheWay { serial, document, sentence }.into());
        }
        Standing::InDraft { .. } | Standing::Picked { .. } | Standing::Reserved { .. } => None,
    };
    Ok(Refused::NotOnHand { serial: named.serial.clone(), sentence, document }.into())
}

fn of_another(view: &View, posting: DocumentId, lot: &Lot, named: &Named) -> Result<Refused, Error> {
    let number = view.need(DOCUMENT, &posting)?.number.unwrap_or_default();
    let own = standing::first(view, lot)?.map_or(lot.document, |(_, first)| first.document);
    let own = view.need(DOCUMENT, &own)?.number.unwrap_or_default();
    let sentence = format!("{} did not come in by {number}: it came in by {own}", named.serial);
    Ok(Refused::NotOnHand { serial: named.serial.clone(), sentence, document: Some(own) })
}

/// Notes on each named unit of a line where it went, and by which day it queues.
pub fn note(
    tx: &mut Tables,
    line: Line,
    document: DocumentId,
    to: impl Fn(LotId, &Lot, &Unit) -> (Place, Day),
) -> Result<(), Error> {
    for mut named in line.units {
        let life = standing::in_force(&tx.view(), &named.unit)?;
        let (id, slot) = (life.lot, life.slot);
        let lot = tx.need(LOT, &id)?;
        let (to, queued) = to(id, &lot, life);
        if let Some(life) = named.unit.life_mut(id, slot) {
            lives::note(tx, life, Moved { document, to, queued, cancels: false })?;
        }
        tx.put(SERIAL, &(named.key, named.scope), &Holder::Unit(named.unit))?;
    }
    Ok(())
}
