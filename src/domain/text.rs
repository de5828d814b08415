//! Foreign text: what a scanner, a paste or a script sent, shown so that no terminal ever acts on it.

use std::fmt::Write as _;

/// Columns, roughly, that [`shown`] gives a foreign text before it cuts it.
const LONGEST_SHOWN: usize = 48;

/// Returns bytes as hex digits, two for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to memory does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Tells whether a character leaves a mark of its own, or is an ordinary blank.
///
/// Not graphic are: controls (C0, DEL, C1), line and paragraph separators, what reorders or joins text without being
/// seen (Unicode's format characters, among them zero-width and bidirectional ones, soft hyphen, byte order mark),
/// variation selectors, fillers that look like nothing, tags, private use (a scanner's GS may arrive as U+F70B),
/// noncharacters, and U+FFFD, which stands for bytes that were lost. Letters of any script, marks that combine with
/// them, symbols and emoji are graphic.
pub const fn is_graphic(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let code = c as u32;
    !(code < 0xA0
        || code & 0xFFFE == 0xFFFE
        || matches!(
            code,
            0xAD | 0x34F
                | 0x600..=0x605
                | 0x61C
                | 0x6DD
                | 0x70F
                | 0x890..=0x891
                | 0x8E2
                | 0x115F..=0x1160
                | 0x17B4..=0x17B5
                | 0x180B..=0x180F
                | 0x200B..=0x200F
                | 0x2028..=0x202E
                | 0x2060..=0x206F
                | 0x3164
                | 0xE000..=0xF8FF
                | 0xFDD0..=0xFDEF
                | 0xFE00..=0xFE0F
                | 0xFEFF
                | 0xFFA0
                | 0xFFF0..=0xFFFD
                | 0x110BD
                | 0x110CD
                | 0x13430..=0x1345F
                | 0x1BCA0..=0x1BCA3
                | 0x1D173..=0x1D17A
                | 0xE0000..=0x0010_FFFF
        ))
}

/// Returns a foreign text fit for a screen: what is not graphic is spelled out, and long text is cut with `…`.
///
/// ESC becomes `\u{1b}`, a tab `\t`, a line end `\n`: nothing in the answer moves a cursor, turns text around or
/// rings a bell.
///
/// ```
/// use dockhand::domain::text::shown;
///
/// assert_eq!(shown("SN-1"), "SN-1");
/// assert_eq!(shown("\u{1b}[2J"), "\\u{1b}[2J");
/// ```
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST_SHOWN * 4));
    let mut columns = 0;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let start = out.len();
        push_harmless(&mut out, c);
        columns += out[start..].chars().count();
        let more = rest.clone().next().is_some();
        if columns > LONGEST_SHOWN || (columns == LONGEST_SHOWN && more) {
            out.truncate(start);
            out.push('…');
            break;
        }
    }
    out
}

/// Returns one character spelled out if it is not graphic: `\u{1b}`.
pub fn shown_char(c: char) -> String {
    let mut out = String::new();
    push_harmless(&mut out, c);
    out
}

fn push_harmless(out: &mut String, c: char) {
    match c {
        c if is_graphic(c) => out.push(c),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        c => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        }
    }
}
