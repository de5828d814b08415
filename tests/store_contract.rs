//! What every engine must do, held against both.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use dockhand::store::commit::{Committer, Hooks};
use dockhand::store::engine::{Change, Direction, Durability, Engine, Error, KeyRange, Read, Write};
use dockhand::store::memory::MemoryEngine;
use dockhand::store::overlay::Overlay;
use dockhand::store::redb::{OpenOptions, RedbEngine};
use proptest::prelude::*;

type Row = (Vec<u8>, Vec<u8>);

const TABLES: [&str; 2] = ["unit", "lot"];

/// Runs a check over each engine, empty.
fn each_engine(check: impl Fn(&str, Arc<dyn Engine>)) {
    check("memory", Arc::new(MemoryEngine::new()));
    let folder = tempfile::tempdir().unwrap();
    check("redb", Arc::new(RedbEngine::create(&folder.path().join("store"), OpenOptions::default()).unwrap()));
}

fn write(engine: &dyn Engine, mut work: impl FnMut(&mut dyn Write) -> Result<(), Error>) {
    engine.write(Durability::Plain, &mut work).unwrap();
}

fn read<R>(engine: &dyn Engine, mut work: impl FnMut(&dyn Read) -> R) -> R {
    let mut found = None;
    engine
        .read(&mut |store| {
            found = Some(work(store));
            Ok(())
        })
        .unwrap();
    found.unwrap()
}

fn rows(store: &dyn Read, table: &'static str, range: KeyRange<'_>, direction: Direction) -> Vec<Row> {
    let mut rows = Vec::new();
    store
        .scan(table, range, direction, &mut |key, value| {
            rows.push((key.to_vec(), value.to_vec()));
            Ok(true)
        })
        .unwrap();
    rows
}

const ALL: KeyRange<'static> = (Bound::Unbounded, Bound::Unbounded);

fn put_letters(engine: &dyn Engine, letters: &str) {
    write(engine, |tx| letters.bytes().try_for_each(|letter| tx.put("unit", &[letter], &[letter, letter])));
}

fn letters(rows: &[Row]) -> String {
    rows.iter().map(|(key, _)| char::from(key[0])).collect()
}

#[test]
fn what_was_put_is_found_and_what_was_deleted_is_not() {
    each_engine(|name, engine| {
        put_letters(&*engine, "abc");
        write(&*engine, |tx| tx.delete("unit", b"b"));
        let found = |key: &[u8]| read(&*engine, |store| store.get("unit", key).unwrap());
        assert_eq!(found(b"a").as_deref(), Some(&b"aa"[..]), "{name}");
        assert_eq!(found(b"b"), None, "{name}");
        assert_eq!(found(b"x"), None, "{name}");
        assert_eq!(read(&*engine, |store| store.get("lot", b"a").unwrap()), None, "{name}");
    });
}

