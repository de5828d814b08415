//! What must hold of any bytes at all: nothing falls over, no character is lost, what was read can be written and read again.
//! Fuzzers search for bytes that break it; `cargo test` plays what they found worth keeping.

use std::time::Duration;

use dockhand::config::ScannerConfig;
use dockhand::config::scanner::{Aim, Case, Gs, Suffix};
use dockhand::domain::scanner::Layout;
use dockhand::domain::time::Day;
use dockhand::scan::classify::{Reading, classify as readings, split_aim};
use dockhand::scan::gs1::{self, Element, Fault, from_brackets, from_raw, link};
use dockhand::scan::{Decoder, Event, calibrate, explain, marking, normalise};
use dockhand::server::hello::Errand;
use dockhand::server::wire::Frame;

/// Holds any bytes to what must hold.
pub type Target = fn(&[u8]);

/// Every target by name.
pub const ALL: [(&str, Target); 5] =
    [("frame", frame), ("classify", classify), ("gs1", gs1), ("digital_link", digital_link), ("wire", wire)];

/// Bytes at times: the first says how the scanner is set; then chunks, each a pause in steps of 4 ms, a length, its bytes.
pub fn frame(bytes: &[u8]) {
    let Some((set, mut rest)) = bytes.split_first() else { return };
    let config = settings(*set);
    let (mut decoder, mut now) = (Decoder::new(config.clone()), Duration::ZERO);
    let (mut line, mut kept, mut fed) = (String::new(), String::new(), Vec::new());
    let mut take = |events: Vec<Event>| {
        for event in events {
            match event {
                Event::Typed(text) => line.push_str(&text),
                Event::Unwrite(letters) => {
                    for _ in 0..letters {
                        line.pop();
                    }
                }
                Event::Scan(scan) => kept.extend([scan.aim.unwrap_or_default(), scan.text]),
                Event::Paste(text) => kept.push_str(&text),
                Event::Enter | Event::Tab => kept.push_str(&std::mem::take(&mut line)),
                Event::Keys(keys) => kept.push_str(&String::from_utf8_lossy(&keys)),
            }
        }
    };
    while let [pause, length, behind @ ..] = rest {
        now += Duration::from_millis(u64::from(*pause) * 4);
        let (chunk, after) = behind.split_at(behind.len().min(usize::from(*length)));
        take(decoder.tick(now));
        take(decoder.feed(now, chunk));
        fed.extend_from_slice(chunk);
        rest = after;
    }
    take(decoder.tick(now + Duration::from_secs(60)));
    assert_eq!(decoder.deadline(), None, "a minute later nothing waits");
    let as_text = String::from_utf8_lossy(&fed);
    // Escape sequences spell keys, and nothing of a badge is shown.
    if config == ScannerConfig::default() && !fed.contains(&0x1b) && !as_text.to_ascii_uppercase().contains("DH:B:") {
        let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).count();
        assert_eq!(letters(&line) + letters(&kept), letters(&as_text), "no character is lost");
    }
}

/// One scan through everything that reads it: the first byte says how the scanner is set.
pub fn classify(bytes: &[u8]) {
    let Some((set, rest)) = bytes.split_first() else { return };
    let raw = String::from_utf8_lossy(rest);
    let text = normalise::meant(&raw, &settings(*set)).into_owned();
    let (aim, data) = split_aim(&text);
    let found = readings(aim, data);
    let alone = matches!(found.as_slice(), [Reading::Command(_) | Reading::Badge]);
    assert!(alone || matches!(found.last(), Some(Reading::Text(_))), "anything but a command is text too");
    for reading in &found {
        match reading {
            Reading::Gs1 { elements, .. } | Reading::DigitalLink(elements) => again(elements),
            Reading::Broken(fault) => within(fault, data),
            _ => {}
        }
    }
    let _ = marking::read(data, aim, Day::default());
    match explain::explain(&text) {
        Ok(explained) => drop(explained.sentence()),
        Err(fault) => within(&fault, &text),
    }
    let _ = calibrate::find(&rest.iter().map(|byte| (*byte, Duration::ZERO)).collect::<Vec<_>>());
}

