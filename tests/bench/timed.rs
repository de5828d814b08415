//! An engine that tells how long its commits take, so that what is beyond them can be told.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dockhand::store::engine::{Durability, Engine, Error, Read, Write};

use crate::figures::now;

/// An engine, and what its commits took since that was asked for last.
pub struct Timed {
    engine: Arc<dyn Engine>,
    nanoseconds: AtomicU64,
}

impl Timed {
    /// Stands before an engine.
    pub fn new(engine: Arc<dyn Engine>) -> Timed {
        Timed { engine, nanoseconds: AtomicU64::new(0) }
    }

    /// Returns how long commits took since this was asked for last.
    pub fn take(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.swap(0, Ordering::SeqCst))
    }
}

impl Engine for Timed {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        self.engine.read(work)
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let begun = now();
        let done = self.engine.write(durability, work);
        let taken = u64::try_from(begun.elapsed().as_nanos()).unwrap();
        self.nanoseconds.fetch_add(taken, Ordering::SeqCst);
        done
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}
