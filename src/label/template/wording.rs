//! Text with variables in it: `Warranty until {warranty}`.

use crate::label::facts::{Facts, Variable};

/// A part of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Literal(String),
    /// What a variable is.
    Variable(Variable),
}

/// Text with variables in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording(Vec<Piece>);

impl Wording {
    /// Reads a text; `{{` is a brace. Its sentence says what is wrong.
    pub fn parse(text: &str) -> Result<Wording, String> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if let Some(behind) = rest.strip_prefix("{{") {
                literal.push('{');
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix('{') {
                let (name, behind) = behind.split_once('}').ok_or_else(|| format!("{rest} has no closing brace"))?;
                let variable = Variable::find(name).ok_or_else(|| unknown(name))?;
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Variable(variable));
                rest = behind;
            } else {
                literal.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Wording(pieces))
    }

    /// Returns the text for one label: empty where it names variables and none of them is set.
    pub fn said(&self, facts: &Facts) -> String {
        self.filled(facts, str::to_owned)
    }

    /// Returns the text for a GS1 message in brackets: what variables are is data, a bracket in it no identifier.
    pub fn bracketed(&self, facts: &Facts) -> String {
        self.filled(facts, |value| value.replace('(', "\\("))
    }

    /// Returns the variables it names.
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(*variable),
            Piece::Literal(_) => None,
        })
    }

    fn filled(&self, facts: &Facts, value: impl Fn(&str) -> String) -> String {
        if self.variables().count() > 0 && self.variables().all(|variable| facts.of(variable).is_empty()) {
            return String::new();
        }
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Variable(variable) => value(facts.of(*variable)),
            })
            .collect()
    }
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = Variable::ALL.iter().map(|variable| variable.name()).collect();
    format!("{{{name}}} is no variable: there are {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_a_wording_of_nothing_is_nothing() {
        let facts = Facts::default().with(Variable::Serial, "A(1").with(Variable::Lot, "P-1/1");
        let said = |text: &str| Wording::parse(text).unwrap().said(&facts);
        assert_eq!(said("SN {serial}, lot {lot}"), "SN A(1, lot P-1/1");
        assert_eq!(said("Warranty until {warranty}"), "");
        assert_eq!(said("{bin} {lot}"), " P-1/1");
        assert_eq!(said("{{serial}"), "{serial}");
        assert_eq!(said("no variable"), "no variable");
        assert_eq!(Wording::parse("(21){serial}").unwrap().bracketed(&facts), "(21)A\\(1");
    }
}
