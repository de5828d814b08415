//! What would be printed, on a terminal: two rows of dots a line in half blocks, or letters where there are none.

use super::barcode::Matrix;
use super::dots::Dots;
use super::layout::{Item, Laid};
use super::letters::Letters;
use super::template::Align;

/// How much light a symbol on a screen gets around it, in modules: more than on paper, for what lies beside it is dark.
const QUIET: usize = 3;

/// Draws the modules of a symbol that is to be read off the screen, dark on light. Bars become `lines` lines high.
///
/// With `ascii`, where there are no half blocks, a module is two letters wide, as high as it is wide.
pub fn symbol(matrix: &Matrix, lines: usize, ascii: bool) -> Vec<String> {
    let quiet = matrix.quiet();
    let (beside, beyond) = (quiet.left.max(quiet.right).max(QUIET), quiet.beyond.max(QUIET));
    let tall = if matrix.is_bars() { lines * if ascii { 1 } else { 2 } } else { matrix.height() + 2 * beyond };
    let mut dots = Dots::white(matrix.width() + 2 * beside, tall);
    let top = if matrix.is_bars() { 0 } else { beyond };
    dots.draw_matrix(matrix, (beside, top), 1, tall);
    if ascii { letters(&dots) } else { half_blocks(&dots) }
}

/// Draws a label so that it is at most `columns` wide and `lines` high, in half blocks or letters.
pub fn label(dots: &Dots, columns: usize, lines: usize, ascii: bool) -> Vec<String> {
    let (across, down) = if ascii { (columns / 2, lines) } else { (columns, lines * 2) };
    let step = dots.width().div_ceil(across.max(1)).max(dots.height().div_ceil(down.max(1))).max(1);
    let small = shrunk(dots, step);
    if ascii { letters(&small) } else { half_blocks(&small) }
}

/// Draws a label so small that its letters could not be read as dots: they are written, each where it stands, between the
/// symbols and rules.
pub fn sketch(laid: &Laid, letters: &mut Letters, columns: usize, lines: usize, ascii: bool) -> Vec<String> {
    let mut dots = Dots::white(laid.width, laid.height);
    let mut runs = Vec::new();
    for item in &laid.items {
        match item {
            Item::Text(run) => runs.push(run),
            item => item.draw(&mut dots, letters),
        }
    }
    let (across, down) = if ascii { (columns / 2, lines) } else { (columns, lines * 2) };
    let step = dots.width().div_ceil(across.max(1)).max(dots.height().div_ceil(down.max(1))).max(1);
    // Columns a step, and steps a line.
    let (wide, tall) = if ascii { (2, 1) } else { (1, 2) };
    let mut drawn: Vec<Vec<char>> =
        label(&dots, columns, lines, ascii).into_iter().map(|line| line.chars().collect()).collect();
    for run in runs {
        let text: Vec<char> = run.text.chars().map(|letter| if letter < '\u{1100}' { letter } else { '?' }).collect();
        let (left, right) = (run.x * wide / step, (run.x + run.width) * wide / step);
        let start = match run.align {
            Align::Left => left,
            Align::Centre => usize::midpoint(left, right).saturating_sub(text.len() / 2),
            Align::Right => right.saturating_sub(text.len()),
        };
        let Some(line) = drawn.get_mut(run.baseline.saturating_sub(run.size / 3) / (step * tall)) else { continue };
        for (cell, letter) in line.iter_mut().skip(start).zip(text) {
            *cell = letter;
        }
    }
    drawn.into_iter().map(|line| line.into_iter().collect()).collect()
}

/// Takes squares of `step` dots for one; it is black where at least two fifths of them are.
fn shrunk(dots: &Dots, step: usize) -> Dots {
    let mut small = Dots::white(dots.width().div_ceil(step), dots.height().div_ceil(step));
    for y in 0..small.height() {
        for x in 0..small.width() {
            let black = (0..step * step).filter(|at| dots.is_black(x * step + at % step, y * step + at / step)).count();
            if black * 5 >= step * step * 2 {
                small.blacken(x, y);
            }
        }
    }
    small
}

fn half_blocks(dots: &Dots) -> Vec<String> {
    let line = |y: usize| {
        let cell = |x| match (dots.is_black(x, y), dots.is_black(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        (0..dots.width()).map(cell).collect()
    };
    (0..dots.height()).step_by(2).map(line).collect()
}

fn letters(dots: &Dots) -> Vec<String> {
    let line = |y| (0..dots.width()).map(|x| if dots.is_black(x, y) { "##" } else { "  " }).collect();
    (0..dots.height()).map(line).collect()
}

/// Puts lines on a terminal dark on light, whatever its own colours are.
pub fn on_terminal(lines: &[String]) -> String {
    lines.iter().flat_map(|line| ["\u{1b}[30;107m", line, "\u{1b}[0m\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::barcode::{Symbol, Symbology};

    #[test]
    fn a_symbol_on_a_screen_has_every_module_and_light_around_it() {
        let matrix = Symbol::new(Symbology::Qr, "DH:POST").unwrap().matrix;
        for (ascii, wide) in [(false, 1), (true, 2)] {
            let lines = symbol(&matrix, 0, ascii);
            let tall = if ascii { 1 } else { 2 };
            assert_eq!(lines.len(), (matrix.height() + 8).div_ceil(tall));
            for (y, row) in matrix.rows().enumerate() {
                for (x, dark) in row.iter().enumerate() {
                    let shown = lines[(y + 4) / tall].chars().nth((x + 4) * wide).unwrap();
                    let upper = (y + 4) % tall == 0;
                    let drawn = shown == '#' || shown == '█' || shown == if upper { '▀' } else { '▄' };
                    assert_eq!(drawn, *dark, "{x} {y}");
                }
            }
            assert!(lines[..2].iter().all(|line| line.trim().is_empty()));
        }
    }

    #[test]
    fn a_label_is_made_small_enough_for_the_screen() {
        let mut dots = Dots::white(400, 200);
        dots.fill((0, 0), 400, 100);
        let lines = label(&dots, 60, 10, false);
        assert!(lines.len() <= 10 && lines.iter().all(|line| line.chars().count() <= 60));
        assert!(lines[0].chars().all(|cell| cell == '█'));
        assert!(lines[lines.len() - 1].trim().is_empty());
    }
}
