//! Unique names: found, taken, given up and changed through one table, so that two of one name cannot be.

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
