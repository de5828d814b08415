//! What is held for whom, what runs out first first.

use std::ops::Bound;

use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{Cursor, No, Page, ReservationRow};
use crate::ops::reservations::{self, Place};
use crate::ops::rights::Said;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, PRODUCT, RESERVED, View, end_of_prefix};

use super::layers::lanes;
use super::named::{self, Called};
use super::paging::{Filling, place};

/// Returns what is held today: by warehouse, then by product, then by its last day.
pub fn answer(
    view: &View,
    (now, said): (Moment, &Said),
    (product, warehouse): (Option<ProductId>, Option<WarehouseId>),
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<ReservationRow>, No> {
    product.map(|product| named::asked_product(view, product)).transpose()?;
    let after = place::<Place>(after)?.map(|place| place.to_key());
    let mut called = Called::new(*view, now);
    let today = called.today()?;
    let mut filling = Filling::new(limit);
    for warehouse in lanes(view, said, warehouse)? {
        let lane = product.map_or_else(|| warehouse.to_key(), |product| (warehouse, product).to_key());
        let end = end_of_prefix(&lane);
        let start = match &after {
            Some(after) if *after >= lane => Bound::Excluded(after.clone()),
            _ => Bound::Included(lane),
        };
        let mut room = true;
        view.range(RESERVED, start, end, Direction::Forward, |at: Place, quantity| {
            if at.2 < today {
                return Ok(true);
            }
            room = filling.room();
            if room {
                filling.push(at.to_key(), row(&mut called, at, quantity)?);
            }
            Ok(room)
        })?;
        if !room {
            break;
        }
    }
    Ok(filling.page())
}

fn row(called: &mut Called, at: Place, quantity: Quantity) -> Result<ReservationRow, Error> {
    let (warehouse, product, _, document, _) = at;
    let view = called.view();
    let head = view.need(DOCUMENT, &document)?;
    Ok(ReservationRow {
        document,
        kind: head.kind,
        whom: reservations::whom(&view, &head)?,
        number: head.number.unwrap_or_default(),
        until: head.until,
        product,
        name: view.need(PRODUCT, &product)?.name,
        warehouse: called.warehouse(warehouse)?,
        quantity,
    })
}
