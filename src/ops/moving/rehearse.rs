//! What a draft would take if it were posted now: carried out line by line over the store, and never kept.

use std::collections::BTreeMap;

use super::lines::Line;
use super::units::By;
use super::{back, drafts, draw, head, lines, post, transit, units};
use crate::domain::document::Document;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::lot::LayerKey;
use crate::domain::money::Money;
use crate::domain::movement::{MoveLine, Part, Picked};
use crate::domain::product::Product;
use crate::domain::settings::Settings;
use crate::domain::time::{Day, Moment};
use crate::messages::{No, Refused, Took};
use crate::ops::{blockers, held, layers};
use crate::store::overlay::Overlay;
use crate::store::tables::{LOT, PRODUCT, Tables, View};

/// What a line would take, or why it could not be posted as it is.
pub type Rehearsed = Result<(Vec<Took>, Money), Refused>;

/// Carries the lines of a draft out, in their order, as posting it now would; nothing is changed.
///
/// What units are held is known: they stand where they were picked, so their rows are not read again. A line that says
/// nothing yet takes nothing; one that is short takes nothing, and those behind it what is there.
pub fn rehearse(
    view: &View,
    now: Moment,
    settings: &Settings,
    id: DocumentId,
    document: &Document,
) -> Result<Vec<(LineNo, MoveLine, Product, Rehearsed)>, No> {
    let today = now.day(settings.tz());
    let mut overlay = Overlay::new(view.beneath());
    let mut tx = Tables::new(&mut overlay);
    let mut document = document.clone();
    let date = document.date.filter(|date| blockers::date_refused(settings, today, *date).is_none()).unwrap_or(today);
    document.date = Some(date);
    let ready = !head::returns(document.kind) || document.of.is_some();
    let by = By { id, document: &document };
    let mut rehearsed = Vec::new();
    for (number, line) in drafts::lines(view, id)? {
        let product = view.need(PRODUCT, &line.product)?;
        let nothing = Ok((Vec::new(), Money::ZERO));
        let took = if line.quantity.is_zero() || !line_is_complete(&product, &line) || !ready {
            nothing
        } else {
            let rehearsing = Rehearsing { now, settings, by: &by, number, today };
            match rehearsing.line(&mut tx, &line, product.clone()) {
                Ok(parts) => told(&tx.view(), &parts)?,
                Err(No::Refused(refused)) => Err(refused),
                Err(broken) => return Err(broken),
            }
        };
        rehearsed.push((number, line, product, took));
    }
    Ok(rehearsed)
}

fn line_is_complete(product: &Product, line: &MoveLine) -> bool {
    !product.serialised() || line.missing().is_zero()
}

fn told(view: &View, parts: &[Part]) -> Result<Rehearsed, No> {
    let cost = parts.iter().map(|part| part.cost).sum::<Option<Money>>();
    let cost = cost.ok_or_else(|| Refused::BadMoney("more than can be kept".to_owned()));
    Ok(match cost {
        Ok(cost) => Ok((post::told(view, parts)?, cost)),
        Err(refused) => Err(refused),
    })
}

/// A line that is carried out to see what it takes.
struct Rehearsing<'a> {
    now: Moment,
    settings: &'a Settings,
    by: &'a By<'a>,
    number: LineNo,
    today: Day,
}

impl Rehearsing<'_> {
    fn line(&self, tx: &mut Tables, line: &MoveLine, product: Product) -> Result<Vec<Part>, No> {
        let document = self.by.document;
        let wanted = drafts::wanted(&tx.view(), self.by.id, self.number, line, false)?;
        let units = line.picked as usize;
        let read = lines::line(&tx.view(), document, self.number, &wanted, product, units)?;
        let date = document.date.unwrap_or(self.today);
        let picked = held::of_line(&tx.view(), self.by.id, self.number)?;
        if let Some(sale) = document.of.filter(|_| transit::comes_back(document)) {
            let back = if read.product.serialised() {
                let units: Vec<_> = picked.iter().map(|(_, picked)| picked.unit).collect();
                back::by_units(&tx.view(), sale, &read, &units)?
            } else {
                back::bring_back(&tx.view(), self.now, self.by, sale, &read)?
            };
            return post::bring(tx, document, sale, &read.line, back, date);
        }
        let chosen = if read.product.serialised() {
            units::refuse_promised(&tx.view(), document, &read, self.today)?;
            self.lie(&tx.view(), &read, &picked)?
        } else {
            let drawn = draw::draw(&tx.view(), document, &read, self.today)?;
            drawn.into_iter().map(|(key, layer)| (key, layer, Vec::new())).collect()
        };
        post::take(tx, document, &read.line, chosen)
    }

    /// Returns the layers that picked units lie in, by where they stood when they were picked.
    fn lie(&self, view: &View, line: &Line, picked: &[(u32, Picked)]) -> Result<Vec<units::Chosen>, No> {
        let mut chosen: BTreeMap<LayerKey, Vec<u32>> = BTreeMap::new();
        let mut lots = BTreeMap::new();
        for (_, picked) in picked {
            let Some(spot) = picked.from else { continue };
            let (id, slot) = picked.unit;
            if let std::collections::btree_map::Entry::Vacant(new) = lots.entry(id) {
                new.insert(view.need(LOT, &id)?);
            }
            let within = self.by.document.to == Some(self.by.document.warehouse);
            if within && line.line.to_bin.unwrap_or_default() == spot.bin {
                let named = drafts::named(view, self.settings, line.line.product, &line.product, picked)?;
                units::moves_at_all(view, self.now, self.by, line, &named, spot)?;
            }
            chosen.entry(layers::at(id, &lots[&id], spot)).or_default().push(slot);
        }
        units::lie_in(view, chosen)
    }
}
