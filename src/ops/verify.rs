//! What is always true of a store, proved from its records: the sums, the keys and what they lead to, the numbers.
//!
//! One consistent view is walked table by table; each record that breaks a rule is named in a sentence.

mod conversions;
mod documents;
mod held;
mod journal;
mod lines;
mod movements;
mod names;
mod serials;
mod stock;

use crate::domain::settings::Settings;
use crate::store::codec::{Key, Value};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{SETTINGS, Table, View};

/// Walks a store and reports each record that breaks a rule; returns how many records were looked at.
///
/// A store that was not founded has nothing to prove.
pub fn verify(view: &View, report: &mut dyn FnMut(String)) -> Result<u64, Error> {
    let Some(settings) = view.get(SETTINGS, &0)? else { return Ok(0) };
    let mut walk = Walk { view: *view, settings, report, looked_at: 0 };
    let units = serials::packs(&mut walk)?;
    serials::keys(&mut walk)?;
    lines::lines(&mut walk, &units)?;
    stock::lots(&mut walk, &units)?;
    stock::balances(&mut walk)?;
    movements::movements(&mut walk)?;
    held::held(&mut walk)?;
    documents::documents(&mut walk)?;
    documents::series(&mut walk)?;
    documents::days(&mut walk)?;
    conversions::conversions(&mut walk)?;
    names::names(&mut walk)?;
    journal::chain(&mut walk)?;
    Ok(walk.looked_at)
}

/// A walk over one view.
struct Walk<'a, 'r> {
    view: View<'a>,
    settings: Settings,
    report: &'r mut dyn FnMut(String),
    looked_at: u64,
}

impl Walk<'_, '_> {
    /// Returns all records of a table, or those whose key begins with a prefix.
    fn records<K: Key, V: Value>(&mut self, table: Table<K, V>, prefix: &impl Key) -> Result<Vec<(K, V)>, Error> {
        let mut records = Vec::new();
        self.view.prefix(table, prefix, Direction::Forward, |key, value| {
            records.push((key, value));
            Ok(true)
        })?;
        self.looked_at += records.len() as u64;
        Ok(records)
    }

    /// Reports a record unless a rule holds.
    fn hold(&mut self, holds: bool, broken: impl FnOnce() -> String) {
        if !holds {
            (self.report)(broken());
        }
    }
}
