//! What the value of an element must be beyond the characters it may have, each check by itself.

use super::{codes, coupon, dates};

/// The characters a component may have (GS1 General Specifications, 7.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Digits.
    Digits,
    /// The 82 characters of figure 7.11-1.
    Set82,
    /// The 39 characters of figure 7.11-2: digits, capitals, `#`, `-`, `/`.
    Set39,
    /// The 64 characters of figure 7.11-3, safe in files and links, and `=` as padding.
    Set64,
}

/// The characters of set 82, by the values that check pairs count with.
const SET_82: &str = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

impl Set {
    /// Tells whether a character belongs to it.
    pub const fn has(self, character: char) -> bool {
        match self {
            Set::Digits => character.is_ascii_digit(),
            Set::Set82 => {
                matches!(character, '!' | '"' | '%'..='?' | 'A'..='Z' | '_' | 'a'..='z')
            }
            Set::Set39 => matches!(character, '0'..='9' | 'A'..='Z' | '#' | '-' | '/'),
            Set::Set64 => matches!(character, '0'..='9' | 'A'..='Z' | 'a'..='z' | '-' | '_'),
        }
    }

    /// Holds a value against the set.
    pub fn hold(self, value: &str) -> Result<(), Flaw> {
        let body = if self == Set::Set64 { unpadded(value)? } else { value };
        match body.chars().position(|character| !self.has(character)) {
            None => Ok(()),
            Some(at) => Err(Flaw { rule: Rule::Characters(self), at }),
        }
    }
}

/// Returns a base 64 text without its padding, of which there may be up to two, to a length of threes.
fn unpadded(value: &str) -> Result<&str, Flaw> {
    let body = value.trim_end_matches('=');
    let padding = value.len() - body.len();
    if padding > 2 || (padding > 0 && !value.len().is_multiple_of(3)) {
        return Err(Flaw { rule: Rule::Padding, at: body.chars().count() });
    }
    Ok(body)
}

/// A rule that a value breaks, and the character of the value where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// Which rule.
    pub rule: Rule,
    /// Where, counted from 0.
    pub at: usize,
}

/// A rule of GS1 that a scan can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// There is an identifier.
    Identifier,
    /// A message has elements.
    Empty,
    /// A value has characters.
    NoValue,
    /// A value has all its characters.
    TooShort,
    /// A value has no more characters than it may.
    TooLong,
    /// A value has only characters of its set.
    Characters(Set),
    /// Padding is two characters at most, to a length of threes.
    Padding,
    /// The check digit follows from the others.
    CheckDigit,
    /// The check pair follows from the characters before it.
    CheckPair,
    /// A key begins with a GS1 Company Prefix: four digits at least.
    CompanyPrefix,
    /// A date is a day of the calendar.
    Date,
    /// A time is a time of the day.
    Time,
    /// A country is one of ISO 3166.
    Country,
    /// A currency is one of ISO 4217.
    Currency,
    /// A bank account is an IBAN of ISO 13616.
    Iban,
    /// A coordinate lies on the globe.
    Coordinate,
    /// Percent signs begin escapes of two hexadecimal digits.
    Percent,
    /// A piece is one of its total.
    PieceOfTotal,
    /// A position is one of its sequence.
    Sequence,
    /// A value is zero.
    Zero,
    /// A value is not zero.
    NonZero,
    /// A value has no zero before its first other digit.
    LeadingZero,
    /// A value has something other than digits.
    NonDigit,
    /// One of the few values there are.
    Choice,
    /// A coupon has all its fields.
    Coupon,
    /// One identifier has one value.
    Repeated,
    /// A link is an URI with a GS1 key in its path.
    Link,
    /// Brackets enclose an identifier.
    Brackets,
}

