//! Scans of a draft that wait for a decision, oldest first.

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::time::Moment;
use crate::messages::{No, Standing, TrayView};
use crate::ops::standing;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{LINE, MOVE_LINE, TRAY, View};

use super::{named, units};

/// Returns the rows of a tray, each with where its serial stands by now.
pub fn answer(view: &View, now: Moment, draft: DocumentId) -> Result<Vec<TrayView>, No> {
    let mut rows = Vec::new();
    view.prefix(TRAY, &draft, Direction::Forward, |(_, row), waiting| {
        let product = match waiting.line {
            Some(line) => {
                let moving = view.get(MOVE_LINE, &(draft, line))?.map(|line| line.product);
                view.get(LINE, &(draft, line))?.map(|line| line.product).or(moving)
            }
            None => None,
        };
        rows.push(TrayView {
            row,
            standing: standing_now(view, now, &waiting.raw, product)?,
            raw: waiting.raw,
            line: waiting.line,
            reason: waiting.reason,
            at: waiting.stamp.at,
            desk: named::desk(view, waiting.stamp.desk)?,
        });
        Ok(true)
    })?;
    Ok(rows)
}

/// Says where a serial stands: as one of the selected line's product, else as one of any.
fn standing_now(view: &View, now: Moment, raw: &str, product: Option<ProductId>) -> Result<Option<Standing>, Error> {
    let known = units::answering(view, raw)?;
    let best = known.iter().find(|found| Some(found.product) == product).or_else(|| known.first());
    best.map(|found| standing::of(view, now, &found.unit)).transpose()
}
