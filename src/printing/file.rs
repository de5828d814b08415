//! A file of its own for what is not sent to a printer.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Characters of a title that a file's name keeps.
const LONGEST: usize = 60;

/// Writes bytes into a new file called by a title; one of that name stays, and the new one gets a number.
pub fn write(folder: &Path, title: &str, end: &str, bytes: &[u8]) -> Result<PathBuf> {
    let unwritten = || format!("{} cannot be written", folder.display());
    fs::create_dir_all(folder).with_context(unwritten)?;
    let stem = stem(title);
    for n in 1_u32.. {
        let name = if n == 1 { format!("{stem}.{end}") } else { format!("{stem}-{n}.{end}") };
        let path = folder.join(name);
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(bytes).and_then(|()| file.sync_all()).with_context(unwritten)?;
                return Ok(path);
            }
            Err(why) if why.kind() == ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why).with_context(unwritten),
        }
    }
    anyhow::bail!("{}: there are too many files called {stem}", folder.display())
}

/// Returns a title as a file may be called: no folder, nothing hidden, nothing a shell minds.
fn stem(title: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    let stem: String = title.chars().map(plain).take(LONGEST).collect();
    let stem = stem.trim_matches(['-', '.']);
    if stem.is_empty() { "labels".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_title_and_takes_the_place_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        for (title, name) in
            [("SN 17", "SN-17.pdf"), ("SN 17", "SN-17-2.pdf"), ("../../etc", "etc.pdf"), ("..", "labels.pdf")]
        {
            let path = write(folder.path(), title, "pdf", b"%PDF").unwrap();
            assert_eq!(path, folder.path().join(name));
        }
    }
}
