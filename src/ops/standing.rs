//! Where a unit stands, and the names of places and lots, as every refusal, verdict and passport says them.

use super::held;
use crate::domain::id::{BinId, LotId, WarehouseId};
use crate::domain::lot::{Lot, LotState, Packed};
use crate::domain::place::Place;
use crate::domain::time::{Day, Moment};
use crate::domain::unit::{Moved, Unit};
use crate::domain::warranty;
use crate::messages::Standing;
use crate::store::engine::Error;
use crate::store::pack::first_of;
use crate::store::tables::{
    BIN, CLIENT, DESK, DOCUMENT, EMPLOYEE, LOT, LOT_UNIT, PRODUCT, SETTINGS, SUPPLIER, View, WAREHOUSE,
};

/// Says where a unit is and how it came there, and what holds it there.
///
/// One that came in again by a posting that was cancelled stands where it stood before that.
pub fn of(view: &View, now: Moment, unit: &Unit) -> Result<Standing, Error> {
    let unit = in_force(view, unit)?;
    with_hold(view, now, unit, place(view, now, unit)?)
}

/// Adds what holds a unit, if anything does, to where it is.
pub fn with_hold(view: &View, now: Moment, unit: &Unit, place: Standing) -> Result<Standing, Error> {
    if held::by(view, (unit.lot, unit.slot))?.is_none() {
        return Ok(place);
    }
    match held::live(view, (unit.lot, unit.slot), now.day(zone(view)?))? {
        Some(hold) => held::standing(view, now, &hold, place),
        None => Ok(place),
    }
}

/// Says where a life of a unit is and how it came there.
fn place(view: &View, now: Moment, unit: &Unit) -> Result<Standing, Error> {
    let lot = view.need(LOT, &unit.lot)?;
    match (unit.last(), lot.state) {
        (Some(last), _) => after_moving(view, now, &lot, last),
        (None, LotState::Draft) => in_draft(view, now, unit, &lot),
        (None, LotState::Posted) => {
            let document = view.need(DOCUMENT, &lot.document)?;
            Ok(Standing::InStock {
                warehouse: warehouse_name(view, lot.warehouse)?,
                bin: bin_code(view, unit.bin.or(lot.bin))?,
                document: document.number.unwrap_or_default(),
                date: document.date.or(lot.received).unwrap_or_default(),
            })
        }
        (None, LotState::Cancelled) => {
            let document = view.need(DOCUMENT, &lot.document)?;
            let day = document.cancelled.map_or(now, |stamp| stamp.at).day(zone(view)?);
            Ok(gone("posting cancelled:", None, document.number.unwrap_or_default(), day, None))
        }
    }
}

/// Tells whether a unit is in stock or claimed, without naming where: the quick half of [`of`].
pub fn held(view: &View, unit: &Unit) -> Result<bool, Error> {
    let unit = in_force(view, unit)?;
    if let Some(last) = unit.last() {
        return Ok(matches!(last.to, Place::Warehouse(..) | Place::Transit(_)));
    }
    Ok(view.need(LOT, &unit.lot)?.state != LotState::Cancelled)
}

/// Returns the life of a unit that counts: the newest whose posting was not cancelled, else the newest.
pub fn in_force<'u>(view: &View, unit: &'u Unit) -> Result<&'u Unit, Error> {
    let mut life = unit;
    while life.last().is_none() && view.need(LOT, &life.lot)?.state == LotState::Cancelled {
        match life.earlier.as_deref() {
            Some(earlier) => life = earlier,
            None => return Ok(unit),
        }
    }
    Ok(life)
}

fn in_draft(view: &View, now: Moment, unit: &Unit, lot: &Lot) -> Result<Standing, Error> {
    let document = view.need(DOCUMENT, &lot.document)?;
    let scan = packed(view, unit.lot, unit.slot)?;
    let (desk, since) = scan.map_or((document.opened.desk, document.opened.at), |scan| (scan.desk, scan.at));
    Ok(Standing::InDraft {
        draft: lot.document,
        kind: document.kind,
        desk: view.get(DESK, &desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name),
        employee: view.get(EMPLOYEE, &document.owner())?.map_or_else(String::new, |employee| employee.name),
        since,
        minutes: since.minutes_until(now),
    })
}

