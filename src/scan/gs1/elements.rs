//! Element strings, read and written: raw with FNC1 as GS, and as people read them, each identifier in brackets.

use super::checks::{Flaw, Rule};
use super::identifiers::{self, Identifier, Part};
use super::{Element, Fault};
use crate::scan::normalise::GS;

/// Reads a raw message: what follows the first FNC1, in which GS ends what has no predefined length.
///
/// A GS that is not needed is passed over, also at the end; one that is missing behind a value which has all the
/// characters it may is not missed (figure 7.8.5-1).
pub fn from_raw(data: &str) -> Result<Vec<Element>, Fault> {
    let mut elements = Vec::new();
    let mut rest = data.trim_start_matches(GS);
    while !rest.is_empty() {
        let (element, behind) = one(data, data.len() - rest.len())?;
        elements.push(element);
        rest = data[behind..].trim_start_matches(GS);
    }
    finish(elements)
}

/// Reads one element at a byte of the message; returns it and where the next begins.
fn one(data: &str, at: usize) -> Result<(Element, usize), Fault> {
    let position = |byte: usize| data[..byte].chars().count();
    let rest = &data[at..];
    let digits = identifiers::digits_of(rest);
    let ai = digits.and_then(|digits| rest.get(..digits));
    let Some((ai, identifier)) = ai.and_then(|ai| Some((ai, identifiers::find(ai)?))) else {
        let begins: String = rest.chars().take(4).take_while(char::is_ascii_digit).collect();
        return Err(Fault::at(&begins, "", Rule::Identifier, position(at)));
    };
    let body = &rest[ai.len()..];
    let until_gs = body.find(GS).unwrap_or(body.len());
    let most = body.char_indices().nth(identifier.most()).map_or(body.len(), |(byte, _)| byte);
    let value = &body[..until_gs.min(most)];
    hold(identifier, value).map_err(|flaw| Fault::of(ai, value, flaw, position(at + ai.len())))?;
    let element = Element { identifier, ai: ai.to_owned(), value: value.to_owned() };
    Ok((element, at + ai.len() + value.len()))
}

/// Reads a message in brackets: `(01)04012345123456(21)ABC`. An opening bracket within a value is written `\(`.
pub fn from_brackets(text: &str) -> Result<Vec<Element>, Fault> {
    let mut elements = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let Some(close) = characters[at..].iter().position(|character| *character == ')').map(|found| at + found)
        else {
            return Err(Fault::at("", "", Rule::Brackets, at));
        };
        let ai: String = characters.get(at + 1..close).unwrap_or_default().iter().collect();
        if characters[at] != '(' {
            return Err(Fault::at("", "", Rule::Brackets, at));
        }
        let Some(identifier) = identifiers::find(&ai) else { return Err(Fault::at(&ai, "", Rule::Identifier, at + 1)) };
        let begins = close + 1;
        let mut value = String::new();
        at = begins;
        while let Some(character) = characters.get(at).filter(|character| **character != '(') {
            let escaped = (*character == '\\').then(|| characters.get(at + 1)).flatten().filter(|next| **next == '(');
            value.push(*escaped.unwrap_or(character));
            at += 1 + usize::from(escaped.is_some());
        }
        hold(identifier, &value).map_err(|flaw| Fault::of(&ai, &value, flaw, begins))?;
        elements.push(Element { identifier, ai, value });
    }
    finish(elements)
}

/// Makes an element of an identifier and its value, held against all of its rules.
pub fn element(ai: &str, value: &str, position: usize) -> Result<Element, Fault> {
    let identifier = identifiers::find(ai).ok_or_else(|| Fault::at(ai, "", Rule::Identifier, position))?;
    hold(identifier, value).map_err(|flaw| Fault::of(ai, value, flaw, position))?;
    Ok(Element { identifier, ai: ai.to_owned(), value: value.to_owned() })
}

/// Holds that a message says something, and nothing twice with two values.
pub fn finish(elements: Vec<Element>) -> Result<Vec<Element>, Fault> {
    if elements.is_empty() {
        return Err(Fault::at("", "", Rule::Empty, 0));
    }
    for (at, element) in elements.iter().enumerate() {
        if elements[..at].iter().any(|before| before.ai == element.ai && before.value != element.value) {
            return Err(Fault::at(&element.ai, &element.value, Rule::Repeated, 0));
        }
    }
    Ok(elements)
}

/// Holds a value against its components, one after the other.
fn hold(identifier: &Identifier, value: &str) -> Result<(), Flaw> {
    if value.is_empty() {
        return Err(Flaw { rule: Rule::NoValue, at: 0 });
    }
    let mut rest = value;
    let mut at = 0;
    for part in identifier.parts {
        if rest.is_empty() && part.optional {
            break;
        }
        let taken = rest.char_indices().nth(part.most).map_or(rest, |(byte, _)| &rest[..byte]);
        component(part, taken).map_err(|flaw| Flaw { at: at + flaw.at, ..flaw })?;
        at += taken.chars().count();
        rest = &rest[taken.len()..];
    }
    if rest.is_empty() { Ok(()) } else { Err(Flaw { rule: Rule::TooLong, at }) }
}

fn component(part: &Part, value: &str) -> Result<(), Flaw> {
    part.set.hold(value)?;
    let characters = value.chars().count();
    if characters < part.least {
        return Err(Flaw { rule: Rule::TooShort, at: characters });
    }
    part.checks.iter().try_for_each(|check| check.hold(value))
}

/// Writes elements as people read them.
pub fn bracketed(elements: &[Element]) -> String {
    let mut text = String::new();
    for Element { ai, value, .. } in elements {
        text.extend(["(", ai, ")", &value.replace('(', "\\(")]);
    }
    text
}

/// Writes elements as a scanner sends them, without the first FNC1: GS ends what has no predefined length.
pub fn raw(elements: &[Element]) -> String {
    let mut data = String::new();
    for (at, element) in elements.iter().enumerate() {
        data.push_str(&element.ai);
        data.push_str(&element.value);
        if !element.identifier.predefined && at + 1 < elements.len() {
            data.push(GS);
        }
    }
    data
}