/// A message, as a scanner sends it and in brackets.
pub fn gs1(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for read in [from_raw(&text), from_brackets(&text)] {
        match read {
            Ok(elements) => again(&elements),
            Err(fault) => within(&fault, &text),
        }
    }
}

/// A GS1 Digital Link, whole or the path and query of one.
pub fn digital_link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for address in [text.to_string(), format!("https://id.gs1.org/{text}")] {
        match link::parse(&address) {
            Err(fault) => within(&fault, &address),
            Ok(elements) => {
                let written = link::written(&elements, "https://id.gs1.org").expect("a link has a key");
                assert_eq!(link::parse(&written).as_ref(), Ok(&elements), "{written}");
            }
        }
    }
}

/// What comes over the socket: frames, and the greeting in one. What is read is written in the same bytes, never in more.
pub fn wire(bytes: &[u8]) {
    let mut from = bytes;
    loop {
        let before = from;
        match Frame::receive(&mut from) {
            Ok(Some(frame)) => {
                let came = &before[..before.len() - from.len()];
                let written = frame.to_bytes();
                // Words that are no UTF-8 are mended.
                if !matches!(&frame, Frame::Exit(_)) {
                    assert_eq!(written, came);
                }
                let again = Frame::receive(&mut written.as_slice());
                assert!(matches!(again, Ok(Some(again)) if again == frame), "{frame:?}");
                if let Frame::Hello(greeting) = frame {
                    greeted(&greeting);
                }
            }
            Ok(None) => return assert!(before.is_empty(), "an end in the middle of a frame"),
            Err(_) => break,
        }
    }
    greeted(bytes);
}

/// A greeting that is understood is one that can be said again, and says nothing that commands a terminal.
fn greeted(greeting: &[u8]) {
    let Ok(errand) = Errand::parse(greeting) else { return };
    let again = errand.greet().expect("a greeting that was read can be written");
    assert_eq!(Errand::parse(&again).expect("a greeting that was written can be read"), errand);
    if let Errand::Desk { capabilities, .. } = errand {
        let said = [capabilities.term, capabilities.locale, capabilities.tty].concat();
        assert!(!said.chars().any(char::is_control) && said.len() <= 3 * 255, "{said:?}");
    }
}

/// Holds that elements that were read can be written and read again.
fn again(elements: &[Element]) {
    assert_eq!(from_raw(&gs1::raw(elements)).as_deref(), Ok(elements));
    assert_eq!(from_brackets(&gs1::bracketed(elements)).as_deref(), Ok(elements));
    let _ = gs1::partners::breaches(elements);
}

/// Holds that a fault lies within what was read, and can be said.
fn within(fault: &Fault, text: &str) {
    assert!((1..=text.chars().count() + 1).contains(&fault.position), "{fault}: {text:?}");
}

/// How a scanner may be set.
fn settings(set: u8) -> ScannerConfig {
    let usual = ScannerConfig::default();
    match set % 8 {
        0 => usual,
        1 => ScannerConfig { suffix: vec![Suffix::Pause], ..usual },
        2 => ScannerConfig { prefix: "\u{2}".into(), suffix: vec![Suffix::Etx], ..usual },
        3 => ScannerConfig { prefix: "$".into(), suffix: vec![Suffix::Text("$$".into()), Suffix::Tab], ..usual },
        4 => ScannerConfig { gs: vec![Gs::F8, Gs::Alt029, Gs::Hash, Gs::Caret, Gs::Angle, Gs::Brace], ..usual },
        5 => ScannerConfig { case: Case::Swap, layout: Layout::Azerty, aim: Aim::Required, ..usual },
        6 => ScannerConfig { layout: Layout::Qwertz, aim: Aim::Off, max_len: 30, ..usual },
        _ => ScannerConfig { layout: Layout::It, suffix: vec![Suffix::Lf, Suffix::Eot], ..usual },
    }
}
