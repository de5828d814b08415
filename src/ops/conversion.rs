//! An existing product gets serials: begun, filled warehouse by warehouse, saved as one.
//!
//! ```text
//!  [`begin`] ── a draft, a line for each warehouse that has some ──► serials, claimed like any others ──► [`save`] ──┐
//!  [`convert_whole`] ── in one piece, for programs ──────────────────────────────────────────────────────────────────┼─► [`give`]
//!  [`home`] ── a client brings back what was sold before, with a serial each ───────────────────────────────────────┘
//! ```
//!
//! Refused while anything of it is no whole piece, promised or on its way ([`may`]). Whoever may convert products may
//! work on the draft, since its warehouses are scanned by those who stand in them. It cannot be undone, nor can what
//! happened before it ([`before`]).

pub mod before;
pub mod give;
pub mod home;
pub mod may;
mod save;
mod whole;

pub use save::{generate_missing, save};
pub use whole::convert_whole;

use super::people::unknown;
use super::table::not_permitted;
use super::{Context, draft, in_use, line, settings};
use crate::domain::conversion::Converting;
use crate::domain::document::{Document, DocumentKind, DocumentState, Line};
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId, WarehouseId};
use crate::domain::lot::Layer;
use crate::domain::product::{NumberedBy, Product};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::{ConvertedProduct, No, Outcome, PostedHalf, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CONVERTING, Counter, DESK, DOCUMENT, EMPLOYEE, LINE, LOT, PRODUCT, Tables, View};

/// Begins a conversion, or goes on with the one that is open.
pub fn begin(
    tx: &mut Tables,
    cx: &Context,
    id: ProductId,
    numbered_by: NumberedBy,
    matching: Matching,
) -> Result<Outcome, No> {
    let product = counted(&tx.view(), id)?;
    if let Some(open) = tx.get(CONVERTING, &id)? {
        return go_on(tx, cx, id, open, (numbered_by, matching));
    }
    let today = cx.today(&settings(&tx.view())?);
    may::refuse(&tx.view(), today, id, &product)?;
    let there = on_hand(&tx.view(), id)?;
    // What cannot be undone is not done in passing: without stock there is nothing to draft.
    let Some((first, _)) = there.first() else {
        return Err(Refused::WrongState {
            document: product.name,
            state: "nowhere on hand".to_owned(),
            wanted: "without stock it needs no draft, and gets serials at once".to_owned(),
        }
        .into());
    };
    let draft = draft::begin(tx, &draft::empty(DocumentKind::Conversion, *first, cx))?;
    let mut converting = Converting { draft, numbered_by, matching, had: Vec::new() };
    follow_stock(tx, cx, id, &mut converting)?;
    Ok(Outcome::DraftOpened(draft))
}

