//! Stocktakes: each count stands once, with what it counted; goods counted are the sum of their counts, and what was lost
//! is what its write-offs took.

use std::collections::BTreeMap;

use super::Walk;
use super::records::Counters;
use super::says;
use crate::domain::count::{Counted, CountedGoods, Stocktake, Subject};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, ProductId};
use crate::domain::lot::LotState;
use crate::domain::serial::{Matching, SerialKey};
use crate::domain::unit::{Holder, Unit};
use crate::ops::{claims, lives};
use crate::store::codec::Scope;
use crate::store::engine::Error;
use crate::store::tables::{BIN, COUNT, COUNTED, COUNTED_GOODS, Counter, DOCUMENT, PRODUCT, SERIAL, STOCKTAKE};

/// Counts of goods at one place: how many, and their sum in thousandths.
type Sums = BTreeMap<(DocumentId, ProductId, BinId), (u32, i64)>;

/// Walks stocktakes, their counts and what those counted: each leads to the others, and a stocktake that was thrown away
/// has none.
pub(super) fn stocktakes(walk: &mut Walk, counters: &Counters) -> Result<(), Error> {
    walk.each(DOCUMENT, |walk, id, document| {
        if document.kind == DocumentKind::Stocktake {
            let (view, there) = (walk.view, walk.get(STOCKTAKE, &id)?.is_some());
            walk.hold(there, || format!("{} is a stocktake and counts nothing", says::document(&view, id)));
            let itself = document.quantity.is_zero() && document.total.is_zero();
            walk.hold(itself, || format!("{} is a stocktake and moved something itself", says::document(&view, id)));
        }
        Ok(())
    })?;
    walk.each(STOCKTAKE, |walk, id, record| stocktake(walk, counters, id, &record))?;
    let mut sums = Sums::new();
    walk.each(COUNT, |walk, (id, n), count| {
        let view = walk.view;
        let name = || format!("count {n} of {}", says::document(&view, id));
        let its = kept(walk, id)?.is_some_and(|record| (1..=record.entries).contains(&n));
        walk.hold(its, || format!("{} is of no stocktake that took it", name()));
        match count.what {
            Subject::Unit { key, scope } => {
                let row = walk.get(COUNTED, &(id, key, Scope(scope)))?;
                let one = count.by == crate::domain::quantity::Quantity::ONE;
                let its = one && row.is_some_and(|row| row.entry == n);
                walk.hold(its, || format!("{} counted a unit that is not there", name()));
            }
            Subject::Goods { product, bin } => {
                let sum = sums.entry((id, product, bin)).or_default();
                *sum = (sum.0 + 1, sum.1 + count.by.thousandths());
            }
        }
        Ok(())
    })?;
    walk.each(COUNTED, |walk, (id, key, scope), row| counted(walk, id, &key, scope, &row))?;
    walk.each(COUNTED_GOODS, |walk, at, row| {
        let sum = sums.remove(&at).unwrap_or_default();
        goods(walk, at, &row, sum)
    })?;
    for (id, product, _) in sums.into_keys() {
        let view = walk.view;
        walk.hold(false, || {
            format!("{} counted {}, which is not there", says::document(&view, id), says::product(&view, product))
        });
    }
    Ok(())
}

/// Returns a stocktake that may have counts: one that was thrown away has none.
fn kept(walk: &Walk, id: DocumentId) -> Result<Option<Stocktake>, Error> {
    let thrown = walk.get(DOCUMENT, &id)?.is_none_or(|head| head.state == DocumentState::Deleted);
    Ok(walk.get(STOCKTAKE, &id)?.filter(|_| !thrown))
}

/// Holds what a stocktake says of itself against its document, and against the documents it was settled by.
fn stocktake(walk: &mut Walk, counters: &Counters, id: DocumentId, record: &Stocktake) -> Result<(), Error> {
    let view = walk.view;
    let name = || says::document(&view, id);
    let head = walk.get(DOCUMENT, &id)?.filter(|head| head.kind == DocumentKind::Stocktake);
    let Some(head) = head else {
        walk.hold(false, || format!("{} is no stocktake, and counts", name()));
        return Ok(());
    };
    let closed = head.state == DocumentState::Posted;
    walk.hold(closed == record.found.is_some(), || format!("{} is {} and says otherwise", name(), head.state.word()));
    let settled = (head.number.is_some(), !head.links.is_empty()) == (record.settlements > 0, record.settled > 0);
    let settled = settled && u64::from(record.settlements) <= 1 + u64::from(record.settled);
    walk.hold(settled, || format!("{} was settled {} times, it says", name(), record.settlements));
    let last = if head.sequence == 0 { counters.last(Counter::Sequence) } else { head.sequence - 1 };
    walk.hold(record.after <= last, || format!("{} was opened after it was closed", name()));
    let gone = head.state != DocumentState::Deleted || record.entries == 0;
    walk.hold(gone, || format!("{} was thrown away and has counts", name()));
    shelf(walk, id, &head, record.bin)?;
    let mut lost = 0;
    for link in &head.links {
        let other = walk.get(DOCUMENT, link)?.filter(|other| other.kind == DocumentKind::WriteOff);
        lost += other.map_or(0, |other| other.quantity.thousandths());
    }
    let its = lost == record.lost.thousandths();
    walk.hold(its, || format!("{} lost {}, its write-offs took another quantity", name(), record.lost));
    if !record.category.is_empty() {
        let mut known = false;
        view.every(PRODUCT, std::ops::Bound::Unbounded, |_, row| {
            known = row.is_ok_and(|(_, product): (ProductId, crate::domain::product::Product)| {
                product.category == record.category
            });
            Ok(!known)
        })?;
        walk.hold(known, || format!("{} counts {}, of which no product is", name(), record.category));
    }
    Ok(())
}

