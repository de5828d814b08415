//! What was in stock at the end of a day: what is there now, less what came and plus what went since.
//!
//! Lots that came in later are left out as a whole. Of a posting that was cancelled later nothing is left to go back
//! from, so what it brought is followed forward from the day it came in. In money a day is worth what its goods cost by
//! the movements until then: an opposite counts with the cost that it moved back, on its own day.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::domain::correction::{Corrected, Left};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{BinId, DocumentId, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::money::Money;
use crate::domain::movement::Spot;
use crate::domain::quantity::Quantity;
use crate::domain::time::{Day, Moment};
use crate::messages::{No, Refused};
use crate::ops::layers::{NOTHING, minus, plus};
use crate::ops::moving::history::{each_part, steps};
use crate::ops::{draft, post, settings};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    CANCELLED_DAY, CORRECTION, DOCUMENT, LAYER, LINE, LOT, PRODUCT_DOCUMENT, View, end_of_prefix,
};

/// Stock by warehouse and bin; bin 0 is the warehouse at large, or the sum over all bins.
pub type Had = BTreeMap<(WarehouseId, BinId), Layer>;

/// A day that is over, or today.
#[derive(Debug)]
pub struct Past {
    day: Day,
    zone: chrono_tz::Tz,
    revalued: BTreeMap<ProductId, Vec<WorthMore>>,
}

impl Past {
    /// Returns a day to look at; refused when it has not come yet.
    pub fn on(view: &View, now: Moment, day: Day) -> Result<Past, No> {
        let zone = settings(view)?.tz();
        let today = now.day(zone);
        if day > today {
            let sentence = format!("{day} has not come yet: stock is known until today, {today}");
            return Err(Refused::BadDate(sentence).into());
        }
        Ok(Past { day, zone, revalued: revalued(view)? })
    }

    /// Returns what was there of a product.
    pub fn had(&self, view: &View, product: ProductId, by_bin: bool) -> Result<Had, Error> {
        let mut stock = Stock { had: Had::new(), by_bin };
        let later = self.later(view, product)?;
        let (mut left_out, mut forward) = (BTreeSet::new(), Vec::new());
        for (id, document) in &later {
            if !matches!(document.kind, DocumentKind::Posting) {
                continue;
            }
            for (_, line) in draft::lines(view, *id)?.into_iter().filter(|(_, line)| line.product == product) {
                left_out.insert(line.lot);
                if document.date.is_some_and(|date| date <= self.day) {
                    forward.push((*id, line));
                }
            }
        }
        for (warehouse, _) in super::named::warehouses(view)? {
            view.prefix(LAYER, &(warehouse, product), Direction::Forward, |key: LayerKey, layer| {
                if !left_out.contains(&key.lot) {
                    stock.change((key.warehouse, key.bin), true, layer);
                }
                Ok(true)
            })?;
        }
        for (id, document) in later.iter().filter(|(_, document)| document.kind != DocumentKind::Posting) {
            each_part(view, *id, product, |part| {
                if !left_out.contains(&part.lot) {
                    for step in steps(document, &part, self.zone).filter(|step| step.day > self.day) {
                        stock.change((step.spot.warehouse, step.spot.bin), !step.comes, step.layer);
                    }
                }
            })?;
        }
        for (_, line) in &forward {
            let lot = view.need(LOT, &line.lot)?;
            for (bin, layer) in post::spread(view, line, &lot)? {
                stock.change((lot.warehouse, bin.unwrap_or_default()), true, layer);
            }
        }
        let brought: BTreeSet<LotId> = forward.iter().map(|(_, line)| line.lot).collect();
        for &WorthMore { lot, day, spot, by } in self.revalued.get(&product).into_iter().flatten() {
            // What was worth more only later was worth less until then; of what is followed forward, the other way round.
            let later = day > self.day;
            if (later && !left_out.contains(&lot)) || (!later && brought.contains(&lot)) {
                let layer = Layer { quantity: Quantity::ZERO, cost: by };
                stock.change((spot.warehouse, spot.bin), !later, layer);
            }
        }
        if !forward.is_empty() {
            self.follow(view, product, &brought, &mut stock)?;
        }
        Ok(stock.had)
    }

    /// Returns the documents that moved a product later, themselves or by their opposite.
    fn later(&self, view: &View, product: ProductId) -> Result<BTreeMap<DocumentId, Document>, Error> {
        let from = Bound::Included((product, self.day.succ_opt().unwrap_or(self.day)).to_key());
        let to = end_of_prefix(&product.to_key());
        let mut ids = BTreeSet::new();
        view.range(PRODUCT_DOCUMENT, from.clone(), to.clone(), Direction::Forward, |_, document| {
            ids.insert(DocumentId(document));
            Ok(true)
        })?;
        view.range(CANCELLED_DAY, from, to, Direction::Forward, |(_, _, document), ()| {
            ids.insert(document);
            Ok(true)
        })?;
        ids.into_iter().map(|id| Ok((id, view.need(DOCUMENT, &id)?))).collect()
    }

    /// Follows lots from where they came in until the day.
    fn follow(&self, view: &View, product: ProductId, lots: &BTreeSet<LotId>, stock: &mut Stock) -> Result<(), Error> {
        let mut ids = Vec::new();
        view.prefix(PRODUCT_DOCUMENT, &product, Direction::Forward, |(_, day, _): (ProductId, Day, u64), document| {
            if day <= self.day {
                ids.push(DocumentId(document));
            }
            Ok(day <= self.day)
        })?;
        for id in ids {
            let document = view.need(DOCUMENT, &id)?;
            each_part(view, id, product, |part| {
                if lots.contains(&part.lot) {
                    for step in steps(&document, &part, self.zone).filter(|step| step.day <= self.day) {
                        stock.change((step.spot.warehouse, step.spot.bin), step.comes, step.layer);
                    }
                }
            })?;
        }
        Ok(())
    }
}

/// Part of a lot that was worth more from a day on, since its cost was corrected.
#[derive(Debug, Clone, Copy)]
struct WorthMore {
    lot: LotId,
    day: Day,
    spot: Spot,
    by: Money,
}

/// Returns what was worth more since its cost was corrected, by product. Few lots ever are.
fn revalued(view: &View) -> Result<BTreeMap<ProductId, Vec<WorthMore>>, Error> {
    let mut costs = Vec::new();
    view.prefix(CORRECTION, &(), Direction::Forward, |(document, line, ..), correction| {
        if let Corrected::Cost(revaluation) = correction.what {
            costs.push((document, line, correction.day, revaluation.left));
        }
        Ok(true)
    })?;
    let mut found: BTreeMap<ProductId, Vec<WorthMore>> = BTreeMap::new();
    for (document, line, day, left) in costs {
        let Some(line) = view.get(LINE, &(document, line))? else { continue };
        let left = left.into_iter().filter_map(|left| match left.at {
            Left::Layer(spot) => Some(WorthMore { lot: line.lot, day, spot, by: left.by }),
            Left::OnTheWay { .. } => None,
        });
        found.entry(line.product).or_default().extend(left);
    }
    Ok(found)
}

/// Stock that is being gone back from.
struct Stock {
    had: Had,
    by_bin: bool,
}

impl Stock {
    fn change(&mut self, (warehouse, bin): (WarehouseId, BinId), comes: bool, layer: Layer) {
        let bin = if self.by_bin { bin } else { BinId(0) };
        let had = self.had.entry((warehouse, bin)).or_insert(NOTHING);
        *had = if comes { plus(*had, layer) } else { minus(*had, layer) };
    }
}
