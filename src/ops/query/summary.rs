//! Everything a draft would do when posted, and what keeps it from being posted.

use std::collections::HashSet;

use crate::domain::document::Line;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::messages::{ListView, No, SummaryView};
use crate::ops::draft::lines;
use crate::ops::{blockers, claims, settings};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, EXPECTED, PRODUCT, View};

use super::lot_units::packed_from;
use super::{draft, named};

/// Serials of a list that are named one by one.
const NAMED: usize = 100;

/// Returns what posting a draft would do.
pub fn answer(view: &View, now: Moment, id: DocumentId) -> Result<Box<SummaryView>, No> {
    let head = named::asked(view, DOCUMENT, &id, "draft", id.0)?;
    let settings = settings(view)?;
    let blockers = blockers::of(view, &settings, now.day(settings.tz()), id, &head)?;
    let draft = draft::whole(view, id, head)?;
    let (mut quantity, mut value) = (Quantity::ZERO, Money::ZERO);
    for line in &draft.lines {
        quantity = named::plus(quantity, line.counted);
        value = named::sum(value, line.total.unwrap_or(Money::ZERO));
    }
    let without_cost = draft.lines.iter().filter(|line| line.cost.is_none()).map(|line| line.line).collect();
    let mut lists = Vec::new();
    for (no, line) in lines(view, id)?.into_iter().filter(|(_, line)| line.listed > 0) {
        lists.push(list(view, id, no, &line)?);
    }
    Ok(Box::new(SummaryView { draft, quantity, value, without_cost, blockers, lists }))
}

/// Holds a line's scans against its list of expected serials.
fn list(view: &View, draft: DocumentId, no: LineNo, line: &Line) -> Result<ListView, Error> {
    let matching = view.need(PRODUCT, &line.product)?.matching();
    let mut scanned: HashSet<SerialKey> = HashSet::new();
    let mut serials = Vec::new();
    packed_from(view, line.lot, 1, |unit| {
        let key = claims::key_of(&unit.serial, matching);
        serials.push((unit.serial, key.clone()));
        scanned.insert(key);
        Ok(true)
    })?;
    let mut met = ListView {
        line: no,
        listed: line.listed,
        ticked: 0,
        missing: Vec::new(),
        not_listed: Vec::new(),
        not_listed_count: 0,
    };
    let mut listed: HashSet<SerialKey> = HashSet::new();
    view.prefix(EXPECTED, &(draft, no), Direction::Forward, |(.., key), serial| {
        if scanned.contains(&key) {
            met.ticked += 1;
        } else if met.missing.len() < NAMED {
            met.missing.push(serial);
        }
        listed.insert(key);
        Ok(true)
    })?;
    for (serial, _) in serials.into_iter().filter(|(_, key)| !listed.contains(key)) {
        met.not_listed_count += 1;
        if met.not_listed.len() < NAMED {
            met.not_listed.push(serial);
        }
    }
    Ok(met)
}
