//! A table read row by row, so that several can be walked side by side.

use std::collections::VecDeque;
use std::ops::Bound;

use super::Walk;
use crate::store::codec::{Key, Value};
use crate::store::engine::Error;
use crate::store::tables::Table;

/// Rows that are read ahead.
const AHEAD: usize = 64;

/// Rows of a table, in order.
pub(super) struct Rows<K, V> {
    table: Table<K, V>,
    ahead: VecDeque<(K, V)>,
    /// Key of the last row that was read.
    last: Option<Vec<u8>>,
    ended: bool,
}

impl<K: Key, V: Value> Rows<K, V> {
    /// Begins at a table's first row.
    pub fn of(table: Table<K, V>) -> Self {
        Rows { table, ahead: VecDeque::new(), last: None, ended: false }
    }

    /// Returns the next row; one that cannot be read is named and passed over.
    pub fn next(&mut self, walk: &mut Walk) -> Result<Option<(K, V)>, Error> {
        self.read(walk)?;
        Ok(self.ahead.pop_front())
    }

    /// Returns the next row if its key is one that is wanted.
    pub fn next_if(&mut self, walk: &mut Walk, wanted: impl FnOnce(&K) -> bool) -> Result<Option<(K, V)>, Error> {
        self.read(walk)?;
        if self.ahead.front().is_some_and(|(key, _)| wanted(key)) { self.next(walk) } else { Ok(None) }
    }

    fn read(&mut self, walk: &mut Walk) -> Result<(), Error> {
        while self.ahead.is_empty() && !self.ended {
            let view = walk.view;
            let from = self.last.take();
            let from = from.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
            let mut rows = 0;
            let mut last = None;
            view.every(self.table, from, |bytes, record| {
                walk.looked_at();
                match record {
                    Ok(row) => self.ahead.push_back(row),
                    Err(why) => walk.unreadable(self.table.name(), bytes, &why),
                }
                rows += 1;
                if rows == AHEAD {
                    last = Some(bytes.to_vec());
                }
                Ok(rows < AHEAD)
            })?;
            (self.last, self.ended) = (last, rows < AHEAD);
        }
        Ok(())
    }
}
