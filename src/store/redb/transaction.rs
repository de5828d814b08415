//! What is read and written within one redb transaction: tables opened once each, bytes to bytes.

use std::cell::{Cell, RefCell};
use std::ops::Bound;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ::redb::{
    CursorError, ReadOnlyTable, ReadTransaction, ReadableTable, StorageError, Table, TableDefinition, TableError,
    TableHandle, WriteTransaction,
};

use super::Sentences;
use crate::store::engine::{Change, Direction, Error, KeyRange, Read, TableName, Visit, Write, holds_nothing};

type Bytes = &'static [u8];

/// A table as a reader has it; none where it was never written.
type Reading = Option<Arc<ReadOnlyTable<Bytes, Bytes>>>;

/// A table as the writer has it.
type Writing<'t> = Rc<Table<'t, Bytes, Bytes>>;

/// One committed moment, shared by all who read until the next commit. Tables are opened when first asked for.
pub(super) struct Snapshot {
    transaction: ReadTransaction,
    tables: RwLock<Vec<(TableName, Reading)>>,
    broken: AtomicBool,
    sentences: Arc<Sentences>,
}

impl Snapshot {
    pub(super) fn new(transaction: ReadTransaction, sentences: Arc<Sentences>) -> Self {
        Self { transaction, tables: RwLock::default(), broken: AtomicBool::new(false), sentences }
    }

    /// Whether the disk failed under a reader: the file has to be opened anew.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Names of all tables, in order.
    pub(super) fn tables(&self) -> Result<Vec<String>, Error> {
        let names = self.transaction.list_tables().map_err(|error| self.failed(&error))?;
        let mut names: Vec<String> = names.map(|table| table.name().to_owned()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Visits all rows of a table, in order.
    pub(super) fn rows(&self, table: &str, visit: Visit<'_>) -> Result<(), Error> {
        match self.open(table)? {
            Some(table) => walk(&table, EVERYTHING, Direction::Forward, visit, |error| self.failed(error)),
            None => Ok(()),
        }
    }

    /// Opens a table, but none that does not exist.
    fn open(&self, table: &str) -> Result<Option<ReadOnlyTable<Bytes, Bytes>>, Error> {
        match self.transaction.open_table(TableDefinition::<Bytes, Bytes>::new(table)) {
            Ok(opened) => Ok(Some(opened)),
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            Err(TableError::Storage(error)) => Err(self.failed(&error)),
            Err(error) => Err(self.sentences.foreign(&error)),
        }
    }

    fn table(&self, table: TableName) -> Result<Reading, Error> {
        let found = |tables: &[(TableName, Reading)]| {
            tables.iter().find(|(name, _)| *name == table).map(|(_, opened)| opened.clone())
        };
        // The lock is let go before the table is read: a visitor may well ask for another table.
        if let Some(opened) = found(&self.tables.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(opened);
        }
        let opened = self.open(table)?.map(Arc::new);
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(meanwhile) = found(&tables) {
            return Ok(meanwhile);
        }
        tables.push((table, opened.clone()));
        Ok(opened)
    }

    fn failed(&self, error: &StorageError) -> Error {
        self.broken.store(true, Ordering::Relaxed);
        self.sentences.storage(error)
    }
}

impl Read for Snapshot {
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let Some(table) = self.table(table)? else { return Ok(None) };
        let value = table.get(key).map_err(|error| self.failed(&error))?;
        Ok(value.map(|value| value.value().to_vec()))
    }

    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error> {
        match self.table(table)? {
            Some(table) => walk(&*table, range, direction, visit, |error| self.failed(error)),
            None => Ok(()),
        }
    }
}

/// A key that a transaction changed for certain, by which one can tell later whether the transaction was kept.
pub(super) struct Witness {
    table: TableName,
    key: Vec<u8>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Witness {
    /// Whether the transaction is in the store, as far as this key can tell.
    pub(super) fn was_kept(&self, store: &dyn Read) -> Result<bool, Error> {
        Ok(self.after != self.before && store.get(self.table, &self.key)? == self.after)
    }
}

/// The changes of one transaction.
pub(super) struct Changes<'t> {
    transaction: &'t WriteTransaction,
    tables: RefCell<Vec<(TableName, Writing<'t>)>>,
    witness: Option<Witness>,
    broken: Cell<bool>,
    sentences: &'t Sentences,
}

impl<'t> Changes<'t> {
    pub(super) fn new(transaction: &'t WriteTransaction, sentences: &'t Sentences) -> Self {
        Self { transaction, tables: RefCell::default(), witness: None, broken: Cell::new(false), sentences }
    }

