//! Rules over all elements of one message: what must stand beside what, and what must not (GS1 General Specifications,
//! 4.13 and 4.14).

use super::Element;

/// A rule that a message as a whole breaks. It is read all the same: the other half may stand on another label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// Something that must stand beside it is missing.
    #[error("({ai}) stands alone: it needs {needs}")]
    Missing {
        /// Which identifier.
        ai: String,
        /// What it needs, in words.
        needs: String,
    },
    /// Something stands beside it that must not.
    #[error("({ai}) and ({other}) exclude each other")]
    Excluded {
        /// Which identifier.
        ai: String,
        /// Which other.
        other: String,
    },
    /// A signature is of one thing: its key has a serial component.
    #[error("(8030) signs one thing: ({0}) has no serial component")]
    NotSerialised(String),
}

/// Returns every rule that the elements of a message break together.
pub fn breaches(elements: &[Element]) -> Vec<Breach> {
    let mut found = Vec::new();
    for element in elements {
        for needs in element.identifier.needs.iter().filter(|needs| !needs.is_empty()) {
            if !needs.split(',').any(|choice| choice.split('+').all(|pattern| has(elements, pattern))) {
                found.push(Breach::Missing { ai: element.ai.clone(), needs: words(needs) });
            }
        }
        let barred = |other: &&Element| {
            other.ai != element.ai && element.identifier.bars.split(',').any(|pattern| fits(&other.ai, pattern))
        };
        if let Some(other) = elements.iter().find(barred) {
            found.push(Breach::Excluded { ai: element.ai.clone(), other: other.ai.clone() });
        }
    }
    if has(elements, "8030") {
        for (ai, without) in [("253", 13), ("255", 13), ("8003", 14)] {
            let bare = elements.iter().any(|element| element.ai == ai && element.value.len() <= without);
            found.extend(bare.then(|| Breach::NotSerialised(ai.to_owned())));
        }
    }
    found.dedup();
    found
}

fn has(elements: &[Element], pattern: &str) -> bool {
    elements.iter().any(|element| fits(&element.ai, pattern))
}

/// Tells whether an identifier fits a pattern in which `n` is any digit.
fn fits(ai: &str, pattern: &str) -> bool {
    ai.len() == pattern.len()
        && ai.bytes().zip(pattern.bytes()).all(|(digit, wanted)| wanted == b'n' || digit == wanted)
}

fn words(needs: &str) -> String {
    let choices: Vec<String> = needs
        .split(',')
        .map(|choice| choice.split('+').map(|ai| format!("({ai})")).collect::<Vec<_>>().join(" with "))
        .collect();
    choices.join(" or ")
}
