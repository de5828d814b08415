//! Changes that are not made yet, laid over a store: reads see them, the store does not.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::engine::{Change, Direction, Error, KeyRange, Read, TableName, Visit, Write, holds_nothing};

/// Pending rows of one table, in order.
type Rows = BTreeMap<Vec<u8>, Pending>;

/// A row that is set, or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    /// `None` marks it as removed.
    value: Option<Vec<u8>>,
    /// It is hoped that the store has no such row, whatever became of it since.
    new: bool,
}

/// A set of changes, sorted by key within each table, ready to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    tables: Vec<(TableName, Rows)>,
}

impl Changes {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(|(_, rows)| rows.is_empty())
    }

    /// How many rows are set or removed.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Writes all changes, each table's in the order of their keys: far quicker than as they came.
    pub fn write_to(&self, tx: &mut dyn Write) -> Result<(), Error> {
        for (table, rows) in &self.tables {
            let mut rows = rows.iter().map(|(key, row)| Change { key, value: row.value.as_deref(), new: row.new });
            tx.change_in_order(table, &mut rows)?;
        }
        Ok(())
    }

    /// Gives the changes one by one, in the order they would be written.
    pub fn into_rows(self) -> impl Iterator<Item = (TableName, Vec<u8>, Option<Vec<u8>>)> {
        self.tables
            .into_iter()
            .flat_map(|(table, rows)| rows.into_iter().map(move |(key, row)| (table, key, row.value)))
    }

    /// Takes later changes in; where both change a row, the later one counts.
    pub fn absorb(&mut self, later: Self) {
        if self.tables.is_empty() {
            *self = later;
            return;
        }
        for (table, rows) in later.tables {
            let earlier = self.rows_mut(table);
            for (key, row) in rows {
                set(earlier, key, row);
            }
        }
    }

    fn rows(&self, table: TableName) -> Option<&Rows> {
        self.tables.iter().find(|(name, _)| *name == table).map(|(_, rows)| rows)
    }

    fn rows_mut(&mut self, table: TableName) -> &mut Rows {
        let position = self.tables.iter().position(|(name, _)| *name == table).unwrap_or_else(|| {
            self.tables.push((table, Rows::new()));
            self.tables.len() - 1
        });
        &mut self.tables[position].1
    }
}

/// Sets a pending row; what was hoped of it before is hoped still.
fn set(rows: &mut Rows, key: Vec<u8>, row: Pending) {
    match rows.entry(key) {
        Entry::Vacant(place) => {
            place.insert(row);
        }
        Entry::Occupied(mut place) => {
            let new = place.get().new || row.new;
            place.insert(Pending { new, ..row });
        }
    }
}

/// A store as it would be with some changes made.
pub struct Overlay<'a> {
    base: &'a dyn Read,
    changes: Changes,
    hopes: bool,
    has_hoped: bool,
}

impl<'a> Overlay<'a> {
    /// Lays nothing over a store yet.
    pub fn new(base: &'a dyn Read) -> Self {
        Self { base, changes: Changes::default(), hopes: false, has_hoped: false }
    }

    /// The same, where keys that are put as new may be believed to be: of ten thousand serials that come in, none is
    /// looked for, since writing each finds out.
    pub fn hoping(base: &'a dyn Read) -> Self {
        Self { hopes: true, ..Self::new(base) }
    }

    /// Whether any key is hoped to be new.
    pub fn has_hoped(&self) -> bool {
        self.has_hoped
    }

    /// Gives the changes to be made; dropping the overlay instead throws them away.
    pub fn into_changes(self) -> Changes {
        self.changes
    }

    /// Takes later changes in.
    pub fn absorb(&mut self, later: Changes) {
        self.changes.absorb(later);
    }
}

impl Read for Overlay<'_> {
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        match self.changes.rows(table).and_then(|rows| rows.get(key)) {
            Some(row) => Ok(row.value.clone()),
            None => self.base.get(table, key),
        }
    }

    fn known(&self, table: TableName, key: &[u8]) -> Option<Option<&[u8]>> {
        match self.changes.rows(table).and_then(|rows| rows.get(key)) {
            Some(row) => Some(row.value.as_deref()),
            None => self.base.known(table, key),
        }
    }

    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error> {
        if holds_nothing(range) {
            return Ok(());
        }
        let Some(rows) = self.changes.rows(table) else { return self.base.scan(table, range, direction, visit) };
        let pending = rows.range::<[u8], _>(range).map(|(key, row)| (key.as_slice(), row.value.as_deref()));
        match direction {
            Direction::Forward => self.merge(table, range, direction, pending, visit),
            Direction::Backward => self.merge(table, range, direction, pending.rev(), visit),
        }
    }
}

impl Overlay<'_> {
    fn merge<'p>(
        &self,
        table: TableName,
        range: KeyRange<'_>,
        direction: Direction,
        pending: impl Iterator<Item = (&'p [u8], Option<&'p [u8]>)>,
        visit: Visit<'_>,
    ) -> Result<(), Error> {
        let mut pending = pending.peekable();
        if pending.peek().is_none() {
            return self.base.scan(table, range, direction, visit);
        }
        let comes_before = |left: &[u8], right: &[u8]| match direction {
            Direction::Forward => left.cmp(right),
            Direction::Backward => right.cmp(left),
        };
        let mut goes_on = true;
        self.base.scan(table, range, direction, &mut |key, value| {
            while let Some(&(next, change)) = pending.peek() {
                let order = comes_before(next, key);
                if order == Ordering::Greater {
                    break;
                }
                pending.next();
                if let Some(value) = change {
                    goes_on = visit(next, value)?;
                }
                // A row that is changed or removed is not shown as the store has it.
                if order == Ordering::Equal || !goes_on {
                    return Ok(goes_on);
                }
            }
            goes_on = visit(key, value)?;
            Ok(goes_on)
        })?;
        while goes_on && let Some((key, change)) = pending.next() {
            if let Some(value) = change {
                goes_on = visit(key, value)?;
            }
        }
        Ok(())
    }
}

impl Write for Overlay<'_> {
    fn put(&mut self, table: TableName, key: &[u8], value: &[u8]) -> Result<(), Error> {
        set(self.changes.rows_mut(table), key.to_vec(), Pending { value: Some(value.to_vec()), new: false });
        Ok(())
    }

    fn delete(&mut self, table: TableName, key: &[u8]) -> Result<(), Error> {
        set(self.changes.rows_mut(table), key.to_vec(), Pending { value: None, new: false });
        Ok(())
    }

    fn put_new(&mut self, table: TableName, key: &[u8], value: &[u8]) -> Result<bool, Error> {
        let new = match self.known(table, key) {
            Some(Some(_)) => return Ok(false),
            None if self.hopes => {
                self.has_hoped = true;
                true
            }
            None if self.base.get(table, key)?.is_some() => return Ok(false),
            Some(None) | None => false,
        };
        set(self.changes.rows_mut(table), key.to_vec(), Pending { value: Some(value.to_vec()), new });
        Ok(true)
    }
}
