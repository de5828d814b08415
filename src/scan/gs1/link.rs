//! GS1 Digital Link: a message as a web address, its key in the path, what qualifies the key behind it, the rest in the
//! query (GS1 Digital Link Standard: URI Syntax, release 1.4).

use std::fmt::Write as _;

use super::checks::Rule;
use super::identifiers::{self, Identifier};
use super::{Element, Fault, elements};

/// What may begin a path in the place of a key's digits, as older releases of the syntax allowed.
const WORDS: &[(&str, &str)] = &[
    ("sscc", "00"),
    ("gtin", "01"),
    ("gdti", "253"),
    ("gcn", "255"),
    ("ginc", "401"),
    ("gsin", "402"),
    ("gln", "414"),
    ("payTo", "415"),
    ("party", "417"),
    ("grai", "8003"),
    ("giai", "8004"),
    ("itip", "8006"),
    ("cpid", "8010"),
    ("gmn", "8013"),
    ("gsrnp", "8017"),
    ("gsrn", "8018"),
];

/// The same for what qualifies a key.
const QUALIFYING: &[(&str, &str)] = &[
    ("cpv", "22"),
    ("lot", "10"),
    ("ser", "21"),
    ("tpx", "235"),
    ("glnx", "254"),
    ("refno", "8020"),
    ("srin", "8019"),
    ("cpsn", "8011"),
    ("uic-ext", "7040"),
];

/// Tells whether a text is a web address: only then can it be a link.
pub fn is_address(text: &str) -> bool {
    stem(text).is_some()
}

fn stem(text: &str) -> Option<&str> {
    ["https://", "http://", "HTTPS://", "HTTP://"].iter().find_map(|scheme| text.strip_prefix(scheme))
}

/// Reads a link. Its elements stand as they do in its path, then as in its query.
pub fn parse(text: &str) -> Result<Vec<Element>, Fault> {
    let broken = |at: usize| Fault::at("", "", Rule::Link, at);
    let rest = stem(text).ok_or_else(|| broken(0))?;
    if let Some(at) = text.chars().position(|character| !in_uri(character)) {
        return Err(broken(at));
    }
    let start = text.len() - rest.len();
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').ok_or_else(|| broken(start))?;
    if host.is_empty() || !host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']')) {
        return Err(broken(start));
    }
    let path_at = start + host.len() + 1;
    let segments: Vec<(usize, &str)> = path
        .split('/')
        .scan(path_at, |at, segment| {
            let begins = *at;
            *at += segment.len() + 1;
            Some((begins, segment))
        })
        .collect();
    let (key, mut found) = in_path(&segments).ok_or_else(|| broken(path_at))??;
    in_query(query, path_at + path.len() + 1, key, &mut found)?;
    elements::finish(found)
}

