//! Code 128 (ISO/IEC 15417): the shortest mix of its sets A, B and C, and GS1-128 with FNC1.
//!
//! Each character takes one codeword in a set that has it, two digits share one in set C, and a change of set costs
//! one more. Which mix is shortest is found from the end of the text: the least that is left to write in each set,
//! behind each character.

use super::matrix::{Matrix, Quiet};
use super::{Flaw, GS};

/// Widths of bars and spaces of each codeword, bar first; the last is the stop.
const WIDTHS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

const SHIFT: u8 = 98;
const FNC1: u8 = 102;
const STOP: usize = 106;

/// Light on both sides, in modules (ISO/IEC 15417 4.3.2 d).
const QUIET: Quiet = Quiet { left: 10, right: 10, beyond: 0 };

/// Code sets: capitals and control characters, capitals and small letters, pairs of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    A,
    B,
    C,
}

const SETS: [Set; 3] = [Set::A, Set::B, Set::C];

impl Set {
    /// Returns the codeword that begins a symbol in this set.
    const fn start(self) -> u8 {
        103 + self as u8
    }

    /// Returns the codeword that changes to this set from another.
    const fn code(self) -> u8 {
        match self {
            Set::A => 101,
            Set::B => 100,
            Set::C => 99,
        }
    }

    /// Returns the codeword of what stands first, and how many characters it is, where this set has it.
    fn first(self, rest: &[u8], gs1: bool) -> Option<(u8, usize)> {
        match (self, rest) {
            (_, [GS, ..]) if gs1 => Some((FNC1, 1)),
            (Set::C, [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..]) => Some(((tens - b'0') * 10 + ones - b'0', 2)),
            (Set::A, [control @ 0..=31, ..]) => Some((control + 64, 1)),
            (Set::A, [character @ 32..=95, ..]) | (Set::B, [character @ 32..=127, ..]) => Some((character - 32, 1)),
            _ => None,
        }
    }

    /// Returns the set that one character may be borrowed from.
    const fn shifted(self) -> Option<Set> {
        match self {
            Set::A => Some(Set::B),
            Set::B => Some(Set::A),
            Set::C => None,
        }
    }
}

/// What is done at a character, in some set.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The text has ended.
    End,
    /// This codeword, so many characters.
    Take(u8, usize),
    /// One character of the other set.
    Borrow(u8),
    /// Change to another set.
    Change(Set),
}

/// Makes a symbol; `gs1` puts FNC1 first, and for each GS.
pub(super) fn symbol(data: &[u8], gs1: bool) -> Result<Matrix, Flaw> {
    if let Some(beyond) = std::str::from_utf8(data).ok().and_then(|text| text.chars().find(|c| !c.is_ascii())) {
        return Err(Flaw::Character(beyond));
    }
    if data.is_empty() {
        return Err(Flaw::Empty);
    }
    let words = codewords(data, gs1);
    let widths = words.iter().map(|word| WIDTHS[usize::from(*word)]).chain([WIDTHS[STOP]]);
    Ok(Matrix::of_widths(widths.flat_map(str::bytes), QUIET))
}

/// Returns the codewords from the start to the check character.
fn codewords(data: &[u8], gs1: bool) -> Vec<u8> {
    let steps = plan(data, gs1);
    let least = |set: &Set| steps[0][*set as usize].0;
    // Of mixes that are equally short, the one that begins in B: readers meet it most.
    let mut set = [Set::B, Set::C, Set::A].into_iter().min_by_key(least).unwrap_or(Set::B);
    let mut words = vec![set.start()];
    if gs1 {
        words.push(FNC1);
    }
    let mut at = 0;
    loop {
        match steps[at][set as usize].1 {
            Step::End => break,
            Step::Take(word, characters) => {
                words.push(word);
                at += characters;
            }
            Step::Borrow(word) => {
                words.extend([SHIFT, word]);
                at += 1;
            }
            Step::Change(to) => {
                words.push(to.code());
                set = to;
            }
        }
    }
    let sum = (0u32..).zip(&words).map(|(place, word)| place.max(1) * u32::from(*word)).sum::<u32>();
    // Below 103, so it fits.
    words.push((sum % 103) as u8);
    words
}

