//! A draft with its lines, or what became of it.

use crate::domain::document::{Document, Line};
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::product::{NumberedBy, Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::messages::{CartonProgress, DraftView, LineView, No};
use crate::ops;
use crate::store::engine::Error;
use crate::store::tables::{CONVERTING, DOCUMENT, LOT, PRODUCT, View};

use super::named;

/// Returns a draft. It is answered too when it was posted or deleted meanwhile: its state says so.
pub fn answer(view: &View, draft: DocumentId) -> Result<Box<DraftView>, No> {
    let head = named::asked(view, DOCUMENT, &draft, "draft", draft.0)?;
    Ok(Box::new(whole(view, draft, head)?))
}

/// Builds the view of a draft whose head was read.
pub fn whole(view: &View, id: DocumentId, head: Document) -> Result<DraftView, No> {
    let bins = super::bins::answer(view, head.warehouse)?;
    Ok(DraftView {
        id,
        warehouse_name: named::warehouse(view, head.warehouse)?,
        bins: bins.into_iter().filter(|(_, bin)| !bin.archived).map(|(id, bin)| (id, bin.code)).collect(),
        supplier: named::supplier(view, head.supplier)?,
        opened: head.opened.at,
        employee: named::employee(view, head.owner())?,
        owner: head.owner(),
        shared: head.shared,
        desk: named::desk(view, head.opened.desk)?,
        lines: ops::draft::lines(view, id)?
            .into_iter()
            .map(|(no, line)| line_view(view, no, line))
            .collect::<Result<_, _>>()?,
        kind: head.kind,
        state: head.state,
        number: head.number,
        warehouse: head.warehouse,
        invoice: head.invoice,
        date: head.date,
        note: head.note,
        to_decide: head.to_decide,
        pallets: head.pallets,
    })
}

fn line_view(view: &View, no: LineNo, line: Line) -> Result<LineView, Error> {
    let (product, expected) = rules(view, &line)?;
    let line = Line { expected, ..line };
    let total = line.cost.and_then(|cost| cost.total(line.quantity()).ok());
    let carton = line.carton_progress().map(|progress| CartonProgress {
        number: progress.carton,
        filled: progress.counted,
        size: progress.size,
    });
    Ok(LineView {
        line: no,
        product: line.product,
        serialised: product.serialised(),
        generates: generates(&product),
        decimals: product.decimals_taken(),
        name: product.name,
        unit: product.unit,
        quantity: line.quantity(),
        expected: line.expected,
        counted: line.counted,
        missing: line.missing(),
        carton,
        damaged: line.damaged,
        cost: line.cost,
        cost_carried: line.cost_carried,
        total,
        warranty: line.warranty,
        warranty_carried: line.warranty_carried,
        batch: line.batch,
        expiry: line.expiry,
        bin: match line.bin {
            Some(bin) => named::bin(view, Some(bin))?.map(|code| (bin, code)),
            None => None,
        },
        listed: line.listed,
        used: line.used,
    })
}

/// Returns a line's product and how much is expected on it: of a conversion's, the product as it will be, and what its
/// warehouse has.
fn rules(view: &View, line: &Line) -> Result<(Product, Option<Quantity>), Error> {
    let product = view.need(PRODUCT, &line.product)?;
    match view.get(CONVERTING, &line.product)? {
        Some(converting) => match view.need(LOT, &line.lot)? {
            lot if lot.document == converting.draft => {
                let on_hand = ops::in_use::balance(view, lot.warehouse, line.product)?.on_hand;
                Ok((converting.applied(product), Some(on_hand)))
            }
            _ => Ok((product, line.expected)),
        },
        None => Ok((product, line.expected)),
    }
}

/// Tells whether serials of a product come from a template.
pub fn generates(product: &Product) -> bool {
    matches!(product.tracking, Tracking::Serialised { numbered_by: NumberedBy::Us, .. })
}
