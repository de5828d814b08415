//! Bytes with their times → typed text, scans, pastes and keys: a state machine without a clock.
//!
//! Every printable character is typed into the live line at once, so nothing a slow hand types waits and nothing is
//! ever dropped. What ends a scan (Enter, Tab, or what the configuration says) decides what the characters were; those
//! of a scan are taken back from the line. A prefix makes a scan certain whatever is half typed before it; without one,
//! [`judge`] weighs the pace. Whoever reads the bytes calls [`Decoder::feed`], and [`Decoder::tick`] at
//! [`Decoder::deadline`]; a late tick changes nothing, since `feed` does first what was due.

mod judge;
mod lexer;
mod paste;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::time::Duration;

use self::judge::{Cut, End, Judgement, Mark, before_end, before_pause};
use self::lexer::{Atom, Lexer};
use self::paste::Paste;
use super::classify::split_aim;
use super::normalise::{EOT, GS, PRIVATE_GS, PRIVATE_RS, RS, meant};
use crate::config::ScannerConfig;
use crate::config::scanner::{Aim, Gs, Suffix};

/// A scan whose suffix is not Enter is given up, and handed on as doubtful, when nothing follows for so long.
const OPEN: Duration = Duration::from_secs(5);
/// Characters after which even an unended scan is handed on.
const MOST: usize = 1 << 20;
/// Glued reads of one code are looked for from so many characters a read.
const GLUED: usize = 6;
/// What follows it is a badge, and is not shown.
const BADGE: &str = "DH:B:";

/// What the bytes were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Printable characters for the live line, at the cursor.
    Typed(String),
    /// So many letters before the cursor turned out to begin a scan: they leave the line. What was typed before stays.
    Unwrite(usize),
    /// A scan; the Enter or Tab that ended it is part of it.
    Scan(Scan),
    /// A bracketed paste, its line ends as LF.
    Paste(String),
    /// Enter by hand: it ends the text on the line.
    Enter,
    /// Tab by hand.
    Tab,
    /// What is no text, for the key parser: one escape sequence, or one control character, always whole.
    Keys(Vec<u8>),
}

/// A scan: framed, normalised, without prefix, suffix and AIM identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// What the code says; may hold GS, RS and EOT.
    pub text: String,
    /// The other way to read the same characters, where neither timing nor shape settles it.
    pub other: Option<String>,
    /// Letters as they were typed, before the reading that begins later. They stand on the line when that is `text`,
    /// and choosing `other` takes them off; otherwise choosing `other` writes them back.
    pub head: String,
    /// It came no faster than a hand types.
    pub by_hand: Option<Hand>,
    /// AIM identifier it came with: `]C1`.
    pub aim: Option<String>,
    /// The same code came just before, within `double_read`.
    pub double: bool,
    /// The same code came just before, within `double_count`.
    pub double_count: bool,
    /// Its end may be missing, it is too long to be a scan, or it lacks the AIM identifier that is required.
    pub doubtful: bool,
}

/// What may have been typed rather than scanned: writing the letters on the line and pressing the key makes it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Letters of the scan, as they came.
    pub letters: String,
    /// Tab ended it, not Enter.
    pub tab: bool,
}

/// Tells scans, typing, pastes and keys apart.
#[derive(Debug, Clone)]
pub struct Decoder {
    config: ScannerConfig,
    lexer: Lexer,
    /// Characters since the line was last begun, ended, or edited by a key, or a scan was taken off it: what stays on
    /// the line then was typed, and is no beginning of a later scan.
    run: Vec<Mark>,
    /// A prefix was seen: its scan's data begins here, and only a suffix ends it.
    open: Option<usize>,
    /// A printable prefix ends here; the next character tells by its haste whether it is one.
    maybe_open: Option<usize>,
    /// A badge is being typed or scanned: nothing of it is shown.
    secret: bool,
    /// So many characters of the run were judged at a pause already.
    judged: usize,
    /// Keys that may turn out to spell GS.
    maybe_gs: Vec<Vec<u8>>,
    paste: Option<Paste>,
    /// The last thing was a CR: an LF belongs to it, however late.
    after_cr: bool,
    /// A scan ended then, and nothing came since.
    fresh: Option<Duration>,
    /// Text and end of the last scan.
    last: Option<(String, Duration)>,
    /// When the last character or key came.
    latest: Duration,
    out: Vec<Event>,
}

