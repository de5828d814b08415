//! What keeps a product from getting serials, with the places named: pieces that are none, goods that are promised, goods
//! on their way.

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::messages::{No, Refused};
use crate::ops::{in_use, layers, reservations, standing};
use crate::store::engine::Error;
use crate::store::tables::{DESK, DOCUMENT, EMPLOYEE, LOT, View, WAREHOUSE};

/// Refuses what can be no conversion, by the first thing that is in its way.
pub fn refuse(view: &View, today: Day, id: ProductId, product: &Product) -> Result<(), No> {
    match all(view, today, id, product)?.into_iter().next() {
        Some(refused) => Err(refused.into()),
        None => Ok(()),
    }
}

/// Returns everything that is in the way of a conversion.
pub fn all(view: &View, today: Day, id: ProductId, product: &Product) -> Result<Vec<Refused>, Error> {
    let (mut fractions, mut reserved, mut coming) = (Vec::new(), Vec::new(), Vec::new());
    let unit = &product.unit;
    in_use::each_balance(view, id, |warehouse, balance| {
        let name = view.need(WAREHOUSE, &warehouse)?.name;
        if !balance.on_hand.is_whole() {
            fractions.push(format!("{name} has {} {unit}", balance.on_hand));
        }
        let held = reservations::held(view, (warehouse, id), today)?;
        if held != Quantity::ZERO {
            reserved.push(format!("{held} in {name}"));
        }
        if balance.in_transit != Quantity::ZERO {
            coming.push(format!("{} to {name}", balance.in_transit));
        }
        Ok(())
    })?;
    if fractions.is_empty() {
        fractions = split_layers(view, id, unit)?;
    }
    let name = &product.name;
    let mut found = Vec::new();
    if !fractions.is_empty() {
        let places = fractions.join(", ");
        found.push(Refused::Fractional(format!(
            "{name} cannot get serials: {places}; only whole pieces have serials, write the rest off first"
        )));
    }
    if !reserved.is_empty() {
        let places = reserved.join(", ");
        found.push(Refused::Reserved {
            what: name.clone(),
            document: String::new(),
            client: String::new(),
            sentence: format!(
                "{name} cannot get serials: reserved are {places}; close or release what holds them first"
            ),
        });
    }
    if !coming.is_empty() {
        let places = coming.join(", ");
        found.push(Refused::InTransit(format!(
            "{name} cannot get serials: on the way are {places}; receive them or take them back first"
        )));
    }
    Ok(found)
}

/// Names the layers that are no whole pieces, though their sum is.
fn split_layers(view: &View, id: ProductId, unit: &str) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (key, layer) in layers::of_product(view, id)? {
        if !layer.quantity.is_whole() {
            let label = standing::lot_label(view, &view.need(LOT, &key.lot)?)?;
            let name = view.need(WAREHOUSE, &key.warehouse)?.name;
            found.push(format!("{name} has {} {unit} of {label}", layer.quantity));
        }
    }
    Ok(found)
}

/// Says that an open draft counts what is no whole piece.
pub fn fractional_draft(
    view: &View,
    draft: DocumentId,
    product: &Product,
    quantity: Quantity,
) -> Result<Refused, Error> {
    let head = view.need(DOCUMENT, &draft)?;
    let desk = view.get(DESK, &head.opened.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name);
    let employee = view.get(EMPLOYEE, &head.opened.employee)?.map_or_else(String::new, |employee| employee.name);
    Ok(Refused::Fractional(format!(
        "{} cannot get serials: a draft {} at {desk} ({employee}) counts {quantity} {}; only whole pieces have serials",
        product.name,
        head.kind.word(),
        product.unit
    )))
}
