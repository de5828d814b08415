//! What the store is, and what it holds.

use crate::domain::time::Moment;
use crate::messages::{No, StoreView};
use crate::store::tables::{COUNTER, Counter, SETTINGS, View};

/// Returns the store's settings and counts; `None` before it is founded.
pub fn answer(view: &View, now: Moment) -> Result<Option<Box<StoreView>>, No> {
    let Some(settings) = view.get(SETTINGS, &0)? else { return Ok(None) };
    let warehouses = super::named::warehouses(view)?.iter().filter(|(_, warehouse)| !warehouse.archived).count();
    let given = |counter: Counter| view.get(COUNTER, &(counter as u8)).map(|number| number.unwrap_or(0));
    Ok(Some(Box::new(StoreView {
        today: now.day(settings.tz()),
        settings,
        warehouses: warehouses as u64,
        products: given(Counter::Product)?,
        fixed: given(Counter::Sequence)? > 0,
    })))
}
