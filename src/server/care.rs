//! What was last done to look after a store: kept beside it, as `store.redb.care`.
//!
//! Not in the store: a copy that is put in its place was not itself backed up or proved, and the journal keeps what was
//! decided about stock. One small JSON file, replaced as a whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::clock;
use crate::domain::time::Moment;

/// What was done last, of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Care {
    /// The last complete copy.
    pub backup: Option<Backup>,
    /// The last proof.
    pub verify: Option<Verified>,
}

/// A copy that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// When.
    pub at: Moment,
    /// Where to.
    pub to: PathBuf,
}

/// A proof that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When.
    pub at: Moment,
    /// Records that broke a rule.
    pub broken: u64,
}

impl Care {
    /// Reads what was done; nothing, where nothing was or it cannot be read.
    pub fn of(file: &Path) -> Care {
        fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// Notes a copy that was made now.
    pub fn note_backup(file: &Path, to: &Path) {
        note(file, |care| care.backup = Some(Backup { at: clock::now(), to: to.to_owned() }));
    }

    /// Notes a proof that was made now.
    pub fn note_verify(file: &Path, broken: u64) {
        note(file, |care| care.verify = Some(Verified { at: clock::now(), broken }));
    }
}

/// Changes what is kept. The copy or the proof was made all the same when it cannot be noted.
fn note(file: &Path, change: impl FnOnce(&mut Care)) {
    // Of two that end at once each reads what the other wrote.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut care = Care::of(file);
    change(&mut care);
    if let Err(why) = replace(file, &care) {
        warn!("{} cannot be written: {why}", file.display());
    }
    drop(turn);
}

fn replace(file: &Path, care: &Care) -> io::Result<()> {
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    let mut written = File::options().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    written.write_all(&serde_json::to_vec(care)?)?;
    written.sync_all()?;
    fs::rename(new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_read_again_and_each_kind_keeps_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("store.redb.care");
        assert_eq!(Care::of(&file), Care::default());
        Care::note_backup(&file, Path::new("/mnt/monday.redb"));
        Care::note_verify(&file, 3);
        let care = Care::of(&file);
        assert_eq!(care.backup.unwrap().to, Path::new("/mnt/monday.redb"));
        assert_eq!(care.verify.unwrap().broken, 3);
        fs::write(&file, "{half").unwrap();
        assert_eq!(Care::of(&file), Care::default(), "what cannot be read is nothing");
        Care::note_verify(&file, 0);
        assert_eq!(Care::of(&file).verify.unwrap().broken, 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    }
}
