//! What happened after a day: a movement dated in the past may draw only on what was there on that day and on every day
//! since, or a later day would fall below zero.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::movement::{Part, Spot};
use crate::domain::quantity::Quantity;
use crate::domain::time::Day;
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CANCELLED_DAY, DOCUMENT, MOVE_LINE, PRODUCT_DOCUMENT, TAKEN, View, end_of_prefix};

/// What a part of a document changed in one place on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Business day.
    pub day: Day,
    /// Where.
    pub spot: Spot,
    /// It came there; else it left.
    pub comes: bool,
    /// How much, and what that costs.
    pub layer: Layer,
}

/// Returns what a part of a document changed, and what its opposite did on the day the document was cancelled.
pub fn steps(document: &Document, part: &Part, zone: chrono_tz::Tz) -> impl Iterator<Item = Step> {
    let cancelled = document.cancelled.filter(|_| document.state == DocumentState::Cancelled);
    let opposite = cancelled.zip(part.undone).map(|(by, cost)| (by.at.day(zone), cost, true));
    let own = document.date.map(|day| (day, part.cost, false));
    let ends = [(part.from, false), (part.to, true)];
    let quantity = part.quantity;
    own.into_iter().chain(opposite).flat_map(move |(day, cost, undone)| {
        ends.into_iter().filter_map(move |(spot, comes)| {
            Some(Step { day, spot: spot?, comes: comes != undone, layer: Layer { quantity, cost } })
        })
    })
}

/// Changes of the layers of one (warehouse, product) after a day: by layer, then by day.
#[derive(Debug, Default)]
pub struct Later(BTreeMap<(LotId, Spot), BTreeMap<Day, i64>>);

impl Later {
    /// Reads what moved after a day. Nothing moves after today, so for today nothing is read.
    ///
    /// Postings are left out: what came in later queues by a later day, and is not drawn on.
    pub fn read(
        view: &View,
        warehouse: WarehouseId,
        product: ProductId,
        after: Day,
        today: Day,
    ) -> Result<Later, Error> {
        let mut later = Later::default();
        if after >= today {
            return Ok(later);
        }
        let from = Bound::Included((product, after.succ_opt().unwrap_or(after)).to_key());
        let to = end_of_prefix(&product.to_key());
        let mut moved: Vec<(Day, DocumentId, i64)> = Vec::new();
        view.range(PRODUCT_DOCUMENT, from.clone(), to.clone(), Direction::Forward, |(_, day, _), document| {
            moved.push((day, DocumentId(document), 1));
            Ok(true)
        })?;
        view.range(CANCELLED_DAY, from, to, Direction::Forward, |(_, day, document), ()| {
            moved.push((day, document, -1));
            Ok(true)
        })?;
        for (day, document, sign) in moved {
            if view.need(DOCUMENT, &document)?.kind != DocumentKind::Posting {
                each_part(view, document, product, |part| later.note(warehouse, &part, day, sign))?;
            }
        }
        Ok(later)
    }

    fn note(&mut self, warehouse: WarehouseId, part: &Part, day: Day, sign: i64) {
        for (spot, sign) in [(part.from, -sign), (part.to, sign)] {
            if let Some(spot) = spot.filter(|spot| spot.warehouse == warehouse) {
                let days = self.0.entry((part.lot, spot)).or_default();
                *days.entry(day).or_default() += sign * part.quantity.thousandths();
            }
        }
    }

    /// Returns the least a layer ever had from the day on until a day, when it has so much now.
    pub fn least_until(&self, key: &LayerKey, now: Quantity, until: Day) -> Quantity {
        let Some(days) = self.0.get(&(key.lot, super::super::layers::spot(key))) else { return now };
        // What it had before all that came later, then what it had after each day of it.
        let mut had = now.thousandths() - days.values().sum::<i64>();
        let mut least = had;
        for change in days.range(..=until).map(|(_, change)| change) {
            had += change;
            least = least.min(had);
        }
        Quantity::from_thousandths(least.max(0))
    }

    /// Returns the days on which anything changed.
    pub fn days(&self) -> BTreeSet<Day> {
        self.0.values().flat_map(BTreeMap::keys).copied().collect()
    }
}

/// Visits what the lines of a document took of a product.
pub fn each_part(
    view: &View,
    document: DocumentId,
    product: ProductId,
    mut visit: impl FnMut(Part),
) -> Result<(), Error> {
    let mut lines = Vec::new();
    view.prefix(MOVE_LINE, &document, Direction::Forward, |at, line| {
        if line.product == product {
            lines.push(at);
        }
        Ok(true)
    })?;
    for at in lines {
        view.need(TAKEN, &at)?.parts.into_iter().for_each(&mut visit);
    }
    Ok(())
}

/// Returns the number of the first document in force after a place in the order of posting that took a part of a product
/// of which something is true.
pub fn moved_by(
    view: &View,
    product: ProductId,
    after: u64,
    is: impl Fn(&Document, &Part) -> bool,
) -> Result<Option<String>, Error> {
    let mut found: Option<(u64, String)> = None;
    view.prefix(PRODUCT_DOCUMENT, &product, Direction::Forward, |(_, _, sequence), document| {
        if sequence <= after || found.as_ref().is_some_and(|(first, _)| *first < sequence) {
            return Ok(true);
        }
        let id = DocumentId(document);
        let document = view.need(DOCUMENT, &id)?;
        if !document.in_force() || document.kind == DocumentKind::Posting {
            return Ok(true);
        }
        let mut its = false;
        each_part(view, id, product, |part| its = its || is(&document, &part))?;
        if its {
            found = Some((sequence, document.number.unwrap_or_default()));
        }
        Ok(true)
    })?;
    Ok(found.map(|(_, number)| number))
}
