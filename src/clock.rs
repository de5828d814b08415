//! The one file that reads clocks. Everything else is given the time as a value.

use std::time::Instant;

use crate::domain::time::Moment;

/// Reads the wall clock, in UTC.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
pub fn now() -> Moment {
    Moment(chrono::Utc::now().timestamp_millis())
}

/// Reads the monotonic clock, for gaps and timeouts.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the monotonic clock")]
pub fn tick() -> Instant {
    Instant::now()
}
