//! A unit's passport: its facts and its newest movements.

use crate::domain::document::Document;
use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::serial::SerialKey;
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::time::{Day, Moment};
use crate::domain::unit::Unit;
use crate::domain::warranty;
use crate::messages::{LotOrigin, No, Part, PassportView, PrintsView, Refused, Standing, UnitRef};
use crate::ops::{prints, settings, standing};
use crate::store::engine::{Direction, Error};
use crate::store::pack::first_of;
use crate::store::tables::{DOCUMENT, LINE, LOT_UNIT, PRINT, View};

use super::hint;
use super::movements::Movements;
use super::named::Called;
use super::units::{self, Known};

/// Movements that a passport shows at once: what an ordinary terminal has room for.
const FIRST: usize = 20;

/// Returns the passport of a unit, or of the claim of a draft.
pub fn answer(view: &View, now: Moment, of: &UnitRef) -> Result<Box<PassportView>, No> {
    let known = find(view, now, of)?;
    whole(view, now, known)
}

/// Finds the unit that is meant. A serial of several products is refused with their names.
pub fn find(view: &View, now: Moment, of: &UnitRef) -> Result<Known, No> {
    let (text, product) = match of {
        UnitRef::Key(product, key) => {
            if let Some(known) = units::of_product(view, *product, key)? {
                return Ok(known);
            }
            (key.as_str(), Some(*product))
        }
        UnitRef::Serial(text, product) => (text.as_str(), *product),
    };
    let mut known = units::answering(view, text)?;
    known.retain(|known| product.is_none_or(|product| known.product == product));
    match known.len() {
        0 => {
            Err(Refused::Unknown { what: "unit".to_owned(), value: shown(text), hint: hint::answer(view, now, text)? }
                .into())
        }
        1 => Ok(known.remove(0)),
        _ => {
            let choices = known.into_iter().map(|known| format!("{} of {}", known.key, known.record.name)).collect();
            Err(Refused::Ambiguous { value: shown(text), choices }.into())
        }
    }
}

/// Builds the passport of a unit that was found.
pub fn whole(view: &View, now: Moment, known: Known) -> Result<Box<PassportView>, No> {
    let settings = settings(view)?;
    let mut called = Called::new(*view, now);
    let document = view.need(DOCUMENT, &known.lot.document)?;
    called.take_number(known.lot.document, document.number.as_deref().unwrap_or_default());
    let standing = units::stands(&mut called, now, &known)?;
    let Known { product, record, key, unit, cancelled, lot } = known;
    let lot = as_posted(view, lot)?;
    let (origin, invoice) = origin(view, &lot, &document)?;
    let lot = standing::as_supplied(view, lot)?;
    let place_in_lot = place_in_lot(view, &unit, &lot)?;
    let scanned = standing::packed(view, unit.lot, unit.slot)?.and_then(|packed| packed.label);
    let until = lot.warranty_until();
    let sold = match standing.place() {
        Standing::Gone { to, client_warranty_until, .. } if is_sold(&unit) => (to.clone(), *client_warranty_until),
        _ => (None, None),
    };
    let mut movements = Movements::of(&mut called, product, &key, cancelled.as_ref().unwrap_or(&unit))?;
    let movements = movements.page(&mut called, &Part::Newest, FIRST)?;
    let prints = prints(&mut called, product, &key)?;
    Ok(Box::new(PassportView {
        product,
        name: record.name,
        serial: unit.serial(&key).to_owned(),
        standing,
        lot_label: format!("{}/{}", document.number.as_deref().unwrap_or("draft"), lot.line),
        place_in_lot,
        cost: lot.unit_cost(),
        supplier: called.supplier(lot.supplier.or(document.supplier))?,
        supplier_warranty: lot.warranty.map(|months| (months, until)),
        supplier_warranty_left: until.map(|until| days_left(until, now, &settings)),
        client_warranty: record.client_warranty.map(|months| (months, sold.1)),
        client: sold.0.unwrap_or_default(),
        key,
        scanned,
        identifiers: cancelled.map_or(unit.identifiers, |newest| newest.identifiers),
        lot: unit.lot,
        posting: lot.document,
        posting_number: document.number,
        received: lot.received,
        invoice,
        origin,
        batch: lot.batch,
        expiry: lot.expiry,
        prints,
        movements,
    }))
}

/// Returns when labels of a serial were printed, if any was.
fn prints(called: &mut Called, product: ProductId, key: &SerialKey) -> Result<Option<PrintsView>, Error> {
    let view = called.view();
    let times = prints::count(&view, product, key)?;
    if times == 0 {
        return Ok(None);
    }
    let mut told = |n: u32| {
        let (at, _, desk) = called.stamp(view.need(PRINT, &(key.clone(), product, n))?.stamp)?;
        Ok::<_, Error>((at, desk))
    };
    Ok(Some(PrintsView { times, first: told(1)?, last: told(times)? }))
}

/// Returns the lot a unit's lot was before a conversion, and the supplier's invoice it came in by.
fn origin(view: &View, lot: &Lot, document: &Document) -> Result<(Option<LotOrigin>, String), Error> {
    let Some((_, first)) = standing::first(view, lot)? else { return Ok((None, document.invoice.clone())) };
    let posting = view.need(DOCUMENT, &first.document)?;
    let number = posting.number.unwrap_or_default();
    let label = format!("{number}/{}", first.line);
    Ok((Some(LotOrigin { label, document: first.document, number }), posting.invoice))
}

fn days_left(until: Day, now: Moment, settings: &Settings) -> i64 {
    warranty::days_left(until, now.day(settings.tz()))
}

fn is_sold(unit: &Unit) -> bool {
    unit.last().is_some_and(|last| matches!(last.to, Place::Client(_)))
}

/// Returns which unit of its lot it is, and of how many: slots whose unit was taken back do not count.
fn place_in_lot(view: &View, unit: &Unit, lot: &Lot) -> Result<(u32, u32), Error> {
    let of = lot.slots.saturating_sub(lot.holes);
    if lot.holes == 0 {
        return Ok((unit.slot, of));
    }
    let mut place = 0;
    let row = first_of(unit.slot);
    view.prefix(LOT_UNIT, &(unit.lot, WarehouseId(0)), Direction::Forward, |(_, _, first), pack| {
        let before = pack.units.iter().filter(|packed| packed.slot <= unit.slot).count();
        place += u32::try_from(before).unwrap_or(u32::MAX);
        Ok(first < row)
    })?;
    Ok((place, of))
}

/// Returns a lot as it would be posted now: of a draft's, cost, warranty, batch and expiry still stand on its line.
pub(super) fn as_posted(view: &View, lot: Lot) -> Result<Lot, Error> {
    if lot.state != LotState::Draft {
        return Ok(lot);
    }
    let line = view.need(LINE, &(lot.document, lot.line))?;
    Ok(Lot {
        bin: line.bin,
        quantity: line.quantity(),
        cost: line.total().unwrap_or(Money::ZERO),
        warranty: line.warranty,
        batch: line.batch,
        expiry: line.expiry,
        slots: line.slots,
        holes: line.slots.saturating_sub(line.counted.whole().unwrap_or(line.slots)),
        ..lot
    })
}
