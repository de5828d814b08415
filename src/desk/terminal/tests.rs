use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

use super::*;

/// Bytes that reached a terminal.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Wire {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn attached(columns: u16, rows: u16) -> (Terminal, Wire) {
    let wire = Wire::default();
    (Terminal::attach(Box::new(wire.clone()), true, (columns, rows)), wire)
}

/// Shows one text, the cursor behind it.
fn show(terminal: &mut Terminal, x: u16, y: u16, text: &str, style: Style) {
    let mut canvas = Buffer::empty(terminal.area());
    canvas.set_string(x, y, text, style);
    terminal.show(&canvas, Position::new(x + u16::try_from(text.len()).unwrap(), y)).unwrap();
}

#[test]
fn nothing_is_sent_when_nothing_changed() {
    let (mut terminal, wire) = attached(80, 24);
    show(&mut terminal, 3, 3, "Phone X", Style::new());
    assert!(wire.take().starts_with(b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[H\x1b[2J"));
    show(&mut terminal, 3, 3, "Phone X", Style::new());
    assert_eq!(wire.take(), b"");
}

#[test]
fn a_typed_letter_is_one_byte() {
    let (mut terminal, wire) = attached(80, 24);
    let strong = Style::new().fg(Color::Indexed(231));
    for (text, most) in [("", usize::MAX), ("S", 16), ("SN", 1), ("SN-", 1)] {
        wire.take();
        show(&mut terminal, 14, 22, text, strong);
        assert!(wire.take().len() <= most, "{text}");
    }
}

#[test]
fn a_terminal_is_given_back_as_it_was() {
    let (mut terminal, wire) = attached(80, 24);
    show(&mut terminal, 0, 0, "x", Style::new());
    wire.take();
    terminal.give_back("Left.");
    assert_eq!(wire.take(), b"\x1b[?2004l\x1b[m\x1b[?1049lLeft.\r\n");
}

#[test]
fn another_size_is_drawn_whole() {
    let (mut terminal, wire) = attached(80, 24);
    show(&mut terminal, 0, 0, "x", Style::new());
    wire.take();
    terminal.resize(20, 8);
    show(&mut terminal, 0, 0, "x", Style::new());
    assert_eq!(wire.take(), b"\x1b[m\x1b[H\x1b[2Jx");
}

fn style() -> impl Strategy<Value = Style> {
    let colour =
        prop_oneof![Just(Color::Reset), Just(Color::Red), Just(Color::White), (0..=255_u8).prop_map(Color::Indexed)];
    let modifier = prop_oneof![
        Just(Modifier::empty()),
        Just(Modifier::BOLD),
        Just(Modifier::DIM),
        Just(Modifier::UNDERLINED),
        Just(Modifier::REVERSED),
        Just(Modifier::BOLD | Modifier::REVERSED),
    ];
    (colour, modifier).prop_map(|(fg, modifier)| Style::new().fg(fg).add_modifier(modifier))
}

type Written = (u16, u16, String, Style);

fn written() -> impl Strategy<Value = Vec<Written>> {
    let text = prop_oneof!["[a-c ]{0,12}", "[ab日本é✔ ]{0,8}"];
    proptest::collection::vec((0..20_u16, 0..6_u16, text, style()), 0..12)
}

fn colour_of(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(1) => Color::Red,
        vt100::Color::Idx(15) => Color::White,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

proptest! {
    /// Whatever was shown before, the terminal shows what was drawn, in the style it was drawn with.
    #[test]
    fn a_terminal_shows_what_was_drawn(frames in proptest::collection::vec((written(), 0..20_u16, 0..6_u16), 1..6)) {
        let (mut terminal, wire) = attached(20, 6);
        let mut emulator = vt100::Parser::new(6, 20, 0);
        for (texts, x, y) in frames {
            let mut drawn = Buffer::empty(terminal.area());
            for (x, y, text, style) in &texts {
                drawn.set_string(*x, *y, text, *style);
            }
            terminal.show(&drawn, Position::new(x, y)).unwrap();
            emulator.process(&wire.take());
            prop_assert_eq!(emulator.screen().cursor_position(), (y, x));
            let mut skip = 0;
            for (at, cell) in drawn.content.iter().enumerate() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                skip = cell.symbol().width().max(1) - 1;
                let (x, y) = (u16::try_from(at % 20).unwrap(), u16::try_from(at / 20).unwrap());
                let seen = emulator.screen().cell(y, x).unwrap();
                let letter = if seen.has_contents() { seen.contents() } else { " " };
                prop_assert_eq!(letter, cell.symbol(), "at {} {}", x, y);
                if is_blank(cell) {
                    prop_assert!(!seen.inverse() && !seen.underline());
                    continue;
                }
                let indexed = |colour| match colour { Color::Indexed(1) => Color::Red, Color::Indexed(15) => Color::White, c => c };
                prop_assert_eq!(colour_of(seen.fgcolor()), indexed(cell.fg), "at {} {}", x, y);
                if cell.modifier.contains(Modifier::BOLD | Modifier::DIM) {
                    continue; // Terminals show one of the two.
                }
                let modifiers = [
                    (Modifier::BOLD, seen.bold()),
                    (Modifier::DIM, seen.dim()),
                    (Modifier::UNDERLINED, seen.underline()),
                    (Modifier::REVERSED, seen.inverse()),
                ];
                for (modifier, shown) in modifiers {
                    prop_assert_eq!(cell.modifier.contains(modifier), shown, "{:?} at {} {}", modifier, x, y);
                }
            }
        }
    }
}
