//! `config/dockhand.toml`: load, merge, check, explain. It holds only what belongs to a machine or a desk.
//!
//! The compiled-in file names every key there is, so it is also the list that a key of somebody's file is held
//! against: an unknown key, or a value of another kind, is refused with the file, the key and what is known.

pub mod scanner;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use toml::{Table, Value};

pub use scanner::ScannerConfig;

/// The configuration every other one is laid over; each key with a comment.
pub const BUILT_IN: &str = include_str!("../config/dockhand.toml");

/// Where the system's configuration lies.
const SYSTEM: &str = "/etc/dockhand/dockhand.toml";

/// The merged configuration of one process.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The store, and what a new one is made with.
    pub store: StoreConfig,
    /// The process that owns the store.
    pub server: ServerConfig,
    /// How desks look and sound.
    pub desk: DeskConfig,
    /// What the scanner sends.
    pub scanner: ScannerConfig,
    /// Labels and printers.
    pub labels: LabelConfig,
    /// Papers.
    pub papers: PaperConfig,
    /// What `dockhand status` asks for.
    pub status: StatusConfig,
    /// The server's log.
    pub log: LogConfig,
    /// File that each key came from, by `section.key`.
    #[serde(skip)]
    origins: BTreeMap<String, String>,
    /// The merged keys, to be shown.
    #[serde(skip)]
    merged: Table,
}

/// `[store]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    /// The store file; never empty after loading.
    pub path: PathBuf,
    /// Name of a new store.
    pub name: String,
    /// ISO 4217 code of a new store's currency.
    pub currency: String,
    /// IANA name of a new store's zone; never `local` after loading.
    pub zone: String,
    /// Name of a new store's first warehouse.
    pub warehouse: String,
    /// Name of a new store's first employee.
    pub employee: String,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Who may start it.
    pub start: Start,
    /// Minutes that a server started on demand stays after its last desk.
    pub linger_minutes: u64,
    /// Where its socket lies; empty: beside the store.
    pub socket: PathBuf,
    /// Account that desks log into; empty: none but the store's owner.
    pub desks: String,
    /// What that account may do beside sitting at a desk.
    #[serde(deserialize_with = "scanner::one_or_many")]
    pub desks_may: Vec<String>,
}

/// Who may start the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The first desk whose user owns the store.
    OnDemand,
    /// Nobody but `dockhand serve`.
    Never,
}

/// `[desk]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskConfig {
    /// Colours.
    pub theme: ThemeName,
    /// Whether frames are of ASCII letters.
    pub ascii: Ascii,
    /// First screen.
    pub opens_at: OpensAt,
    /// Bytes for the terminal when something was accepted.
    pub bell_good: String,
    /// Bytes for the terminal when something was refused.
    pub bell_bad: String,
    /// Bytes for the terminal when a carton or a line is full.
    pub bell_full: String,
    /// Nothing repaints unasked.
    pub quiet: bool,
    /// The clock on the first row.
    pub clock: bool,
    /// How whoever works there comes in.
    pub sign_in: SignIn,
    /// Minutes without a key or a scan after which a desk locks; 0 never does.
    pub lock_minutes: u32,
}

/// How whoever works at a desk comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignIn {
    /// By their badge.
    #[default]
    Badge,
    /// By the desk's key: a desk that is somebody's is theirs.
    Desk,
}

/// Name of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    /// Light letters on the terminal's dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
    /// High contrast.
    Contrast,
    /// No colour at all.
    Mono,
}

/// When frames are of ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ascii {
    /// When the terminal or its locale cannot show others.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where a desk opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpensAt {
    /// Home.
    #[default]
    Home,
    /// Receiving, with the newest draft.
    Receiving,
}

