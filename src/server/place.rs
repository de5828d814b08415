//! Where a store's socket, locks and log lie: beside it, under names that begin with its own.
//!
//! ```text
//!  store.redb        the store
//!  store.redb.sock   the server's socket; in the user's runtime folder where this path is too long for one
//!  store.redb.lock   held by the one process that has the store open, which writes its name there
//!  store.redb.turn   held by whoever is about to open it: one start, one command at a time
//!  store.redb.log    the server's log
//!  store.redb.care   when it was last backed up and proved
//!  store.redb.spool  labels on their way to printers
//!  store.redb.files  PDFs and pictures that desks write
//! ```

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::config::Config;

/// The longest path a socket can have on Linux.
const LONGEST_SOCKET: usize = 107;

/// How long something may take before it is said what is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// One store, and all that lies beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The store file, by its absolute path without links.
    pub store: PathBuf,
    /// The server's socket.
    pub socket: PathBuf,
}

impl Place {
    /// Finds the place of a store, which need not be there yet.
    pub fn of(store: &Path) -> Result<Place> {
        let store = without_links(store)?;
        let beside = beside(&store, "sock");
        let socket = if fits(&beside) { beside } else { in_runtime_folder(&store)? };
        Ok(Place { store, socket })
    }

    /// Finds the place of the configured store, whose socket may lie elsewhere.
    pub fn configured(config: &Config) -> Result<Place> {
        let socket = &config.server.socket;
        if socket.as_os_str().is_empty() {
            return Place::of(&config.store.path);
        }
        let socket = std::path::absolute(socket).with_context(|| format!("{} is no path", socket.display()))?;
        if !fits(&socket) {
            bail!("server.socket: {} is too long a path for a socket: 103 bytes at most", socket.display());
        }
        Ok(Place { store: without_links(&config.store.path)?, socket })
    }

    /// Returns the folder of labels that are on their way to printers.
    pub fn spool(&self) -> PathBuf {
        beside(&self.store, "spool")
    }

    /// Returns the folder of files that desks write: PDFs and pictures of labels.
    pub fn files(&self) -> PathBuf {
        beside(&self.store, "files")
    }

    /// Returns the file that keeps what was last done to look after the store.
    pub fn care(&self) -> PathBuf {
        beside(&self.store, "care")
    }

    /// Tells whether there is a store, as far as this user can tell: of another account's folder they cannot.
    pub fn may_be_there(&self) -> bool {
        self.store.try_exists().unwrap_or(true)
    }

    /// Connects to the server, if there is one.
    pub fn connect(&self) -> Result<Option<UnixStream>> {
        match UnixStream::connect(&self.socket) {
            Ok(stream) => Ok(Some(stream)),
            // Nothing there, or what a killed server left.
            Err(why) if matches!(why.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => Ok(None),
            Err(why) => Err(why).with_context(|| format!("{} cannot be reached", self.socket.display())),
        }
    }

    /// Makes the folders of the store and of the socket where they are not there, for their owner alone.
    pub fn make_folders(&self) -> Result<()> {
        for folder in [self.store.parent(), self.socket.parent()].into_iter().flatten() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.with_context(|| format!("{}: the folder cannot be made", folder.display()))?;
        }
        let runtime = self.socket.parent().filter(|folder| self.store.parent() != Some(folder));
        if let Some(folder) = runtime {
            let found = fs::symlink_metadata(folder)?;
            if !found.is_dir() || !is_ours(&found) || found.mode() & 0o022 != 0 {
                bail!("{}: not a folder that only this user can write in, so no socket is put there", folder.display());
            }
        }
        Ok(())
    }

    /// Tells why this user may not start the server, which is theirs only if the store or its folder is.
    pub fn may_start(&self) -> Result<()> {
        let found = self.store.ancestors().find_map(|path| fs::metadata(path).ok().map(|found| (path, found)));
        match found {
            Some((path, found)) if !is_ours(&found) => bail!(
                "no server runs for {}, and only uid {}, who owns {}, may start it: dockhand serve, as that user",
                self.store.display(),
                found.uid(),
                path.display()
            ),
            _ => Ok(()),
        }
    }

