//! Unique names: found, taken, given up and changed through one table, so that two of one name cannot be.

use super::wording;
use crate::domain::id::WarehouseId;
use crate::messages::{No, Refused};
use crate::store::engine::Error;
use crate::store::tables::{CODE, CodeKind, Tables, View};

/// Returns what is compared of a name: without outer blanks and case, inner blanks as one.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns what is compared of a bin's code: it is unique within its warehouse.
pub fn bin_code(warehouse: WarehouseId, code: &str) -> String {
    format!("{}:{}", warehouse.0, folded(code))
}

/// Finds what has a name.
pub fn find(view: &View, kind: CodeKind, folded: &str) -> Result<Option<u64>, Error> {
    view.get(CODE, &(kind as u8, folded.to_owned()))
}

/// Takes a name for a record; refused, naming the owner, when another has it. An empty name takes nothing.
pub fn take(
    tx: &mut Tables,
    kind: CodeKind,
    folded: &str,
    id: u64,
    refused: impl FnOnce(&View, u64) -> Result<Refused, Error>,
) -> Result<(), No> {
    if folded.is_empty() {
        return Ok(());
    }
    match tx.insert_new(CODE, &(kind as u8, folded.to_owned()), &id)? {
        Some(owner) if owner != id => Err(refused(&tx.view(), owner)?.into()),
        _ => Ok(()),
    }
}

/// Gives a name up, when this record has it.
pub fn release(tx: &mut Tables, kind: CodeKind, folded: &str, id: u64) -> Result<(), Error> {
    let key = (kind as u8, folded.to_owned());
    if tx.get(CODE, &key)? == Some(id) {
        tx.delete(CODE, &key)?;
    }
    Ok(())
}

/// Reads a name as typed: without outer blanks, inner blanks as one; not empty, and nothing in it that cannot be seen.
pub fn parse(what: &str, text: &str, longest: usize) -> Result<String, Refused> {
    match optional(text, longest)? {
        name if name.is_empty() => Err(Refused::BadField(format!("nothing typed: {what} has a name"))),
        name => Ok(name),
    }
}

/// Reads a text that may be empty: without outer blanks, inner blanks as one, nothing in it that cannot be seen.
pub fn optional(text: &str, longest: usize) -> Result<String, Refused> {
    wording::line("a text here", &text.split_whitespace().collect::<Vec<_>>().join(" "), longest)
}

/// Reads a short code that may be empty: letters A to Z, digits and `. - / _`, which labels and scanners carry unharmed.
pub fn short_code(text: &str, longest: usize) -> Result<String, Refused> {
    let code = optional(text, longest)?;
    match code.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_'))) {
        None => Ok(code),
        Some(odd) => Err(Refused::BadField(format!(
            "{code}: {odd:?} cannot stand in a code; letters A to Z, digits and . - / _ can"
        ))),
    }
}

/// Gives a record another name in place of the one it has.
pub fn change(
    tx: &mut Tables,
    kind: CodeKind,
    from: &str,
    to: &str,
    id: u64,
    refused: impl FnOnce(&View, u64) -> Result<Refused, Error>,
) -> Result<(), No> {
    if from == to {
        return Ok(());
    }
    take(tx, kind, to, id, refused)?;
    Ok(release(tx, kind, from, id)?)
}
