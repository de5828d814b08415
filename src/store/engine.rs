//! The byte-level seam: what an ordered key-value store must do for the stockroom.

use std::ops::Bound;
use std::path::Path;

/// Name of a table. Tables are made on first use.
pub type TableName = &'static str;

/// Which way a scan walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the smallest key up.
    Forward,
    /// From the largest key down.
    Backward,
}

/// Range of keys.
pub type KeyRange<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// Called with each key and value of a scan; returns whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<bool, Error>;

/// A consistent view of all tables.
pub trait Read {
    /// Returns the value of a key.
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error>;

    /// Visits the keys of a range in order until the visitor says stop.
    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error>;

    /// Returns what is known of a key without a look at the store: its value, or (`Some(None)`) that it was removed.
    fn known(&self, table: TableName, key: &[u8]) -> Option<Option<&[u8]>> {
        let _ = (table, key);
        None
    }
}

/// Changes within one transaction; a change is seen by later reads of the same transaction.
pub trait Write: Read {
    /// Sets a key.
    fn put(&mut self, table: TableName, key: &[u8], value: &[u8]) -> Result<(), Error>;

    /// Removes a key, if it is there.
    fn delete(&mut self, table: TableName, key: &[u8]) -> Result<(), Error>;

    /// Sets a key unless it is there; tells whether it was set.
    ///
    /// A transaction that [hopes](super::overlay::Overlay::hoping) does not look on the disk for it: should it be there
    /// all the same, the whole transaction fails with [`Error::NotNew`], and is to be done once more without hope.
    fn put_new(&mut self, table: TableName, key: &[u8], value: &[u8]) -> Result<bool, Error> {
        if self.get(table, key)?.is_some() {
            return Ok(false);
        }
        self.put(table, key, value)?;
        Ok(true)
    }

    /// Sets and removes keys that come in rising order, which may be far quicker than one by one.
    fn change_in_order(
        &mut self,
        table: TableName,
        changes: &mut dyn Iterator<Item = Change<'_>>,
    ) -> Result<(), Error> {
        for Change { key, value, new } in changes {
            if new && self.get(table, key)?.is_some() {
                return Err(Error::NotNew);
            }
            match value {
                Some(value) => self.put(table, key, value)?,
                None => self.delete(table, key)?,
            }
        }
        Ok(())
    }
}

/// What becomes of a key.
#[derive(Debug, Clone, Copy)]
pub struct Change<'r> {
    /// The key.
    pub key: &'r [u8],
    /// What it is set to; without, it is removed.
    pub value: Option<&'r [u8]>,
    /// The key is hoped not to be there before: else the transaction fails with [`Error::NotNew`].
    pub new: bool,
}

/// How hard a transaction is pressed to the disk. Both are durable when they return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// One sync; after a kill the next open walks the file.
    Plain,
    /// Closes a burst: the next open is quick even after a kill.
    Closing,
}

/// An ordered key-value store that survives power cuts, held by one process.
pub trait Engine: Send + Sync + 'static {
    /// Runs `work` on the newest committed state.
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error>;

    /// Runs `work` as one transaction: all of it is on disk when this returns `Ok`, none of it otherwise. Called by
    /// one thread at a time. After an error the next call works again as soon as the machine does: no restart.
    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Writes a complete store file of one moment to `to`, which must not exist, while work goes on.
    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error>;
}

/// A broken machine, or a file that is not ours: never a person's mistake.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The disk has no room; nothing of the transaction was kept.
    #[error("the disk is full: nothing was changed; make room and do it again")]
    DiskFull,
    /// A key that was hoped to be new is there; nothing of the transaction was kept.
    #[error("a key that was taken for new is there already: nothing was changed")]
    NotNew,
    /// Another process holds the store.
    #[error("{0} is open in another process: only one may hold it")]
    Held(String),
    /// The file is from a newer dockhand.
    #[error(
        "{path} was written by a newer dockhand (format {found}, this one reads up to {known}): use that one; the file was not touched"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its schema version.
        found: u32,
        /// The newest this build reads.
        known: u32,
    },
    /// The file is no store.
    #[error("{0} is not a dockhand store, or it is cut short: the file was not touched")]
    NotAStore(String),
    /// A record cannot be read.
    #[error("a record of table {table} cannot be read: {why}")]
    Record {
        /// Its table.
        table: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file was whole once and no longer is.
    #[error("{path} is damaged: {why}")]
    Damaged {
        /// The file.
        path: String,
        /// What does not fit.
        why: String,
    },
    /// A job stopped half-way by a fault of this program; nothing of it was kept.
    #[error("the work stopped half-way, which is a fault of dockhand ({0}): nothing was changed")]
    Stopped(String),
    /// The store was closed before the job's turn came.
    #[error("the store is closed: nothing was changed")]
    Closed,
    /// The operating system said no.
    #[error("{0}")]
    Io(String),
}

/// Whether a range holds no key whatever is stored: its ends cross, or meet without being included.
///
/// Ordered maps panic on such ranges; an engine visits nothing.
pub(super) fn holds_nothing(range: KeyRange<'_>) -> bool {
    match range {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(from), Bound::Included(to)) => from > to,
        (Bound::Included(from) | Bound::Excluded(from), Bound::Included(to) | Bound::Excluded(to)) => from >= to,
    }
}
