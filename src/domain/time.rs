//! Instants and business days. Neither is ever read from a clock here: the caller brings them.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// Instant in UTC, in milliseconds since 1970. The stockroom's `now` never runs backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    /// Returns the instant as a chrono date and time in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        Utc.timestamp_millis_opt(self.0).single().unwrap_or_default()
    }

    /// Returns the business day of this instant in the store's time zone.
    pub fn day(self, zone: chrono_tz::Tz) -> Day {
        self.utc().with_timezone(&zone).date_naive()
    }

    /// Returns whole minutes from this instant to `later`, never below zero.
    pub fn minutes_until(self, later: Moment) -> i64 {
        (later.0 - self.0).max(0) / 60_000
    }
}

/// Business day in the store's time zone, which is a setting of the store and never of a desk.
pub type Day = NaiveDate;