impl Decoder {
    /// Begins with an empty line.
    pub fn new(config: ScannerConfig) -> Decoder {
        Decoder {
            lexer: Lexer::new(config.gs.contains(&Gs::Alt029)),
            config,
            run: Vec::new(),
            open: None,
            maybe_open: None,
            secret: false,
            judged: 0,
            maybe_gs: Vec::new(),
            paste: None,
            after_cr: false,
            fresh: None,
            last: None,
            latest: Duration::ZERO,
            out: Vec::new(),
        }
    }

    /// Takes bytes that came at a time since the session's start; times never run backwards.
    pub fn feed(&mut self, at: Duration, bytes: &[u8]) -> Vec<Event> {
        self.settle(at);
        for byte in bytes {
            let (mut atoms, mut lexer) = (Vec::new(), std::mem::take(&mut self.lexer));
            lexer.push(at, *byte, &mut |atom| atoms.push(atom));
            self.lexer = lexer;
            for atom in atoms {
                self.atom(at, atom);
            }
        }
        std::mem::take(&mut self.out)
    }

    /// Returns when [`tick`](Decoder::tick) has something to do; `None` while nothing waits.
    pub fn deadline(&self) -> Option<Duration> {
        let run = self.run_deadline();
        let keys = (!self.maybe_gs.is_empty()).then(|| self.latest + self.config.idle);
        let paste = self.paste.as_ref().map(Paste::deadline);
        [self.lexer.deadline(), run, keys, paste].into_iter().flatten().min()
    }

    /// Does what is due at a time: ends a scan without a suffix, a lone Escape, an unclosed paste.
    pub fn tick(&mut self, at: Duration) -> Vec<Event> {
        self.settle(at);
        std::mem::take(&mut self.out)
    }

    /// Forgets the characters that were typed: the line was cleared or set by other means than its own keys.
    pub fn forget(&mut self) {
        self.clear();
    }

    /// Does what is due, each at its own time.
    fn settle(&mut self, now: Duration) {
        while let Some(due) = self.deadline().filter(|due| *due <= now) {
            if self.lexer.deadline() == Some(due) {
                let mut atoms = Vec::new();
                self.lexer.flush(&mut |atom| atoms.push(atom));
                for atom in atoms {
                    self.atom(due, atom);
                }
            } else if self.paste.as_ref().is_some_and(|paste| paste.deadline() == due) {
                self.end_paste();
            } else if !self.maybe_gs.is_empty() {
                self.give_up_gs();
            } else {
                self.pause(due);
            }
        }
    }

    fn atom(&mut self, at: Duration, atom: Atom) {
        if let Some(mut paste) = self.paste.take() {
            if !paste.is_over(at, &atom, self.config.idle) {
                if paste.take(at, &atom) {
                    self.paste = Some(paste);
                    return self.end_paste();
                }
                self.paste = Some(paste);
                return;
            }
            self.paste = Some(paste);
            self.end_paste();
        }
        match atom {
            Atom::Char(letter) => self.character(at, letter),
            Atom::Sequence(bytes) => self.sequence(at, bytes),
        }
    }

    fn character(&mut self, at: Duration, letter: char) {
        let after_cr = std::mem::replace(&mut self.after_cr, false);
        self.settle_gs(at);
        match letter {
            '\n' if after_cr => {}
            '\n' if self.run.is_empty() && !self.in_grace(at) => self.keys(letter.to_string().into_bytes()),
            '\r' | '\n' => {
                self.after_cr = letter == '\r';
                self.end(at, End::Enter, 0);
            }
            '\t' => self.end(at, End::Tab, 0),
            '\u{3}' | EOT if self.is_suffix_control(letter) && (!self.run.is_empty() || self.in_grace(at)) => {
                self.end(at, End::Scanner, 0);
            }
            EOT if self.run.iter().any(|mark| matches!(mark.letter, GS | RS)) => self.data(at, EOT),
            GS | RS => self.data(at, letter),
            PRIVATE_GS if self.config.gs.contains(&Gs::PrivateUse) => self.data(at, GS),
            PRIVATE_RS => self.data(at, RS),
            '\u{1c}' | '\u{1f}' if self.in_haste(at) => self.data(at, letter),
            _ if letter.is_control() && !self.is_framing(letter) => self.keys(letter.to_string().into_bytes()),
            _ => self.data(at, letter),
        }
        self.latest = at;
    }

