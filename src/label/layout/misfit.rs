//! Why a label is not printed.

use std::fmt::{self, Write as _};

use crate::domain::text::shown;
use crate::label::barcode::{Flaw, Symbology};

/// Why one symbology was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It cannot hold the text.
    Flaw(Flaw),
    /// Its modules would be too narrow.
    Narrow {
        /// Modules with the quiet zone.
        modules: usize,
        /// Dots there is room for.
        dots: usize,
        /// Dots a module needs.
        needs: usize,
    },
}

/// Why a label is not printed: one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// There is nothing for a scanner to read.
    Nothing {
        /// Variables that are not set.
        missing: String,
    },
    /// No symbol of the field takes the text.
    Symbol {
        /// The text.
        text: String,
        /// Dots an inch.
        dpi: u32,
        /// Each that was tried, and why it was not taken.
        tried: Vec<(Symbology, Tried)>,
    },
    /// A text that is never cut short is too long.
    Text {
        /// The text.
        text: String,
        /// Millimetres it takes with the smallest letters, in tenths.
        takes: u32,
        /// Millimetres there are, in tenths, on all lines.
        has: u32,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::Nothing { missing } => {
                write!(f, "the label would have no {missing}: there is nothing for a scanner to read")
            }
            Misfit::Symbol { text, dpi, tried } => {
                let mut reasons = String::new();
                for (symbology, why) in tried {
                    let apart = if reasons.is_empty() { "" } else { "; " };
                    let _ = match why {
                        Tried::Flaw(flaw) => write!(reasons, "{apart}{symbology} {flaw}"),
                        Tried::Narrow { modules, dots, needs } => {
                            let (whole, tenths) = (dots / modules, dots * 10 / modules % 10);
                            write!(
                                reasons,
                                "{apart}{symbology} is {modules} modules on {dots} dots at {dpi} dpi, {whole}.{tenths} \
                                 dots a module where a scanner needs {needs}"
                            )
                        }
                    };
                }
                write!(f, "{} does not fit the label: {reasons}", shown(text))
            }
            Misfit::Text { text, takes, has } => {
                let tenths = |value: &u32| format!("{}.{}", value / 10, value % 10);
                write!(
                    f,
                    "{} does not fit the label: its letters take {} mm where there are {}",
                    shown(text),
                    tenths(takes),
                    tenths(has)
                )
            }
        }
    }
}

impl std::error::Error for Misfit {}
