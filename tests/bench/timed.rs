//! An engine that tells how long its commits and look-ups take, so that what is beyond them can be told.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use dockhand::store::engine::{Direction, Durability, Engine, Error, KeyRange, Read, TableName, Visit, Write};

use crate::figures::now;

/// An engine, and what it took since that was asked for last.
pub struct Timed {
    engine: Arc<dyn Engine>,
    commits: AtomicU64,
    lookups: AtomicU64,
    /// Whether each look-up is timed, which takes time itself.
    looks: AtomicBool,
}

impl Timed {
    /// Stands before an engine.
    pub fn new(engine: Arc<dyn Engine>) -> Timed {
        let (commits, lookups, looks) = Default::default();
        Timed { engine, commits, lookups, looks }
    }

    /// Returns how long commits took since this was asked for last.
    pub fn take(&self) -> Duration {
        Duration::from_nanos(self.commits.swap(0, Ordering::SeqCst))
    }

    /// Returns how long look-ups took since this was asked for last, from the first time it was.
    pub fn take_looked(&self) -> Duration {
        self.looks.store(true, Ordering::SeqCst);
        Duration::from_nanos(self.lookups.swap(0, Ordering::SeqCst))
    }
}

impl Engine for Timed {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        if !self.looks.load(Ordering::Relaxed) {
            return self.engine.read(work);
        }
        self.engine.read(&mut |read| work(&Looked { read, lookups: &self.lookups }))
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let begun = now();
        let done = self.engine.write(durability, work);
        note(&self.commits, begun.elapsed());
        done
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}

/// A view whose look-ups are timed.
struct Looked<'a> {
    read: &'a dyn Read,
    lookups: &'a AtomicU64,
}

impl Read for Looked<'_> {
    fn get(&self, table: TableName, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let begun = now();
        let found = self.read.get(table, key);
        note(self.lookups, begun.elapsed());
        found
    }

    /// What the visitor does is none of the store's.
    fn scan(&self, table: TableName, range: KeyRange<'_>, direction: Direction, visit: Visit<'_>) -> Result<(), Error> {
        let begun = now();
        let mut visited = Duration::ZERO;
        let done = self.read.scan(table, range, direction, &mut |key, value| {
            let begun = now();
            let goes_on = visit(key, value);
            visited += begun.elapsed();
            goes_on
        });
        note(self.lookups, begun.elapsed().saturating_sub(visited));
        done
    }
}

fn note(sum: &AtomicU64, time: Duration) {
    sum.fetch_add(u64::try_from(time.as_nanos()).unwrap(), Ordering::Relaxed);
}
