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
    /// Layout of the machine it types into, while it types as on a US keyboard: `us`, `azerty` …
    pub layout: String,
    /// Characters closer than this, in milliseconds, were scanned rather than typed.
    pub max_gap_ms: u32,
    /// A longer pause, in milliseconds, parts what was typed from what is scanned.
    pub idle_ms: u32,
}

/// Layouts that are known, by the names they have in the configuration.
pub const LAYOUTS: [&str; 5] = ["us", "azerty", "qwertz", "uk", "it"];

/// Characters that may stand before or after the data.
const LONGEST: usize = 16;

impl KeptScanner {
    /// Says what no scanner can be set to; `None` when all of it can be.
    pub fn fault(&self) -> Option<String> {
        let long = [&self.prefix, &self.suffix].into_iter().find(|text| text.chars().count() > LONGEST);
        if let Some(text) = long {
            return Some(format!("{}: more than {LONGEST} characters before or after the data", shown(text)));
        }
        let known = LAYOUTS.contains(&self.layout.as_str());
        (!known).then(|| format!("{}: no such layout; known are {}", shown(&self.layout), LAYOUTS.join(", ")))
    }
}
