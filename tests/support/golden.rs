//! Pictures of a terminal as text: its letters, then one style letter for each cell, and what the letters mean.

use std::fmt::Write as _;
use std::path::PathBuf;

use dockhand::ui::theme::{Role, Theme};
use ratatui::style::{Color, Modifier, Style};

/// Makes the picture of what a terminal shows.
pub fn picture(screen: &vt100::Screen, theme: &Theme) -> String {
    let (rows, columns) = screen.size();
    let (cursor_row, cursor_column) = screen.cursor_position();
    let mut text = format!("{columns}x{rows}, cursor at column {cursor_column} of row {cursor_row}\n");
    let mut styles = String::new();
    let mut used: Vec<char> = Vec::new();
    let sixteen = !matches!(theme.style(Role::Dim).fg, Some(Color::Indexed(_)));
    for row in 0..rows {
        let (mut letters, mut looks) = (String::new(), String::new());
        for column in 0..columns {
            let Some(cell) = screen.cell(row, column) else { continue };
            let blank = !cell.has_contents() || cell.contents() == " ";
            if !cell.is_wide_continuation() {
                letters.push_str(if blank { " " } else { cell.contents() });
            }
            let look =
                if blank && !cell.inverse() && !cell.underline() { ' ' } else { theme.letter(style(cell, sixteen)) };
            looks.push(look);
            if !used.contains(&look) {
                used.push(look);
            }
        }
        let _ = writeln!(text, "{}", letters.trim_end());
        let _ = writeln!(styles, "{}", looks.trim_end());
    }
    text.push_str("── styles\n");
    text.push_str(&styles);
    text.push_str("── legend\n");
    for (role, letter) in Role::LEGEND.iter().filter(|(_, letter)| used.contains(letter)) {
        let _ = writeln!(text, "{letter} {role:?}");
    }
    text
}

/// Compares a picture with the one that is kept under a name.
#[track_caller]
pub fn compare(name: &str, picture: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, picture).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file)
        .unwrap_or_else(|why| panic!("{}: {why}; UPDATE_GOLDENS=1 writes it:\n{picture}", file.display()));
    if kept != picture {
        let mut rows = String::new();
        for (old, new) in kept.lines().zip(picture.lines()).filter(|(old, new)| old != new) {
            let _ = writeln!(rows, "-{old}\n+{new}");
        }
        panic!("{} differs (UPDATE_GOLDENS=1 writes it anew):\n{rows}\nnow:\n{picture}", file.display());
    }
}

fn style(cell: &vt100::Cell, sixteen: bool) -> Style {
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => named(index).filter(|_| sixteen).unwrap_or(Color::Indexed(index)),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    };
    let mut style = Style::new().fg(colour(cell.fgcolor())).bg(colour(cell.bgcolor()));
    for (held, modifier) in [
        (cell.bold(), Modifier::BOLD),
        (cell.dim(), Modifier::DIM),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ] {
        if held {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// Returns the name of one of the sixteen colours of every terminal.
fn named(index: u8) -> Option<Color> {
    let names = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    names.get(usize::from(index)).copied()
}
