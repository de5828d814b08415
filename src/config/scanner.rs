//! `[scanner]`: what the scanner sends, read into values that cannot be wrong.
//!
//! Timing is only a hint; the prefix and the suffix frame a scan. See [`scan`](crate::scan) for how they are used.

use std::time::Duration;

use serde::Deserialize;

use crate::domain::scanner::{KeptScanner, Layout};

/// What the scanner of a desk sends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
pub struct ScannerConfig {
    /// Characters before the data; empty when there are none. Never `~`, Escape or a line end.
    pub prefix: String,
    /// What ends a scan; never empty.
    pub suffix: Vec<Suffix>,
    /// Spellings of GS.
    pub gs: Vec<Gs>,
    /// Characters closer than this were scanned rather than typed.
    pub max_gap: Duration,
    /// A longer pause parts what was typed from what is scanned; never below `max_gap`.
    pub idle: Duration,
    /// Characters a scan has at least.
    pub min_len: usize,
    /// Characters a scan has at most before it is doubtful.
    pub max_len: usize,
    /// An empty Enter or Tab so soon after a scan belongs to it.
    pub suffix_grace: Duration,
    /// The same serial again so soon is one scan read twice.
    pub double_read: Duration,
    /// The same barcode of a counted product again so soon is one scan read twice.
    pub double_count: Duration,
    /// What becomes of AIM identifiers.
    pub aim: Aim,
    /// Whether letters come with the wrong case.
    pub case: Case,
    /// Layout through which the scanner's keys are read.
    pub layout: Layout,
}

/// End of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suffix {
    /// CR, with or without LF.
    Enter,
    /// HT.
    Tab,
    /// LF alone.
    Lf,
    /// CR and LF.
    CrLf,
    /// ETX, 0x03.
    Etx,
    /// EOT, 0x04.
    Eot,
    /// A pause of `idle`.
    Pause,
    /// A text of its own.
    Text(String),
}

/// Spelling of GS, the separator of GS1 element strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gs {
    /// The byte 0x1D; also as kitty and xterm spell Ctrl+].
    Byte,
    /// U+F70B, as macOS types it.
    PrivateUse,
    /// The F8 key.
    F8,
    /// `#`
    Hash,
    /// `<GS>`
    Angle,
    /// `{GS}`
    Brace,
    /// `^]`
    Caret,
    /// Alt held while 029 is typed.
    Alt029,
}

/// Every spelling with the name it has in the configuration.
const SPELLINGS: [(&str, Gs); 8] = [
    ("0x1d", Gs::Byte),
    ("U+F70B", Gs::PrivateUse),
    ("f8", Gs::F8),
    ("#", Gs::Hash),
    ("<GS>", Gs::Angle),
    ("{GS}", Gs::Brace),
    ("^]", Gs::Caret),
    ("alt+029", Gs::Alt029),
];

/// What becomes of AIM identifiers (`]C1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aim {
    /// Taken off where there is one.
    #[default]
    Auto,
    /// Taken off; a scan without one is doubtful.
    Required,
    /// Left as data.
    Off,
}

/// Whether letters come with the wrong case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// As they come.
    #[default]
    Keep,
    /// Capitals and small letters change places.
    Swap,
}

/// The section as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    prefix: String,
    suffix: OneOrMany,
    gs: OneOrMany,
    max_gap_ms: u64,
    idle_ms: u64,
    min_len: usize,
    max_len: usize,
    suffix_grace_ms: u64,
    double_read_ms: u64,
    double_count_ms: u64,
    aim: Aim,
    case: Case,
    layout: Layout,
}

/// A list, or its only entry.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Reads a list that may be written as its only entry.
pub(super) fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    OneOrMany::deserialize(from).map(OneOrMany::into_list)
}

impl OneOrMany {
    fn into_list(self) -> Vec<String> {
        match self {
            OneOrMany::One(only) => vec![only],
            OneOrMany::Many(list) => list,
        }
    }
}

impl TryFrom<Keys> for ScannerConfig {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Self, String> {
        let suffix: Vec<_> = keys.suffix.into_list().iter().map(|name| suffix(name)).collect::<Result<_, _>>()?;
        if suffix.is_empty() {
            return Err("scanner.suffix has no entry: \"none\" is written for a scanner that sends no suffix".into());
        }
        within("max_gap_ms", keys.max_gap_ms, (1, ""), 5_000)?;
        within("idle_ms", keys.idle_ms, (keys.max_gap_ms, " (max_gap_ms)"), 10_000)?;
        within("min_len", keys.min_len as u64, (1, ""), 64)?;
        within("max_len", keys.max_len as u64, (keys.min_len as u64, " (min_len)"), 65_536)?;
        for (key, value) in [
            ("suffix_grace_ms", keys.suffix_grace_ms),
            ("double_read_ms", keys.double_read_ms),
            ("double_count_ms", keys.double_count_ms),
        ] {
            within(key, value, (0, ""), 10_000)?;
        }
        Ok(ScannerConfig {
            prefix: literal("prefix", &keys.prefix)?,
            suffix,
            gs: keys.gs.into_list().iter().map(|name| gs(name)).collect::<Result<_, _>>()?,
            max_gap: Duration::from_millis(keys.max_gap_ms),
            idle: Duration::from_millis(keys.idle_ms),
            min_len: keys.min_len,
            max_len: keys.max_len,
            suffix_grace: Duration::from_millis(keys.suffix_grace_ms),
            double_read: Duration::from_millis(keys.double_read_ms),
            double_count: Duration::from_millis(keys.double_count_ms),
            aim: keys.aim,
            case: keys.case,
            layout: keys.layout,
        })
    }
}

