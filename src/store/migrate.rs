//! The schema version of a store file, and the way from an older one to this one.

use std::collections::HashMap;

use super::engine::{Direction, Durability, Engine, Error, Read, TableName, Write};
use super::tables::{CODE, CodeKind, EXPIRING, LAYER, LOT, ROLE, Tables};
use crate::domain::employee::{Permission, Role};
use crate::domain::id::{LotId, RoleId};
use crate::domain::lot::LayerKey;

/// The schema this build writes.
pub const SCHEMA: u32 = 4;

const META: TableName = "meta";
const KEY: &[u8] = b"schema";

/// One step from a version to the next, within one transaction.
pub type Migration = (u32, fn(&mut dyn Write) -> Result<(), Error>);

/// All steps, in order of the version they start from.
const MIGRATIONS: &[Migration] = &[(1, let_goods_leave), (2, hold_and_count), (3, note_expiries)];

/// Gives the permissions over what leaves, moves and comes back to the roles that had all there were.
fn let_goods_leave(tx: &mut dyn Write) -> Result<(), Error> {
    keep_all_rights(tx, Permission::BEFORE_MOVEMENTS)
}

/// Gives the permissions over orders, counts, corrections and the journal to the roles that had all there were.
///
/// Names of roles are unique from now on.
fn hold_and_count(tx: &mut dyn Write) -> Result<(), Error> {
    keep_all_rights(tx, Permission::BEFORE_ORDERS)?;
    let mut tables = Tables::new(tx);
    for (id, role) in roles(&tables)? {
        tables.put(CODE, &(CodeKind::RoleName as u8, role.name.to_lowercase()), &id.0)?;
    }
    Ok(())
}

/// Lists what expires.
fn note_expiries(tx: &mut dyn Write) -> Result<(), Error> {
    let mut tables = Tables::new(tx);
    let mut days = HashMap::new();
    tables.view().prefix(LOT, &(), Direction::Forward, |id: LotId, lot| {
        days.extend(lot.expiry.map(|day| (id, day)));
        Ok(true)
    })?;
    let mut expiring = Vec::new();
    tables.view().prefix(LAYER, &(), Direction::Forward, |key: LayerKey, _| {
        let day = days.get(&key.lot);
        expiring.extend(day.map(|day| (key.warehouse, key.product, *day, key.lot, (key.bin, key.queued))));
        Ok(true)
    })?;
    expiring.iter().try_for_each(|key| tables.put(EXPIRING, key, &()))
}

/// Returns all roles.
fn roles(tables: &Tables) -> Result<Vec<(RoleId, Role)>, Error> {
    let mut roles = Vec::new();
    tables.view().prefix(ROLE, &(), Direction::Forward, |id, role| {
        roles.push((id, role));
        Ok(true)
    })?;
    Ok(roles)
}

/// Gives all permissions to the roles that had all of the first so many.
fn keep_all_rights(tx: &mut dyn Write, before: usize) -> Result<(), Error> {
    let mut tables = Tables::new(tx);
    for (id, role) in roles(&tables)? {
        let before = &Permission::ALL[..before];
        if before.iter().all(|permission| role.permissions.contains(permission)) {
            tables.put(ROLE, &id, &Role { permissions: Permission::ALL.to_vec(), ..role })?;
        }
    }
    Ok(())
}

/// Returns the schema version of a store, or nothing where it has none.
pub fn version(store: &dyn Read) -> Result<Option<u32>, Error> {
    let Some(value) = store.get(META, KEY)? else { return Ok(None) };
    match <[u8; 4]>::try_from(&*value) {
        Ok(bytes) => Ok(Some(u32::from_be_bytes(bytes))),
        Err(_) => Err(Error::Record { table: META.into(), why: format!("a schema of {} bytes", value.len()) }),
    }
}

/// Refuses a store that is none or is newer than this build.
pub fn check(store: &dyn Read, path: &str) -> Result<(), Error> {
    match version(store) {
        Ok(Some(found)) if found > SCHEMA => Err(Error::Newer { path: path.to_owned(), found, known: SCHEMA }),
        Ok(Some(_)) => Ok(()),
        // A table of another shape under this name is as foreign as none at all.
        Ok(None) | Err(Error::Damaged { .. } | Error::Record { .. }) => Err(Error::NotAStore(path.to_owned())),
        Err(error) => Err(error),
    }
}

/// Marks a store as written by this build.
pub fn mark(tx: &mut dyn Write) -> Result<(), Error> {
    tx.put(META, KEY, &SCHEMA.to_be_bytes())
}

/// Brings a store to this build's schema; a new, empty one is marked. `path` is for the sentence.
pub fn run(engine: &dyn Engine, path: &str) -> Result<(), Error> {
    run_steps(engine, path, SCHEMA, MIGRATIONS)
}

/// Brings a store to schema `goal` by `steps`: one transaction a step, the new version in the same one.
pub fn run_steps(engine: &dyn Engine, path: &str, goal: u32, steps: &[Migration]) -> Result<(), Error> {
    let mut found = None;
    engine.read(&mut |store| {
        found = version(store)?;
        Ok(())
    })?;
    let Some(mut found) = found else { return engine.write(Durability::Closing, &mut mark) };
    if found > goal {
        return Err(Error::Newer { path: path.to_owned(), found, known: goal });
    }
    while found < goal {
        let Some((_, step)) = steps.iter().find(|(from, _)| *from == found) else {
            return Err(Error::Record {
                table: META.into(),
                why: format!("no way leads from schema {found} to {goal}"),
            });
        };
        engine.write(Durability::Closing, &mut |tx| {
            step(tx)?;
            tx.put(META, KEY, &(found + 1).to_be_bytes())
        })?;
        found += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::RoleId;
    use crate::store::memory::MemoryEngine;

    #[test]
    fn who_had_all_rights_before_goods_could_leave_has_them_still_and_nobody_else_gains_any() {
        let engine = MemoryEngine::new();
        let old = Permission::ALL[..Permission::BEFORE_MOVEMENTS].to_vec();
        let some = vec![Permission::ViewPostings];
        engine
            .write(Durability::Plain, &mut |tx| {
                tx.put(META, KEY, &1_u32.to_be_bytes())?;
                let mut tables = Tables::new(tx);
                tables.put(ROLE, &RoleId(1), &Role { name: "all rights".to_owned(), permissions: old.clone() })?;
                tables.put(ROLE, &RoleId(2), &Role { name: "looks".to_owned(), permissions: some.clone() })
            })
            .unwrap();
        run(&engine, "a store").unwrap();
        engine
            .read(&mut |read| {
                let view = crate::store::tables::View::new(read);
                assert_eq!(view.need(ROLE, &RoleId(1))?.permissions, Permission::ALL);
                assert_eq!(view.need(ROLE, &RoleId(2))?.permissions, some);
                assert_eq!(version(read)?, Some(SCHEMA));
                Ok(())
            })
            .unwrap();
    }
}
