//! A posted document is cancelled by its opposite, dated today. Its number stays; it can be reopened as a draft.

use super::people::unknown;
use super::table::{may, not_permitted};
use super::{
    Context, blockers, carry, claims, conversion, draft, held, layers, line, moving, orders, reservations, settings,
};
use crate::domain::document::{Document, DocumentKind, DocumentState, Line};
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId};
use crate::domain::lot::{Layer, LayerKey, Lot, LotState, Packed};
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::{Day, Moment};
use crate::domain::unit::{Holder, Unit, raw_beside};
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    CANCELLED_DAY, Counter, DOCUMENT, EXPECTED, LAST_LOT, LINE, LOT, ON_THE_WAY, PRODUCT, SERIAL, Tables, View,
};

/// Cancels a posted document; `reopen` makes a new draft with all its lines and serials.
///
/// Units that never moved are back at the supplier by their lot's state. Refused, naming the later document, when
/// something it brought has moved on.
pub fn cancel(tx: &mut Tables, cx: &Context, document: DocumentId, reopen: bool) -> Result<Outcome, No> {
    let id = document;
    let mut document = posted(&tx.view(), id)?;
    if !may(&tx.view(), cx, Permission::for_kind(document.kind).1)? {
        return Err(not_permitted(&tx.view(), cx, &format!("cancel a {}", document.kind.word()))?);
    }
    if document.in_force()
        && let Some(refused) = conversion::before::irreversible(&tx.view(), id, &document)?
    {
        return Err(refused.into());
    }
    if reopen {
        draft::may_write(&tx.view(), cx, document.kind)?;
    }
    let number = document.number.clone().unwrap_or_default();
    let settings = settings(&tx.view())?;
    let today = cx.today(&settings);
    if let Some(refused) = blockers::date_refused(&settings, today, today) {
        return Err(refused.into());
    }
    let mut reopened = None;
    if !document.in_force() {
        if reopen {
            let sentence = format!("{number} moved nothing yet: let it go, and it is a draft again");
            return Err(Refused::BadField(sentence).into());
        }
        document = orders::call_off(tx, cx, &settings, id)?;
    } else if document.kind == DocumentKind::Posting {
        let lines = take_back(tx, cx, &settings, id, &number)?;
        note(tx, id, today, lines.iter().map(|(_, line)| line.product))?;
        if reopen {
            reopened = Some(begin_again(tx, cx, &settings, id, &document, lines)?);
        }
    } else {
        let lines = moving::undo::undo(tx, cx, &settings, id, &document)?;
        note(tx, id, today, lines.iter().map(|line| line.product))?;
        if reopen {
            let again = reopened_head(tx, cx, &settings, id, &document)?;
            moving::drafts::begin_again(tx, cx, id, again)?;
            reopened = Some(again);
        }
    }
    tx.delete(ON_THE_WAY, &id)?;
    document.state = DocumentState::Cancelled;
    document.cancelled = Some(draft::stamp(cx));
    tx.put(DOCUMENT, &id, &document)?;
    Ok(Outcome::Cancelled { number, reopened })
}

/// Notes on which day a document's opposite moved its products.
fn note(tx: &mut Tables, id: DocumentId, today: Day, products: impl Iterator<Item = ProductId>) -> Result<(), Error> {
    for product in products {
        tx.put(CANCELLED_DAY, &(product, today, id), &())?;
    }
    Ok(())
}

/// Takes all that a posting brought out of stock again; returns its lines.
fn take_back(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    number: &str,
) -> Result<Vec<(LineNo, Line)>, No> {
    let lines = draft::lines(&tx.view(), id)?;
    for (_, line) in &lines {
        let mut lot = tx.need(LOT, &line.lot)?;
        for (key, layer) in all_here(&tx.view(), cx.now, settings, number, line.lot, &lot)? {
            layers::take_out(tx, &key, layer)?;
        }
        lot.state = LotState::Cancelled;
        tx.put(LOT, &line.lot, &lot)?;
        reservations::refuse_below(&tx.view(), (lot.warehouse, lot.product), cx.today(settings))?;
    }
    for (_, line) in &lines {
        if tx.get(LAST_LOT, &line.product)? == Some(line.lot.0) {
            carry::find_anew(tx, line.product)?;
        }
    }
    Ok(lines)
}

/// Returns a document that can be cancelled.
fn posted(view: &View, id: DocumentId) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &id)?.ok_or_else(|| unknown("document", id.0))?;
    match (document.state, document.kind) {
        (DocumentState::Posted, DocumentKind::Posting) => Ok(document),
        (DocumentState::Posted | DocumentState::InTransit, kind) if moving::moves(kind) => Ok(document),
        (DocumentState::Reserved | DocumentState::Expired, kind) if orders::holds(kind) => Ok(document),
        (DocumentState::Draft, kind) if orders::holds(kind) && document.number.is_some() => Ok(document),
        (DocumentState::Posted, kind) => {
            let sentence = format!("{} is a {}: it stays", document.number.unwrap_or_default(), kind.word());
            Err(Refused::Irreversible(sentence).into())
        }
        (DocumentState::Draft, _) => Err(draft::wrong_state(&document, "delete the draft instead").into()),
        _ => Err(draft::wrong_state(&document, "only a posted document can be cancelled").into()),
    }
}

