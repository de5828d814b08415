//! Templates in use, with their counters, a sample, and who uses them.

use std::collections::BTreeMap;

use crate::domain::serial::Matching;
use crate::domain::template::Template;
use crate::domain::time::{Day, Moment};
use crate::messages::{No, TemplateRow};
use crate::ops::{claims, settings};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{PRODUCT, SERIAL, TEMPLATE_COUNTER, View};

/// Numbers in use that a sample skips before it gives up.
const MOST_SKIPPED: u64 = 1_000;

/// Returns all templates that the store, a warehouse or a product in use has, by their text.
pub fn answer(view: &View, now: Moment) -> Result<Vec<TemplateRow>, No> {
    let settings = settings(view)?;
    let warehouses = super::warehouses::answer(view)?;
    let mut used: BTreeMap<String, (Template, Vec<String>)> = BTreeMap::new();
    let mut add = |template: Option<Template>, user: String| {
        if let Some(template) = template {
            used.entry(template.as_str().to_owned()).or_insert_with(|| (template, Vec::new())).1.push(user);
        }
    };
    add(settings.template.clone(), "store".to_owned());
    for (_, warehouse) in warehouses.iter().filter(|(_, warehouse)| !warehouse.archived) {
        add(warehouse.template.clone(), format!("warehouse {}", warehouse.name));
    }
    view.prefix(PRODUCT, &(), Direction::Forward, |_, product| {
        if !product.archived {
            add(product.template, format!("product {}", product.name));
        }
        Ok(true)
    })?;
    let first = warehouses.iter().filter(|(_, warehouse)| !warehouse.archived).min_by_key(|(id, _)| *id);
    let code = first.map_or("", |(_, warehouse)| warehouse.code.as_str());
    let today = now.day(settings.tz());
    used.into_iter()
        .map(|(text, (template, used_by))| {
            let next = view.get(TEMPLATE_COUNTER, &text)?.unwrap_or(1);
            let sample = sample(view, &template, next, today, code)?;
            Ok(TemplateRow { template: text, next, sample, used_by })
        })
        .collect()
}

/// Returns the next number that nothing has yet, or why there is none.
fn sample(view: &View, template: &Template, next: u64, today: Day, warehouse: &str) -> Result<String, Error> {
    let mut number = String::new();
    for value in next..next.saturating_add(MOST_SKIPPED) {
        number = match template.render(value, today, warehouse) {
            Ok(number) => number,
            Err(why) => return Ok(why.to_string()),
        };
        let key = claims::key_of(&number, Matching::Loose);
        let mut taken = false;
        view.prefix(SERIAL, &key, Direction::Forward, |_, _| {
            taken = true;
            Ok(false)
        })?;
        if !taken {
            break;
        }
    }
    Ok(number)
}
