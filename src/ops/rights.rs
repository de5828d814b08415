//! What warehouses let employees do: said, and held against every command and question, whoever gives it.
//!
//! A command is looked at before it is carried out, by the document it names, and after, by the documents it made or
//! changed: one that leads to another warehouse takes that one's right too. What is refused leaves no trace.

use super::people::unknown;
use super::query::named::warehouses;
use super::{Context, not_permitted};
use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, EmployeeId, ProductId, WarehouseId};
use crate::domain::place::Warehouse;
use crate::domain::right::{Right, Rights};
use crate::messages::{Command, No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{BALANCE, DOCUMENT, EMPLOYEE, LINE, LOT, RIGHT, Tables, View, WAREHOUSE};

/// Says what a warehouse lets an employee do: these and nothing else, or, with all of them, nothing in particular.
pub fn set(
    tx: &mut Tables,
    _: &Context,
    employee: EmployeeId,
    warehouse: WarehouseId,
    rights: &[Right],
) -> Result<Outcome, No> {
    tx.get(EMPLOYEE, &employee)?.ok_or_else(|| unknown("employee", employee.0))?;
    tx.get(WAREHOUSE, &warehouse)?.ok_or_else(|| unknown("warehouse", warehouse.0))?;
    let kept: Vec<Right> = Right::ALL.into_iter().filter(|right| rights.contains(right)).collect();
    if kept.len() == Right::ALL.len() {
        tx.delete(RIGHT, &(employee, warehouse))?;
    } else {
        tx.put(RIGHT, &(employee, warehouse), &Rights(kept))?;
    }
    Ok(Outcome::Done)
}

/// What warehouses let one employee do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said(Vec<(WarehouseId, Rights)>);

impl Said {
    /// Reads what was said of an employee; of nobody in particular nothing was.
    pub fn of(view: &View, employee: Option<EmployeeId>) -> Result<Said, Error> {
        let mut said = Vec::new();
        if let Some(employee) = employee {
            view.prefix(RIGHT, &employee, Direction::Forward, |(_, warehouse): (EmployeeId, WarehouseId), rights| {
                said.push((warehouse, rights));
                Ok(true)
            })?;
        }
        Ok(Said(said))
    }

    /// Tells whether a warehouse lets the employee do something.
    pub fn holds(&self, warehouse: WarehouseId, right: Right) -> bool {
        self.0.iter().find(|(of, _)| *of == warehouse).is_none_or(|(_, rights)| rights.0.contains(&right))
    }

    /// Returns what was said, by warehouse.
    pub fn into_parts(self) -> Vec<(WarehouseId, Rights)> {
        self.0
    }

    /// Returns all warehouses whose stock the employee may see, by id.
    pub fn seen(&self, view: &View) -> Result<Vec<(WarehouseId, Warehouse)>, Error> {
        let mut seen = warehouses(view)?;
        seen.retain(|(warehouse, _)| self.holds(*warehouse, Right::ViewStock));
        Ok(seen)
    }

    /// Tells whether nothing was said: all warehouses let them do all.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses what one of these warehouses does not let the employee do.
    fn refuse(&self, view: &View, cx: &Context, taken: &[(WarehouseId, Right)]) -> Result<(), No> {
        match taken.iter().find(|(warehouse, right)| !self.holds(*warehouse, *right)) {
            None => Ok(()),
            Some((warehouse, right)) => Err(refusal(view, cx, *warehouse, *right)?),
        }
    }
}

/// Says that a warehouse does not let somebody do something.
fn refusal(view: &View, cx: &Context, warehouse: WarehouseId, right: Right) -> Result<No, Error> {
    let name = view.get(WAREHOUSE, &warehouse)?.map_or_else(String::new, |warehouse| warehouse.name);
    not_permitted(view, cx, &right.of(&name))
}

/// Refuses an employee's question about a warehouse whose stock they may not see.
pub fn refuse_view(view: &View, said: &Said, employee: EmployeeId, warehouse: WarehouseId) -> Result<(), No> {
    if said.holds(warehouse, Right::ViewStock) {
        return Ok(());
    }
    let name = view.get(WAREHOUSE, &warehouse)?.map_or_else(String::new, |warehouse| warehouse.name);
    let employee = view.get(EMPLOYEE, &employee)?.map_or_else(String::new, |employee| employee.name);
    Err(Refused::NotPermitted { employee, what: Right::ViewStock.of(&name) }.into())
}

/// Refuses a command about a document that a warehouse does not let the employee work on.
pub fn before(view: &View, cx: &Context, said: &Said, command: &Command) -> Result<(), No> {
    if said.is_nothing() {
        return Ok(());
    }
    let mut taken = Vec::new();
    if let Some(document) = document_of(view, command)? {
        taken.extend(by_document(view, document)?);
    }
    match command {
        Command::BeginConversion { product, .. } => taken.extend(by_conversion(view, *product)?),
        Command::ConvertWhole(whole) => taken.extend(by_conversion(view, whole.product)?),
        _ => {}
    }
    said.refuse(view, cx, &taken)
}

/// Refuses what a command made or changed where a warehouse does not let the employee.
pub fn after(view: &View, cx: &Context, said: &Said, command: &Command, outcome: &Outcome) -> Result<(), No> {
    if said.is_nothing() {
        return Ok(());
    }
    let mut made: Vec<DocumentId> = document_of(view, command)?.into_iter().collect();
    match outcome {
        Outcome::DraftOpened(document) | Outcome::StocktakeOpened(document) => made.push(*document),
        Outcome::Posted(posted) => made.push(posted.document),
        Outcome::Reserved(reserved) => made.push(reserved.document),
        Outcome::Cancelled { reopened, .. } => made.extend(*reopened),
        Outcome::Settled(settled) => made.extend(settled.documents.iter().map(|by| by.posted.document)),
        _ => {}
    }
    for document in made {
        said.refuse(view, cx, &by_document(view, document)?)?;
    }
    Ok(())
}

/// Returns the document a command works on; letting go of a draft is nobody's business but its owner's, and names none.
pub(super) fn document_of(view: &View, command: &Command) -> Result<Option<DocumentId>, Error> {
    Ok(match command {
        Command::EditDraft { draft, .. }
        | Command::AddLine { draft, .. }
        | Command::EditLine { draft, .. }
        | Command::RemoveLine { draft, .. }
        | Command::CountGoods { draft, .. }
        | Command::ReceiveSerials { draft, .. }
        | Command::GenerateSerials { draft, .. }
        | Command::TakeBack { draft, .. }
        | Command::ExpectSerials { draft, .. }
        | Command::PutInTray { draft, .. }
        | Command::NotePallet { draft, .. }
        | Command::PostDraft { draft }
        | Command::TakeOver { draft }
        | Command::GenerateMissing { draft }
        | Command::EditMoveHead { draft, .. }
        | Command::PickSerials { draft, .. }
        | Command::PickGoods { draft, .. }
        | Command::AddMoveLine { draft, .. }
        | Command::EditMoveLine { draft, .. }
        | Command::PutBack { draft, .. } => Some(*draft),
        Command::CancelDocument { document, .. }
        | Command::CorrectDocument { document, .. }
        | Command::Reserve { document, .. }
        | Command::Release { document }
        | Command::CloseOrder { document, .. }
        | Command::Ship { document, .. } => Some(*document),
        Command::CountUnits { stocktake, .. }
        | Command::CountProduct { stocktake, .. }
        | Command::TakeBackCount { stocktake, .. }
        | Command::NameCounted { stocktake, .. }
        | Command::DiscardStocktake { stocktake } => Some(*stocktake),
        Command::SettleStocktake(settlement) => Some(settlement.stocktake),
        Command::CorrectCost { lot, .. } => view.get(LOT, lot)?.map(|lot| lot.document),
        _ => None,
    })
}

/// Returns the rights that work on a document takes.
fn by_document(view: &View, id: DocumentId) -> Result<Vec<(WarehouseId, Right)>, Error> {
    let Some(document) = view.get(DOCUMENT, &id)? else { return Ok(Vec::new()) };
    if document.kind != DocumentKind::Conversion {
        return Ok(Right::taken_by(&document));
    }
    let mut product = None;
    view.prefix(LINE, &id, Direction::Forward, |_: (DocumentId, u32), line| {
        product = Some(line.product);
        Ok(false)
    })?;
    product.map_or_else(|| Ok(Vec::new()), |product| by_conversion(view, product))
}

/// Returns the rights that giving a product serials takes: out and in again, wherever there is some of it.
fn by_conversion(view: &View, product: ProductId) -> Result<Vec<(WarehouseId, Right)>, Error> {
    let mut taken = Vec::new();
    for (warehouse, _) in warehouses(view)? {
        if view.get(BALANCE, &(warehouse, product))?.is_some_and(|balance| !balance.on_hand.is_zero()) {
            taken.extend([(warehouse, Right::WriteOff), (warehouse, Right::Posting)]);
        }
    }
    Ok(taken)
}