    /// Whether the disk failed under it.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// Closes the tables and gives the key that tells whether the transaction was kept, if it changed any.
    pub(super) fn into_witness(mut self) -> Result<Option<Witness>, Error> {
        let Some(mut witness) = self.witness.take() else { return Ok(None) };
        witness.after = self.get(witness.table, &witness.key)?;
        Ok(Some(witness))
    }

    fn table(&self, table: TableName) -> Result<Writing<'t>, Error> {
        let mut tables = self.tables.borrow_mut();
        let position = self.position(&mut tables, table)?;
        Ok(Rc::clone(&tables[position].1))
    }

    fn position(&self, tables: &mut Vec<(TableName, Writing<'t>)>, table: TableName) -> Result<usize, Error> {
        if let Some(position) = tables.iter().position(|(name, _)| *name == table) {
            return Ok(position);
        }
        let opened = match self.transaction.open_table(TableDefinition::<Bytes, Bytes>::new(table)) {
            Ok(opened) => opened,
            Err(TableError::Storage(error)) => return Err(self.failed(&error)),
            Err(error) => return Err(self.sentences.foreign(&error)),
        };
        tables.push((table, Rc::new(opened)));
        Ok(tables.len() - 1)
    }

    /// Does one change; `change` returns what stood there before.
    fn change(
        &mut self,
        table: TableName,
        key: &[u8],
        after: Option<&[u8]>,
        change: impl FnOnce(&mut Table<'t, Bytes, Bytes>) -> Result<Option<Vec<u8>>, StorageError>,
    ) -> Result<(), Error> {
        let mut tables = self.tables.borrow_mut();
        let position = self.position(&mut tables, table)?;
        let opened = Rc::get_mut(&mut tables[position].1).expect("no scan outlives the borrow of its reader");
        let before = change(opened);
        drop(tables);
        let before = before.map_err(|error| self.failed(&error))?;
        if self.witness.is_none() && before.as_deref() != after {
            self.witness = Some(Witness { table, key: key.to_vec(), before, after: None });
        }
        Ok(())
    }

    fn failed(&self, error: &StorageError) -> Error {
        self.broken.set(true);
        self.sentences.storage(error)
    }
}

impl Read for Changes<'_> {
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let table = self.table(table)?;
        let value = table.get(key).map_err(|error| self.failed(&error))?;
        Ok(value.map(|value| value.value().to_vec()))
    }

    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error> {
        walk(&*self.table(table)?, range, direction, visit, |error| self.failed(error))
    }
}

impl Write for Changes<'_> {
    fn put(&mut self, table: TableName, key: &[u8], value: &[u8]) -> Result<(), Error> {
        self.make(table, Change { key, value: Some(value), new: false })
    }

    fn delete(&mut self, table: TableName, key: &[u8]) -> Result<(), Error> {
        self.make(table, Change { key, value: None, new: false })
    }

