//! How screens say that goods are past their day or near it: a sign and a word, and a colour besides.

use crate::domain::expiry::Freshness;
use crate::domain::time::Day;
use crate::ui::theme::Role;
use crate::ui::widgets::table::Cell;

/// Returns a cell of ten columns: what is near its day or past it as a sign and a word, anything else as its day.
pub(super) fn cell(expiry: Option<Day>, today: Day) -> Cell<'static> {
    let Some(day) = expiry else { return Cell::none() };
    match Freshness::of(day, today) {
        Freshness::Fresh => Cell::text(day.to_string()),
        near => Cell::role(signed(near), role(near)),
    }
}

/// Returns the sign and the word for goods near their day or past it; nothing of what is fresh.
pub(super) fn signed(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh => "",
        Freshness::Soon => "! soon",
        Freshness::Expired => "✖ expired",
    }
}

/// Returns the role of goods near their day or past it.
pub(super) const fn role(freshness: Freshness) -> Role {
    match freshness {
        Freshness::Fresh => Role::Text,
        Freshness::Soon => Role::Warn,
        Freshness::Expired => Role::Bad,
    }
}

/// Says of goods when they expire: `expires 2026-12-24 ! soon`.
pub(super) fn sentence(day: Day, today: Day) -> (String, Role) {
    let near = Freshness::of(day, today);
    let verb = if near == Freshness::Expired { "expired" } else { "expires" };
    let sign = match near {
        Freshness::Fresh => "",
        Freshness::Soon => " ! soon",
        Freshness::Expired => " ✖",
    };
    (format!("{verb} {day}{sign}"), role(near))
}
