//! How long commits take: an engine that looks at its clock.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock;
use crate::store::engine::{Durability, Engine, Error, Read, Write};

/// Commits that are remembered.
const REMEMBERED: usize = 1000;

/// How long the last commits took, until all of each was on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// How many of them are known, 1,000 at most.
    pub commits: usize,
    /// Half of them were quicker.
    pub p50: Duration,
    /// 99 of a hundred were quicker.
    pub p99: Duration,
    /// The slowest.
    pub longest: Duration,
}

impl Pace {
    fn of(mut took: Vec<Duration>) -> Pace {
        took.sort_unstable();
        let at = |hundredths: usize| took.get((took.len() * hundredths / 100).min(took.len().saturating_sub(1)));
        let taken = |hundredths| at(hundredths).copied().unwrap_or_default();
        Pace { commits: took.len(), p50: taken(50), p99: taken(99), longest: taken(100) }
    }
}

/// An engine whose commits are timed.
pub struct Paced {
    engine: Arc<dyn Engine>,
    took: Mutex<VecDeque<Duration>>,
}

impl Paced {
    /// Stands before an engine.
    pub fn over(engine: Arc<dyn Engine>) -> Paced {
        Paced { engine, took: Mutex::default() }
    }

    /// Returns how long its last commits took.
    pub fn pace(&self) -> Pace {
        Pace::of(self.took.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect())
    }
}

impl Engine for Paced {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        self.engine.read(work)
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let begun = clock::tick();
        let done = self.engine.write(durability, work);
        // What ends a burst keeps nobody waiting, and what failed is no commit.
        if durability == Durability::Plain && done.is_ok() {
            let mut took = self.took.lock().unwrap_or_else(PoisonError::into_inner);
            if took.len() == REMEMBERED {
                took.pop_front();
            }
            took.push_back(clock::tick().saturating_duration_since(begun));
        }
        done
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.engine.backup(to, progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryEngine;

    #[test]
    fn of_a_hundred_commits_the_slowest_is_not_hidden() {
        let took = (1..=100).map(Duration::from_millis).rev().collect();
        let of = |commits, p50, p99, longest| {
            let [p50, p99, longest] = [p50, p99, longest].map(Duration::from_millis);
            Pace { commits, p50, p99, longest }
        };
        assert_eq!(Pace::of(took), of(100, 51, 100, 100));
        assert_eq!(Pace::of(vec![Duration::from_millis(7)]), of(1, 7, 7, 7));
        assert_eq!(Pace::of(Vec::new()), Pace::default());
    }

    #[test]
    fn the_last_thousand_commits_are_known_and_only_those_that_somebody_waited_for() {
        let paced = Paced::over(Arc::new(MemoryEngine::new()));
        paced.write(Durability::Closing, &mut |_| Ok(())).unwrap();
        assert!(paced.write(Durability::Plain, &mut |_| Err(Error::DiskFull)).is_err());
        assert_eq!(paced.pace(), Pace::default());
        for _ in 0..1100 {
            paced.write(Durability::Plain, &mut |tx| tx.put("meta", b"x", b"y")).unwrap();
        }
        assert_eq!(paced.pace().commits, 1000);
    }
}
