//! Serials taken into a line: one scan, a range, a pasted list, or numbers from a template.

use super::{At, numbering, order, told};
use crate::domain::document::Line;
use crate::domain::id::{DocumentId, LineNo, WarehouseId};
use crate::domain::lot::Packed;
use crate::domain::product::{NumberedBy, Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Serial, odd_beside, odd_for_shape};
use crate::domain::text::shown;
use crate::domain::unit::UnitLabel;
use crate::messages::{CounterMove, No, Outcome, Refused};
use crate::ops::{Context, claims, defects, remark, tray};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{EXPECTED, LOT_UNIT, TEMPLATE_COUNTER, Tables, View};

/// Serials to take into a line, and how.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// Literal serials, as scanned.
    pub serials: &'a [String],
    /// They go to the bin for defects.
    pub damaged: bool,
    /// Some of them were generated: moves the template's counter.
    pub generated: Option<&'a CounterMove>,
    /// Tray row this decides.
    pub from_tray: Option<u32>,
    /// Take them though odd, or though the line is full.
    pub insist: bool,
    /// What the label of the one unit says besides its serial.
    pub label: Option<&'a UnitLabel>,
}

/// Takes serials into a line: all of them or none.
///
/// A key that another line holds is refused with who has it; a unit that was here and left comes in again.
pub fn receive(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    received: Received,
) -> Result<Outcome, No> {
    let mut at = At::find(&tx.view(), cx, draft, line)?;
    if received.damaged && at.converts.is_some() {
        let sentence = "a conversion moves nothing to the bin for defects: its goods stay on their shelves";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    let serials = at.parse(received.serials)?;
    let mut generated = vec![false; serials.len()];
    if let Some(counter) = received.generated {
        move_counter(tx, &at, counter)?;
        for position in &counter.positions {
            let place = generated.get_mut(*position as usize);
            *place.ok_or_else(|| Refused::BadField(format!("{position}: there are fewer serials than that")))? = true;
        }
    }
    tray::decide(tx, draft, &mut at.document, received.from_tray)?;
    if received.label.is_some() && serials.len() != 1 {
        let sentence = format!("{} serials of one label: a label is on one unit", serials.len());
        return Err(Refused::BadField(sentence).into());
    }
    let label = received.label.map(|label| tray::kept(&label.raw));
    let taken = Taken { serials, generated, damaged: received.damaged, insist: received.insist, label };
    let outcome = take_in(tx, cx, &mut at, &taken)?;
    for also in received.label.iter().flat_map(|label| &label.also) {
        remark::also_called(tx, cx, at.line.product, taken.serials[0].key(), also)?;
    }
    Ok(outcome)
}

/// Moves a template's counter with the numbers that were made from it; refused when it moved meanwhile.
fn move_counter(tx: &mut Tables, at: &At, counter: &CounterMove) -> Result<(), No> {
    let template = numbering::template_for(&tx.view(), &at.settings, &at.product, at.warehouse)?;
    let now = numbering::next_value(&tx.view(), &template)?;
    if template.as_str() != counter.template || now != counter.from || counter.to < counter.from {
        let sentence = format!("{template} has moved on meanwhile, its next value is {now}: look at the numbers again");
        return Err(Refused::Changed(sentence).into());
    }
    tx.put(TEMPLATE_COUNTER, &counter.template, &counter.to)?;
    Ok(())
}

/// Generates serials from the template that numbers the line.
pub fn generate(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo, count: u32) -> Result<Outcome, No> {
    let mut at = At::find(&tx.view(), cx, draft, line)?;
    if count == 0 {
        return Err(Refused::BadQuantity("0: nothing to generate".to_owned()).into());
    }
    if count as usize > super::MOST {
        let sentence = format!("{count}: at most 10,000 are generated at once; do it in parts");
        return Err(Refused::RangeTooLarge(sentence).into());
    }
    let numbered = numbering::Numbered {
        settings: &at.settings,
        id: at.line.product,
        product: &at.product,
        warehouse: at.warehouse,
        day: at.document.date.unwrap_or_else(|| cx.today(&at.settings)),
    };
    let numbers = numbering::next_numbers(&tx.view(), &numbered, count, &|_| false)?;
    tx.put(TEMPLATE_COUNTER, &numbers.template, &numbers.to)?;
    let generated = vec![true; numbers.serials.len()];
    let taken = Taken { serials: numbers.serials, generated, damaged: false, insist: false, label: None };
    take_in(tx, cx, &mut at, &taken)
}

/// Serials that are ready to be taken in.
struct Taken {
    serials: Vec<Serial>,
    /// Which of them were generated.
    generated: Vec<bool>,
    damaged: bool,
    insist: bool,
    /// All that was scanned of the one unit.
    label: Option<String>,
}

fn take_in(tx: &mut Tables, cx: &Context, at: &mut At, taken: &Taken) -> Result<Outcome, No> {
    if taken.serials.is_empty() {
        return Err(Refused::SerialMalformed {
            serial: String::new(),
            sentence: "nothing scanned: a serial has at least one character".to_owned(),
        }
        .into());
    }
    let raws = claim_all(tx, cx, at, taken)?;
    if !taken.insist {
        refuse_odd(&tx.view(), at, taken)?;
    }
    let taken_now = u32::try_from(raws.units.len()).unwrap_or(u32::MAX);
    let counted = at.line.counted.checked_add(Quantity::pieces(taken_now)).unwrap_or(at.line.counted);
    make_room(at, taken, counted)?;
    let unlisted = unlisted(&tx.view(), at, &taken.serials)?;
    let serials = raws.units.iter().map(|unit| unit.serial.clone()).collect();
    claims::append(tx, at.line.lot, raws.units)?;
    at.line.counted = counted;
    at.line.slots += taken_now;
    at.line.used = cx.now;
    if taken.damaged {
        let damaged = at.line.damaged.checked_add(Quantity::pieces(taken_now));
        at.line.damaged = damaged.unwrap_or(at.line.damaged);
    }
    at.keep(tx)?;
    Ok(Outcome::SerialsReceived {
        serials: told(serials),
        taken: taken_now,
        counted,
        missing: at.line.missing(),
        carton: at.carton(),
        returning: raws.returning,
        unlisted,
    })
}

/// Units as they go into the rows of a lot, and those of them that were here before.
struct Claims {
    units: Vec<Packed>,
    returning: Vec<(String, String)>,
}

/// Claims all keys, in the order they are quickest to write; the first of the list that is held is refused.
fn claim_all(tx: &mut Tables, cx: &Context, at: &At, taken: &Taken) -> Result<Claims, No> {
    let bin = if taken.damaged { Some(defects::bin_of(tx, cx, at.warehouse)?) } else { None };
    let claimant = at.claimant(bin);
    let order = order(&taken.serials)?;
    let slot = |place| at.line.slots + 1 + u32::try_from(place).unwrap_or(u32::MAX);
    let claimed = claims::claim_all(tx, cx, &taken.serials, &order, |place| (claimant, slot(place)))?;
    let mut claims = Claims { units: Vec::with_capacity(claimed.len()), returning: Vec::new() };
    for (place, claim) in claimed.into_iter().enumerate() {
        if let Some(document) = claim.left_by {
            claims.returning.push((claim.raw.clone(), document));
        }
        let generated = taken.generated[place];
        let label = taken.label.clone().filter(|label| *label != claim.raw);
        let (slot, serial) = (slot(place), claim.raw);
        claims.units.push(Packed { slot, serial, bin, at: cx.now, desk: cx.desk, generated, label });
    }
    Ok(claims)
}

fn refuse_odd(view: &View, at: &At, taken: &Taken) -> Result<(), No> {
    let scanned = taken.serials.iter().zip(&taken.generated).filter(|(_, generated)| !**generated);
    let scanned: Vec<&str> = scanned.map(|(serial, _)| serial.raw()).collect();
    match odd(view, &at.product, &at.line, scanned)?.into_iter().next() {
        Some((serial, why)) => Err(Refused::SerialOdd { serial, why }.into()),
        None => Ok(()),
    }
}

/// Returns those serials that are unlike their product's shape or their line's first three, with how.
///
/// The first three are those the line has: a list is not held against itself.
pub fn odd<'a>(
    view: &View,
    product: &Product,
    line: &Line,
    serials: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<(String, String)>, Error> {
    let mut first = Vec::with_capacity(3);
    if line.counted >= Quantity::pieces(3) {
        view.prefix(LOT_UNIT, &(line.lot, WarehouseId(0)), Direction::Forward, |_, pack| {
            first.extend(pack.units.into_iter().take(3 - first.len()).map(|unit| unit.serial));
            Ok(first.len() < 3)
        })?;
    }
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    let why = |serial: &str| odd_for_shape(&product.shape, serial).or_else(|| odd_beside(&first, serial));
    Ok(serials.into_iter().filter_map(|serial| Some((serial.to_owned(), why(serial)?))).collect())
}

/// Refuses more than a line was set to, unless it is to grow.
fn make_room(at: &mut At, taken: &Taken, counted: Quantity) -> Result<(), Refused> {
    let Some(expected) = at.line.expected.filter(|expected| *expected < counted) else { return Ok(()) };
    if let Some(warehouse) = &at.converts {
        let sentence = format!(
            "{}: {} too many; {warehouse} has {expected} on hand, {} serials are there already",
            taken.serials.first().map_or_else(String::new, |serial| shown(serial.raw())),
            counted.checked_sub(expected).unwrap_or_default(),
            at.line.counted
        );
        return Err(Refused::CountMismatch(sentence));
    }
    if taken.insist {
        at.line.expected = Some(counted);
        return Ok(());
    }
    let line = at.number;
    if let [serial] = taken.serials.as_slice() {
        return Err(Refused::LineFull { serial: serial.raw().to_owned(), line, expected });
    }
    Err(Refused::CountMismatch(format!(
        "{} serials are too many: line {line} lacks {} of {expected}; set it to {counted} first",
        taken.serials.len(),
        at.line.missing()
    )))
}

/// Counts serials that are not on the line's list of expected ones, when it has one.
fn unlisted(view: &View, at: &At, serials: &[Serial]) -> Result<u32, Error> {
    let mut unlisted = 0;
    if at.line.listed > 0 {
        for serial in serials {
            let listed = view.get(EXPECTED, &(at.draft, at.number, serial.key().clone()))?;
            unlisted += u32::from(listed.is_none());
        }
    }
    Ok(unlisted)
}

/// Tells whether we number a product's units.
pub(super) fn numbered_by_us(product: &Product) -> bool {
    matches!(product.tracking, Tracking::Serialised { numbered_by: NumberedBy::Us, .. })
}