impl Rule {
    /// Returns the word that scripts may rely on.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::Identifier => "unknown_identifier",
            Rule::Empty => "empty",
            Rule::NoValue => "no_value",
            Rule::TooShort => "too_short",
            Rule::TooLong => "too_long",
            Rule::Characters(_) => "characters",
            Rule::Padding => "padding",
            Rule::CheckDigit => "check_digit",
            Rule::CheckPair => "check_pair",
            Rule::CompanyPrefix => "company_prefix",
            Rule::Date => "date",
            Rule::Time => "time",
            Rule::Country => "country",
            Rule::Currency => "currency",
            Rule::Iban => "iban",
            Rule::Coordinate => "coordinate",
            Rule::Percent => "percent",
            Rule::PieceOfTotal => "piece_of_total",
            Rule::Sequence => "sequence",
            Rule::Zero => "zero",
            Rule::NonZero => "non_zero",
            Rule::LeadingZero => "leading_zero",
            Rule::NonDigit => "non_digit",
            Rule::Choice => "choice",
            Rule::Coupon => "coupon",
            Rule::Repeated => "repeated",
            Rule::Link => "link",
            Rule::Brackets => "brackets",
        }
    }

    /// Returns what is wrong, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Rule::Identifier => "no application identifier begins here",
            Rule::Empty => "nothing is encoded",
            Rule::NoValue => "it has no value",
            Rule::TooShort => "it is too short",
            Rule::TooLong => "it is too long",
            Rule::Characters(Set::Digits) => "it has digits only",
            Rule::Characters(Set::Set82) => "this character is not of GS1's 82",
            Rule::Characters(Set::Set39) => "it has digits, capitals, # - / only",
            Rule::Characters(Set::Set64) => "this character is not of GS1's 64",
            Rule::Padding => "it is padded wrongly",
            Rule::CheckDigit => "the check digit is wrong",
            Rule::CheckPair => "the check characters are wrong",
            Rule::CompanyPrefix => "it begins with a GS1 Company Prefix, four digits at least",
            Rule::Date => "no such day",
            Rule::Time => "no such time",
            Rule::Country => "no such country",
            Rule::Currency => "no such currency",
            Rule::Iban => "no such bank account",
            Rule::Coordinate => "it is beyond the globe",
            Rule::Percent => "a percent sign is followed by two hexadecimal digits",
            Rule::PieceOfTotal => "no such piece of the total",
            Rule::Sequence => "no such position in the sequence",
            Rule::Zero => "it is a zero",
            Rule::NonZero => "it is not zero",
            Rule::LeadingZero => "it does not begin with a zero",
            Rule::NonDigit => "it has something other than digits",
            Rule::Choice => "it is none of the values there are",
            Rule::Coupon => "it is not a whole coupon",
            Rule::Repeated => "it stands twice with two values",
            Rule::Link => "the link has no GS1 key where it should",
            Rule::Brackets => "an identifier stands in brackets",
        }
    }
}

/// A check of one component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The last digit is the modulo-10 check digit of the others (7.9.1).
    CheckDigit,
    /// The last two characters are the modulo-1021,32 check pair of the others (7.9.5).
    CheckPair,
    /// It begins with a GS1 Company Prefix.
    CompanyPrefix,
    /// A GS1 Company Prefix follows its first digit.
    PrefixInside,
    /// `YYMMDD`.
    Day,
    /// `YYMMDD`, where the day 00 is the last of its month.
    DayOfMonth,
    /// `YYYYMMDD`.
    FullDay,
    /// `HH`.
    Hour,
    /// `MM`.
    Minute,
    /// `SS`.
    Second,
    /// `HHMM`.
    HourMinute,
    /// Three digits of ISO 3166-1.
    Country,
    /// Three digits of ISO 3166-1, or 999 for all.
    CountryOrAll,
    /// Two letters of ISO 3166-1.
    CountryAlpha,
    /// Three digits of ISO 4217.
    Currency,
    /// ISO 13616.
    Iban,
    /// Degrees north of the south pole, with seven decimals.
    Latitude,
    /// Degrees east of the antimeridian, with seven decimals.
    Longitude,
    /// RFC 3986's escapes.
    Percent,
    /// Two numbers of one length: the piece, and how many there are.
    PieceOfTotal,
    /// `1/3`.
    Sequence,
    /// Zeros.
    Zero,
    /// Anything but zeros.
    NonZero,
    /// No zero before another digit.
    NoLeadingZero,
    /// Something other than digits.
    NonDigit,
    /// A minus sign.
    Hyphen,
    /// 0 or 1.
    YesNo,
    /// 0, 1 or 9.
    Winding,
    /// ISO 5218: 0, 1, 2 or 9.
    Sex,
    /// 01–10 or 80–99.
    MediaType,
    /// An importer's index: a digit, a letter, `-` or `_`.
    Importer,
    /// UN/ECE Recommendation 21, with GS1's own.
    PackageType,
    /// North American coupon of (8110).
    CouponCode,
    /// North American coupon of (8112).
    CouponOffer,
}

