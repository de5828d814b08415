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
pub mod badges;
pub mod correct;
mod count;
pub mod does;
pub mod drafts;
pub mod handing;
mod leave;
mod line;
pub mod number;
pub mod orders;
pub mod people;
pub mod post;
pub mod room;
pub mod schema;
pub mod serialise;
pub mod settings;
pub mod table;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Write};

use self::line::Line;
use self::room::{Fault, Room};
use super::{Exit, lines};
use crate::messages::Origin;
use crate::stockroom::Stockroom;

pub use schema::schema;

/// Carries out all lines of the input; see [`exec`](fn@super::exec).
pub(super) fn run(
    stockroom: &Stockroom,
    origin: Origin,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> anyhow::Result<Exit> {
    lines::answer_each(input, output, |number, text| written(answer(stockroom, origin, text), number))
}

/// Carries out one line.
fn answer(stockroom: &Stockroom, origin: Origin, line: Result<&str, String>) -> Result<String, Fault> {
    let line = line.and_then(Line::read).map_err(Fault::Wrong)?;
    let mut room = Room::new(stockroom, origin, line.id.clone());
    if let Some(name) = &line.by {
        let employee = people::stood_in_for(&room, name)?;
        room = room.carried_out_by(employee);
    }
    line.row.carry_out(&room, line.fields)
}

/// Writes the line of an answer, and tells how it came out.
fn written(answer: Result<String, Fault>, line: u64) -> serde_json::Result<(String, Exit)> {
    Ok(match answer {
        Ok(answer) => (format!("{{\"ok\":{answer}}}"), Exit::Done),
        Err(Fault::Refused(refused)) => {
            (format!("{{\"refused\":{}}}", serde_json::to_string(&answers::Refusal::of(&refused))?), Exit::Refused)
        }
        Err(Fault::Wrong(message) | Fault::Broken(message)) => (
            format!("{{\"error\":{}}}", serde_json::to_string(&lines::Wrong { message: &message, line })?),
            Exit::Failed,
        ),
    })
}
