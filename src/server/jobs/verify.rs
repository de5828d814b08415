//! `dockhand verify`: what the proof of a store says to people, and to programs that watch it.

use std::io::{self, Write};

use anyhow::Result;
use serde_json::json;

use super::{Care, Streams, Tools};
use crate::domain::text::hex;
use crate::domain::time::Moment;
use crate::stockroom::Proof;

/// Exit codes: the store is whole, something is broken, it could not be read.
const WHOLE: u8 = 0;
const BROKEN: u8 = 1;
const UNREADABLE: u8 = 2;

/// Proves a store and says each record that is broken, then how it is as a whole; returns the exit code.
pub(super) fn verify(tools: &Tools<'_>, sought: &[u8], json: bool, streams: &mut Streams<'_>) -> Result<u8> {
    let (output, progress) = (&mut *streams.output, &mut *streams.progress);
    let mut said: io::Result<()> = Ok(());
    let found = tools.stockroom.prove(
        sought,
        &mut |sentence| {
            if said.is_ok() {
                said = if json {
                    writeln!(output, "{}", json!({ "broken": sentence }))
                } else {
                    // A sentence holds what records hold: a line of text stays one line.
                    writeln!(output, "{}", sentence.replace(['\n', '\r'], " "))
                };
            }
        },
        progress,
    );
    said?;
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            let line = if json { json!({ "unreadable": why.to_string() }).to_string() } else { why.to_string() };
            writeln!(output, "{line}")?;
            return Ok(UNREADABLE);
        }
    };
    Care::note_verify(&tools.place.care(), found.broken);
    let lost = !sought.is_empty() && found.sought.is_none();
    if json {
        writeln!(output, "{}", as_json(&found, sought))?;
    } else {
        in_words(output, &found, sought)?;
    }
    Ok(if found.broken > 0 || lost { BROKEN } else { WHOLE })
}

fn in_words(output: &mut dyn Write, found: &Proof, sought: &[u8]) -> io::Result<()> {
    if !sought.is_empty() {
        let head = hex(sought);
        match found.sought {
            Some((entry, at)) => {
                writeln!(output, "{head} was the head of the journal at entry {entry}, accepted {}", time(at))?;
            }
            None => {
                writeln!(
                    output,
                    "{head} was never the head of this journal: it is of another store, or was rewritten"
                )?;
            }
        }
    }
    let Proof { looked_at, broken, entries, .. } = found;
    let how = match broken {
        0 => "whole".to_owned(),
        1 => "1 thing is broken".to_owned(),
        broken => format!("{broken} things are broken"),
    };
    writeln!(output, "{how}: {looked_at} records, {entries} entries of the journal, head {}", hex(&found.head))
}

fn as_json(found: &Proof, sought: &[u8]) -> serde_json::Value {
    let mut whole = json!({
        "whole": found.broken == 0,
        "records": found.looked_at,
        "things_broken": found.broken,
        "entries": found.entries,
        "head": hex(&found.head),
    });
    if !sought.is_empty() {
        let at = found.sought.map(|(entry, at)| json!({ "entry": entry, "at": time(at) }));
        whole["sought"] = json!({ "head": hex(sought), "found": at });
    }
    whole
}

fn time(at: Moment) -> String {
    at.utc().format("%Y-%m-%d %H:%M:%S UTC").to_string()
}
