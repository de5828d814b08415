//! The folder of jobs: each a file that is whole or not there.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::messages::Labelled;

/// Labels on their way to a printer, already in its language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Job {
    /// Printer it is for.
    pub printer: String,
    /// What it is: `P-118, 30 labels`.
    pub title: String,
    /// The bytes of each label.
    pub labels: Vec<Vec<u8>>,
    /// Template they are laid out by; empty where each has its usual one.
    pub template: String,
    /// How many there are of each.
    pub copies: u16,
    /// What they are of, for the note of a job that is printed again.
    pub of: Vec<Labelled>,
}

/// Before the bytes of a job: what they are, and how they are written.
const MARK: &[u8] = b"dockhand job 2\n";

/// What is known of a job that waits: its labels and how many were sent, or why it cannot be read.
pub(super) type Waiting = io::Result<(Job, usize)>;

/// The folder of jobs.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: &Path) -> Folder {
        Folder(path.to_owned())
    }

    /// Returns the jobs that are not done, oldest first, by number. One that cannot be read holds up no other.
    pub(super) fn waiting(&self) -> io::Result<Vec<(u64, Waiting)>> {
        let mut numbers = self.numbers()?;
        numbers.sort_unstable();
        let sent = |id| {
            let noted = fs::read_to_string(self.path(id, "sent")).ok();
            noted.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        };
        Ok(numbers.into_iter().map(|id| (id, self.read(id).map(|job| (job, sent(id))))).collect())
    }

    /// Writes a job under its number; it is on disk when this returns.
    pub(super) fn add(&self, id: u64, job: &Job) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        // What was noted of a job that had this number before is not of this one.
        self.remove(id)?;
        let bytes = postcard::to_extend(job, MARK.to_vec()).map_err(io::Error::other)?;
        let unfinished = self.path(id, "new");
        let mut file = File::create(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(unfinished, self.path(id, "job"))?;
        self.sync()
    }

    /// Reads a job.
    pub(super) fn read(&self, id: u64) -> io::Result<Job> {
        let bytes = fs::read(self.path(id, "job"))?;
        let written = bytes.strip_prefix(MARK).and_then(|bytes| postcard::from_bytes(bytes).ok());
        written.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "it is no job of this dockhand"))
    }

    /// Notes how many labels of a job the printer has.
    pub(super) fn note(&self, id: u64, sent: usize) -> io::Result<()> {
        // Shorter never: a count that is cut off by a kill would send labels twice.
        let mut file = File::options().create(true).truncate(false).write(true).open(self.path(id, "sent"))?;
        file.write_all(format!("{sent:08}\n").as_bytes())?;
        file.sync_data()
    }

    /// Takes a job away that is done, or given up: first the job, then what was noted of it.
    pub(super) fn remove(&self, id: u64) -> io::Result<()> {
        for end in ["job", "sent"] {
            match fs::remove_file(self.path(id, end)) {
                Err(why) if why.kind() != ErrorKind::NotFound => return Err(why),
                _ => {}
            }
        }
        self.sync()
    }

    fn path(&self, id: u64, end: &str) -> PathBuf {
        self.0.join(format!("{id:08}.{end}"))
    }

    fn numbers(&self) -> io::Result<Vec<u64>> {
        let entries = match fs::read_dir(&self.0) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            numbers
                .extend(name.to_str().and_then(|name| name.strip_suffix(".job")).and_then(|id| id.parse::<u64>().ok()));
        }
        Ok(numbers)
    }

    /// Puts the folder's own entries on disk.
    fn sync(&self) -> io::Result<()> {
        File::open(&self.0)?.sync_all()
    }
}
