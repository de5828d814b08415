//! `dockhand status`: how the server and its store are, for people and for programs that watch them.
//!
//! What is found is judged here once: the worst of what is said decides the [state](State), which is the exit code.

mod words;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use super::care::Care;
use super::hello::PROTOCOL;
use super::place::Place;
use crate::clock;
use crate::config::StatusConfig;
use crate::domain::time::Moment;
use crate::label::spool::Spool;
use crate::messages::{Answer, Query};
use crate::stockroom::{Pace, Stockroom};
use crate::store::migrate::SCHEMA;

/// A commit of this length means a disk that is in trouble.
const SLOW: Duration = Duration::from_secs(1);

/// How it is, the worst last; the order is that of the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All is well.
    Well,
    /// Somebody is to look after something.
    Attention,
    /// Something is broken, or will be at once.
    Bad,
    /// No server runs.
    NotRunning,
}

impl State {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// Everything that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// How it is.
    pub state: State,
    /// Why it is no better, a sentence each.
    pub why: Vec<String>,
    /// Version of the program that runs.
    pub build: &'static str,
    /// What it speaks with clients.
    pub protocol: u16,
    /// The store's schema.
    pub schema: u32,
    /// The store's file.
    pub store: String,
    /// Bytes of the store's file.
    pub store_bytes: u64,
    /// Bytes that the disk of the store has room for.
    pub disk_free_bytes: u64,
    /// What the server alone knows.
    #[serde(flatten)]
    pub server: Option<Running>,
    /// The last copy.
    pub backup: Option<BackupTold>,
    /// The last proof.
    pub verify: Option<VerifyTold>,
}

/// What a server knows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Name of the store.
    pub name: Option<String>,
    /// Seconds since it started.
    pub uptime_s: u64,
    /// Desks that are open.
    pub desks: usize,
    /// Those of them that somebody is at.
    pub desks_at_terminals: usize,
    /// Connections, of desks and commands.
    pub connections: usize,
    /// How long commits take.
    pub commits: Commits,
    /// Labels on their way to printers.
    pub spool: Spooled,
}

/// How long commits take, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commits {
    /// The last so many were looked at.
    pub counted: usize,
    /// Half of them were quicker.
    pub p50_us: u128,
    /// 99 of a hundred were quicker.
    pub p99_us: u128,
    /// The slowest.
    pub longest_us: u128,
}

/// Labels on their way to printers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Spooled {
    /// Jobs that are not done.
    pub jobs: usize,
    /// Labels of them that no printer has yet.
    pub labels: usize,
    /// Why jobs do not get on, each reason once.
    pub trouble: Vec<String>,
}

/// The last copy, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupTold {
    /// When, in UTC.
    pub at: String,
    /// Where to.
    pub to: String,
}

/// The last proof, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyTold {
    /// When, in UTC.
    pub at: String,
    /// Records that broke a rule.
    pub broken: u64,
}

impl Running {
    /// Looks at what a server has at hand. `desks` are those that are open, and those of them that somebody is at.
    pub fn look(
        stockroom: &Stockroom,
        spool: &Spool,
        up: Duration,
        desks: (usize, usize),
        connections: usize,
    ) -> Running {
        let Pace { commits, p50, p99, longest } = stockroom.pace();
        let name = match stockroom.ask(&Query::Store) {
            Ok(Answer::Store(Some(store))) => Some(store.settings.store),
            _ => None,
        };
        let jobs = spool.jobs();
        let mut trouble: Vec<String> =
            jobs.iter().filter_map(|job| Some(format!("{}: {}", job.printer, job.trouble.as_ref()?))).collect();
        trouble.sort();
        trouble.dedup();
        let labels = jobs.iter().map(|job| job.labels.saturating_sub(job.sent)).sum();
        Running {
            name,
            uptime_s: up.as_secs(),
            desks: desks.0,
            desks_at_terminals: desks.1,
            connections,
            commits: Commits {
                counted: commits,
                p50_us: p50.as_micros(),
                p99_us: p99.as_micros(),
                longest_us: longest.as_micros(),
            },
            spool: Spooled { jobs: jobs.len(), labels, trouble },
        }
    }
}

