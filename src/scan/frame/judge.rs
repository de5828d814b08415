//! Where a scan begins among the characters before its terminator: the only place where timing counts.

use std::ops::Range;
use std::time::Duration;

use crate::config::ScannerConfig;

/// A character and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The character.
    pub letter: char,
    /// When it came.
    pub at: Duration,
    /// It was written into the live line.
    pub shown: bool,
}

/// What ended the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Enter: a scanner's or a person's.
    Enter,
    /// Tab: a scanner's or a person's.
    Tab,
    /// What only a scanner sends.
    Scanner,
}

/// What the characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judgement {
    /// Typed by hand.
    Typed,
    /// A scan.
    Scan(Cut),
}

/// Where a scan begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// Where it begins.
    pub start: usize,
    /// Where else it may begin.
    pub other: Option<usize>,
    /// It came no faster than a hand types; so it ended.
    pub by_hand: Option<End>,
}

impl Cut {
    /// Makes one that can begin nowhere else.
    pub fn at(start: usize) -> Cut {
        Cut { start, other: None, by_hand: None }
    }

    fn or(start: usize, other: usize) -> Cut {
        Cut { other: Some(other), ..Cut::at(start) }
    }
}

/// Tells what stands before a terminator.
///
/// Characters of one go, with no pause above `idle`, are one thing: a scan when they are long and fast enough. After a
/// pause, what came before it may have been typed, or the scan may have stalled. A first part at typing speed was
/// typed; a fast one is the head of a stalled scan; where the first part is too short to tell, both readings are given.
/// What came at a hand's pace and looks like a code is given as both too: a slow scanner's, or all of it typed.
pub(super) fn before_end(run: &[Mark], end: (End, Duration), config: &ScannerConfig) -> Judgement {
    let whole = 0..run.len();
    let tail = last_pause(run, config.idle)..run.len();
    let pace = Pace { run, end: end.1, config };
    if run.len() > config.max_len {
        return Judgement::Scan(Cut::at(0));
    }
    let certain = end.0 == End::Scanner;
    let long = |part: &Range<usize>| certain || part.len() >= config.min_len;
    let fast = certain || pace.fast(&tail);
    let slow_code = !fast && pace.even(&tail) && code_like(&run[tail.clone()]);
    if tail.start == 0 {
        // A Tab leaves a field, an Enter takes the line as a scan would be: only at a Tab does a slow scanner matter.
        return match long(&whole) {
            true if fast => Judgement::Scan(Cut::at(0)),
            true if slow_code && end.0 == End::Tab => Judgement::Scan(Cut { by_hand: Some(end.0), ..Cut::at(0) }),
            _ => Judgement::Typed,
        };
    }
    let head = pace.of(&run[..tail.start]);
    if long(&tail) && slow_code {
        return Judgement::Scan(Cut { by_hand: Some(end.0), ..Cut::or(tail.start, 0) });
    }
    match (long(&tail) && fast, head) {
        (true, Speed::Fast) => Judgement::Scan(Cut::or(0, tail.start)),
        (true, Speed::Typing) => Judgement::Scan(Cut::at(tail.start)),
        (true, Speed::Unknown) => Judgement::Scan(Cut::or(tail.start, 0)),
        (false, Speed::Fast) if long(&whole) && pace.fast(&whole) => Judgement::Scan(Cut::at(0)),
        (false, _) => Judgement::Typed,
    }
}

/// Tells what stands before a pause, where a pause ends scans: whatever stands before an earlier pause is no part of it.
pub(super) fn before_pause(run: &[Mark], config: &ScannerConfig) -> Judgement {
    let start = last_pause(run, config.idle);
    let tail = &run[start..];
    let end = tail.last().map_or(Duration::ZERO, |mark| mark.at);
    let fast = Pace { run: tail, end, config }.fast(&(0..tail.len()));
    if tail.len() >= config.min_len && (fast || code_like(tail)) {
        return Judgement::Scan(Cut::at(start));
    }
    Judgement::Typed
}

/// Returns where the characters after the last pause begin.
fn last_pause(run: &[Mark], idle: Duration) -> usize {
    run.windows(2).rposition(|pair| pair[1].at.saturating_sub(pair[0].at) > idle).map_or(0, |place| place + 1)
}

/// Tells whether characters look like a code rather than like words: no blanks, and a digit.
fn code_like(run: &[Mark]) -> bool {
    run.iter().all(|mark| !mark.letter.is_whitespace()) && run.iter().any(|mark| mark.letter.is_ascii_digit())
}