impl ScannerConfig {
    /// Returns the same section with what a desk found of its own scanner over it; what cannot be is left out.
    #[must_use]
    pub fn over(mut self, kept: &KeptScanner) -> ScannerConfig {
        self.prefix = literal("prefix", &kept.prefix).unwrap_or(self.prefix);
        if let Ok(found) = suffix(&kept.suffix) {
            self.suffix = vec![found];
        }
        self.gs = kept.gs.iter().filter_map(|name| gs(name).ok()).collect();
        // The byte itself is never data.
        if !self.gs.contains(&Gs::Byte) {
            self.gs.push(Gs::Byte);
        }
        self.case = if kept.swapped { Case::Swap } else { Case::Keep };
        self.layout = kept.layout;
        self.max_gap = Duration::from_millis(u64::from(kept.max_gap_ms).clamp(1, 5_000));
        self.idle = Duration::from_millis(u64::from(kept.idle_ms).clamp(1, 10_000)).max(self.max_gap);
        self
    }
}

/// The section as it is built in.
impl Default for ScannerConfig {
    fn default() -> Self {
        ScannerConfig {
            prefix: String::new(),
            suffix: vec![Suffix::Enter, Suffix::Tab],
            gs: vec![Gs::Byte, Gs::PrivateUse],
            max_gap: Duration::from_millis(50),
            idle: Duration::from_millis(150),
            min_len: 4,
            max_len: 4096,
            suffix_grace: Duration::from_millis(60),
            double_read: Duration::from_millis(800),
            double_count: Duration::from_millis(150),
            aim: Aim::Auto,
            case: Case::Keep,
            layout: Layout::Us,
        }
    }
}

fn within(key: &str, value: u64, (least, why): (u64, &str), most: u64) -> Result<(), String> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(format!("scanner.{key} must be from {least}{why} to {most}, not {value}"))
}

fn suffix(name: &str) -> Result<Suffix, String> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "enter" | "cr" => Suffix::Enter,
        "tab" => Suffix::Tab,
        "lf" => Suffix::Lf,
        "crlf" => Suffix::CrLf,
        "etx" | "<etx>" | "\u{3}" => Suffix::Etx,
        "eot" | "<eot>" | "\u{4}" => Suffix::Eot,
        "none" => Suffix::Pause,
        "" => return Err("scanner.suffix has an empty entry: write \"none\" for no suffix".into()),
        _ => Suffix::Text(literal("suffix", name)?),
    })
}

fn gs(name: &str) -> Result<Gs, String> {
    SPELLINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, gs)| *gs).ok_or_else(|| {
        let known: Vec<_> = SPELLINGS.iter().map(|(known, _)| *known).collect();
        format!("scanner.gs: {name:?} is no spelling of GS; known are {}", known.join(", "))
    })
}

/// Names of control characters that may be written in angle brackets.
const CONTROLS: [(&str, char); 6] = [
    ("<SOH>", '\u{1}'),
    ("<STX>", '\u{2}'),
    ("<ETX>", '\u{3}'),
    ("<EOT>", '\u{4}'),
    ("<FS>", '\u{1c}'),
    ("<RS>", '\u{1e}'),
];

/// Reads a text that frames a scan, with control characters by name.
fn literal(key: &str, text: &str) -> Result<String, String> {
    let text = CONTROLS.iter().fold(text.to_owned(), |text, (name, control)| {
        text.replace(name, control.encode_utf8(&mut [0; 4]))
            .replace(&name.to_lowercase(), control.encode_utf8(&mut [0; 4]))
    });
    if text.contains('~') {
        return Err(format!("scanner.{key}: ~ after a line end is SSH's escape character; choose another"));
    }
    if text.contains(['\u{1b}', '\r', '\n', '\t', '\u{8}', '\u{7f}', '\u{1d}']) {
        return Err(format!("scanner.{key}: {text:?} has a character that is a key of its own; choose another"));
    }
    if text.chars().count() > 16 {
        return Err(format!("scanner.{key}: {text:?} is longer than 16 characters"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn scanner(section: &str) -> ScannerConfig {
        Config::merge(&[("f".into(), format!("[scanner]\n{section}"))]).unwrap().scanner
    }

    #[test]
    fn the_built_in_section_and_the_default_are_one() {
        assert_eq!(scanner(""), ScannerConfig::default());
    }

    #[test]
    fn control_characters_are_written_by_name() {
        assert_eq!(scanner("prefix = '<STX>'").prefix, "\u{2}");
        assert_eq!(scanner(r#"prefix = "\u0002""#).prefix, "\u{2}");
        assert_eq!(scanner("suffix = '<ETX>'").suffix, [Suffix::Etx]);
    }

    #[test]
    fn several_suffixes_and_spellings_hold_at_once() {
        let config = scanner("suffix = ['tab', 'none', '$$']\ngs = ['f8', '<gs>', '^]']");
        assert_eq!(config.suffix, [Suffix::Tab, Suffix::Pause, Suffix::Text("$$".into())]);
        assert_eq!(config.gs, [Gs::F8, Gs::Angle, Gs::Caret]);
    }
}
