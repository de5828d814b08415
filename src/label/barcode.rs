//! Symbols that scanners read, as modules: [`Symbol::new`] makes one, and every output draws its [`Matrix`].
//!
//! | symbology | of what | source |
//! |---|---|---|
//! | Code 128, GS1-128 | ASCII | ISO/IEC 15417, [`code128`] |
//! | EAN-13, EAN-8, UPC-A | their digits with the check digit | ISO/IEC 15420, [`ean`] |
//! | QR | any bytes | ISO/IEC 18004, the crate `qrcode` |
//! | Data Matrix, GS1 DataMatrix | any bytes | ISO/IEC 16022, the crate `datamatrix` |

mod code128;
mod ean;
pub mod matrix;
mod square;

use std::fmt;

use serde::Deserialize;

pub use matrix::{Matrix, Quiet};

use crate::scan::gs1;

/// What a scanner sends for FNC1 within a message.
const GS: u8 = 0x1d;

/// Kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symbology {
    /// Bars of ASCII text.
    Code128,
    /// Code 128 of a GS1 message, which is given in brackets: `(01)04012345123456(21)ABC`.
    #[serde(rename = "gs1-128")]
    Gs1128,
    /// Bars of the thirteen digits of a trade item.
    Ean13,
    /// Bars of eight digits.
    Ean8,
    /// Bars of twelve digits.
    UpcA,
    /// Squares that telephones read.
    Qr,
    /// The smallest squares.
    #[serde(rename = "datamatrix")]
    DataMatrix,
    /// Data Matrix of a GS1 message, which is given in brackets.
    #[serde(rename = "gs1-datamatrix")]
    Gs1DataMatrix,
}

impl Symbology {
    /// All there are.
    pub const ALL: [Symbology; 8] = [
        Symbology::Code128,
        Symbology::Gs1128,
        Symbology::Ean13,
        Symbology::Ean8,
        Symbology::UpcA,
        Symbology::Qr,
        Symbology::DataMatrix,
        Symbology::Gs1DataMatrix,
    ];

    /// Tells whether it holds a GS1 message.
    pub const fn is_gs1(self) -> bool {
        matches!(self, Symbology::Gs1128 | Symbology::Gs1DataMatrix)
    }
}

impl fmt::Display for Symbology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Symbology::Code128 => "Code 128",
            Symbology::Gs1128 => "GS1-128",
            Symbology::Ean13 => "EAN-13",
            Symbology::Ean8 => "EAN-8",
            Symbology::UpcA => "UPC-A",
            Symbology::Qr => "QR",
            Symbology::DataMatrix => "Data Matrix",
            Symbology::Gs1DataMatrix => "GS1 DataMatrix",
        })
    }
}

/// Why a text cannot be a symbol of some kind. Its sentence follows the text: `…: Code 128 has no ä`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// There is nothing to be read.
    #[error("is empty")]
    Empty,
    /// It has a character that the symbology has not.
    #[error("has no {0}, only ASCII")]
    Character(char),
    /// It is not so many digits.
    #[error("is {0} digits")]
    Digits(usize),
    /// It breaks a rule of GS1.
    #[error("{0}")]
    Rule(String),
    /// It is more than one symbol holds.
    #[error("does not hold so much: {0} bytes")]
    TooLong(usize),
}

/// Something that a scanner reads, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its kind.
    pub symbology: Symbology,
    /// Its modules.
    pub matrix: Matrix,
    /// What people read below it.
    pub text: String,
}

impl Symbol {
    /// Makes the symbol of a text; a GS1 message is given in brackets, and held against all of GS1's rules.
    pub fn new(symbology: Symbology, text: &str) -> Result<Symbol, Flaw> {
        let (data, shown) = if symbology.is_gs1() {
            let elements = gs1::from_brackets(text).map_err(|fault| Flaw::Rule(fault.to_string()))?;
            (gs1::raw(&elements), gs1::bracketed(&elements))
        } else {
            (text.to_owned(), text.to_owned())
        };
        let matrix = match symbology {
            Symbology::Code128 => code128::symbol(data.as_bytes(), false),
            Symbology::Gs1128 => code128::symbol(data.as_bytes(), true),
            Symbology::Ean13 => ean::ean13(&data),
            Symbology::Ean8 => ean::ean8(&data),
            Symbology::UpcA => ean::upca(&data),
            Symbology::Qr => square::qr(data.as_bytes()),
            Symbology::DataMatrix => square::data_matrix(data.as_bytes(), false),
            Symbology::Gs1DataMatrix => square::data_matrix(data.as_bytes(), true),
        }?;
        Ok(Symbol { symbology, matrix, text: shown })
    }
}
