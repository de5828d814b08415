//! Lines of a draft of what leaves, moves or comes back: goods counted, lines added and changed.

use super::{arriving, drafts, lines, transit, units};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{BinId, DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::movement::MoveLine;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::messages::{MoveLineEdit, No, Outcome, Refused};
use crate::ops::line::{changed_count, shelf};
use crate::ops::{Context, settings, tray};
use crate::store::engine::Direction;
use crate::store::tables::{DOCUMENT, LINE, MOVE_LINE, PRODUCT, Tables, View};

/// Goods to count, and where.
#[derive(Debug, Clone, Copy)]
pub struct Counting {
    /// What is to move.
    pub product: ProductId,
    /// How much more; below zero takes back.
    pub by: Quantity,
    /// Line it is for.
    pub line: Option<LineNo>,
    /// Tray row this decides.
    pub from_tray: Option<u32>,
}

/// Counts more, or less, of a product without serials, on its last line, or on a new one.
pub fn count(tx: &mut Tables, cx: &Context, draft: DocumentId, counting: Counting) -> Result<Outcome, No> {
    let mut document = drafts::open(&tx.view(), cx, draft)?;
    tray::decide(tx, draft, &mut document, counting.from_tray)?;
    let product = lines::moving(&tx.view(), &document, counting.product)?;
    let by = counting.by;
    if product.serialised() {
        let sentence = format!("{by}: {} has serials; scan one for each piece", product.name);
        return Err(Refused::BadQuantity(sentence).into());
    }
    if by.is_zero() {
        return Err(Refused::BadQuantity("0: nothing to count".to_owned()).into());
    }
    was_moved(&tx.view(), &document, counting.product, &product)?;
    let there = line_for(&tx.view(), draft, &counting, &product)?;
    let (number, line) = if let Some(there) = there {
        there
    } else {
        let line = drafts::empty_line(counting.product);
        (drafts::add_line(tx, draft, &mut document, &line)?, line)
    };
    let before = line.quantity;
    let after = changed_count(&product, before, by)?;
    let line = MoveLine { quantity: after, ..line };
    if after > before {
        arriving::refuse_more(&tx.view(), (draft, &document), (number, &line), &product)?;
    }
    if drafts::is_over(&document, &line) {
        tx.delete(MOVE_LINE, &(draft, number))?;
    } else {
        tx.put(MOVE_LINE, &(draft, number), &line)?;
    }
    Ok(Outcome::GoodsPicked { line: number, before, after })
}

/// Finds the line that goods are counted on: the one that is meant, or the product's last.
fn line_for(
    view: &View,
    draft: DocumentId,
    counting: &Counting,
    product: &Product,
) -> Result<Option<(LineNo, MoveLine)>, No> {
    if let Some(number) = counting.line {
        let line = drafts::line(view, draft, number)?;
        if line.product != counting.product {
            let sentence = format!("line {number} is not of {}: name its own line, or none", product.name);
            return Err(Refused::BadField(sentence).into());
        }
        return Ok(Some((number, line)));
    }
    let mut there = drafts::lines(view, draft)?;
    there.retain(|(_, line)| line.product == counting.product);
    Ok(there.pop())
}

/// Refuses goods that the document which is returned never moved.
fn was_moved(view: &View, document: &Document, id: ProductId, product: &Product) -> Result<(), No> {
    let Some(of) = document.of else { return Ok(()) };
    let mut moved = false;
    view.prefix(LINE, &of, Direction::Forward, |_, line| {
        moved |= line.product == id;
        Ok(!moved)
    })?;
    view.prefix(MOVE_LINE, &of, Direction::Forward, |_, line| {
        moved |= line.product == id;
        Ok(!moved)
    })?;
    // What came in by a posting may have been converted since.
    if moved || document.kind == DocumentKind::SupplierReturn {
        return Ok(());
    }
    let number = view.need(DOCUMENT, &of)?.number;
    let sentence =
        format!("{} did not leave by {}: it has no line of it", product.name, number.as_deref().unwrap_or("it"));
    Err(Refused::NotOnHand { serial: product.name.clone(), sentence, document: number }.into())
}

/// Adds an empty line for a product, beside those it has.
pub fn add_line(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    product: ProductId,
    from_tray: Option<u32>,
) -> Result<Outcome, No> {
    let mut document = drafts::open(&tx.view(), cx, draft)?;
    tray::decide(tx, draft, &mut document, from_tray)?;
    let record = lines::moving(&tx.view(), &document, product)?;
    was_moved(&tx.view(), &document, product, &record)?;
    let line = drafts::add_line(tx, draft, &mut document, &drafts::empty_line(product))?;
    Ok(Outcome::LineAdded { line, carried_from: None, counted: Quantity::ZERO })
}

/// Changes a line. Units that it names must fit what it says then, or nothing is changed.
pub fn edit(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    number: LineNo,
    edit: &MoveLineEdit,
) -> Result<Outcome, No> {
    let document = drafts::open(&tx.view(), cx, draft)?;
    let mut line = drafts::line(&tx.view(), draft, number)?;
    let product = tx.need(PRODUCT, &line.product)?;
    if let Some(quantity) = edit.quantity {
        line.quantity = quantity_of(&product, number, &line, quantity)?;
        arriving::refuse_more(&tx.view(), (draft, &document), (number, &line), &product)?;
    }
    if let Some(price) = edit.price {
        line.price = lines::price(document.kind, price)?;
    }
    if let Some(bin) = edit.bin {
        line.bin = taken_from(&tx.view(), &document, bin)?;
    }
    if let Some(bin) = edit.to_bin {
        line.to_bin = put_on(&tx.view(), &document, bin)?;
    }
    tx.put(MOVE_LINE, &(draft, number), &line)?;
    if edit.bin.is_some() && line.picked > 0 {
        let settings = settings(&tx.view())?;
        let by = units::By { id: draft, document: &document };
        drafts::line_fits(&tx.view(), cx, &settings, &by, number, line)?;
    }
    Ok(Outcome::Done)
}

/// Returns how much a line is to move: of a product with serials, as many units as it names at least.
fn quantity_of(product: &Product, number: LineNo, line: &MoveLine, quantity: Quantity) -> Result<Quantity, Refused> {
    let fits = quantity.above_zero().and_then(|some| some.within(product.decimals_taken()));
    let quantity = fits.map_err(|wrong| Refused::BadQuantity(wrong.in_unit(&product.unit).to_string()))?;
    if quantity < Quantity::pieces(line.picked) {
        let sentence = format!("{quantity}: line {number} names {} units already; put some back first", line.picked);
        return Err(Refused::BadQuantity(sentence));
    }
    Ok(quantity)
}

fn taken_from(view: &View, document: &Document, bin: Option<BinId>) -> Result<Option<BinId>, No> {
    if bin.is_some() && transit::comes_back(document) {
        let kind = document.kind.one();
        let sentence = format!("a shelf to take from is given: {kind} takes from none; say where it is put");
        return Err(Refused::BadField(sentence).into());
    }
    bin.map(|bin| lines::old_shelf(view, document.warehouse, bin)).transpose()
}

fn put_on(view: &View, document: &Document, bin: Option<BinId>) -> Result<Option<BinId>, No> {
    let Some(bin) = bin else { return Ok(None) };
    match comes_to(document) {
        Some(warehouse) => Ok(Some(shelf(view, warehouse, bin)?)),
        None if document.kind == DocumentKind::Transfer => {
            Err(Refused::BadField("a shelf to bring to is given: name the warehouse first".to_owned()).into())
        }
        None => {
            let sentence =
                format!("a shelf to bring to is given: {} brings to none; leave it out", document.kind.one());
            Err(Refused::BadField(sentence).into())
        }
    }
}

/// Returns the warehouse goods come in to, if they do.
pub fn comes_to(document: &Document) -> Option<WarehouseId> {
    let comes_in = matches!(document.kind, DocumentKind::ClientReturn | DocumentKind::Receipt | DocumentKind::SendBack);
    if comes_in { Some(document.warehouse) } else { document.to }
}

/// Removes a line with all it holds.
pub fn remove(tx: &mut Tables, draft: DocumentId, number: LineNo) -> Result<(), No> {
    drafts::line(&tx.view(), draft, number)?;
    Ok(drafts::drop_line(tx, draft, number)?)
}
