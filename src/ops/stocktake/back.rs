//! A count is taken back: the last one of this desk, never another's.

use super::counting;
use crate::domain::count::{CountedGoods, Subject};
use crate::domain::id::{DeskId, DocumentId};
use crate::domain::quantity::Quantity;
use crate::messages::{No, Outcome, Refused};
use crate::ops::Context;
use crate::store::codec::Scope;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{COUNT, COUNTED, COUNTED_GOODS, PRODUCT, Tables, View};

/// Takes a count of this desk back: its last one.
pub fn take(tx: &mut Tables, cx: &Context, id: DocumentId, entry: u32) -> Result<Outcome, No> {
    counting(&tx.view(), id)?;
    if last(&tx.view(), id, cx.desk)? != Some(entry) {
        let sentence = "this is not the last count of this desk: look again".to_owned();
        return Err(Refused::Changed(sentence).into());
    }
    let count = tx.need(COUNT, &(id, entry))?;
    tx.delete(COUNT, &(id, entry))?;
    let what = match count.what {
        Subject::Unit { key, scope } => {
            let at = (id, key, Scope(scope));
            let counted = tx.need(COUNTED, &at)?;
            tx.delete(COUNTED, &at)?;
            counted.serial
        }
        Subject::Goods { product, bin } => {
            let at = (id, product, bin);
            let was = tx.need(COUNTED_GOODS, &at)?;
            let counted = Quantity::from_thousandths(was.counted.thousandths() - count.by.thousandths());
            if counted < Quantity::ZERO {
                let sentence = format!("{} were counted there since: type what is there, *12", was.counted);
                return Err(Refused::Changed(sentence).into());
            }
            match was.entries - 1 {
                0 => tx.delete(COUNTED_GOODS, &at)?,
                entries => tx.put(COUNTED_GOODS, &at, &CountedGoods { counted, entries, ..was })?,
            }
            tx.need(PRODUCT, &product)?.name
        }
    };
    let by = Quantity::from_thousandths(-count.by.thousandths());
    Ok(Outcome::CountTakenBack { what, by })
}

/// Returns the last count of a desk that was not taken back.
pub fn last(view: &View, id: DocumentId, desk: DeskId) -> Result<Option<u32>, Error> {
    let mut last = None;
    view.prefix(COUNT, &id, Direction::Backward, |(_, n): (DocumentId, u32), count| {
        last = Some(n).filter(|_| count.stamp.desk == desk);
        Ok(last.is_none())
    })?;
    Ok(last)
}
