//! A disk that can be kept from changing: what redb writes waits in memory until the gate opens.
//!
//! redb repairs and marks a file as it opens it. Whether the file is ours, and of a version we know, is only known
//! after that. So it opens behind a closed gate: its writes are kept in a list, its reads see them, and the file
//! stays as it is byte for byte. If the file is ours the list is carried out in order, syncs included, so a power
//! cut in the middle finds what a cut during redb's own repair would have left; if not, the list is dropped.
//!
//! The same gate lets reads go on when the disk is full and the repair itself finds no room.

use std::io;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::redb::{BackendError, StorageBackend};

/// The disk under redb, behind a gate.
#[derive(Debug, Clone)]
pub(super) struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    disk: Box<dyn StorageBackend>,
    shut: AtomicBool,
    waiting: Mutex<Waiting>,
    sync_failed: AtomicBool,
}

/// What redb did to the file behind a shut gate.
#[derive(Debug, Default)]
struct Waiting {
    steps: Vec<Step>,
    len: Option<u64>,
}

#[derive(Debug)]
enum Step {
    Write(u64, Vec<u8>),
    Resize(u64),
    Sync,
}

impl Gate {
    /// Stands before a disk, shut.
    pub(super) fn shut(disk: Box<dyn StorageBackend>) -> Self {
        Self(Arc::new(Inner {
            disk,
            shut: AtomicBool::new(true),
            waiting: Mutex::default(),
            sync_failed: AtomicBool::new(false),
        }))
    }

    /// Carries out what waits, then lets everything through. After an error it stays shut, with everything still
    /// waiting: each step names absolute places, so doing it again is harmless.
    pub(super) fn open(&self) -> io::Result<()> {
        if !self.0.shut.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut waiting = self.waiting();
        for step in &waiting.steps {
            match step {
                Step::Write(offset, bytes) => self.0.disk.write(*offset, bytes)?,
                Step::Resize(len) => self.0.disk.set_len(*len)?,
                Step::Sync => self.0.disk.sync_data()?,
            }
        }
        *waiting = Waiting::default();
        self.0.shut.store(false, Ordering::Release);
        Ok(())
    }

    /// Whether a sync ever failed: what it was to press down may be on the disk or not, and no reading can tell.
    pub(super) fn sync_failed(&self) -> bool {
        self.0.sync_failed.load(Ordering::Acquire)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The list, if the gate is shut. Asked again under the lock, since it may open meanwhile.
    fn held(&self) -> Option<MutexGuard<'_, Waiting>> {
        if !self.0.shut.load(Ordering::Acquire) {
            return None;
        }
        let waiting = self.waiting();
        self.0.shut.load(Ordering::Acquire).then_some(waiting)
    }
}

impl Waiting {
    fn len(&self, disk: &dyn StorageBackend) -> io::Result<u64> {
        self.len.map_or_else(|| disk.len(), Ok)
    }

    /// Reads as if everything that waits had been done.
    fn read(&self, disk: &dyn StorageBackend, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let end = offset + out.len() as u64;
        if end > self.len(disk)? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let on_disk = disk.len()?.saturating_sub(offset).min(out.len() as u64);
        let (there, beyond) = out.split_at_mut(usize::try_from(on_disk).unwrap_or(usize::MAX));
        if !there.is_empty() {
            disk.read(offset, there)?;
        }
        beyond.fill(0);
        for step in &self.steps {
            match step {
                Step::Write(at, bytes) => lay_over(out, offset, *at, bytes),
                Step::Resize(len) if *len < end => {
                    let from = usize::try_from(len.saturating_sub(offset)).unwrap_or(usize::MAX);
                    out[from..].fill(0);
                }
                Step::Resize(_) | Step::Sync => {}
            }
        }
        Ok(())
    }
}

/// Copies the part of `bytes` (which stand at `at`) that falls into `out` (which stands at `offset`).
fn lay_over(out: &mut [u8], offset: u64, at: u64, bytes: &[u8]) {
    let from = at.max(offset);
    let to = (at + bytes.len() as u64).min(offset + out.len() as u64);
    if from < to {
        let place = |position: u64, origin: u64| usize::try_from(position - origin).unwrap_or(usize::MAX);
        out[place(from, offset)..place(to, offset)].copy_from_slice(&bytes[place(from, at)..place(to, at)]);
    }
}

impl StorageBackend for Gate {
    fn len(&self) -> io::Result<u64> {
        match self.held() {
            Some(waiting) => waiting.len(&*self.0.disk),
            None => self.0.disk.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        match self.held() {
            Some(waiting) => waiting.read(&*self.0.disk, offset, out),
            None => self.0.disk.read(offset, out),
        }
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        match self.held() {
            Some(mut waiting) => {
                waiting.steps.push(Step::Resize(len));
                waiting.len = Some(len);
                Ok(())
            }
            None => self.0.disk.set_len(len),
        }
    }

    fn sync_data(&self) -> io::Result<()> {
        match self.held() {
            Some(mut waiting) => {
                waiting.steps.push(Step::Sync);
                Ok(())
            }
            None => self.0.disk.sync_data().inspect_err(|_| self.0.sync_failed.store(true, Ordering::Release)),
        }
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        match self.held() {
            Some(mut waiting) => {
                waiting.steps.push(Step::Write(offset, bytes.to_vec()));
                Ok(())
            }
            None => self.0.disk.write(offset, bytes),
        }
    }

    fn close(&self) -> io::Result<()> {
        self.0.disk.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.disk.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.disk.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.disk.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.disk.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.disk.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.disk.query_lock_range(start, end)
    }
}