#[test]
fn a_scan_walks_both_ways_within_all_kinds_of_bounds() {
    use Bound::{Excluded as Ex, Included as In, Unbounded as No};
    let cases: [(KeyRange<'_>, &str); 11] = [
        ((No, No), "bdfh"),
        ((In(b"b"), In(b"f")), "bdf"),
        ((Ex(b"b"), Ex(b"f")), "d"),
        ((In(b"c"), In(b"g")), "df"),
        ((Ex(b"c"), No), "dfh"),
        ((No, Ex(b"d")), "b"),
        ((In(b"d"), In(b"d")), "d"),
        ((Ex(b"d"), Ex(b"d")), ""),
        ((In(b"d"), Ex(b"d")), ""),
        ((In(b"f"), In(b"b")), ""),
        ((In(b"x"), No), ""),
    ];
    each_engine(|name, engine| {
        put_letters(&*engine, "hbfd");
        for (range, expected) in cases {
            let backwards: String = expected.chars().rev().collect();
            let found = read(&*engine, |store| letters(&rows(store, "unit", range, Direction::Forward)));
            assert_eq!(found, expected, "{name} {range:?}");
            let found = read(&*engine, |store| letters(&rows(store, "unit", range, Direction::Backward)));
            assert_eq!(found, backwards, "{name} {range:?}");
        }
        assert!(read(&*engine, |store| rows(store, "lot", ALL, Direction::Forward)).is_empty(), "{name}");
    });
}

#[test]
fn a_scan_stops_when_told_and_passes_a_visitors_error_on() {
    each_engine(|name, engine| {
        put_letters(&*engine, "abcd");
        let mut seen = 0;
        engine
            .read(&mut |store| {
                store.scan("unit", ALL, Direction::Forward, &mut |_, _| {
                    seen += 1;
                    Ok(seen < 2)
                })
            })
            .unwrap();
        assert_eq!(seen, 2, "{name}");
        let failed = engine.read(&mut |store| {
            store.scan("unit", ALL, Direction::Backward, &mut |_, _| Err(Error::Io("enough".into())))
        });
        assert!(matches!(failed, Err(Error::Io(why)) if why == "enough"), "{name}");
    });
}

#[test]
fn a_visitor_may_read_other_tables_and_the_same_one() {
    each_engine(|name, engine| {
        put_letters(&*engine, "abc");
        write(&*engine, |tx| tx.put("lot", b"b", b"L"));
        let look = |store: &dyn Read| {
            let mut found = Vec::new();
            store
                .scan("unit", ALL, Direction::Forward, &mut |key, _| {
                    found.push((store.get("unit", key)?.is_some(), store.get("lot", key)?.is_some()));
                    assert_eq!(store.get("document", key)?, None);
                    Ok(true)
                })
                .unwrap();
            found
        };
        let expected = [(true, false), (true, true), (true, false)];
        assert_eq!(read(&*engine, look), expected, "{name}");
        write(&*engine, |tx| {
            assert_eq!(look(tx), expected, "{name} while writing");
            Ok(())
        });
    });
}

#[test]
fn a_transaction_sees_its_own_changes() {
    each_engine(|name, engine| {
        put_letters(&*engine, "ace");
        write(&*engine, |tx| {
            tx.put("unit", b"b", b"new")?;
            tx.put("unit", b"c", b"other")?;
            tx.delete("unit", b"e")?;
            assert_eq!(tx.get("unit", b"b")?.as_deref(), Some(&b"new"[..]), "{name}");
            assert_eq!(tx.get("unit", b"e")?, None, "{name}");
            assert_eq!(letters(&rows(tx, "unit", ALL, Direction::Forward)), "abc", "{name}");
            tx.put("unit", b"e", b"again")
        });
        let found = read(&*engine, |store| rows(store, "unit", ALL, Direction::Backward));
        assert_eq!(letters(&found), "ecba", "{name}");
        assert_eq!(found[0].1, b"again", "{name}");
        assert_eq!(found[1].1, b"other", "{name}");
    });
}

#[test]
fn work_that_fails_leaves_no_trace() {
    each_engine(|name, engine| {
        put_letters(&*engine, "ab");
        let failed = engine.write(Durability::Plain, &mut |tx| {
            tx.put("unit", b"c", b"")?;
            tx.delete("unit", b"a")?;
            tx.put("lot", b"x", b"")?;
            Err(Error::Io("no".into()))
        });
        assert!(matches!(failed, Err(Error::Io(why)) if why == "no"), "{name}");
        assert_eq!(read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward))), "ab", "{name}");
        assert!(read(&*engine, |store| rows(store, "lot", ALL, Direction::Forward)).is_empty(), "{name}");
        put_letters(&*engine, "c");
        assert_eq!(read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward))), "abc", "{name}");
    });
}

