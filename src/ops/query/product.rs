//! One product: what it is, where it is, what its last posting said.

use crate::domain::id::{LotId, ProductId};
use crate::domain::lot::LotState;
use crate::domain::product::Product;
use crate::domain::right::Right;
use crate::domain::time::Moment;
use crate::messages::{Goods, LastPosting, No, ProductView};
use crate::ops::rights::Said;
use crate::ops::settings;
use crate::store::engine::Error;
use crate::store::tables::{BALANCE, DOCUMENT, LAST_LOT, LINE, LOT, TEMPLATE_COUNTER, View};

use super::{draft, named, stock};

/// Returns a product with its stock by warehouse.
pub fn answer(view: &View, (now, said): (Moment, &Said), id: ProductId) -> Result<Box<ProductView>, No> {
    let product = named::asked_product(view, id)?;
    let today = now.day(super::documents::zone(view)?);
    let mut balances = Vec::new();
    for (warehouse, record) in super::warehouses::answer(view)? {
        if !said.holds(warehouse, Right::ViewStock) {
            continue;
        }
        if let Some(balance) = view.get(BALANCE, &(warehouse, id))? {
            let goods = stock::goods(view, (warehouse, id), balance, today)?;
            let expiry = stock::first_day(view, (warehouse, id))?;
            balances.push((warehouse, record.name, Goods { expiry, ..goods }));
        }
    }
    Ok(Box::new(ProductView {
        id,
        balances,
        template: template(view, &product)?,
        last: last_posting(view, id)?,
        product,
    }))
}

/// Returns the template that numbers a product wherever it is received, with its next value.
fn template(view: &View, product: &Product) -> Result<Option<(String, u64)>, No> {
    if !draft::generates(product) {
        return Ok(None);
    }
    let Some(template) = product.template.clone().or(settings(view)?.template) else { return Ok(None) };
    let text = template.as_str().to_owned();
    let next = view.get(TEMPLATE_COUNTER, &text)?.unwrap_or(1);
    Ok(Some((text, next)))
}

/// Returns what the last posting of a product said; nothing when it was cancelled.
fn last_posting(view: &View, id: ProductId) -> Result<Option<LastPosting>, Error> {
    let Some(lot) = view.get(LAST_LOT, &id)? else { return Ok(None) };
    let Some(lot) = view.get(LOT, &LotId(lot))?.filter(|lot| lot.state == LotState::Posted) else { return Ok(None) };
    let line = view.need(LINE, &(lot.document, lot.line))?;
    Ok(Some(LastPosting {
        number: view.need(DOCUMENT, &lot.document)?.number.unwrap_or_default(),
        date: lot.received.unwrap_or_default(),
        supplier: named::supplier(view, lot.supplier)?,
        cost: line.cost.map(|_| lot.unit_cost()),
        warranty: lot.warranty,
    }))
}
