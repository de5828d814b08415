//! A store to look around in, made once and then kept.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::config::Config;
use crate::server::jobs;
use crate::server::place::Place;

/// Name of the store's file.
const FILE: &str = "demo.redb";

/// Returns the place of the demonstration store, which is made and filled where it is not there yet.
///
/// One that was named with `--store` must not be there: it might be somebody's own.
pub fn place(config: &Config, named: Option<&Path>, say: &mut dyn FnMut(&str)) -> Result<Place> {
    let store = match named {
        Some(path) => path.to_owned(),
        None => beside_the_store(config),
    };
    let place = Place::of(&store)?;
    if place.store.exists() {
        if named.is_some() {
            bail!(
                "{} exists already: dockhand --store opens it; a demo needs a name of its own",
                place.store.display()
            );
        }
        return Ok(place);
    }
    place.make_folders()?;
    let turn = place.take_turn("dockhand demo", say)?;
    if !place.store.exists() {
        make(&place, config)?;
    }
    drop(turn);
    Ok(place)
}

/// Fills a store under another name first: a half-filled one is never taken for a demo.
fn make(place: &Place, config: &Config) -> Result<()> {
    let folder = place.store.parent().unwrap_or(Path::new("/"));
    let filling = tempfile_in(folder);
    let bar = if io::stderr().is_terminal() {
        ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    };
    let filled = jobs::make_demo(&filling, &config.store, &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let named = filled.and_then(|()| {
        fs::rename(&filling, &place.store).with_context(|| format!("{}: cannot be made", place.store.display()))
    });
    if named.is_err() {
        // Best effort: what the caller has to hear is why it failed.
        let _ = fs::remove_file(&filling);
    }
    named
}

fn beside_the_store(config: &Config) -> PathBuf {
    config.store.path.with_file_name(FILE)
}

fn tempfile_in(folder: &Path) -> PathBuf {
    folder.join(format!("{FILE}.{}", std::process::id()))
}
