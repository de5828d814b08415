//! A terminal's picture as SVG and PNG: each cell in its place, in the colours of a dark terminal.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// A cell, in pixels.
const CELL: (u16, u16) = (10, 21);
/// Space around the terminal.
const EDGE: u16 = 12;
const GROUND: &str = "#14161b";
const LETTERS: &str = "#d8dbe2";
/// Where Debian keeps DejaVu Sans Mono (`fonts-dejavu-core`), which has every mark a desk shows.
const FONTS: [&str; 2] =
    ["/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf"];
/// The sixteen colours of a terminal.
const SIXTEEN: [&str; 16] = [
    "#1d1f26", "#e0566c", "#7dc46f", "#d9a94e", "#5b9bd5", "#b583d6", "#4fb3bf", "#c6cad3", "#6b7280", "#f07a8c",
    "#9ad88d", "#ecc46f", "#82b8e8", "#cda4e6", "#77cdd6", "#ffffff",
];

/// Draws what a terminal shows.
pub fn svg(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"DejaVu Sans Mono\" font-size=\"16\"><rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"{GROUND}\"/>\n"
    );
    for row in 0..rows {
        for column in 0..columns {
            if let Some(cell) = screen.cell(row, column) {
                draw_cell(&mut svg, cell, EDGE + column * CELL.0, EDGE + row * CELL.1);
            }
        }
    }
    let (row, column) = screen.cursor_position();
    let (x, y) = (EDGE + column * CELL.0, EDGE + row * CELL.1);
    let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"2\" height=\"{}\" fill=\"{LETTERS}\"/>", CELL.1);
    svg.push_str("</svg>\n");
    svg
}

fn draw_cell(svg: &mut String, cell: &vt100::Cell, x: u16, y: u16) {
    let (mut front, mut back) = (colour(cell.fgcolor(), LETTERS), colour(cell.bgcolor(), GROUND));
    if cell.inverse() {
        std::mem::swap(&mut front, &mut back);
    }
    if back != GROUND {
        let (width, height) = CELL;
        let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{back}\"/>");
    }
    let text = cell.contents();
    if text.trim().is_empty() {
        return;
    }
    let weight = if cell.bold() { " font-weight=\"bold\"" } else { "" };
    let faint = if cell.dim() { " opacity=\"0.6\"" } else { "" };
    let line = if cell.underline() { " text-decoration=\"underline\"" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let base = y + 16;
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{base}\" fill=\"{front}\"{weight}{faint}{line}>{text}</text>");
}

fn colour(colour: vt100::Color, default: &str) -> String {
    match colour {
        vt100::Color::Default => default.to_owned(),
        vt100::Color::Idx(index) => indexed(index),
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

/// Returns a colour of the palette of 256: sixteen, a cube of six, then greys.
fn indexed(index: u8) -> String {
    let level = |part: u8| if part == 0 { 0 } else { 55 + part * 40 };
    match index {
        0..16 => SIXTEEN[usize::from(index)].to_owned(),
        16..232 => {
            let cube = index - 16;
            let (red, green, blue) = (level(cube / 36), level(cube / 6 % 6), level(cube % 6));
            format!("#{red:02x}{green:02x}{blue:02x}")
        }
        grey => {
            let grey = 8 + (grey - 232) * 10;
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

/// Renders an SVG to PNG.
pub fn png(svg: &str) -> Vec<u8> {
    let mut fonts = fontdb::Database::new();
    for font in FONTS {
        fonts.load_font_data(
            std::fs::read(font).unwrap_or_else(|why| panic!("{font}: {why}; install fonts-dejavu-core")),
        );
    }
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).unwrap();
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().unwrap()
}

/// Compares a terminal's picture with `screenshots/NAME.png`; `UPDATE_SCREENSHOTS=1` writes it anew.
pub fn compare(name: &str, screen: &vt100::Screen) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots").join(format!("{name}.png"));
    let picture = png(&svg(screen));
    if std::env::var_os("UPDATE_SCREENSHOTS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, picture).unwrap();
        return;
    }
    let kept = std::fs::read(&file).unwrap_or_default();
    assert!(kept == picture, "{} is not what the screen shows now: UPDATE_SCREENSHOTS=1 writes it", file.display());
}
