//! Pages: rows of a list, and the key of the last one as the cursor of the next.

use std::ops::Bound;

use crate::messages::{Cursor, Page, Refused};
use crate::store::codec::Key;
use crate::store::tables::end_of_prefix;

/// A page being filled.
pub struct Filling<T> {
    rows: Vec<T>,
    limit: usize,
    last: Vec<u8>,
    more: bool,
}

impl<T> Filling<T> {
    /// Begins a page of at most so many rows; at least one.
    pub fn new(limit: usize) -> Self {
        Filling { rows: Vec::new(), limit: limit.max(1), last: Vec::new(), more: false }
    }

    /// Tells whether the row that was just found fits; if not, there is a next page and the walk is over.
    pub fn room(&mut self) -> bool {
        self.more = self.rows.len() >= self.limit;
        !self.more
    }

    /// Adds a row there is room for, with its place in the order.
    pub fn push(&mut self, place: Vec<u8>, row: T) {
        self.last = place;
        self.rows.push(row);
    }

    /// Closes the page.
    pub fn page(self) -> Page<T> {
        Page { rows: self.rows, next: self.more.then_some(Cursor(self.last)) }
    }
}

/// Returns the place a cursor names; refused when it belongs to another question.
pub fn place<K: Key>(after: Option<&Cursor>) -> Result<Option<K>, Refused> {
    let Some(Cursor(bytes)) = after else { return Ok(None) };
    let mut rest = bytes.as_slice();
    match K::take(&mut rest).filter(|_| rest.is_empty()) {
        Some(place) => Ok(Some(place)),
        None => Err(foreign()),
    }
}

/// Returns the refusal of a cursor of another question.
pub fn foreign() -> Refused {
    Refused::Changed("this page belongs to another list: begin it again".to_owned())
}

/// Returns the range of the keys that begin with `prefix` and come before a page's last key: lists from the end.
pub fn backward(prefix: Vec<u8>, before: Option<Vec<u8>>) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let end = before.map_or_else(|| end_of_prefix(&prefix), Bound::Excluded);
    (Bound::Included(prefix), end)
}
