//! A command's client: its streams to the server and back, or the work done here where there is no server.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::connect::{self, Link, Way, receive};
use super::{Ended, GONE};
use crate::clock;
use crate::config::Config;
use crate::server::hello::Errand;
use crate::server::jobs::{self, Streams};
use crate::server::place::Place;
use crate::server::wire::{self, Frame};

/// What a command says when its server went without a word.
const SERVER_GONE: &str = "the server is gone; everything acknowledged is kept, and what was not answered is not known: \
                           ask before doing it again";

/// What a command reads and writes here: its standard input and output, or files in place of them.
pub struct Ends<'a> {
    /// Its input.
    pub input: Box<dyn Read + Send>,
    /// Its output.
    pub output: &'a mut dyn Write,
}

/// Does an errand that needs no terminal.
pub fn run(
    place: &Place,
    config: &Config,
    errand: &Errand,
    ends: Ends<'_>,
    say: &mut dyn FnMut(&str),
) -> Result<Ended> {
    let Ends { input, output } = ends;
    match connect::command(place, errand, say)? {
        Way::Through(link) => through(link, Progress::of(errand), input, output),
        Way::Alone(_turn) => {
            let (mut told, mut input) = (Progress::of(errand), BufReader::new(input));
            let mut progress = |rows| told.tell(rows);
            let mut streams = Streams { input: &mut input as &mut dyn BufRead, output, progress: &mut progress };
            let done = jobs::run_alone(place, config, errand, &mut streams);
            told.end();
            Ok(Ended { code: done?, words: String::new() })
        }
    }
}

/// Hands the streams to and fro.
fn through(link: Link, mut told: Progress, mut input: Box<dyn Read + Send>, output: &mut dyn Write) -> Result<Ended> {
    let Link { stream, mut from } = link;
    let stream = Arc::new(stream);
    let to = Arc::clone(&stream);
    thread::Builder::new().name("input".into()).spawn(move || {
        // Whatever ends it, the thread that reads answers finds out.
        if send_all(&mut input, &mut &*to).is_err() {
            let _ = to.shutdown(Shutdown::Write);
        }
    })?;
    let ended = loop {
        match receive(&mut from) {
            Some(Frame::Output(bytes)) => output.write_all(&bytes).and_then(|()| output.flush())?,
            Some(Frame::Progress(rows)) => told.tell(rows),
            Some(Frame::Exit(exit)) => break Ended { code: exit.code, words: exit.words },
            Some(_) => {}
            None => break Ended { code: GONE, words: SERVER_GONE.to_owned() },
        }
    };
    told.end();
    Ok(ended)
}

fn send_all(input: &mut dyn Read, to: &mut impl Write) -> io::Result<()> {
    let mut bytes = vec![0; wire::MOST];
    loop {
        match input.read(&mut bytes) {
            Ok(0) => return Frame::End.send(to),
            Ok(count) => Frame::Input(bytes[..count].to_vec()).send(to)?,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
}

/// How often a plain line says how far a command has come.
const EVERY: Duration = Duration::from_secs(2);

/// What says on standard error how many rows are done, once there are some.
enum Progress {
    /// A line that is drawn anew, on a terminal.
    Bar(ProgressBar),
    /// Lines below each other, where there is none: when the last was written.
    Lines(Instant),
    /// Nothing: what is piped on is not to be mixed with it.
    None,
}

impl Progress {
    fn of(errand: &Errand) -> Progress {
        if io::stderr().is_terminal() {
            return Progress::Bar(rows_bar());
        }
        if matches!(errand, Errand::Verify { .. }) { Progress::Lines(clock::tick()) } else { Progress::None }
    }

    fn tell(&mut self, rows: u64) {
        match self {
            Progress::Bar(bar) => bar.set_position(rows),
            Progress::Lines(last) if clock::tick().saturating_duration_since(*last) >= EVERY => {
                *last = clock::tick();
                // Where there is nobody to hear it there is nobody to tell that either.
                let _ = writeln!(io::stderr(), "{rows} records looked at");
            }
            Progress::Lines(_) | Progress::None => {}
        }
    }

    fn end(&self) {
        if let Progress::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn rows_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.with_style(
        ProgressStyle::with_template("{human_pos} rows, {elapsed}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}
