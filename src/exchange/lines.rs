//! JSON lines in, one answer a line out.

use std::io::{BufRead, Read as _, Write};

use serde::Serialize;

use super::Exit;

/// Bytes a line has at most.
const LONGEST: u64 = 64 << 20;

/// A line that could not be understood, or a machine that is broken.
#[derive(Debug, Serialize)]
pub struct Wrong<'a> {
    /// What is wrong.
    pub message: &'a str,
    /// Which line, from 1.
    pub line: u64,
}

/// Answers each line that is not blank, in order; each answer is out before the next line is read.
///
/// `answer` gets the number of the line and its text, or why it has none.
pub fn answer_each(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    mut answer: impl FnMut(u64, Result<&str, String>) -> serde_json::Result<(String, Exit)>,
) -> anyhow::Result<Exit> {
    let (mut exit, mut bytes) = (Exit::Done, Vec::new());
    for number in 1_u64.. {
        bytes.clear();
        if (&mut *input).take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let text = if bytes.len() as u64 == LONGEST && bytes.last() != Some(&b'\n') {
            skip_line(input)?;
            Err(format!("longer than {LONGEST} bytes: give it in parts"))
        } else {
            text_of(number, &bytes)
        };
        if text == Ok("") {
            continue;
        }
        let (line, came_to) = answer(number, text)?;
        exit = exit.max(came_to);
        output.write_all(line.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(exit)
}

/// Returns the text of a line without the blanks around it.
fn text_of(number: u64, bytes: &[u8]) -> Result<&str, String> {
    let bytes = if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    std::str::from_utf8(bytes).map(str::trim).map_err(|_| "not UTF-8: JSON is written in it".to_owned())
}

/// Reads on to the end of a line that is too long to be kept.
fn skip_line(input: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (read, done) = (end.map_or(buffer.len(), |end| end + 1), end.is_some() || buffer.is_empty());
        input.consume(read);
        if done {
            return Ok(());
        }
    }
}
