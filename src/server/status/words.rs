//! The status in words: one line for the whole, one for each part.

use super::{State, Status};

/// Writes a status for people.
pub fn of(status: &Status) -> String {
    let mut lines = Vec::new();
    let state = match status.state {
        State::Well => "well",
        State::Attention => "to look after",
        State::Bad => "bad",
        State::NotRunning => "not running",
    };
    let up = status.server.as_ref().map(|server| format!(", up {}", span(server.uptime_s))).unwrap_or_default();
    let Status { build, protocol, schema, .. } = status;
    lines.push(format!("{state}: dockhand {build}, protocol {protocol}, schema {schema}{up}"));
    lines.extend(status.why.iter().map(|why| format!("  ! {why}")));
    let name = status.server.as_ref().and_then(|server| server.name.as_deref());
    let named = name.map(|name| format!("{name}, ")).unwrap_or_default();
    let (bytes, free) = (size(status.store_bytes), size(status.disk_free_bytes));
    lines.push(format!("store    {named}{}, {bytes}, {free} free on its disk", status.store));
    if let Some(server) = &status.server {
        let (at, desks, connections) = (server.desks_at_terminals, server.desks, server.connections);
        lines.push(format!("desks    {desks} open, {at} at terminals; connections: {connections}"));
        let commits = &server.commits;
        let (p50, p99, longest) = (ms(commits.p50_us), ms(commits.p99_us), ms(commits.longest_us));
        lines.push(match commits.counted {
            0 => "commits  none since it started".to_owned(),
            counted => format!("commits  p50 {p50}, p99 {p99}, longest {longest}, of the last {counted}"),
        });
        lines.push(match (server.spool.jobs, server.spool.labels) {
            (0, _) => "spool    empty".to_owned(),
            (jobs, labels) => format!("spool    jobs: {jobs}, labels to print: {labels}"),
        });
    }
    lines.push(match &status.backup {
        Some(done) => format!("backup   {}, to {}", done.at, done.to),
        None => "backup   none yet".to_owned(),
    });
    lines.push(match &status.verify {
        Some(done) if done.broken == 0 => format!("verify   {}, whole", done.at),
        Some(done) => format!("verify   {}, {} broken", done.at, things(done.broken)),
        None => "verify   none yet".to_owned(),
    });
    lines.join("\n") + "\n"
}

/// Writes a number of bytes.
pub fn size(bytes: u64) -> String {
    let (unit, name) = if bytes >= 1 << 30 { (1 << 30, "GiB") } else { (1 << 20, "MiB") };
    let tenths = u128::from(bytes) * 10 / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// Writes how many things.
pub fn things(count: u64) -> String {
    if count == 1 { "1 thing".to_owned() } else { format!("{count} things") }
}

fn ms(us: u128) -> String {
    format!("{}.{} ms", us / 1000, us % 1000 / 100)
}

fn span(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match (hours / 24, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {} min", minutes % 60),
        (days, hours, _) => format!("{days} d {} h", hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_sizes_are_written_as_people_say_them() {
        assert_eq!([5, 61, 3_720, 90_000].map(span), ["5 s", "1 min", "1 h 2 min", "1 d 1 h"]);
        assert_eq!([0, 1_600_000, 3 << 30].map(size), ["0.0 MiB", "1.5 MiB", "3.0 GiB"]);
        assert_eq!((ms(4_150), things(1), things(2)), ("4.1 ms".into(), "1 thing".into(), "2 things".into()));
    }
}