/// Goes on with an open conversion: under these rules, with a line for each warehouse that has some by now.
fn go_on(
    tx: &mut Tables,
    cx: &Context,
    id: ProductId,
    mut open: Converting,
    (numbered_by, matching): (NumberedBy, Matching),
) -> Result<Outcome, No> {
    let begun = draft::lines(&tx.view(), open.draft)?.iter().any(|(_, line)| line.counted > Quantity::ZERO);
    if begun && open.matching != matching {
        let sentence = "how its serials are compared is fixed since the first of them: take them back first";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    (open.numbered_by, open.matching) = (numbered_by, matching);
    follow_stock(tx, cx, id, &mut open)?;
    Ok(Outcome::DraftOpened(open.draft))
}

/// Gives each warehouse that has some a line, and takes the line away where there is neither stock nor serial.
fn follow_stock(tx: &mut Tables, cx: &Context, id: ProductId, converting: &mut Converting) -> Result<(), No> {
    let draft = converting.draft;
    let mut document = tx.need(DOCUMENT, &draft)?;
    let there = on_hand(&tx.view(), id)?;
    let mut lined = Vec::new();
    for (number, line) in draft::lines(&tx.view(), draft)? {
        let warehouse = tx.need(LOT, &line.lot)?.warehouse;
        if line.counted.is_zero() && !there.iter().any(|(has, _)| *has == warehouse) {
            draft::drop_line(tx, draft, number, &line)?;
            converting.had.retain(|(had, _)| *had != warehouse);
        } else {
            lined.push(warehouse);
        }
    }
    for (warehouse, on_hand) in there.into_iter().filter(|(warehouse, _)| !lined.contains(warehouse)) {
        document.lines += 1;
        begin_line(tx, cx, (draft, document.lines), id, warehouse)?;
        converting.had.push((warehouse, on_hand));
    }
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(tx.put(CONVERTING, &id, converting)?)
}

fn begin_line(
    tx: &mut Tables,
    cx: &Context,
    (draft, number): (DocumentId, LineNo),
    product: ProductId,
    warehouse: WarehouseId,
) -> Result<(), Error> {
    let lot = LotId(tx.next(Counter::Lot)?);
    tx.put(LOT, &lot, &line::coming_in(draft, number, product, warehouse))?;
    tx.put(LINE, &(draft, number), &empty_line(product, lot, cx))
}

/// Returns a line of a product, before anything is on it.
fn empty_line(product: ProductId, lot: LotId, cx: &Context) -> Line {
    Line {
        product,
        lot,
        expected: None,
        carton: None,
        counted: Quantity::ZERO,
        damaged: Quantity::ZERO,
        slots: 0,
        cost: None,
        cost_carried: false,
        warranty: None,
        warranty_carried: false,
        batch: String::new(),
        expiry: None,
        bin: None,
        listed: 0,
        used: cx.now,
    }
}

/// Throws the draft of a conversion away; its serials are free again, generated numbers stay used.
pub(super) fn throw_away(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<(), No> {
    let open = writable(&tx.view(), cx, draft)?;
    for (number, line) in draft::lines(&tx.view(), draft)? {
        draft::drop_line(tx, draft, number, &line)?;
    }
    Ok(tx.delete(CONVERTING, &open.product)?)
}

/// A conversion whose draft is open.
#[derive(Debug)]
pub struct Open {
    /// The head of its draft.
    pub document: Document,
    /// Which product.
    pub product: ProductId,
    /// By which rules.
    pub converting: Converting,
}

/// Returns an open conversion by its draft, for somebody who may convert products.
pub fn writable(view: &View, cx: &Context, draft: DocumentId) -> Result<Open, No> {
    let document = view.get(DOCUMENT, &draft)?.ok_or_else(|| unknown("draft", draft.0))?;
    if !super::may(view, cx, Permission::ConvertProducts)? {
        return Err(not_permitted(view, cx, "give a product serials")?);
    }
    if document.state != DocumentState::Draft {
        return Err(draft::wrong_state(&document, "only an open conversion can be worked on").into());
    }
    let (product, converting) = of_draft(view, draft)?.ok_or_else(|| unknown("conversion", draft.0))?;
    Ok(Open { document, product, converting })
}

/// Returns the product an open draft converts, with its rules.
pub fn of_draft(view: &View, draft: DocumentId) -> Result<Option<(ProductId, Converting)>, Error> {
    let mut found = None;
    view.prefix(CONVERTING, &(), Direction::Forward, |product, converting| {
        if converting.draft == draft {
            found = Some((product, converting));
        }
        Ok(found.is_none())
    })?;
    Ok(found)
}

/// Returns a product as its serials are to be read: one that gets serials, as it will be.
pub fn as_will_be(view: &View, id: ProductId) -> Result<Product, Error> {
    let product = view.need(PRODUCT, &id)?;
    if product.serialised() {
        return Ok(product);
    }
    Ok(match view.get(CONVERTING, &id)? {
        Some(converting) => converting.applied(product),
        None => product,
    })
}

/// Returns a product that has no serials yet.
fn counted(view: &View, id: ProductId) -> Result<Product, No> {
    let product = view.get(PRODUCT, &id)?.ok_or_else(|| unknown("product", id.0))?;
    if product.serialised() {
        return Err(Refused::WrongState {
            document: product.name,
            state: "told apart by serials already".to_owned(),
            wanted: "there is nothing left to convert".to_owned(),
        }
        .into());
    }
    Ok(product)
}

/// Refuses a second way while a conversion is open.
pub(super) fn refuse_open(view: &View, id: ProductId, product: &Product) -> Result<(), No> {
    let Some(open) = view.get(CONVERTING, &id)? else { return Ok(()) };
    let opened = view.need(DOCUMENT, &open.draft)?.opened;
    let desk = view.get(DESK, &opened.desk)?.map_or_else(|| "another program".to_owned(), |desk| desk.name);
    let employee = view.get(EMPLOYEE, &opened.employee)?.map_or_else(String::new, |employee| employee.name);
    Err(Refused::WrongState {
        document: product.name.clone(),
        state: format!("getting serials in a conversion begun at {desk} ({employee})"),
        wanted: "save that, or throw it away".to_owned(),
    }
    .into())
}

/// Returns what each warehouse has of a product, of those that have some.
fn on_hand(view: &View, id: ProductId) -> Result<Vec<(WarehouseId, Quantity)>, Error> {
    let mut there = Vec::new();
    in_use::each_balance(view, id, |warehouse, balance| {
        if balance.on_hand > Quantity::ZERO {
            there.push((warehouse, balance.on_hand));
        }
        Ok(())
    })?;
    Ok(there)
}

/// Tells single units of a product apart from now on. Lines of open drafts become lines with their serials missing;
/// returns how many did.
fn make_serialised(
    tx: &mut Tables,
    id: ProductId,
    product: Product,
    numbered_by: NumberedBy,
    matching: Matching,
) -> Result<u32, No> {
    let lines = ask_serials_of_drafts(tx, id, &product)?;
    tx.put(PRODUCT, &id, &crate::domain::conversion::serialised(product, numbered_by, matching))?;
    Ok(lines)
}

/// Asks for serials on all lines of open drafts that counted a product; returns how many there are.
pub(super) fn ask_serials_of_drafts(tx: &mut Tables, id: ProductId, product: &Product) -> Result<u32, No> {
    let mut lines = 0;
    for (key, line) in in_use::draft_lines(tx, id)? {
        let wanted = line.expected.unwrap_or(line.counted);
        if !wanted.is_whole() || !line.counted.is_whole() {
            return Err(may::fractional_draft(&tx.view(), key.0, product, wanted)?.into());
        }
        let expected = Some(wanted).filter(|wanted| *wanted > Quantity::ZERO);
        let line = Line { expected, counted: Quantity::ZERO, damaged: Quantity::ZERO, ..line };
        tx.put(LINE, &key, &line)?;
        lines += 1;
    }
    // What leaves by a line names its units from now on: none was named yet.
    for (draft, line) in in_use::draft_moves(&tx.view(), id)? {
        if !line.quantity.is_whole() {
            return Err(may::fractional_draft(&tx.view(), draft, product, line.quantity)?.into());
        }
        lines += 1;
    }
    Ok(lines)
}

/// Says what a conversion came to: what moved, by which documents.
fn converted(product: String, documents: Option<(PostedHalf, PostedHalf)>, moved: Layer, lines: u32) -> Outcome {
    let Layer { quantity, cost } = moved;
    Outcome::Converted(Box::new(ConvertedProduct { product, documents, quantity, cost, lines }))
}

/// Returns the settings and refuses a day that is closed.
fn open_day(tx: &Tables, cx: &Context) -> Result<(crate::domain::settings::Settings, crate::domain::time::Day), No> {
    let settings = settings(&tx.view())?;
    let today = cx.today(&settings);
    match super::blockers::date_refused(&settings, today, today) {
        Some(refused) => Err(refused.into()),
        None => Ok((settings, today)),
    }
}
