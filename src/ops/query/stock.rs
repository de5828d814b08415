//! What is on hand: a row a product and warehouse, a product, warehouse and bin, or a category.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::expiry::last_near;
use crate::domain::id::{BinId, ProductId, WarehouseId};
use crate::domain::lot::{Balance, Layer};
use crate::domain::movement::Spot;
use crate::domain::place::Warehouse;
use crate::domain::product::Product;
use crate::domain::time::{Day, Moment};
use crate::messages::{Cursor, Goods, No, Page, Refused, StockBy, StockRow};
use crate::ops::layers::{self, NOTHING};
use crate::ops::names::folded;
use crate::ops::rights::Said;
use crate::ops::{expiring, reservations};
use crate::store::codec::Key;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, LAYER, LOT, PRODUCT, View, WAREHOUSE};

use super::named::{self, Called};
use super::paging::{Filling, place};
use super::past::Past;
use super::rank::{self, Rank, Wanted};

/// Which stock is listed.
pub struct Filter<'a> {
    /// How rows are cut.
    pub by: StockBy,
    /// In this warehouse only.
    pub warehouse: Option<WarehouseId>,
    /// Of this product only.
    pub product: Option<ProductId>,
    /// Filter over product names and codes; empty for all.
    pub text: &'a str,
    /// At the end of a day that is over; `None` is now.
    pub past: Option<Past>,
    /// In warehouses only whose stock may be seen.
    pub said: &'a Said,
}

/// Place of a row: its product's, then its warehouse, then its bin.
type Place = (u32, String, WarehouseId, BinId);

/// Returns stock: products by name, or those a filter finds, best first; categories by name.
///
/// Of one product a warehouse that ever had it is listed though it is empty; else only what is there.
pub fn answer(
    view: &View,
    now: Moment,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<StockRow>, No> {
    if filter.by == StockBy::Expiry && filter.past.is_some() {
        let sentence = "on is given: what expires is known as of today; leave the day out".to_owned();
        return Err(Refused::BadField(sentence).into());
    }
    let warehouses = match filter.warehouse {
        Some(id) => vec![(id, named::asked(view, WAREHOUSE, &id, "warehouse", id.0)?)],
        None => filter.said.seen(view)?,
    };
    let mut called = Called::new(*view, now);
    let today = called.today()?;
    if filter.by == StockBy::Category {
        return by_category(view, today, filter, &warehouses, after, limit);
    }
    let after: Option<Place> = place(after)?;
    let filling = Filling::new(limit);
    let mut list = List { called, today, filter, warehouses: &warehouses, after, filling, full: false };
    if let Some(id) = filter.product {
        let product = named::asked_product(view, id)?;
        list.product(&(0, folded(&product.name)), id, Some(product))?;
    } else {
        let from: Option<Rank> = list.after.as_ref().map(|(rank, name, _, _)| (*rank, name.clone()));
        rank::products(view, filter.text, from.as_ref(), |rank, id| {
            list.product(&rank, id, None)?;
            Ok(!list.full)
        })?;
    }
    Ok(list.filling.page())
}

/// A list being made, product by product.
struct List<'a> {
    called: Called<'a>,
    today: Day,
    filter: &'a Filter<'a>,
    warehouses: &'a [(WarehouseId, Warehouse)],
    after: Option<Place>,
    filling: Filling<StockRow>,
    full: bool,
}

