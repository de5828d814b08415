//! One known label tells how a scanner is set: what it sends before and after, how it sends FNC1, whether Caps Lock turns its
//! letters, through which keyboard layout its keys come, and how fast.

use std::time::Duration;

use super::normalise::{PRIVATE_GS, mapped, swapped};
use crate::domain::scanner::{KeptScanner, Layout};
use crate::domain::text::shown;

/// What the label says before its FNC1. Its letters, digits and signs differ in every layout that is known.
pub const HEAD: &str = "AbC-019]=/\"";
/// A shorter label, on which British and US keyboards are alike.
const SHORT: &str = "AbC-019]=/";
/// What the label says after its FNC1.
pub const TAIL: &str = "end";

/// Stands for the F8 key within the text.
const F8: &str = "\u{e008}";
/// Stands for Alt held while 029 is typed.
const ALT: &str = "\u{e029}";

/// How FNC1 may come: its name in the configuration, what is typed for it, and whether a layout turns that.
const FORMS: [(&str, &str, bool); 8] = [
    ("0x1d", "\u{1d}", false),
    ("U+F70B", "\u{f70b}", false),
    ("f8", F8, false),
    ("alt+029", ALT, false),
    ("#", "#", true),
    ("<GS>", "<GS>", true),
    ("{GS}", "{GS}", true),
    ("^]", "^]", true),
];

/// What terminals send for keys, and what stands for them here.
const KEYS: [(&str, &str); 4] =
    [("\u{1b}[19~", F8), ("\u{1b}0\u{1b}2\u{1b}9", ALT), ("\u{1b}[93;5u", "\u{1d}"), ("\u{1b}[27;5;93~", "\u{1d}")];

/// What a known label told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What the desk keeps of it.
    pub kept: KeptScanner,
    /// What was found, a sentence each.
    pub sentences: Vec<String>,
}

/// Finds how a scanner is set from the bytes of one scan of the known label, with the times they came at.
///
/// Says what came instead when it is another label, or a layout that is not known.
pub fn find(bytes: &[(u8, Duration)]) -> Result<Found, String> {
    let raw: Vec<u8> = bytes.iter().map(|(byte, _)| *byte).collect();
    let text =
        KEYS.iter().fold(String::from_utf8_lossy(&raw).into_owned(), |text, (key, stand)| text.replace(key, stand));
    for head in [HEAD, SHORT] {
        for swap in [false, true] {
            for layout in Layout::ALL {
                for form in FORMS.iter().map(Some).chain([None]) {
                    let label = typed(head, form, swap, layout);
                    if let Some(at) = text.find(&label) {
                        let (prefix, suffix) = (&text[..at], &text[at + label.len()..]);
                        return found(prefix, suffix, form.map(|(name, ..)| *name), swap, layout, bytes);
                    }
                }
            }
        }
    }
    Err(format!(
        "{} is not the label that is known: print it with dockhand scanner-label, and scan it once",
        shown(text.trim())
    ))
}

/// Returns what a scanner types for the label.
fn typed(head: &str, form: Option<&(&str, &str, bool)>, swap: bool, layout: Layout) -> String {
    let case = |text: &str| if swap { swapped(text) } else { text.to_owned() };
    let keys = |text: &str| mapped(&case(text), layout);
    let gs = match form {
        Some((_, text, true)) => keys(text),
        Some((_, text, false)) => (*text).to_owned(),
        None => String::new(),
    };
    keys(head) + &gs + &keys(TAIL)
}

