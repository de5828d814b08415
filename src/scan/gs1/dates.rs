//! Dates and times as GS1 writes them.

use chrono::{Datelike, NaiveDate};

use super::checks::{Flaw, Rule, Set};
use crate::domain::marking::day_meant;
use crate::domain::time::Day;

/// Holds that a text is `YYMMDD`, a day of the calendar.
pub fn day(value: &str) -> Result<(), Flaw> {
    calendar(value, 2, 1)
}

/// Holds that a text is `YYMMDD`, where 00 is the last day of the month.
pub fn day_of_month(value: &str) -> Result<(), Flaw> {
    calendar(value, 2, 0)
}

/// Holds that a text is `YYYYMMDD`, a day of the calendar.
pub fn full_day(value: &str) -> Result<(), Flaw> {
    calendar(value, 4, 1)
}

/// Holds that a text is `HHMM`, a time of the day.
pub fn hour_minute(value: &str) -> Result<(), Flaw> {
    digits(value, 4)?;
    part_of_time(&value[..2], 24)?;
    part_of_time(&value[2..], 60).map_err(|flaw| Flaw { at: flaw.at + 2, ..flaw })
}

/// Holds that two digits are less than what there are of hours, minutes or seconds.
pub fn part_of_time(value: &str, count: u32) -> Result<(), Flaw> {
    digits(value, 2)?;
    match value.parse::<u32>() {
        Ok(part) if part < count => Ok(()),
        _ => Err(Flaw { rule: Rule::Time, at: 0 }),
    }
}

fn calendar(value: &str, year_digits: usize, first_day: u32) -> Result<(), Flaw> {
    digits(value, year_digits + 4)?;
    let number = |from: usize, to: usize| value[from..to].parse().unwrap_or(0);
    let (year, month, day) =
        (number(0, year_digits), number(year_digits, year_digits + 2), number(year_digits + 2, value.len()));
    // Years of two digits lie between 51 years ago and 49 ahead: a leap day is one in any of those centuries.
    let year = if year_digits == 2 { 2000 + year } else { year };
    if !(1..=12).contains(&month) {
        return Err(Flaw { rule: Rule::Date, at: year_digits });
    }
    let last = days_in(i32::try_from(year).unwrap_or(0), month);
    if (first_day..=last).contains(&day) { Ok(()) } else { Err(Flaw { rule: Rule::Date, at: year_digits + 2 }) }
}

fn digits(value: &str, count: usize) -> Result<(), Flaw> {
    if let Some(at) = value.chars().position(|character| !character.is_ascii_digit()) {
        return Err(Flaw { rule: Rule::Characters(Set::Digits), at });
    }
    match value.len() {
        length if length < count => Err(Flaw { rule: Rule::TooShort, at: length }),
        length if length > count => Err(Flaw { rule: Rule::TooLong, at: count }),
        _ => Ok(()),
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next_year, next, 1).and_then(|first| first.pred_opt()).map_or(31, |last| last.day())
}

/// Returns the day that `YYMMDD` means on a given day, when it is one.
pub fn meant(value: &str, today: Day) -> Option<Day> {
    day_of_month(value).ok()?;
    day_meant(value, today)
}