/// Puts a letter as new on an overlay that hopes, and does with it what `then` says; returns what writing it came to.
fn hope_for(engine: &dyn Engine, letter: u8, then: impl Fn(&mut Overlay)) -> Result<(), Error> {
    engine.write(Durability::Plain, &mut |tx| {
        let mut overlay = Overlay::hoping(tx);
        overlay.put("unit", b"b", b"put beside it")?;
        assert!(overlay.put_new("unit", &[letter], b"new")?, "it is not looked for");
        assert!(!overlay.put_new("unit", &[letter], b"newer")?, "it is there by now");
        then(&mut overlay);
        overlay.into_changes().write_to(tx)
    })
}

#[test]
fn a_key_hoped_to_be_new_that_is_there_fails_the_whole_transaction() {
    each_engine(|name, engine| {
        put_letters(&*engine, "am");
        for (what, then) in [
            ("as it is", (|_| ()) as fn(&mut Overlay)),
            ("put again", |overlay| overlay.put("unit", b"m", b"again").unwrap()),
            ("removed", |overlay| overlay.delete("unit", b"m").unwrap()),
            ("absorbed", |overlay| {
                let mut later = Overlay::new(overlay);
                later.delete("unit", b"m").unwrap();
                let later = later.into_changes();
                overlay.absorb(later);
            }),
        ] {
            let failed = hope_for(&*engine, b'm', then);
            assert!(matches!(failed, Err(Error::NotNew)), "{name}, {what}: {failed:?}");
            let found = read(&*engine, |store| rows(store, "unit", ALL, Direction::Forward));
            assert_eq!(found, [(b"a".to_vec(), b"aa".to_vec()), (b"m".to_vec(), b"mm".to_vec())], "{name}, {what}");
        }
        hope_for(&*engine, b'n', |_| ()).unwrap();
        assert_eq!(read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward))), "abmn", "{name}");
    });
}

#[test]
fn without_hope_a_key_is_put_as_new_only_where_it_is_not() {
    each_engine(|name, engine| {
        put_letters(&*engine, "am");
        write(&*engine, |tx| {
            assert!(!tx.put_new("unit", b"m", b"other")?, "{name}");
            let mut overlay = Overlay::new(tx);
            assert!(!overlay.put_new("unit", b"m", b"other")?, "{name}");
            overlay.delete("unit", b"a")?;
            assert!(overlay.put_new("unit", b"a", b"other")?, "{name}: it is gone by now");
            assert!(overlay.put_new("unit", b"b", b"other")?, "{name}");
            overlay.into_changes().write_to(tx)
        });
        let found = read(&*engine, |store| rows(store, "unit", ALL, Direction::Forward));
        assert_eq!(letters(&found), "abm", "{name}");
        assert_eq!([&found[0].1[..], &found[2].1[..]], [&b"other"[..], b"mm"], "{name}");
    });
}

#[test]
fn a_job_whose_hope_failed_is_done_once_more_and_sees_what_is_there() {
    each_engine(|name, engine| {
        put_letters(&*engine, "m");
        let committer = Committer::start(Arc::clone(&engine), Hooks::default()).unwrap();
        let runs = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&runs);
        let answer = committer.run(move |tx| {
            let new = tx.put_new("unit", b"m", b"other")?;
            seen.lock().unwrap().push(new);
            tx.put("unit", b"x", b"")?;
            Ok(if new { Ok(()) } else { Err("it is there") })
        });
        assert_eq!(answer.unwrap(), Err("it is there"), "{name}");
        assert_eq!(*runs.lock().unwrap(), [true, false], "{name}");
        // One that is refused for something else was not refused for what it did not look at.
        let answer = committer.run(move |tx| {
            let new = tx.put_new("unit", b"m", b"other")?;
            Ok(Err::<(), _>(if new { "something else" } else { "it is there" }))
        });
        assert_eq!(answer.unwrap(), Err("it is there"), "{name}");
        assert_eq!(read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward))), "m", "{name}");
    });
}