impl Check {
    /// Holds a value against the check.
    pub fn hold(self, value: &str) -> Result<(), Flaw> {
        let digits = |at: usize, rule| match value.bytes().skip(at).position(|byte| !byte.is_ascii_digit()) {
            Some(wrong) => Err(Flaw { rule: Rule::Characters(Set::Digits), at: at + wrong }),
            None => Ok(rule),
        };
        let whole = |holds: bool, rule| if holds { Ok(()) } else { Err(Flaw { rule, at: 0 }) };
        match self {
            Check::CheckDigit => {
                digits(0, ())?;
                let flaw = Flaw { rule: Rule::CheckDigit, at: value.len().saturating_sub(1) };
                if check_digit(value) { Ok(()) } else { Err(flaw) }
            }
            Check::CheckPair => check_pair(value),
            Check::CompanyPrefix => company_prefix(value, 0),
            Check::PrefixInside => company_prefix(value, 1),
            Check::Day => dates::day(value),
            Check::DayOfMonth => dates::day_of_month(value),
            Check::FullDay => dates::full_day(value),
            Check::Hour => dates::part_of_time(value, 24),
            Check::Minute | Check::Second => dates::part_of_time(value, 60),
            Check::HourMinute => dates::hour_minute(value),
            Check::Country => whole(codes::country(value), Rule::Country),
            Check::CountryOrAll => whole(value == "999" || codes::country(value), Rule::Country),
            Check::CountryAlpha => whole(codes::country_alpha(value), Rule::Country),
            Check::Currency => whole(codes::currency(value), Rule::Currency),
            Check::Iban => iban(value),
            Check::Latitude => digits(0, ()).and_then(|()| whole(value <= "1800000000", Rule::Coordinate)),
            Check::Longitude => digits(0, ()).and_then(|()| whole(value <= "3600000000", Rule::Coordinate)),
            Check::Percent => percent(value),
            Check::PieceOfTotal => digits(0, ()).and_then(|()| whole(piece_of_total(value), Rule::PieceOfTotal)),
            Check::Sequence => whole(sequence(value), Rule::Sequence),
            Check::Zero => match value.bytes().position(|byte| byte != b'0') {
                Some(at) => Err(Flaw { rule: Rule::Zero, at }),
                None => Ok(()),
            },
            Check::NonZero => digits(0, ()).and_then(|()| whole(value.bytes().any(|byte| byte != b'0'), Rule::NonZero)),
            Check::NoLeadingZero => whole(value.len() == 1 || !value.starts_with('0'), Rule::LeadingZero),
            Check::NonDigit => whole(value.bytes().any(|byte| !byte.is_ascii_digit()), Rule::NonDigit),
            Check::Hyphen => whole(value == "-", Rule::Choice),
            Check::YesNo => whole(matches!(value, "0" | "1"), Rule::Choice),
            Check::Winding => whole(matches!(value, "0" | "1" | "9"), Rule::Choice),
            Check::Sex => whole(matches!(value, "0" | "1" | "2" | "9"), Rule::Choice),
            Check::MediaType => whole((1..=10).chain(80..=99).any(|kind| value == format!("{kind:02}")), Rule::Choice),
            Check::Importer => whole(value.len() == 1 && Set::Set64.hold(value).is_ok(), Rule::Choice),
            Check::PackageType => whole(codes::package_type(value), Rule::Choice),
            Check::CouponCode => coupon::code(value),
            Check::CouponOffer => coupon::offer(value),
        }
    }
}

