//! Serials written short: ranges, counts, lists. `SN-001..SN-100`, `9+2`, `SN001*100`, `1, 2, 4+`, `~+2`.
//!
//! | written | means |
//! |---|---|
//! | `1-5`, `SN-001..SN-100` | from the first to the last; the first one's width is kept, `SN9-SN12` goes across widths |
//! | `9+2` | 9 and the two after it |
//! | `9+` | as many as are still wanted |
//! | `SN001*100` | exactly a hundred |
//! | `~`, `~+2`, `~+`, `~*3` | the next number of the template, and those after it |
//! | `"A-5"`, an item of a JSON array, `TG-4SR-92` | a serial as it stands |
//!
//! Lists mix all of it, split at commas, tabs and line ends, within one line also at blanks. Dashes and plus signs
//! stand in many makers' serials; so when there are as many words as units wanted, each word is a serial. `..`, `*`
//! before a number, and `~` stand in none worth mentioning: they always mean what the table says. What counts up is
//! the last run of digits, and what follows it stays: `005-ccc`, `006-ccc`.

mod counting;
mod words;

use self::counting::Counted;
use self::words::{Word, Words};
use super::serial::{Matching, Serial, SerialError, SerialKey};
use super::text::shown;

/// Serials that one text may stand for at most.
pub const MOST: usize = 10_000;

/// Doubles that a refusal names at most.
const NAMED: usize = 5;

/// One serial that a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Literal.
    Serial(String),
    /// The next number of the template, which the caller makes.
    Next,
}

/// Why a text stands for no serials. Its texts are already fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// It cannot be read.
    #[error("{0}")]
    Malformed(String),
    /// It stands for more than can be taken at once.
    #[error("{0}: more than 10000 at once; take it in parts")]
    TooLarge(String),
    /// It names serials twice.
    #[error("{}", doubled(.0))]
    Doubles(Vec<String>),
    /// It stands for more or fewer serials than are wanted.
    #[error("{text}: {found} serials, {wanted} {}; change one of the two", if *.wanted == 1 { "is wanted" } else { "are wanted" })]
    Count {
        /// As written, cut.
        text: String,
        /// How many it stands for.
        found: u64,
        /// How many are wanted.
        wanted: u32,
    },
    /// One of them cannot be a serial.
    #[error(transparent)]
    Serial(#[from] SerialError),
}

impl RangeError {
    /// Returns the code that scripts rely on.
    pub const fn code(&self) -> &'static str {
        match self {
            RangeError::Malformed(_) => "range_malformed",
            RangeError::TooLarge(_) => "range_too_large",
            RangeError::Doubles(_) => "duplicate",
            RangeError::Count { .. } => "count_mismatch",
            RangeError::Serial(error) => error.code(),
        }
    }
}

/// Reads the serials that a text stands for, in its order.
///
/// `wanted` is how many units ask for serials; `None` takes what the text says. Serials are compared as `matching`
/// says. Nothing is built before its size is known to be within [`MOST`].
pub fn read(text: &str, wanted: Option<u32>, matching: Matching) -> Result<Vec<Item>, RangeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(RangeError::Malformed("nothing typed: a range is written such as SN-001..SN-100".to_owned()));
    }
    if let Some(wanted) = wanted.filter(|wanted| *wanted as usize > MOST) {
        return Err(RangeError::TooLarge(wanted.to_string()));
    }
    if text.starts_with('[') && text.ends_with(']') {
        return Reading::new(text, wanted, matching).list(&words::json(text)?);
    }
    let one_line = !text.contains(['\n', '\r']);
    let words = Words::new(text, one_line).bounded()?;
    let read = Reading::new(text, wanted, matching).words(&words);
    if one_line || read.is_ok() || wanted.is_none() {
        return read;
    }
    // Blanks within the lines of a pasted list may stand within serials or between them: what fits is meant.
    match Words::new(text, true).bounded().and_then(|words| Reading::new(text, wanted, matching).words(&words)) {
        Ok(items) => Ok(items),
        Err(_) => read,
    }
}

/// Reads a text that is shown before it is taken: where a list cannot be read as ranges, dashes and plus signs in it are
/// the serials' own.
///
/// How many are wanted is not known. `..`, `*` before a number and `~` mean in any case what the table says.
pub fn listed(text: &str, matching: Matching) -> Result<Vec<Item>, RangeError> {
    let text = text.trim();
    let read = read(text, None, matching);
    if read.is_ok() || text.starts_with('[') {
        return read;
    }
    let words = Words::new(text, !text.contains(['\n', '\r'])).bounded()?;
    if words.len() < 2 {
        return read;
    }
    let as_they_stand = Reading { as_they_stand: true, ..Reading::new(text, None, matching) }.words(&words);
    match as_they_stand {
        // It was meant as ranges.
        Err(RangeError::Malformed(_) | RangeError::TooLarge(_)) => read,
        as_they_stand => as_they_stand,
    }
}