#[test]
fn an_empty_value_is_a_value_and_long_ones_stay_whole() {
    each_engine(|name, engine| {
        let long = vec![7; 100_000];
        write(&*engine, |tx| {
            tx.put("unit", b"", b"empty key")?;
            tx.put("unit", b"e", b"")?;
            tx.put("unit", &[b'k'; 3000], &long)
        });
        read(&*engine, |store| {
            assert_eq!(store.get("unit", b"").unwrap().as_deref(), Some(&b"empty key"[..]), "{name}");
            assert_eq!(store.get("unit", b"e").unwrap().as_deref(), Some(&b""[..]), "{name}");
            assert_eq!(store.get("unit", &[b'k'; 3000]).unwrap().as_ref(), Some(&long), "{name}");
        });
    });
}

#[test]
fn a_reader_sees_one_moment_while_others_write() {
    each_engine(|name, engine| {
        put_letters(&*engine, "ab");
        let (reading, begun) = mpsc::channel();
        let (go_on, written) = mpsc::channel();
        let written = Mutex::new(written);
        let reader = Arc::clone(&engine);
        let reader = thread::spawn(move || {
            read(&*reader, |store| {
                let before = letters(&rows(store, "unit", ALL, Direction::Forward));
                reading.send(()).unwrap();
                written.lock().unwrap().recv().unwrap();
                (before, letters(&rows(store, "unit", ALL, Direction::Forward)), store.get("lot", b"z").unwrap())
            })
        });
        begun.recv().unwrap();
        for letter in "cdefg".chars() {
            put_letters(&*engine, &letter.to_string());
            write(&*engine, |tx| tx.put("lot", b"z", b"new"));
        }
        let newest = read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward)));
        assert_eq!(newest, "abcdefg", "{name}: a new reader sees the newest");
        go_on.send(()).unwrap();
        assert_eq!(reader.join().unwrap(), ("ab".into(), "ab".into(), None), "{name}");
    });
}

#[test]
fn a_transaction_is_unseen_until_it_is_done() {
    each_engine(|name, engine| {
        put_letters(&*engine, "a");
        write(&*engine, |tx| {
            tx.put("unit", b"b", b"")?;
            let seen = read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward)));
            assert_eq!(seen, "a", "{name}");
            Ok(())
        });
        assert_eq!(read(&*engine, |store| letters(&rows(store, "unit", ALL, Direction::Forward))), "ab", "{name}");
    });
}

/// One step of a made-up history.
#[derive(Debug, Clone)]
enum Step {
    Put(usize, Vec<u8>, Vec<u8>),
    Delete(usize, Vec<u8>),
    Scan(usize, Bound<Vec<u8>>, Bound<Vec<u8>>, bool),
}

fn a_key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0_u8..4, 0..3)
}

fn a_bound() -> impl Strategy<Value = Bound<Vec<u8>>> {
    prop_oneof![a_key().prop_map(Bound::Included), a_key().prop_map(Bound::Excluded), Just(Bound::Unbounded)]
}

fn a_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..2_usize, a_key(), prop::collection::vec(any::<u8>(), 0..4)).prop_map(|(t, k, v)| Step::Put(t, k, v)),
        2 => (0..2_usize, a_key()).prop_map(|(t, k)| Step::Delete(t, k)),
        3 => (0..2_usize, a_bound(), a_bound(), any::<bool>()).prop_map(|(t, f, u, b)| Step::Scan(t, f, u, b)),
    ]
}

type Model = [BTreeMap<Vec<u8>, Vec<u8>>; 2];

