//! What a range, a list or a template would bring into a line, before anything is taken.

use std::collections::HashSet;

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::product::Product;
use crate::domain::range::{self, Item, RangeError};
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::text::shown;
use crate::domain::time::Moment;
use crate::messages::{CounterMove, No, PreviewView, Refused};
use crate::ops::claims::{self, Claimant};
use crate::ops::serials::numbering::{Numbered, next_numbers};
use crate::ops::serials::odd;
use crate::ops::{conversion, draft, settings};
use crate::store::engine::Error;
use crate::store::tables::{LOT, View};

use super::named;

/// Returns the serials a text stands for, in order, with those that clash and those that are odd.
///
/// `wanted` is how many the line asks for; `None` takes what the text says, a list that is no ranges as serials as they
/// stand. Refused is a text that cannot be read, that stands for more than 10,000, or that names one serial twice.
pub fn answer(
    view: &View,
    now: Moment,
    id: DocumentId,
    number: LineNo,
    text: &str,
    wanted: Option<u32>,
) -> Result<Box<PreviewView>, No> {
    let head = named::asked_document(view, id)?;
    let line = draft::line(view, id, number)?;
    let product = conversion::as_will_be(view, line.product)?;
    if !product.serialised() {
        return Err(Refused::NotSerialised { product: product.name }.into());
    }
    let read = match wanted {
        Some(_) => range::read(text, wanted, product.matching()),
        None => range::listed(text, product.matching()),
    };
    let items = read.map_err(|no| refused(text, &no))?;
    let settings = settings(view)?;
    let numbered = Numbered {
        settings: &settings,
        id: line.product,
        product: &product,
        warehouse: view.need(LOT, &line.lot)?.warehouse,
        day: head.date.unwrap_or_else(|| now.day(settings.tz())),
    };
    let (serials, generated) = literal(view, &numbered, items)?;
    let is_generated: HashSet<u32> = generated.iter().flat_map(|counter| counter.positions.iter().copied()).collect();
    let written = || (0..).zip(&serials).filter(|(at, _)| !is_generated.contains(at)).map(|(_, serial)| serial);
    let scope = claims::scope(&settings, line.product);
    let claimant = Claimant { lot: line.lot, product: line.product, scope, bin: line.bin };
    let mut clashes = Vec::new();
    for serial in written() {
        if let Some(why) = clash(view, now, &claimant, &product, serial)? {
            clashes.push((serial.clone(), why));
        }
    }
    let odd = odd(view, &product, &line, written().map(String::as_str))?;
    Ok(Box::new(PreviewView { serials, generated, clashes, odd }))
}

/// Puts numbers of the template where the text asks for the next ones; those that it writes out itself are skipped.
fn literal(view: &View, numbered: &Numbered, items: Vec<Item>) -> Result<(Vec<String>, Option<CounterMove>), No> {
    let matching = numbered.product.matching();
    let wanted = items.iter().filter(|item| **item == Item::Next).count();
    if wanted == 0 {
        let serials = items.into_iter().filter_map(|item| match item {
            Item::Serial(serial) => Some(serial),
            Item::Next => None,
        });
        return Ok((serials.collect(), None));
    }
    let written: HashSet<SerialKey> = items
        .iter()
        .filter_map(|item| match item {
            Item::Serial(serial) => Some(claims::key_of(serial, matching)),
            Item::Next => None,
        })
        .collect();
    let count = u32::try_from(wanted).unwrap_or(u32::MAX);
    let numbers = next_numbers(view, numbered, count, &|key| written.contains(key))?;
    let mut counter =
        CounterMove { template: numbers.template, from: numbers.from, to: numbers.to, positions: Vec::new() };
    let mut next = numbers.serials.into_iter().map(|serial| serial.into_parts().0);
    let mut serials = Vec::with_capacity(items.len());
    for (at, item) in (0..).zip(items) {
        match item {
            Item::Serial(serial) => serials.push(serial),
            Item::Next => {
                counter.positions.push(at);
                serials.extend(next.next());
            }
        }
    }
    Ok((serials, Some(counter)))
}

/// Says where a serial stands that cannot be taken; `None` when it can. One that was here and left comes in again.
fn clash(view: &View, now: Moment, by: &Claimant, product: &Product, serial: &str) -> Result<Option<String>, Error> {
    let Ok(serial) = Serial::parse(serial, product.matching()) else { return Ok(None) };
    let Some((_, held)) = claims::holder(view, by.scope, serial.key().clone())? else { return Ok(None) };
    Ok(claims::refused(view, now, by, &serial, &held)?.map(|refused| match refused {
        Refused::SerialTaken { standing, .. } => standing.to_string(),
        Refused::AlreadyScanned { line, product, .. } => format!("scanned already: line {line}, {product}"),
        other => other.to_string(),
    }))
}

/// Turns what is wrong with a text into a refusal.
pub fn refused(text: &str, no: &RangeError) -> Refused {
    let sentence = no.to_string();
    match no {
        RangeError::Malformed(_) => Refused::RangeMalformed(sentence),
        RangeError::TooLarge(_) => Refused::RangeTooLarge(sentence),
        RangeError::Doubles(_) => Refused::Duplicate(sentence),
        RangeError::Count { .. } => Refused::CountMismatch(sentence),
        RangeError::Serial(_) => Refused::SerialMalformed { serial: shown(text), sentence },
    }
}