fn found(
    prefix: &str,
    suffix: &str,
    gs: Option<&str>,
    swap: bool,
    layout: Layout,
    bytes: &[(u8, Duration)],
) -> Result<Found, String> {
    if prefix.contains('~') || suffix.contains('~') {
        return Err("~ before or after the data: after a line end it is SSH's escape character; set another".to_owned());
    }
    let suffix = suffix_name(suffix);
    let gaps: Vec<Duration> = bytes.windows(2).map(|pair| pair[1].1.saturating_sub(pair[0].1)).collect();
    let longest = gaps.iter().max().copied().unwrap_or_default().as_millis();
    let longest = u32::try_from(longest).unwrap_or(u32::MAX);
    let max_gap_ms = (longest * 2).clamp(50, 2_000);
    let kept = KeptScanner {
        prefix: prefix.to_owned(),
        suffix,
        gs: gs.map(str::to_owned),
        swapped: swap,
        layout,
        max_gap_ms,
        idle_ms: (max_gap_ms * 3).clamp(150, 6_000),
    };
    let mut sentences = vec![match kept.suffix.as_str() {
        "none" => "Nothing ends a scan: a pause will. Set the scanner to send Enter, that is surer.".to_owned(),
        name => format!("A scan ends with {}.", shown(name)),
    }];
    if !prefix.is_empty() {
        sentences.push(format!("{} comes before the data.", shown(prefix)));
    }
    sentences.push(match gs {
        Some(name) => format!("FNC1 comes as {}.", name.replace(PRIVATE_GS, "U+F70B")),
        None => "FNC1 is dropped: set the scanner to send GS (0x1D) for it, or GS1 labels cannot be read.".to_owned(),
    });
    if swap {
        sentences
            .push("Capitals and small letters change places: Caps Lock is on. They are turned back here.".to_owned());
    }
    if layout != Layout::Us {
        sentences.push(format!(
            "The keys come through a {} layout; they are turned back here. Setting the scanner to it is surer.",
            layout.called()
        ));
    }
    sentences.push(format!("{} characters, at most {longest} ms apart.", bytes.len()));
    Ok(Found { kept, sentences })
}

/// Returns the name in the configuration of what ended a scan.
fn suffix_name(suffix: &str) -> String {
    match suffix {
        "" => "none",
        "\r" => "enter",
        "\t" => "tab",
        "\r\n" => "crlf",
        "\n" => "lf",
        "\u{3}" => "etx",
        "\u{4}" => "eot",
        text => text.trim_end_matches(['\r', '\n', '\t']),
    }
    .to_owned()
}

/// Returns what the label holds, FNC1 as GS.
pub fn label() -> String {
    format!("{HEAD}\u{1d}{TAIL}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str, millis: u64) -> Vec<(u8, Duration)> {
        (0..).map(|at| Duration::from_millis(at * millis)).zip(text.bytes()).map(|(at, byte)| (byte, at)).collect()
    }

    fn kept(text: &str) -> KeptScanner {
        find(&scan(text, 3)).unwrap().kept
    }

    #[test]
    fn each_layout_case_and_spelling_of_fnc1_is_recognised_by_one_label() {
        for layout in Layout::ALL {
            for swap in [false, true] {
                for form in &FORMS {
                    let text = typed(HEAD, Some(form), swap, layout);
                    let text = text.replace(F8, "\u{1b}[19~").replace(ALT, "\u{1b}0\u{1b}2\u{1b}9") + "\r";
                    let found = kept(&text);
                    let said = (found.layout, found.swapped, found.gs.as_deref(), found.suffix.as_str());
                    assert_eq!(said, (layout, swap, Some(form.0), "enter"), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_comes_before_and_after_is_found() {
        for (before, after, prefix, suffix) in [
            ("", "", "", "none"),
            ("", "\t", "", "tab"),
            ("\u{2}", "\u{3}", "\u{2}", "etx"),
            ("]d2", "\r\n", "]d2", "crlf"),
            ("", "$$\r", "", "$$"),
        ] {
            let found = kept(&format!("{before}{}{after}", label()));
            assert_eq!((found.prefix.as_str(), found.suffix.as_str()), (prefix, suffix), "{before}…{after:?}");
        }
    }

    #[test]
    fn a_dropped_fnc1_is_said_with_what_to_do() {
        let found = find(&scan(&format!("{HEAD}{TAIL}\r"), 3)).unwrap();
        assert_eq!(found.kept.gs, None);
        assert!(found.sentences.iter().any(|said| said.contains("FNC1 is dropped: set the scanner")), "{found:?}");
    }

    #[test]
    fn a_slow_scanner_is_given_the_time_it_takes() {
        let found = find(&scan(&format!("{}\r", label()), 100)).unwrap();
        assert_eq!((found.kept.max_gap_ms, found.kept.idle_ms), (200, 600));
    }

    #[test]
    fn another_label_and_a_prefix_that_ssh_would_take_are_refused_with_a_sentence() {
        assert!(find(&scan("4006381333931\r", 3)).unwrap_err().starts_with("4006381333931 is not the label"));
        assert!(find(&scan(&format!("~{}\r", label()), 3)).unwrap_err().contains("SSH"));
    }
}
