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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_month_that_is_too_short_ends_a_warranty_on_its_last_day() {
        for (from, months, until_day) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2027-12-31", 2, "2028-02-29"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2026-10-02", 24, "2028-10-02"),
            ("2026-10-02", 0, "2026-10-02"),
        ] {
            assert_eq!(until(day(from), months), day(until_day), "{from} and {months} months");
        }
        assert_eq!(until(Day::MAX, 1), Day::MAX);
    }

    #[test]
    fn a_warranty_that_is_over_has_less_than_no_days_left() {
        assert_eq!(days_left(day("2026-10-02"), day("2026-10-01")), 1);
        assert_eq!(days_left(day("2026-10-02"), day("2026-10-02")), 0);
        assert_eq!(days_left(day("2026-10-02"), day("2026-11-02")), -31);
    }
}
