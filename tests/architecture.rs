//! The plan of the house, held against the `use` lines: each room names only the rooms it may use.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms, and which others each may name; see the plan in `src/lib.rs`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("messages", &["domain"]),
    ("store", &["domain", "messages"]),
    ("ops", &["domain", "messages", "store"]),
    ("stockroom", &["clock", "domain", "messages", "ops", "store"]),
    ("config", &["domain"]),
    ("scan", &["config", "domain"]),
    ("ui", &["config", "desk", "domain", "messages"]),
    ("printing", &["config", "domain", "label", "messages", "stockroom"]),
    ("desk", &["clock", "config", "domain", "label", "messages", "printing", "scan", "stockroom", "ui"]),
    (
        "exchange",
        &["clock", "config", "domain", "label", "messages", "paper", "printing", "scan", "stockroom", "store"],
    ),
    (
        "server",
        &[
            "client",
            "clock",
            "config",
            "desk",
            "domain",
            "exchange",
            "label",
            "messages",
            "printing",
            "stockroom",
            "store",
        ],
    ),
    ("client", &["clock", "config", "desk", "server"]),
    ("label", &["domain", "messages", "scan"]),
    ("paper", &["domain", "label", "messages"]),
    ("cli", &["client", "config", "exchange", "label", "printing", "scan", "server", "store", "ui"]),
];

/// Names that only some rooms may say, wherever they stand.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("redb::", &["store"]),
    ("crossterm::", &["client"]),
    ("std::os::unix::net", &["server", "client"]),
    ("std::fs", &["label", "printing", "store", "config", "server", "client", "exchange", "cli", "stockroom"]),
    ("std::env", &["config", "server", "client", "exchange", "cli"]),
    ("nanoid!", &["clock"]),
    ("anyhow::", &["desk", "printing", "server", "client", "exchange", "config", "cli", "main"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Returns the room a file of `src` belongs to: its first folder, or its own name.
fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the code of a file: without its comments, and without its tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn every_source() -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    assert!(found.len() > 50, "the sources are not where this test looks for them");
    found
}

#[test]
fn a_room_names_only_the_rooms_it_may_use() {
    let mut wrong = Vec::new();
    for file in every_source() {
        let room = room_of(&file);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some((_, may)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: {room} is not on the plan", file.display()));
            continue;
        };
        for named in code_of(&file).split("crate::").skip(1) {
            let named: String = named.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let known = MAY_USE.iter().any(|(name, _)| *name == named);
            if known && named != room && !may.contains(&named.as_str()) {
                wrong.push(format!("{}: {room} may not use {named}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_belongs_to_one_room_is_named_in_no_other() {
    let mut wrong = Vec::new();
    for file in every_source() {
        let room = room_of(&file);
        let code = code_of(&file);
        for (name, rooms) in ONLY_IN {
            if code.contains(name) && !rooms.contains(&room.as_str()) && room != "lib" {
                wrong.push(format!("{}: {name} belongs to {}", file.display(), rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