/// Reads a list whose items are serials as they stand, but for the next numbers of the template: `~`, `~+4`.
pub fn list(items: &[String], wanted: Option<u32>, matching: Matching) -> Result<Vec<Item>, RangeError> {
    if items.len() > MOST {
        return Err(RangeError::TooLarge(format!("{} serials", items.len())));
    }
    // What is shown of it is cut far before so many items.
    let text = items[..items.len().min(50)].join(", ");
    Reading::new(&text, wanted, matching).list(items)
}

/// What is to be built: known in size before it is.
enum Part<'a> {
    One(&'a str),
    Run(Counted<'a>, u64),
    Next(u64),
}

impl Part<'_> {
    fn count(&self) -> u64 {
        match self {
            Part::One(_) => 1,
            Part::Run(_, count) | Part::Next(count) => *count,
        }
    }
}

/// A text on its way to serials.
struct Reading<'a> {
    text: &'a str,
    wanted: Option<u32>,
    matching: Matching,
    /// Dashes and plus signs are the serials' own.
    as_they_stand: bool,
    /// Serials so far.
    count: u64,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, wanted: Option<u32>, matching: Matching) -> Self {
        Reading { text, wanted, matching, as_they_stand: false, count: 0 }
    }

    fn list(mut self, items: &[String]) -> Result<Vec<Item>, RangeError> {
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            let part = match self.next_numbers(item.trim())? {
                Some(part) => part,
                None => Part::One(item),
            };
            self.count_in(&part, item)?;
            parts.push(part);
        }
        self.build(&parts)
    }

    fn words(mut self, words: &[Word]) -> Result<Vec<Item>, RangeError> {
        let as_many = self.wanted.is_some_and(|wanted| wanted as usize == words.len());
        self.as_they_stand = self.as_they_stand || as_many;
        let mut parts = Vec::with_capacity(words.len());
        for word in words {
            let part = match word {
                Word::Quoted(serial) => Part::One(serial),
                Word::Plain(word) => self.part(word)?,
            };
            self.count_in(&part, word.text())?;
            parts.push(part);
        }
        self.build(&parts)
    }

    fn count_in(&mut self, part: &Part, word: &str) -> Result<(), RangeError> {
        self.count = self.count.saturating_add(part.count());
        if self.count > MOST as u64 {
            return Err(RangeError::TooLarge(shown(word)));
        }
        Ok(())
    }

    /// Reads one word of a list.
    fn part<'w>(&self, word: &'w str) -> Result<Part<'w>, RangeError> {
        if let Some(part) = self.next_numbers(word)? {
            return Ok(part);
        }
        if let Some((first, last)) = word.split_once("..") {
            return run(word, first, last);
        }
        if let Some((first, times)) = word.rsplit_once('*')
            && !first.is_empty()
            && is_number(times)
        {
            return so_many(word, first, parse(times));
        }
        // `10 - 12` are no three serials.
        if matches!(word, "-" | "+") {
            return Err(RangeError::Malformed(format!(
                "{}: the {word} stands alone; a range is written without blanks, such as 10-12 or 9+2; one serial as it \
                 stands is written \"{word}\"",
                shown(self.text)
            )));
        }
        let dashes = word.matches('-').count();
        if self.as_they_stand || dashes > 1 {
            return Ok(Part::One(word));
        }
        match (word.split_once('-'), word.split_once('+')) {
            (Some((first, last)), _) => run(word, first, last),
            (None, Some((first, ""))) => so_many(word, first, self.still_wanted(word)?),
            (None, Some((first, more))) if is_number(more) => so_many(word, first, parse(more).saturating_add(1)),
            (None, Some(_)) => Err(RangeError::Malformed(format!(
                "{}: after + stands how many follow, as in 9+2; one serial as it stands is written \"{}\"",
                shown(word),
                shown(word)
            ))),
            (None, None) => Ok(Part::One(word)),
        }
    }

    /// Reads `~`, `~+2`, `~+` and `~*3`; `None` when the word does not begin so.
    fn next_numbers(&self, word: &str) -> Result<Option<Part<'static>>, RangeError> {
        let Some(rest) = word.strip_prefix('~') else { return Ok(None) };
        let count = match (rest.strip_prefix('+'), rest.strip_prefix('*')) {
            _ if rest.is_empty() => 1,
            (Some(""), _) => self.still_wanted(word)?,
            (Some(more), _) if is_number(more) => parse(more).saturating_add(1),
            (_, Some(times)) if is_number(times) && parse(times) > 0 => parse(times),
            _ => {
                let sentence = format!("{}: ~ is the next number of the template; ~+2 is three of them", shown(word));
                return Err(RangeError::Malformed(sentence));
            }
        };
        Ok(Some(Part::Next(count)))
    }

    /// Returns how many serials are wanted beside those so far.
    fn still_wanted(&self, word: &str) -> Result<u64, RangeError> {
        match self.wanted {
            Some(wanted) => Ok(u64::from(wanted).saturating_sub(self.count)),
            None => Err(RangeError::Malformed(format!(
                "{}: how many is not known here; write how many follow, as in {}4",
                shown(word),
                shown(word)
            ))),
        }
    }

    /// Builds what was read, unless it names something twice or is not what is wanted.
    fn build(self, parts: &[Part]) -> Result<Vec<Item>, RangeError> {
        let count = usize::try_from(self.count).unwrap_or(MOST);
        let (mut items, mut keys) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut take = |serial: &str, items: &mut Vec<Item>| {
            let (serial, key) = Serial::parse(serial, self.matching)?.into_parts();
            keys.push((key, items.len()));
            items.push(Item::Serial(serial));
            Ok::<_, SerialError>(())
        };
        for part in parts {
            match part {
                Part::One(serial) => take(serial, &mut items)?,
                Part::Next(count) => items.extend((0..*count).map(|_| Item::Next)),
                Part::Run(first, count) => {
                    for serial in first.run().take(usize::try_from(*count).unwrap_or(MOST)) {
                        take(&serial, &mut items)?;
                    }
                }
            }
        }
        no_doubles(&items, keys)?;
        match self.wanted {
            Some(wanted) if self.count != u64::from(wanted) => {
                Err(RangeError::Count { text: shown(self.text), found: self.count, wanted })
            }
            _ => Ok(items),
        }
    }
}

