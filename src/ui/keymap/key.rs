//! One stroke of the keyboard, whatever bytes the terminal sends for it.

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Function key, from 1.
    F(u8),
    /// Character key; with Ctrl in lower case.
    Char(char),
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
}

/// One stroke: a key and what was held down with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

impl Key {
    /// Returns a key alone.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// Returns a function key.
    pub const fn f(number: u8) -> Key {
        Key::plain(Code::F(number))
    }

    /// Returns a character with Ctrl held.
    pub const fn ctrl(character: char) -> Key {
        Key { code: Code::Char(character), ctrl: true, alt: false }
    }

    /// Returns its name: `F10`, `Ctrl+P`, `←` (`Left` where only ASCII shows).
    pub fn word(self, ascii: bool) -> String {
        let name = match self.code {
            Code::F(number) => return self.held(&format!("F{number}")),
            Code::Char(' ') => return self.held("Space"),
            Code::Char(character) => return self.held(&character.to_uppercase().to_string()),
            Code::Up if ascii => "Up",
            Code::Down if ascii => "Down",
            Code::Left if ascii => "Left",
            Code::Right if ascii => "Right",
            Code::Up => "↑",
            Code::Down => "↓",
            Code::Left => "←",
            Code::Right => "→",
            Code::Enter => "Enter",
            Code::Esc => "Esc",
            Code::Tab => "Tab",
            Code::BackTab => "Shift+Tab",
            Code::PageUp => "PgUp",
            Code::PageDown => "PgDn",
            Code::Home => "Home",
            Code::End => "End",
            Code::Backspace => "Backspace",
            Code::Delete => "Delete",
            Code::Insert => "Insert",
        };
        self.held(name)
    }

    /// Returns the name of its twin for a keyboard without function keys: `^F0` is Ctrl+F, then 0.
    pub fn twin_word(self, ascii: bool) -> String {
        match self.code {
            Code::F(number) if !self.ctrl && !self.alt => format!("^F{}", number % 10),
            _ => self.word(ascii),
        }
    }

    /// Returns the key a digit makes after Ctrl+F; 0 stands for F10.
    pub fn twin(digit: u8) -> Option<Key> {
        match digit {
            b'0' => Some(Key::f(10)),
            b'1'..=b'9' => Some(Key::f(digit - b'0')),
            _ => None,
        }
    }

    /// Reads the name that [`word`](Key::word) makes: `F10`, `Ctrl+P`, `Esc`.
    pub fn named(name: &str) -> Option<Key> {
        let (mut ctrl, mut alt, mut rest) = (false, false, name);
        loop {
            if let Some(after) = rest.strip_prefix("Ctrl+") {
                (ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Alt+") {
                (alt, rest) = (true, after);
            } else {
                break;
            }
        }
        let code = match rest {
            "Up" | "↑" => Code::Up,
            "Down" | "↓" => Code::Down,
            "Left" | "←" => Code::Left,
            "Right" | "→" => Code::Right,
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Tab" => Code::Tab,
            "Shift+Tab" => Code::BackTab,
            "PgUp" => Code::PageUp,
            "PgDn" => Code::PageDown,
            "Home" => Code::Home,
            "End" => Code::End,
            "Backspace" => Code::Backspace,
            "Delete" => Code::Delete,
            "Insert" => Code::Insert,
            "Space" => Code::Char(' '),
            _ => {
                let mut letters = rest.chars();
                match (letters.next()?, letters.as_str()) {
                    (only, "") => Code::Char(only.to_ascii_lowercase()),
                    ('F', digits) => Code::F(digits.parse().ok()?),
                    _ => return None,
                }
            }
        };
        Some(Key { code, ctrl, alt })
    }

    fn held(self, name: &str) -> String {
        match (self.ctrl, self.alt) {
            (false, false) => name.to_owned(),
            (true, false) => format!("Ctrl+{name}"),
            (false, true) => format!("Alt+{name}"),
            (true, true) => format!("Ctrl+Alt+{name}"),
        }
    }
}
