//! Goods without serials, counted by how much is there.

use super::compare::on_hand;
use super::{counting, counts, shelf, take_down};
use crate::domain::count::{CountedGoods, Subject, Tally};
use crate::domain::id::{BinId, DocumentId, ProductId};
use crate::domain::quantity::Quantity;
use crate::messages::{No, Outcome, Refused};
use crate::ops::Context;
use crate::ops::people::unknown;
use crate::store::tables::{COUNTED_GOODS, PRODUCT, Tables};

/// Counts goods at a place: so many more, or so many in all.
///
/// How much the books have there is kept with it. When that changed since the count before, the goods are to be counted
/// again by their number, which makes it right whatever was counted before.
pub fn count(
    tx: &mut Tables,
    cx: &Context,
    id: DocumentId,
    product: ProductId,
    bin: Option<BinId>,
    tally: Tally,
) -> Result<Outcome, No> {
    let (head, mut record) = counting(&tx.view(), id)?;
    let goods = tx.get(PRODUCT, &product)?.ok_or_else(|| unknown("product", product.0))?;
    if goods.serialised() {
        let sentence = format!("{} has serials: it is counted by scanning each of them", goods.name);
        return Err(Refused::BadField(sentence).into());
    }
    counts(&record, &goods)?;
    let bin = shelf(&tx.view(), &head, &record, bin)?;
    let at = (id, product, bin.unwrap_or_default());
    let was = tx.get(COUNTED_GOODS, &at)?;
    let before = was.map_or(Quantity::ZERO, |was| was.counted);
    let (Tally::Add(said) | Tally::Set(said)) = tally;
    said.within(goods.decimals_taken())
        .map_err(|wrong| Refused::BadQuantity(wrong.in_unit(&goods.unit).to_string()))?;
    let after = match tally {
        Tally::Set(to) => Some(to),
        Tally::Add(by) => before.checked_add(by),
    };
    let after = after.filter(|after| *after >= Quantity::ZERO).ok_or_else(|| {
        Refused::BadQuantity(format!("{said} {} of {}: {before} were counted there", goods.unit, goods.name))
    })?;
    let by = Quantity::from_thousandths(after.thousandths() - before.thousandths());
    let what = Subject::Goods { product, bin: at.2 };
    let last = take_down(tx, cx, id, &mut record, what, by)?;
    let books = on_hand(&tx.view(), head.warehouse, product, bin)?;
    let all = on_hand(&tx.view(), head.warehouse, product, record.bin)?;
    let moved = matches!(tally, Tally::Add(_)) && was.is_some_and(|was| was.moved || was.books != books);
    let entries = was.map_or(0, |was| was.entries) + 1;
    tx.put(COUNTED_GOODS, &at, &CountedGoods { counted: after, books, all, moved, entries, last })?;
    Ok(Outcome::GoodsCounted { product: goods.name, before, after, entry: last })
}
