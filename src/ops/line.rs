//! Lines of a draft: added, changed, counted, removed.

use super::people::unknown;
use super::{Context, carry, draft, moving, tray, wording};
use crate::domain::document::{Cost, Line};
use crate::domain::id::{BinId, DocumentId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::money::{Money, MoneyError};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::messages::{LineEdit, No, Outcome, Refused};
use crate::store::tables::{BIN, Counter, DOCUMENT, LINE, LOT, PRODUCT, Tables, View};

/// Characters a maker's batch may have.
const LONGEST_BATCH: usize = 60;

/// Adds a line for a product, with supplier, cost and warranty carried from the product's last posting.
///
/// The supplier is carried into a head that has none, by the draft's first line. What is counted at once is for
/// products without serials; others begin with none.
pub fn add(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    product: ProductId,
    count: Quantity,
    from_tray: Option<u32>,
) -> Result<Outcome, No> {
    let mut document = draft::posting(&tx.view(), cx, draft)?;
    tray::decide(tx, draft, &mut document, from_tray)?;
    let record = stocked(&tx.view(), product)?;
    let carried = carry::of(&tx.view(), product)?;
    let lot = LotId(tx.next(Counter::Lot)?);
    let (cost, warranty) = carried.as_ref().map_or((None, None), |carried| (carried.cost, carried.warranty));
    let counted = if record.serialised() { Quantity::ZERO } else { changed_count(&record, Quantity::ZERO, count)? };
    let line = Line {
        product,
        lot,
        expected: None,
        carton: None,
        counted,
        damaged: Quantity::ZERO,
        slots: 0,
        cost,
        cost_carried: cost.is_some(),
        warranty,
        warranty_carried: warranty.is_some(),
        batch: String::new(),
        expiry: None,
        bin: None,
        listed: 0,
        used: cx.now,
    };
    line.total().map_err(too_much)?;
    let supplier = carried.as_ref().and_then(|carried| carried.supplier).filter(|_| {
        // Who emptied the field by hand keeps it empty for the lines that follow.
        document.supplier.is_none() && document.lines == 0
    });
    document.supplier = supplier.or(document.supplier);
    document.lines += 1;
    let number = document.lines;
    tx.put(DOCUMENT, &draft, &document)?;
    tx.put(LINE, &(draft, number), &line)?;
    tx.put(LOT, &lot, &coming_in(draft, number, product, document.warehouse))?;
    let anything = supplier.is_some() || cost.is_some() || warranty.is_some();
    let carried_from = carried.filter(|_| anything).map(|carried| carried.number);
    Ok(Outcome::LineAdded { line: number, carried_from, counted })
}

/// Returns the lot of a draft's line: what it will be is settled when it is posted.
pub(super) fn coming_in(document: DocumentId, line: LineNo, product: ProductId, warehouse: WarehouseId) -> Lot {
    Lot {
        document,
        line,
        product,
        state: LotState::Draft,
        warehouse,
        bin: None,
        supplier: None,
        quantity: Quantity::ZERO,
        cost: Money::ZERO,
        warranty: None,
        batch: String::new(),
        expiry: None,
        received: None,
        sequence: 0,
        origin: None,
        slots: 0,
        holes: 0,
        corrected: None,
    }
}

/// Changes a line.
pub fn edit(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo, edit: &LineEdit) -> Result<Outcome, No> {
    let document = draft::posting(&tx.view(), cx, draft)?;
    let number = line;
    let mut line = draft::line(&tx.view(), draft, number)?;
    let product = tx.need(PRODUCT, &line.product)?;
    if let Some(quantity) = edit.quantity {
        set_quantity(&product, number, &mut line, quantity)?;
    }
    if let Some(carton) = edit.carton {
        line.carton = carton_size(&product, carton)?;
    }
    if let Some(cost) = edit.cost {
        let (Cost::Unit(amount) | Cost::Total(amount)) = cost.unwrap_or(Cost::Unit(Money::ZERO));
        amount.non_negative().map_err(|refused| Refused::BadMoney(refused.to_string()))?;
        (line.cost, line.cost_carried) = (cost, false);
    }
    if let Some(warranty) = edit.warranty {
        (line.warranty, line.warranty_carried) = (warranty, false);
    }
    if let Some(batch) = &edit.batch {
        line.batch = wording::line("a batch", batch, LONGEST_BATCH)?;
    }
    if let Some(expiry) = edit.expiry {
        line.expiry = expiry;
    }
    if let Some(bin) = edit.bin {
        line.bin = bin.map(|bin| shelf(&tx.view(), document.warehouse, bin)).transpose()?;
    }
    line.total().map_err(too_much)?;
    line.used = cx.now;
    tx.put(LINE, &(draft, number), &line)?;
    Ok(Outcome::Done)
}

/// Sets what is asked for, or, of a product without serials, what is counted.
fn set_quantity(product: &Product, number: LineNo, line: &mut Line, quantity: Option<Quantity>) -> Result<(), Refused> {
    if let Some(quantity) = quantity {
        let fits = quantity.above_zero().and_then(|quantity| quantity.within(product.decimals_taken()));
        fits.map_err(|refused| Refused::BadQuantity(refused.in_unit(&product.unit).to_string()))?;
    }
    if !product.serialised() {
        line.counted = quantity.unwrap_or(Quantity::ZERO);
        line.damaged = line.damaged.min(line.counted);
        return Ok(());
    }
    if let Some(wanted) = quantity.filter(|wanted| *wanted < line.counted) {
        let sentence = format!("{wanted}: line {number} has {} serials already; take some back first", line.counted);
        return Err(Refused::BadQuantity(sentence));
    }
    line.expected = quantity;
    Ok(())
}

fn carton_size(product: &Product, size: Option<u32>) -> Result<Option<u32>, Refused> {
    if size.is_some() && !product.serialised() {
        return Err(Refused::NotSerialised { product: product.name.clone() });
    }
    if size == Some(0) {
        return Err(Refused::BadQuantity("0: a carton holds at least 1".to_owned()));
    }
    Ok(size)
}

/// Returns a shelf that stands in a warehouse and is in use.
pub(super) fn shelf(view: &View, warehouse: WarehouseId, id: BinId) -> Result<BinId, No> {
    let bin = view.get(BIN, &id)?.filter(|bin| bin.warehouse == warehouse).ok_or_else(|| Refused::Unknown {
        what: "bin in the posting's warehouse".to_owned(),
        value: format!("bin {}", id.0),
        hint: String::new(),
    })?;
    if bin.archived {
        let sentence = format!("bin {} is archived: choose another, or show it again", bin.code);
        return Err(Refused::BadField(sentence).into());
    }
    Ok(id)
}

/// Removes a line; its serials are free again.
pub fn remove(tx: &mut Tables, cx: &Context, draft: DocumentId, line: LineNo) -> Result<Outcome, No> {
    let document = draft::writable(&tx.view(), cx, draft)?;
    if moving::moves(document.kind) {
        moving::goods::remove(tx, draft, line)?;
        return Ok(Outcome::Done);
    }
    let record = draft::line(&tx.view(), draft, line)?;
    draft::drop_line(tx, draft, line, &record)?;
    Ok(Outcome::Done)
}

/// Counts more, or less, of a product without serials.
pub fn count(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    by: Quantity,
    damaged: bool,
    from_tray: Option<u32>,
) -> Result<Outcome, No> {
    let mut document = draft::posting(&tx.view(), cx, draft)?;
    tray::decide(tx, draft, &mut document, from_tray)?;
    let number = line;
    let mut line = draft::line(&tx.view(), draft, number)?;
    let product = tx.need(PRODUCT, &line.product)?;
    if product.serialised() {
        let sentence = format!("{by}: {} has serials; scan one for each piece", product.name);
        return Err(Refused::BadQuantity(sentence).into());
    }
    if by.is_zero() {
        return Err(Refused::BadQuantity("0: nothing to count".to_owned()).into());
    }
    let before = line.counted;
    let sound = Quantity::from_thousandths(before.thousandths() - line.damaged.thousandths());
    if damaged {
        super::defects::bin_of(tx, cx, document.warehouse)?;
        line.damaged = changed_count(&product, line.damaged, by)?;
    } else {
        changed_count(&product, sound, by)?;
    }
    line.counted = changed_count(&product, before, by)?;
    line.total().map_err(too_much)?;
    line.used = cx.now;
    tx.put(LINE, &(draft, number), &line)?;
    Ok(Outcome::Counted { before, after: line.counted })
}

/// Returns a count changed by so much: never below zero, with no more decimals than the unit of measure takes.
pub(super) fn changed_count(product: &Product, before: Quantity, by: Quantity) -> Result<Quantity, Refused> {
    by.within(product.decimals_taken())
        .map_err(|refused| Refused::BadQuantity(refused.in_unit(&product.unit).to_string()))?;
    let after = before.checked_add(by).ok_or_else(|| Refused::BadQuantity(format!("{by}: too many to be kept")))?;
    if after < Quantity::ZERO {
        return Err(Refused::BadQuantity(format!("{by}: only {before} are counted")));
    }
    Ok(after)
}

/// Returns a product that may come in.
pub(super) fn stocked(view: &View, id: ProductId) -> Result<Product, No> {
    let product = view.get(PRODUCT, &id)?.ok_or_else(|| unknown("product", id.0))?;
    if product.archived {
        let sentence = format!("{} is archived: show it again before it comes in", product.name);
        return Err(Refused::BadField(sentence).into());
    }
    Ok(product)
}

#[expect(clippy::needless_pass_by_value, reason = "made to be given to map_err")]
pub(super) fn too_much(refused: MoneyError) -> Refused {
    Refused::BadMoney(refused.to_string())
}
