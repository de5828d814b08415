//! The stockroom for scripts: requests as JSON lines in, one answer a line out.
//!
//! A request names its things (`"warehouse":"Main"`, `"product":"4006381333931"`); it is resolved here to the command
//! or question a desk would give, and carried out by the same operations, with the same refusals. [`table`] has a row
//! for each; a new request is a struct that implements [`Request`](table::Request) and a row there.
//!
//! ```text
//! {"do":"add_warehouse","name":"Main"}                          {"ok":{"warehouse":"Main","code":"MAIN"}}
//! {"do":"post","kind":"posting","warehouse":"Main","lines":[…]} {"ok":{"number":"P-1","lines":[…]}}
//! {"ask":"passport","serial":"A1"}                              {"refused":{"code":"unknown","message":"…"}}
//! ```

pub mod answers;
pub mod asks;
pub mod does;
pub mod handing;
mod leave;
mod line;
pub mod number;
pub mod people;
pub mod post;
pub mod room;
pub mod schema;
pub mod table;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Read as _, Write};

use serde::Serialize;

use self::line::Line;
use self::room::{Fault, Room};
use super::Exit;
use crate::messages::{Origin, Refused};
use crate::stockroom::Stockroom;

pub use schema::schema;

/// Bytes a line has at most.
const LONGEST: u64 = 64 << 20;

/// Carries out all lines of the input; see [`exec`](fn@super::exec).
pub(super) fn run(
    stockroom: &Stockroom,
    origin: Origin,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (mut exit, mut bytes) = (Exit::Done, Vec::new());
    for number in 1_u64.. {
        bytes.clear();
        if (&mut *input).take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let answer = if bytes.len() as u64 == LONGEST && bytes.last() != Some(&b'\n') {
            skip_line(input)?;
            Some(Err(Fault::Wrong(format!("longer than {LONGEST} bytes: give it in parts"))))
        } else {
            answer(stockroom, origin, number, &bytes)
        };
        let Some(answer) = answer else { continue };
        let (line, came_to) = written(answer, number)?;
        exit = exit.max(came_to);
        output.write_all(line.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(exit)
}

/// Carries out one line; a blank one has no answer.
fn answer(stockroom: &Stockroom, origin: Origin, number: u64, bytes: &[u8]) -> Option<Result<String, Fault>> {
    let bytes = if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some(Err(Fault::Wrong("not UTF-8: JSON is written in it".to_owned())));
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(Line::read(text).map_err(Fault::Wrong).and_then(|line| {
        let room = Room::new(stockroom, origin, line.id.clone());
        line.row.carry_out(&room, line.fields)
    }))
}

/// Reads on to the end of a line that is too long to be kept.
fn skip_line(input: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (read, done) = (end.map_or(buffer.len(), |end| end + 1), end.is_some() || buffer.is_empty());
        input.consume(read);
        if done {
            return Ok(());
        }
    }
}

/// A line that could not be understood, or a machine that is broken.
#[derive(Serialize)]
struct Wrong<'a> {
    message: &'a str,
    line: u64,
}

/// Writes the line of an answer, and tells how it came out.
fn written(answer: Result<String, Fault>, line: u64) -> serde_json::Result<(String, Exit)> {
    Ok(match answer {
        Ok(answer) => (format!("{{\"ok\":{answer}}}"), Exit::Done),
        Err(Fault::Refused(refused)) => {
            (format!("{{\"refused\":{}}}", serde_json::to_string(&answers::Refusal::of(&refused))?), Exit::Refused)
        }
        Err(Fault::Wrong(message) | Fault::Broken(message)) => {
            (format!("{{\"error\":{}}}", serde_json::to_string(&Wrong { message: &message, line })?), Exit::Failed)
        }
    })
}

/// Says that a request belongs to a version to come.
fn not_yet(what: &str) -> Refused {
    Refused::Unknown {
        what: "request in this version".to_owned(),
        value: what.to_owned(),
        hint: "; it receives goods, writes off, sells, transfers and takes back, and answers what is there".to_owned(),
    }
}
