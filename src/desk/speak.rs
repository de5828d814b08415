//! The desk as sentences: what a picture would show anew is said as lines, one after the other, and nothing moves.
//!
//! A new title is said with all the rows under it and the keys that act; after that only rows that changed, the
//! selected row when it moves, and verdicts. Letters are echoed as they are typed.

use std::collections::HashSet;
use std::io::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::frame::{self, Picture};
use crate::ui::layout::Parts;
use crate::ui::screen::Prompt;

/// Size of the picture that sentences are read off.
const COLUMNS: u16 = 100;
const ROWS: u16 = 30;

/// Sentences said so far, as far as the next ones depend on them.
pub struct Voice {
    out: Box<dyn Write + Send>,
    title: Option<String>,
    rows: HashSet<String>,
    selected: String,
    hint: String,
    working: bool,
    echoed: String,
    verdicts: Vec<String>,
    bells: Vec<u8>,
}

impl Voice {
    /// Begins to speak to a terminal, or a pipe.
    pub fn new(out: Box<dyn Write + Send>) -> Voice {
        Voice {
            out,
            title: None,
            rows: HashSet::new(),
            selected: String::new(),
            hint: String::new(),
            working: false,
            echoed: String::new(),
            verdicts: Vec::new(),
            bells: Vec::new(),
        }
    }

    /// Forgets what was said: everything is said again.
    pub fn forget(&mut self) {
        self.title = None;
    }

    /// Keeps a verdict to be said.
    pub fn verdict(&mut self, said: String) {
        self.verdicts.push(said);
    }

    /// Sounds a bell with what is said next.
    pub fn ring(&mut self, bell: &[u8]) {
        self.bells.extend_from_slice(bell);
    }

    /// Says what a picture shows and was not said. `Err` when nobody listens any more.
    pub fn speak(&mut self, picture: &Picture<'_>) -> std::io::Result<()> {
        let mut said = std::mem::take(&mut self.verdicts);
        if let (Some(working), false) = (picture.working, self.working) {
            said.push(working.to_owned());
        }
        self.working = picture.working.is_some();
        let secret = picture.stack.last().is_some_and(|top| matches!(top.prompt(), Prompt::Secret(_)));
        let line = if secret { &picture.line.veiled() } else { picture.line };
        let line = line.text();
        // What a list makes of each letter is not said while letters come.
        let writing = !line.is_empty() && line != self.echoed;
        if !writing {
            self.say_screen(picture, &mut said);
        }
        let mut bytes = std::mem::take(&mut self.bells);
        self.echo(line, &said, &mut bytes);
        if bytes.is_empty() { Ok(()) } else { self.out.write_all(&bytes).and_then(|()| self.out.flush()) }
    }

    /// Says good-bye.
    pub fn give_back(&mut self, sentence: &str) {
        let end = if self.echoed.is_empty() { "" } else { "\r\n" };
        let sentence = if sentence.is_empty() { String::new() } else { format!("{sentence}\r\n") };
        // Nobody may listen any more.
        let _ = self.out.write_all(format!("{end}{sentence}").as_bytes()).and_then(|()| self.out.flush());
    }

    fn say_screen(&mut self, picture: &Picture<'_>, said: &mut Vec<String>) {
        let Some(top) = picture.stack.last() else { return };
        let read = Read::of(picture);
        let rows = top.speak().unwrap_or(read.rows);
        let title = top.title();
        if self.title.as_ref() == Some(&title) {
            said.extend(rows.iter().filter(|row| !self.rows.contains(*row) && **row != read.selected).cloned());
        } else {
            said.push(format!("== {title}"));
            said.extend(rows.iter().cloned());
            said.push(read.footer);
            self.selected.clear();
            self.hint.clear();
        }
        if !read.selected.is_empty() && read.selected != self.selected {
            said.push(format!("selected: {}", read.selected));
        }
        if let Prompt::Field(hint) = top.prompt()
            && hint != self.hint
        {
            said.push(hint.clone());
            self.hint = hint;
        }
        self.title = Some(title);
        self.rows = rows.into_iter().collect();
        self.selected = read.selected;
    }

    /// Writes lines, and the line that is being typed behind them.
    fn echo(&mut self, line: &str, said: &[String], bytes: &mut Vec<u8>) {
        let mut text = String::new();
        let added = line.strip_prefix(self.echoed.as_str()).filter(|_| said.is_empty() && !self.echoed.is_empty());
        if let Some(added) = added {
            text.push_str(&crate::ui::text::harmless(added));
        } else if !said.is_empty() || line != self.echoed {
            if !self.echoed.is_empty() {
                text.push_str("\r\n");
            }
            for sentence in said {
                text.push_str(sentence);
                text.push_str("\r\n");
            }
            if !line.is_empty() {
                text.push_str("> ");
                text.push_str(&crate::ui::text::harmless(line));
            }
        }
        line.clone_into(&mut self.echoed);
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// What stands on a picture, without its frame.
struct Read {
    rows: Vec<String>,
    selected: String,
    footer: String,
}

impl Read {
    fn of(picture: &Picture<'_>) -> Read {
        let mut canvas = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        let cursor = frame::draw(picture, &mut canvas);
        let parts = Parts::of(COLUMNS, ROWS);
        let marker = picture.theme.marker();
        let text = |y: u16| {
            let row: String = (0..COLUMNS).map(|x| canvas[(x, y)].symbol()).collect();
            squeezed(row.trim().trim_start_matches(marker))
        };
        let rule = picture.theme.rule();
        let says = |row: &String| !row.is_empty() && !row.replace(rule, "").is_empty();
        let body = parts.body.top()..parts.body.bottom();
        Read {
            rows: body.clone().map(text).filter(says).collect(),
            selected: if body.contains(&cursor.y) { text(cursor.y) } else { String::new() },
            footer: text(parts.footer.y),
        }
    }
}

/// Returns a row with no more than two blanks between its words.
fn squeezed(row: &str) -> String {
    let mut text = String::with_capacity(row.len());
    let mut blanks = 0;
    for letter in row.trim().chars() {
        blanks = if letter == ' ' { blanks + 1 } else { 0 };
        if blanks <= 2 {
            text.push(letter);
        }
    }
    text
}
