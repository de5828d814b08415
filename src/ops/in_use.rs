//! What keeps a warehouse, a bin, a product or an employee from being archived: goods on hand, promised or on their way, and drafts.

use crate::domain::document::{Document, DocumentKind, Line};
use crate::domain::id::{BinId, DocumentId, EmployeeId, LineNo, ProductId, WarehouseId};
use crate::domain::lot::{Balance, Layer, LayerKey};
use crate::domain::movement::MoveLine;
use crate::domain::quantity::Quantity;
use crate::messages::{No, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BALANCE, DESK, DOCUMENT, DRAFT, EMPLOYEE, LAYER, LINE, LOT_UNIT, MOVE_LINE, ON_THE_WAY, PRODUCT, STOCKTAKE, Table,
    Tables, View, WAREHOUSE,
};

/// At most so many reasons are spelled out; the others are counted.
const SPELLED: usize = 3;

/// Why something is in use, in the order found.
#[derive(Default)]
struct Reasons {
    spelled: Vec<String>,
    more: usize,
}

impl Reasons {
    fn add(&mut self, reason: impl FnOnce() -> Result<String, Error>) -> Result<(), Error> {
        if self.spelled.len() < SPELLED {
            self.spelled.push(reason()?);
        } else {
            self.more += 1;
        }
        Ok(())
    }

    fn refuse(self, name: &str) -> Result<(), No> {
        if self.spelled.is_empty() {
            return Ok(());
        }
        let mut why = self.spelled.join("; ");
        if self.more > 0 {
            why = format!("{why}; and {} more", self.more);
        }
        Err(Refused::InUse { name: name.to_owned(), why }.into())
    }
}

/// Refuses to archive a warehouse while anything is on hand, reserved, on its way or in a draft there.
pub fn warehouse_is_free(view: &View, warehouse: WarehouseId, name: &str) -> Result<(), No> {
    let mut reasons = Reasons::default();
    // What is in transit may be sent back to where it left.
    each_transfer(view, warehouse, |transfer| {
        let number = transfer.number.as_deref().unwrap_or_default();
        reasons.add(|| Ok(format!("{number} took goods from there that are in transit")))
    })?;
    view.prefix(BALANCE, &warehouse, Direction::Forward, |(_, product): (WarehouseId, ProductId), balance| {
        if let Some(what) = spell(&balance) {
            reasons.add(|| Ok(format!("{} has {what}", view.need(PRODUCT, &product)?.name)))?;
        }
        Ok(true)
    })?;
    each_draft(view, |_, draft| {
        let there = draft.warehouse == warehouse || draft.to == Some(warehouse);
        if there { reasons.add(|| spell_draft(view, &draft)) } else { Ok(()) }
    })?;
    reasons.refuse(name)
}

/// Refuses to archive a bin while anything lies there, a draft puts something there, or damaged goods go there.
pub fn bin_is_free(view: &View, warehouse: WarehouseId, bin: BinId, name: &str) -> Result<(), No> {
    let mut reasons = Reasons::default();
    let room = view.need(WAREHOUSE, &warehouse)?;
    if room.defects == Some(bin) {
        reasons.add(|| Ok(format!("damaged goods of {} go there; choose another bin for them first", room.name)))?;
    }
    view.prefix(LAYER, &warehouse, Direction::Forward, |key: LayerKey, layer: Layer| {
        if key.bin == bin && !layer.quantity.is_zero() {
            reasons
                .add(|| Ok(format!("{} of {} lie there", layer.quantity, view.need(PRODUCT, &key.product)?.name)))?;
        }
        Ok(true)
    })?;
    each_line(view, |_, draft, line| {
        let there = line.bin == Some(bin) || damaged_units_lie_in(view, &line, bin)?;
        if there && draft.warehouse == warehouse { reasons.add(|| spell_draft(view, draft)) } else { Ok(()) }
    })?;
    each_draft(view, |id, draft| match view.get(STOCKTAKE, &id)? {
        Some(stocktake) if stocktake.bin == Some(bin) => reasons.add(|| spell_draft(view, &draft)),
        _ => Ok(()),
    })?;
    each_that_moves(
        view,
        |line| line.bin == Some(bin) || line.to_bin == Some(bin),
        |draft| reasons.add(|| spell_draft(view, draft)),
    )?;
    reasons.refuse(name)
}

/// Tells whether units of a draft's line were put in a bin of their own as damaged.
fn damaged_units_lie_in(view: &View, line: &Line, bin: BinId) -> Result<bool, Error> {
    let mut found = false;
    if line.damaged > Quantity::ZERO && line.slots > 0 {
        view.prefix(LOT_UNIT, &line.lot, Direction::Forward, |_, pack| {
            found = pack.units.iter().any(|unit| unit.bin == Some(bin));
            Ok(!found)
        })?;
    }
    Ok(found)
}

/// Refuses to archive a product while any is on hand, reserved, on its way or in a draft.
pub fn product_is_free(view: &View, product: ProductId, name: &str) -> Result<(), No> {
    let mut reasons = Reasons::default();
    each_balance(view, product, |warehouse, balance| match spell(&balance) {
        Some(what) => reasons.add(|| Ok(format!("{} has {what}", view.need(WAREHOUSE, &warehouse)?.name))),
        None => Ok(()),
    })?;
    each_line(
        view,
        |_, draft, line| {
            if line.product == product { reasons.add(|| spell_draft(view, draft)) } else { Ok(()) }
        },
    )?;
    each_that_moves(view, |line| line.product == product, |draft| reasons.add(|| spell_draft(view, draft)))?;
    reasons.refuse(name)
}