    fn sequence(&mut self, at: Duration, bytes: Vec<u8>) {
        match bytes.as_slice() {
            // Ctrl+] as kitty and as xterm with modifyOtherKeys spell it; Ctrl+^ likewise.
            b"\x1b[93;5u" | b"\x1b[27;5;93~" => return self.character(at, GS),
            b"\x1b[94;5u" | b"\x1b[27;5;94~" => return self.character(at, RS),
            b"\x1b[200~" => {
                self.settle_gs(at);
                self.clear();
                (self.fresh, self.after_cr) = (None, false);
                self.paste = Some(Paste::new(at));
            }
            // The end of a paste that was given up.
            b"\x1b[201~" => {}
            b"\x1b[19~" if self.config.gs.contains(&Gs::F8) => {
                self.settle_gs(at);
                self.maybe_gs.push(bytes);
            }
            [0x1b, digit @ (b'0' | b'2' | b'9')] if self.config.gs.contains(&Gs::Alt029) => {
                let digits = self.maybe_gs.iter().filter(|held| held.len() == 2).count();
                if b"029".get(digits) == Some(digit) {
                    self.maybe_gs.push(bytes);
                } else {
                    self.give_up_gs();
                    self.no_gs(bytes);
                }
            }
            _ => {
                self.give_up_gs();
                self.keys(bytes);
            }
        }
        self.latest = at;
    }

    /// Decides what held keys were, now that a character follows: GS when they spell it, keys otherwise.
    fn settle_gs(&mut self, at: Duration) {
        let spells = match self.maybe_gs.as_slice() {
            [] => return,
            [f8] => f8.len() > 2,
            _ => self.maybe_gs.len() == 3,
        };
        if spells {
            self.maybe_gs.clear();
            self.data(at, GS);
        } else {
            self.give_up_gs();
        }
    }

    fn give_up_gs(&mut self) {
        for bytes in std::mem::take(&mut self.maybe_gs) {
            self.no_gs(bytes);
        }
    }

    /// Takes keys that did not spell GS: a digit behind an Escape may as well begin a scan.
    fn no_gs(&mut self, bytes: Vec<u8>) {
        match bytes[..] {
            [escape, digit] => {
                self.keys(vec![escape]);
                self.data(self.latest, char::from(digit));
            }
            _ => self.keys(bytes),
        }
    }

    /// Takes a character of text or of a scan.
    fn data(&mut self, at: Duration, letter: char) {
        self.fresh = None;
        if let Some(place) = self.maybe_open.take()
            && place == self.run.len()
            && self.in_haste(at)
        {
            self.open = Some(place);
        }
        self.secret = self.secret || self.ends_with(BADGE);
        let shown = !letter.is_control() && !self.secret && self.run.len() < self.config.max_len;
        self.run.push(Mark { letter, at, shown });
        if shown {
            match self.out.last_mut() {
                Some(Event::Typed(text)) => text.push(letter),
                _ => self.out.push(Event::Typed(letter.to_string())),
            }
        }
        self.look_for_prefix(at);
        if let Some(length) = self.text_suffix() {
            self.end(at, End::Scanner, length);
        } else if self.run.len() >= MOST {
            self.scan(at, Cut::at(0), 0, true);
        }
    }

    fn look_for_prefix(&mut self, at: Duration) {
        let letters = self.config.prefix.chars().count();
        if letters == 0 || !self.ends_with(&self.config.prefix) {
            return;
        }
        if !self.config.prefix.chars().any(char::is_control) {
            self.maybe_open = self.open.is_none().then_some(self.run.len());
            return;
        }
        if let Some(open) = self.open.filter(|open| self.run.len() - letters > *open) {
            // The scan before it has lost its suffix.
            self.scan(at, Cut::at(open), letters, true);
            let prefix = self.config.prefix.chars();
            self.run.extend(prefix.map(|letter| Mark { letter, at, shown: false }));
        }
        self.open = Some(self.run.len());
    }

