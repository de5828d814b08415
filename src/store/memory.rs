//! The engine in memory: for tests, and for looking around without a file.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use super::backup::{self, Contents};
use super::engine::{Direction, Durability, Engine, Error, KeyRange, Read, TableName, Visit, Write, holds_nothing};
use super::migrate;
use super::overlay::{Changes, Overlay};

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// A store that lives as long as the process.
#[derive(Debug)]
pub struct MemoryEngine {
    newest: RwLock<Moment>,
}

/// All tables at one moment. A table is copied only when it changes while somebody reads it.
#[derive(Debug, Clone, Default)]
struct Moment {
    tables: Arc<BTreeMap<TableName, Arc<Rows>>>,
}

impl MemoryEngine {
    /// Makes an empty store of this build's schema.
    pub fn new() -> Self {
        let mut moment = Moment::default();
        let mut overlay = Overlay::new(&moment);
        // An overlay refuses nothing.
        let _ = migrate::mark(&mut overlay);
        let changes = overlay.into_changes();
        moment.apply(changes);
        Self { newest: RwLock::new(moment) }
    }

    fn newest(&self) -> Moment {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Default for MemoryEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl Moment {
    fn apply(&mut self, changes: Changes) {
        let tables = Arc::make_mut(&mut self.tables);
        for (table, key, value) in changes.into_rows() {
            let rows = Arc::make_mut(tables.entry(table).or_default());
            match value {
                Some(value) => rows.insert(key, value),
                None => rows.remove(&key),
            };
        }
    }
}

impl Read for Moment {
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.tables.get(table).and_then(|rows| rows.get(key)).cloned())
    }

    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error> {
        let Some(rows) = self.tables.get(table).filter(|_| !holds_nothing(range)) else { return Ok(()) };
        let mut rows = rows.range::<[u8], _>(range);
        loop {
            let row = match direction {
                Direction::Forward => rows.next(),
                Direction::Backward => rows.next_back(),
            };
            match row {
                Some((key, value)) if visit(key, value)? => {}
                _ => return Ok(()),
            }
        }
    }
}

impl Contents for Moment {
    fn tables(&self) -> Result<Vec<String>, Error> {
        Ok(self.tables.keys().map(|&table| table.to_owned()).collect())
    }

    fn rows(&self, table: &str, visit: Visit<'_>) -> Result<(), Error> {
        for (key, value) in self.tables.get(table).into_iter().flat_map(|rows| rows.iter()) {
            if !visit(key, value)? {
                break;
            }
        }
        Ok(())
    }
}

impl Engine for MemoryEngine {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        work(&self.newest())
    }

    fn write(
        &self,
        _durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let before = self.newest();
        let mut overlay = Overlay::new(&before);
        work(&mut overlay)?;
        let changes = overlay.into_changes();
        // Let go first, or every table would be copied.
        drop(before);
        self.newest.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
        Ok(())
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        backup::copy(&self.newest(), to, progress)
    }
}
