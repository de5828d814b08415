//! Where the terminal's cursor stands and how it writes, and the shortest bytes to change either.

use ratatui::style::{Color, Modifier};

/// How letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Colour of letters.
    pub fg: Color,
    /// Colour behind them.
    pub bg: Color,
    /// Bold, underlined and the rest.
    pub modifier: Modifier,
}

/// As a terminal writes after a reset.
const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Look {
    /// Tells that a blank written so is as empty as any.
    pub fn is_flat(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED)
    }
}

/// Bytes of a frame as they gather. `None` where the terminal's own state is not known.
#[derive(Debug, Default)]
pub struct Pen {
    bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    look: Option<Look>,
}

impl Pen {
    /// Adds bytes that neither move the cursor nor change how it writes.
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the gathered bytes.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Empties the whole terminal.
    pub fn clear(&mut self) {
        self.put(b"\x1b[m\x1b[H\x1b[2J");
        self.look = Some(PLAIN);
        self.at = Some((0, 0));
    }

    /// Empties the rest of the row.
    pub fn erase(&mut self) {
        if !self.look.is_some_and(Look::is_flat) {
            self.look(PLAIN);
        }
        self.put(b"\x1b[K");
    }

    /// Moves the cursor.
    pub fn go(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut best = absolute(x, y);
        if let Some(at) = self.at {
            for way in relative(at, (x, y)) {
                if way.len() < best.len() {
                    best = way;
                }
            }
        }
        self.put(best.as_bytes());
        self.at = Some((x, y));
    }

    /// Moves the cursor, or writes again what stands on the way, if `between` tells letters that cost less.
    pub fn reach(&mut self, x: u16, y: u16, between: impl Fn(u16) -> Option<(String, Option<Look>)>) {
        if let Some((from, row)) = self.at
            && row == y
            && from < x
            && let Some((letters, look)) = between(from)
            && look.map_or(self.look.is_some_and(Look::is_flat), |look| self.look == Some(look))
        {
            self.put(letters.as_bytes());
            self.at = Some((x, y));
            return;
        }
        self.go(x, y);
    }

    /// Writes a letter of so many columns, in a row of a width.
    pub fn write(&mut self, symbol: &str, columns: u16, look: Look, width: u16) {
        let blank = symbol == " " && look.is_flat();
        if !(blank && self.look.is_some_and(Look::is_flat)) {
            self.look(if blank { PLAIN } else { look });
        }
        self.put(symbol.as_bytes());
        // Behind the last column, and behind letters terminals disagree about, nobody knows where the cursor is.
        let sure = symbol.len() == 1 || (columns == 1 && symbol.chars().count() == 1);
        self.at = self.at.filter(|at| sure && at.0 + columns < width).map(|(x, y)| (x + columns, y));
    }

    fn look(&mut self, to: Look) {
        if self.look == Some(to) {
            return;
        }
        let fresh = change(PLAIN, to);
        let mut best = if to == PLAIN { "\x1b[m".to_owned() } else { format!("\x1b[0;{fresh}m") };
        if let Some(from) = self.look {
            let step = format!("\x1b[{}m", change(from, to));
            if step.len() < best.len() {
                best = step;
            }
        }
        self.put(best.as_bytes());
        self.look = Some(to);
    }
}

fn absolute(x: u16, y: u16) -> String {
    match (x, y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, _) => format!("\x1b[{}H", y + 1),
        _ => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

/// Returns ways from one place to another that start where the cursor is.
fn relative(from: (u16, u16), to: (u16, u16)) -> Vec<String> {
    let step = |count: u16, letter: char| match count {
        0 => String::new(),
        1 => format!("\x1b[{letter}"),
        _ => format!("\x1b[{count}{letter}"),
    };
    let aside = |from: u16, to: u16| match to.cmp(&from) {
        std::cmp::Ordering::Less if from - to <= 3 => "\u{8}".repeat(usize::from(from - to)),
        std::cmp::Ordering::Less => step(from - to, 'D'),
        _ => step(to - from, 'C'),
    };
    let ((x, y), (to_x, to_y)) = (from, to);
    let down = if to_y >= y { step(to_y - y, 'B') } else { step(y - to_y, 'A') };
    let mut ways = vec![format!("{down}{}", aside(x, to_x)), format!("\r{down}{}", aside(0, to_x))];
    if to_y == y + 1 {
        ways.push(format!("\r\n{}", aside(0, to_x)));
    }
    ways
}

/// Returns the parameters that turn one look into another, without resetting it.
fn change(from: Look, to: Look) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut held = from.modifier;
    let gone = from.modifier - to.modifier;
    // One parameter ends bold and dim together.
    for (ended, parameter) in [
        (Modifier::BOLD | Modifier::DIM, "22"),
        (Modifier::ITALIC, "23"),
        (Modifier::UNDERLINED, "24"),
        (Modifier::REVERSED, "27"),
    ] {
        if gone.intersects(ended) {
            said.push(parameter.to_owned());
            held -= ended;
        }
    }
    for (begun, parameter) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        if (to.modifier - held).contains(begun) {
            said.push(parameter.to_owned());
        }
    }
    if from.fg != to.fg {
        said.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        said.push(colour(to.bg, 40));
    }
    said.join(";")
}

fn colour(colour: Color, base: u16) -> String {
    let plain = |number: u16| (base + number).to_string();
    let bright = |number: u16| (base + 60 + number).to_string();
    match colour {
        Color::Reset => plain(9),
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}
