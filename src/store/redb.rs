//! The engine on disk. Nothing outside this file and its folder names redb.
//!
//! Tables are bytes to bytes, so no type of ours is ever part of the file. All readers between two commits share
//! one snapshot, which is let go before the next commit so that it pins no page. After an error of the disk redb
//! refuses all work until its file is opened anew: the engine does that by itself, and what was acknowledged stays.

mod gate;
mod transaction;
mod whole;

use std::fs::{self, File};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ::redb::backends::FileBackend;
use ::redb::{Builder, Database, DatabaseError, ReadableDatabase, StorageBackend, StorageError, TransactionError};
use rustix::io::Errno;

use self::gate::Gate;
use self::transaction::{Changes, Snapshot, Witness};
use super::backup::{self, Contents};
use super::engine::{Durability, Engine, Error, Read, Visit, Write};
use super::migrate;

pub(super) use self::whole::{read_whole, write_whole};

/// How a store file is opened.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions {
    /// Memory for pages of the file.
    pub cache_bytes: usize,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { cache_bytes: 16 << 20 }
    }
}

/// Gives the disk under the store, each time the file is opened.
pub type Disks = Box<dyn Fn() -> io::Result<Box<dyn StorageBackend>> + Send + Sync>;

/// A store in one redb file.
pub struct RedbEngine {
    disks: Disks,
    cache_bytes: usize,
    opened: RwLock<Option<Opened>>,
    sentences: Arc<Sentences>,
}

/// The file as it was opened once.
struct Opened {
    database: Database,
    gate: Gate,
    /// Whether all of it had to be read to open it, after a burst that was not closed.
    repaired: bool,
    /// What readers share until the next commit.
    newest: Mutex<Option<Arc<Snapshot>>>,
}

impl RedbEngine {
    /// Opens an existing store file. A file that is none, is cut short or comes from a newer dockhand is refused and
    /// stays as it is, byte for byte.
    pub fn open(path: &Path, options: OpenOptions) -> Result<Self, Error> {
        let name = path.display().to_string();
        let length = fs::metadata(path).map_err(|error| io_sentence(&name, &error))?;
        if !length.is_file() || length.len() < SHORTEST {
            return Err(Error::NotAStore(name));
        }
        Self::over_disks(name, file_disks(path), options)
    }

    /// Makes a store file at a path where nothing is, and opens it. A power cut leaves a whole store or none.
    pub fn create(path: &Path, options: OpenOptions) -> Result<Self, Error> {
        backup::place(path, &mut |partial| {
            let name = partial.display().to_string();
            File::create_new(partial).map_err(|error| io_sentence(&name, &error))?;
            Self::over_disks(name, file_disks(partial), options).map(drop)
        })?;
        Self::open(path, options)
    }

    /// Opens a store on disks of the caller's making; an empty one becomes a new store.
    pub fn over(disks: Disks, options: OpenOptions) -> Result<Self, Error> {
        Self::over_disks("the store".to_owned(), disks, options)
    }

    fn over_disks(name: String, disks: Disks, options: OpenOptions) -> Result<Self, Error> {
        let engine = Self {
            disks,
            cache_bytes: options.cache_bytes,
            opened: RwLock::new(None),
            sentences: Arc::new(Sentences { name }),
        };
        let (opened, fresh) = engine.open_shut()?;
        if !fresh {
            let snapshot = Snapshot::new(begin_read(&opened, &engine.sentences)?, Arc::clone(&engine.sentences));
            migrate::check(&snapshot, &engine.sentences.name)?;
        }
        engine.let_through(&opened)?;
        let repaired = opened.repaired;
        *engine.opened.write().unwrap_or_else(PoisonError::into_inner) = Some(opened);
        if fresh {
            engine.write(Durability::Closing, &mut |tx| migrate::mark(tx))?;
        } else if repaired {
            // Or the next open would have to repair it again; should it fail, that one does.
            let _ = engine.write(Durability::Closing, &mut |_| Ok(()));
        }
        Ok(engine)
    }

