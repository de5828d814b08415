//! A count is compared with the books: what is missing, what is too much, what belongs elsewhere, what is unknown.

use std::collections::{BTreeMap, BTreeSet};

use super::misplaced::Sorted;
use super::units::seen;
use crate::domain::count::{Counted, CountedGoods, FindingKind, Stocktake, Subject};
use crate::domain::document::{Document, DocumentState};
use crate::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::movement::Spot;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::unit::{Holder, Unit, UnitId};
use crate::messages::{No, Progress};
use crate::ops::moving::units::stands_at;
use crate::ops::query::units::answering;
use crate::ops::{claims, settings, standing};
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, COUNTED, COUNTED_GOODS, LAYER, LOT, PRODUCT, SERIAL, View};

/// A stocktake that is compared with the books.
pub struct Count<'a> {
    pub(super) view: View<'a>,
    pub(super) id: DocumentId,
    /// Its document.
    pub head: Document,
    /// What it counts.
    pub record: Stocktake,
    /// Day it was opened.
    pub(super) opened: Day,
    settings: Settings,
}

/// Where a unit that was counted stands by the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Where it was counted.
    Here(Spot),
    /// In stock, and not there.
    Elsewhere(Spot),
    /// It left, or has not come in yet.
    Left,
    /// They do not know it.
    Unknown,
}

impl Stand {
    /// Returns what is wrong with it, if anything.
    pub const fn finding(self) -> Option<FindingKind> {
        match self {
            Stand::Here(_) => None,
            Stand::Elsewhere(_) => Some(FindingKind::Elsewhere),
            Stand::Left => Some(FindingKind::Excess),
            Stand::Unknown => Some(FindingKind::Unknown),
        }
    }
}

/// Something that was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// About what.
    pub what: Subject,
    /// Product; `None` of an unknown serial that nobody named a product for.
    pub product: Option<ProductId>,
    /// How much is too little or too much; one of a unit.
    pub quantity: Quantity,
    /// Of goods: counted, and expected.
    pub compared: Option<(Quantity, Quantity)>,
    /// Serial, of a unit.
    pub serial: Option<String>,
    /// Shelf it was counted on or is missing from; `None` when none was said.
    pub bin: Option<BinId>,
    /// The unit, when the books know it.
    pub unit: Option<Unit>,
    /// Where the books have it.
    pub from: Option<Spot>,
    /// Stock moved while it was counted.
    pub moved: bool,
}

/// All that was found, and how far counting has come.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of kinds, then of products.
    pub findings: Vec<Finding>,
    /// Units and goods counted, in thousandths.
    pub counted: i64,
    /// Of what is expected, what was counted, on whatever shelf, in thousandths.
    matched: i64,
    /// Expected, in thousandths.
    expected: i64,
}

impl Found {
    /// Returns how much of what is expected was counted.
    pub fn progress(&self, record: &Stocktake) -> Progress {
        let found = record.found.unwrap_or(Quantity::from_thousandths(self.matched));
        let expected = record.found.map_or(self.expected, Quantity::thousandths);
        Progress { found, expected: Quantity::from_thousandths(expected + record.lost.thousandths()) }
    }

    /// Returns how many findings there are of a kind.
    pub fn of(&self, kind: FindingKind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }
}

