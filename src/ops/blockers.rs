//! What keeps a draft from being posted, said before anybody tries.

use chrono::NaiveDate;

use super::{claims, draft, moving, standing};
use crate::domain::document::{Document, Line};
use crate::domain::id::DocumentId;
use crate::domain::lot::LotState;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::messages::{Blocker, Refused};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, LOT, PRODUCT, View};

/// Earliest day a document may have: a mistyped year is caught before it heads the queue.
const EARLIEST: Option<Day> = NaiveDate::from_ymd_opt(1900, 1, 1);

/// Returns what keeps a draft from being posted; nothing when it may be.
pub fn of(
    view: &View,
    settings: &Settings,
    today: Day,
    id: DocumentId,
    document: &Document,
) -> Result<Vec<Blocker>, Error> {
    let lines = draft::lines(view, id)?;
    let mut blockers = Vec::new();
    let nothing = lines.iter().all(|(_, line)| line.counted.is_zero() && line.missing().is_zero());
    if nothing {
        blockers.push(Blocker::Empty);
    }
    for (number, line) in lines.iter().filter(|_| !nothing) {
        let product = view.need(PRODUCT, &line.product)?;
        let (line, product, have, missing) = (*number, product.name, line.counted, line.missing());
        if missing > Quantity::ZERO {
            blockers.push(Blocker::Missing { line, product, have, missing });
        } else if have.is_zero() {
            blockers.push(Blocker::Nothing { line, product });
        }
    }
    if document.to_decide > 0 {
        blockers.push(Blocker::ToDecide(document.to_decide));
    }
    let date = document.date.unwrap_or(today);
    if let Some(refused) = date_refused(settings, today, date) {
        blockers.push(Blocker::Date(refused.to_string()));
    } else if date < today {
        for (_, line) in lines.iter().filter(|(_, line)| line.slots > 0) {
            blockers.extend(too_early(view, settings, line, date)?.map(Blocker::Date));
        }
    }
    Ok(blockers)
}

/// Says why a unit of a line cannot have come in again on a day: it had not left by then.
fn too_early(view: &View, settings: &Settings, line: &Line, date: Day) -> Result<Option<String>, Error> {
    let (scope, matching) = (claims::scope(settings, line.product), view.need(PRODUCT, &line.product)?.matching());
    for packed in claims::packs(view, line.lot)?.into_iter().flat_map(|(_, pack)| pack.units) {
        let claim = claims::holder(view, scope, claims::key_of(&packed.serial, matching))?;
        let Some(earlier) = claim.and_then(|(_, claim)| claim.earlier) else { continue };
        let life = standing::in_force(view, &earlier)?;
        let lot = view.need(LOT, &life.lot)?;
        // A posting that was cancelled brought nothing, whatever left and came back in between.
        if lot.state == LotState::Cancelled {
            continue;
        }
        let (by, day) = moving::units::since(view, &lot, life)?;
        if let Some(day) = day.filter(|day| *day > date) {
            let (serial, number) = (packed.serial, view.need(DOCUMENT, &by)?.number.unwrap_or_default());
            return Ok(Some(format!("{date} is too early: {serial} is where it was since {number} of {day}")));
        }
    }
    Ok(None)
}

/// Says why a document cannot have a date: it is to come, its period is closed, or its year is mistyped.
pub fn date_refused(settings: &Settings, today: Day, date: Day) -> Option<Refused> {
    if date > today {
        return Some(Refused::BadDate(format!(
            "{date} is yet to come: today is {today}; choose today or a day before"
        )));
    }
    if EARLIEST.is_some_and(|earliest| date < earliest) {
        return Some(Refused::BadDate(format!("{date} is too long ago: check the year")));
    }
    settings.closed_until.filter(|until| date <= *until).map(|until| Refused::ClosedPeriod { date, until })
}

/// Says why a draft cannot be posted: by its own code when it is one thing, else all of them.
pub fn refused(blockers: Vec<Blocker>, date: Option<Refused>) -> Refused {
    let only_missing = blockers.iter().all(|blocker| matches!(blocker, Blocker::Missing { .. }));
    match (blockers.as_slice(), date) {
        ([Blocker::Date(_)], Some(date)) => date,
        ([Blocker::Date(sentence)], None) => Refused::BadDate(sentence.clone()),
        ([Blocker::Missing { line, product, have, missing }, ..], _) if only_missing => Refused::SerialsMissing {
            line: *line,
            product: product.clone(),
            have: *have,
            wanted: have.checked_add(*missing).unwrap_or(*have),
            missing: *missing,
        },
        _ => Refused::NotComplete(blockers),
    }
}
