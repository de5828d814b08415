//! Stocktakes: opened for a warehouse, counted at several desks at once, compared with the books, settled.
//!
//! ```text
//!  open ─► units, goods: COUNTED, COUNTED_GOODS, each count in COUNT ─► compare: four findings ─► settle ─┬─► transfers
//!                                    ▲ back: this desk's last one                                         ├─► a posting
//!                                                                                                         └─► a write-off
//! ```
//!
//! Counting fixes nothing: goods move meanwhile, and what is expected is read from the books whenever somebody looks.
//!
//! - **A unit that moved after it was counted** is where the books say, and no finding. So one that was sold after it was
//!   counted is no excess, and one that was found elsewhere and brought here by a transfer is settled.
//! - **Goods** are compared with what was on hand when they were last counted: what is sold or comes in later changes
//!   nothing. Where stock moved between one count and the next nobody can tell which pieces were counted: they are to be
//!   counted again, by their number.
//! - **What came in after the stocktake was opened** and was not counted is no shortage. By its date: what is dated before
//!   the day of opening was there.
//! - **A shelf that is not said** is any shelf of the warehouse. Goods counted once without a shelf are compared as a whole.
//! - **What lies elsewhere** than the books say is transferred, never written off and posted: a unit counted here that
//!   stands on another shelf or in another warehouse, and goods that one shelf lacks and another has too much of.

pub mod back;
pub mod compare;
pub mod goods;
mod held;
pub mod misplaced;
pub mod settle;
pub mod since;
pub mod units;

use super::people::unknown;
use super::{Context, draft, line, names};
use crate::domain::count::{CountEntry, Stocktake, Subject};
use crate::domain::document::{Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, WarehouseId};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    BIN, COUNT, COUNTED, COUNTED_GOODS, COUNTER, Counter, DESK, DOCUMENT, DRAFT, EMPLOYEE, PRODUCT, STOCKTAKE, Tables,
    View,
};

/// Opens a stocktake of a warehouse, of one of its shelves, or of one category.
pub fn open(
    tx: &mut Tables,
    cx: &Context,
    warehouse: WarehouseId,
    bin: Option<BinId>,
    category: &str,
) -> Result<Outcome, No> {
    draft::in_use(&tx.view(), warehouse)?;
    let bin = bin.map(|bin| line::shelf(&tx.view(), warehouse, bin)).transpose()?;
    let category = category_named(&tx.view(), category)?;
    let id = draft::begin(tx, &draft::empty(DocumentKind::Stocktake, warehouse, cx))?;
    let after = tx.get(COUNTER, &(Counter::Sequence as u8))?.unwrap_or(0);
    let (lost, found) = (Quantity::ZERO, None);
    tx.put(STOCKTAKE, &id, &Stocktake { bin, category, after, entries: 0, settled: 0, settlements: 0, lost, found })?;
    Ok(Outcome::StocktakeOpened(id))
}

/// Returns a category as its products spell it; refused when no product is of it.
fn category_named(view: &View, category: &str) -> Result<String, No> {
    let wanted = names::folded(category);
    if wanted.is_empty() {
        return Ok(String::new());
    }
    let mut found = None;
    view.prefix(PRODUCT, &(), Direction::Forward, |_: crate::domain::id::ProductId, product| {
        found = Some(product.category).filter(|category| names::folded(category) == wanted);
        Ok(found.is_none())
    })?;
    let hint = "; no product is of it".to_owned();
    Ok(found.ok_or_else(|| Refused::Unknown { what: "category".to_owned(), value: shown(category), hint })?)
}

/// Throws a stocktake away with all it counted; refused once something of it was settled.
pub fn discard(tx: &mut Tables, _: &Context, stocktake: DocumentId) -> Result<Outcome, No> {
    let (mut head, record) = counting(&tx.view(), stocktake)?;
    if let Some(number) = &head.number {
        let wanted = "something of it was settled already: settle the rest".to_owned();
        let state = "settled in part".to_owned();
        return Err(Refused::WrongState { document: number.clone(), state, wanted }.into());
    }
    tx.clear(COUNT, &stocktake)?;
    tx.clear(COUNTED, &stocktake)?;
    tx.clear(COUNTED_GOODS, &stocktake)?;
    tx.put(STOCKTAKE, &stocktake, &Stocktake { entries: 0, ..record })?;
    head.state = DocumentState::Deleted;
    tx.put(DOCUMENT, &stocktake, &head)?;
    tx.delete(DRAFT, &stocktake)?;
    Ok(Outcome::Done)
}

/// Returns a stocktake that is open; of one that is closed, says by whom and where.
pub fn counting(view: &View, id: DocumentId) -> Result<(Document, Stocktake), No> {
    let (head, record) = of(view, id)?;
    if head.state == DocumentState::Draft {
        return Ok((head, record));
    }
    let wanted = match head.posted {
        Some(by) => {
            let desk = view.get(DESK, &by.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name);
            let name = view.get(EMPLOYEE, &by.employee)?.map_or_else(String::new, |employee| employee.name);
            format!("{name} settled it at {desk}; open another stocktake")
        }
        None => "open another stocktake".to_owned(),
    };
    let document = head.number.clone().unwrap_or_else(|| "this stocktake".to_owned());
    Err(Refused::WrongState { document, state: head.state.word().to_owned(), wanted }.into())
}

/// Returns a stocktake, open or closed.
pub fn of(view: &View, id: DocumentId) -> Result<(Document, Stocktake), No> {
    let missing = || unknown("stocktake", id.0);
    let head = view.get(DOCUMENT, &id)?.filter(|head| head.kind == DocumentKind::Stocktake).ok_or_else(missing)?;
    Ok((head, view.need(STOCKTAKE, &id)?))
}

/// Refuses a product that a stocktake does not count.
fn counts(record: &Stocktake, product: &Product) -> Result<(), Refused> {
    if record.counts(product) {
        return Ok(());
    }
    let (name, category) = (&product.name, &record.category);
    Err(Refused::BadField(format!("{name} is not counted: this stocktake counts {category} only")))
}

/// Returns the shelf something is counted on: the stocktake's own, else the one that is said.
fn shelf(view: &View, head: &Document, record: &Stocktake, said: Option<BinId>) -> Result<Option<BinId>, No> {
    let Some(said) = said else { return Ok(record.bin) };
    if record.bin.is_some_and(|own| own != said) {
        let code = |bin: BinId| Ok::<_, Error>(view.get(BIN, &bin)?.map_or_else(String::new, |bin| bin.code));
        let own = code(record.bin.unwrap_or_default())?;
        let sentence = format!("{} is not counted: this stocktake counts {own} only", code(said)?);
        return Err(Refused::BadField(sentence).into());
    }
    Ok(Some(line::shelf(view, head.warehouse, said)?))
}

/// Takes a count down; returns its number.
fn take_down(
    tx: &mut Tables,
    cx: &Context,
    id: DocumentId,
    record: &mut Stocktake,
    what: Subject,
    by: Quantity,
) -> Result<u32, Error> {
    record.entries += 1;
    tx.put(COUNT, &(id, record.entries), &CountEntry { stamp: draft::stamp(cx), what, by })?;
    tx.put(STOCKTAKE, &id, record)?;
    Ok(record.entries)
}
