//! Samples, their percentiles, and the table of what was reached.

use std::time::{Duration, Instant};

/// Times of one thing, in microseconds.
#[derive(Default, Clone)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Takes the time of one doing.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = now();
        let done = work();
        self.add(begun.elapsed());
        done
    }

    /// Adds a time taken elsewhere.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e6);
    }

    /// Adds a count of something.
    pub fn count(&mut self, count: usize) {
        self.0.push(f64::from(u32::try_from(count).unwrap()));
    }

    /// Returns the value below which so many of a hundred lie.
    pub fn percentile(&self, of_hundred: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "few")]
        let at = ((sorted.len() as f64 - 1.0) * of_hundred / 100.0).round() as usize;
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    pub fn p50(&self) -> f64 {
        self.percentile(50.0)
    }

    pub fn p99(&self) -> f64 {
        self.percentile(99.0)
    }
}

/// Reads the clock: a benchmark measures.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// What is held against a limit.
struct Row {
    what: String,
    ours: String,
    baseline: String,
    reached: String,
    limit: String,
    missed: bool,
}

/// All figures of a run, told as they are taken.
pub struct Report {
    quick: bool,
    missed: bool,
}

impl Report {
    /// Makes an empty report; a quick run judges nothing.
    pub fn new(quick: bool) -> Report {
        println!("| what: p50 (p99) | dockhand | SQLite | reached | limit | |\n|---|---|---|---|---|---|");
        Report { quick, missed: false }
    }

    fn add(&mut self, row: Row) {
        let mark = if row.missed { "MISSED" } else { "ok" };
        let Row { what, ours, baseline, reached, limit, missed } = row;
        println!("| {what} | {ours} | {baseline} | {reached} | {limit} | {mark} |");
        self.missed |= missed;
    }

    /// Holds the median against the baseline's: at most `must` times as long.
    pub fn ratio(&mut self, what: impl Into<String>, ours: &Samples, baseline: &Samples, must: f64, aim: f64) {
        let ratio = ours.p50() / baseline.p50();
        self.add(Row {
            what: what.into(),
            ours: shown(ours),
            baseline: shown(baseline),
            reached: format!("{ratio:.2} ×"),
            limit: format!("≤ {must} × (aim {aim})"),
            missed: ratio > must,
        });
    }

    /// Holds the median against that of another thing of ours: at most `must` times as long.
    pub fn times(&mut self, what: impl Into<String>, ours: &Samples, other: &Samples, must: f64) {
        let ratio = ours.p50() / other.p50();
        self.add(Row {
            what: what.into(),
            ours: shown(ours),
            baseline: format!("ours: {}", shown(other)),
            reached: format!("{ratio:.2} ×"),
            limit: format!("≤ {must} ×"),
            missed: ratio > must,
        });
    }

    /// Holds a rate against the baseline's: at least `must` times as many a second.
    pub fn rate(&mut self, what: impl Into<String>, ours: f64, baseline: f64, must: f64, aim: f64) {
        let ratio = ours / baseline;
        self.add(Row {
            what: what.into(),
            ours: format!("{ours:.0}/s"),
            baseline: format!("{baseline:.0}/s"),
            reached: format!("{ratio:.2} ×"),
            limit: format!("≥ {must} × (aim {aim})"),
            missed: ratio < must,
        });
    }

    /// Holds the longest time against a limit in milliseconds.
    pub fn longest(&mut self, what: impl Into<String>, ours: &Samples, must: f64, aim: f64) {
        let longest = ours.percentile(100.0) / 1e3;
        self.add(Row {
            what: what.into(),
            ours: shown(ours),
            baseline: String::new(),
            reached: format!("longest {longest:.1} ms"),
            limit: format!("≤ {must} ms (aim {aim})"),
            missed: longest > must,
        });
    }

    /// Holds the time that 99 of a hundred keep against a limit in milliseconds.
    pub fn p99(&mut self, what: impl Into<String>, ours: &Samples, must: f64, aim: f64) {
        self.add(Row {
            what: what.into(),
            ours: shown(ours),
            baseline: String::new(),
            reached: format!("p99 {:.3} ms", ours.p99() / 1e3),
            limit: format!("p99 ≤ {must} ms (aim {aim})"),
            missed: ours.p99() / 1e3 > must,
        });
    }

    /// Tells times that no limit is set to.
    pub fn told(&mut self, what: impl Into<String>, ours: &Samples) {
        let (baseline, reached, limit) = Default::default();
        self.add(Row { what: what.into(), ours: shown(ours), baseline, reached, limit, missed: false });
    }

    /// Holds a figure of ours against a limit of its own.
    pub fn limit(&mut self, what: impl Into<String>, figure: f64, unit: &str, must: f64, aim: f64) {
        self.add(Row {
            what: what.into(),
            ours: format!("{figure:.1} {unit}"),
            baseline: String::new(),
            reached: String::new(),
            limit: format!("≤ {must} {unit} (aim {aim})"),
            missed: figure > must,
        });
    }

    /// Tells whether any limit was missed.
    pub fn missed(&self) -> bool {
        !self.quick && self.missed
    }
}

fn shown(samples: &Samples) -> String {
    let one = |micros: f64| {
        if micros >= 10_000.0 { format!("{:.1} ms", micros / 1e3) } else { format!("{micros:.1} µs") }
    };
    format!("{} ({})", one(samples.p50()), one(samples.p99()))
}
