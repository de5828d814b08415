//! North American coupons: (8110) after the coupon application guideline for DataBar Expanded, (8112) after the positive
//! offer file specification. Both are digits, read from left to right; many fields begin with a digit that says how long
//! they are.

use super::checks::{Flaw, Rule, Set};
use super::dates;

/// Holds that a text is the coupon of (8110).
pub fn code(value: &str) -> Result<(), Flaw> {
    let mut fields = Fields::of(value)?;
    fields.counted(0..=6, 6)?;
    fields.take(6)?;
    fields.counted(1..=5, 0)?;
    fields.purchase()?;
    let (mut starts, mut expires) = (None, None);
    // Optional fields stand in the order of their numbers, each at most once.
    let mut last = 0;
    while let Some(field) = fields.peek() {
        let at = fields.at;
        if field <= last {
            return Err(Flaw { rule: Rule::Coupon, at });
        }
        last = field;
        fields.take(1)?;
        match field {
            1 => {
                fields.one_of(0..=3)?;
                fields.purchase()?;
                fields.maker()?;
            }
            2 => {
                fields.purchase()?;
                fields.maker()?;
            }
            3 => expires = Some(fields.date()?),
            4 => starts = Some(fields.date()?),
            5 => fields.counted(0..=9, 6)?,
            6 => fields.counted(1..=7, 6)?,
            9 => {
                let save = fields.one_of(0..=6)?;
                if matches!(save, 3 | 4) {
                    return Err(Flaw { rule: Rule::Coupon, at: fields.at - 1 });
                }
                fields.one_of(0..=2)?;
                fields.take(1)?;
                fields.one_of(0..=1)?;
            }
            _ => return Err(Flaw { rule: Rule::Coupon, at }),
        }
    }
    match (starts, expires) {
        (Some(starts), Some(expires)) if expires < starts => Err(Flaw { rule: Rule::Date, at: fields.at }),
        _ => Ok(()),
    }
}

/// Holds that a text is the coupon of (8112).
pub fn offer(value: &str) -> Result<(), Flaw> {
    let mut fields = Fields::of(value)?;
    fields.one_of(0..=1)?;
    fields.counted(0..=6, 6)?;
    fields.take(6)?;
    fields.counted(0..=9, 6)?;
    if fields.peek().is_some() { Err(Flaw { rule: Rule::TooLong, at: fields.at }) } else { Ok(()) }
}

/// The digits of a coupon that are not read yet.
struct Fields<'v> {
    digits: &'v str,
    at: usize,
}

impl<'v> Fields<'v> {
    fn of(digits: &'v str) -> Result<Self, Flaw> {
        Set::Digits.hold(digits)?;
        Ok(Fields { digits, at: 0 })
    }

    fn peek(&self) -> Option<u8> {
        self.digits.as_bytes().get(self.at).map(|digit| digit - b'0')
    }

    fn take(&mut self, count: usize) -> Result<&'v str, Flaw> {
        let taken = self.digits.get(self.at..self.at + count).ok_or(Flaw { rule: Rule::Coupon, at: self.at })?;
        self.at += count;
        Ok(taken)
    }

    fn one_of(&mut self, values: std::ops::RangeInclusive<u8>) -> Result<u8, Flaw> {
        let found = self.peek().filter(|digit| values.contains(digit));
        let found = found.ok_or(Flaw { rule: Rule::Coupon, at: self.at })?;
        self.at += 1;
        Ok(found)
    }

    /// A field that says in its first digit how many digits beyond `beyond` it has.
    fn counted(&mut self, lengths: std::ops::RangeInclusive<u8>, beyond: usize) -> Result<(), Flaw> {
        let length = self.one_of(lengths)?;
        self.take(usize::from(length) + beyond).map(drop)
    }

    /// What must be bought: how much, of what kind, of which family.
    fn purchase(&mut self) -> Result<(), Flaw> {
        self.counted(1..=5, 0)?;
        if self.peek() == Some(9) {
            self.take(1)?;
        } else {
            self.one_of(0..=4)?;
        }
        self.take(3).map(drop)
    }

    /// The company prefix of a further purchase; 9 says that it is the first one's.
    fn maker(&mut self) -> Result<(), Flaw> {
        if self.peek() == Some(9) {
            return self.take(1).map(drop);
        }
        self.counted(0..=6, 6)
    }

    fn date(&mut self) -> Result<&'v str, Flaw> {
        let at = self.at;
        let date = self.take(6)?;
        dates::day(date).map_err(|flaw| Flaw { at: at + flaw.at, ..flaw })?;
        Ok(date)
    }
}
