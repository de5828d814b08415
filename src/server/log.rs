//! The server's log: a file beside the store that never grows beyond a bound.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::place::Place;
use crate::config::{Level, LogConfig};

/// A log that has grown to this many bytes becomes `….1`, and what was there before is forgotten.
const MOST: u64 = 1 << 20;

/// Writes from now on to standard error.
pub fn to_terminal(config: &LogConfig) {
    start(config, io::stderr);
}

/// Writes from now on to the log file, panics too; returns where it is.
pub fn to_file(config: &LogConfig, place: &Place) -> Result<PathBuf> {
    let path = if config.file.as_os_str().is_empty() { place.log() } else { std::path::absolute(&config.file)? };
    let log = LogFile::open(&path).with_context(|| format!("{}: the log cannot be written", path.display()))?;
    start(config, log);
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(path)
}

fn start<W: for<'a> MakeWriter<'a> + Send + Sync + 'static>(config: &LogConfig, writer: W) {
    let level = match config.level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    };
    let lines = tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_target(false);
    // In a test another server of the same process may have started it.
    let _ = tracing::subscriber::set_global_default(lines.with_writer(writer).finish());
}

/// The file, and how long it is.
struct LogFile {
    path: PathBuf,
    open: Mutex<(File, u64)>,
}

impl LogFile {
    fn open(path: &Path) -> io::Result<LogFile> {
        let file = append_to(path)?;
        let length = file.metadata()?.len();
        Ok(LogFile { path: path.to_owned(), open: Mutex::new((file, length)) })
    }
}

fn append_to(path: &Path) -> io::Result<File> {
    File::options().append(true).create(true).mode(0o600).open(path)
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { path: &self.path, open: self.open.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}

/// One line on its way into the file.
struct Line<'a> {
    path: &'a Path,
    open: MutexGuard<'a, (File, u64)>,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.open.1 >= MOST {
            let mut old = self.path.as_os_str().to_owned();
            old.push(".1");
            fs::rename(self.path, old)?;
            *self.open = (append_to(self.path)?, 0);
        }
        let written = self.open.0.write(bytes)?;
        self.open.1 += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_never_grows_beyond_its_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.redb.log");
        let log = LogFile::open(&path).unwrap();
        let line = vec![b'x'; 1 << 16];
        for _ in 0..40 {
            log.make_writer().write_all(&line).unwrap();
        }
        let sizes: Vec<u64> =
            fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).collect();
        assert_eq!(sizes.len(), 2, "the log and the one before it");
        assert!(sizes.iter().all(|&size| size <= MOST), "{sizes:?}");
        assert_eq!(LogFile::open(&path).unwrap().open.lock().unwrap().1, fs::metadata(&path).unwrap().len());
    }
}
