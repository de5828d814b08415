//! The table of questions: one file each.
//!
//! Lists are paged by key: a page reads the rows it shows and one more, whatever the store holds, and its cursor is
//! the key of its last row. What is shared between questions stands beside them: [`named`] (names of records),
//! [`paging`], [`rank`] (fuzzy match over names), [`units`] (from a serial to its unit), [`oldest`] (units in stock).

mod bins;
mod conversion;
mod corrections;
mod counts;
mod desk;
mod document;
mod documents;
mod draft;
mod draft_serials;
mod employee;
mod find;
mod findings;
mod hint;
mod home;
mod journal;
mod labels;
mod last_done;
mod layers;
mod line_units;
mod locations;
mod lot_units;
mod move_draft;
mod movements;
pub(super) mod named;
mod neighbour;
mod oldest;
mod paging;
mod paper;
mod parties;
mod passport;
mod past;
mod people;
mod pick_preview;
mod pickable;
mod picked;
mod preview;
mod product;
mod product_documents;
mod product_units;
mod products;
mod queue;
mod rank;
mod reserved;
mod resolve;
mod rest;
mod sight;
mod stock;
mod stocktake;
mod store;
mod summary;
mod templates;
mod tray;
pub(super) mod units;
mod warehouses;

use crate::domain::employee::Permission;
use crate::domain::id::EmployeeId;
use crate::domain::time::Moment;
use crate::messages::{Answer, No, Query};
use crate::ops::rights::Said;
use crate::ops::table::allows;
use crate::store::engine::Error;
use crate::store::tables::{SCANNER, View};

use sight::Sight;

/// Answers a question on one consistent view; `now` is for how long ago things were.
///
/// An employee sees no drafts of others but shared ones, no costs, and no stock of a warehouse that does not let them,
/// unless their role allows it; nobody in particular sees all.
pub fn answer(view: &View, now: Moment, employee: Option<EmployeeId>, query: &Query) -> Result<Answer, No> {
    let answer = whole(view, now, employee, query)?;
    Ok(if employee.map_or(Ok(true), |employee| sees_costs(view, employee))? { answer } else { answer.without_costs() })
}

/// Tells whether somebody's role allows to see what things cost.
pub fn sees_costs(view: &View, employee: EmployeeId) -> Result<bool, Error> {
    allows(view, employee, Permission::SeeCosts)
}

