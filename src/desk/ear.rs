//! What comes byte for byte, for the screen that shows it; and how the scanner is set, once the known label was scanned.

use std::time::Duration;

use crate::config::ScannerConfig;
use crate::domain::scanner::KeptScanner;
use crate::scan::{calibrate, explain, normalise};
use crate::ui::screen::HeardByte;

/// Nothing came for so long: a scan is over, and what comes next begins another.
const OVER: Duration = Duration::from_millis(400);

/// What every badge begins with.
const BADGE: &[u8] = b"DH:B:";

/// Bytes that are kept of one scan.
const MOST: usize = 4_096;

/// Returns how a desk reads its scanner: by the machine's configuration, and what the desk found over it.
pub fn set(config: &ScannerConfig, found: Option<&KeptScanner>) -> ScannerConfig {
    found.map_or_else(|| config.clone(), |found| config.clone().over(found))
}

/// The bytes of the scan that is coming, with their times.
#[derive(Debug, Default)]
pub struct Ear {
    bytes: Vec<(u8, Duration)>,
    last: Option<Duration>,
}

/// What is said of a scan that is over: its explanation, and how the scanner is set.
pub type Told = (Vec<String>, Result<(KeptScanner, Vec<String>), String>);

impl Ear {
    /// Takes bytes that came at a time; returns them by name.
    pub fn hear(&mut self, at: Duration, bytes: &[u8]) -> Vec<HeardByte> {
        let gap = self.last.map_or(Duration::ZERO, |last| at.saturating_sub(last));
        let begins = self.bytes.is_empty() || gap > OVER;
        if begins {
            self.bytes.clear();
        }
        let room = MOST.saturating_sub(self.bytes.len());
        self.bytes.extend(bytes.iter().take(room).map(|byte| (*byte, at)));
        self.last = Some(at);
        let mut named: Vec<HeardByte> =
            names(bytes).into_iter().map(|name| HeardByte { name, gap_ms: 0, begins: false }).collect();
        self.veil(bytes.len(), &mut named);
        if let Some(first) = named.first_mut() {
            first.begins = begins;
            first.gap_ms = if begins { 0 } else { u32::try_from(gap.as_millis()).unwrap_or(u32::MAX) };
        }
        named
    }

    /// Hides what of a badge came last: all of it but its mark.
    fn veil(&self, came: usize, named: &mut [HeardByte]) {
        let heard: Vec<u8> = self.bytes.iter().map(|(byte, _)| byte.to_ascii_uppercase()).collect();
        let Some(mark) = heard.windows(BADGE.len()).position(|part| part == BADGE) else { return };
        let (secret, first) = (mark + BADGE.len(), heard.len().saturating_sub(came));
        for (at, byte) in (first..).zip(named) {
            if at >= secret && byte.name.chars().count() == 1 {
                "*".clone_into(&mut byte.name);
            }
        }
    }

    /// Returns when the scan that is coming will be over; `None` while none comes.
    pub fn due(&self) -> Option<Duration> {
        self.last.filter(|_| !self.bytes.is_empty()).map(|last| last + OVER)
    }

    /// Says what a scan is and how the scanner is set, once it is over.
    pub fn over(&mut self, now: Duration, config: &ScannerConfig, found: Option<&KeptScanner>) -> Option<Told> {
        self.due().filter(|due| *due <= now)?;
        let bytes = std::mem::take(&mut self.bytes);
        let calibrated = calibrate::find(&bytes).map(|found| (found.kept, found.sentences));
        if calibrated.is_ok() {
            return Some((vec!["This is the known label.".to_owned()], calibrated));
        }
        let raw: Vec<u8> = bytes.iter().map(|(byte, _)| *byte).collect();
        let text = String::from_utf8_lossy(&raw);
        let config = set(config, found);
        let text = text.trim_end_matches(['\r', '\n', '\t', '\u{3}', '\u{4}']);
        let text = text.strip_prefix(config.prefix.as_str()).unwrap_or(text);
        let explained = match explain::explain(&normalise::meant(text, &config)) {
            Ok(explained) => {
                let carrier =
                    explained.symbology.as_deref().map(|aim| format!(", by its carrier {aim}")).unwrap_or_default();
                let mut said = vec![format!("Taken for {}{carrier}.", explained.sentence())];
                said.extend(explained.warnings);
                said
            }
            Err(fault) => vec![format!("GS1, and not right: {fault}.")],
        };
        Some((explained, calibrated))
    }
}

/// Returns what came, a name for each character and each control.
fn names(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|letter| {
            let name = match letter {
                '\u{1}' => "SOH",
                '\u{2}' => "STX",
                '\u{3}' => "ETX",
                '\u{4}' => "EOT",
                '\u{8}' => "BS",
                '\t' => "Tab",
                '\n' => "LF",
                '\r' => "Enter",
                '\u{1b}' => "Esc",
                '\u{1d}' => "GS",
                '\u{1e}' => "RS",
                ' ' => "Space",
                '\u{7f}' => "Del",
                letter if letter.is_control() => return format!("0x{:02X}", u32::from(letter)),
                letter => return letter.to_string(),
            };
            name.to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_told_of_once_it_is_over_and_the_next_begins_anew() {
        let mut ear = Ear::default();
        let millis = Duration::from_millis;
        let heard = ear.hear(millis(1_000), b"A\x1d\r");
        assert_eq!(heard.iter().map(|byte| byte.name.as_str()).collect::<Vec<_>>(), ["A", "GS", "Enter"]);
        assert!(heard[0].begins && !heard[1].begins);
        assert!(!ear.hear(millis(1_100), b"B")[0].begins);
        assert_eq!(ear.over(millis(1_200), &ScannerConfig::default(), None), None);
        assert!(ear.over(millis(1_600), &ScannerConfig::default(), None).is_some());
        assert_eq!(ear.due(), None);
        assert!(ear.hear(millis(2_000), b"C")[0].begins);
    }

    #[test]
    fn nothing_of_a_badge_is_shown_but_its_mark() {
        let mut ear = Ear::default();
        let heard = ear.hear(Duration::ZERO, b"dh:b:7K");
        let more = ear.hear(Duration::from_millis(10), b"Q2\r");
        let said: String = heard.iter().chain(&more).map(|byte| byte.name.as_str()).collect();
        assert_eq!(said, "dh:b:****Enter");
    }

    #[test]
    fn the_known_label_tells_how_the_scanner_is_set() {
        let mut ear = Ear::default();
        ear.hear(Duration::ZERO, format!("{}\t", calibrate::label()).as_bytes());
        let (_, found) = ear.over(Duration::from_secs(1), &ScannerConfig::default(), None).unwrap();
        assert_eq!(found.unwrap().0.suffix, "tab");
    }
}
