//! A disk in memory that can lose power, fill up, or lie about having synced.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

/// Bytes that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// A disk under a store. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct SimDisk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What survives a power cut for certain.
    durable: Vec<u8>,
    /// What reads see.
    seen: Vec<u8>,
    /// Written since the last sync, in order.
    pending: Vec<Step>,
    /// Writes, syncs and resizes so far.
    steps: u64,
    /// The power goes at this step.
    cut_at: Option<u64>,
    dead: bool,
    /// Syncs do nothing and say they did.
    lies: bool,
    /// No byte can stand beyond this.
    room: Option<u64>,
}

#[derive(Debug, Clone)]
enum Step {
    Write(usize, Vec<u8>),
    Resize(usize),
}

impl SimDisk {
    /// Makes a disk that holds an image, as after a reboot.
    pub fn holding(image: Vec<u8>) -> SimDisk {
        SimDisk(Arc::new(Mutex::new(State { seen: image.clone(), durable: image, ..State::default() })))
    }

    /// The power goes at the so-manieth step from now on.
    pub fn cut_after(&self, steps: u64) {
        let mut state = self.state();
        state.cut_at = Some(state.steps + steps);
    }

    /// From now on syncs do nothing and say they did.
    pub fn lie(&self) {
        self.state().lies = true;
    }

    /// Leaves room for so many bytes more, or as many as are wanted.
    pub fn leave_room(&self, more: Option<u64>) {
        let mut state = self.state();
        state.room = more.map(|more| state.seen.len() as u64 + more);
    }

    /// Returns how many writes, syncs and resizes there were.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// Returns what was last seen on it, as a clean shutdown leaves it.
    pub fn image(&self) -> Vec<u8> {
        self.state().seen.clone()
    }

    /// Returns what a power cut leaves: all that was synced, and of the rest some, in any order, some of it torn at a
    /// sector's border.
    pub fn after_the_cut(&self, mut dice: impl FnMut(u64) -> u64) -> Vec<u8> {
        let state = self.state();
        let mut image = state.durable.clone();
        let mut order: Vec<usize> = (0..state.pending.len()).collect();
        for last in (1..order.len()).rev() {
            let other = usize::try_from(dice(last as u64 + 1)).unwrap_or(0);
            order.swap(last, other);
        }
        for at in order {
            match (&state.pending[at], dice(3)) {
                (_, 0) => {}
                (Step::Resize(len), _) => image.resize(*len, 0),
                (Step::Write(offset, bytes), 1) => lay(&mut image, *offset, bytes),
                (Step::Write(offset, bytes), _) => {
                    for (sector, part) in bytes.chunks(SECTOR).enumerate() {
                        if dice(2) == 0 {
                            lay(&mut image, offset + sector * SECTOR, part);
                        }
                    }
                }
            }
        }
        image
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a step; nothing works once the power is gone.
    fn step(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        state.steps += 1;
        if state.cut_at.is_some_and(|cut| state.steps >= cut) {
            state.dead = true;
        }
        state
    }
}

fn lay(image: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if image.len() < offset + bytes.len() {
        image.resize(offset + bytes.len(), 0);
    }
    image[offset..offset + bytes.len()].copy_from_slice(bytes);
}

fn gone() -> io::Error {
    io::Error::other("the power is gone")
}

impl StorageBackend for SimDisk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let from = usize::try_from(offset).map_err(io::Error::other)?;
        let bytes = state.seen.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(bytes);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.step();
        if state.room.is_some_and(|room| len > room) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let len = usize::try_from(len).map_err(io::Error::other)?;
        state.pending.push(Step::Resize(len));
        if state.dead {
            return Err(gone());
        }
        state.seen.resize(len, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.step();
        if state.dead {
            return Err(gone());
        }
        if !state.lies {
            let State { durable, seen, pending, .. } = &mut *state;
            durable.clone_from(seen);
            pending.clear();
        }
        Ok(())
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.step();
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        state.pending.push(Step::Write(offset, bytes.to_vec()));
        if state.dead {
            return Err(gone());
        }
        lay(&mut state.seen, offset, bytes);
        Ok(())
    }
}