/// `[labels]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelConfig {
    /// Printers, as [`Printer::parse`](crate::label::printer::Printer::parse) reads them.
    #[serde(deserialize_with = "scanner::one_or_many")]
    pub printers: Vec<String>,
    /// Folder of templates laid over the built-in ones; empty: none.
    pub folder: PathBuf,
    /// Folder that desks write PDFs and pictures to; empty: beside the store.
    pub files: PathBuf,
    /// Template of a unit's label.
    pub unit: String,
    /// Template of a product's label.
    pub product: String,
    /// Template of a bin's label.
    pub bin: String,
    /// Each unit's label is printed as its serial is accepted.
    pub on_scan: bool,
}

/// `[papers]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperConfig {
    /// What stands on top of every paper, a line each; empty: the store's name.
    #[serde(deserialize_with = "scanner::one_or_many")]
    pub company: Vec<String>,
}

impl LabelConfig {
    /// Returns the files of the folder and when each was changed, in milliseconds: another answer means that the
    /// templates are to be read again. A folder that cannot be read has none.
    pub fn stamp(&self) -> Vec<(String, u64)> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let changed = |entry: &std::fs::DirEntry| {
            let since = entry.metadata().ok()?.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            u64::try_from(since.as_millis()).ok()
        };
        let mut all: Vec<_> =
            entries.map(|entry| (entry.path().display().to_string(), changed(&entry).unwrap_or(0))).collect();
        all.sort();
        all
    }

    /// Reads the templates of the folder, by name: file and text.
    pub fn templates(&self) -> Result<Vec<(String, String)>> {
        if self.folder.as_os_str().is_empty() {
            return Ok(Vec::new());
        }
        let unread = || format!("labels.folder: {} cannot be read", self.folder.display());
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&self.folder).with_context(unread)? {
            paths.push(entry.with_context(unread)?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        paths
            .into_iter()
            .map(|path| {
                let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()));
                // Within the folder a name says which file.
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                text.map(|text| (name, text))
            })
            .collect()
    }
}

/// `[status]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusConfig {
    /// MiB that the disk of the store is to have room for.
    pub disk_mib: u64,
    /// Days a backup lasts; 0: none is asked for.
    pub backup_days: u32,
    /// Days a proof lasts; 0: none is asked for.
    pub verify_days: u32,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// The file; empty: beside the store.
    pub file: PathBuf,
    /// The least that is written.
    pub level: Level,
}

/// Weight of a line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What went wrong.
    Error,
    /// What will.
    Warn,
    /// Who came and went.
    Info,
    /// All there is.
    Debug,
}

impl Config {
    /// Loads the configuration of this machine and user, with `given` (from `--config`) laid over it.
    ///
    /// Files that nobody named may be missing; `given` may not.
    pub fn load(given: Option<&Path>) -> Result<Config> {
        let mut files = Vec::new();
        for file in [Some(PathBuf::from(SYSTEM)), user_file()].into_iter().flatten() {
            match std::fs::read_to_string(&file) {
                Ok(text) => files.push((file.display().to_string(), text)),
                Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
                Err(why) => bail!("{}: cannot be read: {why}", file.display()),
            }
        }
        if let Some(file) = given {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{}, given with --config, cannot be read", file.display()))?;
            files.push((file.display().to_string(), text));
        }
        Config::merge(&files)
    }

    /// Lays files (name, text) over the built-in configuration, in order.
    pub fn merge(files: &[(String, String)]) -> Result<Config> {
        let mut merged: Table = BUILT_IN.parse().context("the built-in configuration")?;
        let mut origins = BTreeMap::new();
        for (file, text) in files {
            let table: Table = text.parse().map_err(|why| anyhow::anyhow!("{file}: {why}"))?;
            lay_over(&mut merged, table, file, &mut origins)?;
            // Checked after each file, so that a value out of its set is told with the file that has it.
            let _: Config = Value::Table(merged.clone()).try_into().map_err(|why| anyhow::anyhow!("{file}: {why}"))?;
        }
        let mut config: Config = Value::Table(merged.clone()).try_into().context("the built-in configuration")?;
        if config.store.path.as_os_str().is_empty() {
            config.store.path = default_store()?;
        }
        if config.store.zone == "local" {
            config.store.zone = local_zone();
        }
        if config.store.zone.parse::<chrono_tz::Tz>().is_err() {
            bail!("store.zone: {} is no IANA zone; one looks like Europe/Berlin", config.store.zone);
        }
        config.origins = origins;
        config.merged = merged;
        Ok(config)
    }

