//! A conversion in one piece, for programs: nothing is drafted, and the serials are claimed for the units they are.

use std::collections::{BTreeMap, HashSet};

use super::give::{Given, Placed, give};
use super::save::matched;
use super::{converted, counted, make_serialised, may, open_day, refuse_open};
use crate::domain::conversion::serialised;
use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::lot::Packed;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::messages::{NewSerials, No, Outcome, Refused, WholeConversion};
use crate::ops::people::unknown;
use crate::ops::serials::numbering::{Numbered, next_numbers};
use crate::ops::{Context, claims, layers, serials};
use crate::store::tables::{TEMPLATE_COUNTER, Tables, WAREHOUSE};

/// Gives an existing product serials: all of it or nothing.
pub fn convert_whole(tx: &mut Tables, cx: &Context, whole: &WholeConversion) -> Result<Outcome, No> {
    let product = counted(&tx.view(), whole.product)?;
    refuse_open(&tx.view(), whole.product, &product)?;
    let (settings, today) = open_day(tx, cx)?;
    may::refuse(&tx.view(), today, whole.product, &product)?;
    let after = serialised(product.clone(), whole.numbered_by, whole.matching);
    let piles = Reading { settings: &settings, id: whole.product, product: &after, today }.read(tx, &whole.serials)?;
    let has = piles.iter().map(|(warehouse, pile)| (*warehouse, pieces(pile.len()))).collect();
    matched(&tx.view(), whole.product, &product.name, &has, |_| None)?;
    let layers = layers::of_product(&tx.view(), whole.product)?;
    let name = product.name.clone();
    let lines = make_serialised(tx, whole.product, product, whole.numbered_by, whole.matching)?;
    if layers.is_empty() {
        return Ok(converted(name, None, layers::NOTHING, lines));
    }
    let (serials, packed) = packed(cx, piles);
    let given = Given { product: whole.product, draft: None, today, layers, serials: packed };
    let (written_off, posted, moved) =
        give(tx, cx, given, |tx, placed| hold_new(tx, cx, &settings, whole.product, &serials, placed))?;
    Ok(converted(name, Some((written_off, posted)), moved, lines))
}

fn pieces(count: usize) -> Quantity {
    Quantity::pieces(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Serials of a warehouse, and which of them were generated.
type Pile = Vec<(Serial, bool)>;

/// Gives each serial a place among all, by which its unit is found again.
fn packed(cx: &Context, piles: BTreeMap<WarehouseId, Pile>) -> (Vec<Serial>, BTreeMap<WarehouseId, Vec<Packed>>) {
    let mut all = Vec::new();
    let mut packed = BTreeMap::new();
    for (warehouse, pile) in piles {
        let mut units = Vec::with_capacity(pile.len());
        for (serial, generated) in pile {
            units.push(pack(cx, all.len(), &serial, generated));
            all.push(serial);
        }
        packed.insert(warehouse, units);
    }
    (all, packed)
}

/// Returns a serial as its unit keeps it, by its place in a list.
pub(in crate::ops) fn pack(cx: &Context, place: usize, serial: &Serial, generated: bool) -> Packed {
    let (slot, serial) = (u32::try_from(place).unwrap_or(u32::MAX), serial.raw().to_owned());
    Packed { slot, serial, bin: None, at: cx.now, desk: cx.desk, generated, label: None }
}

/// Claims new serials for the units they are; refused is the first of the list that somebody has.
pub(in crate::ops) fn hold_new(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    product: ProductId,
    serials: &[Serial],
    placed: &mut [Placed],
) -> Result<(), No> {
    let scope = claims::scope(settings, product);
    let order = serials::order(serials)?;
    let mut units = vec![None; serials.len()];
    for placed in &*placed {
        if let Some(unit) = units.get_mut(placed.was as usize) {
            *unit = Some((placed.lot, placed.packed.slot));
        }
    }
    let claimed = claims::claim_all(tx, cx, serials, &order, |place| {
        let (lot, slot) = units[place].unwrap_or_default();
        (claims::Claimant { lot, product, scope, bin: None }, slot)
    })?;
    for placed in placed {
        if let Some(claim) = claimed.get(placed.was as usize) {
            placed.packed.serial.clone_from(&claim.raw);
        }
    }
    Ok(())
}

/// Serials of a conversion being read.
struct Reading<'a> {
    settings: &'a Settings,
    id: ProductId,
    product: &'a Product,
    today: Day,
}

impl Reading<'_> {
    /// Reads the serials of each warehouse, and makes those that the template gives.
    fn read(
        &self,
        tx: &mut Tables,
        given: &[(WarehouseId, Vec<NewSerials>)],
    ) -> Result<BTreeMap<WarehouseId, Pile>, No> {
        let mut written = HashSet::new();
        let mut piles: BTreeMap<WarehouseId, Vec<Read>> = BTreeMap::new();
        for (warehouse, parts) in given {
            tx.get(WAREHOUSE, warehouse)?.ok_or_else(|| unknown("warehouse", warehouse.0))?;
            let pile = piles.entry(*warehouse).or_default();
            for part in parts {
                pile.push(self.part(part, &mut written)?);
            }
        }
        let mut read = BTreeMap::new();
        for (warehouse, parts) in piles {
            read.insert(warehouse, self.made(tx, warehouse, parts, &written)?);
        }
        let all: Vec<Serial> = read.values().flatten().map(|(serial, _): &(Serial, bool)| serial.clone()).collect();
        serials::order(&all)?;
        Ok(read)
    }

    fn part(&self, part: &NewSerials, written: &mut HashSet<SerialKey>) -> Result<Read, No> {
        match part {
            NewSerials::Next(count) => Ok(Read::Next(*count)),
            NewSerials::Literal(raws) => {
                let literal = serials::parse(raws, self.product.matching())?;
                written.extend(literal.iter().map(|serial| serial.key().clone()));
                Ok(Read::Literal(literal))
            }
        }
    }

    /// Puts the template's numbers where they were asked for.
    fn made(
        &self,
        tx: &mut Tables,
        warehouse: WarehouseId,
        parts: Vec<Read>,
        written: &HashSet<SerialKey>,
    ) -> Result<Pile, No> {
        let mut pile = Vec::new();
        for part in parts {
            match part {
                Read::Literal(literal) => pile.extend(literal.into_iter().map(|serial| (serial, false))),
                Read::Next(count) => {
                    if pile.len() + count as usize > serials::MOST {
                        let sentence = format!("{count}: at most 10,000 serials a warehouse are taken in one step");
                        return Err(Refused::RangeTooLarge(sentence).into());
                    }
                    let Reading { settings, id, product, today: day } = *self;
                    let numbered = Numbered { settings, id, product, warehouse, day };
                    let numbers = next_numbers(&tx.view(), &numbered, count, &|key| written.contains(key))?;
                    tx.put(TEMPLATE_COUNTER, &numbers.template, &numbers.to)?;
                    pile.extend(numbers.serials.into_iter().map(|serial| (serial, true)));
                }
            }
        }
        Ok(pile)
    }
}

/// Serials as they stand, or so many to be made.
enum Read {
    Literal(Vec<Serial>),
    Next(u32),
}
