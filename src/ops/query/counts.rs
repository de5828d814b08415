//! What a stocktake counted, newest first, at one desk or at all.

use crate::domain::count::Subject;
use crate::domain::id::{DeskId, DocumentId};
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{CountRow, Cursor, No, Page};
use crate::ops::stocktake;
use crate::store::codec::{Key, Scope};
use crate::store::engine::Direction;
use crate::store::tables::{COUNT, COUNTED, COUNTED_GOODS, PRODUCT, View};

use super::named::Called;
use super::paging::{Filling, backward, place};

/// Returns counts that were not taken back, newest first.
pub fn answer(
    view: &View,
    now: Moment,
    id: DocumentId,
    desk: Option<DeskId>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<CountRow>, No> {
    stocktake::of(view, id)?;
    let before = place::<(DocumentId, u32)>(after)?.map(|key| key.to_key());
    let (from, to) = backward(id.to_key(), before);
    let mut called = Called::new(*view, now);
    let mut filling = Filling::new(limit);
    view.range(COUNT, from, to, Direction::Backward, |(document, entry), count| {
        if desk.is_some_and(|desk| desk != count.stamp.desk) {
            return Ok(true);
        }
        if !filling.room() {
            return Ok(false);
        }
        let (serial, product, bin, counted) = match count.what {
            Subject::Unit { key, scope } => {
                let counted = view.need(COUNTED, &(id, key, Scope(scope)))?;
                (Some(counted.serial), counted.product, counted.bin, Quantity::ONE)
            }
            Subject::Goods { product, bin } => {
                let counted = view.need(COUNTED_GOODS, &(id, product, bin))?.counted;
                (None, Some(product), Some(bin), counted)
            }
        };
        let record = product.map(|product| view.need(PRODUCT, &product)).transpose()?;
        let (name, unit) = record.map_or_else(Default::default, |record| (record.name, record.unit));
        let (at, employee, desk) = called.stamp(count.stamp)?;
        let bin = called.bin(bin)?;
        let row = CountRow { entry, serial, name, product, unit, bin, by: count.by, counted, at, employee, desk };
        filling.push((document, entry).to_key(), row);
        Ok(true)
    })?;
    Ok(filling.page())
}