    /// Takes the turn to open the store, waiting for whoever has it; `say` hears what is waited for.
    pub fn take_turn(&self, who: &str, say: &mut dyn FnMut(&str)) -> Result<Lock> {
        Lock::take(&beside(&self.store, "turn"), who, say)
    }

    /// Becomes the one process that has the store open, waiting for one that is about to end.
    pub fn own(&self, who: &str, say: &mut dyn FnMut(&str)) -> Result<Lock> {
        Lock::take(&beside(&self.store, "lock"), who, say)
    }

    /// Returns where the log is when the configuration does not say.
    pub fn log(&self) -> PathBuf {
        beside(&self.store, "log")
    }
}

/// A lock on a file, which says who holds it; let go when the last process that has it ends or drops it.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    fn take(path: &Path, who: &str, say: &mut dyn FnMut(&str)) -> Result<Lock> {
        let cannot = || format!("{} cannot be written: the store needs a folder it can write in", path.display());
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(path).with_context(cannot)?;
        let holder = || fs::read_to_string(path).unwrap_or_default().trim_end().to_owned();
        let locked = match file.try_lock() {
            Ok(()) => Ok(()),
            Err(fs::TryLockError::Error(why)) => Err(why),
            Err(fs::TryLockError::WouldBlock) => {
                let handle = file.try_clone().with_context(cannot)?;
                patiently(move || handle.lock(), || say(&format!("waiting: the store is in use by {}", holder())))
            }
        };
        locked.with_context(cannot)?;
        // On a full disk nobody is told who has it; that keeps nobody from work.
        let told = file.set_len(0).and_then(|()| file.rewind());
        let _ = told.and_then(|()| writeln!(file, "{who}, process {}", std::process::id()));
        Ok(Lock(file))
    }

    /// Takes over a lock that another process handed on as an open file.
    pub fn handed_on(file: File) -> Lock {
        Lock(file)
    }

    /// Hands the lock on to a process that is about to be started.
    pub fn hand_on(self) -> File {
        self.0
    }
}

/// Does what may take long; if it does, `say` is called meanwhile.
pub fn patiently<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static, say: impl FnOnce()) -> T {
    let (done, waiting) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        let came = work();
        // The other side always waits for it.
        let _ = done.send(());
        came
    });
    if waiting.recv_timeout(PATIENCE).is_err() {
        say();
    }
    worker.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))
}

/// Tells whether something is this user's own.
fn is_ours(found: &Metadata) -> bool {
    found.uid() == rustix::process::geteuid().as_raw()
}

/// Returns the path of a file as it is without links; the file, and folders above it, may be missing.
fn without_links(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).with_context(|| format!("{} is no path", path.display()))?;
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok(without_links(folder)?.join(name)),
        _ => Ok(path),
    }
}

fn beside(store: &Path, end: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    PathBuf::from(name)
}

/// Tells whether a socket can be made there: under a name of its own first, then given its name.
fn fits(socket: &Path) -> bool {
    socket.as_os_str().len() + ".new".len() <= LONGEST_SOCKET
}

/// Returns a short path for the socket: in the user's runtime folder, under a hash of the store's path.
fn in_runtime_folder(store: &Path) -> Result<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let own = || std::env::temp_dir().join(format!("dockhand-{}", rustix::process::geteuid().as_raw()));
    let folder = absolute("XDG_RUNTIME_DIR").map_or_else(own, |folder| folder.join("dockhand"));
    let hash = blake3::hash(OsStr::as_bytes(store.as_os_str())).to_hex();
    let socket = folder.join(format!("{}.sock", &hash[..24]));
    if !fits(&socket) {
        bail!("{}: too long a path for a socket; set XDG_RUNTIME_DIR to a shorter one", socket.display());
    }
    Ok(socket)
}

/// Puts a listening socket in place of whatever lies there; only who owns the store may. One that is shared can be reached
/// by the group of this process too.
pub fn listen(place: &Place, shared: bool) -> io::Result<UnixListener> {
    let new = beside(&place.socket, "new");
    match fs::remove_file(&new) {
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let listener = UnixListener::bind(&new)?;
    fs::set_permissions(&new, Permissions::from_mode(if shared { 0o660 } else { 0o600 }))?;
    // It listens before it has its name: who finds it can connect.
    fs::rename(&new, &place.socket)?;
    Ok(listener)
}
