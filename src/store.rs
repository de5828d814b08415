//! An ordered key-value store: bytes in order below, typed tables above, one committing thread.
//!
//! ```text
//!  tables (typed, one page) ── codec (keys big-endian, values versioned)
//!     │
//!  engine: Read, Write, Engine ──┬── memory
//!     │                          └── redb      (the only file that names redb)
//!  commit: one thread, group commit on an overlay
//! ```

pub mod backup;
pub mod codec;
pub mod commit;
pub mod engine;
pub mod journal;
pub mod memory;
pub mod migrate;
pub mod overlay;
pub mod pack;
pub mod redb;
pub mod rows;
pub mod tables;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use self::engine::{Engine, Error};
use self::redb::{OpenOptions, RedbEngine};

/// Opens the store file at a path, or makes one, with the folders it stands in, where nothing is.
pub fn open(path: &Path) -> Result<Arc<dyn Engine>, Error> {
    let options = OpenOptions::default();
    if path.symlink_metadata().is_ok() {
        return Ok(Arc::new(RedbEngine::open(path, options)?));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let cannot = |why| Error::Io(format!("{}: the folder cannot be made: {why}", folder.display()));
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    Ok(Arc::new(RedbEngine::create(path, options)?))
}