impl Status {
    /// Judges what a server knows, or that there is none, and what lies beside the store.
    pub fn of(place: &Place, config: &StatusConfig, server: Option<Running>) -> Status {
        let care = Care::of(&place.care());
        let free = free_bytes(&place.store);
        let why = reasons(config, server.as_ref(), &care, free, clock::now());
        let state = why.iter().map(|(state, _)| *state).max().unwrap_or(State::Well);
        Status {
            state,
            why: why.into_iter().map(|(_, why)| why).collect(),
            build: env!("CARGO_PKG_VERSION"),
            protocol: PROTOCOL,
            schema: SCHEMA,
            store: place.store.display().to_string(),
            store_bytes: std::fs::metadata(&place.store).map_or(0, |found| found.len()),
            disk_free_bytes: free.unwrap_or(0),
            server,
            backup: care.backup.map(|done| BackupTold { at: told(done.at), to: done.to.display().to_string() }),
            verify: care.verify.map(|done| VerifyTold { at: told(done.at), broken: done.broken }),
        }
    }

    /// Writes it, in words or as one object of JSON.
    pub fn written(&self, json: bool) -> Result<String> {
        Ok(if json { serde_json::to_string(self)? + "\n" } else { words::of(self) })
    }
}

/// Returns all that is to be said against the server and its store, with how bad it is.
fn reasons(
    config: &StatusConfig,
    server: Option<&Running>,
    care: &Care,
    free: Option<u64>,
    now: Moment,
) -> Vec<(State, String)> {
    let mut why = Vec::new();
    match server {
        None => {
            why.push((State::NotRunning, "no server runs: dockhand serve, or the first desk, starts one".to_owned()));
        }
        Some(server) => {
            if server.commits.p99_us >= SLOW.as_micros() {
                let slowest = server.commits.longest_us / 1000;
                why.push((State::Attention, format!("the disk is slow: a commit took {slowest} ms")));
            }
            why.extend(server.spool.trouble.iter().map(|trouble| (State::Attention, trouble.clone())));
        }
    }
    let room = config.disk_mib.saturating_mul(1 << 20);
    match free {
        Some(free) if free < room => {
            let state = if free < room / 8 { State::Bad } else { State::Attention };
            why.push((
                state,
                format!(
                    "the disk of the store has room for {} more, less than {} MiB",
                    words::size(free),
                    config.disk_mib
                ),
            ));
        }
        Some(_) => {}
        None => why.push((State::Attention, "the room on the disk of the store cannot be told".to_owned())),
    }
    why.extend(neglected(config, care, now));
    why
}

/// Returns what was not done for too long, and what the last proof found.
fn neglected(config: &StatusConfig, care: &Care, now: Moment) -> Vec<(State, String)> {
    let mut why = Vec::new();
    let days = |at: Moment| at.minutes_until(now) / (24 * 60);
    let aged = |at: Option<Moment>, most: u32, what: &str, how: &str| match at {
        _ if most == 0 => None,
        None => Some((State::Attention, format!("there was no {what} yet: {how}"))),
        Some(at) if days(at) >= i64::from(most) => {
            Some((State::Attention, format!("the last {what} was {} days ago: {how}", days(at))))
        }
        Some(_) => None,
    };
    let backup = care.backup.as_ref().map(|done| done.at);
    why.extend(aged(backup, config.backup_days, "backup", "dockhand backup PATH"));
    match &care.verify {
        Some(done) if done.broken > 0 => {
            why.push((
                State::Bad,
                format!("the last proof found {} broken: dockhand verify names them", words::things(done.broken)),
            ));
        }
        verify => why.extend(aged(verify.as_ref().map(|done| done.at), config.verify_days, "proof", "dockhand verify")),
    }
    why
}

