//! How verify says what is broken: the record by the name people know it by, what it says, and what it should say.

use super::books::{End, Fact};
use crate::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::ops::standing;
use crate::store::tables::{DOCUMENT, LOT, PRODUCT, View, WAREHOUSE};

/// Names a lot: `lot P-118/1`, or its id where its posting is not there to name it by.
pub(super) fn lot(view: &View, id: LotId) -> String {
    let label = view.get(LOT, &id).ok().flatten().and_then(|lot| standing::lot_label(view, &lot).ok());
    label.map_or_else(|| format!("lot {}", id.0), |label| format!("lot {label} ({})", id.0))
}

/// Names a product.
pub(super) fn product(view: &View, id: ProductId) -> String {
    let known = view.get(PRODUCT, &id).ok().flatten();
    known.map_or_else(|| format!("product {}", id.0), |product| product.name)
}

/// Names a warehouse.
pub(super) fn warehouse(view: &View, id: WarehouseId) -> String {
    let known = view.get(WAREHOUSE, &id).ok().flatten();
    known.map_or_else(|| format!("warehouse {}", id.0), |warehouse| warehouse.name)
}

/// Names a document: its number, or its id.
pub(super) fn document(view: &View, id: DocumentId) -> String {
    match view.get(DOCUMENT, &id).ok().flatten().and_then(|document| document.number) {
        Some(number) => format!("{number} (document {})", id.0),
        None => format!("document {}", id.0),
    }
}

/// Spells a quantity and what it costs.
pub(super) fn amounts(amounts: [i128; 2]) -> String {
    let [quantity, cost] = amounts.map(|amount| i64::try_from(amount).unwrap_or(i64::MAX));
    format!("{} for {}", Quantity::from_thousandths(quantity), Money::from_ten_thousandths(cost))
}

/// Spells how many pieces a sum of thousandths is.
fn pieces(amount: i128) -> Quantity {
    Quantity::from_thousandths(i64::try_from(amount).unwrap_or(i64::MAX))
}