fn take(tx: &mut dyn Write, model: &mut Model, step: &Step) {
    match step {
        Step::Put(table, key, value) => {
            tx.put(TABLES[*table], key, value).unwrap();
            model[*table].insert(key.clone(), value.clone());
        }
        Step::Delete(table, key) => {
            tx.delete(TABLES[*table], key).unwrap();
            model[*table].remove(key);
            assert_eq!(tx.get(TABLES[*table], key).unwrap(), None);
        }
        Step::Scan(table, from, to, backward) => {
            let range = (from.as_ref().map(Vec::as_slice), to.as_ref().map(Vec::as_slice));
            let direction = if *backward { Direction::Backward } else { Direction::Forward };
            let within = |key: &Vec<u8>| std::ops::RangeBounds::<[u8]>::contains(&range, key.as_slice());
            let mut expected: Vec<Row> =
                model[*table].iter().filter(|(key, _)| within(key)).map(|(k, v)| (k.clone(), v.clone())).collect();
            if *backward {
                expected.reverse();
            }
            assert_eq!(rows(tx, TABLES[*table], range, direction), expected);
        }
    }
}

fn everything(store: &dyn Read) -> Vec<Vec<Row>> {
    TABLES.map(|table| rows(store, table, ALL, Direction::Forward)).to_vec()
}

fn expected(model: &Model) -> Vec<Vec<Row>> {
    model.iter().map(|rows| rows.iter().map(|(key, value)| (key.clone(), value.clone())).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Transactions, each kept or not, on the engine itself and through an overlay.
    #[test]
    fn any_history_comes_to_what_an_ordered_map_comes_to(
        history in prop::collection::vec((prop::collection::vec(a_step(), 1..12), any::<bool>(), any::<bool>()), 1..8)
    ) {
        each_engine(|_, engine| {
            let mut model = Model::default();
            for (steps, keep, overlaid) in &history {
                let before = model.clone();
                let done = engine.write(Durability::Plain, &mut |tx| {
                    if *overlaid {
                        let mut overlay = Overlay::new(tx);
                        for step in steps {
                            take(&mut overlay, &mut model, step);
                        }
                        overlay.into_changes().write_to(tx)?;
                    } else {
                        for step in steps {
                            take(tx, &mut model, step);
                        }
                    }
                    if *keep { Ok(()) } else { Err(Error::Closed) }
                });
                assert_eq!(done.is_ok(), *keep);
                if !keep {
                    model = before;
                }
                assert_eq!(read(&*engine, everything), expected(&model));
            }
        });
    }

    /// Keys in runs and apart, on keys that are there in runs and apart.
    #[test]
    fn changes_in_order_come_to_what_they_come_to_one_by_one(
        there in prop::collection::vec((0..3_000_u16, 1..200_u16), 0..6),
        changes in prop::collection::vec((0..3_000_u16, 1..300_u16, 1..4_u16, prop::bool::weighted(0.8)), 1..8),
    ) {
        let key = |number: u16| [&number.to_be_bytes()[..], b"a key of some length"].concat();
        let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
        let mut wanted: BTreeMap<Vec<u8>, Option<Vec<u8>>> = BTreeMap::new();
        for (from, many) in &there {
            model.extend((*from..from + many).map(|number| (key(number), b"as it was".to_vec())));
        }
        for (from, many, step, put) in &changes {
            let value = |number: u16| put.then(|| number.to_le_bytes().repeat(20));
            wanted.extend((0..*many).map(|n| from + n * step).map(|number| (key(number), value(number))));
        }
        each_engine(|name, engine| {
            write(&*engine, |tx| model.iter().try_for_each(|(key, value)| tx.put("unit", key, value)));
            write(&*engine, |tx| {
                let mut in_order =
                    wanted.iter().map(|(key, value)| Change { key, value: value.as_deref(), new: false });
                tx.change_in_order("unit", &mut in_order)
            });
            let mut expected = model.clone();
            for (key, value) in &wanted {
                match value {
                    Some(value) => expected.insert(key.clone(), value.clone()),
                    None => expected.remove(key),
                };
            }
            let found = read(&*engine, |store| rows(store, "unit", ALL, Direction::Forward));
            assert_eq!(found, expected.into_iter().collect::<Vec<Row>>(), "{name}");
        });
    }
}
