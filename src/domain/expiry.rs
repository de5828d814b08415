//! How near goods are to the day they should be used or sold by.

use chrono::TimeDelta;

use super::time::Day;

/// Days before its day from which goods are said to expire soon.
pub const SOON: TimeDelta = TimeDelta::days(30);

/// How near goods are to their day. The day itself is still good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// Their day is far.
    Fresh,
    /// Their day is near.
    Soon,
    /// Their day is over.
    Expired,
}

impl Freshness {
    /// Returns how near goods are, as of a day.
    pub fn of(expiry: Day, today: Day) -> Freshness {
        match expiry - today {
            left if left < TimeDelta::zero() => Freshness::Expired,
            left if left <= SOON => Freshness::Soon,
            _ => Freshness::Fresh,
        }
    }

    /// Returns the word for it, in answers and on screen; none of what is fresh.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Freshness::Fresh => None,
            Freshness::Soon => Some("soon"),
            Freshness::Expired => Some("expired"),
        }
    }
}

/// Returns the last day that is near, as of a day.
pub fn last_near(today: Day) -> Day {
    today.checked_add_signed(SOON).unwrap_or(Day::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_are_good_on_their_day_and_near_it_for_thirty_days() {
        let today = Day::from_ymd_opt(2026, 11, 25).unwrap();
        for (days, freshness, word) in [
            (-1, Freshness::Expired, Some("expired")),
            (0, Freshness::Soon, Some("soon")),
            (30, Freshness::Soon, Some("soon")),
            (31, Freshness::Fresh, None),
        ] {
            let of = Freshness::of(today + TimeDelta::days(days), today);
            assert_eq!((of, of.word()), (freshness, word), "{days}");
        }
        assert_eq!(Freshness::of(last_near(today), today), Freshness::Soon);
    }
}