/// Holds that a shelf stands in the warehouse that is counted.
fn shelf(walk: &mut Walk, id: DocumentId, head: &Document, bin: Option<BinId>) -> Result<(), Error> {
    let Some(bin) = bin.filter(|bin| bin.0 != 0) else { return Ok(()) };
    let there = walk.get(BIN, &bin)?.is_some_and(|bin| bin.warehouse == head.warehouse);
    let view = walk.view;
    walk.hold(there, || format!("{} counts bin {}, which is not there", says::document(&view, id), bin.0));
    Ok(())
}

/// Holds that a serial was counted by the count it names, under its key, and that what the books knew of it was there.
fn counted(walk: &mut Walk, id: DocumentId, key: &SerialKey, scope: Scope, row: &Counted) -> Result<(), Error> {
    let view = walk.view;
    let name = || format!("{key} counted by {}", says::document(&view, id));
    let count = walk.get(COUNT, &(id, row.entry))?;
    let what = Subject::Unit { key: key.clone(), scope: scope.0 };
    walk.hold(count.is_some_and(|count| count.what == what), || format!("{} is of no count", name()));
    let matching = match row.product {
        Some(product) => walk.product(product)?.map(|(_, matching)| matching),
        None => Some(Matching::Loose),
    };
    let own = row.product.map_or(Scope(0), |product| claims::scope(&walk.settings, product));
    let itself = matching.is_some_and(|matching| claims::key_of(&row.serial, matching) == *key) && own == scope;
    walk.hold(itself, || format!("{} is not {}, or of another product", name(), row.serial));
    if let Some(head) = walk.get(DOCUMENT, &id)? {
        shelf(walk, id, &head, row.bin)?;
    }
    let Some(seen) = row.seen else { return Ok(()) };
    let product = walk.lot(seen.unit.0)?.map(|lot| lot.product);
    // A claim that was given up since leaves nothing behind.
    let gone = seen.state == LotState::Draft;
    // A serial that was corrected since leads on to its unit.
    let own = match walk.get(SERIAL, &(key.clone(), scope))? {
        Some(Holder::Alias(own)) => walk.get(SERIAL, &(own, scope))?,
        own => own,
    };
    let life = match own {
        Some(Holder::Unit(unit)) => unit.life(seen.unit.0, seen.unit.1).map(|life| moves(walk, life)).transpose()?,
        _ => None,
    };
    let known = gone || (product == row.product && life.is_some_and(|moved| seen.moved <= moved));
    walk.hold(known, || format!("{} is a unit that is not there, or never stood so", name()));
    Ok(())
}

/// Returns how many times a unit was moved; rows of its movements that cannot be read are named elsewhere.
fn moves(walk: &Walk, life: &Unit) -> Result<u32, Error> {
    match lives::moves(&walk.view, life) {
        Err(Error::Record { .. }) => Ok(u32::MAX),
        moves => moves,
    }
}

/// Holds that goods counted are the sum of their counts.
fn goods(
    walk: &mut Walk,
    (id, product, bin): (DocumentId, ProductId, BinId),
    row: &CountedGoods,
    sum: (u32, i64),
) -> Result<(), Error> {
    let view = walk.view;
    let name = || format!("{} counted by {}", says::product(&view, product), says::document(&view, id));
    let same = sum == (row.entries, row.counted.thousandths()) && row.counted.thousandths() >= 0;
    walk.hold(same, || format!("{} is not the sum of its counts", name()));
    let record = kept(walk, id)?;
    walk.hold(record.is_some_and(|record| row.last <= record.entries), || format!("{} is of no count", name()));
    walk.hold(walk.get(PRODUCT, &product)?.is_some(), || format!("{} is no product", name()));
    if let Some(head) = walk.get(DOCUMENT, &id)? {
        shelf(walk, id, &head, Some(bin))?;
    }
    Ok(())
}