    /// Opens the file without letting anything through to it; says whether it was empty.
    fn open_shut(&self) -> Result<(Opened, bool), Error> {
        let disk = (self.disks)().map_err(|error| self.sentences.io(&error))?;
        let fresh = disk.len().map_err(|error| self.sentences.io(&error))? == 0;
        if !fresh && !has_magic(&*disk) {
            return Err(self.sentences.not_ours());
        }
        let gate = Gate::shut(disk);
        let mut builder = Builder::new();
        builder.set_cache_size(self.cache_bytes);
        let repaired = Arc::new(AtomicBool::new(false));
        let repairs = Arc::clone(&repaired);
        builder.set_repair_callback(move |_| repairs.store(true, Ordering::Relaxed));
        // redb may panic on a file that something else wrote into: to us that is a file that is not ours.
        let database = panic::catch_unwind(AssertUnwindSafe(|| builder.create_with_backend(gate.clone())))
            .map_err(|_| self.sentences.not_ours())?
            .map_err(|error| self.sentences.opening(&error))?;
        let repaired = repaired.load(Ordering::Relaxed);
        Ok((Opened { database, gate, repaired, newest: Mutex::default() }, fresh))
    }

    fn let_through(&self, opened: &Opened) -> Result<(), Error> {
        opened.gate.open().map_err(|error| self.sentences.io(&error))
    }

    /// Opens the file anew after the disk failed. Reads work on even where the disk has no room for the repair.
    fn reopen(&self) -> Result<(), Error> {
        let mut place = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        // The old one first: it holds the lock of the file.
        *place = None;
        let (opened, _) = self.open_shut()?;
        // What does not fit now is tried again at the next write.
        let _ = opened.gate.open();
        *place = Some(opened);
        Ok(())
    }

    /// Runs `work` on the opened file, opening it first where an earlier failure left it shut.
    fn with<R>(&self, mut work: impl FnMut(&Opened) -> R) -> Result<R, Error> {
        if let Some(opened) = &*self.opened.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(work(opened));
        }
        self.reopen()?;
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        opened.as_ref().map(work).ok_or(Error::Closed)
    }

    fn snapshot(&self) -> Result<Arc<Snapshot>, Error> {
        self.with(|opened| {
            // Held while a snapshot is made: a commit in between would leave an old one to be found later.
            let mut newest = opened.newest.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(snapshot) = &*newest {
                return Ok(Arc::clone(snapshot));
            }
            let snapshot = Snapshot::new(begin_read(opened, &self.sentences)?, Arc::clone(&self.sentences));
            Ok(Arc::clone(newest.insert(Arc::new(snapshot))))
        })?
    }

    fn commit(
        &self,
        opened: &Opened,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Stop> {
        self.let_through(opened).map_err(Stop::Before)?;
        let mut transaction = opened.database.begin_write().map_err(|_| Stop::Refused)?;
        transaction.set_quick_repair(durability == Durability::Closing);
        let mut changes = Changes::new(&transaction, &self.sentences);
        let done = work(&mut changes);
        let broken = changes.is_broken();
        let witness = done.and_then(|()| changes.into_witness());
        let witness = match witness {
            Ok(witness) => witness,
            Err(error) => {
                let aborted = transaction.abort();
                return Err(if broken || aborted.is_err() { Stop::Broken(error) } else { Stop::Before(error) });
            }
        };
        opened.let_go();
        let committed = transaction.commit();
        opened.let_go();
        committed.map_err(|error| match error {
            ::redb::CommitError::Storage(error) => {
                Stop::Unsure(self.sentences.storage(&error), witness.map(Box::new), opened.gate.sync_failed())
            }
            error => Stop::Broken(Error::Io(format!("{}: {error}", self.sentences.name))),
        })
    }

    /// Finds out, by opening the file anew, whether a transaction whose commit failed was kept after all.
    fn settle(&self, error: Error, witness: Option<&Witness>, sync_failed: bool) -> Result<(), Error> {
        if self.reopen().is_err() || sync_failed {
            return Err(Error::Io(format!(
                "{error}; whether the last change was kept is not known: look before doing it again"
            )));
        }
        match witness {
            Some(witness) if witness.was_kept(&*self.snapshot()?)? => Ok(()),
            _ => Err(error),
        }
    }
}

/// Why a transaction ended early.
enum Stop {
    /// Nothing was written, and the file is as good as before.
    Before(Error),
    /// redb takes no work until its file is opened anew; nothing was begun.
    Refused,
    /// Nothing was written, but the file has to be opened anew.
    Broken(Error),
    /// The commit failed half-way; whether a sync did.
    Unsure(Error, Option<Box<Witness>>, bool),
}