    /// Returns the configuration with another store file, as `--store` asks.
    #[must_use]
    pub fn with_store(mut self, path: &Path) -> Config {
        if self.store.path != path {
            // The configured socket is the other store's.
            self.server.socket = PathBuf::new();
        }
        path.clone_into(&mut self.store.path);
        let shown = Value::String(path.display().to_string());
        if let Some(Value::Table(section)) = self.merged.get_mut("store") {
            section.insert("path".into(), shown);
        }
        self.origins.insert("store.path".into(), "--store".into());
        self
    }

    /// Shows every key with its value and the file it came from.
    pub fn explain(&self) -> String {
        let mut text = String::new();
        for (section, keys) in &self.merged {
            let _ = writeln!(text, "[{section}]");
            for (key, value) in keys.as_table().into_iter().flatten() {
                let dotted = format!("{section}.{key}");
                let origin = self.origins.get(&dotted).map_or("built in", String::as_str);
                let line = format!("{key} = {value}");
                let _ = writeln!(text, "{line:<40} # {origin}");
            }
            text.push('\n');
        }
        let _ = writeln!(text, "# The store is {}, its zone {}.", self.store.path.display(), self.store.zone);
        text
    }
}

/// Lays the keys of a file over `base`, refusing what `base` does not know.
fn lay_over(base: &mut Table, over: Table, file: &str, origins: &mut BTreeMap<String, String>) -> Result<()> {
    for (section, keys) in over {
        let known = names(base);
        let Some(Value::Table(below)) = base.get_mut(&section) else {
            bail!("{file}: there is no section [{section}]; known are {known}");
        };
        let Value::Table(keys) = keys else {
            bail!("{file}: {section} is a section: write [{section}] and its keys below it");
        };
        for (key, value) in keys {
            let known = names(below);
            let Some(old) = below.get_mut(&key) else {
                bail!("{file}: [{section}] has no key {key}; known are {known}");
            };
            if !same_kind(old, &value) {
                bail!("{file}: {section}.{key} must be {}, not {value}", kind(old));
            }
            origins.insert(format!("{section}.{key}"), file.to_owned());
            *old = value;
        }
    }
    Ok(())
}

/// Tells whether a value may stand where the built-in one does. A list may be written as its only entry.
fn same_kind(built_in: &Value, value: &Value) -> bool {
    built_in.same_type(value) || (built_in.is_array() && value.is_str())
}

/// Names the kind of a value for a sentence.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text in quotes",
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list",
        _ => "something else",
    }
}

/// Lists the keys of a table for a sentence.
fn names(table: &Table) -> String {
    table.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Returns the user's own configuration file, whether or not it is there.
fn user_file() -> Option<PathBuf> {
    xdg("XDG_CONFIG_HOME", ".config").map(|folder| folder.join("dockhand/dockhand.toml"))
}

/// Returns the default place of the store.
fn default_store() -> Result<PathBuf> {
    xdg("XDG_DATA_HOME", ".local/share")
        .map(|folder| folder.join("dockhand/store.redb"))
        .context("there is no HOME to keep the store in: say where with --store PATH")
}

/// Returns a folder of the XDG base directory specification; one that is not absolute is ignored, as it asks.
fn xdg(variable: &str, below_home: &str) -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute(variable).or_else(|| absolute("HOME").map(|home| home.join(below_home)))
}

