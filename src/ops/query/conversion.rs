//! A product that gets serials, or could: what each warehouse has, and how many serials there are for it.

use std::collections::BTreeMap;

use crate::domain::conversion::Converting;
use crate::domain::document::{Document, DocumentState};
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::lot::Balance;
use crate::domain::product::{NumberedBy, Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::time::{Day, Moment};
use crate::messages::{ConversionOf, ConversionRow, ConversionView, No};
use crate::ops::{blockers, conversion, draft, in_use, reservations, settings};
use crate::store::engine::Error;
use crate::store::tables::{CONVERTING, DOCUMENT, LOT, PRODUCT, SETTINGS, View, WAREHOUSE};

use super::named;

/// Returns a conversion by its draft or its product: open, saved, thrown away, or not begun.
pub fn answer(view: &View, now: Moment, of: ConversionOf) -> Result<Box<ConversionView>, No> {
    match of {
        ConversionOf::Product(product) => {
            let record = named::asked_product(view, product)?;
            let open = view.get(CONVERTING, &product)?;
            let draft = match &open {
                Some(open) => Some((open.draft, view.need(DOCUMENT, &open.draft)?)),
                None => None,
            };
            whole(view, now, (product, record), open.as_ref(), draft)
        }
        ConversionOf::Draft(draft) => {
            let head = named::asked(view, DOCUMENT, &draft, "conversion", draft.0)?;
            let open = conversion::of_draft(view, draft)?;
            let product = match &open {
                Some((product, _)) => Some(*product),
                None => draft::lines(view, draft)?.first().map(|(_, line)| line.product),
            };
            let Some(product) = product else { return Ok(gone(view, draft, &head)?) };
            let record = view.need(PRODUCT, &product)?;
            let open = open.map(|(_, converting)| converting);
            whole(view, now, (product, record), open.as_ref(), Some((draft, head)))
        }
    }
}

/// A warehouse's line in a draft, and its serials.
type Lined = BTreeMap<WarehouseId, (LineNo, Quantity)>;

fn whole(
    view: &View,
    now: Moment,
    (product, record): (ProductId, Product),
    open: Option<&Converting>,
    draft: Option<(DocumentId, Document)>,
) -> Result<Box<ConversionView>, No> {
    let lined = match open {
        Some(open) => lined(view, open.draft)?,
        None => BTreeMap::new(),
    };
    let settings = settings(view)?;
    let today = now.day(settings.tz());
    let rows = rows(view, today, product, open, &lined)?;
    let (mut on_hand, mut serials) = (Quantity::ZERO, Quantity::ZERO);
    let mut value = crate::domain::money::Money::ZERO;
    for row in &rows {
        on_hand = named::plus(on_hand, row.on_hand);
        serials = named::plus(serials, row.serials);
        value = named::sum(value, in_use::balance(view, row.warehouse, product)?.value);
    }
    let (numbered_by, matching) = match (open, record.tracking) {
        (Some(open), _) => (open.numbered_by, open.matching),
        (None, Tracking::Serialised { numbered_by, matching }) => (numbered_by, matching),
        (None, Tracking::Counted) => (usual(view, &record, &rows)?, Matching::Loose),
    };
    let mut sentences = Vec::new();
    if !record.serialised() {
        let refused = conversion::may::all(view, today, product, &record)?;
        sentences.extend(refused.iter().map(ToString::to_string));
        sentences.extend(blockers::date_refused(&settings, today, today).map(|refused| refused.to_string()));
    }
    let mut of_draft = |(id, head): (DocumentId, Document)| -> Result<_, Error> {
        let (employee, desk) = (named::employee(view, head.opened.employee)?, named::desk(view, head.opened.desk)?);
        Ok(((id, head.state), head.number, (head.opened.at, employee, desk)))
    };
    let draft = draft.map(&mut of_draft).transpose()?;
    let (draft, number, opened) = match draft {
        Some((draft, number, opened)) => (Some(draft), number, Some(opened)),
        None => (None, None, None),
    };
    Ok(Box::new(ConversionView {
        product,
        name: record.name,
        unit: record.unit,
        draft,
        number,
        opened,
        numbered_by,
        matching,
        rows,
        on_hand,
        serials,
        value,
        blockers: sentences,
    }))
}

/// Returns what a draft has by warehouse.
fn lined(view: &View, draft: DocumentId) -> Result<Lined, Error> {
    let lines = draft::lines(view, draft)?.into_iter();
    lines.map(|(number, line)| Ok((view.need(LOT, &line.lot)?.warehouse, (number, line.counted)))).collect()
}

/// Returns the warehouses that have some, expect some, or have serials.
fn rows(
    view: &View,
    today: Day,
    product: ProductId,
    open: Option<&Converting>,
    lined: &Lined,
) -> Result<Vec<ConversionRow>, Error> {
    let mut rows = Vec::new();
    for (warehouse, record) in named::warehouses(view)? {
        let Balance { on_hand, in_transit, .. } = in_use::balance(view, warehouse, product)?;
        let reserved = reservations::held(view, (warehouse, product), today)?;
        let line = lined.get(&warehouse).copied();
        if on_hand.is_zero() && in_transit.is_zero() && line.is_none() {
            continue;
        }
        rows.push(ConversionRow {
            warehouse,
            name: record.name,
            line: line.map(|(number, _)| number),
            on_hand,
            reserved,
            in_transit,
            had: open.map_or(on_hand, |open| if line.is_some() { open.had(warehouse) } else { Quantity::ZERO }),
            serials: line.map_or(Quantity::ZERO, |(_, serials)| serials),
        });
    }
    Ok(rows)
}

/// Says who usually numbers a product: we, when a template of its own, of the store or of each of its warehouses does.
fn usual(view: &View, product: &Product, rows: &[ConversionRow]) -> Result<NumberedBy, Error> {
    let store = view.get(SETTINGS, &0)?.is_some_and(|settings| settings.template.is_some());
    let mut ours = product.template.is_some() || store;
    if !ours && !rows.is_empty() {
        ours = true;
        for row in rows {
            ours &= view.need(WAREHOUSE, &row.warehouse)?.template.is_some();
        }
    }
    Ok(if ours { NumberedBy::Us } else { NumberedBy::Maker })
}

/// Returns a conversion that was thrown away: nothing of it is left to show.
fn gone(view: &View, draft: DocumentId, head: &Document) -> Result<Box<ConversionView>, Error> {
    Ok(Box::new(ConversionView {
        product: ProductId(0),
        name: String::new(),
        unit: String::new(),
        draft: Some((draft, DocumentState::Deleted)),
        number: None,
        opened: Some((
            head.opened.at,
            named::employee(view, head.opened.employee)?,
            named::desk(view, head.opened.desk)?,
        )),
        numbered_by: NumberedBy::default(),
        matching: Matching::default(),
        rows: Vec::new(),
        on_hand: Quantity::ZERO,
        serials: Quantity::ZERO,
        value: crate::domain::money::Money::ZERO,
        blockers: Vec::new(),
    }))
}