fn whole(view: &View, now: Moment, employee: Option<EmployeeId>, query: &Query) -> Result<Answer, No> {
    let sight = Sight::of(view, employee)?;
    sight.may_ask(view, query)?;
    let said = Said::of(view, employee)?;
    sight::may_see(view, &said, employee, query)?;
    let costs = |view| employee.map_or(Ok(true), |employee| allows(view, employee, Permission::SeeCosts));
    match query {
        Query::Store => store::answer(view, now).map(Answer::Store),
        Query::Home { employee, desk } => home::answer(view, now, (sight, &said), *employee, *desk).map(Answer::Home),
        Query::Resolve { text, product } => resolve::answer(view, now, text, *product).map(Answer::Meanings),
        Query::Hint(text) => hint::answer(view, now, text).map(Answer::Hint),
        Query::Draft(draft) => draft::answer(view, *draft).map(Answer::Draft),
        Query::DraftSerials { draft, line, before, limit } => {
            draft_serials::answer(view, now, *draft, *line, *before, *limit).map(Answer::Scans)
        }
        Query::Tray(draft) => tray::answer(view, now, *draft).map(Answer::Tray),
        Query::Warehouses => warehouses::answer(view).map(Answer::Warehouses),
        Query::Locations => locations::answer(view).map(Answer::Locations),
        Query::Bins(warehouse) => bins::answer(view, *warehouse).map(Answer::Bins),
        Query::Desk(desk) => desk::answer(view, *desk).map(Answer::Desk),
        Query::Scanner(desk) => Ok(Answer::Scanner(view.get(SCANNER, desk)?)),
        Query::LastDone(desk) => last_done::answer(view, now, employee, *desk).map(Answer::LastDone),
        Query::People => people::answer(view).map(Answer::People),
        Query::Employee(employee) => employee::answer(view, *employee).map(Answer::Employee),
        Query::Rights(employee) => employee::rights(view, *employee).map(Answer::Rights),
        Query::Desks => people::desks(view).map(Answer::Desks),
        Query::Door(desk) => people::door(view, *desk).map(Answer::Door),
        Query::Allowed(employee) => employee::allowed(view, *employee).map(Answer::Allowed),
        Query::Products { text, archived, after, limit } => {
            products::answer(view, &said, text, *archived, after.as_ref(), *limit).map(Answer::Products)
        }
        Query::Product(product) => product::answer(view, (now, &said), *product).map(Answer::Product),
        Query::ProductUnits { product, warehouse, after, limit } => {
            product_units::answer(view, (now, &said), *product, *warehouse, after.as_ref(), *limit).map(Answer::Units)
        }
        Query::ProductDocuments { product, after, limit } => {
            product_documents::answer(view, now, *product, after.as_ref(), *limit).map(Answer::Documents)
        }
        Query::Layers { product, warehouse, after, limit } => {
            layers::answer(view, (now, &said), *product, *warehouse, after.as_ref(), *limit).map(Answer::Layers)
        }
        Query::Stock { by, warehouse, product, text, on, after, limit } => {
            let past = on.map(|on| past::Past::on(view, now, on)).transpose()?;
            let filter = stock::Filter { by: *by, warehouse: *warehouse, product: *product, text, past, said: &said };
            stock::answer(view, now, &filter, after.as_ref(), *limit).map(Answer::Stock)
        }
        Query::Journal { filter, after, limit } => {
            journal::answer(view, now, employee, filter, after.as_ref(), *limit).map(Answer::Journal)
        }
        Query::Documents { kind, state, text, after, limit } => {
            let filter = documents::Filter { kind: *kind, state: *state, text, sight };
            documents::answer(view, now, &filter, after.as_ref(), *limit).map(Answer::Documents)
        }
        Query::Document(which) => document::answer(view, now, which).map(Answer::Document),
        Query::LineUnits { document, line, after, limit } => {
            line_units::answer(view, now, *document, *line, after.as_ref(), *limit).map(Answer::Units)
        }
        Query::LotUnits { lot, after, limit } => {
            lot_units::answer(view, now, *lot, after.as_ref(), *limit).map(Answer::Units)
        }
        Query::Labels { of, after, limit } => labels::answer(view, now, of, after.as_ref(), *limit).map(Answer::Labels),
        Query::Paper(of) => paper::answer(view, now, employee, of).map(Answer::Paper),
        Query::Passport(of) => passport::answer(view, now, of).map(Answer::Passport),
        Query::Movements { of, part, limit } => movements::answer(view, now, of, part, *limit).map(Answer::Movements),
        Query::Neighbour { of, forward } => neighbour::answer(view, now, of, *forward).map(Answer::Passport),
        Query::Suppliers(text) => parties::suppliers(view, text).map(Answer::Suppliers),
        Query::Clients(text) => parties::clients(view, text).map(Answer::Clients),
        Query::Reservations { product, warehouse, after, limit } => {
            reserved::answer(view, (now, &said), (*product, *warehouse), after.as_ref(), *limit)
                .map(Answer::Reservations)
        }
        Query::Templates => templates::answer(view, now).map(Answer::Templates),
        Query::Find { text, limit } => find::answer(view, (now, &said), text, *limit).map(Answer::Found),
        Query::Summary(draft) => summary::answer(view, now, *draft).map(Answer::Summary),
        Query::Conversion(of) => conversion::answer(view, now, *of).map(Answer::Conversion),
        Query::Stocktake(id) => stocktake::answer(view, now, employee, *id).map(Answer::Stocktake),
        Query::Findings { stocktake: id, kind, after, limit } => {
            findings::answer(view, now, employee, *id, *kind, after.as_ref(), *limit).map(Answer::Findings)
        }
        Query::Counts { stocktake: id, desk, after, limit } => {
            counts::answer(view, now, *id, *desk, after.as_ref(), *limit).map(Answer::Counts)
        }
        Query::Preview { draft, line, text, wanted } => {
            preview::answer(view, now, *draft, *line, text, *wanted).map(Answer::Preview)
        }
        Query::MoveDraft(draft) => move_draft::answer(view, now, costs(view)?, *draft).map(Answer::MoveDraft),
        Query::Rest(draft) => rest::answer(view, *draft).map(Answer::Rest),
        Query::Picked { draft, line, before, limit } => {
            picked::answer(view, now, *draft, *line, *before, *limit).map(Answer::Picked)
        }
        Query::Pickable { draft, product, text, after, limit } => {
            let asked = pickable::Asked { draft: *draft, product: *product, text, costs: costs(view)? };
            pickable::answer(view, now, &asked, after.as_ref(), *limit).map(Answer::Pickable)
        }
        Query::PickPreview { draft, product, text, wanted } => {
            pick_preview::answer(view, now, *draft, *product, text, *wanted).map(Answer::Preview)
        }
    }
}
