//! Roles of what is drawn, and the styles a theme gives them on this terminal.
//!
//! Screens name a [`Role`] and never a colour. A role's meaning is always in the words too: `NO_COLOR`, and eyes that
//! see no red, lose nothing.

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// None: bold, dim, underlined and reversed only.
    Mono,
    /// The sixteen of every terminal.
    #[default]
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24 bits.
    True,
}

/// Which theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Name {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// Black, white and bold, for bright halls and tired eyes.
    Contrast,
}

impl Name {
    /// Reads the name as the config file writes it.
    pub fn named(name: &str) -> Option<Name> {
        match name {
            "dark" => Some(Name::Dark),
            "light" => Some(Name::Light),
            "contrast" => Some(Name::Contrast),
            _ => None,
        }
    }
}

/// What something drawn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text, and keys that cannot act now.
    Dim,
    /// Where you are: the first row.
    Title,
    /// Names of columns and fields.
    Heading,
    /// Rules between parts.
    Rule,
    /// Accepted, in stock, done.
    Good,
    /// Refused, missing.
    Bad,
    /// Waits for a decision, carried over, below minimum.
    Warn,
    /// Selected row.
    Selected,
    /// Key in the footer.
    Key,
    /// Field being written.
    Field,
    /// Number or serial that is being looked at.
    Strong,
    /// What lies on paper, dark on light: a label, a code to be scanned off the screen.
    Paper,
}

impl Role {
    /// Every role, with the letter that goldens show for it.
    pub const LEGEND: &'static [(Role, char)] = &[
        (Role::Text, '.'),
        (Role::Dim, 'd'),
        (Role::Title, 'T'),
        (Role::Heading, 'h'),
        (Role::Rule, '-'),
        (Role::Good, 'G'),
        (Role::Bad, 'B'),
        (Role::Warn, 'W'),
        (Role::Selected, 'S'),
        (Role::Key, 'K'),
        (Role::Field, 'F'),
        (Role::Strong, 's'),
        (Role::Paper, 'P'),
    ];
}

/// Styles of all roles on one terminal, and the marks it can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; 13],
    /// Only ASCII shows: borders, marks and the rest fall back.
    pub ascii: bool,
    /// The terminal has no function keys: the footer names their twins.
    pub twins: bool,
}

impl Default for Theme {
    fn default() -> Theme {
        Theme::new(Name::Dark, Depth::Sixteen, false, false)
    }
}

impl Theme {
    /// Computes the styles of a theme for a terminal.
    pub fn new(name: Name, depth: Depth, ascii: bool, twins: bool) -> Theme {
        let mut styles = [Style::new(); 13];
        for &(role, _) in Role::LEGEND {
            styles[role as usize] = if depth == Depth::Mono { mono(role) } else { coloured(name, role, depth) };
        }
        Theme { styles, ascii, twins }
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Returns the letter that goldens show for a style; `?` for one that no role has.
    pub fn letter(&self, style: Style) -> char {
        let found = Role::LEGEND.iter().find(|(role, _)| same(self.style(*role), style));
        found.map_or('?', |(_, letter)| *letter)
    }

    /// Tells that letters are dark on a light ground.
    pub fn is_light(&self) -> bool {
        matches!(self.style(Role::Strong).fg, Some(Color::Black | Color::Indexed(16)))
    }

    /// Returns the mark before the selected row.
    pub fn marker(&self) -> &'static str {
        if self.ascii { ">" } else { "▸" }
    }

    /// Returns the letter rules are drawn with.
    pub fn rule(&self) -> &'static str {
        if self.ascii { "-" } else { "─" }
    }
}

fn same(a: Style, b: Style) -> bool {
    let plain = |colour: Option<Color>| colour.unwrap_or(Color::Reset);
    plain(a.fg) == plain(b.fg) && plain(a.bg) == plain(b.bg) && a.add_modifier == b.add_modifier
}