/// Says of a fact that both sides do not agree on what is wrong with it.
pub(super) fn sentence(view: &View, fact: &Fact, there: [i128; 2], due: [i128; 2]) -> String {
    // Said and not due, due and not said, or too often.
    let pick = |stray: &str, missing: &str| match (there[0], due[0]) {
        (_, 0) => stray.to_owned(),
        (0, _) => missing.to_owned(),
        (there, due) => format!("{missing} ({there} times, {due} due)"),
    };
    let lot = |id: &LotId| lot(view, *id);
    let document = |id: &DocumentId| document(view, *id);
    match fact {
        Fact::Given(what, id) => {
            format!("{what} {id} {}", pick("is there and was never given", "was given and is not there"))
        }
        Fact::Name(kind, name, id) => {
            format!(
                "the name {name} (kind {kind}) {} record {id}",
                pick("leads, which has it not, to", "should lead to")
            )
        }
        Fact::Watched(id) => {
            let product = product(view, *id);
            pick(
                &format!("{product} (product {}) is watched and has no minimum", id.0),
                &format!("{product} (product {}) has a minimum and is not watched", id.0),
            )
        }
        Fact::LastLot(id, of) => {
            format!(
                "{} {} of {} (product {})",
                lot(of),
                pick("is kept as the last and is not", "is the last and is not kept so"),
                product(view, *id),
                id.0
            )
        }
        Fact::Place(day, n, id) => {
            format!("{} {} the {n}th, of {day}", document(id), pick("is listed and is not", "is not listed and is"))
        }
        Fact::Sequence(n) => {
            format!("the {n}th document {}", pick("was never posted so", "is not there, or is there twice"))
        }
        Fact::Number(series, n) => {
            // What arrives of a transfer is numbered within it: T-5/1.
            let dash = if series.ends_with(|last: char| last.is_ascii_digit()) { '/' } else { '-' };
            format!("number {series}{dash}{n} {}", pick("was never given", "was given and is no document's"))
        }
        Fact::Invoice(invoice, id) => {
            format!(
                "invoice {invoice} {} {}",
                pick("is listed and is not that of", "is not listed and is that of"),
                document(id)
            )
        }
        Fact::Pallet(sscc, id) => {
            format!(
                "pallet {sscc} {} {}",
                pick("is listed and is not one of", "is not listed and is one of"),
                document(id)
            )
        }
        Fact::Product(id, day, _, of) => {
            let product = product(view, *id);
            format!(
                "{} {} {product} (product {}) on {day}",
                document(of),
                pick("is listed as having moved, and did not,", "moved, and is not listed so,"),
                id.0
            )
        }
        Fact::Cancelled(id, day, of) => {
            let product = product(view, *id);
            format!(
                "{} {} {product} (product {}) on {day}",
                document(of),
                pick("is listed as undone, and was not, for", "was undone, and is not listed so, for"),
                id.0
            )
        }
        Fact::Link(id, other) => {
            format!(
                "{} {} {}",
                document(id),
                pick("is linked to, and not linked from,", "is not linked to, and linked from,"),
                document(other)
            )
        }
        Fact::Lot(id, _) => {
            format!("{} {}", lot(id), pick("is not what its line says", "is missing as its line has it"))
        }
        Fact::Units(id) => format!(
            "{} has {} units, {} of them damaged; its line counts {} and {}",
            lot(id),
            pieces(there[0]),
            pieces(there[1]),
            pieces(due[0]),
            pieces(due[1])
        ),
        Fact::Unit(_, key, id, slot, serial, _) => {
            let serial = if serial == key { serial.to_string() } else { format!("{serial} ({key})") };
            format!(
                "serial {serial}: slot {slot} of {} {}",
                lot(id),
                pick("has it, its key does not lead there", "has it not as its key says")
            )
        }
        Fact::Identifier(_, key, own) => {
            format!(
                "identifier {key} {} {own}",
                pick("leads, which does not know of it, to", "does not lead, which knows of it, to")
            )
        }
        Fact::Tail(tail, id, slot) => {
            let end: String = tail.chars().rev().collect();
            format!(
                "the unit in slot {slot} of {} {} …{end}",
                lot(id),
                pick("is found, and should not be, by", "cannot be found by")
            )
        }
        Fact::Moved(id, slot, by, cancels, from, to) => {
            let how = if *cancels { "was moved back" } else { "was moved" };
            let said = pick("says its passport, which no document does", "which its passport does not say");
            format!(
                "the unit in slot {slot} of {} {how} by {} from {} to {}, {said}",
                lot(id),
                document(by),
                end(view, *from),
                end(view, *to)
            )
        }
        Fact::Row(id, slot, n) => {
            format!("row {n} of movements of slot {slot} of {} is not that unit's, or not the next one", lot(id))
        }
        Fact::Held(id, slot, by, line, n) => {
            let said = pick("is held by, which does not name it,", "is named, and not held, by");
            format!("the unit in slot {slot} of {} {said} line {line} of {}, its {n}th", lot(id), document(by))
        }
        Fact::Stands(key) => format!(
            "{} in {}, bin {}, by {}: {} units stand there, its layer has {}",
            lot(&key.lot),
            warehouse(view, key.warehouse),
            key.bin.0,
            key.queued,
            pieces(there[0]),
            pieces(due[0])
        ),
        Fact::Expires(day, id, spot, of) => format!(
            "{} of {} in {} {} {day}",
            lot(of),
            product(view, *id),
            warehouse(view, spot.warehouse),
            pick("is listed as expiring and is not there, or not on", "expires and is not listed so, on")
        ),
        Fact::Left(id, place, day) => format!(
            "{} in {} by {day}: {} are there, its movements come to {}",
            lot(id),
            warehouse(view, *place),
            amounts(there),
            amounts(due)
        ),
        Fact::Back(id, line, part) => format!(
            "{}: line {line}, part {}: {} are back, its returns come to {}",
            document(id),
            part + 1,
            amounts(there),
            amounts(due)
        ),
        Fact::Reserved(place, id, until, of, line) => format!(
            "{}: line {line} holds {} of {} in {} until {until}, and should hold {}",
            document(of),
            pieces(there[0]),
            product(view, *id),
            warehouse(view, *place),
            pieces(due[0])
        ),
        Fact::RunsOut(day, id) => {
            format!(
                "{} {} runs out after {day}",
                document(id),
                pick("is listed as what, and is not what,", "is not listed as what")
            )
        }
        Fact::OnItsWay(place, id) => format!(
            "{}: {} are on their way to {}, transfers come to {}",
            product(view, *id),
            pieces(there[0]),
            warehouse(view, *place),
            pieces(due[0])
        ),
        Fact::Answer(id, _) => {
            format!("the answer to command {id} {}", pick("is to none the journal has", "is not there"))
        }
        Fact::Corrected((at, ..)) => {
            format!("the correction of moment {at} {}", pick("was never made", "is not there"))
        }
        Fact::PassedOn(id) => format!(
            "{} passed {} on of a corrected cost, what it was converted to got {}",
            lot(id),
            amounts(there),
            amounts(due)
        ),
        Fact::Remark(id, _, _, _, text) => {
            format!("the remark {text} on a unit of {} {}", product(view, *id), pick("was never made", "is not there"))
        }
        Fact::Print(id, key, ..) => {
            format!("a label of {key} of {} {}", product(view, *id), pick("was never printed", "is not noted"))
        }
    }
}

fn end(view: &View, end: End) -> String {
    match end {
        End::In(spot) if spot.bin.0 == 0 => warehouse(view, spot.warehouse),
        End::In(spot) => format!("{} bin {}", warehouse(view, spot.warehouse), spot.bin.0),
        End::Supplier(_) => "the supplier".to_owned(),
        End::Client(_) => "the client".to_owned(),
        End::Loss => "loss".to_owned(),
        End::Transit(transfer) => format!("transit by {}", document(view, transfer)),
    }
}
