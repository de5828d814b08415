//! How far something has come: a bar of whole cells, and the sentence for what takes long.

use crate::ui::page::Page;
use crate::ui::theme::Role;

/// Draws a bar of so many columns at a place, and returns the column behind it.
pub fn bar(page: &mut Page<'_>, x: u16, y: u16, columns: u16, done: u64, of: u64) -> u16 {
    let share = (done.min(of) * u64::from(columns)).checked_div(of).unwrap_or(0);
    let full = usize::try_from(share).unwrap_or(0);
    let rest = usize::from(columns).saturating_sub(full);
    let (done, open) = if page.theme.ascii { ("#", ".") } else { ("█", "─") };
    page.pieces(x, y, &[(&done.repeat(full), Role::Good), (&open.repeat(rest), Role::Rule)])
}

/// Returns the sentence for something that takes long: `posting … 0.6 s`.
pub fn working(what: &str, taken: std::time::Duration) -> String {
    let tenths = taken.as_millis() / 100;
    format!("{what} … {}.{} s", tenths / 10, tenths % 10)
}
