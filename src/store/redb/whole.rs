//! Whole files at once: written from rows in order, and read back without being touched.

use std::path::Path;
use std::sync::Arc;

use ::redb::{Builder, ReadOnlyDatabase, ReadableDatabase, TableDefinition};

use super::Sentences;
use super::transaction::Snapshot;
use crate::store::backup::{Contents, Seen};
use crate::store::engine::{Error, Visit};

/// Writes a new file that holds all rows of `source`, and calls `seen` with each, its table first.
///
/// The rows come in order, so each page is filled before the next is begun.
pub(in crate::store) fn write_whole(path: &Path, source: &dyn Contents, seen: Seen<'_>) -> Result<(), Error> {
    let sentences = Sentences { name: path.display().to_string() };
    let wrong = |error: ::redb::Error| sentences.any(error);
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    let mut database = builder.create(path).map_err(|error| wrong(error.into()))?;
    let mut transaction = database.begin_write().map_err(|error| wrong(error.into()))?;
    transaction.set_quick_repair(true);
    for name in source.tables()? {
        let mut table =
            transaction.open_table(TableDefinition::<&[u8], &[u8]>::new(&name)).map_err(|error| wrong(error.into()))?;
        source.rows(&name, &mut |key, value| {
            table.insert(key, value).map_err(|error| wrong(error.into()))?;
            seen(&name, key, value);
            Ok(true)
        })?;
    }
    transaction.commit().map_err(|error| wrong(error.into()))?;
    database.compact().map_err(|error| wrong(error.into()))?;
    database.close().map_err(|error| wrong(error.into()))
}

/// Calls `seen` with every row of a closed store file, its table first, in the order they were written.
pub(in crate::store) fn read_whole(path: &Path, seen: Seen<'_>) -> Result<(), Error> {
    let file = Filed::open(path)?;
    for table in file.tables()? {
        file.rows(&table, &mut |key, value| {
            seen(&table, key, value);
            Ok(true)
        })?;
    }
    Ok(())
}

/// A page cache that suffices for reading and writing in order.
const CACHE_BYTES: usize = 8 << 20;

/// A closed store file, read but never written.
struct Filed {
    snapshot: Snapshot,
    /// Keeps the file open and locked.
    _database: ReadOnlyDatabase,
}

impl Filed {
    fn open(path: &Path) -> Result<Self, Error> {
        let sentences = Arc::new(Sentences { name: path.display().to_string() });
        let mut builder = Builder::new();
        builder.set_cache_size(CACHE_BYTES);
        let database = builder.open_read_only(path).map_err(|error| sentences.opening(&error))?;
        let transaction = database.begin_read().map_err(|error| sentences.any(error.into()))?;
        Ok(Self { snapshot: Snapshot::new(transaction, sentences), _database: database })
    }
}

impl Contents for Filed {
    fn tables(&self) -> Result<Vec<String>, Error> {
        self.snapshot.tables()
    }

    fn rows(&self, table: &str, visit: Visit<'_>) -> Result<(), Error> {
        self.snapshot.rows(table, visit)
    }
}
