//! Complete store files of one moment, written beside the work and checked before they get their name.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::engine::{Error, Visit};
use super::redb::{io_sentence, read_whole, write_whole};

/// All rows of one moment.
pub(super) trait Contents {
    /// Names of all tables, in order.
    fn tables(&self) -> Result<Vec<String>, Error>;

    /// Visits all rows of a table, in the order of their keys.
    fn rows(&self, table: &str, visit: Visit<'_>) -> Result<(), Error>;
}

/// Sees each row of a file, its table first.
pub(super) type Seen<'a> = &'a mut dyn FnMut(&str, &[u8], &[u8]);

/// How often progress is told, in rows.
const STEP: u64 = 4096;

/// Writes everything in `source` to a new store file at `to`; `progress` hears how many rows are written.
///
/// The file is read back and compared, table by table and row by row, before it gets its name. Refuses a `to` that
/// exists. Leaves nothing behind when it fails.
pub(super) fn copy(source: &dyn Contents, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
    place(to, &mut |partial| {
        let mut written = Tally::default();
        write_whole(partial, source, &mut |table, key, value| {
            written.count(table, key, value);
            if written.rows.is_multiple_of(STEP) {
                progress(written.rows);
            }
        })?;
        progress(written.rows);
        let mut found = Tally::default();
        read_whole(partial, &mut |table, key, value| found.count(table, key, value))?;
        if written.seal() == found.seal() {
            return Ok(());
        }
        let why = "what was read back is not what was written".to_owned();
        Err(Error::Damaged { path: partial.display().to_string(), why })
    })
}

/// Counts rows and takes their fingerprint: two tallies agree only if all rows of all tables do.
#[derive(Default)]
struct Tally {
    rows: u64,
    hash: blake3::Hasher,
}

impl Tally {
    fn count(&mut self, table: &str, key: &[u8], value: &[u8]) {
        self.rows += 1;
        for part in [table.as_bytes(), key, value] {
            self.hash.update(&(part.len() as u64).to_be_bytes());
            self.hash.update(part);
        }
    }

    fn seal(&self) -> (u64, blake3::Hash) {
        (self.rows, self.hash.finalize())
    }
}

/// Makes a file under a name of its own, presses it to the disk, then gives it the name `to`, where nothing may be.
pub(super) fn place(to: &Path, fill: &mut dyn FnMut(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let name = to.display().to_string();
    if to.symlink_metadata().is_ok() {
        return Err(Error::Io(format!("{name} exists already: it was not touched; choose another name")));
    }
    let partial = partial_of(to);
    clear_away(&partial)?;
    let done = fill(&partial).and_then(|()| settle(&partial, to).map_err(|error| io_sentence(&name, &error)));
    if done.is_err() {
        // Best effort: what the caller has to hear is why it failed.
        let _ = fs::remove_file(&partial);
    }
    done
}

fn partial_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// Removes what a power cut left of an earlier try, unless somebody is still at it.
fn clear_away(partial: &Path) -> Result<(), Error> {
    let name = partial.display().to_string();
    let file = match File::open(partial) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_sentence(&name, &error)),
    };
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Err(Error::Held(name));
    }
    fs::remove_file(partial).map_err(|error| io_sentence(&name, &error))
}

/// Presses a finished file down and gives it its name, which lasts only once the folder is pressed down too.
fn settle(partial: &Path, to: &Path) -> io::Result<()> {
    File::open(partial)?.sync_all()?;
    match renameat_with(CWD, partial, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems cannot promise it; that nothing was there was looked at before.
        Err(Errno::INVAL | Errno::NOSYS) => fs::rename(partial, to)?,
        renamed => renamed?,
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
