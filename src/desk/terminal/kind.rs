//! What a terminal can show, from what its client told of it, the configuration and what the desk keeps.

use crate::config::{Ascii, DeskConfig, ThemeName};
use crate::desk::{Capabilities, Colours};
use crate::domain::employee::Desk;
use crate::ui::theme::{Depth, Name, Theme};

/// Abilities of a terminal.
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// It gets sentences only: it was asked for, or the cursor cannot be moved.
    pub lines: bool,
    /// It has another screen to draw on, and gives the first one back.
    pub alternate: bool,
    /// It shows more than ASCII.
    pub unicode: bool,
    /// It lacks function keys.
    pub twins: bool,
    /// Its colours.
    pub depth: Depth,
}

impl Kind {
    /// Finds the abilities of a terminal.
    pub fn of(found: &Capabilities) -> Kind {
        let term = found.term.as_str();
        let old = ["vt52", "vt100", "vt102", "vt220", "vt320", "ansi"];
        let is_old =
            old.iter().any(|name| term == *name || term.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')));
        let console = term == "linux";
        let depth = match found.colours {
            _ if found.no_color || (is_old && term != "ansi") => Depth::Mono,
            Colours::Sixteen => Depth::Sixteen,
            Colours::Indexed => Depth::Indexed,
            Colours::True => Depth::True,
        };
        Kind {
            lines: found.lines_mode || matches!(term, "dumb" | "unknown"),
            alternate: !is_old && !console,
            // The console's own letters lack our marks.
            unicode: !is_old && !console && is_utf8(&found.locale),
            twins: is_old,
            depth,
        }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// Chooses the theme: what the desk keeps goes before the configuration, `NO_COLOR` before both.
pub fn theme(kind: Kind, config: &DeskConfig, kept: &Desk) -> Theme {
    let configured = match config.theme {
        ThemeName::Dark => "dark",
        ThemeName::Light => "light",
        ThemeName::Contrast => "contrast",
        ThemeName::Mono => "mono",
    };
    let wanted = if kept.theme.is_empty() { configured } else { kept.theme.as_str() };
    let depth = if wanted == "mono" { Depth::Mono } else { kind.depth };
    let ascii = match config.ascii {
        Ascii::Auto => !kind.unicode,
        Ascii::Always => true,
        Ascii::Never => false,
    };
    Theme::new(Name::named(wanted).unwrap_or_default(), depth, ascii, kind.twins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(term: &str, locale: &str) -> Kind {
        Kind::of(&Capabilities {
            term: term.into(),
            locale: locale.into(),
            colours: Colours::Indexed,
            ..Default::default()
        })
    }

    #[test]
    fn terminals_are_known_by_their_name_and_locale() {
        let told: Vec<_> = ["xterm-256color", "tmux", "linux", "vt100", "vt220-8bit", "dumb"]
            .iter()
            .map(|term| kind(term, "de_DE.UTF-8"))
            .map(|kind| (kind.lines, kind.alternate, kind.unicode, kind.twins, kind.depth == Depth::Mono))
            .collect();
        assert_eq!(
            told,
            [
                (false, true, true, false, false),
                (false, true, true, false, false),
                (false, false, false, false, false),
                (false, false, false, true, true),
                (false, false, false, true, true),
                (true, true, true, false, false),
            ]
        );
        assert!(!kind("xterm", "C").unicode && !kind("xterm", "").unicode && kind("xterm", "C.utf8").unicode);
    }
}