/// Tells whether the last of these digits is the modulo-10 check digit of the others.
pub fn check_digit(digits: &str) -> bool {
    let sum: usize = digits
        .bytes()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| usize::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    digits.len() >= 2 && sum.is_multiple_of(10)
}

/// Characters of a check pair, by their values.
const PAIR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters a check pair can be counted over.
const LONGEST_PAIRED: usize = 99;

/// Holds that the last two characters are the check pair of those before.
///
/// Each character counts by its value in set 82 times a prime, the last by 2, the one before by 3, and so on.
fn check_pair(value: &str) -> Result<(), Flaw> {
    let characters = value.chars().count();
    if characters < 2 {
        return Err(Flaw { rule: Rule::TooShort, at: characters });
    }
    if characters > LONGEST_PAIRED {
        return Err(Flaw { rule: Rule::TooLong, at: LONGEST_PAIRED });
    }
    Set::Set82.hold(value)?;
    let (body, pair) = value.split_at(value.len() - 2);
    let mut primes = (2_usize..).filter(|number| (2..*number).all(|by| !number.is_multiple_of(by)));
    let sum = body
        .chars()
        .rev()
        .fold(0, |sum, character| sum + SET_82.find(character).unwrap_or(0) * primes.next().unwrap_or(0));
    let wanted = [PAIR[sum % 1021 / 32], PAIR[sum % 1021 % 32]];
    if pair.as_bytes() == wanted { Ok(()) } else { Err(Flaw { rule: Rule::CheckPair, at: characters - 2 }) }
}

/// Digits that the shortest GS1 Company Prefix has.
const SHORTEST_PREFIX: usize = 4;

fn company_prefix(value: &str, behind: usize) -> Result<(), Flaw> {
    let prefix: Vec<char> = value.chars().skip(behind).take(SHORTEST_PREFIX).collect();
    match prefix.iter().position(|character| !character.is_ascii_digit()) {
        Some(at) => Err(Flaw { rule: Rule::CompanyPrefix, at: behind + at }),
        None if prefix.len() < SHORTEST_PREFIX => Err(Flaw { rule: Rule::CompanyPrefix, at: behind + prefix.len() }),
        None => Ok(()),
    }
}

/// Fewest characters an account number can have beyond its country and check digits.
const SHORTEST_IBAN: usize = 11;

fn iban(value: &str) -> Result<(), Flaw> {
    let number = |byte: u8| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    };
    if value.len() < SHORTEST_IBAN {
        return Err(Flaw { rule: Rule::TooShort, at: value.len() });
    }
    if let Some(at) = value.bytes().position(|byte| number(byte).is_none()) {
        return Err(Flaw { rule: Rule::Iban, at });
    }
    if !codes::country_alpha(&value[..2]) {
        return Err(Flaw { rule: Rule::Country, at: 0 });
    }
    let turned = value.bytes().skip(4).chain(value.bytes().take(4)).filter_map(number);
    let rest = turned.fold(0, |rest, number| (rest * if number < 10 { 10 } else { 100 } + number) % 97);
    if rest == 1 { Ok(()) } else { Err(Flaw { rule: Rule::Iban, at: 2 }) }
}

fn percent(value: &str) -> Result<(), Flaw> {
    let bytes = value.as_bytes();
    let escaped = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    match bytes.iter().enumerate().find(|(at, byte)| **byte == b'%' && !escaped(*at)) {
        Some((at, _)) => Err(Flaw { rule: Rule::Percent, at }),
        None => Ok(()),
    }
}

fn piece_of_total(value: &str) -> bool {
    let (piece, total) = value.split_at(value.len() / 2);
    let zero = |digits: &str| digits.bytes().all(|digit| digit == b'0');
    piece.len() == total.len() && !zero(piece) && !zero(total) && piece <= total
}

fn sequence(value: &str) -> bool {
    let number = |text: &str| {
        let plain = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| plain)
    };
    match value.split_once('/').map(|(position, end)| (number(position), number(end))) {
        Some((Some(position), Some(end))) => position <= end,
        _ => false,
    }
}