/// Returns the IANA name of this machine's zone; UTC when it does not tell.
fn local_zone() -> String {
    let known = |name: &str| name.parse::<chrono_tz::Tz>().is_ok();
    let from_link = || {
        let link = std::fs::read_link("/etc/localtime").ok()?;
        link.to_str()?.split_once("zoneinfo/").map(|(_, name)| name.to_owned())
    };
    let from_environment = std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    from_environment.filter(|name| known(name)).or_else(from_link).filter(|name| known(name)).unwrap_or("UTC".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(files: &[(&str, &str)]) -> Result<Config> {
        Config::merge(&files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect::<Vec<_>>())
    }

    #[test]
    fn the_built_in_file_stands_alone() {
        let config = merged(&[]).unwrap();
        assert_eq!(config.server.start, Start::OnDemand);
        assert_eq!(config.desk.bell_bad, "\u{7}");
        assert!(config.store.path.ends_with("dockhand/store.redb"));
    }

    #[test]
    fn every_key_of_the_built_in_file_has_a_comment() {
        let lines: Vec<_> = BUILT_IN.lines().collect();
        for pair in lines.windows(2) {
            assert!(!pair[1].contains(" = ") || pair[1].starts_with('#') || pair[0].starts_with('#'), "{}", pair[1]);
        }
    }

    #[test]
    fn later_files_win_and_each_key_says_where_it_came_from() {
        let config =
            merged(&[("a", "[desk]\ntheme = 'light'\nquiet = true"), ("b", "[desk]\ntheme = 'contrast'")]).unwrap();
        assert_eq!((config.desk.theme, config.desk.quiet), (ThemeName::Contrast, true));
        let shown = config.explain();
        for (key, file) in [("theme = \"contrast\"", "# b"), ("quiet = true", "# a"), ("clock = true", "# built in")] {
            assert!(shown.lines().any(|line| line.starts_with(key) && line.ends_with(file)), "{key}: {shown}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_file_key_and_what_is_known() {
        for (text, told) in [
            ("[dekc]", "f: there is no section [dekc]; known are desk, labels, log, papers,"),
            ("[desk]\nthem = 'dark'", "f: [desk] has no key them; known are ascii, bell_bad,"),
            ("[desk]\nquiet = 'yes'", "f: desk.quiet must be true or false, not \"yes\""),
            ("[desk]\ntheme = 'pink'", "f: unknown variant `pink`, expected one of `dark`, `light`"),
            ("desk = 3", "f: desk is a section: write [desk]"),
            ("[desk", "f: TOML parse error at line 1"),
            ("[store]\nzone = 'Mars/Olympus'", "store.zone: Mars/Olympus is no IANA zone"),
            ("[scanner]\nprefix = '~'", "f: scanner.prefix: ~ after a line end is SSH's escape character"),
            ("[scanner]\nsuffix = ['enter', 'x~']", "f: scanner.suffix: ~ after a line end is SSH's escape character"),
            ("[scanner]\nlayout = 'dvorak'", "f: unknown variant `dvorak`, expected one of `us`, `azerty`"),
            ("[scanner]\ngs = ['0x1e']", "f: scanner.gs: \"0x1e\" is no spelling of GS; known are 0x1d, U+F70B"),
            ("[scanner]\nmin_len = 0", "f: scanner.min_len must be from 1 to 64, not 0"),
            ("[scanner]\nidle_ms = 20", "f: scanner.idle_ms must be from 50 (max_gap_ms) to 10000, not 20"),
            ("[server]\nlinger_minutes = -1", "f: invalid value: integer `-1`"),
        ] {
            let sentence = merged(&[("f", text)]).unwrap_err().to_string();
            assert!(sentence.starts_with(told), "{text}: {sentence}");
        }
    }

    #[test]
    fn a_named_file_must_be_there() {
        let sentence = Config::load(Some(Path::new("/no/such.toml"))).unwrap_err().to_string();
        assert_eq!(sentence, "/no/such.toml, given with --config, cannot be read");
    }
}