    /// New keys that stand side by side, as those of a pallet do, are written page by page; keys that stand apart one by
    /// one. Which they are is tried out, ever more rarely while they stand apart.
    fn change_in_order(
        &mut self,
        table: TableName,
        changes: &mut dyn Iterator<Item = Change<'_>>,
    ) -> Result<(), Error> {
        let (mut next, mut singly, mut patience) = (changes.next(), 0, 1);
        while let Some(change) = next {
            let run = if singly == 0 && self.witness.is_some() {
                self.insert_run(table, change, changes)?
            } else {
                Run { inserted: 0, next: Some(change) }
            };
            if run.inserted >= LONG_RUN {
                patience = 1;
            } else if singly == 0 {
                (singly, patience) = (patience, (patience * 2).min(MOST_PATIENCE));
            }
            next = run.next;
            if let Some(change) = next.filter(|_| run.inserted < LONG_RUN) {
                self.make(table, change)?;
                singly -= 1;
                next = changes.next();
            }
        }
        Ok(())
    }
}

/// New keys in a run from which on it is worth its while to look for the next run at once.
const LONG_RUN: usize = 8;

/// So many keys are written one by one at most before a run is looked for again.
const MOST_PATIENCE: usize = 64;

/// What became of keys that might stand side by side.
struct Run<'r> {
    /// So many did, and are written.
    inserted: usize,
    /// The first that does not, and is not.
    next: Option<Change<'r>>,
}

impl Changes<'_> {
    /// Makes one change, which fails where a key was hoped to be new and is not.
    fn make(&mut self, table: TableName, Change { key, value, new }: Change<'_>) -> Result<(), Error> {
        let wanted = self.witness.is_none();
        let mut there = false;
        self.change(table, key, value, |opened| {
            let before = match value {
                Some(value) => opened.insert(key, value)?,
                None => opened.remove(key)?,
            };
            there = before.is_some();
            // Copied only while no witness was found yet; afterwards nobody asks.
            Ok(before.filter(|_| wanted).map(|before| before.value().to_vec()))
        })?;
        if new && there { Err(Error::NotNew) } else { Ok(()) }
    }

    /// Inserts new keys for as long as they fall into the gap between two keys that are there.
    fn insert_run<'r>(
        &mut self,
        table: TableName,
        first: Change<'r>,
        changes: &mut dyn Iterator<Item = Change<'r>>,
    ) -> Result<Run<'r>, Error> {
        let mut tables = self.tables.borrow_mut();
        let position = self.position(&mut tables, table)?;
        let opened = Rc::get_mut(&mut tables[position].1).expect("no scan outlives the borrow of its reader");
        let run = insert_run(opened, first, changes);
        drop(tables);
        run.map_err(|error| self.failed(&error))
    }
}

fn insert_run<'r>(
    table: &mut Table<'_, Bytes, Bytes>,
    first: Change<'r>,
    changes: &mut dyn Iterator<Item = Change<'r>>,
) -> Result<Run<'r>, StorageError> {
    let mut gap = table.lower_bound_mut(Bound::Included(first.key))?;
    let mut run = Run { inserted: 0, next: Some(first) };
    while let Some(Change { key, value: Some(value), .. }) = run.next {
        match gap.insert_before(key, value) {
            Ok(()) => run = Run { inserted: run.inserted + 1, next: changes.next() },
            Err(CursorError::Storage(error)) => return Err(error),
            // It does not fall into this gap.
            Err(_) => break,
        }
    }
    gap.close()?;
    Ok(run)
}

const EVERYTHING: KeyRange<'static> = (Bound::Unbounded, Bound::Unbounded);

fn walk(
    table: &impl ReadableTable<Bytes, Bytes>,
    range: KeyRange<'_>,
    direction: Direction,
    visit: Visit<'_>,
    failed: impl Fn(&StorageError) -> Error,
) -> Result<(), Error> {
    if holds_nothing(range) {
        return Ok(());
    }
    let mut rows = table.range::<&[u8]>(range).map_err(|error| failed(&error))?;
    loop {
        let row = match direction {
            Direction::Forward => rows.next(),
            Direction::Backward => rows.next_back(),
        };
        let Some(row) = row else { return Ok(()) };
        let (key, value) = row.map_err(|error| failed(&error))?;
        if !visit(key.value(), value.value())? {
            return Ok(());
        }
    }
}