/// Refuses to archive an employee who has drafts: nobody would work on them.
pub fn employee_is_free(view: &View, employee: EmployeeId, name: &str) -> Result<(), No> {
    let mut reasons = Reasons::default();
    each_draft(view, |_, draft| {
        if draft.owner() != employee || draft.is_everybodys() {
            return Ok(());
        }
        reasons.add(|| {
            let desk = desk_of(view, &draft)?;
            Ok(format!("a draft {} at {desk} is theirs; hand it over first", draft.kind.word()))
        })
    })?;
    reasons.refuse(name)
}

/// Visits what each warehouse has of a product.
pub fn each_balance(
    view: &View,
    product: ProductId,
    mut visit: impl FnMut(WarehouseId, Balance) -> Result<(), Error>,
) -> Result<(), Error> {
    for warehouse in keys(view, WAREHOUSE)? {
        if let Some(balance) = view.get(BALANCE, &(warehouse, product))? {
            visit(warehouse, balance)?;
        }
    }
    Ok(())
}

/// Returns what a warehouse has of a product.
pub fn balance(view: &View, warehouse: WarehouseId, product: ProductId) -> Result<Balance, Error> {
    Ok(view.get(BALANCE, &(warehouse, product))?.unwrap_or_default())
}

/// A draft's line by its place.
pub type Placed = ((DocumentId, LineNo), Line);

/// Returns the lines of open drafts that are for a product, but for those of its conversion.
pub fn draft_lines(tx: &Tables, product: ProductId) -> Result<Vec<Placed>, Error> {
    let mut lines = Vec::new();
    each_line(&tx.view(), |key, draft, line| {
        if line.product == product && draft.kind != DocumentKind::Conversion {
            lines.push((key, line));
        }
        Ok(())
    })?;
    Ok(lines)
}

/// Returns the lines by which a product is to leave with drafts that are open.
pub fn draft_moves(view: &View, product: ProductId) -> Result<Vec<(DocumentId, MoveLine)>, Error> {
    let mut lines = Vec::new();
    each_draft(view, |draft, _| {
        view.prefix(MOVE_LINE, &draft, Direction::Forward, |_, line| {
            if line.product == product {
                lines.push((draft, line));
            }
            Ok(true)
        })
    })?;
    Ok(lines)
}

fn each_draft(view: &View, mut visit: impl FnMut(DocumentId, Document) -> Result<(), Error>) -> Result<(), Error> {
    for draft in keys(view, DRAFT)? {
        visit(draft, view.need(DOCUMENT, &draft)?)?;
    }
    Ok(())
}

/// Visits the drafts with a line by which something leaves, moves or comes back, of which something is true.
fn each_that_moves(
    view: &View,
    is: impl Fn(&MoveLine) -> bool,
    mut visit: impl FnMut(&Document) -> Result<(), Error>,
) -> Result<(), Error> {
    each_draft(view, |draft, document| {
        let mut found = false;
        view.prefix(MOVE_LINE, &draft, Direction::Forward, |_, line| {
            found = is(&line);
            Ok(!found)
        })?;
        if found { visit(&document) } else { Ok(()) }
    })
}

/// Visits the transfers from a warehouse of which something is in transit.
fn each_transfer(
    view: &View,
    from: WarehouseId,
    mut visit: impl FnMut(&Document) -> Result<(), Error>,
) -> Result<(), Error> {
    for transfer in keys(view, ON_THE_WAY)? {
        let transfer = view.need(DOCUMENT, &transfer)?;
        if transfer.warehouse == from {
            visit(&transfer)?;
        }
    }
    Ok(())
}

fn each_line(
    view: &View,
    mut visit: impl FnMut((DocumentId, LineNo), &Document, Line) -> Result<(), Error>,
) -> Result<(), Error> {
    each_draft(view, |draft, document| {
        view.prefix(LINE, &draft, Direction::Forward, |key, line| {
            visit(key, &document, line)?;
            Ok(true)
        })
    })
}

fn keys<K: crate::store::codec::Key, V: crate::store::codec::Value>(
    view: &View,
    table: Table<K, V>,
) -> Result<Vec<K>, Error> {
    let mut keys = Vec::new();
    view.prefix(table, &(), Direction::Forward, |key, _| {
        keys.push(key);
        Ok(true)
    })?;
    Ok(keys)
}

fn spell(balance: &Balance) -> Option<String> {
    let parts: Vec<String> = [(balance.on_hand, "on hand"), (balance.in_transit, "on the way")]
        .into_iter()
        .filter(|(quantity, _)| *quantity != Quantity::ZERO)
        .map(|(quantity, word)| format!("{quantity} {word}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn spell_draft(view: &View, draft: &Document) -> Result<String, Error> {
    let desk = desk_of(view, draft)?;
    let employee = view.get(EMPLOYEE, &draft.owner())?.map_or_else(String::new, |employee| employee.name);
    Ok(format!("a draft {} at {desk} ({employee}) needs it", draft.kind.word()))
}

fn desk_of(view: &View, draft: &Document) -> Result<String, Error> {
    Ok(view.get(DESK, &draft.opened.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name))
}