impl List<'_> {
    /// Adds the rows of one product; one that was asked for shows its empty warehouses too.
    fn product(&mut self, rank: &Rank, id: ProductId, asked: Option<Product>) -> Result<(), Error> {
        let view = self.called.view();
        let all = asked.is_some();
        let mut product = asked;
        for (warehouse, bin, part) in self.parts(id, all)? {
            let Some((_, name)) = self.warehouses.iter().find(|(known, _)| *known == warehouse) else { continue };
            let place = (rank.0, rank.1.clone(), warehouse, bin);
            if self.after.as_ref().is_some_and(|after| place <= *after) {
                continue;
            }
            if !self.filling.room() {
                self.full = true;
                return Ok(());
            }
            let product = match &mut product {
                Some(product) => product,
                None => product.insert(view.need(PRODUCT, &id)?),
            };
            let bin = self.called.bin(Some(bin))?;
            self.filling.push(place.to_key(), row(id, product, (warehouse, &name.name), bin, &part));
        }
        Ok(())
    }

    /// Cuts what there is of a product into the rows it is listed in. What is held is held in a warehouse, and not on a
    /// shelf of it.
    fn parts(&self, id: ProductId, all: bool) -> Result<Vec<(WarehouseId, BinId, Goods)>, Error> {
        let view = self.called.view();
        let by_bin = self.filter.by == StockBy::Bin;
        if self.filter.by == StockBy::Expiry {
            return self.expiring(id);
        }
        if let Some(past) = &self.filter.past {
            let had = past.had(&view, id, by_bin)?.into_iter();
            let parts = had.map(|((warehouse, bin), layer)| (warehouse, bin, worth(layer)));
            return Ok(parts.filter(|(.., part)| (all && !by_bin) || !part.on_hand.is_zero()).collect());
        }
        let mut parts = Vec::new();
        for (warehouse, _) in self.warehouses {
            let balance = view.get(BALANCE, &(*warehouse, id))?.filter(|balance| all || is_something(balance));
            let Some(whole) = balance else { continue };
            if !by_bin {
                let expiry = first_day(&view, (*warehouse, id))?;
                let whole = goods(&view, (*warehouse, id), whole, self.today)?;
                parts.push((*warehouse, BinId(0), Goods { expiry, ..whole }));
                continue;
            }
            let mut bins: BTreeMap<BinId, Layer> = BTreeMap::new();
            view.prefix(LAYER, &(*warehouse, id), Direction::Forward, |key, layer| {
                let bin = bins.entry(key.bin).or_insert(NOTHING);
                bin.quantity = named::plus(bin.quantity, layer.quantity);
                bin.cost = named::sum(bin.cost, layer.cost);
                Ok(true)
            })?;
            let mut days: BTreeMap<BinId, Day> = BTreeMap::new();
            expiring::each(&view, (*warehouse, id), |(_, _, day, _, (bin, _))| {
                days.entry(bin).or_insert(day);
                Ok(true)
            })?;
            let part = |(bin, layer)| (*warehouse, bin, Goods { expiry: days.get(&bin).copied(), ..worth(layer) });
            parts.extend(bins.into_iter().map(part));
        }
        Ok(parts)
    }

    /// Cuts what is past its day or near it into rows by bin.
    fn expiring(&self, id: ProductId) -> Result<Vec<(WarehouseId, BinId, Goods)>, Error> {
        let (view, last) = (self.called.view(), last_near(self.today));
        let mut parts = Vec::new();
        for (warehouse, _) in self.warehouses {
            let mut bins: BTreeMap<BinId, (Day, Layer)> = BTreeMap::new();
            expiring::each(&view, (*warehouse, id), |(_, _, day, lot, (bin, queued))| {
                if day > last {
                    return Ok(false);
                }
                let spot = Spot { warehouse: *warehouse, bin, queued };
                let layer = view.need(LAYER, &layers::at(lot, &view.need(LOT, &lot)?, spot))?;
                let (_, sum) = bins.entry(bin).or_insert((day, NOTHING));
                *sum = Layer {
                    quantity: named::plus(sum.quantity, layer.quantity),
                    cost: named::sum(sum.cost, layer.cost),
                };
                Ok(true)
            })?;
            let part = |(bin, (day, layer))| (*warehouse, bin, Goods { expiry: Some(day), ..worth(layer) });
            parts.extend(bins.into_iter().map(part));
        }
        Ok(parts)
    }
}

/// Returns the first day on which something of a product expires in a warehouse.
pub fn first_day(view: &View, at: (WarehouseId, ProductId)) -> Result<Option<Day>, Error> {
    let mut first = None;
    expiring::each(view, at, |(_, _, day, ..)| {
        first = Some(day);
        Ok(false)
    })?;
    Ok(first)
}

/// Returns goods of which nothing is promised.
fn worth(layer: Layer) -> Goods {
    Goods { on_hand: layer.quantity, value: layer.cost, ..Goods::default() }
}

/// Returns what a warehouse has of a product, and what of that is held today.
pub fn goods(view: &View, at: (WarehouseId, ProductId), balance: Balance, today: Day) -> Result<Goods, Error> {
    let Balance { on_hand, in_transit, value } = balance;
    Ok(Goods { on_hand, reserved: reservations::held(view, at, today)?, in_transit, value, expiry: None })
}

fn is_something(balance: &Balance) -> bool {
    !(balance.on_hand.is_zero() && balance.in_transit.is_zero())
}