impl Opened {
    /// Lets the shared snapshot go, so that it pins no page, and the next reader sees the newest.
    fn let_go(&self) {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Engine for RedbEngine {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        let snapshot = match self.snapshot() {
            Ok(snapshot) => snapshot,
            Err(_) => self.reopen().and_then(|()| self.snapshot())?,
        };
        let done = work(&*snapshot);
        if snapshot.is_broken() {
            drop(snapshot);
            // The next reader finds a file that was opened anew, or the sentence that says why not.
            let _ = self.reopen();
        }
        done
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for _ in 0..2 {
            match self.with(|opened| self.commit(opened, durability, work))? {
                Ok(()) => return Ok(()),
                Err(Stop::Before(error)) => return Err(error),
                Err(Stop::Refused) => self.reopen()?,
                Err(Stop::Broken(error)) => {
                    // If that fails too, the next call tries again and says why.
                    let _ = self.reopen();
                    return Err(error);
                }
                Err(Stop::Unsure(error, witness, sync_failed)) => {
                    return self.settle(error, witness.as_deref(), sync_failed);
                }
            }
        }
        Err(Error::Io(format!("{} takes no changes, even when opened anew", self.sentences.name)))
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        backup::copy(&*self.snapshot()?, to, progress)
    }
}

impl Contents for Snapshot {
    fn tables(&self) -> Result<Vec<String>, Error> {
        Self::tables(self)
    }

    fn rows(&self, table: &str, visit: Visit<'_>) -> Result<(), Error> {
        Self::rows(self, table, visit)
    }
}

fn begin_read(opened: &Opened, sentences: &Sentences) -> Result<::redb::ReadTransaction, Error> {
    opened.database.begin_read().map_err(|error| match error {
        TransactionError::Storage(error) => sentences.storage(&error),
        error => Error::Io(format!("{}: {error}", sentences.name)),
    })
}

fn file_disks(path: &Path) -> Disks {
    let path = path.to_owned();
    Box::new(move || {
        let file = File::options().read(true).write(true).open(&path)?;
        Ok(Box::new(FileBackend::new(file).map_err(io::Error::other)?))
    })
}

/// A redb file has at least its header and one page.
const SHORTEST: u64 = 2 * 4096;

fn has_magic(disk: &dyn StorageBackend) -> bool {
    const MAGIC: &[u8; 9] = b"redb\x1A\x0A\xA9\x0D\x0A";
    let mut head = [0; MAGIC.len()];
    disk.len().is_ok_and(|len| len >= SHORTEST) && disk.read(0, &mut head).is_ok() && head == *MAGIC
}

/// Turns what redb and the system say into sentences that name the file.
pub(super) struct Sentences {
    name: String,
}

impl Sentences {
    fn not_ours(&self) -> Error {
        Error::NotAStore(self.name.clone())
    }

    fn foreign(&self, why: &dyn std::fmt::Display) -> Error {
        Error::Damaged { path: self.name.clone(), why: why.to_string() }
    }

    fn io(&self, error: &io::Error) -> Error {
        io_sentence(&self.name, error)
    }

    fn opening(&self, error: &DatabaseError) -> Error {
        match error {
            DatabaseError::DatabaseAlreadyOpen => Error::Held(self.name.clone()),
            DatabaseError::Storage(StorageError::Io(error)) if cut_short(error) => self.not_ours(),
            DatabaseError::Storage(StorageError::Io(error)) => self.io(error),
            DatabaseError::Storage(StorageError::Corrupted(_)) | DatabaseError::UpgradeRequired(_) => self.not_ours(),
            error => Error::Io(format!("{}: {error}", self.name)),
        }
    }

    fn any(&self, error: ::redb::Error) -> Error {
        match error {
            ::redb::Error::Io(error) => self.io(&error),
            ::redb::Error::Corrupted(why) => self.foreign(&why),
            error => Error::Io(format!("{}: {error}", self.name)),
        }
    }

    fn storage(&self, error: &StorageError) -> Error {
        match error {
            StorageError::Io(error) => self.io(error),
            StorageError::Corrupted(why) => self.foreign(why),
            error => Error::Io(format!("{}: {error}", self.name)),
        }
    }
}

fn cut_short(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData)
}

/// Says what the system said of a file.
pub(super) fn io_sentence(name: &str, error: &io::Error) -> Error {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let no_room = [Errno::NOSPC, Errno::DQUOT, Errno::FBIG].map(Errno::raw_os_error);
    if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
        || error.raw_os_error().is_some_and(|code| no_room.contains(&code))
    {
        return Error::DiskFull;
    }
    Error::Io(format!("{name}: {error}"))
}
