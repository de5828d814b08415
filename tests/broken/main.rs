//! Each record of each table is broken by hand, one at a time, and verify names it.
//!
//! Who adds a table says here how its records are called and how each of them can be broken, and fills it in
//! [`shop::filled`]; until then this fails.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a figure is measured and told")]

mod shop;
#[path = "../support/mod.rs"]
mod support;
mod ways;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dockhand::store::engine::{Direction, Durability, TableName};
use dockhand::store::redb::{OpenOptions, RedbEngine};
use dockhand::store::tables::ALL;
use support::{Row, Shop};

use ways::Deed;

/// Tables that no command fills yet.
const NOT_YET_FILLED: &[TableName] = &[];

#[test]
fn every_record_that_is_broken_is_named() {
    let shop = shop::filled();
    assert_eq!(verified(&shop), Vec::<String>::new());
    let ways = ways::all();
    let mut unnamed = Vec::new();
    let mut broken = 0;
    for table in ALL {
        let rows = rows(&shop, table);
        let way = ways.iter().find(|way| way.table == *table);
        let way = way.unwrap_or_else(|| panic!("{table}: say in ways.rs how its records are broken"));
        assert_eq!(rows.is_empty(), NOT_YET_FILLED.contains(table), "{table} has {} rows", rows.len());
        for row in &rows {
            for deed in way.deeds(row, &rows) {
                broken += 1;
                let said = with(&shop, table, &deed);
                let names = (way.names)(row, deed.stray.as_ref());
                if !said.iter().any(|sentence| names.iter().any(|name| holds(sentence, name))) {
                    unnamed.push(format!("{table} {names:?} {}: {said:?}", deed.what));
                }
            }
        }
    }
    assert_eq!(verified(&shop), Vec::<String>::new(), "what was broken was mended again");
    assert!(unnamed.is_empty(), "{} of {broken}:\n{}", unnamed.len(), unnamed.join("\n"));
    assert!(broken > 1_800, "{broken}");
}

#[test]
fn however_many_records_are_broken_all_are_named() {
    let shop = shop::filled();
    let suppliers = rows(&shop, "supplier");
    let all: Vec<(TableName, Row)> = ["supplier", "bin", "layer"]
        .iter()
        .flat_map(|table| rows(&shop, table).into_iter().map(|row| (*table, row)))
        .collect();
    shop.engine
        .write(Durability::Plain, &mut |tx| all.iter().try_for_each(|(table, row)| tx.delete(table, &row.0)))
        .unwrap();
    let said = verified(&shop);
    assert!(said.len() >= all.len(), "{said:#?}");
    for row in &suppliers {
        let id = u64::from_be_bytes(row.0.as_slice().try_into().unwrap());
        let name = format!("record {id}");
        assert!(said.iter().any(|sentence| holds(sentence, &name)), "{name}: {said:#?}");
    }
}

/// A million units that moved three million times: received, moved over, sold. The store stays where `DOCKHAND_MANY` says.
#[test]
#[ignore = "takes minutes; cargo test --release --test broken -- --ignored --nocapture"]
fn a_million_units_are_proved_in_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let path = std::env::var_os("DOCKHAND_MANY").map_or_else(|| folder.path().join("store.redb"), Into::into);
    let engine = RedbEngine::create(&path, OpenOptions::default()).unwrap();
    let shop = Shop::over(Arc::new(engine), None);
    shop::exec(&shop, "{\"do\":\"add_warehouse\",\"name\":\"Shop\"}");
    shop::exec(&shop, "{\"do\":\"add_product\",\"name\":\"Phone X\",\"serialised\":true}");
    for n in 0..200 {
        // Scattered, as makers' numbers are.
        let serials: Vec<String> = (0..5_000_u64)
            .map(|k| format!("\"35{:013}\"", (n * 5_000 + k).wrapping_mul(7_368_787) % 9_999_999_999_971))
            .collect();
        let serials = serials.join(",");
        let line = |more: &str| format!("\"lines\":[{{\"product\":\"Phone X\",\"serials\":[{serials}]{more}}}]}}");
        shop::exec(
            &shop,
            &format!("{{\"do\":\"post\",\"kind\":\"posting\",\"warehouse\":\"Main\",{}", line(",\"cost\":\"199\"")),
        );
        shop::exec(
            &shop,
            &format!("{{\"do\":\"post\",\"kind\":\"transfer\",\"warehouse\":\"Main\",\"to\":\"Shop\",{}", line("")),
        );
        shop::exec(
            &shop,
            &format!("{{\"do\":\"post\",\"kind\":\"sale\",\"warehouse\":\"Shop\",\"client\":\"Jane\",{}", line("")),
        );
    }
    let began = Instant::now();
    assert_eq!(verified(&shop), Vec::<String>::new());
    let took = began.elapsed();
    println!("proved in {took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// Tells whether a sentence holds a name, and not as the beginning of a longer one.
fn holds(sentence: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    sentence.match_indices(name).any(|(at, _)| ends(&sentence[at + name.len()..]))
}

/// Does something to one record, lets verify look, and undoes it.
fn with(shop: &Shop, table: TableName, deed: &Deed) -> Vec<String> {
    let put = |rows: &BTreeMap<Vec<u8>, Option<Vec<u8>>>| {
        shop.engine
            .write(Durability::Plain, &mut |tx| {
                rows.iter().try_for_each(|(key, value)| match value {
                    Some(value) => tx.put(table, key, value),
                    None => tx.delete(table, key),
                })
            })
            .unwrap();
    };
    let mut before = BTreeMap::new();
    shop.engine
        .read(&mut |read| {
            before.clear();
            for key in deed.rows.keys() {
                before.insert(key.clone(), read.get(table, key)?);
            }
            Ok(())
        })
        .unwrap();
    put(&deed.rows);
    let said = verified(shop);
    put(&before);
    said
}

fn verified(shop: &Shop) -> Vec<String> {
    let mut broken = Vec::new();
    shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
    broken
}

fn rows(shop: &Shop, table: TableName) -> Vec<Row> {
    let mut rows = Vec::new();
    shop.engine
        .read(&mut |read| {
            rows.clear();
            read.scan(table, (Bound::Unbounded, Bound::Unbounded), Direction::Forward, &mut |key, value| {
                rows.push((key.to_vec(), value.to_vec()));
                Ok(true)
            })
        })
        .unwrap();
    rows
}