/// Returns the layers of a lot when all that came in still lies where it came in; refused when something moved on.
fn all_here(
    view: &View,
    now: Moment,
    settings: &Settings,
    number: &str,
    id: LotId,
    lot: &Lot,
) -> Result<Vec<(LayerKey, Layer)>, No> {
    let moved_on = |what: String, by: String| Refused::MovedOn { document: number.to_owned(), what, by };
    let product = view.need(PRODUCT, &lot.product)?;
    if lot.slots > 0 {
        let (scope, matching) = (claims::scope(settings, lot.product), product.matching());
        for packed in claims::packs(view, id)?.into_iter().flat_map(|(_, pack)| pack.units) {
            let key = claims::key_of(&packed.serial, matching);
            let Some((_, unit)) = claims::holder(view, scope, key)? else { continue };
            if let Some(by) = claims::moved_on_by(view, &unit)? {
                return Err(moved_on(packed.serial, by).into());
            }
            if let Some(hold) = held::by(view, (id, packed.slot))? {
                return Err(held::refused(view, now, &packed.serial, &hold, &unit)?.into());
            }
        }
    }
    let layers = layers::at_home(view, id, lot)?;
    let left: i64 = layers.iter().map(|(_, layer)| layer.quantity.thousandths()).sum();
    if left != lot.quantity.thousandths() {
        let gone = Quantity::from_thousandths(lot.quantity.thousandths() - left);
        let what = format!("{gone} {} of {}", product.unit, product.name);
        return Err(moved_on(what, later(view, id, lot)?).into());
    }
    Ok(layers)
}

/// Returns the number of the first document in force that took from a lot.
fn later(view: &View, id: LotId, lot: &Lot) -> Result<String, Error> {
    let by = moving::history::moved_by(view, lot.product, lot.sequence, |_, part| part.lot == id)?;
    Ok(by.unwrap_or_else(|| "a later document".to_owned()))
}

/// Begins a new draft with the head of a cancelled document. A date in a closed period is dropped, and that of what moved
/// goods: they are back since today, and cannot have left before.
fn reopened_head(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    document: &Document,
) -> Result<DocumentId, No> {
    let again = draft::begin_again(tx, cx, id, document)?;
    let today = cx.today(settings);
    let closed = document.date.is_some_and(|date| blockers::date_refused(settings, today, date).is_some());
    if closed || moving::moves(document.kind) {
        let mut draft = tx.need(DOCUMENT, &again)?;
        draft.date = None;
        tx.put(DOCUMENT, &again, &draft)?;
    }
    Ok(again)
}

/// Makes a new draft of a cancelled posting, with all its lines and serials.
fn begin_again(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    id: DocumentId,
    document: &Document,
    lines: Vec<(LineNo, Line)>,
) -> Result<DocumentId, No> {
    let again = reopened_head(tx, cx, settings, id, document)?;
    for (number, was) in lines {
        let lot = LotId(tx.next(Counter::Lot)?);
        tx.put(LOT, &lot, &line::coming_in(again, number, was.product, document.warehouse))?;
        let slots = claim_again(tx, settings, &was, lot)?;
        tx.put(LINE, &(again, number), &Line { lot, slots, used: cx.now, ..was })?;
        let mut expected = Vec::new();
        tx.view().prefix(EXPECTED, &(id, number), Direction::Forward, |(.., key), raw| {
            expected.push((key, raw));
            Ok(true)
        })?;
        for (key, raw) in expected {
            tx.put(EXPECTED, &(again, number, key), &raw)?;
        }
    }
    Ok(again)
}

/// Claims all units of a cancelled lot for a new one, as they were scanned; returns how many there are.
fn claim_again(tx: &mut Tables, settings: &Settings, was: &Line, lot: LotId) -> Result<u32, Error> {
    let matching = tx.need(PRODUCT, &was.product)?.matching();
    let scope = claims::scope(settings, was.product);
    let units = claims::packs(&tx.view(), was.lot)?.into_iter().flat_map(|(_, pack)| pack.units);
    let units: Vec<Packed> = (1..).zip(units).map(|(slot, unit)| Packed { slot, ..unit }).collect();
    for packed in &units {
        let at = (claims::key_of(&packed.serial, matching), scope);
        let Holder::Unit(earlier) = tx.need(SERIAL, &at)? else { continue };
        let identifiers = earlier.identifiers.clone();
        let (bin, slot) = (packed.bin, packed.slot);
        let raw = raw_beside(&packed.serial, &at.0);
        let unit = Unit { lot, slot, raw, bin, moved: Vec::new(), identifiers, earlier: Some(Box::new(earlier)) };
        tx.put(SERIAL, &at, &Holder::Unit(unit))?;
    }
    let slots = u32::try_from(units.len()).unwrap_or(u32::MAX);
    claims::append(tx, lot, units)?;
    Ok(slots)
}