/// Returns how many bytes the disk of a file has room for, for this user.
fn free_bytes(file: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(file.parent()?).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn told(at: Moment) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::care::{Backup, Verified};

    const DAY: i64 = 24 * 60 * 60 * 1000;
    const NOW: Moment = Moment(1000 * DAY);
    const CONFIG: StatusConfig = StatusConfig { disk_mib: 1024, backup_days: 7, verify_days: 30 };

    fn well() -> (Running, Care) {
        let commits = Commits { counted: 10, p50_us: 900, p99_us: 4_100, longest_us: 4_100 };
        let running = Running {
            name: Some("Stockroom".into()),
            uptime_s: 1,
            desks: 2,
            desks_at_terminals: 1,
            connections: 2,
            commits,
            spool: Spooled::default(),
        };
        let at = Moment(NOW.0 - DAY);
        let care = Care {
            backup: Some(Backup { at, to: "/mnt/monday.redb".into() }),
            verify: Some(Verified { at, broken: 0 }),
        };
        (running, care)
    }

    #[test]
    fn each_thing_that_is_wrong_is_said_and_the_worst_is_the_state() {
        type Change = fn(&mut Running, &mut Care, &mut u64);
        let table: [(Change, State, &str); 9] = [
            (|_, _, _| (), State::Well, ""),
            (
                |_, _, free| *free = 1 << 29,
                State::Attention,
                "the disk of the store has room for 512.0 MiB more, less than 1024 MiB",
            ),
            (
                |_, _, free| *free = 1 << 20,
                State::Bad,
                "the disk of the store has room for 1.0 MiB more, less than 1024 MiB",
            ),
            (|_, care, _| care.backup = None, State::Attention, "there was no backup yet: dockhand backup PATH"),
            (
                |_, care, _| care.backup = Some(Backup { at: Moment(NOW.0 - 7 * DAY), to: "/x".into() }),
                State::Attention,
                "the last backup was 7 days ago: dockhand backup PATH",
            ),
            (
                |_, care, _| care.verify = Some(Verified { at: NOW, broken: 2 }),
                State::Bad,
                "the last proof found 2 things broken: dockhand verify names them",
            ),
            (|_, care, _| care.verify = None, State::Attention, "there was no proof yet: dockhand verify"),
            (
                |running, _, _| running.spool.trouble.push("zebra: no route to host".into()),
                State::Attention,
                "zebra: no route to host",
            ),
            (
                |running, _, _| {
                    running.commits.p99_us = 1_200_000;
                    running.commits.longest_us = 1_300_000;
                },
                State::Attention,
                "the disk is slow: a commit took 1300 ms",
            ),
        ];
        for (change, state, sentence) in table {
            let (mut running, mut care) = well();
            let mut free = 1 << 40;
            change(&mut running, &mut care, &mut free);
            let why = reasons(&CONFIG, Some(&running), &care, Some(free), NOW);
            let said: Vec<_> = why.iter().map(|(_, why)| why.as_str()).collect();
            assert_eq!(said.join("; "), sentence);
            assert_eq!(why.iter().map(|(state, _)| *state).max().unwrap_or(State::Well), state, "{sentence}");
        }
    }

    #[test]
    fn what_the_configuration_does_not_ask_for_is_not_missed() {
        let (running, _) = well();
        let config = StatusConfig { disk_mib: 0, backup_days: 0, verify_days: 0 };
        assert_eq!(reasons(&config, Some(&running), &Care::default(), Some(0), NOW), []);
    }

    #[test]
    fn no_server_is_a_state_of_its_own_beyond_all_others() {
        let why = reasons(&CONFIG, None, &Care::default(), Some(0), NOW);
        assert_eq!(why.iter().map(|(state, _)| *state).max(), Some(State::NotRunning));
        assert_eq!([State::Well, State::Attention, State::Bad, State::NotRunning].map(State::code), [0, 1, 2, 3]);
    }
}
