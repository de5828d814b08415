//! Conversions: an open one has its product and its draft; both halves of a saved one say the same of each layer.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::says;
use crate::domain::conversion::NOTE;
use crate::domain::document::{Document, DocumentKind, DocumentState, Line};
use crate::domain::id::{BinId, DocumentId, LineNo, LotId};
use crate::domain::lot::{Layer, Lot};
use crate::domain::movement::Spot;
use crate::ops::layers::{NOTHING, plus};
use crate::store::codec::Value;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CONVERTING, DOCUMENT, LINE, LOT, MOVE_LINE, PRODUCT, TAKEN, Table};

/// Conversions that were met among the documents.
#[derive(Default)]
pub(super) struct Conversions {
    /// Drafts of open ones.
    open: BTreeSet<DocumentId>,
    /// Postings by which saved ones brought units.
    halves: BTreeSet<DocumentId>,
}

/// Tells whether a document is one half of a saved conversion.
pub(super) fn is_half(document: &Document) -> bool {
    document.note == NOTE && !document.links.is_empty()
}

impl Conversions {
    /// Notes a document that is a conversion, or half of one.
    pub fn meet(&mut self, id: DocumentId, document: &Document) {
        match (document.kind, document.state) {
            (DocumentKind::Conversion, DocumentState::Draft) => {
                self.open.insert(id);
            }
            (DocumentKind::Posting, _) if is_half(document) => {
                self.halves.insert(id);
            }
            _ => {}
        }
    }

    /// Holds that a lot that was another before was one without units, of the same product.
    pub fn origin(&self, walk: &mut Walk, id: LotId, lot: &Lot) -> Result<(), Error> {
        let Some(origin) = lot.origin else { return Ok(()) };
        let view = walk.view;
        let name = || format!("{}, which was {}", says::lot(&view, id), says::lot(&view, origin));
        walk.hold(self.halves.contains(&lot.document), || format!("{}, came in by no conversion", name()));
        let kept = walk.lot(origin)?.is_some_and(|was| {
            (was.product, was.slots, was.origin) == (lot.product, 0, None)
                && (&was.batch, was.expiry) == (&lot.batch, lot.expiry)
                && was.received <= lot.received
        });
        walk.hold(kept, || format!("{}, is not what it was", name()));
        Ok(())
    }

    /// Walks the open conversions, and the halves of the saved ones.
    pub fn hold(mut self, walk: &mut Walk) -> Result<(), Error> {
        walk.each(CONVERTING, |walk, product, converting| {
            let view = walk.view;
            let name = || format!("the conversion of {} (product {})", says::product(&view, product), product.0);
            let record = walk.get(PRODUCT, &product)?;
            walk.hold(record.is_some_and(|record| !record.serialised()), || format!("{} converts nothing", name()));
            let draft = converting.draft;
            walk.hold(self.open.remove(&draft), || format!("{}: document {} is no draft of one", name(), draft.0));
            let mut had: BTreeSet<_> = converting.had.iter().map(|(warehouse, _)| *warehouse).collect();
            for (number, line) in lines(walk, draft)? {
                walk.hold(line.product == product, || format!("{}: line {number} is of another product", name()));
                let warehouse = walk.lot(line.lot)?.map(|lot| lot.warehouse).unwrap_or_default();
                walk.hold(had.remove(&warehouse), || {
                    let (lot, place) = (says::lot(&view, line.lot), says::warehouse(&view, warehouse));
                    format!("{}: {lot} is for {place}, with which it did not begin", name())
                });
            }
            for place in had {
                walk.hold(false, || format!("{}: {} has no line", name(), says::warehouse(&view, place)));
            }
            Ok(())
        })?;
        for id in std::mem::take(&mut self.open) {
            walk.hold(false, || format!("document {} is a conversion of nothing", id.0));
        }
        for id in std::mem::take(&mut self.halves) {
            both_halves(walk, id)?;
        }
        Ok(())
    }
}

/// Layers by the lot they were of and the place they stand at.
type Moved = BTreeMap<(LotId, Spot), Layer>;

/// Holds that what a conversion wrote off is what it posted: layer by layer, in quantity and in money.
fn both_halves(walk: &mut Walk, id: DocumentId) -> Result<(), Error> {
    let view = walk.view;
    let Some(posting) = walk.get(DOCUMENT, &id)? else { return Ok(()) };
    let name = || format!("the conversion {}", says::document(&view, id));
    let mut write_off = None;
    for link in &posting.links {
        let other = walk.get(DOCUMENT, link)?.filter(|other| other.kind == DocumentKind::WriteOff);
        write_off = write_off.or(other.map(|other| (*link, other)));
    }
    let Some((written, other)) = write_off else {
        walk.hold(false, || format!("{} is linked to no write-off", name()));
        return Ok(());
    };
    let same = |half: &Document| {
        (half.note.as_str(), half.supplier, half.state, half.date) == (NOTE, None, DocumentState::Posted, posting.date)
    };
    walk.hold(same(&posting) && same(&other), || format!("{}: its halves do not say the same", name()));
    let (mut out, mut back) = (Moved::new(), Moved::new());
    for at in keys(walk, MOVE_LINE, written)? {
        for part in walk.get(TAKEN, &at)?.unwrap_or_default().parts {
            let Some(spot) = part.from else { continue };
            let sum = out.entry((part.lot, spot)).or_insert(NOTHING);
            *sum = plus(*sum, Layer { quantity: part.quantity, cost: part.cost });
        }
    }
    for (_, line) in lines(walk, id)? {
        let Some(lot) = walk.get(LOT, &line.lot)? else { continue };
        let (warehouse, bin) = (lot.warehouse, lot.bin.unwrap_or(BinId(0)));
        let spot = Spot { warehouse, bin, queued: lot.received.unwrap_or_default() };
        let sum = back.entry((lot.origin.unwrap_or_default(), spot)).or_insert(NOTHING);
        *sum = plus(*sum, Layer { quantity: lot.quantity, cost: lot.cost });
    }
    walk.hold(out == back, || format!("{}: what it wrote off is not what it posted", name()));
    Ok(())
}

/// Returns where lines of a document stand in a table.
fn keys<V: Value>(
    walk: &Walk,
    table: Table<(DocumentId, LineNo), V>,
    id: DocumentId,
) -> Result<Vec<(DocumentId, LineNo)>, Error> {
    let mut keys = Vec::new();
    walk.view.prefix(table.keys(), &id, Direction::Forward, |at, ()| {
        keys.push(at);
        Ok(true)
    })?;
    Ok(keys)
}

/// Returns those lines of a document that can be read.
fn lines(walk: &Walk, id: DocumentId) -> Result<Vec<(LineNo, Line)>, Error> {
    let mut lines = Vec::new();
    for at in keys(walk, LINE, id)? {
        lines.extend(walk.get(LINE, &at)?.map(|line| (at.1, line)));
    }
    Ok(lines)
}
