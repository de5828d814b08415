//! What a desk's scanner was found to send, as the desk keeps it.

use serde::{Deserialize, Serialize};

use super::text::shown;

/// What one known label told of a scanner: it goes over the machine's configuration, in that one's words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptScanner {
    /// Characters before the data; empty when there are none.
    pub prefix: String,
    /// What ends a scan: `enter`, `tab`, `crlf`, `lf`, `etx`, `eot`, `none`, or a text of its own.
    pub suffix: String,
    /// How it sends FNC1 between GS1 elements: `0x1d`, `f8`, `#` …; `None` when it drops it.
    pub gs: Option<String>,
    /// Capitals and small letters have changed places.
    pub swapped: bool,
    /// Layout of the machine it types into, while it types as on a US keyboard.
    pub layout: Layout,
    /// Characters closer than this, in milliseconds, were scanned rather than typed.
    pub max_gap_ms: u32,
    /// A longer pause, in milliseconds, parts what was typed from what is scanned.
    pub idle_ms: u32,
}

/// Keyboard layout of the machine the scanner types into, while the scanner types as on a US keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// US: characters are what they are.
    #[default]
    Us,
    /// French.
    Azerty,
    /// German.
    Qwertz,
    /// British.
    Uk,
    /// Italian.
    It,
}

impl Layout {
    /// All that are known, US first: where two read a text alike, the earlier one is meant.
    pub const ALL: [Layout; 5] = [Layout::Us, Layout::Azerty, Layout::Qwertz, Layout::Uk, Layout::It];

    /// Returns what people call it.
    pub const fn called(self) -> &'static str {
        match self {
            Layout::Us => "US",
            Layout::Azerty => "French (AZERTY)",
            Layout::Qwertz => "German (QWERTZ)",
            Layout::Uk => "British",
            Layout::It => "Italian",
        }
    }
}

/// Characters that may stand before or after the data.
const LONGEST: usize = 16;

impl KeptScanner {
    /// Says what no scanner can be set to; `None` when all of it can be.
    pub fn fault(&self) -> Option<String> {
        let long = [&self.prefix, &self.suffix].into_iter().find(|text| text.chars().count() > LONGEST)?;
        Some(format!("{}: more than {LONGEST} characters before or after the data", shown(long)))
    }
}
