//! Conversions: an open one has its product and its draft; both halves of a saved one say the same of each layer.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use crate::domain::conversion::NOTE;
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, LotId};
use crate::domain::lot::Layer;
use crate::domain::movement::Spot;
use crate::ops::draft;
use crate::ops::layers::{NOTHING, plus};
use crate::store::engine::Error;
use crate::store::tables::{CONVERTING, DOCUMENT, LOT, MOVE_LINE, PRODUCT, TAKEN};

/// Walks the open conversions, the halves of the saved ones, and the lots they made.
pub(super) fn conversions(walk: &mut Walk) -> Result<(), Error> {
    let mut open = BTreeSet::new();
    for (product, converting) in walk.records(CONVERTING, &())? {
        let name = format!("the conversion of product {}", product.0);
        let record = walk.view.get(PRODUCT, &product)?;
        walk.hold(record.is_some_and(|record| !record.serialised()), || format!("{name} converts nothing"));
        let head = walk.view.get(DOCUMENT, &converting.draft)?;
        let its = head.is_some_and(|head| (head.kind, head.state) == (DocumentKind::Conversion, DocumentState::Draft));
        walk.hold(its, || format!("{name}: document {} is no open conversion", converting.draft.0));
        walk.hold(open.insert(converting.draft), || format!("{name}: draft {} is another's too", converting.draft.0));
        let mut lined = BTreeSet::new();
        for (number, line) in draft::lines(&walk.view, converting.draft)? {
            walk.hold(line.product == product, || format!("{name}: line {number} is of another product"));
            let warehouse = walk.view.need(LOT, &line.lot)?.warehouse;
            walk.hold(lined.insert(warehouse), || format!("{name}: warehouse {} has two lines", warehouse.0));
        }
        let had: BTreeSet<_> = converting.had.iter().map(|(warehouse, _)| *warehouse).collect();
        walk.hold(had == lined, || format!("{name}: its lines are not of the warehouses it began with"));
    }
    let mut halves = BTreeMap::new();
    for (id, document) in walk.records(DOCUMENT, &())? {
        let draft = document.kind == DocumentKind::Conversion && document.state == DocumentState::Draft;
        walk.hold(!draft || open.contains(&id), || format!("document {} is a conversion of nothing", id.0));
        let links = document.links.iter().filter(|_| document.note == NOTE);
        let names: Vec<_> =
            links.map(|link| Ok((*link, walk.view.get(DOCUMENT, link)?))).collect::<Result<_, Error>>()?;
        for (link, other) in names {
            let back = other.is_some_and(|other| other.links.contains(&id));
            walk.hold(back, || format!("document {} is linked to {}, which is not linked to it", id.0, link.0));
        }
        if document.kind == DocumentKind::Posting && came_of_one(walk, id)? {
            halves.insert(id, document);
        }
    }
    origins(walk, &halves)?;
    for (id, posting) in &halves {
        both_halves(walk, *id, posting)?;
    }
    Ok(())
}

/// Tells whether a posting brought lots that were others before.
fn came_of_one(walk: &Walk, id: DocumentId) -> Result<bool, Error> {
    for (_, line) in draft::lines(&walk.view, id)? {
        if walk.view.need(LOT, &line.lot)?.origin.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Holds that each lot that was another before was one without units, of the same product.
fn origins(walk: &mut Walk, halves: &BTreeMap<DocumentId, Document>) -> Result<(), Error> {
    for (id, lot) in walk.records(LOT, &())? {
        let Some(origin) = lot.origin else { continue };
        let name = format!("lot {}, which was lot {}", id.0, origin.0);
        walk.hold(halves.contains_key(&lot.document), || format!("{name}, came in by no conversion"));
        let was = walk.view.get(LOT, &origin)?;
        let kept = was.is_some_and(|was| {
            (was.product, was.slots, was.origin) == (lot.product, 0, None)
                && (was.batch, was.expiry) == (lot.batch, lot.expiry)
                && was.received <= lot.received
        });
        walk.hold(kept, || format!("{name}, is not what it was"));
    }
    Ok(())
}

/// Layers by the lot they were of and the place they stand at.
type Moved = BTreeMap<(LotId, Spot), Layer>;

/// Holds that what a conversion wrote off is what it posted: layer by layer, in quantity and in money.
fn both_halves(walk: &mut Walk, id: DocumentId, posting: &Document) -> Result<(), Error> {
    let name = format!("conversion {}", posting.number.clone().unwrap_or_default());
    let mut write_off = None;
    for link in &posting.links {
        let other = walk.view.get(DOCUMENT, link)?;
        write_off =
            write_off.or(other.filter(|other| other.kind == DocumentKind::WriteOff).map(|other| (*link, other)));
    }
    let Some((written, other)) = write_off else {
        walk.hold(false, || format!("{name} is linked to no write-off"));
        return Ok(());
    };
    let same = |half: &Document| {
        (half.note.as_str(), half.supplier, half.state, half.date) == (NOTE, None, DocumentState::Posted, posting.date)
    };
    walk.hold(same(posting) && same(&other), || format!("{name}: its halves do not say the same"));
    let (mut out, mut back) = (Moved::new(), Moved::new());
    for ((_, number), _) in walk.records(MOVE_LINE, &written)? {
        for part in walk.view.get(TAKEN, &(written, number))?.unwrap_or_default().parts {
            let Some(spot) = part.from else { continue };
            let sum = out.entry((part.lot, spot)).or_insert(NOTHING);
            *sum = plus(*sum, Layer { quantity: part.quantity, cost: part.cost });
        }
    }
    for (_, line) in draft::lines(&walk.view, id)? {
        let lot = walk.view.need(LOT, &line.lot)?;
        let (warehouse, bin) = (lot.warehouse, lot.bin.unwrap_or(BinId(0)));
        let spot = Spot { warehouse, bin, queued: lot.received.unwrap_or_default() };
        let sum = back.entry((lot.origin.unwrap_or_default(), spot)).or_insert(NOTHING);
        *sum = plus(*sum, Layer { quantity: lot.quantity, cost: lot.cost });
    }
    walk.hold(out == back, || format!("{name}: what it wrote off is not what it posted"));
    Ok(())
}
