//! Text in its field: shrunk until it fits, wrapped where it may be, cut short where nothing else helps.

use super::{Misfit, Place, dots};
use crate::label::letters::{ASCENT, Face, LINE, Letters};
use crate::label::template::{Align, TextField};

/// One line of text, in dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRun {
    /// What it says.
    pub text: String,
    /// Where it begins.
    pub x: usize,
    /// Where its letters stand.
    pub baseline: usize,
    /// Height of its letters.
    pub size: usize,
    /// How wide it is.
    pub width: usize,
    /// In bold.
    pub bold: bool,
    /// What stays where it is when its letters turn out narrower.
    pub align: Align,
}

/// What a line that was cut short ends in.
const CUT: char = '…';

/// Sets a text into its field, as few or many lines as it needs.
pub(super) fn set(
    field: &TextField,
    text: &str,
    place: Place,
    dpi: u32,
    letters: &Letters,
) -> Result<Vec<TextRun>, Misfit> {
    // What has no picture is a blank, as a terminal shows it.
    let text: String = text.trim().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let face = letters.face(field.bold);
    let largest = dots(field.letters, dpi, f64::round).max(1);
    let smallest = dots(field.smallest, dpi, f64::ceil).clamp(1, largest);
    // Where one line holds it, how small it must become is known at once.
    let first = if field.lines == 1 { fitting(face, &text, place.width).min(largest) } else { largest };
    for size in (smallest..=first).rev() {
        let lines = wrap(face, &text, place.width, size);
        if lines.len() <= field.lines && high(lines.len(), size) <= place.height + 1 {
            return Ok(placed(field, &lines, place, size, face));
        }
    }
    if field.whole {
        let tenths = |dots: f64| tenths(dots, dpi);
        #[expect(clippy::cast_precision_loss, reason = "labels are a few thousand dots wide")]
        let (takes, has) = (face.width(&text) * smallest as f64, (place.width * field.lines) as f64);
        return Err(Misfit::Text { text, takes: tenths(takes), has: tenths(has) });
    }
    let room = (1..=field.lines).rev().find(|lines| high(*lines, smallest) <= place.height + 1).unwrap_or(1);
    let mut lines = wrap(face, &text, place.width, smallest);
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            cut(face, last, place.width, smallest);
        }
    }
    Ok(placed(field, &lines, place, smallest, face))
}

/// Sets one line in the middle of its field, smaller where it must be.
pub(super) fn one(text: &str, place: Place, size: usize, letters: &Letters) -> Option<TextRun> {
    let face = letters.face(false);
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let size = fitting(face, &text, place.width).min(size);
    (size > 0).then(|| run(&text, (place, Align::Centre), place.y, size, (face, false)))
}

fn placed(field: &TextField, lines: &[String], place: Place, size: usize, face: &Face) -> Vec<TextRun> {
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| run(line, (place, field.align), place.y + high(at, size), size, (face, field.bold)))
        .collect()
}

fn run(text: &str, (place, align): (Place, Align), top: usize, size: usize, (face, bold): (&Face, bool)) -> TextRun {
    let width = wide(face, text, size);
    let spare = place.width.saturating_sub(width);
    let x = place.x
        + match align {
            Align::Left => 0,
            Align::Centre => spare / 2,
            Align::Right => spare,
        };
    TextRun { text: text.to_owned(), x, baseline: top + part(size, ASCENT), size, width, bold, align }
}

/// Returns how high so many lines are.
pub(super) fn high(lines: usize, size: usize) -> usize {
    part(lines * size, LINE)
}

/// Returns how wide a text is.
fn wide(face: &Face, text: &str, size: usize) -> usize {
    part(size, face.width(text))
}

/// Returns the largest size at which a text is one line.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "labels are a few thousand dots wide")]
#[expect(clippy::cast_precision_loss, reason = "labels are a few thousand dots wide")]
fn fitting(face: &Face, text: &str, width: usize) -> usize {
    (width as f64 / face.width(text).max(0.01)) as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "labels are a few thousand dots wide")]
#[expect(clippy::cast_precision_loss, reason = "labels are a few thousand dots wide")]
fn part(size: usize, of: f64) -> usize {
    (size as f64 * of).round() as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in millimetres")]
fn tenths(dots: f64, dpi: u32) -> u32 {
    (dots * 254.0 / f64::from(dpi)).round() as u32
}

/// Breaks a text into lines that fit.
fn wrap(face: &Face, text: &str, width: usize, size: usize) -> Vec<String> {
    wrapped(text, |line| wide(face, line, size) <= width)
}

/// Breaks a text into lines at blanks; a word that is too long alone is broken where it must be.
pub fn wrapped(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

/// Ends a line with `…` where there is room for it.
fn cut(face: &Face, line: &mut String, width: usize, size: usize) {
    line.push(CUT);
    while wide(face, line, size) > width && line.pop().is_some() {
        line.pop();
        if line.is_empty() {
            break;
        }
        line.push(CUT);
    }
}