    /// Takes what ends a scan or a typed text; `suffix` of its characters are the last of the run.
    fn end(&mut self, at: Duration, end: End, suffix: usize) {
        if let Some(open) = self.open {
            if !self.ends_scans(end) {
                return self.data(at, if end == End::Tab { '\t' } else { '\r' });
            }
            if self.run.len() - suffix > open {
                return self.scan(at, Cut::at(open), suffix, false);
            }
            // A prefix and a suffix with nothing between.
            return self.take_back(open.saturating_sub(self.config.prefix.chars().count()));
        }
        if self.in_grace(at) {
            return;
        }
        if !self.run.is_empty() && self.ends_scans(end) {
            let data = &self.run[..self.run.len() - suffix];
            if let Judgement::Scan(cut) = before_end(data, (end, at), &self.config) {
                let cut = if self.on_its_heels() { Cut::at(0) } else { cut };
                return self.scan(at, cut, suffix, false);
            }
        }
        self.clear();
        self.fresh = None;
        match end {
            End::Enter => self.out.push(Event::Enter),
            End::Tab => self.out.push(Event::Tab),
            End::Scanner => {}
        }
    }

    /// Does what a pause brings: it may end a scan, and gives up what never became one.
    fn pause(&mut self, at: Duration) {
        if self.run.iter().all(|mark| mark.letter.is_control()) {
            let unused: String = self.run.iter().map(|mark| mark.letter).collect();
            return self.keys(unused.into_bytes());
        }
        let pause_ends = self.config.suffix.contains(&Suffix::Pause);
        if let Some(open) = self.open {
            return self.scan(at, Cut::at(open), 0, !pause_ends);
        }
        self.judged = self.run.len();
        if let Judgement::Scan(cut) = before_pause(&self.run, &self.config) {
            self.scan(at, cut, 0, false);
        }
    }

    fn run_deadline(&self) -> Option<Duration> {
        let last = self.run.last()?.at;
        let pause_ends = self.config.suffix.contains(&Suffix::Pause);
        if self.run.iter().all(|mark| mark.letter.is_control()) {
            return Some(last + if self.open.is_some() { OPEN } else { self.config.idle });
        }
        match self.open {
            Some(_) if pause_ends => Some(last + self.config.idle),
            Some(_) => (!self.ends_scans(End::Enter)).then(|| last + OPEN),
            None => (pause_ends && self.run.len() > self.judged).then(|| last + self.config.idle),
        }
    }

    /// Hands on the characters from where a cut says as a scan, without the last `suffix` ones.
    fn scan(&mut self, at: Duration, cut: Cut, suffix: usize, doubtful: bool) {
        let (start, end) = (cut.start, self.run.len() - suffix);
        let letters = |part: Range<usize>| self.run[part].iter().map(|mark| mark.letter).collect::<String>();
        let began = self.run.get(start).map_or(at, |mark| mark.at);
        let (aim, text) = self.meant(&letters(start..end));
        let again = |within: Duration| {
            self.last.as_ref().is_some_and(|(last, ended)| *last == text && began.saturating_sub(*ended) <= within)
        };
        let scan = Scan {
            other: cut.other.map(|other| self.meant(&letters(other..end)).1).or_else(|| glued(&text)),
            head: cut.other.map_or_else(String::new, |other| letters(other.min(start)..other.max(start))),
            by_hand: cut.by_hand.map(|by| Hand { letters: letters(start..end), tab: by == End::Tab }),
            double: again(self.config.double_read),
            double_count: again(self.config.double_count),
            doubtful: doubtful
                || end - start > self.config.max_len
                || (self.config.aim == Aim::Required && aim.is_none()),
            text,
            aim,
        };
        let written =
            if self.open == Some(start) { start - self.config.prefix.chars().count().min(start) } else { start };
        self.take_back(written);
        self.settle_typed();
        self.last = Some((scan.text.clone(), at));
        self.fresh = Some(at);
        self.out.push(Event::Scan(scan));
    }

    /// Forgets what was typed before a scan; what is too long for the line is not on it, and must not be lost.
    fn settle_typed(&mut self) {
        if self.run.len() <= self.config.max_len {
            self.clear();
        }
    }