fn after_moving(view: &View, now: Moment, lot: &Lot, last: Moved) -> Result<Standing, Error> {
    let document = view.need(DOCUMENT, &last.document)?;
    let date = document.date.unwrap_or_default();
    let number = document.number.unwrap_or_default();
    let lot = &as_supplied(view, lot.clone())?;
    let supplier = lot.warranty_until().map(|until| (until, now));
    Ok(match last.to {
        Place::Warehouse(warehouse, bin) => Standing::InStock {
            warehouse: warehouse_name(view, warehouse)?,
            bin: bin_code(view, bin)?,
            document: number,
            date,
        },
        Place::Client(client) => {
            let months = view.need(PRODUCT, &lot.product)?.client_warranty;
            let to = match client {
                Some(client) => Some(view.need(CLIENT, &client)?.name),
                None => None,
            };
            let mut standing = gone("sold", to, number, date, months.map(|months| warranty::until(date, months)));
            if let (Standing::Gone { supplier_warranty_until, .. }, Some((until, now))) = (&mut standing, supplier) {
                *supplier_warranty_until = Some((until, warranty::days_left(until, now.day(zone(view)?))));
            }
            standing
        }
        Place::Supplier(_) => gone("returned to the supplier", supplier_name(view, lot.supplier)?, number, date, None),
        Place::Loss => gone("written off", None, number, date, None),
        Place::Transit(transfer) => {
            let transfer = view.need(DOCUMENT, &transfer)?;
            Standing::InTransit {
                document: transfer.number.unwrap_or_default(),
                to: warehouse_name(view, transfer.to.unwrap_or(transfer.warehouse))?,
                since: transfer.date.unwrap_or_default(),
            }
        }
    })
}

fn gone(how: &str, to: Option<String>, document: String, date: Day, client: Option<Day>) -> Standing {
    Standing::Gone {
        how: how.to_owned(),
        to,
        document,
        date,
        client_warranty_until: client,
        supplier_warranty_until: None,
    }
}

fn zone(view: &View) -> Result<chrono_tz::Tz, Error> {
    Ok(view.get(SETTINGS, &0)?.map_or(chrono_tz::UTC, |settings| settings.tz()))
}

fn supplier_name(view: &View, supplier: Option<crate::domain::id::SupplierId>) -> Result<Option<String>, Error> {
    supplier.map(|supplier| Ok(view.need(SUPPLIER, &supplier)?.name)).transpose()
}

fn warehouse_name(view: &View, warehouse: WarehouseId) -> Result<String, Error> {
    Ok(view.need(WAREHOUSE, &warehouse)?.name)
}

fn bin_code(view: &View, bin: Option<BinId>) -> Result<Option<String>, Error> {
    bin.filter(|bin| bin.0 != 0).map(|bin| Ok(view.need(BIN, &bin)?.code)).transpose()
}

/// Returns the unit in a slot of a lot, as it was scanned.
pub fn packed(view: &View, lot: LotId, slot: u32) -> Result<Option<Packed>, Error> {
    let pack = view.get(LOT_UNIT, &(lot, WarehouseId(0), first_of(slot)))?.unwrap_or_default();
    Ok(pack.units.into_iter().find(|unit| unit.slot == slot))
}

/// Returns the lot that another was before a conversion; `None` when it never was another.
pub fn first(view: &View, lot: &Lot) -> Result<Option<(LotId, Lot)>, Error> {
    let (mut next, mut found) = (lot.origin, None);
    while let Some(id) = next {
        let lot = view.need(LOT, &id)?;
        next = lot.origin;
        found = Some((id, lot));
    }
    Ok(found)
}

/// Returns a lot with what its supplier has to do with: who that is, the day it came in, and the warranty from that day
/// are those of the lot it was before a conversion.
pub fn as_supplied(view: &View, lot: Lot) -> Result<Lot, Error> {
    Ok(match first(view, &lot)? {
        Some((_, Lot { supplier, received, warranty, .. })) => Lot { supplier, warranty, received, ..lot },
        None => lot,
    })
}

/// Returns the label of a lot: its posting's number and line, `P-118/1`; of a draft's, `draft/1`.
pub fn lot_label(view: &View, lot: &Lot) -> Result<String, Error> {
    let number = view.need(DOCUMENT, &lot.document)?.number;
    Ok(format!("{}/{}", number.as_deref().unwrap_or("draft"), lot.line))
}

/// Returns the name of a place: `Main A3`, `Northwind Parts`, `Jane`, `loss`.
pub fn place_name(view: &View, place: Place) -> Result<String, Error> {
    Ok(match place {
        Place::Warehouse(warehouse, bin) => match bin_code(view, bin)? {
            Some(bin) => format!("{} {bin}", warehouse_name(view, warehouse)?),
            None => warehouse_name(view, warehouse)?,
        },
        Place::Supplier(supplier) => supplier_name(view, supplier)?.unwrap_or_else(|| "supplier".to_owned()),
        Place::Client(Some(client)) => view.need(CLIENT, &client)?.name,
        Place::Client(None) => "client".to_owned(),
        Place::Loss => "loss".to_owned(),
        Place::Transit(transfer) => {
            format!("in transit {}", view.need(DOCUMENT, &transfer)?.number.unwrap_or_default())
        }
    })
}