impl<'a> Count<'a> {
    /// Reads a stocktake.
    pub fn read(view: View<'a>, id: DocumentId) -> Result<Count<'a>, No> {
        let (head, record) = super::of(&view, id)?;
        let settings = settings(&view)?;
        let opened = head.opened.at.day(settings.tz());
        Ok(Count { view, id, head, record, opened, settings })
    }

    /// Compares all that was counted with the books, and the books with what was counted. A stocktake that is closed has
    /// no findings.
    pub fn found(&self) -> Result<Found, No> {
        let mut found = Found::default();
        let open = self.head.state == DocumentState::Draft;
        let counted = self.counted_units(&mut found, open)?;
        let mut goods: BTreeMap<ProductId, Vec<(BinId, CountedGoods)>> = BTreeMap::new();
        self.view.prefix(COUNTED_GOODS, &self.id, Direction::Forward, |(_, product, bin), row| {
            found.counted += row.counted.thousandths();
            goods.entry(product).or_default().push((bin, row));
            Ok(true)
        })?;
        if !open {
            return Ok(found);
        }
        let mut here: BTreeSet<ProductId> = goods.keys().copied().collect();
        self.view.prefix(BALANCE, &self.head.warehouse, Direction::Forward, |(_, product), balance| {
            if balance.on_hand > Quantity::ZERO {
                here.insert(product);
            }
            Ok(true)
        })?;
        for id in here {
            let product = self.view.need(PRODUCT, &id)?;
            if !self.record.counts(&product) {
                continue;
            }
            match goods.remove(&id) {
                // A product that was given serials since its goods were counted is counted by those.
                _ if product.serialised() => self.missing_units(&mut found, id, &product, &counted)?,
                Some(rows) => self.goods(&mut found, id, &rows)?,
                None => self.missing_goods(&mut found, id, &BTreeSet::new())?,
            }
        }
        // What lies on another shelf than it should was found all the same.
        found.matched += Sorted::of(found.findings.iter()).moved();
        found.findings.sort_by(|a, b| (a.kind, a.product, &a.what).cmp(&(b.kind, b.product, &b.what)));
        Ok(found)
    }

    /// Looks at each unit that was counted; returns those the books know.
    fn counted_units(&self, found: &mut Found, open: bool) -> Result<BTreeSet<UnitId>, Error> {
        let mut known = BTreeSet::new();
        let mut rows = Vec::new();
        self.view.prefix(COUNTED, &self.id, Direction::Forward, |key: (DocumentId, SerialKey, Scope), row| {
            rows.push((key.1, key.2, row));
            Ok(true)
        })?;
        found.counted += i64::try_from(rows.len()).unwrap_or(i64::MAX / 1_000) * 1_000;
        if !open {
            return Ok(known);
        }
        for (key, scope, row) in rows {
            let holder = claims::holder(&self.view, scope, key.clone())?;
            let stand = match &holder {
                Some((_, unit)) => {
                    let now = seen(&self.view, unit)?;
                    known.insert(now.unit);
                    // What moved after it was counted is where the books say.
                    if row.seen != Some(now) {
                        continue;
                    }
                    stands(&self.view, &self.head, unit, row.bin)?
                }
                // One that came in meanwhile is of the product it came in as.
                None if row.product.is_none() => {
                    let since = answering(&self.view, &row.serial)?;
                    known.extend(since.iter().map(|since| (since.unit.lot, since.unit.slot)));
                    if !since.is_empty() {
                        continue;
                    }
                    Stand::Unknown
                }
                None => Stand::Unknown,
            };
            match stand.finding() {
                None => {
                    found.matched += 1_000;
                    found.expected += 1_000;
                }
                Some(kind) => found.findings.push(of_unit(kind, key, scope, row, holder.map(|held| held.1), stand)),
            }
        }
        Ok(known)
    }

    /// Finds the units of a product that should be here and were not counted.
    fn missing_units(
        &self,
        found: &mut Found,
        id: ProductId,
        product: &Product,
        counted: &BTreeSet<UnitId>,
    ) -> Result<(), Error> {
        let scope = claims::scope(&self.settings, id);
        for (layer, has) in self.layers(id)? {
            let lot = self.view.need(LOT, &layer.lot)?;
            let spot = crate::ops::layers::spot(&layer);
            let mut to_find = has.quantity.whole().unwrap_or(u32::MAX);
            for packed in claims::packs(&self.view, layer.lot)?.into_iter().flat_map(|(_, pack)| pack.units) {
                if to_find == 0 {
                    break;
                }
                let key = claims::key_of(&packed.serial, product.matching());
                let Some(Holder::Unit(unit)) = self.view.get(SERIAL, &(key.clone(), scope))? else { continue };
                let Some(life) = unit.life(layer.lot, packed.slot) else { continue };
                if stands_at(&lot, life) != Some(spot) {
                    continue;
                }
                to_find -= 1;
                if counted.contains(&(layer.lot, packed.slot)) || self.came_later(&lot, life)? {
                    continue;
                }
                found.expected += 1_000;
                found.findings.push(Finding {
                    kind: FindingKind::Shortage,
                    what: Subject::Unit { key, scope: scope.0 },
                    product: Some(id),
                    quantity: Quantity::ONE,
                    compared: None,
                    serial: Some(packed.serial),
                    bin: Some(spot.bin),
                    unit: Some(unit),
                    from: Some(spot),
                    moved: false,
                });
            }
        }
        Ok(())
    }

    /// Compares goods that were counted: shelf by shelf, or, when they were once counted without a shelf, as a whole.
    fn goods(&self, found: &mut Found, id: ProductId, rows: &[(BinId, CountedGoods)]) -> Result<(), Error> {
        let last = rows.iter().max_by_key(|(_, row)| row.last).map_or(Quantity::ZERO, |(_, row)| row.all);
        if rows.iter().any(|(bin, _)| *bin == BinId(0)) {
            let counted = rows.iter().map(|(_, row)| row.counted.thousandths()).sum();
            let moved = rows.iter().any(|(_, row)| row.moved || row.all != last);
            compared(found, id, None, (Quantity::from_thousandths(counted), last), moved);
            return Ok(());
        }
        for (bin, row) in rows {
            compared(found, id, Some(*bin), (row.counted, row.books), row.moved);
        }
        self.missing_goods(found, id, &rows.iter().map(|(bin, _)| *bin).collect())
    }

    /// Finds goods that lie on shelves where they were not counted.
    fn missing_goods(&self, found: &mut Found, id: ProductId, counted: &BTreeSet<BinId>) -> Result<(), Error> {
        let mut shelves: BTreeMap<BinId, i64> = BTreeMap::new();
        for (key, layer) in self.layers(id)? {
            *shelves.entry(key.bin).or_default() += layer.quantity.thousandths();
        }
        for (bin, on_hand) in shelves.into_iter().filter(|(bin, _)| !counted.contains(bin)) {
            let missing = on_hand - self.came_in(id, Some(bin))?;
            if missing > 0 {
                compared(found, id, Some(bin), (Quantity::ZERO, Quantity::from_thousandths(missing)), false);
            }
        }
        Ok(())
    }

    /// Returns the layers of a product in what is counted.
    fn layers(&self, product: ProductId) -> Result<Vec<(LayerKey, Layer)>, Error> {
        let mut layers = Vec::new();
        self.view.prefix(LAYER, &(self.head.warehouse, product), Direction::Forward, |key: LayerKey, layer| {
            if self.record.bin.is_none_or(|bin| bin == key.bin) {
                layers.push((key, layer));
            }
            Ok(true)
        })?;
        Ok(layers)
    }
}

/// Notes goods as they compare.
fn compared(found: &mut Found, id: ProductId, bin: Option<BinId>, (counted, books): (Quantity, Quantity), moved: bool) {
    found.matched += counted.min(books).thousandths();
    found.expected += books.thousandths();
    let difference = counted.thousandths() - books.thousandths();
    if difference == 0 && !moved {
        return;
    }
    found.findings.push(Finding {
        kind: if difference < 0 { FindingKind::Shortage } else { FindingKind::Excess },
        what: Subject::Goods { product: id, bin: bin.unwrap_or_default() },
        product: Some(id),
        quantity: Quantity::from_thousandths(difference.abs()),
        compared: Some((counted, books)),
        serial: None,
        bin,
        unit: None,
        from: None,
        moved,
    });
}

fn of_unit(kind: FindingKind, key: SerialKey, scope: Scope, row: Counted, unit: Option<Unit>, at: Stand) -> Finding {
    Finding {
        kind,
        what: Subject::Unit { key, scope: scope.0 },
        product: row.product,
        quantity: Quantity::ONE,
        compared: None,
        serial: Some(row.serial),
        bin: row.bin,
        unit,
        from: if let Stand::Elsewhere(spot) = at { Some(spot) } else { None },
        moved: false,
    }
}

/// Returns where a unit stands by the books, counted in a stocktake's warehouse, on a shelf when one was said.
pub fn stands(view: &View, head: &Document, unit: &Unit, bin: Option<BinId>) -> Result<Stand, Error> {
    let life = standing::in_force(view, unit)?;
    Ok(match stands_at(&view.need(LOT, &life.lot)?, life) {
        Some(spot) if spot.warehouse == head.warehouse && bin.is_none_or(|bin| bin == spot.bin) => Stand::Here(spot),
        Some(spot) => Stand::Elsewhere(spot),
        None => Stand::Left,
    })
}

/// Returns what is on hand of a product on a shelf, or in the whole warehouse.
pub fn on_hand(view: &View, warehouse: WarehouseId, product: ProductId, bin: Option<BinId>) -> Result<Quantity, Error> {
    let Some(bin) = bin else {
        return Ok(view.get(BALANCE, &(warehouse, product))?.unwrap_or_default().on_hand);
    };
    let mut sum = 0;
    view.prefix(LAYER, &(warehouse, product), Direction::Forward, |key: LayerKey, layer| {
        sum += if key.bin == bin { layer.quantity.thousandths() } else { 0 };
        Ok(true)
    })?;
    Ok(Quantity::from_thousandths(sum))
}
