//! Warranties: months from a day.

use chrono::Months;

use super::time::Day;

/// Returns the last day of a warranty of so many months from a day: the same day of the month, so many months on.
///
/// Where that month is too short it is the month's last day: 31 January and one month is 28 February, or the 29th in
/// a leap year. Zero months end on the day itself.
pub fn until(from: Day, months: u16) -> Day {
    from.checked_add_months(Months::new(u32::from(months))).unwrap_or(Day::MAX)
}

/// Returns the days that are left of a warranty that lasts until `until`: 0 on its last day, below zero afterwards.
pub fn days_left(until: Day, today: Day) -> i64 {
    (until - today).num_days()
}