/// Finds, for each character and set, the least number of codewords to the end, and what is done first.
fn plan(data: &[u8], gs1: bool) -> Vec<[(usize, Step); 3]> {
    const NEVER: usize = usize::MAX / 2;
    let mut steps = vec![[(0, Step::End); 3]; data.len() + 1];
    for at in (0..data.len()).rev() {
        let here = SETS.map(|set| {
            let mut best = (NEVER, Step::End);
            if let Some((word, characters)) = set.first(&data[at..], gs1) {
                best = (1 + steps[at + characters][set as usize].0, Step::Take(word, characters));
            }
            if let Some((word, 1)) = set.shifted().and_then(|other| other.first(&data[at..], false)) {
                let cost = 2 + steps[at + 1][set as usize].0;
                if cost < best.0 {
                    best = (cost, Step::Borrow(word));
                }
            }
            best
        });
        // Between any two sets one codeword changes, so one change is enough.
        steps[at] = SETS.map(|set| {
            let mut best = here[set as usize];
            for other in SETS.into_iter().filter(|other| *other != set) {
                let cost = 1 + here[other as usize].0;
                if cost < best.0 {
                    best = (cost, Step::Change(other));
                }
            }
            best
        });
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Counts the fewest codewords behind the start by trying every way there is.
    fn fewest(data: &[u8], set: Set, may_change: bool) -> usize {
        if data.is_empty() {
            return 0;
        }
        let taken = set.first(data, false).map(|(_, count)| 1 + fewest(&data[count..], set, true));
        let borrowed =
            set.shifted().and_then(|other| other.first(data, false)).map(|_| 2 + fewest(&data[1..], set, true));
        let changed =
            SETS.into_iter().filter(|other| may_change && *other != set).map(|other| 1 + fewest(data, other, false));
        taken.into_iter().chain(borrowed).chain(changed).min().unwrap_or(1 << 20)
    }

    /// Reads codewords back as a scanner does.
    fn read(words: &[u8], gs1: bool) -> Vec<u8> {
        let mut set = SETS[usize::from(words[0] - 103)];
        let mut shifted = None;
        let mut data = Vec::new();
        for word in &words[1..words.len() - 1] {
            let now = shifted.take().unwrap_or(set);
            match (*word, now) {
                (FNC1, _) => data.push(GS),
                (SHIFT, Set::A | Set::B) => shifted = now.shifted(),
                (101, Set::B | Set::C) => set = Set::A,
                (100, Set::A | Set::C) => set = Set::B,
                (99, Set::A | Set::B) => set = Set::C,
                (pair, Set::C) => data.extend([b'0' + pair / 10, b'0' + pair % 10]),
                (control @ 64..=95, Set::A) => data.push(control - 64),
                (character, _) => data.push(character + 32),
            }
        }
        if gs1 {
            data.remove(0);
        }
        data
    }

    #[test]
    fn each_codeword_is_eleven_modules_and_all_differ() {
        let mut seen = std::collections::BTreeSet::new();
        for (word, widths) in WIDTHS.iter().enumerate() {
            let modules: u32 = widths.bytes().map(|digit| u32::from(digit - b'0')).sum();
            assert_eq!(modules, if word == STOP { 13 } else { 11 }, "{word}");
            // Bars of every codeword are an even number of modules: what readers check themselves by.
            let bars: u32 = widths.bytes().step_by(2).map(|digit| u32::from(digit - b'0')).sum();
            assert!(word == STOP || bars.is_multiple_of(2), "{word}");
            assert!(seen.insert(*widths), "{word}");
        }
    }

    #[test]
    fn digits_take_half_a_codeword_each_where_that_is_shorter() {
        for (text, codewords_in_all) in
            [("356938035643809", 11), ("A1", 4), ("A1234", 6), ("A123456", 7), ("AB12CD", 8), ("12", 3), ("a\u{1}b", 6)]
        {
            assert_eq!(codewords(text.as_bytes(), false).len(), codewords_in_all, "{text}");
        }
    }

    #[test]
    fn other_letters_than_ascii_are_said() {
        assert_eq!(symbol("Gerät".as_bytes(), false), Err(Flaw::Character('ä')));
    }

    proptest! {
        #[test]
        fn no_mix_of_sets_is_shorter(data in proptest::collection::vec(prop_oneof![b'0'..=b'9', b'0'..=b'9', 0u8..128], 1..9)) {
            let words = codewords(&data, false);
            let least = SETS.into_iter().map(|set| fewest(&data, set, true)).min().unwrap();
            prop_assert_eq!(words.len() - 2, least);
            prop_assert_eq!(read(&words, false), data);
        }

        #[test]
        fn what_is_written_is_read_with_every_fnc1(data in "[0-9A-Za-z\u{1d}-]{1,40}") {
            prop_assert_eq!(read(&codewords(data.as_bytes(), true), true), data.as_bytes());
        }
    }
}