    /// Takes the characters from a place on out of the run and off the line.
    fn take_back(&mut self, from: usize) {
        let mut letters = self.run.drain(from..).filter(|mark| mark.shown).count();
        if let Some(Event::Typed(text)) = self.out.last_mut() {
            while letters > 0 && text.pop().is_some() {
                letters -= 1;
            }
            if text.is_empty() {
                self.out.pop();
            }
        }
        if letters > 0 {
            self.out.push(Event::Unwrite(letters));
        }
        (self.open, self.maybe_open, self.secret, self.judged) = (None, None, false, self.run.len());
    }

    fn meant(&self, raw: &str) -> (Option<String>, String) {
        let text = meant(raw, &self.config);
        match split_aim(&text) {
            (Some(aim), data) if self.config.aim != Aim::Off && !data.is_empty() => {
                (Some(aim.to_owned()), data.to_owned())
            }
            _ => (None, text.into_owned()),
        }
    }

    /// Hands on what is no text. The line may change by it: what stands on it is no scan's beginning any more.
    fn keys(&mut self, bytes: Vec<u8>) {
        if self.run.len() > self.config.max_len {
            // Too long for the line: what is not on it must not be lost.
            self.scan(self.latest, Cut::at(0), 0, true);
        }
        self.clear();
        (self.fresh, self.after_cr) = (None, false);
        self.out.push(Event::Keys(bytes));
    }

    fn end_paste(&mut self) {
        if let Some(text) = self.paste.take().map(Paste::into_text).filter(|text| !text.is_empty()) {
            self.out.push(Event::Paste(text));
        }
    }

    fn clear(&mut self) {
        self.run.clear();
        (self.open, self.maybe_open, self.secret, self.judged) = (None, None, false, 0);
    }

    fn in_haste(&self, at: Duration) -> bool {
        self.run.last().is_some_and(|mark| at.saturating_sub(mark.at) <= self.config.max_gap)
    }

    /// Tells whether the characters began at the very moment a scan ended, so that no hand typed the first of them:
    /// many scans come in one go, and a pause among them is the link's.
    fn on_its_heels(&self) -> bool {
        let began = self.run.first().map(|mark| mark.at);
        self.last.as_ref().is_some_and(|(_, ended)| Some(*ended) == began)
    }

    /// Tells whether a scan ended just now and nothing came since: an empty suffix belongs to it.
    fn in_grace(&self, at: Duration) -> bool {
        self.fresh.is_some_and(|since| at.saturating_sub(since) <= self.config.suffix_grace)
    }

    fn ends_with(&self, text: &str) -> bool {
        let mut run = self.run.iter().rev().map(|mark| mark.letter);
        text.chars().rev().all(|letter| run.next().is_some_and(|last| last.eq_ignore_ascii_case(&letter)))
    }

    /// Returns the length of the text suffix that the run ends with, when something stands before it.
    fn text_suffix(&self) -> Option<usize> {
        self.config.suffix.iter().find_map(|suffix| match suffix {
            Suffix::Text(text) if self.ends_with(text) => {
                let length = text.chars().count();
                (self.run.len() - self.open.unwrap_or(0) > length).then_some(length)
            }
            _ => None,
        })
    }

    fn ends_scans(&self, end: End) -> bool {
        self.config.suffix.iter().any(|suffix| match end {
            End::Enter => matches!(suffix, Suffix::Enter | Suffix::CrLf | Suffix::Lf),
            End::Tab => *suffix == Suffix::Tab,
            End::Scanner => true,
        })
    }

    fn is_suffix_control(&self, letter: char) -> bool {
        self.config.suffix.contains(if letter == EOT { &Suffix::Eot } else { &Suffix::Etx })
    }

    /// Tells whether a control character is part of the prefix or of a text suffix.
    fn is_framing(&self, letter: char) -> bool {
        self.config.prefix.contains(letter)
            || self.config.suffix.iter().any(|suffix| matches!(suffix, Suffix::Text(text) if text.contains(letter)))
    }
}

/// Returns the code that a text is twice: two reads glued together, when each is long enough to be one.
fn glued(text: &str) -> Option<String> {
    let (first, second) = text.split_at_checked(text.len() / 2)?;
    (first == second && first.chars().count() >= GLUED).then(|| first.to_owned())
}
