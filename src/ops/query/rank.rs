//! Names found by part of them: fuzzy, best first, and walked in that order page by page.

use std::collections::HashMap;
use std::ops::Bound;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::domain::id::ProductId;
use crate::ops::names::folded;
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CODE, CodeKind, View, end_of_prefix};

use super::named;

/// A search text, compiled once for many names.
pub struct Wanted {
    pattern: Pattern,
    plain: String,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Wanted {
    /// Compiles a text: each of its words must be found, its letters in order but not side by side.
    pub fn new(text: &str) -> Self {
        let plain = folded(text);
        let pattern = Pattern::new(&plain, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Wanted { pattern, plain, matcher: Matcher::new(config), buffer: Vec::new() }
    }

    /// Tells whether everything is wanted.
    pub fn is_everything(&self) -> bool {
        self.plain.is_empty()
    }

    /// Returns how well a name fits; `None` when it does not.
    pub fn score(&mut self, name: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(name, &mut self.buffer), &mut self.matcher)
    }

    /// Returns how well a row of digits fits, in which letters side by side count only: anything else is chance.
    fn score_digits(&self, digits: &str) -> Option<u32> {
        let length = u32::try_from(self.plain.len()).unwrap_or(u32::MAX);
        digits.to_lowercase().contains(&self.plain).then(|| length.saturating_mul(20))
    }
}

/// Place of a product in a list: how far it is from the best (0 for all when nothing is filtered), and its name.
pub type Rank = (u32, String);

/// Visits products from a place on, best first, by name where they are equal, until the visitor says stop.
pub fn products(
    view: &View,
    text: &str,
    from: Option<&Rank>,
    mut visit: impl FnMut(Rank, ProductId) -> Result<bool, Error>,
) -> Result<(), Error> {
    let wanted = Wanted::new(text);
    if wanted.is_everything() {
        let all = named::start_of(CodeKind::ProductName, "");
        let end = end_of_prefix(&all);
        let start = from.map_or(all, |(_, name)| named::start_of(CodeKind::ProductName, name));
        return view.range(CODE, Bound::Included(start), end, Direction::Forward, |(_, name), id| {
            visit((0, name), ProductId(id))
        });
    }
    let ranked = ranked(view, wanted)?;
    let start = from.map_or(0, |from| ranked.partition_point(|(rank, _)| rank < from));
    for (rank, id) in ranked.into_iter().skip(start) {
        if !visit(rank, id)? {
            break;
        }
    }
    Ok(())
}

/// Ranks all products by the best of their name, code, SKU and barcodes. Reads one short row a name, no record.
pub fn ranked(view: &View, mut wanted: Wanted) -> Result<Vec<(Rank, ProductId)>, Error> {
    let mut names: Vec<(String, ProductId, Option<u32>)> = Vec::new();
    let mut places: HashMap<u64, usize> = HashMap::new();
    let from = Bound::Included(named::start_of(CodeKind::ProductName, ""));
    let to = end_of_prefix(&named::start_of(CodeKind::Barcode, ""));
    view.range(CODE, from, to, Direction::Forward, |(kind, name), id| {
        if kind == CodeKind::ProductName as u8 {
            places.insert(id, names.len());
            let score = wanted.score(&name);
            names.push((name, ProductId(id), score));
            return Ok(true);
        }
        let score = if kind == CodeKind::Barcode as u8 { wanted.score_digits(&name) } else { wanted.score(&name) };
        if let Some((_, _, best)) = places.get(&id).and_then(|place| names.get_mut(*place)) {
            *best = score.max(*best);
        }
        Ok(true)
    })?;
    let mut ranked: Vec<(Rank, ProductId)> =
        names.into_iter().filter_map(|(name, id, score)| Some(((u32::MAX - score?, name), id))).collect();
    ranked.sort_unstable();
    Ok(ranked)
}
