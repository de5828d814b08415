//! Numbers from templates: which template numbers a line, and the next numbers that are free.

use super::receive::numbered_by_us;
use crate::domain::id::{ProductId, WarehouseId};
use crate::domain::product::Product;
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::template::Template;
use crate::domain::time::Day;
use crate::messages::{No, Refused};
use crate::ops::claims::scope;
use crate::store::engine::Error;
use crate::store::tables::{SERIAL, TEMPLATE_COUNTER, View, WAREHOUSE};

/// What is to be numbered, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Numbered<'a> {
    /// Settings of the store.
    pub settings: &'a Settings,
    /// Product whose units are numbered.
    pub id: ProductId,
    /// Its record.
    pub product: &'a Product,
    /// Warehouse they come in to: `{wh}`.
    pub warehouse: WarehouseId,
    /// Business day of the document: `{YY}`, `{MM}`, `{DD}`.
    pub day: Day,
}

/// Numbers that are free, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Text of the template that made them.
    pub template: String,
    /// The numbers.
    pub serials: Vec<Serial>,
    /// Next value of its counter before them.
    pub from: u64,
    /// Next value of its counter after them.
    pub to: u64,
}

/// Returns the template that numbers a product in a warehouse: its own, the warehouse's, the store's, in that order.
///
/// Refused for a product that its maker numbers, and when there is none.
pub fn template_for(
    view: &View,
    settings: &Settings,
    product: &Product,
    warehouse: WarehouseId,
) -> Result<Template, No> {
    if !product.serialised() {
        return Err(Refused::NotSerialised { product: product.name.clone() }.into());
    }
    if !numbered_by_us(product) {
        return Err(Refused::MakerNumbers { product: product.name.clone() }.into());
    }
    if let Some(template) = &product.template {
        return Ok(template.clone());
    }
    let template = view.need(WAREHOUSE, &warehouse)?.template.or_else(|| settings.template.clone());
    Ok(template.ok_or_else(|| Refused::NoTemplate { product: product.name.clone() })?)
}

/// Returns the next value of a template's counter.
pub fn next_value(view: &View, template: &Template) -> Result<u64, Error> {
    Ok(view.get(TEMPLATE_COUNTER, &template.as_str().to_owned())?.unwrap_or(1))
}

/// Returns the next `count` numbers that nobody has and that `skip` leaves, changing nothing.
///
/// A number in use is skipped, whoever has it and wherever its unit is. Refused when the padding is too narrow for
/// all of them.
pub fn next_numbers(
    view: &View,
    numbered: &Numbered,
    count: u32,
    skip: &dyn Fn(&SerialKey) -> bool,
) -> Result<Numbers, No> {
    let template = template_for(view, numbered.settings, numbered.product, numbered.warehouse)?;
    let code = view.need(WAREHOUSE, &numbered.warehouse)?.code;
    let (scope, matching) = (scope(numbered.settings, numbered.id), numbered.product.matching());
    let from = next_value(view, &template)?;
    let mut numbers = Numbers { template: template.as_str().to_owned(), serials: Vec::new(), from, to: from };
    while numbers.serials.len() < count as usize {
        let number = template
            .render(numbers.to, numbered.day, &code)
            .map_err(|wrong| Refused::BadTemplate(wrong.to_string()))?;
        let serial = Serial::parse(&number, matching).map_err(|wrong| Refused::BadTemplate(wrong.to_string()))?;
        numbers.to += 1;
        if !skip(serial.key()) && view.get(SERIAL, &(serial.key().clone(), scope))?.is_none() {
            numbers.serials.push(serial);
        }
    }
    Ok(numbers)
}
