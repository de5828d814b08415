//! What printers are told: each language is one file, and all draw the same [`Laid`].
//!
//! ZPL prints text in the printer's own letters, which are sharper, and symbols as our modules; PDF has ours in it. The
//! others get the whole label as a picture: their letters and code pages differ from one model to the next, a picture does not.
//! So nothing in a serial or a name can be taken for a command of TSPL, EPL or ESC/POS.

mod epl;
mod escpos;
pub mod pdf;
mod tspl;
mod zpl;

use std::fmt;

use super::layout::Laid;
use super::letters::Letters;

/// What a printer understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// ZPL II: Zebra, and what takes its place.
    Zpl,
    /// TSPL: TSC, Godex, most inexpensive label printers.
    Tspl,
    /// EPL2: older Eltron and Zebra printers.
    Epl,
    /// ESC/POS: receipt printers.
    EscPos,
    /// PDF: whatever CUPS has a driver for. Papers are printed by these alone; a label is a page of its own size.
    Pdf,
}

impl Language {
    /// All there are.
    pub const ALL: [Language; 5] = [Language::Zpl, Language::Tspl, Language::Epl, Language::EscPos, Language::Pdf];

    /// Returns its name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Language::Zpl => "zpl",
            Language::Tspl => "tspl",
            Language::Epl => "epl",
            Language::EscPos => "escpos",
            Language::Pdf => "pdf",
        }
    }

    /// Finds a language by its name.
    pub fn find(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.name().eq_ignore_ascii_case(name))
    }

    /// Returns the bytes that print a label once.
    pub fn write(self, laid: &Laid, letters: &mut Letters) -> Vec<u8> {
        match self {
            Language::Zpl => zpl::write(laid, letters),
            Language::Tspl => tspl::write(laid, letters),
            Language::Epl => epl::write(laid, letters),
            Language::EscPos => escpos::write(laid, letters),
            Language::Pdf => pdf::label(laid, letters),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