fn row(
    id: ProductId,
    product: &Product,
    warehouse: (WarehouseId, &str),
    bin: Option<String>,
    part: &Goods,
) -> StockRow {
    StockRow {
        product: Some(id),
        name: product.name.clone(),
        code: product.code.clone(),
        unit: product.unit.clone(),
        warehouse: Some(warehouse.0),
        warehouse_name: warehouse.1.to_owned(),
        bin,
        serialised: product.serialised(),
        on_hand: part.on_hand,
        reserved: part.reserved,
        available: part.available(),
        in_transit: part.in_transit,
        value: part.value,
        minimum: product.minimum,
        expiry: part.expiry,
    }
}

/// Adds stock up by category. Reads one short row for each product and warehouse that ever met, no layers.
fn by_category(
    view: &View,
    today: Day,
    filter: &Filter,
    warehouses: &[(WarehouseId, Warehouse)],
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<StockRow>, No> {
    let after: Option<String> = place(after)?;
    let text = folded(filter.text);
    let found: HashSet<ProductId> = match Wanted::new(filter.text) {
        wanted if wanted.is_everything() => HashSet::new(),
        wanted => rank::ranked(view, wanted)?.into_iter().map(|(_, id)| id).collect(),
    };
    let only = match (filter.warehouse, warehouses) {
        (Some(id), [(_, record)]) => (Some(id), record.name.clone()),
        _ => (None, String::new()),
    };
    let mut rows: BTreeMap<String, StockRow> = BTreeMap::new();
    for (id, balance) in balances(view, today, filter, warehouses)? {
        let product = view.need(PRODUCT, &id)?;
        let category = folded(&product.category);
        let nothing = balance.on_hand.is_zero() && balance.in_transit.is_zero();
        if nothing || !(text.is_empty() || found.contains(&id) || category.contains(&text)) {
            continue;
        }
        match rows.get_mut(&category) {
            Some(row) => add(row, &product, &balance),
            None => {
                rows.insert(category, StockRow { warehouse: only.0, ..category_row(id, &product, &only.1, &balance) });
            }
        }
    }
    let mut filling = Filling::new(limit);
    for (category, row) in rows {
        if after.as_ref().is_some_and(|after| category <= *after) {
            continue;
        }
        if !filling.room() {
            break;
        }
        filling.push(category.to_key(), row);
    }
    Ok(filling.page())
}

fn category_row(id: ProductId, product: &Product, warehouse: &str, balance: &Goods) -> StockRow {
    StockRow {
        product: None,
        name: product.category.clone(),
        code: String::new(),
        minimum: None,
        ..row(id, product, (WarehouseId(0), warehouse), None, balance)
    }
}

/// Adds the balances of these warehouses up by product.
fn balances(
    view: &View,
    today: Day,
    filter: &Filter,
    warehouses: &[(WarehouseId, Warehouse)],
) -> Result<HashMap<ProductId, Goods>, Error> {
    let mut sums: HashMap<ProductId, Goods> = HashMap::new();
    let mut plus = |id, balance: Goods| {
        let sum = sums.entry(id).or_default();
        sum.on_hand = named::plus(sum.on_hand, balance.on_hand);
        sum.reserved = named::plus(sum.reserved, balance.reserved);
        sum.in_transit = named::plus(sum.in_transit, balance.in_transit);
        sum.value = named::sum(sum.value, balance.value);
    };
    if let Some(past) = &filter.past {
        let all = match filter.product {
            Some(id) => vec![id],
            None => named::products(view)?,
        };
        for id in all {
            for ((warehouse, _), layer) in past.had(view, id, false)? {
                if warehouses.iter().any(|(known, _)| *known == warehouse) {
                    plus(id, worth(layer));
                }
            }
        }
        return Ok(sums);
    }
    for (warehouse, _) in warehouses {
        view.prefix(BALANCE, warehouse, Direction::Forward, |(_, id), balance| {
            if filter.product.is_none_or(|product| product == id) {
                plus(id, goods(view, (*warehouse, id), balance, today)?);
            }
            Ok(true)
        })?;
    }
    Ok(sums)
}

/// Adds a product to its category's row; the unit of measure stands there while all share one.
fn add(row: &mut StockRow, product: &Product, balance: &Goods) {
    if row.unit != product.unit {
        row.unit.clear();
    }
    row.serialised &= product.serialised();
    row.on_hand = named::plus(row.on_hand, balance.on_hand);
    row.reserved = named::plus(row.reserved, balance.reserved);
    row.available = named::plus(row.available, balance.available());
    row.in_transit = named::plus(row.in_transit, balance.in_transit);
    row.value = named::sum(row.value, balance.value);
}