/// A key's row, and what the path says.
type Path = Result<(&'static Identifier, Vec<Element>), Fault>;

/// Finds the key nearest to the end of the path, and reads it and what qualifies it; `None` when there is none.
fn in_path(segments: &[(usize, &str)]) -> Option<Path> {
    let pairs = segments.len() / 2;
    for back in 1..=pairs {
        let at = segments.len() - 2 * back;
        let word = segments[at].1;
        let Some(identifier) = identifiers::find(spelled(word, WORDS)).filter(|row| row.key.is_some()) else {
            continue;
        };
        return Some(read_path(identifier, &segments[at..]));
    }
    None
}

fn read_path(key: &'static Identifier, segments: &[(usize, &str)]) -> Path {
    let mut found = Vec::new();
    for pair in segments.chunks(2) {
        let [(name_at, name), (value_at, value)] = *pair else { return Err(Fault::at("", "", Rule::Link, pair[0].0)) };
        let ai = spelled(name, if found.is_empty() { WORDS } else { QUALIFYING });
        let value = decoded(value).ok_or_else(|| Fault::at(ai, value, Rule::Percent, value_at))?;
        if identifiers::find(ai).is_none() {
            return Err(Fault::at(ai, "", Rule::Link, name_at));
        }
        found.push(element(ai, &value, value_at)?);
    }
    let behind: Vec<&str> = found[1..].iter().map(|element| element.ai.as_str()).collect();
    if is_sequence(&behind, key) {
        return Ok((key, found));
    }
    Err(Fault::at(behind.first().copied().unwrap_or_default(), "", Rule::Link, segments[0].0))
}

/// Tells whether qualifiers may stand so behind a key.
fn is_sequence(qualifiers: &[&str], key: &Identifier) -> bool {
    key.key.is_some_and(|sequences| sequences.split('|').any(|sequence| in_order(qualifiers, sequence)))
}

/// Tells whether qualifiers stand in the order of a sequence, some of it left out.
fn in_order(qualifiers: &[&str], sequence: &str) -> bool {
    let mut wanted = sequence.split(',');
    qualifiers.iter().all(|qualifier| wanted.any(|next| next == *qualifier))
}

/// Reads the attributes of a query; what is no number is not GS1's and is passed over.
fn in_query(query: &str, at: usize, key: &Identifier, found: &mut Vec<Element>) -> Result<(), Fault> {
    let path: Vec<String> = found[1..].iter().map(|element| element.ai.clone()).collect();
    let mut begins = at;
    for pair in query.split('&') {
        let here = begins;
        begins += pair.len() + 1;
        let Some((name, value)) = pair.split_once('=') else { continue };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let attribute = identifiers::find(name).is_some_and(|row| row.attribute) && !qualifies(name, key, &path);
        let stands = found.iter().any(|element| element.ai == name);
        if !attribute || stands {
            return Err(Fault::at(name, "", if stands { Rule::Repeated } else { Rule::Link }, here));
        }
        let value_at = here + name.len() + 1;
        // In a query, and only there, a plus is a blank.
        let value =
            decoded(&value.replace('+', "%20")).ok_or_else(|| Fault::at(name, value, Rule::Percent, value_at))?;
        found.push(element(name, &value, value_at)?);
    }
    Ok(())
}

/// Tells whether an identifier belongs into the path: somewhere among the qualifiers there it makes a sequence of the key's.
fn qualifies(ai: &str, key: &Identifier, path: &[String]) -> bool {
    (0..=path.len()).any(|place| {
        let (before, behind) = path.split_at(place);
        let with = before.iter().map(String::as_str).chain([ai]).chain(behind.iter().map(String::as_str));
        is_sequence(&with.collect::<Vec<_>>(), key)
    })
}

fn spelled<'t>(name: &'t str, words: &[(&str, &'t str)]) -> &'t str {
    words.iter().find(|(word, _)| *word == name).map_or(name, |(_, ai)| ai)
}

/// Makes an element of what stands in a link, where a GTIN may be without the zeros before it.
fn element(ai: &str, value: &str, at: usize) -> Result<Element, Fault> {
    let short = ai == "01" && matches!(value.len(), 8 | 12 | 13) && value.bytes().all(|byte| byte.is_ascii_digit());
    if !short {
        return elements::element(ai, value, at);
    }
    let zeros = 14 - value.len();
    elements::element(ai, &format!("{value:0>14}"), at).map_err(|fault| Fault {
        value: value.to_owned(),
        position: fault.position.saturating_sub(zeros).max(at + 1),
        ..fault
    })
}

/// Characters that an URI may have (RFC 3986).
const fn in_uri(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '_' | '~' | ':' | '/' | '?' | '#' | '[' | ']' | '@' | '!' | '$'
        | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | '%')
}

/// Undoes the escapes of an URI; `None` when one is broken or does not spell text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (rest.next()?, rest.next()?);
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Writes elements as a link below a stem such as `https://id.gs1.org`; `None` when none of them is a key of links.
pub fn written(elements: &[Element], stem: &str) -> Option<String> {
    let key = elements.iter().find(|element| element.identifier.key.is_some())?;
    let mut link = format!("{stem}/{}/{}", key.ai, escaped(&key.value));
    let mut in_path = vec![key.ai.as_str()];
    let sequences = key.identifier.key.unwrap_or_default().split('|');
    let count = |sequence: &str| sequence.split(',').filter(|ai| elements.iter().any(|one| one.ai == **ai)).count();
    let sequence = sequences.max_by_key(|sequence| count(sequence)).unwrap_or_default();
    for ai in sequence.split(',') {
        let Some(one) = elements.iter().find(|one| one.ai == ai) else { continue };
        let _ = write!(link, "/{ai}/{}", escaped(&one.value));
        in_path.push(ai);
    }
    let rest: Vec<_> = elements.iter().filter(|one| !in_path.contains(&one.ai.as_str())).collect();
    for (at, one) in rest.into_iter().enumerate() {
        let _ = write!(link, "{}{}={}", if at == 0 { '?' } else { '&' }, one.ai, escaped(&one.value));
    }
    Some(link)
}

fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
