//! The table of questions: one file each.
//!
//! Lists are paged by key: a page reads the rows it shows and one more, whatever the store holds, and its cursor is
//! the key of its last row. What is shared between questions stands beside them: [`named`] (names of records),
//! [`paging`], [`rank`] (fuzzy match over names), [`units`] (from a serial to its unit).

mod bins;
mod desk;
mod documents;
mod draft;
mod draft_serials;
mod employee;
mod hint;
mod home;
mod locations;
mod named;
mod paging;
mod resolve;
mod store;
mod tray;
mod units;
mod warehouses;

use crate::domain::time::Moment;
use crate::messages::{Answer, No, Query};
use crate::store::tables::View;

/// Answers a question on one consistent view; `now` is for how long ago things were.
pub fn answer(view: &View, now: Moment, query: &Query) -> Result<Answer, No> {
    match query {
        Query::Store => store::answer(view, now).map(Answer::Store),
        Query::Home { employee, desk } => home::answer(view, now, *employee, *desk).map(Answer::Home),
        Query::Resolve { text, product } => resolve::answer(view, now, text, *product).map(Answer::Meanings),
        Query::Hint(text) => hint::answer(view, now, text).map(Answer::Hint),
        Query::Draft(draft) => draft::answer(view, *draft).map(Answer::Draft),
        Query::DraftSerials { draft, line, before, limit } => {
            draft_serials::answer(view, *draft, *line, *before, *limit).map(Answer::Scans)
        }
        Query::Tray(draft) => tray::answer(view, now, *draft).map(Answer::Tray),
        Query::Warehouses => warehouses::answer(view).map(Answer::Warehouses),
        Query::Locations => locations::answer(view).map(Answer::Locations),
        Query::Bins(warehouse) => bins::answer(view, *warehouse).map(Answer::Bins),
        Query::Desk(desk) => desk::answer(view, *desk).map(Answer::Desk),
        Query::Employee(employee) => employee::answer(view, *employee).map(Answer::Employee),
        _ => Err(No::Broken("this question is not answered yet".to_owned())),
    }
}