fn mono(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Text | Role::Rule | Role::Good => style,
        Role::Dim => style.add_modifier(Modifier::DIM),
        Role::Title | Role::Strong | Role::Key | Role::Warn | Role::Selected => style.add_modifier(Modifier::BOLD),
        Role::Heading | Role::Field => style.add_modifier(Modifier::UNDERLINED),
        Role::Bad | Role::Paper => style.add_modifier(Modifier::REVERSED),
    }
}

fn coloured(name: Name, role: Role, depth: Depth) -> Style {
    let style = Style::new();
    let rich = depth != Depth::Sixteen;
    // (sixteen, palette of 256): the terminal's own sixteen follow the operator's scheme; the palette is ours.
    let pick = |plain: Color, index: u8| if rich { Color::Indexed(index) } else { plain };
    match (name, role) {
        (_, Role::Text) | (Name::Contrast, Role::Dim | Role::Rule | Role::Heading) => style,
        (Name::Contrast, Role::Bad) => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        (Name::Contrast, Role::Good | Role::Warn | Role::Key | Role::Title | Role::Strong | Role::Selected) => {
            style.add_modifier(Modifier::BOLD)
        }
        (_, Role::Paper) => style.fg(pick(Color::Black, 16)).bg(pick(Color::White, 231)),
        (_, Role::Field) => style.add_modifier(Modifier::UNDERLINED),
        (Name::Dark, Role::Dim) => style.fg(pick(Color::DarkGray, 245)),
        (Name::Light, Role::Dim) => style.fg(pick(Color::DarkGray, 242)),
        (Name::Dark, Role::Rule) => style.fg(pick(Color::DarkGray, 239)),
        (Name::Light, Role::Rule) => style.fg(pick(Color::Gray, 250)),
        (Name::Dark, Role::Title) => style.fg(pick(Color::Cyan, 80)).add_modifier(Modifier::BOLD),
        (Name::Light, Role::Title) => style.fg(pick(Color::Blue, 25)).add_modifier(Modifier::BOLD),
        (Name::Dark, Role::Heading) => style.fg(pick(Color::Cyan, 110)),
        (Name::Light, Role::Heading) => style.fg(pick(Color::Blue, 24)),
        (Name::Dark, Role::Good) => style.fg(pick(Color::Green, 114)).add_modifier(Modifier::BOLD),
        (Name::Light, Role::Good) => style.fg(pick(Color::Green, 28)).add_modifier(Modifier::BOLD),
        (Name::Dark, Role::Bad) => style.fg(pick(Color::LightRed, 203)).add_modifier(Modifier::BOLD),
        (Name::Light, Role::Bad) => style.fg(pick(Color::Red, 160)).add_modifier(Modifier::BOLD),
        (Name::Dark, Role::Warn) => style.fg(pick(Color::Yellow, 221)),
        (Name::Light, Role::Warn) => style.fg(pick(Color::Magenta, 130)),
        (Name::Dark, Role::Key) => style.fg(pick(Color::Yellow, 179)),
        (Name::Light, Role::Key) => style.fg(pick(Color::Blue, 31)),
        (_, Role::Selected) => style.add_modifier(Modifier::BOLD),
        (Name::Dark, Role::Strong) => style.fg(pick(Color::White, 231)),
        (Name::Light, Role::Strong) => style.fg(pick(Color::Black, 16)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colours_no_role_has_one() {
        for &(role, _) in Role::LEGEND {
            let style = Theme::new(Name::Dark, Depth::Mono, false, false).style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn good_and_bad_differ_in_every_theme() {
        for name in [Name::Dark, Name::Light, Name::Contrast] {
            for depth in [Depth::Mono, Depth::Sixteen, Depth::Indexed, Depth::True] {
                let theme = Theme::new(name, depth, false, false);
                assert_ne!(theme.style(Role::Good), theme.style(Role::Bad), "{name:?} {depth:?}");
            }
        }
    }
}