/// Refuses what names a serial twice; `keys` are those of the items, with their places.
fn no_doubles(items: &[Item], mut keys: Vec<(SerialKey, usize)>) -> Result<(), RangeError> {
    keys.sort_unstable();
    let mut doubles: Vec<usize> =
        keys.chunk_by(|(a, _), (b, _)| a == b).filter_map(|same| same.get(1)).map(|(_, second)| *second).collect();
    if doubles.is_empty() {
        return Ok(());
    }
    doubles.sort_unstable();
    let names = doubles.into_iter().filter_map(|place| match &items[place] {
        Item::Serial(serial) => Some(serial.clone()),
        Item::Next => None,
    });
    Err(RangeError::Doubles(names.collect()))
}

/// Reads a range from its first serial to its last.
fn run<'a>(word: &str, first: &'a str, last: &str) -> Result<Part<'a>, RangeError> {
    let Some(from) = Counted::of(first) else { return Err(no_range(word, first, last)) };
    match from.count_to(last) {
        Some(count) if count > MOST as u64 => Err(RangeError::TooLarge(shown(word))),
        Some(count) if count > 1 => Ok(Part::Run(from, count)),
        _ => Err(no_range(word, first, last)),
    }
}

/// Reads a first serial and how many there are with those after it.
fn so_many<'a>(word: &str, first: &'a str, count: u64) -> Result<Part<'a>, RangeError> {
    if count > MOST as u64 {
        return Err(RangeError::TooLarge(shown(word)));
    }
    match Counted::of(first) {
        Some(from) if count > 0 || word.ends_with('+') => Ok(Part::Run(from, count)),
        None if count == 1 && !first.is_empty() => Ok(Part::One(first)),
        _ => {
            let sentence = format!(
                "{}: a number has to count up from, as in SN001*100 or 9+2; one serial as it stands is written \"{}\"",
                shown(word),
                shown(word)
            );
            Err(RangeError::Malformed(sentence))
        }
    }
}

/// Says that a word is no range, and how both things it may mean are written.
fn no_range(word: &str, first: &str, last: &str) -> RangeError {
    let word = shown(word);
    let example = match Counted::of(first) {
        Some(from) => format!("{}..{}", shown(first), shown(&from.after(4))),
        None => "SN-001..SN-005".to_owned(),
    };
    let why = if last.is_empty() || first.is_empty() {
        "a range has a first and a last serial".to_owned()
    } else {
        format!("{} does not count up to {}", shown(first), shown(last))
    };
    RangeError::Malformed(format!(
        "{word}: {why}; a range is written such as {example}, one serial as it stands \"{word}\""
    ))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the number that digits spell, the largest there is when they spell more.
fn parse(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

fn doubled(doubles: &[String]) -> String {
    let named = doubles.iter().take(NAMED).map(|serial| shown(serial)).collect::<Vec<_>>().join(", ");
    match doubles.len().saturating_sub(NAMED) {
        0 if doubles.len() == 1 => format!("{named} stands twice: take one out"),
        0 => format!("{named} stand twice: take one of each out"),
        more => format!("{named} and {more} more stand twice: take one of each out"),
    }
}
