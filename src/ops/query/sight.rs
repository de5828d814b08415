//! Whose drafts somebody sees: their own, shared ones, and those that belong to all; with a permission, everybody's.

use crate::domain::document::{Document, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, EmployeeId};
use crate::messages::{DocumentRef, LabelOf, No, Query, Refused};
use crate::ops::rights::{self, Said};
use crate::ops::table::allows;
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, EMPLOYEE, View};

/// What drafts somebody sees.
#[derive(Debug, Clone, Copy)]
pub struct Sight(Option<EmployeeId>);

impl Sight {
    /// Returns what an employee sees; nobody in particular sees all.
    pub fn of(view: &View, employee: Option<EmployeeId>) -> Result<Sight, Error> {
        Ok(match employee {
            Some(employee) if !allows(view, employee, Permission::SeeAllDrafts)? => Sight(Some(employee)),
            _ => Sight(None),
        })
    }

    /// Tells whether a document is seen.
    pub fn sees(self, document: &Document) -> bool {
        let hidden = document.state == DocumentState::Draft || document.state == DocumentState::Deleted;
        !hidden || self.0.is_none_or(|employee| document.is_open_to(employee))
    }

    /// Refuses a question about a draft that is not seen.
    pub fn may_ask(self, view: &View, query: &Query) -> Result<(), No> {
        let (Some(employee), Some(draft)) = (self.0, draft_of(query)) else { return Ok(()) };
        let Some(document) = view.get(DOCUMENT, &draft)?.filter(|document| !self.sees(document)) else { return Ok(()) };
        let name = |id| Ok::<_, Error>(view.get(EMPLOYEE, &id)?.map_or_else(String::new, |employee| employee.name));
        let what = format!("see the draft of {}, which is not shared", name(document.owner())?);
        Err(Refused::NotPermitted { employee: name(employee)?, what }.into())
    }
}

/// Refuses a question about the stock of a warehouse that does not let somebody see it.
pub fn may_see(view: &View, said: &Said, employee: Option<EmployeeId>, query: &Query) -> Result<(), No> {
    let Some(employee) = employee.filter(|_| !said.is_nothing()) else { return Ok(()) };
    let warehouse = match query {
        Query::Stock { warehouse, .. }
        | Query::Layers { warehouse, .. }
        | Query::ProductUnits { warehouse, .. }
        | Query::Reservations { warehouse, .. } => *warehouse,
        Query::Pickable { draft: of, .. }
        | Query::Stocktake(of)
        | Query::Findings { stocktake: of, .. }
        | Query::Counts { stocktake: of, .. } => view.get(DOCUMENT, of)?.map(|document| document.warehouse),
        _ => None,
    };
    warehouse.map_or(Ok(()), |warehouse| rights::refuse_view(view, said, employee, warehouse))
}

/// Returns the draft that a question is about.
const fn draft_of(query: &Query) -> Option<DocumentId> {
    match query {
        Query::Draft(draft)
        | Query::DraftSerials { draft, .. }
        | Query::Tray(draft)
        | Query::Preview { draft, .. }
        | Query::Summary(draft)
        | Query::MoveDraft(draft)
        | Query::Rest(draft)
        | Query::Picked { draft, .. }
        | Query::Pickable { draft, .. }
        | Query::PickPreview { draft, .. }
        | Query::Labels {
            of: LabelOf::Document(draft) | LabelOf::Line(draft, _) | LabelOf::Scanned(draft, ..), ..
        }
        | Query::Document(DocumentRef::Id(draft))
        | Query::LineUnits { document: draft, .. } => Some(*draft),
        _ => None,
    }
}
