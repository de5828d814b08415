//! Units counted by their serials: each once in a stocktake, by writing it. Of two desks that scan one serial at the same
//! instant exactly one counts it, and the other is told which desk, who and since when.

use super::compare::{Stand, stands};
use super::{counting, counts, shelf, take_down};
use crate::domain::count::{Counted, Seen, Subject};
use crate::domain::document::Document;
use crate::domain::id::{BinId, DocumentId, ProductId};
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Matching, Serial, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::unit::Unit;
use crate::messages::{CountedUnit, No, Outcome, Refused};
use crate::ops::people::unknown;
use crate::ops::query::units::{Known, answering};
use crate::ops::{Context, claims, lives, serials, settings, standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{COUNT, COUNTED, DESK, EMPLOYEE, LOT, PRODUCT, Tables, View};

/// Units that are told of one by one; of more, only the first and the last.
const TOLD: usize = 100;

/// Counts units: all of them or none.
pub fn count(
    tx: &mut Tables,
    cx: &Context,
    id: DocumentId,
    raws: &[String],
    product: Option<ProductId>,
    bin: Option<BinId>,
) -> Result<Outcome, No> {
    if raws.is_empty() {
        return Err(Refused::BadField("nothing scanned: name the serials that are there".to_owned()).into());
    }
    if raws.len() > serials::MOST {
        return Err(
            Refused::RangeTooLarge(format!("{} serials: at most 10,000 are counted at once", raws.len())).into()
        );
    }
    let settings = settings(&tx.view())?;
    let (head, mut record) = counting(&tx.view(), id)?;
    let bin = shelf(&tx.view(), &head, &record, bin)?;
    let mut units = Vec::with_capacity(raws.len().min(TOLD));
    for (at, raw) in raws.iter().enumerate() {
        let scanned = scanned(&tx.view(), &settings, &head, raw, product)?;
        if let Some(product) = scanned.product {
            counts(&record, &tx.need(PRODUCT, &product)?)?;
        }
        refuse_again(&tx.view(), cx, id, &scanned)?;
        let seen = scanned.unit.as_ref().map(|unit| seen(&tx.view(), unit)).transpose()?;
        let Scanned { key, scope, serial, product, .. } = &scanned;
        let what = Subject::Unit { key: key.clone(), scope: scope.0 };
        let entry = take_down(tx, cx, id, &mut record, what, Quantity::ONE)?;
        let counted = Counted { entry, serial: serial.clone(), product: *product, bin, seen };
        tx.put(COUNTED, &(id, key.clone(), *scope), &counted)?;
        if raws.len() <= TOLD || at == 0 || at + 1 == raws.len() {
            units.push(told(&tx.view(), cx, &head, &scanned, bin)?);
        }
    }
    let counted = u32::try_from(raws.len()).unwrap_or(u32::MAX);
    Ok(Outcome::UnitsCounted { units, counted, entry: record.entries })
}

/// Says what an unknown serial that was counted is; refused when the books have it by now.
pub fn name(tx: &mut Tables, cx: &Context, id: DocumentId, key: &SerialKey, product: ProductId) -> Result<Outcome, No> {
    let (head, record) = counting(&tx.view(), id)?;
    let Some((scope, was)) = unknown_here(&tx.view(), id, key)? else {
        let value = shown(key.as_str());
        let what = "unknown serial in this stocktake".to_owned();
        return Err(Refused::Unknown { what, value, hint: String::new() }.into());
    };
    let settings = settings(&tx.view())?;
    tx.delete(COUNTED, &(id, key.clone(), scope))?;
    let scanned = scanned(&tx.view(), &settings, &head, &was.serial, Some(product))?;
    if let Some(product) = scanned.product {
        counts(&record, &tx.need(PRODUCT, &product)?)?;
    }
    refuse_again(&tx.view(), cx, id, &scanned)?;
    let seen = scanned.unit.as_ref().map(|unit| seen(&tx.view(), unit)).transpose()?;
    let mut entry = tx.need(COUNT, &(id, was.entry))?;
    entry.what = Subject::Unit { key: scanned.key.clone(), scope: scanned.scope.0 };
    tx.put(COUNT, &(id, was.entry), &entry)?;
    tx.put(COUNTED, &(id, scanned.key, scanned.scope), &Counted { product: scanned.product, seen, ..was })?;
    Ok(Outcome::Done)
}

/// Finds a serial that was counted and that the books did not know.
fn unknown_here(view: &View, id: DocumentId, key: &SerialKey) -> Result<Option<(Scope, Counted)>, Error> {
    let mut found = None;
    view.prefix(
        COUNTED,
        &(id, key.clone()),
        Direction::Forward,
        |(_, _, scope): (DocumentId, SerialKey, Scope), row| {
            found = Some((scope, row)).filter(|(_, row)| row.seen.is_none());
            Ok(found.is_none())
        },
    )?;
    Ok(found)
}

/// A serial that was scanned, and what the books know of it.
struct Scanned {
    key: SerialKey,
    scope: Scope,
    serial: String,
    product: Option<ProductId>,
    unit: Option<Unit>,
}

fn scanned(
    view: &View,
    settings: &Settings,
    head: &Document,
    raw: &str,
    product: Option<ProductId>,
) -> Result<Scanned, No> {
    let matching = match product {
        Some(id) => {
            let record = view.get(PRODUCT, &id)?.ok_or_else(|| unknown("product", id.0))?;
            if !record.serialised() {
                return Err(Refused::NotSerialised { product: record.name }.into());
            }
            record.matching()
        }
        None => Matching::Loose,
    };
    let serial = Serial::parse(raw, matching)
        .map_err(|wrong| Refused::SerialMalformed { serial: shown(raw), sentence: wrong.to_string() })?;
    let found = match product {
        Some(product) => {
            let scope = claims::scope(settings, product);
            let held = claims::holder(view, scope, serial.key().clone())?;
            held.map(|(key, unit)| (key, scope, unit))
        }
        None => meant(view, head, raw)?.map(|known| {
            let unit = known.cancelled.unwrap_or(known.unit);
            (known.key, claims::scope(settings, known.product), unit)
        }),
    };
    let (raw, own) = serial.into_parts();
    let Some((key, scope, unit)) = found else {
        let scope = product.map_or(Scope(0), |product| claims::scope(settings, product));
        return Ok(Scanned { key: own, scope, serial: raw, product, unit: None });
    };
    let product = view.need(LOT, &standing::in_force(view, &unit)?.lot)?.product;
    Ok(Scanned { serial: unit.serial(&key).to_owned(), key, scope, product: Some(product), unit: Some(unit) })
}

/// Returns the unit that is meant by a serial: the only one that has it, or the only one of them that should be here.
fn meant(view: &View, head: &Document, raw: &str) -> Result<Option<Known>, No> {
    let mut known = answering(view, raw)?;
    if known.len() < 2 {
        return Ok(known.pop());
    }
    let choices = known.iter().map(|known| known.record.name.clone()).collect();
    let mut here: Vec<Known> = known
        .into_iter()
        .filter(|known| {
            crate::ops::moving::units::stands_at(&known.lot, &known.unit)
                .is_some_and(|spot| spot.warehouse == head.warehouse)
        })
        .collect();
    match (here.len(), here.pop()) {
        (1, Some(only)) => Ok(Some(only)),
        _ => Err(Refused::Ambiguous { value: shown(raw), choices }.into()),
    }
}

/// Refuses a serial that this stocktake has counted, be it as one of an unknown product.
fn refuse_again(view: &View, cx: &Context, id: DocumentId, scanned: &Scanned) -> Result<(), No> {
    let mut entry = None;
    let key = (id, scanned.key.clone());
    view.prefix(COUNTED, &key, Direction::Forward, |(_, _, scope): (DocumentId, SerialKey, Scope), row| {
        let same = scope == scanned.scope || row.product.is_none() || scanned.product.is_none();
        entry = Some(row.entry).filter(|_| same);
        Ok(entry.is_none())
    })?;
    let Some(entry) = entry else { return Ok(()) };
    let stamp = view.need(COUNT, &(id, entry))?.stamp;
    Err(Refused::CountedAlready {
        serial: scanned.serial.clone(),
        desk: view.get(DESK, &stamp.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name),
        employee: view.get(EMPLOYEE, &stamp.employee)?.map_or_else(String::new, |employee| employee.name),
        minutes: stamp.at.minutes_until(cx.now),
    }
    .into())
}

/// Returns how a unit stands in the books now.
pub fn seen(view: &View, unit: &Unit) -> Result<Seen, Error> {
    let life = standing::in_force(view, unit)?;
    let moved = lives::moves(view, life)?;
    Ok(Seen { unit: (life.lot, life.slot), moved, state: view.need(LOT, &life.lot)?.state })
}

fn told(view: &View, cx: &Context, head: &Document, scanned: &Scanned, bin: Option<BinId>) -> Result<CountedUnit, No> {
    let product = match scanned.product {
        Some(product) => view.need(PRODUCT, &product)?.name,
        None => String::new(),
    };
    let stand = match &scanned.unit {
        Some(unit) => stands(view, head, unit, bin)?,
        None => Stand::Unknown,
    };
    let stands = match (&stand, &scanned.unit) {
        (Stand::Here(spot) | Stand::Elsewhere(spot), _) => {
            standing::place_name(view, Place::Warehouse(spot.warehouse, Some(spot.bin)))?
        }
        (Stand::Left, Some(unit)) => standing::of(view, cx.now, unit)?.to_string(),
        _ => String::new(),
    };
    Ok(CountedUnit { serial: scanned.serial.clone(), product, finding: stand.finding(), stands })
}