#[derive(PartialEq, Eq)]
enum Speed {
    Fast,
    Typing,
    Unknown,
}

/// Gaps between characters, and up to what ended them.
struct Pace<'a> {
    run: &'a [Mark],
    end: Duration,
    config: &'a ScannerConfig,
}

impl Pace<'_> {
    /// Tells whether two of three gaps, up to the terminator, are those of a scanner: a link may stall now and then.
    fn fast(&self, part: &Range<usize>) -> bool {
        let mut gaps = [0; 2];
        self.gaps(part).for_each(|gap| gaps[usize::from(gap <= self.config.max_gap)] += 1);
        gaps[1] >= gaps[0] * 2
    }

    /// Tells whether no gap up to the terminator is a pause.
    fn even(&self, part: &Range<usize>) -> bool {
        self.gaps(part).all(|gap| gap <= self.config.idle)
    }

    fn gaps(&self, part: &Range<usize>) -> impl Iterator<Item = Duration> {
        let after = self.run.get(part.end).map_or(self.end, |mark| mark.at);
        let times = self.run[part.clone()].iter().map(|mark| mark.at);
        times.clone().zip(times.skip(1).chain([after])).map(|(one, next)| next.saturating_sub(one))
    }

    /// Tells how fast a first part came, the gap after it left out: three slow gaps are the least to know typing by.
    fn of(&self, head: &[Mark]) -> Speed {
        let gaps = head.len().saturating_sub(1);
        let fast = head.windows(2).filter(|pair| pair[1].at.saturating_sub(pair[0].at) <= self.config.max_gap).count();
        match gaps {
            1.. if fast * 3 >= gaps * 2 => Speed::Fast,
            3.. if fast * 3 <= gaps && gaps - fast >= 3 => Speed::Typing,
            _ => Speed::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `a.b` as 10 ms between a and b, `a-b` as 100 ms, `a b` as 400 ms; the gap before the end comes last.
    fn judged(written: &str, end: End) -> String {
        let (mut run, mut at) = (Vec::new(), Duration::ZERO);
        for letter in written.chars() {
            match letter {
                '.' => at += Duration::from_millis(10),
                '-' => at += Duration::from_millis(100),
                ' ' => at += Duration::from_millis(400),
                letter => run.push(Mark { letter, at, shown: true }),
            }
        }
        let from = |start: usize| run[start..].iter().map(|mark| mark.letter).collect::<String>();
        match before_end(&run, (end, at), &ScannerConfig::default()) {
            Judgement::Typed => "typed".into(),
            Judgement::Scan(Cut { start, other, by_hand }) => {
                let other = other.map_or_else(String::new, |other| format!(" or {}", from(other)));
                let by_hand = if by_hand.is_some() { " by hand" } else { "" };
                format!("{}{other}{by_hand}", from(start))
            }
        }
    }

    #[test]
    fn what_stands_before_enter() {
        for (written, wanted) in [
            ("A.B.1.2.", "AB12"),
            ("A.B.1.", "typed"),
            ("A-B-1-2-", "typed"),
            ("A.B.C-1.2.", "ABC12"),
            ("A.B.C.D.E 1.2.", "ABCDE12"),
            ("A.B.C.D.E 1.2.3.4.", "ABCDE1234 or 1234"),
            ("5 A.B.1.2.", "AB12 or 5AB12"),
            ("5-1-2-3 A.B.1.2.", "AB12"),
            ("5-1-2-3 A-B-1-2-", "AB12 or 5123AB12 by hand"),
            ("* 2-0-0-/-5-", "200/5 or *200/5 by hand"),
            ("1.2 3-4-5-6-", "3456 or 123456 by hand"),
            ("h-e-l-l-o w-o-r-l-d-", "typed"),
            ("h-e-l-l-o 1-2-", "typed"),
            ("A.B.1.2 ", "AB12"),
        ] {
            assert_eq!(judged(written, End::Enter), wanted, "{written}");
        }
    }

    #[test]
    fn a_slow_scanner_that_ends_with_tab_is_a_scanner() {
        assert_eq!(judged("A-B-1-2-", End::Tab), "AB12 by hand");
        assert_eq!(judged("w-o-r-d-", End::Tab), "typed");
    }

    #[test]
    fn what_only_a_scanner_sends_ends_a_scan_of_any_length() {
        assert_eq!(judged("A-", End::Scanner), "A");
        assert_eq!(judged("5-1-2-3 A.", End::Scanner), "A");
    }
}
